"""The carrier of one record: what every cell holds, read as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psoscore.engine.points import Points
from psoscore.engine.readings import ends, point, span
from psoscore.engine.states import Gap
from psoscore.traversal import cells

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from psoscore.engine.interpret import Pair
    from psoscore.engine.record.intake import States
    from psoscore.terms import Blank, Item, OneOf, Term

__all__ = ["Answered"]


class Answered(Points):
    """A carrier that reads one record.

    Args:
        states: What every cell holds.
        supposed: Cells taken to hold something else, though as empty as they are.
    """

    __slots__ = ("states", "supposed")

    def __init__(self, states: States, supposed: Mapping[str, Any] | None = None) -> None:
        self.states: States = states
        self.supposed: Mapping[str, Any] = supposed or {}

    def item(self, term: Item) -> Pair[Any]:
        """The reading of the answer, or everything it could be."""
        state = self.supposed.get(term.cell.name, self.states[term.cell.name])
        if isinstance(state, Gap):
            if state is Gap.BLANK and term.blank is not None:
                return term.blank, term.blank
            low, high = ends(term)
            return (low, low) if low == high else (low, high)
        if isinstance(state, tuple):
            return span(term, *state)  # pyright: ignore[reportUnknownArgumentType]
        read = point(term, state)
        return read, read

    def blank(self, term: Blank) -> Pair[Any]:
        """Whether the cell is empty; open where that was never seen."""
        state = self.states[term.cell.name]
        if state is Gap.BLANK or state is Gap.ABSENT:
            return True, True
        unseen = state is Gap.UNRECORDED or state is Gap.REFUSED
        return (False, True) if unseen else (False, False)

    def forms(self, term: OneOf) -> Sequence[tuple[Term, Any]]:
        """The forms that the record has, each with whether it is answered."""
        found: list[tuple[Term, Any]] = []
        for form in term.forms:
            states = [self.states[name] for name in cells(form)]
            if any(state is not Gap.ABSENT for state in states):
                answered = any(not isinstance(state, Gap) or state is Gap.REFUSED for state in states)
                found.append((form, answered))
        return found or [(term.forms[0], None)]
