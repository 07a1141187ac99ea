"""Courses of scores, many at once: read as whole units, and judged for relapse at every visit.

The rule is that of ``relapse``, which has the definitions: here with a running
minimum, because a condition over nine visits would compare each with each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve

from psoscore.amount_arrays import (
    MOST_DECIMALS,
    UNKNOWN,
    Units,
    fault_at,
    read_floats,
    read_units,
    refuse_outside,
)
from psoscore.endpoints.change import score_fact
from psoscore.endpoints.relapse import RelapseDefinition, relapse_definition
from psoscore.endpoints.responder_flags import OPEN, Flags
from psoscore.errors import Fault, InputError
from psoscore.instruments.pasi import PASI
from psoscore.numerals import TOLERANCE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from psoscore.definitions import Score

__all__ = ["read_course", "relapse_arrays"]


NOWHERE = np.zeros(0, np.bool)


def read_course(of: Score, item: str, values: Any) -> Units:
    """Scores in whole units of their own, 1 / ``of.scale`` points, checked against their range.

    Raises:
        InputError: A cell is no value of the score.
        DefinitionError: The score is a ratio.

    >>> from psoscore.instruments.pasi import PASI_HALF_POINTS
    >>> read_course(PASI_HALF_POINTS, "visit", [4.05, None]).values
    array([81, -1])
    """
    cell = score_fact(of, item).cell
    allowed = f"{of.low:g} to {of.high:g} in steps of {1 / of.scale:g}"
    decimals = next((one for one in range(MOST_DECIMALS) if 10**one % of.scale == 0), None)
    if decimals is None:
        units, fine = _decoded(of.scale, read_floats(item, values))
    else:
        units, fine = _divided(read_units(item, values, decimals=decimals), 10**decimals // of.scale)
    if fine.any():
        raise InputError([fault_at(item, "too_fine", allowed, fine)])
    refuse_outside(item, units, low=cell.low, high=cell.high, allowed=allowed)
    return units


def _divided(units: Units, step: int) -> tuple[Units, NDArray[np.bool]]:
    """Decimal units as units of so many of them, and where that is not whole."""
    if step == 1:
        return units, NOWHERE
    fine = units.only_known(units.values % step != 0)
    least, greatest = units.least // step, -(-units.greatest // step)
    return evolve(units, values=units.values // step, least=least, greatest=greatest), fine


def _decoded(scale: int, floats: NDArray[np.float64]) -> tuple[Units, NDArray[np.bool]]:
    """Floats as units that are no decimals, such as thirds."""
    unknown = np.isnan(floats)
    units = np.rint(np.where(unknown, 0, floats) * scale).astype(np.int64)
    fine = ~unknown & (np.abs(floats - units / scale) > TOLERANCE)
    least, greatest = int(units.min(initial=0)), int(units.max(initial=0))
    values = np.where(unknown, UNKNOWN, units)
    return Units(values, unknown if unknown.any() else None, 0, least, greatest), fine


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
        int8 of the shape of the visits: 1, 0, or -1 where it is open. At the
        first visit nothing can have been lost: 0.

    Raises:
        InputError: A cell is no value of the score, or the shapes differ.
        DefinitionError: No such definition, or the score is a ratio.

    Examples:
        >>> relapse_arrays([20.0], [[10.0, 15.0, 16.0]], definition="npf")
        array([[0, 1, 1]], dtype=int8)
    """
    chosen = relapse_definition(definition)
    before = read_course(of, "baseline", baseline)
    course = read_course(of, "visits", visits)
    first, scores = before.values, course.values
    if scores.shape[:-1] != first.shape or not scores.ndim:
        allowed = f"{first.shape} and an axis of visits"
        raise InputError(
            [Fault(item="visits", kind="wrong_length", allowed=allowed, value=str(scores.shape))]
        )
    shape, visits_a_course = scores.shape, scores.shape[-1]
    first, scores = first.ravel(), scores.reshape(first.size, visits_a_course)
    unknown = None if course.unknown is None else course.unknown.reshape(scores.shape)
    narrow = np.int32 if max(before.greatest, course.greatest) < 2**28 else np.int64
    first, scores = first.astype(narrow), scores.astype(narrow)
    nowhere = np.iinfo(narrow).max // 4
    lowest = np.full(first.shape, nowhere, narrow)
    may_be_lower = np.zeros(first.shape, np.bool)
    found = np.empty(scores.shape, np.int8)
    never = ((first <= 0) & chosen.halved) | (first < 0)
    least = int(of.low * of.scale)
    for visit in range(visits_a_course):
        score = scores[..., visit]
        verdict = _relapsed(chosen, first, lowest, score).astype(np.int8)
        if unknown is not None:
            missing = unknown[..., visit]
            if may_be_lower.any():
                possible = _relapsed(chosen, first, np.minimum(lowest, least), score) & may_be_lower
                verdict[possible & (verdict == 0)] = OPEN
            if missing.any():
                settled = _may_ever(chosen, first, np.where(may_be_lower, least, lowest))
                verdict[missing] = np.where(settled[missing], OPEN, 0)
                may_be_lower |= missing
            score = np.where(missing, nowhere, score)
        verdict[never] = OPEN
        found[..., visit] = verdict
        lowest = np.minimum(lowest, score)
    return found.reshape(shape)


def _relapsed(chosen: RelapseDefinition, first: Any, lowest: Any, score: Any) -> Any:
    """``2 V >= B + M`` after ``2 M <= B``, or ``2 V > B + M`` after ``M < B``."""
    fallen = 2 * lowest <= first if chosen.halved else lowest < first
    limit = first + lowest
    return fallen & (2 * score > limit if chosen.strict else 2 * score >= limit)


def _may_ever(chosen: RelapseDefinition, first: Any, lowest: Any) -> Any:
    """Whether a visit that is missing may have been a relapse: whether enough had been reached."""
    return 2 * lowest <= first if chosen.halved else lowest < first
