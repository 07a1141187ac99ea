"""The carrier of numpy arrays: one block of rows at a time.

Integers are the smallest that hold every partial sum. Where nothing is missing
in a block, low and high are one array and each word is computed once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from attrs import evolve

from psoscore.answers import NOT_RELEVANT
from psoscore.cells import FIRST_DAY, LAST_DAY
from psoscore.engine.arrays.objects import EPOCH
from psoscore.engine.domain import magnitude
from psoscore.engine.readings import ends
from psoscore.integer_arrays import narrow_type
from psoscore.month_arrays import add_months_arrays
from psoscore.traversal import cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from psoscore.engine.arrays.blocks import Block, Column, Faults
    from psoscore.engine.arrays.intake import Intake
    from psoscore.engine.interpret import Pair
    from psoscore.terms import AtLeast, Blank, Greatest, Item, OneOf, Product, Ratio, Sum, Term

__all__ = ["Vectors"]

Array: TypeAlias = "NDArray[Any]"
YES, NO = np.True_, np.False_


class Vectors:
    """A carrier that reads one block of every column.

    Args:
        intake: The columns.
        start: The first row of the block.
        stop: The row after the last.
        faults: Where bad cells are noted.
        supposed: Cells taken to hold one answer, though as empty as they are.
    """

    __slots__ = ("_blocks", "faults", "intake", "size", "start", "stop", "supposed")

    def __init__(
        self,
        intake: Intake,
        start: int,
        stop: int,
        faults: Faults,
        supposed: Mapping[str, Any] | None = None,
    ) -> None:
        self.intake: Intake = intake
        self.start: int = start
        self.stop: int = stop
        self.size: int = stop - start
        self.faults: Faults = faults
        self.supposed: Mapping[str, Any] = supposed or {}
        self._blocks: dict[str, Block] = {}

    def block(self, name: str) -> Block | None:
        """The block of one cell; None where it was never captured."""
        column: Column | None = self.intake.columns.get(name)
        if column is None:
            return None
        if name not in self._blocks:
            self._blocks[name] = column.block(self.start, self.stop, self.faults)
        return self._blocks[name]

    def complete(self, names: Iterable[str]) -> list[Array] | None:
        """The numbers of these cells if every one is there, and of no other form; else None."""
        if not self.intake.first_forms_only:
            return None
        found: list[Array] = []
        for name in names:
            block = self.block(name)
            if block is None or not block.whole:
                return None
            found.append(block.values)
        return found

    def item(self, term: Item) -> Pair[Any]:
        """The readings of a cell, at both ends."""
        block = self.block(term.cell.name)
        if block is None:
            low, high = ends(term)
            kind = _kind(term)
            return (kind(low), kind(low)) if low == high else (kind(low), kind(high))
        if block.whole and not term.codes:
            values = block.values if not term.months else _months_later(block.values, term.months)
            return values, values
        return self._with_gaps(term, block)

    def _with_gaps(self, term: Item, block: Block) -> Pair[Any]:
        low = _read(term, block.values, block.not_relevant)
        high = low if block.high is None else _read(term, block.high, block.not_relevant)
        blank, unseen = block.blank, block.unseen
        if blank is not None and term.blank is not None:
            low = np.where(blank, low.dtype.type(term.blank), low)
            high = low if block.high is None else np.where(blank, high.dtype.type(term.blank), high)
            blank = None
        gap = blank if unseen is None else unseen if blank is None else blank | unseen
        if gap is None:
            return low, high
        least, greatest = ends(term)
        if least == 0 and greatest >= 0 and low.dtype.kind == "i":
            kept = low * (~gap).view(np.int8)
            above = kept if high is low else high * (~gap).view(np.int8)
            return kept, above + gap.view(np.int8) * low.dtype.type(greatest)
        return np.where(gap, low.dtype.type(least), low), np.where(gap, low.dtype.type(greatest), high)

    def blank(self, term: Blank) -> Pair[Any]:
        """Where the cell is empty; open where that was never seen."""
        name = term.cell.name
        if name in self.intake.absent:
            return YES, YES
        block = self.block(name)
        if block is None:
            return NO, YES
        blank = NO if block.blank is None else block.blank
        if block.unseen is None:
            return blank, blank
        return blank & ~block.unseen, blank | block.unseen

    def forms(self, term: OneOf) -> Sequence[tuple[Term, Any]]:
        """The forms that the data have, each with the rows that it answers."""
        present = [form for form in term.forms if not self.intake.absent.issuperset(cells(form))]
        if len(present) == 1:
            return [(present[0], None)]
        return [(form, self.answered(cells(form))) for form in present]

    def answered(self, names: Mapping[str, Any]) -> Any:
        """The rows in which any of these cells holds something."""
        answered: Any = NO
        for name in names:
            block = self.block(name)
            if block is not None:
                answered = answered | (YES if block.blank is None else ~block.blank)
        return np.broadcast_to(answered, (self.size,))

    def refuse(self, names: Iterable[str], rows: Array) -> None:
        """Set these cells aside in some rows."""
        for name in names:
            block = self.block(name)
            if block is not None:
                blank = None if block.blank is None else block.blank & ~rows
                unseen = rows if block.unseen is None else block.unseen | rows
                self._blocks[name] = evolve(block, blank=blank, unseen=unseen)

    def total(self, term: Sum, values: Sequence[Any]) -> Any:
        """The weighted sum, in the smallest type that holds every partial sum."""
        kind = _kind(term)
        result: Any = kind(term.constant) if term.constant else None
        owned = False
        for (weight, _), value in zip(term.parts, values, strict=True):
            each = _as(value, kind)
            if weight != 1:
                fresh = each is not value and isinstance(each, np.ndarray) and each.base is None
                each = np.multiply(each, kind(weight), out=each) if fresh else each * kind(weight)
            if result is None:
                result, owned = each, weight != 1 or each is not value
                owned = owned and isinstance(each, np.ndarray) and each.base is None
            elif owned:
                result = np.add(result, each, out=result)
            else:
                result = result + each
                owned = isinstance(result, np.ndarray)
        return kind(0) if result is None else result

    def product(self, term: Product, values: Sequence[Any]) -> Any:
        """The product."""
        kind = _kind(term)
        first, *others = (_as(value, kind) for value in values)
        for other in others:
            first = first * other
        return first

    def greatest(self, term: Greatest, values: Sequence[Any]) -> Any:
        """The greatest."""
        kind = _kind(term)
        first, *others = (_as(value, kind) for value in values)
        for other in others:
            first = np.maximum(first, other)
        return first

    def ratio(self, term: Ratio, values: Sequence[Any]) -> Any:
        """The ratio, one division; NaN where the bottom is 0."""
        kind = _kind(term)
        up, down = (_as(value, kind) for value in values)
        (a, b), (c, d) = ((kind(one), kind(other)) for one, other in (term.top, term.bottom))
        bottom = c * up + d * down
        return np.where(bottom == 0, np.nan, (a * up + b * down) / np.where(bottom == 0, kind(1), bottom))

    def at_least(self, term: AtLeast, values: Sequence[Any]) -> Any:
        """Whether the threshold is reached."""
        (value,) = values
        if value.dtype.kind == "f":
            return value > float(term.at) if term.strict else value >= float(term.at)
        at, limits = int(term.at), np.iinfo(value.dtype)
        if not limits.min <= at <= limits.max:
            return np.broadcast_to(np.bool(at < limits.min), np.shape(value))
        return value >= value.dtype.type(at)

    def every(self, term: Term, values: Sequence[Any]) -> Any:  # noqa: ARG002  the word has no numbers
        """Whether all hold."""
        first, *others = values
        for other in others:
            first = first & other
        return first

    def some(self, term: Term, values: Sequence[Any]) -> Any:  # noqa: ARG002  the word has no numbers
        """Whether one holds."""
        first, *others = values
        for other in others:
            first = first | other
        return first

    def opposite(self, term: Term, values: Sequence[Any]) -> Any:  # noqa: ARG002  the word has no numbers
        """Whether the one does not hold."""
        return ~values[0]

    def choose(self, condition: Any, then: Any, otherwise: Any) -> Any:
        """One of the two, row by row."""
        return np.where(condition, then, otherwise)

    def lesser(self, one: Any, other: Any) -> Any:
        """The lesser of two."""
        return np.minimum(one, other)

    def greater(self, one: Any, other: Any) -> Any:
        """The greater of two."""
        return np.maximum(one, other)

    def same(self, one: Any, other: Any) -> Any:
        """Whether two ends are equal."""
        return one == other


def _kind(term: Term) -> Any:
    cell = getattr(term, "cell", None)
    if cell is not None and cell.kind == "measure":
        return np.float64
    return narrow_type(magnitude(term))


def _as(value: Any, kind: Any) -> Any:
    """A value in a type that is large enough; truth values as 0 and 1."""
    if value.dtype == kind:
        return value
    if value.dtype.kind == "b" and isinstance(value, np.ndarray):
        value = value.view(np.int8)
    return value.astype(kind, copy=False)


@lru_cache(maxsize=256)
def _table(term: Item) -> Array:
    """The readings of every answer of a cell with codes, from its lowest on."""
    if term.cell.kind == "code":
        answers: Sequence[Any] = term.cell.values
    else:
        answers = range(term.cell.low, term.cell.high + 1)
    return np.array([term.reading(answer) for answer in answers], _kind(term))


def _read(term: Item, values: Array, not_relevant: Array | None) -> Array:
    """What values are read as."""
    if term.months:
        return _months_later(values, term.months)
    if not term.codes:
        return values
    if any(code is not NOT_RELEVANT for code, _ in term.codes):
        values = _table(term)[values.astype(np.intp) - (0 if term.cell.kind == "code" else term.cell.low)]
    if not_relevant is not None:
        values = np.where(not_relevant, _kind(term)(term.reading(NOT_RELEVANT)), values)
    return values


def _months_later(ordinals: Array, months: int) -> Array:
    """Calendar months added to days, clamped to the month's end."""
    days = (ordinals.astype(np.int64) - EPOCH).astype("datetime64[D]")
    shifted = add_months_arrays(days, months)
    inside: Array = np.clip(shifted.astype(np.int64) + EPOCH, FIRST_DAY, LAST_DAY)
    return inside.astype(ordinals.dtype)
