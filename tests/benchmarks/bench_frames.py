"""How fast frames are scored, PASI and DLQI together, and what that is a multiple of.

Frames in memory are measured against the bare array door on the same data,
lazy frames against the usual hand-written expression of the two formulas in
the same engine, without any check or missing-data rule, all columns fetched
back. Run it with ``nox -s benchmarks`` or
``python tests/benchmarks/bench_frames.py [rows]``. The jobs take turns; the
least of the rounds is compared, the median stands beside it.
"""

from __future__ import annotations

import sys
import time
from statistics import median
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

import psoscore as ps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROUNDS = 7
SEED = 20_261_122
MISSING = 0.01
WEIGHTS = (0.1, 0.2, 0.3, 0.4)
QUESTIONS = [f"dlqi_{question:02d}" for question in range(1, 11)]
REGIONS = [ps.PASI.items[start : start + 4] for start in range(0, 16, 4)]
SCORES = ps.PASI, ps.DLQI


def answers(rows: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Valid answers of 26 columns, and where they are missing."""
    chance = np.random.default_rng(SEED)
    columns, missing = {}, {}
    for item in (*ps.PASI.items, *QUESTIONS):
        greatest = 6 if item.endswith("_area") else 4 if item in ps.PASI.items else 3
        columns[item] = chance.integers(0, greatest + 1, rows)
        missing[item] = chance.random(rows) < MISSING
    return columns, missing


def compared(jobs: Mapping[str, Callable[[], object]], base: str, targets: Mapping[str, float]) -> None:
    """Print each job as a multiple of one of them."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            started = time.perf_counter()
            job()
            times[name].append(time.perf_counter() - started)
    least, middle = ({name: pick(each) for name, each in times.items()} for pick in (min, median))
    for name in jobs:
        target = f" (at most {targets[name]})" if name in targets else ""
        print(
            f"  {name}: {least[name] / least[base]:.2f}, medians {middle[name] / middle[base]:.2f}{target}; "
            f"{least[name] * 1e3:.0f} ms"
        )


def in_memory(columns: dict[str, Any], missing: dict[str, Any]) -> None:
    """pandas, polars and pyarrow against the array door."""
    floats = {name: np.where(missing[name], np.nan, column) for name, column in columns.items()}
    nan = pd.DataFrame(floats)
    int8 = pd.DataFrame(
        {name: pd.array(column.astype("int8"), dtype="Int8") for name, column in columns.items()}
    ).mask(pd.DataFrame(missing))
    arrow = pa.table({name: pa.array(column, mask=missing[name]) for name, column in columns.items()})
    integers = pl.DataFrame(arrow)
    frames: dict[str, Any] = {
        "pandas NaN": nan,
        "pandas Int8": int8,
        "polars int64": integers,
        "polars float64": integers.cast(pl.Float64),
        "polars int8": integers.cast(pl.Int8),
        "pyarrow int64": arrow,
    }
    jobs: dict[str, Callable[[], object]] = {
        "arrays": lambda: [ps.score_arrays(score, floats) for score in SCORES]
    }
    jobs |= {
        name: lambda frame=frame: ps.score_frame(frame, *SCORES)  # type: ignore[misc]
        for name, frame in frames.items()
    }
    targets = dict.fromkeys(("pandas NaN", "pandas Int8"), 1.3)
    compared(jobs, "arrays", targets | dict.fromkeys(("polars int64", "polars float64", "polars int8"), 2.0))


def usual(column: Callable[[str], Any]) -> tuple[Any, Any]:
    """The two formulas as they are usually written."""
    pasi = sum(
        weight * (column(e) + column(i) + column(d)) * column(a)
        for weight, (e, i, d, a) in zip(WEIGHTS, REGIONS, strict=True)
    )
    return pasi, sum(column(question) for question in QUESTIONS)


def lazily(columns: dict[str, Any], missing: dict[str, Any]) -> None:
    """polars lazy and DuckDB against the usual expression."""
    integers = pa.table({name: pa.array(column, mask=missing[name]) for name, column in columns.items()})
    floats = integers.cast(pa.schema([(name, pa.float64()) for name in columns]))
    for kind, table, polars_target, duckdb_target in (
        ("float64", floats, 6, 3.5),
        ("int64", integers, 3.5, 3),
    ):
        frame = pl.DataFrame(table).lazy()
        by_hand = dict(zip(("pasi", "dlqi"), usual(pl.col), strict=True))
        print(f"polars lazy, {kind}")
        jobs: dict[str, Callable[[], object]] = {
            "usual": lambda frame=frame, by_hand=by_hand: frame.with_columns(**by_hand).collect(),  # type: ignore[misc]
            "score_frame": lambda frame=frame: ps.score_frame(frame, *SCORES).collect(),  # type: ignore[misc]
        }
        compared(jobs, "usual", {"score_frame": polars_target})
        connection = duckdb.connect()
        connection.register("answers", table)
        connection.execute("create table visits as select * from answers")
        relation = connection.table("visits")
        texts = (
            " + ".join(
                f"{w} * ({e} + {i} + {d}) * {a}" for w, (e, i, d, a) in zip(WEIGHTS, REGIONS, strict=True)
            ),
            " + ".join(QUESTIONS),
        )
        print(f"DuckDB, {kind}")
        jobs = {
            "usual": lambda relation=relation, texts=texts: relation.project(  # type: ignore[misc]
                f"*, {texts[0]} as pasi, {texts[1]} as dlqi"
            ).to_arrow_table(),
            "score_frame": lambda relation=relation: ps.score_frame(relation, *SCORES).to_arrow_table(),  # type: ignore[misc]
        }
        compared(jobs, "usual", {"score_frame": duckdb_target})


def main(rows: int) -> None:
    """Print every ratio beside its target."""
    columns, missing = answers(rows)
    print(f"{rows:,} rows, 26 columns, 1 % missing: PASI and DLQI\nframes in memory")
    in_memory(columns, missing)
    lazily(columns, missing)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
