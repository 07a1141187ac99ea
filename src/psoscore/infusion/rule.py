"""How a dose is found: cells per kilogram times a weight, then bands, rounding, cap."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from attrs import field, frozen

from psoscore.amount import Amount, amount, as_whole, is_whole, optional_amount
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.given import several
from psoscore.infusion.dose import Change, Dose, DoseWarning, WeightKind
from psoscore.infusion.preparation import with_product
from psoscore.infusion.product import FEWEST_CELLS, MOST_CELLS, Basis, Product
from psoscore.infusion.weight import PLAUSIBLE_KG, plausible_weight_kg
from psoscore.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from psoscore.provenance import Provenance

__all__ = ["DoseBand", "DoseRule"]


def _cells_trouble(name: str, cells: Any, least: int) -> str:
    """What is wrong with a number of cells, or ""."""
    if not is_whole(cells):
        return f"{name} is {shown(cells)}; a whole number of cells"
    if cells < least:
        hint = "; an exponent lost? 1 x 10^6 is 1_000_000" if least > 1 else ""
        return f"{name} is {shown(cells)}; at least {least:,}{hint}"
    return f"{name} is {shown(cells)}; at most {MOST_CELLS:,}" if cells > MOST_CELLS else ""


def _optional_whole(value: Amount | None) -> int | None:
    return None if value is None else as_whole(value)


def _from_kg(value: Amount) -> Decimal:
    return amount("from_kg", value)


@frozen(kw_only=True)
class DoseBand:
    """A fixed dose from a weight on, up to where the next band begins.

    Attributes:
        from_kg: The least weight in the band [kg].
        cells: The dose for every weight in it.
    """

    from_kg: Decimal = field(converter=_from_kg)
    cells: int = field(converter=as_whole)


def _bands(bands: Iterable[DoseBand]) -> tuple[DoseBand, ...]:
    return tuple(bands)


def _plausible(pair: tuple[Amount, Amount]) -> tuple[Decimal, Decimal]:
    least, greatest = pair
    return amount("plausible_kg", least), amount("plausible_kg", greatest)


def _change_gt(value: Amount | None) -> Decimal | None:
    return optional_amount("keep_unless_change_gt", value)


@frozen(kw_only=True)
class DoseRule:
    """How many cells a patient is to receive in one infusion.

    The basis must be said: ``basis=`` where the protocol states it,
    ``assumed_basis=`` where it is silent and a reader chose.

    Attributes:
        cells_per_kg: Whole cells per kilogram.
        stated_basis: ``"viable"`` or ``"total"`` as the protocol says; written ``basis=``.
        assumed_basis: The same where the protocol is silent.
        weight: Which weight the caller gives: ``"actual"`` or ``"ideal"``.
        bands: Fixed doses by weight, ascending; each holds its lower edge.
        round_to_cells: Nearest multiple to round to, ties upwards, or None.
        max_cells: Cap, applied last, or None.
        keep_unless_change_gt: Keep the weight last used for dosing unless the
            new one differs from it by more than this fraction; None doses on
            the weight of each infusion.
        whole_containers: True if opened containers are given to the last cell.
        plausible_kg: Least and greatest weight taken without confirmation [kg].
        provenance: Where the rule comes from, or None.

    Raises:
        DefinitionError: The rule cannot mean anything.

    >>> DoseRule(cells_per_kg=1_000_000, basis="viable").dose_for(weight_kg=70).target_cells
    70000000
    """

    cells_per_kg: int = field(converter=as_whole)
    stated_basis: Basis | None = field(default=None, alias="basis")
    assumed_basis: Basis | None = None
    weight: WeightKind = "actual"
    bands: tuple[DoseBand, ...] = field(default=(), converter=_bands)
    round_to_cells: int | None = field(default=None, converter=_optional_whole)
    max_cells: int | None = field(default=None, converter=_optional_whole)
    keep_unless_change_gt: Decimal | None = field(default=None, converter=_change_gt)
    whole_containers: bool = False
    plausible_kg: tuple[Decimal, Decimal] = field(default=PLAUSIBLE_KG, converter=_plausible)
    provenance: Provenance | None = field(default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        """Refuse a rule that says nothing, or says it twice."""
        for name, cells, least in self._cell_numbers():
            trouble = _cells_trouble(name, cells, least)
            if trouble:
                raise DefinitionError(trouble)
        for message, holds in (
            (
                "say what the dose counts, once: basis= or assumed_basis=, 'viable' or 'total'",
                [one for one in (self.stated_basis, self.assumed_basis) if one is not None]
                in (["viable"], ["total"]),
            ),
            (f"weight is {self.weight!r}; 'actual' or 'ideal'", self.weight in ("actual", "ideal")),
            (
                "bands ascend by from_kg, from 0 or more",
                all(band.from_kg >= 0 for band in self.bands)
                and all(one.from_kg < other.from_kg for one, other in pairwise(self.bands)),
            ),
            (
                f"keep_unless_change_gt is {self.keep_unless_change_gt}; 10 % is Decimal('0.10')",
                self.keep_unless_change_gt is None or 0 <= self.keep_unless_change_gt < 1,
            ),
            (
                "plausible_kg is a pair of weights, the least first, above 0",
                0 < self.plausible_kg[0] <= self.plausible_kg[1],
            ),
        ):
            if not holds:
                raise DefinitionError(message)

    def _cell_numbers(self) -> Iterator[tuple[str, object, int]]:
        """Every number of cells in the rule, with its name and the least that can be meant."""
        yield "cells_per_kg", self.cells_per_kg, FEWEST_CELLS
        for band in self.bands:
            yield f"the dose from {band.from_kg} kg", band.cells, FEWEST_CELLS
        if self.round_to_cells is not None:
            yield "round_to_cells", self.round_to_cells, 1
        if self.max_cells is not None:
            yield "max_cells", self.max_cells, FEWEST_CELLS

    @property
    def basis(self) -> Basis:
        """What the dose counts, stated or assumed."""
        return self.stated_basis or self.assumed_basis or "viable"

    def dose_for(  # noqa: PLR0913 - every argument is a fact of one infusion, and keyword-only
        self,
        *,
        weight_kg: Amount,
        product: Product | None = None,
        last_dosing_weight_kg: Amount | None = None,
        infusion_minutes: Amount | None = None,
        dmso_earlier_today_g: Amount = 0,
        weight_confirmed: bool = False,
    ) -> Dose:
        """Work out one dose.

        Args:
            weight_kg: Weight [kg]: an int, a Decimal, or a float read as it prints.
            product: The batch; without it only the target is worked out.
            last_dosing_weight_kg: Weight that the last dose rested on [kg], for the
                re-weighing rule.
            infusion_minutes: Planned length of the infusion [min], held against the
                stability limit of the product.
            dmso_earlier_today_g: DMSO already given on the same calendar day [g].
            weight_confirmed: True if a weight outside the plausible range is really meant.

        Returns:
            The dose, with what was changed and what to look at.

        Raises:
            InputError: The weight is no number, not above 0, outside the plausible
                range and not confirmed, or below the first band; or the product is none.

        >>> rule = DoseRule(cells_per_kg=1_000_000, basis="viable", max_cells=80_000_000)
        >>> rule.dose_for(weight_kg=92.5).changes[0].difference
        Fraction(-12500000, 1)
        """
        measured = plausible_weight_kg(weight_kg, self.plausible_kg, confirmed=weight_confirmed)
        dosing = self.dosing_weight_kg(measured, last_dosing_weight_kg)
        uncapped, target, changes = self._target(dosing)
        bare = Dose(
            weight_kg=measured,
            dosing_weight_kg=dosing,
            weight=self.weight,
            basis=self.basis,
            basis_assumed=self.assumed_basis is not None,
            uncapped_cells=uncapped,
            target_cells=target,
            changes=changes,
            warnings=self._weight_warnings(measured),
        )
        if product is None:
            return bare
        return with_product(
            bare,
            product,
            whole_containers=self.whole_containers,
            infusion_minutes=optional_amount("infusion_minutes", infusion_minutes),
            dmso_earlier_today_g=amount("dmso_earlier_today_g", dmso_earlier_today_g),
        )

    def dosing_weight_kg(self, weight_kg: Amount, last_dosing_weight_kg: Amount | None = None) -> Decimal:
        """The weight that a dose rests on, after the re-weighing rule.

        Args:
            weight_kg: Weight at this infusion [kg].
            last_dosing_weight_kg: Weight that the last dose rested on [kg], or None.

        Returns:
            The old weight where the change is not greater than the limit, else the new.

        >>> rule = DoseRule(cells_per_kg=1_000_000, basis="viable", keep_unless_change_gt=0.1)
        >>> rule.dosing_weight_kg(77, 70), rule.dosing_weight_kg(77.1, 70)
        (Decimal('70'), Decimal('77.1'))
        """
        weight = amount("weight_kg", weight_kg)
        last = optional_amount("last_dosing_weight_kg", last_dosing_weight_kg)
        if self.keep_unless_change_gt is None or last is None:
            return weight
        change = abs(Fraction(weight) - Fraction(last))
        return weight if change > Fraction(self.keep_unless_change_gt) * Fraction(last) else last

    def doses_for(
        self, weights_kg: Iterable[Amount], *, product: Product | None = None, weight_confirmed: bool = False
    ) -> tuple[Dose, ...]:
        """Doses of one patient over infusions, each by the re-weighing rule.

        Args:
            weights_kg: The weight at each infusion [kg], in order.
            product: The batch, the same for all.
            weight_confirmed: True if implausible weights are really meant.

        Returns:
            One dose an infusion.

        Raises:
            InputError: The weights are no list, or as for ``dose_for``.

        >>> rule = DoseRule(cells_per_kg=1_000_000, basis="viable", keep_unless_change_gt=0.1)
        >>> [dose.dosing_weight_kg for dose in rule.doses_for([70, 76, 78])]
        [Decimal('70'), Decimal('70'), Decimal('78')]
        """
        doses: list[Dose] = []
        last: Decimal | None = None
        for weight_kg in several("weights_kg", weights_kg, "the weight [kg] at each infusion"):
            doses.append(
                self.dose_for(
                    weight_kg=weight_kg,
                    product=product,
                    last_dosing_weight_kg=last,
                    weight_confirmed=weight_confirmed,
                )
            )
            last = doses[-1].dosing_weight_kg
        return tuple(doses)

    def rounded(self, cells: int) -> int:
        """The nearest multiple of ``round_to_cells``, a tie upwards.

        >>> rule = DoseRule(cells_per_kg=1_000_000, basis="viable", round_to_cells=1_000_000)
        >>> rule.rounded(70_500_000)
        71000000
        """
        if self.round_to_cells is None:
            return cells
        return (2 * cells + self.round_to_cells) // (2 * self.round_to_cells) * self.round_to_cells

    def _weight_warnings(self, weight_kg: Decimal) -> tuple[DoseWarning, ...]:
        least, greatest = self.plausible_kg
        if least <= weight_kg <= greatest:
            return ()
        text = f"weight {weight_kg} kg is outside {least} to {greatest} kg; taken as confirmed"
        return (DoseWarning(kind="weight", text=text),)

    def _banded(self, cells: int, dosing_kg: Decimal) -> int:
        reached = [band for band in self.bands if band.from_kg <= dosing_kg]
        if reached:
            return reached[-1].cells
        if not self.bands:
            return cells
        allowed = f"at least {self.bands[0].from_kg} kg, where the first band begins"
        raise InputError([Fault(item="weight_kg", kind="no_band", allowed=allowed, value=str(dosing_kg))])

    def _target(self, dosing_kg: Decimal) -> tuple[int, int, tuple[Change, ...]]:
        exact = self.cells_per_kg * Fraction(dosing_kg)
        uncapped = round(exact)
        banded = self._banded(uncapped, dosing_kg)
        rounded = self.rounded(banded)
        capped = rounded if self.max_cells is None else min(rounded, self.max_cells)
        steps: tuple[tuple[Literal["whole cells", "band", "rounding", "cap"], Fraction | int, int], ...] = (
            ("whole cells", exact, uncapped),
            ("band", uncapped, banded),
            ("rounding", banded, rounded),
            ("cap", rounded, capped),
        )
        changes = tuple(
            Change(step=step, before=Fraction(before), after=after)
            for step, before, after in steps
            if before != after
        )
        if capped == 0:
            allowed = f"a dose that does not round to 0 in steps of {self.round_to_cells or 1}"
            raise InputError([Fault(item="weight_kg", kind="no_dose", allowed=allowed, value=str(dosing_kg))])
        return uncapped, capped, changes
