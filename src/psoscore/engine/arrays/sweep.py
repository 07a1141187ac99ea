"""One pass over arrays, block by block: what every array door has in common.

A block is small enough to stay in the processor's cache, and large enough that
walking the words costs nothing beside the arithmetic.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from psoscore.engine.arrays.blocks import Faults
from psoscore.engine.arrays.intake import Intake, take_in
from psoscore.engine.arrays.vectors import Vectors
from psoscore.engine.domain import demand_exact
from psoscore.engine.interpret import Interpreter
from psoscore.engine.questions import asked, demand_not_relevant
from psoscore.errors import SHOWN_ROWS, DefinitionError, Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from psoscore.definitions import Score
    from psoscore.engine.options import Options
    from psoscore.engine.questions import Questions
    from psoscore.terms import Condition

__all__ = ["Sweep"]

Floats: TypeAlias = "NDArray[np.float64]"

BLOCK_BYTES = 2**20
"""Bytes of a column computed at a time: little enough for the cache, enough to forget Python."""

ROWS_A_BLOCK = 2**17
"""And never more rows than these, however small a cell is."""

WORKSPACE = 16 * 2**20
"""Bytes that the allocator is asked to keep between operations instead of giving them back."""


class Sweep:
    """One pass over the data, block by block.

    Args:
        subjects: The scores and conditions that are computed.
        arrays: The data.
        options: What the caller says about them.
        threads: How many blocks are computed at once.
    """

    def __init__(
        self,
        subjects: tuple[Score | Condition, ...],
        arrays: Mapping[str, Any],
        options: Options,
        threads: int,
    ) -> None:
        if not isinstance(threads, int) or isinstance(threads, bool) or threads < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
            message = f"threads={threads!r}; a whole number from 1 on is needed"
            raise DefinitionError(message)
        self.subjects: tuple[Score | Condition, ...] = subjects
        self.questions: Questions = asked(*subjects)
        self.options: Options = options
        self.threads: int = threads
        demand_not_relevant(subjects, options)
        demand_exact(subjects, "an array")
        self.intake: Intake = take_in(self.questions, arrays, options)
        self.shape: tuple[int, ...] = self.intake.shape
        self.size: int = int(np.prod(self.shape))

    def floats(self, count: int) -> tuple[Floats, ...]:
        """New arrays for results."""
        return tuple(np.empty(self.size, np.float64) for _ in range(count))

    def all_blocks(self, each: Callable[[Vectors, slice], None]) -> None:
        """Compute every block, then raise if any cell was bad.

        Raises:
            InputError: With the faults of all blocks.
        """
        np.empty(WORKSPACE, np.int8)  # tells the allocator that the blocks' memory will be needed again
        rows = self.rows_a_block()
        places = [slice(start, min(start + rows, self.size)) for start in range(0, self.size, rows)]

        def one(place: slice) -> Faults:
            faults = Faults()
            vectors = Vectors(self.intake, place.start, place.stop, faults)
            with np.errstate(invalid="ignore", over="ignore"):
                self._compare_forms(vectors, faults)
                self._contradictions(vectors, faults)
                each(vectors, place)
            return faults

        if self.threads == 1:
            found = [one(place) for place in places]
        else:
            with ThreadPoolExecutor(self.threads) as pool:
                found = list(pool.map(one, places))
        every = Faults()
        for faults in found:
            for fault in faults.found.values():
                every.join(fault)
        if every.found and self.options.invalid == "error":
            raise InputError(every.found.values())

    def rows_a_block(self) -> int:
        """How many rows of the widest column fit a block."""
        widest = max((column.item_bytes for column in self.intake.columns.values()), default=1)
        return max(1, min(ROWS_A_BLOCK, BLOCK_BYTES // widest))

    def touch(self, vectors: Vectors) -> None:
        """Read every cell and compute nothing."""
        for name in self.questions.cells:
            vectors.block(name)

    def _compare_forms(self, vectors: Vectors, faults: Faults) -> None:
        """Rows in which two forms of one question are answered."""
        for forms in self.questions.forms:
            present = [form for form in forms if not self.intake.absent.issuperset(form)]
            if len(present) == 1:
                continue
            answered = [vectors.answered(dict.fromkeys(form)) for form in present]
            twice = np.sum(answered, axis=0) > 1
            if twice.any():
                rows = np.flatnonzero(twice)
                cell = self.questions.cells[present[0][0]]
                names = " and ".join(form[0] for form in present)
                first = tuple(int(row) + vectors.start for row in rows[:SHOWN_ROWS])
                allowed = "one form of the question"
                faults.join(
                    Fault(cell.name, "both_forms_answered", allowed, names, rows=first, count=len(rows))
                )
                vectors.refuse((name for form in present for name in form), twice)

    def _contradictions(self, vectors: Vectors, faults: Faults) -> None:
        if self.options.contradictions != "error":
            return
        interpreter = Interpreter(vectors)
        for subject in self.subjects:
            for one in getattr(subject, "contradictions", ()):
                must, _ = interpreter.pair(one.condition)
                rows = np.flatnonzero(np.broadcast_to(must, (vectors.size,)))
                if len(rows):
                    first = tuple(int(row) + vectors.start for row in rows[:SHOWN_ROWS])
                    fault = Fault(one.items[0], one.name, hint=one.message, rows=first, count=len(rows))
                    faults.join(fault)
