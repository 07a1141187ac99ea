"""New frames and new columns of the kind of a frame that came in (extra ``frames``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from psoscore.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["new_frame", "with_new_columns"]


def with_new_columns(table: Any, columns: Mapping[str, NDArray[Any]], *, unknown: int | None = None) -> Any:
    """The native frame with columns added; NaN becomes the frame's own missing value.

    Args:
        table: The table.
        columns: The new columns; an array of objects holds text and None.
        unknown: The integer that stands for a missing one, where there is such.

    Raises:
        InputError: The frame has a column of one of these names.
    """
    there = [name for name in columns if name in table.columns]
    if there:
        faults = [Fault(item=name, kind="column_exists", hint="rename the column first") for name in there]
        raise InputError(faults)
    added = _series(table, columns)
    return _hollow(table.with_columns(*added.values()), columns, unknown).to_native()


def new_frame(
    table: Any, columns: Mapping[str, NDArray[Any]], kept: Mapping[str, NDArray[np.int64]] | None = None
) -> Any:
    """A native frame of the kind of a table; what is missing is the frame's own missing value.

    Args:
        table: The table whose kind it takes.
        columns: The new columns; an array of objects holds text and None.
        kept: For columns of the table itself the rows that are taken; they come last.
    """
    import narwhals.stable.v2 as nw  # noqa: PLC0415 - an extra, only wanted here

    series = _series(table, columns)
    for name, rows in (kept or {}).items():
        series[name] = nw.maybe_reset_index(table[name][rows.tolist()])
    return _hollow(nw.from_dict(series), columns).to_native()


def _series(table: Any, columns: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
    """The columns in the kind of a table."""
    import narwhals.stable.v2 as nw  # noqa: PLC0415 - an extra, only wanted here

    backend = table.implementation
    return {
        name: nw.new_series(name, one.tolist(), nw.String, backend=backend)
        if one.dtype.kind == "O"
        else nw.new_series(name, np.ascontiguousarray(one), backend=backend)
        for name, one in columns.items()
    }


def _hollow(table: Any, columns: Mapping[str, NDArray[Any]], unknown: int | None = None) -> Any:
    """NaN, and the integer that stands for it, as null where the frame tells the two apart."""
    import narwhals.stable.v2 as nw  # noqa: PLC0415 - an extra, only wanted here

    known = {}
    for name, one in columns.items():
        if one.dtype.kind == "f" and np.isnan(one).any():
            known[name] = ~nw.col(name).is_nan()
        elif unknown is not None and one.dtype.kind == "i" and (one == unknown).any():
            known[name] = nw.col(name) != unknown
    filled = (nw.when(there).then(nw.col(name)).alias(name) for name, there in known.items())
    return table.with_columns(*filled)
