"""How far a cell reaches: the part of a term that its answer can change, by which answers, beside which.

A cell is missing if an answer in it would change the bounds, and its question
still needs that answer: the bounds as they are, or as they would be beside
some answer in the other open parts of the question, change with it. In a sum
that holds only where the one part changes that reads the cell, so the rest
need not be looked at.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any

from psoscore.engine.domain import pulled_both_ways
from psoscore.engine.questions import asked
from psoscore.engine.readings import answers, point
from psoscore.terms import Item, Sum, Term
from psoscore.traversal import cells, walk

if TYPE_CHECKING:
    from psoscore.cells import Cell
    from psoscore.definitions import Score

__all__ = ["other_forms", "reach", "surroundings", "telling_answers"]


@lru_cache(maxsize=1024)
def reach(term: Term, name: str) -> Term:
    """The least part of a term that changes wherever the term changes with a cell."""
    while isinstance(term, Sum):
        touched = [part for _, part in term.parts if name in cells(part)]
        if len(touched) != 1:
            break
        (term,) = touched
    return term


@lru_cache(maxsize=1024)
def telling_answers(term: Term, cell: Cell) -> tuple[Any, ...]:
    """Answers of which one changes the term's ends if any answer does.

    Where the cell pulls in one direction only, an answer whose every reading
    lies between those of two others tells nothing that these do not tell.
    """
    items = [each for each in walk(term) if isinstance(each, Item) and each.cell.name == cell.name]
    readings: dict[tuple[Any, ...], Any] = {}
    for answer in answers(cell):
        readings.setdefault(tuple(point(item, answer) for item in items), answer)
    if cell.name in pulled_both_ways(term):
        return tuple(readings.values())

    def between(one: tuple[Any, ...]) -> bool:
        others = [other for other in readings if other != one]
        below = any(all(a <= b for a, b in zip(other, one, strict=True)) for other in others)
        return below and any(all(a >= b for a, b in zip(other, one, strict=True)) for other in others)

    return tuple(answer for reading, answer in readings.items() if not between(reading))


def surroundings(definition: Score, cell: Cell) -> list[dict[str, Any]]:
    """Answers that could stand in the other parts of a cell's question; first none."""
    mine = [form for forms in asked(definition).forms for form in forms if cell.name in form]
    others = [name for form in mine for name in form if name != cell.name]
    choices = [[(), *((name, one) for one in answers(definition.cells[name]))] for name in others]
    return [dict(filter(None, chosen)) for chosen in product(*choices)]  # type: ignore[arg-type]


def other_forms(definition: Score, cell: Cell) -> list[str]:
    """The cells of the other forms of a cell's question; where one is answered the cell is not asked."""
    return [
        name
        for forms in asked(definition).forms
        if any(cell.name in form for form in forms)
        for form in forms
        if cell.name not in form
        for name in form
    ]
