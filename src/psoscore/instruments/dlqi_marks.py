"""Marks on paper that are not one clear answer: several ticks, and marks between boxes.

The instructions for the DLQI settle them before anything is scored. They are
known from the literature; the leaflet itself could not be read.

Missing data:
    No tick at all is an empty cell: None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psoscore.answers import NOT_RELEVANT
from psoscore.errors import Fault, InputError
from psoscore.instruments.dlqi import GREATEST
from psoscore.provenance import Provenance
from psoscore.sources import CARDIFF_DLQI, PSOSCORE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from psoscore.answers import NotRelevant

__all__ = ["MARKS", "between_boxes", "several_ticks"]

MARKS = Provenance(
    sources=(CARDIFF_DLQI, PSOSCORE),
    requirements=("PSO-DLQI-009",),
    status="unconfirmed",
    note="The highest of several ticks and the lower of two boxes; a scored tick beside not relevant counts.",
)
"""Where the two rules come from."""


def several_ticks(ticks: Iterable[int | NotRelevant]) -> int | NotRelevant | None:
    """The one answer that several ticks on a question stand for: the highest.

    *Not relevant* together with a scored option is the scored option, so the
    question is relevant. Part a of question 7 is ticked 3 or 0.

    Missing data: no tick gives None, an empty cell.

    Args:
        ticks: Every ticked box, 0 to 3, or ``NOT_RELEVANT``.

    Returns:
        The answer for the record.

    Raises:
        InputError: A tick is no whole number from 0 to 3.

    >>> several_ticks([1, 2]), several_ticks([NOT_RELEVANT, 0]), several_ticks([])
    (2, 0, None)
    """
    given = list(ticks)
    scored = [_box(tick) for tick in given if tick is not NOT_RELEVANT]
    if scored:
        return max(scored)
    return NOT_RELEVANT if given else None


def between_boxes(one: int, other: int) -> int:
    """The answer that a mark between two boxes stands for: the lower.

    Args:
        one: The box on one side of the mark, 0 to 3.
        other: The box on the other side.

    Returns:
        The lower of both.

    Raises:
        InputError: A box is no whole number from 0 to 3.

    >>> between_boxes(2, 1)
    1
    """
    return min(_box(one), _box(other))


def _box(points: Any) -> int:
    if type(points) is not int or not 0 <= points <= GREATEST:
        raise InputError([Fault("tick", "no_box", f"0 to {GREATEST}, or not relevant", repr(points))])
    return points
