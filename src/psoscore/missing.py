"""What stands for an empty cell, whoever wrote it: None, NaN, NaT, NA, a masked entry."""

from __future__ import annotations

from decimal import Decimal
from math import isnan
from numbers import Rational, Real

__all__ = ["MISSING_TYPES", "is_missing"]

MISSING_TYPES = frozenset({"NAType", "NaTType", "MaskedConstant"})
"""By name, so that nobody loads a library that he did not bring."""


def is_missing(value: object) -> bool:
    """Whether a value stands for an empty cell: None, NaN, NaT, NA, masked.

    >>> is_missing(float("nan")), is_missing(0)
    (True, False)
    """
    if value is None:
        return True
    if isinstance(value, float):
        return isnan(value)
    if isinstance(value, Decimal):
        return value.is_nan()  # also of a signalling NaN, which isnan cannot look at
    if type(value).__name__ in MISSING_TYPES:
        return True
    if isinstance(value, Real) and not isinstance(value, Rational):
        return isnan(float(value))
    return type(value).__name__ == "datetime64" and str(value) == "NaT"
