"""When patients are assessed: weeks and calendar months from the first infusion.

Months are calendar months, each added once to the first infusion and clamped
to the end of the month; weeks are seven days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import field, frozen

from psoscore.amount import as_whole
from psoscore.dates import DAYS_A_WEEK, add_days, add_months, calendar_day
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.infusion.plan import PlannedVisit, Window, WindowDays, planned_visit, window
from psoscore.shown import counted_days

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from psoscore.provenance import Provenance

__all__ = ["Assessment", "AssessmentAnchors", "VisitPlan", "assessment_anchors"]

DAYS_OF = {"days": 1, "weeks": DAYS_A_WEEK}
"""How many days a unit has; a calendar month has no fixed number."""


@frozen(kw_only=True)
class Assessment:
    """One planned assessment.

    Attributes:
        name: What it is called.
        after: How many units after the first infusion, negative before it.
        unit: ``"days"``, ``"weeks"`` or ``"months"`` (calendar months).
        window_days: Days allowed around it, or None where not stated.
    """

    name: str
    after: int = field(converter=as_whole)
    unit: Literal["days", "weeks", "months"]
    window_days: Window | None = field(default=None, converter=window)

    def __attrs_post_init__(self) -> None:
        """Refuse a unit that is none, and a part of one."""
        if self.unit not in ("days", "weeks", "months"):
            message = f"unit is {self.unit!r}; 'days', 'weeks' or 'months'"
            raise DefinitionError(message)
        if type(self.after) is not int:
            message = f"after is {self.after!r}; whole {self.unit}, negative before the first infusion"
            raise DefinitionError(message)

    def day(self, first: date) -> date:
        """The nominal day, counted from the first infusion."""
        if self.unit == "months":
            return add_months(first, self.after)
        return add_days(first, self.after * DAYS_OF[self.unit])


def _assessments(visits: Iterable[Assessment]) -> tuple[Assessment, ...]:
    return tuple(visits)


@frozen(kw_only=True)
class VisitPlan:
    """The assessments of a trial.

    Attributes:
        visits: The assessments, in order.
        provenance: Where the plan comes from, or None.

    >>> from datetime import date
    >>> plan = VisitPlan(visits=[Assessment(name="month 6", after=6, unit="months")])
    >>> plan.schedule(first=date(2015, 8, 31))[0].nominal
    datetime.date(2016, 2, 29)
    """

    visits: tuple[Assessment, ...] = field(converter=_assessments)
    provenance: Provenance | None = field(default=None, eq=False)

    def schedule(self, *, first: date) -> tuple[PlannedVisit, ...]:
        """Put the assessments on the calendar.

        Args:
            first: Day of the first infusion, Day 1.

        Returns:
            One planned visit an assessment.

        Raises:
            InputError: ``first`` carries a zone or a time of day.
        """
        start = calendar_day("first", first)
        return tuple(
            planned_visit(visit.name, visit.day(start), start, visit.window_days) for visit in self.visits
        )


@frozen(kw_only=True)
class AssessmentAnchors:
    """The two days to which one assessment is tied.

    Attributes:
        by_week: The day counted in weeks from the first infusion.
        by_infusion: The day of the last infusion.
        days_apart: Days from the last infusion to the counted day; negative where it comes later.
        window_days: The window they were held against, or None where none is stated.
        differ: True where they lie further apart than the window; without a window, where they differ.
        note: A sentence that says so, or "".
    """

    by_week: date
    by_infusion: date
    days_apart: int
    window_days: Window | None
    differ: bool
    note: str


def assessment_anchors(
    *, first: date, last_infusion: date, week: int = 8, window_days: WindowDays = None
) -> AssessmentAnchors:
    """Compare "week 8" with "right after the sixth infusion".

    Args:
        first: Day of the first infusion.
        last_infusion: Day of the infusion that the assessment follows, planned or given.
        week: The week of the assessment.
        window_days: Days allowed around the week's day, or None where not stated.

    Returns:
        Both days, and whether they differ by more than the window.

    Raises:
        InputError: The last infusion comes before the first.
        DefinitionError: The week is not whole.

    >>> from datetime import date
    >>> assessment_anchors(first=date(2015, 8, 31), last_infusion=date(2015, 10, 19)).note
    'week 8 is 2015-10-26, the last infusion 2015-10-19: 7 days apart, and no window is stated'
    """
    start, end = calendar_day("first", first), calendar_day("last_infusion", last_infusion)
    if end < start:
        fault = Fault(
            item="last_infusion", kind="out_of_order", allowed="a day on or after the first infusion"
        )
        raise InputError([fault])
    by_week = Assessment(name=f"week {week}", after=week, unit="weeks").day(start)
    allowed = window(window_days)
    before, after = allowed or (0, 0)
    apart = (by_week - end).days
    differ = not -after <= apart <= before
    room = counted_days(before if by_week > end else after)
    beyond = "and no window is stated" if allowed is None else f"more than the window of {room}"
    distance = counted_days(abs(apart))
    note = f"week {week} is {by_week}, the last infusion {end}: {distance} apart, {beyond}"
    return AssessmentAnchors(
        by_week=by_week,
        by_infusion=end,
        days_apart=apart,
        window_days=allowed,
        differ=differ,
        note=note if differ else "",
    )
