"""Days in frame expressions: ordinals and calendar months, in the engine's own arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from psoscore.cells import LAST_DAY

if TYPE_CHECKING:
    from narwhals.stable.v2 import Expr

__all__ = ["months_later", "ordinal"]


def ordinal(day: Expr) -> Expr:
    """The number of a day, counted from 0001-01-01 as 1, kept within the calendar.

    The same number as ``date.toordinal``; differences of dates are not the
    same thing in every engine.
    """
    year = day.dt.year().cast(nw.Float64) - 1.0
    leaps = _whole(year, 4.0) - _whole(year, 100.0) + _whole(year, 400.0)
    number = year * 365.0 + leaps + day.dt.ordinal_day().cast(nw.Float64)
    return (
        nw.when(number < 1.0)
        .then(nw.lit(1.0))
        .otherwise(nw.when(number > float(LAST_DAY)).then(nw.lit(float(LAST_DAY))).otherwise(number))
    )


def _whole(year: Expr, length: float) -> Expr:
    """How often a length goes into a year; the half keeps it right where a reciprocal is used."""
    return ((year + 0.5) / length).floor()


def months_later(day: Expr, months: int) -> Expr:
    """The number of the day that many calendar months later, clamped to the month's end.

    The engine's own shift: in whole numbers the formula explodes.
    """
    return ordinal(day.dt.offset_by(f"{months}mo") if months else day)
