"""Cohorts: one array an item, of every type that the array doors take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import strategies as st

from psoscore.answers import NOT_RELEVANT
from psoscore.engine.questions import Questions, asked
from psoscore.testing.record import FEW_GAPS, answers

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn
    from numpy.typing import NDArray

    from psoscore.cells import Cell
    from psoscore.definitions import Score
    from psoscore.terms import Condition

__all__ = ["cohorts"]

Arrays: TypeAlias = "dict[str, NDArray[Any]]"
Row: TypeAlias = dict[str, Any]

INTEGERS = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64")
FLOATS = ("float32", "float64")
MOST_ROWS = 12
UNDER_THE_MASK = 99
"""What stands under a masked entry of an integer array; nobody may read it."""


@st.composite
def cohorts(  # noqa: PLR0913  a cohort is these things
    draw: DrawFn,
    subject: Score | Condition,
    *,
    rows: int | None = None,
    missing: bool = False,
    not_relevant: int | None = None,
    dtype: str | None = None,
) -> Arrays:
    """Mappings of item names to numpy arrays of one length.

    Where a question has several forms, the arrays hold one of them, or all,
    with each row answering one.

    Args:
        draw: Hypothesis draws with it.
        subject: A score or a condition.
        rows: How many rows; drawn, from 0 on, if not given.
        missing: Whether cells may be missing: NaN, NaT, None in arrays of
            objects and masked entries in arrays of integers.
        not_relevant: The code that stands for *not relevant*; None for no such answers.
        dtype: The type of the arrays of numbers, as ``"uint8"``, ``"float32"``
            or ``"object"``; drawn for every array if not given.
    """
    questions = asked(subject)
    size = draw(st.integers(0, MOST_ROWS)) if rows is None else rows
    used = [
        draw(st.sampled_from([(form,) for form in question] + [question])) for question in questions.forms
    ]
    names = [*questions.single, *(name for question in used for form in question for name in form)]
    table = [draw(_rows(questions, tuple(used), missing=missing)) for _ in range(size)]
    return {
        name: draw(_arrays(questions.cells[name], [row.get(name) for row in table], not_relevant, dtype))
        for name in names
    }


@st.composite
def _rows(
    draw: DrawFn, questions: Questions, used: tuple[tuple[tuple[str, ...], ...], ...], *, missing: bool
) -> Row:
    """One row: every answer, NOT_RELEVANT included; nothing where a cell is blank."""
    chosen = [draw(st.sampled_from(question)) for question in used]
    names = [*questions.single, *(name for form in chosen for name in form)]
    every = st.sampled_from(names)
    gaps: frozenset[str] = frozenset()
    if missing:
        gaps = draw(st.frozensets(every, max_size=FEW_GAPS) | st.frozensets(every))
    return {name: draw(answers(questions.cells[name])) for name in names if name not in gaps}


@st.composite
def _arrays(draw: DrawFn, cell: Cell, column: list[Any], code: int | None, dtype: str | None) -> NDArray[Any]:
    """A column as one array; None is a missing cell."""
    import numpy as np  # noqa: PLC0415  numpy loads when it is used

    blank = [answer is None for answer in column]
    if cell.kind == "day":
        return np.array(
            ["NaT" if gap else answer for gap, answer in zip(blank, column, strict=True)], "M8[D]"
        )
    if cell.kind in {"flag", "code"}:
        return np.array(column, object)
    spare = cell.low if cell.allowed is None else cell.allowed[0]
    filled = [spare if answer is NOT_RELEVANT and code is None else answer for answer in column]
    filled = [code if answer is NOT_RELEVANT else answer for answer in filled]
    kind = dtype or draw(st.sampled_from(_types(cell, code)))
    if kind == "object":
        return np.array(filled, object)
    if kind in FLOATS:
        numbers = [np.nan if answer is None else answer for answer in filled]
        return np.array(numbers, kind)
    numbers = [UNDER_THE_MASK if answer is None else answer for answer in filled]
    made: NDArray[Any] = np.array(numbers, kind)
    return np.ma.MaskedArray(made, mask=blank) if any(blank) else made


def _types(cell: Cell, code: int | None) -> tuple[str, ...]:
    """The types that hold every answer of a cell."""
    import numpy as np  # noqa: PLC0415  numpy loads when it is used

    if cell.scale != 1 or cell.kind == "measure":
        return (*FLOATS, "object")
    held = [cell.low, cell.high, UNDER_THE_MASK, *([] if code is None else [code])]
    whole = (kind for kind in INTEGERS if np.iinfo(kind).min <= min(held) and max(held) <= np.iinfo(kind).max)
    return (*whole, *FLOATS, "object")
