"""The oracle's reading of vital signs: specification E1 to E3, CTCAE version 5.0. Numeric candidates only."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction

from oracle_cells import Truth
from oracle_date import add_months

Exact = int | Fraction


def celsius(fahrenheit: Exact) -> Fraction:
    return (Fraction(fahrenheit) - 32) * Fraction(5, 9)


def fever_grades(temperature_c: Exact, hours: Exact | None = None) -> tuple[int, ...]:
    """Grades that a temperature allows: 38.0 is grade 1, 39.0 too, 40.0 is grade 2.

    Above 40.0 the duration decides: up to 24 h is grade 3, longer is grade 4, unknown is either.
    """
    if temperature_c < 38:
        return (0,)
    if temperature_c <= 39:
        return (1,)
    if temperature_c <= 40:
        return (2,)
    if hours is None:
        return (3, 4)
    return (3,) if hours <= 24 else (4,)


# Lower edges, half-open bands: systolic 120, 140, 160; diastolic 80, 90, 100.
SYSTOLIC_EDGES = ((160, 3), (140, 2), (120, 1))
DIASTOLIC_EDGES = ((100, 3), (90, 2), (80, 1))


def pressure_grade(value: Exact, edges: tuple[tuple[int, int], ...]) -> int:
    for edge, grade in edges:
        if value >= edge:
            return grade
    return 0


def hypertension_grades(systolic: Exact | None, diastolic: Exact | None) -> tuple[int, int]:
    """Least and greatest numeric grade: the higher of the two pressures; an unknown one may be any."""
    low = 0
    high = 0
    for value, edges in ((systolic, SYSTOLIC_EDGES), (diastolic, DIASTOLIC_EDGES)):
        low = max(low, 0 if value is None else pressure_grade(value, edges))
        high = max(high, 3 if value is None else pressure_grade(value, edges))
    return low, high


Pressures = tuple[Exact | None, Exact | None]  # systolic and diastolic, None where it was not measured

# One pressure of each numeric grade, 0 to 3, to stand for one that is missing.
ONE_OF_EACH_GRADE = ((110, 130, 150, 170), (70, 85, 95, 105))


def possible_grades(pressures: Pressures) -> set[int]:
    """Every grade that a blood pressure may have, whatever its missing part turns out to be."""
    systolic, diastolic = pressures
    grades = set()
    for upper in ONE_OF_EACH_GRADE[0] if systolic is None else (systolic,):
        for lower in ONE_OF_EACH_GRADE[1] if diastolic is None else (diastolic,):
            grades.add(hypertension_grades(upper, lower)[0])
    return grades


def hypertension_is_new(now: Pressures, before: Pressures) -> Truth:
    """Judge whether a pressure is in a higher grade than it was before: what is unchanged is not new.

    Settled where every way in which a missing pressure may turn out says the same; of a pressure that was not
    measured at all nothing is said.
    """
    if now == (None, None):
        return None
    said = {grade > was for grade in possible_grades(now) for was in possible_grades(before)}
    return said.pop() if len(said) == 1 else None


def was_within_limits(before: Pressures) -> Truth:
    """Judge "previously within normal limits": below 140/90, both of the two."""
    systolic, diastolic = before
    if (systolic is not None and systolic >= 140) or (diastolic is not None and diastolic >= 90):
        return False
    return None if systolic is None or diastolic is None else True


def last_monitoring_day(first_infusion: date) -> date:
    """Return the first infusion and 3 calendar months, the day itself included: specification E1."""
    return add_months(first_infusion, 3)


Point = tuple[str, Exact]  # a name and its minute after the start of the infusion
Taken = tuple[Exact, Exact]  # a reading: its minute after the start, negative before it, and its value


def time_points(end: Exact, spacing: int, after_end: Sequence[int] = ()) -> list[Point]:
    """Before the infusion, every so many minutes to its end, and times after it: specification E3.

    The end is a point of its own, also off the steps; a step that falls on it is the end.
    """
    points: list[Point] = [("pre", 0)]
    minute = 0
    while minute < end:
        points.append((f"{minute} min", minute))
        minute += spacing
    points.append(("end", end))
    points += [(f"end + {later} min", end + later) for later in sorted(set(after_end))]
    return points


def point_of(minute: Exact, points: Sequence[Point], spacing: int) -> Point | None:
    """Find the point of a reading: the nearest, half the spacing to either side, closed on the left.

    So one that lies halfway belongs to the later point. At or before the start it is a pre-infusion reading.
    """
    if minute <= 0:
        return points[0]
    best: Point | None = None
    for name, nominal in points[1:]:
        off = Fraction(minute - nominal)
        if not -Fraction(spacing, 2) <= off < Fraction(spacing, 2):
            continue
        if best is None or abs(off) <= abs(Fraction(minute - best[1])):
            best = (name, nominal)
    return best


def pre_infusion_value(readings: Sequence[Taken]) -> Exact | None:
    """Value of the last reading at or before the start; of two at one time the one listed later."""
    last: Taken | None = None
    for minute, value in readings:
        if minute <= 0 and (last is None or minute >= last[0]):
            last = (minute, value)
    return None if last is None else last[1]


def change_from_before(value: Exact, readings: Sequence[Taken]) -> Exact | None:
    """Value minus the pre-infusion value; missing where that is."""
    before = pre_infusion_value(readings)
    return None if before is None else value - before


def is_infusion_related_candidate(start: datetime, end: datetime, onset: datetime, hours: int = 24) -> bool:
    return start <= onset <= end + timedelta(hours=hours)
