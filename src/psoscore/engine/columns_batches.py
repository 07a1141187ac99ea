"""Lazy frames in batches of arrays, where an engine hands them over cheaply.

The array kernel beats the expressions of polars: it checks and adds in small
integers. A batch with a bad cell takes the expressions, which give null there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from psoscore.engine.columns_stages import with_expressions
from psoscore.engine.frame_arrays import with_arrays
from psoscore.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from psoscore.engine.columns_frame import Wish
    from psoscore.engine.columns_names import Named
    from psoscore.engine.options import Options
    from psoscore.engine.questions import Questions

__all__ = ["batch_function", "with_batches"]


def batch_function(
    wishes: list[Wish],
    questions: Questions,
    named: Named,
    dtypes: Mapping[Any, Any],
    options: Options,
) -> Callable[[Any], Any]:
    """What is done with each batch: a native frame in memory in, one with the new columns out."""

    def each(batch: Any) -> Any:
        opened = nw.from_native(batch, eager_only=True)
        try:
            return with_arrays(opened, wishes, questions, named, options).to_native()
        except InputError:
            return nw.to_native(with_expressions(opened, wishes, questions, named, dtypes, options))

    return each


def with_batches(  # noqa: PLR0913, PLR0917  all that is known of the frame
    frame: nw.LazyFrame[Any],
    wishes: list[Wish],
    questions: Questions,
    named: Named,
    dtypes: Mapping[Any, Any],
    options: Options,
) -> nw.LazyFrame[Any]:
    """A lazy polars frame with what is wished for."""
    native: Any = frame.to_native()
    each = batch_function(wishes, questions, named, dtypes, options)
    schema = each(native.collect_schema().to_frame()).schema
    made: Any = native.map_batches(each, schema=schema, streamable=True, validate_output_schema=False)
    return nw.from_native(made)
