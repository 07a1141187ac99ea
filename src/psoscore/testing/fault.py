"""Records with one fault in them, and which fault must be found."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from hypothesis import strategies as st

from psoscore.answers import NOT_RELEVANT
from psoscore.engine.questions import asked
from psoscore.testing.record import Record, answers, records

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from psoscore.cells import Cell
    from psoscore.definitions import Score
    from psoscore.terms import Condition

__all__ = ["Faulty", "faulty_records"]

Flaws: TypeAlias = "dict[str, SearchStrategy[Any]]"

FAR = 10**6
"""How far out of range a value may lie, in units."""


class Faulty(NamedTuple):
    """A record and the one fault in it.

    Attributes:
        record: Valid but for one thing.
        item: The item of the fault that ``check`` must return.
        kind: The kind of that fault.
    """

    record: Record
    item: str
    kind: str


@st.composite
def faulty_records(draw: DrawFn, subject: Score | Condition) -> Faulty:
    """Records with one fault: a bad value, an absent item, or two forms of one question.

    Args:
        draw: Hypothesis draws with it.
        subject: A score or a condition.
    """
    questions = asked(subject)
    record = draw(records(subject))
    doubled = [question for question in questions.forms if len(question) > 1]
    places = [(name, kind) for name in record for kind in _flaws(questions.cells[name])]
    places += [(name, "absent") for name in questions.single]
    places += [(question[0][0], "both_forms_answered") for question in doubled]
    item, kind = draw(st.sampled_from(places))
    if kind == "absent":
        del record[item]
    elif kind == "both_forms_answered":
        (question,) = (question for question in doubled if question[0][0] == item)
        for name in (name for form in question for name in form):
            record[name] = draw(answers(questions.cells[name]))
    else:
        record[item] = draw(_flaws(questions.cells[item])[kind])
    return Faulty(record, item, kind)


def _flaws(cell: Cell) -> Flaws:
    """Values that may not stand in a cell, by the kind of their fault."""
    flaws = _by_kind(cell)
    if not cell.not_relevant:
        flaws["not_relevant_is_no_answer_here"] = st.just(NOT_RELEVANT)
    return flaws


def _by_kind(cell: Cell) -> Flaws:
    match cell.kind:
        case "flag":
            return {"no_flag": st.text() | st.integers(2, FAR)}
        case "code":
            return {"no_such_code": st.integers() | st.text().filter(lambda text: text not in cell.values)}
        case "day":
            return {"no_date": st.integers() | st.just("30/06/2015"), "time_zone": st.datetimes().map(_zoned)}
        case _:
            return _numbers(cell)


def _zoned(time: datetime) -> datetime:
    return time.replace(tzinfo=UTC)


def _numbers(cell: Cell) -> Flaws:
    flaws: Flaws = {
        "bool": st.booleans(),
        "text": st.text(),
        "infinite": st.sampled_from([float("inf"), -float("inf")]),
        "no_number": st.just([]),
        "out_of_range": _outside(cell).map(lambda units: Fraction(units, cell.scale)),
    }
    if cell.kind == "number":
        kind = "not_whole" if cell.scale == 1 else "too_fine"
        flaws[kind] = st.integers(cell.low, cell.high).map(
            lambda units: Fraction(2 * units + 1, 2 * cell.scale)
        )
    return flaws


def _outside(cell: Cell) -> SearchStrategy[int]:
    outside = st.integers(cell.high + 1, cell.high + FAR) | st.integers(cell.low - FAR, cell.low - 1)
    gaps = sorted(set(range(cell.low, cell.high + 1)).difference(cell.allowed or ())) if cell.allowed else []
    return outside | st.sampled_from(gaps) if gaps else outside
