"""What every word means for values known only to lie between two ends.

A word is an ordinary function of points that grows with some arguments and
falls with others. Its low end takes the low ends of the first and the high
ends of the second; its high end the other way. Where all arguments are known
(low and high are the same object) it is evaluated once. A condition is the
pair (must hold, may hold), for which the same rule is strong Kleene logic.

The numbers themselves belong to a carrier: Python integers, numpy arrays,
source text, or the expressions of a data frame's engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar

from psoscore.terms import (
    AllOf,
    AnyOf,
    AtLeast,
    Between,
    Blank,
    Choice,
    Condition,
    Given,
    Greatest,
    Item,
    Not,
    OneOf,
    Product,
    Ratio,
    Reported,
    Sum,
    Term,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["POINT", "SETTLING", "Carrier", "Interpreter", "Pair"]

V = TypeVar("V")
Pair: TypeAlias = tuple[V, V]


class Carrier(Protocol[V]):
    """What computes with one kind of value, and knows what the data hold."""

    def item(self, term: Item) -> Pair[V]:
        """The two ends of what a cell is read as."""
        ...

    def blank(self, term: Blank) -> Pair[V]:
        """Whether a cell is empty; open where it was never captured."""
        ...

    def forms(self, term: OneOf) -> Sequence[tuple[Term, V | None]]:
        """The forms that the data have, each with where it is answered."""
        ...

    def total(self, term: Sum, values: Sequence[V]) -> V:
        """The weighted sum; values stand in the order rising, falling."""
        ...

    def product(self, term: Product, values: Sequence[V]) -> V:
        """The product."""
        ...

    def greatest(self, term: Greatest, values: Sequence[V]) -> V:
        """The greatest."""
        ...

    def ratio(self, term: Ratio, values: Sequence[V]) -> V:
        """The ratio of up and down, nothing where its bottom is 0."""
        ...

    def at_least(self, term: AtLeast, values: Sequence[V]) -> V:
        """Whether the threshold is reached."""
        ...

    def every(self, term: Term, values: Sequence[V]) -> V:
        """Whether all hold."""
        ...

    def some(self, term: Term, values: Sequence[V]) -> V:
        """Whether one holds."""
        ...

    def opposite(self, term: Term, values: Sequence[V]) -> V:
        """Whether the one does not hold."""
        ...

    def choose(self, condition: V, then: V, otherwise: V) -> V:
        """One value where the condition holds, else the other."""
        ...

    def lesser(self, one: V, other: V) -> V:
        """The lesser of two."""
        ...

    def greater(self, one: V, other: V) -> V:
        """The greater of two."""
        ...

    def same(self, one: V, other: V) -> V:
        """Whether two ends are equal."""
        ...


POINT: Mapping[type[Term], Callable[[Any, Any, Sequence[Any]], Any]] = {
    Sum: lambda carrier, term, values: carrier.total(term, values),
    Product: lambda carrier, term, values: carrier.product(term, values),
    Greatest: lambda carrier, term, values: carrier.greatest(term, values),
    Ratio: lambda carrier, term, values: carrier.ratio(term, values),
    AtLeast: lambda carrier, term, values: carrier.at_least(term, values),
    AllOf: lambda carrier, term, values: carrier.every(term, values),
    AnyOf: lambda carrier, term, values: carrier.some(term, values),
    Not: lambda carrier, term, values: carrier.opposite(term, values),
}
"""The words that are ordinary functions of points."""


class Interpreter(Generic[V]):
    """The pair of ends of any term, through one carrier.

    Args:
        carrier: Where the data are and how they compute.
        completions: Read scores by their bounds alone, not as reported.
    """

    __slots__ = ("_known", "carrier", "completions")

    def __init__(self, carrier: Carrier[V], *, completions: bool = False) -> None:
        self.carrier: Carrier[V] = carrier
        self.completions: bool = completions
        self._known: dict[Term, Pair[V]] = {}

    def pair(self, term: Term) -> Pair[V]:
        """The two ends of a term; the same object twice where it is known."""
        found = self._known.get(term)
        if found is None:
            word = type(term)
            point = POINT.get(word)
            found = SETTLING[word](self, term) if point is None else self._derived(point, term)
            self._known[term] = found
        return found

    def _derived(self, point: Callable[[Any, Any, Sequence[Any]], V], term: Term) -> Pair[V]:
        rising = [self.pair(one) for one in term.rising]
        falling = [self.pair(one) for one in term.falling]
        low = point(self.carrier, term, [a for a, _ in rising] + [b for _, b in falling])
        for one, other in rising:
            if one is not other:
                break
        else:
            for one, other in falling:
                if one is not other:
                    break
            else:
                return low, low
        return low, point(self.carrier, term, [b for _, b in rising] + [a for a, _ in falling])

    def one_of(self, term: OneOf) -> Pair[V]:
        """The first form that is answered, else the last that the data have."""
        *earlier, (last, _) = self.carrier.forms(term)
        low, high = self.pair(last)
        for form, answered in reversed(earlier):
            if answered is not None:
                low, high = self._chosen(answered, self.pair(form), (low, high))
        return low, high

    def given(self, term: Given) -> Pair[V]:
        """Settled only where what it needs must hold."""
        low, high = self.pair(term.condition)
        provided, _ = self.pair(term.provided)
        return (
            self.carrier.every(term, [low, provided]),
            self.carrier.some(term, [high, self.carrier.opposite(term, [provided])]),
        )

    def choice(self, term: Choice) -> Pair[V]:
        """The branch that the condition names; anywhere in both while it is open."""
        must, may = self.pair(term.condition)
        then, otherwise = self.pair(term.then), self.pair(term.otherwise)
        if must is may:
            return self._chosen(must, then, otherwise)
        return self._chosen(must, then, self._chosen(may, self._either(then, otherwise), otherwise))

    def between(self, term: Between) -> Pair[V]:
        """From the lesser of the low ends to the greater of the high ends."""
        one, other = map(self.pair, term.ends)
        return self._either(one, other)

    def _either(self, one: Pair[V], other: Pair[V]) -> Pair[V]:
        return self.carrier.lesser(one[0], other[0]), self.carrier.greater(one[1], other[1])

    def reported(self, term: Reported) -> Pair[V]:
        """The reported value where the manual gives one, else the bounds."""
        bounds = self.pair(term.term)
        if self.completions:
            return bounds
        value, scored = self.official(term.filled, term.when)
        return self._chosen(scored, (value, value), bounds)

    def official(self, filled: Term, when: Condition) -> Pair[V]:
        """What the manual reports, and where it reports anything."""
        low, high = self.pair(filled)
        scored, _ = self.pair(when)
        if low is not high:
            scored = self.carrier.every(when, [scored, self.carrier.same(low, high)])
        return low, scored

    def _chosen(self, condition: V, then: Pair[V], otherwise: Pair[V]) -> Pair[V]:
        low = self.carrier.choose(condition, then[0], otherwise[0])
        if then[0] is then[1] and otherwise[0] is otherwise[1]:
            return low, low
        return low, self.carrier.choose(condition, then[1], otherwise[1])


SETTLING: Mapping[type[Term], Callable[[Any, Any], Any]] = {
    Item: lambda interpreter, term: interpreter.carrier.item(term),
    Blank: lambda interpreter, term: interpreter.carrier.blank(term),
    OneOf: lambda interpreter, term: interpreter.one_of(term),
    Between: lambda interpreter, term: interpreter.between(term),
    Given: lambda interpreter, term: interpreter.given(term),
    Choice: lambda interpreter, term: interpreter.choice(term),
    Reported: lambda interpreter, term: interpreter.reported(term),
}
"""The words that are about what is known."""
