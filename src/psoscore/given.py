"""What an argument lists, or says by name; anything else is refused in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from psoscore.errors import Fault, InputError

__all__ = ["by_name", "several", "several_of"]

T = TypeVar("T")


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


def several_of(item: str, given: object, kind: type[T], allowed: str) -> tuple[T, ...]:
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
    listed = several(item, given, allowed)
    strange = [type(one).__name__ for one in listed if not isinstance(one, kind)]
    if strange:
        raise InputError([Fault(item, "wrong_kind", allowed, strange[0])])
    return listed


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
