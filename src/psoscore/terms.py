"""The vocabulary in which every rule is said once; nothing here computes.

A word states one ordinary function of points and in which direction it grows
in each argument. What it means for values known only to lie between two ends
is derived from that, once, in ``psoscore.engine.interpret``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from attrs import evolve, frozen

from psoscore.answers import NOT_RELEVANT, NotRelevant
from psoscore.errors import DefinitionError, UnsettledTruthError
from psoscore.sameness import ComparedByRule

if TYPE_CHECKING:
    from fractions import Fraction

    from psoscore.cells import Cell
    from psoscore.numerals import Number

__all__ = [
    "AllOf",
    "AnyOf",
    "AtLeast",
    "Between",
    "Blank",
    "Choice",
    "Condition",
    "Given",
    "Greatest",
    "Item",
    "Not",
    "OneOf",
    "Product",
    "Quantity",
    "Ratio",
    "Reported",
    "Sum",
    "Term",
]

Answer: TypeAlias = "int | bool | str | NotRelevant"
Codes: TypeAlias = tuple[tuple[Answer, int], ...]

SHOWN_CHARACTERS = 200
CALENDAR_MONTHS = 12 * 9999
"""From the first to the last year that a date can have."""


class Term(ComparedByRule):
    """Anything that has a value: a quantity or a condition."""

    __slots__ = ()

    @property
    def scale(self) -> int:
        """Whole units a point: 10 where the unit is a tenth."""
        return 1

    @property
    def rising(self) -> tuple[Term, ...]:
        """The arguments with which the value grows."""
        return ()

    @property
    def falling(self) -> tuple[Term, ...]:
        """The arguments with which the value falls."""
        return ()

    @property
    def children(self) -> tuple[Term, ...]:
        """Every term that this one is built from."""
        return self.rising + self.falling

    def __repr__(self) -> str:
        """The rule as a formula, cut where it grows long."""
        from psoscore.engine.formula import Printer  # noqa: PLC0415  the doors load on first use

        text = Printer("text").print(self)
        return f"<{text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + '...'}>"


class Condition(Term):
    """Something that holds, fails, or is still open."""

    __slots__ = ()

    def __and__(self, other: Condition) -> Condition:
        """Both hold."""
        from psoscore.algebra import every  # noqa: PLC0415  the algebra is built from these words

        return every(self, other)

    def __or__(self, other: Condition) -> Condition:
        """At least one holds."""
        from psoscore.algebra import some  # noqa: PLC0415  the algebra is built from these words

        return some(self, other)

    __rand__ = __and__
    __ror__ = __or__

    def __invert__(self) -> Condition:
        """The opposite."""
        return self.condition if isinstance(self, Not) else Not(self)

    def __bool__(self) -> NoReturn:
        """Refuse: a condition has no value before data come.

        Raises:
            UnsettledTruthError: Always; a chained comparison ends here too.
        """
        message = "a condition is not true or false by itself; combine with &, |, ~ and use judge()"
        raise UnsettledTruthError(message)


class Quantity(Term):
    """Something that has a number, in whole units."""

    __slots__ = ()

    def __add__(self, other: Quantity | Number) -> Quantity:
        """The sum."""
        from psoscore.algebra import linear  # noqa: PLC0415  the algebra is built from these words

        return linear([(1, self), (1, other)])

    def __radd__(self, other: Quantity | Number) -> Quantity:
        """The sum."""
        from psoscore.algebra import linear  # noqa: PLC0415  the algebra is built from these words

        return linear([(1, other), (1, self)])

    def __sub__(self, other: Quantity | Number) -> Quantity:
        """The difference."""
        from psoscore.algebra import linear  # noqa: PLC0415  the algebra is built from these words

        return linear([(1, self), (-1, other)])

    def __rsub__(self, other: Quantity | Number) -> Quantity:
        """The difference."""
        from psoscore.algebra import linear  # noqa: PLC0415  the algebra is built from these words

        return linear([(1, other), (-1, self)])

    def __mul__(self, other: Quantity | Number) -> Quantity:
        """The product, or a multiple where the other is a number.

        Raises:
            DefinitionError: One of two quantities can be negative; between
                such ends a product has no direction of growth.
        """
        if isinstance(other, Quantity):
            from psoscore.engine.domain import open_range  # noqa: PLC0415  the doors load on first use

            for factor in (self, other):
                low, _ = open_range(factor)
                if low is None or low < 0:
                    message = f"{factor!r} can be negative; only what cannot be is multiplied"
                    raise DefinitionError(message)
            return Product((self, other))
        from psoscore.algebra import linear  # noqa: PLC0415  the algebra is built from these words

        return linear([(other, self)])

    __rmul__ = __mul__

    def __ge__(self, threshold: Any) -> Condition:
        """At least the threshold."""
        from psoscore.algebra import compare  # noqa: PLC0415  the algebra is built from these words

        return compare(self, threshold)

    def __gt__(self, threshold: Any) -> Condition:
        """More than the threshold."""
        from psoscore.algebra import compare  # noqa: PLC0415  the algebra is built from these words

        return compare(self, threshold, strict=True)

    def __le__(self, threshold: Any) -> Condition:
        """At most the threshold."""
        from psoscore.algebra import compare  # noqa: PLC0415  the algebra is built from these words

        return ~compare(self, threshold, strict=True)

    def __lt__(self, threshold: Any) -> Condition:
        """Less than the threshold."""
        from psoscore.algebra import compare  # noqa: PLC0415  the algebra is built from these words

        return ~compare(self, threshold)


@frozen(order=False, cache_hash=True, repr=False)
class Item(Quantity):
    """A cell, and how an answer in it is read as a number.

    Attributes:
        cell: Where the answer stands.
        codes: Readings that differ from the answer's own number.
        months: Calendar months added to a day.
        blank: What an empty cell reads as; None leaves it unknown.
    """

    cell: Cell
    codes: Codes = ()
    months: int = 0
    blank: int | None = None

    @property
    def scale(self) -> int:
        """Units a point, as the cell has them."""
        return self.cell.scale

    def reading(self, answer: Answer) -> int:
        """The number that an answer is read as.

        Identity matters for True, which equals 1 but is another answer.
        """
        for code, number in self.codes:
            if code == answer and type(code) is type(answer):
                return number
        return 0 if answer is NOT_RELEVANT or isinstance(answer, str) else int(answer)

    def one_of(self, *values: str) -> Condition:
        """The code is one of these values.

        Raises:
            DefinitionError: A value is not among those declared, or the item is no code.
        """
        declared = (isinstance(value, str) and value in self.cell.values for value in values)  # pyright: ignore[reportUnnecessaryIsInstance]
        if self.cell.kind != "code" or not values or not all(declared):
            message = f"{self.cell.name}: {values!r} are not all among {self.cell.values!r}"
            raise DefinitionError(message)
        chosen = tuple((value, int(value in values)) for value in self.cell.values)
        return AtLeast(evolve(self, codes=chosen), 1)

    def plus_months(self, months: int) -> Item:
        """The day that many calendar months later, clamped to the month's end.

        Raises:
            DefinitionError: The item is no day or has months already, or the months
                are not whole or lead out of the calendar.
        """
        if self.cell.kind != "day" or self.months:
            message = f"{self.cell.name}: calendar months are added once, to a day"
            raise DefinitionError(message)
        if type(months) is not int or abs(months) > CALENDAR_MONTHS:
            message = f"{self.cell.name}: {months!r} calendar months; a whole number up to {CALENDAR_MONTHS}"
            raise DefinitionError(message)
        return evolve(self, months=months)


@frozen(order=False, cache_hash=True, repr=False)
class Blank(Condition):
    """An empty cell on a captured form."""

    cell: Cell


@frozen(order=False, cache_hash=True, repr=False)
class Sum(Quantity):
    """A weighted sum in normal form; over conditions it counts.

    Make it with ``linear`` or with ``+``, ``-`` and ``*``.

    Attributes:
        parts: Whole weights and their terms, positive weights first; no term
            twice, no sum inside.
        constant: In units.
        units: Units a point.
    """

    parts: tuple[tuple[int, Term], ...]
    constant: int = 0
    units: int = 1

    @property
    def scale(self) -> int:
        """Units a point."""
        return self.units

    @property
    def rising(self) -> tuple[Term, ...]:
        """The terms with positive weights."""
        return tuple(term for weight, term in self.parts if weight > 0)

    @property
    def falling(self) -> tuple[Term, ...]:
        """The terms with negative weights."""
        return tuple(term for weight, term in self.parts if weight < 0)


@frozen(order=False, cache_hash=True, repr=False)
class Product(Quantity):
    """A product of terms none of which can be negative."""

    factors: tuple[Term, ...]

    @property
    def scale(self) -> int:
        """The product of the factors' scales."""
        scale = 1
        for factor in self.factors:
            scale *= factor.scale
        return scale

    @property
    def rising(self) -> tuple[Term, ...]:
        """Every factor."""
        return self.factors


