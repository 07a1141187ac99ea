"""Opens a CSV file of any kind: its columns and rows; or says clearly why it cannot be used."""

from __future__ import annotations

import csv
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TypeAlias

SUBJECT, VISIT, ARM = NAMES = ("USUBJID", "VISIT", "TRT")
EMPTY = {"", "NA", "."}
"""A point alone is a missing number of SAS."""
DELIMITERS = ",;\t"
UTF_8 = "utf-8-sig"
"""UTF-8, with a byte-order mark or without."""
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)

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
class File:
    """A file as it was found, whatever it is about."""

    path: Path
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    decimal_comma: bool = False

    def others(self, read: Container[str]) -> str:
        """The columns beside those that are read, and where they stand."""
        names = [name or "a column without a name" for name in self.header if name not in read]
        return f"{', '.join(names)} in {self.path.name}" if names else ""

    def need(self, *names: str) -> None:
        """Refuse a file without these columns."""
        absent = [name for name in names if name not in self.header]
        if absent:
            told = ", ".join(named(name, self.header) for name in absent)
            raise UnusableFileError(f"columns are missing: {told}")

    def need_subjects(self, *names: str) -> None:
        """Refuse a file without these columns, or with a row without a subject."""
        self.need(SUBJECT, *names)
        for row in self.rows:
            if not row.subject:
                raise UnusableFileError(f"line {row.line}: no {SUBJECT}")


NO_FILE = File(Path(), (), ())


def opened(path: Path, encoding: str = UTF_8) -> File:
    """Read the header and every row; where a semicolon parts the cells, a number may have a decimal comma.

    Raises:
        UnusableFileError: It cannot be opened, is no CSV, or holds no row.
    """
    text = text_of(path, encoding)
    if not text.strip():
        raise UnusableFileError("the file is empty")
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    try:
        header, rows = shaped(text, delimiter)
    except csv.Error as error:
        raise UnusableFileError(f"this is no CSV: {error}") from error
    if not rows:
        raise UnusableFileError("the file has a header and no rows")
    if delimiter != ";":
        return File(path, tuple(header), tuple(rows))
    pointed = tuple(Row(row.line, with_points(row.cells)) for row in rows)
    return File(path, tuple(header), pointed, pointed != tuple(rows))


def with_points(cells: Cells) -> Cells:
    """The cells, numbers written with a decimal point."""
    return {
        name: cell.replace(",", ".") if cell and name not in NAMES and DECIMAL_COMMA.fullmatch(cell) else cell
        for name, cell in cells.items()
    }


def text_of(path: Path, encoding: str) -> str:
    """What stands in the file."""
    try:
        return path.read_bytes().decode(encoding).removeprefix("\ufeff")
    except OSError as error:
        raise UnusableFileError(f"cannot open the file: {error.strerror}") from error
    except UnicodeError as error:
        name = "UTF-8" if encoding == UTF_8 else encoding
        place = f" (byte {error.start})" if isinstance(error, UnicodeDecodeError) else ""
        mend = "save it as CSV in UTF-8, or name its encoding with --encoding"
        raise UnusableFileError(f"this is no text in {name}{place}; {mend}") from error


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


def named(absent: str, there: Iterable[str]) -> str:
    """A name that is not there, with one that is written otherwise."""
    near = next((name for name in there if name.casefold() == absent.casefold()), None)
    return f"{absent!r} (did you mean {near!r}?)" if near else repr(absent)
