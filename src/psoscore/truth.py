"""The three answers a condition can have, after Kleene: true, false, unknown."""

from __future__ import annotations

from enum import Enum
from typing import NoReturn

from psoscore.errors import UnsettledTruthError

__all__ = ["Truth"]


class Truth(Enum):
    """A verdict that may still be open.

    The values are those of the array doors: 1, 0 and -1 for unknown.

    >>> Truth.TRUE & Truth.UNKNOWN
    <Truth.UNKNOWN: -1>
    >>> Truth.FALSE & Truth.UNKNOWN
    <Truth.FALSE: 0>
    >>> ~Truth.UNKNOWN
    <Truth.UNKNOWN: -1>
    """

    TRUE = 1
    FALSE = 0
    UNKNOWN = -1

    @classmethod
    def settled(cls, *, must: bool, may: bool) -> Truth:
        """From "must hold" and "may hold" to the verdict.

        >>> Truth.settled(must=False, may=True)
        <Truth.UNKNOWN: -1>
        """
        if must:
            return cls.TRUE
        return cls.UNKNOWN if may else cls.FALSE

    def __and__(self, other: object) -> Truth:
        """False as soon as one side is false."""
        if not isinstance(other, Truth):
            return NotImplemented
        if Truth.FALSE in (self, other):
            return Truth.FALSE
        return Truth.UNKNOWN if Truth.UNKNOWN in (self, other) else Truth.TRUE

    def __or__(self, other: object) -> Truth:
        """True as soon as one side is true."""
        if not isinstance(other, Truth):
            return NotImplemented
        return ~(~self & ~other)

    def __invert__(self) -> Truth:
        """True and false change places; unknown stays."""
        if self is Truth.UNKNOWN:
            return self
        return Truth.FALSE if self is Truth.TRUE else Truth.TRUE

    def __bool__(self) -> NoReturn:
        """Refuse: a third of the answers would be silently wrong.

        Raises:
            UnsettledTruthError: Always.
        """
        message = "a Truth has three values; ask `verdict is Truth.TRUE`"
        raise UnsettledTruthError(message)
