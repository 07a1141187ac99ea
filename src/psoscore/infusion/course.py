"""How a course of infusions went: the status of each, and what departed from the plan.

A course is the days of the infusions in the order of the plan, with None for
one that was missed; what is still to come is left out, not filled with None. What
happened is a fact and never an error; only a record that contradicts itself is
refused.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import frozen

from psoscore.dates import add_days, calendar_day
from psoscore.errors import Fault, InputError
from psoscore.given import several
from psoscore.infusion.plan import PlannedVisit, planned_infusion
from psoscore.missing import is_missing
from psoscore.shown import counted_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from psoscore.infusion.plan import InfusionPlan

__all__ = ["Deviation", "InfusionStatus", "Status", "course_deviations", "course_status", "nominal_days"]

Status: TypeAlias = Literal["on time", "early", "late", "out of window", "missed", "not yet due"]


@frozen(kw_only=True)
class InfusionStatus:
    """What became of one planned infusion.

    Attributes:
        planned: The infusion on the calendar, after the shift rule.
        given: The day on which it was given, or None.
        status: ``"on time"``, ``"early"``, ``"late"``, ``"out of window"``, ``"missed"``
            or ``"not yet due"``. An infusion not given whose window is over, or the longest
            span of the course, is missed; until then one that is overdue is ``"late"``.
        days_from_nominal: Days after the nominal day, negative before it, or None.
    """

    planned: PlannedVisit
    given: date | None
    status: Status
    days_from_nominal: int | None


@frozen(kw_only=True)
class Deviation:
    """One departure from the plan.

    Attributes:
        kind: A fixed word for programs.
        name: The infusion, or ``"course"``.
        text: A sentence for people.
    """

    kind: Literal["out of window", "missed", "minimum interval", "span", "not planned", "too few"]
    name: str
    text: str

    def __str__(self) -> str:
        """The name and the sentence."""
        return f"{self.name}: {self.text}"


def read_course(given: Sequence[date | None], today: date) -> tuple[tuple[date | None, ...], date]:
    """Read the days of a course, and refuse a record that contradicts itself.

    Raises:
        InputError: With every fault: a zone or a time of day, the first infusion
            missing, two infusions on one day, days out of order or after today.
    """
    faults: list[Fault] = []
    now = calendar_day("today", today)
    days = tuple(
        None if is_missing(day) else calendar_day(f"infusion {number}", day)
        for number, day in enumerate(several("given", given, "the days in order"), start=1)
    )
    if days and days[0] is None:
        allowed = "the day that is Day 1; leave the list empty before the first infusion"
        faults.append(Fault(item="infusion 1", kind="missing", allowed=allowed))
    numbered = [(number, day) for number, day in enumerate(days, start=1) if day is not None]
    for (before, sooner), (number, later) in pairwise(numbered):
        if later <= sooner:
            kind = "same_day" if later == sooner else "out_of_order"
            hint = "give the days in the order of the plan, None for a missed one"
            allowed = f"a day after infusion {before}"
            faults.append(Fault(item=f"infusion {number}", kind=kind, allowed=allowed, hint=hint))
    faults += [
        Fault(item=f"infusion {number}", kind="after_today", allowed="what was given by today")
        for number, day in numbered
        if day > now
    ]
    if faults:
        raise InputError(faults)
    return days, now


def nominal_days(plan: InfusionPlan, days: Sequence[date | None], first: date) -> tuple[date, ...]:
    """Nominal day of every planned infusion, after the shift rule.

    Args:
        plan: The plan.
        days: What was given, None for a missed one.
        first: The first infusion, given or planned.
    """
    nominal: list[date] = []
    anchor, anchor_day = first, 1
    were = several("days", days, "the days in order")
    for position, day in enumerate(plan.days):
        nominal.append(add_days(anchor, day - anchor_day))
        given = were[position] if position < len(were) else None
        if plan.shift and given is not None:
            anchor, anchor_day = given, day
    return tuple(nominal)


def course_status(
    plan: InfusionPlan, given: Sequence[date | None], *, today: date
) -> tuple[InfusionStatus, ...]:
    """Status of every planned infusion.

    What was given beyond the plan has no status; ``course_deviations`` lists it as not planned.

    Args:
        plan: The plan.
        given: Days of the infusions in the order of the plan, None for a missed one;
            at least the first.
        today: The day of the question.

    Returns:
        One status a planned infusion.

    Raises:
        InputError: The record contradicts itself, or there is no first infusion yet.

    >>> from datetime import date
    >>> from psoscore.infusion.plan import InfusionPlan
    >>> plan = InfusionPlan(days=(1, 8, 15), window_days=2)
    >>> [one.status for one in course_status(plan, [date(2015, 8, 31)], today=date(2015, 9, 10))]
    ['on time', 'missed', 'not yet due']
    """
    days, now = read_course(given, today)
    first = days[0] if days else None
    if first is None:
        raise InputError([Fault(item="infusion 1", kind="missing", allowed="the day that is Day 1")])
    span_over = plan.last_span_day is not None and (now - first).days > plan.last_span_day
    found: list[InfusionStatus] = []
    for position, nominal in enumerate(nominal_days(plan, days, first)):
        planned = planned_infusion(plan, position, nominal, first)
        recorded = position < len(days)
        day = days[position] if recorded else None
        apart = None if day is None else (day - nominal).days
        status = _status(planned, apart, now, no_more=span_over or (recorded and day is None))
        found.append(InfusionStatus(planned=planned, given=day, status=status, days_from_nominal=apart))
    return tuple(found)


def _status(planned: PlannedVisit, apart: int | None, today: date, *, no_more: bool) -> Status:
    if apart is None:
        if no_more or (planned.window_stated and today > planned.latest):
            return "missed"
        return "late" if today > planned.latest else "not yet due"
    before = (planned.nominal - planned.earliest).days
    after = (planned.latest - planned.nominal).days
    if planned.window_stated and not -before <= apart <= after:
        return "out of window"
    if apart < 0:
        return "early"
    return "late" if apart else "on time"


def course_deviations(
    plan: InfusionPlan, given: Sequence[date | None], *, today: date
) -> tuple[Deviation, ...]:
    """Every departure of a course from its plan, as a list and never an exception.

    Args:
        plan: The plan.
        given: Days of the infusions in the order of the plan, None for a missed one.
        today: The day of the question.

    Returns:
        The deviations in the order of the plan, those of the whole course last.

    Raises:
        InputError: The record contradicts itself, or there is no first infusion yet.

    >>> from datetime import date
    >>> from psoscore.infusion.plan import InfusionPlan
    >>> plan = InfusionPlan(days=(1, 8), window_days=2)
    >>> print(*course_deviations(plan, [date(2015, 8, 31), date(2015, 9, 10)], today=date(2015, 9, 10)))
    infusion 2: given 2015-09-10, 1 day after its window (2015-09-05 to 2015-09-09)
    """
    statuses = course_status(plan, given, today=today)
    days, _ = read_course(given, today)
    found = [deviation for one in statuses for deviation in _of_one(one)]
    numbered = [(number, day) for number, day in enumerate(days, start=1) if day is not None]
    for (before, sooner), (number, later) in pairwise(numbered):
        apart = (later - sooner).days
        if apart < plan.minimum_interval_days:
            since = f"{counted_days(apart)} after infusion {before}"
            text = f"{since}; the minimum interval is {plan.minimum_interval_days}"
            found.append(Deviation(kind="minimum interval", name=f"infusion {number}", text=text))
    for number, _ in numbered:
        if number > len(plan.days):
            text = f"the plan has {len(plan.days)} infusions"
            found.append(Deviation(kind="not planned", name=f"infusion {number}", text=text))
    span = (numbered[-1][1] - numbered[0][1]).days
    if plan.last_span_day is not None and span > plan.last_span_day:
        text = f"first to last infusion took {counted_days(span)}; at most {plan.last_span_day} are allowed"
        found.append(Deviation(kind="span", name="course", text=text))
    missed = sum(one.status == "missed" for one in statuses)
    if missed:
        text = f"{len(numbered)} of {len(plan.days)} infusions given, {missed} missed"
        found.append(Deviation(kind="too few", name="course", text=text))
    return tuple(found)


def _of_one(one: InfusionStatus) -> tuple[Deviation, ...]:
    planned = one.planned
    if one.status == "missed":
        text = f"not given; planned for {planned.nominal}"
        return (Deviation(kind="missed", name=planned.name, text=text),)
    if one.status != "out of window" or one.given is None:
        return ()
    late = one.given > planned.latest
    by = abs((one.given - (planned.latest if late else planned.earliest)).days)
    text = (
        f"given {one.given}, {counted_days(by)} {'after' if late else 'before'} its window "
        f"({planned.earliest} to {planned.latest})"
    )
    return (Deviation(kind="out of window", name=planned.name, text=text),)
