"""A scheme that puts patients into classes, as data: names of classes and their conditions."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from psoscore.algebra import every
from psoscore.definitions import fingerprint
from psoscore.errors import DefinitionError
from psoscore.traversal import cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psoscore.provenance import Provenance
    from psoscore.terms import Condition

__all__ = ["UNCLASSIFIED", "Scheme", "two_classes", "with_gap"]

UNCLASSIFIED = "unclassified"
"""The class of those whom the letter of a scheme puts into none."""


@frozen(order=False, cache_hash=True, kw_only=True, repr=False)
class Scheme:
    """Classes with conditions over facts, of which exactly one holds where all facts are known.

    Attributes:
        name: The name by which the scheme is asked for.
        title: What it is called in print.
        classes: Each class with its condition, in order.
        provenance: Sources, requirement ids and status.
    """

    name: str
    title: str
    classes: tuple[tuple[str, Condition], ...]
    provenance: Provenance

    @property
    def conditions(self) -> Mapping[str, Condition]:
        """The condition of each class, for ``judge``, ``judge_arrays`` and every other door."""
        return MappingProxyType(dict(self.classes))

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the classes."""
        return tuple(label for label, _ in self.classes)

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts that the scheme reads."""
        return tuple(cells(*(condition for _, condition in self.classes)))

    @property
    def fingerprint(self) -> str:
        """A hash of everything that can change a class, and of nothing else."""
        return fingerprint(self.classes)

    def condition(self, label: str) -> Condition:
        """The condition of one class.

        Args:
            label: The name of the class, as in ``.labels``.

        Raises:
            DefinitionError: The scheme has no such class.
        """
        found = self.conditions.get(label)
        if found is None:
            message = f"{self.name} has no class {label!r}; choose from {', '.join(map(repr, self.labels))}"
            raise DefinitionError(message)
        return found

    def __repr__(self) -> str:
        """Name, classes and fingerprint."""
        return f"<Scheme {self.name}: {', '.join(self.labels)}; {self.fingerprint}>"


def two_classes(no: str, yes: str, condition: Condition) -> tuple[tuple[str, Condition], ...]:
    """A condition and its opposite as two classes."""
    return (no, ~condition), (yes, condition)


def with_gap(*classes: tuple[str, Condition]) -> tuple[tuple[str, Condition], ...]:
    """Classes, and ``unclassified`` for those who fall into none of them."""
    return *classes, (UNCLASSIFIED, every(*(~condition for _, condition in classes)))
