"""Candidate grades of a cohort in arrays, equal to the scalar form cell by cell.

Readings are never rounded: every limit is turned into the least float of the
array's own kind that the scalar form would let pass, and compared with that.
Position counts: Series of pandas whose indexes differ are refused.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from psoscore.amount_arrays import UNKNOWN, array_of, fault_at, object_floats
from psoscore.errors import Fault, InputError
from psoscore.row_order import refuse_other_orders
from psoscore.safety.ctcae import CTCAE_5
from psoscore.safety.unit import PLAUSIBLE_C, PLAUSIBLE_MMHG, pressure_in, temperature_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from psoscore.safety.grading import Grading, Limit, Limits
    from psoscore.safety.unit import PressureUnit, TemperatureUnit

__all__ = [
    "CandidateArrays",
    "fever_arrays",
    "hypertension_arrays",
]


@frozen(kw_only=True, eq=False)
class CandidateArrays:
    """The grades that numbers alone allow.

    Attributes:
        low: Least grade, int8; 0 for none, -1 where nothing was measured.
        high: Greatest grade, likewise.
        grading: Scale and version.
    """

    low: NDArray[np.int8]
    high: NDArray[np.int8]
    grading: str


def fever_arrays(
    temperature: ArrayLike,
    *,
    unit: TemperatureUnit,
    duration_hours: ArrayLike | None = None,
    grading: Grading = CTCAE_5,
    confirmed: bool = False,
) -> CandidateArrays:
    """Candidate grades of body temperatures.

    Missing data:
        NaN and masked cells give -1. Where the duration is missing, the grades it
        would tell apart are both given.

    Args:
        temperature: Readings.
        unit: ``"C"`` or ``"F"``.
        duration_hours: How long each lasted [h], or None.
        grading: The table of limits.
        confirmed: True if readings outside 25 to 45 degC are really meant.

    Raises:
        InputError: Readings that the scalar form refuses, with first positions and count; or the
            indexes of Series differ.
        DefinitionError: The unit is neither ``"C"`` nor ``"F"``.
    """

    def convert(value: Fraction) -> Fraction:
        return temperature_in(unit, value)

    refuse_other_orders(temperature=temperature, duration_hours=duration_hours)
    read = _read("temperature", temperature)
    if not confirmed:
        _refuse_outside("temperature", read, (convert(PLAUSIBLE_C[0]), convert(PLAUSIBLE_C[1])), unit)
    low = _grades(read, grading.temperature, convert)
    high = low.copy()
    split = grading.fever_duration
    undecided = low == split.grade
    hours = _read("duration_hours", np.nan if duration_hours is None else duration_hours)
    if (hours < 0).any():
        raise InputError([fault_at("duration_hours", "out_of_range", "0 or more", np.atleast_1d(hours < 0))])
    if hours.shape not in ((), read.shape):
        raise InputError(
            [Fault(item="duration_hours", kind="wrong_shape", allowed="the shape of temperature")]
        )
    long = hours > split.hours
    low[undecided & long] = split.beyond
    high[undecided & (long | np.isnan(hours))] = split.beyond
    return CandidateArrays(low=low, high=high, grading=grading.title)


def hypertension_arrays(
    systolic: ArrayLike,
    diastolic: ArrayLike,
    *,
    unit: PressureUnit,
    grading: Grading = CTCAE_5,
    confirmed: bool = False,
) -> CandidateArrays:
    """Candidate grades of blood pressures: the higher of the two.

    Missing data:
        With one pressure missing the grade lies between that of the other and the
        highest that numbers reach; with both missing it is -1.

    Args:
        systolic: Systolic pressures.
        diastolic: Diastolic pressures.
        unit: ``"mmHg"`` or ``"kPa"``, of both.
        grading: The table of limits.
        confirmed: True if readings outside 20 to 350 mmHg are really meant.

    Raises:
        InputError: Readings that the scalar form refuses, with first positions and count; or the
            indexes of Series differ.
        DefinitionError: The unit is neither ``"mmHg"`` nor ``"kPa"``.
    """

    def convert(value: Fraction) -> Fraction:
        return pressure_in(unit, value)

    refuse_other_orders(systolic=systolic, diastolic=diastolic)
    upper, lower = _read("systolic", systolic), _read("diastolic", diastolic)
    bounds = (convert(PLAUSIBLE_MMHG[0]), convert(PLAUSIBLE_MMHG[1]))
    for item, values in (("systolic", upper), ("diastolic", lower)):
        if not confirmed:
            _refuse_outside(item, values, bounds, unit)
        elif (values <= 0).any():
            raise InputError([fault_at(item, "out_of_range", "above 0", values <= 0)])
    if upper.shape != lower.shape:
        raise InputError([Fault(item="diastolic", kind="wrong_shape", allowed="the shape of systolic")])
    wrong = lower >= upper
    if wrong.any():
        hint = "the two may have changed places"
        raise InputError([fault_at("diastolic", "out_of_range", "below systolic", wrong, hint)])
    grades = (
        _grades(upper, grading.systolic, convert),
        _grades(lower, grading.diastolic, convert),
    )
    low = np.maximum(*grades)
    one_missing = (np.minimum(*grades) == UNKNOWN) & (low != UNKNOWN)
    top = max(grading.systolic.highest, grading.diastolic.highest)
    high = np.where(one_missing, np.int8(top), low)
    return CandidateArrays(low=low, high=high, grading=grading.title)


def _read(item: str, values: ArrayLike) -> NDArray[Any]:
    """Readings as floats of their own width; missing ones are NaN."""
    given = array_of(item, values)
    if given.dtype.kind == "O":
        given = object_floats(item, given)
    elif given.dtype.kind in "iu":
        given = given.astype(np.float64)
    if np.ma.isMaskedArray(values):
        given = np.where(_mask(values), np.nan, given)
    if given.dtype.kind != "f":
        raise InputError([Fault(item=item, kind="no_number", allowed="numbers", value=str(given.dtype))])
    if np.isinf(given).any():
        raise InputError([fault_at(item, "not_finite", "finite numbers", np.isinf(given))])
    return np.asarray(given)


def _mask(values: Any) -> NDArray[np.bool]:
    return np.ma.getmaskarray(values)


def _refuse_outside(item: str, read: NDArray[Any], bounds: tuple[Fraction, Fraction], unit: str) -> None:
    low, high = bounds
    wrong = (read < float(low)) | (read > float(high))
    if wrong.any():
        allowed = f"{float(low):.1f} to {float(high):.1f} {unit}"
        hint = "another unit? confirmed=True if it is meant"
        raise InputError([fault_at(item, "out_of_range", allowed, np.atleast_1d(wrong), hint)])


def _grades(read: NDArray[Any], table: Limits, convert: Callable[[Fraction], Fraction]) -> NDArray[np.int8]:
    grades = np.where(np.isnan(read), np.int8(UNKNOWN), np.int8(0))
    for limit in table.limits:
        grades[read >= _least_passing(limit, convert, read.dtype.type)] = limit.grade
    return grades


def _least_passing(limit: Limit, convert: Callable[[Fraction], Fraction], kind: Any) -> Any:
    """The least float of a kind that, read as it prints, reaches a limit."""
    bound = convert(Fraction(limit.value))
    near = kind(float(bound))
    printed = Fraction(str(near))
    passes = printed >= bound if limit.inclusive else printed > bound
    return near if passes else np.nextafter(near, kind(np.inf))
