"""Courses of scores, many at once: read as whole units, and judged for relapse at every visit.

The rule is that of ``relapse``, which has the definitions: here with a running
minimum, because a condition over nine visits would compare each with each.
A missing score lies anywhere in its range, so the lowest score so far lies
between two ends, and a verdict is open where the ends disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from psoscore.amount_arrays import BLOCK, UNKNOWN, fault_at, read_floats
from psoscore.endpoints.change import score_fact
from psoscore.endpoints.relapse import RelapseDefinition, relapse_definition
from psoscore.endpoints.responder_flags import OPEN, Flags
from psoscore.errors import Fault, InputError
from psoscore.instruments.pasi import PASI
from psoscore.integer_arrays import narrow_type
from psoscore.row_order import refuse_other_orders

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from psoscore.amount_arrays import Integers
    from psoscore.definitions import Score

__all__ = ["Course", "read_course", "relapse_arrays"]


@frozen(eq=False)
class Course:
    """Scores in whole units.

    Attributes:
        values: The scores, with UNKNOWN where they are missing.
        unknown: True where they are missing, or None where none is.
    """

    values: Integers
    unknown: NDArray[np.bool] | None


def read_course(of: Score, item: str, values: Any) -> Course:
    """Scores in whole units of their own, 1 / ``of.scale`` points, checked against their range.

    A float is read as ``judge_arrays`` reads it, so that a score is one in both.

    Raises:
        InputError: A cell is no value of the score.
        DefinitionError: The score is a ratio.

    >>> from psoscore.instruments.pasi import PASI_HALF_POINTS
    >>> read_course(PASI_HALF_POINTS, "visit", [4.05, None]).values
    array([81, -1])
    """
    cell = score_fact(of, item).cell
    floats = read_floats(item, values)
    flat = floats.ravel()
    units = np.empty(flat.shape, np.int64)
    unknown, fine, outside = np.empty((3, flat.size), np.bool)
    with np.errstate(invalid="ignore", over="ignore"):
        for start in range(0, flat.size, BLOCK):
            block = slice(start, start + BLOCK)
            numbers = flat[block]
            whole = np.rint(numbers * cell.scale)
            fine[block] = abs(numbers - whole / cell.scale) > cell.tolerance
            outside[block] = (whole < cell.low) | (whole > cell.high)
            unknown[block] = gone = np.isnan(numbers)
            units[block] = np.where(gone, UNKNOWN, whole)
    allowed = f"{of.low:g} to {of.high:g} in steps of {1 / of.scale:g}"
    for kind, wrong in (("too_fine", fine), ("out_of_range", outside)):
        if wrong.any():
            raise InputError([fault_at(item, kind, allowed, wrong.reshape(floats.shape))])
    return Course(units.reshape(floats.shape), unknown.reshape(floats.shape) if unknown.any() else None)


def relapse_arrays(
    baseline: Any, visits: Any, *, definition: str | RelapseDefinition, of: Score = PASI
) -> Flags:
    """Whether a relapse is found at each visit.

    Missing data: NaN, None and masked scores are unknown; a verdict is settled
    as soon as every completion agrees, except that a missing baseline leaves it open.

    Args:
        baseline: Scores at baseline.
        visits: Scores at the visits; the last axis is that of the visits, in
            order of time, the others are those of the baseline.
        definition: ``"npf"``, ``"emea"``, or a definition of your own; there is no default.
        of: The score; its definition gives units and range.

    Returns:
        int8 of the shape of the visits: 1, 0, or -1 where it is open, as it is
        throughout without a baseline. At the first visit nothing can have been
        lost: 0.

    Raises:
        InputError: A cell is no value of the score, or the shapes or the indexes of Series differ.
        DefinitionError: No such definition, or the score is a ratio.

    Examples:
        >>> relapse_arrays([20.0], [[10.0, 15.0, 16.0]], definition="npf")
        array([[0, 1, 1]], dtype=int8)
    """
    chosen = relapse_definition(definition)
    refuse_other_orders(baseline=baseline, visits=visits)
    before = read_course(of, "baseline", baseline)
    course = read_course(of, "visits", visits)
    first, scores = before.values, course.values
    if not scores.ndim or scores.shape[:-1] != first.shape:
        allowed = f"{first.shape} and an axis of visits"
        raise InputError(
            [Fault(item="visits", kind="wrong_length", allowed=allowed, value=str(scores.shape))]
        )
    cell = score_fact(of, "visits").cell
    narrow = narrow_type(2 * max(-cell.low, cell.high))
    first, scores = first.astype(narrow), scores.astype(narrow)
    low = high = scores
    if course.unknown is not None:
        low, high = (np.where(course.unknown, narrow(end), scores) for end in (cell.low, cell.high))
    found = np.empty(scores.shape, np.int8)
    at_least = at_most = first
    for visit in range(scores.shape[-1]):
        lower, higher = low[..., visit], high[..., visit]
        sure = _relapsed(chosen, first, at_most, lower)
        possible = sure if low is high else _relapsed(chosen, first, at_least, higher)
        found[..., visit] = 2 * sure.view(np.int8) - possible
        at_least, at_most = np.minimum(at_least, lower), np.minimum(at_most, higher)
    if chosen.halved:
        found[first <= 0] = OPEN
    if before.unknown is not None:
        found[before.unknown] = OPEN
    return found


def _relapsed(chosen: RelapseDefinition, first: Any, lowest: Any, score: Any) -> Any:
    """``2 V >= B + M`` after ``2 M <= B``, or ``2 V > B + M`` after ``M < B``."""
    fallen = 2 * lowest <= first if chosen.halved else lowest < first
    limit = first + lowest
    return fallen & (2 * score > limit if chosen.strict else 2 * score >= limit)
