"""What an answer can be besides a number: not relevant, or somewhere between."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final

from attrs import frozen

from psoscore.errors import DefinitionError

__all__ = ["MISSING_TYPES", "NOT_RELEVANT", "Interval", "NotRelevant"]

MISSING_TYPES = frozenset({"NAType", "NaTType", "MaskedConstant"})
"""The types by which pandas and numpy mark an empty cell; their values compare with nothing."""


class NotRelevant(Enum):
    """The one answer that counts as none; it is an answer, never missing."""

    NOT_RELEVANT = "not relevant"

    def __repr__(self) -> str:
        """The name under which users know it."""
        return self.name


NOT_RELEVANT: Final = NotRelevant.NOT_RELEVANT
"""The answer *not relevant*, where a questionnaire offers it."""


@frozen
class Interval:
    """A value known only to lie between two ends, both of them possible.

    Accepted for any fact at the record door.

    Attributes:
        low: The least value it can have: a number, a day, or partial date text.
        high: The greatest.

    Raises:
        DefinitionError: The ends are the wrong way round or cannot be compared.

    >>> Interval(7.6, 8.4)
    Interval(low=7.6, high=8.4)
    """

    low: Any
    high: Any

    def __attrs_post_init__(self) -> None:
        """Refuse ends that enclose nothing."""
        try:
            empty = bool(self.low > self.high)
        except Exception as error:
            message = "the two ends of an interval must be comparable"
            raise DefinitionError(message) from error
        if empty:
            message = "an interval needs its low end first"
            raise DefinitionError(message)
