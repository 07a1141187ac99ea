"""Reads the file: items of each visit, or total scores by visit; or says clearly why it cannot."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TypeAlias

import psoscore as ps

SUBJECT, VISIT, ARM = "USUBJID", "VISIT", "TRT"
BASELINE, WEEK_8 = "BASELINE", "WEEK 8"
FOLLOW_UP = ("MONTH 6", "MONTH 9", "MONTH 12")
VISITS = (BASELINE, WEEK_8, *FOLLOW_UP)
"""The visits of the registry record; the primary outcomes need the first two."""

NOT_RELEVANT = "NR"
EMPTY = {"", "NA"}
DELIMITERS = ",;\t"
WEEK = re.compile(r"WEEK\d+")
DEFINITIONS = (ps.PASI, ps.DLQI)

Cells: TypeAlias = Mapping[str, str | None]


class UnusableFileError(Exception):
    """The file cannot be read as what it should be; the text says why."""


@dataclass(frozen=True)
class Row:
    """One line of the file: where it stands and what it holds, empty cells as None."""

    line: int
    cells: Cells

    @property
    def subject(self) -> str:
        """The subject, as in the file."""
        return self.cells[SUBJECT] or ""


@dataclass(frozen=True)
class Items:
    """A file with one row a subject and visit; rows by subject, then by visit."""

    subjects: Mapping[str, Mapping[str, Row]]


@dataclass(frozen=True)
class Totals:
    """A file with one row a subject and a total score a visit."""

    rows: tuple[Row, ...]
    weeks: tuple[str, ...]


def read(path: Path) -> Items | Totals:
    """Read a file of either kind.

    Raises:
        UnusableFileError: It is neither, or contradicts itself.
    """
    header, rows = table(path)
    weeks = tuple(name for name in header if WEEK.fullmatch(name))
    if {SUBJECT, ARM, BASELINE} <= set(header) and weeks:
        return Totals(tuple(once(rows)), weeks)
    require(header)
    subjects: dict[str, dict[str, Row]] = {}
    for row in rows:
        visit = visit_of(row)
        mine = subjects.setdefault(row.subject, {})
        if visit in mine:
            raise UnusableFileError(
                f"line {row.line}: {visit} of this subject stands in line {mine[visit].line} already"
            )
        mine[visit] = row
    return Items(subjects)


def table(path: Path) -> tuple[list[str], list[Row]]:
    """The header and every row, whatever the file is about."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnusableFileError(f"cannot open the file: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UnusableFileError(
            f"this is no text in UTF-8 (byte {error.start}); save it as CSV in UTF-8"
        ) from error
    if not text.strip():
        raise UnusableFileError("the file is empty")
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    try:
        header, rows = shaped(text, delimiter)
    except csv.Error as error:
        raise UnusableFileError(f"this is no CSV: {error}") from error
    if not rows:
        raise UnusableFileError("the file has a header and no rows")
    return header, rows


def shaped(text: str, delimiter: str) -> tuple[list[str], list[Row]]:
    """Cells by column; every row as wide as the header."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header = [name.strip() for name in next(reader)]
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise UnusableFileError(f"columns that stand twice: {', '.join(map(repr, twice))}")
    rows = []
    begin = reader.line_num + 1
    for cells in reader:
        if cells and len(cells) != len(header):
            raise UnusableFileError(f"line {begin}: {len(cells)} cells, where the header has {len(header)}")
        if cells:
            stripped = (cell.strip() for cell in cells)
            held = (None if cell in EMPTY else cell for cell in stripped)
            rows.append(Row(begin, dict(zip(header, held, strict=True))))
        begin = reader.line_num + 1
    return header, rows


def require(header: list[str]) -> None:
    """Refuse a file without the columns that subjects, visits and both scores need."""
    absent = [name for name in (SUBJECT, VISIT) if name not in header]
    told = [repr(name) for name in absent]
    for definition in DEFINITIONS:
        for fault in ps.check(definition, dict.fromkeys(header)):
            hint = f" ({fault.hint})" if fault.hint.startswith("did you mean") else ""
            told.append(f"{fault.item!r}{hint}")
    if told:
        raise UnusableFileError(
            f"columns are missing: {', '.join(told)}\n"
            f"  expected: one row a subject and visit with {SUBJECT}, {VISIT}, the PASI and the DLQI items;\n"
            f"  or one row a subject with {SUBJECT}, {ARM}, {BASELINE} and totals in WEEK01, WEEK04, ..."
        )


def need(header: list[str], names: Iterable[str]) -> None:
    """Refuse a file without these columns."""
    absent = [name for name in names if name not in header]
    if absent:
        raise UnusableFileError(f"columns are missing: {', '.join(map(repr, absent))}")


def listed(path: Path, names: Iterable[str]) -> list[Row]:
    """The rows of a file that has these columns, each with a subject."""
    header, rows = table(path)
    need(header, (SUBJECT, *names))
    for row in rows:
        if not row.subject:
            raise UnusableFileError(f"line {row.line}: no {SUBJECT}")
    return rows


def once(rows: list[Row]) -> Iterator[Row]:
    """Rows of which each has a subject of its own."""
    seen: dict[str, int] = {}
    for row in rows:
        if not row.subject:
            raise UnusableFileError(f"line {row.line}: no {SUBJECT}")
        if row.subject in seen:
            raise UnusableFileError(
                f"line {row.line}: this subject stands in line {seen[row.subject]} already"
            )
        seen[row.subject] = row.line
        yield row


def visit_of(row: Row) -> str:
    """The visit of a row, however it is spelt: ``Week 08`` is ``WEEK 8``."""
    if not row.subject:
        raise UnusableFileError(f"line {row.line}: no {SUBJECT}")
    given = row.cells[VISIT] or ""
    found = re.fullmatch(r"([A-Z]+)[ _-]*0*(\d*)", given.upper())
    visit = " ".join(filter(None, found.groups())) if found else ""
    if visit not in VISITS:
        raise UnusableFileError(f"line {row.line}: unknown {VISIT} {given!r}; known are {', '.join(VISITS)}")
    return visit
