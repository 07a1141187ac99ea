"""A frame as it came: opened, looked over, and given back in the same kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import narwhals.stable.v2 as nw
from attrs import frozen
from narwhals.exceptions import DuplicateError

from psoscore.eager_frame import names_twice, not_a_frame
from psoscore.engine.columns.names import Named, find_columns, wrong_types
from psoscore.errors import Fault, InputError
from psoscore.missing import is_missing
from psoscore.numerals import EXACT_IN_FLOATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from psoscore.definitions import Score
    from psoscore.engine.options import Options
    from psoscore.engine.questions import Questions
    from psoscore.terms import Condition

__all__ = ["SUFFIXES", "Frame", "Wish", "clashes", "ignores_case", "open_frame", "survey", "typed"]

Frame: TypeAlias = "nw.DataFrame[Any] | nw.LazyFrame[Any]"

SUFFIXES = {
    "value": "",
    "low": "_low",
    "high": "_high",
    "n_missing": "_n_missing",
    "n_not_relevant": "_n_not_relevant",
}
"""What is told of a score, and how the column's name ends."""

EMPTY: dict[str, nw.dtypes.DType] = {
    "number": nw.Float64(),
    "measure": nw.Float64(),
    "flag": nw.Boolean(),
    "day": nw.Datetime("us"),
}
"""The types of columns without a value, by the kind of cell; those of codes are text."""

KINDS = "a frame of pandas, polars, pyarrow, DuckDB or Spark"


@frozen
class Wish:
    """One new column.

    Attributes:
        subject: The score or the condition.
        name: The column's name.
        what: A key of ``SUFFIXES``, or the basis of a verdict.
    """

    subject: Score | Condition
    name: str
    what: str


def open_frame(frame: Any) -> tuple[Frame, Callable[[Frame], Any]]:
    """The frame for narwhals, and what turns it back into the kind that came.

    Raises:
        InputError: It is no data frame, two of its columns have one name, or it is
            one of Dask, whose expressions lose bounds without a word.
    """
    try:
        opened: Any = nw.from_native(frame)
        opened.columns if isinstance(opened, nw.DataFrame) else opened.collect_schema()
    except TypeError:
        raise InputError([not_a_frame(frame)]) from None
    except DuplicateError:
        raise InputError(names_twice(frame)) from None
    if opened.implementation.is_dask():
        fault = Fault("frame", "not_supported", KINDS, "a Dask frame", "call its compute() first")
        raise InputError([fault])
    if ignores_case(opened):  # relations themselves would take the first
        faults = names_twice(opened.to_native(), str.lower)
        if faults:
            raise InputError(faults)
    return opened, _unchanged if opened is frame else _native


def ignores_case(frame: Frame) -> bool:
    """Whether the frame takes ``PASI`` and ``pasi`` for one name, as SQL does."""
    return isinstance(frame, nw.LazyFrame) and not frame.implementation.is_polars()


def _unchanged(frame: Frame) -> Any:
    return frame


def _native(frame: Frame) -> Any:
    return frame.to_native()


def survey(frame: Frame, questions: Questions, options: Options) -> tuple[Named, dict[Any, Any], list[Fault]]:
    """Where the cells stand, the types of their columns, and what is wrong with either."""
    schema: Mapping[Any, Any] = frame.collect_schema()
    named, faults = find_columns(questions, schema.keys(), options)
    refused = wrong_types(questions, named, schema, options)
    faults += [fault for column, fault in refused if not _empty(frame, column, schema[column])]
    return named, dict(schema), faults


def _empty(frame: Frame, column: Any, dtype: Any) -> bool:
    """Whether a column certainly holds nothing, so that its type says nothing."""
    if isinstance(frame, nw.DataFrame):
        series = frame.get_column(column)
        if isinstance(dtype, nw.Object):  # pandas would ask the objects themselves, which may raise
            return all(map(is_missing, series))
        return series.null_count() == len(series)
    if dtype != nw.Unknown:
        return False
    native: Any = frame.to_native()
    if frame.implementation.is_duckdb():
        types = dict(zip(native.columns, native.types, strict=True))
        return "NULL" in str(types[column])
    if frame.implementation.is_pyspark() or frame.implementation.is_pyspark_connect():  # pragma: no cover
        return bool(native.schema[column].dataType.typeName() == "void")  # only in the session `spark`
    return frame.implementation.is_polars() and str(native.collect_schema()[column]) == "Null"


def typed(
    frame: nw.DataFrame[Any], questions: Questions, named: Named, options: Options
) -> nw.DataFrame[Any]:
    """The frame with types that its engine can check.

    Columns that hold nothing get the types of their cells, whatever types they
    had; integers that arrow would not turn into floats become floats.
    """
    kinds = {column: questions.cells[name].kind for name, found in named.columns.items() for column in found}
    empty = [
        nw.lit(None, dtype=EMPTY.get(kinds[column], nw.String())).alias(column)
        for column, _ in wrong_types(questions, named, frame.collect_schema(), options)
    ]
    long = [_as_floats(one) for one in map(frame.get_column, kinds) if _is_long(one)]
    return frame.with_columns(*empty, *long)


def _is_long(series: nw.Series[Any]) -> bool:
    """Whether there are integers that are not exact as floats, which arrow refuses to make of them."""
    if not series.dtype.is_integer() or series.null_count() == len(series):
        return False
    return max(int(series.max()), -int(series.min())) > EXACT_IN_FLOATS


def _as_floats(series: nw.Series[Any]) -> nw.Series[Any]:
    native: Any = series.to_native()
    if series.implementation.is_pyarrow():
        floats = native.cast("float64", safe=False)
    elif series.implementation.is_pandas_like():
        floats = native.astype("object").astype("Float64")
    else:
        return series.cast(nw.Float64)
    named: nw.Series[Any] = nw.from_native(floats, series_only=True).alias(series.name)
    return named


def clashes(frame: Frame, names: Iterable[str]) -> list[Fault]:
    """Faults for new columns that are there already, or asked for twice."""
    blind = ignores_case(frame)
    taken = {name.lower() if blind else name for name in frame.collect_schema()}
    faults: list[Fault] = []
    for name in names:
        spelt = name.lower() if blind else name
        if spelt in taken:
            faults.append(Fault(name, "column_exists", hint="choose another with names="))
        taken.add(spelt)
    return faults
