"""What is wrong with the cells of a frame: in words, row by row, or as rows of their own."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
from attrs import frozen

from psoscore.engine.columns.carrier import either
from psoscore.engine.columns.cells import allowed_in_column, fault_places
from psoscore.engine.columns.plan import Plan, answered_twice, read_places
from psoscore.engine.states import CALENDAR_HINT
from psoscore.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from psoscore.definitions import Score
    from psoscore.engine.columns.names import Named
    from psoscore.engine.frames.opened import Frame
    from psoscore.engine.options import Options
    from psoscore.engine.questions import Questions
    from psoscore.terms import Condition

__all__ = ["FAULT_COLUMNS", "Suspicion", "fault_rows", "in_words", "suspicions"]

FAULT_COLUMNS = ("item", "kind", "allowed", "value", "hint")


@frozen
class Suspicion:
    """One thing that can be wrong.

    Attributes:
        fault: What it is.
        where: The rows that have it; never null.
        value: What stands there, as text.
    """

    fault: Fault
    where: nw.Expr
    value: nw.Expr


def suspicions(
    subjects: Iterable[Score | Condition],
    questions: Questions,
    named: Named,
    dtypes: Mapping[Any, Any],
    options: Options,
) -> list[Suspicion]:
    """Everything that can be wrong with the values of a frame."""
    found: list[Suspicion] = []
    for name, columns in named.columns.items():
        cell = questions.cells[name]
        faulty = fault_places(cell, columns, tuple(map(dtypes.get, columns)), options)
        value = _shown(nw.col(columns[0]), faulty.get(("no_date", CALENDAR_HINT)))
        found += [
            Suspicion(Fault(name, kind, allowed_in_column(cell), hint=hint), where, value)
            for (kind, hint), where in faulty.items()
        ]
    places = read_places(questions, named, dtypes, options)
    for forms, twice in answered_twice(questions, named, places).items():
        used = [form[0] for form in forms if not named.absent.issuperset(form)]
        fault = Fault(used[0], "both_forms_answered", "one form of the question")
        found.append(Suspicion(fault, twice, nw.lit(" and ".join(used))))
    if options.contradictions == "error":
        interpreter = Plan(places, named.absent).interpreter()
        odd = {one: None for subject in subjects for one in getattr(subject, "contradictions", ())}
        for one in odd:
            where = interpreter.pair(one.condition)[0]
            if isinstance(where, nw.Expr):
                fault = Fault(one.items[0], one.name, hint=one.message)
                found.append(Suspicion(fault, where.fill_null(value=False), nw.lit("")))
    return found


def _shown(value: nw.Expr, beyond: nw.Expr | None) -> nw.Expr:
    """A value as text; empty text for a day beyond the calendar, which not every engine can write."""
    if beyond is None:
        return value.cast(nw.String)
    return nw.when(~beyond).then(value).cast(nw.String).fill_null("")


def in_words(found: Sequence[Suspicion]) -> nw.Expr:
    """Every fault of a row in one text; null where there is none."""
    nothing = nw.lit(None, dtype=nw.String)
    if not found:
        return nothing
    told = [nw.when(one.where).then(nw.lit(one.fault.message)).otherwise(nothing) for one in found]
    return nw.when(either(one.where for one in found)).then(
        nw.concat_str(*told, separator="; ", ignore_nulls=True)
    )


def fault_rows(frame: Frame, found: Sequence[Suspicion], key: Sequence[Any]) -> Frame:
    """One row for each fault: the key of the row, item, kind, what is allowed, what came, a hint."""
    if not found:
        nothing = {name: nw.lit("") for name in FAULT_COLUMNS}
        return frame.with_columns(**nothing).select(*key, *FAULT_COLUMNS).head(0)
    taken = {str(one) for one in key}
    names = [name for number in range(2 * len(found) + 2) if (name := f"psoscore_{number}") not in taken]
    wanted = dict(zip(names, found, strict=False))
    rows = frame.filter(either(one.where for one in found))
    told = rows.select(
        *(nw.col(one) for one in key),
        *(nw.when(one.where).then(one.value).alias(name) for name, one in wanted.items()),
    )
    which, value = names[len(found)], names[len(found) + 1]
    long = told.unpivot(list(wanted), index=list(key), variable_name=which, value_name=value)
    columns = {
        "item": _looked_up(which, {name: one.fault.item for name, one in wanted.items()}),
        "kind": _looked_up(which, {name: one.fault.kind for name, one in wanted.items()}),
        "allowed": _looked_up(which, {name: one.fault.allowed for name, one in wanted.items()}),
        "value": nw.col(value),
        "hint": _looked_up(which, {name: one.fault.hint for name, one in wanted.items()}),
    }
    return long.filter(~nw.col(value).is_null()).select(
        *(nw.col(one) for one in key), *(expression.alias(name) for name, expression in columns.items())
    )


def _looked_up(column: str, words: Mapping[str, str]) -> nw.Expr:
    """The word for each name, by way of the names that share it."""
    shared: dict[str, list[str]] = {}
    for name, word in words.items():
        shared.setdefault(word, []).append(name)
    (last, _), *others = shared.items()
    return reduce(
        lambda found, one: nw.when(nw.col(column).is_in(one[1])).then(nw.lit(one[0])).otherwise(found),
        others,
        nw.lit(last),
    )
