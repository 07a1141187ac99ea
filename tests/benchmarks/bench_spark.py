"""How long Spark takes to score parquet into parquet, as a multiple of rewriting the same files.

Run it in the environment of ``nox -s spark``:
``python tests/benchmarks/bench_spark.py [rows]``. The jobs take turns.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import psoscore as ps

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 3
FILES = 6
SEED = 20_261_122
TARGET = 2.5
QUESTIONS = [f"dlqi_{question:02d}" for question in range(1, 11)]


def write_answers(folder: Path, rows: int) -> None:
    """Valid answers, 1 % missing, in several files."""
    chance = np.random.default_rng(SEED)
    folder.mkdir()
    for number in range(FILES):
        table: dict[str, Any] = {"id": np.arange(rows // FILES) + number * (rows // FILES)}
        for item in (*ps.PASI.items, *QUESTIONS):
            greatest = 6 if item.endswith("_area") else 4 if item in ps.PASI.items else 3
            column = chance.integers(0, greatest + 1, rows // FILES)
            table[item] = pa.array(column, mask=chance.random(rows // FILES) < 0.01)
        pq.write_table(pa.table(table), folder / f"part_{number}.parquet")


def main(rows: int) -> None:
    """Print the ratio of each round, and of the least times."""
    try:
        from pyspark.sql import (  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415
            SparkSession,
        )
    except ImportError:
        print("pyspark is not installed: this runs in the environment of `nox -s spark`")
        return
    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "localhost")
        .config("spark.driver.memory", "4g")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_answers(folder / "in", rows)

        def rewritten(change: Callable[[Any], Any], out: str) -> float:
            started = time.perf_counter()
            change(spark.read.parquet(str(folder / "in"))).write.mode("overwrite").parquet(str(folder / out))
            return time.perf_counter() - started

        times: dict[str, list[float]] = {"rewrite": [], "score": []}
        for _ in range(ROUNDS):
            times["rewrite"].append(rewritten(lambda frame: frame, "plain"))
            times["score"].append(rewritten(lambda frame: ps.score_frame(frame, ps.PASI, ps.DLQI), "scored"))
        ratios = [score / plain for plain, score in zip(times["rewrite"], times["score"], strict=True)]
        print(f"{rows:,} rows: " + ", ".join(f"{ratio:.2f}" for ratio in ratios))
        print(
            f"least times {min(times['score']) / min(times['rewrite']):.2f}, "
            f"medians {median(times['score']) / median(times['rewrite']):.2f} (at most {TARGET})"
        )
    spark.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000_000)
