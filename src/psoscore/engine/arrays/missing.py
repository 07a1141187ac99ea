"""How many questions are missing in arrays, as the record door counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from psoscore.answers import NOT_RELEVANT
from psoscore.engine.arrays.blocks import Block
from psoscore.engine.arrays.vectors import Vectors
from psoscore.engine.domain import magnitude
from psoscore.engine.interpret import Interpreter
from psoscore.engine.reach import other_forms, reach, surroundings, telling_answers
from psoscore.engine.readings import point
from psoscore.integer_arrays import narrow_type
from psoscore.traversal import cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from psoscore.cells import Cell
    from psoscore.definitions import Score
    from psoscore.engine.interpret import Pair
    from psoscore.terms import Item, Term

__all__ = ["missing_questions"]


class Supposing(Vectors):
    """Some rows of a block, in which cells are taken to hold other things than they do.

    Args:
        vectors: The block.
        rows: The rows of it that are looked at.
        names: The cells that are read.
        given: Answers that are put into cells.
        supposed: Answers that cells are read as, though as empty as they are;
            or the upper or lower end of what a cell holds.
    """

    __slots__ = ()

    def __init__(
        self,
        vectors: Vectors,
        rows: NDArray[Any],
        names: Mapping[str, Cell],
        given: Mapping[str, Any],
        supposed: Mapping[str, Any],
    ) -> None:
        super().__init__(vectors.intake, 0, len(rows), vectors.faults, supposed)
        for name, cell in names.items():
            block = vectors.block(name)
            if name in given:
                self._blocks[name] = _answered(cell, given[name], len(rows))
            elif block is not None:
                self._blocks[name] = block.at(rows)

    def block(self, name: str) -> Block | None:
        """The block of one cell, also of one that was never captured but is given."""
        return self._blocks.get(name)

    def item(self, term: Item) -> Pair[Any]:
        """The readings of a cell, or of what it is taken to hold."""
        name = term.cell.name
        if name not in self.supposed:
            return super().item(term)
        kind = np.float64 if term.cell.kind == "measure" else narrow_type(magnitude(term))
        supposed = np.full(self.size, point(term, self.supposed[name]), kind)
        return supposed, supposed


def _answered(cell: Cell, answer: Any, size: int) -> Block:
    """A block in which every row holds one answer."""
    if answer is NOT_RELEVANT:
        return Block(np.full(size, cell.low, np.int8), not_relevant=np.ones(size, bool))
    number = cell.values.index(answer) if cell.kind == "code" else answer
    kind = np.float64 if cell.kind == "measure" else narrow_type(max(abs(cell.low), abs(cell.high)))
    return Block(np.full(size, number, kind))


def missing_questions(definition: Score, vectors: Vectors) -> NDArray[Any]:
    """The number of questions one of whose cells could still change the bounds."""
    interpreter = Interpreter(vectors)
    questions: dict[str, NDArray[Any]] = {}
    for name, cell in definition.cells.items():
        if name not in vectors.intake.absent:
            found = questions.setdefault(cell.asked_as, np.zeros(vectors.size, bool))
            found |= _matters(interpreter, vectors, definition, cell)
    return np.asarray(np.sum(list(questions.values()), axis=0, dtype=np.int64))


def _matters(interpreter: Interpreter[Any], vectors: Vectors, definition: Score, cell: Cell) -> NDArray[Any]:
    """Where a cell is open, an answer in it would change the bounds, and its question needs one."""
    term = reach(definition.term, cell.name)
    names = cells(term)
    block = vectors.block(cell.name)
    gap = _gaps(block, vectors.size)
    asked = gap.copy()
    for other in other_forms(definition, cell):
        asked &= _gaps(vectors.block(other), vectors.size)
    rows = np.flatnonzero(asked)
    answers = telling_answers(term, cell)
    before = _rows_of(interpreter.pair(term), rows, vectors.size)
    changes = np.zeros(len(rows), bool)
    for answer in answers:
        changes |= _differ(before, _pair(Supposing(vectors, rows, names, {cell.name: answer}, {}), term))
    rows = rows[changes]
    needed = np.zeros(len(rows), bool)
    for given in surroundings(definition, cell):
        open_too = np.ones(len(rows), bool)
        for name in given:
            open_too &= _gaps(vectors.block(name), vectors.size)[rows]
        some = np.flatnonzero(open_too & ~needed)
        if len(some):
            around = _pair(Supposing(vectors, rows[some], names, given, {}), term)
            for answer in answers:
                after = _pair(Supposing(vectors, rows[some], names, given, {cell.name: answer}), term)
                needed[some] |= _differ(around, after)
    matters = np.zeros(vectors.size, bool)
    matters[rows] = needed
    if block is not None and block.high is not None:
        _between_ends(matters, gap, interpreter, vectors, term, cell)
    return matters


def _between_ends(  # noqa: PLR0913, PLR0917  the first is filled in
    matters: NDArray[Any],
    gap: NDArray[Any],
    interpreter: Interpreter[Any],
    vectors: Vectors,
    term: Term,
    cell: Cell,
) -> None:
    """Add the rows whose cell lies between two ends, one of which would change the bounds."""
    rows = np.flatnonzero(~gap)
    before = _rows_of(interpreter.pair(term), rows, vectors.size)
    for upper in (False, True):
        supposing = Supposing(vectors, rows, cells(term), {}, {})
        block = supposing.block(cell.name)
        assert block is not None  # noqa: S101  for the type checker: it has two ends
        block.values, block.high = (block.high if upper else block.values), None  # type: ignore[assignment]
        matters[rows] |= _differ(before, _pair(supposing, term))


def _pair(vectors: Vectors, term: Term) -> Pair[Any]:
    low, high = Interpreter(vectors).pair(term)
    return np.broadcast_to(low, (vectors.size,)), np.broadcast_to(high, (vectors.size,))


def _rows_of(pair: Pair[Any], rows: NDArray[Any], size: int) -> Pair[Any]:
    low, high = pair
    return np.broadcast_to(low, (size,))[rows], np.broadcast_to(high, (size,))[rows]


def _differ(before: Pair[Any], after: Pair[Any]) -> NDArray[Any]:
    """Where one of the ends is another; nothing is the same as nothing."""
    (low, high), (lower, higher) = before, after
    return np.asarray(
        ((low != lower) & ~(np.isnan(low) & np.isnan(lower)))
        | ((high != higher) & ~(np.isnan(high) & np.isnan(higher)))
    )


def _gaps(block: Block | None, size: int) -> NDArray[Any]:
    """Where a cell is blank, set aside or was never captured."""
    if block is None:
        return np.ones(size, bool)
    gap = np.zeros(size, bool)
    for part in (block.blank, block.unseen):
        if part is not None:
            gap |= part
    return gap
