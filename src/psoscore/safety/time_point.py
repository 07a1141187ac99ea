"""Readings around an infusion: their nominal time points, and the change from before it.

A reading at or before the start is a pre-infusion reading, the last of them
the value before. After the start a reading belongs to the nearest nominal
point within half the spacing, the window closed on the left. Times with a zone
are compared as instants, so that a change of the clocks moves nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Context
from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING

from attrs import field, frozen

from psoscore.amount import Amount, amount, optional_amount, places
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.missing import is_missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

__all__ = [
    "PlacedReading",
    "Reading",
    "TimePoint",
    "change_from_before",
    "instants",
    "place_readings",
    "pre_infusion_value",
    "require_spacing",
    "time_points",
]

WIDE = Context(prec=100)
"""Wide enough for the difference of any two amounts, and none of the caller's."""
EVERY_MINUTES = 15
MOST_MINUTES = 1_000_000
MOST_POINTS = 100_000
"""Steps of one infusion; at a minute each they last ten weeks."""
MINUTE_DECIMALS = 3
MICROSECOND = timedelta(microseconds=1)
MICROSECONDS_A_THOUSANDTH = 60_000


def _value(value: Amount) -> Decimal:
    return amount("value", value)


@frozen(kw_only=True)
class Reading:
    """One measured value at one time, in whatever unit the caller keeps.

    Attributes:
        at: The time; all times of an infusion have a zone, or none has.
        value: The value.
    """

    at: datetime
    value: Decimal = field(converter=_value)


@frozen(kw_only=True)
class TimePoint:
    """One nominal time of measurement.

    Attributes:
        name: ``"pre"``, ``"30 min"`` or ``"end + 60 min"``.
        at: The nominal time; for ``"pre"`` the start.
    """

    name: str
    at: datetime


@frozen(kw_only=True)
class PlacedReading:
    """A reading and the nominal point that it belongs to.

    Attributes:
        reading: The reading.
        point: Its time point, or None where none is near.
        off_minutes: Minutes after the nominal time, to a thousandth, negative before it; None
            without a point.
        change: Value minus the pre-infusion value; None where there is none.
    """

    reading: Reading
    point: TimePoint | None
    off_minutes: Decimal | None
    change: Decimal | None


