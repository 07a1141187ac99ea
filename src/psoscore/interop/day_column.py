"""A column of a frame as calendar days; a time of day or a zone is refused, not cut off."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from psoscore.amount_arrays import fault_at
from psoscore.eager_frame import column
from psoscore.errors import Fault, InputError
from psoscore.missing import is_missing

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["day_column"]

ALLOWED = "dates, or times at midnight without a zone"


def day_column(table: Any, name: str) -> NDArray[np.datetime64]:
    """The days of one column; NaT where one is missing.

    Args:
        table: A frame as narwhals sees it.
        name: A column of dates, of times at midnight, or of nothing at all. Text is
            refused: ``"2015-08"`` would be read as a day that nobody wrote.

    Raises:
        InputError: The column is not there, or holds something else.

    >>> import narwhals.stable.v2 as nw
    >>> import polars as pl
    >>> day_column(nw.from_native(pl.DataFrame({"ADT": [date(2015, 8, 31), None]})), "ADT")
    array(['2015-08-31',        'NaT'], dtype='datetime64[D]')
    """
    times = _times(column(table, name))
    if times is None or getattr(table.schema[name], "time_zone", None) is not None:
        raise InputError([Fault(item=name, kind="not_a_day", allowed=ALLOWED, value=str(table.schema[name]))])
    days = times.astype("M8[D]")
    wrong = ~np.isnat(days) & (days != times)
    if wrong.any():
        raise InputError([fault_at(name, "not_a_day", ALLOWED, wrong)])
    return days


def _times(cells: NDArray[Any]) -> NDArray[np.datetime64] | None:
    """Cells as times; None where they are no times."""
    if cells.dtype.kind == "M":
        return cells
    known = ~np.array([is_missing(one) for one in cells.tolist()], np.bool)
    if not all(isinstance(one, date) and getattr(one, "tzinfo", None) is None for one in cells[known]):
        return None
    times = np.full(cells.shape, np.datetime64("NaT", "us"))
    times[known] = [np.datetime64(one, "us") for one in cells[known]]
    return times
