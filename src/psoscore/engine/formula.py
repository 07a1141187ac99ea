"""The door that prints: a definition as LaTeX or as plain text."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve

from psoscore.algebra import days_apart
from psoscore.answers import NOT_RELEVANT
from psoscore.cells import LAST_DAY
from psoscore.engine.readings import answers
from psoscore.html_table import html_pairs
from psoscore.terms import (
    AllOf,
    AnyOf,
    AtLeast,
    Between,
    Blank,
    Choice,
    Condition,
    Given,
    Greatest,
    Item,
    Not,
    OneOf,
    Product,
    Ratio,
    Reported,
    Sum,
    Term,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from psoscore.definitions import Score

__all__ = ["Printer", "definition_html", "formula", "points"]

SYMBOL = re.compile(r"([A-Za-z])(\d*)")
LATEX = {
    "times": r" \cdot ",
    "at_least": r" \ge ",
    "at_most": r" \le ",
    "less": r" < ",
    "more": r" > ",
    "and": r" \land ",
    "or": r" \lor ",
    "not": r"\lnot ",
    "open": r"\left(",
    "close": r"\right)",
    "greatest": r"\max",
}
TEXT = {
    "times": " * ",
    "at_least": " >= ",
    "at_most": " <= ",
    "less": " < ",
    "more": " > ",
    "and": " and ",
    "or": " or ",
    "not": "not ",
    "open": "(",
    "close": ")",
    "greatest": "max",
}


def points(value: Fraction | int) -> str:
    """A number of points, as a decimal where it has a short one, else as a fraction.

    >>> points(Fraction(1, 10)), points(Fraction(1, 3))
    ('0.1', '1/3')
    """
    exact = Fraction(value)
    if exact.denominator == 1:
        return str(exact.numerator)
    short = float(exact)
    return f"{short:g}" if Fraction(repr(short)) == exact else str(exact)


class Printer:
    """Prints terms in one of the two forms.

    Args:
        form: ``"latex"`` or ``"text"``.
        leaf: What stands for an item; its name if not given.
        symbols: Short names of parts.
        notation: How papers write the items, as LaTeX, by item.
    """

    def __init__(
        self,
        form: Literal["latex", "text"],
        leaf: Callable[[Item], str] | None = None,
        symbols: Iterable[tuple[str, Term]] = (),
        notation: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.latex: bool = form == "latex"
        self.signs: Mapping[str, str] = LATEX if self.latex else TEXT
        self.symbols: dict[Term, str] = {term: self.symbol(symbol) for symbol, term in symbols}
        self.notation: dict[str, str] = dict(notation) if self.latex else {}
        self.leaf: Callable[[Item], str] = leaf or self._name

    def _name(self, item: Item) -> str:
        text = self.notation.get(item.cell.name) or self.upright(item.cell.name)
        for code, number in item.codes:
            if code is NOT_RELEVANT and number > 1:
                text += self.word(f" [not relevant = {number}]")
        sign = "-" if item.months < 0 else "+"
        return f"{text} {sign} {abs(item.months)} months" if item.months else text

    def print(self, term: Term) -> str:
        """The term in one line; a part with a symbol by its symbol."""
        symbol = self.symbols.get(term)
        return WORDS[type(term)](self, term) if symbol is None else symbol

    def defined(self, term: Term) -> str:
        """The term itself written out, its parts by their symbols."""
        return WORDS[type(term)](self, term)

    def grouped(self, term: Term) -> str:
        """The term, in brackets where it is a sum or a joint condition."""
        text = self.print(term)
        if term in self.symbols:
            return text
        if isinstance(term, OneOf):
            return self.grouped(term.forms[0])
        counted = _only_condition(term)
        if counted is not None:
            return self.bracket(counted)
        if isinstance(term, Item | Blank | Greatest | Reported) or (isinstance(term, Ratio) and self.latex):
            return text
        return f"{self.signs['open']}{text}{self.signs['close']}"

    def sum(self, term: Sum) -> str:
        """Weights in points, as the papers print them."""
        text = ""
        for weight, part in term.parts:
            each = Fraction(weight * part.scale, term.scale)
            body = self.summand(part)
            scaled = body if abs(each) == 1 else f"{points(abs(each))}{self.signs['times']}{body}"
            sign = "-" if each < 0 else "+"
            text += f" {sign} {scaled}" if text else (f"-{scaled}" if each < 0 else scaled)
        constant = Fraction(term.constant, term.scale)
        if not text or (constant > 0 and text.startswith("-")):
            return points(constant) + text.replace("-", " - ", 1)
        return f"{text} {'-' if constant < 0 else '+'} {points(abs(constant))}" if constant else text

    def summand(self, part: Term) -> str:
        """A quantity as it stands; a condition counted in brackets."""
        if not isinstance(part, Condition):
            return self.grouped(part) if isinstance(part, Sum) else self.print(part)
        return self.bracket(part)

    def bracket(self, condition: Term) -> str:
        """A condition counted as 1 where it holds (Iverson's bracket)."""
        return f"[{self.print(condition)}]"

    def joined(self, sign: str, parts: tuple[Term, ...]) -> str:
        """Several terms with one sign between them."""
        return self.signs[sign].join(self.grouped(part) for part in parts)

    def ratio(self, term: Ratio) -> str:
        """A fraction, its parts written out."""
        units = term.up.scale  # those of both parts, so that the weights print as they stand
        top, bottom = (
            self.defined(Sum(tuple(pair for pair in ((a, term.up), (b, term.down)) if pair[0]), 0, units))
            for a, b in (term.top, term.bottom)
        )
        return rf"\frac{{{top}}}{{{bottom}}}" if self.latex else f"({top}) / ({bottom})"

    def at_least(self, term: AtLeast) -> str:
        """A comparison, in points; a flag by its name, a code by its values."""
        quantity = term.quantity.forms[0] if isinstance(term.quantity, OneOf) else term.quantity
        counted = _only_condition(quantity)
        if counted is not None and term.at == 1:
            return self.print(counted)
        if isinstance(quantity, Item) and quantity.cell.kind == "flag":
            return self.print(quantity)
        if isinstance(quantity, Item) and quantity.codes:
            return self.answered(
                quantity, [one for one in answers(quantity.cell) if _reads(quantity, one, term)]
            )
        return self.compared(term, "at_least", "more")

    def compared(self, term: AtLeast, sign: str, strict: str) -> str:
        """A quantity beside its threshold; two days beside each other."""
        days = days_apart(term.quantity) if term.at in {0, 1} else None  # it asks which comes first
        if days is not None:
            one, other = map(self.print, days)
            return f"{one}{self.signs[strict if term.at else sign]}{other}"
        quantity = term.quantity.forms[0] if isinstance(term.quantity, OneOf) else term.quantity
        return f"{self.print(quantity)}{self.signs[strict if term.strict else sign]}{_threshold(term)}"

    def answered(self, item: Item, chosen: list[Any]) -> str:
        """An item has one of these answers."""
        words = [one.value if one is NOT_RELEVANT else str(one) for one in chosen]
        name = self.print(evolve(item, codes=()))
        if len(words) == 1:
            return f"{name} = {self.word(words[0])}"
        return f"{name}{self.word(' in ')}{{{', '.join(map(self.word, words))}}}"

    def opposite(self, term: Not) -> str:
        """``less than`` for a turned comparison, else a negation."""
        inner = term.condition
        if isinstance(inner, AtLeast) and isinstance(inner.quantity, Item) and inner.quantity.codes:
            item = inner.quantity
            return self.answered(item, [one for one in answers(item.cell) if not _reads(item, one, inner)])
        if isinstance(inner, Blank):
            return f"{self.leaf(Item(inner.cell))}{self.word(' is answered')}"
        if isinstance(inner, AtLeast) and not (
            isinstance(inner.quantity, Item) and inner.quantity.cell.kind in {"flag", "code"}
        ):
            return self.compared(inner, "less", "at_most")
        return f"{self.signs['not']}{self.grouped(inner)}"

    def word(self, text: str) -> str:
        """Plain words inside a formula."""
        return rf"\text{{{text}}}" if self.latex else text

    def upright(self, name: str) -> str:
        """The name of an item or a definition."""
        if not self.latex:
            return name
        escaped = name.replace("_", r"\_").replace(" ", "~")
        return rf"\mathrm{{{escaped}}}"

    def symbol(self, symbol: str) -> str:
        """A letter with its number as an index; anything longer as words."""
        letter = SYMBOL.fullmatch(symbol)
        if not self.latex or letter is None:
            return self.word(symbol)
        return f"{letter[1]}_{{{letter[2]}}}" if letter[2] else letter[1]


WORDS: Mapping[type[Term], Callable[[Printer, Any], str]] = {
    Item: lambda printer, term: printer.leaf(term),
    Blank: lambda printer, term: f"{printer.leaf(Item(term.cell))}{printer.word(' is blank')}",
    Sum: lambda printer, term: printer.sum(term),
    Product: lambda printer, term: printer.joined("times", term.factors),
    Greatest: lambda printer, term: (
        f"{printer.signs['greatest']}({', '.join(printer.print(one) for one in term.terms)})"
    ),
    Between: lambda printer, term: (
        printer.word("between ") + printer.word(" and ").join(map(printer.print, term.ends))
    ),
    Ratio: lambda printer, term: printer.ratio(term),
    AtLeast: lambda printer, term: printer.at_least(term),
    AllOf: lambda printer, term: printer.joined("and", term.conditions),
    AnyOf: lambda printer, term: printer.joined("or", term.conditions),
    Not: lambda printer, term: printer.opposite(term),
    Given: lambda printer, term: (
        f"{printer.print(term.condition)}{printer.word(', provided ')}{printer.print(term.provided)}"
    ),
    Choice: lambda printer, term: (
        f"{printer.print(term.then)}{printer.word(' if ')}{printer.print(term.condition)}"
        f"{printer.word(', else ')}{printer.print(term.otherwise)}"
    ),
    OneOf: lambda printer, term: printer.print(term.forms[0]),
    Reported: lambda printer, term: printer.word(
        term.name.replace("_", r"\_") if printer.latex else term.name
    ),
}
"""How every word is printed."""


def _only_condition(term: Term) -> Condition | None:
    """The condition that a term counts, if it counts one and nothing else."""
    if isinstance(term, Sum) and len(term.parts) == 1 and not term.constant:
        weight, part = term.parts[0]
        if weight == 1 and isinstance(part, Condition):
            return part
    return None


def _threshold(term: AtLeast) -> str:
    """A threshold in points; that of a day as its date."""
    quantity = term.quantity
    if (
        isinstance(quantity, Item)
        and quantity.cell.kind == "day"
        and quantity.cell.low <= term.at <= LAST_DAY
    ):
        return date.fromordinal(int(term.at)).isoformat()
    return points(Fraction(term.at) / quantity.scale)


def _reads(item: Item, answer: Any, term: AtLeast) -> bool:
    """Whether an answer reaches a threshold."""
    return item.reading(answer) >= term.at


def formula(definition: Score, form: Literal["latex", "text"]) -> str:
    """A definition as ``name = term``.

    Raises:
        DefinitionError: The form is neither ``"latex"`` nor ``"text"``.
    """
    if form not in {"latex", "text"}:
        from psoscore.errors import DefinitionError  # noqa: PLC0415

        message = f"form={form!r}; choose from 'latex', 'text'"
        raise DefinitionError(message)
    printer = Printer(form, symbols=definition.symbols, notation=definition.notation)
    defined = () if definition.labels else definition.symbols  # a band is said by the score that it bands
    where = [f"{printer.print(term)} = {printer.defined(term)}" for _, term in defined]
    lines = [f"{printer.upright(definition.title)} = {printer.defined(definition.term)}", *where]
    return r" \\ ".join(lines) if form == "latex" else "\n  where ".join(lines)


def definition_html(definition: Score) -> str:
    """A definition as a small table for a notebook."""
    rows = {
        "name": definition.name,
        "version": f"{definition.version} ({definition.fingerprint})",
        "range": f"{definition.low:g} to {definition.high:g}",
        "items": ", ".join(definition.items),
        "formula": definition.formula("text"),
        "missing": definition.missing_rule,
        "sources": "; ".join(source.text for source in definition.sources),
    }
    return html_pairs(rows.items(), definition.title)
