"""Reads the file: items of each visit, or total scores by visit; or says clearly why it cannot."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
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

    subjects: Mapping[str, Mapping[str, Row]]
    not_used: tuple[Found, ...] = ()


@dataclass(frozen=True)
class Totals:
    """A file with one row a subject and a total score a visit."""

    rows: tuple[Row, ...]
    weeks: tuple[str, ...]
    not_used: tuple[Found, ...] = ()


def read(path: Path) -> Items | Totals:
    """Read a file of either kind.

    Raises:
        UnusableFileError: It is neither, or holds no row that can be used.
    """
    header, rows = table(path)
    weeks = tuple(name for name in header if WEEK.fullmatch(name))
    if {SUBJECT, ARM, BASELINE} <= set(header) and weeks:
        placed, not_used = places(rows, lambda _: "")
        return Totals(tuple(placed.values()), weeks, not_used)
    require(header)
    placed, not_used = places(rows, visit_of)
    subjects: dict[str, dict[str, Row]] = {row.subject: {} for row in rows if row.subject}
    for (subject, visit), row in placed.items():
        subjects[subject][visit] = row
    return Items(subjects, not_used)


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
    for (subject, visit), several in placed.items():
        if len(several) > 1:
            text = f"stands in lines {', '.join(str(row.line) for row in several)}; none of them is used"
            not_used += [
                Found(row.line, subject, visit, VISIT if visit else SUBJECT, "", text) for row in several
            ]
    alone = {place: several[0] for place, several in placed.items() if len(several) == 1}
    not_used.sort(key=lambda one: one.line)
    if not alone:
        raise UnusableFileError(f"no row can be used; line {not_used[0].line}: {not_used[0].text}")
    return alone, tuple(not_used)


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
    """Cells by column; every row as wide as the header, but for rows that hold nothing."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header = [name.strip() for name in next(reader)]
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise UnusableFileError(f"columns that stand twice: {', '.join(map(repr, twice))}")
    rows = []
    begin = reader.line_num + 1
    for cells in reader:
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            if len(cells) != len(header):
                told = f"{len(cells)} cells, where the header has {len(header)}"
                raise UnusableFileError(f"line {begin}: {told}")
            held = (None if cell in EMPTY else cell for cell in stripped)
            rows.append(Row(begin, dict(zip(header, held, strict=True))))
        begin = reader.line_num + 1
    return header, rows


def require(header: list[str]) -> None:
    """Refuse a file without the columns that subjects, visits and both scores need."""
    told = [named(name, header) for name in (SUBJECT, VISIT) if name not in header]
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
        told = ", ".join(named(name, header) for name in absent)
        raise UnusableFileError(f"columns are missing: {told}")


def named(absent: str, header: Iterable[str]) -> str:
    """The name of a column that is not there, with one that is written otherwise."""
    near = next((name for name in header if name.casefold() == absent.casefold()), None)
    return f"{absent!r} (did you mean {near!r}?)" if near else repr(absent)


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


def visit_of(row: Row) -> str | None:
    """The visit of a row, however it is spelt: ``Week 08`` is ``WEEK 8``; None for no visit of the trial."""
    given = row.cells[VISIT] or ""
    found = re.fullmatch(r"([A-Z]+)[ _-]*0*(\d*)", given.upper())
    visit = " ".join(filter(None, found.groups())) if found else ""
    return visit if visit in VISITS else None
