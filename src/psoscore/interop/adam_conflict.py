"""Records of one patient and day, or of one planned visit, that contradict each other; no rule chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from psoscore.amount_arrays import fault_at
from psoscore.endpoints.visit_window_arrays import NOWHERE
from psoscore.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from psoscore.interop.adam_rows import Places

__all__ = ["refuse_conflicts"]

DAY_HINT = "keep the one that counts, or say visit= for the planned visit of each"
VISIT_HINT = "keep the one that counts; a record without a planned visit is not analysed"


def refuse_conflicts(
    names: Iterable[str],
    values: Iterable[NDArray[np.float64]],
    places: Places,
    planned: NDArray[np.int64] | None,
) -> None:
    """Refuse different values of one patient on one day, or at one planned visit.

    Args:
        names: The columns of the scores, for the message.
        values: Their values, NaN where there is none, which contradicts nothing.
        places: Whose records they are, and of which date.
        planned: The planned visits, NOWHERE where there is none; None where days decide.

    Raises:
        InputError: With first positions and count, for every column that has some.
    """
    if planned is None:
        what, hint = "day", DAY_HINT
        when, placed = places.date.astype(np.int64), ~np.isnat(places.date)
    else:
        what, hint, when, placed = "planned visit", VISIT_HINT, planned, planned != NOWHERE
    allowed = f"one value a patient and {what}"
    torn = ((name, _torn(places.who, when, value, placed)) for name, value in zip(names, values, strict=True))
    faults = [fault_at(name, "conflicting_records", allowed, one, hint) for name, one in torn if one.any()]
    if faults:
        raise InputError(faults)


def _torn(
    who: NDArray[Any], when: NDArray[Any], value: NDArray[Any], placed: NDArray[Any]
) -> NDArray[np.bool]:
    """Which records have another of the same patient and time beside them that says something else."""
    rows = np.flatnonzero(placed & ~np.isnan(value))
    times, time = np.unique(when[rows], return_inverse=True)
    every, place = np.unique(who[rows] * len(times) + time, return_inverse=True)
    one = np.empty(len(every))
    one[place] = value[rows]
    differs = np.zeros(len(every), np.bool)
    differs[place[one[place] != value[rows]]] = True
    found = np.zeros(len(value), np.bool)
    found[rows] = differs[place]
    return found
