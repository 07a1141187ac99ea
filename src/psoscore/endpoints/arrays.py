"""Change and response of many patients at once, from two columns of scores.

Each is the definition of ``change`` or ``response`` put through the door for
arrays; no rule stands here a second time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psoscore.endpoints.change import BASELINE, VISIT, change, percent_change
from psoscore.endpoints.response import response
from psoscore.instruments.pasi import PASI

if TYPE_CHECKING:
    import numpy as np
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
        visit: Scores at the visit, of the same shape.
        percent: The least improvement: 75 for PASI 75.
        of: The score; its definition gives units and range.
        threads: How many blocks are computed at once.

    Returns:
        int8: 1 for a response, 0 for none, -1 where it is open.

    Raises:
        InputError: A number is no value of the score; positions are given.
        DefinitionError: The percentage is above 100, or the score is a ratio.

    >>> import numpy as np
    >>> response_arrays(np.array([2.8, 9.0, 0.0]), np.array([0.7, np.nan, 0.0]), percent=75)
    array([ 1, -1, -1], dtype=int8)
    """
    from psoscore import judge_arrays  # noqa: PLC0415  rooms reach the doors through the face, when used

    return judge_arrays(response(percent=percent, of=of), {BASELINE: baseline, VISIT: visit}, threads=threads)


def change_arrays(baseline: Any, visit: Any, *, of: Score = PASI, threads: int = 1) -> NDArray[np.float64]:
    """The change of each score: visit minus baseline, in points.

    Missing data: NaN, None and masked scores give NaN.

    Args:
        baseline: As for ``response_arrays``.
        visit: As for ``response_arrays``.
        of: As for ``response_arrays``.
        threads: As for ``response_arrays``.

    Returns:
        float64: the float nearest to each exact change, NaN where it is unknown.

    Raises:
        InputError: A number is no value of the score.
        DefinitionError: The score is a ratio.

    >>> import numpy as np
    >>> change_arrays(np.array([12.4, 9.0]), np.array([3.1, np.nan]))
    array([-9.3,  nan])
    """
    from psoscore import score_arrays  # noqa: PLC0415  rooms reach the doors through the face, when used

    return score_arrays(change(of=of), {BASELINE: baseline, VISIT: visit}, threads=threads)


def percent_change_arrays(
    baseline: Any, visit: Any, *, of: Score = PASI, threads: int = 1
) -> NDArray[np.float64]:
    """The percent change of each score: 100 * (visit - baseline) / baseline.

    Missing data: NaN, None and masked scores, and a baseline of 0, give NaN.

    Args:
        baseline: As for ``response_arrays``.
        visit: As for ``response_arrays``.
        of: As for ``response_arrays``.
        threads: As for ``response_arrays``.

    Returns:
        float64: the float nearest to each exact percent change, NaN where there
        is none. Do not compare it with a threshold; ask ``response_arrays``.

    Raises:
        InputError: A number is no value of the score.
        DefinitionError: The score is a ratio.

    >>> import numpy as np
    >>> percent_change_arrays(np.array([12.4, 0.0]), np.array([3.1, 0.0]))
    array([-75.,  nan])
    """
    from psoscore import score_arrays  # noqa: PLC0415  rooms reach the doors through the face, when used

    return score_arrays(percent_change(of=of), {BASELINE: baseline, VISIT: visit}, threads=threads)
