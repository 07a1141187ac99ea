"""Simplified Psoriasis Area and Severity Index (SPASI).

The mean redness, thickness and scaling over all lesions, 0 to 4 each, added
up and multiplied by the area grade of the whole body, 0 to 72.

Missing data:
    As for PASI: no item is filled, bounds are always given.

Departures:
    A mean carries at most two decimals. One that has been worked out over
    counted lesions is rounded before it is entered, and not by this library.
    Which grades the area has could not be confirmed; they are those of PASI,
    of the whole body instead of a region.

Licence:
    None is stated in the sources that were read. No form is shipped.

>>> from psoscore import score
>>> score(SPASI, {"body_mean_redness": 1.5, "body_mean_thickness": 2, "body_mean_scaling": 1,
...               "body_area": 3}).value
13.5
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from psoscore.instruments.regional_index import regional_index
from psoscore.provenance import Provenance
from psoscore.sources import FELDMAN_2005, LOUDEN_2004, PSOSCORE

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SPASI"]

WEIGHTS: Mapping[str, Decimal] = {"body": Decimal(1)}
MEANS = ("mean_redness", "mean_thickness", "mean_scaling")
HUNDREDTHS = 100

SPASI = regional_index(
    "spasi",
    "SPASI",
    weights=WEIGHTS,
    signs=MEANS,
    sign_scale=HUNDREDTHS,
    provenance=Provenance(
        sources=(LOUDEN_2004, FELDMAN_2005, PSOSCORE),
        requirements=("PSO-INSTR-015", "PSO-INSTR-010"),
        status="unconfirmed",
        note="The use of PASI's area grades for the whole body is known from the literature only. Means have "
        "at most two decimals.",
    ),
)
"""The index, 0 to 72 in steps of 0.01."""
