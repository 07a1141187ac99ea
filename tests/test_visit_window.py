"""Visit windows, analysis records and baselines, against plain loops over calendar days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import psoscore as ps
from psoscore.dates import study_day
from psoscore.endpoints import (
    VisitWindow,
    analysis_record,
    assign_windows,
    baseline_records,
    window_of,
)
from psoscore.endpoints.visit_window import days_apart

FIRST_DOSE = date(2015, 8, 31)
WINDOWS = [VisitWindow.around_week(week, days=7) for week in (4, 8, 12)]
STUDY_DAYS = st.integers(-20, 100).filter(bool)
RECORDS = st.lists(st.tuples(st.sampled_from("ABC"), st.none() | STUDY_DAYS, st.booleans()), max_size=25)


@pytest.mark.requirement("PSO-ENDP-017")
@pytest.mark.parametrize("week", [-4, -1, 0, 1, 2, 4, 8, 12, 52])
def test_week_w_is_day_7_w_plus_1_and_edges_are_inside(week: int) -> None:
    window = VisitWindow.around_week(week, days=3, name="Visit")
    # The calendar knows no day 0: days from three before the target to three after it.
    target = FIRST_DOSE + timedelta(weeks=week)
    inside = [study_day(target + timedelta(days=days), FIRST_DOSE) for days in range(-4, 5)]

    assert window.target == inside[4] == (7 * week + 1 if week >= 0 else 7 * week)
    assert [window_of([window], day) == window for day in inside] == [False, *[True] * 7, False]
    assert (window.name, window.number) == ("Visit", week)


@pytest.mark.requirement("PSO-ENDP-017")
@pytest.mark.parametrize("target", [-3, -1, 1, 5])
def test_days_between_are_those_of_the_calendar(target: int) -> None:
    days = [study_day(FIRST_DOSE + timedelta(days=elapsed), FIRST_DOSE) for elapsed in range(-9, 10)]
    place = days.index(target)

    assert [days_apart(day, target) for day in days] == [abs(one - place) for one in range(len(days))]


@pytest.mark.requirement("PSO-ENDP-017")
def test_there_is_no_day_0() -> None:
    with pytest.raises(ps.InputError) as caught:
        window_of(WINDOWS, 0)
    assert str(caught.value) == "day: no day 0; allowed is study days below or above 0"
    with pytest.raises(ps.InputError) as caught:
        assign_windows(WINDOWS, ["A", "A", "A"], [29, 0, 1.5])
    assert str(caught.value) == (
        "day: no study day; allowed is whole study days; the day before day 1 is day -1; 2 cells, at 1, 2"
    )
    for low, target, high in [(0, 1, 2), (-1, 0, 1), (5, 4, 6), (1, 3, 2)]:
        with pytest.raises(ps.DefinitionError) as refused:
            VisitWindow(name="V", number=1, low=low, target=target, high=high)
        assert str(refused.value) == "V: low, target and high must rise, and there is no day 0"


@pytest.mark.requirement("PSO-ENDP-017")
@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (
            lambda: VisitWindow.around_week(2.5, days=3),  # type: ignore[arg-type]
            ps.DefinitionError,
            "Week 2.5: 2.5; weeks and days are whole numbers",
        ),
        (
            lambda: VisitWindow(name="V", number=1, low=1, target=1.5, high=2),  # type: ignore[arg-type]
            ps.DefinitionError,
            "V: 1.5; weeks and days are whole numbers",
        ),
        (
            lambda: window_of(WINDOWS, 29.5),  # type: ignore[arg-type]
            ps.InputError,
            "day: 29.5 not whole; allowed is whole study days",
        ),
        (
            lambda: window_of(WINDOWS, "29"),  # type: ignore[arg-type]
            ps.InputError,
            "day: '29' not whole; allowed is whole study days",
        ),
        (
            lambda: assign_windows(WINDOWS, ["A"], ["29"]),
            ps.InputError,
            "day: <U2 no number; allowed is numbers",
        ),
        (
            lambda: assign_windows(WINDOWS, ["A", None], [29, 29]),
            ps.InputError,
            "subject: missing; allowed is the name of a patient; 1 cell, at 1",
        ),
        (
            lambda: baseline_records(["A", pd.NA], [1, 1]),
            ps.InputError,
            "subject: missing; allowed is the name of a patient; 1 cell, at 1",
        ),
        (
            lambda: baseline_records(["A"], [1e300]),
            ps.InputError,
            "day: no study day; allowed is whole study days; the day before day 1 is day -1; 1 cell, at 0",
        ),
        (
            lambda: baseline_records([1.0, np.nan], [1, 1]),
            ps.InputError,
            "subject: missing; allowed is the name of a patient; 1 cell, at 1",
        ),
    ],
    ids=["week", "target", "day", "text", "texts", "nobody", "na", "far", "nan"],
)
def test_what_is_no_study_day_and_no_patient_is_refused(
    make: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        make()
    assert str(caught.value) == message


@pytest.mark.requirement("PSO-ENDP-017")
def test_a_day_that_is_not_known_belongs_to_no_window() -> None:
    assert window_of(WINDOWS, None) is window_of(WINDOWS, float("nan")) is None  # type: ignore[arg-type]


@pytest.mark.requirement("PSO-ENDP-018")
@pytest.mark.parametrize(
    ("windows", "message"),
    [
        (
            [VisitWindow.around_week(4, days=14), VisitWindow.around_week(8, days=14)],
            "Week 4 ends on day 43, when Week 8 has begun on day 43",
        ),
        ([], "at least one window is needed"),
        (
            [VisitWindow.around_week(4, days=3, name="V"), VisitWindow.around_week(8, days=3, name="V")],
            "two windows have one name",
        ),
        (
            [
                VisitWindow(name="a", number=1, low=2, target=2, high=2),
                VisitWindow(name="b", number=1, low=3, target=3, high=3),
            ],
            "two windows have one number",
        ),
    ],
    ids=["shared day", "none", "name", "number"],
)
def test_windows_that_do_not_go_together_are_refused(windows: Any, message: str) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        window_of(windows, 29)
    assert str(caught.value) == message


@pytest.mark.requirement("PSO-ENDP-019")
def test_ties_go_to_the_later_record_unless_the_caller_says_otherwise() -> None:
    window = VisitWindow.around_week(4, days=7)  # target 29

    # By hand: 27 and 31 lie two days away; two records of one day go by their place.
    assert analysis_record(window, [27, 31]) == 1
    assert analysis_record(window, [31, 27]) == 0
    assert analysis_record(window, [27, 31], tie="earlier") == 0
    assert analysis_record(window, [29, 29]) == 1
    assert analysis_record(window, [29, 29], tie="earlier") == 0
    assert analysis_record(window, [None, 21, 37]) is None
    assert window_of([window], None) is None
    odd: Any = "nearest"
    for refuse in (
        lambda: analysis_record(window, [1], tie=odd),
        lambda: assign_windows([window], [1], [1], tie=odd),
    ):
        with pytest.raises(ps.DefinitionError) as caught:
            refuse()
        assert str(caught.value) == "tie='nearest'; choose from 'later', 'earlier'"


@pytest.mark.requirement("PSO-ENDP-017", "PSO-ENDP-019")
@given(RECORDS, st.sampled_from(["later", "earlier"]))
def test_many_records_are_assigned_as_one_by_one(records: list[Any], tie: Any) -> None:
    subject, day, known = ([one[place] for one in records] for place in range(3))

    found = assign_windows(WINDOWS, subject, np.array(day, float), known=known, tie=tie)

    windows = [window_of(WINDOWS, one) for one in day]
    assert found.window.tolist() == [-1 if one is None else WINDOWS.index(one) for one in windows]
    expected = set()
    for who in set(subject):
        rows = [row for row, one in enumerate(subject) if one == who]
        for window in WINDOWS:
            chosen = analysis_record(window, [day[row] if known[row] else None for row in rows], tie=tie)
            expected |= set() if chosen is None else {rows[chosen]}
    assert set(np.flatnonzero(found.analysed)) == expected


@pytest.mark.requirement("PSO-ENDP-020")
@given(RECORDS)
def test_the_baseline_is_the_last_value_on_or_before_day_1(records: list[Any]) -> None:
    subject, day, known = ([one[place] for one in records] for place in range(3))

    found = baseline_records(subject, np.array(day, float), known=known)

    expected = set()
    for who in set(subject):
        rows = [row for row, one in enumerate(subject) if one == who and known[row]]
        before = [(day[row], row) for row in rows if day[row] is not None and day[row] <= 1]
        expected |= {max(before)[1]} if before else set()
    assert set(np.flatnonzero(found)) == expected


def test_lengths_must_agree() -> None:
    with pytest.raises(ps.InputError) as caught:
        baseline_records(["A"], [1, 2])
    assert str(caught.value) == "day: (2,) wrong length; allowed is (1,)"
    with pytest.raises(ps.InputError) as caught:
        baseline_records(["A"], [1], known=[True, True])
    assert str(caught.value) == "known: (2,) wrong length; allowed is (1,)"


class Nameless:
    def __str__(self) -> str:
        raise RuntimeError

    def __bool__(self) -> bool:
        raise RuntimeError


@pytest.mark.parametrize("subject", ["A", [["A"], ["B"]], [["A"], ["B", "C"]], None], ids=repr)
def test_subjects_are_one_a_record(subject: Any) -> None:
    for refuse in (
        lambda: assign_windows(WINDOWS, subject, [29, 30]),
        lambda: baseline_records(subject, [29, 30]),
    ):
        with pytest.raises(ps.InputError) as caught:
            refuse()
        assert str(caught.value) == "subject: no column; allowed is one patient a record"


def test_strange_objects_are_no_names_and_no_truth_values() -> None:
    with pytest.raises(ps.InputError) as caught:
        baseline_records(["A", Nameless()], [29, 30])
    assert str(caught.value) == "subject: no column; allowed is the name of a patient a record"
    with pytest.raises(ps.InputError) as caught:
        baseline_records(["A", "B"], [29, 30], known=[True, Nameless()])
    assert str(caught.value) == "known: no column; allowed is one truth value a record"


AROUND = (-4, -3, -2, -1, 1, 2, 3, 4)
"""Consecutive days of the calendar; there is no day 0."""


@pytest.mark.requirement("PSO-ENDP-019")
@pytest.mark.parametrize("target", AROUND)
@pytest.mark.parametrize("tie", ["later", "earlier"])
def test_of_any_two_records_the_nearer_one_is_analysed(target: int, tie: Any) -> None:
    pairs = list(product(AROUND, repeat=2))
    subject = [number for number, _ in enumerate(pairs) for _ in range(2)]
    window = VisitWindow(name="V", number=1, low=-4, target=target, high=4)

    found = assign_windows([window], subject, [day for pair in pairs for day in pair], tie=tie)

    far = {day: abs(AROUND.index(day) - AROUND.index(target)) for day in AROUND}
    for (first, second), analysed in zip(pairs, found.analysed.reshape(-1, 2).tolist(), strict=True):
        wins = far[second] < far[first]
        if far[first] == far[second]:
            wins = second >= first if tie == "later" else second < first
        assert analysed == [not wins, wins]
        assert analysis_record(window, [first, second], tie=tie) == int(wins)


@pytest.mark.requirement("PSO-ENDP-017")
def test_both_edges_of_a_window_are_inside_in_arrays_too() -> None:
    windows = [
        VisitWindow(name="a", number=1, low=-3, target=-3, high=-1),
        VisitWindow(name="b", number=2, low=2, target=3, high=3),
    ]

    # By hand; every record is another patient's.
    found = assign_windows(windows, range(8), AROUND)
    assert found.window.tolist() == [-1, 0, 0, 0, -1, 1, 1, -1]
    assert found.analysed.tolist() == [place >= 0 for place in found.window]
    assert analysis_record(windows[0], [None, -1]) == 1


@pytest.mark.requirement("PSO-ENDP-018")
def test_windows_that_share_many_days_are_refused() -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        window_of([VisitWindow.around_week(4, days=20), VisitWindow.around_week(8, days=20)], 29)
    assert str(caught.value) == "Week 4 ends on day 49, when Week 8 has begun on day 37"
