"""Analysis windows: which visit a day belongs to, and which of its records is analysed.

Week w is study day 7 w + 1, both edges of a window are inside, and there is no
day 0: the day before day 1 is day -1, one day away. Of several records in a
window the one nearest to the target is analysed; of two equally near the later
one, unless the plan says otherwise.

Missing data:
    A record without a day belongs to no window. A record without a value is
    not a candidate for analysis.

>>> week_8 = VisitWindow.around_week(8, days=7)
>>> (week_8.target, week_8.low, week_8.high)
(57, 50, 64)
>>> analysis_record(week_8, [54, 60])
1
"""

from __future__ import annotations

from itertools import pairwise
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import frozen

from psoscore.dates import DAYS_A_WEEK, elapsed_day_number, elapsed_days
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.given import several, several_of
from psoscore.missing import is_missing
from psoscore.numerals import exact
from psoscore.provenance import Provenance
from psoscore.shown import shown
from psoscore.sources import ADAM_WINDOWS, NRI_DATA, PSOSCORE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "MOST_DAYS",
    "WINDOW_PROVENANCE",
    "Tie",
    "VisitWindow",
    "analysis_record",
    "checked_tie",
    "checked_windows",
    "days_apart",
    "window_of",
]

Tie: TypeAlias = Literal["later", "earlier"]

MOST_DAYS = 10**6
"""No study lasts longer; what is above is a date, or a slip."""

WINDOW_PROVENANCE = Provenance(
    sources=(ADAM_WINDOWS, NRI_DATA, PSOSCORE),
    requirements=("PSO-ENDP-017", "PSO-ENDP-018", "PSO-ENDP-019"),
    note="A training page has week 1 at day 7; with day 1 as the first dose week w is day 7 w + 1.",
)


@frozen(kw_only=True)
class VisitWindow:
    """One planned visit and the study days that count as it.

    Attributes:
        name: The name of the visit, as in AVISIT.
        number: Its number, as in AVISITN.
        target: The planned study day.
        low: The first study day inside.
        high: The last study day inside.
    """

    name: str
    number: float
    target: int
    low: int
    high: int

    def __attrs_post_init__(self) -> None:
        """Refuse a day 0, a day that is not whole, a target outside its own window, and no number."""
        exact(self.number)
        _refuse_parts_of_days(self.name, self.target, self.low, self.high)
        if 0 in {self.target, self.low, self.high} or not self.low <= self.target <= self.high:
            message = f"{self.name}: low, target and high must rise, and there is no day 0"
            raise DefinitionError(message)

    @classmethod
    def around_week(cls, week: int, *, days: int, name: str | None = None) -> VisitWindow:
        """The window of a week counted from the first dose, so many days to either side.

        Args:
            week: The week; 0 is day 1, and -1 is day -7, a week before it.
            days: How many days early and late are inside.
            name: The name of the visit; ``Week <week>`` if None.

        Raises:
            DefinitionError: The days are negative, or week or days are not whole.

        Examples:
            >>> VisitWindow.around_week(0, days=3).low
            -3
        """
        said = f"Week {week}" if name is None else name
        _refuse_parts_of_days(said, week, days)
        elapsed = DAYS_A_WEEK * week
        low, target, high = (elapsed_day_number(elapsed + off) for off in (-days, 0, days))
        return cls(name=said, number=week, target=target, low=low, high=high)


def _refuse_parts_of_days(name: str, *numbers: object) -> None:
    strange = [one for one in numbers if not _is_whole(one)]
    if strange:
        message = f"{name}: {shown(strange[0])}; weeks and days are whole numbers"
        raise DefinitionError(message)


def _is_whole(number: Any) -> bool:
    return type(number) is not bool and isinstance(number, Real) and number % 1 == 0


def days_apart(day: int, target: int) -> int:
    """How many days lie between two study days; between day -1 and day 1 it is one.

    >>> days_apart(-1, 1)
    1
    """
    return abs(int(elapsed_days(day)) - int(elapsed_days(target)))


def _study_day(day: Any) -> int:
    """A study day, of whatever type, as a number that does not wrap.

    Raises:
        InputError: There is no day 0, or it is not whole, or as large as only a date is.
    """
    if not _is_whole(day):
        raise InputError([Fault("day", "not_whole", "whole study days", shown(day))])
    whole = int(day)
    if whole == 0:
        raise InputError([Fault(item="day", kind="no_day_0", allowed="study days below or above 0")])
    if abs(whole) > MOST_DAYS:
        allowed = f"study days from {-MOST_DAYS} to {MOST_DAYS}"
        raise InputError([Fault("day", "no_study_day", allowed, shown(day), hint="it looks like a date")])
    return whole


def checked_windows(windows: Iterable[VisitWindow]) -> tuple[VisitWindow, ...]:
    """The windows in order of their days.

    Raises:
        InputError: They are no list, or something in it is no window.
        DefinitionError: Two of them share a day, a name or a number, or there is none.
    """
    listed = several_of("windows", windows, VisitWindow, "a list of visit windows")
    ordered = tuple(sorted(listed, key=lambda one: one.low))
    if not ordered:
        message = "at least one window is needed"
        raise DefinitionError(message)
    for before, after in pairwise(ordered):
        if before.high >= after.low:
            message = (
                f"{before.name} ends on day {before.high}, when {after.name} has begun on day {after.low}"
            )
            raise DefinitionError(message)
    for what in ("name", "number"):
        if len({getattr(one, what) for one in ordered}) < len(ordered):
            message = f"two windows have one {what}"
            raise DefinitionError(message)
    return ordered


def window_of(windows: Iterable[VisitWindow], day: int | None) -> VisitWindow | None:
    """The window that a study day belongs to, or None.

    Args:
        windows: Windows that share no day.
        day: The study day; None where it is missing.

    Raises:
        InputError: It is day 0, not whole, or as large as only a date is.
        DefinitionError: Two windows share a day.

    >>> window_of([VisitWindow.around_week(4, days=7)], 36).name
    'Week 4'
    """
    ordered = checked_windows(windows)
    if is_missing(day):
        return None
    whole = _study_day(day)
    return next((one for one in ordered if one.low <= whole <= one.high), None)


def analysis_record(window: VisitWindow, days: Sequence[int | None], *, tie: Tie = "later") -> int | None:
    """Which of a patient's records is analysed for a window: its position, or None.

    Args:
        window: The window.
        days: The study days of the records that have a value; None where one is missing.
        tie: ``"later"`` or ``"earlier"``: which of two equally near records; of
            two on one day the one further down, or up, in the data.

    Raises:
        InputError: There is a day 0, one that is not whole, or one as large as only a date is.
        DefinitionError: There is no such rule for ties.

    >>> analysis_record(VisitWindow.around_week(4, days=7), [22, 27, 31, 40], tie="earlier")
    1
    """
    checked_tie(tie)
    listed = enumerate(several("days", days, "study days"))
    known = [(_study_day(day), place) for place, day in listed if not is_missing(day)]
    inside = sorted((one for one in known if window.low <= one[0] <= window.high), reverse=tie == "later")
    nearest = min(inside, key=lambda one: days_apart(one[0], window.target), default=None)
    return None if nearest is None else nearest[1]


def checked_tie(tie: Any) -> None:
    """Refuse a rule for ties that there is not.

    Raises:
        DefinitionError: There is no such rule.
    """
    if tie not in {"later", "earlier"}:
        message = f"tie={tie!r}; choose from 'later', 'earlier'"
        raise DefinitionError(message)
