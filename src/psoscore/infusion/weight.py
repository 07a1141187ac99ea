"""A body weight that can be trusted to be in kilograms, and the ideal weight."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from psoscore import sources
from psoscore.amount import Amount, amount, places
from psoscore.errors import Fault, InputError
from psoscore.provenance import Provenance

__all__ = ["IDEAL_WEIGHT_PROVENANCE", "PLAUSIBLE_KG", "ideal_weight_kg", "plausible_weight_kg"]

PLAUSIBLE_KG = (Decimal(20), Decimal(250))
"""Weights outside are refused until confirmed: most are in another unit."""
OTHER_UNITS = (
    ("grams", Fraction(1, 1000)),
    ("pounds", Fraction("0.45359237")),
    ("tenths of a kg", Fraction(1, 10)),
)
DEVINE_BASE_KG = {"M": Fraction(50), "F": Fraction("45.5")}
DEVINE_KG_PER_INCH = Fraction("2.3")
DEVINE_BASE_INCHES = 60
CM_PER_INCH = Fraction("2.54")
TALLEST_CM = 250
OTHER_LENGTHS = (("metres", Fraction(100)), ("inches", CM_PER_INCH), ("millimetres", Fraction(1, 10)))
GRAM_DECIMALS = 3
IDEAL_WEIGHT_PROVENANCE = Provenance(
    sources=(sources.SWOG_38,),
    requirements=("PSO-INF-005",),
    status="unconfirmed",
    note="No source on mesenchymal cells uses an ideal weight; it is an option only.",
)


def plausible_weight_kg(
    weight_kg: Amount, plausible_kg: tuple[Decimal, Decimal] = PLAUSIBLE_KG, *, confirmed: bool = False
) -> Decimal:
    """Read a weight, and refuse one that looks like another unit.

    Missing data: a missing weight is refused here; the array and frame forms
    leave its dose missing.

    Args:
        weight_kg: Weight [kg]: an int, a Decimal, or a float read as it prints.
        plausible_kg: Least and greatest weight taken without confirmation [kg].
        confirmed: True if a weight outside the range is really meant.

    Returns:
        The weight [kg], exact.

    Raises:
        InputError: It is no number, not above 0, or implausible and not confirmed.

    >>> plausible_weight_kg(70.1)
    Decimal('70.1')
    """
    weight = amount("weight_kg", weight_kg, "a weight in kg")
    least, greatest = plausible_kg
    if least <= weight <= greatest or (weight > 0 and confirmed):
        return weight
    readings = [
        f"{places(round(Fraction(weight) * factor * 10), 1)} kg if it is in {unit}"
        for unit, factor in OTHER_UNITS
        if least <= Fraction(weight) * factor <= greatest
    ]
    hints = [*readings, "weight_confirmed=True if kg is meant"] if weight > 0 else []
    fault = Fault(
        item="weight_kg",
        kind="out_of_range",
        allowed="above 0 kg" if confirmed else f"{least} to {greatest} kg",
        value=str(weight),
        hint="; ".join(hints),
    )
    raise InputError([fault])


def ideal_weight_kg(*, height_cm: Amount, sex: Literal["M", "F"]) -> Decimal:
    """Ideal body weight after Devine, to the gram.

    Range:
        Heights from 60 inches (152.4 cm), where the formula begins, to 250 cm.

    Args:
        height_cm: Height [cm].
        sex: ``"M"`` or ``"F"``.

    Returns:
        50 kg (men) or 45.5 kg (women) and 2.3 kg for every inch over 60.

    Raises:
        InputError: The height is below 60 inches or above 250 cm, or the sex is another word.

    >>> ideal_weight_kg(height_cm=177.8, sex="M")
    Decimal('73')
    """
    height = Fraction(amount("height_cm", height_cm))
    least_cm = DEVINE_BASE_INCHES * CM_PER_INCH
    faults: list[Fault] = []
    if not least_cm <= height <= TALLEST_CM:
        allowed = f"152.4 to {TALLEST_CM} cm"
        readings = [
            f"{places(round(height * factor * 10), 1)} cm if it is in {unit}"
            for unit, factor in OTHER_LENGTHS
            if least_cm <= height * factor <= TALLEST_CM
        ]
        hint = "; ".join(readings)
        faults.append(
            Fault(item="height_cm", kind="out_of_range", allowed=allowed, value=str(height_cm), hint=hint)
        )
    if sex not in tuple(DEVINE_BASE_KG):
        faults.append(Fault(item="sex", kind="not_allowed", allowed="'M' or 'F'", value=repr(sex)))
    if faults:
        raise InputError(faults)
    ideal = DEVINE_BASE_KG[sex] + DEVINE_KG_PER_INCH * (height - least_cm) / CM_PER_INCH
    return places(round(ideal * 10**GRAM_DECIMALS), GRAM_DECIMALS)
