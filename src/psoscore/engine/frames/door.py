"""The door for data frames: the same definitions on pandas, polars, pyarrow, DuckDB and Spark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

from psoscore.engine.domain import demand_exact
from psoscore.engine.options import UNSAID, Basis, Contradictions, Invalid, Options, Text, nearest
from psoscore.engine.questions import asked, demand_not_relevant
from psoscore.engine.subject import demand_basis, demand_condition, demand_score, demand_some
from psoscore.errors import DefinitionError, Fault, InputError, MissingExtraError

try:
    import narwhals.stable.v2 as nw
except ImportError as _error:
    raise MissingExtraError(library="narwhals", extra="frames") from _error

from psoscore.engine.columns.door import Columns, frame_options
from psoscore.engine.columns.faults import FAULT_COLUMNS, fault_rows, suspicions
from psoscore.engine.columns.stages import with_expressions
from psoscore.engine.frames.batches import Batch, with_batches
from psoscore.engine.frames.in_memory import with_arrays
from psoscore.engine.frames.opened import SUFFIXES, Wish, clashes, open_frame, survey, typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psoscore.definitions import Score
    from psoscore.terms import Condition

__all__ = ["check_frame", "judge_frame", "score_frame"]


def score_frame(  # noqa: PLR0913  the options of every door
    frame: Any,
    *definitions: Score,
    bounds: bool = False,
    details: bool = False,
    names: Mapping[Score, str] | None = None,
    columns: Columns | None = None,
    unrecorded: Iterable[str] = (),
    not_relevant: Any = UNSAID,
    invalid: Invalid = "error",
    text: Text = "refuse",
    contradictions: Contradictions = "ignore",
) -> Any:
    """The frame with a column for each score.

    pandas, polars and pyarrow frames go through the array door at once. Lazy
    frames (polars, DuckDB, Spark) are given expressions; nothing is collected.
    Rows, their order, the index and the other columns stay as they are in the
    first; a relation has no order, so keep a row id there.

    Missing data: nulls and NaN are empty cells; where the instrument has no
    value the new column holds what the frame holds for missing values: NaN in
    classic pandas, null elsewhere.

    Args:
        frame: A data frame, one row a record.
        definitions: What to score.
        bounds: Adds ``<name>_low`` and ``<name>_high``.
        details: Adds ``<name>_n_missing``, the number of questions whose
            answer could still change the bounds, and
            ``<name>_n_not_relevant``.
        names: Names of the new columns, by definition; else the definition's own.
        columns: Names in the frame, by item; a pair of names for values known
            only to lie between two.
        unrecorded: Items that were never captured.
        not_relevant: As for ``score_arrays``.
        invalid: ``"error"`` raises for the frames that can be looked at and
            gives null in the lazy ones; ``"unknown"`` treats invalid cells as
            unrecorded.
        text: ``"refuse"``, or ``"numbers"`` to read text as the number it spells.
        contradictions: ``"ignore"`` or ``"error"``; ``check_frame`` lists them.

    Returns:
        A frame of the same kind.

    Raises:
        InputError: Columns are absent, of a wrong type or already there, or
            cells cannot be read.
        DefinitionError: An option makes no sense.

    >>> import polars as pl
    >>> from psoscore import PASI
    >>> frame = pl.DataFrame({"id": [1, 2]} | dict.fromkeys(PASI.items, [2, None]))
    >>> score_frame(frame, PASI, bounds=True)[["id", "pasi", "pasi_low", "pasi_high"]].rows()
    [(1, 12.0, 12.0, 12.0), (2, None, 0.0, 72.0)]
    """
    for definition in definitions:
        demand_score(definition)
    chosen = _new_names(definitions, _mapping({} if names is None else names, "names by definition are"))
    options = frame_options(columns, unrecorded, not_relevant, invalid, text, contradictions)
    wishes = [
        Wish(definition, name + suffix, what)
        for definition, name in chosen.items()
        for what, suffix in SUFFIXES.items()
        if what == "value" or (bounds if what in {"low", "high"} else details)
    ]
    return _filled(frame, wishes, options)


def judge_frame(  # noqa: PLR0913  the options of every door
    frame: Any,
    conditions: Mapping[str, Condition],
    *,
    basis: Basis = "reported",
    columns: Columns | None = None,
    unrecorded: Iterable[str] = (),
    not_relevant: Any = UNSAID,
    invalid: Invalid = "error",
    text: Text = "refuse",
) -> Any:
    """The frame with a verdict for each condition: 1 holds, 0 fails, -1 is open.

    Missing data: as for ``judge``; in lazy frames a verdict is null where a
    cell is invalid.

    Args:
        frame: A data frame, one row a record.
        conditions: By the name of the new column.
        basis: As for ``judge``.
        columns: As for ``score_frame``. A day is a column of dates; a partial
            date is a pair of columns, first and last.
        unrecorded: As for ``score_frame``.
        not_relevant: As for ``score_frame``.
        invalid: As for ``score_frame``.
        text: As for ``score_frame``.

    Returns:
        A frame of the same kind; the new columns are of type Int8.

    Raises:
        InputError: As for ``score_frame``.
        DefinitionError: Something is no condition, or an option makes no sense.

    >>> import polars as pl
    >>> from psoscore import number
    >>> frame = pl.DataFrame({"age": [17, 18, None]})
    >>> judge_frame(frame, {"adult": number("age", low=0, high=120) >= 18})["adult"].to_list()
    [0, 1, -1]
    """
    by_name = _mapping(conditions, "conditions by the name of the new column are")
    for condition in by_name.values():
        demand_condition(condition)
    demand_basis(basis)
    options = frame_options(columns, unrecorded, not_relevant, invalid, text, "ignore")
    wishes = [Wish(condition, _column_name(name), basis) for name, condition in by_name.items()]
    return _filled(frame, wishes, options)


def check_frame(  # noqa: PLR0913  the options of every door
    frame: Any,
    *definitions: Score | Condition,
    key: str | Sequence[str] | None = None,
    columns: Columns | None = None,
    unrecorded: Iterable[str] = (),
    not_relevant: Any = UNSAID,
    text: Text = "refuse",
    contradictions: Contradictions = "ignore",
) -> Any:
    """Every invalid cell of a frame as a row of its own.

    Missing data are no fault. Faults of the frame itself, such as an absent
    column or a column of text, are raised, because they concern every row.

    Args:
        frame: A data frame, one row a record.
        definitions: Scores and conditions.
        key: The columns that tell which record it is; without them a frame in
            memory is given its row positions as ``row``, and a lazy frame none.
        columns: As for ``score_frame``.
        unrecorded: As for ``score_frame``.
        not_relevant: As for ``score_frame``.
        text: As for ``score_frame``.
        contradictions: ``"error"`` or ``"warn"`` lists answers that contradict each other too.

    Returns:
        A frame of the same kind with the key, ``item``, ``kind``, ``allowed``,
        ``value`` and ``hint``, all text but the key.

    Raises:
        InputError: The frame itself cannot be read.
        DefinitionError: An option makes no sense.

    >>> import polars as pl
    >>> from psoscore import PASI
    >>> frame = pl.DataFrame({"id": [1, 2]} | dict.fromkeys(PASI.items, [2, 2]) | {"head_area": [6, 7]})
    >>> check_frame(frame, PASI, key="id").rows()
    [(2, 'head_area', 'out_of_range', '0 to 6 in steps of 1', '7', '')]
    """
    listed: Contradictions = "ignore" if contradictions == "ignore" else "error"
    options = frame_options(columns, unrecorded, not_relevant, "error", text, listed)
    demand_some(definitions)
    opened, close = open_frame(frame)
    demand_not_relevant(definitions, options)
    demand_exact(definitions, "a frame's own engine")
    questions = asked(*dict.fromkeys(definitions))
    named, dtypes, faults = survey(opened, questions, options)
    keys = _keys(key)
    present = list(opened.collect_schema())
    faults += [Fault(one, "absent", hint=nearest(one, present)) for one in keys if one not in present]
    faults += [Fault(one, "column_exists", hint="rename the key") for one in keys if one in FAULT_COLUMNS]
    if faults:
        raise InputError(faults)
    if isinstance(opened, nw.LazyFrame):
        found = suspicions(definitions, questions, named, dtypes, options)
        return close(fault_rows(opened, found, keys))
    opened = typed(opened, questions, named, options)
    found = suspicions(definitions, questions, named, opened.collect_schema(), options)
    row = next(name for number in count() if (name := f"psoscore_row_{number}") not in present)
    every: Any = fault_rows(opened.with_row_index(row), found, [*keys, row]).sort(row)
    return close(nw.maybe_reset_index(every.drop(row) if keys else every.rename({row: "row"})))


def _new_names(definitions: Sequence[Score], names: Mapping[Score, str]) -> dict[Score, str]:
    """What each score is to be called."""
    for one in names.keys() - set(definitions):
        message = f"names= holds {one!r}, which is not scored"
        raise DefinitionError(message)
    return {definition: _column_name(names.get(definition, definition.name)) for definition in definitions}


def _mapping(given: object, what: str) -> Mapping[Any, Any]:
    if not isinstance(given, Mapping):
        message = f"{what} needed, not a {type(given).__name__}"
        raise DefinitionError(message)
    return given


def _column_name(name: object) -> str:
    if not isinstance(name, str) or not name:
        message = f"{name!r} is no name of a column"
        raise DefinitionError(message)
    return name


def _keys(key: object) -> list[str]:
    """The names of the columns that tell which record it is."""
    if key is None or isinstance(key, str):
        return [] if key is None else [key]
    if not isinstance(key, Iterable):
        message = f"key={key!r}; the name of a column is needed, or several"
        raise DefinitionError(message)
    return list(map(_column_name, key))


def _filled(frame: Any, wishes: list[Wish], options: Options) -> Any:
    """The frame with what is wished for."""
    demand_some(wishes)
    opened, close = open_frame(frame)
    questions = asked(*dict.fromkeys(wish.subject for wish in wishes))
    demand_not_relevant((wish.subject for wish in wishes), options)
    named, dtypes, faults = survey(opened, questions, options)
    faults += clashes(opened, [wish.name for wish in wishes])
    if faults:
        raise InputError(faults)
    if isinstance(opened, nw.DataFrame) and named.columns:
        return close(with_arrays(opened, wishes, questions, named, options))
    if isinstance(opened, nw.LazyFrame) and named.columns:
        batched = with_batches(opened, Batch(tuple(wishes), questions, named, dtypes, options))
        if batched is not None:
            return close(batched)
    return close(with_expressions(opened, wishes, questions, named, dtypes, options))
