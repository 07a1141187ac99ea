"""Grades vital signs by the numeric limits of CTCAE v5.0, and holds them against those before the infusion.

A grade is a candidate: whether it is an adverse event is for a clinician to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

import cells
import psoscore as ps
from files import SUBJECT, File
from psoscore.protocols.nct02491658 import SAFETY_MONTHS
from psoscore.safety import (
    Candidate,
    Reading,
    change_from_before,
    fever_candidate,
    hypertension_candidate,
    pre_infusion_value,
    safety_period,
)
from reading import Found
from scoring import wrong
from treatment import Course

MOMENT = "DATETIME"
TEMPERATURE, SYSTOLIC, DIASTOLIC = SIGNS = ("TEMPERATURE_C", "SYSTOLIC_MMHG", "DIASTOLIC_MMHG")
COLUMNS = (SUBJECT, MOMENT, *SIGNS)


@dataclass(frozen=True)
class Measured:
    """One row: when, and what was measured; None for what is not known."""

    line: int
    at: datetime | None
    values: Mapping[str, Decimal | None]

    @property
    def pressures(self) -> tuple[Decimal | None, Decimal | None]:
        """Systolic and diastolic."""
        return self.values[SYSTOLIC], self.values[DIASTOLIC]


@dataclass(frozen=True)
class Graded:
    """One row with its candidates.

    Attributes:
        measured: The row.
        infusion: The infusion of the same day, if any.
        changes: By sign, from the last value before that infusion.
        candidates: Fever and hypertension.
        in_period: Whether it lies within 3 months of the first infusion.
    """

    measured: Measured
    infusion: int | None
    changes: Mapping[str, Decimal | None]
    candidates: tuple[Candidate, Candidate]
    in_period: ps.Truth


def read(file: File) -> tuple[dict[str, list[Measured]], list[Found]]:
    """Take a file with one row a subject and time.

    Returns:
        The readings, and the cells that cannot be read.

    Raises:
        UnusableFileError: A column is missing, or a row has no subject.
    """
    subjects: dict[str, list[Measured]] = {}
    found: list[Found] = []
    file.need_subjects(MOMENT, *SIGNS)
    for row in file.rows:
        when = row.cells[MOMENT] or ""
        at = cells.taken(row, MOMENT, cells.moment, when, found)
        one = Measured(
            row.line, at, {sign: cells.taken(row, sign, PLAUSIBLE[sign], when, found) for sign in SIGNS}
        )
        try:
            hypertension_candidate(*one.pressures, unit="mmHg")
        except ps.InputError as error:
            cell = row.cells[DIASTOLIC] or ""
            found += [
                Found(row.line, row.subject, when, DIASTOLIC, cell, wrong(fault)) for fault in error.faults
            ]
            one = replace(one, values={**one.values, SYSTOLIC: None, DIASTOLIC: None})
        subjects.setdefault(row.subject, []).append(one)
    return subjects, found


def temperature(cell: str) -> Decimal:
    """A temperature in degrees Celsius."""
    fever_candidate(cells.decimal(cell), unit="C")
    return cells.decimal(cell)


def pressure(cell: str) -> Decimal:
    """A pressure in mmHg."""
    hypertension_candidate(cells.decimal(cell), None, unit="mmHg")
    return cells.decimal(cell)


PLAUSIBLE = {TEMPERATURE: temperature, SYSTOLIC: pressure, DIASTOLIC: pressure}


def graded(readings: Sequence[Measured], course: Course) -> Iterator[Graded]:
    """The readings of one subject, each with the infusion of its day."""
    first = course[1].day if 1 in course else None
    period = safety_period(first=first, months=SAFETY_MONTHS) if first else None
    for one in readings:
        number, start = infusion_of(one, course)
        same_day = [each for each in readings if start and each.at and each.at.date() == start.date()]
        after = start is not None and one.at is not None and one.at > start
        before = before_infusion(same_day, start) if after and start else dict.fromkeys(SIGNS)
        held = period.holds(one.at.date()) if period and one.at else None
        yield Graded(
            one,
            number,
            {
                sign: None if value is None else change_from_before(value, before[sign])
                for sign, value in one.values.items()
            },
            (
                fever_candidate(one.values[TEMPERATURE], unit="C"),
                hypertension_candidate(*one.pressures, unit="mmHg", before=pair_before(same_day, one, start)),
            ),
            ps.Truth.UNKNOWN if held is None else ps.Truth(int(held)),
        )


def infusion_of(one: Measured, course: Course) -> tuple[int | None, datetime | None]:
    """The infusion of the same day, and its start where that is known."""
    for number, infusion in course.items():
        if one.at and infusion.day == one.at.date():
            return number, datetime.combine(infusion.day, infusion.start) if infusion.start else None
    return None, None


def before_infusion(readings: Iterable[Measured], start: datetime) -> dict[str, Decimal | None]:
    """By sign, the last value of the day before an infusion began."""
    found: dict[str, list[Reading]] = {sign: [] for sign in SIGNS}
    for one in readings:
        for sign, value in one.values.items():
            if one.at and value is not None:
                found[sign].append(Reading(at=one.at, value=value))
    return {sign: pre_infusion_value(each, start) for sign, each in found.items()}


def pair_before(
    readings: Iterable[Measured], one: Measured, start: datetime | None
) -> tuple[Decimal, Decimal] | None:
    """The last two pressures that were measured together before an infusion, for a reading after it."""
    if start is None or one.at is None or one.at <= start:
        return None
    found = [
        (each.at, (high, low))
        for each in readings
        for high, low in (each.pressures,)
        if each.at and each.at <= start and high is not None and low is not None
    ]
    return max(found)[1] if found else None
