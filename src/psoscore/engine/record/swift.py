"""The record door's fast path: the interpreter run once on source text.

A form that arrives complete, with plain integers in range under psoscore's own
names, is the everyday case. For it the terms are turned into one Python
function; everything else takes the ordinary walk.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from psoscore.engine.interpret import Interpreter, Pair
from psoscore.engine.questions import asked
from psoscore.engine.states import Gap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from psoscore.cells import Cell
    from psoscore.definitions import Score
    from psoscore.terms import AtLeast, Blank, Greatest, Item, OneOf, Product, Ratio, Sum, Term

__all__ = ["swift"]


class Source:
    """A carrier whose values are the names of local variables."""

    __slots__ = ("lines", "names")

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names: Mapping[str, str] = names
        self.lines: list[str] = []

    def _keep(self, expression: str) -> str:
        name = f"t{len(self.lines)}"
        self.lines.append(f"    {name} = {expression}")
        return name

    def item(self, term: Item) -> Pair[str]:
        """The variable that holds the answer, or its reading from a table."""
        name = self.names[term.cell.name]
        if term.codes:
            table = {code: number for code, number in term.codes if type(code) is int}
            if table:
                name = self._keep(f"{table}.get({name}, {name})")
        return name, name

    def blank(self, term: Blank) -> Pair[str]:  # noqa: ARG002  the fast path takes complete forms
        """No cell is empty here."""
        return "False", "False"

    def forms(self, term: OneOf) -> Sequence[tuple[Term, str | None]]:
        """The first form; others go the ordinary way."""
        return [(term.forms[0], None)]

    def total(self, term: Sum, values: Sequence[str]) -> str:
        """A weighted sum."""
        weighted = [
            value if weight == 1 else f"{weight} * {value}"
            for (weight, _), value in zip(term.parts, values, strict=True)
        ]
        if term.constant or not weighted:
            weighted.append(str(term.constant))
        return self._keep(" + ".join(weighted))

    def product(self, term: Product, values: Sequence[str]) -> str:  # noqa: ARG002
        """A product."""
        return self._keep(" * ".join(values))

    def greatest(self, term: Greatest, values: Sequence[str]) -> str:  # noqa: ARG002
        """A greatest."""
        return self._keep(f"max({', '.join(values)})")

    def ratio(self, term: Ratio, values: Sequence[str]) -> str:
        """A ratio."""
        up, down = values
        (a, b), (c, d) = term.top, term.bottom
        bottom = self._keep(f"{c} * {up} + {d} * {down}")
        return self._keep(f"Fraction({a} * {up} + {b} * {down}, {bottom}) if {bottom} else None")

    def at_least(self, term: AtLeast, values: Sequence[str]) -> str:
        """A comparison."""
        return self._keep(f"{values[0]} {'>' if term.strict else '>='} {term.at}")

    def every(self, term: Term, values: Sequence[str]) -> str:  # noqa: ARG002
        """All of several."""
        return self._keep(" and ".join(values))

    def some(self, term: Term, values: Sequence[str]) -> str:  # noqa: ARG002
        """One of several."""
        return self._keep(" or ".join(values))

    def opposite(self, term: Term, values: Sequence[str]) -> str:  # noqa: ARG002
        """The opposite."""
        return self._keep(f"not {values[0]}")

    def choose(self, condition: str, then: str, otherwise: str) -> str:
        """One of two."""
        return self._keep(f"{then} if {condition} else {otherwise}")

    def lesser(self, one: str, other: str) -> str:
        """The lesser of two."""
        return self._keep(f"min({one}, {other})")

    def greater(self, one: str, other: str) -> str:
        """The greater of two."""
        return self._keep(f"max({one}, {other})")

    def same(self, one: str, other: str) -> str:
        """Whether two ends are equal."""
        return self._keep(f"{one} == {other}")


@lru_cache(maxsize=256)
def swift(definition: Score) -> Callable[[Mapping[str, Any]], tuple[Any, tuple[Any, ...]] | None]:
    """A function that scores a complete plain record, and gives None for any other.

    It returns the units and the states of the cells, as the ordinary walk
    finds them. A record that contradicts itself is left to the ordinary walk.
    """
    questions = asked(definition)
    first = [name for forms in questions.forms for name in forms[0]]
    names = {name: f"a{index}" for index, name in enumerate([*questions.single, *first])}
    others = frozenset(
        {alias for cell in questions.cells.values() for alias in cell.aliases}
        | (questions.cells.keys() - names.keys())
    )
    source = Source(names)
    interpreter = Interpreter(source)
    units, high = interpreter.pair(definition.term)
    odd = [interpreter.pair(one.condition)[0] for one in definition.contradictions]
    ordered = [*questions.single, *(name for forms in questions.forms for form in forms for name in form)]
    states = "".join(f"({name!r}, {names.get(name, 'ABSENT')}), " for name in ordered)
    lines = [
        "def scored(record):",
        *([] if units is high else ["    return None"]),  # an interval even where every answer is known
        "    try:",
        "        if not others.isdisjoint(record):",
        "            return None",
        *(f"        {variable} = record[{name!r}]" for name, variable in names.items()),
        "    except Exception:",  # an item is absent, or a stranger's key raises when it is compared
        "        return None",
        *(_checked(variable, questions.cells[name]) for name, variable in names.items()),
        *source.lines,
        *([f"    if {' or '.join(odd)}:", "        return None"] if odd else []),
        f"    return {units}, ({states})",
    ]
    scope: dict[str, Any] = {"others": others, "ABSENT": Gap.ABSENT, "Fraction": Fraction}
    exec("\n".join(lines), scope)  # noqa: S102  the text is made from terms alone, never from data
    return scope["scored"]  # type: ignore[no-any-return]


def _checked(variable: str, cell: Cell) -> str:
    inside = f"{cell.low} <= {variable} <= {cell.high}"
    if cell.scale != 1 or cell.kind != "number":
        return "    return None"
    allowed = inside if cell.allowed is None else f"{variable} in {cell.allowed}"
    return f"    if type({variable}) is not int or not {allowed}:\n        return None"
