"""The trial, end to end: the shipped cohort, the public file of totals, and files that cannot be used."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import oracle
import trial_example
from trial_example import COHORT, EXAMPLE, rows_of, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TOTALS = Path(__file__).parents[2] / "shared" / "data" / "pasi_sustained_response.csv"

pytestmark = pytest.mark.requirement("PSO-RESP-001", "PSO-RESP-006")


@pytest.fixture(name="trial")
def _trial(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., int]]:
    yield from trial_example.runs(monkeypatch, tmp_path)


@pytest.fixture(name="eligible", scope="module")
def _eligible() -> set[str]:
    """Those whom the oracle finds eligible; the others are not scored."""
    return trial_example.eligible()


def figure(value: Fraction | None) -> str:
    """A number as the files write it; empty for none."""
    return "" if value is None else f"{float(value):g}"


@pytest.mark.usefixtures("trial")
def test_the_shipped_cohort_is_what_its_script_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import make_cohort  # noqa: PLC0415  found once its folder is on the path

    monkeypatch.setattr(make_cohort, "FOLDER", tmp_path)
    make_cohort.main()

    made = {one.name: one.read_bytes() for one in tmp_path.glob("*.csv")}
    assert made == {one.name: one.read_bytes() for one in EXAMPLE.glob("*.csv")}
    assert sorted(made) == ["cohort.csv", "facts.csv", "infusions.csv", "vital_signs.csv"]
    rows = rows_of(COHORT)
    # The registry record plans 30 patients and two visits; one visit was missed on purpose.
    assert len({row["USUBJID"] for row in rows}) == 30
    assert len(rows) == 59


def test_the_eligible_are_scored_as_the_oracle_scores_them(
    trial: Callable[..., int], tmp_path: Path, eligible: set[str]
) -> None:
    assert trial() == 0

    scores = {
        (row["USUBJID"], row["VISIT"], row["SCORE"]): row for row in rows_of(tmp_path / "results/scores.csv")
    }
    for row in rows_of(COHORT):
        if row["USUBJID"] not in eligible:
            continue
        record = told(row)
        for name, value, bounds in (
            ("pasi", oracle.pasi(record), oracle.pasi_bounds(record)),
            ("dlqi", oracle.dlqi_value(record), oracle.dlqi_bounds(record)),
        ):
            written = scores.pop((row["USUBJID"], row["VISIT"], name))
            assert [written[key] for key in ("VALUE", "LOW", "HIGH")] == [
                figure(value),
                *(figure(Fraction(end)) for end in bounds),
            ]
    assert scores == {}


def test_responses_are_those_that_the_bounds_settle(
    trial: Callable[..., int], tmp_path: Path, eligible: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """
    Every patient's response by brute force over everything that the scores can be,
    and the summary counted from these.
    """
    assert trial() == 0

    between: dict[tuple[str, str], tuple[int, int]] = {}
    for row in rows_of(COHORT):
        low, high = (int(10 * end) for end in oracle.pasi_bounds(told(row)))
        between[row["USUBJID"], row["VISIT"]] = low, high
    words = {True: "yes", False: "no", None: "open"}
    outcomes = rows_of(tmp_path / "results/outcomes.csv")
    summary = {row["OUTCOME"]: row for row in rows_of(tmp_path / "results/summary.csv")}
    assert {row["USUBJID"] for row in outcomes} == eligible
    for percent in (50, 75, 90, 100):
        verdicts = [
            oracle.pasi_response_between(
                between.get((row["USUBJID"], "BASELINE"), (0, 720)),
                between.get((row["USUBJID"], "WEEK 8"), (0, 720)),
                percent,
            )
            for row in outcomes
        ]
        assert [row[f"PASI {percent}"] for row in outcomes] == [words[verdict] for verdict in verdicts]
        judged = sum(verdict is not None for verdict in verdicts)
        line = summary[f"PASI {percent}"]
        assert (line["JUDGED"], line["OPEN"]) == (str(judged), str(len(eligible) - judged))
        assert line["RESULT"].startswith(f"{verdicts.count(True)} of {judged} (")
    assert capsys.readouterr().out.endswith(f"Done. The results are in {tmp_path / 'results'}\n")


def test_the_two_changes_of_a_patient_can_be_told_apart(trial: Callable[..., int], tmp_path: Path) -> None:
    assert trial() == 0

    first = rows_of(tmp_path / "results/outcomes.csv")[0]
    assert all(name == name.strip() for name in first)
    for score in ("PASI", "DLQI"):
        after, before = (float(first[f"{score} {visit}"]) for visit in ("week 8", "baseline"))
        assert float(first[f"{score} change"]) == round(after - before, 1)


def test_every_entry_error_is_listed_and_nothing_else(
    trial: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert trial() == 0

    written = [row for row in rows_of(tmp_path / "results/faults.csv") if row["FILE"] == "cohort.csv"]
    found = {(row["LINE"], row["ITEM"], row["VALUE"]) for row in written}
    # By a plain walk over the file: line 1 is the header.
    expected = {
        (str(line), name, row[name])
        for line, row in enumerate(rows_of(COHORT), start=2)
        for name, cell in told(row).items()
        if cell == oracle.UNRECORDED
    }
    assert len(expected) == 8  # as many as the script of the cohort makes
    assert found == expected
    said = capsys.readouterr().out
    # Two more stand in each of the other three files: test_trial_conduct.
    assert "[2/9] Check every answer: 14 faults" in said
    assert "cohort.csv       4     INVENTED-002  BASELINE          trunk_area" in said
    assert "out of range; allowed is 0 to 6 in steps of 1" in said
    assert [(row["LINE"], row["ITEM"]) for row in rows_of(tmp_path / "results/contradictions.csv")] == [
        ("21", "head_area"),
        ("38", "dlqi_07a"),
    ]


def test_band_shifts_are_counted(trial: Callable[..., int], tmp_path: Path, eligible: set[str]) -> None:
    assert trial() == 0

    bands: dict[str, list[str]] = {}
    labels = ("none", "small", "moderate", "very large", "extremely large")
    for row in rows_of(COHORT):
        band = oracle.dlqi_band_value(told(row))
        if row["USUBJID"] in eligible:
            bands.setdefault(row["USUBJID"], []).append("open" if band is None else labels[int(band)])
    pairs = [tuple(both) for both in bands.values() if len(both) == 2]
    for row in rows_of(tmp_path / "results/dlqi_shift.csv"):
        before = row["BASELINE \\ WEEK 8"]
        assert {after: int(row[after]) for after in (*labels, "open")} == {
            after: pairs.count((before, after)) for after in (*labels, "open")
        }


def test_a_file_of_ones_own_without_facts_is_scored_as_a_whole(
    trial: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert trial(COHORT, "--out", tmp_path / "elsewhere") == 0

    assert len(rows_of(tmp_path / "elsewhere" / "outcomes.csv")) == 30
    said = capsys.readouterr().out
    assert "Screen for eligibility: skipped, no --facts given: everybody is scored" in said
    assert "Score PASI and DLQI: all 30 subjects, 59 visits" in said
    assert "Work out the doses: skipped, no --infusions given" in said
    assert "Hold the infusions against the plan: skipped, no --infusions given" in said
    assert "Grade the vital signs: skipped, no --vital-signs given" in said

    page = (tmp_path / "elsewhere" / "report.md").read_text(encoding="utf-8")
    titles = [line for line in page.splitlines() if line.startswith("## ")]
    assert titles == [
        "## Faults found in the data",
        "## Each patient",
        "## Scores",
        "## Missing",
        "## Answers that contradict each other",
        "## Shift between DLQI bands (Hongbo)",
        "## Summary, baseline to week 8",
    ]


@pytest.mark.skipif(not TOTALS.is_file(), reason="the public file of totals is not on this machine")
def test_the_public_totals_give_the_published_counts(
    trial: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert trial(TOTALS) == 0

    # The counts of PASI 75 / 90 / 100 and of patients stand in the README beside that file.
    said = capsys.readouterr().out.splitlines()
    assert said[-4:] == [
        "Week 8, ACTIVE TREATMENT DOSE 01: PASI 50 / 75 / 90 / 100 = 272 / 226 / 161 / 49 of 297",
        "Week 8, ACTIVE TREATMENT DOSE 02: PASI 50 / 75 / 90 / 100 = 286 / 232 / 156 / 52 of 300",
        "Week 8, COMPARATOR TREATMENT: PASI 50 / 75 / 90 / 100 = 246 / 153 / 74 / 16 of 299",
        f"Done. The results are in {tmp_path / 'results'}",
    ]
    assert rows_of(tmp_path / "results/faults.csv") == []


@pytest.mark.skipif(not TOTALS.is_file(), reason="the public file of totals is not on this machine")
def test_every_arm_and_visit_is_counted_as_the_oracle_counts(
    trial: Callable[..., int], tmp_path: Path
) -> None:
    assert trial(TOTALS) == 0

    def tenths(text: str) -> int | None:
        return None if text == "NA" else int(Fraction(text) * 10)

    patients = rows_of(TOTALS)
    written = rows_of(tmp_path / "results/responses.csv")
    assert len(written) == 8 * 3  # visits and arms, as the README of the file has them
    for line in written:
        mine = [row for row in patients if row["TRT"] == line["ARM"]]
        for percent in (50, 75, 90, 100):
            verdicts = [
                oracle.pasi_response(tenths(row["BASELINE"]), tenths(row[line["VISIT"]]), percent)
                for row in mine
            ]
            assert line[f"PASI {percent}"] == str(verdicts.count(True))
            assert line["OPEN"] == str(verdicts.count(None))


def test_a_total_that_is_no_pasi_is_listed_and_left_open(trial: Callable[..., int], tmp_path: Path) -> None:
    file = tmp_path / "totals.csv"
    file.write_text(
        "USUBJID,TRT,BASELINE,WEEK08\nA,X,20.0,5.0\nB,X,20.0,72.1\nC,,x,1.0\nD,X,12.4,NA\n", encoding="utf-8"
    )

    assert trial(file) == 0

    found = [(row["LINE"], row["VISIT"], row["VALUE"]) for row in rows_of(tmp_path / "results/faults.csv")]
    assert found == [("3", "WEEK08", "72.1"), ("4", "BASELINE", "x")]
    # By hand: A improves by exactly 75 percent, nobody else can be judged.
    first, second = rows_of(tmp_path / "results/responses.csv")
    assert (first["ARM"], first["JUDGED"], first["OPEN"], first["PASI 75"], first["PASI 90"]) == (
        *("X", "1", "2", "1", "0"),
    )
    assert (second["ARM"], second["JUDGED"], second["OPEN"]) == ("(no arm)", "0", "1")


def item_file(change: Callable[[list[list[str]]], object]) -> bytes:
    """The shipped cohort, changed."""
    with COHORT.open(encoding="utf-8", newline="") as opened:
        table = list(csv.reader(opened))
    change(table)
    return "\n".join(",".join(row) for row in table).encode()


def renamed(table: list[list[str]]) -> None:
    table[0][2] = "head_erytema"


def without_visit(table: list[list[str]]) -> None:
    table[0][1] = "WHEN"


def other_visit(table: list[list[str]]) -> None:
    table[2][1] = "WEEK 9"


def same_visit_twice(table: list[list[str]]) -> None:
    table[2][1] = "Baseline"


def nobody(table: list[list[str]]) -> None:
    table[4][0] = " "


def emptied(table: list[list[str]]) -> None:
    table.insert(3, [""] * 4)
    table.append([" "] * len(table[0]))


def small_names(table: list[list[str]]) -> None:
    table[0] = [name.lower() for name in table[0]]


def ragged(table: list[list[str]]) -> None:
    table[5].append("1")


def doubled(table: list[list[str]]) -> None:
    table[0][3] = "head_erythema"


WIDE = b"USUBJID,TRT,BASELINE,WEEK08\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (item_file(lambda table: table.__delitem__(slice(1, None))), "the file has a header and no rows"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe", "this is no text in UTF-8 (byte 0); save it as CSV in UTF-8"),
        ("USUBJID,VISIT\nMüller,BASELINE\n".encode("latin-1"), "this is no text in UTF-8 (byte 15)"),
        (b'USUBJID,VISIT\n"A,BASELINE\n', "this is no CSV: unexpected end of data"),
        (b"A letter to somebody.\nWith two lines.\n", "columns are missing: 'USUBJID', 'VISIT', "),
        (item_file(renamed), "columns are missing: 'head_erythema' (did you mean 'head_erytema'?)"),
        (item_file(without_visit), "columns are missing: 'VISIT'\n"),
        (
            item_file(small_names),
            "columns are missing: 'USUBJID' (did you mean 'usubjid'?), 'VISIT' (did you",
        ),
        (item_file(ragged), "line 6: 30 cells, where the header has 29"),
        (item_file(doubled), "columns that stand twice: 'head_erythema'"),
        (
            WIDE + b"A,X,20,5\nA,X,20,6\n",
            "no row can be used; line 2: stands in lines 2, 3, and they differ; none of them is used",
        ),
        (WIDE + b",X,20,5\n", "no row can be used; line 2: no subject; the row is not used"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_so_in_one_message(
    content: bytes,
    message: str,
    trial: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(content)

    assert trial(file) == 2
    assert capsys.readouterr().err.startswith(f"{file}: {message}")
    assert not (tmp_path / "results").exists()


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        (
            other_visit,
            [
                (
                    "3",
                    "INVENTED-001",
                    "",
                    "WEEK 9",
                    "unknown visit; known are BASELINE, WEEK 8, MONTH 6, MONTH 9, ",
                )
            ],
        ),
        (
            same_visit_twice,
            [
                (line, "INVENTED-001", "BASELINE", "", "stands in lines 2, 3, and they differ; none of them")
                for line in ("2", "3")
            ],
        ),
        (nobody, [("5", "", "WEEK 8", "", "no subject; the row is not used")]),
        (emptied, []),
    ],
)
def test_a_row_without_a_place_of_its_own_is_listed_and_not_used(
    change: Callable[[list[list[str]]], None],
    faults: list[tuple[str, ...]],
    trial: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The rest of the file is scored; what is wrong is not guessed at, and nothing is lost without a word."""
    file = tmp_path / "items.csv"
    file.write_bytes(item_file(change))

    assert trial(file) == 0
    told = f"items of 30 subjects{f'; rows not used: {len(faults)}, see the faults' if faults else ''}\n"
    assert told in capsys.readouterr().out
    listed = [
        row for row in rows_of(tmp_path / "results" / "faults.csv") if row["ITEM"] in {"VISIT", "USUBJID"}
    ]
    names = ("LINE", "USUBJID", "VISIT", "VALUE", "WHAT IS WRONG")
    assert len(listed) == len(faults)
    for row, fault in zip(listed, faults, strict=True):
        assert all(row[name].startswith(one) for name, one in zip(names, fault, strict=True))
    scored = {(row["USUBJID"], row["VISIT"]) for row in rows_of(tmp_path / "results" / "scores.csv")}
    assert not scored & {(row["USUBJID"], row["VISIT"]) for row in listed}
    assert len({subject for subject, _ in scored}) == 30 - (change is same_visit_twice)


