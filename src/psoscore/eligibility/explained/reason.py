"""Why a criterion came out as it did, in plain words with the numbers in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psoscore.answers import NOT_RELEVANT
from psoscore.eligibility.explained.day_order import day_order
from psoscore.eligibility.explained.ground import Presence, grounds
from psoscore.eligibility.wording import label
from psoscore.engine.formula import Printer, points
from psoscore.engine.states import Gap
from psoscore.numerals import exact
from psoscore.terms import Item, Reported
from psoscore.traversal import cells

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from psoscore.eligibility.criterion import Criterion
    from psoscore.eligibility.explained.ground import Compared, Ground
    from psoscore.eligibility.reading import Reading
    from psoscore.terms import Quantity
    from psoscore.truth import Truth

__all__ = ["amount", "measured", "reason"]

MOST_NAMED = 4
"""Facts of a score that a sentence can name; of more it gives the number."""


def reason(reading: Reading, criterion: Criterion, truth: Truth) -> str:
    """The facts that settle a criterion, or those that leave it open.

    Args:
        reading: The facts of one person.
        criterion: What was judged.
        truth: What it came to.
    """
    refused = reading.holding(criterion.refuses)
    if refused:
        return "; ".join(check.message for check in refused)
    parts = dict.fromkeys(_phrase(reading, one) for one in grounds(reading, criterion.condition, truth))
    parts |= dict.fromkeys(check.message for check in reading.holding(criterion.warns))
    return "; ".join([*parts, criterion.reading] if criterion.reading else parts)


def _phrase(reading: Reading, ground: Ground) -> str:
    if isinstance(ground, Presence):
        return f"{label(ground.cell.name)} is {'given' if ground.is_given else 'not known'}"
    of = ground.term.quantity
    if isinstance(of, Item):
        state = reading.states[of.cell.name]
        entered = ENTERED.get(of.cell.kind)
        if isinstance(state, Gap) or (entered and isinstance(state, tuple)):
            return f"{label(of.cell.name)} is not known"
        if entered and state is NOT_RELEVANT:
            return f"{label(of.cell.name)} is not relevant"
        if entered:
            return f"{label(of.cell.name)}{entered(state)}"
    order = day_order(reading, ground.term, ground.limit)
    if order is not None:
        return f"{label(order)} is not known" if isinstance(order, str) else str(order)
    name, low, high = measured(reading, of)
    at = exact(ground.limit) / of.scale
    return f"{name} {amount(low, high)}, {_against(ground, low, high, at)}"


def measured(reading: Reading, quantity: Quantity) -> tuple[str, Fraction, Fraction]:
    """The name of a quantity and its two ends in points."""
    low, high = reading.pair(quantity)
    return _name(quantity), exact(low) / quantity.scale, exact(high) / quantity.scale


def amount(low: Fraction, high: Fraction) -> str:
    """A number, or all that it can be."""
    return points(low) if low == high else f"{points(low)} to {points(high)}"


def _name(quantity: Quantity) -> str:
    if isinstance(quantity, Item):
        return label(quantity.cell.name)
    if isinstance(quantity, Reported):
        return label(quantity.name)
    facts = len({cell.asked_as for cell in cells(quantity).values()})
    return Printer("text").print(quantity) if facts <= MOST_NAMED else f"the score of {facts} facts"


ENTERED: Mapping[str, Callable[[Any], str]] = {
    "flag": lambda state: ": yes" if state else ": no",
    "code": lambda state: f" is {state}",
}
"""How a fact that a person entered is read back."""

ASKED = {
    (False, False): "at least",
    (False, True): "more than",
    (True, False): "at most",
    (True, True): "less than",
}
"""What a comparison asks for, by whether it is turned and whether the threshold itself is too little."""


def _against(ground: Compared, low: Fraction, high: Fraction, at: Fraction) -> str:
    """A number, or all that it can be, beside its threshold."""
    asked = f"{ASKED[ground.turned, ground.is_open_ended]} {points(at)}"
    if low == high == at:
        return (
            f"exactly {points(at)}, {asked} is asked for" if ground.is_open_ended else f"exactly {points(at)}"
        )
    if high < at:
        return f"{points(at - high)} below {points(at)}"
    if low > at:
        return f"{points(low - at)} above {points(at)}"
    touches = not ground.is_open_ended and (high == at if ground.turned else low == at)
    return asked if touches else f"{asked} is asked for"
