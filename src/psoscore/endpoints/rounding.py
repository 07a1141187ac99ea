"""Rounding as SAS has it: halves go away from zero, on exact numbers.

Python rounds halves to even, and on the binary number rather than on the
decimal that it stands for: ``round(2.675, 2)`` is 2.67.

>>> round_half_away(2.675, 2), round_half_away(-0.5), round(-0.5)
(2.68, -1.0, 0)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from psoscore.errors import DefinitionError
from psoscore.numerals import Number, exact
from psoscore.provenance import Provenance
from psoscore.sources import SAS_ROUNDING

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["ROUNDING_PROVENANCE", "checked_decimals", "exactly_rounded", "round_half_away"]

MOST_DECIMALS = 12

ROUNDING_PROVENANCE = Provenance(sources=(SAS_ROUNDING,), requirements=("PSO-ENDP-021",))


def round_half_away(number: Number, decimals: int = 0) -> float:
    """A number rounded to so many decimals, halves away from zero.

    Args:
        number: The number; a float is read as it prints.
        decimals: How many decimals are kept, 0 to 12.

    Returns:
        The float nearest to the rounded number.

    Raises:
        DefinitionError: It is no finite number, or the decimals are not 0 to 12.

    Examples:
        >>> round_half_away(-74.96, 1)
        -75.0
    """
    return float(exactly_rounded(exact(number), checked_decimals(decimals)))


def checked_decimals(decimals: object) -> int:
    """How many decimals are kept.

    Raises:
        DefinitionError: It is not a whole number from 0 to 12.
    """
    if not isinstance(decimals, int) or isinstance(decimals, bool) or not 0 <= decimals <= MOST_DECIMALS:
        message = f"decimals={decimals!r}; a whole number from 0 to {MOST_DECIMALS} is needed"
        raise DefinitionError(message)
    return decimals


def exactly_rounded(number: Fraction, decimals: int) -> Fraction:
    """The rounded number as a fraction."""
    scale = 10**decimals
    whole = (2 * abs(number.numerator) * scale + number.denominator) // (2 * number.denominator)
    rounded = type(number)(whole, scale)
    return -rounded if number < 0 else rounded
