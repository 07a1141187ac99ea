"""Suggested days for the remaining infusions: open days, preferred weekdays, near the plan.

The search looks at every day that the chain of limits leaves, so that a
suggestion is found whenever one exists; it does not give up after one bad choice.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

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

Cost: TypeAlias = tuple[int, int]
"""Days off the preferred weekdays, then days away from the nominal days."""
Way: TypeAlias = tuple[Cost, int]
"""A cost and the position of the day that has it."""


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


@frozen
class _Best:
    """Cheapest way to reach each open day of one infusion."""

    days: tuple[int, ...]
    costs: tuple[Cost, ...]
    froms: tuple[int, ...]

    @cached_property
    def cheapest_up_to(self) -> tuple[Way, ...]:
        """For each day, the cheapest way among it and the days before it."""
        return tuple(accumulate(zip(self.costs, range(len(self.costs)), strict=True), min))


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
    if not all(day in preferred for day in listed):
        message = "weekdays are counted from 0, Monday, to 6, Sunday"
        raise DefinitionError(message)
    chain = chain_of(plan, given, today=today, first=first, within_windows=within_windows)
    if chain.reason:
        return Suggestion(found=False, days=(), reason=chain.reason)
    shut = {calendar_day("closed", day).toordinal() for day in several("closed", closed, "days")}
    reached: list[_Best] = []
    for link in chain.links:
        before = reached[-1] if reached else None
        best = _reach(link, _open_days(link, before, shut), before, preferred)
        if not best.days:
            low, high = date.fromordinal(link.earliest), date.fromordinal(link.latest)
            reason = f"{link.name} finds no open day between {low} and {high} that the plan allows"
            return Suggestion(found=False, days=(), reason=reason)
        reached.append(best)
    days = tuple(
        SuggestedDay(
            name=link.name,
            day=date.fromordinal(day),
            nominal=date.fromordinal(link.nominal),
            preferred=_weekday(day) in preferred,
        )
        for link, day in zip(chain.links, _trace(reached), strict=True)
    )
    return Suggestion(found=True, days=days, reason="")


def _weekday(ordinal: int) -> int:
    return (ordinal - 1) % DAYS_A_WEEK  # ordinal 1 is a Monday


def _open_days(link: Link, before: _Best | None, shut: set[int]) -> tuple[int, ...]:
    """Open days of the link; where nothing limits them, enough to hold every weekday twice."""
    latest = link.latest
    if latest == NEVER:
        reach = link.earliest if before is None else before.days[-1] + link.least_gap
        later = sum(day >= link.earliest for day in shut)
        latest = min(NEVER, max(reach, link.nominal) + 2 * DAYS_A_WEEK * (later + 1))
    return tuple(day for day in range(link.earliest, latest + 1) if day not in shut)


def _reach(link: Link, days: tuple[int, ...], before: _Best | None, preferred: frozenset[int]) -> _Best:
    """The cheapest way to each day, over every day of the infusion before."""
    kept: list[int] = []
    costs: list[Cost] = []
    froms: list[int] = []
    for day in days:
        back = _cheapest(before, day - link.greatest_gap, day - link.least_gap)
        if back is None:
            continue
        cost, came_from = back
        off = _weekday(day) not in preferred
        kept.append(day)
        costs.append((cost[0] + off, cost[1] + abs(day - link.nominal)))
        froms.append(came_from)
    return _Best(tuple(kept), tuple(costs), tuple(froms))


def _cheapest(before: _Best | None, low: int, high: int) -> Way | None:
    if before is None:
        return (0, 0), 0
    start, end = bisect_left(before.days, low), bisect_right(before.days, high)
    if start == 0:
        return before.cheapest_up_to[end - 1] if end else None
    return min(zip(before.costs[start:end], range(start, end), strict=True), default=None)


def _trace(reached: list[_Best]) -> list[int]:
    if not reached:
        return []
    position = reached[-1].costs.index(min(reached[-1].costs))
    days: list[int] = []
    for best in reversed(reached):
        days.append(best.days[position])
        position = best.froms[position]
    return days[::-1]
