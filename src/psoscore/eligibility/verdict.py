"""What screening one person gives: a truth for every criterion, and why."""

from __future__ import annotations

from functools import reduce
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

from attrs import frozen

from psoscore.eligibility.explained.nearest_miss import misses
from psoscore.eligibility.explained.open_questions import open_questions
from psoscore.eligibility.explained.reason import reason
from psoscore.eligibility.reading import as_value
from psoscore.engine.states import Gap
from psoscore.errors import Fault, UnsettledTruthError
from psoscore.html_table import html_table
from psoscore.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psoscore.eligibility.criterion import Criterion
    from psoscore.eligibility.explained.nearest_miss import Miss
    from psoscore.eligibility.protocol import Protocol
    from psoscore.eligibility.reading import Reading

__all__ = ["Result", "Verdict"]

VERDICTS = {Truth.TRUE: "eligible", Truth.FALSE: "not eligible", Truth.UNKNOWN: "pending"}
OUTCOMES = {
    ("inclusion", Truth.TRUE): "met",
    ("inclusion", Truth.FALSE): "not met",
    ("exclusion", Truth.TRUE): "applies",
    ("exclusion", Truth.FALSE): "does not apply",
}
"""A settled criterion in a word or two."""


@frozen(order=False)
class Result:
    """One criterion, judged on one person's facts.

    Attributes:
        criterion: The criterion.
        truth: Whether it applies as it is worded: an exclusion that is true
            excludes.
        reading: The facts, and what conditions come to on them.
    """

    criterion: Criterion
    truth: Truth
    reading: Reading

    @property
    def passed(self) -> Truth:
        """Whether the criterion lets the person in: met, or not excluded."""
        return self.truth if self.criterion.side == "inclusion" else ~self.truth

    @property
    def outcome(self) -> str:
        """``"met"``, ``"not met"``, ``"applies"``, ``"does not apply"`` or ``"open"``."""
        return OUTCOMES.get((self.criterion.side, self.truth), "open")

    @property
    def facts(self) -> Mapping[str, Any]:
        """The facts that the criterion reads, as plain values.

        None where a fact is not known, a list of two where it lies between them.
        """
        states = self.reading.states
        held = {name: as_value(cell, states[name]) for name, cell in self.criterion.facts.items()}
        return MappingProxyType(held)

    @property
    def reason(self) -> str:
        """Why, in plain words with the numbers in."""
        return reason(self.reading, self.criterion, self.truth)

    @property
    def misses(self) -> tuple[Miss, ...]:
        """By how much the comparisons failed, where the criterion stands in the way."""
        if self.passed is not Truth.FALSE:
            return ()
        return tuple(misses(self.reading, self.criterion, self.truth))

    @property
    def open_questions(self) -> tuple[str, ...]:
        """The facts that leave this criterion open; none where it is settled."""
        if self.truth is not Truth.UNKNOWN:
            return ()
        return open_questions(self.reading, [self.criterion])


