"""The door for one record: what a form is worth, within which bounds, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psoscore.engine.interpret import Interpreter
from psoscore.engine.options import UNSAID, Basis, Contradictions, Invalid, Options, Text
from psoscore.engine.questions import asked
from psoscore.engine.record.answered import Answered
from psoscore.engine.record.intake import States, intake
from psoscore.engine.record.measure import measure
from psoscore.engine.record.scored import Scored
from psoscore.engine.record.swift import swift
from psoscore.engine.subject import demand_basis, demand_condition, demand_score
from psoscore.errors import Fault, InputError
from psoscore.terms import Condition
from psoscore.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from psoscore.definitions import Score

__all__ = ["check", "judge", "score"]


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
