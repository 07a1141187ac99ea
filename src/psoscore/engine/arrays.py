"""The door for arrays: a million records at once, exactly as one by one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from psoscore.engine.blocks import SHOWN_POSITIONS, Faults
from psoscore.engine.intake_arrays import Intake, take_in
from psoscore.engine.interpret import Interpreter
from psoscore.engine.kernel import kernel
from psoscore.engine.options import UNSAID, Contradictions, Invalid, Options, Text
from psoscore.engine.questions import asked
from psoscore.engine.record import wanted
from psoscore.engine.vectors import Vectors
from psoscore.errors import DefinitionError, Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from psoscore.definitions import Score
    from psoscore.engine.interpret import Pair
    from psoscore.engine.questions import Questions
    from psoscore.terms import Condition

__all__ = ["bounds_arrays", "check_arrays", "judge_arrays", "score_arrays"]

Array: TypeAlias = "NDArray[Any]"
Floats: TypeAlias = "NDArray[np.float64]"

BLOCK_BYTES = 2**20
"""Bytes of a column computed at a time: little enough for the cache, enough to forget Python."""

ROWS_A_BLOCK = 2**18
"""And never more rows than these, however small a cell is."""

WORKSPACE = 16 * 2**20
"""Bytes that the allocator is asked to keep between operations instead of giving them back."""


def score_arrays(  # noqa: PLR0913  the options of every door
    definition: Score,
    arrays: Mapping[str, Any],
    *,
    columns: Mapping[str, str] | None = None,
    unrecorded: Iterable[str] = (),
    not_relevant: Any = UNSAID,
    invalid: Invalid = "error",
    text: Text = "refuse",
    contradictions: Contradictions = "ignore",
    threads: int = 1,
) -> Floats:
    """Score many records, given as one array an item.

    Missing data: NaN, NaT, None, NA and masked cells are empty cells; the
    result is NaN where the instrument has no value.

    Args:
        definition: What to score.
        arrays: Arrays of one shape by item name or published code, of any
            integer or float type; object arrays are read value by value.
        columns: Names in the data, by item.
        unrecorded: Items that were never captured.
        not_relevant: The number that stands for *not relevant*; None says that
            the data have none, which a DLQI-R must be told.
        invalid: ``"error"``, or ``"unknown"`` to treat invalid cells as unrecorded.
        text: ``"refuse"``, or ``"numbers"``.
        contradictions: ``"ignore"`` or ``"error"``; ``check_arrays`` lists them.
        threads: How many blocks are computed at once.

    Returns:
        float64, of the shape of the arrays: the nearest float to each exact score.

    Raises:
        InputError: Cells cannot be read; items, first positions and counts are given.
        DefinitionError: An option makes no sense.

    >>> import numpy as np
    >>> from psoscore import PASI
    >>> score_arrays(PASI, dict.fromkeys(PASI.items, np.array([2, 4])))
    array([12., 48.])
    """
    options = _options(columns, unrecorded, not_relevant, invalid, text, contradictions)
    run = _Run((definition,), arrays, options, threads)
    (values,) = run.floats(1)

    def each(vectors: Vectors, place: slice) -> None:
        _value(definition, vectors, values[place])

    run.all_blocks(each)
    return values.reshape(run.shape)


def bounds_arrays(  # noqa: PLR0913  the options of every door
    definition: Score,
    arrays: Mapping[str, Any],
    *,
    columns: Mapping[str, str] | None = None,
    unrecorded: Iterable[str] = (),
    not_relevant: Any = UNSAID,
    invalid: Invalid = "error",
    text: Text = "refuse",
    contradictions: Contradictions = "ignore",
    threads: int = 1,
) -> tuple[Floats, Floats]:
    """The least and the greatest score of many records over all completions.

    Missing data: what is not known opens the bounds; they are never NaN, but
    for a ratio whose bottom can be 0.

    Args:
        definition: What to score.
        arrays: As for ``score_arrays``.
        columns: As for ``score_arrays``.
        unrecorded: As for ``score_arrays``.
        not_relevant: As for ``score_arrays``.
        invalid: As for ``score_arrays``.
        text: As for ``score_arrays``.
        contradictions: As for ``score_arrays``.
        threads: As for ``score_arrays``.

    Returns:
        Two float64 arrays of the shape of the data.

    Raises:
        InputError: As for ``score_arrays``.
        DefinitionError: As for ``score_arrays``.

    >>> import numpy as np
    >>> from psoscore import PASI
    >>> data = dict.fromkeys(PASI.items, np.array([2.0])) | {"trunk_erythema": np.array([np.nan])}
    >>> bounds_arrays(PASI, data)
    (array([10.8]), array([13.2]))
    """
    options = _options(columns, unrecorded, not_relevant, invalid, text, contradictions)
    run = _Run((definition,), arrays, options, threads)
    lows, highs = run.floats(2)

    def each(vectors: Vectors, place: slice) -> None:
        low, high = _bounds(definition, vectors)
        np.true_divide(low, definition.scale, out=lows[place])
        if low is high:
            highs[place] = lows[place]
        else:
            np.true_divide(high, definition.scale, out=highs[place])

    run.all_blocks(each)
    return lows.reshape(run.shape), highs.reshape(run.shape)


def judge_arrays(  # noqa: PLR0913  the options of every door
    condition: Condition,
    arrays: Mapping[str, Any],
    *,
    basis: Literal["reported", "completions"] = "reported",
    columns: Mapping[str, str] | None = None,
    unrecorded: Iterable[str] = (),
    not_relevant: Any = UNSAID,
    invalid: Invalid = "error",
    text: Text = "refuse",
    threads: int = 1,
) -> NDArray[np.int8]:
    """Judge a condition on many records, in three values.

    Missing data: as for ``judge``; a verdict that is not settled is -1.

    Args:
        condition: Made by comparing scores and facts.
        arrays: As for ``score_arrays``. A day is a datetime64 array; partial
            dates, like every value known only to lie between two, are a pair
            of arrays (first, last).
        basis: As for ``judge``.
        columns: As for ``score_arrays``.
        unrecorded: As for ``score_arrays``.
        not_relevant: As for ``score_arrays``.
        invalid: As for ``score_arrays``.
        text: As for ``score_arrays``.
        threads: As for ``score_arrays``.

    Returns:
        int8: 1 where it holds, 0 where it fails, -1 where it is open.

    Raises:
        InputError: As for ``score_arrays``.
        DefinitionError: It is no condition, or an option makes no sense.

    >>> import numpy as np
    >>> from psoscore import number
    >>> judge_arrays(number("age", low=0, high=120) >= 18, {"age": np.array([17, 18, np.nan])})
    array([ 0,  1, -1], dtype=int8)
    """
    wanted(condition, basis)
    options = _options(columns, unrecorded, not_relevant, invalid, text, "ignore")
    run = _Run((condition,), arrays, options, threads)
    verdicts = np.empty(run.size, np.int8)

    def each(vectors: Vectors, place: slice) -> None:
        must, may = Interpreter(vectors, completions=basis == "completions").pair(condition)
        verdicts[place] = must
        if must is not may:
            np.putmask(verdicts[place], may & ~must, -1)

    run.all_blocks(each)
    return verdicts.reshape(run.shape)


def check_arrays(  # noqa: PLR0913  the options of every door
    definition: Score | Condition,
    arrays: Mapping[str, Any],
    *,
    columns: Mapping[str, str] | None = None,
    unrecorded: Iterable[str] = (),
    not_relevant: Any = UNSAID,
    text: Text = "refuse",
    contradictions: Contradictions = "ignore",
    threads: int = 1,
) -> tuple[Fault, ...]:
    """The faults that the array doors would raise, as values.

    Missing data are no fault.

    Args:
        definition: A score or a condition.
        arrays: As for ``score_arrays``.
        columns: As for ``score_arrays``.
        unrecorded: As for ``score_arrays``.
        not_relevant: As for ``score_arrays``.
        text: As for ``score_arrays``.
        contradictions: ``"error"`` or ``"warn"`` lists rows whose answers contradict each other too.
        threads: As for ``score_arrays``.

    Returns:
        One fault for each item and kind, with the first positions and a count.

    >>> import numpy as np
    >>> from psoscore import PASI
    >>> data = dict.fromkeys(PASI.items, np.array([2, 2])) | {"head_area": np.array([7, 6])}
    >>> [fault.message for fault in check_arrays(PASI, data)]
    ['head_area: 7 out of range; allowed is 0 to 6 in steps of 1; 1 cell, at 0']
    """
    listed: Contradictions = "ignore" if contradictions == "ignore" else "error"
    options = _options(columns, unrecorded, not_relevant, "error", text, listed)
    try:
        run = _Run((definition,), arrays, options, threads)
        run.all_blocks(lambda vectors, _: run.touch(vectors))
    except InputError as error:
        return error.faults
    return ()


def _options(  # noqa: PLR0913, PLR0917  the options of every door
    columns: Mapping[str, str] | None,
    unrecorded: Iterable[str],
    not_relevant: Any,
    invalid: Invalid,
    text: Text,
    contradictions: Contradictions,
) -> Options:
    if contradictions == "warn":
        message = "arrays cannot carry warnings; use contradictions='error', or check_arrays"
        raise DefinitionError(message)
    return Options(
        columns=columns or {},
        unrecorded=unrecorded,
        not_relevant=not_relevant,
        invalid=invalid,
        text=text,
        contradictions=contradictions,
    )


def _bounds(definition: Score, vectors: Vectors) -> Pair[Any]:
    """Both ends of one block; by the fast path where it is complete."""
    fast = kernel(definition)
    if fast is not None:
        items, computed = fast
        arrays = vectors.complete(items)
        if arrays is not None:
            units = computed(*arrays)
            return units, units
    return Interpreter(vectors).pair(definition.term)


def _value(definition: Score, vectors: Vectors, out: Floats) -> None:
    """The reported values of one block."""
    if definition.when is None:
        low, high = _bounds(definition, vectors)
        np.true_divide(low, definition.scale, out=out)
        if low is not high:
            np.putmask(out, low != high, np.nan)
        return
    value, scored = Interpreter(vectors).official(definition.quantity.filled, definition.when)  # type: ignore[attr-defined]
    np.true_divide(value, definition.scale, out=out)
    np.putmask(out, ~np.broadcast_to(scored, out.shape), np.nan)


class _Run:
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
        self.subjects = subjects
        self.questions: Questions = asked(*subjects)
        self.options = options
        self.threads = threads
        for subject in subjects:
            if getattr(subject, "demands_not_relevant", False) and options.not_relevant is UNSAID:
                message = (
                    "a DLQI-R cannot be told from a DLQI where 'not relevant' and 'not at all' are both 0; "
                    "say not_relevant=code, or not_relevant=None where the data have no such answer"
                )
                raise DefinitionError(message)
        self.intake: Intake = take_in(self.questions, arrays, options)
        self.shape = self.intake.shape
        self.size = int(np.prod(self.shape))

    def floats(self, count: int) -> tuple[Floats, ...]:
        """New arrays for results."""
        return tuple(np.empty(self.size, np.float64) for _ in range(count))

    def all_blocks(self, each: Callable[[Vectors, slice], None]) -> None:
        """Compute every block, then raise if any cell was bad.

        Raises:
            InputError: With the faults of all blocks.
        """
        np.empty(WORKSPACE, np.int8)  # tells the allocator that the blocks' memory will be needed again
        places = [
            slice(start, min(start + ROWS_A_BLOCK, self.size)) for start in range(0, self.size, ROWS_A_BLOCK)
        ]

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
        every = Faults(dict(self.intake.faults.found))
        for faults in found:
            for fault in faults.found.values():
                every.join(fault)
        if every.found and self.options.invalid == "error":
            raise InputError(every.found.values())

    def rows_a_block(self) -> int:
        """How many rows of the widest column fit a block."""
        widest = max((column.item_bytes for column in self.intake.columns.values()), default=1)
        return min(ROWS_A_BLOCK, BLOCK_BYTES // widest)

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
                faults.add(
                    cell, "both_forms_answered", rows + vectors.start, " and ".join(f[0] for f in present)
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
                    first = tuple(int(row) + vectors.start for row in rows[:SHOWN_POSITIONS])
                    fault = Fault(one.items[0], one.name, hint=one.message, rows=first, count=len(rows))
                    faults.join(fault)
