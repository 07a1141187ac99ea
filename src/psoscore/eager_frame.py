"""Columns out of an eager frame as arrays, and integer columns back into it (extra ``frames``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from psoscore.amount_arrays import UNKNOWN
from psoscore.answers import MISSING_TYPES
from psoscore.errors import Fault, InputError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["column", "eager", "with_integer_columns"]


def eager(frame: Any) -> Any:
    """The frame as narwhals sees it; a lazy one is refused."""
    try:
        import narwhals.stable.v2 as nw  # noqa: PLC0415 - an extra, only wanted here
    except ImportError:
        library = "narwhals"
        raise MissingExtraError(library, "frames") from None
    table = nw.from_native(frame)
    if isinstance(table, nw.LazyFrame):
        hint = "collect it first"
        raise InputError([Fault(item="frame", kind="lazy", allowed="an eager frame", hint=hint)])
    return table


def column(table: Any, name: str) -> NDArray[Any]:
    """One column as an array; null is NaN, None or NaT."""
    if name not in table.columns:
        allowed = f"one of {', '.join(table.columns)}"
        raise InputError([Fault(item=name, kind="not_a_column", allowed=allowed)])
    values: NDArray[Any] = np.asarray(table[name].to_numpy())
    if values.dtype.kind != "O":
        return values
    cells = np.empty(values.shape, object)
    cells[:] = [None if type(one).__name__ in MISSING_TYPES else one for one in values]
    return cells


def with_integer_columns(table: Any, columns: Mapping[str, NDArray[Any]]) -> Any:
    """The native frame with integer columns added, null where they hold UNKNOWN."""
    import narwhals.stable.v2 as nw  # noqa: PLC0415 - an extra, only wanted here

    backend = table.implementation
    added = [nw.new_series(name, values.ravel(), backend=backend) for name, values in columns.items()]
    table = table.with_columns(*added)
    holes = [name for name, values in columns.items() if (values == UNKNOWN).any()]
    hollow = [nw.when(nw.col(name) != UNKNOWN).then(nw.col(name)).alias(name) for name in holes]
    return table.with_columns(*hollow).to_native()
