"""Columns that hold no plain numbers: days, codes, text and Python objects.

They are read as the record door reads them, one block at a time, so that no
second copy of the data is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from attrs import frozen

from psoscore.answers import NOT_RELEVANT
from psoscore.engine.arrays.blocks import Block, Column, Faults
from psoscore.engine.states import CALENDAR_HINT, Gap, allowed_text, read
from psoscore.errors import SHOWN_ROWS, Fault
from psoscore.integer_arrays import narrow_type
from psoscore.missing import MISSING_TYPES
from psoscore.numerals import EXACT_IN_FLOATS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from psoscore.cells import Cell
    from psoscore.engine.options import Options

__all__ = ["EPOCH", "DayColumn", "ObjectColumn"]

Array: TypeAlias = "NDArray[Any]"

EPOCH = 719_163
"""The ordinal of 1970-01-01, from which numpy counts its days."""

POINTER_BYTES = 8
PLAIN_NUMBERS = frozenset({int, float, type(None)})
TEXTS = frozenset({str, type(None)})


@frozen(eq=False)
class DayColumn(Column):
    """Days as datetime64, of any unit; those outside Python's calendar are none."""

    def own_block(self, start: int, stop: int, faults: Faults) -> Block:
        """Read the rows from start to stop."""
        cell, data = self.cell, self.data[start:stop]  # type: ignore[index]
        blank = np.isnat(data)
        if self.mask is not None:
            blank |= self.mask[start:stop]
        days = np.where(blank, cell.low, data.astype("datetime64[D]").astype(np.int64) + EPOCH)
        values = np.clip(days, cell.low, cell.high).astype(np.int32)
        refused = values != days
        rows = np.flatnonzero(refused)
        if len(rows):
            shown = tuple(int(row) + start for row in rows[:SHOWN_ROWS])
            value, count = str(data[rows[0]]), len(rows)
            faults.join(Fault(cell.name, "no_date", allowed_text(cell), value, CALENDAR_HINT, shown, count))
        return Block(values, blank if blank.any() else None, refused if len(rows) else None)


@frozen(eq=False, kw_only=True)
class ObjectColumn(Column):
    """Text, or whatever Python objects stand in an array.

    Attributes:
        options: What the caller says about the data.
    """

    options: Options

    @property
    def item_bytes(self) -> int:
        """Bytes of one value while it is read."""
        return max(POINTER_BYTES, self.data.dtype.itemsize)  # type: ignore[union-attr]

    def own_block(self, start: int, stop: int, faults: Faults) -> Block:
        """Read the rows from start to stop."""
        data: Array = self.data[start:stop]  # type: ignore[index]
        if self.mask is not None:
            data = data.astype(object)
            data[self.mask[start:stop]] = None
        if self.cell.kind == "code":
            block = _words(self.cell, data)
        else:
            block = self._plain_numbers(data) or self._texts(data)
        return self._one_by_one(data, start, faults) if block is None else block

    def _plain_numbers(self, data: Array) -> Block | None:
        """The everyday case of objects: Python numbers and empty cells; None for anything else."""
        values: list[Any] = data.tolist()
        kinds = set(map(type, values))
        others = kinds - PLAIN_NUMBERS
        largest = max(abs(self.cell.low), abs(self.cell.high))
        if not all(kind.__name__ in MISSING_TYPES for kind in others) or largest >= EXACT_IN_FLOATS:
            return None
        if others:
            values = [None if type(value) in others else value for value in values]
        try:
            numbers = np.array(values, np.float64)  # None becomes NaN
        except OverflowError:  # an int beyond every float
            return None
        found = Faults()
        block = Column(self.cell, numbers, None, self.code).block(0, len(numbers), found)
        return None if found.found else block

    def _texts(self, data: Array) -> Block | None:
        """The everyday case of text: each different one is read once; None where one is bad."""
        values: list[Any] = data.tolist()
        if not set(map(type, values)) <= TEXTS:
            return None
        places = {text: place for place, text in enumerate(dict.fromkeys(values))}
        found = Faults()
        block = self._one_by_one(np.array(list(places), object), 0, found)
        if found.found:
            return None
        return block.at(np.fromiter(map(places.__getitem__, values), np.intp, len(values)))

    def _one_by_one(self, data: Array, start: int, faults: Faults) -> Block:
        """Every value as the record door reads it."""
        cell = self.cell
        kind = np.float64 if cell.kind == "measure" else narrow_type(max(abs(cell.low), abs(cell.high)))
        lows, highs = np.full(len(data), cell.low, kind), np.full(len(data), cell.low, kind)
        masks = {gap: np.zeros(len(data), bool) for gap in (Gap.BLANK, Gap.REFUSED, NOT_RELEVANT)}
        places: dict[Any, int] = {value: place for place, value in enumerate(cell.values)}
        refused: dict[str, list[int]] = {}
        first: dict[str, Fault] = {}
        for row, value in enumerate(data.tolist()):
            state = self._state(value)
            if isinstance(state, Fault):
                refused.setdefault(state.kind, []).append(row + start)
                first.setdefault(state.kind, state)
                state = Gap.REFUSED
            if state in masks:
                masks[state][row] = True
            else:
                low: Any = state[0] if isinstance(state, tuple) else state
                high: Any = state[1] if isinstance(state, tuple) else state
                lows[row], highs[row] = _place(places, low), _place(places, high)
        for kind_of, rows in refused.items():
            fault = first[kind_of]
            shown = tuple(rows[:SHOWN_ROWS])
            faults.join(Fault(cell.name, kind_of, fault.allowed, fault.value, fault.hint, shown, len(rows)))
        blank, unseen, not_relevant = (mask if mask.any() else None for mask in masks.values())
        return Block(lows, blank, unseen, not_relevant, highs if (lows != highs).any() else None)

    def _state(self, value: Any) -> Any:
        """What one value is read as; an array of text has no other empty cell than empty text."""
        if self.cell.kind == "code" and isinstance(value, str) and not value:
            return Gap.BLANK
        return read(self.cell, value, self.options)


def _words(cell: Cell, data: Array) -> Block | None:
    """The everyday case of a code: declared values and empty cells; None for anything else."""
    kind = narrow_type(len(cell.values))
    if data.dtype.kind == "U":
        read_as = np.full(len(data), -1, kind)
        for place, value in enumerate(cell.values):
            read_as[data == value] = place
        blank = read_as < 0
        if (data[blank] != "").any():
            return None
    else:
        places: dict[Any, int] = {None: -1, "": -1}
        places |= {value: place for place, value in enumerate(cell.values)}
        try:
            read_as = np.array([places[value] for value in data.tolist()], kind)
        except (KeyError, TypeError):
            return None
        blank = read_as < 0
    return Block(np.maximum(read_as, 0), blank) if blank.any() else Block(read_as)


def _place(places: Mapping[Any, int], state: Any) -> Any:
    """Where a code stands among its values; a number is what it is."""
    return places.get(state, state)
