"""Whether the rest of a course still fits, and on which days.

The limits form a chain: every infusion has days of its own (from today, in its
window, within the span) and a least and a greatest distance from the one
before. One pass forwards and one backwards through such a chain leave exactly
the days that some full set of dates uses.
"""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from psoscore.dates import calendar_day
from psoscore.errors import Fault, InputError
from psoscore.infusion.course import nominal_days, read_course
from psoscore.shown import counted_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psoscore.infusion.plan import InfusionPlan

__all__ = ["AllowedDays", "Chain", "Feasibility", "Link", "chain_of", "feasibility"]

NEVER = date.max.toordinal()
"""The end of the calendar stands for "no latest day"."""


@frozen(kw_only=True)
class AllowedDays:
    """The days on which one remaining infusion can be given so that all the rest fit.

    Attributes:
        name: The infusion.
        earliest: First such day.
        nominal: Its nominal day, after the shift rule.
        latest: Last such day, or None where nothing limits it.
    """

    name: str
    earliest: date
    nominal: date
    latest: date | None


@frozen(kw_only=True)
class Feasibility:
    """Whether the rest of a course fits all constraints.

    Attributes:
        feasible: True if dates for all remaining infusions exist.
        remaining: Allowed days of each remaining infusion; empty if none exist.
        reason: Why none exist, or "".
    """

    feasible: bool
    remaining: tuple[AllowedDays, ...]
    reason: str


@frozen
class Link:
    """One remaining infusion in the chain; days are ordinals of the calendar."""

    name: str
    nominal: int
    least_gap: int
    greatest_gap: int
    earliest: int
    latest: int


@frozen
class Chain:
    """The remaining infusions with their tight days, or the reason why none exist."""

    links: tuple[Link, ...]
    reason: str


def feasibility(
    plan: InfusionPlan,
    given: Sequence[date | None],
    *,
    today: date,
    first: date | None = None,
    within_windows: bool = True,
) -> Feasibility:
    """Find out whether the rest of a course still fits its plan.

    It is about planned infusions that remain, not about whether the course kept to its
    plan: what was given beyond the plan is in ``course_deviations`` alone.

    Infusions after the recorded ones remain; a recorded None is missed and is
    not made up for. An infusion may be given today. Where the plan states no
    windows, minimum interval and span alone limit the days.

    Args:
        plan: The plan.
        given: Days of the infusions in the order of the plan, None for a missed one.
        today: The day of the question.
        first: Planned day of the first infusion, where none has been given yet.
        within_windows: False asks about minimum interval and span alone, as when a
            late infusion is to be given out of its window.

    Returns:
        The earliest and latest allowed day of each remaining infusion, or the reason
        why there is none.

    Raises:
        InputError: The record contradicts itself, or the first day is not known.

    >>> from psoscore.infusion.plan import InfusionPlan
    >>> plan = InfusionPlan(days=(1, 8, 15), minimum_interval_days=3, maximum_span_days=21)
    >>> answer = feasibility(plan, [date(2015, 8, 31)], today=date(2015, 9, 10))
    >>> [(str(one.earliest), str(one.latest)) for one in answer.remaining]
    [('2015-09-10', '2015-09-18'), ('2015-09-13', '2015-09-21')]
    """
    chain = chain_of(plan, given, today=today, first=first, within_windows=within_windows)
    remaining = tuple(
        AllowedDays(
            name=link.name,
            earliest=date.fromordinal(link.earliest),
            nominal=date.fromordinal(link.nominal),
            latest=None if link.latest == NEVER else date.fromordinal(link.latest),
        )
        for link in chain.links
    )
    return Feasibility(feasible=not chain.reason, remaining=remaining, reason=chain.reason)


def chain_of(
    plan: InfusionPlan,
    given: Sequence[date | None],
    *,
    today: date,
    first: date | None,
    within_windows: bool,
) -> Chain:
    """Build the chain of remaining infusions and tighten it; see ``feasibility``."""
    days, now = read_course(given, today)
    start = _start(days, first)
    nominal = nominal_days(plan, days, start)
    window = plan.window_days if within_windows else None
    span_end = NEVER if plan.last_span_day is None else start.toordinal() + plan.last_span_day
    last = max((position for position, day in enumerate(days) if day is not None), default=None)
    before = None if last is None else days[last]
    low = high = (before or start).toordinal()
    anchor = last or 0
    links: list[Link] = []
    for position in range(len(days), len(plan.days)):
        gap = plan.days[position] - plan.days[anchor]
        least, greatest = plan.minimum_interval_days, NEVER
        floors, ceilings = [(now.toordinal(), "today")], [(span_end, "end of the span")]
        planned = nominal[position].toordinal()
        if not position:
            floors.append((planned, "the planned first day"))
            ceilings.append((planned, "the planned first day"))
        else:
            if window is not None and plan.shift:
                least, greatest = max(least, gap - window[0]), gap + window[1]
            elif window is not None:
                floors.append((planned - window[0], "start of its window"))
                ceilings.append((planned + window[1], "end of its window"))
            floors.append((low + least, f"{counted_days(least)} after infusion {anchor + 1}"))
            most = min(high + greatest, NEVER)
            ceilings.append((most, "end of its window, counted from the infusion before"))
        low, why_low = max(floors, key=_value)
        high, why_high = min(ceilings, key=_value)
        if low > high:
            reason = (
                f"{plan.names[position]} cannot come before {_day(low)} ({why_low}) "
                f"nor after {_day(high)} ({why_high})"
            )
            return Chain((), reason)
        links.append(Link(plan.names[position], planned, least, greatest, low, high))
        anchor = position
    return Chain(_tightened(links), "")


def _start(days: tuple[date | None, ...], first: date | None) -> date:
    if days and days[0] is not None:
        return days[0]
    if first is None:
        allowed = "the planned day, in first=, where nothing has been given yet"
        raise InputError([Fault(item="infusion 1", kind="missing", allowed=allowed)])
    return calendar_day("first", first)


def _value(bound: tuple[int, str]) -> int:
    return bound[0]


def _day(ordinal: int) -> date | str:
    return date.fromordinal(ordinal) if ordinal <= NEVER else "the end of the calendar"


def _tightened(links: list[Link]) -> tuple[Link, ...]:
    """The chain with no latest day so late that the infusion after it finds none."""
    return tuple(accumulate(reversed(links), _before))[::-1]


def _before(later: Link, link: Link) -> Link:
    """A link that leaves room for the one after it."""
    if later.latest == NEVER:
        return link
    return evolve(link, latest=min(link.latest, later.latest - later.least_gap))
