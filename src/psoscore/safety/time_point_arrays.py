"""Time points, changes and the safety period of a cohort in arrays, equal to the scalar form cell by cell.

Position counts: Series of pandas whose indexes differ are refused.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from attrs import frozen

from psoscore.amount_arrays import UNKNOWN, array_of, fault_at, read_units
from psoscore.dates import calendar_day
from psoscore.errors import Fault, InputError
from psoscore.missing import is_missing
from psoscore.month_arrays import add_months_arrays
from psoscore.row_names import name_codes
from psoscore.row_order import refuse_other_orders
from psoscore.safety.period import SAFETY_MONTHS, require_months
from psoscore.safety.time_point import EVERY_MINUTES, instants, require_spacing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from psoscore.amount_arrays import Integers

__all__ = ["PointArrays", "before_arrays", "change_arrays", "place_arrays", "safety_period_arrays"]

Moments: TypeAlias = "ArrayLike | date | Sequence[date | None]"
"""Days or times, one or many: ``datetime64``, dates, or datetimes that all have a zone or none."""

US_PER_MINUTE = 60_000_000
THOUSAND = 1000
FAR = 2**60
"""Microseconds that no two times lie apart, for a reading without a point; twice as many fit an int64."""


@frozen(kw_only=True, eq=False)
class PointArrays:
    """The nominal time points of readings.

    Attributes:
        point: Names as ``time_points`` gives them, None where none is near.
        off_minutes: Minutes after the nominal time, to a thousandth; NaN without a point.
    """

    point: NDArray[Any]
    off_minutes: NDArray[np.float64]


def place_arrays(
    at: Moments,
    *,
    start: Moments,
    end: Moments,
    every_minutes: int = EVERY_MINUTES,
    after_end_minutes: Sequence[int] = (),
) -> PointArrays:
    """Give every reading the nominal point that ``place_readings`` gives it.

    Missing data:
        Where one of the three times is missing there is no point.

    Args:
        at: Times of the readings.
        start: Start of the infusion that each reading belongs to, one or one a reading.
        end: Its end, likewise.
        every_minutes: Spacing during the infusion [min].
        after_end_minutes: Times after the end [min].

    Raises:
        InputError: Something is no time, shapes or indexes differ, or an end is not after its start.
        DefinitionError: A spacing or a time after the end is not whole minutes, 1 to 1,000,000.

    >>> start, end = np.datetime64("2015-06-01T09:00"), np.datetime64("2015-06-01T10:00")
    >>> times = np.array(["2015-06-01T08:55", "2015-06-01T09:16"], "M8[m]")
    >>> found = place_arrays(times, start=start, end=end)
    >>> found.point.tolist(), found.off_minutes.tolist()
    (['pre', '15 min'], [-5.0, 1.0])
    """
    require_spacing(every_minutes, after_end_minutes)
    refuse_other_orders(at=at, start=start, end=end)
    time, begin, finish = _moments(at=at, start=start, end=end)
    known = ~(np.isnat(time) | np.isnat(begin) | np.isnat(finish))
    backwards = known & (finish <= begin)
    if backwards.any():
        raise InputError([fault_at("end", "out_of_order", "a time after the start", backwards)])
    elapsed, length = _microseconds(time - begin, known), _microseconds(finish - begin, known)
    step = every_minutes * US_PER_MINUTE
    count = (2 * elapsed + step) // (2 * step)
    names = np.array([f"{minutes} min" for minutes in (count * every_minutes).ravel()], dtype=object)
    steps = np.where(count * step < length, elapsed - count * step, FAR)
    candidates: list[tuple[Any, Integers]] = [
        (names.reshape(count.shape), steps),
        ("end", elapsed - length),
        *(
            (f"end + {minutes} min", elapsed - length - minutes * US_PER_MINUTE)
            for minutes in sorted(set(after_end_minutes))
        ),
    ]
    point = np.full(elapsed.shape, None, dtype=object)
    off = np.full(elapsed.shape, FAR)
    for name, apart in candidates:
        nearer = (-step <= 2 * apart) & (2 * apart < step) & (abs(apart) <= abs(off))
        point, off = np.where(nearer, name, point), np.where(nearer, apart, off)
    before = elapsed <= 0
    point, off = np.where(before, "pre", point), np.where(before, elapsed, off)
    point[~known], off[~known] = None, FAR
    minutes_off = np.rint(off * THOUSAND / US_PER_MINUTE) / THOUSAND
    return PointArrays(point=point, off_minutes=np.where(off == FAR, np.nan, minutes_off))


def before_arrays(
    value: ArrayLike, at: Moments, *, start: Moments, infusion: ArrayLike, decimals: int = 1
) -> NDArray[np.float64]:
    """The pre-infusion value of every reading's infusion: its last at or before the start.

    Missing data:
        Missing readings, and readings without a time or a start, are passed over. An
        infusion without a reading before its start has NaN.

    Args:
        value: Readings of one quantity, in one dimension.
        at: Their times.
        start: Start of the infusion that each belongs to.
        infusion: What tells the infusions of the cohort apart, such as a running number.
        decimals: Decimals that the readings have at most.

    Raises:
        InputError: Readings that are no numbers or have more decimals than declared,
            something is no time, or shapes or indexes differ.

    >>> times = np.array(["2015-06-01T08:50", "2015-06-01T09:30"], "M8[m]")
    >>> before_arrays([36.6, 37.9], times, start=np.datetime64("2015-06-01T09:00"), infusion=[1, 1]).tolist()
    [36.6, 36.6]
    """
    refuse_other_orders(value=value, at=at, start=start, infusion=infusion)
    read = read_units("value", value, decimals=decimals)
    time, begin = _moments(at=at, start=start)
    names = array_of("infusion", infusion, "one infusion a reading")
    if names.ndim != 1 or not read.values.shape == time.shape == names.shape:
        raise InputError([Fault(item="infusion", kind="wrong_shape", allowed="one a reading")])
    infusions = name_codes("infusion", names, "an infusion for every reading")
    counts = time <= begin  # a comparison with NaT is False
    if read.unknown is not None:
        counts &= ~read.unknown
    order = np.argsort(time, kind="stable")
    order = order[counts[order]]
    last = np.full(infusions.max(initial=-1) + 1, np.nan)
    last[infusions[order]] = read.values[order] / 10**decimals  # of several the last one stays
    found: NDArray[np.float64] = last[infusions]
    return found


def change_arrays(value: ArrayLike, before: ArrayLike, *, decimals: int = 1) -> NDArray[np.float64]:
    """Values minus pre-infusion values, the float nearest to the exact difference.

    Missing data:
        Where either is missing the change is NaN.

    Args:
        value: Readings.
        before: Pre-infusion readings, of a shape that fits.
        decimals: Decimals that the readings have at most.

    Raises:
        InputError: Readings that are no numbers or have more decimals than declared, or
            shapes or indexes that do not fit.
    """
    refuse_other_orders(value=value, before=before)
    now = read_units("value", value, decimals=decimals)
    then = read_units("before", before, decimals=decimals)
    try:
        change: NDArray[np.float64] = (now.values - then.values) / 10**decimals
    except ValueError:
        raise InputError([Fault(item="before", kind="wrong_shape", allowed="the shape of value")]) from None
    for units in (now, then):
        if units.unknown is not None:
            change = np.where(units.unknown, np.nan, change)
    return change


def safety_period_arrays(days: Moments, first: Moments, *, months: int = SAFETY_MONTHS) -> NDArray[np.int8]:
    """Whether days lie from the first infusion to some calendar months after it.

    Missing data:
        A missing day (NaT) gives -1.

    Args:
        days: Days.
        first: Day of the first infusion, one or one a cell.
        months: Calendar months, clamped to the end of the month.

    Returns:
        int8: 1 in the period, both ends included, 0 outside, -1 unknown.

    Raises:
        InputError: Something is no day, carries a time of day, or shapes or indexes differ.
        DefinitionError: The months are not whole, or below 0.
    """
    require_months(months)
    refuse_other_orders(days=days, first=first)
    day, start = _days("days", days), _days("first", first)
    try:
        day, start = np.broadcast_arrays(day, start)
    except ValueError:
        raise InputError([Fault(item="first", kind="wrong_shape", allowed="the shape of days")]) from None
    inside = (start <= day) & (day <= add_months_arrays(start, months))
    return np.where(np.isnat(day) | np.isnat(start), np.int8(UNKNOWN), inside.astype(np.int8))


def _days(item: str, values: Moments) -> NDArray[np.datetime64]:
    given = array_of(item, values, "one day a cell")
    if given.dtype.kind == "O" and all(is_missing(one) or isinstance(one, date) for one in given.ravel()):
        given = _filled(given, [calendar_day(item, one) for one in given.ravel() if not is_missing(one)])
    if given.dtype.kind != "M":
        raise InputError([Fault(item=item, kind="not_a_day", allowed="datetime64", value=str(given.dtype))])
    days = given.astype("datetime64[D]")
    timed = ~np.isnat(given) & (days.astype(given.dtype) != given)
    if timed.any():
        raise InputError([fault_at(item, "not_a_day", "days without a time", np.atleast_1d(timed))])
    return days


def _filled(given: NDArray[Any], known: Sequence[date]) -> NDArray[Any]:
    """Known days or times in the places of an array of objects that are not missing."""
    moments = np.full(given.shape, np.datetime64("NaT", "us"), dtype="datetime64[us]")
    there = np.array([not is_missing(one) for one in given.ravel()], dtype=np.bool).reshape(given.shape)
    moments[there] = np.array(known, dtype="datetime64[us]")
    return moments


def _microseconds(apart: NDArray[Any], known: NDArray[np.bool]) -> Integers:
    return np.where(known, apart, np.timedelta64(0, "us")).astype(np.int64)


def _moments(**items: Moments) -> list[NDArray[Any]]:
    """Times in microseconds, UTC where they have a zone, brought to one shape."""
    read = [_times(item, values) for item, values in items.items()]
    try:
        return [np.array(one) for one in np.broadcast_arrays(*read)]
    except ValueError:
        allowed = f"the shape of {next(iter(items))}"
        raise InputError([Fault(item=list(items)[-1], kind="wrong_shape", allowed=allowed)]) from None


def _times(item: str, values: Moments) -> NDArray[Any]:
    given = array_of(item, values, "one time a cell")
    if given.dtype.kind == "O":
        times = instants(*(one for one in given.ravel() if not is_missing(one)))
        given = _filled(given, [time.replace(tzinfo=None) for time in times])
    if given.dtype.kind != "M":
        raise InputError([Fault(item=item, kind="not_a_time", allowed="datetime64", value=str(given.dtype))])
    return given.astype("datetime64[us]")
