"""How much of an area is involved: a grade from 0 to 6, or the percentage that it stands for.

The bands are half-open: 10 % is grade 2, and any involvement is at least grade 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from psoscore.algebra import count
from psoscore.cells import Cell
from psoscore.terms import Item, OneOf, Quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["GRADE_ENDS", "GREATEST_GRADE", "area_of", "grade_item", "grade_of", "percent_item"]

GREATEST_GRADE = 6
WHOLE_AREA = 100
GRADE_LOWS = (10, 30, 50, 70, 90)
"""The least percentage of area grades 2 to 6; grade 1 is anything above 0 (Feldman 2005)."""

GRADE_ENDS: Mapping[int, tuple[int, int]] = {
    0: (0, 0),
    **dict(enumerate(zip((0, *GRADE_LOWS), (*GRADE_LOWS, WHOLE_AREA), strict=True), start=1)),
}
"""The percentages between which each grade lies."""


def grade_item(region: str, aliases: tuple[str, ...] = ()) -> Item:
    """The area grade of one region, 0 to 6."""
    return Item(Cell(f"{region}_area", high=GREATEST_GRADE, aliases=aliases, question=f"{region}_area"))


def percent_item(name: str, question: str = "") -> Item:
    """A measured percentage of a region; it is compared as it comes, never rounded."""
    return Item(Cell(name, "measure", high=WHOLE_AREA, unit="%", question=question))


def grade_of(percent: Item) -> Quantity:
    """The area grade of a percentage: the number of lower edges that it reaches."""
    return count([percent > 0, *(percent >= low for low in GRADE_LOWS)])


def area_of(region: str, aliases: tuple[str, ...] = ()) -> OneOf:
    """The area of a region, as a grade or as a percentage."""
    percent = percent_item(f"{region}_area_percent", question=f"{region}_area")
    return OneOf((grade_item(region, aliases), grade_of(percent)))
