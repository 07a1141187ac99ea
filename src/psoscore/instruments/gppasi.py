"""Generalised pustular psoriasis area and severity index (GPPASI).

PASI with pustules where PASI has induration: the same regions, weights and
area grades, 0 to 72.

Missing data:
    As for PASI: no item is filled, bounds are always given.

Licence:
    None is stated in the sources that were read. No form is shipped.

>>> from psoscore import score
>>> score(GPPASI, dict.fromkeys(GPPASI.items, 2) | {"trunk_pustules": 4}).value
13.2
"""

from __future__ import annotations

from psoscore.instruments.pasi import ITEM_CODES, REGION_SUBSCRIPTS, REGION_WEIGHTS
from psoscore.instruments.regional_index import PUSTULAR_SIGNS, regional_index
from psoscore.provenance import Provenance
from psoscore.sources import BURDEN_2022, FELDMAN_2005, FREDRIKSSON_1978, PSOSCORE

__all__ = ["GPPASI"]

GPPASI = regional_index(
    "gppasi",
    "GPPASI",
    weights=REGION_WEIGHTS,
    signs=PUSTULAR_SIGNS,
    subscripts=REGION_SUBSCRIPTS,
    codes=ITEM_CODES,
    provenance=Provenance(
        sources=(BURDEN_2022, FREDRIKSSON_1978, FELDMAN_2005, PSOSCORE),
        requirements=("PSO-INSTR-009", "PSO-INSTR-010"),
        status="unconfirmed",
        note="Only the captions of the source could be read. Erythema, desquamation and area are the "
        "items of PASI.",
    ),
)
"""The index, 0 to 72."""
