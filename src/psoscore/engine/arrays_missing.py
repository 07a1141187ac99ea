"""How many questions are missing, and how many not relevant, in arrays; as the record door counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve

from psoscore.engine.blocks import Block, Faults, narrow_type
from psoscore.engine.domain import magnitude
from psoscore.engine.intake_arrays import take_in
from psoscore.engine.interpret import Interpreter
from psoscore.engine.questions import asked
from psoscore.engine.reach import reach, telling_answers
from psoscore.engine.readings import point
from psoscore.engine.vectors import Vectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from psoscore.cells import Cell
    from psoscore.definitions import Score
    from psoscore.engine.interpret import Pair
    from psoscore.engine.options import Options
    from psoscore.terms import Item, Term

__all__ = ["count_arrays"]

ROWS_A_BLOCK = 2**17


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


def count_arrays(
    definition: Score, arrays: Mapping[str, Any], options: Options
) -> tuple[NDArray[Any], NDArray[Any]]:
    """The questions that could still change the bounds, and the answers that were *not relevant*."""
    intake = take_in(asked(definition), arrays, options)
    size = int(np.prod(intake.shape))
    missing, not_relevant = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for start in range(0, size, ROWS_A_BLOCK):
        place = slice(start, min(start + ROWS_A_BLOCK, size))
        vectors = Vectors(intake, place.start, place.stop, Faults())
        with np.errstate(invalid="ignore", over="ignore"):
            for found in _missing(definition, vectors):
                missing[place] += found
            if definition.not_relevant is not None:
                not_relevant[place] = Interpreter(vectors).pair(definition.not_relevant)[0]
    return missing, not_relevant


def _missing(definition: Score, vectors: Vectors) -> Iterator[NDArray[Any]]:
    """Where each question is missing."""
    interpreter = Interpreter(vectors)
    questions: dict[str, NDArray[Any]] = {}
    for name, cell in definition.cells.items():
        if name in vectors.intake.absent:
            continue
        found = questions.setdefault(cell.asked_as, np.zeros(vectors.size, bool))
        found |= _matters(interpreter, vectors, definition.term, cell)
    yield from questions.values()


def _matters(interpreter: Interpreter[Any], vectors: Vectors, whole: Term, cell: Cell) -> NDArray[Any]:
    """Where a cell is open and an answer in it would change the bounds."""
    from psoscore.traversal import cells

    term = reach(whole, cell.name)
    matters = np.zeros(vectors.size, bool)
    block = vectors.block(cell.name)
    gap = np.ones(vectors.size, bool)
    if block is not None:
        gap = np.zeros(vectors.size, bool)
        for part in (block.blank, block.unseen):
            if part is not None:
                gap |= part
    before = interpreter.pair(term)
    for answer in telling_answers(term, cell):
        _compare(
            matters,
            gap,
            before,
            term,
            lambda rows: Supposing(vectors, rows, cells(term)).suppose(cell.name, answer),
        )
    if block is not None and block.high is not None:
        for upper in (False, True):
            _compare(
                matters,
                ~gap,
                before,
                term,
                lambda rows: Supposing(vectors, rows, cells(term)).end(cell.name, upper=upper),
            )
    return matters


def _compare(matters, gap, before, term, supposing) -> None:
    rows = np.flatnonzero(gap & ~matters)
    if not len(rows):
        return
    after = Interpreter(supposing(rows)).pair(term)
    for one, other in zip(before, after, strict=True):
        was, is_now = np.broadcast_to(one, gap.shape)[rows], np.broadcast_to(other, rows.shape)
        matters[rows] |= (was != is_now) & ~(np.isnan(was) & np.isnan(is_now))
