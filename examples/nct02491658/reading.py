"""Reads the file: items of each visit, or total scores by visit; or says clearly why it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import psoscore as ps
from files import ARM, SUBJECT, VISIT, File, Row, UnusableFileError, named

BASELINE, WEEK_8 = "BASELINE", "WEEK 8"
FOLLOW_UP = ("MONTH 6", "MONTH 9", "MONTH 12")
VISITS = (BASELINE, WEEK_8, *FOLLOW_UP)
"""The visits of the registry record; the primary outcomes need the first two."""

NOT_RELEVANT = "NR"
WEEK = re.compile(r"WEEK\d+")
DEFINITIONS = (ps.PASI, ps.DLQI)


@dataclass(frozen=True)
class Found:
    """Something in the file that is wrong or odd: where, and in which words."""

    line: int
    subject: str
    visit: str
    item: str
    value: str
    text: str


@dataclass(frozen=True)
class Items:
    """A file with one row a subject and visit; rows by subject, then by visit."""

    file: File
    subjects: Mapping[str, Mapping[str, Row]]
    not_used: tuple[Found, ...] = ()
    unrecorded: frozenset[str] = frozenset()

    @property
    def columns(self) -> set[str]:
        """The names of every column that is read where it is there."""
        cells = {name: cell for each in DEFINITIONS for name, cell in each.cells.items()}
        asked = {name: cell for name, cell in cells.items() if name not in self.unrecorded}
        return {SUBJECT, VISIT, *asked, *(alias for cell in asked.values() for alias in cell.aliases)}


@dataclass(frozen=True)
class Totals:
    """A file with one row a subject and a total score a visit."""

    file: File
    rows: tuple[Row, ...]
    weeks: tuple[str, ...]
    not_used: tuple[Found, ...] = ()

    @property
    def columns(self) -> set[str]:
        """The names of every column that is read."""
        return {SUBJECT, ARM, BASELINE, *self.weeks}


def read(file: File, unrecorded: frozenset[str] = frozenset()) -> Items | Totals:
    """Take a file of either kind; what was never recorded needs no column.

    Raises:
        UnusableFileError: It is neither, or holds no row that can be used.
    """
    weeks = tuple(name for name in file.header if WEEK.fullmatch(name))
    if {SUBJECT, ARM, BASELINE} <= set(file.header) and weeks:
        if unrecorded:
            raise UnusableFileError("a file of totals; --unrecorded goes with one of items")
        placed, not_used = places(file.rows, lambda _: "")
        return Totals(file, tuple(placed.values()), weeks, not_used)
    require(file.header, unrecorded)
    placed, not_used = places(file.rows, visit_of)
    subjects: dict[str, dict[str, Row]] = {row.subject: {} for row in file.rows if row.subject}
    for (subject, visit), row in placed.items():
        subjects[subject][visit] = row
    return Items(file, subjects, not_used, unrecorded)


def never_recorded(name: str) -> frozenset[str]:
    """The item of this name or published code, or all items of a score.

    Raises:
        ValueError: There is none; the text names those that are alike.
    """
    known: dict[str, frozenset[str]] = {}
    for definition in DEFINITIONS:
        known[definition.name.upper()] = frozenset(definition.items)
        for item, cell in definition.cells.items():
            known |= dict.fromkeys((item, *cell.aliases), frozenset({item}))
    if name in known:
        return known[name]
    near = get_close_matches(name, known, 1)
    hint = f" (did you mean {near[0]!r}?)" if near else "; a file stands before the options"
    titles = " or ".join(definition.name.upper() for definition in DEFINITIONS)
    raise ValueError(f"{name!r} is no item of {titles}{hint}")


def places(
    rows: Iterable[Row], visit_of: Callable[[Row], str | None]
) -> tuple[Mapping[tuple[str, str], Row], tuple[Found, ...]]:
    """Rows by subject and visit; those without a place of their own are set aside."""
    placed: dict[tuple[str, str], list[Row]] = {}
    not_used: list[Found] = []
    for row in rows:
        visit = visit_of(row)
        if not row.subject:
            not_used.append(Found(row.line, "", visit or "", SUBJECT, "", "no subject; the row is not used"))
        elif visit is None:
            text = f"unknown visit; known are {', '.join(VISITS)}; the row is not used"
            not_used.append(Found(row.line, row.subject, "", VISIT, row.cells[VISIT] or "", text))
        else:
            placed.setdefault((row.subject, visit), []).append(row)
    alone: dict[tuple[str, str], Row] = {}
    for (subject, visit), several in placed.items():
        kept, told = settled(several)
        if kept:
            alone[subject, visit] = kept
        not_used += [
            Found(one.line, subject, visit, VISIT if visit else SUBJECT, "", text) for one, text in told
        ]
    not_used.sort(key=lambda one: one.line)
    if not alone:
        raise UnusableFileError(f"no row can be used; line {not_used[0].line}: {not_used[0].text}")
    return alone, tuple(not_used)


def require(header: Sequence[str], unrecorded: frozenset[str]) -> None:
    """Refuse a file without the columns that subjects, visits and both scores need."""
    told = [named(name, header) for name in (SUBJECT, VISIT) if name not in header]
    for definition in DEFINITIONS:
        said = unrecorded.intersection(definition.cells)
        for fault in ps.check(definition, dict.fromkeys(header), unrecorded=said):
            hint = f" ({fault.hint})" if fault.hint.startswith("did you mean") else ""
            told.append(f"{fault.item!r}{hint}")
    if told:
        raise UnusableFileError(
            f"columns are missing: {', '.join(told)}\n"
            f"  expected: one row a subject and visit with {SUBJECT}, {VISIT}, the PASI and the DLQI items;\n"
            f"  or one row a subject with {SUBJECT}, {ARM}, {BASELINE} and totals in WEEK01, WEEK04, ...\n"
            f"  What was never recorded is said so: --unrecorded dlqi_07b, or --unrecorded DLQI for all of it"
        )


def settled(several: Sequence[Row]) -> tuple[Row | None, list[tuple[Row, str]]]:
    """The one row of several for one place, if they are the same; and what to say of the others."""
    first, *others = several
    if all(row.cells == first.cells for row in others):
        return first, [(row, f"the same as line {first.line}; counted once") for row in others]
    lines = ", ".join(str(row.line) for row in several)
    return None, [(row, f"stands in lines {lines}, and they differ; none of them is used") for row in several]


def visit_of(row: Row) -> str | None:
    """The visit of a row, however it is spelt: ``Week 08`` is ``WEEK 8``; None for no visit of the trial."""
    given = row.cells[VISIT] or ""
    found = re.fullmatch(r"([A-Z]+)[ _-]*0*(\d*)", given.upper())
    visit = " ".join(filter(None, found.groups())) if found else ""
    return visit if visit in VISITS else None
