"""Frames that lie in memory: their columns as arrays, scored by the array door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
import numpy as np
from attrs import evolve

from psoscore.definitions import Score
from psoscore.engine.arrays import bounds_arrays, judge_arrays, score_arrays
from psoscore.engine.arrays_missing import count_arrays
from psoscore.engine.blocks import Faults
from psoscore.engine.questions import asked
from psoscore.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from psoscore.cells import Cell
    from psoscore.engine.columns_frame import Wish
    from psoscore.engine.columns_names import Named
    from psoscore.engine.options import Options
    from psoscore.engine.questions import Questions

__all__ = ["with_arrays"]

EXACT_WHOLE = 2**53
"""Up to here a 64-bit float holds every whole number."""


def with_arrays(  # noqa: PLR0913, PLR0917  all that is known of the frame
    frame: nw.DataFrame[Any],
    wishes: list[Wish],
    questions: Questions,
    named: Named,
    options: Options,
) -> nw.DataFrame[Any]:
    """The frame with what is wished for, computed on arrays."""
    arrays = {name: _arrays(frame, questions.cells[name], columns) for name, columns in named.columns.items()}
    wished = computed(wishes, arrays, options)
    if frame.implementation.is_pandas_like():
        return _with_pandas(frame, wished, named)
    return frame.with_columns(*(_series(frame, name, values) for name, values in wished.items()))


def computed(wishes: list[Wish], arrays: Mapping[str, Any], options: Options) -> dict[str, NDArray[Any]]:
    """The new columns.

    Raises:
        InputError: Cells cannot be read; the faults of all definitions together.
    """
    faults, found = Faults(), {}
    for subject in dict.fromkeys(wish.subject for wish in wishes):
        cells = asked(subject).cells
        mine: dict[str, Any] = {
            "unrecorded": options.unrecorded & cells.keys(),
            "not_relevant": options.not_relevant,
            "invalid": options.invalid,
            "text": options.text,
        }
        own = {name: array for name, array in arrays.items() if name in cells}
        try:
            found |= _of(
                subject, {w.what: w.name for w in wishes if w.subject == subject}, own, mine, options
            )
        except InputError as error:
            for fault in error.faults:
                if (fault.item, fault.kind) not in faults.found:
                    faults.join(fault)
    if faults.found:
        raise InputError(faults.found.values())
    return {wish.name: found[wish.name] for wish in wishes}


def _of(
    subject: Any, names: dict[str, str], arrays: Mapping[str, Any], mine: dict[str, Any], options: Options
) -> dict[str, NDArray[Any]]:
    """Everything that is wished for of one subject, by the name of the column."""
    if not isinstance(subject, Score):
        return {name: judge_arrays(subject, arrays, basis=basis, **mine) for basis, name in names.items()}  # type: ignore[arg-type]
    found = {names["value"]: score_arrays(subject, arrays, contradictions=options.contradictions, **mine)}
    if "low" in names:
        found[names["low"]], found[names["high"]] = bounds_arrays(subject, arrays, **mine)
    if "n_missing" in names:
        counted = count_arrays(subject, arrays, evolve(options, columns={}, unrecorded=mine["unrecorded"]))
        found[names["n_missing"]], found[names["n_not_relevant"]] = counted
    return found


def _arrays(frame: nw.DataFrame[Any], cell: Cell, columns: tuple[Any, ...]) -> Any:
    ends = tuple(_array(frame.get_column(column), cell) for column in columns)
    return ends if len(ends) > 1 else ends[0]


def _array(series: nw.Series[Any], cell: Cell) -> NDArray[Any]:
    """A column as an array that the array door takes; empty cells are NaN, NaT, None or masked."""
    dtype = series.dtype
    if dtype.is_decimal():
        series = series.cast(nw.Float64)
    elif dtype == nw.Boolean:
        return np.ma.array(
            series.fill_null(value=False).to_numpy().astype(bool), mask=series.is_null().to_numpy()
        )
    elif dtype == nw.Date:
        series = series.cast(nw.Datetime("us"))
    elif isinstance(dtype, nw.Categorical | nw.Enum):
        series = series.cast(nw.String)
    elif not (dtype.is_numeric() or dtype.is_temporal()) and series.null_count() == len(series):
        return _nothing(cell, len(series))
    found = series.to_numpy()
    if found.dtype.kind in "uifM" or dtype == nw.String:
        return found
    return np.asarray(series.cast(nw.Float64).to_numpy(), np.float64)


def _nothing(cell: Cell, rows: int) -> NDArray[Any]:
    """A column in which nothing stands, in a type that suits the cell."""
    if cell.kind == "day":
        return np.full(rows, "NaT", "datetime64[D]")
    return np.full(rows, None, object) if cell.kind == "code" else np.full(rows, np.nan)


def _series(frame: nw.DataFrame[Any], name: str, values: NDArray[Any]) -> nw.Series[Any]:
    made = nw.Series.from_numpy(name, values, backend=frame.implementation)
    return made.fill_nan(None) if values.dtype.kind == "f" else made


def _with_pandas(
    frame: nw.DataFrame[Any], wished: Mapping[str, NDArray[Any]], named: Named
) -> nw.DataFrame[Any]:
    """The same frame, index and all, with more columns in the frame's own kind of numbers."""
    native: Any = frame.to_native().copy(deep=False)
    types = {str(native[column].dtype) for columns in named.columns.values() for column in columns}
    for name, values in wished.items():
        native[name] = values
        kind = _pandas_type(types, values)
        if kind:
            native[name] = native[name].astype(kind)
    return nw.from_native(native, eager_only=True)


def _pandas_type(types: set[str], values: NDArray[Any]) -> str:
    """The nullable type that fits the columns that were read; "" for the classic one."""
    if any("[pyarrow]" in one for one in types):
        return {"f": "double[pyarrow]", "i": f"int{values.itemsize * 8}[pyarrow]"}[values.dtype.kind]
    if any(one[:1].isupper() for one in types):
        return f"{'Float' if values.dtype.kind == 'f' else 'Int'}{values.itemsize * 8}"
    return ""
