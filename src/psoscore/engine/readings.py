"""The numbers that answers are read as: one answer, a span, or anything."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from psoscore.answers import NOT_RELEVANT
from psoscore.cells import FIRST_DAY, LAST_DAY
from psoscore.dates import add_months
from psoscore.errors import DefinitionError

if TYPE_CHECKING:
    from psoscore.cells import Cell
    from psoscore.terms import Answer, Item

__all__ = ["FEW", "answers", "ends", "point", "span"]

FEW = 16
"""Up to so many answers a cell is read answer by answer, beyond that at its ends."""


def answers(cell: Cell) -> list[Any]:
    """The answers of a cell: all of them where they are few, else its two ends."""
    if cell.kind == "code":
        return list(cell.values)
    if cell.allowed is not None:
        found: list[Any] = list(cell.allowed)
    elif cell.kind == "measure" or cell.high - cell.low > FEW:
        found = [cell.low, cell.high]
    else:
        found = list(range(cell.low, cell.high + 1))
    return [*found, NOT_RELEVANT] if cell.not_relevant else found


def point(item: Item, answer: Answer) -> Any:
    """The number that one answer is read as, with the item's months added."""
    if item.months:
        return _months_later(int(answer), item.months)  # type: ignore[arg-type]
    if item.codes or answer is NOT_RELEVANT:
        return item.reading(answer)
    return answer


def ends(item: Item) -> tuple[Any, Any]:
    """The least and the greatest reading of an answer that is not known."""
    read = [point(item, answer) for answer in answers(item.cell)]
    return min(read), max(read)


def span(item: Item, low: Any, high: Any) -> tuple[Any, Any]:
    """The least and the greatest reading of an answer between two ends."""
    if not item.codes:
        return point(item, low), point(item, high)
    inside = [one for one in answers(item.cell) if isinstance(one, int) and low <= one <= high]
    read = [point(item, answer) for answer in inside]
    return min(read), max(read)


def _months_later(ordinal: int, months: int) -> int:
    try:
        return add_months(date.fromordinal(ordinal), months).toordinal()
    except DefinitionError:
        return LAST_DAY if months > 0 else FIRST_DAY
