"""Turns results into tables: for the screen, as CSV files and as one Markdown page."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psoscore as ps
from reading import BASELINE, DEFINITIONS, WEEK_8, Found
from scoring import PRIMARY, RESPONSES, Patient, Summary
from totals import Group

OPEN = "open"
SHOWN = 40
"""How many rows of a long table the screen shows; the files hold all."""
MOST_NAMES = 4

WORDS = {ps.Truth.TRUE: "yes", ps.Truth.FALSE: "no", ps.Truth.UNKNOWN: OPEN}


@dataclass(frozen=True)
class Table:
    """One table of the report, and the name of its CSV file."""

    name: str
    title: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    note: str = ""
    shown: bool = field(default=True)

    def text(self) -> str:
        """The table for the screen, long ones cut."""
        cut = [self.header, *self.rows[:SHOWN]]
        widths = [max(map(len, column)) for column in zip(*cut, strict=True)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cut]
        lines.insert(1, "  ".join("-" * width for width in widths))
        if len(self.rows) > SHOWN:
            lines.append(f"... and {len(self.rows) - SHOWN} more in {self.name}.csv")
        body = lines if self.rows else ["none"]
        return "\n".join([f"== {self.title} ==", *([self.note] if self.note else []), *map(str.rstrip, body)])

    def markdown(self) -> str:
        """The table for the page."""
        lines = [_piped(self.header), _piped("---" for _ in self.header), *map(_piped, self.rows)]
        body = "\n".join(lines) if self.rows else "None."
        return "\n\n".join([f"## {self.title}", *([self.note] if self.note else []), body])


def _piped(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def write(folder: Path, title: str, tables: Sequence[Table], notes: Iterable[str] = ()) -> Path:
    """Write every table as CSV, and all of them with the notes as one page; returns the page."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([table.header, *table.rows])
    page = folder / "report.md"
    parts = [f"# {title}", *notes, *(table.markdown() for table in tables)]
    page.write_text("\n\n".join(parts) + "\n", "utf-8")
    return page


def number(value: float | None) -> str:
    """A figure, with as many decimals as it has, at most two."""
    if value is None:
        return OPEN
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def between(scored: ps.Scored | None) -> str:
    """The value; bounds too where they differ, alone where there is no value."""
    if scored is None:
        return "no visit"
    if scored.low is None or scored.high is None or scored.low == scored.high:
        return number(scored.value)
    bounds = f"{number(scored.low)} to {number(scored.high)}"
    return bounds if scored.value is None else f"{number(scored.value)} ({bounds})"


def band(scored: ps.Scored | None) -> str:
    """The name of a band."""
    return "no visit" if scored is None else scored.label or OPEN


def outcomes(patients: Iterable[Patient]) -> Table:
    """One row a patient: scores, changes, responses and bands."""
    header = (
        *("USUBJID", "PASI baseline", "PASI week 8", "PASI change"),
        *(f"PASI {percent}" for percent in RESPONSES),
        *("DLQI baseline", "DLQI week 8", "DLQI change", "band baseline", "band week 8"),
    )
    return Table(
        "outcomes",
        "Each patient",
        header,
        [_outcome(one) for one in patients],
        "A range stands where something is missing; a response is judged where the range settles it.",
    )


def _outcome(one: Patient) -> tuple[str, ...]:
    visits = [one.visits.get(visit) for visit in PRIMARY]
    before, after = visits
    return (
        one.subject,
        *(between(visit.pasi if visit else None) for visit in visits),
        between(one.pasi_change) if before and after else OPEN,
        *(WORDS[one.responses[percent]] for percent in RESPONSES),
        *(between(visit.dlqi if visit else None) for visit in visits),
        between(one.dlqi_change) if before and after else OPEN,
        *(band(visit.band if visit else None) for visit in visits),
    )


def scores(patients: Iterable[Patient]) -> Table:
    """One row a subject, visit and score, with bounds and what is missing."""
    header = ("USUBJID", "VISIT", "SCORE", "VALUE", "LOW", "HIGH", "BAND", "MISSING")
    rows = [
        (
            *(one.subject, visit, scored.definition.name),
            *("" if figure is None else number(figure) for figure in (scored.value, scored.low, scored.high)),
            (held.band.label or "") if scored is held.dlqi else "",
            " ".join(scored.missing),
        )
        for one in patients
        for visit, held in one.visits.items()
        for scored in (held.pasi, held.dlqi)
    ]
    return Table("scores", "Scores", header, rows, shown=False)


def some(names: Sequence[str]) -> str:
    """The names, or the first of many."""
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    return f"{', '.join(names[:MOST_NAMES])} and {len(names) - MOST_NAMES} more"


