"""Change and response of one patient, from two scores: numbers, results or intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psoscore.endpoints.change import BASELINE, VISIT, change, percent_change
from psoscore.endpoints.response import response
from psoscore.errors import DefinitionError
from psoscore.instruments.pasi import PASI

if TYPE_CHECKING:
    from psoscore.definitions import Score
    from psoscore.numerals import Number
    from psoscore.truth import Truth

__all__ = ["change_of", "percent_change_of", "response_of"]


def response_of(baseline: Any, visit: Any, *, percent: Number, of: Score = PASI) -> Truth:
    """Whether a score has improved by at least so many percent, exactly.

    Missing data: None or NaN leaves it open, as does a baseline of 0. Of a
    result without a value the bounds are read, and often settle it.

    Args:
        baseline: The score at baseline: a number, an ``Interval`` or a ``Scored``.
        visit: The score at the visit.
        percent: The least improvement, from 1 to 100: 75 for PASI 75.
        of: The score; its definition gives units and range.

    Returns:
        ``Truth.TRUE``, ``Truth.FALSE`` or ``Truth.UNKNOWN``.

    Raises:
        InputError: A number is no value of the score.
        DefinitionError: The result is one of another score, the percentage is
            not from 1 to 100, or the score is a ratio.

    >>> from psoscore import Interval
    >>> response_of(9.0, 0.9, percent=90)
    <Truth.TRUE: 1>
    >>> response_of(Interval(11.6, 14.0), 2.9, percent=75)
    <Truth.TRUE: 1>
    """
    from psoscore import judge  # noqa: PLC0415  rooms reach the doors through the face, when used

    return judge(response(percent=percent, of=of), _pair(of, baseline, visit))


def change_of(baseline: Any, visit: Any, *, of: Score = PASI) -> float | None:
    """The change of a score: visit minus baseline, in points.

    Missing data: None where either is unknown; ``score(change(), ...)`` gives
    the bounds.

    Args:
        baseline: As for ``response_of``.
        visit: As for ``response_of``.
        of: As for ``response_of``.

    Returns:
        The float nearest to the exact change, or None.

    Raises:
        InputError: A number is no value of the score.
        DefinitionError: The result is one of another score, or the score is a ratio.

    >>> change_of(12.4, 3.1)
    -9.3
    """
    from psoscore import score  # noqa: PLC0415  rooms reach the doors through the face, when used

    return score(change(of=of), _pair(of, baseline, visit)).value


def percent_change_of(baseline: Any, visit: Any, *, of: Score = PASI) -> float | None:
    """The percent change of a score: 100 * (visit - baseline) / baseline.

    Missing data: None where either is unknown or the baseline is 0;
    ``score(percent_change(), ...)`` gives the bounds.

    Args:
        baseline: As for ``response_of``.
        visit: As for ``response_of``.
        of: As for ``response_of``.

    Returns:
        The float nearest to the exact percent change, or None. Do not compare
        it with a threshold; ask ``response_of``.

    Raises:
        InputError: A number is no value of the score.
        DefinitionError: The result is one of another score, or the score is a ratio.

    >>> percent_change_of(2.8, 0.7)
    -75.0
    """
    from psoscore import score  # noqa: PLC0415  rooms reach the doors through the face, when used

    return score(percent_change(of=of), _pair(of, baseline, visit)).value


def _pair(of: Score, baseline: Any, visit: Any) -> dict[str, Any]:
    """The two facts; a result must be one of the score it is taken for."""
    for result in (baseline, visit):
        scored = getattr(result, "definition", of)
        if scored != of:
            message = f"a result of {getattr(scored, 'name', scored)} is no value of {of.name}; say of="
            raise DefinitionError(message)
    return {BASELINE: baseline, VISIT: visit}
