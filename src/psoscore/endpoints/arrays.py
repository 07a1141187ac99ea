"""Change and response of many patients at once, from scores at baseline and at visits.

A response is the definition of ``response`` put through the door for arrays.
Change is the rule of ``change`` on whole units, with one division at the end,
so that it gives what the definition gives. Baselines are one a patient, for
visits of the same shape or with one axis more, that of the visits. Position
counts: Series of pandas whose indexes differ are refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from psoscore.amount_arrays import array_of
from psoscore.endpoints.change import BASELINE, HUNDRED_PERCENT, VISIT, change, percent_change
from psoscore.endpoints.response import response
from psoscore.endpoints.score_course import read_course
from psoscore.errors import Fault, InputError
from psoscore.instruments.pasi import PASI
from psoscore.row_order import refuse_other_orders

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from psoscore.definitions import Score
    from psoscore.numerals import Number

__all__ = ["change_arrays", "percent_change_arrays", "response_arrays"]


def response_arrays(
    baseline: Any, visit: Any, *, percent: Number, of: Score = PASI, threads: int = 1
) -> NDArray[np.int8]:
    """Whether each score has improved by at least so many percent, exactly.

    Missing data: NaN, None and masked scores, and a baseline of 0, give -1.

    Args:
        baseline: Scores at baseline, an array of any integer or float type;
            a pair of arrays where scores are known only to lie between two.
        visit: Scores at the visit, of the same shape, or with a last axis of visits more.
        percent: The least improvement, from 1 to 100: 75 for PASI 75.
        of: The score; its definition gives units and range.
        threads: How many blocks are computed at once.

    Returns:
        int8: 1 for a response, 0 for none, -1 where it is open.

    Raises:
        InputError: A number is no value of the score; positions are given. Or
            the indexes of Series differ.
        DefinitionError: The percentage is not from 1 to 100, or the score is a ratio.

    >>> import numpy as np
    >>> response_arrays(np.array([2.8, 9.0, 0.0]), np.array([0.7, np.nan, 0.0]), percent=75)
    array([ 1, -1, -1], dtype=int8)
    >>> response_arrays([20.0], [[4.0, 6.0]], percent=75)
    array([[1, 0]], dtype=int8)
    """
    from psoscore import judge_arrays  # noqa: PLC0415  rooms reach the doors through the face, when used

    facts = {BASELINE: _along_visits(baseline, visit), VISIT: visit}
    return judge_arrays(response(percent=percent, of=of), facts, threads=threads)


def change_arrays(baseline: Any, visit: Any, *, of: Score = PASI) -> NDArray[np.float64]:
    """The change of each score: visit minus baseline, in points.

    Missing data: NaN, None and masked scores give NaN.

    Args:
        baseline: As for ``response_arrays``.
        visit: As for ``response_arrays``.
        of: As for ``response_arrays``.

    Returns:
        float64: the float nearest to each exact change, NaN where it is unknown.

    Raises:
        InputError: As for ``response_arrays``.
        DefinitionError: The score is a ratio.

    >>> import numpy as np
    >>> change_arrays(np.array([12.4, 9.0]), np.array([3.1, np.nan]))
    array([-9.3,  nan])
    """
    if isinstance(baseline, tuple) or isinstance(visit, tuple):
        return _between(change(of=of), baseline, visit)
    first, later, unknown = _units(of, baseline, visit)
    return _without((later - first) / of.scale, unknown)


def percent_change_arrays(baseline: Any, visit: Any, *, of: Score = PASI) -> NDArray[np.float64]:
    """The percent change of each score: 100 * (visit - baseline) / baseline.

    Missing data: NaN, None and masked scores, and a baseline of 0, give NaN.

    Args:
        baseline: As for ``response_arrays``.
        visit: As for ``response_arrays``.
        of: As for ``response_arrays``.

    Returns:
        float64: the float nearest to each exact percent change, NaN where there
        is none. Do not compare it with a threshold; ask ``response_arrays``.

    Raises:
        InputError: As for ``response_arrays``.
        DefinitionError: The score is a ratio.

    >>> import numpy as np
    >>> percent_change_arrays(np.array([12.4, 0.0]), np.array([3.1, 0.0]))
    array([-75.,  nan])
    """
    if isinstance(baseline, tuple) or isinstance(visit, tuple):
        return _between(percent_change(of=of), baseline, visit)
    first, later, unknown = _units(of, baseline, visit)
    found = np.asarray((later - first) * float(HUNDRED_PERCENT))
    found /= np.where(first == 0, np.nan, first)
    return _without(found, unknown)


def _between(definition: Score, baseline: Any, visit: Any) -> NDArray[np.float64]:
    """Of scores between two ends, those changes that are settled."""
    from psoscore import score_arrays  # noqa: PLC0415  rooms reach the doors through the face, when used

    return score_arrays(definition, {BASELINE: baseline, VISIT: visit})


def _along_visits(baseline: Any, visit: Any) -> Any:
    """The baselines, once for every visit where the visits have an axis more."""
    if isinstance(baseline, tuple) or isinstance(visit, tuple):
        return baseline
    refuse_other_orders(**{BASELINE: baseline, VISIT: visit})
    first, every = array_of(BASELINE, baseline), array_of(VISIT, visit).shape
    if not every or first.shape != every[:-1]:
        return baseline
    if np.ma.isMaskedArray(baseline):
        return baseline[..., None].repeat(every[-1], axis=-1)
    return np.broadcast_to(first[..., None], every)


def _units(of: Score, baseline: Any, visit: Any) -> tuple[Any, Any, list[Any]]:
    """Whole units at baseline and at the visits, of shapes that go together, and where either is unknown."""
    refuse_other_orders(**{BASELINE: baseline, VISIT: visit})
    before, after = read_course(of, BASELINE, baseline), read_course(of, VISIT, visit)
    first, later, gone = before.values, after.values, before.unknown
    if later.ndim and first.shape == later.shape[:-1]:
        first, gone = first[..., None], None if gone is None else gone[..., None]
    elif first.shape != later.shape:
        allowed = f"{first.shape}, as in {BASELINE}, or with an axis of visits more"
        raise InputError([Fault(item=VISIT, kind="wrong_length", allowed=allowed, value=str(later.shape))])
    return first, later, [one for one in (gone, after.unknown) if one is not None]


def _without(found: Any, unknown: list[Any]) -> NDArray[np.float64]:
    """Numbers that are known; NaN elsewhere."""
    numbers: NDArray[np.float64] = np.asarray(found)
    for gone in unknown:
        np.copyto(numbers, np.nan, where=gone)
    return numbers
