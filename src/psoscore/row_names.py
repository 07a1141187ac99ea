"""What tells rows apart: names of patients, visits and infusions in arrays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from psoscore.amount_arrays import fault_at
from psoscore.errors import InputError
from psoscore.missing import is_missing

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["name_codes", "refuse_missing"]

NAMES = (str, Real, Decimal, date)


def refuse_missing(item: str, cells: NDArray[Any], allowed: str) -> None:
    """Refuse cells that name something, such as a patient, where one of them is empty.

    Raises:
        InputError: With first positions and count.
    """
    empty = np.array([is_missing(one) for one in cells], np.bool)
    if empty.any():
        raise InputError([fault_at(item, "missing", allowed, empty)])


def name_codes(item: str, names: NDArray[Any], allowed: str) -> NDArray[np.int64]:
    """A number for every different name, the same where names are equal.

    Raises:
        InputError: A name is missing, or is neither text nor a number nor a day.

    >>> name_codes("subject", np.array(["B", 7, "B"], object), "a subject in every row").tolist()
    [0, 1, 0]
    """
    if names.dtype.kind in "OfM":
        refuse_missing(item, names, allowed)
    if not names.dtype.hasobject:
        return np.unique(names, return_inverse=True)[1]
    strange = np.array([not isinstance(one, NAMES) for one in names], np.bool)
    if strange.any():
        raise InputError([fault_at(item, "no_name", allowed, strange)])
    seen: dict[Any, int] = {}
    return np.array([seen.setdefault(one, len(seen)) for one in names], np.int64)
