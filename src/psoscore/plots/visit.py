"""Where visits stand on the time axis."""

from __future__ import annotations

from itertools import pairwise
from numbers import Real
from textwrap import fill
from typing import TYPE_CHECKING, Any, TypeAlias

from psoscore.missing import is_missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from matplotlib.axes import Axes

__all__ = ["Visit", "mark_visits", "names_of", "nearest", "places", "upright"]

Visit: TypeAlias = str | float
"""The name of a visit, or its time as a number, such as the week."""

MARGIN, ALONE = 0.06, 0.5
"""Room to either side of the first and last visit, and of the only one, as a share of the time axis."""
LINE_CHARACTERS, LEAST_CHARACTERS = 80, 11
"""How many characters fit under the axis side by side, and the shortest lines that names are broken into."""
CROWDED = 0.045
"""Numbers that stand closer than this, as a share of the time axis, are turned upright."""
CROWDED_POINTS = 7


def places(visits: Iterable[Visit]) -> dict[Visit, float]:
    """A place on the axis for each visit.

    Visits that are all numbers stand at their distance and in their order.
    Otherwise all stand evenly, in the order in which they first come.
    """
    once = list(dict.fromkeys(visits))
    if all(_is_number(visit) for visit in once):
        return {visit: float(visit) for visit in sorted(once, key=float)}
    return {visit: float(place) for place, visit in enumerate(once)}


def _is_number(visit: Any) -> bool:
    return isinstance(visit, Real) and not is_missing(visit)


def nearest(at: Mapping[Visit, float]) -> float:
    """The distance of the two visits that stand closest, 1 where there is only one."""
    return min((after - before for before, after in pairwise(sorted(at.values()))), default=1.0)


def upright(at: Mapping[Visit, float]) -> dict[str, Any]:
    """How numbers at the visits are written: upright and small where they would run into each other."""
    extent = max(at.values()) - min(at.values())
    crowded = extent > 0 and nearest(at) < CROWDED * extent
    return {"rotation": 90, "fontsize": CROWDED_POINTS} if crowded else {}


def names_of(at: Mapping[Visit, float]) -> list[str]:
    """The visits as they stand under the axis; long names take several lines."""
    width = max(LEAST_CHARACTERS, LINE_CHARACTERS // len(at))
    return [
        fill(visit, width, break_long_words=False) if isinstance(visit, str) else f"{visit:g}" for visit in at
    ]


def mark_visits(ax: Axes, at: Mapping[Visit, float], label: str) -> float:
    """Give each visit a tick with its name, and return the extent of the axis."""
    first, last = min(at.values()), max(at.values())
    extent = last - first
    room = MARGIN * extent or ALONE
    ax.set_xlim(first - room, last + room)
    ax.set_xticks(list(at.values()), names_of(at), **upright(at))
    ax.set_xlabel(label)
    return extent or 1.0
