"""The columns of a frame in memory, turned into arrays one block at a time.

A block is converted when it is read, while it is in the cache: no second copy
of the frame is made. Empty cells are filled with an answer that is valid, so
that the rest can be checked at once, and marked as blank after that.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
import numpy as np
from attrs import evolve, field, frozen

from psoscore.answers import NOT_RELEVANT
from psoscore.engine.arrays.blocks import Block, Column, Faults
from psoscore.engine.arrays.objects import DayColumn
from psoscore.engine.columns.cells import allowed_in_column
from psoscore.engine.states import Gap, read
from psoscore.errors import Fault
from psoscore.integer_arrays import narrow_type
from psoscore.missing import is_missing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from psoscore.engine.frames.slices import FrameSlices
    from psoscore.engine.options import Options

__all__ = ["FrameColumn"]


@frozen(eq=False, kw_only=True)
class FrameColumn(Column):
    """One cell's values for every row, in a column of a frame or in two.

    Attributes:
        slices: Where numbers come from.
        ends: The column, or the two that hold the ends, by the names that they have in the slices.
        options: What the caller says about the data.
        states: What each text in the column was read as.
    """

    slices: FrameSlices
    ends: Mapping[str, nw.Series[Any]]
    options: Options
    states: dict[str, Any] = field(factory=dict[str, Any])

    @property
    def item_bytes(self) -> int:
        """Bytes of one value, about."""
        return 8

    def block(self, start: int, stop: int, faults: Faults) -> Block:
        """Read the rows from start to stop."""
        here = Faults()
        low, *upper = (self._end(name, series, start, stop, here) for name, series in self.ends.items())
        if upper:
            above = Column(self.cell, ready=upper[0])
            low = Column(self.cell, ready=low, upper=above).block(0, stop - start, here)
        for fault in here.found.values():
            rows = tuple(row + start for row in fault.rows)
            faults.join(replace(fault, allowed=allowed_in_column(self.cell), rows=rows))
        return low

    def _end(self, name: str, whole: nw.Series[Any], start: int, stop: int, faults: Faults) -> Block:
        """One column by itself."""
        if name in self.slices.columns:
            return self._checked(*self.slices.numbers(name, start, stop), faults)
        series = whole[start:stop]
        dtype = series.dtype
        if isinstance(dtype, nw.Object) or (not dtype.is_temporal() and series.null_count() == len(series)):
            return self._checked(np.full(len(series), np.nan), None, faults)
        if dtype == nw.Boolean:
            values = series.fill_null(value=False).to_numpy().astype(np.uint8)
            return self._checked(values, _blanks(series), faults)
        if dtype.is_temporal():
            days = _days(series)
            return DayColumn(self.cell, days).own_block(0, len(days), faults)
        return self._texts(series.cast(nw.String), faults)

    def _checked(self, values: NDArray[Any], blank: NDArray[Any] | None, faults: Faults) -> Block:
        """A block of numbers, of which some stand for nothing."""
        options = self.options
        coded = options.has_code and self.cell.not_relevant and not isinstance(options.not_relevant, str)
        code: Any = options.not_relevant if coded else None
        column = Column(self.cell, values, None, code)
        block = column.block(0, len(values), faults)
        return block if blank is None or not blank.any() else evolve(block, blank=blank)

    def _texts(self, series: nw.Series[Any], faults: Faults) -> Block:
        """A block of text: each different text is read once, as the record door reads it."""
        texts: list[Any] = series.to_list()
        different = list(dict.fromkeys(texts))
        self.states.update((text, self._read(text)) for text in different if text not in self.states)
        place = {text: number for number, text in enumerate(different)}
        which = np.fromiter(map(place.__getitem__, texts), np.intp, len(texts))
        states = [self.states[text] for text in different]
        numbers = np.array([self._number(state) for state in states] or [0], self._kind)
        for number, state in enumerate(states):
            if isinstance(state, Fault):
                rows = np.flatnonzero(which == number)
                faults.join(replace(state, rows=tuple(map(int, rows[:5])), count=len(rows)))

        def where(*wanted: object) -> NDArray[Any] | None:
            found = np.array([any(state is one for one in wanted) for state in states] or [False])
            return found[which] if found.any() else None

        refused = np.array([isinstance(state, Fault) for state in states] or [False])
        return Block(
            numbers[which],
            where(Gap.BLANK),
            refused[which] if refused.any() else None,
            where(NOT_RELEVANT),
        )

    def _read(self, text: Any) -> Any:
        if is_missing(text) or (self.cell.kind == "code" and not text):
            return Gap.BLANK
        return read(self.cell, text, self.options)

    def _number(self, state: Any) -> int | float:
        if self.cell.kind == "code":
            return self.cell.values.index(state) if isinstance(state, str) else 0
        return self.cell.low if isinstance(state, Fault | Gap) or state is NOT_RELEVANT else state

    @property
    def _kind(self) -> Any:
        if self.cell.kind == "measure":
            return np.float64
        return narrow_type(max(abs(self.cell.low), abs(self.cell.high)))


def _days(series: nw.Series[Any]) -> NDArray[Any]:
    """Days or times as numpy has them; pandas makes objects of the dates that it keeps as those of Arrow."""
    if series.dtype == nw.Date and series.implementation.is_pandas_like():
        days: NDArray[Any] = series.to_arrow().to_numpy(zero_copy_only=False)
        return days
    return series.to_numpy()


def _blanks(series: nw.Series[Any]) -> NDArray[Any]:
    return series.is_null().to_numpy().astype(bool, copy=False)
