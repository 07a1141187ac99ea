"""Dermatology Life Quality Index (DLQI), its subscales, bands and DLQI-R.

Ten questions about the last week, each 0 to 3; the index is their sum, 0 to
30, with bands 0 to 4. Question 7 comes in two parts or already combined.

The DLQI is copyright of A Y Finlay and G K Khan. This module holds item
numbers and scoring rules and no wording: the questionnaire itself, and the
permission to use it in research, come from Cardiff University.

Missing data:
    One unanswered question counts as 0; with two or more the total is not
    scored. A subscale with an unanswered question is not scored. Questions are
    counted, not boxes. *Not relevant* is an answer. Bounds are always given.

>>> from psoscore import score
>>> answers = dict.fromkeys(DLQI.items, 3) | {"dlqi_07b": None}
>>> score(DLQI, answers).value
30.0
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from psoscore.algebra import count, every, linear, some
from psoscore.answers import NOT_RELEVANT
from psoscore.cells import Cell
from psoscore.definitions import Contradiction, Score, banding
from psoscore.provenance import Provenance
from psoscore.sources import (
    CARDIFF_DLQI,
    CDISC_CT_2025,
    FINLAY_1994,
    HONGBO_2005,
    PSOSCORE,
    RENCZ_2018,
)
from psoscore.terms import AtLeast, Blank, Choice, Greatest, Item, OneOf, Product, Quantity, Ratio
from psoscore.traversal import blank

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psoscore.terms import Codes, Condition, Term

__all__ = ["DLQI", "DLQI_BANDS", "DLQI_R", "DLQI_R_BANDS", "SUBSCALES"]

QUESTIONS = range(1, 11)
WITHOUT_NOT_RELEVANT = (1, 2)
IN_TWO_PARTS = 7
GREATEST = 3
GREATEST_PART_B = 2
PLAIN_NO = 0

SUBSCALES: Mapping[str, tuple[int, ...]] = {
    "symptoms_and_feelings": (1, 2),
    "daily_activities": (3, 4),
    "leisure": (5, 6),
    "work_and_school": (7,),
    "personal_relationships": (8, 9),
    "treatment": (10,),
}
"""The questions of the six subscales, in the order of their CDISC codes."""

CDISC_TOTAL = 111

MISSING_RULE = (
    "One unanswered question counts as 0. With two or more the total is not scored. "
    "Not relevant is an answer. Bounds are always given."
)
SUBSCALE_RULE = "With an unanswered question the subscale is not scored. Bounds are always given."
R_RULE = (
    "Not relevant questions leave the sum and the denominator. One unanswered question counts as 0 "
    "and stays in the denominator; with two or more there is no value. Bounds are always given."
)

HONGBO_LOWS = (2, 6, 11, 21)
HONGBO_LABELS = ("none", "small", "moderate", "very large", "extremely large")

_NR_AS_FULL: Codes = ((NOT_RELEVANT, GREATEST),)
_NR_ALONE: Codes = ((NOT_RELEVANT, 1), *((points, 0) for points in range(GREATEST + 1)))


def _cell(question: int) -> Cell:
    return Cell(
        f"dlqi_{question:02d}",
        high=GREATEST,
        not_relevant=question not in WITHOUT_NOT_RELEVANT,
        aliases=(f"DLQI1{question:02d}",) if question != IN_TWO_PARTS else (),
    )


CELLS = {question: _cell(question) for question in QUESTIONS}
PART_A = Cell(
    "dlqi_07a",
    high=GREATEST,
    allowed=(PLAIN_NO, GREATEST),
    not_relevant=True,
    aliases=("DLQI107",),
    question="dlqi_07",
)
PART_B = Cell("dlqi_07b", high=GREATEST_PART_B, aliases=("DLQI107A",), question="dlqi_07")


def _seven_in_parts() -> Quantity:
    """Part a, or part b where it is filled or part a is a plain no.

    A blank part b beside *not relevant* is a complete answer, so it must not
    open the score; beside a plain no it does.
    """
    plain_no = ~AtLeast(Item(PART_A, _NR_AS_FULL), 1)
    counts = some(~Blank(PART_B), plain_no)
    return Greatest((Item(PART_A), Product((Item(PART_B), linear([(1, counts)])))))


SEVEN = OneOf((_seven_in_parts(), Item(CELLS[IN_TWO_PARTS])))
POINTS: Mapping[int, Quantity] = {
    question: SEVEN if question == IN_TWO_PARTS else Item(CELLS[question]) for question in QUESTIONS
}
"""The points of each question; *not relevant* reads as 0."""


def _not_relevant(question: int) -> Condition:
    """The question was answered *not relevant*; an answered part b makes it relevant."""
    alone = Item(CELLS[question], _NR_ALONE)
    if question != IN_TWO_PARTS:
        return AtLeast(alone, 1)
    in_parts = count([every(AtLeast(Item(PART_A, _NR_ALONE), 1), Blank(PART_B))])
    return AtLeast(OneOf((in_parts, alone)), 1)


def _unanswered(questions: tuple[int, ...], at_most: int) -> Condition:
    return count(blank(POINTS[question]) for question in questions) <= at_most


SYMBOLS: tuple[tuple[str, Term], ...] = (("q7", SEVEN),)
NOTATION = tuple(
    (cell.name, f"q_{{{cell.name.removeprefix('dlqi_').lstrip('0')}}}")
    for cell in (*CELLS.values(), PART_A, PART_B)
)
NOT_RELEVANT_ANSWERS = count(_not_relevant(q) for q in QUESTIONS if q not in WITHOUT_NOT_RELEVANT)
ODD = (
    Contradiction(
        "part_b_without_part_a",
        every(Blank(PART_A), ~Blank(PART_B)),
        "part b of question 7 is answered, part a is blank; part b counts",
        ("dlqi_07a", "dlqi_07b"),
    ),
    Contradiction(
        "part_b_beside_part_a",
        every(AtLeast(Item(PART_A, _NR_AS_FULL), 1), ~Blank(PART_A), ~Blank(PART_B)),
        "part b of question 7 is answered although part a needs none; the higher counts",
        ("dlqi_07a", "dlqi_07b"),
    ),
)

DLQI_PROVENANCE = Provenance(
    sources=(FINLAY_1994, CARDIFF_DLQI, CDISC_CT_2025, PSOSCORE),
    requirements=(
        *(f"PSO-DLQI-{number:03d}" for number in range(1, 7)),
        "PSO-DLQI-013",
        "PSO-DLQI-014",
    ),
    note="For question 7, the rules for contradicting parts and for a plain no with part b blank are "
    "unconfirmed; see Choices between sources.",
)
SUBSCALE_PROVENANCE = Provenance(
    sources=(CARDIFF_DLQI, CDISC_CT_2025),
    requirements=("PSO-DLQI-007", "PSO-DLQI-008"),
    status="unconfirmed",
    note="The rule for a missing answer in a subscale could not be read in the leaflet itself.",
)


def _subscale(place: int, name: str, questions: tuple[int, ...]) -> Score:
    return Score(
        name=name,
        title=f"DLQI {name.replace('_', ' ')}",
        term=linear([(1, POINTS[question]) for question in questions]),
        provenance=SUBSCALE_PROVENANCE,
        notation=NOTATION,
        when=_unanswered(questions, at_most=0),
        missing_rule=SUBSCALE_RULE,
        codes=(f"DLQI{CDISC_TOTAL + 1 + place}",),
    )


DLQI = Score(
    name="dlqi",
    title="DLQI",
    term=linear([(1, POINTS[question]) for question in QUESTIONS]),
    provenance=DLQI_PROVENANCE,
    when=_unanswered(tuple(QUESTIONS), at_most=1),
    missing_rule=MISSING_RULE,
    parts=tuple(_subscale(place, *one) for place, one in enumerate(SUBSCALES.items())),
    contradictions=ODD,
    not_relevant=NOT_RELEVANT_ANSWERS,
    symbols=SYMBOLS,
    notation=NOTATION,
    codes=(f"DLQI{CDISC_TOTAL}",),
)
"""The index, 0 to 30."""


OTHERS = tuple(question for question in QUESTIONS if question != IN_TWO_PARTS)
SCORED = linear([(1, POINTS[question]) for question in OTHERS])
"""S, the points scored, but for question 7."""
SHORT = linear(
    [
        (1, GREATEST * len(OTHERS)),
        *((-1, Item(CELLS[q], () if q in WITHOUT_NOT_RELEVANT else _NR_AS_FULL)) for q in OTHERS),
    ]
)
"""D, what the relevant questions fall short of 3, but for question 7."""
SCORED_WITH_SEVEN = SCORED + SEVEN
SHORT_WITH_SEVEN = SHORT + GREATEST - SEVEN
SEVEN_NOT_RELEVANT = _not_relevant(IN_TWO_PARTS)


def _of_thirty(scored: Quantity, short: Quantity) -> Ratio:
    """30 S / (S + D), which is sum * 10 / (number of relevant questions).

    Written so that every answer pulls in one direction.
    """
    return Ratio(scored, short, (GREATEST * len(QUESTIONS), 0), (1, 1))


DLQI_R = Score(
    name="dlqi_r",
    title="DLQI-R",
    term=Choice(
        SEVEN_NOT_RELEVANT,
        _of_thirty(SCORED, SHORT),
        _of_thirty(SCORED_WITH_SEVEN, SHORT_WITH_SEVEN),
    ),
    symbols=(
        ("question 7 is not relevant", SEVEN_NOT_RELEVANT),
        ("S", SCORED),
        ("D", SHORT),
        ("S7", SCORED_WITH_SEVEN),
        ("D7", SHORT_WITH_SEVEN),
        *SYMBOLS,
    ),
    notation=NOTATION,
    provenance=Provenance(
        sources=(RENCZ_2018, PSOSCORE),
        requirements=("PSO-DLQI-011",),
        status="unconfirmed",
        note="The algebraic form is known from the literature; the paper could not be read. Not rounded.",
    ),
    when=DLQI.when,
    missing_rule=R_RULE,
    not_relevant=NOT_RELEVANT_ANSWERS,
    contradictions=ODD,
    demands_not_relevant=True,
)
"""The index without the questions that are not relevant, exact, 0 to 30."""

DLQI_BANDS = banding(
    "dlqi_band",
    "DLQI band",
    DLQI,
    lows=HONGBO_LOWS,
    labels=HONGBO_LABELS,
    provenance=Provenance(sources=(HONGBO_2005,), requirements=("PSO-DLQI-010",)),
)
"""Effect on life after Hongbo: 0-1, 2-5, 6-10, 11-20, 21-30."""

ROUND_HALF_UP = Fraction(1, 2)

DLQI_R_BANDS = banding(
    "dlqi_r_band",
    "DLQI-R band",
    DLQI_R,
    lows=[low - ROUND_HALF_UP for low in HONGBO_LOWS],
    labels=HONGBO_LABELS,
    provenance=Provenance(
        sources=(HONGBO_2005, PSOSCORE),
        requirements=("PSO-DLQI-012",),
        status="unconfirmed",
        note="The bands are defined on whole numbers: the DLQI-R is rounded half up first.",
    ),
)
"""The same bands for the DLQI-R, rounded half up to a whole number first."""
