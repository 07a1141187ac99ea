"""What targets take out of the containers, in arrays: ``prepare`` for a whole cohort."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from psoscore.amount_arrays import BLOCK
from psoscore.errors import Fault, InputError
from psoscore.given import of_kind
from psoscore.infusion.preparation import A_PRODUCT, prepare
from psoscore.infusion.product import Product
from psoscore.numerals import EXACT_IN_FLOATS

if TYPE_CHECKING:
    from psoscore.amount_arrays import Integers
    from psoscore.infusion.rule import DoseRule

__all__ = ["prepare_arrays"]


def prepare_arrays(rule: DoseRule, product: Product, target: Integers) -> list[Integers]:
    """Needed cells, drawn cells, containers, overage and volume [uL] of every target.

    Args:
        rule: The rule, for its basis and for whole containers.
        product: The batch.
        target: Target cells, -1 where they are unknown.

    Returns:
        Five flat int64 arrays; the volume is 0 where the product states none.

    Raises:
        InputError: More is drawn than int64 holds, or the product is none.
    """
    of_kind("product", product, Product, A_PRODUCT)
    most = int(target.max(initial=1))
    if _stays_exact(rule, product, most):
        return _in_floats(rule, product, target.ravel())
    return _cell_by_cell(rule, product, target.ravel())


def _factors(rule: DoseRule, product: Product) -> tuple[Fraction, Fraction]:
    """Cells to draw for one cell of the target, and microlitres for one cell drawn."""
    viability = Fraction(product.viability) if rule.basis == "viable" else Fraction(1)
    return 1 / viability, product.ul_per_cell or Fraction(0)


def _stays_exact(rule: DoseRule, product: Product, most: int) -> bool:
    """Whether every whole number on the way to the greatest dose is exact in a float.

    All containers that are opened hold less than what is needed and one container more.
    """
    per_target, ul_per_cell = _factors(rule, product)
    held = most * per_target + product.content_cells
    tops = (most * per_target.numerator, held, ul_per_cell.numerator * held)
    bottoms = (per_target.denominator, ul_per_cell.denominator)
    return all(one < EXACT_IN_FLOATS for one in (*tops, *bottoms))


def _in_floats(rule: DoseRule, product: Product, flat: Integers) -> list[Integers]:
    """Whole numbers in floats, block by block.

    A quotient of whole numbers below 2**53 that is not whole itself lies further
    from the next whole number than a float errs, so rounding up is exact.
    """
    per_target, ul_per_cell = _factors(rule, product)
    content = float(product.content_cells)
    needed, containers, overage, volume = np.empty((4, flat.size), dtype=np.int64)  # one piece is faster
    drawn = np.empty_like(needed) if rule.whole_containers else needed
    whole, opened = np.empty(BLOCK), np.empty(BLOCK)
    for begin in range(0, flat.size, BLOCK):
        block = slice(begin, begin + BLOCK)
        target = flat[block]
        need, held = whole[: target.size], opened[: target.size]
        np.multiply(target, float(per_target.numerator), out=need)
        if rule.basis == "viable":
            np.ceil(np.divide(need, float(per_target.denominator), out=need), out=need)
        needed[block] = need
        np.ceil(np.divide(need, content, out=held), out=held)
        containers[block] = held
        np.multiply(held, content, out=held)
        if rule.whole_containers:
            drawn[block] = held
            overage[block] = held - need
            need = held
        else:
            np.subtract(held, need, out=held)
            overage[block] = held
        if ul_per_cell:
            np.multiply(need, float(ul_per_cell.numerator), out=need)
            np.ceil(np.divide(need, float(ul_per_cell.denominator), out=need), out=need)
            volume[block] = need
        else:
            volume[block] = 0
    return [needed, drawn, containers, overage, volume]


def _cell_by_cell(rule: DoseRule, product: Product, flat: Integers) -> list[Integers]:
    """The scalar form cell by cell, where a float would not be exact."""
    made = [
        prepare(product, max(0, int(cells)), basis=rule.basis, whole_containers=rule.whole_containers)
        for cells in flat
    ]
    fields = (
        [one.needed_cells for one in made],
        [one.drawn_cells for one in made],
        [one.containers for one in made],
        [one.overage_cells for one in made],
        [one.volume_ul or 0 for one in made],
    )
    try:
        return [np.array(field, dtype=np.int64) for field in fields]
    except OverflowError:
        allowed = "doses below 2**63 cells and microlitres, in arrays"
        raise InputError([Fault(item="product", kind="too_many", allowed=allowed)]) from None
