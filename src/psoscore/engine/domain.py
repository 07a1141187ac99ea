"""The door without data: the range of a term when every item is unknown.

It yields a definition's declared range, picks the integer types of the array
door, refuses what arrays and frames could not compute exactly, and finds the
items that pull a term in both directions.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import ceil, prod
from typing import TYPE_CHECKING, Any

from psoscore.engine.interpret import Interpreter, Pair
from psoscore.engine.points import Points
from psoscore.engine.questions import terms_of
from psoscore.engine.readings import answers, ends, point
from psoscore.errors import DefinitionError
from psoscore.numerals import EXACT_IN_FLOATS, EXACT_IN_INTEGERS
from psoscore.shown import shown
from psoscore.terms import Condition, Item, OneOf, Product, Quantity, Ratio, Sum, Term
from psoscore.traversal import cells, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from psoscore.definitions import Score
    from psoscore.terms import Blank

__all__ = ["bounds", "demand_exact", "magnitude", "open_range", "pulled_both_ways"]

EXACT_UP_TO = {"an array": EXACT_IN_INTEGERS, "a frame's own engine": EXACT_IN_FLOATS}
"""The greatest whole number up to which a door computes exactly."""


class Anything(Points):
    """A carrier for which every cell could hold anything, or nothing."""

    __slots__ = ()

    def item(self, term: Item) -> Pair[Any]:
        """Everything that the cell can be read as."""
        low, high = ends(term)
        return (low, high) if term.blank is None else (min(low, term.blank), max(high, term.blank))

    def blank(self, term: Blank) -> Pair[Any]:  # noqa: ARG002  any cell can be empty
        """Perhaps."""
        return 0, 1

    def forms(self, term: OneOf) -> Sequence[tuple[Term, Any]]:
        """The first form; the others have the same range."""
        return [(term.forms[0], None)]


@lru_cache(maxsize=4096)
def open_range(term: Term) -> Pair[Any]:
    """The least and greatest value of a term, in units; None where unbounded."""
    return Interpreter(Anything()).pair(term)


@lru_cache(maxsize=1024)
def bounds(score: Score) -> tuple[float, float]:
    """The least and greatest value of a score over all answers, in points."""
    low, high = open_range(score.term)
    return (
        -float("inf") if low is None else float(Fraction(low) / score.scale),
        float("inf") if high is None else float(Fraction(high) / score.scale),
    )


@lru_cache(maxsize=4096)
def magnitude(term: Term) -> int:
    """The greatest absolute value of anything computed on the way from the arguments to a term.

    Partial sums and the tops of ratios count: 30 times the points of a DLQI
    does not fit in eight bits although the DLQI-R ends at 30.
    """
    if isinstance(term, Ratio):
        up, down = _peak(term.up), _peak(term.down)
        return max(abs(a) * up + abs(b) * down for a, b in (term.top, term.bottom))
    if isinstance(term, Sum):
        return abs(term.constant) + sum(abs(weight) * _peak(part) for weight, part in term.parts)
    if isinstance(term, Product):
        return prod(_peak(factor) for factor in term.factors)
    return _peak(term)


def _peak(term: Term) -> int:
    """The greatest absolute value of a term itself."""
    low, high = open_range(term)
    largest: int = max(ceil(abs(low)), ceil(abs(high)))
    return largest


def demand_exact(subjects: Iterable[Score | Condition], where: str) -> None:
    """Refuse to compute what the numbers of a door cannot hold; measured reals are never exact.

    Args:
        subjects: Scores and conditions.
        where: What computes, a key of ``EXACT_UP_TO``.

    Raises:
        DefinitionError: On the way to a score or a condition there are more units.
    """
    largest = max(map(_largest, subjects), default=0)
    if largest > EXACT_UP_TO[where]:
        message = (
            f"numbers reach {shown(largest)} units, and {where} is exact up to {EXACT_UP_TO[where]:,}: "
            "go record by record, or in coarser steps"
        )
        raise DefinitionError(message)


@lru_cache(maxsize=1024)
def _largest(subject: Score | Condition) -> int:
    terms = [*terms_of(subject), *(one.condition for one in getattr(subject, "contradictions", ()))]
    counted = (
        one
        for one in walk(*terms)
        if isinstance(one, Quantity) and all(cell.kind != "measure" for cell in cells(one).values())
    )
    return max(map(magnitude, counted), default=0)


@lru_cache(maxsize=1024)
def pulled_both_ways(term: Term) -> tuple[str, ...]:
    """The cells with which a term both grows and falls; its bounds may be loose there.

    A cell may be read in several ways, as long as one answer is the lowest
    pull of all its readings and one the highest. Where the list is empty the
    bounds are exact: the least and the greatest value over all completions.
    """
    pulls: dict[str, set[tuple[Item, int]]] = {}
    seen: set[tuple[Term, int]] = set()
    waiting = [(term, 1)]
    while waiting:
        each, way = waiting.pop()
        if (each, way) in seen:
            continue
        seen.add((each, way))
        if isinstance(each, Item):
            pulls.setdefault(each.cell.name, set()).add((each, way))
        ordered = {*each.rising, *each.falling}
        waiting += [(one, way) for one in each.rising]
        waiting += [(one, -way) for one in each.falling]
        for one in each.children:
            if one not in ordered:
                loose = (way,) if isinstance(each, OneOf) else (way, -way)
                waiting += [(one, either) for either in loose]
    names = (one.cell.name for one in walk(term) if isinstance(one, Item))
    return tuple(dict.fromkeys(name for name in names if not _one_answer_serves(pulls[name])))


def _one_answer_serves(pulls: set[tuple[Item, int]]) -> bool:
    """Whether all readings of a cell are lowest at one answer, and highest at one."""
    readings = [[way * point(item, answer) for answer in answers(item.cell)] for item, way in pulls]
    together = set(zip(*readings, strict=True))
    return {tuple(map(min, readings)), tuple(map(max, readings))} <= together
