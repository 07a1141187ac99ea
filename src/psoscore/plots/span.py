"""Reading a value to draw: known, known to lie between two ends, or not known at all."""

from __future__ import annotations

from math import isfinite
from typing import Any, TypeAlias

from attrs import frozen

from psoscore.answers import Interval
from psoscore.engine.record.scored import Scored
from psoscore.errors import Fault, InputError
from psoscore.missing import is_missing
from psoscore.shown import shown

__all__ = ["Drawable", "Span", "span_of"]

Drawable: TypeAlias = float | Interval | Scored | None
"""A number, an interval, a result of scoring, or None (NaN, NA) where nothing is known."""

BOOLS = frozenset({"bool", "bool_"})


@frozen
class Span:
    """Where a value lies; both ends are the same where it is known.

    Attributes:
        low: The least value.
        high: The greatest.
    """

    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether there is one value."""
        return self.low == self.high


def span_of(value: Any, item: str) -> Span | None:
    """Read a value that is to be drawn.

    Missing data: None, NaN and NA give None, as does a result that has no
    value and lacks a bound. A result without a value gives its bounds.

    Args:
        value: A number, an ``Interval`` of numbers, a ``Scored`` or nothing.
        item: What it is, for the message.

    Raises:
        InputError: It is something else: text, a bool, infinity.
    """
    if isinstance(value, Scored):
        known = value.value
        if known is not None:
            return Span(known, known)
        return None if value.low is None or value.high is None else Span(value.low, value.high)
    if isinstance(value, Interval):
        return Span(_number(value.low, item), _number(value.high, item))
    if is_missing(value):
        return None
    return Span(_number(value, item), _number(value, item))


def _number(value: Any, item: str) -> float:
    try:
        number = float("nan") if isinstance(value, str) or type(value).__name__ in BOOLS else float(value)
    except (TypeError, ValueError, OverflowError):
        number = float("nan")
    if not isfinite(number):
        allowed = "a finite number, an Interval of two, a Scored, or None"
        raise InputError([Fault(item=item, kind="no_number", allowed=allowed, value=shown(value))])
    return number
