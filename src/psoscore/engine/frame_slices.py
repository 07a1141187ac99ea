"""Slices of a frame in memory, in which what is missing has been filled for all columns at once.

polars starts its engine for every expression: one query for several blocks,
instead of one a column and block, halves the time of a score.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psoscore.cells import Cell

__all__ = ["FrameSlices", "valid_points"]

BLANK = "blank "
"""What the names of the columns begin with that tell where cells were empty."""

ROWS_A_SLICE = 2**19
"""Rows that are filled together, several blocks of them."""

KEPT_SLICES = 2

COMMON_NUMBERS = (
    *(nw.Int8, nw.Int16, nw.Int32, nw.Int64, nw.UInt8, nw.UInt16, nw.UInt32, nw.UInt64),
    *(nw.Float32, nw.Float64),
)
"""The numbers that numpy has, too."""


def valid_points(cell: Cell) -> int | None:
    """A whole number of points that may stand in a cell; None if there is none."""
    units = cell.low if cell.allowed is None else cell.allowed[0]
    points = -(-units // cell.scale)
    return points if points * cell.scale <= cell.high else None


class FrameSlices:
    """The columns that are read, slice by slice.

    Args:
        frame: The data.
        columns: The column of each end of each cell, by a name for the end.
        cells: The cells, by the same names.
    """

    def __init__(
        self, frame: nw.DataFrame[Any], columns: Mapping[str, Any], cells: Mapping[str, Cell]
    ) -> None:
        self.frame: nw.DataFrame[Any] = frame
        self.columns: Mapping[str, Any] = columns
        self._filled: dict[str, nw.Expr] = {}
        self._kept: dict[tuple[int, int], nw.DataFrame[Any]] = {}
        self._lock: Lock = Lock()
        if not frame.implementation.is_pandas_like():
            for name, column in columns.items():
                self._fill(name, frame.get_column(column), cells[name])

    def _fill(self, name: str, series: nw.Series[Any], cell: Cell) -> None:
        """Decide how the empty cells of a column of numbers are filled."""
        dtype = series.dtype
        if not dtype.is_numeric():
            return
        value = nw.col(series.name)
        valid = valid_points(cell)
        if not isinstance(dtype, COMMON_NUMBERS) or (valid is None and not dtype.is_float()):
            self._filled[name] = value.cast(nw.Float64).fill_null(float("nan")).alias(name)
        elif series.null_count() and dtype.is_float():
            self._filled[name] = value.fill_null(float("nan")).alias(name)
        elif series.null_count():
            self._filled[name] = value.fill_null(valid).alias(name)
            self._filled[BLANK + name] = value.is_null().alias(BLANK + name)

    def get(self, name: str, start: int, stop: int) -> tuple[nw.Series[Any], nw.Series[Any] | None]:
        """The rows of a column from start to stop; and where they were empty, if they have been filled."""
        if name not in self._filled:
            return self.frame.get_column(self.columns[name])[start:stop], None
        first = start - start % ROWS_A_SLICE
        part = self._slice(first, max(stop, first + ROWS_A_SLICE))
        here = slice(start - first, stop - first)
        blank = part.get_column(BLANK + name)[here] if BLANK + name in self._filled else None
        return part.get_column(name)[here], blank

    def _slice(self, first: int, last: int) -> nw.DataFrame[Any]:
        """Rows that are filled together; the newest are kept, for the next block and for other threads."""
        with self._lock:
            if (first, last) not in self._kept:
                self._kept = dict([*self._kept.items()][1 - KEPT_SLICES :])
                self._kept[first, last] = self.frame[first:last].select(*self._filled.values())
            return self._kept[first, last]
