"""Going through terms: every word below one, its cells, and leaves changed."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve, fields

from psoscore.algebra import every
from psoscore.errors import DefinitionError
from psoscore.terms import Blank, Condition, Item, Quantity, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from psoscore.cells import Cell

__all__ = ["blank", "cells", "filled", "replace", "walk"]

T = TypeVar("T", bound=Term)


def replace(term: T, change: Callable[[Term], Term]) -> T:
    """The same term with its leaves changed.

    Args:
        term: Any term.
        change: Called with every ``Item`` and ``Blank``; gives what stands there instead.
    """
    made: dict[Term, Term] = {}

    def each(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(each, value))  # pyright: ignore[reportUnknownArgumentType]
        if not isinstance(value, Term):
            return value
        if value not in made:
            if isinstance(value, Item | Blank):
                made[value] = change(value)
            else:
                inner = {one.name: each(getattr(value, one.name)) for one in fields(type(value))}  # type: ignore[arg-type]
                made[value] = type(value)(**inner)
        return made[value]

    return each(term)  # type: ignore[no-any-return]


@lru_cache(maxsize=1024)
def filled(term: Quantity) -> Quantity:
    """The same quantity with every empty cell read as 0: what a manual reports."""
    return replace(term, lambda leaf: evolve(leaf, blank=0) if isinstance(leaf, Item) else leaf)


def walk(*terms: Term) -> Iterator[Term]:
    """Every distinct term below these, each after what it is built from."""
    seen: set[Term] = set()

    def below(term: Term) -> Iterator[Term]:
        if term not in seen:
            seen.add(term)
            for child in term.children:
                yield from below(child)
            yield term

    for term in terms:
        yield from below(term)


@lru_cache(maxsize=4096)
def cells(*terms: Term) -> Mapping[str, Cell]:
    """Every cell that these terms read, by name, in order of appearance.

    Raises:
        DefinitionError: Two cells of one name differ.
    """
    found: dict[str, Cell] = {}
    for term in walk(*terms):
        if isinstance(term, Item | Blank) and found.setdefault(term.cell.name, term.cell) != term.cell:
            message = f"two different cells are called {term.cell.name}"
            raise DefinitionError(message)
    return MappingProxyType(found)


def blank(*terms: Term) -> Condition:
    """No cell of these terms is answered."""
    return every(*(Blank(cell) for cell in cells(*terms).values()))
