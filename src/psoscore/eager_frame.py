"""Columns out of an eager frame as arrays (extra ``frames``)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from psoscore.errors import Fault, InputError, MissingExtraError
from psoscore.missing import is_missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["column", "eager", "names_twice", "not_a_frame"]


def eager(frame: Any) -> Any:
    """The frame as narwhals sees it.

    Raises:
        InputError: It is lazy, no data frame, or two of its columns have one name.
        MissingExtraError: narwhals is not installed.
    """
    try:
        import narwhals.stable.v2 as nw  # noqa: PLC0415 - an extra, only wanted here
        from narwhals.exceptions import DuplicateError  # noqa: PLC0415
    except ImportError:
        library = "narwhals"
        raise MissingExtraError(library, "frames") from None
    try:
        table = nw.from_native(frame)
        table.columns  # noqa: B018 - where pandas says that two columns have one name
    except TypeError:
        raise InputError([not_a_frame(frame)]) from None
    except DuplicateError:
        raise InputError(names_twice(frame)) from None
    if isinstance(table, nw.LazyFrame):
        hint = "collect it first"
        raise InputError([Fault(item="frame", kind="lazy", allowed="an eager frame", hint=hint)])
    return table


def not_a_frame(frame: Any) -> Fault:
    """The fault of what is no data frame."""
    return Fault("frame", "not_a_frame", "a data frame", f"a {type(frame).__name__}")


def names_twice(native: Any, spelt: Callable[[str], str] = str) -> list[Fault]:
    """Faults for the columns of a native frame whose name stands there twice, however it is spelt."""
    names = getattr(native, "column_names", None) or native.columns
    times = Counter(spelt(str(name)) for name in names)
    return [
        Fault(name, "column_twice", hint="keep one of the columns")
        for name, count in times.items()
        if count > 1
    ]


def column(table: Any, name: str) -> NDArray[Any]:
    """One column as an array; null is NaN, None or NaT."""
    if name not in table.columns:
        allowed = f"one of {', '.join(table.columns)}"
        raise InputError([Fault(item=name, kind="not_a_column", allowed=allowed)])
    try:
        values: NDArray[Any] = np.asarray(table[name].to_numpy())
    except Exception:  # noqa: BLE001  integers of 128 bits in polars, which has an error of its own for them
        values = np.empty(())
    if values.ndim != 1:  # nor are arrays in the cells of polars
        allowed = "one value a row, of a kind that numpy has"
        raise InputError([Fault(item=name, kind="not_a_column", allowed=allowed)])
    if values.dtype.kind != "O":
        return values
    return np.fromiter((None if is_missing(one) else one for one in values), object, len(values))
