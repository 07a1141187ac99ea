"""Intervals of a proportion: Clopper and Pearson's exact one, and Wilson's score interval.

Missing data:
    Of nobody there is no proportion: where n is 0 both ends are NaN.

>>> low, high = wilson(5, 10)
>>> round(float(low), 4), round(float(high), 4)
(0.2366, 0.7634)
"""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from psoscore.amount_arrays import array_of
from psoscore.errors import DefinitionError, Fault, InputError, MissingExtraError
from psoscore.provenance import Provenance
from psoscore.row_order import refuse_other_orders
from psoscore.sources import BINOMIAL_INTERVALS, PSOSCORE

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["INTERVALS", "INTERVAL_PROVENANCE", "checked_level", "clopper_pearson", "wilson"]

Ends: TypeAlias = "tuple[NDArray[np.float64], NDArray[np.float64]]"

INTERVAL_PROVENANCE = Provenance(
    sources=(BINOMIAL_INTERVALS, PSOSCORE),
    requirements=("PSO-ENDP-026", "PSO-ENDP-027"),
    status="unconfirmed",
    note="Known from textbooks; the papers were not read here.",
)


def clopper_pearson(responders: Any, n: Any, *, level: float = 0.95) -> Ends:
    """The exact interval of a proportion, after Clopper and Pearson (extra ``summaries``).

    Args:
        responders: How many responded: whole numbers, arrays or one number.
        n: Of how many; where it is 0 both ends are NaN.
        level: The confidence level, between 0 and 1.

    Returns:
        The lower and the upper ends, as proportions: arrays, or of one number a number each.

    Raises:
        InputError: The counts are no whole numbers, more responded than there were, or the indexes
            of Series differ.
        DefinitionError: The level is not between 0 and 1.
        MissingExtraError: scipy is not installed.

    Examples:
        >>> low, high = clopper_pearson(0, 10)
        >>> float(low), round(float(high), 4)
        (0.0, 0.3085)
    """
    x, size = _counts(responders, n)
    tail = checked_level(level)
    try:
        from scipy.special import betaincinv  # noqa: PLC0415 # pyright: ignore[reportMissingTypeStubs]
    except ImportError:
        library = "scipy"
        raise MissingExtraError(library, "summaries") from None
    low = np.where(x == 0, 0.0, betaincinv(np.maximum(x, 1), size - x + 1, tail))
    high = np.where(x == size, 1.0, betaincinv(x + 1, np.maximum(size - x, 1), 1 - tail))
    return np.where(size == 0, np.nan, low)[()], np.where(size == 0, np.nan, high)[()]


def wilson(responders: Any, n: Any, *, level: float = 0.95) -> Ends:
    """The score interval of a proportion, after Wilson, without correction for continuity.

    Args:
        responders: As for ``clopper_pearson``.
        n: As for ``clopper_pearson``.
        level: As for ``clopper_pearson``.

    Returns:
        The lower and the upper ends, as proportions.

    Raises:
        InputError: As for ``clopper_pearson``.
        DefinitionError: As for ``clopper_pearson``.

    Examples:
        >>> low, high = wilson(5, 10)
        >>> round(float(low), 4), round(float(high), 4)
        (0.2366, 0.7634)
    """
    x, size = _counts(responders, n)
    z2 = NormalDist().inv_cdf(1 - checked_level(level)) ** 2
    known = np.where(size == 0, np.nan, size)
    half = np.sqrt(z2 * (x * (size - x) / known + z2 / 4))
    low, high = ((x + z2 / 2 + sign * half) / (known + z2) for sign in (-1, 1))
    return np.where(x == 0, 0 * low, low)[()], np.where(x == size, 1 + 0 * high, high)[()]


INTERVALS = {"clopper_pearson": clopper_pearson, "wilson": wilson}
"""Each interval by its name."""


def checked_level(level: float) -> float:
    """Half of what lies outside an interval of this level.

    Raises:
        DefinitionError: The level is not between 0 and 1.

    >>> checked_level(0.5)
    0.25
    """
    if not isinstance(level, int | float) or not 0 < level < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
        message = f"level={level!r}; a number between 0 and 1 is needed"
        raise DefinitionError(message)
    return (1 - level) / 2


def _counts(responders: Any, n: Any) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    refuse_other_orders(responders=responders, n=n)
    x, size = array_of("responders", responders), array_of("n", n)
    if x.dtype.kind not in "iu" or size.dtype.kind not in "iu" or (x < 0).any() or (x > size).any():
        raise InputError([Fault(item="responders", kind="bad_count", allowed="whole numbers from 0 to n")])
    return x, size
