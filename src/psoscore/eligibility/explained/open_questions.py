"""What would still have to be asked before the verdict is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psoscore.terms import Blank, Given, Item, OneOf, Reported
from psoscore.traversal import cells
from psoscore.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from psoscore.eligibility.criterion import Criterion
    from psoscore.eligibility.reading import Reading
    from psoscore.terms import Term

__all__ = ["open_questions"]


def open_questions(reading: Reading, criteria: Iterable[Criterion]) -> tuple[str, ...]:
    """Every fact, not exactly known, that a path of open terms reaches from these criteria.

    Where all facts are known and still say nothing, the facts that stand in
    the way are named: those that contradict each other, and those whose answer
    is none (a last treatment after the visit before which it is asked).

    Args:
        reading: The facts of one person.
        criteria: Those that are not settled.
    """
    path = _Path(reading)
    for criterion in criteria:
        refused = reading.holding(criterion.refuses)
        if refused:
            path.found |= dict.fromkeys(name for check in refused for name in check.items)
            continue
        path.doubtful = {name for check in reading.holding(criterion.warns) for name in check.items}
        path.follow(criterion.condition)
    order = list(reading.states)
    return tuple(sorted(path.found, key=order.index))


class _Path:
    """The way down from a condition through all that is open."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.found: dict[str, None] = {}
        self.doubtful: set[str] = set()
        self.seen: set[Term] = set()

    def follow(self, term: Term) -> None:
        """Take every open term below this one."""
        low, high = self.reading.pair(term)
        if low == high or term in self.seen:
            return
        self.seen.add(term)
        step = STEPS.get(type(term))
        if step is not None:
            step(self, term)
            return
        for child in term.children:
            self.follow(child)

    def leaf(self, term: Item | Blank) -> None:
        """A fact at the end of the way."""
        self.found[term.cell.name] = None

    def given(self, term: Given) -> None:
        """What is asked and what it needs; where that fails, the facts that make it fail."""
        if self.reading.truth(term.provided) is not Truth.FALSE:
            self.follow(term.condition)
            self.follow(term.provided)
            return
        failing = dict.fromkeys(cells(term.provided))
        self.found |= {name: None for name in failing if name in self.doubtful} or failing

    def form(self, term: OneOf) -> None:
        """The form of the question that is answered, or the last that there is."""
        forms = self.reading.interpreter.carrier.forms(term)
        self.follow(next((form for form, answered in forms if answered), forms[-1][0]))

    def reported(self, term: Reported) -> None:
        """The bounds, for where the manual reports a value nothing is open."""
        self.follow(term.term)


STEPS: Mapping[type[Term], Callable[[_Path, Any], None]] = {
    Item: _Path.leaf,
    Blank: _Path.leaf,
    Given: _Path.given,
    OneOf: _Path.form,
    Reported: _Path.reported,
}
