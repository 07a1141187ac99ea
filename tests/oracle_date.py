"""The oracle's calendar, counted by hand: specification A13, C3, C4 and D4."""

from datetime import date, timedelta

DAYS_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_in_month(year: int, month: int) -> int:
    """Length of a month in the Gregorian calendar."""
    leap = year % 400 == 0 or (year % 4 == 0 and year % 100 != 0)
    return 29 if month == 2 and leap else DAYS_IN_MONTH[month - 1]


def add_months(day: date, months: int) -> date:
    """Add calendar months once and clamp to the end of the month: specification C4."""
    year = day.year
    month = day.month
    for _ in range(months):
        month += 1
        if month == 13:
            month = 1
            year += 1
    for _ in range(-months):
        month -= 1
        if month == 0:
            month = 12
            year -= 1
    return date(year, month, min(day.day, days_in_month(year, month)))


def study_day(day: date, reference: date) -> int:
    """The reference day is Day 1 and the day before it Day -1: there is no Day 0 (specification D4)."""
    number = 1
    step = reference
    while step < day:
        step += timedelta(days=1)
        number += 1
    while step > day:
        step -= timedelta(days=1)
        number -= 1
        if number == 0:
            number = -1
    return number


def week_study_day(week: int) -> int:
    """Week w is Day 7w + 1: specification D4."""
    return 7 * week + 1


def days_of(text: str) -> list[date]:
    """Every day that a partial date may mean: "2015", "2015-06" or "2015-06-17"."""
    parts = [int(part) for part in text.split("-")]
    year = parts[0]
    months = [parts[1]] if len(parts) > 1 else list(range(1, 13))
    days = []
    for month in months:
        if len(parts) == 3:
            days.append(date(year, month, parts[2]))
        else:
            days.extend(date(year, month, number) for number in range(1, days_in_month(year, month) + 1))
    return days
