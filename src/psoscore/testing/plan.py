"""Plans of infusions that their own limits allow."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from psoscore.infusion.plan import InfusionPlan

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

__all__ = ["plans"]

MOST_INFUSIONS = 7
MOST_GAP_DAYS = 28
MOST_WINDOW_DAYS = 7
MOST_SPARE_DAYS = 14


@st.composite
def plans(draw: DrawFn, *, most: int = MOST_INFUSIONS) -> InfusionPlan:
    """Plans of one infusion or more, with and without windows, a least interval and a longest span.

    Windows may let two infusions collide, as those of real plans do; then the
    plan's ``.warnings`` say so.

    Args:
        draw: Hypothesis draws with it.
        most: The most infusions.

    >>> from hypothesis import find
    >>> find(plans(), lambda plan: len(plan.days) > 1 and plan.shift).days
    (1, 2)
    """
    gaps = draw(st.lists(st.integers(1, MOST_GAP_DAYS), max_size=most - 1))
    days = tuple(accumulate(gaps, initial=1))
    room = st.integers(0, MOST_WINDOW_DAYS)
    exclusive = draw(st.booleans())
    spare = draw(st.none() | st.integers(0, MOST_SPARE_DAYS))
    taken = days[-1] - 1 + exclusive
    return InfusionPlan(
        days=days,
        window_days=draw(st.none() | room | st.tuples(room, room)),
        minimum_interval_days=draw(st.integers(1, min(gaps, default=MOST_GAP_DAYS))),
        maximum_span_days=None if spare is None else taken + spare,
        span_edge="exclusive" if exclusive else "inclusive",
        shift=draw(st.booleans()),
    )
