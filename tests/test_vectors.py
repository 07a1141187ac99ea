"""Every word on arrays equals the word on numbers, whatever is known of each row."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import psoscore as ps
from psoscore.answers import NOT_RELEVANT
from psoscore.cells import Cell
from psoscore.engine.arrays.blocks import Faults
from psoscore.engine.arrays.intake import take_in
from psoscore.engine.arrays.vectors import Vectors
from psoscore.engine.interpret import Interpreter
from psoscore.engine.options import Options
from psoscore.engine.questions import asked
from psoscore.engine.readings import answers
from psoscore.engine.record.answered import Answered
from psoscore.engine.states import Gap
from psoscore.terms import Item, Quantity, Sum
from psoscore.testing import SMALL_CELLS, terms
from psoscore.traversal import cells

pytestmark = pytest.mark.requirement("PSO-ENGINE-001", "PSO-ENGINE-013")

CODE = 9
LENIENT = Options(not_relevant=CODE, invalid="unknown", contradictions="ignore")
DAY = ps.day("d")


def vectors_of(term: Any, arrays: dict[str, Any], options: Options = LENIENT) -> Vectors:
    subject = ps.Score(name="own", title="Own", term=term, provenance=ps.PASI.provenance)
    intake = take_in(asked(subject), arrays, options)
    return Vectors(intake, 0, intake.shape[0], Faults())


def states(cell: Cell) -> st.SearchStrategy[Any]:
    return st.sampled_from([*answers(cell), Gap.BLANK, Gap.REFUSED])


def written(cell: Cell, state: Any) -> float:
    """A state as a number of points in a column."""
    special = {Gap.BLANK: np.nan, Gap.REFUSED: 77.0, NOT_RELEVANT: float(CODE)}
    return special[state] if state in special else state / cell.scale


def same(found: Any, row: int, expected: Any) -> bool:
    value = np.broadcast_to(found, (4,))[row]
    if expected is None:
        return bool(np.isnan(value))
    return bool(value == float(expected) if isinstance(expected, Fraction) else value == expected)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(terms(), st.data())
def test_a_term_has_the_ends_of_each_row(term: Quantity, data: st.DataObject) -> None:
    """
    Known, blank, set aside, not relevant, and columns that were never captured.
    """
    read = dict(cells(term))
    unseen = data.draw(st.sets(st.sampled_from(sorted(read)))) if read else set()
    rows = [{name: data.draw(states(cell)) for name, cell in read.items()} for _ in range(4)]
    arrays = {name: np.array([written(cell, row[name]) for row in rows]) for name, cell in read.items()}
    arrays = {name: column for name, column in arrays.items() if name not in unseen}
    options = Options(not_relevant=CODE, invalid="unknown", contradictions="ignore", unrecorded=unseen)
    if not arrays:
        return

    with np.errstate(invalid="ignore"):
        low, high = Interpreter(vectors_of(term, arrays, options)).pair(term)

    for place, row in enumerate(rows):
        told = row | dict.fromkeys(unseen, Gap.UNRECORDED)
        expected = Interpreter(Answered(told)).pair(term)
        assert same(low, place, expected[0]), told
        assert same(high, place, expected[1]), told


def test_the_cells_of_the_strategy_are_the_ones_that_are_tried() -> None:
    assert [cell.name for cell in SMALL_CELLS] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("at", [-1000, -129, -128, 0, 127, 128, 1000])
def test_thresholds_beyond_the_type_of_a_column_do_not_wrap(at: int) -> None:
    signed = Item(Cell("s", low=-100, high=100))
    condition = signed >= at

    found = ps.judge_arrays(condition, {"s": np.array([-100, 0, 100], np.int8)})

    assert found.tolist() == [int(value >= at) for value in (-100, 0, 100)]


@given(st.lists(st.dates(), min_size=1, max_size=5), st.integers(-1300, 1300), st.dates())
def test_calendar_months_on_arrays(days: list[date], months: int, threshold: date) -> None:
    later = DAY if not months else DAY.plus_months(months)
    column = np.array(days, "datetime64[D]")

    for condition in (later >= threshold, later < threshold):
        single = [ps.judge(condition, {"d": day}).value for day in days]
        assert ps.judge_arrays(condition, {"d": column}).tolist() == single


def test_partial_dates_are_pairs_of_columns() -> None:
    first = np.array(["2015-06-01", "2015-01-01", "NaT"], "datetime64[D]")
    last = np.array(["2015-06-30", "2015-12-31", "2015-12-31"], "datetime64[D]")

    for months, expected in ((0, [1, -1, -1]), (6, [0, -1, -1])):
        fact = DAY.plus_months(months) if months else DAY
        found = ps.judge_arrays(fact <= date(2015, 7, 1), {"d": (first, last)})
        single = [ps.judge(fact <= date(2015, 7, 1), {"d": one}).value for one in ("2015-06", "2015", None)]
        assert found.tolist() == single
        assert found.tolist()[1:] == expected[1:]


def test_spans_with_blanks_are_filled_as_the_manual_says() -> None:
    low = {f"dlqi_{n:02d}": np.array([1.0, 1.0, 1.0]) for n in range(1, 11)}
    arrays: dict[str, Any] = low | {"dlqi_03": (np.array([1, np.nan, 0]), np.array([2, np.nan, 3.0]))}

    lows, highs = ps.bounds_arrays(ps.DLQI, arrays)
    values = ps.score_arrays(ps.DLQI, arrays)

    assert (lows.tolist(), highs.tolist()) == ([10, 9, 9], [11, 12, 12])  # by hand
    np.testing.assert_array_equal(values, [np.nan, 9, np.nan])


def test_nothing_to_add_is_nothing() -> None:
    assert Vectors.total(vectors_of(Item(Cell("a")), {"a": np.array([1])}), Sum(()), []) == 0
