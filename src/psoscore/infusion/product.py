"""A cell product in its containers, and what a target takes of it.

Cells are whole numbers, volumes whole microlitres, and every division is
rounded in a stated direction: cells to draw, containers and volume upwards.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal, TypeAlias

from attrs import field, frozen

from psoscore import sources
from psoscore.amount import Amount, amount, optional_amount, places
from psoscore.errors import Fault, InputError
from psoscore.provenance import Provenance

__all__ = [
    "DMSO_DENSITY_G_PER_ML",
    "DMSO_LIMIT_G_PER_KG_DAY",
    "DMSO_PROVENANCE",
    "FEWEST_CELLS",
    "MOST_CELLS",
    "UL_PER_ML",
    "Basis",
    "Product",
]

Basis: TypeAlias = Literal["viable", "total"]
"""What a dose counts: living cells, or all cells in the bag."""

DMSO_DENSITY_G_PER_ML = Decimal("1.10")
DMSO_LIMIT_G_PER_KG_DAY = Decimal(1)
DMSO_PROVENANCE = Provenance(
    sources=(sources.DMSO_REVIEW, sources.EBMT_DMSO),
    requirements=("PSO-INF-009",),
    status="unconfirmed",
    note="The limit of 1 g per kg per day is custom in haematopoietic transplantation; a survey found "
    "no guideline. The density is a textbook value whose source was not read.",
)

FEWEST_CELLS = 10_000
"""Below this, a content per mL or per container has most likely lost its exponent."""
MOST_CELLS = 10**12
"""Above this, in a dose or a container, a number is not meant; arrays stay within int64."""
UL_PER_ML = 1000
PERCENT = 100


def _viability(value: Amount) -> Decimal:
    return amount("viability", value)


def _minimum(value: Amount | None) -> Decimal | None:
    return optional_amount("minimum_viability", value)


def _per_ml(value: Amount | None) -> Decimal | None:
    return optional_amount("cells_per_ml", value)


def _per_container(value: Amount | None) -> Decimal | None:
    return optional_amount("cells_per_container", value)


def _fill(value: Amount | None) -> Decimal | None:
    return optional_amount("fill_volume_ml", value)


def _dmso(value: Amount | None) -> Decimal | None:
    return optional_amount("dmso_fraction", value)


def _dmso_limit(value: Amount) -> Decimal:
    return amount("dmso_limit_g_per_kg_day", value)


def _stable(value: Amount | None) -> Decimal | None:
    return optional_amount("stable_minutes", value)


def _overage(value: Amount | None) -> Decimal | None:
    return optional_amount("maximum_overage_percent", value)


@frozen(kw_only=True)
class Product:
    """One batch of a cell product, as its certificate and the thaw say.

    The content comes either as cells per container, or as a concentration with
    the fill volume. Amounts are ints, Decimals or floats read as they print.

    Attributes:
        viability: Fraction of living cells after the thaw, above 0 and at most 1.
        cells_per_container: Cells in one container, living and dead, or None.
        cells_per_ml: Concentration [cells/mL], living and dead, or None.
        fill_volume_ml: Volume of one container [mL], whole microlitres, or None.
        minimum_viability: The release limit; below it a dose carries a warning.
        dmso_fraction: Volume fraction of DMSO, 0 to 1, or None if not stated.
        dmso_limit_g_per_kg_day: Limit against which DMSO is held [g/kg/day].
        stable_minutes: Longest infusion the thawed cells allow [min], or None.
        maximum_overage_percent: Most overage accepted without a warning [%], or None.
        contents_confirmed: True if a content below 10,000 cells is really meant.

    Raises:
        InputError: With every fault: a viability or a DMSO fraction in percent,
            a concentration that has lost its exponent, a content given twice or
            not at all.

    >>> Product(viability=0.8, cells_per_ml=5_000_000, fill_volume_ml=10).content_cells
    50000000
    """

    viability: Decimal = field(converter=_viability)
    cells_per_container: Decimal | None = field(default=None, converter=_per_container)
    cells_per_ml: Decimal | None = field(default=None, converter=_per_ml)
    fill_volume_ml: Decimal | None = field(default=None, converter=_fill)
    minimum_viability: Decimal | None = field(default=None, converter=_minimum)
    dmso_fraction: Decimal | None = field(default=None, converter=_dmso)
    dmso_limit_g_per_kg_day: Decimal = field(default=DMSO_LIMIT_G_PER_KG_DAY, converter=_dmso_limit)
    stable_minutes: Decimal | None = field(default=None, converter=_stable)
    maximum_overage_percent: Decimal | None = field(default=None, converter=_overage)
    contents_confirmed: bool = False

    def __attrs_post_init__(self) -> None:
        """Look at every field, then complain once."""
        faults = [*self._fraction_faults(), *self._content_faults(), *self._limit_faults()]
        if faults:
            raise InputError(faults)

    def _fraction_faults(self) -> list[Fault]:
        found: list[Fault] = []
        for item, value, may_be_0 in (
            ("viability", self.viability, False),
            ("minimum_viability", self.minimum_viability, False),
            ("dmso_fraction", self.dmso_fraction, True),
        ):
            if value is None or 0 < value <= 1 or (may_be_0 and value == 0):
                continue
            percent = places(floor(Fraction(value) / PERCENT * 10**6), 6)
            hint = f"looks like percent: write Decimal('{percent}')" if 1 < value <= PERCENT else ""
            allowed = f"a fraction {'at least' if may_be_0 else 'above'} 0, at most 1"
            found.append(Fault(item=item, kind="out_of_range", allowed=allowed, value=str(value), hint=hint))
        return found

    def _content_faults(self) -> list[Fault]:
        found: list[Fault] = []
        if (self.cells_per_container is None) is (self.cells_per_ml is None):
            kind = "missing" if self.cells_per_ml is None else "given_twice"
            allowed = "either cells_per_container or cells_per_ml"
            found.append(Fault(item="content", kind=kind, allowed=allowed))
        if self.cells_per_ml is not None and self.fill_volume_ml is None:
            allowed = "the volume of one container, beside cells_per_ml"
            found.append(Fault(item="fill_volume_ml", kind="missing", allowed=allowed))
        least, hint = 1, ""
        if not self.contents_confirmed:
            least = FEWEST_CELLS
            hint = "an exponent lost? 5 x 10^6 is 5_000_000; contents_confirmed=True if it is meant"
        for item, content in (
            ("cells_per_container", self.cells_per_container),
            ("cells_per_ml", self.cells_per_ml),
        ):
            if content is not None and content < least:
                allowed = f"at least {least:,}"
                found.append(Fault(item=item, kind="too_few", allowed=allowed, value=str(content), hint=hint))
        if self.cells_per_container is not None and Fraction(self.cells_per_container).denominator > 1:
            came = str(self.cells_per_container)
            found.append(
                Fault(item="cells_per_container", kind="not_whole", allowed="whole cells", value=came)
            )
        fill = self.fill_volume_ml
        if fill is not None and (fill <= 0 or (Fraction(fill) * UL_PER_ML).denominator > 1):
            allowed = "above 0, in whole microlitres"
            found.append(Fault(item="fill_volume_ml", kind="out_of_range", allowed=allowed, value=str(fill)))
        if not found and not 1 <= self.content_cells <= MOST_CELLS:
            kind = "too_many" if self.content_cells else "too_few"
            allowed = f"1 to {MOST_CELLS:,} cells in a container"
            found.append(Fault(item="content", kind=kind, allowed=allowed))
        return found

    def _limit_faults(self) -> list[Fault]:
        return [
            Fault(item=item, kind="out_of_range", allowed="0 or more", value=str(value))
            for item, value in (
                ("dmso_limit_g_per_kg_day", self.dmso_limit_g_per_kg_day),
                ("stable_minutes", self.stable_minutes),
                ("maximum_overage_percent", self.maximum_overage_percent),
            )
            if value is not None and value < 0
        ]

    @property
    def content_cells(self) -> int:
        """Whole cells in one container, living and dead."""
        if self.cells_per_container is not None:
            return int(self.cells_per_container)
        return floor(Fraction(self.cells_per_ml or 0) * Fraction(self.fill_volume_ml or 0))

    @property
    def ul_per_cell(self) -> Fraction | None:
        """Volume that one cell takes [uL], exactly, or None without a fill volume."""
        if self.cells_per_ml is not None:
            return UL_PER_ML / Fraction(self.cells_per_ml)
        if self.fill_volume_ml is None:
            return None
        return UL_PER_ML * Fraction(self.fill_volume_ml) / self.content_cells
