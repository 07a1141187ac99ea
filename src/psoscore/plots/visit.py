"""Where visits stand on the time axis."""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING, Any, TypeAlias

from psoscore.missing import is_missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

__all__ = ["Visit", "mark_visits", "places"]

Visit: TypeAlias = str | float
"""The name of a visit, or its time as a number, such as the week."""

MARGIN = 0.06
"""Room to either side of the first and last visit, as a share of the time axis."""


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


def mark_visits(ax: Axes, at: dict[Visit, float], label: str) -> float:
    """Give each visit a tick with its name, and return the extent of the axis."""
    first, last = min(at.values()), max(at.values())
    extent = (last - first) or 1.0
    ax.set_xlim(first - MARGIN * extent, last + MARGIN * extent)
    names = [visit if isinstance(visit, str) else f"{visit:g}" for visit in at]
    ax.set_xticks(list(at.values()), names)
    ax.set_xlabel(label)
    return extent
