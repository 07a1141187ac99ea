"""The door that explains: a definition with one record's numbers in it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from psoscore.answers import NOT_RELEVANT
from psoscore.engine.formula import Printer, points
from psoscore.engine.interpret import Interpreter
from psoscore.engine.record.answered import Answered
from psoscore.engine.states import Gap
from psoscore.html_table import html_pairs
from psoscore.numerals import exact
from psoscore.terms import OneOf
from psoscore.traversal import cells, walk

if TYPE_CHECKING:
    from psoscore.engine.record.intake import States
    from psoscore.engine.record.scored import Scored
    from psoscore.terms import Item, Term

__all__ = ["explanation", "scored_html"]


def explanation(scored: Scored) -> str:
    """Every subscore and the total: the rule, the numbers in it, the result."""
    lines = [_step(part) for part in (*_subscores(scored), scored)]
    if scored.missing:
        lines.append(f"missing: {', '.join(scored.missing)}")
    lines += [f"warning: {warning.message}" for warning in scored.warnings]
    if scored.definition.missing_rule:
        lines.append(f"missing rule: {scored.definition.missing_rule}")
    return "\n".join(lines)


def _subscores(scored: Scored) -> list[Scored]:
    """The parts but for the total, which is the score itself under another name."""
    return [part for part in scored.parts.values() if part.definition.term != scored.definition.term]


def _step(scored: Scored) -> str:
    states = dict(scored.states)

    def leaf(item: Item) -> str:
        state = states[item.cell.name]
        if isinstance(state, Gap):
            return "?"
        if isinstance(state, tuple):
            return "..".join(points(exact(end) / item.scale) for end in state)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        if state is NOT_RELEVANT:
            return "not relevant"
        return state if isinstance(state, str) else points(exact(state) / item.scale)

    definition = scored.definition
    interpreter = Interpreter(Answered(states))
    parts = [*(term for _, term in definition.symbols), *_other_forms(definition.term, states)]
    numbers = [(_number(interpreter.pair(term), term.scale), term) for term in parts]
    printer = Printer("text", leaf, numbers)
    body = (printer.print if definition.term in parts else printer.defined)(definition.term)
    return f"{definition.formula('text')}\n  = {body}\n  = {_result(scored)}"


def _other_forms(term: Term, states: States) -> list[Term]:
    """Questions that the record does not answer in the form that is printed."""
    return [
        one
        for one in walk(term)
        if isinstance(one, OneOf)
        and all(isinstance(states[name], Gap) for name in cells(one.forms[0]))
        and not all(isinstance(states[name], Gap) for name in cells(one))
    ]


def _number(pair: tuple[Any, Any], scale: int) -> str:
    """A part's value, or its two ends."""
    low, high = (points(Fraction(int(end) if isinstance(end, bool) else end) / scale) for end in pair)
    return low if low == high else f"{low}..{high}"


def _result(scored: Scored) -> str:
    value = "unknown" if scored.value is None else f"{scored.value:g}"
    if scored.label:
        value += f" ({scored.label})"
    if scored.low is None or scored.high is None or scored.low == scored.high:
        return value
    return f"{value}, between {scored.low:g} and {scored.high:g}"


def scored_html(scored: Scored) -> str:
    """A result as a small table for a notebook."""
    rows = [(scored.definition.title, _result(scored))]
    rows += [(part.definition.title, _result(part)) for part in _subscores(scored)]
    rows += [("missing", ", ".join(scored.missing))] if scored.missing else []
    rows += [("warning", warning.message) for warning in scored.warnings]
    return html_pairs(rows)
