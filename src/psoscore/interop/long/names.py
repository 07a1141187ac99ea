"""What the variables of long records are called, and what is said where one is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from psoscore.engine.options import nearest
from psoscore.errors import DefinitionError, Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = ["LongNames", "demand_columns", "demand_names", "demand_variable"]


@frozen(kw_only=True)
class LongNames:
    """What the variables are called; the sponsor's own names may differ.

    Attributes:
        subject: Who it is.
        visit: Which visit it is.
        testcd: Which test the record holds.
        number: The result as a number.
        text: The result as text, in which *not relevant* may be said, and which
            tells a result that is no number from a missing one; None where the
            data have none.
        derived: The flag of derived records; None where the data have none.
    """

    subject: str = "USUBJID"
    visit: str = "VISITNUM"
    testcd: str
    number: str
    text: str | None = None
    derived: str | None = None

    @classmethod
    def of(cls, domain: str) -> LongNames:
        """The names of an SDTM domain: ``LongNames.of("RS")`` for PASI, ``"QS"`` for DLQI.

        >>> LongNames.of("QS").testcd
        'QSTESTCD'
        """
        domain = domain.upper()
        return cls(
            testcd=f"{domain}TESTCD",
            number=f"{domain}STRESN",
            text=f"{domain}STRESC",
            derived=f"{domain}DRVFL",
        )

    @property
    def key(self) -> list[str]:
        """What tells one wide row from another."""
        return [self.subject, self.visit]


def demand_names(names: object) -> None:
    """Refuse what are no names of variables."""
    if not isinstance(names, LongNames):
        message = f"names={names!r}; LongNames are needed, such as LongNames.of('RS')"
        raise DefinitionError(message)


def demand_columns(there: Collection[str], needed: Iterable[str]) -> None:
    """Refuse a frame without the columns that are needed.

    Raises:
        InputError: One is absent; the nearest that is there is named.
    """
    faults = [Fault(one, "absent", hint=nearest(one, there)) for one in needed if one not in there]
    if faults:
        raise InputError(faults)


def demand_variable(names: LongNames, role: str, what: str) -> str:
    """The name of a variable that the data need not have, where it cannot be done without.

    Raises:
        DefinitionError: The names have none.
    """
    variable: str | None = getattr(names, role)
    if variable is None:
        message = f"names have no {role}=, the variable of {what}"
        raise DefinitionError(message)
    return variable
