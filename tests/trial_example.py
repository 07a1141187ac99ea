"""The trial as tests run it: its files, the job as a function, and the eligible patients by the oracle."""

from __future__ import annotations

import csv
import sys
from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import oracle
import oracle_trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

EXAMPLE = Path(__file__).parents[1] / "examples" / "nct02491658"
COHORT = EXAMPLE / "cohort.csv"
MODULES = tuple(one.stem for one in EXAMPLE.glob("*.py"))
WITH_DATES = {"Y": True, "N": False}
# One gap in either window, one outside both: what a last date of which nothing is known may be.
UNKNOWN_GAPS = (5, 400)


def runs(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Callable[..., int]]:
    """The job as a function of its arguments; results go to an empty folder."""
    monkeypatch.syspath_prepend(EXAMPLE)
    monkeypatch.chdir(folder)
    import run  # noqa: PLC0415  it is found once its folder is on the path

    yield lambda *arguments: run.main([str(one) for one in arguments])
    for name in MODULES:
        sys.modules.pop(name, None)


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def told(row: dict[str, str]) -> dict[str, Any]:
    """A row as the oracle takes it; a cell that may not stand there was never recorded."""
    allowed: dict[str, Any] = {name: range(top + 1) for name, top in oracle.PASI_ITEM_TOPS}
    allowed |= dict(oracle.dlqi_cells({"dlqi_07a": None, "dlqi_07b": None}))
    record: dict[str, Any] = {}
    for name, answers in allowed.items():
        cell = row[name]
        answer = oracle.NR if cell == "NR" else int(cell) if cell.lstrip("-").isdigit() else cell
        record[name] = None if cell == "" else answer if answer in answers else oracle.UNRECORDED
    return record


def days_that(cell: str) -> list[date]:
    """Every day that a date, or the known part of one, may be."""
    parts = [int(part) for part in cell.split("-")]
    year, months = parts[0], parts[1:2] or range(1, 13)
    return [
        date(year, month, day)
        for month in months
        for day in parts[2:3] or range(1, monthrange(year, month)[1] + 1)
    ]


def criteria() -> dict[str, dict[str, bool | None]]:
    """Everybody's fifteen criteria as worded, by the oracle, from the shipped files alone."""
    scores = {row["USUBJID"]: row for row in rows_of(COHORT) if row["VISIT"] == "BASELINE"}
    found = {}
    for row in rows_of(EXAMPLE / "facts.csv"):
        low, high = oracle.pasi_bounds(told(scores[row["USUBJID"]]))
        facts: dict[str, Any] = {"pasi": Fraction(low) if low == high else None}
        candidates: dict[str, Any] = {"pasi": (Fraction(low), Fraction(high))}
        for name, cell in row.items():
            if name.endswith("_date") or name.startswith("last_"):
                candidates[name] = days_that(cell) if cell else ()
                facts[name] = candidates[name][0] if len(candidates[name]) == 1 else None
            elif name != "USUBJID":
                facts[name] = cell if name == "sex" else WITH_DATES.get(cell)
        for ever, last, _ in oracle_trial.TREATMENT_WINDOWS.values():
            never = facts[ever] is False
            if never and row[last]:  # a contradiction: neither is known
                facts[ever] = facts[last] = None
                candidates[last] = [facts["baseline_date"] - timedelta(days=gap) for gap in UNKNOWN_GAPS]
            elif never:
                facts[last] = oracle_trial.NEVER
        found[row["USUBJID"]] = {
            name: oracle_trial.criterion_by_completions(name, facts, candidates)
            for name in oracle_trial.CRITERIA
        }
    return found


def failed(truths: dict[str, bool | None]) -> list[str]:
    """The criteria that stand in the way."""
    return [name for name, truth in truths.items() if oracle_trial.failed(name, truth)]


def eligible() -> set[str]:
    """Who is certainly eligible."""
    return {
        subject
        for subject, truths in criteria().items()
        if not failed(truths) and None not in truths.values()
    }
