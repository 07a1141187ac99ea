"""What a record is worth once it has been read: the value, the bounds, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psoscore.engine.interpret import Interpreter, Pair
from psoscore.engine.reach import other_forms, reach, surroundings, telling_answers
from psoscore.engine.record.answered import Answered
from psoscore.engine.record.scored import Scored
from psoscore.engine.states import Gap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from psoscore.cells import Cell
    from psoscore.definitions import Score
    from psoscore.engine.record.intake import States
    from psoscore.errors import Fault
    from psoscore.terms import Term

__all__ = ["measure", "measure_parts"]


def measure(
    definition: Score,
    states: States,
    warnings: tuple[Fault, ...] = (),
    interpreter: Interpreter[Any] | None = None,
) -> Scored:
    """Score what has been read.

    Args:
        definition: What to score.
        states: What every cell holds.
        warnings: Contradictions that were found.
        interpreter: One that has read the same states before, for subscores.
    """
    interpreter = interpreter or Interpreter(Answered(states))
    low, high = interpreter.pair(definition.term)
    units = low if low == high else None
    if definition.when is not None:
        value, scored = interpreter.official(definition.quantity.filled, definition.when)  # type: ignore[attr-defined]
        units = value if scored else None
    missing = tuple(_missing(definition, states, (low, high)))
    asked_as = definition.cells
    counted = (0, 0) if definition.not_relevant is None else interpreter.pair(definition.not_relevant)
    return Scored(
        definition,
        tuple(states.items()),
        units,
        low,
        high,
        missing,
        warnings,
        len({asked_as[name].asked_as for name in missing}),
        counted[0],
    )


def measure_parts(definition: Score, states: States) -> dict[str, Scored]:
    """Every subscore by name; what they share is computed once."""
    interpreter = Interpreter(Answered(states))
    return {part.name: measure(part, states, (), interpreter) for part in definition.parts}


def _missing(definition: Score, states: States, bounds: Pair[Any]) -> Iterable[str]:
    """The cells whose filling could still change the bounds."""
    if bounds[0] == bounds[1]:
        return
    for name, cell in definition.cells.items():
        state = states[name]
        if (
            state is not Gap.ABSENT
            and (isinstance(state, Gap | tuple))
            and _matters(definition, states, cell)
        ):
            yield name


def _matters(definition: Score, states: States, cell: Cell) -> bool:
    """Whether an answer in a cell could move the bounds, and its question still needs one.

    A part may rightly be blank beside some answers of another part (7b beside a
    yes); it is a gap as soon as one answer that is still possible makes it one.
    """
    if not all(isinstance(states[name], Gap) for name in other_forms(definition, cell)):
        return False
    state = states[cell.name]
    term = reach(definition.term, cell.name)
    could_be = state if isinstance(state, tuple) else telling_answers(term, cell)
    before = _bounds(term, states)
    if all(_bounds(term, {**states, cell.name: answer}) == before for answer in could_be):
        return False
    for given in surroundings(definition, cell):
        if all(isinstance(states[name], Gap) for name in given):
            around = {**states, **given}
            before = _bounds(term, around)
            if any(_bounds(term, around, {cell.name: answer}) != before for answer in could_be):
                return True
    return False


def _bounds(term: Term, states: States, supposed: Mapping[str, Any] | None = None) -> Pair[Any]:
    return Interpreter(Answered(states, supposed)).pair(term)
