"""Vital signs against CTCAE v5.0: candidate grades, converted exactly and never rounded."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any, cast
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_safety import (
    Pressures,
    fever_grades,
    hypertension_grades,
    hypertension_is_new,
    is_infusion_related_candidate,
    last_monitoring_day,
    point_of,
    was_within_limits,
)
from oracle_safety import celsius as oracle_celsius
from oracle_safety import change_from_before as oracle_change_from_before
from oracle_safety import pre_infusion_value as oracle_pre_infusion_value
from oracle_safety import time_points as oracle_time_points
from psoscore.errors import DefinitionError, InputError
from psoscore.provenance import Provenance
from psoscore.safety import (
    CTCAE_5,
    DurationSplit,
    Grading,
    Limit,
    Limits,
    Reading,
    celsius,
    change_from_before,
    fever_candidate,
    hypertension_candidate,
    is_infusion_related,
    mmhg,
    place_readings,
    pre_infusion_value,
    require_numeric_term,
    safety_period,
    time_points,
)
from psoscore.sources import PSOSCORE
from psoscore.truth import Truth

START = datetime(2015, 8, 31, 9, 0)  # noqa: DTZ001 - times of one site, without a zone
tenths_c = st.decimals(min_value=25, max_value=45, places=1)


@pytest.mark.requirement("PSO-SAFE-001")
@pytest.mark.parametrize("tenths", range(250, 451))
def test_every_tenth_of_a_degree_has_the_grade_of_the_table(tenths: int) -> None:
    for hours in (None, 24, Decimal("24.1")):
        found = fever_candidate(Decimal(tenths) / 10, unit="C", duration_hours=hours)
        expected = fever_grades(Fraction(tenths, 10), None if hours is None else Fraction(hours))
        assert (found.low, found.high) == (expected[0], expected[-1])
        assert found.grading == "CTCAE v5.0"


@pytest.mark.requirement("PSO-SAFE-001")
@pytest.mark.parametrize(
    ("temperature", "label", "limits"),
    [
        # Specification E2: 38.0 is grade 1, 39.0 still 1, 39.1 grade 2, 40.0 grade 2; above, 3 or 4.
        (37.9, "none", ("<38.0 degC",)),
        (38.0, "1", (">=38.0 and <=39.0 degC",)),
        (39.0, "1", (">=38.0 and <=39.0 degC",)),
        (39.1, "2", (">39.0 and <=40.0 degC",)),
        (40.0, "2", (">39.0 and <=40.0 degC",)),
        (40.1, "3 or 4", (">40.0 degC", "grade 4 if longer than 24 h")),
    ],
)
def test_the_edges_of_fever(temperature: float, label: str, limits: tuple[str, ...]) -> None:
    found = fever_candidate(temperature, unit="C", site="ear")

    assert (found.label, found.limits, found.site) == (label, limits, "ear")
    assert found.new is (Truth.FALSE if label == "none" else Truth.TRUE)
    assert found.notes == (("duration is not known",) if label == "3 or 4" else ())


@pytest.mark.requirement("PSO-SAFE-002")
@given(st.decimals(min_value=77, max_value=113, places=2))
def test_fahrenheit_is_graded_in_celsius_without_rounding(temperature: Decimal) -> None:
    exact = oracle_celsius(Fraction(temperature))
    found = fever_candidate(temperature, unit="F")

    assert celsius(temperature, unit="F") == exact
    assert (found.low, found.high) == (fever_grades(exact)[0], fever_grades(exact)[-1])


@pytest.mark.requirement("PSO-SAFE-002")
def test_no_fahrenheit_reading_falls_between_the_bands() -> None:
    # Specification E2: printed degF bands leave 102.25 ungraded; 102.2 degF is 39.0 degC, 100.4 is 38.0.
    found = [fever_candidate(value, unit="F").label for value in (100.4, 102.2, 102.25, 104.0, 104.1)]

    assert found == ["1", "1", "2", "2", "3 or 4"]


@pytest.mark.requirement("PSO-SAFE-003")
def test_every_pressure_has_the_grade_of_the_higher_of_its_two() -> None:
    for systolic in range(70, 260, 3):
        for diastolic in range(40, min(systolic, 150), 3):
            found = hypertension_candidate(systolic, diastolic, unit="mmHg")
            assert (found.low, found.high) == hypertension_grades(systolic, diastolic)


@pytest.mark.requirement("PSO-SAFE-003")
def test_mean_pressures_never_fall_between_the_bands() -> None:
    # Specification E2: half-open bands, so 139.6 is grade 1 and 99.9 grade 2.
    assert hypertension_candidate(139.6, 78, unit="mmHg").label == "1"
    assert hypertension_candidate(130, 99.9, unit="mmHg").label == "2"
    # Specification E2: 125/70 is grade 1 by the numbers, 160 and 100 are grade 3.
    assert hypertension_candidate(125, 70, unit="mmHg").label == "1"
    assert hypertension_candidate(160, 70, unit="mmHg").label == "3"
    assert hypertension_candidate(110, 100, unit="mmHg").label == "3"
    assert hypertension_candidate(119, 79, unit="mmHg").limits == (
        "systolic pressure <120 mmHg",
        "diastolic pressure <80 mmHg",
    )


@pytest.mark.requirement("PSO-SAFE-003")
@given(
    st.one_of(st.none(), st.decimals(min_value=90, max_value=250, places=1)),
    st.one_of(st.none(), st.decimals(min_value=30, max_value=89, places=1)),
)
def test_a_missing_pressure_leaves_the_grade_open(
    systolic: Decimal | None, diastolic: Decimal | None
) -> None:
    found = hypertension_candidate(systolic, diastolic, unit="mmHg")
    low, high = hypertension_grades(
        None if systolic is None else Fraction(systolic), None if diastolic is None else Fraction(diastolic)
    )

    if systolic is None and diastolic is None:
        assert (found.low, found.high, found.label) == (None, None, "unknown")
    else:
        assert (found.low, found.high) == (low, high)
        missing = "one of the two pressures is missing"
        assert (missing in found.notes) is (low != high)


@pytest.mark.requirement("PSO-SAFE-002")
@given(st.decimals(min_value="2.7", max_value="46.6", places=2))
def test_kilopascals_are_converted_exactly(kpa: Decimal) -> None:
    # 1 mmHg is 133.322387415 Pa by convention.
    assert mmhg("systolic", kpa, unit="kPa") * Fraction("0.133322387415") == Fraction(kpa)


@pytest.mark.requirement("PSO-SAFE-004")
@pytest.mark.parametrize(
    ("before", "new", "notes"),
    [
        (None, Truth.UNKNOWN, ("grade 2 asks for a normal pressure before",)),
        ((118, 76), Truth.TRUE, ()),
        ((130, 76), Truth.TRUE, ()),
        ((142, 76), Truth.FALSE, ("the pressure was not normal before",)),
        ((165, 95), Truth.FALSE, ("the pressure was not normal before",)),
        ((118, 91), Truth.FALSE, ("the pressure was not normal before",)),
    ],
)
def test_a_pressure_that_was_high_before_is_not_new(
    before: tuple[int, int] | None, new: Truth, notes: tuple[str, ...]
) -> None:
    # Specification E2: "if previously WNL" needs the baseline; 140/90 and unchanged is not new.
    found = hypertension_candidate(145, 85, unit="mmHg", before=before)

    assert (found.label, found.new, found.notes) == ("2", new, notes)


@pytest.mark.requirement("PSO-SAFE-004")
def test_nothing_reached_is_never_new() -> None:
    assert hypertension_candidate(110, 70, unit="mmHg").new is Truth.FALSE
    assert hypertension_candidate(None, None, unit="mmHg", before=(120, 80)).new is Truth.UNKNOWN
    assert hypertension_candidate(125, None, unit="mmHg", before=(110, 70)).new is Truth.TRUE
    assert hypertension_candidate(125, None, unit="mmHg", before=(145, 70)).new is Truth.UNKNOWN


@pytest.mark.requirement("PSO-SAFE-005")
def test_hypotension_has_no_number_and_gets_none() -> None:
    with pytest.raises(DefinitionError) as caught:
        require_numeric_term("Hypotension")
    assert str(caught.value) == (
        "CTCAE v5.0 has no numeric limit for Hypotension; "
        "report the change from the pre-infusion value instead"
    )
    with pytest.raises(DefinitionError) as caught:
        require_numeric_term("Headache")
    assert str(caught.value) == "CTCAE v5.0 is shipped here for Fever and Hypertension, not for Headache"
    require_numeric_term("Fever")


@pytest.mark.requirement("PSO-SAFE-006")
def test_another_version_is_another_table() -> None:
    strict = Grading(
        name="House",
        version="2",
        temperature=Limits(
            quantity="body temperature", unit="degC", limits=[Limit(grade=1, value=Decimal(37))]
        ),
        fever_duration=DurationSplit(grade=3, hours=24, beyond=4),
        systolic=CTCAE_5.systolic,
        diastolic=CTCAE_5.diastolic,
        normal_before=2,
        normal_below_mmhg=(140, 90),
        not_computed=(("Fever", ""),),
        without_limits=(),
        provenance=Provenance(sources=(PSOSCORE,), requirements=("PSO-SAFE-006",)),
    )
    found = fever_candidate(37, unit="C", grading=strict)

    assert (found.label, found.grading) == ("1", "House v2")
    with pytest.raises(DefinitionError) as caught:
        Limits(quantity="pulse", unit="/min", limits=[])
    assert str(caught.value) == "limits of pulse ascend in grade and value"


@pytest.mark.requirement("PSO-SAFE-007")
@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: fever_candidate(98.6, unit="C"),
            "temperature: 98.6 out of range; allowed is 25 to 45 C (looks like F: say unit='F')",
        ),
        (
            lambda: fever_candidate(37, unit="F"),
            "temperature: 37 out of range; allowed is 77 to 113 F (looks like C: say unit='C')",
        ),
        (
            lambda: fever_candidate(60, unit="C"),
            "temperature: 60 out of range; allowed is 25 to 45 C (confirmed=True if it is meant)",
        ),
        (
            lambda: hypertension_candidate(16, 10, unit="mmHg"),
            "systolic: 16 out of range; allowed is 20 to 350 mmHg (looks like kPa: say unit='kPa')",
        ),
        (
            lambda: hypertension_candidate(120, 80, unit="kPa"),
            "systolic: 120 out of range; allowed is 2.7 to 46.7 kPa (looks like mmHg: say unit='mmHg')",
        ),
        (
            lambda: hypertension_candidate(500, 80, unit="mmHg"),
            "systolic: 500 out of range; allowed is 20 to 350 mmHg (confirmed=True if it is meant)",
        ),
        (
            lambda: hypertension_candidate(80, 120, unit="mmHg"),
            "diastolic: out of range; allowed is below systolic (the two may have changed places)",
        ),
        (
            lambda: fever_candidate(38, unit="C", duration_hours=-1),
            "duration_hours: -1 out of range; allowed is 0 or more",
        ),
    ],
)
def test_a_reading_in_another_unit_is_refused(call: object, message: str) -> None:
    assert callable(call)
    with pytest.raises(InputError) as caught:
        call()

    assert str(caught.value) == message


@pytest.mark.requirement("PSO-SAFE-007")
def test_a_unit_is_never_guessed_but_a_reading_can_be_confirmed() -> None:
    with pytest.raises(DefinitionError) as caught:
        celsius(38, unit="K")  # type: ignore[arg-type]
    assert str(caught.value) == "unit is 'K'; 'C' or 'F'"
    with pytest.raises(DefinitionError) as caught:
        mmhg("systolic", 120, unit="cmH2O")  # type: ignore[arg-type]
    assert str(caught.value) == "unit is 'cmH2O'; 'mmHg' or 'kPa'"
    assert fever_candidate(24, unit="C", confirmed=True).label == "none"
    assert hypertension_candidate(400, 80, unit="mmHg", confirmed=True).label == "3"
    with pytest.raises(InputError):
        mmhg("systolic", 0, unit="mmHg", confirmed=True)


@pytest.mark.requirement("PSO-SAFE-008")
@given(st.decimals(min_value=34, max_value=42, places=1), st.decimals(min_value=34, max_value=42, places=1))
def test_change_is_the_exact_difference(value: Decimal, before: Decimal) -> None:
    assert change_from_before(float(value), float(before)) == value - before
    assert change_from_before(value, None) is None
    assert change_from_before(float("nan"), before) is None


@pytest.mark.requirement("PSO-SAFE-008")
def test_the_pre_infusion_value_is_the_last_at_or_before_the_start() -> None:
    readings = [
        Reading(at=START + timedelta(minutes=minutes), value=value)
        for minutes, value in ((15, 37.2), (-30, 36.5), (0, 36.6), (-5, 36.9))
    ]

    assert pre_infusion_value(readings, START) == Decimal("36.6")
    assert pre_infusion_value(readings[:1], START) is None


def assert_placed(
    end: Fraction, spacing: int, after_end: list[int], taken: list[tuple[Fraction, int]]
) -> None:
    """Every reading, a minute and tenths of a degree, has the point and the change of the oracle."""
    nominal = oracle_time_points(end, spacing, after_end)

    points = time_points(start=START, end=at_minute(end), every_minutes=spacing, after_end_minutes=after_end)
    readings = [Reading(at=at_minute(minute), value=Decimal(tenths) / 10) for minute, tenths in taken]
    placed = place_readings(readings, points, every_minutes=spacing)

    assert [(one.name, one.at) for one in points] == [(name, at_minute(minute)) for name, minute in nominal]
    before = oracle_pre_infusion_value(taken)
    assert pre_infusion_value(readings, START) == (None if before is None else Decimal(int(before)) / 10)
    in_time = sorted(taken, key=lambda one: one[0])
    for one, (minute, tenths) in zip(placed, in_time, strict=True):
        point = point_of(minute, nominal, spacing)
        change = oracle_change_from_before(tenths, taken)
        assert (one.point and one.point.name) == (point and point[0])
        assert one.off_minutes == (None if point is None else float(minute - point[1]))
        assert one.change == (None if change is None else Decimal(int(change)) / 10)


def at_minute(minute: Fraction | int) -> datetime:
    return START + timedelta(seconds=int(minute * 60))


@pytest.mark.requirement("PSO-SAFE-008", "PSO-SAFE-009")
@pytest.mark.parametrize("with_value_before", [True, False])
@pytest.mark.parametrize("end", range(1, 62))
def test_every_half_minute_of_an_infusion_belongs_to_the_point_of_the_oracle(
    end: int,
    with_value_before: bool,  # noqa: FBT001
) -> None:
    """
    Infusions of every length up to an hour, from a quarter of an hour before
    the start to an hour and a half after the end.
    """
    first = -30 if with_value_before else 1
    taken = [(Fraction(halves, 2), 366 + halves % 7) for halves in range(first, 2 * end + 180)]

    assert_placed(Fraction(end), 15, [30, 60, 65], taken)


@pytest.mark.requirement("PSO-SAFE-008", "PSO-SAFE-009")
@given(
    st.integers(1, 600).map(lambda halves: Fraction(halves, 2)),
    st.sampled_from([1, 5, 10, 15, 25, 30]),
    st.lists(st.integers(1, 120), max_size=3),
    st.lists(
        st.tuples(st.integers(-240, 900).map(lambda quarters: Fraction(quarters, 4)), st.integers(340, 420)),
        max_size=12,
    ),
)
def test_readings_of_any_infusion_equal_the_oracle(
    end: Fraction, spacing: int, after_end: list[int], taken: list[tuple[Fraction, int]]
) -> None:
    assert_placed(end, spacing, after_end, taken)


@pytest.mark.requirement("PSO-SAFE-009")
def test_time_points_and_changes_of_one_infusion() -> None:
    end = START + timedelta(minutes=40)
    points = time_points(start=START, end=end, after_end_minutes=[60])
    # By hand: steps at 0, 15, 30; the end at 40; an hour later.
    assert [(one.name, one.at - START) for one in points] == [
        ("pre", timedelta(0)),
        ("0 min", timedelta(0)),
        ("15 min", timedelta(minutes=15)),
        ("30 min", timedelta(minutes=30)),
        ("end", timedelta(minutes=40)),
        ("end + 60 min", timedelta(minutes=100)),
    ]
    readings = [
        Reading(at=START + timedelta(minutes=minutes), value=value)
        for minutes, value in ((35, 37.9), (-10, 36.6), (7.5, 37.0), (70, 38.0), (95, 37.5))
    ]
    placed = place_readings(readings, points)
    # By hand: 35 lies halfway between 30 and 40 and belongs to the later; 70 is near nothing.
    assert [(one.point and one.point.name, one.off_minutes, one.change) for one in placed] == [
        ("pre", Decimal(-10), Decimal(0)),
        ("15 min", Decimal("-7.5"), Decimal("0.4")),
        ("end", Decimal(-5), Decimal("1.3")),
        (None, None, Decimal("1.4")),
        ("end + 60 min", Decimal(-5), Decimal("0.9")),
    ]
    assert place_readings(readings[:1], points)[0].change is None


@pytest.mark.requirement("PSO-SAFE-009")
def test_times_out_of_order_or_with_mixed_zones_are_refused() -> None:
    aware = START.replace(tzinfo=UTC)
    for call, message in (
        (
            lambda: time_points(start=START, end=START),
            "end: out of order; allowed is a time after the start",
        ),
        (
            lambda: time_points(start=START, end=aware),
            "at: mixed zones; allowed is times that all have a zone, or none",
        ),
        (
            lambda: pre_infusion_value([Reading(at=aware, value=37)], START),
            "at: mixed zones; allowed is times that all have a zone, or none",
        ),
    ):
        with pytest.raises(InputError) as caught:
            call()
        assert str(caught.value) == message
    for fields in ({"every_minutes": 0}, {"after_end_minutes": [0]}):
        with pytest.raises(DefinitionError) as wrong:
            time_points(start=START, end=START + timedelta(hours=1), **fields)
        assert str(wrong.value) == "minutes between time points and after the end are whole, 1 to 1,000,000"


@pytest.mark.requirement("PSO-SAFE-010")
@given(st.integers(-100, 3000))
def test_an_onset_is_related_until_a_day_after_the_end(minute: int) -> None:
    end, onset = START + timedelta(minutes=60), START + timedelta(minutes=minute)

    assert is_infusion_related(onset, start=START, end=end) is is_infusion_related_candidate(
        START, end, onset
    )


@pytest.mark.requirement("PSO-SAFE-010")
@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(-10, 110))
def test_the_safety_period_ends_three_calendar_months_after_the_first_infusion(first: date, off: int) -> None:
    period, day = safety_period(first=first), first + timedelta(days=off)

    assert period.last_day == last_monitoring_day(first)
    assert period.holds(day) is (first <= day <= last_monitoring_day(first))


@pytest.mark.requirement("PSO-SAFE-010")
def test_the_safety_period_can_count_from_the_last_infusion() -> None:
    first, last = date(2015, 8, 31), date(2015, 10, 19)

    assert safety_period(first=first, last=last).last_day == date(2016, 1, 19)
    with pytest.raises(DefinitionError) as wrong:
        safety_period(first=first, months=1.5)  # type: ignore[arg-type]
    assert str(wrong.value) == "months is 1.5; whole calendar months, 0 or more"
    with pytest.raises(InputError) as caught:
        safety_period(first=last, last=first)
    assert str(caught.value) == "last: out of order; allowed is a day on or after the first infusion"


@pytest.mark.requirement("PSO-SAFE-001")
@pytest.mark.parametrize("missing", [None, float("nan"), Decimal("NaN"), pd.NA])
def test_no_temperature_is_no_grade(missing: Any) -> None:
    found = fever_candidate(missing, unit="C")

    assert (found.low, found.high, found.label, found.new) == (None, None, "unknown", Truth.UNKNOWN)
    assert fever_candidate(41, unit="C", duration_hours=missing).label == "3 or 4"
    assert hypertension_candidate(missing, missing, unit="mmHg").label == "unknown"


SYSTOLIC = (None, *map(Decimal, ("119.9", "120", "139.9", "140", "159.9", "160")))
DIASTOLIC = (None, *map(Decimal, ("79.9", "80", "89.9", "90", "99.9", "100")))
"""Below and on every edge of specification E2, or missing."""


@pytest.mark.requirement("PSO-SAFE-004")
@pytest.mark.parametrize("before", [*product(SYSTOLIC, DIASTOLIC), None], ids=str)
def test_new_is_settled_only_where_every_pressure_that_is_missing_agrees(before: Any) -> None:
    """
    Every pressure around the edges, now and before; one of each grade stands
    for what is missing. What the grade asks of the pressure before is noted.
    """
    was = exact(*before or (None, None))
    for now in product(SYSTOLIC, DIASTOLIC):
        found = hypertension_candidate(*now, unit="mmHg", before=before)

        new = hypertension_is_new(exact(*now), was)
        assert found.new is Truth.settled(must=new is True, may=new is not False), now
        if now == (None, None):
            continue
        low, high = hypertension_grades(*exact(*now))
        assert (found.low, found.high) == (low, high)
        normal = was_within_limits(was)
        assert ("the pressure was not normal before" in found.notes) is (normal is False)
        asks = normal is None and low <= 2 <= high
        assert ("grade 2 asks for a normal pressure before" in found.notes) is asks


def exact(systolic: Decimal | None, diastolic: Decimal | None) -> Pressures:
    return (
        None if systolic is None else Fraction(systolic),
        None if diastolic is None else Fraction(diastolic),
    )


@pytest.mark.requirement("PSO-SAFE-004")
@pytest.mark.parametrize(
    ("before", "notes"),
    [
        ((118, None), ("grade 2 asks for a normal pressure before",)),
        ((None, 75), ("grade 2 asks for a normal pressure before",)),
        ((None, None), ("grade 2 asks for a normal pressure before",)),
        ((None, 95), ("the pressure was not normal before",)),
        ((118, 75), ()),
    ],
)
def test_a_pressure_half_known_before_is_not_called_abnormal(before: Any, notes: tuple[str, ...]) -> None:
    # Specification E2: grade 2 asks for a pressure previously within normal limits, below 140/90.
    assert hypertension_candidate(150, 93, unit="mmHg", before=before).notes == notes


@pytest.mark.requirement("PSO-SAFE-009")
def test_a_change_of_the_clocks_moves_no_time_point() -> None:
    """On 25 October 2015 the hour from two to three came twice in Berlin."""
    berlin = ZoneInfo("Europe/Berlin")
    start, end = datetime(2015, 10, 25, 1, 30, tzinfo=berlin), datetime(2015, 10, 25, 3, 0, tzinfo=berlin)
    points = time_points(start=start, end=end, every_minutes=30)

    # By hand: 23:30 to 02:00 UTC is 150 minutes, though the clocks show 90.
    assert [one.name for one in points] == ["pre", *(f"{30 * n} min" for n in range(5)), "end"]
    assert [one.at.astimezone(UTC).strftime("%H:%M") for one in points[3:5]] == ["00:30", "01:00"]
    assert points[4].at.utcoffset() == timedelta(hours=1)
    second_two = Reading(at=datetime(2015, 10, 25, 2, 5, tzinfo=berlin, fold=1), value=37)
    placed = place_readings([second_two], points, every_minutes=30)[0]
    assert placed.point == points[4]
    assert placed.off_minutes == 5
    assert not is_infusion_related(second_two.at, start=start, end=start.replace(hour=2), hours_after=0)


@pytest.mark.requirement("PSO-SAFE-008")
def test_of_two_readings_at_one_time_the_one_listed_later_counts() -> None:
    readings = [Reading(at=START, value=value) for value in (36.5, 36.9)]

    assert pre_infusion_value(readings, START) == Decimal("36.9")


@pytest.mark.requirement("PSO-SAFE-009")
def test_what_is_no_time_is_refused_by_name() -> None:
    day, missing = date(2015, 8, 31), cast("Any", pd.NaT)
    for call, message in (
        (
            lambda: time_points(start=day, end=START),  # type: ignore[arg-type]
            "at: date not a time; allowed is a day with a time",
        ),
        (
            lambda: is_infusion_related(missing, start=START, end=START),
            "at: NaTType not a time; allowed is a day with a time",
        ),
        (lambda: place_readings([], []), "points: missing; allowed is what time_points gives"),
    ):
        with pytest.raises(InputError) as caught:
            call()
        assert str(caught.value) == message
