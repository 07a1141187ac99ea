"""Doses of a cohort in arrays: the arithmetic of ``DoseRule.dose_for``, exact to the cell."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from psoscore.amount_arrays import UNKNOWN, WIDEST, Units, fault_at, read_units, refuse_outside
from psoscore.errors import Fault, InputError
from psoscore.infusion.dose import PERCENT_DECIMALS
from psoscore.infusion.preparation_arrays import prepare_arrays
from psoscore.infusion.product import DMSO_DENSITY_G_PER_ML, PERCENT, UL_PER_ML
from psoscore.ratio_arrays import ratio, scaled

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from psoscore.amount_arrays import Integers
    from psoscore.infusion.product import Product
    from psoscore.infusion.rule import DoseRule

__all__ = [
    "DoseArrays",
    "cells_of_units",
    "dose_arrays",
    "dose_of_units",
    "dosing_weights",
    "read_weights",
    "target_cells_arrays",
]

UG_PER_G = 10**6
PERCENT_UNITS = 10**PERCENT_DECIMALS
MOST_DOSE = 2**61
"""Cells of a dose in arrays at most: twice as many, and a step of rounding beside, still fit into int64."""
PATIENTS_BY_INFUSIONS = 2
"""Dimensions of an array with one row a patient and one column an infusion."""


@frozen(kw_only=True, eq=False)
class DoseArrays:
    """Doses of a cohort, every array int64 and of the shape of the weights.

    What needs a division cell by cell is worked out when it is first asked for.

    Missing data:
        -1 stands where the weight is missing.

    Attributes:
        weights: The weights that the doses rest on, in whole units of 10**-decimals kg.
        measured: The weights as measured, likewise.
        product: The batch.
        uncapped_cells: Cells per kg times weight.
        target_cells: The dose, after bands, rounding and cap.
        needed_cells: Cells that cover the target, rounded up.
        drawn_cells: Cells that are drawn and given.
        containers: Containers to thaw, rounded up.
        overage_cells: Cells in the opened containers beyond the need.
        volume_ul: Volume given [uL], rounded up, or None without a fill volume.
    """

    weights: Units
    measured: Units
    product: Product
    uncapped_cells: Integers
    target_cells: Integers
    needed_cells: Integers
    drawn_cells: Integers
    containers: Integers
    overage_cells: Integers
    volume_ul: Integers | None

    @cached_property
    def overage_percent_hundredths(self) -> Integers:
        """Overage in hundredths of a percent of the need."""
        return self._hidden(
            ratio(self.overage_cells, PERCENT * PERCENT_UNITS, abs(self.needed_cells), 1, "nearest")
        )

    @cached_property
    def delivered_cells_per_kg(self) -> Integers:
        """Living cells given per kg of dosing weight, rounded down."""
        viability, scale = Fraction(self.product.viability), 10**self.weights.decimals
        mass = abs(self.weights.values)
        return self._hidden(
            ratio(self.drawn_cells, viability.numerator * scale, mass, viability.denominator, "down")
        )

    @cached_property
    def dmso_ug(self) -> Integers | None:
        """DMSO given [ug], or None where fraction or volume are not stated."""
        each = self._dmso_ug_per_ul
        if self.volume_ul is None or each is None:
            return None
        return self._hidden(scaled(self.volume_ul, each, "nearest"))

    @cached_property
    def dmso_ug_per_kg(self) -> Integers | None:
        """DMSO per kg of measured weight [ug/kg], or None likewise."""
        each = self._dmso_ug_per_ul
        if self.volume_ul is None or each is None:
            return None
        top, mass = each.numerator * 10**self.measured.decimals, abs(self.measured.values)
        return self._hidden(ratio(self.volume_ul, top, mass, each.denominator, "nearest"))

    @property
    def _dmso_ug_per_ul(self) -> Fraction | None:
        fraction = self.product.dmso_fraction
        if fraction is None:
            return None
        return Fraction(fraction) * Fraction(DMSO_DENSITY_G_PER_ML) * UG_PER_G / UL_PER_ML

    def _hidden(self, values: Integers) -> Integers:
        return _hidden(values, self.weights.unknown)


def target_cells_arrays(
    rule: DoseRule, weight_kg: ArrayLike, *, decimals: int = 3, weight_confirmed: bool = False
) -> Integers:
    """Target cells of a cohort.

    Missing data:
        A missing weight (NaN, None, masked) gives -1.

    Args:
        rule: The rule.
        weight_kg: Weights [kg]; with a re-weighing rule one row a patient, one column an infusion.
        decimals: Decimals that the weights have at most; 3 reads them to the gram.
        weight_confirmed: True if weights outside the plausible range are really meant.

    Returns:
        An int64 array of the same shape, equal to the scalar form cell by cell.

    Raises:
        InputError: Weights that the scalar form refuses, or whose dose is above 2**61 cells, with
            first positions and count.

    >>> from psoscore.infusion.rule import DoseRule
    >>> target_cells_arrays(DoseRule(cells_per_kg=1_000_000, basis="viable"), [70.1, float("nan")]).tolist()
    [70100000, -1]
    """
    weights = dosing_weights(rule, read_weights(rule, weight_kg, decimals, confirmed=weight_confirmed))
    spare = None if rule.bands else weights.values  # the weights are not needed again, so memory stays warm
    uncapped = _uncapped(rule, weights.values, weights.decimals, out=spare)
    return _hidden(_target(rule, weights, uncapped), weights.unknown)


def cells_of_units(rule: DoseRule, weights: Units) -> tuple[Integers, Integers]:
    """Uncapped and target cells on dosing weights that have been read already."""
    uncapped = _uncapped(rule, weights.values, weights.decimals)
    target = _target(rule, weights, uncapped)
    return _hidden(uncapped, weights.unknown), _hidden(target, weights.unknown)


def dose_arrays(
    rule: DoseRule,
    weight_kg: ArrayLike,
    *,
    product: Product,
    decimals: int = 3,
    weight_confirmed: bool = False,
) -> DoseArrays:
    """Doses of a cohort with one product: cells, containers, overage, volume, DMSO.

    Missing data:
        A missing weight (NaN, None, masked) gives -1 in every field.

    Args:
        rule: The rule.
        weight_kg: Weights [kg]; with a re-weighing rule one row a patient, one column an infusion.
        product: The batch.
        decimals: Decimals that the weights have at most; 3 reads them to the gram.
        weight_confirmed: True if weights outside the plausible range are really meant.

    Returns:
        The doses, equal to the scalar form cell by cell.

    Raises:
        InputError: Weights that the scalar form refuses, or whose dose is above 2**61 cells, with
            first positions and count; or a product of which more is drawn than int64 holds.

    >>> from psoscore.infusion import DoseRule, Product
    >>> rule = DoseRule(cells_per_kg=1_000_000, basis="viable")
    >>> product = Product(viability=1, cells_per_container=25_000_000)
    >>> dose_arrays(rule, [70, None], product=product).containers.tolist()
    [3, -1]
    """
    measured = read_weights(rule, weight_kg, decimals, confirmed=weight_confirmed)
    return dose_of_units(rule, dosing_weights(rule, measured), product, measured=measured)


def dose_of_units(rule: DoseRule, weights: Units, product: Product, *, measured: Units) -> DoseArrays:
    """Doses on dosing weights that have been read already; see ``dose_arrays``."""
    uncapped = _uncapped(rule, weights.values, weights.decimals)
    target = _hidden(_target(rule, weights, uncapped), weights.unknown)
    prepared = prepare_arrays(rule, product, target)
    needed, drawn, containers, overage, volume = (
        _hidden(values.reshape(target.shape), weights.unknown) for values in prepared
    )
    return DoseArrays(
        weights=weights,
        measured=measured,
        product=product,
        uncapped_cells=_hidden(uncapped, weights.unknown),
        target_cells=target,
        needed_cells=needed,
        drawn_cells=drawn,
        containers=containers,
        overage_cells=overage,
        volume_ul=None if product.ul_per_cell is None else volume,
    )


def _hidden(values: Integers, unknown: NDArray[np.bool] | None) -> Integers:
    return values if unknown is None else np.where(unknown, UNKNOWN, values)


def read_weights(rule: DoseRule, weight_kg: ArrayLike, decimals: int, *, confirmed: bool) -> Units:
    """Read weights and refuse implausible ones, as the scalar form does."""
    weights = read_units("weight_kg", weight_kg, decimals=decimals)
    scale = 10**decimals
    least, greatest = rule.plausible_kg
    low, high = (ceil(Fraction(least) * scale), floor(Fraction(greatest) * scale))
    heaviest = MOST_DOSE * scale // rule.cells_per_kg
    low, high = (1, heaviest) if confirmed else (low, min(high, heaviest))
    hint = "grams, pounds, a lost decimal point? weight_confirmed=True if kg is meant"
    refuse_outside(
        "weight_kg",
        weights,
        low=low,
        high=high,
        allowed="above 0 kg" if confirmed else f"{least} to {greatest} kg",
        hint="" if confirmed else hint,
    )
    return weights


def dosing_weights(rule: DoseRule, weights: Units) -> Units:
    """The weights that doses rest on, after the re-weighing rule.

    Missing data:
        A missing weight stays missing; the weight last used stays in force.

    Args:
        rule: The rule.
        weights: One row a patient, one column an infusion; a single weight, and every one
            of a single dimension, is the first of its patient.

    Raises:
        InputError: The weights have more than two dimensions.
    """
    limit, dimensions = rule.keep_unless_change_gt, weights.values.ndim
    if limit is None or dimensions < PATIENTS_BY_INFUSIONS:
        return weights
    if dimensions > PATIENTS_BY_INFUSIONS:
        allowed = "one row a patient, one column an infusion"
        raise InputError([Fault(item="weight_kg", kind="too_many_dimensions", allowed=allowed)])
    fraction = Fraction(limit)
    found = weights.values.copy()
    fits = weights.greatest < WIDEST // fraction.denominator
    last = np.zeros(len(found), dtype=np.int64 if fits else object)  # from 0, the first weight is a change
    for visit in range(found.shape[1]):
        weight = weights.values[:, visit]
        known = weight != UNKNOWN
        renewed = known & (abs(weight - last) * fraction.denominator > last * fraction.numerator)
        last = np.where(renewed, weight, last)
        found[:, visit] = np.where(known, last, UNKNOWN)
    return Units(found, weights.unknown, weights.decimals, weights.least, weights.greatest)


def _uncapped(rule: DoseRule, weights: Integers, decimals: int, out: Integers | None = None) -> Integers:
    whole, rest = divmod(rule.cells_per_kg, 10**decimals)
    if rest:
        return scaled(weights, Fraction(rule.cells_per_kg, 10**decimals), "nearest")
    cells: Integers = np.multiply(weights, whole, out=out)
    return cells


def _target(rule: DoseRule, weights: Units, uncapped: Integers) -> Integers:
    cells = uncapped
    if rule.bands:
        edges = np.array([ceil(Fraction(band.from_kg) * 10**weights.decimals) for band in rule.bands])
        reached = np.searchsorted(edges, weights.values, side="right") - 1
        lowest = f"{rule.bands[0].from_kg} kg"
        refuse_outside(
            "weight_kg",
            weights,
            low=int(edges[0]),
            high=WIDEST,
            allowed=f"at least {lowest}, where the first band begins",
        )
        cells = np.array([band.cells for band in rule.bands], dtype=np.int64)[reached]
    if rule.round_to_cells is not None:
        step = rule.round_to_cells
        cells = (2 * cells + step) // (2 * step) * step
    if rule.max_cells is not None:
        cells = np.minimum(cells, rule.max_cells)
    may_vanish = rule.round_to_cells is not None or rule.cells_per_kg < 10**weights.decimals
    wrong = weights.only_known(cells == 0) if may_vanish else None
    if wrong is not None and wrong.any():
        allowed = f"a dose that does not round to 0 in steps of {rule.round_to_cells or 1}"
        raise InputError([fault_at("weight_kg", "no_dose", allowed, wrong)])
    return cells