def missing(patients: Iterable[Patient], unrecorded: frozenset[str] = frozenset()) -> Table:
    """What a query to the site would ask for; not what is said to have been recorded never."""
    rows = [
        (one.subject, visit, scored.definition.title, between(scored), some(names))
        for one in patients
        for visit, held in one.visits.items()
        for scored in (held.pasi, held.dlqi)
        if (names := [name for name in scored.missing if name not in unrecorded])
    ]
    asked = (each.title for each in DEFINITIONS if not unrecorded.issuperset(each.items))
    titles = ", ".join(asked)
    rows += [
        (one.subject, visit, titles, OPEN, "the whole visit")
        for one in patients
        for visit in PRIMARY
        if visit not in one.visits
    ]
    note = "Items whose answer could still change a score; scores.csv names all."
    return Table("missing", "Missing", ("USUBJID", "VISIT", "SCORE", "SCORE SO FAR", "ITEMS"), rows, note)


def summary(lines: Iterable[Summary]) -> Table:
    """The primary outcomes."""
    header = ("OUTCOME", "JUDGED", "OPEN", "RESULT")
    return Table(
        "summary",
        f"Summary, {BASELINE.lower()} to {WEEK_8.lower()}",
        header,
        [(one.outcome, str(one.judged), str(one.open), result(one)) for one in lines],
        "Open: not settled by what is known. Nothing is imputed.",
    )


def result(one: Summary) -> str:
    """The figures of one line, in words."""
    if "responders" in one.figures:
        share = f" ({100 * one.figures['responders'] / one.judged:.1f} %)" if one.judged else ""
        return f"{one.figures['responders']} of {one.judged}{share}"
    return ", ".join(f"{name} {number(value)}" for name, value in one.figures.items())


def shift(counts: Mapping[tuple[str | None, str | None], int]) -> Table:
    """The bands at baseline, each with where its patients went."""
    names = list(dict.fromkeys(before for before, _ in counts))
    rows = [(before or OPEN, *(str(counts[before, after]) for after in names)) for before in names]
    header = ("BASELINE \\ WEEK 8", *(name or OPEN for name in names))
    return Table(
        "dlqi_shift", "Shift between DLQI bands (Hongbo)", header, rows, "Patients with both visits."
    )


def faults(found: Iterable[tuple[Path, Iterable[Found]]]) -> Table:
    """What has to be corrected, by file."""
    rows = [
        (path.name, str(one.line), one.subject, one.visit, one.item, one.value, one.text)
        for path, each in found
        for one in each
    ]
    return Table(
        "faults",
        "Faults found in the data",
        ("FILE", "LINE", "USUBJID", "VISIT", "ITEM", "VALUE", "WHAT IS WRONG"),
        rows,
        "Cells that cannot be read were treated as not recorded: they give bounds, never a number.",
    )


def oddities(found: Iterable[Found]) -> Table:
    """What is valid, but should be looked at."""
    rows = [(str(one.line), one.subject, one.visit, one.item, one.text) for one in found]
    return Table(
        "contradictions",
        "Answers that contradict each other",
        ("LINE", "USUBJID", "VISIT", "ITEM", "WHAT IS ODD"),
        rows,
        "They were scored as they stand.",
    )


def responses(groups: Iterable[Group]) -> Table:
    """Responders of those who can be judged, by week and arm."""
    header = ("VISIT", "ARM", "PATIENTS", "JUDGED", "OPEN", *(f"PASI {one}" for one in RESPONSES))
    rows = [
        (
            *(group.week, group.arm, str(group.patients)),
            *(str(group.lines[0].judged), str(group.lines[0].open)),
            *(str(line.figures["responders"]) for line in group.lines[: len(RESPONSES)]),
        )
        for group in groups
    ]
    return Table("responses", "Responders by visit and arm", header, rows, "Observed cases, judged exactly.")


def changes(groups: Iterable[Group]) -> Table:
    """The change in PASI by week and arm."""
    rows = [
        (group.week, group.arm, str(line.judged), str(line.open), result(line))
        for group in groups
        for line in group.lines[len(RESPONSES) :]
    ]
    return Table(
        "changes", "Change in PASI by visit and arm", ("VISIT", "ARM", "JUDGED", "OPEN", "CHANGE"), rows
    )


def at_week_8(groups: Iterable[Group]) -> Iterator[str]:
    """The primary visit, in sentences."""
    for group in groups:
        if group.week == "WEEK08":
            counts = " / ".join(str(line.figures["responders"]) for line in group.lines[: len(RESPONSES)])
            names = " / ".join(map(str, RESPONSES))
            yield f"Week 8, {group.arm}: PASI {names} = {counts} of {group.lines[0].judged}"
