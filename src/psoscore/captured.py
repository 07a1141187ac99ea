"""A total that came with the data, compared with the one its items give.

Captured and derived values are two things and stay apart: what was collected
is never overwritten by what is computed.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attrs import frozen

from psoscore.engine.options import Options
from psoscore.engine.readings import answers, point
from psoscore.engine.states import Gap, read
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.facts import fact_of
from psoscore.instruments.pasi import PASI
from psoscore.terms import Item, OneOf, Product, Sum
from psoscore.truth import Truth

if TYPE_CHECKING:
    from psoscore.definitions import Score
    from psoscore.engine.record.scored import Scored
    from psoscore.terms import Term

__all__ = ["CapturedTotal", "attainable_units", "compare_captured"]


@frozen(kw_only=True)
class CapturedTotal:
    """What a captured total is worth beside the derived one.

    Attributes:
        captured: The total as it came, in points; None where it is missing.
        derived: The result of scoring the items.
        attainable: Whether any answers could give the captured total.
        agrees: Whether it is the total of these answers; unknown where items
            are missing and it lies within the bounds.
        difference: Captured minus derived, exact; None where either is missing.
    """

    captured: float | None
    derived: Scored
    attainable: Truth
    agrees: Truth
    difference: Fraction | None


@lru_cache(maxsize=64)
def attainable_units(definition: Score = PASI) -> frozenset[int]:
    """Every total that some answers give, in the definition's whole units.

    Of the 721 tenths from 0 to 72 the PASI reaches 697.

    Args:
        definition: A sum of products of items that stand in one place each; a
            question that can come as one item is taken as that item.

    Raises:
        DefinitionError: The score is made of other words.

    >>> len(attainable_units(PASI))
    697
    >>> 677 in attainable_units(PASI)
    False
    """
    return frozenset(_values(definition.term))


def _values(term: Term) -> set[int]:
    """All values of a term whose parts share no item."""
    if isinstance(term, OneOf):
        return _values(next((form for form in term.forms if isinstance(form, Item)), term.forms[0]))
    if isinstance(term, Sum):
        reached = {term.constant}
        for weight, part in term.parts:
            reached = {one + weight * other for one in reached for other in _values(part)}
        return reached
    if isinstance(term, Product):
        reached = {1}
        for factor in term.factors:
            reached = {one * other for one in reached for other in _values(factor)}
        return reached
    if isinstance(term, Item):
        return {point(term, answer) for answer in answers(term.cell)}
    message = f"the totals of a {type(term).__name__} are not enumerated"
    raise DefinitionError(message)


def compare_captured(captured: Any, derived: Scored) -> CapturedTotal:
    """Compare a captured total with the result of scoring its items.

    Missing data: a missing total neither agrees nor disagrees; a total beside
    missing items disagrees only outside their bounds.

    Args:
        captured: The total as collected, in points.
        derived: What ``score`` made of the items.

    Returns:
        Both, whether the captured one is attainable, and whether they agree.

    Raises:
        InputError: The captured total is no number in the score's range and steps.
        DefinitionError: The score is made of words whose totals are not enumerated.

    >>> from psoscore import PASI, score
    >>> derived = score(PASI, dict.fromkeys(PASI.items, 2))
    >>> compare_captured(12.1, derived).agrees
    <Truth.FALSE: 0>
    >>> compare_captured(67.7, derived).attainable
    <Truth.FALSE: 0>
    """
    definition = derived.definition
    state = read(fact_of(definition, definition.name).cell, captured, Options())
    if isinstance(state, tuple):
        state = Fault(definition.name, "interval", "one number", str(captured))
    if isinstance(state, Fault):
        raise InputError([state])
    if state is Gap.BLANK:
        return CapturedTotal(
            captured=None, derived=derived, attainable=Truth.UNKNOWN, agrees=Truth.UNKNOWN, difference=None
        )
    if derived.units is not None:
        agrees = Truth.TRUE if state == derived.units else Truth.FALSE
    else:
        within = derived.low_units <= state <= derived.high_units
        agrees = Truth.UNKNOWN if within else Truth.FALSE
    exact = derived.exact
    points = Fraction(state, definition.scale)
    return CapturedTotal(
        captured=float(points),
        derived=derived,
        attainable=Truth.TRUE if state in attainable_units(definition) else Truth.FALSE,
        agrees=agrees,
        difference=None if exact is None else points - exact,
    )
