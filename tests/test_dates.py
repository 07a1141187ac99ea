"""Calendar arithmetic against the oracle's plain counting."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_date import add_months as oracle_add_months
from oracle_date import study_day as oracle_study_day
from psoscore.dates import add_days, add_months, partial_date, study_day, week_day_number
from psoscore.errors import DefinitionError
from psoscore.month_arrays import add_months_arrays

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
        ("2015-6-7", None),
    ],
)
def test_a_partial_date_is_the_days_that_it_can_mean(text: str, expected: tuple[date, date] | None) -> None:
    assert partial_date(text) == expected


def test_week_eight_is_day_57() -> None:
    # domain.md D4: week w is Day 7w + 1.
    assert [week_day_number(week) for week in (0, 1, 8)] == [1, 8, 57]


def test_months_are_added_to_arrays_as_to_each_day() -> None:
    every = [date(2014, 12, 1) + timedelta(days=one) for one in range(3 * 366)]  # a leap day among them

    for months in (-13, -1, 0, 1, 3, 6, 12):
        found = add_months_arrays(np.array(every, "M8[D]"), months).tolist()
        assert found == [oracle_add_months(one, months) for one in every]
