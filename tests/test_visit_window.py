"""Visit windows, analysis records and baselines, against plain loops over calendar days."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import partial
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
            lambda: assign_windows(WINDOWS, ["A"], np.array([29], "timedelta64[D]")),
            ps.InputError,
            "day: timedelta64[D] no number; allowed is numbers",
        ),
        (
            lambda: VisitWindow(name="V", number=1, low=0.5, target=1.5, high=2),  # type: ignore[arg-type]
            ps.DefinitionError,
            "V: 1.5; weeks and days are whole numbers",
        ),
        (
            lambda: assign_windows(WINDOWS, np.ma.MaskedArray([7, 8], [False, True]), [29, 29]),
            ps.InputError,
            "subject: missing; allowed is the name of a patient; 1 cell, at 1",
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
    ids=[
        "week",
        "target",
        "day",
        "text",
        "texts",
        "span",
        "two days",
        "masked",
        "nobody",
        "na",
        "far",
        "nan",
    ],
)
def test_what_is_no_study_day_and_no_patient_is_refused(
    make: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        make()
    assert str(caught.value) == message


@pytest.mark.requirement("PSO-ENDP-017")
def test_a_day_that_is_not_known_belongs_to_no_window() -> None:
    missing: tuple[Any, ...] = (None, float("nan"), pd.NA, pd.NaT, np.ma.masked)
    assert [window_of(WINDOWS, one) for one in missing] == [None] * 5
    assert analysis_record(WINDOWS[0], [*missing, 29]) == 5
    # Dashes for masked cells, which have whole numbers underneath.
    days = np.ma.MaskedArray([29, 30, 57], [True, False, False])
    assert assign_windows(WINDOWS, ["A", "B", "C"], days).window.tolist() == [-1, 0, 1]
    assert baseline_records([1, 2], np.ma.MaskedArray([1, 1], [True, False])).tolist() == [False, True]


@pytest.mark.requirement("PSO-ENDP-017")
@pytest.mark.parametrize("kind", [float, np.float32, Fraction])
def test_of_every_quarter_of_a_day_only_whole_days_are_study_days(kind: Any) -> None:
    for quarters in (one for one in range(-40, 41) if one % 4):
        day = kind(quarters / 4)
        with pytest.raises(ps.InputError):
            window_of(WINDOWS, day)
        with pytest.raises(ps.InputError):
            analysis_record(WINDOWS[0], [29, day])
        with pytest.raises(ps.InputError):
            baseline_records(["A", "A"], [kind(1), day])


@pytest.mark.requirement("PSO-ENDP-017")
@pytest.mark.parametrize("day", [0, 0.0, "29", True])
def test_what_is_no_study_day_is_refused_among_the_records_of_a_window(day: Any) -> None:
    with pytest.raises(ps.InputError):
        analysis_record(WINDOWS[0], [29, day])


@pytest.mark.requirement("PSO-ENDP-017")
@pytest.mark.parametrize("kind", [int, float, object, "int32", "uint64", "float32"])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_date_that_was_taken_for_a_study_day_is_refused(kind: Any, sign: int) -> None:
    """
    31 August 2015 written as a number, and in seconds since 1970; the limit is a million days, 27 centuries.
    """
    if sign < 0 and kind == "uint64":
        return
    for day in (10**6 + 1, 20150831, 1440979200):
        column = np.array([29, sign * day], kind)
        of_arrays: list[Any] = [partial(assign_windows, WINDOWS), baseline_records]
        for refuse in of_arrays:
            with pytest.raises(ps.InputError) as caught:
                refuse(["A", "A"], column)
            assert str(caught.value) == (
                "day: no study day; allowed is whole study days; the day before day 1 is day -1; 1 cell, at 1"
            )
        of_one: list[Any] = [partial(window_of, WINDOWS), lambda one: analysis_record(WINDOWS[0], [29, one])]
        for refuse in of_one:
            with pytest.raises(ps.InputError) as caught:
                refuse(column[1])
            assert str(caught.value) == (
                f"day: {column[1]!r} no study day; allowed is study days from -1000000 to 1000000 "
                "(it looks like a date)"
            )
    million = sign * 10**6
    far = VisitWindow(name="V", number=1, low=million, target=million, high=million)
    assert window_of([far], million) == far
    assert assign_windows([far], ["A"], np.array([million], kind)).window.tolist() == [0]


@pytest.mark.requirement("PSO-ENDP-017")
@pytest.mark.parametrize("day", [-(2**63), 2**63, 2**64 - 8, 1000000.5, -1000000.5])
def test_no_number_is_too_large_to_be_refused(day: Any) -> None:
    """
    The ends of what 64 bits hold, one that would wrap to day -8, and a part of a day beyond the limit.
    """
    with pytest.raises(ps.InputError):
        assign_windows(WINDOWS, ["A"], np.array([day]))


@pytest.mark.requirement("PSO-ENDP-019")
@pytest.mark.parametrize("kind", ["int8", "uint8", "int16", "uint16", "int64", "float32", "object"])
@pytest.mark.parametrize(("tie", "chosen"), [("later", 3), ("earlier", 2)])
def test_days_in_narrow_integers_do_not_wrap(kind: str, tie: Any, chosen: int) -> None:
    # By hand: 27 and 31 lie two days from the target, 22 and 36 seven.
    days: Any = np.array([22, 36, 27, 31], kind)

    assert analysis_record(WINDOWS[0], days, tie=tie) == chosen
    found = assign_windows(WINDOWS, ["A"] * 4, days, tie=tie)
    assert np.flatnonzero(found.analysed).tolist() == [chosen]
    low, target, high = np.array([22, 29, 36], kind)
    assert (
        analysis_record(VisitWindow(name="V", number=4, low=low, target=target, high=high), days, tie=tie)
        == chosen
    )


@pytest.mark.requirement("PSO-ENDP-019")
@pytest.mark.parametrize("kind", ["int8", "uint8", "int64", "uint64", str, object])
def test_patients_are_told_apart_by_numbers_and_names_of_every_type(kind: Any) -> None:
    # The numbers at both ends of a byte, each patient with a record before the best one and one after it.
    numbers = [0, 127, 1] if kind in {"uint8", "uint64"} else [-128, 127, 0]
    subject = np.array(numbers * 3).astype(kind)

    found = assign_windows(WINDOWS, subject, [22] * 3 + [29] * 3 + [36] * 3)

    assert found.analysed.tolist() == [False] * 3 + [True] * 3 + [False] * 3
    baseline = baseline_records(subject, [-7] * 3 + [-1] * 3 + [29] * 3)
    assert baseline.tolist() == found.analysed.tolist()


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


@pytest.mark.requirement("PSO-ENDP-020")
@pytest.mark.parametrize("kind", [int, float, object])
def test_day_1_itself_is_still_before_treatment(kind: Any) -> None:
    """
    By hand, patient by patient; the last one has been seen only after the first dose.
    """
    visits = [[-14, -1, 1, 2], [-14, -7, 2, 8], [1, 1, 2, 3], [-1, -1, 8, 9], [2, 3, 4, 5]]
    subject = np.repeat(range(5), 4)

    found = baseline_records(subject, np.array(visits, kind).ravel()).reshape(5, 4)

    assert [np.flatnonzero(one).tolist() for one in found] == [[2], [1], [1], [1], []]
    # Without a value at the last of these visits the one before it counts.
    known = np.ones((5, 4), np.bool)
    known[range(4), [2, 1, 1, 1]] = False
    again = baseline_records(subject, np.array(visits, kind).ravel(), known=known.ravel()).reshape(5, 4)
    assert [np.flatnonzero(one).tolist() for one in again] == [[1], [0], [0], [0], []]


def test_lengths_must_agree() -> None:
    for day, known in ([1], None), ([1, 1, 1], None), ([1, 1], [True]), ([1, 1], [True] * 3):
        with pytest.raises(ps.InputError) as caught:
            assign_windows(WINDOWS, ["A", "A"], day, known=known)
        item, length = ("day", len(day)) if known is None else ("known", len(known))
        assert str(caught.value) == f"{item}: ({length},) wrong length; allowed is (2,)"
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
    assert str(caught.value) == "subject: no name; allowed is the name of a patient; 1 cell, at 1"
    with pytest.raises(ps.InputError) as caught:
        baseline_records(["A", "B"], [29, 30], known=[True, Nameless()])
    assert str(caught.value) == "known: no truth value; allowed is True or False; 1 cell, at 1"


@pytest.mark.parametrize(
    ("known", "places"),
    [
        ([True, None], "1 cell, at 1"),
        (pd.array([True, pd.NA], dtype="boolean"), "1 cell, at 1"),
        (np.ma.MaskedArray([True, True], [False, True]), "1 cell, at 1"),
        (["yes", "no"], "2 cells, at 0, 1"),
        ([1, 0], "2 cells, at 0, 1"),
        ([12.4, np.nan], "2 cells, at 0, 1"),
    ],
    ids=["nothing", "na", "masked", "words", "numbers", "scores"],
)
def test_whether_a_record_has_a_value_is_said_and_not_guessed(known: Any, places: str) -> None:
    """
    Python takes NaN and "no" for true, and a score of 0 for false.
    """
    with pytest.raises(ps.InputError) as caught:
        assign_windows(WINDOWS, ["A", "A"], [29, 30], known=known)
    assert str(caught.value) == f"known: no truth value; allowed is True or False; {places}"


@pytest.mark.parametrize(
    "known",
    [
        [True, False],
        np.array([True, False], object),
        pd.Series([True, False], dtype="boolean"),
        np.ma.MaskedArray([True, False]),
    ],
    ids=["list", "objects", "boolean", "nothing masked"],
)
def test_truth_values_of_every_kind_are_read(known: Any) -> None:
    assert assign_windows(WINDOWS, ["A", "B"], [29, 29], known=known).analysed.tolist() == [True, False]


def test_no_records_have_no_windows_and_no_baseline() -> None:
    assert assign_windows(WINDOWS, [], [], known=[]).analysed.tolist() == []
    assert baseline_records([], []).tolist() == []


def test_a_truth_value_is_one_a_record() -> None:
    with pytest.raises(ps.InputError) as caught:
        assign_windows(WINDOWS, ["A", "B"], [29, 29], known=[[True], [False]])
    assert str(caught.value) == "known: no column; allowed is one truth value a record"


def test_what_was_assigned_is_equal_to_itself_alone() -> None:
    found, again = (assign_windows(WINDOWS, ["A", "B"], [29, 29]) for _ in range(2))

    assert len({found, again, found}) == 2
    assert (found == again, found == found) == (False, True)  # noqa: PLR0124


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
def test_a_diary_has_a_window_for_every_day_of_a_year() -> None:
    days = range(1, 366)
    windows = [VisitWindow(name=f"Day {day}", number=day, low=day, target=day, high=day) for day in days]

    assert [window_of(windows, day) for day in (1, 365, 366)] == [windows[0], windows[-1], None]
    assert assign_windows(windows, [1] * 365, days).window.tolist() == [*range(365)]


@pytest.mark.requirement("PSO-ENDP-018")
def test_windows_that_share_many_days_are_refused() -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        window_of([VisitWindow.around_week(4, days=20), VisitWindow.around_week(8, days=20)], 29)
    assert str(caught.value) == "Week 4 ends on day 49, when Week 8 has begun on day 37"
