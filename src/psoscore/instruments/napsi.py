"""Nail Psoriasis Severity Index (NAPSI): one nail, ten finger nails, twenty nails.

A nail has four quadrants. Each counts one point for any sign of the matrix and
one for any sign of the bed, so a nail has 0 to 8, ten nails 0 to 80 and twenty
0 to 160. A nail comes quadrant by quadrant (``right_thumb_matrix_1`` to
``_4``, 0 or 1 each) or already counted (``right_thumb_matrix``, 0 to 4); bed
and matrix of every nail may differ in that.

Missing data:
    No published rule fills a missing nail or quadrant; then there is no value.
    Bounds are always given. A nail that was not looked at is missing, not 0.

Departures:
    The long form of one target nail (0 to 32) is another scale and is not this
    one; totals of the two must not be mixed. The modified NAPSI is left out,
    because its maximum could not be confirmed.

Licence:
    None is stated in the sources that were read. No form is shipped.

>>> from psoscore import score
>>> score(NAPSI_NAIL, {"nail_matrix": 2, "nail_bed": 3}).value
5.0
"""

from __future__ import annotations

from itertools import product

from psoscore.algebra import linear
from psoscore.cells import Cell
from psoscore.definitions import Score
from psoscore.provenance import Provenance
from psoscore.sources import AKTAN_2007, NAPSI_SHEET, PSOSCORE, RICH_2003
from psoscore.terms import Item, OneOf, Quantity

__all__ = ["FINGERS", "NAPSI_10", "NAPSI_20", "NAPSI_NAIL", "TOES"]

SIDES = ("right", "left")
FINGERS = tuple(
    f"{side}_{finger}" for side, finger in product(SIDES, ("thumb", "index", "middle", "ring", "little"))
)
TOES = tuple(
    f"{side}_{toe}_toe" for side, toe in product(SIDES, ("great", "second", "third", "fourth", "fifth"))
)
"""The nails in the order of their items; right before left, first before fifth."""

PLACES = ("matrix", "bed")
QUADRANTS = (1, 2, 3, 4)

MISSING_RULE = "No nail and no quadrant is filled. Bounds are always given."
PROVENANCE = Provenance(
    sources=(RICH_2003, NAPSI_SHEET, AKTAN_2007, PSOSCORE),
    requirements=("PSO-INSTR-012", "PSO-INSTR-013", "PSO-INSTR-014"),
    note="Any sign counts once a quadrant: 0 to 8 a nail. Not the long form, 0 to 32 for a target nail.",
)


def _points(nail: str, place: str) -> OneOf:
    """The points of the matrix or the bed of one nail, by quadrant or counted."""
    counted = f"{nail}_{place}"
    by_quadrant = linear([(1, Item(Cell(f"{counted}_{quadrant}"))) for quadrant in QUADRANTS])
    return OneOf((by_quadrant, Item(Cell(counted, high=len(QUADRANTS)))))


def _sum_of(nails: tuple[str, ...]) -> Quantity:
    return linear([(1, _points(nail, place)) for nail, place in product(nails, PLACES)])


def _napsi(name: str, title: str, nails: tuple[str, ...], *, parts: tuple[Score, ...] = ()) -> Score:
    return Score(
        name=name,
        title=title,
        term=_sum_of(nails),
        provenance=PROVENANCE,
        missing_rule=MISSING_RULE,
        parts=parts,
    )


def _each(nails: tuple[str, ...]) -> tuple[Score, ...]:
    return tuple(_napsi(nail, f"NAPSI {nail.replace('_', ' ')}", (nail,)) for nail in nails)


NAPSI_NAIL = _napsi("napsi_nail", "NAPSI of one nail", ("nail",))
"""One nail, 0 to 8."""

NAPSI_10 = _napsi("napsi_10", "NAPSI of ten finger nails", FINGERS, parts=_each(FINGERS))
"""Ten finger nails, 0 to 80; the parts are the nails."""

NAPSI_20 = _napsi(
    "napsi_20",
    "NAPSI of twenty nails",
    FINGERS + TOES,
    parts=(
        _napsi("fingers", "NAPSI of the fingers", FINGERS),
        _napsi("toes", "NAPSI of the toes", TOES),
        *_each(FINGERS + TOES),
    ),
)
"""Twenty nails, 0 to 160; the parts are fingers, toes and the nails."""
