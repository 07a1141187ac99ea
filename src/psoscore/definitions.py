"""Definitions: a term with a name, a version, a provenance and a fingerprint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from attrs import fields, frozen, has

from psoscore.algebra import compare, count
from psoscore.cells import Cell
from psoscore.errors import DefinitionError
from psoscore.numerals import Number, written
from psoscore.sameness import ComparedByRule
from psoscore.terms import Condition, Quantity, Reported, Term
from psoscore.traversal import cells, filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from psoscore.provenance import Provenance, Source

__all__ = ["Contradiction", "Score", "banding"]

FINGERPRINT_DIGITS = 16


@frozen(order=False, cache_hash=True)
class Contradiction:
    """Answers that do not fit each other, though each is valid.

    Attributes:
        name: A fixed word for programs.
        condition: Where it holds, the answers contradict each other.
        message: What is odd, in plain words.
        items: The items that are involved.
    """

    name: str
    condition: Condition
    message: str
    items: tuple[str, ...]


@frozen(order=False, cache_hash=True, kw_only=True, repr=False)
class Score(ComparedByRule):
    """A score that can be read through every door.

    Comparing a score with a number makes a condition: ``PASI >= 8``. Equality
    stays structural, and with a number, text or day it is refused.

    Attributes:
        name: The name of the result, also of a data frame's column.
        title: What it is called in print.
        term: The one rule.
        provenance: Sources, requirement ids and status.
        version: Raised whenever a number or a verdict can change.
        when: The condition on blanks under which the manual reports a value
            with empty cells read as 0; None where the manual has no such rule.
        missing_rule: The same in words, for the score card.
        parts: Subscores, by name in the result.
        labels: Names of the values 0, 1, 2, ... of a banding.
        contradictions: Answers that do not fit each other.
        not_relevant: How many answers were *not relevant*; None where none can be.
        demands_not_relevant: Whether data must say how *not relevant* is coded.
        codes: Codes of this score in published terminologies.
        symbols: Short names under which the formula prints its parts.
        notation: How papers write the items, as LaTeX, by item.
    """

    name: str
    title: str
    term: Quantity
    provenance: Provenance
    version: str = "1"
    when: Condition | None = None
    missing_rule: str = ""
    parts: tuple[Score, ...] = ()
    labels: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    not_relevant: Quantity | None = None
    demands_not_relevant: bool = False
    codes: tuple[str, ...] = ()
    symbols: tuple[tuple[str, Term], ...] = ()
    notation: tuple[tuple[str, str], ...] = ()

    @property
    def quantity(self) -> Quantity:
        """The score as conditions read it: reported where it can be, else bounds."""
        if self.when is None:
            return self.term
        return Reported(self.name, self.term, filled(self.term), self.when, self.demands_not_relevant)

    def __ge__(self, threshold: Any) -> Condition:
        """At least the threshold."""
        return compare(self.quantity, threshold)

    def __gt__(self, threshold: Any) -> Condition:
        """More than the threshold."""
        return compare(self.quantity, threshold, strict=True)

    def __le__(self, threshold: Any) -> Condition:
        """At most the threshold."""
        return ~compare(self.quantity, threshold, strict=True)

    def __lt__(self, threshold: Any) -> Condition:
        """Less than the threshold."""
        return ~compare(self.quantity, threshold)

    @property
    def scale(self) -> int:
        """Whole units a point: 10 for tenths."""
        return self.term.scale

    @property
    def cells(self) -> Mapping[str, Cell]:
        """Every cell that the score can read, by name, alternative forms included."""
        return cells(self.term)

    @property
    def items(self) -> tuple[str, ...]:
        """The names of the items, in the first of their forms."""
        from psoscore.engine.questions import first_forms  # noqa: PLC0415  the doors load on first use

        return first_forms(self)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The publications that the rule rests on."""
        return self.provenance.sources

    @property
    def low(self) -> float:
        """The least value over all answers, in points."""
        from psoscore.engine.domain import bounds  # noqa: PLC0415  the doors load on first use

        return bounds(self)[0]

    @property
    def high(self) -> float:
        """The greatest value over all answers, in points."""
        from psoscore.engine.domain import bounds  # noqa: PLC0415  the doors load on first use

        return bounds(self)[1]

    def formula(self, form: Literal["latex", "text"] = "text") -> str:
        """The rule as a formula, printed from the definition itself.

        Args:
            form: ``"latex"`` or ``"text"``.
        """
        from psoscore.engine.formula import formula  # noqa: PLC0415  the doors load on first use

        return formula(self, form)

    @property
    def fingerprint(self) -> str:
        """A hash of everything that can change a number, and of nothing else."""
        return fingerprint(
            self.term, self.when, self.not_relevant, *((part.term, part.when) for part in self.parts)
        )

    def __repr__(self) -> str:
        """Name, version and fingerprint."""
        return f"<Score {self.name} version {self.version}, {self.fingerprint}>"

    def _repr_html_(self) -> str:
        from psoscore.engine.formula import definition_html  # noqa: PLC0415  the doors load on first use

        return definition_html(self)


PROSE: set[tuple[type, str]] = {
    (Cell, "unit"),
    (Contradiction, "message"),
    (Reported, "demands_not_relevant"),
}
"""What people read or are asked for, and no number depends on."""


def fingerprint(*values: Any) -> str:
    """A short hash of terms, independent of Python version, order of keys and prose."""
    from hashlib import sha256  # noqa: PLC0415  costs an import that most programs never need

    return sha256(_canonical(values).encode()).hexdigest()[:FINGERPRINT_DIGITS]


def _canonical(value: Any) -> str:
    kind: type[Any] = type(value)
    if has(kind):
        inner = (
            f"{one.name}={_canonical(getattr(value, one.name))}"
            for one in fields(kind)
            if (kind, one.name) not in PROSE
        )
        return f"{kind.__name__}({','.join(inner)})"
    if isinstance(value, tuple):
        return f"[{','.join(map(_canonical, value))}]"  # pyright: ignore[reportUnknownArgumentType]
    return f"{kind.__name__}:{value}"


def banding(  # noqa: PLR0913  a banding is these things
    name: str,
    title: str,
    of: Score,
    *,
    lows: Iterable[Number],
    labels: tuple[str, ...],
    provenance: Provenance,
    missing_rule: str = "",
) -> Score:
    """A score's bands as a definition of its own: 0, 1, 2, ... with labels.

    It inherits the missing rule of the score, or it would band a score that
    is not scored.

    Args:
        name: The name of the result.
        title: What it is called in print.
        of: The score that is banded.
        lows: The least value of every band but the first.
        labels: The names of the bands.
        provenance: Sources of the bands.
        missing_rule: The missing rule in words; that of the score if empty.

    Raises:
        DefinitionError: The edges do not rise, or do not fit the labels.
    """
    edges = [written(low) for low in lows]
    if edges != sorted(set(edges)) or len(labels) != len(edges) + 1:
        message = f"{name}: rising edges and one label more than edges are needed"
        raise DefinitionError(message)
    conditions = [compare(of.term, edge) for edge in edges]
    names = (f"{of.title} >= {edge}" for edge in edges)
    return Score(
        name=name,
        title=title,
        term=count(conditions),
        symbols=tuple(zip(names, conditions, strict=True)),
        provenance=provenance,
        when=of.when,
        missing_rule=missing_rule or of.missing_rule,
        labels=labels,
        contradictions=of.contradictions,
        not_relevant=of.not_relevant,
        demands_not_relevant=of.demands_not_relevant,
    )
