"""The door for expressions: scores, verdicts and faults for pipelines of the user's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from psoscore.engine.domain import demand_exact
from psoscore.engine.options import UNSAID, Basis, Contradictions, Invalid, Options, Text
from psoscore.engine.questions import asked, demand_not_relevant
from psoscore.engine.subject import demand_basis, demand_condition
from psoscore.errors import DefinitionError, InputError, MissingExtraError

try:
    import narwhals.stable.v2 as nw
except ImportError as _error:
    raise MissingExtraError(library="narwhals", extra="frames") from _error

from psoscore.engine.columns.carrier import either
from psoscore.engine.columns.faults import in_words, suspicions
from psoscore.engine.columns.names import Named, find_columns, wrong_types
from psoscore.engine.columns.plan import Plan, masked, read_places, spoilt
from psoscore.given import several

if TYPE_CHECKING:
    from psoscore.definitions import Score
    from psoscore.engine.questions import Questions
    from psoscore.terms import Condition

__all__ = ["Columns", "check_column", "frame_options", "judge_column", "score_column"]

Columns: TypeAlias = "Mapping[str, str | tuple[str, str]]"
Among: TypeAlias = "Mapping[str, nw.dtypes.DType] | Iterable[str]"


def score_column(  # noqa: PLR0913  the options of every door
    definition: Score,
    *,
    end: Literal["value", "low", "high"] = "value",
    among: Among | None = None,
    columns: Columns | None = None,
    unrecorded: Iterable[str] = (),
    not_relevant: Any = UNSAID,
    invalid: Invalid = "error",
    contradictions: Contradictions = "ignore",
) -> nw.Expr:
    """A score as an expression, for any frame that narwhals carries.

    Missing data: nulls and NaN are empty cells; the result is null where the
    instrument has no value and where a cell is invalid, which an expression
    cannot report: see ``check_column``.

    Args:
        definition: What to score.
        end: ``"value"``, or one of the bounds: ``"low"`` or ``"high"``.
        among: The schema of the frame (``frame.collect_schema()``), so that
            columns of a wrong type are refused, and published codes and later
            forms of a question are found; or the names of its columns alone.
            Without either every item is taken to stand under its own name, in
            its first form, and the engine itself refuses what is no number
            (Spark alone reads text as numbers).
        columns: Names in the data, by item; a pair of names for values known
            only to lie between two.
        unrecorded: Items that were never captured.
        not_relevant: As for ``score_arrays``.
        invalid: ``"error"`` gives null; ``"unknown"`` treats invalid cells as unrecorded.
        contradictions: ``"ignore"``, or ``"error"`` for null where answers contradict each other.

    Returns:
        An expression that is called after the definition.

    Raises:
        InputError: A name fits no item or no column.
        DefinitionError: An option makes no sense.

    >>> import narwhals.stable.v2 as nw
    >>> import polars as pl
    >>> from psoscore import PASI
    >>> frame = nw.from_native(pl.LazyFrame(dict.fromkeys(PASI.items, [2, None, 4])))
    >>> frame.select(score_column(PASI)).collect()["pasi"].to_list()
    [12.0, None, 48.0]
    """
    if end not in {"value", "low", "high"}:
        message = f"end={end!r}; choose from 'value', 'low', 'high'"
        raise DefinitionError(message)
    options = frame_options(columns, unrecorded, not_relevant, invalid, "refuse", contradictions)
    plan, bad = _plan(definition, among, options)
    value = plan.value(definition) if end == "value" else plan.bounds(definition)[end == "high"]
    if contradictions == "error":
        bad = either([bad, plan.contradicting(definition)])
    return masked(value, bad).alias(definition.name)


def judge_column(  # noqa: PLR0913  the options of every door
    condition: Condition,
    *,
    basis: Basis = "reported",
    among: Among | None = None,
    columns: Columns | None = None,
    unrecorded: Iterable[str] = (),
    not_relevant: Any = UNSAID,
    invalid: Invalid = "error",
) -> nw.Expr:
    """A verdict as an expression: 1 holds, 0 fails, -1 is open.

    It is a number and no truth value, because frames disagree about what an
    unknown truth value means. Missing data leave it open unless what is known
    settles it; where a cell is invalid it is null.

    Args:
        condition: Made by comparing scores and facts.
        basis: As for ``judge``.
        among: As for ``score_column``.
        columns: As for ``score_column``. A day is a column of dates; a partial
            date is a pair of columns, first and last.
        unrecorded: As for ``score_column``.
        not_relevant: As for ``score_column``.
        invalid: As for ``score_column``.

    Returns:
        An Int8 expression called ``verdict``.

    Raises:
        InputError: As for ``score_column``.
        DefinitionError: It is no condition, or an option makes no sense.

    >>> import narwhals.stable.v2 as nw
    >>> import polars as pl
    >>> from psoscore import number
    >>> frame = nw.from_native(pl.LazyFrame({"age": [17, 18, None]}))
    >>> frame.select(judge_column(number("age", low=0, high=120) >= 18)).collect()["verdict"].to_list()
    [0, 1, -1]
    """
    demand_condition(condition)
    demand_basis(basis)
    options = frame_options(columns, unrecorded, not_relevant, invalid, "refuse", "ignore")
    plan, bad = _plan(condition, among, options)
    verdict = plan.verdict(condition, completions=basis == "completions")
    return masked(verdict, bad).cast(nw.Int8).alias("verdict")


def check_column(  # noqa: PLR0913  the options of every door
    definition: Score | Condition,
    *,
    among: Among | None = None,
    columns: Columns | None = None,
    unrecorded: Iterable[str] = (),
    not_relevant: Any = UNSAID,
    contradictions: Contradictions = "ignore",
) -> nw.Expr:
    """What is wrong with each row, as an expression: every item and why.

    It tells why ``score_column`` or ``judge_column`` is null in a row. Missing
    data are no fault.

    Args:
        definition: A score or a condition.
        among: As for ``score_column``.
        columns: As for ``score_column``.
        unrecorded: As for ``score_column``.
        not_relevant: As for ``score_column``.
        contradictions: ``"error"`` or ``"warn"`` tells of answers that contradict each other too.

    Returns:
        A text expression called ``faults``; null where nothing is wrong.

    Raises:
        InputError: As for ``score_column``.
        DefinitionError: An option makes no sense.

    >>> import narwhals.stable.v2 as nw
    >>> import polars as pl
    >>> from psoscore import PASI
    >>> frame = nw.from_native(pl.LazyFrame(dict.fromkeys(PASI.items, [2, 2]) | {"head_area": [6, 7]}))
    >>> frame.select(check_column(PASI)).collect()["faults"].to_list()
    [None, 'head_area: out of range; allowed is 0 to 6 in steps of 1']
    """
    listed: Contradictions = "ignore" if contradictions == "ignore" else "error"
    options = frame_options(columns, unrecorded, not_relevant, "error", "refuse", listed)
    demand_not_relevant((definition,), options)
    demand_exact((definition,), "a frame's own engine")
    questions = asked(definition)
    named, dtypes = _named(questions, among, options)
    return in_words(suspicions((definition,), questions, named, dtypes, options)).alias("faults")


def frame_options(  # noqa: PLR0913, PLR0917  the options of every door
    columns: Columns | None,
    unrecorded: Iterable[str],
    not_relevant: Any,
    invalid: Invalid,
    text: Text,
    contradictions: Contradictions,
) -> Options:
    """The options of a frame."""
    if contradictions == "warn":
        message = "frames cannot carry warnings; use contradictions='error', or check_frame"
        raise DefinitionError(message)
    return Options(
        columns=columns or {},  # type: ignore[arg-type]
        unrecorded=unrecorded,
        not_relevant=not_relevant,
        invalid=invalid,
        text=text,
        contradictions=contradictions,
    )


def _plan(subject: Score | Condition, among: Among | None, options: Options) -> tuple[Plan, Any]:
    """The plan of one expression, and where it has no result."""
    demand_not_relevant((subject,), options)
    demand_exact((subject,), "a frame's own engine")
    questions = asked(subject)
    named, dtypes = _named(questions, among, options)
    places = read_places(questions, named, dtypes, options)
    return Plan(places, named.absent), spoilt(questions, named, places, options)


def _named(questions: Questions, among: Among | None, options: Options) -> tuple[Named, Mapping[Any, Any]]:
    """Where the cells will stand in a frame, and the types of its columns, if they are known."""
    schema: Mapping[Any, Any] = among if isinstance(among, Mapping) else {}
    dtypes = {name: dtype for name, dtype in schema.items() if isinstance(dtype, nw.dtypes.DType)}
    if among is None:
        later = {name for forms in questions.forms for form in forms[1:] for name in form}
        among = [*(questions.cells.keys() - later), *_flat(options.columns.values())]
        for forms in questions.forms:
            if any(name in options.columns for form in forms[1:] for name in form):
                among = [name for name in among if name not in forms[0] or name in options.columns]
    named, faults = find_columns(questions, frozenset(several("among", among, "names of columns")), options)
    faults += [fault for _, fault in wrong_types(questions, named, dtypes, options)]
    if faults:
        raise InputError(faults)
    return named, dtypes


def _flat(names: Iterable[Any]) -> list[str]:
    return [one for name in names for one in (name if isinstance(name, tuple | list) else (name,))]  # pyright: ignore[reportUnknownVariableType]
