"""Where one cell stands in a frame that nobody has looked at yet: its answer, its blanks, its faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

__all__ = ["Place"]


@frozen
class Place:
    """One cell of every row, as expressions.

    Attributes:
        low: The answer in units, text or a date; null where there is none.
        high: The upper end, where answers are known only to lie between two.
        blank: Where the cell is empty.
        unseen: Where an invalid cell was set aside; False where none was.
        not_relevant: Where the answer is *not relevant*; None if it cannot be.
        bad: Where the cell is invalid; null or False where it is not.
        plain: Whether ``low`` is null where the cell is blank or bad, and nowhere else.
        as_it_stands: Whether ``low`` is a column of the frame itself.
    """

    low: nw.Expr
    blank: nw.Expr
    bad: Any
    high: nw.Expr | None = None
    unseen: Any = False
    not_relevant: nw.Expr | None = None
    plain: bool = False
    as_it_stands: bool = False
