"""Global assessments: IGA mod 2011, and static PGA on five and on six points.

One grade that an investigator gives, 0 to 4 of five points or 0 to 5 of six.
The length of the scale is part of the definition and of its name: a 3 of five
points is no 3 of six.

Missing data:
    A grade that was not given is unknown, within the whole scale.

Departures:
    Static PGAs of seven levels, and those that average three signs, are left
    out. No source gave the names of the levels of the sPGA, so it has none.

Licence:
    None is stated in the sources that were read. No form is shipped.

>>> from psoscore import score
>>> score(IGA_MOD_2011, {"iga_grade": 1})
Scored(iga_mod_2011: 1 (almost clear))
"""

from __future__ import annotations

from psoscore.cells import Cell
from psoscore.definitions import Score
from psoscore.provenance import Provenance
from psoscore.sources import NCT03412747, PSOSCORE
from psoscore.terms import Item

__all__ = ["IGA_MOD_2011", "SPGA_5", "SPGA_6"]

IGA_LEVELS = ("clear", "almost clear", "mild", "moderate", "severe")

MISSING_RULE = "A missing grade is unknown, within the whole scale."

IGA_MOD_2011 = Score(
    name="iga_mod_2011",
    title="IGA mod 2011",
    term=Item(Cell("iga_grade", high=len(IGA_LEVELS) - 1)),
    provenance=Provenance(sources=(NCT03412747,), requirements=("PSO-INSTR-019",)),
    missing_rule=MISSING_RULE,
    labels=IGA_LEVELS,
)
"""Five levels, 0 (clear) to 4 (severe)."""


def _spga(levels: int) -> Score:
    return Score(
        name=f"spga_{levels}",
        title=f"sPGA of {levels} points",
        term=Item(Cell(f"spga_{levels}_grade", high=levels - 1)),
        provenance=Provenance(
            sources=(PSOSCORE,),
            requirements=("PSO-INSTR-020",),
            status="unconfirmed",
            note="Scales of five, six and seven levels are in use; the length belongs to the value.",
        ),
        missing_rule=MISSING_RULE,
    )


SPGA_5 = _spga(5)
"""Static PGA on five points, 0 to 4."""

SPGA_6 = _spga(6)
"""Static PGA on six points, 0 to 5."""
