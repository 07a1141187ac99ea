"""One pass under the engine's own null, where a score has a value only if both ends agree.

In sums and products of cells that can each hold several answers the two ends
are equal just where no missing cell counts: where nothing is missing, or where
the other factor of a product is 0. Null says exactly that, in half the work.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from psoscore.engine.columns.carrier import Expressions, either, reading
from psoscore.engine.readings import ends
from psoscore.terms import AtLeast, Item, OneOf, Product, Sum

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psoscore.engine.interpret import Pair
    from psoscore.terms import Term

__all__ = ["Nullable", "one_pass_suffices"]


def one_pass_suffices(term: Term, carrier: Expressions) -> bool:
    """Whether null says of a term exactly that its ends differ."""
    if isinstance(term, AtLeast):
        quantity = term.quantity
        if not isinstance(quantity, Item) or not one_pass_suffices(quantity, carrier):
            return False
        least, greatest = ends(quantity)
        return bool(least < term.at <= greatest) if not term.strict else bool(least <= term.at < greatest)
    if isinstance(term, Item):
        place = carrier.places.get(term.cell.name)
        least, greatest = ends(term)
        return place is not None and place.high is None and term.blank is None and least < greatest
    if isinstance(term, OneOf):
        return all(one_pass_suffices(form, carrier) for form, _ in carrier.forms(term))
    return isinstance(term, Sum | Product) and all(one_pass_suffices(one, carrier) for one in term.children)


class Nullable(Expressions):
    """A carrier whose values are null where the two ends would differ."""

    __slots__ = ()

    def item(self, term: Item) -> Pair[Any]:
        """The reading of a cell, null where there is none."""
        place = self.places[term.cell.name]
        value = reading(term, place, place.low)
        return value, value

    def product(self, term: Product, values: Sequence[Any]) -> Any:
        """The product; 0 as soon as one factor is 0."""
        zero = either(value == 0 for value in values)
        product = reduce(lambda one, other: one * other, values)
        return self.keep(term, nw.when(zero).then(nw.lit(0)).otherwise(product))
