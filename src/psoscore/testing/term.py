"""Random terms over a few small cells, to try the interpreter on every word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from psoscore.algebra import compare, count, linear
from psoscore.answers import NOT_RELEVANT
from psoscore.cells import Cell
from psoscore.engine.domain import open_range
from psoscore.terms import Choice, Condition, Given, Greatest, Item, Product, Quantity, Ratio

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["SMALL_CELLS", "terms"]

SMALL_CELLS = (
    Cell("a", high=2),
    Cell("b", high=1, not_relevant=True),
    Cell("c", low=-1, high=1),
    Cell("d", high=4, allowed=(0, 1, 4), scale=2),
)
"""So small that all their completions can be tried: 3 * 3 * 3 * 3."""

LEAVES = 6
SMALL = st.integers(-3, 3)
FEW = st.integers(2, 3)


def terms() -> SearchStrategy[Quantity]:
    """Quantities built from every word but ``Blank``, ``OneOf`` and ``Reported``.

    They read ``SMALL_CELLS``. A ratio or a choice stands at the top or inside
    a comparison, since such quantities are compared and never summed.

    >>> from hypothesis import find
    >>> find(terms(), lambda term: isinstance(term, Greatest)).terms[0].cell.name
    'a'
    """
    inner = _quantities()
    return inner | _ratios(inner) | _choices(inner)


def _items() -> SearchStrategy[Quantity]:
    return st.sampled_from(SMALL_CELLS).flatmap(_readings)


def _readings(cell: Cell) -> SearchStrategy[Quantity]:
    """The number itself, or any other reading of the answers."""
    plain: Any = cell.allowed or range(cell.low, cell.high + 1)
    codes = [*plain, NOT_RELEVANT] if cell.not_relevant else [*plain]
    read = st.tuples(*(st.tuples(st.just(code), SMALL) for code in codes))
    return st.just(Item(cell)) | read.map(lambda pairs: Item(cell, pairs))


def _quantities() -> SearchStrategy[Quantity]:
    return st.recursive(_items(), _wider, max_leaves=LEAVES)


def _wider(inner: SearchStrategy[Quantity]) -> SearchStrategy[Quantity]:
    several = st.lists(inner, min_size=2, max_size=3)
    return (
        _sums(inner)
        | several.map(lambda found: Greatest(tuple(found)) if _one_scale(found) else _sum(found))
        | several.map(lambda found: Product(tuple(map(_not_negative, found))))
        | st.lists(_conditions(inner), min_size=1, max_size=3).map(count)
    )


@st.composite
def _sums(draw: DrawFn, inner: SearchStrategy[Quantity]) -> Quantity:
    found = [(draw(SMALL), draw(inner)) for _ in range(draw(FEW))]
    return linear([*found, (1, draw(SMALL))])


def _sum(found: list[Quantity]) -> Quantity:
    return linear([(1, one) for one in found])


def _one_scale(found: list[Quantity]) -> bool:
    return len({one.scale for one in found}) == 1


def _not_negative(quantity: Quantity) -> Quantity:
    """The same, lifted so far that it is never negative."""
    low, _ = open_range(quantity)
    return quantity - low if low < 0 else quantity


@st.composite
def _conditions(draw: DrawFn, inner: SearchStrategy[Quantity]) -> Condition:
    kinds = [inner, _ratios(inner), _choices(inner)]
    first = compare(draw(draw(st.sampled_from(kinds))), draw(SMALL), strict=draw(st.booleans()))
    second = compare(draw(inner), draw(SMALL))
    made: Condition = draw(
        st.sampled_from([first, ~first, first & second, first | second, Given(first, second)])
    )
    return made


@st.composite
def _ratios(draw: DrawFn, inner: SearchStrategy[Quantity]) -> Quantity:
    """A ratio that grows with ``up``; its bottom may be 0."""
    up, down = _not_negative(draw(inner)), _not_negative(draw(inner))
    if up.scale != down.scale:
        down = up
    c, d = draw(st.sampled_from([(1, 1), (1, 0), (0, 1), (2, 1)]))
    a, b = draw(SMALL), draw(SMALL)
    return Ratio(up, down, (a, b), (c, d)) if a * d > b * c else Ratio(up, down, (c + d, -d), (c, d + c))


@st.composite
def _choices(draw: DrawFn, inner: SearchStrategy[Quantity]) -> Quantity:
    then, otherwise = draw(inner), draw(inner)
    if then.scale != otherwise.scale:
        otherwise = then
    return Choice(compare(draw(inner), draw(SMALL)), then, otherwise)
