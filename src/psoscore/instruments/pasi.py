"""Psoriasis Area and Severity Index (PASI).

Four regions, each with three signs from 0 to 4 and an area grade from 0 to 6.
The index is the weighted sum of (erythema + induration + desquamation) times
area, 0 to 72 in steps of 0.1.

Missing data:
    No published rule fills a missing item, so there is a value only where the
    missing items cannot matter: signs of a region without area, and the area
    of a region without signs. Bounds are always given.

>>> from psoscore import score
>>> score(PASI, dict.fromkeys(PASI.items, 4) | {"head_area": 0}).value
43.2
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from psoscore.algebra import count, every, linear, some
from psoscore.cells import Cell
from psoscore.definitions import Contradiction, Score
from psoscore.provenance import Provenance
from psoscore.sources import CDISC_CT_2025, CDISC_PASI_FREDRIKSSON, FELDMAN_2005, FREDRIKSSON_1978, PSOSCORE
from psoscore.terms import AtLeast, Item, OneOf, Product, Quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psoscore.terms import Condition

__all__ = ["PASI", "PASI_HALF_POINTS", "REGION_WEIGHTS", "SIGNS"]

REGION_WEIGHTS: Mapping[str, Decimal] = {
    "head": Decimal("0.1"),
    "upper_extremities": Decimal("0.2"),
    "trunk": Decimal("0.3"),
    "lower_extremities": Decimal("0.4"),
}
"""Each region's share of the body surface (Fredriksson 1978), in the order of CDISC."""

SIGNS = ("erythema", "induration", "desquamation")
GREATEST_SIGN = 4
GREATEST_GRADE = 6
GRADE_LOWS = (10, 30, 50, 70, 90)
"""The least percentage of area grades 2 to 6; grade 1 is anything above 0 (Feldman 2005)."""

CDISC_VERSIONS = ("PASI02", "PASI03", "PASI04", "PASI05")
"""Feldman, Fredriksson, EMA and Bozek: the same 29 tests under other codes."""
CDISC_ITEMS_A_REGION = 4
CDISC_FIRST_PART = 17
CDISC_PARTS_A_REGION = 3
CDISC_TOTAL = 29

MISSING_RULE = (
    "No item is filled. A region without area, or without signs, scores 0 whatever is missing in it; "
    "any other missing item leaves the score without a value. Bounds are always given."
)


def _codes(test: int) -> tuple[str, ...]:
    return tuple(f"{version}{test:02d}" for version in CDISC_VERSIONS)


def _region_codes(place: int, position: int) -> tuple[str, ...]:
    return _codes(place * CDISC_ITEMS_A_REGION + position + 1)


def sign_item(region: str, sign: str, *, scale: int = 1) -> Item:
    """One sign of one region, 0 to 4."""
    codes = _region_codes(list(REGION_WEIGHTS).index(region), SIGNS.index(sign))
    return Item(Cell(f"{region}_{sign}", high=GREATEST_SIGN * scale, scale=scale, aliases=codes))


def grade_item(region: str) -> Item:
    """The area grade of one region, 0 to 6."""
    codes = _region_codes(list(REGION_WEIGHTS).index(region), len(SIGNS))
    return Item(Cell(f"{region}_area", high=GREATEST_GRADE, aliases=codes, question=f"{region}_area"))


def percent_item(name: str, question: str = "") -> Item:
    """A measured percentage of a region; it is compared as it comes, never rounded."""
    return Item(Cell(name, "measure", high=100, unit="%", question=question))


def grade_of(percent: Item) -> Quantity:
    """The area grade of a percentage: the number of lower edges that it reaches."""
    return count([percent > 0, *(percent >= low for low in GRADE_LOWS)])


def area_of(region: str) -> OneOf:
    """The area of a region, as a grade or as a percentage."""
    percent = percent_item(f"{region}_area_percent", question=f"{region}_area")
    return OneOf((grade_item(region), grade_of(percent)))


def _contradictions(region: str, signs: Quantity, area: OneOf) -> tuple[Contradiction, ...]:
    items = (f"{region}_area", *(f"{region}_{sign}" for sign in SIGNS))
    has_area: Condition = some(AtLeast(area, 1))
    has_sign: Condition = some(AtLeast(signs, 1))
    return (
        Contradiction("sign_without_area", every(has_sign, ~has_area), "a sign, but no area", items),
        Contradiction("area_without_sign", every(has_area, ~has_sign), "an area, but no sign", items),
    )


def _pasi(name: str, title: str, provenance: Provenance, *, sign_scale: int) -> Score:
    """PASI with signs in whole points or in parts of one."""
    standard = sign_scale == 1
    parts: list[Score] = []
    contradictions: list[Contradiction] = []
    regions: list[tuple[Decimal, Quantity]] = []
    for place, (region, weight) in enumerate(REGION_WEIGHTS.items()):
        signs = linear([(1, sign_item(region, sign, scale=sign_scale)) for sign in SIGNS])
        area = area_of(region)
        product = Product((signs, area))
        regions.append((weight, product))
        contradictions += _contradictions(region, signs, area)
        subscores = {
            "sum": signs,
            "sum_x_area": product,
            "sum_x_area_x_weight": linear([(weight, product)]),
        }
        first = CDISC_FIRST_PART + place * CDISC_PARTS_A_REGION
        parts += [
            Score(
                name=f"{region}_{part}",
                title=f"{region}_{part}",
                term=term,
                provenance=provenance,
                missing_rule=MISSING_RULE,
                codes=_codes(first + step) if standard else (),
            )
            for step, (part, term) in enumerate(subscores.items())
        ]
    total = linear(regions)
    codes = _codes(CDISC_TOTAL) if standard else ()
    parts.append(
        Score(
            name="total",
            title=title,
            term=total,
            provenance=provenance,
            missing_rule=MISSING_RULE,
            codes=codes,
        )
    )
    return Score(
        name=name,
        title=title,
        term=total,
        provenance=provenance,
        missing_rule=MISSING_RULE,
        parts=tuple(parts),
        contradictions=tuple(contradictions),
        codes=codes,
    )


PASI = _pasi(
    "pasi",
    "PASI",
    Provenance(
        sources=(FREDRIKSSON_1978, FELDMAN_2005, CDISC_PASI_FREDRIKSSON, CDISC_CT_2025, PSOSCORE),
        requirements=tuple(f"PSO-PASI-{number:03d}" for number in range(1, 14)),
        note="Area bands are half-open: 10 % is grade 2, and any involvement is at least grade 1.",
    ),
    sign_scale=1,
)
"""The index with whole signs, as Fredriksson, Feldman and CDISC have it."""

PASI_HALF_POINTS = _pasi(
    "pasi_half_points",
    "PASI with half points",
    Provenance(
        sources=(PSOSCORE,),
        requirements=("PSO-PASI-014",),
        status="unconfirmed",
        note="Some sponsors allow half points in signs; no source defines them.",
    ),
    sign_scale=2,
)
"""For studies that allow half points in signs, never in area grades: steps of 0.05."""
