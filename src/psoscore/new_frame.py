"""New frames and new columns of the kind of a frame that came in (extra ``frames``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from psoscore.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["new_frame", "with_number_columns"]


def with_number_columns(table: Any, columns: Mapping[str, NDArray[Any]]) -> Any:
    """The native frame with columns of numbers added; NaN becomes the frame's own missing value.

    Raises:
        InputError: The frame has a column of one of these names.
    """
    import narwhals.stable.v2 as nw  # noqa: PLC0415 - an extra, only wanted here

    there = [name for name in columns if name in table.columns]
    if there:
        faults = [Fault(item=name, kind="already_there", hint="rename the column first") for name in there]
        raise InputError(faults)
    backend = table.implementation
    added = [nw.new_series(name, np.ascontiguousarray(one), backend=backend) for name, one in columns.items()]
    return _hollow(table.with_columns(*added), columns).to_native()


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

    backend = table.implementation
    series = {
        name: nw.new_series(name, one.tolist(), nw.String, backend=backend)
        if one.dtype.kind == "O"
        else nw.new_series(name, one, backend=backend)
        for name, one in columns.items()
    }
    for name, rows in (kept or {}).items():
        series[name] = nw.maybe_reset_index(table[name][rows.tolist()])
    return _hollow(nw.from_dict(series), columns).to_native()


def _hollow(table: Any, columns: Mapping[str, NDArray[Any]]) -> Any:
    """NaN as null where the frame tells the two apart."""
    import narwhals.stable.v2 as nw  # noqa: PLC0415 - an extra, only wanted here

    holes = [name for name, one in columns.items() if one.dtype.kind == "f" and np.isnan(one).any()]
    return table.with_columns(
        *(nw.when(~nw.col(name).is_nan()).then(nw.col(name)).alias(name) for name in holes)
    )
