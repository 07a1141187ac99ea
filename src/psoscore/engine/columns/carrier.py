"""The carrier of frame expressions: the engine that holds the data computes.

Numbers are whole units in 64-bit floats, or in integers that hold them, so
nothing wraps, and truth values are never null: an expression that is not settled has two ends, as at
every door. What is known without looking at a row is a plain Python value.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from psoscore.answers import NOT_RELEVANT
from psoscore.engine.columns.days import months_later
from psoscore.engine.readings import ends
from psoscore.terms import Condition, Ratio
from psoscore.traversal import cells, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from psoscore.engine.columns.place import Place
    from psoscore.engine.interpret import Pair
    from psoscore.terms import AtLeast, Blank, Greatest, Item, OneOf, Product, Sum, Term

__all__ = ["Expressions", "chosen", "divided", "either", "every", "number", "opposite", "reading"]


def number(value: Any) -> Any:
    """A plain number, whole if it can be: then integers of the engine stay integers."""
    whole = int(value)
    return whole if whole == value else float(value)


def nothing() -> nw.Expr:
    """No number."""
    return nw.lit(None, dtype=nw.Float64)


def divided(top: Any, bottom: int) -> Any:
    """The nearest float to a quotient.

    polars divides by a literal through its reciprocal, which misses the
    nearest float in 249 of the 721 tenths of a PASI; by a column it divides.
    """
    if not isinstance(top, nw.Expr):
        return top / bottom
    points = top.cast(nw.Float64)
    return points if bottom == 1 else points / (points * 0.0 + float(bottom))


def either(conditions: Iterable[Any]) -> Any:
    """Whether one of several holds; plain truth values drop out."""
    found: list[Any] = []
    for condition in conditions:
        if condition is True:
            return True
        if condition is not False:
            found.append(condition)
    while len(found) > 1:  # two and two, or hundreds of them nest deeper than Python goes
        found = [reduce(or_, found[place : place + 2]) for place in range(0, len(found), 2)]
    return found[0] if found else False


def every(conditions: Iterable[Any]) -> Any:
    """Whether all of several hold; plain truth values drop out."""
    found: list[Any] = []
    for condition in conditions:
        if condition is False:
            return False
        if condition is not True:
            found.append(condition)
    return reduce(and_, found) if found else True


def opposite(condition: Any) -> Any:
    """Whether a condition fails."""
    return not condition if isinstance(condition, bool) else ~condition


def chosen(condition: Any, then: Any, otherwise: Any) -> Any:
    """One value where a condition holds, else the other."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    return nw.when(condition).then(then).otherwise(otherwise)


