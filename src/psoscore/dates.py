"""Calendar arithmetic of trials: months, partial dates, study days.

Months are calendar months, added once to their anchor and clamped to the end
of the month; weeks are seven days; there is no study day 0.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import Any

from psoscore.amount import as_whole, is_whole
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.missing import is_missing
from psoscore.shown import shown

__all__ = [
    "DAYS_A_WEEK",
    "add_days",
    "add_months",
    "calendar_day",
    "elapsed_day_number",
    "partial_date",
    "study_day",
    "week_day_number",
]

MONTHS_A_YEAR = 12
DAYS_A_WEEK = 7
PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def add_days(day: date, days: int) -> date:
    """Add days to a day.

    Raises:
        InputError: It is no day.
        DefinitionError: The days are not whole, or the result lies outside the years 1 to 9999.

    >>> add_days(date(2016, 2, 28), 2)
    datetime.date(2016, 3, 1)
    """
    start, whole = calendar_day("day", day), _whole("days", days)
    try:
        return start + timedelta(days=whole)
    except OverflowError:
        message = f"{shown(whole)} days from year {start.year} leaves the calendar"
        raise DefinitionError(message) from None


def add_months(day: date, months: int) -> date:
    """Add calendar months to a day, once, clamped to the end of the month.

    Chaining gives other days, so always add to the anchor itself.

    Raises:
        InputError: It is no day.
        DefinitionError: The months are not whole, or the result lies outside the years 1 to 9999.

    >>> add_months(date(2015, 8, 31), 6)
    datetime.date(2016, 2, 29)
    >>> add_months(date(2015, 8, 31), 9)
    datetime.date(2016, 5, 31)
    """
    start, whole = calendar_day("day", day), _whole("months", months)
    year, month0 = divmod(start.year * MONTHS_A_YEAR + start.month - 1 + whole, MONTHS_A_YEAR)
    if not date.min.year <= year <= date.max.year:
        message = f"{shown(whole)} months from year {start.year} leaves the calendar"
        raise DefinitionError(message)
    month = month0 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def _whole(name: str, number: object) -> int:
    """A whole number of days, weeks or months, however it was typed."""
    whole: Any = as_whole(number)  # type: ignore[arg-type]
    if not is_whole(whole):
        message = f"{name} is {shown(number)}; a whole number is needed"
        raise DefinitionError(message)
    return int(whole)


def calendar_day(item: str, value: object) -> date:
    """Read a calendar day; midnight without a zone, as arrays and frames hold it, is its day.

    Args:
        item: What is read, for the message.
        value: A date, or a datetime or ``datetime64`` at midnight without a zone.

    Raises:
        InputError: It carries a zone or a time of day, is missing, or is no date at all.

    >>> calendar_day("first", date(2015, 8, 31))
    datetime.date(2015, 8, 31)
    """
    if is_missing(value):
        raise InputError([Fault(item=item, kind="missing", allowed="a date")])
    if type(value).__name__ == "datetime64":
        value = value.astype("datetime64[us]").item()  # type: ignore[attr-defined]  # numpy's, known by name
    if isinstance(value, datetime):
        if value.tzinfo is None and value.time() == time.min:
            return value.date()
        hint = "a day has no zone and no time: take the date on the site's clock"
        raise InputError([Fault(item=item, kind="not_a_day", allowed="a date", value="datetime", hint=hint)])
    if isinstance(value, date):
        return value
    came = type(value).__name__
    raise InputError([Fault(item=item, kind="not_a_day", allowed="a date", value=came)])


def partial_date(text: str) -> tuple[date, date] | None:
    """First and last day that an ISO date can mean, or None if it is none.

    >>> partial_date("2015-06")
    (datetime.date(2015, 6, 1), datetime.date(2015, 6, 30))
    >>> partial_date("2015-02-29") is None
    True
    """
    found = PARTIAL.fullmatch(text) if isinstance(text, str) else None  # pyright: ignore[reportUnnecessaryIsInstance]
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day is not None:
        return first, first
    if month is not None:
        return first, first.replace(day=monthrange(first.year, first.month)[1])
    return first, first.replace(month=MONTHS_A_YEAR, day=31)


def study_day(day: date, reference: date) -> int:
    """Study day of a date: the reference is Day 1, the day before it Day -1.

    Raises:
        InputError: One of them is no day.

    >>> study_day(date(2016, 2, 29), date(2015, 8, 31))
    183
    >>> study_day(date(2015, 8, 30), date(2015, 8, 31))
    -1
    """
    return elapsed_day_number((calendar_day("day", day) - calendar_day("reference", reference)).days)


def elapsed_day_number(elapsed_days: int) -> int:
    """Study day so many days after Day 1, before it where negative; there is no Day 0.

    Raises:
        DefinitionError: The days are not whole.

    >>> elapsed_day_number(7), elapsed_day_number(-7)
    (8, -7)
    """
    elapsed = _whole("elapsed_days", elapsed_days)
    return elapsed + 1 if elapsed >= 0 else elapsed


def elapsed_days(study_day: Any) -> Any:
    """Days from day 1 to a study day, or to each of an array of them.

    >>> elapsed_days(8), elapsed_days(-7)
    (7, -7)
    """
    return study_day - (study_day > 0)


def week_day_number(week: int) -> int:
    """Study day of a week counted from the first infusion: week 8 is Day 57, week -1 is Day -7.

    Raises:
        DefinitionError: The week is not whole.

    >>> week_day_number(8)
    57
    """
    return elapsed_day_number(DAYS_A_WEEK * _whole("week", week))
