"""What is taken out of the containers for one dose, and what to look at.

Every division is rounded in a stated direction: cells to draw, containers and
volume upwards, what is delivered downwards. Limits are compared before rounding.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from psoscore.amount import as_whole, is_whole, places
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.given import of_kind
from psoscore.infusion.dose import DMSO_DECIMALS, PERCENT_DECIMALS, Dose, DoseWarning
from psoscore.infusion.product import DMSO_DENSITY_G_PER_ML, PERCENT, UL_PER_ML, Basis, Product
from psoscore.numerals import EXACT_IN_INTEGERS
from psoscore.shown import shown

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["A_PRODUCT", "Preparation", "prepare", "with_product"]

A_PRODUCT = "a batch, as a Product"

VOLUME_DECIMALS = 3


@frozen(kw_only=True)
class Preparation:
    """What is taken from the containers for one target.

    Attributes:
        needed_cells: Cells that cover the target, living and dead.
        drawn_cells: Cells that are given: those needed, or all of every opened container.
        containers: Containers to thaw, the smallest number that covers the need.
        overage_cells: Cells in the opened containers beyond those needed.
        volume_ul: Volume that is given [uL], rounded up, or None without a fill volume.
        viable_cells: Living cells that are given, rounded down.
    """

    needed_cells: int
    drawn_cells: int
    containers: int
    overage_cells: int
    volume_ul: int | None
    viable_cells: int


def prepare(product: Product, target_cells: int, *, basis: Basis, whole_containers: bool) -> Preparation:
    """Work out what a target takes of a product.

    Args:
        product: The batch.
        target_cells: Cells that the dose asks for.
        basis: Whether the target counts viable or total cells.
        whole_containers: True if every opened container is given to the last cell.

    Returns:
        The preparation, in whole cells and microlitres.

    Raises:
        InputError: The product is none.
        DefinitionError: The target is no whole number of cells, or the basis is neither.

    >>> batch = Product(viability=0.8, cells_per_ml=5_000_000, fill_volume_ml=10)
    >>> prepare(batch, 70_000_000, basis="viable", whole_containers=False).volume_ul
    17500
    """
    of_kind("product", product, Product, A_PRODUCT)
    target: Any = as_whole(target_cells)
    if not is_whole(target, least=0) or target > EXACT_IN_INTEGERS:
        message = f"target_cells is {shown(target_cells)}; a whole number of cells"
        raise DefinitionError(message)
    if basis not in ("viable", "total"):
        message = f"basis is {shown(basis)}; 'viable' or 'total'"
        raise DefinitionError(message)
    needed = ceil(target / Fraction(product.viability)) if basis == "viable" else target
    containers = -(-needed // product.content_cells)
    held = containers * product.content_cells
    drawn = held if whole_containers else needed
    each = product.ul_per_cell
    return Preparation(
        needed_cells=needed,
        drawn_cells=drawn,
        containers=containers,
        overage_cells=held - needed,
        volume_ul=None if each is None else ceil(drawn * each),
        viable_cells=floor(drawn * Fraction(product.viability)),
    )


def with_product(
    dose: Dose,
    product: Product,
    *,
    whole_containers: bool = False,
    infusion_minutes: Decimal | None = None,
    dmso_earlier_today_g: Decimal | int = 0,
) -> Dose:
    """Add to a dose what a product makes of it.

    Args:
        dose: The dose.
        product: The batch.
        whole_containers: True if opened containers are given to the last cell.
        infusion_minutes: Planned length of the infusion [min], or None.
        dmso_earlier_today_g: DMSO already given on the same calendar day [g].

    Returns:
        The same dose with its preparation and the warnings that follow from it.

    Raises:
        InputError: A length or an amount of DMSO is negative, or the product is none.
    """
    _refuse_negative(infusion_minutes=infusion_minutes, dmso_earlier_today_g=dmso_earlier_today_g)
    made = prepare(product, dose.target_cells, basis=dose.basis, whole_containers=whole_containers)
    overage = Fraction(made.overage_cells, made.needed_cells) * PERCENT
    dmso = dmso_g(product, made.volume_ul)
    per_kg = None if dmso is None else (dmso + Fraction(dmso_earlier_today_g)) / Fraction(dose.weight_kg)
    return evolve(
        dose,
        needed_cells=made.needed_cells,
        drawn_cells=made.drawn_cells,
        containers=made.containers,
        volume_ml=None if made.volume_ul is None else places(made.volume_ul, VOLUME_DECIMALS),
        viable_cells=made.viable_cells,
        delivered_cells_per_kg=floor(
            made.drawn_cells * Fraction(product.viability) / Fraction(dose.dosing_weight_kg)
        ),
        overage_cells=made.overage_cells,
        overage_percent=places(round(overage * 10**PERCENT_DECIMALS), PERCENT_DECIMALS),
        dmso_g=None if dmso is None else places(round(dmso * 10**DMSO_DECIMALS), DMSO_DECIMALS),
        dmso_g_per_kg_day=None
        if per_kg is None
        else places(round(per_kg * 10**DMSO_DECIMALS), DMSO_DECIMALS),
        dmso_limit_g_per_kg_day=product.dmso_limit_g_per_kg_day,
        warnings=(*dose.warnings, *_warnings(product, overage, per_kg, infusion_minutes)),
    )


def dmso_g(product: Product, volume_ul: int | None) -> Fraction | None:
    """DMSO in a volume [g], exactly, or None where fraction or volume are not known."""
    if volume_ul is None or product.dmso_fraction is None:
        return None
    return Fraction(volume_ul, UL_PER_ML) * Fraction(product.dmso_fraction) * Fraction(DMSO_DENSITY_G_PER_ML)


def _refuse_negative(**amounts: Decimal | int | None) -> None:
    faults = [
        Fault(item=item, kind="out_of_range", allowed="0 or more", value=str(value))
        for item, value in amounts.items()
        if value is not None and value < 0
    ]
    if faults:
        raise InputError(faults)


def _warnings(
    product: Product, overage: Fraction, per_kg: Fraction | None, minutes: Decimal | None
) -> list[DoseWarning]:
    found: list[DoseWarning] = []
    if product.minimum_viability is not None and product.viability < product.minimum_viability:
        text = f"viability {product.viability} is below the specification of {product.minimum_viability}"
        found.append(DoseWarning(kind="viability", text=text))
    if product.stable_minutes is not None and minutes is not None and minutes > product.stable_minutes:
        text = f"an infusion of {minutes} min outlasts the stability limit of {product.stable_minutes} min"
        found.append(DoseWarning(kind="stability", text=text))
    most = product.maximum_overage_percent
    if most is not None and overage > Fraction(most):
        percent = places(round(overage * 10**PERCENT_DECIMALS), PERCENT_DECIMALS)
        text = f"the container size forces {percent} % overage, more than {most} %"
        found.append(DoseWarning(kind="overage", text=text))
    if per_kg is not None and per_kg > Fraction(product.dmso_limit_g_per_kg_day):
        rate = places(round(per_kg * 10**DMSO_DECIMALS), DMSO_DECIMALS)
        text = f"DMSO of the day is {rate} g/kg, above the limit of {product.dmso_limit_g_per_kg_day} g/kg"
        found.append(DoseWarning(kind="dmso", text=text))
    return found
