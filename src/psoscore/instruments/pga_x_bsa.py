"""Product of a static PGA and the body surface area involved (PGA x BSA).

The grade times the percentage of the body: 0 to 400 with a PGA on five
points, 0 to 500 on six. The length of the scale is part of the definition.

Missing data:
    No item is filled, bounds are always given. A grade of 0, or an area of 0,
    gives 0 whatever the other.

Licence:
    None is stated in the sources that were read. No form is shipped.

>>> from psoscore import score
>>> score(PGA_X_BSA_5, {"spga_5_grade": 3, "bsa": 12.5}).value
37.5
"""

from __future__ import annotations

from psoscore.definitions import Score
from psoscore.instruments.bsa import BSA
from psoscore.instruments.iga import SPGA_5, SPGA_6
from psoscore.provenance import Provenance
from psoscore.sources import WALSH_2013
from psoscore.terms import Product

__all__ = ["PGA_X_BSA_5", "PGA_X_BSA_6"]


def _product(pga: Score) -> Score:
    levels = int(pga.high) + 1
    return Score(
        name=f"pga_x_bsa_{levels}",
        title=f"PGA x BSA, PGA of {levels} points",
        term=Product((pga.term, BSA)),
        provenance=Provenance(
            sources=(WALSH_2013,),
            requirements=("PSO-INSTR-021",),
            note="BSA is in percent of the body, by whatever method; state it with the result.",
        ),
        missing_rule="No item is filled. A 0 in either gives 0. Bounds are always given.",
    )


PGA_X_BSA_5 = _product(SPGA_5)
"""With a PGA of 0 to 4: 0 to 400."""

PGA_X_BSA_6 = _product(SPGA_6)
"""With a PGA of 0 to 5: 0 to 500."""
