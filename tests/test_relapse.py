"""Relapse and rebound equal the oracle for both definitions, at every visit and through every door."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle_index
import psoscore as ps
from psoscore.algebra import linear
from psoscore.endpoints import RELAPSES, RelapseDefinition, rebound, relapse, relapse_arrays
from psoscore.instruments.pasi import PASI_HALF_POINTS

ORACLES: dict[str, Any] = {"npf": oracle_index.relapse_npf, "emea": oracle_index.relapse_emea}
REBOUNDS: dict[str, Any] = {"npf": oracle_index.rebound_npf, "emea": oracle_index.rebound_emea}
BOTH = pytest.mark.parametrize("name", ["npf", "emea"])
VISITS = ("first", "second", "third")


def score_from(low: int, high: int) -> ps.Score:
    """A score of whole points."""
    points = ps.number("points", low=low, high=high)
    return ps.Score(name="points", title="Points", term=points, provenance=RELAPSES["npf"].provenance)


SMALL = score_from(0, 4)
"""Five values, so that every course and every completion of it can be walked through."""
MEAN = ps.Score(
    name="mean",
    title="Mean of three answers of 1 or 2",
    term=linear([(Fraction(1, 3), ps.number(name, low=1, high=2)) for name in ("a", "b", "c")]),
    provenance=RELAPSES["npf"].provenance,
)
SCORES = pytest.mark.parametrize("of", [SMALL, score_from(-2, 1), MEAN], ids=["0-4", "below 0", "thirds"])


@BOTH
@pytest.mark.requirement("PSO-ENDP-005", "PSO-ENDP-006")
@given(baseline=st.integers(1, 720), visits=st.lists(st.integers(0, 720), min_size=1, max_size=9))
def test_relapse_equals_the_oracle(name: str, baseline: int, visits: list[int]) -> None:
    found = relapse_arrays([baseline / 10], [np.array(visits) / 10], definition=name)

    assert found[0].tolist() == [int(one) for one in ORACLES[name](baseline, visits)]
    assert found.dtype == np.int8


@BOTH
@pytest.mark.requirement("PSO-ENDP-005", "PSO-ENDP-006")
def test_every_course_of_a_small_score_equals_the_oracle(name: str) -> None:
    courses = np.array(list(product(range(1, 5), range(5), range(5), range(5))))

    found = relapse_arrays(courses[:, 0], courses[:, 1:], definition=name, of=SMALL)

    assert found.tolist() == [list(map(int, ORACLES[name](one[0], one[1:]))) for one in courses.tolist()]


def levels_of(of: ps.Score) -> list[int]:
    """Every value of a score, in its units."""
    return list(range(int(of.low * of.scale), int(of.high * of.scale) + 1))


def in_points(courses: list[tuple[int | None, ...]], of: ps.Score) -> Any:
    """Courses as a table of floats, NaN where a visit is missing."""
    return np.array([[np.nan if one is None else one / of.scale for one in course] for course in courses])


@BOTH
@SCORES
@pytest.mark.requirement("PSO-ENDP-005", "PSO-ENDP-006")
def test_a_missing_visit_is_settled_where_every_completion_agrees(name: str, of: ps.Score) -> None:
    """
    The oracle walks through every completion of every course with missing visits.
    """
    levels = levels_of(of)
    starts = [one for one in levels if one > 0 or name == "emea"]
    courses = list(product(starts, *[[*levels, None]] * 3))
    data = in_points(courses, of)

    found = relapse_arrays(data[:, 0], data[:, 1:], definition=name, of=of)

    for course, verdicts in zip(courses, found.tolist(), strict=True):
        completions = product(*(levels if one is None else [one] for one in course[1:]))
        seen = list(zip(*(ORACLES[name](course[0], one) for one in completions), strict=True))
        assert verdicts == [int(one[0]) if len(set(one)) == 1 else -1 for one in seen], course


@BOTH
@SCORES
@pytest.mark.requirement("PSO-ENDP-005", "PSO-ENDP-006")
def test_the_condition_and_the_running_minimum_are_one_rule(name: str, of: ps.Score) -> None:
    levels = levels_of(of)
    courses = list(product(levels, *[[*levels, None]] * 3))
    data = in_points(courses, of)
    facts = {"baseline": data[:, 0]} | dict(zip(VISITS, data.T[1:], strict=True))
    running = relapse_arrays(data[:, 0], data[:, 1:], definition=name, of=of)
    for place in (1, 2):
        condition = relapse(definition=name, visit=VISITS[place], earlier=VISITS[:place], of=of)

        np.testing.assert_array_equal(ps.judge_arrays(condition, facts), running[:, place])
    frame = pl.DataFrame({key: pl.Series(one).fill_nan(None) for key, one in facts.items()})
    lazy = ps.judge_frame(frame.lazy(), {"relapse": condition}).collect()
    assert lazy["relapse"].to_list() == running[:, 2].tolist()


@pytest.mark.requirement("PSO-ENDP-005", "PSO-ENDP-006")
def test_the_two_definitions_part_at_the_edge() -> None:
    # By hand: baseline 20, lowest 10: half of the improvement is lost at 15.
    course = [[10.0, 14.9, 15.0, 15.1]]

    assert relapse_arrays([20], course, definition="npf").tolist() == [[0, 0, 1, 1]]
    assert relapse_arrays([20], course, definition="emea").tolist() == [[0, 0, 0, 1]]
    # An improvement of 45 % counts for the one and not for the other.
    assert relapse_arrays([20], [[11.0, 20.0]], definition="npf").tolist() == [[0, 0]]
    assert relapse_arrays([20], [[11.0, 20.0]], definition="emea").tolist() == [[0, 1]]


@pytest.mark.requirement("PSO-ENDP-005", "PSO-ENDP-006")
def test_from_a_baseline_of_0_or_none_nothing_is_lost() -> None:
    assert relapse_arrays([0.0], [[0.0, 3.0]], definition="npf").tolist() == [[-1, -1]]
    assert relapse_arrays([0.0], [[0.0, 3.0]], definition="emea").tolist() == [[0, 0]]
    for name in RELAPSES:
        assert relapse_arrays([None], [[1.0, 3.0]], definition=name).tolist() == [[-1, -1]]


def test_half_points_and_shapes_of_their_own() -> None:
    # By hand: 0.05 is a step of the PASI with half points; 2 * 0.15 >= 0.2 + 0.1.
    found = relapse_arrays(0.2, [0.1, 0.15], definition="npf", of=PASI_HALF_POINTS)
    assert found.tolist() == [0, 1]
    with pytest.raises(ps.InputError) as caught:
        relapse_arrays([0.2], [[0.11, np.nan]], definition="npf", of=PASI_HALF_POINTS)
    assert str(caught.value) == "visits: too fine; allowed is 0 to 72 in steps of 0.05; 1 cell, at 0"
    with pytest.raises(ps.InputError) as caught:
        relapse_arrays([20.0], [[73.0]], definition="npf")
    assert str(caught.value) == "visits: out of range; allowed is 0 to 72 in steps of 0.1; 1 cell, at 0"


@pytest.mark.requirement("PSO-ENDP-007")
@pytest.mark.parametrize("last_dose", [date(2015, 10, 31), date(2015, 11, 30), date(2016, 1, 15)])
@BOTH
def test_rebound_equals_the_oracle_around_every_edge(name: str, last_dose: date) -> None:
    days = [last_dose + timedelta(days=one) for one in (-1, 0, 1, 58, 59, 60, 61, 62, 90, 91, 92, 93)]
    scores = [(80, 99), (80, 100), (80, 101), (1, 1), (1, 2)]
    cases = [(b, v, on) for (b, v), on in product(scores, days)]
    expected = [int(REBOUNDS[name](b, v, last_dose, on)) for b, v, on in cases]
    condition = rebound(definition=name)
    data = {
        "baseline": np.array([b for b, _, _ in cases]) / 10,
        "visit": np.array([v for _, v, _ in cases]) / 10,
        "visit_day": np.array([on for _, _, on in cases], "M8[D]"),
        "last_dose_day": np.full(len(cases), last_dose, "M8[D]"),
    }

    assert ps.judge_arrays(condition, data).tolist() == expected
    for (b, v, on), one in zip(cases, expected, strict=True):
        record = {"baseline": b / 10, "visit": v / 10, "visit_day": on, "last_dose_day": last_dose}
        assert ps.judge(condition, record).value == one


@pytest.mark.requirement("PSO-ENDP-007")
@BOTH
@pytest.mark.parametrize("last_dose", [date(2015, 10, 31), date(2015, 11, 30), date(2016, 1, 15)])
def test_a_rebound_with_a_new_form_equals_the_oracle_over_every_completion(
    name: str, last_dose: date
) -> None:
    """
    Scores on and beside 125 % of baseline or missing, a new form, none or not
    said, on the days around every edge: settled where every completion agrees.
    """
    days = [last_dose + timedelta(days=one) for one in (-1, 0, 1, 60, 61, 62, 90, 91, 92, 93)]
    cases = list(product((80, 1), (0, 1, 2, 99, 100, 101, 720, None), (True, False, None), days))
    condition = rebound(definition=name, new_form="pustular")
    data = {
        "baseline": np.array([case[0] for case in cases]) / 10,
        "visit": np.array([np.nan if case[1] is None else case[1] / 10 for case in cases]),
        "pustular": np.array([case[2] for case in cases], float),
        "visit_day": np.array([case[3] for case in cases], "M8[D]"),
        "last_dose_day": np.full(len(cases), last_dose, "M8[D]"),
    }

    found = ps.judge_arrays(condition, data)

    for (baseline, visit, new_form, on), verdict in zip(cases, found.tolist(), strict=True):
        said = {
            REBOUNDS[name](baseline, one, last_dose, on, new_form=form)
            for one in (range(721) if visit is None else [visit])
            for form in ((True, False) if new_form is None else [new_form])
        }
        assert verdict == (int(said.pop()) if len(said) == 1 else -1), (baseline, visit, new_form, on)
        record = {
            "baseline": baseline / 10,
            "visit": None if visit is None else visit / 10,
            "pustular": new_form,
            "visit_day": on,
            "last_dose_day": last_dose,
        }
        assert ps.judge(condition, record).value == verdict


@pytest.mark.requirement("PSO-ENDP-007")
@BOTH
def test_a_new_form_is_a_rebound_whatever_the_score(name: str) -> None:
    condition = rebound(definition=name, new_form="pustular")
    record = {"baseline": 8.0, "visit": 2.0, "last_dose_day": date(2015, 10, 1)}

    soon, late = ({**record, "visit_day": date(2015, month, 1)} for month in (11, 1))
    assert ps.judge(condition, {**soon, "pustular": True}) is ps.Truth.TRUE
    assert ps.judge(condition, {**soon, "pustular": False}) is ps.Truth.FALSE
    assert ps.judge(condition, {**soon, "pustular": None}) is ps.Truth.UNKNOWN
    assert ps.judge(condition, {**late, "pustular": True}) is ps.Truth.FALSE


@pytest.mark.requirement("PSO-ENDP-007")
def test_a_partial_date_settles_what_its_range_settles() -> None:
    record = {"baseline": 8.0, "visit": 12.0, "last_dose_day": date(2015, 10, 15)}

    verdicts = [
        ps.judge(rebound(definition="npf"), {**record, "visit_day": day})
        for day in ("2015-11", "2016-01", "2016-02")
    ]

    # By hand: the three months end on 2016-01-15.
    assert verdicts == [ps.Truth.TRUE, ps.Truth.UNKNOWN, ps.Truth.FALSE]


@pytest.mark.requirement("PSO-ENDP-005")
def test_a_course_may_be_seen_every_day_of_a_year() -> None:
    days = [f"day_{number}" for number in range(365)]
    condition = relapse(definition="npf", visit="year", earlier=days)

    # By hand: halved on one day only; half of that gain is lost at 15.
    course = dict.fromkeys(days, 20.0) | {"day_200": 10.0}
    for year, verdict in ((15.0, ps.Truth.TRUE), (14.9, ps.Truth.FALSE)):
        assert ps.judge(condition, {"baseline": 20.0, **course, "year": year}) is verdict
        found = relapse_arrays([20.0], [[*course.values(), year]], definition="npf")
        assert found[0, -1] == verdict.value


def test_a_definition_of_ones_own_goes_the_same_ways() -> None:
    own = RelapseDefinition(
        name="own",
        title="Own",
        strict=True,
        halved=True,
        rebound_months=1,
        provenance=RELAPSES["npf"].provenance,
    )

    # By hand: exactly half is lost at 15, which is not more than half.
    assert relapse_arrays([20], [[10.0, 15.0, 15.1]], definition=own).tolist() == [[0, 0, 1]]
    condition = relapse(definition=own, visit="b", earlier=["a"])
    assert ps.judge(condition, {"baseline": 20, "a": 10, "b": 15}) is ps.Truth.FALSE


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: relapse(definition="usa", visit="a", earlier=["b"]),
            "no definition of relapse is called 'usa'; choose from 'npf', 'emea'",
        ),
        (
            lambda: relapse(definition="npf", visit="a", earlier=[]),
            "a relapse needs earlier visits, each once and none of them the visit or the baseline",
        ),
        (
            lambda: relapse(definition="npf", visit="a", earlier=["b", "b"]),
            "a relapse needs earlier visits, each once and none of them the visit or the baseline",
        ),
        (
            lambda: rebound(definition="npf", on="day", last_dose="day"),
            "the facts of a rebound need names of their own",
        ),
    ],
    ids=["no definition", "no visit", "twice", "one day"],
)
def test_a_relapse_that_cannot_mean_anything_is_refused(make: Any, message: str) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        make()
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("baseline", "visits", "came", "allowed"),
    [
        ([20.0, 20.0], [[10.0]], "(1, 1)", "(2,)"),
        ([20.0], [[10.0], [10.0]], "(2, 1)", "(1,)"),
        (20.0, [[10.0]], "(1, 1)", "()"),
        (20.0, 10.0, "()", "()"),
    ],
    ids=["more baselines", "more courses", "one baseline", "one visit"],
)
def test_a_course_of_each_patient_goes_with_one_baseline(
    baseline: Any, visits: Any, came: str, allowed: str
) -> None:
    with pytest.raises(ps.InputError) as caught:
        relapse_arrays(baseline, visits, definition="npf")
    assert str(caught.value) == f"visits: {came} wrong length; allowed is {allowed} and an axis of visits"


def test_patients_on_any_number_of_axes_keep_them() -> None:
    courses = np.array(list(product(range(5), [0, 2, 4, np.nan], [0, 2, 4, np.nan]))).reshape(2, 10, 4, 3)

    found = relapse_arrays(courses[..., 0], courses[..., 1:], definition="emea", of=SMALL)

    # The same courses in one row each, which is tested against every completion above.
    rows = courses.reshape(-1, 3)
    alone = relapse_arrays(rows[:, 0], rows[:, 1:], definition="emea", of=SMALL)
    np.testing.assert_array_equal(found, alone.reshape(2, 10, 4, 2))


@pytest.mark.parametrize("high", [2**bits + more for bits in (6, 7, 14, 15, 30, 31) for more in (-1, 0, 1)])
def test_scores_of_every_width_are_judged_alike(high: int) -> None:
    found = relapse_arrays(
        [high, high], [[0, high, 0], [0, None, high]], definition="npf", of=score_from(0, high)
    )

    # By hand: halved at the first visit; all of the gain is lost where the score is at its greatest again.
    assert found.tolist() == [[0, 1, 0], [0, -1, 1]]
    # From 1 to as far below: all is lost at 1, and a little of it at the last visit.
    found = relapse_arrays([1], [[-high, 1, 1 - high]], definition="npf", of=score_from(-high, 1))
    assert found.tolist() == [[0, 1, 0]]


@pytest.mark.parametrize(("name", "verdict"), [("npf", ps.Truth.UNKNOWN), ("emea", ps.Truth.FALSE)])
def test_from_a_baseline_of_nought_no_percentage_is_a_rebound(name: str, verdict: ps.Truth) -> None:
    """
    125 % of nothing means nothing (npf); more than that is asked for by emea, which 0 is not.
    """
    days = {"last_dose_day": date(2015, 10, 31), "visit_day": date(2015, 11, 30)}

    assert ps.judge(rebound(definition=name), {"baseline": 0, "visit": 0, **days}) is verdict


def test_scores_in_half_points_reach_their_own_range() -> None:
    # By hand: 72 is the greatest PASI, whatever its steps; halved at 36, and half of the gain lost at 54.
    found = relapse_arrays([72.0], [[36.0, 53.95, 54.0]], definition="npf", of=PASI_HALF_POINTS)

    assert found.tolist() == [[0, 0, 1]]
    with pytest.raises(ps.InputError, match=r"0 to 72 in steps of 0\.05"):
        relapse_arrays([72.0], [[72.05]], definition="npf", of=PASI_HALF_POINTS)
