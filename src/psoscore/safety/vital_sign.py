"""Temperature and blood pressure against numeric limits: candidate grades, not adverse events.

A candidate says which grades the numbers alone allow. Whether it is an adverse
event, and what treatment or symptoms make of it, is a clinician's judgement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import frozen

from psoscore.amount import Amount, amount
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.safety.ctcae import CTCAE_5
from psoscore.safety.unit import PressureUnit, TemperatureUnit, celsius, mmhg
from psoscore.truth import Truth

if TYPE_CHECKING:
    from fractions import Fraction

    from psoscore.safety.grading import Grading

__all__ = ["Candidate", "fever_candidate", "hypertension_candidate", "require_numeric_term"]


@frozen(kw_only=True)
class Candidate:
    """The grades that numbers alone allow.

    Attributes:
        term: ``"Fever"`` or ``"Hypertension"``.
        low: Least grade that fits what is known, 0 for none; None where nothing was measured.
        high: Greatest grade that fits what is known; None where nothing was measured.
        grading: Scale and version, such as ``"CTCAE v5.0"``.
        limits: The limits that decided, as text.
        new: Whether the pressure is worse than before; unknown without a value before. Fever
            counts as new whenever there is any.
        site: Where the temperature was measured, as the caller says; the scale does not.
        notes: What the numbers leave open.
    """

    term: Literal["Fever", "Hypertension"]
    low: int | None
    high: int | None
    grading: str
    limits: tuple[str, ...]
    new: Truth
    site: str = ""
    notes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The grade for a listing: ``"none"``, ``"2"``, ``"3 or 4"``, ``"1 to 3"`` or ``"unknown"``."""
        if self.low is None or self.high is None:
            return "unknown"
        if self.low == self.high:
            return str(self.low) if self.low else "none"
        return f"{self.low} {'or' if self.high - self.low == 1 else 'to'} {self.high}"


def fever_candidate(  # noqa: PLR0913 - one reading and its circumstances, keyword-only
    temperature: Amount | None,
    *,
    unit: TemperatureUnit,
    duration_hours: Amount | None = None,
    site: str = "",
    grading: Grading = CTCAE_5,
    confirmed: bool = False,
) -> Candidate:
    """Candidate grade of a body temperature.

    The reading is converted exactly and graded in degC: 38.0 is grade 1, 39.0 is
    still grade 1, and 102.25 degF, which no printed Fahrenheit band holds, is grade 2.

    Missing data:
        No temperature gives no grade. Above 40.0 degC the duration decides between
        two grades; without it both are given.

    Args:
        temperature: The reading, or None.
        unit: ``"C"`` or ``"F"``.
        duration_hours: How long it lasted [h], or None.
        site: Where it was measured; stored, not interpreted.
        grading: The table of limits.
        confirmed: True if a reading outside 25 to 45 degC is really meant.

    Returns:
        The candidate.

    Raises:
        InputError: The reading is no number or implausible, or the duration negative.
        DefinitionError: The unit is neither ``"C"`` nor ``"F"``.

    >>> fever_candidate(102.25, unit="F").label, fever_candidate(40.1, unit="C").label
    ('2', '3 or 4')
    """
    hours = None if duration_hours is None else amount("duration_hours", duration_hours)
    if hours is not None and hours < 0:
        allowed = "0 or more"
        raise InputError(
            [Fault(item="duration_hours", kind="out_of_range", allowed=allowed, value=str(hours))]
        )
    if temperature is None:
        return Candidate(
            term="Fever", low=None, high=None, grading=grading.title, limits=(), new=Truth.UNKNOWN, site=site
        )
    table, split = grading.temperature, grading.fever_duration
    low = high = table.grade(celsius(temperature, unit=unit, confirmed=confirmed))
    limits = [table.text(low)]
    notes: list[str] = []
    if low == split.grade:
        limits.append(f"grade {split.beyond} if longer than {split.hours} h")
        low, high = {
            None: (split.grade, split.beyond),
            True: (split.beyond, split.beyond),
            False: (split.grade, split.grade),
        }[None if hours is None else hours > split.hours]
        if hours is None:
            notes.append("duration is not known")
    return Candidate(
        term="Fever",
        low=low,
        high=high,
        grading=grading.title,
        limits=tuple(limits),
        new=Truth.settled(must=low > 0, may=low > 0),
        site=site,
        notes=tuple(notes),
    )