@frozen(order=False, repr=False)
class Verdict:
    """Whether a person is eligible under a protocol, may be, or is not.

    A verdict has three values; ask ``verdict.eligible is Truth.TRUE``.

    Attributes:
        protocol: What was screened by.
        reading: The facts as they were read, and what conditions come to on them.
        truths: The truth of every criterion as worded, in order.
        warnings: What leaves a criterion without an answer, though all is known,
            and facts that contradict each other, where these were set aside.
        deviations: Prospective criteria broken later; they change no truth.
    """

    protocol: Protocol
    reading: Reading
    truths: tuple[Truth, ...]
    warnings: tuple[Fault, ...] = ()
    deviations: tuple[str, ...] = ()

    @property
    def eligible(self) -> Truth:
        """True: eligible. False: a screen failure. Unknown: pending."""
        return reduce(Truth.__and__, (result.passed for result in self.results.values()))

    @property
    def results(self) -> Mapping[str, Result]:
        """Every criterion by its id, with its truth, its facts and its reason."""
        return MappingProxyType(
            {
                criterion.id: Result(criterion, truth, self.reading)
                for criterion, truth in zip(self.protocol.criteria, self.truths, strict=True)
            }
        )

    @property
    def failed(self) -> tuple[str, ...]:
        """The ids of the criteria that stand in the way."""
        return tuple(name for name, result in self.results.items() if result.passed is Truth.FALSE)

    @property
    def open_questions(self) -> tuple[str, ...]:
        """Every fact whose answer the verdict still waits for, and no other.

        A fact that is missing, an interval or a partial date, and that a path
        of unknown conditions reaches from the verdict; none where the verdict
        is settled.
        """
        if self.eligible is not Truth.UNKNOWN:
            return ()
        waiting = [one.criterion for one in self.results.values() if one.truth is Truth.UNKNOWN]
        return open_questions(self.reading, waiting)

    @property
    def nearest_miss(self) -> str | None:
        """The numeric failure that came nearest to passing, as in ``"PASI 7.6, 0.4 below"``."""
        found = [miss for result in self.results.values() for miss in result.misses]
        return min(found, key=lambda miss: miss.share).text if found else None

    def __bool__(self) -> NoReturn:
        """Refuse: a pending person would silently count as one or the other.

        Raises:
            UnsettledTruthError: Always.
        """
        message = "a Verdict has three values; ask `verdict.eligible is Truth.TRUE`"
        raise UnsettledTruthError(message)

    def to_dict(self) -> dict[str, Any]:
        """The verdict as plain values that JSON can carry, for an audit trail."""
        from psoscore import __version__  # noqa: PLC0415  the face of the package stands above

        cells, states = self.protocol.facts, self.reading.states
        plain = {name: as_value(cells[name], state) for name, state in states.items()}
        return {
            "protocol": self.protocol.id,
            "version": self.protocol.version,
            "fingerprint": self.protocol.fingerprint,
            "psoscore": __version__,
            "basis": "completions" if self.reading.completions else "reported",
            "eligible": self.eligible.name,
            "criteria": {
                name: {
                    "side": result.criterion.side,
                    "kind": result.criterion.kind,
                    "truth": result.truth.name,
                    "passed": result.passed.name,
                    "facts": {fact: plain[fact] for fact in result.criterion.facts},
                    "reason": result.reason,
                }
                for name, result in self.results.items()
            },
            "facts": plain,
            "refused": [name for name, state in states.items() if state is Gap.REFUSED],
            "open_questions": list(self.open_questions),
            "nearest_miss": self.nearest_miss,
            "warnings": [warning.message for warning in self.warnings],
            "deviations": list(self.deviations),
        }

    def __str__(self) -> str:
        """The verdict and every criterion, a line each."""
        lines = [f"  {name} {result.outcome}: {result.reason}" for name, result in self.results.items()]
        lines += [f"  {key}: {value}" for key, value in self._remarks()]
        return "\n".join([self._headline(), *lines])

    def __repr__(self) -> str:
        """One line: the verdict, and what stands in the way or is open."""
        parts = [self.eligible.name]
        parts += [f"failed {', '.join(self.failed)}"] if self.failed else []
        parts += [f"open {', '.join(self.open_questions)}"] if self.open_questions else []
        return f"Verdict({self.protocol.id}: {'; '.join(parts)})"

    def _repr_html_(self) -> str:
        rows = [
            (name, result.criterion.text, result.outcome, result.reason)
            for name, result in self.results.items()
        ]
        rows += [(key, value, "", "") for key, value in self._remarks()]
        return html_table(self._headline(), ("criterion", "text", "outcome", "reason"), rows)

    def _headline(self) -> str:
        return f"{self.protocol.id} version {self.protocol.version}: {VERDICTS[self.eligible]}"

    def _remarks(self) -> list[tuple[str, str]]:
        said = {
            "open questions": ", ".join(self.open_questions),
            "nearest miss": self.nearest_miss or "",
            "warnings": "; ".join(warning.message for warning in self.warnings),
            "deviations": ", ".join(self.deviations),
        }
        return [(key, value) for key, value in said.items() if value]
