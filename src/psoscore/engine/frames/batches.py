"""Lazy frames in batches of arrays, where an engine hands them over cheaply: polars and Spark.

The array kernel checks and adds in small integers, and no plan of a thousand
operations has to be made, nor code for it. polars is faster by itself where
values alone are asked for. In a batch with a bad cell the rows that have one
are null.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
from attrs import evolve, frozen

from psoscore.engine.columns.carrier import either
from psoscore.engine.columns.plan import Plan, masked, read_places, spoilt
from psoscore.engine.frames.in_memory import KINDS, with_arrays
from psoscore.engine.questions import asked
from psoscore.errors import InputError
from psoscore.terms import Ratio
from psoscore.traversal import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from psoscore.engine.columns.names import Named
    from psoscore.engine.frames.opened import Wish
    from psoscore.engine.options import Options
    from psoscore.engine.questions import Questions

__all__ = ["Batch", "with_batches"]

MOST_THREADS = 4
"""polars uses every processor for its own work, so its batches may use several, too."""


@frozen
class Batch:
    """What is done with each batch of rows.

    Attributes:
        wishes: The new columns.
        questions: What they read.
        named: Where it stands.
        dtypes: The types of the columns.
        options: What the caller says about the data.
        threads: How many blocks of rows are computed at once.
    """

    wishes: tuple[Wish, ...]
    questions: Questions
    named: Named
    dtypes: Mapping[Any, Any]
    options: Options
    threads: int = 1

    @property
    def is_plain(self) -> bool:
        """Whether values alone are wished for, of scores without a ratio: polars needs one short pass."""
        terms = [getattr(wish.subject, "quantity", None) for wish in self.wishes if wish.what == "value"]
        return len(terms) == len(self.wishes) and not any(
            isinstance(word, Ratio) for term in terms if term is not None for word in walk(term)
        )

    def __call__(self, batch: Any) -> Any:
        """A native frame in memory with the new columns."""
        frame = nw.from_native(batch, eager_only=True)
        try:
            made = with_arrays(
                frame, self.wishes, self.questions, self.named, self.options, threads=self.threads
            )
        except InputError:
            made = self._without_bad_rows(frame)
        return made.to_native()

    def _without_bad_rows(self, frame: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
        """The same with null where a cell is bad."""
        setting_aside = evolve(self.options, invalid="unknown", contradictions="ignore")
        made = with_arrays(frame, self.wishes, self.questions, self.named, setting_aside)
        raw = read_places(self.questions, self.named, self.dtypes, self.options)
        columns: dict[str, nw.Expr] = {}
        for wish in self.wishes:
            bad = spoilt(asked(wish.subject), self.named, raw, self.options)
            if self.options.contradictions == "error":
                bad = either([bad, Plan(raw, self.named.absent).contradicting(wish.subject)])
            columns[wish.name] = masked(nw.col(wish.name), bad)
        return made.with_columns(**columns)


def with_batches(frame: nw.LazyFrame[Any], batch: Batch) -> nw.LazyFrame[Any] | None:
    """The lazy frame with what is wished for, or None where its engine has no use for batches."""
    engine = frame.implementation
    if engine.is_polars():
        return None if batch.is_plain else with_polars_batches(frame, batch)
    if engine.is_pyspark() or engine.is_pyspark_connect():  # pragma: no cover - only in the session `spark`
        return with_spark_batches(frame, batch)
    return None


def with_polars_batches(frame: nw.LazyFrame[Any], batch: Batch) -> nw.LazyFrame[Any]:
    """A lazy polars frame with what is wished for."""
    native: Any = frame.to_native()
    batch = evolve(batch, threads=min(os.cpu_count() or 1, MOST_THREADS))
    schema = batch(native.collect_schema().to_frame()).schema
    made: Any = native.map_batches(batch, schema=schema, streamable=True, validate_output_schema=False)
    opened: nw.LazyFrame[Any] = nw.from_native(made)
    return opened


def with_spark_batches(  # pragma: no cover - only the session `spark` has a Spark
    frame: nw.LazyFrame[Any], batch: Batch
) -> nw.LazyFrame[Any]:
    """A Spark frame with what is wished for; needs pyarrow where Spark runs."""
    from pyspark.sql.types import (  # type: ignore[import-not-found,unused-ignore]  # pyright: ignore[reportMissingImports, reportUnknownVariableType]  # noqa: PLC0415  whoever brings a Spark frame has it
        ByteType,
        DoubleType,
        LongType,
        StructField,
        StructType,
    )

    native: Any = frame.to_native()
    types = {"float64": DoubleType(), "int64": LongType(), "int8": ByteType()}
    fields = [StructField(one.name, types[KINDS.get(one.what, "int8")]) for one in batch.wishes]

    def each(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa  # pyright: ignore[reportMissingTypeStubs]  # noqa: PLC0415  on the workers

        for one in batches:
            yield from batch(pa.Table.from_batches([one])).combine_chunks().to_batches()

    opened: nw.LazyFrame[Any] = nw.from_native(
        native.mapInArrow(each, StructType([*native.schema.fields, *fields]))
    )
    return opened