class Expressions:
    """A carrier that makes expressions.

    Args:
        places: The cells that the frame has.
        absent: Cells of forms that the frame does not use.
        keep: Called with every reading, sum and comparison; may lay it down in
            a column and give that instead.
        supposed: Cells that are read as something else, though as empty as they are.
        given: Cells into which an answer is put; ``supposed`` says how it is read.
    """

    __slots__ = ("absent", "given", "keep", "places", "supposed")

    def __init__(
        self,
        places: Mapping[str, Place],
        absent: frozenset[str],
        keep: Callable[[Term, Any], Any] = lambda _, value: value,
        supposed: Mapping[str, Callable[[Item], Any]] | None = None,
        given: Iterable[str] = (),
    ) -> None:
        self.places: Mapping[str, Place] = places
        self.absent: frozenset[str] = absent
        self.keep: Callable[[Term, Any], Any] = keep
        self.supposed: Mapping[str, Callable[[Item], Any]] = supposed or {}
        self.given: frozenset[str] = frozenset(given)

    def item(self, term: Item) -> Pair[Any]:
        """The readings of a cell, at both ends."""
        least, greatest = map(number, ends(term))
        place = self.places.get(term.cell.name)
        if term.cell.name in self.supposed:
            supposed = self.supposed[term.cell.name](term)
            return supposed, supposed
        if place is None:
            return (least, least) if least == greatest else (least, greatest)
        low = high = reading(term, place, place.low)
        if place.high is not None:
            high = reading(term, place, place.high)
        if term.blank is not None:
            filled = term.blank
            if place.unseen is False:
                low = low.fill_null(filled)
                return (low, low) if place.high is None else (low, high.fill_null(filled))
            low = chosen(place.blank, filled, low)
            high = chosen(place.blank, filled, high)
        return low.fill_null(least), high.fill_null(greatest)

    def blank(self, term: Blank) -> Pair[Any]:
        """Whether the cell is empty; open where that was never seen."""
        if term.cell.name in self.given:
            return False, False
        if term.cell.name in self.absent:
            return True, True
        place = self.places.get(term.cell.name)
        if place is None:
            return False, True
        if place.unseen is False:
            return place.blank, place.blank
        return place.blank, place.blank | place.unseen

    def forms(self, term: OneOf) -> Sequence[tuple[Term, Any]]:
        """The forms that the frame has, each with the rows that it answers."""
        present = [form for form in term.forms if not self.absent.issuperset(cells(form))]
        if len(present) == 1:
            return [(present[0], None)]
        return [(form, self.answered(cells(form))) for form in present]

    def answered(self, names: Collection[str]) -> Any:
        """The rows in which any of these cells holds something."""
        places = [self.places[name] for name in names if name in self.places]
        if not self.given.isdisjoint(names):
            return True
        return either(opposite(place.blank) for place in places)

    def total(self, term: Sum, values: Sequence[Any]) -> Any:
        """The weighted sum; truth values count."""
        fixed, result = term.constant, None
        for (weight, part), value in zip(term.parts, values, strict=True):
            if not isinstance(value, nw.Expr):
                fixed += weight * value
                continue
            each = value.cast(nw.Int16) if isinstance(part, Condition) else value
            each = each if weight == 1 else each * weight
            result = each if result is None else result + each
        if result is None:
            return fixed
        return self.keep(term, result + fixed if fixed else result)

    def product(self, term: Product, values: Sequence[Any]) -> Any:
        """The product."""
        return self.keep(term, reduce(lambda one, other: one * other, values))

    def greatest(self, term: Greatest, values: Sequence[Any]) -> Any:
        """The greatest."""
        fixed = [value for value in values if not isinstance(value, nw.Expr)]
        found = [value for value in values if isinstance(value, nw.Expr)]
        if not found:
            return max(fixed)
        return self.keep(term, nw.max_horizontal(*found, *([nw.lit(max(fixed))] if fixed else [])))

    def ratio(self, term: Ratio, values: Sequence[Any]) -> Any:
        """The ratio, one division; nothing where the bottom is 0."""
        up, down = values
        (a, b), (c, d) = term.top, term.bottom
        top, bottom = _real(a * up + b * down), _real(c * up + d * down)
        if not isinstance(bottom, nw.Expr):
            return self.keep(term, top / nw.lit(bottom)) if bottom else nothing()
        return self.keep(term, top / nw.when(bottom != 0.0).then(bottom))

    def at_least(self, term: AtLeast, values: Sequence[Any]) -> Any:
        """Whether the threshold is reached; never where there is no value."""
        (value,), at = values, number(term.at)
        reached = value > at if term.strict else value >= at
        if any(isinstance(one, Ratio) for one in walk(term.quantity)):
            reached = reached.fill_null(value=False)
        return self.keep(term, reached)

    def every(self, term: Term, values: Sequence[Any]) -> Any:  # noqa: ARG002  the word has no numbers
        """Whether all hold."""
        return every(values)

    def some(self, term: Term, values: Sequence[Any]) -> Any:  # noqa: ARG002  the word has no numbers
        """Whether one holds."""
        return either(values)

    def opposite(self, term: Term, values: Sequence[Any]) -> Any:  # noqa: ARG002  the word has no numbers
        """Whether the one does not hold."""
        return opposite(values[0])

    def choose(self, condition: Any, then: Any, otherwise: Any) -> Any:
        """One of the two, row by row."""
        return chosen(condition, then, otherwise)

    def lesser(self, one: Any, other: Any) -> Any:
        """The lesser of two; nothing where one of them is nothing, which is unbounded."""
        return nw.min_horizontal(_own(one), _own(other)) + (one + other) * 0.0

    def greater(self, one: Any, other: Any) -> Any:
        """The greater of two; nothing where one of them is nothing, which is unbounded."""
        return nw.max_horizontal(_own(one), _own(other)) + (one + other) * 0.0

    def same(self, one: Any, other: Any) -> Any:
        """Whether two ends are equal; never where one is nothing."""
        equal = one == other
        return equal.fill_null(value=False) if isinstance(equal, nw.Expr) else equal


def _real(value: Any) -> Any:
    """A number that can be divided exactly: a 64-bit float."""
    return value.cast(nw.Float64) if isinstance(value, nw.Expr) else float(value)


def _own(value: Any) -> nw.Expr:
    return value if isinstance(value, nw.Expr) else nw.lit(value)


def reading(term: Item, place: Place, value: nw.Expr) -> nw.Expr:
    """What a cell is read as, null where it holds no answer."""
    if term.cell.kind == "day":
        return months_later(value, term.months)
    if term.cell.kind == "code":
        readings: dict[int, list[str]] = {}
        for answer in term.cell.values:
            readings.setdefault(term.reading(answer), []).append(answer)
        found = nothing()
        for read, answers in readings.items():
            found = nw.when(value.is_in(answers)).then(nw.lit(read)).otherwise(found)
        return found
    result = value
    for code, read in term.codes:
        if code is not NOT_RELEVANT and read != code:
            result = nw.when(value == code).then(nw.lit(read)).otherwise(result)
    if place.not_relevant is not None:
        result = nw.when(place.not_relevant).then(nw.lit(term.reading(NOT_RELEVANT))).otherwise(result)
    return result
