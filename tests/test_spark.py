"""Spark for real: local, started here; only the session that brings pyspark runs it (``nox -s spark``)."""

from __future__ import annotations

import os
import sys
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

import psoscore as ps

pytestmark = pytest.mark.requirement("PSO-FRAME-001")

pyspark_sql = pytest.importorskip("pyspark.sql", reason="pyspark is there in the session 'spark' alone")
pa = pytest.importorskip("pyarrow")
nw: Any = pytest.importorskip("narwhals.stable.v2")

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = int(os.environ.get("PSOSCORE_SPARK_ROWS", "10000"))
CODE = 9
DLQI_ITEMS = [f"dlqi_{question:02d}" for question in range(1, 11)]
SCORES = ps.PASI, ps.DLQI, ps.DLQI_R, ps.DLQI_BANDS
ENDS = ("", "_low", "_high", "_n_missing", "_n_not_relevant")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        pyspark_sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "localhost")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def invented(*, bad: float = 0.0) -> Any:
    """Answers, one in fifty missing, one in ten of the DLQI not relevant, and some bad ones."""
    chance = Random(8)  # noqa: S311  test data
    columns: dict[str, list[Any]] = {"id": list(range(ROWS))}
    for item in (*ps.PASI.items, *DLQI_ITEMS):
        greatest = 6 if item.endswith("_area") else 3 if item in DLQI_ITEMS else 4
        relevant = item not in DLQI_ITEMS[2:]

        def answer(greatest: int = greatest, *, relevant: bool = relevant) -> int | None:
            draw = chance.random()
            if draw < 0.02:
                return None
            if draw < 0.02 + bad:
                return 17
            return CODE if draw > 0.9 and not relevant else chance.randint(0, greatest)

        columns[item] = [answer() for _ in range(ROWS)]
    return pa.table(columns)


def by_id(frame: Any, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in frame.select("id", *names).orderBy("id").collect()]


def names_of(scores: tuple[ps.Score, ...], ends: tuple[str, ...] = ENDS) -> list[str]:
    return [one.name + end for one in scores for end in ends]


@pytest.fixture(scope="module")
def data() -> Any:
    return invented()


@pytest.fixture(scope="module")
def read(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What makes a Spark frame of an arrow table: written as parquet and read."""
    import pyarrow.parquet as pq  # noqa: PLC0415  only where Spark runs

    def reading(table: Any) -> Any:
        folder = tmp_path_factory.mktemp("answers")
        pq.write_table(table, folder / "part.parquet")
        return spark.read.parquet(str(folder))

    return reading


def test_spark_gives_what_frames_in_memory_give(read: Any, data: Any) -> None:
    parquet = read(data)
    scored = ps.score_frame(parquet, *SCORES, bounds=True, details=True, not_relevant=CODE)
    wanted = ps.score_frame(data, *SCORES, bounds=True, details=True, not_relevant=CODE)

    names = names_of(SCORES)
    assert type(scored) is type(parquet)
    assert by_id(scored, *names) == list(
        zip(*(wanted[name].to_pylist() for name in ("id", *names)), strict=True)
    )


def test_expressions_give_the_same_on_spark(read: Any, data: Any) -> None:
    parquet = read(data)
    said: dict[str, Any] = {"not_relevant": CODE, "among": data.column_names}
    found = nw.from_native(parquet).select(
        "id",
        ps.score_column(ps.PASI, among=data.column_names),
        ps.score_column(ps.DLQI, **said),
        ps.judge_column((ps.PASI >= 10) & (ps.DLQI > 10), **said),
    )
    wanted = ps.judge_frame(
        ps.score_frame(data, ps.PASI, ps.DLQI, not_relevant=CODE),
        {"verdict": (ps.PASI >= 10) & (ps.DLQI > 10)},
        not_relevant=CODE,
    )

    names = ("pasi", "dlqi", "verdict")
    assert by_id(found.to_native(), *names) == list(
        zip(*(wanted[name].to_pylist() for name in ("id", *names)), strict=True)
    )


def test_invalid_cells_give_null_and_are_listed(read: Any) -> None:
    data = invented(bad=0.002)
    integers = read(data)

    scored = by_id(ps.score_frame(integers, ps.PASI), "pasi")
    listed = ps.check_frame(integers, ps.PASI, key="id").collect()
    wanted = ps.check_frame(data, ps.PASI, key="id").to_pylist()

    assert {(row["id"], row["item"], row["kind"]) for row in listed} == {
        (row["id"], row["item"], row["kind"]) for row in wanted
    }
    bad = {row["id"] for row in wanted}
    clean = ps.score_frame(data, ps.PASI, invalid="unknown")["pasi"].to_pylist()
    assert scored == [(number, None if number in bad else value) for number, value in enumerate(clean)]
