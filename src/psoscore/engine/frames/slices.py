"""Slices of a frame in memory as arrays of numbers, in which what is missing has been filled.

Asking a frame for an array costs the same for a few rows as for many, and
polars starts its engine for every expression: so a slice holds several blocks,
and all columns of it are made at once.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias

import narwhals.stable.v2 as nw
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from psoscore.cells import Cell

__all__ = ["FrameSlices", "valid_points"]

Numbers: TypeAlias = "tuple[NDArray[Any], NDArray[Any] | None]"
"""The values of a column, and where it was empty, if something else stands there now."""

BLANK = "blank "
"""What the names of the columns begin with that tell where cells were empty."""

ROWS_A_SLICE = 2**19
"""Rows that are made together, several blocks of them."""

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
    """The columns of numbers that are read, slice by slice.

    Args:
        frame: The data.
        ends: The column of each end of each cell, by a name for the end; those of numbers are kept.
        cells: The cells, by the same names.
    """

    def __init__(
        self, frame: nw.DataFrame[Any], ends: Mapping[str, nw.Series[Any]], cells: Mapping[str, Cell]
    ) -> None:
        self.frame: nw.DataFrame[Any] = frame
        self.columns: dict[str, nw.Series[Any]] = {
            name: series for name, series in ends.items() if series.dtype.is_numeric()
        }
        self.cells: Mapping[str, Cell] = cells
        self._filled: dict[str, nw.Expr] = {}
        self._kept: dict[int, dict[str, Numbers]] = {}
        self._lock: Lock = Lock()
        if not frame.implementation.is_pandas_like():
            for name, series in self.columns.items():
                self._fill(name, series)

    def _fill(self, name: str, series: nw.Series[Any]) -> None:
        """Decide how the empty cells of a column are filled, if any are."""
        dtype, value, valid = series.dtype, nw.col(series.name), valid_points(self.cells[name])
        if not isinstance(dtype, COMMON_NUMBERS) or (valid is None and not dtype.is_float()):
            self._filled[name] = value.cast(nw.Float64).fill_null(float("nan")).alias(name)
        elif series.null_count() and dtype.is_float():
            self._filled[name] = value.fill_null(float("nan")).alias(name)
        elif series.null_count():
            self._filled[name] = value.fill_null(valid).alias(name)
            self._filled[BLANK + name] = value.is_null().alias(BLANK + name)

    def numbers(self, name: str, start: int, stop: int) -> Numbers:
        """The rows of a column from start to stop."""
        first = start - start % ROWS_A_SLICE
        values, blank = self._slice(first)[name]
        here = slice(start - first, stop - first)
        return values[here], None if blank is None else blank[here]

    def _slice(self, first: int) -> dict[str, Numbers]:
        """Rows that are made together; the newest are kept, for the next block and for other threads."""
        with self._lock:
            if first not in self._kept:
                self._kept = dict([*self._kept.items()][1 - KEPT_SLICES :])
                self._kept[first] = self._made(slice(first, first + ROWS_A_SLICE))
            return self._kept[first]

    def _made(self, rows: slice) -> dict[str, Numbers]:
        filled = self.frame[rows].select(*self._filled.values()) if self._filled else None

        def made(name: str, series: nw.Series[Any]) -> Numbers:
            if filled is None or name not in self._filled:
                return _as_arrays(series[rows], self.cells[name])
            blank = filled.get_column(BLANK + name).to_numpy() if BLANK + name in self._filled else None
            return filled.get_column(name).to_numpy(), blank

        return {name: made(name, series) for name, series in self.columns.items()}


def _as_arrays(series: nw.Series[Any], cell: Cell) -> Numbers:
    """The arrays of a column that holds nothing missing, or of one of pandas."""
    native: Any = series.to_native()
    if not series.implementation.is_pandas_like() or isinstance(native.dtype, np.dtype):
        return series.to_numpy(), None
    valid = valid_points(cell)
    if series.dtype.is_float() or valid is None or not isinstance(series.dtype, COMMON_NUMBERS):
        kind = "float32" if series.dtype == nw.Float32 else "float64"
        return native.to_numpy(dtype=kind, na_value=np.nan), None
    kind = str(series.dtype).lower()
    return native.to_numpy(dtype=kind, na_value=valid), native.isna().to_numpy()
