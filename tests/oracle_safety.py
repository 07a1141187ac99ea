"""The oracle's reading of vital signs: specification E1 to E3, CTCAE version 5.0. Numeric candidates only."""

from datetime import date, datetime, timedelta
from fractions import Fraction

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


def last_monitoring_day(first_infusion: date) -> date:
    """Return the first infusion and 3 calendar months, the day itself included: specification E1."""
    return add_months(first_infusion, 3)


def nominal_minute(minute: Exact, spacing: int) -> int:
    """Find the nominal time point of a reading: half the spacing to either side, closed on the left.

    By hand along the points, which go both ways from the start of the infusion.
    """
    point = 0
    while minute >= point + Fraction(spacing, 2):
        point += spacing
    while minute < point - Fraction(spacing, 2):
        point -= spacing
    return point


def is_infusion_related_candidate(start: datetime, end: datetime, onset: datetime, hours: int = 24) -> bool:
    return start <= onset <= end + timedelta(hours=hours)
