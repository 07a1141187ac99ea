"""Body surface area involved (BSA), 0 to 100 percent: from percentages, grades and handprints.

The share of each region in the body is its weight in PASI, so that the
percentages of the regions add up to that of the body.

Grades give no percentage, only a band, so BSA from grades is an interval. It
has a value only where every grade is 0. The ends of the interval are the ends
of the bands; the upper end of a band below grade 6 belongs to the next grade.

How much of the body a handprint covers differs between sources, so the
convention is part of the definition and of its name: ``BSA_HANDPRINTS`` counts
the palm with its fingers as 1 %, ``BSA_PALMS`` the palm without them.

Missing data:
    No item is filled, bounds are always given.

Licence:
    An area is no instrument; nobody is known to claim one.

>>> from psoscore import score
>>> score(BSA_FROM_PERCENTAGES, {"head_percent": 10, "upper_extremities_percent": 5,
...                              "trunk_percent": 20, "lower_extremities_percent": 0}).value
8.0
>>> score(BSA_FROM_GRADES, {"head_area": 2, "upper_extremities_area": 1, "trunk_area": 2,
...                         "lower_extremities_area": 0})
Scored(bsa_from_grades: unknown, 4 to 14)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from psoscore.algebra import linear
from psoscore.cells import Cell
from psoscore.definitions import Score
from psoscore.facts import fact_of
from psoscore.instruments.area_grade import GRADE_ENDS, grade_item
from psoscore.instruments.pasi import ITEM_CODES, REGION_WEIGHTS
from psoscore.provenance import Provenance
from psoscore.sources import (
    FELDMAN_2005,
    HANDPRINT_FAQ,
    HANDPRINT_TEACHING,
    PALM_SHEET,
    PSOSCORE,
)
from psoscore.terms import AtLeast, Between, Item, OneOf, Quantity

if TYPE_CHECKING:
    from psoscore.provenance import Source

__all__ = ["BSA", "BSA_FROM_GRADES", "BSA_FROM_PERCENTAGES", "BSA_HANDPRINTS", "BSA_PALMS"]

WHOLE_BODY = 100
HUNDREDTHS = 100

MISSING_RULE = "No item is filled. Bounds are always given."


def _percent(region: str) -> Item:
    """The percentage of a region that is involved, to hundredths, as PASI's own name has it, too."""
    aliases = (f"{region}_area_percent",)
    return Item(
        Cell(f"{region}_percent", high=WHOLE_BODY * HUNDREDTHS, scale=HUNDREDTHS, unit="%", aliases=aliases)
    )


BSA_FROM_PERCENTAGES = Score(
    name="bsa_from_percentages",
    title="BSA from percentages",
    term=linear([(weight, _percent(region)) for region, weight in REGION_WEIGHTS.items()]),
    provenance=Provenance(
        sources=(HANDPRINT_TEACHING, PSOSCORE),
        requirements=("PSO-INSTR-016",),
        status="design",
        note="The algebra of the weights. Percentages are of the region and carry at most two decimals.",
    ),
    missing_rule=MISSING_RULE,
)
"""Percent of the body, from the percentage of each region; 0 to 100."""

BSA = fact_of(BSA_FROM_PERCENTAGES, "bsa")
"""The fact *body surface area involved*, in percent, for conditions and products."""


def _of_bands(end: int) -> Quantity:
    """Percent of the body if every region lies at one end of its band."""
    steps = [
        (weight * (GRADE_ENDS[grade][end] - GRADE_ENDS[grade - 1][end]), AtLeast(_grade(region), grade))
        for region, weight in REGION_WEIGHTS.items()
        for grade in list(GRADE_ENDS)[1:]
    ]
    return linear(steps)


def _grade(region: str) -> Item:
    """The area grade of a region, the very item of PASI."""
    return grade_item(region, ITEM_CODES[f"{region}_area"])


LEAST, MOST = _of_bands(0), _of_bands(1)

BSA_FROM_GRADES = Score(
    name="bsa_from_grades",
    title="BSA from grades",
    term=Between((LEAST, MOST)),
    symbols=(("least", LEAST), ("most", MOST)),
    provenance=Provenance(
        sources=(FELDMAN_2005, PSOSCORE),
        requirements=("PSO-INSTR-017",),
        status="design",
        note="An interval: a grade is a band, and gives no point value.",
    ),
    missing_rule="No item is filled. Grades give bounds; a value only where every grade is 0.",
)
"""Percent of the body between bounds, from the area grades of PASI."""


def _by_prints(name: str, title: str, prints: str, source: Source, note: str) -> Score:
    """BSA from counted prints of the patient's hand, by region or in total, at 1 % each."""

    def counted(item: str, most: int) -> Item:
        return Item(Cell(item, high=most * HUNDREDTHS, scale=HUNDREDTHS))

    by_region = linear(
        [
            (1, counted(f"{region}_{prints}", int(WHOLE_BODY * weight)))
            for region, weight in REGION_WEIGHTS.items()
        ]
    )
    return Score(
        name=name,
        title=title,
        term=OneOf((by_region, counted(prints, WHOLE_BODY))),
        provenance=Provenance(
            sources=(source, HANDPRINT_TEACHING), requirements=("PSO-INSTR-018",), note=note
        ),
        missing_rule=MISSING_RULE,
    )


BSA_HANDPRINTS = _by_prints(
    "bsa_handprints",
    "BSA from handprints",
    "handprints",
    HANDPRINT_FAQ,
    "A handprint is the palm with its fingers and counts as 1 %.",
)
"""Percent of the body, 1 a handprint with fingers; by region, or in total as ``handprints``."""

BSA_PALMS = _by_prints(
    "bsa_palms",
    "BSA from palms",
    "palms",
    PALM_SHEET,
    "A palm is counted without its fingers and as 1 %; other sources count the fingers in.",
)
"""Percent of the body, 1 a palm without fingers; by region, or in total as ``palms``."""
