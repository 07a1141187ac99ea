"""Whatever the type of a column: it is refused, or read as the record door reads its values one by one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import psoscore as ps

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.requirement("PSO-FRAME-001")

DAY, TIME = date(2015, 8, 31), datetime(2015, 8, 31, 5)  # noqa: DTZ001  a time at the site
TENTHS = [Decimal(1), None, Decimal(2)]
WHOLE = (pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64())

NUMBERS = {
    **{str(kind): pa.array([1, None, 2], kind) for kind in WHOLE},
    "float16": pa.array(np.array([1, 0, 2], "float16")),
    "float32": pa.array([1.0, None, 2.0], pa.float32()),
    "float64": pa.array([1.0, None, float("nan")], pa.float64()),
    "int64 that no float holds": pa.array([2**62, None, -(2**63)], pa.int64()),
    "uint64 that no float holds": pa.array([2**64 - 1, None, 1], pa.uint64()),
    "decimal128": pa.array(TENTHS, pa.decimal128(5, 1)),
    "decimal256": pa.array(TENTHS, pa.decimal256(40, 1)),
}
TEXTS = {
    "text": pa.array(["1", None, "x"]),
    "large text": pa.array(["1", None, "2"], pa.large_string()),
    "dictionary of texts": pa.array(["1", None, "2"]).dictionary_encode(),
}
DAYS = {
    "date32": pa.array([DAY, None, DAY], pa.date32()),
    "date64": pa.array([DAY, None, DAY], pa.date64()),
    **{
        f"time in {unit}": pa.array([TIME, None, TIME], pa.timestamp(unit))
        for unit in ("s", "ms", "us", "ns")
    },
    "day beyond the calendar": pa.array([2**31 - 1, None, -(2**31)], pa.date32()),
    "time beyond the calendar": pa.array([2**50, None, -(2**50)], pa.timestamp("ms")),
}
STRANGE = {
    "time with a zone": pa.array([TIME, None, TIME], pa.timestamp("us", "UTC")),
    "time of day": pa.array([time(1), None, time(2)], pa.time64("us")),
    "duration": pa.array([timedelta(1), None, timedelta(2)], pa.duration("s")),
    "bytes": pa.array([b"1", None, b"2"], pa.binary()),
    "bytes of one length": pa.array([b"1", None, b"2"], pa.binary(1)),
    "list": pa.array([[1], None, [2]], pa.list_(pa.int64())),
    "list of one length": pa.array([[1], None, [2]], pa.list_(pa.int64(), 1)),
    "record": pa.array([{"a": 1}, None, {"a": 2}]),
    "map": pa.array([[("a", 1)], None, []], pa.map_(pa.string(), pa.int64())),
}
EMPTY = {
    f"empty {kind}": pa.array([None, None, None], kind)
    for kind in (pa.null(), pa.int8(), pa.string(), pa.date32(), pa.binary(), pa.list_(pa.int64()))
}
TYPES: dict[str, pa.Array] = (
    {"truth values": pa.array([True, None, False])} | NUMBERS | TEXTS | DAYS | STRANGE | EMPTY
)

CONDITIONS = {
    "number": ps.number("x", low=0, high=5) >= 1,
    "tenths": ps.number("x", low=0, high=5, decimals=1) >= 1,
    "flag": ps.flag("x"),
    "day": ps.day("x") >= date(2000, 1, 1),
    "code": ps.code("x", ["1", "2"]).one_of("1"),
}
READ = {
    "number": {*NUMBERS, *EMPTY},
    "tenths": {*NUMBERS, *EMPTY},
    "flag": {"truth values", *NUMBERS, *EMPTY},
    "day": {*DAYS, *EMPTY},
    "code": {*TEXTS, *EMPTY},
}
"""The columns that a frame reads; every other is refused, whatever stands in it."""

FRAMES: dict[str, Callable[[Any], Any]] = {
    "pandas": lambda column: pd.DataFrame({"x": pd.Series(pd.arrays.ArrowExtensionArray(column))}),
    "polars": lambda column: pl.DataFrame({"x": pl.Series(pl.from_arrow(column))}),
    "polars lazy": lambda column: pl.LazyFrame({"x": pl.Series(pl.from_arrow(column))}),
    "pyarrow": lambda column: pa.table({"x": column}),
    "duckdb": lambda column: duckdb.from_arrow(pa.table({"x": column})),
}
OWN_NULL = {"polars lazy", "duckdb"}
"""Frames whose rows cannot be seen: only a type that says so tells that a column is empty."""

UNKNOWN_TO = {
    *(("duckdb", "float16"), ("duckdb", "decimal256")),
    *(("polars", "decimal256"), ("polars lazy", "decimal256")),
}
"""What a library cannot hold."""


WITHOUT_A_TYPE = {("pandas", "float16"), ("pandas", "decimal256"), ("pandas", "date64")} | {
    *(("pyarrow", "decimal256"), ("pyarrow", "date64")),
}
"""What narwhals has no type for; it is refused, which is no error."""


def verdicts(found: Any) -> list[int | None]:
    if isinstance(found, duckdb.DuckDBPyRelation):
        found = found.to_arrow_table()
    if isinstance(found, pl.LazyFrame):
        found = found.collect()
    if isinstance(found, pa.Table):
        found = pl.DataFrame(pl.from_arrow(found))
    column = found["verdict"]
    values: list[Any] = column.tolist() if isinstance(column, pd.Series) else column.to_list()
    return [None if pd.isna(value) else int(value) for value in values]


def by_record(condition: Any, value: Any, **options: Any) -> int | None:
    """What the record door says of one value; None where it refuses it."""
    try:
        found = ps.judge(condition, {"x": value}, **options)
    except ps.InputError:
        return None
    return {ps.Truth.TRUE: 1, ps.Truth.FALSE: 0, ps.Truth.UNKNOWN: -1}[found]


def cases() -> list[Any]:
    return [
        pytest.param(library, name, id=f"{library}-{name}")
        for library in FRAMES
        for name in TYPES
        if (library, name) not in UNKNOWN_TO
    ]


def values_of(name: str) -> list[Any]:
    """The values as Python has them; those beyond its calendar stand as text, which no day is."""
    return ["beyond", None, "beyond"] if "beyond" in name else TYPES[name].to_pylist()


@pytest.mark.parametrize(("library", "name"), cases())
def test_a_column_is_refused_or_read_as_the_record_door_reads_it(library: str, name: str) -> None:
    given = FRAMES[library](TYPES[name])

    for kind, condition in CONDITIONS.items():
        expected = [by_record(condition, value, invalid="unknown") for value in values_of(name)]
        try:
            found = verdicts(ps.judge_frame(given, {"verdict": condition}, invalid="unknown"))
        except ps.InputError:
            sure = name in READ[kind] and not (library in OWN_NULL and name in EMPTY)
            sure &= (library, name) not in WITHOUT_A_TYPE
            assert not sure, f"a {kind} is not read"
        else:
            assert name in READ[kind], f"a {kind} is not refused"
            assert found == expected


@pytest.mark.parametrize(("library", "name"), cases())
def test_the_check_of_a_column_lists_what_the_record_door_refuses(library: str, name: str) -> None:
    given = FRAMES[library](TYPES[name])

    for kind, condition in CONDITIONS.items():
        refused = sum(by_record(condition, value) is None for value in values_of(name))
        try:
            found: Any = ps.check_frame(given, condition)
        except ps.InputError:
            continue
        assert name in READ[kind]
        if isinstance(found, pl.LazyFrame):
            found = found.collect()
        assert len(found) == refused