def hypertension_candidate(  # noqa: PLR0913 - one reading and its circumstances, keyword-only
    systolic: Amount | None,
    diastolic: Amount | None,
    *,
    unit: PressureUnit,
    before: tuple[Amount, Amount] | None = None,
    grading: Grading = CTCAE_5,
    confirmed: bool = False,
) -> Candidate:
    """Candidate grade of a blood pressure in an adult: the higher of its two grades.

    125/70 is grade 1 by the numbers though many call it normal.

    Missing data:
        With one pressure missing the grade lies between that of the other and the
        highest that numbers reach. Without both there is no grade.

    Args:
        systolic: Systolic pressure, or None.
        diastolic: Diastolic pressure, or None.
        unit: ``"mmHg"`` or ``"kPa"``, of all pressures.
        before: Systolic and diastolic pressure before the infusion, or None.
        grading: The table of limits.
        confirmed: True if a reading outside 20 to 350 mmHg is really meant.

    Returns:
        The candidate; ``new`` is false where the pressure before had that grade already.

    Raises:
        InputError: A reading is no number or implausible, or the diastolic pressure
            is not below the systolic.
        DefinitionError: The unit is neither ``"mmHg"`` nor ``"kPa"``.

    >>> hypertension_candidate(139.6, 78, unit="mmHg").label
    '1'
    """
    grades, limits = _pressure_grades(systolic, diastolic, unit, grading, confirmed=confirmed)
    if not grades:
        return Candidate(
            term="Hypertension", low=None, high=None, grading=grading.title, limits=(), new=Truth.UNKNOWN
        )
    low = max(grades)
    top = max(grading.systolic.highest, grading.diastolic.highest)
    high = low if len(grades) == len(("systolic", "diastolic")) else top
    notes = [] if low == high else ["one of the two pressures is missing"]
    if before is None:
        new = Truth.settled(must=False, may=high > 0)
        normal_matters = low <= grading.normal_before <= high
        notes += (
            [f"grade {grading.normal_before} asks for a normal pressure before"] if normal_matters else []
        )
    else:
        had, _ = _pressure_grades(*before, unit, grading, confirmed=confirmed)
        new = Truth.settled(must=low > max(had), may=high > max(had))
        if not _was_normal(before, unit, grading, confirmed=confirmed):
            notes.append("the pressure was not normal before")
    return Candidate(
        term="Hypertension",
        low=low,
        high=high,
        grading=grading.title,
        limits=limits,
        new=new,
        notes=tuple(notes),
    )


def _pressure_grades(
    systolic: Amount | None,
    diastolic: Amount | None,
    unit: PressureUnit,
    grading: Grading,
    *,
    confirmed: bool,
) -> tuple[list[int], tuple[str, ...]]:
    """Grades of the pressures that are known, and the bands they lie in."""
    read = _read_pressures(systolic, diastolic, unit, confirmed=confirmed)
    known = [
        (table, value)
        for table, value in zip((grading.systolic, grading.diastolic), read, strict=True)
        if value is not None
    ]
    grades = [table.grade(value) for table, value in known]
    limits = tuple(
        f"{table.quantity} {table.text(grade)}" for (table, _), grade in zip(known, grades, strict=True)
    )
    return grades, limits


def _read_pressures(
    systolic: Amount | None, diastolic: Amount | None, unit: PressureUnit, *, confirmed: bool
) -> tuple[Fraction | None, Fraction | None]:
    high = None if systolic is None else mmhg("systolic", systolic, unit=unit, confirmed=confirmed)
    low = None if diastolic is None else mmhg("diastolic", diastolic, unit=unit, confirmed=confirmed)
    if high is not None and low is not None and low >= high:
        hint = "the two may have changed places"
        fault = Fault(item="diastolic", kind="out_of_range", allowed="below systolic", hint=hint)
        raise InputError([fault])
    return high, low


def _was_normal(
    before: tuple[Amount, Amount], unit: PressureUnit, grading: Grading, *, confirmed: bool
) -> bool:
    read = _read_pressures(*before, unit, confirmed=confirmed)
    return all(
        value is not None and value < limit
        for value, limit in zip(read, grading.normal_below_mmhg, strict=True)
    )


def require_numeric_term(term: str, grading: Grading = CTCAE_5) -> None:
    """Refuse a term for which the scale has no number.

    Args:
        term: The term as the scale names it.
        grading: The table of limits.

    Raises:
        DefinitionError: The scale describes the term in words only, or the table does not hold it.
    """
    if term in grading.without_limits:
        message = (
            f"{grading.title} has no numeric limit for {term}; "
            "report the change from the pre-infusion value instead"
        )
        raise DefinitionError(message)
    if term not in grading.terms:
        message = f"{grading.title} is shipped here for {' and '.join(grading.terms)}, not for {term}"
        raise DefinitionError(message)
