"""Everything psoscore can complain about, under one base class.

Unknown is never an error: missing data give bounds and open verdicts. What is
raised here is either a definition that makes no sense, or data that no
completion could make valid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "DefinitionError",
    "Fault",
    "InputError",
    "MissingExtraError",
    "PsoscoreError",
    "UnsettledTruthError",
]

SHOWN_ROWS = 5
"""How many row positions a message lists before it stops with an ellipsis."""


class PsoscoreError(Exception):
    """The one class to catch for everything that psoscore raises."""


class DefinitionError(PsoscoreError, ValueError):
    """A score, a condition, a protocol or a plan that cannot mean anything."""


class UnsettledTruthError(PsoscoreError, TypeError):
    """Something three-valued was used where Python wants True or False."""


class MissingExtraError(PsoscoreError, ImportError):
    """A door was opened whose optional library is not installed."""

    def __init__(self, library: str, extra: str) -> None:
        """Name the library that is missing and the extra that brings it."""
        super().__init__(library, extra)
        self.library = library
        self.extra = extra

    def __str__(self) -> str:
        """Say what to install."""
        return f"{self.library} is not installed; pip install 'psoscore[{self.extra}]'"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with the data, as a value.

    Attributes:
        item: The item as psoscore names it, or "" where the whole record is meant.
        kind: A fixed word for programs, such as ``"out_of_range"``.
        allowed: What may stand there, in words.
        value: What came, as text; never anything that identifies a patient.
        hint: What to do about it, or "".
        rows: The first positions, counted from 0, where the fault stands in arrays.
        count: How many cells have it; 1 in a record.
    """

    item: str
    kind: str
    allowed: str = ""
    value: str = ""
    hint: str = ""
    rows: tuple[int, ...] = ()
    count: int = 1

    @property
    def message(self) -> str:
        """The fault in one line: item, what came, what is allowed, a hint."""
        name = self.item or "record"
        came = f" {self.value}" if self.value else ""
        text = f"{name}:{came} {self.kind.replace('_', ' ')}"
        if self.allowed:
            text += f"; allowed is {self.allowed}"
        if self.rows:
            shown = ", ".join(map(str, self.rows[:SHOWN_ROWS]))
            more = ", ..." if self.count > min(len(self.rows), SHOWN_ROWS) else ""
            cells = "cell" if self.count == 1 else "cells"
            text += f"; {self.count} {cells}, at {shown}{more}"
        return f"{text} ({self.hint})" if self.hint else text

    def __str__(self) -> str:
        """The same line as ``message``."""
        return self.message


class InputError(PsoscoreError, ValueError):
    """What came in cannot be read; every fault of it is listed.

    Attributes:
        faults: What ``psoscore.check`` returns for the same data.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Take the faults as they were found."""
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(self.faults)

    def __eq__(self, other: object) -> bool:
        """The same faults are the same error."""
        return self.faults == other.faults if isinstance(other, InputError) else NotImplemented

    def __hash__(self) -> int:
        """As the faults."""
        return hash(self.faults)

    def report(self) -> str:
        """Every fault in one line of its own."""
        return "\n".join(fault.message for fault in self.faults)

    def __str__(self) -> str:
        """The number of faults, then the report."""
        if len(self.faults) == 1:
            return self.faults[0].message
        return f"{len(self.faults)} faults\n{self.report()}"
