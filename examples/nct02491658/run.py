"""Runs the trial: ``python run.py [items.csv] [--facts F] [--infusions I] [--vital-signs V] [--out FOLDER]``.

``--help`` tells the other options.

Takes an item-level CSV (one row a subject and visit) or a file of total scores by visit (one row a
subject), prints what the primary outcomes of NCT02491658 ask for, and writes it to a folder. With facts it
screens first and scores those who are eligible; with infusions and vital signs it works out doses, holds
the course against the plan and grades the readings. Without a file of items it takes the invented cohort
beside it, with everything that belongs to it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import files
import options
import reading
import report
import schedule
import screening
import subjects
import treatment
import vital_signs
from files import File, UnusableFileError
from reading import BASELINE, Found, Items, Totals
from steps import STEPS_FOR_ITEMS, STEPS_FOR_TOTALS, Run, Step

COHORT = Path(__file__).with_name("cohort.csv")
BESIDE = {name: COHORT.with_name(f"{name}.csv") for name in ("facts", "infusions", "vital_signs")}
"""The other files, by option."""
UNUSABLE = 2
"""The exit code for a file that cannot be used."""
NOT_USED = "its rows are not used"
"""What becomes of infusions and vital signs of somebody without items."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every step; 0 if all went well, 2 if a file cannot be used."""
    given = options.parser().parse_args(arguments)
    others: dict[str, Path | None] = {name: getattr(given, name) for name in BESIDE}
    if given.path is None:
        others = {name: path or BESIDE[name] for name, path in others.items()}
    run = Run(given.path or COHORT, given.out, given.today, given.encoding)
    run.unrecorded = frozenset[str]().union(*given.unrecorded)
    try:
        steps = read(run, others)
        for place, (title, step) in enumerate(steps.items(), start=2):
            say(place, steps, title, step(run))
    except UnusableFileError as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except OSError as error:
        print(f"{error.filename}: cannot write the results: {error.strerror}", file=sys.stderr)
        return UNUSABLE
    for table in run.tables:
        if table.shown:
            show("", table.text())
    show("", *report.at_week_8(run.groups), f"Done. The results are in {run.folder.resolve()}")
    return 0


def read(run: Run, others: Mapping[str, Path | None]) -> Mapping[str, Step]:
    """Read the files; what is in the first says which steps follow."""
    with named(run.path):
        found = reading.read(opened(run, run.path), run.unrecorded)
        if isinstance(found, Totals) and any(others.values()):
            raise UnusableFileError("a file of totals; facts, infusions and vital signs go with one of items")
    run.not_read.append(found.file.others(found.columns))
    if isinstance(found, Items):
        run.items = found
        told = f"items of {len(found.subjects)} subjects{not_used(found)}"
        steps = STEPS_FOR_ITEMS
        read_others(run, others)
    else:
        run.totals = found
        told = f"totals of {len(found.rows)} subjects at {len(found.weeks)} visits{not_used(found)}"
        steps = STEPS_FOR_TOTALS
    say(1, steps, f"Read {run.path.name}", told)
    run.notes += notes(run)
    if run.notes:
        show(*run.notes)
    return steps


def opened(run: Run, path: Path) -> File:
    """Open a file, and remember it for the notes."""
    file = files.opened(path, run.encoding)
    run.files.append(file)
    return file


def notes(run: Run) -> Iterator[str]:
    """What was done with the files beyond reading what stands there."""
    commas = [file.path.name for file in run.files if file.decimal_comma]
    if commas:
        yield f"A comma in a number is read as a decimal point in {', '.join(commas)}."
    not_read = "; ".join(filter(None, run.not_read))
    if not_read:
        yield f"Columns that are not read: {not_read}."
    if run.unrecorded:
        names = [name for each in reading.DEFINITIONS for name in each.items if name in run.unrecorded]
        yield f"Never recorded, as was said: {', '.join(names)}."


def not_used(found: Items | Totals) -> str:
    """How many rows were set aside, if any."""
    return f"; rows not used: {len(found.not_used)}, see the faults" if found.not_used else ""


def read_others(run: Run, others: Mapping[str, Path | None]) -> None:
    """Read facts, infusions and vital signs, with what is wrong in them."""
    facts, infusions, signs = (others[name] for name in BESIDE)
    if facts:
        with named(facts):
            run.facts_file = opened(run, facts)
            run.facts, found = screening.read(run.facts_file)
        found += screening.faults(run.facts)
        list_strangers(run, run.facts_file, found, "screened with an unknown PASI", BASELINE)
    if infusions:
        with named(infusions):
            file = opened(run, infusions)
            run.courses, found = treatment.read(file)
        found += schedule.faults(run.courses, run.day)
        run.not_read.append(file.others(treatment.COLUMNS))
        list_strangers(run, file, found, NOT_USED)
    if signs:
        with named(signs):
            file = opened(run, signs)
            run.readings, found = vital_signs.read(file)
        run.not_read.append(file.others(vital_signs.COLUMNS))
        list_strangers(run, file, found, NOT_USED)


def list_strangers(run: Run, file: File, found: list[Found], then: str, visit: str = "") -> None:
    """Add to what was found in a file its subjects without items."""
    run.found.append((file.path, [*found, *subjects.strangers(file, run.items, then, visit)]))


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Say which file cannot be used."""
    try:
        yield
    except UnusableFileError as error:
        raise UnusableFileError(f"{path}: {error}") from error


def say(place: int, steps: Mapping[str, Step], title: str, told: str) -> None:
    """One line of progress."""
    show(f"[{place}/{len(steps) + 1}] {title}: {told}")


def show(*lines: str) -> None:
    """Print lines; where nobody reads them any more, as after ``| head``, go on without."""
    try:
        print(*lines, sep="\n", flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
