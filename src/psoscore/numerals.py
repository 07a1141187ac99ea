"""How a number is written down: exact fractions from what users type."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import isfinite
from numbers import Integral
from typing import TypeAlias

from psoscore.errors import DefinitionError

__all__ = ["EXACT_IN_FLOATS", "EXACT_IN_INTEGERS", "TOLERANCE", "Number", "exact"]

TOLERANCE = 1e-4
"""How far a float may lie from the unit it stands for, in points; nowhere else is one."""
EXACT_IN_FLOATS = 2**53
"""Beyond it a float, in which arrays and a frame's engine compute, skips whole numbers."""
EXACT_IN_INTEGERS = 2**63 - 1
"""Beyond it an integer of an array wraps around."""

Number: TypeAlias = int | float | Decimal | Fraction


def exact(number: object) -> Fraction:
    """The exact value of a number; a float is read as it prints.

    Args:
        number: An int, Decimal, Fraction or finite float.

    Raises:
        DefinitionError: It is something else: a bool, text, NaN or infinity.

    >>> exact(0.1)
    Fraction(1, 10)
    """
    if isinstance(number, bool) or not isinstance(number, Integral | float | Decimal | Fraction):
        message = f"a number is needed here, not {type(number).__name__}"
        raise DefinitionError(message)
    if isinstance(number, Integral):
        return Fraction(int(number))  # numpy's whole numbers, too
    if isinstance(number, Fraction):
        return number
    if not (number.is_finite() if isinstance(number, Decimal) else isfinite(number)):
        message = f"a finite number is needed here, not {number}"
        raise DefinitionError(message)
    return Fraction(repr(float(number))) if isinstance(number, float) else Fraction(number)
