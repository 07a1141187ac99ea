"""Rows of a long frame in groups, such as arm and visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from psoscore.eager_frame import column, eager
from psoscore.endpoints.responder_flags import read_flags
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.missing import is_missing
from psoscore.new_frame import new_frame

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["Groups", "frame_of", "grouped"]


@frozen(eq=False)
class Groups:
    """The groups of a frame: for each row its group, -1 where it does not count; the first row of each."""

    group: NDArray[np.int64]
    first: NDArray[np.int64]

    def count(self, which: NDArray[np.bool]) -> NDArray[np.int64]:
        """How many rows of each group are marked."""
        return np.bincount(self.group[which & (self.group >= 0)], minlength=len(self.first)).astype(np.int64)


def _keys(table: Any, name: str) -> list[Any]:
    """What rows are grouped by; None where it is missing."""
    cells = [None if is_missing(one) else one for one in column(table, name).tolist()]
    try:
        hash(tuple(cells))
    except Exception:  # noqa: BLE001  a list, or a stranger's object, which can raise anything
        raise InputError([Fault(name, "no_group", "text, numbers or days")]) from None
    return cells


def grouped(frame: Any, by: Sequence[str], where: str | None) -> tuple[Any, Groups]:
    """The frame as narwhals sees it, and its groups in order; what has no name comes last.

    Raises:
        DefinitionError: No column makes the groups.
        InputError: A column is not there, or the frame is lazy.
    """
    table = eager(frame)
    if isinstance(by, str) or not by:
        message = "by= needs a list of columns, such as arm and visit"
        raise DefinitionError(message)
    keys = list(zip(*(_keys(table, name) for name in by), strict=True))
    counts = np.ones(len(keys), np.bool)
    if where is not None:
        counts = read_flags(where, column(table, where)) == 1
    firsts: dict[tuple[Any, ...], int] = {}
    for row in np.flatnonzero(counts).tolist():
        firsts.setdefault(keys[row], row)
    places = [_places(table.schema[name]) for name in by]
    try:
        order = sorted(firsts, key=lambda key: [_rank(one, at) for one, at in zip(key, places, strict=True)])
    except Exception:  # noqa: BLE001  days among numbers, or a stranger's objects, which can raise anything
        allowed = "text, numbers or days, and in one column not both of the last two"
        raise InputError([Fault(", ".join(by), "no_order", allowed)]) from None
    number = {key: place for place, key in enumerate(order)}
    group = np.array([number[key] if counts[row] else -1 for row, key in enumerate(keys)], np.int64)
    return table, Groups(group, np.array([firsts[key] for key in order], np.int64))


def _places(dtype: Any) -> dict[Any, int]:
    """The place of each category, where the column has an order of its own."""
    return {one: place for place, one in enumerate(getattr(dtype, "categories", ()))}


def _rank(one: Any, places: Mapping[Any, int]) -> tuple[bool, bool, Any]:
    """By category where there are any, else numbers and days before text; nothing last."""
    if one in places:
        return False, False, places[one]
    return one is None, isinstance(one, str), "" if one is None else one


def frame_of(table: Any, groups: Groups, by: Sequence[str], columns: Mapping[str, NDArray[Any]]) -> Any:
    """A native frame with one row a group: the columns that make it, then the new ones.

    Raises:
        InputError: A column that makes the groups is called like a new one.
    """
    import narwhals.stable.v2 as nw  # noqa: PLC0415 - an extra, only wanted here

    hint = "rename the column first"
    faults = [Fault(item=name, kind="column_exists", hint=hint) for name in by if name in columns]
    if faults:
        raise InputError(faults)
    made = nw.from_native(new_frame(table, columns, dict.fromkeys(by, groups.first)))
    return made.select(*by, *columns).to_native()
