"""Palmoplantar indices: PPASI for plaques and PPPASI for pustulosis.

Palms weigh 0.2 each and soles 0.3 each; every one of the four contributes
(sum of three signs) times its area grade, so that both indices run from 0 to
72. PPPASI grades pustules where PPASI grades induration.

Missing data:
    As for PASI: no item is filled, bounds are always given.

Departures:
    The area bands are the half-open ones of PASI, not the whole-number ones
    that some pages print. The weights of the PPPASI are known from the
    literature only.

Licence:
    None is stated in the sources that were read. No form is shipped.

>>> from psoscore import score
>>> score(PPASI, dict.fromkeys(PPASI.items, 2)).value
12.0
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from psoscore.instruments.regional_index import PLAQUE_SIGNS, PUSTULAR_SIGNS, regional_index
from psoscore.provenance import Provenance
from psoscore.sources import BHUSHAN_2001, FELDMAN_2005, PPASI_TOOL, PSOSCORE

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PPASI", "PPPASI"]

WEIGHTS: Mapping[str, Decimal] = {
    "right_palm": Decimal("0.2"),
    "left_palm": Decimal("0.2"),
    "right_sole": Decimal("0.3"),
    "left_sole": Decimal("0.3"),
}
SUBSCRIPTS: Mapping[str, str] = {
    "right_palm": "rp",
    "left_palm": "lp",
    "right_sole": "rs",
    "left_sole": "ls",
}

PPASI = regional_index(
    "ppasi",
    "PPASI",
    weights=WEIGHTS,
    signs=PLAQUE_SIGNS,
    subscripts=SUBSCRIPTS,
    provenance=Provenance(
        sources=(PPASI_TOOL, FELDMAN_2005, PSOSCORE),
        requirements=("PSO-INSTR-007", "PSO-INSTR-010"),
        note="Area bands are those of PASI, half-open.",
    ),
)
"""The index of palms and soles with plaques, 0 to 72."""

PPPASI = regional_index(
    "pppasi",
    "PPPASI",
    weights=WEIGHTS,
    signs=PUSTULAR_SIGNS,
    subscripts=SUBSCRIPTS,
    provenance=Provenance(
        sources=(BHUSHAN_2001, FELDMAN_2005, PSOSCORE),
        requirements=("PSO-INSTR-008", "PSO-INSTR-010"),
        status="unconfirmed",
        note="The weights are those of PPASI, known from the literature; the paper could not be read.",
    ),
)
"""The index of palms and soles with pustules, 0 to 72."""
