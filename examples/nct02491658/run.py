"""Scores the trial: ``python run.py [items.csv] [--out FOLDER]``.

Takes an item-level CSV (one row a subject and visit) or a file of total scores by visit (one row a
subject), prints what the primary outcomes of NCT02491658 ask for, and writes it to a folder. Without a
file it scores the invented cohort beside it.

Every step is a function that takes the run, adds to it and says in a few words what it found.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import reading
import report
import scoring
import totals
from reading import Items, Totals, UnusableFileError
from report import Table
from scoring import Patient
from totals import Group

COHORT = Path(__file__).with_name("cohort.csv")
UNUSABLE = 2
"""The exit code for a file that cannot be used."""


@dataclass
class Run:
    """What the steps hand on to each other."""

    path: Path
    folder: Path
    items: Items = field(default_factory=lambda: Items({}))
    totals: Totals = field(default_factory=lambda: Totals((), ()))
    patients: tuple[Patient, ...] = ()
    groups: list[Group] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


Step: TypeAlias = Callable[[Run], str]


def check_items(run: Run) -> str:
    """Look at every cell."""
    found = list(scoring.faults(run.items))
    run.tables.append(report.faults(found))
    return f"{len(found)} faults"


def score_visits(run: Run) -> str:
    """Score every visit."""
    run.patients = scoring.patients(run.items)
    run.tables += [report.outcomes(run.patients), report.scores(run.patients), report.missing(run.patients)]
    run.tables.append(report.oddities(scoring.oddities(run.items, run.patients)))
    known = sum(visit.pasi.known for one in run.patients for visit in one.visits.values())
    return f"{sum(len(one.visits) for one in run.patients)} visits, PASI known in {known}"


def judge_outcomes(run: Run) -> str:
    """Sum up changes, responses and shifts."""
    run.tables.append(report.shift(scoring.shifts(run.patients)))
    lines = scoring.summary(run.patients)
    run.tables.append(report.summary(lines))
    return f"{len(lines)} outcomes"


def check_totals(run: Run) -> str:
    """Look at every total."""
    found = list(totals.faults(run.totals))
    run.tables.append(report.faults(found))
    return f"{len(found)} faults"


def judge_totals(run: Run) -> str:
    """Judge responses and changes by arm and visit."""
    run.groups = totals.groups(run.totals)
    run.tables += [report.changes(run.groups), report.responses(run.groups)]
    return f"{len(run.totals.weeks)} visits"


def write_results(run: Run) -> str:
    """Write every table."""
    page = report.write(run.folder, f"PASI and DLQI of {run.path.name}", run.tables)
    return f"{len(run.tables)} tables and {page.name}"


STEPS_FOR_ITEMS: Mapping[str, Step] = {
    "Check every answer": check_items,
    "Score PASI and DLQI": score_visits,
    "Judge change, response and band shifts": judge_outcomes,
    "Write the results": write_results,
}
STEPS_FOR_TOTALS: Mapping[str, Step] = {
    "Check every total": check_totals,
    "Judge change and response by arm": judge_totals,
    "Write the results": write_results,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every step; 0 if all went well, 2 if the file cannot be used."""
    parser = argparse.ArgumentParser(prog="run.py", description="Score PASI and DLQI of a trial.")
    parser.add_argument("path", nargs="?", type=Path, default=COHORT, help="a CSV of items or of totals")
    parser.add_argument("--out", type=Path, default=Path("results"), help="the folder for the results")
    given = parser.parse_args(arguments)
    run = Run(given.path, given.out)
    try:
        steps = read(run)
        for place, (title, step) in enumerate(steps.items(), start=2):
            say(place, steps, title, step(run))
    except UnusableFileError as error:
        print(f"{run.path}: {error}", file=sys.stderr)
        return UNUSABLE
    except OSError as error:
        print(f"{error.filename}: cannot write the results: {error.strerror}", file=sys.stderr)
        return UNUSABLE
    for table in run.tables:
        if table.shown:
            print(f"\n{table.text()}")
    print("", *report.at_week_8(run.groups), f"Done. The results are in {run.folder.resolve()}", sep="\n")
    return 0


def read(run: Run) -> Mapping[str, Step]:
    """Read the file; what is in it says which steps follow."""
    found = reading.read(run.path)
    if isinstance(found, Items):
        run.items = found
        told = f"items of {len(found.subjects)} subjects"
        steps = STEPS_FOR_ITEMS
    else:
        run.totals = found
        told = f"totals of {len(found.rows)} subjects at {len(found.weeks)} visits"
        steps = STEPS_FOR_TOTALS
    say(1, steps, f"Read {run.path.name}", told)
    return steps


def say(place: int, steps: Mapping[str, Step], title: str, told: str) -> None:
    """One line of progress."""
    print(f"[{place}/{len(steps) + 1}] {title}: {told}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