def test_a_row_that_stands_twice_as_it_is_counts_once(
    trial: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "items.csv"
    file.write_bytes(item_file(lambda table: table.insert(3, table[1])))

    assert trial(COHORT, "--out", tmp_path / "once") == trial(file, "--out", tmp_path / "twice") == 0

    (row,) = (one for one in rows_of(tmp_path / "twice/faults.csv") if one["ITEM"] == "VISIT")
    assert (row["LINE"], row["USUBJID"], row["VISIT"]) == ("4", "INVENTED-001", "BASELINE")
    assert row["WHAT IS WRONG"] == "the same as line 2; counted once"
    assert "items of 30 subjects; rows not used: 1, see the faults\n" in capsys.readouterr().out
    for name in ("scores.csv", "outcomes.csv"):
        assert (tmp_path / "once" / name).read_bytes() == (tmp_path / "twice" / name).read_bytes()


def test_totals_of_a_subject_that_stands_twice_are_not_used(
    trial: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "totals.csv"
    file.write_bytes(WIDE + b"A,X,20,5\nA,X,20,6\nB,X,20,5\n,,,\n,X,20,5\n")

    assert trial(file) == 0
    out = capsys.readouterr().out
    assert "totals of 1 subjects at 1 visits; rows not used: 3, see the faults\n" in out
    assert "Week 8, X: PASI 50 / 75 / 90 / 100 = 1 / 1 / 0 / 0 of 1\n" in out  # 20 to 5 is exactly 75 %


def test_a_file_that_is_not_there_is_told_so(
    trial: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place, reason in (
        (tmp_path / "nothing.csv", "No such file or directory"),
        (tmp_path, "Is a directory"),
    ):
        assert trial(place) == 2
        assert capsys.readouterr().err == f"{place}: cannot open the file: {reason}\n"


def test_results_that_cannot_be_written_are_told_so(
    trial: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "results").write_text("a file, where a folder should be", encoding="utf-8")

    assert trial() == 2
    assert capsys.readouterr().err == "results: cannot write the results: File exists\n"


def test_spellings_of_visits_codes_and_delimiters_are_understood(
    trial: Callable[..., int], tmp_path: Path
) -> None:
    """
    Semicolons, a byte-order mark, published codes for items, and other spellings of visits.
    """
    assert trial(COHORT, "--out", tmp_path / "plain") == 0
    with COHORT.open(encoding="utf-8", newline="") as opened:
        header, *rows = csv.reader(opened)
    codes = dict(zip(header[2:18], (f"PASI03{number:02d}" for number in range(1, 17)), strict=True))
    spelt = {"WEEK 8": "week_08", "BASELINE": "Baseline"}
    table = [[codes.get(name, name) for name in header], *([row[0], spelt[row[1]], *row[2:]] for row in rows)]
    file = tmp_path / "other.csv"
    file.write_text("\n".join(";".join(row) for row in table), encoding="utf-8-sig")

    assert trial(file, "--out", tmp_path / "other") == 0

    for name in ("outcomes.csv", "summary.csv"):
        assert (tmp_path / "other" / name).read_bytes() == (tmp_path / "plain" / name).read_bytes()


def test_a_decimal_comma_is_read_where_a_semicolon_parts_the_cells(
    trial: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "totals.csv"
    file.write_text(
        "USUBJID;TRT;BASELINE;WEEK08\nA,1;X;20,4;5,1\nB;X;20,4;.\nC;X;1.000,5;1\n", encoding="utf-8"
    )

    assert trial(file) == 0

    out = capsys.readouterr().out
    note = "A comma in a number is read as a decimal point in totals.csv.\n"
    assert out.count(note) == 1
    assert note in (tmp_path / "results/report.md").read_text(encoding="utf-8")
    # By hand: 20.4 to 5.1 is exactly 75 percent; B has no total at week 8, C no number at baseline.
    assert "Week 8, X: PASI 50 / 75 / 90 / 100 = 1 / 1 / 0 / 0 of 1\n" in out
    assert [(row["USUBJID"], row["VALUE"]) for row in rows_of(tmp_path / "results/faults.csv")] == [
        ("C", "1.000,5")
    ]


def test_a_point_alone_is_a_missing_value(trial: Callable[..., int], tmp_path: Path) -> None:
    """As SAS writes it: the same results as with empty cells."""
    text = COHORT.read_text(encoding="utf-8")
    while ",," in text:
        text = text.replace(",,", ",.,")
    file = tmp_path / "cohort.csv"
    file.write_text(text, encoding="utf-8")

    assert trial(COHORT, "--out", tmp_path / "blank") == trial(file, "--out", tmp_path / "point") == 0
    blank, point = (
        {one.name: one.read_bytes() for one in (tmp_path / name).iterdir()} for name in ("blank", "point")
    )
    assert blank == point


def test_another_encoding_is_read_where_it_is_named(
    trial: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = COHORT.read_text(encoding="utf-8").replace("INVENTED", "ERFUNDEN-Ä")
    file = tmp_path / "cohort.csv"
    for encoding in ("cp1252", "utf-16"):
        file.write_bytes(text.encode(encoding))
        assert trial(file, "--encoding", encoding) == 0
        assert rows_of(tmp_path / "results/outcomes.csv")[0]["USUBJID"] == "ERFUNDEN-Ä-001"
    capsys.readouterr()

    assert trial(file, "--encoding", "ascii") == 2
    assert capsys.readouterr().err == (
        f"{file}: this is no text in ascii (byte 0); "
        "save it as CSV in UTF-8, or name its encoding with --encoding\n"
    )
    with pytest.raises(SystemExit):
        trial(file, "--encoding", "rot13")
    assert capsys.readouterr().err.splitlines()[-1] == (
        "run.py: error: argument --encoding: 'rot13' is no encoding; there are utf-8, cp1252, latin-1"
    )


def without_columns(file: Path, *names: str) -> Path:
    """The shipped cohort without some columns."""
    rows = [{name: cell for name, cell in row.items() if name not in names} for row in rows_of(COHORT)]
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def test_a_file_of_pasi_alone_is_scored_where_that_is_said(
    trial: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    items = [name for name in rows_of(COHORT)[0] if name.startswith("dlqi_")]
    file = without_columns(tmp_path / "pasi.csv", *items)
    assert trial(COHORT, "--out", tmp_path / "both") == 0
    assert trial(file) == 2
    assert "--unrecorded dlqi_07b, or --unrecorded DLQI for all of it\n" in capsys.readouterr().err

    assert trial(file, "--unrecorded", "DLQI", "--out", tmp_path / "pasi") == 0

    assert f"Never recorded, as was said: {', '.join(items)}.\n" in capsys.readouterr().out
    both, alone = (rows_of(tmp_path / name / "scores.csv") for name in ("both", "pasi"))
    assert [row for row in alone if row["SCORE"] == "pasi"] == [row for row in both if row["SCORE"] == "pasi"]
    assert {(row["VALUE"], row["LOW"], row["HIGH"]) for row in alone if row["SCORE"] == "dlqi"} == {
        ("", "0", "30")
    }
    # Nobody is asked for what was never recorded.
    missing = rows_of(tmp_path / "pasi/missing.csv")
    assert {row["SCORE"] for row in missing} == {"PASI"}
    assert missing == [
        row | {"SCORE": "PASI"} for row in rows_of(tmp_path / "both/missing.csv") if row["SCORE"] != "DLQI"
    ]


def test_a_part_that_was_never_recorded_is_not_filled_by_the_rule(
    trial: Callable[..., int], tmp_path: Path
) -> None:
    """By hand: part b may add 0 to 2, unless part a is a yes, which counts 3 and needs no part b."""
    assert trial(COHORT, "--out", tmp_path / "both") == 0
    file = without_columns(tmp_path / "items.csv", "dlqi_07b")
    assert trial(file, "--unrecorded", "DLQI107A", "--out", tmp_path / "without") == 0

    plain = {(row["USUBJID"], row["VISIT"]): row for row in rows_of(COHORT)}
    seen = set()
    for row in rows_of(tmp_path / "without/scores.csv"):
        record = told(plain[row["USUBJID"], row["VISIT"]])
        if row["SCORE"] == "dlqi" and oracle.UNRECORDED not in record.values():
            known = [record[name] for name in record if name.startswith("dlqi_") and name != "dlqi_07b"]
            if None not in known:
                total = sum(0 if one == oracle.NR else one for one in known)
                more = 2 * (record["dlqi_07a"] != 3)
                assert (row["LOW"], row["HIGH"]) == (str(total), str(total + more))
                assert row["VALUE"] == ("" if more else str(total))
                seen.add(more)
    assert seen == {0, 2}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--unrecorded", "dlqi_7b"), "'dlqi_7b' is no item of PASI or DLQI (did you mean 'dlqi_07b'?)"),
        (
            ("--unrecorded", "DLQI", "my.csv"),
            "'my.csv' is no item of PASI or DLQI; a file stands before the options",
        ),
    ],
)
def test_an_item_that_does_not_exist_cannot_be_unrecorded(
    arguments: tuple[str, ...],
    message: str,
    trial: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        trial(*arguments)
    assert capsys.readouterr().err.endswith(f"argument --unrecorded: {message}\n")


def test_totals_have_no_items_that_were_never_recorded(
    trial: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "totals.csv"
    file.write_bytes(WIDE + b"A,X,20,5\n")

    assert trial(file, "--unrecorded", "DLQI") == 2
    assert capsys.readouterr().err == (f"{file}: a file of totals; --unrecorded goes with one of items\n")


def test_the_command_runs_and_ends_with_where_the_results_are(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603  our own script
        [sys.executable, str(EXAMPLE / "run.py")], capture_output=True, text=True, check=True, cwd=tmp_path
    )

    assert done.stdout.startswith("[1/9] Read cohort.csv: items of 30 subjects\n")
    assert done.stdout.splitlines()[-1] == f"Done. The results are in {tmp_path / 'results'}"
    assert (tmp_path / "results" / "report.md").is_file()


def test_the_results_are_written_though_nobody_reads_the_output(tmp_path: Path) -> None:
    """As in ``run.py | head -1``, with the reader gone before the first line."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(  # noqa: S603  our own script
        [sys.executable, str(EXAMPLE / "run.py")],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    os.close(writer)

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "results" / "report.md").is_file()
