"""Temperatures and pressures in the unit that the caller names, exactly; no unit is guessed."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

from psoscore.amount import Amount, amount, places
from psoscore.errors import DefinitionError, Fault, InputError

__all__ = [
    "PressureUnit",
    "TemperatureUnit",
    "celsius",
    "mmhg",
    "pressure_in",
    "temperature_in",
]

TemperatureUnit: TypeAlias = Literal["C", "F"]
PressureUnit: TypeAlias = Literal["mmHg", "kPa"]

FREEZING_F = 32
F_PER_C = Fraction(9, 5)
KPA_PER_MMHG = Fraction("0.133322387415")
"""The conventional millimetre of mercury."""
PLAUSIBLE_C = (Fraction(25), Fraction(45))
PLAUSIBLE_MMHG = (Fraction(20), Fraction(350))


def temperature_in(unit: TemperatureUnit, degrees_c: Fraction) -> Fraction:
    """A temperature in degC, said in another unit, exactly.

    Raises:
        DefinitionError: The unit is neither ``"C"`` nor ``"F"``.

    >>> temperature_in("F", Fraction(39))
    Fraction(511, 5)
    """
    if unit not in ("C", "F"):
        message = f"unit is {unit!r}; 'C' or 'F'"
        raise DefinitionError(message)
    return degrees_c * F_PER_C + FREEZING_F if unit == "F" else degrees_c


def pressure_in(unit: PressureUnit, pressure_mmhg: Fraction) -> Fraction:
    """A pressure in mmHg, said in another unit, exactly.

    Raises:
        DefinitionError: The unit is neither ``"mmHg"`` nor ``"kPa"``.
    """
    if unit not in ("mmHg", "kPa"):
        message = f"unit is {unit!r}; 'mmHg' or 'kPa'"
        raise DefinitionError(message)
    return pressure_mmhg * KPA_PER_MMHG if unit == "kPa" else pressure_mmhg


def celsius(temperature: Amount, *, unit: TemperatureUnit, confirmed: bool = False) -> Fraction:
    """A temperature in degC, exactly and never rounded.

    Args:
        temperature: The reading: an int, a Decimal, or a float read as it prints.
        unit: ``"C"`` or ``"F"``.
        confirmed: True if a reading outside 25 to 45 degC is really meant.

    Raises:
        InputError: It is no number, or outside 25 to 45 degC and not confirmed.
        DefinitionError: The unit is neither ``"C"`` nor ``"F"``.

    >>> celsius(102.2, unit="F")
    Fraction(39, 1)
    """
    low, high = (temperature_in(unit, bound) for bound in PLAUSIBLE_C)
    read = Fraction(amount("temperature", temperature))
    found = (read - FREEZING_F) / F_PER_C if unit == "F" else read
    if low <= read <= high or confirmed:
        return found
    other: TemperatureUnit = "C" if unit == "F" else "F"
    looks = temperature_in(other, PLAUSIBLE_C[0]) <= read <= temperature_in(other, PLAUSIBLE_C[1])
    raise InputError(
        [_unit_fault("temperature", read, f"{_tenth(low)} to {_tenth(high)} {unit}", other if looks else "")]
    )


def mmhg(item: str, pressure: Amount, *, unit: PressureUnit, confirmed: bool = False) -> Fraction:
    """A pressure in mmHg, exactly and never rounded.

    Args:
        item: What is read, for the message.
        pressure: The reading: an int, a Decimal, or a float read as it prints.
        unit: ``"mmHg"`` or ``"kPa"``.
        confirmed: True if a reading outside 20 to 350 mmHg is really meant.

    Raises:
        InputError: It is no number, or outside 20 to 350 mmHg and not confirmed.
        DefinitionError: The unit is neither ``"mmHg"`` nor ``"kPa"``.
    """
    low, high = (pressure_in(unit, bound) for bound in PLAUSIBLE_MMHG)
    read = Fraction(amount(item, pressure))
    if low <= read <= high or (confirmed and read > 0):
        return read / KPA_PER_MMHG if unit == "kPa" else read
    other: PressureUnit = "mmHg" if unit == "kPa" else "kPa"
    looks = pressure_in(other, PLAUSIBLE_MMHG[0]) <= read <= pressure_in(other, PLAUSIBLE_MMHG[1])
    raise InputError(
        [_unit_fault(item, read, f"{_tenth(low)} to {_tenth(high)} {unit}", other if looks else "")]
    )


def _unit_fault(item: str, read: Fraction, allowed: str, looks: str) -> Fault:
    hint = f"looks like {looks}: say unit='{looks}'" if looks else "confirmed=True if it is meant"
    return Fault(item=item, kind="out_of_range", allowed=allowed, value=_tenth(read), hint=hint)


def _tenth(exact: Fraction) -> str:
    return str(places(round(exact * 10), 1))
