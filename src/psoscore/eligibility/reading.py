"""One person's facts as a protocol reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attrs import Factory, evolve, field, frozen

from psoscore.answers import NotRelevant
from psoscore.engine.interpret import Interpreter, Pair
from psoscore.engine.options import Options, nearest
from psoscore.engine.questions import Questions, asked
from psoscore.engine.record.answered import Answered
from psoscore.engine.record.intake import intake
from psoscore.engine.states import Gap
from psoscore.errors import Fault, InputError
from psoscore.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from psoscore.cells import Cell
    from psoscore.definitions import Contradiction
    from psoscore.eligibility.criterion import Criterion
    from psoscore.eligibility.protocol import Protocol
    from psoscore.engine.states import State
    from psoscore.terms import Condition, Term

__all__ = [
    "Reading",
    "as_value",
    "names",
    "questions",
    "take_facts",
    "unanswered",
    "unknown_facts",
    "without_answer",
]


@lru_cache
def questions(protocol: Protocol) -> Questions:
    """Every fact that a protocol asks for, and which are forms of one question."""
    checks = [check.condition for one in protocol.criteria for check in (*one.refuses, *one.warns)]
    return asked(*(one.condition for one in protocol.criteria), *checks)


def names(wanted: Questions, columns: Mapping[str, str]) -> dict[str, str]:
    """Every name under which a fact may come, and the fact."""
    found = {name: name for name in wanted.cells if name not in columns}
    found |= {
        alias: name for name, cell in wanted.cells.items() if name not in columns for alias in cell.aliases
    }
    return found | {columns[name]: name for name in wanted.cells if name in columns}


def unknown_facts(keys: Iterable[Any], known: Mapping[str, str], options: Options) -> list[Fault]:
    """The faults of names that no fact has, or that are called otherwise in the data."""
    faults: list[Fault] = []
    for key in keys:
        if key not in known:
            renamed = options.columns.get(key)
            hint = f"columns= says that it is called {renamed!r}" if renamed else nearest(str(key), known)
            faults.append(Fault(str(key), "unknown_fact", hint=hint))
    return faults


def unanswered(wanted: Questions, given: Iterable[str]) -> list[str]:
    """The facts that nobody brought; of a question with several forms, those of one form."""
    brought = set(given)
    missing = [name for name in wanted.single if name not in brought]
    for forms in wanted.forms:
        present = [form for form in forms if brought.intersection(form)] or [forms[0]]
        missing += [name for form in present for name in form if name not in brought]
    return missing


def take_facts(protocol: Protocol, facts: Mapping[Any, Any], options: Options) -> dict[str, State]:
    """The state of every fact; one that is absent is not yet answered.

    Raises:
        InputError: A fact cannot be read, or has a name that the protocol does not know.
    """
    wanted = questions(protocol)
    known = names(wanted, options.columns)
    faults: list[Fault] = []
    missing: list[str] = []
    said = options.unrecorded
    if isinstance(facts, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        faults = unknown_facts(facts, known, options)
        missing = unanswered(wanted, (known[key] for key in facts if key in known))
        options = evolve(options, unrecorded=options.unrecorded.union(missing))
    states, found = intake(wanted, facts, options)
    if faults or found:
        raise InputError([*faults, *found])
    return states | dict.fromkeys(without_answer(wanted, missing, said), Gap.ABSENT)


def without_answer(wanted: Questions, missing: Iterable[str], unrecorded: Iterable[str]) -> list[str]:
    """The facts that are asked in this one way alone and have no answer yet.

    They are blank to whoever asks whether there is an answer, but not to a
    manual's rule for blanks, which is about forms that somebody filled in.
    """
    said = {*unrecorded}
    return [name for name in missing if name in wanted.single and name not in said]


@frozen(order=False)
class Reading:
    """The facts of one person, and what conditions come to on them.

    Attributes:
        states: What every fact holds.
        completions: Whether scores are read by their bounds alone, not as reported.
        interpreter: What conditions come to.
    """

    states: dict[str, State] = field(hash=False)
    completions: bool = field(kw_only=True)
    interpreter: Interpreter[Any] = field(
        init=False,
        eq=False,
        repr=False,
        default=Factory(
            lambda self: Interpreter(Answered(self.states), completions=self.completions), takes_self=True
        ),
    )

    def pair(self, term: Term) -> Pair[Any]:
        """The two ends of a term."""
        return self.interpreter.pair(term)

    def truth(self, condition: Condition | Term) -> Truth:
        """What a condition comes to."""
        must, may = self.interpreter.pair(condition)
        return Truth.settled(must=must, may=may)

    def is_open(self, name: str) -> bool:
        """Whether a fact is not exactly known."""
        return isinstance(self.states[name], Gap | tuple)

    def holding(self, checks: Iterable[Contradiction]) -> tuple[Contradiction, ...]:
        """The checks that certainly hold."""
        return tuple(check for check in checks if self.pair(check.condition)[0])

    def judged(self, criterion: Criterion) -> Truth:
        """The truth of a criterion as worded; unknown where its facts contradict each other."""
        if criterion.refuses and self.holding(criterion.refuses):
            return Truth.UNKNOWN
        return self.truth(criterion.condition)


def as_value(cell: Cell, state: State) -> Any:
    """What a fact holds as a plain value; a list of two where it lies between them."""
    if isinstance(state, tuple):
        return [as_value(cell, end) for end in state]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(state, Gap):
        return None
    if isinstance(state, NotRelevant):
        return state.value
    return AS_VALUE.get(cell.kind, _as_it_is)(cell, state)


def _as_it_is(_cell: Cell, state: State) -> Any:
    return float(state) if isinstance(state, Fraction) else state


def _in_points(cell: Cell, state: State) -> int | float:
    points = Fraction(state, cell.scale)
    return int(points) if points.denominator == 1 else float(points)


AS_VALUE: Mapping[str, Callable[[Cell, State], Any]] = {
    "day": lambda _, state: date.fromordinal(state).isoformat(),
    "flag": lambda _, state: bool(state),
    "number": _in_points,
}
"""What a state means, by the kind of cell."""
