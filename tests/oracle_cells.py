"""The oracle's cells: what a record may hold, and how its results are written.

A record is a mapping from item name to cell. `None` is a blank cell. `UNRECORDED` marks a cell that was
never captured; so does an absent key. `NR` is the answer "not relevant". An unknown result is `None`; so
is an unknown truth. Exact scores are `Fraction`; "tenths" are whole tenths of a point.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

NR = "NR"
UNRECORDED = "UNRECORDED"

Cell = int | float | Fraction | str | None
Record = Mapping[str, Any]  # of Cell; so that a test may write a plain dict
Bounds = tuple[Fraction | int, Fraction | int]
Truth = bool | None


def is_answer(cell: Cell) -> bool:
    return cell is not None and cell != UNRECORDED
