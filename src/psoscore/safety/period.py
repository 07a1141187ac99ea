"""How long vital signs are watched, and which onsets may belong to an infusion."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import frozen

from psoscore.amount import amount
from psoscore.dates import add_months, calendar_day
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.safety.time_point import instants
from psoscore.shown import shown

if TYPE_CHECKING:
    from datetime import date, datetime

__all__ = ["SafetyPeriod", "is_infusion_related", "require_months", "safety_period"]

RELATED_HOURS = 24
SAFETY_MONTHS = 3


@frozen(kw_only=True)
class SafetyPeriod:
    """The days on which vital signs are watched.

    Attributes:
        first_day: The first infusion.
        last_day: The last day, included.
    """

    first_day: date
    last_day: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in the period, both ends included."""
        return self.first_day <= calendar_day("day", day) <= self.last_day


def safety_period(*, first: date, last: date | None = None, months: int = SAFETY_MONTHS) -> SafetyPeriod:
    """From the first infusion to some calendar months after it, both included.

    Args:
        first: Day of the first infusion.
        last: Day of the last infusion, where the months count from there instead.
        months: Calendar months, clamped to the end of the month.

    Raises:
        InputError: The last infusion comes before the first.
        DefinitionError: The months are not whole, or below 0.

    >>> from datetime import date
    >>> safety_period(first=date(2015, 11, 30)).last_day
    datetime.date(2016, 2, 29)
    """
    require_months(months)
    begin = calendar_day("first", first)
    anchor = begin if last is None else calendar_day("last", last)
    if anchor < begin:
        allowed = "a day on or after the first infusion"
        raise InputError([Fault(item="last", kind="out_of_order", allowed=allowed)])
    return SafetyPeriod(first_day=begin, last_day=add_months(anchor, months))


def require_months(months: int) -> None:
    """Refuse parts of a month.

    Raises:
        DefinitionError: The months are not whole, or below 0.
    """
    if type(months) is not int or months < 0:
        message = f"months is {months!r}; whole calendar months, 0 or more"
        raise DefinitionError(message)


def is_infusion_related(
    onset: datetime, *, start: datetime, end: datetime, hours_after: int = RELATED_HOURS
) -> bool:
    """Whether an onset lies between the start of an infusion and some hours after its end.

    Args:
        onset: When it began.
        start: Start of the infusion.
        end: End of the infusion.
        hours_after: Hours after the end that still count, included [h].

    Raises:
        InputError: Something is no time, or some times have a zone and others none.
    """
    begin, finish, began = instants(start, end, onset)
    reach = float(amount("hours_after", hours_after, allowed="hours"))
    try:
        latest = finish + timedelta(hours=reach)
    except OverflowError:
        raise InputError([Fault("hours_after", "beyond_the_calendar", "hours", shown(hours_after))]) from None
    return begin <= began <= latest
