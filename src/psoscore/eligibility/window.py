"""The weeks before a visit: when the last of something was, and whether that counts.

"Within N weeks before" is 7 N days, whether the day exactly that long ago
counts is said by ``far_edge``. The last day of a treatment and the flag that
there ever was one work together: a day implies that there was, no and a day
contradict each other, yes without a day leaves the question open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from psoscore.dates import DAYS_A_WEEK
from psoscore.definitions import Contradiction
from psoscore.errors import DefinitionError
from psoscore.terms import Blank, Given
from psoscore.traversal import cells

if TYPE_CHECKING:
    from psoscore.terms import Condition, Item

__all__ = ["FarEdge", "after", "no_and_a_day", "treated_within", "window_words", "within_before"]

FarEdge: TypeAlias = Literal["inclusive", "exclusive"]
EDGES: dict[str, str] = {"inclusive": "included", "exclusive": "excluded"}


def within_before(last: Item, anchor: Item, *, weeks: int, far_edge: FarEdge = "inclusive") -> Condition:
    """A day lies within so many weeks before an anchor, the anchor's day included.

    Missing data: a day known only in part settles it where all of its days
    agree. A last day after the anchor settles nothing, because what ended then
    may have run on since before.

    Args:
        last: The last day of it.
        anchor: The visit.
        weeks: Weeks of seven days.
        far_edge: Whether the day exactly so many weeks before counts.

    Raises:
        DefinitionError: The far edge is neither inclusive nor exclusive.

    >>> from psoscore import day, judge
    >>> within = within_before(day("last"), day("visit"), weeks=4)
    >>> judge(within, {"last": "2015-03-02", "visit": "2015-03-30"})
    <Truth.TRUE: 1>
    """
    _edge(far_edge)
    gap = anchor - last
    days = DAYS_A_WEEK * weeks
    near = gap <= days if far_edge == "inclusive" else gap < days
    return Given(near, gap >= 0)


def treated_within(
    ever: Condition, last: Item, anchor: Item, *, weeks: int, far_edge: FarEdge = "inclusive"
) -> Condition:
    """There was such a treatment, and its last day lies within the window.

    Missing data: the last day implies that there was one; no treatment and no
    last day is false; a treatment without its last day, or nothing at all, is
    unknown.

    Args:
        ever: The flag that there ever was one.
        last: Its last day.
        anchor: The visit.
        weeks: As for ``within_before``.
        far_edge: As for ``within_before``.

    Raises:
        DefinitionError: As for ``within_before``.
    """
    was = ever | ~Blank(last.cell)
    return was & within_before(last, anchor, weeks=weeks, far_edge=far_edge)


def no_and_a_day(ever: Condition, last: Item) -> Contradiction:
    """The fault of a record that says no and gives a last day all the same."""
    (name,) = cells(ever)
    return Contradiction(
        name="no_and_a_day",
        condition=~ever & ~Blank(last.cell),
        message=f"{name} is no, but {last.cell.name} is given",
        items=(name, last.cell.name),
    )


def after(last: Item, anchor: Item) -> Contradiction:
    """The warning about a last day that lies after the anchor."""
    return Contradiction(
        name="after_the_anchor",
        condition=last > anchor,
        message=f"{last.cell.name} lies after {anchor.cell.name}; it may have run on since before",
        items=(last.cell.name,),
    )


def window_words(weeks: int, far_edge: FarEdge) -> str:
    """How the window was read, for the reasons.

    >>> window_words(4, "inclusive")
    'the window is 28 days, far edge included'
    """
    _edge(far_edge)
    return f"the window is {DAYS_A_WEEK * weeks} days, far edge {EDGES[far_edge]}"


def _edge(far_edge: str) -> None:
    if far_edge not in EDGES:
        message = f"far_edge={far_edge!r}; choose from 'inclusive', 'exclusive'"
        raise DefinitionError(message)
