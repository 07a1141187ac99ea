"""Arrays that stand side by side row by row: position counts, so their rows must be in one order.

Only pandas says in which order its rows stand: a Series or a DataFrame has an
index, and two that differ are no matter of position. Lists, numpy arrays and
other series have none, and are taken as they come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psoscore.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["order_faults", "refuse_other_orders"]

HINT = "position counts: bring them into one order, or use .to_numpy() where position is meant"


def order_faults(columns: Iterable[tuple[str, Any]]) -> list[Fault]:
    """A fault for everything whose index is not that of what came before it.

    What has another length is left to those who know whether one value may
    stand for all rows.

    Args:
        columns: What stands side by side, with the name of each; a pair of ends is
            two, under one name.

    >>> order_faults([("baseline", [20.0, 10.0]), ("visit", [2.0, 9.0])])
    []
    """
    found: list[Fault] = []
    first, order = "", None
    for name, column in columns:
        index = _index_of(column)
        if index is None:
            continue
        if order is None:
            first, order = name, index
        elif _differs(index, order):
            allowed = "one index for both ends" if name == first else f"the index of {first}"
            found.append(Fault(name, "another_index", allowed, hint=HINT))
    return [*dict.fromkeys(found)]


def refuse_other_orders(**columns: Any) -> None:
    """Refuse columns of which each has an index, and not the same.

    Raises:
        InputError: With a fault for each that differs from the first.

    >>> refuse_other_orders(baseline=[20.0, 10.0], visit=[2.0, 9.0])
    """
    faults = order_faults(columns.items())
    if faults:
        raise InputError(faults)


def _index_of(column: Any) -> Any:
    """The index of a pandas column; None where there is none: a list has a method of that name."""
    try:
        index = column.index
        return index if callable(index.equals) else None
    except Exception:  # noqa: BLE001  a stranger's object can raise anything when it is looked at
        return None


def _differs(index: Any, order: Any) -> bool:
    return index is not order and len(index) == len(order) and not index.equals(order)
