"""A named place in the data, and what may stand in it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import frozen

from psoscore.errors import DefinitionError
from psoscore.numerals import TOLERANCE
from psoscore.shown import shown

__all__ = ["FIRST_DAY", "LAST_DAY", "Cell", "Kind"]

Kind: TypeAlias = Literal["number", "measure", "flag", "code", "day"]

FIRST_DAY, LAST_DAY = 1, 3_652_059
"""The ordinals of 0001-01-01 and 9999-12-31, as Python counts days."""


@frozen(order=False, cache_hash=True)
class Cell:
    """One named place in the data.

    Attributes:
        name: The name of the item or fact.
        kind: ``number`` in whole units, ``measure`` for a measured real that is
            compared but never summed, ``flag``, ``code`` or ``day``.
        low: The least value, in units of 1 / ``scale``; a day's ordinal.
        high: The greatest.
        scale: Units a point.
        unit: The unit of measurement, for people.
        allowed: The answers, where not every whole number of the range is one.
        values: The answers of a code.
        not_relevant: Whether *not relevant* is an answer.
        aliases: Other names under which the cell may come.
        question: The question that the cell is a part of.
    """

    name: str
    kind: Kind = "number"
    low: int = 0
    high: int = 1
    scale: int = 1
    unit: str | None = None
    allowed: tuple[int, ...] | None = None
    values: tuple[str, ...] = ()
    not_relevant: bool = False
    aliases: tuple[str, ...] = ()
    question: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse a cell in which nothing can stand."""
        if not isinstance(self.name, str) or not self.name:  # pyright: ignore[reportUnnecessaryIsInstance]
            message = f"a cell needs a name, not {shown(self.name)}"
            raise DefinitionError(message)
        if self.name in self.aliases:
            message = f"{self.name}: an alias is another name"
            raise DefinitionError(message)
        if self.low > self.high:
            message = f"{self.name}: the least value {self.low} lies above the greatest {self.high}"
            raise DefinitionError(message)

    @property
    def asked_as(self) -> str:
        """The question the cell belongs to; its own name where it is one."""
        return self.question or self.name

    @property
    def tolerance(self) -> float:
        """How far a float may lie from the unit it stands for; never more than a tenth of the unit."""
        return 0.0 if self.scale == 1 else min(TOLERANCE, 1 / (10 * self.scale))
