"""The oracle's courses against numbers of the specification, and the library against the oracle."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle_course as oracle
import psoscore as ps
from psoscore.endpoints import (
    DLQI_0_1,
    LOCF,
    LOCF_FROM_BASELINE,
    NRI,
    OBSERVED_CASES,
    ModifiedNRI,
    VisitWindow,
    analysis_record,
    baseline_records,
    first_found,
    impute_flags,
    impute_scores,
    sustained_arrays,
    threshold,
)

COURSES = list(product((True, False, None), repeat=4))
FLAGS = np.array([[-1 if flag is None else int(flag) for flag in course] for course in COURSES], np.int8)
TRUTHS = {True: ps.Truth.TRUE, False: ps.Truth.FALSE, None: ps.Truth.UNKNOWN}
STUDY_DAYS = st.integers(-20, 100).filter(bool)


def as_flags(courses: Any) -> list[list[int]]:
    return [[-1 if flag is None else int(flag) for flag in course] for course in courses]


def test_the_oracle_says_what_the_specification_prints() -> None:
    # Specification A12: subject 2, week 12, is imputed while later visits are observed.
    assert oracle.non_responder([True, None, True]) == [True, False, True]
    # Specification A13: AWLO and AWHI are inclusive; there is no Day 0; week 8 is Day 57.
    assert oracle.window_days(8, 3) == [54, 55, 56, 57, 58, 59, 60]
    assert oracle.window_days(0, 2) == [-2, -1, 1, 2, 3]
    # Specification A13: nearest to target; of a tie the later one.
    assert oracle.analysed(4, 7, [27, 31, 21]) == 1
    # Specification A13: last on or before the first dose.
    assert oracle.baseline_record([-7, 1, None, 2]) == 1
    # Specification A9: with visits at week 8 and months 6, 9, 12 the finding is interval-censored.
    assert oracle.bracket([False, False, True, True], [57, 183, 275, 367]) == (183, 275)


def test_the_oracle_tells_reasons_and_sustained_courses_apart() -> None:
    # A12: who discontinued for lack of efficacy is a non-responder; other missing ones stay missing.
    reasons = (None, "lack of efficacy", "moved away")
    by_visit = oracle.modified_non_responder_by_visit([None, None, None], reasons, {"lack of efficacy"})
    assert by_visit == [None, False, None]
    # By hand: reached at the second visit and kept; lost at the last; never reached.
    courses = ([False, True, True], [True, True, False], [False, False, False])
    assert [oracle.sustained_since_first(course) for course in courses] == [True, False, False]
    assert oracle.completed([None, True]) == [[True, True], [False, True]]
    assert (oracle.agreed([True, True]), oracle.agreed([True, False])) == (True, None)


@pytest.mark.requirement("PSO-ENDP-012", "PSO-ENDP-013", "PSO-ENDP-016")
def test_every_course_of_four_visits_is_imputed_as_the_oracle_does() -> None:
    failures = {"lack of efficacy"}
    reasons = np.array(["lack of efficacy", "moved away", None])
    for rule, filled in (
        (OBSERVED_CASES, [oracle.observed_cases(course) for course in COURSES]),
        (NRI, [oracle.non_responder(course) for course in COURSES]),
        (LOCF, [oracle.carried_forward(course) for course in COURSES]),
    ):
        assert impute_flags(rule, FLAGS).filled.tolist() == as_flags(filled)
    for reason in reasons:
        found = impute_flags(ModifiedNRI(failures=failures), FLAGS, reasons=np.repeat(reason, len(COURSES)))
        expected = [oracle.modified_non_responder(course, reason, failures) for course in COURSES]
        assert found.filled.tolist() == as_flags(expected)


@pytest.mark.requirement("PSO-ENDP-015")
@pytest.mark.parametrize("baseline", [None, 20.0])
def test_scores_are_carried_forward_as_the_oracle_does(baseline: float | None) -> None:
    courses = list(product((12.4, 0.0, None), repeat=4))
    rule = LOCF if baseline is None else LOCF_FROM_BASELINE
    first = None if baseline is None else np.full(len(courses), baseline)

    found = impute_scores(rule, np.array(courses, float), baseline=first).filled

    expected = np.array([oracle.carried_forward(course, baseline) for course in courses], float)
    assert np.array_equal(found, expected, equal_nan=True)


def test_every_settled_course_is_sustained_and_bracketed_as_the_oracle_says() -> None:
    days = [29, 57, 85, 113]
    settled = [course for course in COURSES if None not in course]

    found = sustained_arrays(np.array(settled, np.int8))

    assert found.tolist() == as_flags([oracle.sustained([flag is True for flag in one]) for one in settled])
    for flags, course in zip(FLAGS, COURSES, strict=True):
        bracket = first_found(flags.tolist(), days)
        assert (bracket.after, bracket.by) == oracle.bracket(course, days)


@pytest.mark.requirement("PSO-ENDP-017", "PSO-ENDP-019")
@given(
    st.integers(0, 12),
    st.integers(0, 13),
    st.lists(st.none() | STUDY_DAYS, max_size=6),
    st.booleans(),
)
def test_the_oracle_analyses_the_same_record(
    week: int,
    days: int,
    records: list[int | None],
    later: bool,  # noqa: FBT001 - drawn
) -> None:
    window = VisitWindow.around_week(week, days=days)

    chosen = analysis_record(window, records, tie="later" if later else "earlier")

    assert chosen == oracle.analysed(week, days, records, later=later)


@pytest.mark.requirement("PSO-ENDP-020")
@given(st.lists(st.none() | STUDY_DAYS, min_size=1, max_size=6))
def test_the_oracle_finds_the_same_baseline(records: list[int | None]) -> None:
    flagged = np.flatnonzero(baseline_records(["A"] * len(records), np.array(records, float)))

    expected = oracle.baseline_record(records)
    assert flagged.tolist() == ([] if expected is None else [expected])


def test_absolute_targets_equal_the_oracle() -> None:
    for total in (*range(31), None):
        assert ps.judge(DLQI_0_1, {"visit": total}) is TRUTHS[oracle.dlqi_0_1(total)]
    for limit in (1, 2, 3, 5):  # Specification A8: common targets, inclusive
        target = threshold(at_most=limit)
        for tenths in (*range(721), None):
            record = {"visit": None if tenths is None else tenths / 10}
            assert ps.judge(target, record) is TRUTHS[oracle.at_most(tenths, 10 * limit)]
