"""How many questions are missing, and how many not relevant, in arrays; as the record door counts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve

from psoscore.engine.blocks import Block, narrow_type
from psoscore.engine.domain import magnitude
from psoscore.engine.interpret import Interpreter
from psoscore.engine.reach import reach, telling_answers
from psoscore.engine.readings import point
from psoscore.engine.vectors import Vectors
from psoscore.traversal import cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from psoscore.cells import Cell
    from psoscore.definitions import Score
    from psoscore.engine.interpret import Pair
    from psoscore.terms import Item, Term

__all__ = ["missing_questions"]


class Supposing(Vectors):
    """Some rows of a block, in which one cell is taken to hold an answer.

    Args:
        vectors: The block.
        rows: The rows of it that are looked at.
        names: The cells that are read.
    """

    __slots__ = ()

    def __init__(self, vectors: Vectors, rows: NDArray[Any], names: Iterable[str]) -> None:
        super().__init__(vectors.intake, 0, len(rows), vectors.faults)
        for name in names:
            block = vectors.block(name)
            if block is not None:
                self._blocks[name] = _picked(block, rows)

    def suppose(self, name: str, answer: Any) -> Supposing:
        """Take a cell to hold an answer, though as empty as it is."""
        self.supposed = {name: answer}
        return self

    def end(self, name: str, *, upper: bool) -> Supposing:
        """Take a cell that lies between two ends to hold one of them."""
        block = self._blocks[name]
        self._blocks[name] = evolve(block, values=block.high if upper else block.values, high=None)
        return self

    def item(self, term: Item) -> Pair[Any]:
        """The readings of a cell, or of what it is taken to hold."""
        if term.cell.name not in self.supposed:
            return super().item(term)
        kind = np.float64 if term.cell.kind == "measure" else narrow_type(magnitude(term))
        supposed = np.full(self.size, point(term, self.supposed[term.cell.name]), kind)
        return supposed, supposed


def _picked(block: Block, rows: NDArray[Any]) -> Block:
    parts = (block.blank, block.unseen, block.not_relevant, block.high)
    return Block(block.values[rows], *(None if part is None else part[rows] for part in parts))


def missing_questions(definition: Score, vectors: Vectors) -> NDArray[Any]:
    """The number of questions one of whose cells could still change the bounds."""
    interpreter = Interpreter(vectors)
    questions: dict[str, NDArray[Any]] = {}
    for name, cell in definition.cells.items():
        if name not in vectors.intake.absent:
            found = questions.setdefault(cell.asked_as, np.zeros(vectors.size, bool))
            found |= _matters(interpreter, vectors, definition.term, cell)
    return np.sum(list(questions.values()), axis=0, dtype=np.int64)


def _matters(interpreter: Interpreter[Any], vectors: Vectors, whole: Term, cell: Cell) -> NDArray[Any]:
    """Where a cell is open and an answer in it would change the bounds."""
    term = reach(whole, cell.name)
    block = vectors.block(cell.name)
    gap = _gaps(block, vectors.size)
    before = interpreter.pair(term)
    matters = np.zeros(vectors.size, bool)

    def compare(rows: NDArray[Any], suppose: Callable[[Supposing], Supposing]) -> None:
        if len(rows):
            supposing = suppose(Supposing(vectors, rows, cells(term)))
            for one, other in zip(before, Interpreter(supposing).pair(term), strict=True):
                was, would = np.broadcast_to(one, gap.shape)[rows], np.broadcast_to(other, rows.shape)
                matters[rows] |= (was != would) & ~(np.isnan(was) & np.isnan(would))

    for answer in telling_answers(term, cell):
        compare(np.flatnonzero(gap & ~matters), partial(Supposing.suppose, name=cell.name, answer=answer))
    if block is not None and block.high is not None:
        for upper in (False, True):
            compare(np.flatnonzero(~gap & ~matters), partial(Supposing.end, name=cell.name, upper=upper))
    return matters


def _gaps(block: Block | None, size: int) -> NDArray[Any]:
    """Where a cell is blank, set aside or was never captured."""
    if block is None:
        return np.ones(size, bool)
    gap = np.zeros(size, bool)
    for part in (block.blank, block.unseen):
        if part is not None:
            gap |= part
    return gap
