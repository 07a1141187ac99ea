"""One day before or after another, in a sentence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from psoscore.algebra import days_apart
from psoscore.cells import FIRST_DAY, LAST_DAY
from psoscore.eligibility.wording import day_words, label
from psoscore.engine.states import Gap
from psoscore.shown import counted_days
from psoscore.terms import Item

if TYPE_CHECKING:
    from psoscore.eligibility.reading import Reading
    from psoscore.terms import AtLeast, Term

__all__ = ["DayOrder", "day_order", "days_of_months"]


@frozen
class DayOrder:
    """How many days one day lies before another, or all that it can be.

    Attributes:
        told: The day of which something is said, by name and date.
        other: The other day.
        least: The least number of days between; below 0 where it can lie after.
        most: The greatest.
        is_date: Whether the other day is a date that the criterion names.
    """

    told: str
    other: str
    least: int
    most: int
    is_date: bool = False

    def __str__(self) -> str:
        """The sentence."""
        if self.least < 0 < self.most:
            ends = f"{counted_days(self.most)} before and {counted_days(-self.least)} after"
            return f"{self.told} is between {ends} {self.other}"
        few, many = sorted((abs(self.least), abs(self.most)))
        if not many:
            return f"{self.told} is on the day of {self.other}"
        count = counted_days(few) if few == many else f"{few} to {many} days"
        return f"{self.told} is {count} {'before' if self.most > 0 else 'after'} {self.other}"


def day_order(reading: Reading, term: AtLeast, limit: int) -> DayOrder | str | None:
    """What a comparison says of two days, or of one day and a date.

    Args:
        reading: The facts of one person.
        term: The comparison.
        limit: The day up to which, or from which, one day is compared, as an ordinal.

    Returns:
        The order; the name of a day that is not known; None where no days are compared.
    """
    found = _days(term.quantity)
    gaps = [item.cell.name for item in found if isinstance(reading.states[item.cell.name], Gap)]
    if gaps:
        return gaps[0]
    if len(found) == 1:
        (told,) = found
        first, last = reading.pair(told)
        return DayOrder(_told(reading, told), _limit(limit), limit - last, limit - first, is_date=True)
    if found:
        (told, anchor), (first, last) = found, reading.pair(term.quantity)
        if anchor.months:
            (anchor, told), (first, last) = found, (-last, -first)
        return DayOrder(_told(reading, told), _named(reading, anchor), first, last)
    return None


def days_of_months(reading: Reading, term: AtLeast) -> int:
    """The days that calendar months come to, where they are added to a day of a comparison, else 0."""
    dated = [item for item in _days(term.quantity) if item.months]
    return max((abs(reading.pair(item)[0] - reading.pair(Item(item.cell))[0]) for item in dated), default=0)


def _days(quantity: Term) -> list[Item]:
    """The days that are compared: one with a date, or the earlier and the later of two."""
    if isinstance(quantity, Item):
        return [quantity] if quantity.cell.kind == "day" else []
    return [*reversed(days_apart(quantity) or ())]


def _limit(day: int) -> str:
    """A date by itself; one that no calendar has by the end of the calendar beyond which it lies."""
    if day < FIRST_DAY:
        return f"a limit before {date.min}"
    return f"a limit after {date.max}" if day > LAST_DAY else f"the limit {day_words(day, day)}"


def _told(reading: Reading, item: Item) -> str:
    """A day by its name and date, as a sentence begins."""
    text = _dated(reading, item)
    return f"{text}," if item.months else text


def _dated(reading: Reading, item: Item) -> str:
    """A day by its name and date, with the months that are added or taken away."""
    text = f"{label(item.cell.name)} {day_words(*reading.pair(Item(item.cell)))}"
    if not item.months:
        return text
    count = abs(item.months)
    months = f"{'plus' if item.months > 0 else 'minus'} {count} month{'' if count == 1 else 's'}"
    return f"{text} {months}, {day_words(*reading.pair(item))}"


def _named(reading: Reading, item: Item) -> str:
    """A day by its name alone where that is enough."""
    plain = not item.months and not reading.is_open(item.cell.name)
    return label(item.cell.name) if plain else _dated(reading, item)
