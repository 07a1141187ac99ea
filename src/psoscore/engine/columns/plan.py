"""What expressions are made for scores and conditions, given where the cells stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
from attrs import evolve, field, frozen

from psoscore.engine.columns.carrier import Expressions, divided, either
from psoscore.engine.columns.cells import take_place
from psoscore.engine.columns.nullable import Nullable, one_pass_suffices
from psoscore.engine.interpret import Interpreter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from psoscore.definitions import Score
    from psoscore.engine.columns.names import Named
    from psoscore.engine.columns.place import Place
    from psoscore.engine.interpret import Pair
    from psoscore.engine.options import Options
    from psoscore.engine.questions import Questions
    from psoscore.terms import Condition, Term

__all__ = ["Plan", "answered_twice", "masked", "read_places", "spoilt"]


def read_places(
    questions: Questions, named: Named, dtypes: Mapping[Any, Any], options: Options
) -> dict[str, Place]:
    """Every cell that the frame has."""
    places = {
        name: take_place(questions.cells[name], columns, tuple(map(dtypes.get, columns)), options)
        for name, columns in named.columns.items()
    }
    return places if options.invalid == "error" else _set_aside(questions, named, places)


def _set_aside(questions: Questions, named: Named, places: dict[str, Place]) -> dict[str, Place]:
    """Cells of two forms that are both answered are treated as never captured."""
    for forms, twice in answered_twice(questions, named, places).items():
        for name in (one for form in forms for one in form if one in places):
            place = places[name]
            unseen = twice if place.unseen is False else place.unseen | twice
            places[name] = evolve(
                place,
                low=nw.when(~twice).then(place.low),
                high=None if place.high is None else nw.when(~twice).then(place.high),
                blank=place.blank & ~twice,
                unseen=unseen,
            )
    return places


def answered_twice(questions: Questions, named: Named, places: Mapping[str, Place]) -> dict[Any, nw.Expr]:
    """Where more than one form of a question is answered, by question; never null."""
    carrier = Expressions(places, named.absent)
    found: dict[Any, nw.Expr] = {}
    for forms in questions.forms:
        used = [carrier.answered(form) for form in forms if not named.absent.issuperset(form)]
        both = [one & other for place, one in enumerate(used) for other in used[:place]]
        twice = either(one for one in both if one is not False)
        if isinstance(twice, nw.Expr):
            found[forms] = twice
    return found


def spoilt(questions: Questions, named: Named, places: Mapping[str, Place], options: Options) -> Any:
    """Where a cell is invalid, or two forms of one question are answered."""
    if options.invalid == "unknown":
        return False
    own = [place.bad for name, place in places.items() if name in questions.cells]
    return either([*own, *answered_twice(questions, named, places).values()])


def masked(value: Any, bad: Any) -> nw.Expr:
    """A result that is null where a cell is bad."""
    result = _expression(value)
    if bad is False:
        return result
    return nw.when(bad).then(nw.lit(None)).otherwise(result)


@frozen
class Plan:
    """The expressions of several scores over one frame.

    Attributes:
        places: The cells, as they were read or laid down.
        absent: Cells of forms that the frame does not use.
        keep: Where readings and sums are laid down; see ``Expressions``.
    """

    places: Mapping[str, Place]
    absent: frozenset[str]
    keep: Callable[[Term, Any], Any] = lambda _, value: value

    _known: dict[bool, Interpreter[Any]] = field(factory=dict, init=False, eq=False, repr=False)

    def interpreter(self, *, completions: bool = False) -> Interpreter[Any]:
        """What tells the pair of ends of any term."""
        if completions not in self._known:
            carrier = Expressions(self.places, self.absent, self.keep)
            self._known[completions] = Interpreter(carrier, completions=completions)
        return self._known[completions]

    def value(self, definition: Score) -> Any:
        """The reported value in points, null where there is none."""
        interpreter = self.interpreter()
        carrier = Nullable(self.places, self.absent, self.keep)
        if definition.when is None and one_pass_suffices(definition.term, carrier):
            return divided(Interpreter(carrier).pair(definition.term)[0], definition.scale)
        if definition.when is None:
            low, high = interpreter.pair(definition.term)
            scored = True if low is high else interpreter.carrier.same(low, high)
        else:
            low, scored = interpreter.official(definition.quantity.filled, definition.when)  # type: ignore[attr-defined]
        value = divided(low, definition.scale)
        if isinstance(scored, bool):
            return value if scored else nw.lit(None, dtype=nw.Float64)
        return nw.when(scored).then(_expression(value))

    def bounds(self, definition: Score) -> Pair[Any]:
        """The least and the greatest score in points."""
        low, high = self.interpreter().pair(definition.term)
        return divided(low, definition.scale), divided(high, definition.scale)

    def verdict(self, condition: Condition, *, completions: bool) -> Any:
        """1 where a condition holds, 0 where it fails, -1 where it is open."""
        must, may = self.interpreter(completions=completions).pair(condition)
        if must is may:
            return _verdict(must, 0)
        return _verdict(must, _verdict(may, 0, holds=-1))

    def contradicting(self, subject: Score | Condition) -> Any:
        """Where answers contradict each other."""
        interpreter = self.interpreter()
        odd = getattr(subject, "contradictions", ())
        return either(interpreter.pair(one.condition)[0] for one in odd)


def _verdict(condition: Any, otherwise: Any, *, holds: int = 1) -> Any:
    if isinstance(condition, bool):
        return holds if condition else otherwise
    return nw.when(condition).then(nw.lit(holds)).otherwise(otherwise)


def _expression(value: Any) -> nw.Expr:
    return value if isinstance(value, nw.Expr) else nw.lit(value)
