"""Calendar months in arrays of days: added at once, clamped to the month's end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["add_months_arrays"]


def add_months_arrays(days: NDArray[np.datetime64], months: int) -> NDArray[np.datetime64]:
    """The days that many calendar months later, as ``psoscore.dates.add_months`` gives each; NaT stays NaT.

    >>> add_months_arrays(np.array(["2015-08-31", "NaT"], "M8[D]"), 6)
    array(['2016-02-29',        'NaT'], dtype='datetime64[D]')
    """
    month = days.astype("datetime64[M]")
    later = month + np.timedelta64(months, "M")
    last = (later + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    same_day = later.astype("datetime64[D]") + (days - month.astype("datetime64[D]"))
    clamped: NDArray[Any] = np.minimum(same_day, last)
    return clamped
