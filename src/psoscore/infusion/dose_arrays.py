"""Doses of a cohort in arrays: the arithmetic of ``DoseRule.dose_for``, exact to the cell."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from psoscore.amount_arrays import UNKNOWN, WIDEST, Units, fault_at, ratio, read_units, refuse_outside, scaled
from psoscore.errors import InputError
from psoscore.infusion.dose import PERCENT_DECIMALS
from psoscore.infusion.product import DMSO_DENSITY_G_PER_ML, PERCENT, UL_PER_ML

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from psoscore.amount_arrays import Integers
    from psoscore.infusion.product import Product
    from psoscore.infusion.rule import DoseRule

__all__ = ["DoseArrays", "dose_arrays", "dosing_weights", "target_cells_arrays"]

UG_PER_G = 10**6
PERCENT_UNITS = 10**PERCENT_DECIMALS


@frozen(kw_only=True, eq=False)
class DoseArrays:
    """Doses of a cohort, every field an int64 array of the shape of the weights.

    Missing data:
        -1 stands where the weight is missing.

    Attributes:
        dosing_weight: The weight that the dose rests on, in units of 10**-decimals kg.
        uncapped_cells: Cells per kg times weight.
        target_cells: The dose, after bands, rounding and cap.
        needed_cells: Cells that cover the target, rounded up.
        drawn_cells: Cells that are drawn and given.
        containers: Containers to thaw, rounded up.
        overage_cells: Cells in the opened containers beyond the need.
        overage_percent_hundredths: The same in hundredths of a percent of the need.
        delivered_cells_per_kg: Living cells given per kg, rounded down.
        volume_ul: Volume given [uL], rounded up, or None without a fill volume.
        dmso_ug: DMSO given [ug], or None where fraction or volume are not stated.
        dmso_ug_per_kg: DMSO per kg [ug/kg], or None likewise.
    """

    dosing_weight: Integers
    uncapped_cells: Integers
    target_cells: Integers
    needed_cells: Integers
    drawn_cells: Integers
    containers: Integers
    overage_cells: Integers
    overage_percent_hundredths: Integers
    delivered_cells_per_kg: Integers
    volume_ul: Integers | None
    dmso_ug: Integers | None
    dmso_ug_per_kg: Integers | None


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
        InputError: Weights that the scalar form refuses, with first positions and count.

    >>> from psoscore.infusion.rule import DoseRule
    >>> target_cells_arrays(DoseRule(cells_per_kg=1_000_000, basis="viable"), [70.1, float("nan")]).tolist()
    [70100000, -1]
    """
    weights = _dosing(rule, weight_kg, decimals, confirmed=weight_confirmed)
    return _hidden(_target(rule, weights, _uncapped(rule, weights)), weights.unknown)


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
        InputError: Weights that the scalar form refuses, with first positions and count.
    """
    weights = _dosing(rule, weight_kg, decimals, confirmed=weight_confirmed)
    return dose_of_units(rule, weights, product)


def dose_of_units(rule: DoseRule, weights: Units, product: Product) -> DoseArrays:
    """Doses on dosing weights that have been read already; see ``dose_arrays``."""
    unknown = weights.unknown
    mass = weights.values if unknown is None else np.where(unknown, 1, weights.values)
    uncapped = _uncapped(rule, weights)
    target = _target(rule, weights, uncapped)
    if unknown is not None:
        target = np.where(unknown, 1, target)
    viability = Fraction(product.viability)
    needed = scaled(target, 1 / viability, "up") if rule.basis == "viable" else target
    content = product.content_cells
    containers = ratio(needed, 1, np.int64(1), content, "up")
    held = containers * content
    overage = held - needed
    drawn = held if rule.whole_containers else needed
    each = product.ul_per_cell
    volume = None if each is None else scaled(drawn, each, "up")
    dmso = dmso_per_kg = None
    if volume is not None and product.dmso_fraction is not None:
        ug_per_ul = Fraction(product.dmso_fraction) * Fraction(DMSO_DENSITY_G_PER_ML) * UG_PER_G / UL_PER_ML
        dmso = scaled(volume, ug_per_ul, "nearest")
        top, bottom = ug_per_ul.numerator * 10**weights.decimals, ug_per_ul.denominator
        dmso_per_kg = ratio(volume, top, mass, bottom, "nearest")
    delivered = ratio(drawn, viability.numerator * 10**weights.decimals, mass, viability.denominator, "down")
    percent = ratio(overage, PERCENT * PERCENT_UNITS, needed, 1, "nearest")
    return DoseArrays(
        dosing_weight=weights.values,
        uncapped_cells=_hidden(uncapped, unknown),
        target_cells=_hidden(target, unknown),
        needed_cells=_hidden(needed, unknown),
        drawn_cells=_hidden(drawn, unknown),
        containers=_hidden(containers, unknown),
        overage_cells=_hidden(overage, unknown),
        overage_percent_hundredths=_hidden(percent, unknown),
        delivered_cells_per_kg=_hidden(delivered, unknown),
        volume_ul=None if volume is None else _hidden(volume, unknown),
        dmso_ug=None if dmso is None else _hidden(dmso, unknown),
        dmso_ug_per_kg=None if dmso_per_kg is None else _hidden(dmso_per_kg, unknown),
    )


def _hidden(values: Integers, unknown: NDArray[np.bool_] | None) -> Integers:
    return values if unknown is None else np.where(unknown, UNKNOWN, values)


def read_weights(rule: DoseRule, weight_kg: ArrayLike, decimals: int, *, confirmed: bool) -> Units:
    """Read weights and refuse implausible ones, as the scalar form does."""
    weights = read_units("weight_kg", weight_kg, decimals=decimals)
    scale = 10**decimals
    least, greatest = rule.plausible_kg
    low, high = (ceil(least * scale), floor(greatest * scale))
    if confirmed:
        low, high = 1, (WIDEST - 1) // rule.cells_per_kg
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


def _dosing(rule: DoseRule, weight_kg: ArrayLike, decimals: int, *, confirmed: bool) -> Units:
    return dosing_weights(rule, read_weights(rule, weight_kg, decimals, confirmed=confirmed))


def dosing_weights(rule: DoseRule, weights: Units) -> Units:
    """The weights that doses rest on, after the re-weighing rule.

    Missing data:
        A missing weight stays missing; the weight last used stays in force.

    Args:
        rule: The rule.
        weights: One row a patient, one column an infusion; in one dimension every weight
            is the first of its patient.
    """
    limit = rule.keep_unless_change_gt
    if limit is None or weights.values.ndim == 1:
        return weights
    fraction = Fraction(limit)
    found = weights.values.copy()
    last = np.full(found.shape[0], UNKNOWN, dtype=np.int64)
    for visit in range(found.shape[1]):
        weight = weights.values[:, visit]
        known = weight != UNKNOWN
        change = abs(weight - last) * fraction.denominator
        renewed = known & ((last == UNKNOWN) | (change > last * fraction.numerator))
        last = np.where(renewed, weight, last)
        found[:, visit] = np.where(known, last, UNKNOWN)
    return Units(found, weights.unknown, weights.decimals)


def _uncapped(rule: DoseRule, weights: Units) -> Integers:
    return scaled(weights.values, Fraction(rule.cells_per_kg, 10**weights.decimals), "nearest")


def _target(rule: DoseRule, weights: Units, uncapped: Integers) -> Integers:
    cells = uncapped
    if rule.bands:
        edges = np.array([ceil(band.from_kg * 10**weights.decimals) for band in rule.bands])
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
    if not cells.all():
        wrong = weights.only_known(cells == 0)
        if wrong.any():
            allowed = f"a dose that does not round to 0 in steps of {rule.round_to_cells}"
            raise InputError([fault_at("weight_kg", "no_dose", allowed, wrong)])
    return cells
