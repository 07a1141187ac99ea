"""Frames that lie in memory: their columns as arrays, scored by the array door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
import numpy as np

from psoscore.definitions import Score
from psoscore.engine.arrays.intake import Intake
from psoscore.engine.arrays.measure import measure_bounds, measure_value, measure_verdict
from psoscore.engine.arrays.missing import missing_questions
from psoscore.engine.arrays.sweep import ROWS_A_BLOCK, Sweep
from psoscore.engine.domain import demand_exact
from psoscore.engine.frames.column import FrameColumn
from psoscore.engine.frames.slices import FrameSlices
from psoscore.engine.interpret import Interpreter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from psoscore.engine.arrays.vectors import Vectors
    from psoscore.engine.columns.names import Named
    from psoscore.engine.frames.opened import Wish
    from psoscore.engine.options import Options
    from psoscore.engine.questions import Questions
    from psoscore.terms import Condition

__all__ = ["KINDS", "with_arrays"]

KINDS: dict[str, str] = {
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "n_missing": "int64",
    "n_not_relevant": "int64",
}
"""The types of the new columns; a verdict is an int8."""


class FrameSweep(Sweep):
    """One pass over the columns of a frame, for several scores and conditions at once.

    Args:
        frame: The data.
        subjects: The scores and conditions that are computed.
        questions: What they read.
        named: Where it stands.
        options: What the caller says about the data.
        threads: How many blocks are computed at once.
    """

    def __init__(  # noqa: PLR0913, PLR0917  all that is known of the frame
        self,
        frame: nw.DataFrame[Any],
        subjects: tuple[Score | Condition, ...],
        questions: Questions,
        named: Named,
        options: Options,
        threads: int,
    ) -> None:
        demand_exact(subjects, "an array")
        self.subjects: tuple[Score | Condition, ...] = subjects
        self.questions: Questions = questions
        self.options: Options = options
        self.threads: int = threads if len(frame) > ROWS_A_BLOCK else 1
        cells = questions.cells
        series = {
            name: {f"{name} {end}": frame.get_column(column) for end, column in enumerate(found)}
            for name, found in named.columns.items()
        }
        slices = FrameSlices(
            frame,
            {end: one for ends in series.values() for end, one in ends.items()},
            {end: cells[name] for name, ends in series.items() for end in ends},
        )
        columns = {
            name: FrameColumn(cell=cells[name], slices=slices, ends=ends, options=options)
            for name, ends in series.items()
        }
        later = {name for forms in questions.forms for form in forms[1:] for name in form}
        first_forms_only = later <= named.absent
        self.intake: Intake = Intake(columns, named.absent, (len(frame),), first_forms_only)
        self.shape: tuple[int, ...] = self.intake.shape
        self.size: int = len(frame)


def with_arrays(  # noqa: PLR0913  all that is known of the frame
    frame: nw.DataFrame[Any],
    wishes: Sequence[Wish],
    questions: Questions,
    named: Named,
    options: Options,
    *,
    threads: int = 1,
) -> nw.DataFrame[Any]:
    """The frame with what is wished for, computed on arrays.

    Raises:
        InputError: Cells cannot be read.
    """
    subjects = tuple(dict.fromkeys(wish.subject for wish in wishes))
    sweep = FrameSweep(frame, subjects, questions, named, options, threads)
    found = {wish.name: np.empty(sweep.size, KINDS.get(wish.what, "int8")) for wish in wishes}

    def each(vectors: Vectors, place: slice) -> None:
        for wish in wishes:
            _fill(wish, vectors, found[wish.name][place])

    sweep.all_blocks(each)
    if frame.implementation.is_pandas_like():
        return _with_pandas(frame, found, named)
    return frame.with_columns(*(_series(frame, name, values) for name, values in found.items()))


def _fill(wish: Wish, vectors: Vectors, out: NDArray[Any]) -> None:
    """One new column in one block."""
    subject = wish.subject
    if not isinstance(subject, Score):
        measure_verdict(subject, vectors, out, completions=wish.what == "completions")
    elif wish.what == "value":
        measure_value(subject, vectors, out)
    elif wish.what == "n_missing":
        out[:] = missing_questions(subject, vectors)
    elif wish.what == "n_not_relevant":
        counted = subject.not_relevant
        out[:] = 0 if counted is None else Interpreter(vectors).pair(counted)[0]
    else:
        np.true_divide(measure_bounds(subject, vectors)[wish.what == "high"], subject.scale, out=out)


def _series(frame: nw.DataFrame[Any], name: str, values: NDArray[Any]) -> nw.Series[Any]:
    made = nw.Series.from_numpy(name, values, backend=frame.implementation)
    return made.fill_nan(None) if values.dtype.kind == "f" else made


def _with_pandas(
    frame: nw.DataFrame[Any], wished: Mapping[str, NDArray[Any]], named: Named
) -> nw.DataFrame[Any]:
    """The same frame, index and all, with more columns in the frame's own kind of numbers."""
    native: Any = frame.to_native()
    types = {str(native[column].dtype) for columns in named.columns.values() for column in columns}
    pandas: Any = frame.implementation.to_native_namespace()
    added = pandas.DataFrame(
        {
            name: pandas.Series(values, index=native.index, dtype=_pandas_type(types, values) or None)
            for name, values in wished.items()
        }
    )
    found: Any = nw.concat([frame, nw.from_native(added, eager_only=True)], how="horizontal").to_native()
    found.columns.name = native.columns.name
    found.attrs.update(native.attrs)
    return nw.from_native(found, eager_only=True)


def _pandas_type(types: set[str], values: NDArray[Any]) -> str:
    """The nullable type that fits the columns that were read; "" for the classic one."""
    if any("[pyarrow]" in one for one in types):
        return {"f": "double[pyarrow]", "i": f"int{values.itemsize * 8}[pyarrow]"}[values.dtype.kind]
    if any(one[:1].isupper() for one in types):
        return f"{'Float' if values.dtype.kind == 'f' else 'Int'}{values.itemsize * 8}"
    return ""
