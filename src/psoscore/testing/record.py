"""Valid records of any definition, complete or with missing items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import strategies as st

from psoscore.answers import NOT_RELEVANT
from psoscore.definitions import Score
from psoscore.engine.questions import asked
from psoscore.engine.record.door import score

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from psoscore.cells import Cell
    from psoscore.terms import Condition

__all__ = ["Record", "answers", "forms", "records", "unrecorded"]

Record: TypeAlias = dict[str, Any]

FEW_GAPS = 2
"""Missing rules turn on one item or two; so few are drawn as often as any number."""


def answers(cell: Cell, *, not_relevant: bool = True) -> SearchStrategy[Any]:
    """Everything that may stand in one cell, as the record door takes it.

    Args:
        cell: The cell, as in ``PASI.cells["head_area"]``.
        not_relevant: Whether *not relevant* is drawn where the cell allows it.

    >>> from psoscore import DLQI
    >>> drawn = answers(DLQI.cells["dlqi_07b"])
    >>> from hypothesis import find
    >>> find(drawn, lambda answer: answer > 0)
    1
    """
    match cell.kind:
        case "flag":
            return st.booleans()
        case "code":
            return st.sampled_from(cell.values)
        case "day":
            return st.dates()
        case "measure":
            return st.integers(cell.low, cell.high) | st.floats(cell.low, cell.high)
        case _:
            whole = (
                st.integers(cell.low, cell.high) if cell.allowed is None else st.sampled_from(cell.allowed)
            )
            numbers: SearchStrategy[Any] = whole
            if cell.scale != 1:
                numbers = whole.map(lambda units: units / cell.scale)
            return numbers | st.just(NOT_RELEVANT) if cell.not_relevant and not_relevant else numbers


@st.composite
def forms(draw: DrawFn, subject: Score | Condition) -> tuple[str, ...]:
    """The names of the items that a record holds: one form of every question.

    Args:
        draw: Hypothesis draws with it.
        subject: A score or a condition.
    """
    questions = asked(subject)
    chosen = [draw(st.sampled_from(question)) for question in questions.forms]
    return (*questions.single, *(name for form in chosen for name in form))


@st.composite
def records(
    draw: DrawFn, subject: Score | Condition, *, missing: bool = False, not_relevant: bool = True
) -> Record:
    """Valid records: every item of one form of each question.

    A complete record may leave the second part of a question blank where the
    first part makes it needless, as a patient does.

    Args:
        draw: Hypothesis draws with it.
        subject: A score or a condition.
        missing: Whether items may be None.
        not_relevant: Whether items may be *not relevant*, where they allow it.
    """
    cells = asked(subject).cells
    names = draw(forms(subject))
    record: Record = {name: draw(answers(cells[name], not_relevant=not_relevant)) for name in names}
    if missing:
        every = st.sampled_from(names)
        gaps: frozenset[str] = draw(st.frozensets(every, max_size=FEW_GAPS) | st.frozensets(every))
        return {name: None if name in gaps else answer for name, answer in record.items()}
    for name in _parts(subject, names):
        without = record | {name: None}
        if isinstance(subject, Score) and not score(subject, without).missing and draw(st.booleans()):
            record = without
    return record


def _parts(subject: Score | Condition, names: tuple[str, ...]) -> list[str]:
    """The items that are one of several parts of a question."""
    several = [form for question in asked(subject).forms for form in question if len(form) > 1]
    return [name for form in several for name in form if name in names]


def unrecorded(subject: Score | Condition) -> SearchStrategy[frozenset[str]]:
    """Sets of items to declare as never captured, for ``unrecorded=``.

    Args:
        subject: A score or a condition.
    """
    every = st.sampled_from(sorted(asked(subject).cells))
    return st.frozensets(every, max_size=FEW_GAPS) | st.frozensets(every)
