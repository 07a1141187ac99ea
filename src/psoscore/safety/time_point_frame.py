"""Time points, changes and the safety period in a data frame of any kind that narwhals reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from psoscore.amount_arrays import UNKNOWN
from psoscore.eager_frame import column, eager
from psoscore.given import several
from psoscore.new_frame import with_new_columns
from psoscore.row_names import name_codes
from psoscore.safety.period import SAFETY_MONTHS
from psoscore.safety.time_point import EVERY_MINUTES
from psoscore.safety.time_point_arrays import (
    before_arrays,
    change_arrays,
    place_arrays,
    safety_period_arrays,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["place_frame", "safety_period_frame"]

Frame = TypeVar("Frame")


def place_frame(  # noqa: PLR0913 - which columns hold what, keyword-only
    frame: Frame,
    *,
    values: str | Sequence[str],
    by: str | Sequence[str],
    at: str = "at",
    start: str = "start",
    end: str = "end",
    every_minutes: int = EVERY_MINUTES,
    after_end_minutes: Sequence[int] = (),
    decimals: int = 1,
) -> Frame:
    """Add the nominal time point of every reading, and its change from before the infusion.

    New columns: ``time_point``, ``off_minutes``, and for each of the values
    ``<value>_before`` and ``<value>_change``.

    Missing data:
        As for ``place_arrays`` and ``before_arrays``, with nulls (NaN in classic pandas).

    Args:
        frame: An eager frame with one row a time: pandas, polars, pyarrow, ...
        values: Column of the readings, or several, such as temperature and pressures.
        by: Columns that together name an infusion, such as subject and infusion number; or one.
        at: Column of the times.
        start: Column of the start of the infusion that each row belongs to.
        end: Column of its end.
        every_minutes: Spacing during the infusion [min].
        after_end_minutes: Times after the end [min].
        decimals: Decimals that the readings have at most.

    Returns:
        A frame of the same kind with the new columns.

    Raises:
        InputError: As for the arrays, a column is not there or is there already, a row
            names no infusion, or the frame is lazy.
        MissingExtraError: narwhals is not installed.

    >>> import polars as pl
    >>> from datetime import datetime
    >>> nine, ten = datetime(2015, 6, 1, 9), datetime(2015, 6, 1, 10)
    >>> times = [datetime(2015, 6, 1, 8, 55), datetime(2015, 6, 1, 9, 16)]
    >>> rows = {"subject": [1, 1], "at": times, "start": nine, "end": ten, "temperature": [36.6, 37.9]}
    >>> found = place_frame(pl.DataFrame(rows), values=["temperature"], by=["subject"])
    >>> found.select("time_point", "off_minutes", "temperature_change").rows()
    [('pre', -5.0, 0.0), ('15 min', 1.0, 1.3)]
    """
    table = eager(frame)
    times, starts = column(table, at), column(table, start)
    placed = place_arrays(
        times,
        start=starts,
        end=column(table, end),
        every_minutes=every_minutes,
        after_end_minutes=after_end_minutes,
    )
    made: dict[str, NDArray[Any]] = {"time_point": placed.point, "off_minutes": placed.off_minutes}
    infusion = _infusions(table, _names("by", by))
    for value in _names("values", values):
        read = column(table, value)
        before = before_arrays(read, times, start=starts, infusion=infusion, decimals=decimals)
        made[f"{value}_before"] = before
        made[f"{value}_change"] = change_arrays(read, before, decimals=decimals)
    added: Frame = with_new_columns(table, made)
    return added


def _names(item: str, names: str | Sequence[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else several(item, names, "a column, or several")


def _infusions(table: Any, by: Sequence[str]) -> NDArray[np.int64]:
    """A running number for every combination of the columns."""
    numbers = np.zeros(len(table), dtype=np.int64)
    for name in by:
        codes = name_codes(name, column(table, name), "the name of an infusion in every row")
        _, numbers = np.unique(numbers * (codes.max(initial=0) + 1) + codes, return_inverse=True)
    return numbers


def safety_period_frame(
    frame: Frame, *, day: str = "day", first: str = "first", months: int = SAFETY_MONTHS
) -> Frame:
    """Add ``in_safety_period``: 1 from the first infusion to some calendar months after it, else 0.

    Missing data:
        Where a day is missing it is null (NaN in classic pandas).

    Args:
        frame: An eager frame: pandas, polars, pyarrow, ...
        day: Column of the days.
        first: Column of the first infusion of each row's subject.
        months: Calendar months, clamped to the end of the month.

    Returns:
        A frame of the same kind with the column.

    Raises:
        InputError: A column is not there, is there already or holds no days, or the frame is lazy.
        MissingExtraError: narwhals is not installed.

    >>> import polars as pl
    >>> from datetime import date
    >>> days = {"day": [date(2015, 11, 30), date(2015, 12, 1)], "first": date(2015, 8, 31)}
    >>> safety_period_frame(pl.DataFrame(days))["in_safety_period"].to_list()
    [1, 0]
    """
    table = eager(frame)
    inside = safety_period_arrays(column(table, day), column(table, first), months=months)
    added: Frame = with_new_columns(table, {"in_safety_period": inside}, unknown=UNKNOWN)
    return added
