"""The doors for data frames: the same definitions on pandas, polars, pyarrow, DuckDB and Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from psoscore.engine.options import UNSAID, Contradictions, Invalid, Options, Text
from psoscore.engine.questions import asked
from psoscore.engine.record import wanted
from psoscore.errors import DefinitionError, InputError, MissingExtraError

try:
    import narwhals.stable.v2 as nw
except ImportError as error:
    raise MissingExtraError(library="narwhals", extra="frames") from error

from psoscore.engine.columns import either
from psoscore.engine.columns_names import Named, find_columns
from psoscore.engine.columns_plan import Plan, answered_twice, demand_not_relevant, read_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from psoscore.definitions import Score
    from psoscore.engine.columns_cells import Place
    from psoscore.engine.questions import Questions
    from psoscore.terms import Condition

__all__ = ["judge_column", "score_column"]

Columns: TypeAlias = "Mapping[str, str | tuple[str, str]]"


def score_column(  # noqa: PLR0913  the options of every door
    definition: Score,
    *,
    end: Literal["value", "low", "high"] = "value",
    among: Iterable[str] | None = None,
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
        among: The names of the frame's columns, if published codes or a later
            form of a question are to be found among them; without them every
            item is taken to stand under its own name, in its first form.
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
    options = made(columns, unrecorded, not_relevant, invalid, "refuse", contradictions)
    plan, bad = _plan(definition, among, options)
    value = plan.value(definition) if end == "value" else plan.bounds(definition)[end == "high"]
    if contradictions == "error":
        bad = either([bad, plan.contradicting(definition)])
    return masked(value, bad).alias(definition.name)


def judge_column(  # noqa: PLR0913  the options of every door
    condition: Condition,
    *,
    basis: Literal["reported", "completions"] = "reported",
    among: Iterable[str] | None = None,
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
    wanted(condition, basis)
    options = made(columns, unrecorded, not_relevant, invalid, "refuse", "ignore")
    plan, bad = _plan(condition, among, options)
    verdict = plan.verdict(condition, completions=basis == "completions")
    return masked(verdict, bad).cast(nw.Int8).alias("verdict")


def made(  # noqa: PLR0913, PLR0917  the options of every door
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


def masked(value: Any, bad: Any) -> nw.Expr:
    """A result that is null where a cell is bad."""
    result = value if isinstance(value, nw.Expr) else nw.lit(value)
    return result if bad is False else nw.when(~bad.fill_null(value=False)).then(result)


def _plan(subject: Score | Condition, among: Iterable[str] | None, options: Options) -> tuple[Plan, Any]:
    """The plan of one expression, and where it has no result."""
    demand_not_relevant((subject,), options)
    questions = asked(subject)
    named = _named(questions, among, options)
    places = read_places(questions, named, {}, options)
    return Plan(places, named.absent), spoilt(questions, named, places, options)


def spoilt(questions: Questions, named: Named, places: Mapping[str, Place], options: Options) -> Any:
    """Where a cell is invalid, or two forms of one question are answered."""
    if options.invalid == "unknown":
        return False
    own = [place.bad for name, place in places.items() if name in questions.cells]
    return either([*own, *answered_twice(questions, named, places).values()])


def _named(questions: Questions, among: Iterable[str] | None, options: Options) -> Named:
    if among is None:
        later = {name for forms in questions.forms for form in forms[1:] for name in form}
        among = [*(questions.cells.keys() - later), *_flat(options.columns.values())]
        for forms in questions.forms:
            if any(name in options.columns for form in forms[1:] for name in form):
                among = [name for name in among if name not in forms[0] or name in options.columns]
    named, faults = find_columns(questions, frozenset(among), options)
    if faults:
        raise InputError(faults)
    return named


def _flat(names: Iterable[Any]) -> list[str]:
    return [one for name in names for one in (name if isinstance(name, tuple | list) else (name,))]  # pyright: ignore[reportUnknownVariableType]
