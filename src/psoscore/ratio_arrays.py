"""Arrays of integers multiplied and divided exactly, whatever their size.

Where a product would not fit into int64, Python integers compute, slower and still exact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from psoscore.numerals import EXACT_IN_FLOATS

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray

    from psoscore.amount_arrays import Integers

__all__ = ["Direction", "ratio", "scaled"]

Direction: TypeAlias = Literal["up", "down", "nearest"]
ROUNDING: dict[Direction, Any] = {"up": np.ceil, "down": np.floor, "nearest": np.rint}


def scaled(values: Integers, factor: Fraction, direction: Direction) -> Integers:
    """Integers times an exact factor, rounded in one direction; nearest rounds halves to even.

    >>> from fractions import Fraction
    >>> scaled(np.array([1, 2, 3]), Fraction(1, 2), "nearest").tolist()
    [0, 1, 2]
    """
    return ratio(values, factor.numerator, np.int64(1), factor.denominator, direction)


def ratio(
    top: Integers, top_factor: int, bottom: Integers | np.int64, bottom_factor: int, direction: Direction
) -> Integers:
    """(top * top_factor) / (bottom * bottom_factor), rounded in one direction, exactly.

    Where twice the top stays below 2**53, floats divide: a quotient that is not
    whole lies further from the next whole and half number than a float errs.

    Args:
        top: Integers; the result matters where they are 0 or more.
        top_factor: An integer, 0 or more.
        bottom: Integers above 0.
        bottom_factor: An integer above 0.
        direction: ``"up"``, ``"down"`` or ``"nearest"``, halves to even.
    """
    most = int(np.max(top, initial=1)) * top_factor
    widest = int(np.max(bottom, initial=1)) * bottom_factor
    if max(most, widest) >= EXACT_IN_FLOATS // 2:
        return _wide_ratio(
            top.astype(object) * top_factor, np.asarray(bottom, object) * bottom_factor, direction
        )
    product = top if top_factor == 1 else top * top_factor
    divisor = bottom if bottom_factor == 1 else bottom * bottom_factor
    if widest == 1:
        return product
    quotient: NDArray[np.float64] = np.true_divide(product, divisor)
    rounded: Integers = ROUNDING[direction](quotient, out=quotient).astype(np.int64)
    return rounded


def _wide_ratio(top: Any, bottom: Any, direction: Direction) -> Integers:
    """The same on Python integers, for what floats cannot hold."""
    whole = top // bottom
    rest = (top - whole * bottom) * 2
    if direction == "up":
        whole = whole + (rest > 0)
    elif direction == "nearest":
        whole = whole + ((rest > bottom) | ((rest == bottom) & (whole % 2 == 1)))
    exact: Integers = whole.astype(np.int64)
    return exact
