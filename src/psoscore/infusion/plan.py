"""When infusions are planned: days, windows, the least interval and the longest span.

Day 1 is the first infusion and there is no Day 0; a week is seven days. A plan
that its own numbers forbid is refused when it is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, Self, TypeAlias

from attrs import field, frozen

from psoscore.amount import as_whole, is_whole
from psoscore.dates import add_days, calendar_day, study_day, week_day_number
from psoscore.errors import DefinitionError
from psoscore.given import several
from psoscore.shown import counted_days

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from psoscore.provenance import Provenance

__all__ = [
    "InfusionPlan",
    "PlannedVisit",
    "Window",
    "WindowDays",
    "planned_infusion",
    "planned_visit",
    "window",
]

Window: TypeAlias = tuple[int, int]
"""Days allowed before and after the nominal day, both included."""
WindowDays: TypeAlias = int | Window | None
"""How a window is written: days to either side, days before and after, or not stated."""


@frozen(kw_only=True)
class PlannedVisit:
    """One infusion or assessment on the calendar.

    Attributes:
        name: What it is called, such as ``"infusion 3"`` or ``"week 8"``.
        earliest: First allowed day, included.
        nominal: The planned day.
        latest: Last allowed day, included.
        study_day: Study day of the nominal day.
        window_stated: False where the protocol gives no window; then the three days are one.
    """

    name: str
    earliest: date
    nominal: date
    latest: date
    study_day: int
    window_stated: bool


def window(days: WindowDays) -> Window | None:
    """Read a window; a single number counts to either side.

    Raises:
        DefinitionError: It is not made of whole days, 0 or more.

    >>> window(3), window((0, 7)), window(None)
    ((3, 3), (0, 7), None)
    """
    if days is None:
        return None
    pair = tuple(map(as_whole, days if isinstance(days, Sequence) else (days, days)))
    if len(pair) != len(("before", "after")) or not all(is_whole(part, 0) for part in pair):
        message = f"a window is whole days, 0 or more, to either side or (before, after), not {days!r}"
        raise DefinitionError(message)
    before, after = pair
    return before, after


def planned_visit(name: str, nominal: date, first: date, days: Window | None) -> PlannedVisit:
    """Put one visit on the calendar.

    Args:
        name: What it is called.
        nominal: The planned day.
        first: The first infusion, Day 1.
        days: Days allowed before and after, or None where not stated.
    """
    before, after = days or (0, 0)
    return PlannedVisit(
        name=name,
        earliest=add_days(nominal, -before),
        nominal=nominal,
        latest=add_days(nominal, after),
        study_day=study_day(nominal, first),
        window_stated=days is not None,
    )


def _days(days: Iterable[int]) -> tuple[int, ...]:
    return tuple(map(as_whole, several("days", days, "study days")))


def _optional_days(days: int | None) -> int | None:
    return None if days is None else as_whole(days)


@frozen(kw_only=True)
class InfusionPlan:
    """The days of a course of infusions and what may not be broken.

    Attributes:
        days: Study days, ascending, the first of them Day 1.
        window_days: Days allowed around each nominal day but the first, which is
            Day 1 by definition; None where the protocol gives none.
        minimum_interval_days: Least difference of the dates of two infusions; 1 where
            nothing is stated, since two infusions never share a day.
        maximum_span_days: Most days from the first to the last infusion, or None.
        span_edge: ``"inclusive"`` allows that very day, ``"exclusive"`` the day before.
        shift: True counts each nominal day from the infusion given before it, so that
            a late one moves the rest; False counts all of them from the first.
        assumed_template: Where the days come from if the protocol is silent on them, or "".
        provenance: Where the plan comes from, or None.

    Raises:
        DefinitionError: The days cannot be met by construction.

    >>> from datetime import date
    >>> plan = InfusionPlan(days=(1, 8, 15), window_days=2)
    >>> plan.schedule(first=date(2015, 8, 31))[1].latest
    datetime.date(2015, 9, 9)
    """

    days: tuple[int, ...] = field(converter=_days)
    window_days: Window | None = field(default=None, converter=window)
    minimum_interval_days: int = field(default=1, converter=as_whole)
    maximum_span_days: int | None = field(default=None, converter=_optional_days)
    span_edge: Literal["inclusive", "exclusive"] = "inclusive"
    shift: bool = False
    assumed_template: str = ""
    provenance: Provenance | None = field(default=None, eq=False)

    @classmethod
    def in_weeks(  # noqa: PLR0913 - the fields of the class, keyword-only
        cls,
        weeks: Iterable[int],
        *,
        window_days: WindowDays = None,
        minimum_interval_days: int = 1,
        maximum_span_days: int | None = None,
        span_edge: Literal["inclusive", "exclusive"] = "inclusive",
        shift: bool = False,
        assumed_template: str = "",
        provenance: Provenance | None = None,
    ) -> Self:
        """A plan in weeks from the first infusion: week 0 is Day 1, week 8 Day 57.

        Args:
            weeks: Weeks, ascending, the first of them 0.
            window_days: See the class.
            minimum_interval_days: See the class.
            maximum_span_days: See the class.
            span_edge: See the class.
            shift: See the class.
            assumed_template: See the class.
            provenance: See the class.

        Raises:
            DefinitionError: A week is not whole, or the days cannot be met by construction.

        >>> InfusionPlan.in_weeks((0, 1, 2, 3, 5, 7)).days
        (1, 8, 15, 22, 36, 50)
        """
        whole = tuple(map(as_whole, weeks))
        if not all(is_whole(week, 0) for week in whole):
            message = (
                f"weeks are whole weeks after the first infusion, from 0, not {', '.join(map(str, whole))}"
            )
            raise DefinitionError(message)
        return cls(
            days=tuple(week_day_number(week) for week in whole),
            window_days=window_days,
            minimum_interval_days=minimum_interval_days,
            maximum_span_days=maximum_span_days,
            span_edge=span_edge,
            shift=shift,
            assumed_template=assumed_template,
            provenance=provenance,
        )

    def __attrs_post_init__(self) -> None:
        """Refuse days that the plan's own limits forbid."""
        message = self._day_trouble() or self._limit_trouble()
        if message:
            raise DefinitionError(message)

    def _day_trouble(self) -> str:
        if self.days[:1] != (1,) or not all(is_whole(day, 1) for day in self.days):
            return f"days are study days, the first infusion on Day 1, not {self.days}"
        if any(later <= sooner for sooner, later in pairwise(self.days)):
            return f"days ascend, and no two infusions share a day: {self.days}"
        return ""

    def _limit_trouble(self) -> str:
        if not is_whole(self.minimum_interval_days, 1):
            return f"minimum_interval_days is {self.minimum_interval_days}; whole days, 1 or more"
        if self.maximum_span_days is not None and not is_whole(self.maximum_span_days, 0):
            return f"maximum_span_days is {self.maximum_span_days}; whole days, 0 or more"
        if self.span_edge not in ("inclusive", "exclusive"):
            return f"span_edge is {self.span_edge!r}; 'inclusive' or 'exclusive'"
        close = [(a, b) for a, b in pairwise(self.days) if b - a < self.minimum_interval_days]
        if close:
            a, b = close[0]
            return (
                f"Day {a} and Day {b} are {counted_days(b - a)} apart, closer than the minimum interval of "
                f"{self.minimum_interval_days}; move the days or lower the interval"
            )
        taken, most = self.days[-1] - 1, self.last_span_day
        if most is not None and taken > most:
            return (
                f"{len(self.days)} infusions on these days take {counted_days(taken)}, "
                f"at most {most} are allowed; "
                "bring the days closer, plan fewer infusions or allow a longer span"
            )
        return ""

    @property
    def last_span_day(self) -> int | None:
        """Most days that may lie between the first and the last infusion, or None."""
        if self.maximum_span_days is None:
            return None
        return self.maximum_span_days - (self.span_edge == "exclusive")

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each infusion, ``"infusion 1"`` onwards."""
        return tuple(f"infusion {number}" for number in range(1, len(self.days) + 1))

    @property
    def warnings(self) -> tuple[str, ...]:
        """Where windows alone would let two infusions come closer than the minimum interval."""
        if self.window_days is None:
            return ()
        before, after = self.window_days
        found: list[str] = []
        for number, (sooner, later) in enumerate(pairwise(self.days), start=1):
            fixed = self.shift or number == 1  # a window that counts from what was given, or from Day 1
            closest = later - before - (sooner if fixed else sooner + after)
            if closest < self.minimum_interval_days:
                found.append(
                    f"the windows of infusions {number} and {number + 1} "
                    f"allow {counted_days(closest)} between them; "
                    f"the minimum interval is {self.minimum_interval_days}"
                )
        return tuple(found)

    def schedule(self, *, first: date) -> tuple[PlannedVisit, ...]:
        """Put the plan on the calendar.

        Args:
            first: Day of the first infusion, Day 1.

        Returns:
            One planned visit an infusion; the first has no room to either side.

        Raises:
            InputError: ``first`` carries a zone or a time of day.
        """
        start = calendar_day("first", first)
        return tuple(
            planned_infusion(self, position, add_days(start, day - 1), start)
            for position, day in enumerate(self.days)
        )


def planned_infusion(plan: InfusionPlan, position: int, nominal: date, first: date) -> PlannedVisit:
    """Put one infusion of a plan on the calendar; the first has no room to either side.

    Args:
        plan: The plan.
        position: Which of its infusions, from 0.
        nominal: The planned day.
        first: The first infusion, Day 1.
    """
    room = plan.window_days if position or plan.window_days is None else (0, 0)
    return planned_visit(plan.names[position], nominal, first, room)