def time_points(
    *,
    start: datetime,
    end: datetime,
    every_minutes: int = EVERY_MINUTES,
    after_end_minutes: Sequence[int] = (),
) -> tuple[TimePoint, ...]:
    """Nominal times of an infusion: before it, at fixed steps, at its end, and after it.

    Args:
        start: Start of the infusion.
        end: Its end; always a time point, also off the steps.
        every_minutes: Spacing during the infusion [min].
        after_end_minutes: Times after the end [min].

    Returns:
        The time points in order, the first of them ``"pre"``.

    Raises:
        InputError: The end is not after the start, one is no time, or only one of them has a zone.
        DefinitionError: A spacing or a time after the end is not whole minutes, 1 to 1,000,000.
    """
    begin, finish = instants(start, end)
    require_spacing(every_minutes, after_end_minutes)
    if finish <= begin:
        raise InputError([Fault(item="end", kind="out_of_order", allowed="a time after the start")])
    step = timedelta(minutes=every_minutes)
    steps = -((begin - finish) // step)  # rounded up: a step on the end is the end
    if steps > MOST_POINTS:
        allowed = f"an infusion of at most {MOST_POINTS:,} steps"
        raise InputError([Fault(item="end", kind="too_late", allowed=allowed)])
    during = [(f"{count * every_minutes} min", begin + count * step) for count in range(steps)]
    after = [
        (f"end + {minutes} min", finish + timedelta(minutes=minutes))
        for minutes in sorted(set(after_end_minutes))
    ]
    return tuple(
        TimePoint(name=name, at=at if start.tzinfo is None else at.astimezone(start.tzinfo))
        for name, at in [("pre", begin), *during, ("end", finish), *after]
    )


def place_readings(
    readings: Iterable[Reading], points: Sequence[TimePoint], *, every_minutes: int = EVERY_MINUTES
) -> tuple[PlacedReading, ...]:
    """Give every reading its nominal point and its change from before the infusion.

    Missing data:
        A reading with no point within half the spacing has none. Without a
        pre-infusion reading every change is None.

    Args:
        readings: The readings of one quantity around one infusion.
        points: What ``time_points`` gives; the first is ``"pre"``.
        every_minutes: The spacing; half of it is the reach of a point [min].

    Returns:
        The readings in order of time. A reading halfway belongs to the later point.

    Raises:
        InputError: There are no points, something is no time, or some times have a zone and
            others none.
        DefinitionError: The spacing is not whole minutes, 1 to 1,000,000.

    >>> from datetime import datetime
    >>> start, end = datetime(2015, 6, 1, 9), datetime(2015, 6, 1, 10)
    >>> before = Reading(at=datetime(2015, 6, 1, 8, 55), value=37)
    >>> during = Reading(at=datetime(2015, 6, 1, 9, 16), value=38)
    >>> placed = place_readings([during, before], time_points(start=start, end=end))
    >>> [str(one.change) for one in placed]
    ['0', '1']
    """
    if not points:
        raise InputError([Fault(item="points", kind="missing", allowed="what time_points gives")])
    require_spacing(every_minutes, ())
    found = list(readings)
    times = instants(*(point.at for point in points), *(reading.at for reading in found))
    nominal = list(zip(points, times, strict=False))
    before = pre_infusion_value(found, points[0].at)
    half = timedelta(minutes=every_minutes) / 2
    placed: list[PlacedReading] = []
    for at, reading in sorted(zip(times[len(points) :], found, strict=True), key=itemgetter(0)):
        point, off = _nearest(at, nominal, half)
        placed.append(
            PlacedReading(
                reading=reading,
                point=point,
                off_minutes=None if off is None else _minutes(off),
                change=change_from_before(reading.value, before),
            )
        )
    return tuple(placed)


def _nearest(
    at: datetime, nominal: Sequence[tuple[TimePoint, datetime]], half: timedelta
) -> tuple[TimePoint | None, timedelta | None]:
    """The point of a reading and how far from it; of two that are equally near the later."""
    pre, start = nominal[0]
    if at <= start:
        return pre, at - start
    near = [(abs(at - time), point, at - time) for point, time in nominal[1:] if -half <= at - time < half]
    _, point, off = min(reversed(near), key=itemgetter(0), default=(None, None, None))
    return point, off


def _minutes(apart: timedelta) -> Decimal:
    return places(round(Fraction(apart // MICROSECOND, MICROSECONDS_A_THOUSANDTH)), MINUTE_DECIMALS)


def pre_infusion_value(readings: Iterable[Reading], start: datetime) -> Decimal | None:
    """The last value at or before the start of an infusion, or None.

    Args:
        readings: Readings of one quantity.
        start: Start of the infusion.

    Returns:
        The value, of two read at the same time the one listed later; None where nothing
        was read before the start.

    Raises:
        InputError: Something is no time, or some times have a zone and others none.

    >>> from datetime import datetime
    >>> early = Reading(at=datetime(2015, 6, 1, 8, 55), value=37)
    >>> pre_infusion_value([early], datetime(2015, 6, 1, 9))
    Decimal('37')
    """
    found = list(readings)
    begin, *times = instants(start, *(reading.at for reading in found))
    before = [(at, place) for place, at in enumerate(times) if at <= begin]
    return found[max(before)[1]].value if before else None


def change_from_before(value: Amount | None, before: Amount | None) -> Decimal | None:
    """A value minus the pre-infusion value, exactly; None where either is missing.

    >>> change_from_before(37.9, 36.6)
    Decimal('1.3')
    """
    now, then = optional_amount("value", value), optional_amount("before", before)
    return None if now is None or then is None else WIDE.subtract(now, then)


def require_spacing(every_minutes: int, after_end_minutes: Sequence[int]) -> None:
    """Refuse minutes that lead nowhere.

    Raises:
        DefinitionError: A spacing or a time after the end is not whole minutes, 1 to 1,000,000.
    """
    every = (every_minutes, *after_end_minutes)
    if not all(type(minutes) is int and 0 < minutes <= MOST_MINUTES for minutes in every):
        message = f"minutes between time points and after the end are whole, 1 to {MOST_MINUTES:,}"
        raise DefinitionError(message)


def instants(*times: object) -> list[datetime]:
    """The times, in UTC where they have a zone: an hour of the clock that comes twice is two hours.

    Raises:
        InputError: Something is no time, or some times have a zone and others none.
    """
    read: list[datetime] = []
    for time in times:
        if is_missing(time) or not isinstance(time, datetime):
            allowed, came = "a day with a time", type(time).__name__
            raise InputError([Fault(item="at", kind="not_a_time", allowed=allowed, value=came)])
        read.append(time)
    if len({time.tzinfo is None for time in read}) > 1:
        allowed = "times that all have a zone, or none"
        raise InputError([Fault(item="at", kind="mixed_zones", allowed=allowed)])
    return [time if time.tzinfo is None else time.astimezone(UTC) for time in read]
