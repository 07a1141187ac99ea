"""By how much a criterion failed, where it compares numbers or days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from psoscore.eligibility.explained.day_order import day_order, days_of_months
from psoscore.eligibility.explained.ground import Presence, grounds
from psoscore.eligibility.explained.reason import amount, measured
from psoscore.engine.formula import points
from psoscore.engine.states import Gap
from psoscore.numerals import exact
from psoscore.shown import counted_days
from psoscore.terms import Item
from psoscore.truth import Truth

if TYPE_CHECKING:
    from fractions import Fraction

    from psoscore.eligibility.criterion import Criterion
    from psoscore.eligibility.explained.day_order import DayOrder
    from psoscore.eligibility.explained.ground import Ground
    from psoscore.eligibility.reading import Reading
    from psoscore.terms import Quantity

__all__ = ["Miss", "misses"]


@frozen
class Miss:
    """By how much a comparison failed.

    Attributes:
        text: The value and the distance, in words.
        share: The distance as a share of the threshold, or of the months that
            were to lie between two days; the distance itself where there is
            neither.
    """

    text: str
    share: Fraction


def misses(reading: Reading, criterion: Criterion, truth: Truth) -> list[Miss]:
    """The comparisons of numbers and days on which a settled criterion rests, with their distances."""
    return [
        miss
        for one in grounds(reading, criterion.condition, truth)
        if (miss := _miss(reading, one)) is not None
    ]


def _miss(reading: Reading, ground: Ground) -> Miss | None:
    if isinstance(ground, Presence) or not _has_distance(reading, ground.term.quantity):
        return None
    term = ground.term
    below = ground.truth is Truth.FALSE
    passing = exact(term.at if below or ground.is_measured else term.at - 1)
    low, high = reading.pair(term.quantity)
    nearest = exact(high if below else low)
    distance = abs(nearest - passing)
    order = day_order(reading, term, ground.limit)
    if isinstance(order, str):
        return None
    if order is not None:
        whole = days_of_months(reading, term) or (1 if order.is_date else abs(ground.limit) or 1)
        text = f"{order}, {counted_days(int(distance))} {_missed(order, int(nearest), int(passing))}"
        return Miss(text, distance / whole)
    name, least, most = measured(reading, term.quantity)
    scale = term.quantity.scale
    distance /= scale
    missed = f"{points(distance)} {'below' if below else 'above'}" if distance else "just at the limit"
    text = f"{name} {amount(least, most)}, {missed}"
    threshold = abs(exact(ground.limit)) / scale
    return Miss(text, distance / threshold if threshold else distance)


def _has_distance(reading: Reading, quantity: Quantity) -> bool:
    """Whether something is known that can lie near a threshold or far from it."""
    if not isinstance(quantity, Item):
        return True
    cell = quantity.cell
    return cell.kind not in {"flag", "code"} and not isinstance(reading.states[cell.name], Gap)


def _missed(order: DayOrder, days: int, passing: int) -> str:
    """Too early or too late where a day lies on the wrong side, else too few or too many days between.

    Args:
        order: The two days.
        days: How far the one lies before the other as compared, below nought where it lies after.
        passing: The nearest number of days that would have passed.
    """
    if order.is_date:
        return "too early" if days < passing else "too late"
    if days and days * passing <= 0:
        return "too early" if order.least > 0 else "too late"
    return "short" if abs(days) < abs(passing) else "too many"
