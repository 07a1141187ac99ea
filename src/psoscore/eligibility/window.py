"""The weeks before a visit: when the last of something was, and whether that counts.

"Within N weeks before" is 7 N days, whether the day exactly that long ago
counts is said by ``far_edge``. The last day of a treatment and the flag that
there ever was one work together: a day implies that there was, no and a day
contradict each other, yes without a day leaves the question open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from psoscore.algebra import some
from psoscore.cells import LAST_DAY
from psoscore.dates import DAYS_A_WEEK
from psoscore.definitions import Contradiction
from psoscore.eligibility.wording import label
from psoscore.errors import DefinitionError
from psoscore.terms import Blank, Given, Item
from psoscore.traversal import cells

if TYPE_CHECKING:
    from psoscore.terms import Condition

__all__ = ["FarEdge", "after", "no_and_a_day", "treated_within", "window_words", "within_before"]

FarEdge: TypeAlias = Literal["inclusive", "exclusive"]
MOST_WEEKS = LAST_DAY // DAYS_A_WEEK
"""As many as the calendar has."""

EDGES: dict[str, str] = {"inclusive": "included", "exclusive": "excluded"}


def within_before(last: Item, anchor: Item, *, weeks: int, far_edge: FarEdge = "inclusive") -> Condition:
    """A day lies within so many weeks before an anchor, the anchor's day included.

    Missing data: a day known only in part settles it where all of its days
    agree. A last day after the anchor settles nothing, because what ended then
    may have run on since before.

    Args:
        last: The last day of it.
        anchor: The visit.
        weeks: Whole weeks of seven days.
        far_edge: Whether the day exactly so many weeks before counts.

    Raises:
        DefinitionError: The far edge is neither inclusive nor exclusive, the
            weeks are no whole number, or one of the two is no day.

    >>> from psoscore import day, judge
    >>> within = within_before(day("last"), day("visit"), weeks=4)
    >>> judge(within, {"last": "2015-03-02", "visit": "2015-03-30"})
    <Truth.TRUE: 1>
    """
    days = _days(weeks, far_edge)
    _are_days(last, anchor)
    gap = anchor - last
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
    within = within_before(last, anchor, weeks=weeks, far_edge=far_edge)
    return some(ever, ~Blank(last.cell)) & within


def no_and_a_day(ever: Condition, last: Item) -> Contradiction:
    """The fault of a record that says no and gives a last day all the same.

    Args:
        ever: As for ``treated_within``; one flag.
        last: As for ``treated_within``.

    Raises:
        DefinitionError: It is not one flag and a day.
    """
    _are_days(last)
    name, *others = cells(ever)
    if others or cells(ever)[name].kind != "flag":
        message = f"one flag is needed, such as flag('biologic'), not {ever!r}"
        raise DefinitionError(message)
    return Contradiction(
        name="no_and_a_day",
        condition=~ever & ~Blank(last.cell),
        message=f"{label(name)} is no, but {label(last.cell.name)} is given",
        items=(name, last.cell.name),
    )


def after(last: Item, anchor: Item) -> Contradiction:
    """The warning about a last day that lies after the anchor.

    Args:
        last: As for ``within_before``.
        anchor: As for ``within_before``.

    Raises:
        DefinitionError: One of the two is no day.
    """
    _are_days(last, anchor)
    name = last.cell.name
    return Contradiction(
        name="after_the_anchor",
        condition=last > anchor,
        message=f"{label(name)} lies after {label(anchor.cell.name)}, it may have run on since before",
        items=(name,),
    )


def window_words(weeks: int, far_edge: FarEdge) -> str:
    """How the window was read, for the reasons.

    Args:
        weeks: As for ``within_before``.
        far_edge: As for ``within_before``.

    Raises:
        DefinitionError: As for ``within_before``.

    >>> window_words(4, "inclusive")
    'the window is 28 days, far edge included'
    """
    return f"the window is {_days(weeks, far_edge)} days, far edge {EDGES[far_edge]}"


def _days(weeks: object, far_edge: str) -> int:
    if far_edge not in EDGES:
        message = f"far_edge={far_edge!r}; choose from 'inclusive', 'exclusive'"
        raise DefinitionError(message)
    if not isinstance(weeks, int) or isinstance(weeks, bool) or not 0 <= weeks <= MOST_WEEKS:
        message = f"weeks={weeks!r}; a whole number of weeks is needed, 0 to {MOST_WEEKS}"
        raise DefinitionError(message)
    return DAYS_A_WEEK * weeks


def _are_days(*items: object) -> None:
    for item in items:
        if not isinstance(item, Item) or item.cell.kind != "day":
            message = f"a day is needed, such as day('visit_date'), not {item!r}"
            raise DefinitionError(message)
