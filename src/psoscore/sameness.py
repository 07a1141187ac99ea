"""Equality of definitions: the same rule or another one, and never a condition on data."""

from __future__ import annotations

from datetime import date
from numbers import Number
from typing import TYPE_CHECKING, Any

from psoscore.errors import DefinitionError
from psoscore.shown import shown

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ComparedByRule"]

ANSWERS = (str, Number, date)
"""What data hold, and no definition is: text, numbers and truth values, days."""


class ComparedByRule:
    """What is equal where its rule is the same, and cannot be compared with an answer by ``==``.

    ``sex == "F"`` would be False, whatever the data say, and no condition.
    """

    __slots__ = ()

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        """Let the equality that attrs has made refuse answers."""
        same: Callable[[Any, Any], Any] = cls.__eq__

        def compared(self: Any, other: object) -> Any:
            if other.__class__ is not self.__class__ and isinstance(other, ANSWERS):
                message = (
                    f"== and != tell definitions apart, and {shown(other)} is none; "
                    "make a condition with >=, <=, > and <, or of a code with .one_of(...)"
                )
                raise DefinitionError(message)
            return same(self, other)

        setattr(cls, "__eq__", compared)  # noqa: B010  assigned, it would tell checkers that nothing can be hashed
