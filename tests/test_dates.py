"""Calendar arithmetic against the oracle's plain counting."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_date import add_months as oracle_add_months
from oracle_date import study_day as oracle_study_day
from psoscore.dates import add_days, add_months, elapsed_day_number, partial_date, study_day, week_day_number
from psoscore.errors import DefinitionError, InputError
from psoscore.month_arrays import add_months_arrays

if TYPE_CHECKING:
    from collections.abc import Callable

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(days, st.integers(0, 120))
def test_months_are_added_once_and_clamped(day: date, months: int) -> None:
    assert add_months(day, months) == oracle_add_months(day, months)


@given(days, days)
def test_there_is_no_study_day_zero(day: date, reference: date) -> None:
    assert study_day(day, reference) == oracle_study_day(day, reference) != 0


@given(days, st.integers(-1000, 1000))
def test_days_are_added_as_the_calendar_counts(day: date, count: int) -> None:
    assert add_days(day, count) == day + timedelta(days=count)


@pytest.mark.parametrize("months", [1, -120_000])
def test_months_do_not_leave_the_calendar(months: int) -> None:
    with pytest.raises(DefinitionError) as caught:
        add_months(date(9999, 12, 1), months)
    assert str(caught.value) == f"{months} months from year 9999 leaves the calendar"


@pytest.mark.parametrize("count", [0.5, "3", True, None])
def test_days_weeks_and_months_are_whole(count: Any) -> None:
    refused: dict[str, Callable[[], Any]] = {
        "days": lambda: add_days(date(2015, 8, 31), count),
        "months": lambda: add_months(date(2015, 8, 31), count),
        "week": lambda: week_day_number(count),
        "elapsed_days": lambda: elapsed_day_number(count),
    }

    for name, call in refused.items():
        with pytest.raises(DefinitionError) as caught:
            call()
        assert str(caught.value) == f"{name} is {count!r}; a whole number is needed"


def test_a_number_of_days_that_nobody_could_write_leaves_the_calendar() -> None:
    with pytest.raises(DefinitionError) as caught:
        add_days(date(2015, 8, 31), 10**5000)

    assert str(caught.value) == "a value of type int days from year 2015 leaves the calendar"


@pytest.mark.parametrize(
    ("day", "came"),
    [
        (None, "missing"),
        (np.datetime64("NaT", "D"), "missing"),
        ("2015-08-31", "str not a day"),
        (42247, "int not a day"),
    ],
)
def test_what_is_no_day_has_no_study_day(day: Any, came: str) -> None:
    monday = date(2015, 8, 31)

    for name, call in (
        ("day", lambda: study_day(day, monday)),
        ("reference", lambda: study_day(monday, day)),
        ("day", lambda: add_days(day, 1)),
        ("day", lambda: add_months(day, 1)),
    ):
        with pytest.raises(InputError) as caught:
            call()
        assert str(caught.value) == f"{name}: {came}; allowed is a date"


def test_midnight_of_an_array_is_its_day() -> None:
    assert study_day(np.datetime64("2015-09-01"), datetime(2015, 8, 31)) == 2  # type: ignore[arg-type]  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # By hand from the calendar.
        ("2016-02", (date(2016, 2, 1), date(2016, 2, 29))),
        ("2015", (date(2015, 1, 1), date(2015, 12, 31))),
        ("2015-06-07", (date(2015, 6, 7), date(2015, 6, 7))),
        ("2015-02-29", None),
        ("2015-13", None),
        ("0000", None),
        ("15-06", None),
        (None, None),
        (20150607, None),
        ("2015-6-7", None),
    ],
)
def test_a_partial_date_is_the_days_that_it_can_mean(text: Any, expected: tuple[date, date] | None) -> None:
    assert partial_date(text) == expected


def test_week_eight_is_day_57() -> None:
    # Specification D4: week w is Day 7w + 1.
    assert [week_day_number(week) for week in (0, 1, 8)] == [1, 8, 57]


def test_months_are_added_to_arrays_as_to_each_day() -> None:
    every = [date(2014, 12, 1) + timedelta(days=one) for one in range(3 * 366)]  # a leap day among them

    for months in (-13, -1, 0, 1, 3, 6, 12):
        found = add_months_arrays(np.array(every, "M8[D]"), months).tolist()
        assert found == [oracle_add_months(one, months) for one in every]
