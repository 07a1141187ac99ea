"""The carrier of plain Python numbers: integers, fractions, and 0 or 1."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psoscore.terms import AtLeast, Greatest, Product, Ratio, Sum, Term

__all__ = ["Points"]


class Points:
    """Every word on plain numbers; where the data come from is for those who inherit.

    None stands for a ratio whose bottom is 0.
    """

    __slots__ = ()

    def total(self, term: Sum, values: Sequence[Any]) -> Any:
        """The weighted sum."""
        result = term.constant
        for (weight, _), value in zip(term.parts, values, strict=True):
            result += weight * value
        return result

    def product(self, term: Product, values: Sequence[Any]) -> Any:  # noqa: ARG002  the word has no numbers
        """The product."""
        result = 1
        for value in values:
            result *= value
        return result

    def greatest(self, term: Greatest, values: Sequence[Any]) -> Any:  # noqa: ARG002  the word has no numbers
        """The greatest."""
        return max(values)

    def ratio(self, term: Ratio, values: Sequence[Any]) -> Any:
        """The exact ratio, None where the bottom is 0."""
        up, down = values
        (a, b), (c, d) = term.top, term.bottom
        bottom = c * up + d * down
        return Fraction(a * up + b * down, bottom) if bottom else None

    def at_least(self, term: AtLeast, values: Sequence[Any]) -> Any:
        """Whether the threshold is reached; a measured float is compared as a float."""
        (value,) = values
        at = float(term.at) if type(value) is float else term.at
        return value > at if term.strict else value >= at

    def every(self, term: Term, values: Sequence[Any]) -> Any:  # noqa: ARG002  the word has no numbers
        """Whether all hold."""
        return all(values)

    def some(self, term: Term, values: Sequence[Any]) -> Any:  # noqa: ARG002  the word has no numbers
        """Whether one holds."""
        return any(values)

    def opposite(self, term: Term, values: Sequence[Any]) -> Any:  # noqa: ARG002  the word has no numbers
        """Whether the one does not hold."""
        return not values[0]

    def choose(self, condition: Any, then: Any, otherwise: Any) -> Any:
        """One of the two."""
        return then if condition else otherwise

    def lesser(self, one: Any, other: Any) -> Any:
        """The lesser of two; None, unbounded, is the least."""
        return None if one is None or other is None else min(one, other)

    def greater(self, one: Any, other: Any) -> Any:
        """The greater of two; None, unbounded, is the greatest."""
        return None if one is None or other is None else max(one, other)

    def same(self, one: Any, other: Any) -> Any:
        """Whether two ends are equal."""
        return one == other
