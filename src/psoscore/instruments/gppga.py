"""Generalised pustular psoriasis physician global assessment (GPPGA).

Erythema, pustules and scaling, 0 to 4 each. Their mean m is banded: 0 only
if m is 0, 1 below 1.5, then 1.5, 2.5 and 3.5 begin 2, 3 and 4. This is no
ordinary rounding: a mean of 1/3 is 1.

Missing data:
    No published rule fills a missing grade; there is a value where the
    missing grades cannot change the band. Bounds are always given.

Licence:
    None is stated in the sources that were read. No form is shipped.

>>> from psoscore import score
>>> score(GPPGA, {"gppga_erythema": 1, "gppga_pustules": 0, "gppga_scaling": 0}).value
1.0
>>> score(GPPGA, {"gppga_erythema": 2, "gppga_pustules": 2, "gppga_scaling": None})
Scored(gppga: unknown, 1 to 3, missing gppga_scaling)
"""

from __future__ import annotations

from fractions import Fraction

from psoscore.algebra import compare, count, linear
from psoscore.cells import Cell
from psoscore.definitions import Score
from psoscore.provenance import Provenance
from psoscore.sources import GPPGA_PAGE
from psoscore.terms import Item

__all__ = ["GPPGA"]

SIGNS = ("erythema", "pustules", "scaling")
GREATEST_SIGN = 4
LEVEL_LOWS = (Fraction(3, 2), Fraction(5, 2), Fraction(7, 2))
"""The least means of 2, 3 and 4; 1 is anything above 0."""

MISSING_RULE = "No grade is filled. A value only where missing grades cannot matter. Bounds are always given."

MEAN = linear([(Fraction(1, len(SIGNS)), Item(Cell(f"gppga_{sign}", high=GREATEST_SIGN))) for sign in SIGNS])
PROVENANCE = Provenance(
    sources=(GPPGA_PAGE,),
    requirements=("PSO-INSTR-011",),
    note="Exact in thirds; bands hold their lower edge.",
)

GPPGA = Score(
    name="gppga",
    title="GPPGA",
    term=count([compare(MEAN, 0, strict=True), *(compare(MEAN, low) for low in LEVEL_LOWS)]),
    provenance=PROVENANCE,
    missing_rule=MISSING_RULE,
    parts=(
        Score(
            name="mean",
            title="Mean of the three signs",
            term=MEAN,
            provenance=PROVENANCE,
            missing_rule=MISSING_RULE,
        ),
    ),
    symbols=(("m", MEAN),),
)
"""The assessment, 0 to 4."""
