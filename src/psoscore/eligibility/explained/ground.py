"""The comparisons on which the truth of a condition rests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import frozen

from psoscore.terms import AllOf, AnyOf, AtLeast, Blank, Condition, Given, Item, Not, Term
from psoscore.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from psoscore.cells import Cell
    from psoscore.eligibility.reading import Reading

__all__ = ["Compared", "Ground", "Presence", "grounds"]


@frozen
class Presence:
    """Whether a fact is given at all.

    Attributes:
        cell: The fact.
        is_given: Whether it is.
    """

    cell: Cell
    is_given: bool


@frozen
class Compared:
    """A comparison, and what it came to.

    Attributes:
        term: The comparison.
        truth: What it came to.
        turned: Whether it stands under a *not*, so that "at least" means "below".
    """

    term: AtLeast
    truth: Truth
    turned: bool

    @property
    def is_measured(self) -> bool:
        """Whether a measured real is compared, between whose values lie others."""
        of = self.term.quantity
        return isinstance(of, Item) and of.cell.kind == "measure"

    @property
    def limit(self) -> Any:
        """The least that is asked for, or the greatest where it is turned, in units."""
        return self.term.at - 1 if self.turned and not self.is_measured else self.term.at

    @property
    def is_open_ended(self) -> bool:
        """Whether the limit itself is not enough."""
        return self.is_measured and self.term.strict is not self.turned


Ground: TypeAlias = Presence | Compared


def grounds(reading: Reading, condition: Condition, truth: Truth) -> list[Ground]:
    """What settles a condition, or what leaves it open.

    Of several conditions that must hold together all are grounds where they
    hold, and only the failing ones where they fail.

    Args:
        reading: The facts of one person.
        condition: What was judged.
        truth: What it came to.
    """
    return _below(reading, condition, truth, turned=False)


def _below(reading: Reading, term: Condition, truth: Truth, turned: bool) -> list[Ground]:  # noqa: FBT001
    way = WAYS[type(term)]
    return way(reading, term, truth, turned)


def _joined(reading: Reading, term: AllOf | AnyOf, truth: Truth, turned: bool) -> list[Ground]:  # noqa: FBT001
    """All parts where only all together settle it, else those that do.

    That a fact is given goes without saying where the fact itself, or what it implies, is told.
    """
    parts = [(one, reading.truth(one)) for one in term.conditions]
    if truth is not (Truth.TRUE if isinstance(term, AllOf) else Truth.FALSE):
        parts = [(one, each) for one, each in parts if each is truth]
    found = [_below(reading, one, each, turned=turned) for one, each in parts]
    if isinstance(term, AnyOf) and truth is Truth.TRUE:
        found = [each for each in found if all(_says_given(one) for one in each)] or found
    together = [ground for each in found for ground in each]
    return [ground for ground in together if isinstance(ground, Compared)] or together


def _says_given(ground: Ground) -> bool:
    return isinstance(ground, Presence) and ground.is_given


def _opposite(reading: Reading, term: Not, truth: Truth, turned: bool) -> list[Ground]:  # noqa: FBT001
    return _below(reading, term.condition, ~truth, turned=not turned)


def _given(reading: Reading, term: Given, truth: Truth, turned: bool) -> list[Ground]:  # noqa: FBT001
    """What is asked; what it needs, where that fails."""
    if reading.truth(term.provided) is Truth.FALSE:
        return _below(reading, term.provided, Truth.FALSE, turned=False)
    return _below(reading, term.condition, truth, turned=turned)


def _blank(_reading: Reading, term: Blank, truth: Truth, _turned: bool) -> list[Ground]:  # noqa: FBT001
    return [Presence(term.cell, truth is Truth.FALSE)]


def _at_least(_reading: Reading, term: AtLeast, truth: Truth, turned: bool) -> list[Ground]:  # noqa: FBT001
    return [Compared(term, truth, turned)]


WAYS: Mapping[type[Term], Callable[[Reading, Any, Truth, bool], list[Ground]]] = {
    AllOf: _joined,
    AnyOf: _joined,
    Not: _opposite,
    Given: _given,
    Blank: _blank,
    AtLeast: _at_least,
}
"""Every word that is a condition."""
