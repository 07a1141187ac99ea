"""One table in every kind of frame that the tests know, and back into plain lists."""

from __future__ import annotations

import math
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

KINDS = (
    *("pandas", "pandas nullable", "pandas arrow", "polars", "polars NaN", "pyarrow"),
    *("polars lazy", "polars lazy NaN", "duckdb", "duckdb NaN"),
)
LAZY = ("polars lazy", "polars lazy NaN", "duckdb", "duckdb NaN")
EAGER = tuple(kind for kind in KINDS if kind not in LAZY)

Columns = dict[str, list[Any]]


def table(columns: Columns, *, nan: bool = False, narrow: bool = False) -> pa.Table:
    """An arrow table with an ``id``; numbers as floats, or as 8-bit integers."""
    made = {"id": pa.array(range(len(next(iter(columns.values())))))}
    for name, values in columns.items():
        numbers = [value for value in values if value is not None]
        if numbers and all(type(value) in {int, float} for value in numbers):
            if narrow and all(
                value == int(value) and abs(value) < 128 for value in numbers if not math.isnan(value)
            ):
                made[name] = pa.array([None if value is None else int(value) for value in values], pa.int8())
            else:
                filled = [math.nan if nan and value is None else value for value in values]
                made[name] = pa.array(filled, pa.float64(), from_pandas=False)
        else:
            made[name] = pa.array(values)
    return pa.table(made)


def frame(kind: str, columns: Columns, *, narrow: bool = False) -> Any:
    """The table as a frame of a kind; ``narrow`` gives 8-bit integers where the kind has nullable ones."""
    made = table(columns, nan="NaN" in kind, narrow=narrow and "NaN" not in kind)
    if kind == "pandas":
        found = made.to_pandas()
        for name, values in columns.items():
            if any(isinstance(value, bool) for value in values):
                found[name] = pd.array(values, dtype="boolean")
            elif pa.types.is_date(made.schema.field(name).type):
                found[name] = pd.to_datetime(pd.Series(values))
        return found.astype(
            {name: "float64" for name in columns if pa.types.is_integer(made.schema.field(name).type)}
        )
    if kind == "pandas nullable":
        return frame("pandas", columns).convert_dtypes() if narrow else _nullable(frame("pandas", columns))
    if kind == "pandas arrow":
        return made.to_pandas(types_mapper=pd.ArrowDtype)
    if kind == "pyarrow":
        return made
    if kind.startswith("duckdb"):
        return duckdb.from_arrow(made)
    found = pl.from_arrow(made)
    assert isinstance(found, pl.DataFrame)
    return found.lazy() if "lazy" in kind else found


def _nullable(found: pd.DataFrame) -> pd.DataFrame:
    return found.astype({name: "Float64" for name in found if found[name].dtype == "float64"})


def rows(found: Any, *names: str) -> list[tuple[Any, ...]]:
    """The rows by ``id``, the named columns of them; None for everything that is missing."""
    if isinstance(found, duckdb.DuckDBPyRelation):
        found = found.to_arrow_table()
    if isinstance(found, pl.LazyFrame):
        found = found.collect()
    if isinstance(found, pa.Table):
        found = pl.from_arrow(found)
    columns: dict[str, list[Any]] = {
        name: found[name].tolist() if isinstance(found, pd.DataFrame) else found[name].to_list()
        for name in ("id", *names)
    }
    ordered = sorted(range(len(columns["id"])), key=columns["id"].__getitem__)
    return [tuple(_plain(columns[name][row]) for name in names) for row in ordered]


def _plain(value: Any) -> Any:
    return None if pd.isna(value) else value
