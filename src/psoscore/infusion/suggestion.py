"""Suggested days for the remaining infusions: open days, preferred weekdays, near the plan.

The search looks at every day that the chain of limits leaves, so that a
suggestion is found whenever one exists; it does not give up after one bad choice.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from psoscore.dates import DAYS_A_WEEK, calendar_day
from psoscore.errors import DefinitionError
from psoscore.given import several
from psoscore.infusion.feasibility import NEVER, chain_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from psoscore.infusion.feasibility import Link
    from psoscore.infusion.plan import InfusionPlan

__all__ = ["MONDAY_TO_FRIDAY", "SuggestedDay", "Suggestion", "suggest_days"]

MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
"""Weekdays as ``date.weekday`` counts them, Monday 0."""


@frozen(kw_only=True)
class SuggestedDay:
    """One suggested day.

    Attributes:
        name: The infusion.
        day: The day.
        nominal: Its nominal day, after the shift rule.
        preferred: True if it falls on a preferred weekday.
    """

    name: str
    day: date
    nominal: date
    preferred: bool


@frozen(kw_only=True)
class Suggestion:
    """Days for all remaining infusions, or the reason why there are none.

    Attributes:
        found: True if days exist.
        days: One for each remaining infusion.
        reason: Why there are none, or "".
    """

    found: bool
    days: tuple[SuggestedDay, ...]
    reason: str


class _Way(NamedTuple):
    """A way to a day; of two the smaller is better.

    Attributes:
        off: Infusions off the preferred weekdays.
        away: Days away from the nominal days, added up.
        days: The day, and before it those of the infusions before, back to the first.
    """

    off: int
    away: int
    days: tuple[int, ...]


@frozen
class _Reached:
    """The best way to each open day of one infusion that can be reached."""

    ways: tuple[_Way, ...]

    @cached_property
    def days(self) -> tuple[int, ...]:
        """The days, ascending."""
        return tuple(way.days[0] for way in self.ways)

    @cached_property
    def best_up_to(self) -> tuple[_Way, ...]:
        """For each day, the best way to it or to a day before it."""
        return tuple(accumulate(self.ways, min))

    def best(self, low: int, high: int) -> _Way | None:
        """The best way to a day from the low one to the high one, or None."""
        start, end = bisect_left(self.days, low), bisect_right(self.days, high)
        if start:
            return min(self.ways[start:end], default=None)
        return self.best_up_to[end - 1] if end else None


def suggest_days(  # noqa: PLR0913 - the record, the day and the wishes, keyword-only
    plan: InfusionPlan,
    given: Sequence[date | None],
    *,
    today: date,
    first: date | None = None,
    within_windows: bool = True,
    weekdays: Collection[int] = MONDAY_TO_FRIDAY,
    closed: Collection[date] = (),
) -> Suggestion:
    """Suggest days for the remaining infusions.

    Every constraint of the plan holds and no closed day is used. Among such
    days those win that use the fewest weekdays not preferred, then those nearest
    to the nominal days, then the earliest.

    Args:
        plan: The plan.
        given: Days of the infusions in the order of the plan, None for a missed one.
        today: The day of the question.
        first: Planned day of the first infusion, where none has been given yet.
        within_windows: False allows days outside the windows.
        weekdays: Preferred weekdays, Monday 0.
        closed: Days that are never used.

    Returns:
        The days, or the reason why there are none.

    Raises:
        InputError: The record contradicts itself, or the first day is not known.
        DefinitionError: A weekday is not 0 to 6.

    >>> from psoscore.infusion.plan import InfusionPlan
    >>> plan = InfusionPlan(days=(1, 8), window_days=3)
    >>> labour_day = date(2015, 9, 7)
    >>> answer = suggest_days(plan, [date(2015, 8, 31)], today=date(2015, 9, 1), closed=[labour_day])
    >>> str(answer.days[0].day)
    '2015-09-08'
    """
    listed = several("weekdays", weekdays, "0, Monday, to 6, Sunday")
    preferred = frozenset(day for day in range(DAYS_A_WEEK) if day in listed)
    if not all(day in range(DAYS_A_WEEK) for day in listed):
        message = "weekdays are counted from 0, Monday, to 6, Sunday"
        raise DefinitionError(message)
    chain = chain_of(plan, given, today=today, first=first, within_windows=within_windows)
    if chain.reason:
        return Suggestion(found=False, days=(), reason=chain.reason)
    shut = {calendar_day("closed", day).toordinal() for day in several("closed", closed, "days")}
    before: _Reached | None = None
    for link in chain.links:
        reached = _reach(link, _open_days(link, before, shut, preferred), before, preferred)
        if not reached.ways:
            low, high = date.fromordinal(link.earliest), date.fromordinal(link.latest)
            reason = f"{link.name} finds no open day between {low} and {high} that the plan allows"
            return Suggestion(found=False, days=(), reason=reason)
        before = reached
    chosen = min(before.ways).days if before else ()
    days = tuple(
        SuggestedDay(
            name=link.name,
            day=date.fromordinal(day),
            nominal=date.fromordinal(link.nominal),
            preferred=_weekday(day) in preferred,
        )
        for link, day in zip(chain.links, reversed(chosen), strict=True)
    )
    return Suggestion(found=True, days=days, reason="")


def _weekday(ordinal: int) -> int:
    return (ordinal - 1) % DAYS_A_WEEK  # ordinal 1 is a Monday


def _open_days(
    link: Link, before: _Reached | None, shut: set[int], preferred: frozenset[int]
) -> tuple[int, ...]:
    """Open days of the link; where any gap may follow, up to the first that no later one betters.

    That is a preferred day, not before the nominal day, which the infusion before
    leaves free wherever it falls.
    """
    free = link.nominal if before is None else max(link.nominal, before.days[-1] + link.least_gap)
    days: list[int] = []
    for day in range(link.earliest, link.latest + 1):
        if day in shut:
            continue
        days.append(day)
        if link.greatest_gap == NEVER and day >= free and (not preferred or _weekday(day) in preferred):
            break
    return tuple(days)


def _reach(link: Link, days: tuple[int, ...], before: _Reached | None, preferred: frozenset[int]) -> _Reached:
    """The best way to each day, over every day of the infusion before."""
    ways: list[_Way] = []
    for day in days:
        off, away = int(_weekday(day) not in preferred), abs(day - link.nominal)
        if before is None:
            ways.append(_Way(off, away, (day,)))
        elif way := before.best(day - link.greatest_gap, day - link.least_gap):
            ways.append(_Way(way.off + off, way.away + away, (day, *way.days)))
    return _Reached(tuple(ways))
