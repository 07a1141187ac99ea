"""Temperature and blood pressure against numeric limits: candidate grades, not adverse events.

A candidate says which grades the numbers alone allow. Whether it is an adverse
event, and what treatment or symptoms make of it, is a clinician's judgement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import frozen

from psoscore.amount import Amount, optional_amount
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.given import several
from psoscore.safety.ctcae import CTCAE_5
from psoscore.safety.unit import PressureUnit, TemperatureUnit, celsius, mmhg
from psoscore.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from psoscore.safety.grading import Grading

__all__ = ["Candidate", "Pressures", "fever_candidate", "hypertension_candidate", "require_numeric_term"]

Pressures: TypeAlias = "tuple[Amount | None, Amount | None]"
"""Systolic and diastolic pressure, in the unit that is said beside them."""
PRESSURES = ("systolic", "diastolic")


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
    reading = optional_amount("temperature", temperature)
    hours = optional_amount("duration_hours", duration_hours)
    if hours is not None and hours < 0:
        allowed = "0 or more"
        raise InputError(
            [Fault(item="duration_hours", kind="out_of_range", allowed=allowed, value=str(hours))]
        )
    if reading is None:
        return Candidate(
            term="Fever", low=None, high=None, grading=grading.title, limits=(), new=Truth.UNKNOWN, site=site
        )
    table, split = grading.temperature, grading.fever_duration
    low = high = table.grade(celsius(reading, unit=unit, confirmed=confirmed))
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
    before: Pressures | None = None,
    grading: Grading = CTCAE_5,
    confirmed: bool = False,
) -> Candidate:
    """Candidate grade of a blood pressure in an adult: the higher of its two grades.

    125/70 is grade 1 by the numbers though many call it normal.

    Missing data:
        With one pressure missing the grade lies between that of the other and the
        highest that numbers reach, before the infusion as well as now. Without both
        there is no grade.

    Args:
        systolic: Systolic pressure, or None.
        diastolic: Diastolic pressure, or None.
        unit: ``"mmHg"`` or ``"kPa"``, of all pressures.
        before: Systolic and diastolic pressure before the infusion, either of them None, or None.
        grading: The table of limits.
        confirmed: True if a reading outside 20 to 350 mmHg is really meant.

    Returns:
        The candidate; ``new`` is false where the pressure before had that grade already, and
        unknown where a missing pressure decides.

    Raises:
        InputError: A reading is no number or implausible, or the diastolic pressure
            is not below the systolic.
        DefinitionError: The unit is neither ``"mmHg"`` nor ``"kPa"``.

    >>> hypertension_candidate(139.6, 78, unit="mmHg").label
    '1'
    """
    now, was = (systolic, diastolic), before or (None, None)
    grades, limits = _pressure_grades(now, unit, grading, confirmed=confirmed)
    if not grades:
        return Candidate(
            term="Hypertension", low=None, high=None, grading=grading.title, limits=(), new=Truth.UNKNOWN
        )
    low, high = _ends(grades, grading)
    had_low, had_high = _ends(_pressure_grades(was, unit, grading, confirmed=confirmed)[0], grading)
    notes = [] if low == high else ["one of the two pressures is missing"]
    normal = _was_normal(was, unit, grading, confirmed=confirmed)
    if normal is Truth.FALSE:
        notes.append("the pressure was not normal before")
    elif normal is Truth.UNKNOWN and low <= grading.normal_before <= high:
        notes.append(f"grade {grading.normal_before} asks for a normal pressure before")
    return Candidate(
        term="Hypertension",
        low=low,
        high=high,
        grading=grading.title,
        limits=limits,
        new=Truth.settled(must=low > had_high, may=high > had_low),
        notes=tuple(notes),
    )


def _ends(grades: Sequence[int], grading: Grading) -> tuple[int, int]:
    """Least and greatest grade of a pressure of which both parts, one or none are known."""
    low = max(grades, default=0)
    top = max(grading.systolic.highest, grading.diastolic.highest)
    return low, low if len(grades) == len(PRESSURES) else top


def _pressure_grades(
    pressures: Pressures, unit: PressureUnit, grading: Grading, *, confirmed: bool
) -> tuple[list[int], tuple[str, ...]]:
    """Grades of the pressures that are known, and the bands they lie in."""
    read = _read_pressures(pressures, unit, confirmed=confirmed)
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
    pressures: Pressures, unit: PressureUnit, *, confirmed: bool
) -> tuple[Fraction | None, Fraction | None]:
    pair = several("pressures", pressures, "systolic and diastolic")
    if len(pair) != len(PRESSURES):
        fault = Fault("pressures", "wrong_length", "systolic and diastolic", f"{len(pair)} of 2")
        raise InputError([fault])
    read = [optional_amount(item, value) for item, value in zip(PRESSURES, pair, strict=True)]
    high, low = (
        None if value is None else mmhg(item, value, unit=unit, confirmed=confirmed)
        for item, value in zip(PRESSURES, read, strict=True)
    )
    if high is not None and low is not None and low >= high:
        hint = "the two may have changed places"
        fault = Fault(item="diastolic", kind="out_of_range", allowed="below systolic", hint=hint)
        raise InputError([fault])
    return high, low


def _was_normal(pressures: Pressures, unit: PressureUnit, grading: Grading, *, confirmed: bool) -> Truth:
    read = _read_pressures(pressures, unit, confirmed=confirmed)
    below = [
        None if value is None else value < limit
        for value, limit in zip(read, grading.normal_below_mmhg, strict=True)
    ]
    return Truth.settled(must=all(below), may=False not in below)


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
