"""The door for arrays: a million records at once, exactly as one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from attrs import evolve

from psoscore.engine.arrays.measure import measure_bounds, measure_value, measure_verdict
from psoscore.engine.arrays.sweep import Sweep
from psoscore.engine.options import UNSAID, Basis, Contradictions, Invalid, Options, Text
from psoscore.engine.subject import demand_basis, demand_condition, demand_score
from psoscore.errors import DefinitionError, Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from psoscore.definitions import Score
    from psoscore.engine.arrays.vectors import Vectors
    from psoscore.terms import Condition

__all__ = ["bounds_arrays", "check_arrays", "judge_arrays", "score_arrays"]

Array: TypeAlias = "NDArray[Any]"
Floats: TypeAlias = "NDArray[np.float64]"


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
            Position counts, so the Series of pandas need one index.
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
    demand_score(definition)
    options = _options(columns, unrecorded, not_relevant, invalid, text, contradictions)
    sweep = Sweep((definition,), arrays, options, threads)
    (values,) = sweep.floats(1)

    def each(vectors: Vectors, place: slice) -> None:
        measure_value(definition, vectors, values[place])

    sweep.all_blocks(each)
    return values.reshape(sweep.shape)


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
    demand_score(definition)
    options = _options(columns, unrecorded, not_relevant, invalid, text, contradictions)
    sweep = Sweep((definition,), arrays, options, threads)
    lows, highs = sweep.floats(2)

    def each(vectors: Vectors, place: slice) -> None:
        low, high = measure_bounds(definition, vectors)
        np.true_divide(low, definition.scale, out=lows[place])
        if low is high:
            highs[place] = lows[place]
        else:
            np.true_divide(high, definition.scale, out=highs[place])

    sweep.all_blocks(each)
    return lows.reshape(sweep.shape), highs.reshape(sweep.shape)


def judge_arrays(  # noqa: PLR0913  the options of every door
    condition: Condition,
    arrays: Mapping[str, Any],
    *,
    basis: Basis = "reported",
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
    demand_condition(condition)
    demand_basis(basis)
    options = _options(columns, unrecorded, not_relevant, invalid, text, "ignore")
    options = evolve(options, completions=basis == "completions")
    sweep = Sweep((condition,), arrays, options, threads)
    verdicts = np.empty(sweep.size, np.int8)

    def each(vectors: Vectors, place: slice) -> None:
        measure_verdict(condition, vectors, verdicts[place], completions=basis == "completions")

    sweep.all_blocks(each)
    return verdicts.reshape(sweep.shape)


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
        sweep = Sweep((definition,), arrays, options, threads)
        sweep.all_blocks(lambda vectors, _: sweep.touch(vectors))
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
