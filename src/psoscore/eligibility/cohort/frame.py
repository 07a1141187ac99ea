"""The door for a cohort in a data frame: a column a criterion, and the verdict."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from psoscore.eligibility.protocol import demand_protocol
from psoscore.eligibility.reading import Reading, names, questions, take_facts, unanswered, without_answer
from psoscore.engine.frames.door import judge_frame
from psoscore.engine.frames.opened import open_frame
from psoscore.engine.options import UNSAID, Basis, Invalid, Options, Text, stray_name
from psoscore.engine.subject import demand_basis
from psoscore.errors import SHOWN_ROWS, Fault, InputError, MissingExtraError
from psoscore.terms import AtLeast, Blank, Sum
from psoscore.traversal import cells, replace

try:
    import narwhals.stable.v2 as nw
except ImportError as _error:
    raise MissingExtraError(library="narwhals", extra="frames") from _error

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from psoscore.eligibility.criterion import Criterion
    from psoscore.eligibility.protocol import Protocol
    from psoscore.engine.questions import Questions
    from psoscore.terms import Condition, Term

__all__ = ["screen_frame"]

ALWAYS = AtLeast(Sum(()), 0)
"""A condition that holds: 0 is at least 0."""

SIMILAR = 0.85
"""From here on two names are taken for one that was mistyped."""


def screen_frame(  # noqa: PLR0913  the options of every door
    frame: Any,
    protocol: Protocol,
    *,
    basis: Basis = "reported",
    columns: Mapping[str, str | tuple[str, str]] | None = None,
    unrecorded: Iterable[str] = (),
    not_relevant: Any = UNSAID,
    invalid: Invalid = "error",
    text: Text = "refuse",
) -> Any:
    """Screen a cohort, given as a data frame with a row a person.

    pandas, polars and pyarrow frames go through the array door at once. Lazy
    frames (polars, DuckDB, Spark) are given expressions; nothing is collected.

    Missing data: as for ``screen``; a fact that has no column is not yet
    answered for anybody, unless another column has nearly its name, or has it
    in other capitals.

    Args:
        frame: A data frame; columns that are no facts stay as they are.
        protocol: The criteria.
        basis: As for ``judge``.
        columns: Names in the frame, by fact; a pair of names for partial dates
            and other values known only to lie between two.
        unrecorded: Facts that were never captured.
        not_relevant: As for ``score_frame``.
        invalid: ``"error"`` raises for frames that can be looked at, and gives
            null in lazy ones, where a cell cannot be read or facts contradict
            each other; ``"unknown"`` treats them as unknown.
        text: As for ``score_frame``.

    Returns:
        A frame of the same kind with an Int8 column for every criterion, 1
        where it applies as worded, 0 where not, -1 where that is open; and
        ``eligible``: 1 for eligible, 0 for a screen failure, -1 for pending.

    Raises:
        InputError: A column nearly has the name of a fact, cells cannot be
            read or contradict each other, or a new column is already there.
        DefinitionError: It is no protocol, or an option makes no sense.
        MissingExtraError: narwhals is not installed.

    >>> import polars as pl
    >>> from psoscore import Inclusion, Protocol, number
    >>> adults = Inclusion("IN01", "Adults", number("age", low=0, high=120) >= 18)
    >>> people = pl.DataFrame({"id": ["a", "b", "c"], "age": [17, 18, None]})
    >>> screen_frame(people, Protocol("TRIAL-1", [adults])).rows()
    [('a', 17, 0, 0), ('b', 18, 1, 1), ('c', None, -1, -1)]
    """
    demand_protocol(protocol)
    demand_basis(basis)
    options = Options(
        columns=columns or {},  # type: ignore[arg-type]
        unrecorded=unrecorded,
        not_relevant=not_relevant,
        invalid=invalid,
        text=text,
    )
    nobody = Reading(take_facts(protocol, {}, options), completions=True)
    asked = questions(protocol)
    there = open_frame(frame)[0].collect_schema().names()
    missing = _missing(asked, there, options)
    absent = frozenset(without_answer(asked, missing, options.unrecorded))
    checks = dict.fromkeys(check for one in protocol.criteria for check in (*one.refuses, *one.warns))
    temporary = {check: f"_psoscore_check_{place}" for place, check in enumerate(checks)}
    conditions = {one.id: one.condition for one in protocol.criteria}
    conditions |= {name: check.condition for check, name in temporary.items()}
    clashing = [name for name in (*conditions, "eligible") if name in there]
    if clashing:
        raise InputError(Fault(one, "column_exists", hint="rename or drop it first") for one in clashing)
    seen = {
        name: _without(condition, absent)
        for name, condition in conditions.items()
        if not options.unrecorded.union(missing).issuperset(cells(condition))
    }
    once = {condition: name for name, condition in reversed(seen.items())}
    if seen:
        read = cells(*once)
        frame = judge_frame(
            frame,
            {name: condition for condition, name in reversed(once.items())},
            basis=basis,
            columns={name: column for name, column in options.columns.items() if name in read},
            unrecorded=[name for name in (*options.unrecorded, *missing) if name in read],
            not_relevant=not_relevant,
            invalid=invalid,
            text=text,
        )
    added = [
        nw.col(once[seen[name]]).alias(name)
        if name in seen
        else nw.lit(nobody.truth(condition).value).cast(nw.Int8).alias(name)
        for name, condition in conditions.items()
        if name not in seen or once[seen[name]] != name
    ]
    judged = nw.from_native(frame)
    if added:
        judged = judged.with_columns(*added).select(*there, *conditions)
    if invalid == "error" and isinstance(judged, nw.DataFrame):
        refused = dict.fromkeys(check for one in protocol.criteria for check in one.refuses)
        _raise_contradictions(judged, {check: temporary[check] for check in refused})
    told = [
        _told(one, temporary, -1 if invalid == "unknown" else None)
        for one in protocol.criteria
        if one.refuses or one.warns
    ]
    if told:
        judged = judged.with_columns(*told)
    return nw.to_native(judged.with_columns(_verdict(protocol)).drop(*temporary.values()))


def _missing(asked: Questions, there: list[str], options: Options) -> list[str]:
    """The facts that have no column; refuses a column whose name was mistyped, or has other capitals.

    Raises:
        InputError: A column that is no fact nearly has the name of one that is missing.
    """
    known = names(asked, {name: name for name in options.columns})
    given = {known[name] for name in there if name in known and name not in options.columns}
    missing = unanswered(asked, given.union(options.columns))
    others = [name for name in there if name not in known]
    faults: list[Fault] = []
    for name in missing:
        other = stray_name(name, others, asked, SIMILAR)
        if other is not None and name not in options.unrecorded:
            hint = f"did you mean {other!r}? say columns={{{name!r}: {other!r}}}, or rename it"
            faults.append(Fault(name, "absent", hint=hint))
    if faults:
        raise InputError(faults)
    return missing


def _without(condition: Condition, absent: frozenset[str]) -> Condition:
    """A condition for which these facts have no answer."""

    def change(leaf: Term) -> Term:
        return ALWAYS if isinstance(leaf, Blank) and leaf.cell.name in absent else leaf

    return replace(condition, change) if absent else condition


def _raise_contradictions(judged: nw.DataFrame[Any], temporary: Mapping[Any, str]) -> None:
    """Refuse rows whose facts contradict each other.

    Raises:
        InputError: There are such rows.
    """
    faults: list[Fault] = []
    for check, name in temporary.items():
        rows = (judged[name] > 0).arg_true()
        if len(rows):
            first = tuple(rows.head(SHOWN_ROWS).to_list())
            faults.append(Fault(check.items[0], check.name, hint=check.message, rows=first, count=len(rows)))
    if faults:
        raise InputError(faults)


def _told(criterion: Criterion, temporary: Mapping[Any, str], otherwise: int | None) -> nw.Expr:
    """A criterion's column; rows with a contradiction, or a check that cannot be read, stand apart."""
    odd = [nw.col(temporary[check]) > 0 for check in criterion.refuses]
    odd += [nw.col(temporary[check]).is_null() for check in criterion.warns]
    told = nw.when(~reduce(or_, odd)).then(nw.col(criterion.id)).otherwise(nw.lit(otherwise))
    return told.cast(nw.Int8).alias(criterion.id)


def _verdict(protocol: Protocol) -> nw.Expr:
    """Eligible where everything passes, not where anything fails, else open; null where anything is null."""
    columns = [nw.col(name) for name in protocol.ids]
    failed = reduce(
        or_, (nw.col(one.id) == (0 if one.side == "inclusion" else 1) for one in protocol.criteria)
    )
    is_open = reduce(or_, (column < 0 for column in columns))
    known = ~reduce(or_, (column.is_null() for column in columns))
    verdict = nw.when(failed).then(0).otherwise(nw.when(is_open).then(-1).otherwise(1))
    return nw.when(known).then(verdict).cast(nw.Int8).alias("eligible")
