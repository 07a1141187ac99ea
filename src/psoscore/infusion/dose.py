"""The dose of one infusion as a value, and the sum of doses over infusions."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import frozen

from psoscore.amount import places
from psoscore.infusion.product import PERCENT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from psoscore.infusion.product import Basis

__all__ = ["Change", "CumulativeDose", "Dose", "DoseWarning", "WeightKind", "cumulative_doses", "dmso_by_day"]

WeightKind: TypeAlias = Literal["actual", "ideal"]

PERCENT_DECIMALS = 2
DMSO_DECIMALS = 6


@frozen(kw_only=True)
class Change:
    """One step that moved a dose away from cells per kg times weight.

    Attributes:
        step: ``"whole cells"``, ``"band"``, ``"rounding"`` or ``"cap"``.
        before: Cells before the step; a fraction of a cell only before ``"whole cells"``.
        after: Cells after it.
    """

    step: Literal["whole cells", "band", "rounding", "cap"]
    before: Fraction
    after: int

    @property
    def difference(self) -> Fraction:
        """Cells gained, or lost where negative."""
        return self.after - self.before

    @property
    def percent(self) -> Decimal:
        """The difference in percent of the cells before, to two decimals."""
        return places(round(self.difference / self.before * PERCENT * 10**PERCENT_DECIMALS), PERCENT_DECIMALS)


@frozen(kw_only=True)
class DoseWarning:
    """Something a person should look at before the infusion.

    Attributes:
        kind: A fixed word for programs.
        text: A sentence for people.
    """

    kind: Literal["weight", "viability", "stability", "overage", "dmso"]
    text: str

    def __str__(self) -> str:
        """The sentence."""
        return self.text


@frozen(kw_only=True)
class Dose:
    """One dose; what needs a product is None without one.

    Attributes:
        weight_kg: The weight as measured [kg].
        dosing_weight_kg: The weight that the dose rests on [kg].
        weight: Which weight it is, ``"actual"`` or ``"ideal"``.
        basis: What the target counts, ``"viable"`` or ``"total"`` cells.
        basis_assumed: True where the basis is an assumption of the rule.
        uncapped_cells: Cells per kg times weight, before bands, rounding and cap.
        target_cells: The dose.
        changes: What was banded, rounded or capped, in that order, and by how much.
        needed_cells: Cells that cover the target, living and dead, rounded up.
        drawn_cells: Cells that are drawn and given.
        containers: Containers to thaw, rounded up.
        volume_ml: Volume given [mL], rounded up to the microlitre.
        viable_cells: Living cells given, rounded down.
        delivered_cells_per_kg: Living cells given per kg of dosing weight, rounded down.
        overage_cells: Cells in the opened containers beyond the need.
        overage_percent: The same in percent of the need, to two decimals.
        dmso_g: DMSO in the volume given [g].
        dmso_g_per_kg_day: DMSO of the calendar day per kg of measured weight [g/kg/day], to six
            decimals: what the patient weighs now, not the weight that the dose rests on.
        dmso_limit_g_per_kg_day: The limit it was held against.
        warnings: What a person should look at.
    """

    weight_kg: Decimal
    dosing_weight_kg: Decimal
    weight: WeightKind
    basis: Basis
    basis_assumed: bool
    uncapped_cells: int
    target_cells: int
    changes: tuple[Change, ...]
    needed_cells: int | None = None
    drawn_cells: int | None = None
    containers: int | None = None
    volume_ml: Decimal | None = None
    viable_cells: int | None = None
    delivered_cells_per_kg: int | None = None
    overage_cells: int | None = None
    overage_percent: Decimal | None = None
    dmso_g: Decimal | None = None
    dmso_g_per_kg_day: Decimal | None = None
    dmso_limit_g_per_kg_day: Decimal | None = None
    warnings: tuple[DoseWarning, ...] = ()


@frozen(kw_only=True)
class CumulativeDose:
    """What one patient has received after an infusion.

    Attributes:
        infusions: Infusions so far.
        uncapped_cells: Sum of cells per kg times weight.
        target_cells: Sum of the doses.
        viable_cells: Sum of living cells given, or None where a dose had no product.
        dmso_g: Sum of DMSO [g], or None where a dose did not say.
    """

    infusions: int
    uncapped_cells: int
    target_cells: int
    viable_cells: int | None
    dmso_g: Decimal | None


def cumulative_doses(doses: Iterable[Dose]) -> tuple[CumulativeDose, ...]:
    """Add up doses in the order in which they were given.

    Missing data:
        A sum with a part that is not known is not known.

    Args:
        doses: The doses of one patient.

    Returns:
        The running sums, one an infusion.
    """
    given: list[Dose] = []
    sums: list[CumulativeDose] = []
    for dose in doses:
        given.append(dose)
        viable = [one.viable_cells for one in given if one.viable_cells is not None]
        dmso = [Fraction(one.dmso_g) for one in given if one.dmso_g is not None]
        sums.append(
            CumulativeDose(
                infusions=len(given),
                uncapped_cells=sum(one.uncapped_cells for one in given),
                target_cells=sum(one.target_cells for one in given),
                viable_cells=sum(viable) if len(viable) == len(given) else None,
                dmso_g=places(round(sum(dmso) * 10**DMSO_DECIMALS), DMSO_DECIMALS)
                if len(dmso) == len(given)
                else None,
            )
        )
    return tuple(sums)


def dmso_by_day(doses: Iterable[tuple[date, Dose]]) -> dict[date, Decimal | None]:
    """DMSO of each calendar day per kg [g/kg/day], summed over the doses of the day.

    An infusion that crosses midnight belongs to the day on which it began.

    Missing data:
        A day with a dose whose DMSO is not known has None.

    Args:
        doses: Day and dose of each infusion of one patient.

    Returns:
        By day, in order; on the measured weight of each dose, to six decimals.
    """
    days: dict[date, Fraction | None] = {}
    for day, dose in sorted(doses, key=lambda pair: pair[0]):
        before = days.get(day, Fraction(0))
        known = None if dose.dmso_g is None else Fraction(dose.dmso_g) / Fraction(dose.weight_kg)
        days[day] = None if before is None or known is None else before + known
    return {
        day: None if total is None else places(round(total * 10**DMSO_DECIMALS), DMSO_DECIMALS)
        for day, total in days.items()
    }
