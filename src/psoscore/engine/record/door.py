"""The door for one record: what a form is worth, within which bounds, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psoscore.engine.interpret import Interpreter, Pair
from psoscore.engine.options import UNSAID, Basis, Contradictions, Invalid, Options, Text
from psoscore.engine.points import Points
from psoscore.engine.questions import asked
from psoscore.engine.reach import other_forms, reach, surroundings, telling_answers
from psoscore.engine.readings import ends, point, span
from psoscore.engine.record.intake import States, intake
from psoscore.engine.record.scored import Scored
from psoscore.engine.record.swift import swift
from psoscore.engine.states import Gap
from psoscore.engine.subject import demand_basis, demand_condition, demand_score
from psoscore.errors import Fault, InputError
from psoscore.terms import Condition
from psoscore.traversal import cells
from psoscore.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from psoscore.cells import Cell
    from psoscore.definitions import Score
    from psoscore.terms import Blank, Item, OneOf, Term

__all__ = ["check", "judge", "measure", "score"]


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


def score(  # noqa: PLR0913  the options of every door
    definition: Score,
    record: Mapping[Any, Any],
    *,
    columns: Mapping[str, str] | None = None,
    unrecorded: Iterable[str] = (),
    not_relevant: Any = UNSAID,
    invalid: Invalid = "error",
    text: Text = "refuse",
    contradictions: Contradictions = "warn",
) -> Scored:
    """Score one record.

    Missing data: an empty cell (None, NaN, NaT, NA) follows the missing rule
    of the instrument; bounds over all completions are always given.

    Args:
        definition: What to score.
        record: Answers by item name or published code; other keys are ignored.
        columns: Names in the record, by item.
        unrecorded: Items that were never captured; they give bounds and are
            never filled by a rule.
        not_relevant: The code of *not relevant* in the record, beside
            ``NOT_RELEVANT`` itself.
        invalid: ``"error"``, or ``"unknown"`` to treat invalid cells as unrecorded.
        text: ``"refuse"``, or ``"numbers"`` to read text as the number it spells.
        contradictions: ``"warn"`` puts them in ``.warnings``, ``"error"``
            raises, ``"ignore"`` does not look.

    Returns:
        The reported value, the bounds, what is missing and the subscores.

    Raises:
        InputError: Something in the record cannot be read; all faults are listed.
        DefinitionError: An option makes no sense.

    >>> from psoscore import PASI
    >>> record = dict.fromkeys(PASI.items, 2)
    >>> score(PASI, record).value
    12.0
    >>> record["trunk_erythema"] = None
    >>> score(PASI, record)
    Scored(pasi: unknown, 10.8 to 13.2, missing trunk_erythema)
    """
    demand_score(definition)
    plain = not columns and not unrecorded and not_relevant is UNSAID
    known = text in ("refuse", "numbers") and contradictions in (
        "warn",
        "ignore",
    )
    if plain and known and invalid == "error" and type(record) is dict:
        found = swift(definition)(record)
        if found is not None:
            return Scored(definition, found[1], found[0], found[0], found[0])
    options = Options(
        columns=columns or dict[str, str](),
        unrecorded=unrecorded,
        not_relevant=not_relevant,
        invalid=invalid,
        text=text,
        contradictions=contradictions,
    )
    states, faults = intake(asked(definition), record, options)
    if faults:
        raise InputError(faults)
    warnings = () if contradictions == "ignore" else contradicting(definition, states)
    if warnings and contradictions == "error":
        raise InputError(warnings)
    return measure(definition, states, warnings)


def check(  # noqa: PLR0913  the options of every door
    definition: Score | Condition,
    record: Mapping[Any, Any],
    *,
    columns: Mapping[str, str] | None = None,
    unrecorded: Iterable[str] = (),
    not_relevant: Any = UNSAID,
    text: Text = "refuse",
    contradictions: Contradictions = "ignore",
) -> tuple[Fault, ...]:
    """The faults that ``score`` or ``judge`` would raise, as values.

    Missing data are no fault.

    Args:
        definition: A score or a condition.
        record: As for ``score``.
        columns: As for ``score``.
        unrecorded: As for ``score``.
        not_relevant: As for ``score``.
        text: As for ``score``.
        contradictions: ``"error"`` or ``"warn"`` lists them too.

    Returns:
        Every fault; none if the record can be read.

    >>> from psoscore import PASI
    >>> record = dict.fromkeys(PASI.items, 2) | {"head_area": 7}
    >>> [fault.message for fault in check(PASI, record)]
    ['head_area: 7 out of range; allowed is 0 to 6 in steps of 1']
    """
    options = Options(
        columns=columns or dict[str, str](),
        unrecorded=unrecorded,
        not_relevant=not_relevant,
        text=text,
        contradictions=contradictions,
    )
    states, faults = intake(asked(definition), record, options)
    if contradictions != "ignore" and not faults and not isinstance(definition, Condition):
        faults += contradicting(definition, states)
    return tuple(faults)


def judge(  # noqa: PLR0913  the options of every door
    condition: Condition,
    record: Mapping[Any, Any],
    *,
    basis: Basis = "reported",
    columns: Mapping[str, str] | None = None,
    unrecorded: Iterable[str] = (),
    not_relevant: Any = UNSAID,
    invalid: Invalid = "error",
    text: Text = "refuse",
) -> Truth:
    """Judge a condition on one record, in three values.

    Missing data: the verdict is settled as soon as what is known settles it,
    else it is ``Truth.UNKNOWN``.

    Args:
        condition: Made by comparing scores and facts, combined with ``&``, ``|``, ``~``.
        record: As for ``score``; a fact may also be an ``Interval``, a partial
            date or a ``Scored``.
        basis: ``"reported"`` reads a score's reported value where there is one;
            ``"completions"`` reads its bounds alone, so that a later answer
            never turns a settled verdict round.
        columns: As for ``score``.
        unrecorded: As for ``score``.
        not_relevant: As for ``score``.
        invalid: As for ``score``.
        text: As for ``score``.

    Returns:
        ``Truth.TRUE``, ``Truth.FALSE`` or ``Truth.UNKNOWN``.

    Raises:
        InputError: Something in the record cannot be read.
        DefinitionError: It is no condition, or an option makes no sense.

    >>> from psoscore import PASI
    >>> judge(PASI >= 8, dict.fromkeys(PASI.items, 2) | {"trunk_area": None})
    <Truth.TRUE: 1>
    """
    demand_condition(condition)
    demand_basis(basis)
    options = Options(
        columns=columns or dict[str, str](),
        unrecorded=unrecorded,
        not_relevant=not_relevant,
        invalid=invalid,
        text=text,
        completions=basis == "completions",
    )
    states, faults = intake(asked(condition), record, options)
    if faults:
        raise InputError(faults)
    must, may = Interpreter(Answered(states), completions=basis == "completions").pair(condition)
    return Truth.settled(must=must, may=may)


def contradicting(definition: Score, states: States) -> tuple[Fault, ...]:
    """The contradictions that certainly stand in a record."""
    interpreter = Interpreter(Answered(states))
    return tuple(
        Fault(one.items[0], one.name, hint=one.message)
        for one in definition.contradictions
        if interpreter.pair(one.condition)[0]
    )


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
