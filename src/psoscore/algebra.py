"""Sums, comparisons and counts: how terms are put together in normal form.

Collecting like terms matters: ``100 * (b - v) >= 75 * b`` becomes
``25 * b - 100 * v >= 0``, in which no item pulls in both directions, so that
its bounds are exact.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, lcm
from typing import TYPE_CHECKING, Any

from attrs import evolve

from psoscore.errors import DefinitionError
from psoscore.numerals import Number, written
from psoscore.terms import (
    AllOf,
    AnyOf,
    AtLeast,
    Choice,
    Condition,
    Given,
    Item,
    Quantity,
    Ratio,
    Reported,
    Sum,
    Term,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["compare", "count", "days_apart", "every", "linear", "some"]


def every(*conditions: Condition) -> Condition:
    """All of the conditions hold."""
    flat = _flat(AllOf, conditions)
    return flat[0] if len(flat) == 1 else AllOf(flat)


def some(*conditions: Condition) -> Condition:
    """At least one of the conditions holds."""
    flat = _flat(AnyOf, conditions)
    return flat[0] if len(flat) == 1 else AnyOf(flat)


def _flat(word: type[AllOf | AnyOf], conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    found: dict[Condition, None] = {}
    for condition in conditions:
        brought: Any = condition
        if not isinstance(brought, Condition):
            message = f"only conditions combine with & and |, not {type(brought).__name__}"
            raise DefinitionError(message)
        found |= dict.fromkeys(condition.conditions if isinstance(condition, word) else (condition,))
    return tuple(found)


def linear(parts: Iterable[tuple[Number, Term | Number]]) -> Quantity:
    """A weighted sum in normal form: sums opened, like terms collected.

    Args:
        parts: Weights a point, with their terms or plain numbers.

    Raises:
        DefinitionError: A measured real or a ratio is among the terms.
    """
    constant: int | Fraction = 0
    weights: dict[Term, int | Fraction] = {}
    for weight, term in parts:
        each = _whole_or_exact(weight)
        if not isinstance(term, Term):
            constant += each * _whole_or_exact(term)
        elif isinstance(term, Sum):
            scaled = each if term.units == 1 else Fraction(each) / term.units
            constant += scaled * term.constant
            for inner_weight, inner in term.parts:
                weights[inner] = weights.get(inner, 0) + scaled * inner_weight
        else:
            _refuse_real(term)
            scaled = each if term.scale == 1 else Fraction(each) / term.scale
            weights[term] = weights.get(term, 0) + scaled
    weights = {term: weight for term, weight in weights.items() if weight}
    units = lcm(constant.denominator, *(weight.denominator for weight in weights.values()))
    whole = tuple((int(weight * units), term) for term, weight in sorted(weights.items(), key=_falls))
    if not constant and len(whole) == 1 and whole[0][0] == 1:
        only = whole[0][1]
        if isinstance(only, Quantity) and only.scale == units:
            return only
    return Sum(whole, int(constant * units), units)


def _whole_or_exact(number: Number) -> int | Fraction:
    """The number exactly; whole numbers stay plain, because importing psoscore must be quick."""
    return number if type(number) is int else written(number)


def _falls(part: tuple[Term, int | Fraction]) -> bool:
    return part[1] < 0


def _refuse_real(term: Term) -> None:
    if isinstance(term, Ratio | Choice) or (isinstance(term, Item) and term.cell.kind == "measure"):
        message = "a ratio or a measured percentage is compared, never summed"
        raise DefinitionError(message)


def days_apart(quantity: Term) -> tuple[Item, Item] | None:
    """The later and the earlier day, where a quantity is how many days lie between two; else None."""
    if not isinstance(quantity, Sum) or [weight for weight, _ in quantity.parts] != [1, -1]:
        return None
    (_, later), (_, earlier) = quantity.parts
    if not isinstance(later, Item) or not isinstance(earlier, Item):
        return None
    return (later, earlier) if later.cell.kind == earlier.cell.kind == "day" else None


def count(conditions: Iterable[Condition]) -> Quantity:
    """How many of the conditions hold."""
    return linear([(1, condition) for condition in conditions])


def compare(quantity: Quantity, threshold: Any, *, strict: bool = False) -> Condition:
    """``quantity >= threshold``, or ``>`` where strict, against a constant in whole units.

    Raises:
        DefinitionError: The threshold is neither a number, a day nor a quantity.
    """
    if isinstance(threshold, Quantity):
        difference = linear([(1, quantity), (-1, threshold)])
        return compare(difference, 0, strict=strict)
    if isinstance(quantity, Item) and quantity.cell.kind == "day" and hasattr(threshold, "toordinal"):
        threshold = threshold.toordinal()
    at = written(threshold)
    if isinstance(quantity, Choice):
        first = compare(quantity.then, at, strict=strict)
        second = compare(quantity.otherwise, at, strict=strict)
        return (quantity.condition & first) | (~quantity.condition & second) | (first & second)
    if isinstance(quantity, Ratio):
        return _compare_ratio(quantity, at, strict=strict)
    if isinstance(quantity, Reported) and isinstance(quantity.term, Ratio | Choice):
        return _compare_reported(quantity, at, strict=strict)
    at *= quantity.scale
    if isinstance(quantity, Item) and quantity.cell.kind == "measure":
        return AtLeast(quantity, at, strict)
    if isinstance(quantity, Sum) and quantity.constant:
        at -= quantity.constant
        quantity = evolve(quantity, constant=0)
    return AtLeast(quantity, floor(at) + 1 if strict else ceil(at))


def _compare_ratio(ratio: Ratio, at: Fraction, *, strict: bool) -> Condition:
    (a, b), (c, d) = ratio.top, ratio.bottom
    excess = linear([(a - at * c, ratio.up), (b - at * d, ratio.down)])
    bottom = linear([(c, ratio.up), (d, ratio.down)])
    return Given(compare(excess, 0, strict=strict), compare(bottom, 0, strict=True))


def _compare_reported(score: Reported, at: Fraction, *, strict: bool) -> Condition:
    """A reported ratio has no units to round a threshold to: both of its readings are compared."""
    bounds, filled = (count([compare(one, at, strict=strict)]) for one in (score.term, score.filled))
    name = f"({score.name} {'>' if strict else '>='} {at})"
    return AtLeast(Reported(name, bounds, filled, score.when, score.demands_not_relevant), 1)
