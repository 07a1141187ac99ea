"""How many questions are missing, and how many not relevant, in frame expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from psoscore.engine.columns.carrier import Expressions, either, every, number, opposite, reading
from psoscore.engine.interpret import Interpreter
from psoscore.engine.reach import other_forms, reach, surroundings, telling_answers
from psoscore.engine.readings import point
from psoscore.terms import Ratio
from psoscore.traversal import cells, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from psoscore.cells import Cell
    from psoscore.definitions import Score
    from psoscore.engine.columns.place import Place
    from psoscore.engine.columns.plan import Plan
    from psoscore.engine.interpret import Pair
    from psoscore.terms import Item, Term

__all__ = ["asked_cells", "how_many", "not_relevant_answers", "touch_bounds", "where_it_matters"]

NOWHERE = -1e300
"""Stands for an unbounded end where two ends are compared."""


class Supposing(Interpreter[Any]):
    """An interpreter that supposes answers, and looks up whatever they cannot change.

    Args:
        plan: What is known without the supposition.
        keep: As for ``Expressions``.
        supposed: What cells would be read as.
        given: The cells among them into which the answer is put.
    """

    __slots__ = ("base", "names")

    def __init__(
        self,
        plan: Plan,
        keep: Callable[[Term, Any], Any],
        supposed: Mapping[str, Callable[[Item], Any]],
        given: Iterable[str],
    ) -> None:
        super().__init__(Expressions(plan.places, plan.absent, keep, supposed, given))
        self.base: Interpreter[Any] = plan.interpreter()
        self.names: frozenset[str] = frozenset(supposed)

    def pair(self, term: Term) -> Pair[Any]:
        """The two ends of a term."""
        return self.base.pair(term) if self.names.isdisjoint(cells(term)) else super().pair(term)


def asked_cells(plan: Plan, definition: Score) -> list[list[Cell]]:
    """The cells that the frame could have, question by question."""
    questions: dict[str, list[Cell]] = {}
    for name, cell in definition.cells.items():
        if name not in plan.absent:
            questions.setdefault(cell.asked_as, []).append(cell)
    return list(questions.values())


def touch_bounds(plan: Plan, definition: Any) -> None:
    """Lay down what every supposition is compared with."""
    plan.interpreter().pair(definition.term)


def not_relevant_answers(plan: Plan, definition: Score) -> Any:
    """The number of answers that were *not relevant*."""
    return 0 if definition.not_relevant is None else plan.interpreter().pair(definition.not_relevant)[0]


def how_many(conditions: Iterable[Any]) -> Any:
    """The number of conditions that hold."""
    total: Any = 0
    for condition in conditions:
        total += condition.cast(nw.Int64) if isinstance(condition, nw.Expr) else int(condition)
    return total


def where_it_matters(plan: Plan, keep: Callable[[Term, Any], Any], definition: Score, cell: Cell) -> Any:
    """Where a cell is open, an answer in it would change the bounds, and its question needs one."""
    term = reach(definition.term, cell.name)
    place = plan.places.get(cell.name)
    gap = _gap(place)
    carrier = Expressions(plan.places, plan.absent)
    asked = opposite(carrier.answered(other_forms(definition, cell)))
    before = plan.interpreter().pair(term)

    def pair(supposed: Mapping[str, Callable[[Item], Any]], given: Iterable[str]) -> Pair[Any]:
        return Supposing(plan, keep, supposed, given).pair(term)

    told = [{cell.name: _constant(answer)} for answer in telling_answers(term, cell)]
    changes = either(_differ(term, before, pair(one, one)) for one in told)
    needed: list[Any] = []
    for given in surroundings(definition, cell):
        open_too = [_gap(plan.places.get(name)) for name in given]
        beside = {name: _constant(answer) for name, answer in given.items()}
        around = pair(beside, beside) if given else before
        needed.append(
            every([*open_too, either(_differ(term, around, pair(beside | one, beside)) for one in told)])
        )
    matters = every([gap, asked, changes, either(needed)])
    if place is None or place.high is None:
        return matters
    ends = [{cell.name: _standing(place, value)} for value in (place.low, place.high)]
    moved = either(_differ(term, before, pair(one, ())) for one in ends)
    return either([matters, every([opposite(gap), moved])])


def _gap(place: Place | None) -> Any:
    return True if place is None else either([place.blank, place.unseen])


def _constant(answer: Any) -> Callable[[Item], float]:
    return lambda item: number(point(item, answer))


def _standing(place: Place, value: nw.Expr) -> Callable[[Item], nw.Expr]:
    return lambda item: reading(item, place, value)


def _differ(term: Term, before: Pair[Any], after: Pair[Any]) -> Any:
    """Where one of the ends is another; nothing is the same as nothing."""
    ratio = any(isinstance(each, Ratio) for each in walk(term))

    def known(end: Any) -> Any:
        return end.fill_null(NOWHERE) if ratio and isinstance(end, nw.Expr) else end

    return either(
        known(one) != known(other) for one, other in zip(before, after, strict=True) if one is not other
    )
