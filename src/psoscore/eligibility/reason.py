"""Why a criterion came out as it did, in plain words with the numbers in."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import frozen

from psoscore.eligibility.ground import days_between, grounds
from psoscore.engine.formula import Printer, points
from psoscore.engine.states import Gap
from psoscore.numerals import exact
from psoscore.terms import AtLeast, Blank, Item
from psoscore.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from psoscore.eligibility.criterion import Criterion
    from psoscore.eligibility.ground import Ground
    from psoscore.eligibility.reading import Reading
    from psoscore.terms import Quantity

__all__ = ["Miss", "day_words", "label", "misses", "reason"]

ABBREVIATIONS = {name: name.upper() for name in ("pasi", "dlqi", "bsa", "bmi", "hbv", "hcv", "hiv")}
DECEMBER = 12


@frozen
class Miss:
    """By how much a comparison failed.

    Attributes:
        text: The value and the distance, in words.
        share: The distance as a share of the threshold, to find the nearest.
    """

    text: str
    share: Fraction


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


def misses(reading: Reading, criterion: Criterion, truth: Truth) -> list[Miss]:
    """The comparisons of numbers and days on which a settled criterion rests, with their distances."""
    return [
        miss
        for one in grounds(reading, criterion.condition, truth)
        if (miss := _miss(reading, one)) is not None
    ]


def label(name: str) -> str:
    """The name of a fact as people say it.

    >>> label("last_systemic_treatment"), label("baseline_date"), label("hbv_evidence")
    ('last systemic treatment', 'baseline', 'HBV evidence')
    """
    words = name.removesuffix("_date").split("_")
    return " ".join(ABBREVIATIONS.get(word, word) for word in words)


def day_words(first: int, last: int) -> str:
    """A day, or what is known of it.

    >>> day_words(735750, 735779), day_words(735750, 735751)
    ('2015-06', '2015-06-01 to 2015-06-02')
    """
    one, other = date.fromordinal(first), date.fromordinal(last)
    if first == last:
        return one.isoformat()
    whole = one.day == 1 and other.day == monthrange(other.year, other.month)[1] and one.year == other.year
    if whole and one.month == other.month:
        return f"{one:%Y-%m}"
    if whole and (one.month, other.month) == (1, DECEMBER):
        return f"{one:%Y}"
    return f"{one.isoformat()} to {other.isoformat()}"


def _phrase(reading: Reading, ground: Ground) -> str:
    term = ground.term
    if isinstance(term, Blank):
        return f"{label(term.cell.name)} is not known"
    return _comparison(reading, term, turned=ground.turned)


def _comparison(reading: Reading, term: AtLeast, *, turned: bool) -> str:
    of = term.quantity
    if isinstance(of, Item):
        state = reading.states[of.cell.name]
        if isinstance(state, Gap):
            return f"{label(of.cell.name)} is not known"
        entered = ENTERED.get(of.cell.kind)
        if entered is not None:
            return f"{label(of.cell.name)}{entered(state)}"
        if of.cell.kind == "day":
            return f"{_dated(reading, of)}; the limit is {day_words(int(term.at), int(term.at))}"
    days = days_between(of)
    if days is not None:
        return _gap(reading, days, reading.pair(of))
    low, high = _points(term, reading.pair(of))
    at = _points(term, (term.at, term.at))[0] - (_step(term) if turned else 0)
    return f"{_name(of)} {_amount(low, high)}, {_against(low, high, at, turned=turned)}"


def _name(quantity: Quantity) -> str:
    return label(quantity.cell.name) if isinstance(quantity, Item) else Printer("text").print(quantity)


ENTERED: Mapping[str, Callable[[Any], str]] = {
    "flag": lambda state: ": yes" if state else ": no",
    "code": lambda state: f" is {state}",
}
"""How a fact that a person entered is read back."""


def _against(low: Fraction, high: Fraction, at: Fraction, *, turned: bool) -> str:
    """A number, or all that it can be, beside its threshold."""
    if low == high == at:
        return f"exactly {points(at)}"
    if high < at or (turned and high == at):
        return f"{points(at - high)} below {points(at)}" if high < at else f"at most {points(at)}"
    if low > at or (low == at and not turned):
        return f"{points(low - at)} above {points(at)}" if low > at else f"at least {points(at)}"
    return f"{'at most' if turned else 'at least'} {points(at)} is asked for"


def _gap(reading: Reading, days: tuple[Item, Item], pair: tuple[int, int]) -> str:
    """One day before or after another."""
    for item in reversed(days):
        if isinstance(reading.states[item.cell.name], Gap):
            return f"{label(item.cell.name)} is not known"
    (anchor, told), (first, last) = days, pair
    if anchor.months:
        (told, anchor), (first, last) = days, (-last, -first)
    if first == last == 0:
        return f"{_dated(reading, told)} is on the day of {_named(reading, anchor)}"
    side, (first, last) = ("before", (first, last)) if last >= 0 else ("after", (-last, -first))
    count = f"{first} day{'' if first == 1 else 's'}" if first == last else f"{first} to {last} days"
    return f"{_dated(reading, told)} is {count} {side} {_named(reading, anchor)}"


def _dated(reading: Reading, item: Item) -> str:
    """A day by its name and date, with the months that are added."""
    text = f"{label(item.cell.name)} {day_words(*reading.pair(Item(item.cell)))}"
    if not item.months:
        return text
    return f"{text} plus {item.months} months, {day_words(*reading.pair(item))},"


def _named(reading: Reading, item: Item) -> str:
    """A day by its name alone where that is enough."""
    plain = not item.months and not reading.is_open(item.cell.name)
    return label(item.cell.name) if plain else _dated(reading, item)


def _miss(reading: Reading, ground: Ground) -> Miss | None:
    term = ground.term
    if isinstance(term, Blank):
        return None
    of = term.quantity
    if isinstance(of, Item) and of.cell.kind in {"flag", "code", "day"}:
        return None
    at, _ = _points(term, (term.at, term.at))
    low, high = _points(term, reading.pair(of))
    below = ground.truth is Truth.FALSE
    distance = at - high if below else low - at + _step(term)
    days = days_between(of)
    if days is not None:
        short = f"{points(distance)} day{'' if distance == 1 else 's'}"
        text = f"{_gap(reading, days, reading.pair(of))}, {short} {'short' if below else 'too many'}"
    else:
        text = f"{_name(of)} {_amount(low, high)}, {points(distance)} {'below' if below else 'above'}"
    return Miss(text, distance / abs(at) if at else distance)


def _points(term: AtLeast, pair: tuple[Any, Any]) -> tuple[Fraction, Fraction]:
    """Both ends in points; a measured real as it prints."""
    scale = term.quantity.scale
    return exact(pair[0]) / scale, exact(pair[1]) / scale


def _step(term: AtLeast) -> Fraction:
    """The least amount by which the quantity can differ; 0 for a measured real."""
    measured = isinstance(term.quantity, Item) and term.quantity.cell.kind == "measure"
    return Fraction(0) if measured else Fraction(1, term.quantity.scale)


def _amount(low: Fraction, high: Fraction) -> str:
    return points(low) if low == high else f"{points(low)} to {points(high)}"
