"""Children's Dermatology Life Quality Index (CDLQI), its subscales and bands.

Ten questions, each 0 to 3; the index is their sum, 0 to 30, with bands 0 to 4.
It is for ages 4 to 15; from 16 on there is the DLQI. Subscales and bands are
its own, not those of the DLQI, and there is no *not relevant*.

Question 7 is about school or about holidays, whichever the last week was. So
``cdlqi_07_school`` and ``cdlqi_07_holiday`` may come with one of them blank,
which is a complete answer; or the question comes as ``cdlqi_07``.

Missing data:
    One unanswered question counts as 0; with two or more the total is not
    scored. A subscale with an unanswered question is not scored. Both parts of
    question 7 blank are one unanswered question. Bounds are always given.

Licence:
    The CDLQI is copyright of M S Lewis-Jones and A Y Finlay. This module holds
    item numbers and scoring rules and no wording: the questionnaire itself,
    and the permission to use it in research, come from Cardiff University.

>>> from psoscore import score
>>> answers = dict.fromkeys(CDLQI.items, 1) | {"cdlqi_07_school": None, "cdlqi_07_holiday": 2}
>>> score(CDLQI, answers)
Scored(cdlqi: 11)
>>> score(CDLQI_BANDS, answers).label
'moderate'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from psoscore.algebra import count, every, linear, some
from psoscore.cells import Cell
from psoscore.definitions import Contradiction, Score, banding
from psoscore.instruments.dlqi import GREATEST, QUESTIONS
from psoscore.provenance import Provenance
from psoscore.sources import CARDIFF_CDLQI, LEWIS_JONES_1995, PSOSCORE, WATERS_2010
from psoscore.terms import Blank, Greatest, Item, OneOf, Product, Quantity
from psoscore.traversal import blank

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from psoscore.terms import Condition

__all__ = ["CDLQI", "CDLQI_BANDS", "SUBSCALES"]

EITHER_OR = 7

SUBSCALES: Mapping[str, tuple[int, ...]] = {
    "symptoms_and_feelings": (1, 2),
    "leisure": (4, 5, 6),
    "school_or_holidays": (7,),
    "personal_relationships": (3, 8),
    "sleep": (9,),
    "treatment": (10,),
}
"""The questions of the six subscales; not the grouping of the DLQI."""

MISSING_RULE = (
    "One unanswered question counts as 0. With two or more the total is not scored. "
    "Of question 7 one part is enough. Bounds are always given."
)
SUBSCALE_RULE = "With an unanswered question the subscale is not scored. Bounds are always given."

WATERS_LOWS = (2, 7, 13, 19)
WATERS_LABELS = ("none", "small", "moderate", "very large", "extremely large")

SCHOOL = Cell("cdlqi_07_school", high=GREATEST, question="cdlqi_07")
HOLIDAY = Cell("cdlqi_07_holiday", high=GREATEST, question="cdlqi_07")


def _unless_only_the_other(cell: Cell, other: Cell) -> Quantity:
    """One part of question 7; 0 where it is blank and the other part is answered.

    A blank part beside an answered one is complete and must not open the score.
    """
    counts = some(~Blank(cell), Blank(other))
    return Product((Item(cell), linear([(1, counts)])))


SEVEN = OneOf(
    (
        Greatest((_unless_only_the_other(SCHOOL, HOLIDAY), _unless_only_the_other(HOLIDAY, SCHOOL))),
        Item(Cell(f"cdlqi_{EITHER_OR:02d}", high=GREATEST)),
    )
)
POINTS: Mapping[int, Quantity] = {
    question: SEVEN if question == EITHER_OR else Item(Cell(f"cdlqi_{question:02d}", high=GREATEST))
    for question in QUESTIONS
}
"""The points of each question."""


def _unanswered(questions: Iterable[int], at_most: int) -> Condition:
    return count(blank(POINTS[question]) for question in questions) <= at_most


NOTE = (
    "Items and subscales as care-flow libraries give them; the missing rule is that of the DLQI. "
    "Both, and the higher of two parts of question 7, could not be confirmed at the source."
)


def _subscale(name: str, questions: tuple[int, ...]) -> Score:
    return Score(
        name=name,
        title=f"CDLQI {name.replace('_', ' ')}",
        term=linear([(1, POINTS[question]) for question in questions]),
        provenance=Provenance(
            sources=(LEWIS_JONES_1995, CARDIFF_CDLQI),
            requirements=("PSO-INSTR-003", "PSO-INSTR-004"),
            status="unconfirmed",
            note=NOTE,
        ),
        when=_unanswered(questions, at_most=0),
        missing_rule=SUBSCALE_RULE,
    )


CDLQI = Score(
    name="cdlqi",
    title="CDLQI",
    term=linear([(1, POINTS[question]) for question in QUESTIONS]),
    provenance=Provenance(
        sources=(LEWIS_JONES_1995, CARDIFF_CDLQI, PSOSCORE),
        requirements=("PSO-INSTR-001", "PSO-INSTR-002", "PSO-INSTR-003", "PSO-INSTR-022"),
        status="unconfirmed",
        note=NOTE,
    ),
    when=_unanswered(QUESTIONS, at_most=1),
    missing_rule=MISSING_RULE,
    parts=tuple(_subscale(*one) for one in SUBSCALES.items()),
    contradictions=(
        Contradiction(
            "school_and_holiday",
            every(~Blank(SCHOOL), ~Blank(HOLIDAY)),
            "both parts of question 7 are answered; the higher counts",
            (SCHOOL.name, HOLIDAY.name),
        ),
    ),
    symbols=(("q7", SEVEN),),
)
"""The index, 0 to 30."""

CDLQI_BANDS = banding(
    "cdlqi_band",
    "CDLQI band",
    CDLQI,
    lows=WATERS_LOWS,
    labels=WATERS_LABELS,
    provenance=Provenance(
        sources=(WATERS_2010,),
        requirements=("PSO-INSTR-005",),
        status="unconfirmed",
        note="Known from the literature; not the bands of the DLQI.",
    ),
)
"""The bands after Waters: 0-1, 2-6, 7-12, 13-18, 19-30."""
