"""Columns out of an eager frame as arrays (extra ``frames``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from psoscore.errors import Fault, InputError, MissingExtraError
from psoscore.missing import is_missing

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["column", "eager"]


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
    cells[:] = [None if is_missing(one) else one for one in values]
    return cells
