"""Holds the subjects of the files against each other: who stands in one and not in the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from files import SUBJECT, File, Row, named
from reading import BASELINE, Found, Items


def strangers(file: File, items: Items, then: str, visit: str = "") -> Iterator[Found]:
    """Every subject that the file of items does not know, once, and what is done with it."""
    for row in first_rows(file.rows):
        if row.subject not in items.subjects:
            who = named(row.subject, items.subjects)
            text = f"{who} is no subject of {items.file.path.name}; {then}"
            yield Found(row.line, row.subject, visit, SUBJECT, "", text)


def without_facts(items: Items, facts: File) -> Iterator[Found]:
    """Every subject with items of whom the file of facts says nothing."""
    known = {row.subject for row in facts.rows}
    for row in first_rows(items.file.rows):
        if row.subject and row.subject not in known:
            text = f"no row in {facts.path.name}; screened by the PASI alone"
            yield Found(row.line, row.subject, BASELINE, SUBJECT, "", text)


def first_rows(rows: Iterable[Row]) -> Iterator[Row]:
    """The first row of each subject."""
    seen: set[str] = set()
    for row in rows:
        if row.subject not in seen:
            seen.add(row.subject)
            yield row
