"""Facts from which conditions are made: numbers, flags, codes, days, reported scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psoscore.cells import FIRST_DAY, LAST_DAY, Cell
from psoscore.errors import DefinitionError
from psoscore.numerals import Number, written
from psoscore.terms import AtLeast, Condition, Item

if TYPE_CHECKING:
    from collections.abc import Iterable

    from psoscore.definitions import Score

__all__ = ["code", "day", "flag", "number"]

MOST_DECIMALS = 18
"""What is counted in finer units has no room in a number of any data set."""


def number(
    name: str, *, low: Number, high: Number, decimals: int | None = 0, unit: str | None = None
) -> Item:
    """A fact that is a number.

    Args:
        name: The name of the fact in the data.
        low: The least value that makes sense.
        high: The greatest.
        decimals: Decimals that the data carry; None for a measured real, which
            is compared exactly as it comes and never summed.
        unit: The unit of measurement.

    Raises:
        DefinitionError: The range is empty or finer than the decimals.

    >>> number("age", low=0, high=120, unit="year") >= 18
    <age >= 18>
    """
    if decimals is None:
        return Item(Cell(name, "measure", _whole(name, low, 1), _whole(name, high, 1), unit=unit))
    if not isinstance(decimals, int) or not 0 <= decimals <= MOST_DECIMALS:  # pyright: ignore[reportUnnecessaryIsInstance]
        message = f"{name}: decimals must be 0 to {MOST_DECIMALS}"
        raise DefinitionError(message)
    scale = 10**decimals
    return Item(
        Cell(name, "number", _whole(name, low, scale), _whole(name, high, scale), scale=scale, unit=unit)
    )


def _whole(name: str, value: Number, scale: int) -> int:
    units = written(value) * scale
    if units.denominator != 1:
        message = f"{name}: the range must be whole in units of 1/{scale}"
        raise DefinitionError(message)
    return int(units)


def flag(name: str) -> Condition:
    """A fact that is yes, no or unknown; a condition by itself."""
    return AtLeast(Item(Cell(name, "flag")), 1)


def code(name: str, values: Iterable[str]) -> Item:
    """A fact that is one of declared values; ask with ``.one_of(...)``.

    Raises:
        DefinitionError: There are no values, or one stands twice.
    """
    declared = tuple(values)
    if not declared or len(set(declared)) != len(declared):
        message = f"{name}: a code needs values, each once"
        raise DefinitionError(message)
    return Item(Cell(name, "code", values=declared))


def day(name: str) -> Item:
    """A fact that is a date, a partial date or unknown."""
    return Item(Cell(name, "day", low=FIRST_DAY, high=LAST_DAY))


def fact_of(score: Score, name: str) -> Item:
    """A fact that holds a reported value of a score, with its units and range."""
    return Item(Cell(name, "number", *_unit_range(score), scale=score.scale))


def _unit_range(score: Score) -> tuple[int, int]:
    return int(score.low * score.scale), int(score.high * score.scale)
