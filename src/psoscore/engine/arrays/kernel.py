"""The array door's fast path: a complete block as one run of numpy calls.

For scores that are weighted sums of products, in blocks where nothing is
missing, the interpreter is run once on source text and the result compiled, as
the record door does. It saves the walk over the words and reuses memory.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from psoscore.engine.domain import magnitude
from psoscore.engine.interpret import Interpreter
from psoscore.engine.record.swift import Source
from psoscore.integer_arrays import narrow_type
from psoscore.terms import Item, OneOf, Product, Sum
from psoscore.traversal import cells, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from psoscore.definitions import Score
    from psoscore.terms import Term

__all__ = ["kernel"]


class ArraySource(Source):
    """Source text over arrays, each in the smallest type that holds it.

    Args:
        names: The variables that hold the items.
        term: The term that is compiled, in which results used once may be overwritten.
    """

    __slots__ = ("kinds", "uses")

    def __init__(self, names: dict[str, str], term: Term) -> None:
        super().__init__(names)
        self.uses: Counter[Term] = Counter(child for word in walk(term) for child in word.children)
        self.kinds: dict[str, str] = {}

    def item(self, term: Item) -> tuple[str, str]:
        """The variable that holds the item."""
        name = self.names[term.cell.name]
        self.kinds[name] = _kind(term)
        return name, name

    def _ready(self, part: Term, value: str, kind: str, weight: int) -> tuple[str, bool]:
        """A value in the wanted type, times its weight; and whether it may be overwritten."""
        own = not isinstance(part, Item | OneOf) and self.uses[part] == 1
        if self.kinds[value] != kind:
            value, own = self._keep(f"{value}.astype('{kind}')"), True
        if weight != 1 and own:
            self.lines.append(f"    {value} *= {weight}")
        elif weight != 1:
            value, own = self._keep(f"{value} * {weight}"), True
        return value, own

    def _joined(self, term: Term, parts: Sequence[tuple[int, Term]], values: Sequence[str], sign: str) -> str:
        kind = _kind(term)
        (weight, first), *rest = parts
        result, own = self._ready(first, values[0], kind, weight)
        for (each_weight, part), value in zip(rest, values[1:], strict=True):
            each, _ = self._ready(part, value, kind, each_weight)
            if own:
                self.lines.append(f"    {result} {sign}= {each}")
            else:
                result, own = self._keep(f"{result} {sign} {each}"), True
        self.kinds[result] = kind
        return result

    def total(self, term: Sum, values: Sequence[str]) -> str:
        """A weighted sum."""
        result = self._joined(term, term.parts, values, "+")
        if not term.constant:
            return result
        shifted = self._keep(f"{result} + {term.constant}")
        self.kinds[shifted] = self.kinds[result]
        return shifted

    def product(self, term: Product, values: Sequence[str]) -> str:
        """A product."""
        return self._joined(term, [(1, factor) for factor in term.factors], values, "*")


@lru_cache(maxsize=256)
def kernel(definition: Score) -> tuple[tuple[str, ...], Callable[..., Any]] | None:
    """The items and a function of their arrays that gives the units; None for other scores."""
    simple = _first(definition.term)
    if definition.when is not None or not all(
        isinstance(word, Sum | Product) or (isinstance(word, Item) and not word.codes and not word.months)
        for word in simple
    ):
        return None
    items = tuple(cells(*(word for word in simple if isinstance(word, Item))))
    names = {item: f"a{place}" for place, item in enumerate(items)}
    source = ArraySource(names, definition.term)
    units, _ = Interpreter(source).pair(definition.term)
    text = "\n".join([f"def computed({', '.join(names.values())}):", *source.lines, f"    return {units}"])
    scope: dict[str, Any] = {}
    exec(text, scope)  # noqa: S102  the text is made from terms alone, never from data
    return items, scope["computed"]


def _first(term: Term) -> list[Term]:
    """The words of a term that are read where every question uses its first form."""
    if isinstance(term, OneOf):
        return _first(term.forms[0])
    return [term, *(word for child in term.children for word in _first(child))]


def _kind(term: Term) -> str:
    return narrow_type(magnitude(term)).__name__