@frozen(order=False, cache_hash=True, repr=False)
class Greatest(Quantity):
    """The greatest of several quantities of one scale."""

    terms: tuple[Term, ...]

    @property
    def scale(self) -> int:
        """The one scale of the terms."""
        return self.terms[0].scale

    @property
    def rising(self) -> tuple[Term, ...]:
        """Every term."""
        return self.terms


@frozen(order=False, cache_hash=True, repr=False)
class Between(Quantity):
    """Anywhere between two quantities of one scale, even where every answer is known.

    For answers that are intervals themselves: a grade that stands for a band of percentages.
    """

    ends: tuple[Quantity, Quantity]

    @property
    def scale(self) -> int:
        """The one scale of both ends."""
        return self.ends[0].scale

    @property
    def rising(self) -> tuple[Term, ...]:
        """Both ends."""
        return self.ends


@frozen(order=False, cache_hash=True, repr=False)
class Ratio(Quantity):
    """``(a*up + b*down) / (c*up + d*down)`` with ``a*d > b*c`` and nothing negative.

    It grows with ``up`` and falls with ``down``. Where the bottom is 0 there
    is no value.
    """

    up: Quantity
    down: Quantity
    top: tuple[int, int]
    bottom: tuple[int, int]

    def __attrs_post_init__(self) -> None:
        """Refuse a ratio that does not grow with ``up`` and fall with ``down``."""
        (a, b), (c, d) = self.top, self.bottom
        if a * d <= b * c or self.up.scale != self.down.scale:
            message = "a ratio needs a*d > b*c and one scale above and below"
            raise DefinitionError(message)

    @property
    def rising(self) -> tuple[Term, ...]:
        """The term with which it grows."""
        return (self.up,)

    @property
    def falling(self) -> tuple[Term, ...]:
        """The term with which it falls."""
        return (self.down,)


