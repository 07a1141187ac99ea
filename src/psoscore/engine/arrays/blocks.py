"""How columns of numbers are read: narrow integers, masks, and every bad cell.

A column is cut into blocks that stay in the processor's cache. In the everyday
case a block is cast to small integers and compared back, which checks range,
wholeness and missing values in two passes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from attrs import define, field, frozen

from psoscore.engine.states import allowed_text, out_of_range_hint
from psoscore.errors import SHOWN_ROWS, Fault
from psoscore.integer_arrays import narrow_type
from psoscore.shown import shown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from psoscore.cells import Cell

__all__ = ["Block", "Column", "Faults"]

Array: TypeAlias = "NDArray[Any]"


@define
class Block:
    """One block of a column, as it was read.

    Attributes:
        values: Numbers in units; 0 or the least where there is none.
        blank: Where cells are empty; None if nowhere.
        unseen: Where invalid cells were set aside; None if nowhere.
        not_relevant: Where the answer is *not relevant*; None if nowhere.
        high: The upper ends of values known only to lie between two; else None.
    """

    values: Array
    blank: Array | None = None
    unseen: Array | None = None
    not_relevant: Array | None = None
    high: Array | None = None

    @property
    def whole(self) -> bool:
        """Whether every row holds one number."""
        gaps = (self.blank, self.unseen, self.not_relevant, self.high)
        return all(gap is None for gap in gaps)

    def at(self, rows: slice | Array) -> Block:
        """Some rows of the block."""
        parts = (self.values, self.blank, self.unseen, self.not_relevant, self.high)
        return Block(*(None if part is None else part[rows] for part in parts))  # type: ignore[arg-type]


@define
class Faults:
    """Bad cells, counted by item and kind, with their first positions."""

    found: dict[tuple[str, str], Fault] = field(factory=dict[tuple[str, str], Fault])

    def add(self, cell: Cell, kind: str, rows: Array, value: object, hint: str = "") -> None:
        """Count the rows of one kind of fault."""
        first = tuple(int(row) for row in rows[:SHOWN_ROWS])
        fault = Fault(cell.name, kind, allowed_text(cell), shown(value), hint, first, len(rows))
        self.join(fault)

    def join(self, fault: Fault) -> None:
        """Join a fault with others of its kind; the lowest positions stay."""
        key = fault.item, fault.kind
        known = self.found.get(key)
        if known is None:
            self.found[key] = fault
            return
        earlier, later = sorted((known, fault), key=lambda one: one.rows)
        self.found[key] = Fault(
            fault.item,
            fault.kind,
            fault.allowed,
            earlier.value,
            fault.hint,
            (earlier.rows + later.rows)[:SHOWN_ROWS],
            known.count + fault.count,
        )


@frozen
class Column:
    """One cell's values for every row.

    Attributes:
        cell: What may stand there.
        data: What came, one-dimensional; None where ``ready`` holds it.
        mask: Where they are masked; None if nowhere.
        code: The number that stands for *not relevant*; None for none.
        upper: The upper ends, where values are known only to lie between two.
        ready: Values that were read before.
    """

    cell: Cell
    data: Array | None = None
    mask: Array | None = None
    code: float | None = None
    upper: Column | None = None
    ready: Block | None = None

    @property
    def item_bytes(self) -> int:
        """Bytes of one value as it came."""
        return 1 if self.data is None else self.data.dtype.itemsize

    def block(self, start: int, stop: int, faults: Faults) -> Block:
        """Read the rows from start to stop, both ends of them where there are two."""
        block = self.own_block(start, stop, faults)
        if self.upper is None:
            return block
        return _spanning(self.cell, block, self.upper.block(start, stop, faults), start, faults)

    def own_block(self, start: int, stop: int, faults: Faults) -> Block:
        """Read the rows from start to stop: numbers, which are the lower ends where there are two."""
        if self.data is None:
            return self.ready.at(slice(start, stop))  # type: ignore[union-attr]
        mask = None if self.mask is None else self.mask[start:stop]
        return _numbers(self, self.data[start:stop], mask, start, faults)


def _spanning(cell: Cell, low: Block, high: Block, start: int, faults: Faults) -> Block:
    """Two columns of ends as one; an open end opens the whole cell."""
    blank = _either(low.blank, high.blank)
    unseen = _either(low.unseen, high.unseen)
    above = high.values if high.high is None else high.high
    backwards = low.values > above
    for gap in (blank, unseen):
        if gap is not None:
            backwards &= ~gap
    if backwards.any():
        rows = np.flatnonzero(backwards)
        faults.add(cell, "ends_reversed", rows + start, low.values[rows[0]].item())
        unseen = _either(unseen, backwards)
    return Block(low.values, blank, unseen, None, above)


def _either(one: Array | None, other: Array | None) -> Array | None:
    if one is None or other is None:
        return other if one is None else one
    return np.asarray(one | other)


def _numbers(column: Column, data: Array, mask: Array | None, start: int, faults: Faults) -> Block:
    """A block in units, checked."""
    if column.cell.kind == "measure":
        return _measured(column, data, mask, start, faults)
    if column.code is None and mask is None and column.cell.allowed is None and len(data):
        block = _plain(column.cell, data)
        if block is not None:
            return block
    return _careful(column, data, mask, start, faults)


def _plain(cell: Cell, data: Array) -> Block | None:
    """The everyday case: whole numbers in range, perhaps some NaN; None for anything else."""
    if cell.scale != 1 or not data.dtype.isnative:  # bytes in the other order are read with care
        return None
    return _plain_integers(cell, data) if data.dtype.kind in "ui" else _plain_floats(cell, data)


def _plain_integers(cell: Cell, data: Array) -> Block | None:
    if not _between(data, cell.low, cell.high):
        return None
    narrow = np.dtype(_narrow(cell))
    return Block(data.view(narrow) if data.dtype.itemsize == narrow.itemsize else data.astype(narrow))


def _plain_floats(cell: Cell, data: Array) -> Block | None:
    values = data.astype(_narrow(cell))
    equal = np.equal(values, data)  # numpy casts back piece by piece, which needs no second array
    whole = np.count_nonzero(equal)
    blank = None
    if whole != len(data):
        blank = np.isnan(data)
        if whole + np.count_nonzero(blank) != len(data):
            return None
        values *= equal.view(np.int8)
    if not _between(values, min(cell.low, 0), cell.high):
        return None
    if cell.low > 0 and (values[equal] < cell.low).any():
        return None
    return Block(values, blank)


def _between(values: Array, low: int, high: int) -> bool:
    """Whether whole numbers lie between two ends."""
    if low == 0 and (values.dtype.kind == "u" or not high >> 8 * values.dtype.itemsize - 1):
        # as unsigned numbers negative ones are huge, so that one pass checks both ends
        return bool(values.view(f"u{values.dtype.itemsize}").max() <= high)
    return bool(low <= values.min() and values.max() <= high)


def _narrow(cell: Cell) -> type[np.signedinteger[Any]]:
    return narrow_type(max(abs(cell.low), abs(cell.high)))


def _careful(column: Column, data: Array, mask: Array | None, start: int, faults: Faults) -> Block:
    """Every cell judged by itself: codes, decimals, sparse answers, faults."""
    cell = column.cell
    real = data.dtype.kind == "f"
    blank = np.isnan(data) if real else np.zeros(len(data), bool)
    if mask is not None:
        blank |= mask
    code = np.zeros(len(data), bool) if column.code is None else (data == column.code) & ~blank
    numbers = np.where(blank | code, 0, data)
    infinite = np.isinf(numbers) if real else np.zeros(len(data), bool)
    units, whole = _in_units(cell, np.where(infinite, 0, numbers))
    held = blank | code
    outside = (units < cell.low) | (units > cell.high)
    if cell.allowed is not None:
        outside |= ~np.isin(units, cell.allowed)
    bad = {
        "infinite": infinite & ~held,
        "not_whole" if cell.scale == 1 else "too_fine": ~whole & ~held & ~infinite,
        "out_of_range": outside & whole & ~held & ~infinite,
    }
    unseen = None
    for kind, where in bad.items():
        if where.any():
            rows = np.flatnonzero(where)
            value = data[rows[0]].item()
            hint = out_of_range_hint(cell, value) if kind == "out_of_range" else ""
            faults.add(cell, kind, rows + start, value, hint)
            unseen = _either(unseen, where)
    held = held if unseen is None else held | unseen
    values = np.where(held, cell.low, units).astype(_narrow(cell))
    return Block(
        values,
        blank if blank.any() else None,
        unseen,
        code if code.any() else None,
    )


def _in_units(cell: Cell, numbers: Array) -> tuple[Array, Array]:
    """Numbers in units, and where they are whole ones."""
    if numbers.dtype.kind in "ui":
        inside = (numbers >= cell.low // cell.scale) & (numbers <= -(-cell.high // cell.scale))
        units = np.where(inside, numbers, 0).astype(np.int64) * cell.scale
        beyond = max(abs(cell.low), abs(cell.high)) + 1
        return np.where(inside, units, beyond), np.ones(len(numbers), bool)
    exact = numbers.astype(np.float64)
    scaled = exact * cell.scale
    units = np.rint(scaled)
    return units, np.abs(exact - units / cell.scale) <= cell.tolerance


def _measured(column: Column, data: Array, mask: Array | None, start: int, faults: Faults) -> Block:
    """A measured real: floats as they come, within their range."""
    cell = column.cell
    values = data.astype(np.float64)
    blank = np.isnan(values)
    if mask is not None:
        blank |= mask
    with np.errstate(invalid="ignore"):
        outside = ~((values >= cell.low) & (values <= cell.high)) & ~blank
    if outside.any():
        for kind, where in (("infinite", np.isinf(values)), ("out_of_range", ~np.isinf(values))):
            rows = np.flatnonzero(outside & where)
            if len(rows):
                faults.add(cell, kind, rows + start, data[rows[0]].item())
    held = blank | outside
    return Block(
        np.where(held, cell.low, values),
        blank if blank.any() else None,
        outside if outside.any() else None,
    )
