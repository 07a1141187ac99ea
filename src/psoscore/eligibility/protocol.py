"""A protocol: its criteria in order, under a name, a version and a fingerprint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import field, frozen

from psoscore.algebra import every
from psoscore.definitions import fingerprint
from psoscore.eligibility.criterion import Criterion, Worded
from psoscore.errors import DefinitionError
from psoscore.html_table import html_table
from psoscore.provenance import Provenance
from psoscore.traversal import cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psoscore.cells import Cell
    from psoscore.terms import Condition

__all__ = ["Protocol", "demand_protocol"]

OWN_FACTS = frozenset({"judgement", "prospective"})
"""Kinds whose facts nobody else reads: they are entered for this criterion alone."""


def _together(criteria: Iterable[Criterion]) -> tuple[Criterion, ...]:
    """As a tuple, a single criterion too."""
    return tuple(criteria) if isinstance(criteria, Iterable) else (criteria,)  # pyright: ignore[reportUnnecessaryIsInstance]


@frozen(order=False, cache_hash=True)
class Protocol(Worded):
    """Who may take part: every inclusion met, and no exclusion.

    Attributes:
        id: The registry number or the sponsor's name of the study.
        criteria: Inclusions and exclusions, in the order in which they are
            asked and reported.
        title: The study's title.
        version: Raised whenever a verdict can change.
        provenance: Where the criteria come from, or None.

    Raises:
        DefinitionError: There are no criteria, an id stands twice, two
            criteria read one fact in different ways, or a judgement or a
            commitment is read from a fact that another criterion uses.

    >>> from psoscore import Exclusion, Inclusion, flag, number
    >>> adults = Inclusion("IN01", "Adults", number("age", low=0, high=120) >= 18)
    >>> Protocol("TRIAL-1", [adults, Exclusion("EX01", "Pregnant", flag("pregnant"))]).ids
    ('IN01', 'EX01')
    """

    id: str
    criteria: tuple[Criterion, ...] = field(converter=_together)
    title: str = field(default="", kw_only=True)
    version: str = field(default="1", kw_only=True)
    provenance: Provenance | None = field(default=None, kw_only=True)

    __iter__: ClassVar[None] = None
    """Go through ``.criteria`` or ``.ids``; having ``[]`` would otherwise make it iterable."""

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be screened by."""
        for name in ("id", "version", "title"):
            value: object = getattr(self, name)
            if not isinstance(value, str) or (not value and name != "title"):
                message = f"{name}={value!r}; a protocol needs an id and a version as text"
                raise DefinitionError(message)
        if not self.criteria or not all(isinstance(one, Criterion) for one in self.criteria):  # pyright: ignore[reportUnnecessaryIsInstance]
            message = f"{self.id}: a protocol needs criteria, each an Inclusion or an Exclusion"
            raise DefinitionError(message)
        counted = Counter(criterion.id.upper() for criterion in self.criteria)
        twice = [name for name, count in counted.items() if count > 1]
        if twice:
            message = (
                f"{self.id}: {', '.join(twice)} stands more than once; every criterion needs an id of its own"
            )
            raise DefinitionError(message)
        brought: Any = self.provenance
        if not isinstance(brought, Provenance | None):
            message = f"{self.id}: provenance is a Provenance or None, not a {type(brought).__name__}"
            raise DefinitionError(message)
        self._one_reading_a_fact()
        self._entered_alone()

    def _one_reading_a_fact(self) -> None:
        known: dict[str, tuple[Cell, str]] = {}
        for criterion in self.criteria:
            for name, cell in criterion.facts.items():
                other, where = known.setdefault(name, (cell, criterion.id))
                if other != cell:
                    message = f"{self.id}: {where} and {criterion.id} declare the fact {name!r} differently"
                    raise DefinitionError(message)
        counted = Counter(one for name, (cell, _) in known.items() for one in {name, *cell.aliases})
        shared = [one for one, count in counted.items() if count > 1]
        if shared:
            message = f"{self.id}: {', '.join(shared)} stands for two facts; every name can mean one alone"
            raise DefinitionError(message)

    def _entered_alone(self) -> None:
        readers: dict[str, list[Criterion]] = {}
        for criterion in self.criteria:
            for name in criterion.facts:
                readers.setdefault(name, []).append(criterion)
        for name, (first, *others) in readers.items():
            own = next((one for one in (first, *others) if one.kind in OWN_FACTS), None)
            if own is not None and others:
                other = others[0] if own is first else first
                message = (
                    f"{self.id}: {own.id} is of kind {own.kind!r}, entered and never computed "
                    f"from other data, but {other.id} reads {name}, too"
                )
                raise DefinitionError(message)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of everything that can change a verdict, and of nothing else."""
        return fingerprint(*map(_meaning, self.criteria))

    @property
    def eligible(self) -> Condition:
        """The whole protocol as one condition, for any door."""
        return every(*(criterion.passes for criterion in self.criteria))

    @property
    def facts(self) -> Mapping[str, Cell]:
        """Every fact that a record may hold, by name, in order of appearance."""
        checks = [check.condition for one in self.criteria for check in (*one.refuses, *one.warns)]
        return cells(*(one.condition for one in self.criteria), *checks)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the criteria, in order."""
        return tuple(criterion.id for criterion in self.criteria)

    def __getitem__(self, criterion_id: str) -> Criterion:
        """The criterion of an id.

        Raises:
            DefinitionError: There is none; the ids that there are are named.
        """
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        message = f"{self.id} has no criterion {criterion_id!r}; there are {', '.join(self.ids)}"
        raise DefinitionError(message)

    @property
    def worded(self) -> Condition:
        """The same as ``eligible``."""
        return self.eligible

    def __repr__(self) -> str:
        """Id, version, number of criteria and fingerprint."""
        return (
            f"<Protocol {self.id} version {self.version}, {len(self.criteria)} criteria, {self.fingerprint}>"
        )

    def _repr_html_(self) -> str:
        rows = [
            (one.id, one.side, one.kind, one.text, ", ".join(one.facts), _remarks(one))
            for one in self.criteria
        ]
        title = f", {self.title}" if self.title else ""
        caption = f"{self.id}{title}, version {self.version} ({self.fingerprint})"
        return html_table(caption, ("criterion", "side", "kind", "text", "facts", "remarks"), rows)


def demand_protocol(brought: object) -> None:
    """Refuse what is no protocol.

    Raises:
        DefinitionError: It is something else.
    """
    if not isinstance(brought, Protocol):
        message = f"a Protocol is needed, not a {type(brought).__name__}"
        raise DefinitionError(message)


def _remarks(criterion: Criterion) -> str:
    return "; ".join(filter(None, (criterion.reading, criterion.note)))


def _meaning(criterion: Criterion) -> tuple[object, ...]:
    """What of a criterion can change a verdict: not its words."""
    return (
        criterion.side,
        criterion.id,
        criterion.kind,
        criterion.condition,
        tuple(one.condition for one in criterion.refuses),
        tuple((one.condition, one.items) for one in criterion.warns),
    )
