"""How many questions are missing, and how many not relevant, in frame expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from psoscore.engine.columns import Expressions, either, every, opposite, reading
from psoscore.engine.interpret import Interpreter
from psoscore.engine.reach import reach, telling_answers
from psoscore.engine.readings import point
from psoscore.terms import Ratio
from psoscore.traversal import cells, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from psoscore.cells import Cell
    from psoscore.engine.columns_cells import Place
    from psoscore.definitions import Score
    from psoscore.engine.columns_plan import Plan
    from psoscore.engine.interpret import Pair
    from psoscore.terms import Item, Term

__all__ = ["asked_cells", "how_many", "not_relevant_answers", "touch_bounds", "where_it_matters"]

NOWHERE = -1e300
"""Stands for an unbounded end where two ends are compared."""


class Supposing(Interpreter[Any]):
    """An interpreter that supposes an answer, and looks up whatever that cannot change.

    Args:
        plan: What is known without the supposition.
        keep: As for ``Expressions``.
        name: The cell.
        reading: What the cell would be read as.
    """

    __slots__ = ("base", "name")

    def __init__(
        self, plan: Plan, keep: Callable[[Term, Any], Any], name: str, reading: Callable[[Item], Any]
    ) -> None:
        super().__init__(Expressions(plan.places, plan.absent, keep, supposed={name: reading}))
        self.base = plan.interpreter()
        self.name = name

    def pair(self, term: Term) -> Pair[Any]:
        """The two ends of a term."""
        return super().pair(term) if self.name in cells(term) else self.base.pair(term)


def asked_cells(plan: Plan, definition: Score) -> list[list[Cell]]:
    """The cells that the frame could have, question by question."""
    questions: dict[str, list[Cell]] = {}
    for name, cell in definition.cells.items():
        if name not in plan.absent:
            questions.setdefault(cell.asked_as, []).append(cell)
    return list(questions.values())


def touch_bounds(plan: Plan, definition: Score) -> None:
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


def where_it_matters(plan: Plan, keep: Callable[[Term, Any], Any], whole: Term, cell: Cell) -> Any:
    """Where a cell is open and an answer in it would change the bounds."""
    term = reach(whole, cell.name)
    place = plan.places.get(cell.name)
    gap = True if place is None else either([place.blank, place.unseen])
    before = plan.interpreter().pair(term)

    def changes(supposed: Callable[[Item], Any]) -> Any:
        after = Supposing(plan, keep, cell.name, supposed).pair(term)
        return either(_differ(term, one, other) for one, other in zip(before, after, strict=True))

    told = [_constant(answer) for answer in telling_answers(term, cell)]
    matters = every([gap, either(map(changes, told))])
    if place is None or place.high is None:
        return matters
    ends = [_standing(place, value) for value in (place.low, place.high)]
    return either([matters, every([opposite(gap), either(map(changes, ends))])])


def _constant(answer: Any) -> Callable[[Item], float]:
    return lambda item: float(point(item, answer))


def _standing(place: Place, value: nw.Expr) -> Callable[[Item], nw.Expr]:
    return lambda item: reading(item, place, value)


def _differ(term: Term, one: Any, other: Any) -> Any:
    if one is other:
        return False
    if any(isinstance(each, Ratio) for each in walk(term)):
        one, other = (each.fill_null(NOWHERE) if isinstance(each, nw.Expr) else each for each in (one, other))
    return one != other