@frozen(order=False, cache_hash=True, repr=False)
class AtLeast(Condition):
    """A quantity reaches a threshold, in the quantity's units.

    Attributes:
        quantity: What is compared.
        at: The threshold; whole, but for a measured real.
        strict: More than, not at least; only for a measured real, because in
            whole units "more than 7" is "at least 8".
    """

    quantity: Quantity
    at: int | Fraction
    strict: bool = False

    @property
    def rising(self) -> tuple[Term, ...]:
        """The quantity."""
        return (self.quantity,)


@frozen(order=False, cache_hash=True, repr=False)
class AllOf(Condition):
    """Every condition holds."""

    conditions: tuple[Condition, ...]

    @property
    def rising(self) -> tuple[Term, ...]:
        """Every condition."""
        return self.conditions


@frozen(order=False, cache_hash=True, repr=False)
class AnyOf(Condition):
    """At least one condition holds."""

    conditions: tuple[Condition, ...]

    @property
    def rising(self) -> tuple[Term, ...]:
        """Every condition."""
        return self.conditions


@frozen(order=False, cache_hash=True, repr=False)
class Not(Condition):
    """The opposite of a condition."""

    condition: Condition

    @property
    def falling(self) -> tuple[Term, ...]:
        """The condition turned round."""
        return (self.condition,)


@frozen(order=False, cache_hash=True, repr=False)
class Given(Condition):
    """A condition that has an answer only where another holds; else never settled."""

    condition: Condition
    provided: Condition

    @property
    def children(self) -> tuple[Term, ...]:
        """The condition and what it needs."""
        return (self.condition, self.provided)


@frozen(order=False, cache_hash=True, repr=False)
class Choice(Quantity):
    """One quantity where a condition holds, another where it fails.

    While the condition is open the value lies anywhere in either. That is
    loose where the branches depend on what the condition depends on, so it is
    used where nothing else says it (the relevant question 7 of the DLQI-R).
    """

    condition: Condition
    then: Quantity
    otherwise: Quantity

    @property
    def scale(self) -> int:
        """The one scale of both branches."""
        return self.then.scale

    @property
    def children(self) -> tuple[Term, ...]:
        """The condition and both branches."""
        return (self.condition, self.then, self.otherwise)


@frozen(order=False, cache_hash=True, repr=False)
class OneOf(Quantity):
    """Alternative forms of one question; the data decide which one is read.

    The first form is read where any of its cells is answered, else the next.
    """

    forms: tuple[Quantity, ...]

    @property
    def scale(self) -> int:
        """The one scale of the forms."""
        return self.forms[0].scale

    @property
    def children(self) -> tuple[Term, ...]:
        """Every form."""
        return self.forms


@frozen(order=False, cache_hash=True, repr=False)
class Reported(Quantity):
    """A score as others read it: the reported value where there is one, else the bounds.

    Attributes:
        name: The score's name.
        term: Its bounds.
        filled: The same with blank cells read as the manual reads them.
        when: The condition under which they may be.
        demands_not_relevant: Whether data must say how *not relevant* is coded.
    """

    name: str
    term: Quantity
    filled: Quantity
    when: Condition
    demands_not_relevant: bool = False

    @property
    def scale(self) -> int:
        """The score's own scale."""
        return self.term.scale

    @property
    def children(self) -> tuple[Term, ...]:
        """The bounds, the filled score and its condition."""
        return (self.term, self.filled, self.when)
