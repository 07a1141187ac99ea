"""Psoriasis Scalp Severity Index (PSSI).

One region, the scalp: (erythema + induration + desquamation) times the area
grade of the scalp, 0 to 72.

Missing data:
    As for PASI: no item is filled, bounds are always given.

Departures:
    A form with four quadrants has been described; the form with one region is
    the one whose range is published. The area bands are the half-open ones of
    PASI, not the whole-number ones that some pages print.

Licence:
    None is stated in the sources that were read. No form is shipped.

>>> from psoscore import score
>>> score(PSSI, {"scalp_erythema": 3, "scalp_induration": 2, "scalp_desquamation": 4, "scalp_area": 3}).value
27.0
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from psoscore.instruments.regional_index import PLAQUE_SIGNS, regional_index
from psoscore.provenance import Provenance
from psoscore.sources import FELDMAN_2005, PSOSCORE, THACI_2001

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PSSI"]

WEIGHTS: Mapping[str, Decimal] = {"scalp": Decimal(1)}

PSSI = regional_index(
    "pssi",
    "PSSI",
    weights=WEIGHTS,
    signs=PLAQUE_SIGNS,
    provenance=Provenance(
        sources=(THACI_2001, FELDMAN_2005, PSOSCORE),
        requirements=("PSO-INSTR-006", "PSO-INSTR-010"),
        note="The form with one region; area bands are those of PASI, half-open.",
    ),
)
"""The index of the scalp, 0 to 72."""
