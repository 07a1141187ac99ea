"""Time points, changes and the safety period of a cohort equal the scalar form reading by reading."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoscore.errors import DefinitionError, InputError
from psoscore.safety import Reading, place_readings, safety_period, time_points
from psoscore.safety.time_point_arrays import (
    before_arrays,
    change_arrays,
    place_arrays,
    safety_period_arrays,
)
from psoscore.safety.time_point_frame import place_frame, safety_period_frame
from test_bad_input import Evil

START = datetime(2015, 8, 31, 9, 0)  # noqa: DTZ001 - times of one site, without a zone
END = START + timedelta(minutes=40)
DAY = date(2015, 8, 31)


class Watched(NamedTuple):
    """One infusion: its length, the readings by second and tenth, and how it is watched."""

    minutes: int
    readings: list[tuple[int, int | None]]
    every_minutes: int
    after: list[int]


watched = st.builds(
    Watched,
    minutes=st.integers(1, 200),
    readings=st.lists(
        st.tuples(st.integers(-3_000, 20_000), st.none() | st.integers(340, 420)), min_size=1, max_size=8
    ),
    every_minutes=st.sampled_from([5, 7, 15, 30]),
    after=st.lists(st.sampled_from([5, 30, 60, 1440]), max_size=3),
)


@pytest.mark.requirement("PSO-SAFE-011")
@given(st.lists(watched, min_size=1, max_size=3))
def test_points_and_changes_of_a_cohort_equal_the_scalar_form(cohort: list[Watched]) -> None:
    for every_minutes, after in {(one.every_minutes, tuple(one.after)) for one in cohort}:
        same = [one for one in cohort if (one.every_minutes, tuple(one.after)) == (every_minutes, after)]
        rows = [
            (number, START + timedelta(seconds=second), START + timedelta(minutes=one.minutes), tenths)
            for number, one in enumerate(same)
            for second, tenths in one.readings
        ]
        number, at, end, tenths = (list(column) for column in zip(*rows, strict=True))
        value = np.array([np.nan if one is None else one / 10 for one in tenths])
        found = place_arrays(
            np.array(at, "M8[us]"),
            start=np.datetime64(START),
            end=np.array(end, "M8[us]"),
            every_minutes=every_minutes,
            after_end_minutes=after,
        )
        before = before_arrays(value, np.array(at, "M8[us]"), start=np.datetime64(START), infusion=number)
        change = change_arrays(value, before)

        for row, (infusion, time, finish, reading) in enumerate(rows):
            points = time_points(
                start=START, end=finish, every_minutes=every_minutes, after_end_minutes=after
            )
            fellows = [
                Reading(at=moment, value=each / 10)
                for other, moment, _, each in rows
                if other == infusion and each is not None and (moment, each) != (time, reading)
            ]
            own = Reading(at=time, value=37 if reading is None else reading / 10)
            placed = place_readings([own], points, every_minutes=every_minutes)[0]
            assert found.point[row] == (placed.point and placed.point.name)
            assert found.off_minutes[row] == pytest.approx(
                np.nan if placed.off_minutes is None else float(placed.off_minutes), abs=0, nan_ok=True
            )
            if reading is not None and len({moment for _, moment, _, _ in rows}) == len(rows):
                all_of_it = place_readings([own, *fellows], points, every_minutes=every_minutes)
                expected = next(one.change for one in all_of_it if one.reading == own)
                assert change[row] == pytest.approx(
                    np.nan if expected is None else float(expected), abs=0, nan_ok=True
                )


@pytest.mark.requirement("PSO-SAFE-011")
def test_by_hand_with_what_is_missing() -> None:
    minutes = [35, -10, 7.5, 70, 95, 5]
    at = np.array([np.datetime64(START) + np.timedelta64(int(one * 60), "s") for one in minutes])
    at[5] = np.datetime64("NaT", "us")
    found = place_arrays(at, start=np.datetime64(START), end=np.datetime64(END), after_end_minutes=[60])

    # By hand: 35 lies halfway between 30 and 40 and belongs to the later; 70 is near nothing.
    assert found.point.tolist() == ["end", "pre", "15 min", None, "end + 60 min", None]
    np.testing.assert_array_equal(found.off_minutes, [-5, -10, -7.5, np.nan, -5, np.nan])
    value: Any = [37.9, 36.6, 37.0, None, 37.5, 39.0]
    infusion = ["a", "a", "a", "a", "b", "a"]
    before = before_arrays(value, at, start=np.datetime64(START), infusion=infusion)
    np.testing.assert_array_equal(before, [36.6, 36.6, 36.6, 36.6, np.nan, 36.6])
    np.testing.assert_array_equal(change_arrays(value, before), [1.3, 0, 0.4, np.nan, np.nan, 2.4])


@pytest.mark.requirement("PSO-SAFE-008")
def test_of_two_readings_at_one_time_the_one_listed_later_counts() -> None:
    at = np.array([START, START], "M8[us]")

    assert before_arrays([36.5, 36.9], at, start=at, infusion=[1, 1]).tolist() == [36.9, 36.9]


@pytest.mark.requirement("PSO-SAFE-009")
def test_times_with_a_zone_are_instants() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start, end = datetime(2015, 10, 25, 1, 30, tzinfo=berlin), datetime(2015, 10, 25, 3, 0, tzinfo=berlin)
    at: Any = [datetime(2015, 10, 25, 1, 0, tzinfo=UTC), None]
    found = place_arrays(at, start=start, end=end, every_minutes=30)

    # By hand: the start is 23:30 UTC, so 01:00 UTC is 90 minutes later, though the clocks show 30.
    assert found.point.tolist() == ["90 min", None]


@pytest.mark.requirement("PSO-SAFE-009")
@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: place_arrays(
                np.array([START], "M8[s]"), start=np.datetime64(END), end=np.datetime64(START)
            ),
            "end: out of order; allowed is a time after the start; 1 cell, at 0",
        ),
        (
            lambda: place_arrays([9.5], start=np.datetime64(START), end=np.datetime64(END)),
            "at: float64 not a time; allowed is datetime64",
        ),
        (
            lambda: place_arrays([DAY], start=np.datetime64(START), end=np.datetime64(END)),
            "at: date not a time; allowed is a day with a time",
        ),
        (
            lambda: place_arrays(np.array([START] * 2, "M8[s]"), start=[START] * 3, end=[END] * 2),
            "end: wrong shape; allowed is the shape of at",
        ),
        (
            lambda: before_arrays([36.6], [START], start=START, infusion=[1, 2]),
            "infusion: wrong shape; allowed is one a reading",
        ),
        (
            lambda: change_arrays([36.6, 37.0], [36.6, 37.0, 37.1]),
            "before: wrong shape; allowed is the shape of value",
        ),
        (lambda: safety_period_arrays([20150831], DAY), "days: int64 not a day; allowed is datetime64"),
        (
            lambda: safety_period_arrays(np.array(["2015-08-31T08:00"], "datetime64[m]"), DAY),
            "days: not a day; allowed is days without a time; 1 cell, at 0",
        ),
        (
            lambda: safety_period_arrays([DAY, DAY], [DAY, DAY, DAY]),
            "first: wrong shape; allowed is the shape of days",
        ),
    ],
)
def test_what_is_no_time_or_no_day_is_refused(call: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        call()

    assert str(caught.value) == message


@pytest.mark.requirement("PSO-SAFE-009")
@pytest.mark.parametrize("fields", [{"every_minutes": 0}, {"every_minutes": 7.5}, {"after_end_minutes": [0]}])
def test_minutes_that_lead_nowhere_are_refused(fields: Any) -> None:
    with pytest.raises(DefinitionError) as caught:
        place_arrays([START], start=START, end=END, **fields)

    assert str(caught.value) == "minutes between time points and after the end are whole, 1 to 1,000,000"


@pytest.mark.requirement("PSO-SAFE-008")
@given(st.lists(st.tuples(st.integers(300, 420), st.integers(300, 420)), min_size=1, max_size=5))
def test_change_is_the_float_nearest_to_the_exact_difference(tenths: list[tuple[int, int]]) -> None:
    value, before = (np.array(column) / 10 for column in zip(*tenths, strict=True))

    assert change_arrays(value, before).tolist() == [(now - then) / 10 for now, then in tenths]
    assert np.isnan(change_arrays([np.nan, 37.0], [36.0, np.nan])).all()


@pytest.mark.requirement("PSO-SAFE-010")
def test_the_safety_period_of_every_first_day_over_four_years() -> None:
    firsts = [date(2015, 1, 1) + timedelta(days=off) for off in range(1461)]
    first = np.array(firsts, dtype="datetime64[D]")
    last = np.array([safety_period(first=one).last_day for one in firsts], dtype="datetime64[D]")
    day = np.timedelta64(1, "D")

    assert safety_period_arrays(first - day, first).tolist() == [0] * 1461
    assert safety_period_arrays(first, first).tolist() == [1] * 1461
    assert safety_period_arrays(last, first).tolist() == [1] * 1461
    assert safety_period_arrays(last + day, first).tolist() == [0] * 1461


@pytest.mark.requirement("PSO-SAFE-010")
def test_one_first_day_serves_many_and_a_missing_day_is_unknown() -> None:
    days = np.array(["2015-11-30", "2015-12-01", "NaT"], dtype="datetime64[ns]")

    # By hand: 31 August and three calendar months is 30 November.
    assert safety_period_arrays(days, DAY).tolist() == [1, 0, -1]
    assert safety_period_arrays([date(2015, 11, 30), date(2015, 12, 1), None], DAY).tolist() == [1, 0, -1]


FRAMES = [pd.DataFrame, lambda data: pd.DataFrame(data).convert_dtypes(), pl.DataFrame, pa.table]


def plain(table: Any, name: str) -> list[Any]:
    return [
        None if one is None or one is pd.NA or one != one else one  # noqa: PLR0124 - NaN in classic pandas
        for one in table[name].to_list()
    ]


@pytest.mark.requirement("PSO-SAFE-011")
@pytest.mark.parametrize("make", FRAMES, ids=["pandas", "pandas-nullable", "polars", "pyarrow"])
def test_every_frame_gets_points_and_changes(make: Any) -> None:
    minutes = [-10, 20, 60, 5]
    frame = make(
        {
            "subject": ["a", "a", "a", "b"],
            "infusion": [1, 1, 1, 1],
            "at": [START + timedelta(minutes=one) for one in minutes],
            "start": [START] * 4,
            "end": [END] * 4,
            "temperature": [36.6, 37.9, 37.0, 37.0],
            "systolic": [120.0, None, 110.0, 115.0],
        }
    )
    found = place_frame(frame, values=["temperature", "systolic"], by=["subject", "infusion"])
    table = nw.from_native(found, eager_only=True)

    # By hand; the infusion of b has no reading before its start.
    assert type(found) is type(frame)
    assert plain(table, "time_point") == ["pre", "15 min", None, "0 min"]
    assert plain(table, "off_minutes") == [-10, 5, None, 5]
    assert plain(table, "temperature_before") == [36.6, 36.6, 36.6, None]
    assert plain(table, "temperature_change") == [0, 1.3, 0.4, None]
    assert plain(table, "systolic_change") == [0, None, -10, None]


@pytest.mark.requirement("PSO-SAFE-011")
def test_one_column_of_readings_and_one_that_names_an_infusion_need_no_list() -> None:
    frame = pl.DataFrame({"who": ["a"], "at": [START], "start": [START], "end": [END], "temperature": [36.6]})

    found = place_frame(frame, values="temperature", by="who")

    assert found.equals(place_frame(frame, values=["temperature"], by=["who"]))


@pytest.mark.requirement("PSO-SAFE-011")
@pytest.mark.parametrize("make", FRAMES, ids=["pandas", "pandas-nullable", "polars", "pyarrow"])
def test_every_frame_gets_the_safety_period(make: Any) -> None:
    frame = make({"day": [date(2015, 11, 30), date(2015, 12, 1), None], "first": [DAY] * 3})
    table = nw.from_native(safety_period_frame(frame), eager_only=True)

    # By hand: 31 August and three calendar months is 30 November.
    assert plain(table, "in_safety_period") == [1, 0, None]


@pytest.mark.requirement("PSO-SAFE-011")
def test_infusions_may_be_named_by_numbers_and_by_text_in_one_column() -> None:
    when = {"at": [START, START, START + timedelta(minutes=15)], "start": [START] * 3, "end": [END] * 3}
    frame = pd.DataFrame({"who": [7, "S-07", 7], "temperature": [36.6, 37.0, 37.9]} | when)

    found = place_frame(frame, values="temperature", by="who")

    assert found["temperature_before"].tolist() == [36.6, 37.0, 36.6]  # by hand


@pytest.mark.requirement("PSO-SAFE-011")
def test_a_stranger_s_object_names_no_infusion() -> None:
    frame = pd.DataFrame({"who": [Evil()], "at": [START], "start": [START], "end": [END]})
    with pytest.raises(InputError) as caught:
        place_frame(frame, values=[], by="who")

    assert str(caught.value) == "who: no name; allowed is the name of an infusion in every row; 1 cell, at 0"


@pytest.mark.requirement("PSO-SAFE-011")
@pytest.mark.parametrize("option", ["values", "by"])
def test_columns_are_a_name_or_several(option: str) -> None:
    frame = pl.DataFrame({"who": ["a"], "at": [START], "start": [START], "end": [END], "temperature": [36.6]})
    columns: dict[str, Any] = {"values": "temperature", "by": "who"} | {option: 3}
    with pytest.raises(InputError) as caught:
        place_frame(frame, **columns)

    assert str(caught.value) == f"{option}: int no list; allowed is a column, or several"


@pytest.mark.requirement("PSO-SAFE-011")
def test_a_row_that_names_no_infusion_is_refused() -> None:
    frame = pl.DataFrame({"who": ["a", None], "at": [START] * 2, "start": [START] * 2, "end": [END] * 2})
    with pytest.raises(InputError) as caught:
        place_frame(frame, values=[], by=["who"])

    assert str(caught.value) == "who: missing; allowed is the name of an infusion in every row; 1 cell, at 1"
