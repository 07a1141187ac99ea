"""The steps of a run: each takes the run, adds to it and says in a few words what it found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeAlias

import psoscore as ps
import report
import report_screening
import report_treatment
import schedule
import scoring
import screening
import subjects
import totals
import treatment
import vital_signs
from files import NO_FILE, UTF_8, File
from reading import Found, Items, Totals
from report import Table
from schedule import Judged
from scoring import Patient
from screening import Facts
from totals import Group
from treatment import Course
from vital_signs import Measured


@dataclass
class Run:
    """What the steps hand on to each other; None for a file that was not given."""

    path: Path
    folder: Path
    today: date | None = None
    encoding: str = UTF_8
    unrecorded: frozenset[str] = frozenset()
    files: list[File] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    items: Items = field(default_factory=lambda: Items(NO_FILE, {}))
    totals: Totals = field(default_factory=lambda: Totals(NO_FILE, (), ()))
    facts_file: File | None = None
    facts: Facts | None = None
    courses: dict[str, Course] | None = None
    readings: dict[str, list[Measured]] | None = None
    found: list[tuple[Path, list[Found]]] = field(default_factory=list)
    verdicts: dict[str, ps.Verdict] | None = None
    scored: Items = field(default_factory=lambda: Items(NO_FILE, {}))
    patients: tuple[Patient, ...] = ()
    groups: list[Group] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The day of the question: as given, or the last infusion of the file."""
        return self.today or schedule.last_day(self.courses or {})


Step: TypeAlias = Callable[[Run], str]


def check_items(run: Run) -> str:
    """Look at every cell of every file."""
    without = subjects.without_facts(run.items, run.facts_file) if run.facts_file else ()
    run.found.insert(0, (run.path, [*run.items.not_used, *scoring.faults(run.items), *without]))
    run.tables.append(report.faults(run.found))
    return f"{len(run.tables[-1].rows)} faults"


def screen(run: Run) -> str:
    """Judge who is eligible."""
    run.scored = run.items
    if run.facts is None:
        return "skipped, no --facts given: everybody is scored"
    run.verdicts = screening.screened(run.items, run.facts)
    run.scored = screening.eligible(run.items, run.verdicts)
    alone = len(run.verdicts) - len(run.items.subjects)
    told = f"{alone} of these {len(run.verdicts)} without a row in {run.path.name}" if alone else ""
    run.tables += [
        report_screening.screening(run.verdicts, run.items),
        report_screening.attrition(run.verdicts, told),
    ]
    return "; ".join(filter(None, (outcome(run.verdicts), told)))


def outcome(verdicts: Mapping[str, ps.Verdict]) -> str:
    """How many have which verdict."""
    counts = Counter(one.eligible for one in verdicts.values())
    return ", ".join(f"{counts[truth]} {word}" for truth, word in report_screening.VERDICTS.items())


def score_visits(run: Run) -> str:
    """Score every visit of those who are eligible."""
    run.patients = scoring.patients(run.scored)
    run.tables += [report.outcomes(run.patients), report.scores(run.patients)]
    run.tables.append(report.missing(run.patients, run.unrecorded))
    run.tables.append(report.oddities(scoring.oddities(run.scored, run.patients)))
    known = sum(visit.pasi.known for one in run.patients for visit in one.visits.values())
    told = f"{sum(len(one.visits) for one in run.patients)} visits, PASI known in {known}"
    everybody, scored = len(run.items.subjects), len(run.patients)
    if everybody == scored:
        return f"all {scored} subjects, {told}"
    return f"{scored} of {everybody} subjects, {told}; the others are not eligible or pending: screening.csv"


def judge_outcomes(run: Run) -> str:
    """Sum up changes, responses and shifts."""
    run.tables.append(report.shift(scoring.shifts(run.patients)))
    lines = scoring.summary(run.patients)
    run.tables.append(report.summary(lines))
    return f"{len(lines)} outcomes"


def work_out_doses(run: Run) -> str:
    """Work out the dose of every infusion given."""
    if run.courses is None:
        return "skipped, no --infusions given"
    given = {
        one: list(treatment.doses(run.courses[one])) for one in run.scored.subjects if one in run.courses
    }
    run.tables += report_treatment.doses(given)
    left_out = len(run.courses) - len(given)
    told = f"{sum(map(len, given.values()))} doses of {len(given)} patients"
    return f"{told}; {left_out} infused who are not scored" if left_out else told


def hold_against_plan(run: Run) -> str:
    """Compare the infusions with the plan."""
    if run.courses is None:
        return "skipped, no --infusions given"
    courses: dict[str, Judged] = {}
    for subject in run.scored.subjects:
        judged = schedule.judged(run.courses.get(subject, {}), run.day)
        if judged:
            courses[subject] = judged
    run.tables += report_treatment.schedule(courses, run.day)
    run.tables += [report_treatment.deviations(courses), report_treatment.gaps(courses, run.day)]
    run.tables.append(report_treatment.assessments(courses))
    departed = sum(len(one.deviations) for one in courses.values())
    told = f"{len(courses)} courses as of {run.day}, {departed} deviations"
    without = len(run.scored.subjects) - len(courses)
    return f"{told}; {without} patients without a usable course" if without else told


def grade_vital_signs(run: Run) -> str:
    """Grade fever and hypertension."""
    if run.readings is None:
        return "skipped, no --vital-signs given"
    graded = {
        subject: list(vital_signs.graded(run.readings[subject], (run.courses or {}).get(subject, {})))
        for subject in run.scored.subjects
        if subject in run.readings
    }
    run.tables += report_treatment.vital_signs(graded)
    return f"{sum(map(len, graded.values()))} readings, {len(run.tables[-1].rows)} candidates"


def check_totals(run: Run) -> str:
    """Look at every total."""
    run.found.append((run.path, [*run.totals.not_used, *totals.faults(run.totals)]))
    run.tables.append(report.faults(run.found))
    return f"{len(run.tables[-1].rows)} faults"


def judge_totals(run: Run) -> str:
    """Judge responses and changes by arm and visit."""
    run.groups = totals.groups(run.totals)
    run.tables += [report.changes(run.groups), report.responses(run.groups)]
    return f"{len(run.totals.weeks)} visits"


def write_results(run: Run) -> str:
    """Write every table."""
    page = report.write(run.folder, f"Results of {run.path.name}", run.tables, run.notes)
    return f"{len(run.tables)} tables and {page.name}"


STEPS_FOR_ITEMS: Mapping[str, Step] = {
    "Check every answer": check_items,
    "Screen for eligibility": screen,
    "Score PASI and DLQI": score_visits,
    "Judge change, response and band shifts": judge_outcomes,
    "Work out the doses": work_out_doses,
    "Hold the infusions against the plan": hold_against_plan,
    "Grade the vital signs": grade_vital_signs,
    "Write the results": write_results,
}
STEPS_FOR_TOTALS: Mapping[str, Step] = {
    "Check every total": check_totals,
    "Judge change and response by arm": judge_totals,
    "Write the results": write_results,
}
