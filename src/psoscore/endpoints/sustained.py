"""Sustained response: once reached at a visit, it is there at every later visit.

The simple definition, by visits alone: nothing is assumed about the days
between them.

Missing data:
    A visit that is open leaves what depends on it open, and a later visit
    without response settles it. Name a rule of ``imputation`` first where the
    analysis plan has one.

>>> sustained_arrays([[0, 1, 1], [1, 0, 1], [1, -1, 1]])
array([[ 0,  1,  1],
       [ 0,  0,  1],
       [-1, -1,  1]], dtype=int8)
"""

from __future__ import annotations

from typing import Any

import numpy as np

from psoscore.endpoints.responder_flags import OPEN, Flags, read_flags
from psoscore.provenance import Provenance
from psoscore.sources import PSOSCORE, SUSTAINED_DATA

__all__ = ["SUSTAINED_PROVENANCE", "sustained_arrays", "sustained_since_first_arrays"]

SUSTAINED_PROVENANCE = Provenance(
    sources=(SUSTAINED_DATA, PSOSCORE),
    requirements=("PSO-ENDP-010", "PSO-ENDP-011"),
    note="Other definitions interpolate between visits, or allow one visit without response; "
    "these are not here.",
)


def sustained_arrays(responses: Any) -> Flags:
    """Whether there is a response at each visit and at every later one.

    Missing data: see the module.

    Args:
        responses: Responder flags; the last axis is that of the visits, in order of time.

    Returns:
        int8 of the same shape: 1, 0, or -1 where it is open.

    Raises:
        InputError: A cell is no flag.
    """
    kept = read_flags("responses", responses)
    for visit in range(kept.shape[-1] - 2, -1, -1):
        here, later = kept[..., visit], kept[..., visit + 1]
        # Kleene's "and": where this visit responds the later ones decide; where it is open they only refute.
        kept[..., visit] = np.where(here == 1, later, np.where(later == 0, 0, here))
    return kept


def sustained_since_first_arrays(responses: Any) -> Flags:
    """Whether a patient reached a response and never lost it, from the first one on.

    A patient who never responded has not sustained anything: 0.

    Missing data: see the module; the flag is settled as soon as every
    completion of the open visits agrees.

    Args:
        responses: As for ``sustained_arrays``.

    Returns:
        int8 without the axis of the visits: 1, 0, or -1 where it is open.

    Raises:
        InputError: A cell is no flag, or there is no visit.

    Examples:
        >>> sustained_since_first_arrays([[0, -1, 1], [1, -1, 1], [0, 0, 0]])
        array([ 1, -1,  0], dtype=int8)
    """
    flags = read_flags("responses", responses)
    reached = np.zeros(flags.shape[:-1], np.bool)
    may_have_reached, lost, may_have_lost = reached.copy(), reached.copy(), reached.copy()
    last = np.zeros_like(reached, np.int8)
    for visit in range(flags.shape[-1]):
        last = flags[..., visit]
        lost |= reached & (last == 0)
        may_have_lost |= may_have_reached & (last != 1)
        reached |= last == 1
        may_have_reached |= last != 0
    found = np.full(flags.shape[:-1], OPEN, np.int8)
    found[lost | (last == 0)] = 0
    found[(last == 1) & ~may_have_lost] = 1
    return found
