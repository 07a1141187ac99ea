"""Reads the infusions of every subject; works out the doses, each on the weight of its day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import TypeAlias

import cells
from files import SUBJECT, File, Row
from psoscore.infusion import CumulativeDose, Dose, cumulative_doses, plausible_weight_kg
from psoscore.protocols.nct02491658 import DOSE_RULE
from reading import Found

NUMBER, DAY, START, WEIGHT = "INFUSION", "DATE", "START", "WEIGHT_KG"
COLUMNS = (SUBJECT, NUMBER, DAY, START, WEIGHT)
ORDINAL = re.compile(r"[1-9][0-9]?")


@dataclass(frozen=True)
class Infusion:
    """One infusion as it was entered; no day means that it was not given, unless that is doubtful."""

    line: int
    day: date | None = None
    start: time | None = None
    weight_kg: Decimal | None = None
    doubtful: bool = False


Course: TypeAlias = Mapping[int, Infusion]
"""The infusions of one subject, by number."""


@dataclass(frozen=True)
class Given:
    """One infusion that was given, with its dose and the sum so far, where the weights are known."""

    number: int
    infusion: Infusion
    dose: Dose | None
    total: CumulativeDose | None


def read(file: File) -> tuple[dict[str, Course], list[Found]]:
    """Take a file with one row a subject and infusion.

    An empty date says that the infusion was not given; START may be absent.

    Returns:
        The courses, and the cells that cannot be read.

    Raises:
        UnusableFileError: A column is missing, or a row has no subject.
    """
    courses: dict[str, dict[int, Infusion]] = {}
    found: list[Found] = []
    file.need_subjects(NUMBER, DAY, WEIGHT)
    for row in file.rows:
        course = courses.setdefault(row.subject, {})
        number = cells.taken(row, NUMBER, whole, "", found)
        if number is None:
            if row.cells[NUMBER] is None:
                found.append(Found(row.line, row.subject, "", NUMBER, "", "missing; the row is not used"))
        elif number in course:
            text = f"infusion {number} stands in line {course[number].line} already; neither row is used"
            found.append(Found(row.line, row.subject, named(number), NUMBER, str(number), text))
            course[number] = Infusion(course[number].line, doubtful=True)
        else:
            course[number] = infusion(row, number, found)
    return {subject: dict(sorted(course.items())) for subject, course in courses.items()}, found


def infusion(row: Row, number: int, found: list[Found]) -> Infusion:
    """One row; a cell that cannot be read is unknown."""
    where = named(number)
    day = cells.taken(row, DAY, cells.day, where, found)
    return Infusion(
        row.line,
        day,
        cells.taken(row, START, cells.clock, where, found),
        cells.taken(row, WEIGHT, lambda cell: plausible_weight_kg(cells.decimal(cell)), where, found),
        doubtful=day is None and row.cells[DAY] is not None,
    )


def named(number: int) -> str:
    """The name of an infusion, as the plan has it."""
    return f"infusion {number}"


def whole(cell: str) -> int:
    """The number of an infusion."""
    if not ORDINAL.fullmatch(cell):
        cells.refuse("no_such_infusion", "1 to 99")
    return int(cell)


def doses(course: Course) -> Iterator[Given]:
    """The dose of every infusion given; the sum is not known once a weight is not known."""
    sofar: list[Dose] = []
    complete = True
    for number, one in course.items():
        if one.day is None and not one.doubtful:
            continue
        dose = None if one.weight_kg is None else DOSE_RULE.dose_for(weight_kg=one.weight_kg)
        complete &= dose is not None
        sofar += [] if dose is None else [dose]
        yield Given(number, one, dose, cumulative_doses(sofar)[-1] if complete else None)
