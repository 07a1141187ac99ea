"""Screens every subject by the criteria of NCT02491658: facts from a file, the PASI from the items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import psoscore as ps
from files import SUBJECT, File, Row, UnusableFileError
from psoscore.protocols.nct02491658 import PROTOCOL
from reading import BASELINE, Found, Items, settled
from scoring import scores, wrong

PASI_FACT = "pasi"
FLAGS = {"Y": True, "N": False, "YES": True, "NO": False, "1": True, "0": False}
FLAG_ALLOWED = "Y or N"

Facts: TypeAlias = Mapping[str, Row]
"""The row of each subject."""


def read(file: File) -> tuple[Facts, list[Found]]:
    """Take a file with one row a subject and a column a fact.

    Returns:
        The facts, none known of a subject with rows that differ; and the rows that are not used.

    Raises:
        UnusableFileError: A column is no fact, or a row has no subject.
    """
    file.need_subjects()
    if PASI_FACT in file.header:
        raise UnusableFileError(
            f"column {PASI_FACT!r}: it comes from the items at baseline; leave it out here"
        )
    try:
        ps.screen(PROTOCOL, dict.fromkeys(name for name in file.header if name != SUBJECT))
    except ps.InputError as error:
        strange = (f"{one.item!r}{f' ({one.hint})' if one.hint else ''}" for one in error.faults)
        raise UnusableFileError(
            f"columns that are no facts of {PROTOCOL.id}: {', '.join(strange)}"
        ) from error
    several: dict[str, list[Row]] = {}
    for row in file.rows:
        several.setdefault(row.subject, []).append(row)
    facts: dict[str, Row] = {}
    found: list[Found] = []
    for subject, rows in several.items():
        one, told = settled(rows)
        facts[subject] = one or Row(rows[0].line, dict.fromkeys(file.header) | {SUBJECT: subject})
        found += [Found(row.line, subject, BASELINE, SUBJECT, "", text) for row, text in told]
    return facts, sorted(found, key=lambda each: each.line)


def answers(row: Row) -> dict[str, Any]:
    """The facts of one row; Y and N are yes and no."""
    return {
        name: FLAGS.get(cell.upper(), cell) if cell and PROTOCOL.facts[name].kind == "flag" else cell
        for name, cell in row.cells.items()
        if name != SUBJECT
    }


def faults(facts: Facts) -> Iterator[Found]:
    """Every fact that cannot be read or contradicts another."""
    for row in facts.values():
        for fault in refused(answers(row)):
            cell = row.cells[fault.item] or ""
            yield Found(row.line, row.subject, BASELINE, fault.item, cell, told(fault))


def refused(facts: dict[str, Any]) -> list[ps.Fault]:
    """The cells that cannot be read, then contradictions between the others."""
    found: list[ps.Fault] = []
    for _ in ("cells", "contradictions"):
        try:
            ps.screen(PROTOCOL, facts)
        except ps.InputError as error:
            found += error.faults
            facts |= dict.fromkeys(fault.item for fault in error.faults)
    return found


def told(fault: ps.Fault) -> str:
    """What is wrong, in words of the file."""
    if fault.hint and not fault.allowed:
        return fault.hint
    text = wrong(fault)
    return f"no flag; allowed is {FLAG_ALLOWED}" if fault.kind == "no_flag" else text


def screened(items: Items, facts: Facts) -> dict[str, ps.Verdict]:
    """The verdict on everybody in either file; what cannot be read is unknown."""
    return {
        subject: ps.screen(PROTOCOL, known(items, facts, subject), invalid="unknown")
        for subject in dict.fromkeys((*items.subjects, *facts))
    }


def known(items: Items, facts: Facts, subject: str) -> dict[str, Any]:
    """The facts of a subject; the PASI with the bounds that missing items leave."""
    found = answers(facts[subject]) if subject in facts else {}
    visit = items.subjects.get(subject, {}).get(BASELINE)
    return found | {PASI_FACT: scores(visit, items.unrecorded).pasi if visit else None}


def eligible(items: Items, verdicts: Mapping[str, ps.Verdict]) -> Items:
    """The rows of those who are certainly eligible."""
    return Items(
        items.file,
        {
            subject: visits
            for subject, visits in items.subjects.items()
            if verdicts[subject].eligible is ps.Truth.TRUE
        },
        unrecorded=items.unrecorded,
    )
