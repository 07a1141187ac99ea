"""How a number is written down: exact fractions from what users type, and the text that spells one."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import isfinite
from numbers import Integral
from typing import TypeAlias

from psoscore.errors import DefinitionError

__all__ = [
    "EXACT_IN_FLOATS",
    "EXACT_IN_INTEGERS",
    "NUMERAL",
    "TOLERANCE",
    "Number",
    "exact",
    "spelt",
    "written",
]

TOLERANCE = 1e-4
"""How far a float may lie from the unit it stands for, in points; nowhere else is one."""
EXACT_IN_FLOATS = 2**53
"""Beyond it a float, in which arrays and a frame's engine compute, skips whole numbers."""
EXACT_IN_INTEGERS = 2**63 - 1
"""Beyond it an integer of an array wraps around."""
MOST_DIGITS = 12
"""Significant digits of a float that can have been typed. A fraction that no decimal spells prints with more:
with a denominator up to 1,000 it lies 1e-15 of its size or more from any decimal of 12 digits, and a float is
nearer than 1.2e-16."""
MOST_PARTS = 1000
"""The greatest denominator that is guessed where a float stands for a fraction."""
NUMERAL = r"^[ \t\r\n\f]*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[ \t\r\n\f]*$"
"""Text that spells a number, alike for Python and for every frame's engine: the digits 0 to 9, a point,
blanks around. Python itself would read more, such as ``1_0`` for ten."""

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


def written(number: object) -> Fraction:
    """The exact value of a number that a definition is written with: a weight, an edge, a threshold.

    A float that prints with more digits than anybody types stands for a number
    that it is not, as ``1 / 3`` does, and a comparison with it would be wrong
    at that number.

    Args:
        number: As for ``exact``.

    Raises:
        DefinitionError: As for ``exact``, or a float is no short decimal.

    >>> written(7.2), written(Fraction(5, 3))
    (Fraction(36, 5), Fraction(5, 3))
    """
    found = exact(number)
    if isinstance(number, float) and _digits(number) > MOST_DIGITS:
        near = found.limit_denominator(MOST_PARTS)
        meant = f"Fraction({near.numerator}, {near.denominator})" if float(near) == number else "a Fraction"
        message = f"{float(number)!r} is a rounded number; write {meant}, which is exact"
        raise DefinitionError(message)
    return found


def _digits(number: float) -> int:
    """How many significant digits a float prints with."""
    digits = "".join(map(str, Decimal(repr(float(number))).as_tuple().digits))
    return len(digits.strip("0"))


def spelt(text: str) -> Decimal | None:
    """The number that a text spells; None where it spells none.

    >>> spelt(" 2.50 "), spelt("1_0"), spelt("2,5")
    (Decimal('2.50'), None, None)
    """
    if re.match(NUMERAL, text) is None:
        return None
    try:
        return Decimal(text.strip())
    except InvalidOperation:  # a power of ten beyond those that a decimal holds
        return None
