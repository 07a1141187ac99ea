"""How values are shown in messages."""

from __future__ import annotations

__all__ = ["counted_days", "shown"]

SHOWN_CHARACTERS = 40


def shown(value: object) -> str:
    """A value for a message, short whatever it is.

    >>> shown("text"), len(shown([0] * 99))
    ("'text'", 40)
    """
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001  a repr can raise anything
        return f"a value of type {type(value).__name__}"
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 3]}..."


def counted_days(count: int) -> str:
    """A number of days in words.

    >>> counted_days(1), counted_days(28)
    ('1 day', '28 days')
    """
    return f"{count} day{'' if count == 1 else 's'}"
