"""What an argument lists, says by name, or is; anything else is refused in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from psoscore.errors import Fault, InputError

__all__ = ["by_name", "of_kind", "several", "several_of"]

Kind = TypeVar("Kind")


def several(item: str, given: object, allowed: str) -> tuple[Any, ...]:
    """Everything that is listed, in order.

    Args:
        item: What is read, for the message.
        given: A list, a tuple, an array or anything else that can be gone through.
        allowed: What may stand there, in words.

    Raises:
        InputError: It cannot be gone through.

    >>> several("closed", range(2), "days")
    (0, 1)
    """
    try:
        return tuple(given)  # type: ignore[arg-type]
    except Exception:  # noqa: BLE001  a stranger's iterator can raise anything
        raise InputError([Fault(item, "no_list", allowed, type(given).__name__)]) from None


def several_of(item: str, given: object, kind: type[Kind], allowed: str) -> tuple[Kind, ...]:
    """Everything that is listed, each of one kind.

    Args:
        item: As for ``several``.
        given: As for ``several``.
        kind: What each of them is.
        allowed: As for ``several``.

    Raises:
        InputError: It cannot be gone through, or something in it is of another kind.

    >>> several_of("columns", ["week 4"], str, "names of columns")
    ('week 4',)
    """
    return tuple(of_kind(item, one, kind, allowed) for one in several(item, given, allowed))


def by_name(item: str, given: object, allowed: str) -> Mapping[Any, Any]:
    """What is said by name, as it came.

    Args:
        item: What is read, for the message.
        given: A mapping.
        allowed: What may stand there, in words.

    Raises:
        InputError: It is no mapping.

    >>> by_name("scores", {"01": 12.4}, "a score by patient")
    {'01': 12.4}
    """
    if isinstance(given, Mapping):
        return given  # pyright: ignore[reportUnknownVariableType]
    raise InputError([Fault(item, "no_mapping", allowed, type(given).__name__)])


def of_kind(item: str, given: object, kind: type[Kind], allowed: str) -> Kind:
    """What is of a kind, as it came.

    Args:
        item: What is read, for the message.
        given: An object of the kind.
        kind: Its class.
        allowed: What may stand there, in words.

    Raises:
        InputError: It is something else.

    >>> of_kind("patient", "01", str, "the name of a patient")
    '01'
    """
    if isinstance(given, kind):
        return given
    raise InputError([Fault(item, "wrong_kind", allowed, type(given).__name__)])
