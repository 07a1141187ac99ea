"""A measured amount as it is written: an exact decimal, or a fault that names it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import TypeAlias, cast

from psoscore.errors import Fault, InputError
from psoscore.missing import is_missing

__all__ = ["Amount", "amount", "as_whole", "is_whole", "optional_amount", "places"]

Amount: TypeAlias = int | float | Decimal
"""What a caller may write for a weight, a volume, a pressure; a float is read as it prints."""

MOST_DIGITS = 40
"""Digits before and after the point; beyond them nothing is measured."""


def amount(item: str, value: object, allowed: str = "an int, a Decimal or a float") -> Decimal:
    """Read an amount exactly; a float, also one of numpy, is read as it prints.

    Args:
        item: What is read, with its unit, for the message.
        value: An int, Decimal or float.
        allowed: What may stand there, in words.

    Raises:
        InputError: It is a bool, text, missing, infinite, not a number, or has more than
            some 40 digits before or after the point.

    >>> amount("weight_kg", 70.1)
    Decimal('70.1')
    """
    is_number = not isinstance(value, bool) and isinstance(value, Decimal | Real)
    try:
        written = str(value) if is_number else ""
        found = Decimal(written)
    except Exception:  # noqa: BLE001  no number, an int too long to be written out, or a stranger's that raises
        found, written = Decimal("NaN"), ""
    if found.is_zero():
        return Decimal(0)
    ordinary = not found.is_finite() or _is_ordinary(found)
    if found.is_finite() and ordinary:
        return found
    came = written if written and ordinary else type(value).__name__
    raise InputError([Fault(item=item, kind="no_number", allowed=allowed, value=came)])


def _is_ordinary(found: Decimal) -> bool:
    """Whether exact arithmetic on it stays small, whatever exponent was written."""
    return found.adjusted() <= MOST_DIGITS and found.adjusted() - len(found.as_tuple().digits) >= -MOST_DIGITS


def optional_amount(item: str, value: object) -> Decimal | None:
    """Like ``amount``, but what is missing is None.

    >>> optional_amount("fill_volume_ml", float("nan")) is None
    True
    """
    return None if is_missing(value) else amount(item, value)


def as_whole(value: Amount) -> int:
    """The int that a whole number stands for, whether it came as 1e6, a Decimal or an int of numpy.

    Anything else comes back as it is, so that the class that wants it whole can refuse it by name.

    >>> as_whole(1e6), as_whole(0.5)
    (1000000, 0.5)
    """
    try:
        read = amount("", value)
    except InputError:
        return cast("int", value)
    return cast("int", int(read) if Fraction(read).denominator == 1 else value)


def is_whole(value: object, least: int | None = None) -> bool:
    """Whether it is a whole number, and no truth value, from the least one on.

    >>> is_whole(-3), is_whole(-3, least=0), is_whole(True), is_whole(1.0)
    (True, False, False, False)
    """
    return isinstance(value, int) and not isinstance(value, bool) and (least is None or value >= least)


def places(units: int, decimals: int) -> Decimal:
    """A count of small units as a decimal, without idle zeros.

    >>> places(17500, 3)
    Decimal('17.5')
    """
    text = format(Decimal(f"{units}E-{decimals}"), "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
