"""Responder flags, as endpoints over visits, summaries and plots read them.

A flag is 1 for a response, 0 for none and -1 where it is open, as
``judge_arrays`` gives it. True, False, ``Truth``, Y and N of an analysis data
set, None, NaN, NA, empty text and masked cells are read as what they mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from psoscore.amount_arrays import array_of, fault_at
from psoscore.errors import Fault, InputError
from psoscore.missing import is_missing
from psoscore.truth import Truth

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["OPEN", "Flags", "read_flags"]

Flags: TypeAlias = "NDArray[np.int8]"

OPEN = -1
"""A flag that is not settled."""

FLAG_OF_TEXT = {"Y": 1, "N": 0, "": OPEN}

ALLOWED = "1, 0 or Y, N, or -1, None and NaN for an open one"
HINT = "these are responder flags, as judge_arrays gives them, no scores"


def read_flags(item: str, values: Any) -> Flags:
    """Flags as int8, of the shape of the data; never the caller's own memory.

    Args:
        item: What is read, for the message.
        values: An array of integers, floats, truth values, text or objects, at least one axis.

    Raises:
        InputError: With first positions and count: cells that are no flags; or no axis of visits.

    >>> read_flags("response", [True, None, 0.0]).tolist()
    [1, -1, 0]
    """
    masked = np.ma.getmaskarray(values) if np.ma.isMaskedArray(values) else None
    given = array_of(item, values)
    if not given.ndim:
        allowed = "an array whose last axis is that of the visits"
        raise InputError([Fault(item=item, kind="no_visits", allowed=allowed)])
    if given.dtype.kind in "OU":
        given = np.array([_plain(one) for one in given.flat], np.float64).reshape(given.shape)
    if given.dtype.kind not in "biuf":
        raise InputError([Fault(item=item, kind="no_flag", allowed=ALLOWED, value=str(given.dtype))])
    unknown = np.isnan(given)
    if masked is not None:
        unknown |= masked
    with np.errstate(invalid="ignore"):
        flags = given.astype(np.int8)
    wrong = ((flags != given) | (flags < OPEN) | (flags > 1)) & ~unknown
    if wrong.any():
        raise InputError([fault_at(item, "no_flag", ALLOWED, wrong, HINT)])
    flags[unknown] = OPEN
    return flags


def _plain(value: Any) -> float:
    """One object as a number; what is no flag becomes one that is refused."""
    if isinstance(value, Truth):
        return value.value
    if is_missing(value):
        return OPEN
    if isinstance(value, str):
        return FLAG_OF_TEXT.get(value, np.inf)
    if not isinstance(value, bool | int | float | np.bool | np.integer | np.floating):
        return np.inf
    try:
        return float(value)
    except (OverflowError, TypeError):  # an int beyond every float; a span of time, numpy's integer
        return np.inf
