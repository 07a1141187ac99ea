"""When something was first found: a bracket of two visits, never a date.

A response that is seen at week 8 and was not there at week 4 began somewhere
between the two visits, after the one and by the other. The same holds for a
relapse. What is returned is the pair of days that bracket it, for survival
methods that take interval-censored times.

Missing data:
    An open visit says nothing, so the bracket grows around it. Where nothing
    was found, the bracket is open to the right: ``by`` is None, or NaN in arrays.

>>> first_found([0, -1, 1, 1], [8, 29, 57, 85])
Bracket(after=8, by=57)
>>> first_found([1, 0], [8, 29], start=1)
Bracket(after=1, by=8)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from psoscore.amount import amount
from psoscore.amount_arrays import read_floats
from psoscore.endpoints.responder_flags import read_flags
from psoscore.errors import Fault, InputError
from psoscore.provenance import Provenance
from psoscore.row_order import refuse_other_orders
from psoscore.sources import PSOSCORE, RELAPSE_TABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["BRACKET_PROVENANCE", "Bracket", "first_found", "first_found_arrays"]

BRACKET_PROVENANCE = Provenance(
    sources=(RELAPSE_TABLE, PSOSCORE),
    requirements=("PSO-ENDP-008", "PSO-ENDP-009"),
    status="design",
    note="Between two visits nobody looked: the time is interval-censored.",
)


@frozen
class Bracket:
    """Something was first found after one day and by another.

    Attributes:
        after: The last day on which it was known not to be there yet; the start
            where no earlier visit says so.
        by: The first day on which it was found; None where it never was.
    """

    after: float
    by: float | None

    @property
    def found(self) -> bool:
        """Whether it was found at all."""
        return self.by is not None


def first_found(verdicts: Sequence[Any], days: Sequence[float], *, start: float = 1) -> Bracket:
    """The bracket of one patient.

    Missing data: see the module.

    Args:
        verdicts: One a visit in order of time: ``Truth``, 1, 0, or -1 and None where it is open.
        days: The days of the visits, rising; each above ``start``.
        start: The day from which it is counted, at which it was not there: study day 1.

    Returns:
        The bracket.

    Raises:
        InputError: The days do not rise or are not one a visit, the start is no number, a
            verdict is no flag, or verdicts and days are Series whose indexes differ.
    """
    refuse_other_orders(verdicts=verdicts, days=days)
    (after,), (by,) = first_found_arrays([verdicts], days, start=start)
    return Bracket(_day(after), None if np.isnan(by) else _day(by))


def _day(number: float) -> float:
    whole = int(number)
    return whole if whole == number else float(number)


def first_found_arrays(
    verdicts: Any, days: Any, *, start: float = 1
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The brackets of many patients.

    Missing data: see the module. A visit without a day is as if it had not been.

    Args:
        verdicts: Flags; the last axis is that of the visits, in order of time.
        days: The days of the visits: one for each visit, or an array of the shape of the flags.
        start: As for ``first_found``.

    Returns:
        Two float64 arrays without the axis of the visits: after and by; ``by``
        is NaN where nothing was found.

    Raises:
        InputError: As for ``first_found``.

    Examples:
        >>> first_found_arrays([[0, 1], [0, 0]], [29, 57])
        (array([29., 57.]), array([57., nan]))
    """
    flags = read_flags("verdicts", verdicts)
    when = read_floats("days", days, allowed="study days as numbers")
    if when.shape not in {flags.shape, flags.shape[-1:]}:
        allowed = f"{flags.shape[-1:]} or {flags.shape}"
        raise InputError([Fault(item="days", kind="wrong_length", allowed=allowed, value=str(when.shape))])
    if when.shape == flags.shape:
        refuse_other_orders(verdicts=verdicts, days=days)
    begin = float(amount("start", start, "a study day as a number"))
    after, by = np.full(flags.shape[:-1], begin), np.full(flags.shape[:-1], np.nan)
    latest = after.copy()
    for visit in range(flags.shape[-1]):
        day, flag = when[..., visit], flags[..., visit]
        wrong = day <= latest
        if wrong.any():
            allowed = f"days that rise, the first above {begin:g}"
            raise InputError([Fault(item="days", kind="not_rising", allowed=allowed)])
        seen = ~np.isnan(day)
        latest = np.where(seen, day, latest)
        searching = seen & np.isnan(by)
        after = np.where(searching & (flag == 0), day, after)
        by = np.where(searching & (flag == 1), day, by)
    return after, by
