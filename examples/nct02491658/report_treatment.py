"""Tables of the treatment: what was given and when, and what was measured around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from psoscore.infusion import InfusionStatus
from psoscore.protocols.nct02491658 import DOSE_RULE, PLAN
from psoscore.safety import CTCAE_5
from report import OPEN, WORDS, Table
from schedule import Judged
from treatment import Given, named
from vital_signs import DIASTOLIC, SIGNS, SYSTOLIC, TEMPERATURE, Graded

TERM_SIGNS = {"Fever": (TEMPERATURE,), "Hypertension": (SYSTOLIC, DIASTOLIC)}


def doses(given: Mapping[str, list[Given]]) -> Iterator[Table]:
    """Target cells: all in one file, and one row a patient for the screen."""
    header = ("USUBJID", "INFUSION", "DATE", "WEIGHT_KG", "TARGET CELLS", "CUMULATIVE CELLS")
    rows = [
        (
            *(subject, str(one.number), str(one.infusion.day or OPEN), _amount(one.infusion.weight_kg)),
            *(str(dose.target_cells) if dose else OPEN for dose in (one.dose, one.total)),
        )
        for subject, each in given.items()
        for one in each
    ]
    basis = "assumed: the record is silent" if DOSE_RULE.assumed_basis else "stated"
    note = f"{DOSE_RULE.cells_per_kg} {DOSE_RULE.basis} cells per kg ({basis}) of the weight of the day."
    yield Table("doses", "Doses", header, rows, note, shown=False)
    names = _names(one.number for each in given.values() for one in each)
    wide = []
    for subject, each in given.items():
        cells = {named(one.number): str(one.dose.target_cells) if one.dose else OPEN for one in each}
        total = each[-1].total if each else None
        wide.append(
            (subject, *(cells.get(name, "") for name in names), str(total.target_cells) if total else OPEN)
        )
    yield Table("doses_by_patient", "Target cells", ("USUBJID", *names, "CUMULATIVE"), wide, note)


def schedule(courses: Mapping[str, Judged], today: date) -> Iterator[Table]:
    """Planned against done: all in one file, and one row a patient for the screen."""
    header = ("USUBJID", "INFUSION", "STUDY DAY", "PLANNED", "GIVEN", "STATUS", "DAYS FROM PLANNED")
    rows = [
        (subject, name, *_status(status))
        for subject, one in courses.items()
        for name, status in one.statuses.items()
    ]
    note = f"As of {today}. Plan: {PLAN.assumed_template}. No window is stated: off the day is early or late."
    yield Table("schedule", "Infusions against the plan", header, rows, note, shown=False)
    wide = [
        (subject, *(_short(status) for status in one.statuses.values())) for subject, one in courses.items()
    ]
    yield Table("schedule_by_patient", "Infusions by patient", ("USUBJID", *PLAN.names), wide, note)


def _status(one: InfusionStatus | None) -> tuple[str, ...]:
    if one is None:
        return ("", "", OPEN, OPEN, OPEN)
    apart = "" if one.days_from_nominal is None else str(one.days_from_nominal)
    return (str(one.planned.study_day), str(one.planned.nominal), str(one.given or ""), one.status, apart)


def _short(one: InfusionStatus | None) -> str:
    if one is None:
        return OPEN
    if one.given is None and one.status == "late":
        return "late, not given"
    return f"{one.status} {one.days_from_nominal:+} d" if one.days_from_nominal else one.status


def deviations(courses: Mapping[str, Judged]) -> Table:
    """What departed from the plan."""
    rows = [
        (subject, each.name, each.kind, each.text)
        for subject, one in courses.items()
        for each in one.deviations
    ]
    return Table(
        "deviations",
        "Deviations from the plan of infusions",
        ("USUBJID", "WHERE", "KIND", "WHAT HAPPENED"),
        rows,
    )


def gaps(courses: Mapping[str, Judged], today: date) -> Table:
    """Where an infusion is missing: until when all could have been given, and whether the rest still can."""
    rows = []
    for subject, one in courses.items():
        if one.gap is None:
            continue
        then, now = one.gap.then, one.gap.now
        until = str(then.remaining[0].latest) if then.remaining else f"no: {then.reason}"
        rest = ", ".join(f"{each.name} until {each.latest}" for each in now.remaining)
        left = rest or (f"no: {now.reason}" if now.reason else "none is left to give")
        rows.append((subject, one.gap.name, str(one.gap.due), until, left))
    return Table(
        "feasibility",
        "Whether the rest was feasible",
        ("USUBJID", "NOT GIVEN", "DUE", "ALL COULD BE GIVEN IF BY", f"STILL FEASIBLE ON {today}"),
        rows,
        f"Within {PLAN.maximum_span_days} days of the first infusion, no two on one day.",
    )


def assessments(courses: Mapping[str, Judged]) -> Table:
    """Both anchors of week 8, and the nominal days of the assessments."""
    names = next((tuple(visit.name for visit in one.visits) for one in courses.values()), ())
    rows = []
    for subject, one in courses.items():
        last, apart = (
            ("not given", "")
            if one.anchors is None
            else (str(one.anchors.by_infusion), str(one.anchors.days_apart))
        )
        rows.append((subject, *(str(visit.nominal) for visit in one.visits), last, apart))
    header = ("USUBJID", *names, f"{PLAN.names[-1]} given", "days from it to week 8")
    note = "The record ties week 8 to the last infusion, too, and gives no window: any day apart differs."
    return Table("assessments", "Days of the assessments, and both anchors of week 8", header, rows, note)


def vital_signs(graded: Mapping[str, list[Graded]]) -> Iterator[Table]:
    """Every reading in one file, and the candidates above grade 0 for the screen."""
    note = f"Grades by the numeric limits of {CTCAE_5.title}; a grade is a candidate, not an adverse event."
    changes = tuple(f"{sign} CHANGE" for sign in SIGNS)
    header = ("USUBJID", "DATETIME", "INFUSION", *SIGNS, *changes, "FEVER", "HYPERTENSION", "WITHIN 3 MONTHS")
    every = [
        (
            *_when(subject, one),
            *(_amount(one.measured.values[sign]) for sign in SIGNS),
            *(_signed(one.changes[sign]) for sign in SIGNS),
            *(candidate.label for candidate in one.candidates),
            WORDS[one.in_period],
        )
        for subject, each in graded.items()
        for one in each
    ]
    yield Table("vital_signs", "Vital signs", header, every, note, shown=False)
    rows = [
        (
            *(*_when(subject, one), candidate.term),
            "/".join(_amount(one.measured.values[sign]) for sign in TERM_SIGNS[candidate.term]),
            "/".join(_signed(one.changes[sign]) or OPEN for sign in TERM_SIGNS[candidate.term]),
            *(candidate.label, WORDS[candidate.new], "; ".join((*candidate.limits, *candidate.notes))),
            WORDS[one.in_period],
        )
        for subject, each in graded.items()
        for one in each
        for candidate in one.candidates
        if candidate.high
    ]
    yield Table(
        "candidates",
        "Candidates of fever and hypertension",
        (
            "USUBJID",
            "DATETIME",
            "INFUSION",
            "TERM",
            "VALUE",
            "CHANGE",
            "GRADE",
            "NEW",
            "LIMITS",
            "WITHIN 3 MONTHS",
        ),
        rows,
        f"{note} Change and new: from the last reading before the infusion of that day.",
    )


def _when(subject: str, one: Graded) -> tuple[str, str, str]:
    at = one.measured.at
    return subject, at.isoformat(timespec="minutes") if at else OPEN, str(one.infusion or "")


def _names(numbers: Iterable[int]) -> tuple[str, ...]:
    extra = tuple(named(number) for number in sorted(set(numbers)) if number > len(PLAN.names))
    return (*PLAN.names, *extra)


def _amount(value: Decimal | None) -> str:
    return OPEN if value is None else str(value)


def _signed(value: Decimal | None) -> str:
    return "" if value is None else f"{value:+}"
