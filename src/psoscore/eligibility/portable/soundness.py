"""Whether a term that was written by hand means anything.

Terms made with ``&``, ``>=`` and ``+`` are sound as they are made. A term that
comes from a file has passed none of those hands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psoscore.answers import NOT_RELEVANT
from psoscore.cells import FIRST_DAY, LAST_DAY
from psoscore.errors import DefinitionError
from psoscore.numerals import EXACT_IN_FLOATS
from psoscore.terms import (
    CALENDAR_MONTHS,
    AllOf,
    AnyOf,
    AtLeast,
    Between,
    Choice,
    Condition,
    Greatest,
    Item,
    OneOf,
    Product,
    Ratio,
    Reported,
    Sum,
    Term,
)
from psoscore.traversal import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from psoscore.cells import Cell

__all__ = ["check_cell", "check_term"]


def check_term(term: Term) -> None:
    """Refuse a word that does not fit its arguments; those are checked already.

    Raises:
        DefinitionError: It means nothing.
    """
    from psoscore.engine.domain import magnitude, open_range  # noqa: PLC0415  only where a protocol is read

    if not isinstance(term, AtLeast) and any(None in open_range(child) for child in term.children):
        message = "a ratio whose bottom can be 0 has no bounds; nothing is computed from it"
        raise DefinitionError(message)
    for problem in PROBLEMS.get(type(term), _none)(term):
        raise DefinitionError(problem)
    if magnitude(term) > EXACT_IN_FLOATS:
        message = "numbers beyond 2**53 are not computed exactly at every door"
        raise DefinitionError(message)


def check_cell(cell: Cell) -> None:
    """Refuse a fact in which nothing sensible can stand.

    Raises:
        DefinitionError: Its range or its values make no sense.
    """
    for problem in _cell(cell):
        message = f"{cell.name}: {problem}"
        raise DefinitionError(message)


def _none(_term: Any) -> Iterator[str]:
    yield from ()


def _cell(cell: Cell) -> Iterator[str]:
    if cell.scale < 1:
        yield "scale must be 1 or more"
    if (cell.kind == "code") != bool(cell.values) or len(set(cell.values)) != len(cell.values):
        yield "a code needs values, each once, and nothing else has values"
    if cell.kind == "day" and (cell.low, cell.high) != (FIRST_DAY, LAST_DAY):
        yield f"a day runs from {FIRST_DAY} to {LAST_DAY}"
    if cell.kind in {"day", "measure"} and cell.scale > 1:
        yield "a day or a measured real has scale 1"
    if cell.kind in {"flag", "code"} and (cell.low, cell.high, cell.scale) != (0, 1, 1):
        yield "a flag or a code has no range of its own"
    allowed = cell.allowed
    if allowed is not None and not (allowed and all(cell.low <= one <= cell.high for one in allowed)):
        yield "the allowed answers lie outside the range"


def _item(item: Item) -> Iterator[str]:
    cell = item.cell
    if item.months and cell.kind != "day":
        yield f"{cell.name}: calendar months are added to a day alone"
    if abs(item.months) > CALENDAR_MONTHS:
        yield f"{cell.name}: the calendar has {CALENDAR_MONTHS} months"
    if cell.kind == "code" and not item.codes:
        yield f"{cell.name}: the words of a code are read as numbers by codes"
    answers = [answer for answer, _ in item.codes]
    known = [
        (isinstance(one, str) and one in cell.values)
        or (one is NOT_RELEVANT and cell.not_relevant)
        or (type(one) is int and cell.kind == "number" and cell.low <= one <= cell.high)
        for one in answers
    ]
    if not all(known) or len({(type(one), one) for one in answers}) != len(answers):
        yield f"{cell.name}: a reading names an answer that the fact does not have, or one twice"


def _sum(term: Sum) -> Iterator[str]:
    weights = [weight for weight, _ in term.parts]
    positive, negative = [one for one in weights if one > 0], [one for one in weights if one < 0]
    if weights != [*positive, *negative]:
        yield "a sum has its positive weights first, and none is 0"
    if len({part for _, part in term.parts}) != len(term.parts):
        yield "a sum names each of its parts once"
    if any(isinstance(part, Sum | Ratio | Choice) or _is_measured(part) for _, part in term.parts):
        yield "a sum, a ratio, a choice or a measured real is no part of a sum"
    if term.units < 1:
        yield "a sum has 1 or more units a point"


def _at_least(term: AtLeast) -> Iterator[str]:
    whole = isinstance(term.at, int)
    if not _is_measured(term.quantity) and (term.strict or not whole):
        yield "only a measured real is compared strictly, or with a fraction"
    if isinstance(term.quantity, Ratio | Choice):
        yield "a ratio or a choice is compared through its parts"


def _joined(term: AllOf | AnyOf) -> Iterator[str]:
    if not term.conditions:
        yield "all_of and any_of need conditions"


def _positive(term: Product) -> Iterator[str]:
    from psoscore.engine.domain import open_range  # noqa: PLC0415  only where a protocol is read

    if not term.factors or any(
        not isinstance(one, Condition) and open_range(one)[0] < 0 for one in term.factors
    ):
        yield "a product needs factors, none of which can be negative"


def _one_scale(term: Greatest | Between | OneOf) -> Iterator[str]:
    if len({one.scale for one in term.children}) != 1:
        yield "greatest, between and one_of need quantities of one scale"


def _reported(term: Reported) -> Iterator[str]:
    if any(isinstance(one, Reported) for one in walk(term.term, term.when)):
        yield "a reported score is made of items, not of reported scores"


def _is_measured(term: Term) -> bool:
    return isinstance(term, Item) and term.cell.kind == "measure"


PROBLEMS: Mapping[type[Term], Callable[[Any], Iterator[str]]] = {
    Item: _item,
    Sum: _sum,
    AtLeast: _at_least,
    AllOf: _joined,
    AnyOf: _joined,
    Product: _positive,
    Greatest: _one_scale,
    Between: _one_scale,
    OneOf: _one_scale,
    Reported: _reported,
}
"""What can be wrong with a word."""
