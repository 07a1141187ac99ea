"""Psoriasis Area and Severity Index (PASI).

Four regions, each with three signs from 0 to 4 and an area grade from 0 to 6.
The index is the weighted sum of (erythema + induration + desquamation) times
area, 0 to 72 in steps of 0.1.

Missing data:
    No published rule fills a missing item, so there is a value only where the
    missing items cannot matter: signs of a region without area, and the area
    of a region without signs. Bounds are always given.

Licence:
    CDISC lists PASI as being in the public domain. No form is shipped.

>>> from psoscore import score
>>> score(PASI, dict.fromkeys(PASI.items, 4) | {"head_area": 0}).value
43.2
"""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING

from psoscore.instruments.regional_index import PLAQUE_SIGNS, regional_index
from psoscore.provenance import Provenance
from psoscore.sources import CDISC_CT_2025, CDISC_PASI_FREDRIKSSON, FELDMAN_2005, FREDRIKSSON_1978, PSOSCORE

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CODES", "ITEM_CODES", "PASI", "PASI_HALF_POINTS", "REGION_SUBSCRIPTS", "REGION_WEIGHTS", "SIGNS"]

REGION_WEIGHTS: Mapping[str, Decimal] = {
    "head": Decimal("0.1"),
    "upper_extremities": Decimal("0.2"),
    "trunk": Decimal("0.3"),
    "lower_extremities": Decimal("0.4"),
}
"""Each region's share of the body surface (Fredriksson 1978), in the order of CDISC."""

REGION_SUBSCRIPTS: Mapping[str, str] = {
    "head": "h",
    "upper_extremities": "u",
    "trunk": "t",
    "lower_extremities": "l",
}
"""How the papers write the regions."""

SIGNS = PLAQUE_SIGNS

CDISC_VERSIONS = ("PASI02", "PASI03", "PASI04", "PASI05")
"""Feldman, Fredriksson, EMA and Bozek: the same 29 tests under other codes."""
CDISC_SUBSCORES = ("sum", "sum_x_area", "sum_x_area_x_weight")


def _in_every_region(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{region}_{name}" for region, name in product(REGION_WEIGHTS, names))


ITEMS = _in_every_region((*SIGNS, "area"))
CODES: Mapping[str, tuple[str, ...]] = {
    name: tuple(f"{version}{test:02d}" for version in CDISC_VERSIONS)
    for test, name in enumerate((*ITEMS, *_in_every_region(CDISC_SUBSCORES), "total"), start=1)
}
"""All 29 tests, by item, subscore and total."""
ITEM_CODES: Mapping[str, tuple[str, ...]] = {name: CODES[name] for name in ITEMS}
"""CDISC's tests 01 to 16, by item."""


PASI = regional_index(
    "pasi",
    "PASI",
    weights=REGION_WEIGHTS,
    signs=SIGNS,
    subscripts=REGION_SUBSCRIPTS,
    codes=CODES,
    provenance=Provenance(
        sources=(FREDRIKSSON_1978, FELDMAN_2005, CDISC_PASI_FREDRIKSSON, CDISC_CT_2025, PSOSCORE),
        requirements=tuple(f"PSO-PASI-{number:03d}" for number in range(1, 14)),
        note="Area bands are half-open: 10 % is grade 2, and any involvement is at least grade 1.",
    ),
)
"""The index with whole signs, as Fredriksson, Feldman and CDISC have it."""

PASI_HALF_POINTS = regional_index(
    "pasi_half_points",
    "PASI with half points",
    weights=REGION_WEIGHTS,
    signs=SIGNS,
    subscripts=REGION_SUBSCRIPTS,
    codes=ITEM_CODES,
    provenance=Provenance(
        sources=(PSOSCORE,),
        requirements=("PSO-PASI-014",),
        status="unconfirmed",
        note="Some sponsors allow half points in signs; no source defines them.",
    ),
    sign_scale=2,
)
"""For studies that allow half points in signs, never in area grades: steps of 0.05."""
