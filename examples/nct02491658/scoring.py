"""Scores every visit and judges the outcomes of each patient; the rules are those of psoscore."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import mean, median

import psoscore as ps
from files import Row
from psoscore.endpoints import change, response_of, shift_table
from psoscore.numerals import exact
from reading import BASELINE, DEFINITIONS, NOT_RELEVANT, WEEK_8, Found, Items

RESPONSES = (50, 75, 90, 100)
PRIMARY = (BASELINE, WEEK_8)


@dataclass(frozen=True)
class Visit:
    """What one row is worth."""

    line: int
    pasi: ps.Scored
    dlqi: ps.Scored
    band: ps.Scored


@dataclass(frozen=True)
class Patient:
    """One subject: the visits that have a row, changes, and responses by percent."""

    subject: str
    visits: Mapping[str, Visit]
    pasi_change: ps.Scored
    dlqi_change: ps.Scored
    responses: Mapping[int, ps.Truth]

    @property
    def shift(self) -> tuple[ps.Scored, ps.Scored] | None:
        """The bands at both visits, where both have a row."""
        before, after = (self.visits.get(visit) for visit in PRIMARY)
        return (before.band, after.band) if before and after else None


@dataclass(frozen=True)
class Summary:
    """One line of the summary: how many can be judged, how many are open, and the figures."""

    outcome: str
    judged: int
    open: int
    figures: Mapping[str, float | int]


def faults(items: Items) -> Iterator[Found]:
    """Every cell that holds something that may not stand there."""
    for subject, visit, row in rows(items):
        for definition in DEFINITIONS:
            said = items.unrecorded.intersection(definition.cells)
            for fault in ps.check(
                definition, row.cells, unrecorded=said, not_relevant=NOT_RELEVANT, text="numbers"
            ):
                yield Found(row.line, subject, visit, fault.item, fault.value.strip("'"), wrong(fault))


def wrong(fault: ps.Fault) -> str:
    """What is wrong and what is allowed, without the value."""
    kind = "no number" if fault.kind == "text" else fault.kind.replace("_", " ")
    allowed = fault.allowed.replace("not relevant", NOT_RELEVANT)
    return f"{kind}; allowed is {allowed}"


def oddities(items: Items, patients: Iterable[Patient]) -> Iterator[Found]:
    """Answers that contradict each other though each is valid."""
    scored = {(patient.subject, visit): one for patient in patients for visit, one in patient.visits.items()}
    for subject, visit, row in rows(items):
        if (subject, visit) in scored:
            one = scored[subject, visit]
            for warning in (*one.pasi.warnings, *one.dlqi.warnings):
                yield Found(row.line, subject, visit, warning.item, "", warning.hint)


def rows(items: Items) -> Iterator[tuple[str, str, Row]]:
    """Every row with its subject and visit."""
    for subject, visits in items.subjects.items():
        for visit, row in visits.items():
            yield subject, visit, row


def patients(items: Items) -> tuple[Patient, ...]:
    """Every subject, scored at the visits of the primary outcomes."""
    return tuple(patient(subject, visits, items.unrecorded) for subject, visits in items.subjects.items())


def patient(subject: str, visits: Mapping[str, Row], unrecorded: frozenset[str]) -> Patient:
    """One subject; a visit without a row leaves everything that needs it open."""
    scored = {name: scores(visits[name], unrecorded) for name in PRIMARY if name in visits}
    pasi = [scored[name].pasi if name in scored else None for name in PRIMARY]
    dlqi = [scored[name].dlqi if name in scored else None for name in PRIMARY]
    return Patient(
        subject,
        scored,
        ps.score(change(of=ps.PASI), dict(zip(("baseline", "visit"), pasi, strict=True))),
        ps.score(change(of=ps.DLQI), dict(zip(("baseline", "visit"), dlqi, strict=True))),
        {percent: response_of(*pasi, percent=percent) for percent in RESPONSES},
    )


def scores(row: Row, unrecorded: frozenset[str]) -> Visit:
    """The scores of one row; a cell that cannot be read is treated as not recorded."""
    pasi, dlqi, band = (
        ps.score(
            definition,
            row.cells,
            unrecorded=unrecorded.intersection(definition.cells),
            not_relevant=NOT_RELEVANT,
            text="numbers",
            invalid="unknown",
        )
        for definition in (*DEFINITIONS, ps.DLQI_BANDS)
    )
    return Visit(row.line, pasi, dlqi, band)


def shifts(patients: Iterable[Patient]) -> dict[tuple[str | None, str | None], int]:
    """How many patients moved from which Hongbo band to which."""
    return shift_table(ps.DLQI_BANDS, [pair for one in patients if (pair := one.shift) is not None])


def summary(patients: Sequence[Patient]) -> list[Summary]:
    """The outcomes of all patients."""
    return [
        changed("Change in PASI", [one.pasi_change.exact for one in patients]),
        changed("Change in DLQI", [one.dlqi_change.exact for one in patients]),
        *(responded(percent, [one.responses[percent].value for one in patients]) for percent in RESPONSES),
    ]


def changed(outcome: str, changes: Sequence[Fraction | float | None]) -> Summary:
    """Mean, median and range of the changes that are known."""
    known = [exact(one) for one in changes if one is not None]
    figures: dict[str, float | int] = {}
    if known:
        named = {"mean": mean(known), "median": median(known), "least": min(known), "greatest": max(known)}
        figures = {name: float(value) for name, value in named.items()}
    return Summary(outcome, len(known), len(changes) - len(known), figures)


def responded(percent: int, verdicts: Sequence[int]) -> Summary:
    """How many responded, of those that can be judged; verdicts are 1, 0 and -1 for open."""
    open_ones = sum(verdict < 0 for verdict in verdicts)
    yes = sum(verdict > 0 for verdict in verdicts)
    return Summary(f"PASI {percent}", len(verdicts) - open_ones, open_ones, {"responders": yes})
