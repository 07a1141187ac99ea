"""What tells rows apart: names of patients, visits and infusions in arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from psoscore.amount_arrays import fault_at
from psoscore.errors import Fault, InputError
from psoscore.missing import is_missing

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["name_codes", "refuse_missing"]


def refuse_missing(item: str, cells: NDArray[Any], allowed: str) -> None:
    """Refuse cells that name something, such as a patient, where one of them is empty.

    Raises:
        InputError: With first positions and count.
    """
    empty = np.array([is_missing(one) for one in cells], np.bool)
    if empty.any():
        raise InputError([fault_at(item, "missing", allowed, empty)])


def name_codes(item: str, names: NDArray[Any], allowed: str) -> NDArray[np.int64]:
    """A running number for every different name; 7 and "S-07" in one column are read as text.

    Raises:
        InputError: A name is missing, or is nothing that can be written out.

    >>> name_codes("subject", np.array(["B", "A", "B"]), "a subject in every row").tolist()
    [1, 0, 1]
    """
    refuse_missing(item, names, allowed)
    try:
        told = names.astype(str) if names.dtype.hasobject else names
    except Exception:  # noqa: BLE001  a stranger's object can raise anything
        raise InputError([Fault(item=item, kind="no_name", allowed=allowed)]) from None
    return np.unique(told, return_inverse=True)[1]
