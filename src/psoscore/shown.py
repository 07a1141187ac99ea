"""How a value that came in is shown in a message."""

from __future__ import annotations

__all__ = ["shown"]

SHOWN_CHARACTERS = 40


def shown(value: object) -> str:
    """A value for a message, short whatever it is.

    >>> shown("text"), len(shown([0] * 99))
    ("'text'", 40)
    """
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001  a repr can raise anything
        return f"a {type(value).__name__}"
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 3]}..."
