"""A verdict and a protocol on paper: plain text, and a table for a notebook."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from psoscore.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable

    from psoscore.eligibility.criterion import Criterion
    from psoscore.eligibility.protocol import Protocol
    from psoscore.eligibility.verdict import Result, Verdict

__all__ = ["protocol_html", "table", "verdict_html", "verdict_text"]

VERDICTS = {Truth.TRUE: "eligible", Truth.FALSE: "not eligible", Truth.UNKNOWN: "pending"}
OUTCOMES = {
    ("inclusion", Truth.TRUE): "met",
    ("inclusion", Truth.FALSE): "not met",
    ("exclusion", Truth.TRUE): "applies",
    ("exclusion", Truth.FALSE): "does not apply",
}


def verdict_text(verdict: Verdict) -> str:
    """A verdict in lines of plain text."""
    lines = [f"{verdict.protocol.id} version {verdict.protocol.version}: {VERDICTS[verdict.eligible]}"]
    for name, result in verdict.results.items():
        lines.append(f"  {name} {_outcome(result)}: {result.reason}")
    lines += [f"  {key}: {value}" for key, value in _notes(verdict)]
    return "\n".join(lines)


def verdict_html(verdict: Verdict) -> str:
    """A verdict as a small table for a notebook."""
    rows = [
        (name, result.criterion.text, _outcome(result), result.reason)
        for name, result in verdict.results.items()
    ]
    rows += [(key, value, "", "") for key, value in _notes(verdict)]
    caption = f"{verdict.protocol.id} version {verdict.protocol.version}: {VERDICTS[verdict.eligible]}"
    return table(caption, ("criterion", "text", "outcome", "reason"), rows)


def protocol_html(protocol: Protocol) -> str:
    """A protocol as a small table for a notebook."""
    rows = [
        (one.id, one.side, one.kind, one.text, ", ".join(one.facts), _remarks(one))
        for one in protocol.criteria
    ]
    title = f", {protocol.title}" if protocol.title else ""
    caption = f"{protocol.id}{title}, version {protocol.version} ({protocol.fingerprint})"
    return table(caption, ("criterion", "side", "kind", "text", "facts", "remarks"), rows)


def _remarks(criterion: Criterion) -> str:
    return "; ".join(filter(None, (criterion.reading, criterion.note)))


def table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Rows as an HTML table, every text escaped."""
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(str(value))}</td>' for value in row)}</tr>" for row in rows)
    return f"<table><caption>{escape(caption)}</caption><tr>{head}</tr>{body}</table>"


def _outcome(result: Result) -> str:
    return OUTCOMES.get((result.criterion.side, result.truth), "open")


def _notes(verdict: Verdict) -> list[tuple[str, str]]:
    notes = {
        "open questions": ", ".join(verdict.open_questions),
        "nearest miss": verdict.nearest_miss or "",
        "warnings": "; ".join(warning.message for warning in verdict.warnings),
        "deviations": ", ".join(verdict.deviations),
    }
    return [(key, value) for key, value in notes.items() if value]
