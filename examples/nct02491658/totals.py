"""Judges a file of total scores by visit: responses and changes, by arm and week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import psoscore as ps
from files import ARM, Row
from psoscore.endpoints import PASI_CHANGE, change_arrays, response_arrays
from reading import BASELINE, Found, Totals
from scoring import RESPONSES, Summary, changed, responded, wrong


@dataclass(frozen=True)
class Group:
    """The summary of one arm at one visit."""

    arm: str
    week: str
    patients: int
    lines: tuple[Summary, ...]


def faults(totals: Totals) -> Iterator[Found]:
    """Every total that is no PASI."""
    for row in totals.rows:
        for visit in (BASELINE, *totals.weeks):
            for fault in check(row.cells[visit]):
                yield Found(row.line, row.subject, visit, "pasi", row.cells[visit] or "", wrong(fault))


def check(total: str | None) -> tuple[ps.Fault, ...]:
    """What is wrong with one total."""
    return ps.check(PASI_CHANGE, {"baseline": total, "visit": None}, text="numbers")


def groups(totals: Totals) -> list[Group]:
    """Every arm at every visit, in the order of the file."""
    arms: dict[str, list[Row]] = {}
    for row in totals.rows:
        arms.setdefault(row.cells[ARM] or "(no arm)", []).append(row)
    columns = {arm: columns_of(rows, (BASELINE, *totals.weeks)) for arm, rows in arms.items()}
    return [
        Group(arm, week, len(arms[arm]), tuple(judged(columns[arm][BASELINE], columns[arm][week])))
        for week in totals.weeks
        for arm in arms
    ]


def columns_of(rows: Sequence[Row], visits: Sequence[str]) -> Mapping[str, list[float | None]]:
    """Totals by visit; what is no PASI is not known."""
    return {
        visit: [
            None if cell is None or check(cell) else float(cell)
            for cell in (row.cells[visit] for row in rows)
        ]
        for visit in visits
    }


def judged(baseline: list[float | None], visit: list[float | None]) -> Iterator[Summary]:
    """The responses and the change at one visit."""
    for percent in RESPONSES:
        yield responded(percent, response_arrays(baseline, visit, percent=percent).tolist())
    changes = change_arrays(baseline, visit).tolist()
    yield changed("Change in PASI", [None if one != one else one for one in changes])  # noqa: PLR0124  NaN
