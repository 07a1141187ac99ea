"""Who was left at each step: the numbers that a CONSORT diagram starts with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from psoscore.eligibility.protocol import demand_protocol
from psoscore.eligibility.verdict import Verdict
from psoscore.errors import DefinitionError
from psoscore.html_table import html_table
from psoscore.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psoscore.eligibility.protocol import Protocol

__all__ = ["Attrition", "attrition"]

LAZY = ("collect", "fetchall")
"""What frames can do that hold no rows yet, of polars and Spark, and of DuckDB."""


@frozen(order=False, repr=False)
class Attrition:
    """The numbers of a screening.

    They are about criteria alone: who declined, or was left out for another
    reason than these, is none of the excluded.

    ``assessed`` is ``excluded`` + ``pending`` + ``eligible``, and ``excluded``
    is the sum of the primary reasons. People whose verdict is open are neither
    excluded nor eligible.

    Attributes:
        protocol: What was screened by.
        order: The criteria in the order in which a primary reason was sought.
        assessed: How many people were screened.
        eligible: How many are eligible.
        pending: How many are still open.
        primary: How many were excluded for the criterion as their primary
            reason, the first in the order that stands in the way.
        every: How many people the criterion stands in the way of, whatever
            else does; one person can count several times.
        waiting: How many pending people wait for the criterion; one person
            can count several times.
    """

    protocol: Protocol
    order: tuple[str, ...]
    assessed: int
    eligible: int
    pending: int
    primary: tuple[int, ...]
    every: tuple[int, ...]
    waiting: tuple[int, ...]

    @property
    def excluded(self) -> int:
        """How many were excluded: the sum of the primary reasons."""
        return sum(self.primary)

    def rows(self) -> list[dict[str, Any]]:
        """A row for each criterion in the order, for a data frame.

        ``left`` is how many people no criterion so far stood in the way of.
        """
        found: list[dict[str, Any]] = []
        left = self.assessed
        for name, primary, every, waiting in zip(
            self.order, self.primary, self.every, self.waiting, strict=True
        ):
            left -= primary
            text = self.protocol[name].text
            found.append(
                {
                    "criterion": name,
                    "text": text,
                    "primary": primary,
                    "all": every,
                    "waiting": waiting,
                    "left": left,
                }
            )
        return found

    def to_dict(self) -> dict[str, Any]:
        """The numbers as plain values that JSON can carry."""
        rows = self.rows()
        return {
            "protocol": self.protocol.id,
            "version": self.protocol.version,
            "fingerprint": self.protocol.fingerprint,
            "order": list(self.order),
            "assessed": self.assessed,
            "excluded": self.excluded,
            "pending": self.pending,
            "eligible": self.eligible,
            **{what: {row["criterion"]: row[what] for row in rows} for what in ("primary", "all", "waiting")},
        }

    def __str__(self) -> str:
        """The numbers from top to bottom, then all reasons."""
        width = len(str(self.assessed))
        rows = self.rows()
        lines = [
            f"{self.protocol.id} version {self.protocol.version}",
            f"reasons in the order {', '.join(self.order)}",
            f"{self.assessed:{width}} assessed for eligibility",
            f"{self.excluded:{width}} excluded, by primary reason",
            *(
                f"  {row['primary']:{width}} {row['criterion']} {row['text']}"
                for row in rows
                if row["primary"]
            ),
            f"{self.pending:{width}} pending",
            f"{self.eligible:{width}} eligible",
            "all reasons, several a person possible",
            *(f"  {row['all']:{width}} {row['criterion']} {row['text']}" for row in rows if row["all"]),
        ]
        return "\n".join(lines)

    def __repr__(self) -> str:
        """One line."""
        return (
            f"Attrition({self.protocol.id}: {self.assessed} assessed, {self.excluded} excluded, "
            f"{self.pending} pending, {self.eligible} eligible)"
        )

    def _repr_html_(self) -> str:
        rows: list[Iterable[object]] = [("assessed", "", self.assessed, "", "", self.assessed)]
        rows += [
            (row["criterion"], row["text"], row["primary"], row["all"], row["waiting"], row["left"])
            for row in self.rows()
        ]
        rows += [("excluded", "", self.excluded, "", "", ""), ("pending", "", self.pending, "", "", "")]
        rows.append(("eligible", "", self.eligible, "", "", ""))
        caption = f"{self.protocol.id} version {self.protocol.version}: attrition"
        return html_table(
            caption, ("criterion", "text", "primary reason", "all reasons", "waiting", "left"), rows
        )


def attrition(
    protocol: Protocol, screened: Iterable[Verdict] | Mapping[str, Any] | Any, *, order: Sequence[str] = ()
) -> Attrition:
    """Count who was excluded and why, who is eligible, and who is pending.

    A person whom any criterion stands in the way of is excluded, even while
    others are open, and has one primary reason: the first such criterion in
    the order. So the sums close.

    Missing data: a person whose verdict is open is pending, never excluded
    and never eligible.

    Args:
        protocol: The criteria.
        screened: What the doors gave: verdicts, the columns of
            ``screen_arrays``, or the frame of ``screen_frame``, collected if
            it is lazy.
        order: Ids of all criteria in the order in which a primary reason is
            sought; that of the protocol if not given.

    Returns:
        The numbers: assessed, excluded by primary reason, pending, eligible,
        and the table of all reasons.

    Raises:
        DefinitionError: The order does not name every criterion once, or what
            was screened does not belong to the protocol.

    >>> from psoscore import Exclusion, Inclusion, Protocol, flag, number, screen
    >>> adults = Inclusion("IN01", "Adults", number("age", low=0, high=120) >= 18)
    >>> trial = Protocol("TRIAL-1", [adults, Exclusion("EX01", "Pregnant", flag("pregnant"))])
    >>> people = [{"age": 12}, {"age": 40, "pregnant": False}, {"age": 40}]
    >>> attrition(trial, [screen(trial, one) for one in people])
    Attrition(TRIAL-1: 3 assessed, 1 excluded, 1 pending, 1 eligible)
    """
    import numpy as np  # noqa: PLC0415  a cohort is counted in arrays

    demand_protocol(protocol)
    chosen = tuple(order) or protocol.ids
    if Counter(chosen) != Counter(protocol.ids):
        message = f"order={list(chosen)!r}; each of {', '.join(protocol.ids)} is needed once"
        raise DefinitionError(message)
    columns = _columns(protocol, screened)
    assessed = len(next(iter(columns.values())))
    untouched = np.ones(assessed, bool)
    primary: list[int] = []
    every: list[int] = []
    for name in chosen:
        stands = columns[name] == (0 if protocol[name].side == "inclusion" else 1)
        every.append(int(stands.sum()))
        primary.append(int((stands & untouched).sum()))
        untouched &= ~stands
    waits = [(columns[name] < 0) & untouched for name in chosen]
    pending = int(np.logical_or.reduce(waits).sum())
    return Attrition(
        protocol,
        chosen,
        assessed,
        int(untouched.sum()) - pending,
        pending,
        tuple(primary),
        tuple(every),
        tuple(int(one.sum()) for one in waits),
    )


def _columns(protocol: Protocol, screened: Any) -> dict[str, Any]:
    """A column for every criterion, whatever they came in."""
    import numpy as np  # noqa: PLC0415  a cohort is counted in arrays

    if any(hasattr(screened, name) for name in LAZY):
        message = "a lazy frame holds no rows yet; collect it first"
        raise DefinitionError(message)
    if isinstance(screened, Mapping) or hasattr(screened, "columns"):
        try:
            found = {name: np.asarray(screened[name]).ravel() for name in protocol.ids}
        except Exception as error:
            message = f"a column for every criterion of {protocol.id} is needed, as the doors give them"
            raise DefinitionError(message) from error
        if len({len(column) for column in found.values()}) > 1:
            message = "the criteria's columns are not of one length"
            raise DefinitionError(message)
        if any(not np.isin(column, [truth.value for truth in Truth]).all() for column in found.values()):
            message = (
                "a criterion's column holds 1, 0 and -1 alone; in a lazy frame null stands where facts "
                "cannot be read or contradict each other, and invalid='unknown' makes it -1"
            )
            raise DefinitionError(message)
        return found
    people = [*screened] if isinstance(screened, Iterable) else [screened]
    if not all(isinstance(one, Verdict) and one.protocol == protocol for one in people):
        message = f"verdicts of {protocol!r} are needed"
        raise DefinitionError(message)
    codes = np.array([[truth.value for truth in one.truths] for one in people], np.int8)
    codes = codes.reshape(len(people), len(protocol.criteria))
    return {name: codes[:, place] for place, name in enumerate(protocol.ids)}
