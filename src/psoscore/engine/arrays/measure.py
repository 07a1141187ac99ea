"""What one block of records is worth once it has been read: values, bounds and verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from psoscore.engine.arrays.kernel import kernel
from psoscore.engine.interpret import Interpreter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from psoscore.definitions import Score
    from psoscore.engine.arrays.vectors import Vectors
    from psoscore.engine.interpret import Pair
    from psoscore.terms import Condition

__all__ = ["lay_verdicts", "measure_bounds", "measure_value", "measure_verdict"]


def measure_bounds(definition: Score, vectors: Vectors) -> Pair[Any]:
    """Both ends of one block; by the fast path where it is complete."""
    fast = kernel(definition)
    if fast is not None:
        items, computed = fast
        arrays = vectors.complete(items)
        if arrays is not None:
            units = computed(*arrays)
            return units, units
    return Interpreter(vectors).pair(definition.term)


def measure_value(definition: Score, vectors: Vectors, out: NDArray[np.float64]) -> None:
    """The reported values of one block."""
    if definition.when is None:
        low, high = measure_bounds(definition, vectors)
        np.true_divide(low, definition.scale, out=out)
        if low is not high:
            np.putmask(out, low != high, np.nan)
        return
    value, scored = Interpreter(vectors).official(definition.quantity.filled, definition.when)  # type: ignore[attr-defined]
    np.true_divide(value, definition.scale, out=out)
    np.putmask(out, ~np.broadcast_to(scored, out.shape), np.nan)


def measure_verdict(
    condition: Condition, vectors: Vectors, out: NDArray[np.int8], *, completions: bool
) -> None:
    """The verdicts of one block: 1 holds, 0 fails, -1 is open."""
    lay_verdicts(*Interpreter(vectors, completions=completions).pair(condition), out)


def lay_verdicts(must: Any, may: Any, out: NDArray[np.int8]) -> None:
    """Both ends of a condition as verdicts, where they are to stand."""
    out[...] = must
    if must is not may:
        np.putmask(out, np.broadcast_to(may & ~must, out.shape), -1)
