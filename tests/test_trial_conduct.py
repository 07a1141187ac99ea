"""The conduct of the trial: screening, doses, schedule and vital signs, counted again by plain loops."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

import oracle_trial
import trial_example
from trial_example import COHORT, EXAMPLE, criteria, eligible, failed, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.requirement(
    "PSO-ELIG-009",
    "PSO-ELIG-017",
    "PSO-ELIG-020",
    "PSO-INF-001",
    "PSO-INF-010",
    "PSO-INF-023",
    "PSO-INF-025",
    "PSO-INF-028",
    "PSO-INF-030",
    "PSO-SAFE-001",
    "PSO-SAFE-003",
    "PSO-SAFE-008",
    "PSO-SAFE-010",
)

WEEKS = (0, 1, 2, 3, 5, 7)  # the template of NCT03424629: specification D4
FACTS, INFUSIONS, SIGNS = (EXAMPLE / f"{name}.csv" for name in ("facts", "infusions", "vital_signs"))
INFUSION_HEADER = "USUBJID,INFUSION,DATE,START,WEIGHT_KG\n"
SIGN_HEADER = "USUBJID,DATETIME,TEMPERATURE_C,SYSTOLIC_MMHG,DIASTOLIC_MMHG\n"


@pytest.fixture(name="trial")
def _trial(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., int]]:
    yield from trial_example.runs(monkeypatch, tmp_path)


@pytest.fixture(name="results")
def _results(trial: Callable[..., int], tmp_path: Path) -> Callable[[str], list[dict[str, str]]]:
    """The tables of the shipped cohort, by name."""
    assert trial() == 0
    return lambda name: rows_of(tmp_path / "results" / f"{name}.csv")


def day(cell: str) -> date | None:
    """A date, or None where the cell is empty or no date."""
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None


def entered() -> dict[str, dict[int, dict[str, str]]]:
    """The infusions as they were entered, of those who are eligible."""
    found: dict[str, dict[int, dict[str, str]]] = {subject: {} for subject in sorted(eligible())}
    for row in rows_of(INFUSIONS):
        found[row["USUBJID"]][int(row["INFUSION"])] = row
    return found


def test_verdicts_reasons_and_numbers_are_those_of_the_oracle(
    results: Callable[[str], list[dict[str, str]]],
) -> None:
    people = criteria()
    words = {
        subject: "not eligible" if failed(truths) else "pending" if None in truths.values() else "eligible"
        for subject, truths in people.items()
    }
    written = results("screening")
    assert {row["USUBJID"]: row["VERDICT"] for row in written} == words
    assert Counter(words.values()) == {"eligible": 20, "not eligible": 6, "pending": 4}  # as they were made
    for row in written:
        named = [part.split(":")[0] for part in row["FAILED"].split("; ") if part[:2] in {"IN", "EX"}]
        assert named == failed(people[row["USUBJID"]])

    counted = oracle_trial.attrition(list(people.values()), oracle_trial.CRITERIA)
    rows = {row["CRITERION"]: row for row in results("attrition")}
    assert {name: int(rows[name]["PRIMARY REASON"]) for name in oracle_trial.CRITERIA} == counted["primary"]
    assert {name: int(rows[name]["ANY REASON"]) for name in oracle_trial.CRITERIA} == counted["all"]
    assert rows["excluded"]["PRIMARY REASON"] == str(counted["excluded"])
    assert {name: int(rows[name]["LEFT"]) for name in ("assessed", "pending", "eligible")} == {
        name: counted[name] for name in ("assessed", "pending", "eligible")
    }


def test_open_questions_and_near_misses_are_told(results: Callable[[str], list[dict[str, str]]]) -> None:
    rows = {row["USUBJID"][-3:]: row for row in results("screening")}
    # As make_facts.py leaves them open: a blank, a month across the edge, a contradiction, no answer.
    assert {name: row["OPEN QUESTIONS"] for name, row in rows.items() if row["OPEN QUESTIONS"]} == {
        "009": "hiv_evidence",
        "015": "last_systemic_treatment",
        "025": "systemic_treatment, last_systemic_treatment",
        "030": "traceable",
    }
    # By hand: 7.5 against 8; the 28th day before baseline lies in the window, as the record's "within".
    assert rows["006"]["NEAREST MISS"] == "PASI 7.5, 0.5 below"
    assert rows["013"]["FAILED"] == (
        "EX03: last systemic treatment 2015-12-08 is 28 days before baseline; "
        "the window is 28 days, far edge included"
    )


def test_cells_that_cannot_be_read_are_listed_by_file(results: Callable[[str], list[dict[str, str]]]) -> None:
    found = [(row["FILE"], row["LINE"], row["ITEM"], row["VALUE"]) for row in results("faults")]
    # As make_facts.py and make_treatment.py enter them; line 1 is the header.
    assert [one for one in found if one[0] != "cohort.csv"] == [
        ("facts.csv", "26", "systemic_treatment", "N"),
        ("facts.csv", "31", "traceable", "perhaps"),
        ("infusions.csv", "108", "WEIGHT_KG", "812"),
        ("infusions.csv", "115", "DATE", "2016-02-31"),
        ("vital_signs.csv", "46", "TEMPERATURE_C", "98.4"),
        ("vital_signs.csv", "368", "DIASTOLIC_MMHG", "114"),
    ]


def test_doses_are_a_million_cells_per_kg_of_the_day(results: Callable[[str], list[dict[str, str]]]) -> None:
    expected = []
    for subject, course in entered().items():
        total: Fraction | None = Fraction(0)
        for number, row in course.items():
            if not row["DATE"]:
                continue
            known = row["WEIGHT_KG"] not in {"", "812"}
            target = oracle_trial.target_cells(1_000_000, Fraction(row["WEIGHT_KG"])) if known else None
            total = None if target is None or total is None else total + target
            figures = ("open" if one is None else str(one) for one in (target, total))
            expected.append((subject, str(number), *figures))
    written = results("doses")
    assert [
        (row["USUBJID"], row["INFUSION"], row["TARGET CELLS"], row["CUMULATIVE CELLS"]) for row in written
    ] == expected


def test_infusions_are_held_against_the_plan(results: Callable[[str], list[dict[str, str]]]) -> None:
    written = {(row["USUBJID"], row["INFUSION"]): row for row in results("schedule")}
    for subject, course in entered().items():
        first = date.fromisoformat(course[1]["DATE"])
        for number, week in enumerate(WEEKS, start=1):
            planned = oracle_trial.week_date(first, week)
            cell = course[number]["DATE"] if number in course else None
            given = day(cell or "")
            # No row, or an empty date: not given, and 2016-04-30 is past the 56 days of every such course.
            status = "open" if cell else "missed"
            if given:
                status = "on time" if given == planned else "early" if given < planned else "late"
            row = written.pop((subject, f"infusion {number}"))
            assert row["STATUS"] == status
            if status != "open":
                assert (row["PLANNED"], row["GIVEN"]) == (str(planned), str(given or ""))
                assert row["STUDY DAY"] == str(oracle_trial.study_day(planned, first))
    assert written == {}


def test_deviations_and_what_was_feasible_are_told(results: Callable[[str], list[dict[str, str]]]) -> None:
    # As make_treatment.py plans them: two infusions missed, one on the 57th day after the first, and two
    # courses stopped before the fifth and the sixth.
    assert [(row["USUBJID"][-3:], row["WHERE"], row["KIND"]) for row in results("deviations")] == [
        ("012", "infusion 4", "missed"),
        ("012", "course", "too few"),
        ("019", "course", "span"),
        ("020", "infusion 2", "missed"),
        ("020", "course", "too few"),
        ("021", "infusion 5", "missed"),
        ("021", "infusion 6", "missed"),
        ("021", "course", "too few"),
        ("026", "infusion 6", "missed"),
        ("026", "course", "too few"),
    ]
    # By hand: 56 days after the first is the last day, and every later infusion takes one day more.
    first = {subject[-3:]: date.fromisoformat(course[1]["DATE"]) for subject, course in entered().items()}
    rows = {row["USUBJID"][-3:]: row for row in results("feasibility")}
    assert {name: row["ALL COULD BE GIVEN IF BY"] for name, row in rows.items()} == {
        name: str(first[name] + timedelta(days=56 - (6 - number)))
        for name, number in (("012", 4), ("020", 2), ("021", 5), ("026", 6))
    }
    still = {name: row["STILL FEASIBLE ON 2016-04-30"] for name, row in rows.items()}
    assert still["012"] == still["020"] == "none is left to give"
    assert still["021"].startswith("no: infusion 5 cannot come before 2016-04-30 (today)")
    assert still["026"].startswith("no: infusion 6 cannot come before 2016-04-30 (today)")


def test_both_anchors_of_week_8_are_told(results: Callable[[str], list[dict[str, str]]]) -> None:
    courses = entered()
    for row in results("assessments"):
        course = courses[row["USUBJID"]]
        first, last = date.fromisoformat(course[1]["DATE"]), course.get(6, {}).get("DATE")
        week_8 = oracle_trial.week_date(first, 8)
        assert row["week 8"] == str(week_8)
        assert [row[f"month {month}"] for month in (6, 9, 12)] == [
            str(each) for each, _ in oracle_trial.follow_up(first).values()
        ]
        assert row["infusion 6 given"] == (last or "not given")
        apart = str((week_8 - date.fromisoformat(last)).days) if last else ""
        assert row["days from it to week 8"] == apart


def test_every_reading_is_graded_as_the_oracle_grades_it(
    results: Callable[[str], list[dict[str, str]]],
) -> None:
    def read(row: dict[str, str], sign: str) -> Fraction | None:
        wrong = row[sign] == "98.4" or (sign != "TEMPERATURE_C" and row["DIASTOLIC_MMHG"] == "114")
        return None if wrong or not row[sign] else Fraction(row[sign])

    def label(low: int, high: int) -> str:
        if low == high:
            return str(low) if low else "none"
        return f"{low} {'or' if high == low + 1 else 'to'} {high}"

    courses = entered()
    signs = ("TEMPERATURE_C", "SYSTOLIC_MMHG", "DIASTOLIC_MMHG")
    before: dict[str, dict[str, Fraction]] = {}
    raised = 0
    written = results("vital_signs")
    for row, told in zip(rows_of(SIGNS), written, strict=True):
        subject, at = row["USUBJID"], datetime.fromisoformat(row["DATETIME"])
        first = date.fromisoformat(courses[subject][1]["DATE"])
        of_day = [one for one in courses[subject].values() if one["DATE"] == at.date().isoformat()]
        began = of_day and at > datetime.fromisoformat(f"{of_day[0]['DATE']}T{of_day[0]['START']}")
        values = {sign: read(row, sign) for sign in signs}
        if not began:
            before[subject] = {sign: value for sign, value in values.items() if value is not None}
        for sign, value in values.items():
            known = bool(began) and value is not None and sign in before[subject]
            change = value - before[subject][sign] if known and value is not None else None
            assert (told[f"{sign} CHANGE"] != "") == known
            assert not known or Fraction(told[f"{sign} CHANGE"]) == change
        temperature, systolic, diastolic = values.values()
        fever = None if temperature is None else oracle_trial.fever_grades(temperature)
        grades = oracle_trial.hypertension_grades(systolic, diastolic)
        measured = systolic is not None or diastolic is not None
        assert told["FEVER"] == ("unknown" if fever is None else label(fever[0], fever[-1]))
        assert told["HYPERTENSION"] == (label(*grades) if measured else "unknown")
        within = at.date() <= oracle_trial.last_monitoring_day(first)
        assert told["WITHIN 3 MONTHS"] == ("yes" if within else "no")
        raised += (fever is not None and fever[-1] > 0) + (measured and grades[1] > 0)
    candidates = results("candidates")
    assert len(candidates) == raised
    # By hand, from make_treatment.py: 142/91 after 107/65, and a fever 110 days after the first infusion.
    told = next(row for row in candidates if row["VALUE"] == "142/91")
    assert (told["GRADE"], told["NEW"]) == ("2", "yes")
    assert [row["WITHIN 3 MONTHS"] for row in candidates if row["VALUE"] == "38.2"] == ["no"]


@pytest.mark.parametrize(
    ("option", "content", "message"),
    [
        ("--facts", "", "the file is empty"),
        ("--facts", "SUBJECT,sex\nA,F\n", "columns are missing: 'USUBJID'"),
        ("--facts", "USUBJID,pasi\nA,9\n", "column 'pasi': it comes from the items at baseline; "),
        (
            "--facts",
            "USUBJID,tracable\nA,Y\n",
            "columns that are no facts of NCT02491658: 'tracable' (did you mean 'traceable'?)",
        ),
        ("--facts", "USUBJID,sex\nA,F\n,M\n", "line 3: no USUBJID"),
        ("--infusions", "USUBJID,INFUSION\nA,1\n", "columns are missing: 'DATE', 'WEIGHT_KG'"),
        ("--infusions", INFUSION_HEADER + ",1,2015-06-10,,70\n", "line 2: no USUBJID"),
        (
            "--vital-signs",
            "USUBJID,DATETIME,TEMPERATURE_C\nA,x,37\n",
            "columns are missing: 'SYSTOLIC_MMHG', ",
        ),
        ("--vital-signs", SIGN_HEADER, "the file has a header and no rows"),
    ],
)
def test_a_file_beside_that_cannot_be_used_is_told_so(  # noqa: PLR0913, PLR0917  what is wrong, and fixtures
    option: str,
    content: str,
    message: str,
    trial: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "file.csv"
    file.write_text(content, encoding="utf-8")

    assert trial(option, file) == 2
    assert capsys.readouterr().err.startswith(f"{file}: {message}")
    assert not (tmp_path / "results").exists()


def test_totals_take_no_facts(
    trial: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "totals.csv"
    file.write_text("USUBJID,TRT,BASELINE,WEEK08\nA,X,20.0,5.0\n", encoding="utf-8")

    assert trial(file, "--facts", FACTS) == 2
    assert capsys.readouterr().err == (
        f"{file}: a file of totals; facts, infusions and vital signs go with one of items\n"
    )


def test_those_without_facts_are_pending_and_those_without_items_too(
    trial: Callable[..., int], tmp_path: Path
) -> None:
    """All facts of the shipped file, under another name for the first subject."""
    file = tmp_path / "facts.csv"
    file.write_text(FACTS.read_text(encoding="utf-8").replace("INVENTED-001", "STRANGER"), encoding="utf-8")

    assert trial(COHORT, "--facts", file) == 0
    rows = {row["USUBJID"]: row for row in rows_of(tmp_path / "results/screening.csv")}
    assert rows["STRANGER"]["OPEN QUESTIONS"] == "pasi"
    assert rows["INVENTED-001"]["VERDICT"] == "pending"
    assert len(rows_of(tmp_path / "results/outcomes.csv")) == 19


def test_facts_of_a_subject_that_stands_twice_are_set_aside_unless_they_are_the_same(
    trial: Callable[..., int], tmp_path: Path
) -> None:
    """INVENTED-001 twice as it is, INVENTED-002 as a woman and as a man: everything of it is unknown."""
    header, first, second, *rest = FACTS.read_text(encoding="utf-8").splitlines()
    assert ",F," in second
    file = tmp_path / "facts.csv"
    lines = [header, first, second, second.replace(",F,", ",M,"), *rest, first]
    file.write_text("\n".join(lines), encoding="utf-8")

    assert trial(COHORT, "--facts", file) == 0

    faults = [row for row in rows_of(tmp_path / "results/faults.csv") if row["ITEM"] == "USUBJID"]
    text = "stands in lines 3, 4, and they differ; none of them is used"
    assert [(row["LINE"], row["USUBJID"], row["WHAT IS WRONG"]) for row in faults] == [
        ("3", "INVENTED-002", text),
        ("4", "INVENTED-002", text),
        ("33", "INVENTED-001", "the same as line 2; counted once"),
    ]
    rows = {row["USUBJID"]: row["VERDICT"] for row in rows_of(tmp_path / "results/screening.csv")}
    assert len(rows) == 30
    assert (rows["INVENTED-001"], rows["INVENTED-002"]) == ("eligible", "pending")


def test_a_subject_of_one_file_alone_is_a_fault_and_is_counted_aloud(
    trial: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One subject misspelt in each of the three files; 30 invented patients stay 30 in the file of items."""
    wrong = {"--facts": FACTS, "--infusions": INFUSIONS, "--vital-signs": SIGNS}
    options: list[object] = []
    for option, shipped in wrong.items():
        file = tmp_path / shipped.name
        text = shipped.read_text(encoding="utf-8").replace("INVENTED-001", "Invented-001")
        file.write_text(text, encoding="utf-8")
        options += [option, file]

    assert trial(COHORT, *options) == 0

    who = "'Invented-001' (did you mean 'INVENTED-001'?) is no subject of cohort.csv"
    faults = [row for row in rows_of(tmp_path / "results/faults.csv") if row["ITEM"] == "USUBJID"]
    assert [(row["FILE"], row["LINE"], row["USUBJID"], row["WHAT IS WRONG"]) for row in faults] == [
        ("cohort.csv", "2", "INVENTED-001", "no row in facts.csv; screened by the PASI alone"),
        ("facts.csv", "2", "Invented-001", f"{who}; screened with an unknown PASI"),
        ("infusions.csv", "2", "Invented-001", f"{who}; its rows are not used"),
        ("vital_signs.csv", "2", "Invented-001", f"{who}; its rows are not used"),
    ]
    said = capsys.readouterr().out
    assert all(row["WHAT IS WRONG"] in said for row in faults)
    assert "19 eligible, 6 not eligible, 6 pending; 1 of these 31 without a row in cohort.csv\n" in said
    page = (tmp_path / "results" / "report.md").read_text(encoding="utf-8")
    assert "nobody pending is excluded. 1 of these 31 without a row in cohort.csv.\n" in page


def test_columns_that_are_not_read_are_told_by_file(
    trial: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As they come with a file of one's own: a misspelt START among them, and a column without a name."""
    assert trial() == 0
    assert "not read" not in capsys.readouterr().out

    options: list[object] = []
    for option, shipped, names in (
        ("", COHORT, "VISITDATE,"),
        ("--infusions", INFUSIONS, "SITE"),
        ("--vital-signs", SIGNS, "PULSE,ARM"),
    ):
        header, *rows = shipped.read_text(encoding="utf-8").splitlines()
        empty = "," * (1 + names.count(","))
        lines = [f"{header},{names}", *(f"{row}{empty}" for row in rows)]
        file = tmp_path / shipped.name
        file.write_text("\n".join(lines).replace(",START,", ",BEGAN,"), encoding="utf-8")
        options += [option, file] if option else [file]

    assert trial(*options, "--unrecorded", "dlqi_07b") == 0
    note = (
        "Columns that are not read: dlqi_07b, VISITDATE, a column without a name in cohort.csv; "
        "BEGAN, SITE in infusions.csv; PULSE, ARM in vital_signs.csv.\n"
    )
    assert note in capsys.readouterr().out
    assert note in (tmp_path / "results/report.md").read_text(encoding="utf-8")


def test_an_open_pasi_names_the_items_that_leave_it_open(trial: Callable[..., int], tmp_path: Path) -> None:
    """
    INVENTED-001 has a PASI of exactly 8 at baseline; without its trunk area it may be below.
    """
    header, row, *rest = COHORT.read_text(encoding="utf-8").splitlines()
    cells = row.split(",")
    cells[header.split(",").index("trunk_area")] = ""
    file = tmp_path / "items.csv"
    file.write_text("\n".join([header, ",".join(cells), *rest]), encoding="utf-8")

    assert trial(file, "--facts", FACTS) == 0
    first = rows_of(tmp_path / "results/screening.csv")[0]
    assert (first["VERDICT"], first["OPEN QUESTIONS"]) == ("pending", "pasi (trunk_area)")


def test_wrong_cells_of_infusions_are_listed_and_unknown(
    trial: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two, three, four = (f"INVENTED-00{number}" for number in range(1, 5))
    file = tmp_path / "given.csv"
    file.write_text(
        "USUBJID,INFUSION,DATE,WEIGHT_KG\n"
        f"{one},1,2015-09-01,70\n{one},2,2015-09-08,seventy\n{one},2,2015-09-09,70\n{one},0,2015-09-10,70\n"
        f"{two},1,2015-09-08,70\n{two},2,2015-09-01,70\n"
        f"{three},2,2015-09-08,70\n{three},,2015-09-08,70\n"
        f"{four},{'9' * 5000},2015-09-08,70\n{four},1,9999-12-31,70\nSTRANGER,1,2015-09-01,70\n",
        encoding="utf-8",
    )

    assert trial(COHORT, "--infusions", file) == 0
    faults = [row for row in rows_of(tmp_path / "results/faults.csv") if row["FILE"] == "given.csv"]
    assert [(row["LINE"], row["ITEM"], row["WHAT IS WRONG"]) for row in faults] == [
        ("3", "WEIGHT_KG", "no number; allowed is a number"),
        ("4", "INFUSION", "infusion 2 stands in line 3 already; neither row is used"),
        ("5", "INFUSION", "no such infusion; allowed is 1 to 99"),
        ("9", "INFUSION", "missing; the row is not used"),
        ("10", "INFUSION", "no such infusion; allowed is 1 to 99"),
        ("11", "DATE", "no date; allowed is a date such as 2015-06-30"),
        (
            *("7", "DATE"),
            "out of order; allowed is a day after infusion 1; the course is not held against the plan",
        ),
        *(
            (line, "DATE", "the first infusion has no day; the course is not held against the plan")
            for line in ("8", "11")
        ),
        ("12", "USUBJID", "'STRANGER' is no subject of cohort.csv; its rows are not used"),
    ]
    schedule = rows_of(tmp_path / "results/schedule.csv")
    assert [row["STATUS"] for row in schedule][:2] == ["on time", "open"]
    assert {row["USUBJID"] for row in schedule} == {one}
    said = capsys.readouterr().out
    assert "6 doses of 4 patients; 1 infused who are not scored" in said
    assert "1 courses as of 2015-09-08, 0 deviations; 29 patients without a usable course" in said


def test_what_is_still_feasible_is_asked_on_the_day_given(trial: Callable[..., int], tmp_path: Path) -> None:
    file = tmp_path / "given.csv"
    days = ("2015-09-01", "2015-09-08", "2015-09-15", "2015-09-22")
    rows = [f"INVENTED-001,{number},{day},70" for number, day in enumerate(days, start=1)]
    file.write_text("\n".join(["USUBJID,INFUSION,DATE,WEIGHT_KG", *rows]), encoding="utf-8")

    assert trial(COHORT, "--infusions", file, "--today", "2015-10-01") == 0
    (row,) = rows_of(tmp_path / "results/feasibility.csv")
    # By hand: the span ends 56 days after 1 September, on 27 October; infusion 5 a day before.
    assert (row["NOT GIVEN"], row["DUE"]) == ("infusion 5", "2015-10-06")
    assert row["STILL FEASIBLE ON 2015-10-01"] == "infusion 5 until 2015-10-26, infusion 6 until 2015-10-27"


@pytest.mark.parametrize("text", ["01.01.2020", "20200101", "2020-02-30", ""])
def test_a_day_of_the_question_that_is_no_date_is_told_so(
    text: str, trial: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        trial("--today", text)

    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"run.py: error: argument --today: {text!r} is no date; allowed is a date such as 2015-06-30"
    )


def test_more_infusions_than_planned_are_a_deviation(trial: Callable[..., int], tmp_path: Path) -> None:
    file = tmp_path / "given.csv"
    days = [date(2015, 9, 1) + timedelta(weeks=week) for week in (*WEEKS, 8)]
    rows = [f"INVENTED-001,{number},{day},70" for number, day in enumerate(days, start=1)]
    file.write_text("\n".join(["USUBJID,INFUSION,DATE,WEIGHT_KG", *rows]), encoding="utf-8")

    assert trial(COHORT, "--infusions", file) == 0
    (row,) = rows_of(tmp_path / "results/deviations.csv")
    assert (row["WHERE"], row["KIND"]) == ("infusion 7", "not planned")
    (wide,) = rows_of(tmp_path / "results/doses_by_patient.csv")
    assert (wide["infusion 7"], wide["CUMULATIVE"]) == ("70000000", "490000000")


def test_vital_signs_alone_are_graded_without_change_and_period(
    trial: Callable[..., int], tmp_path: Path
) -> None:
    file = tmp_path / "signs.csv"
    file.write_text(
        f"{SIGN_HEADER}INVENTED-001,2015-09-01T10:00,38.0,120,70\nINVENTED-001,2015-09-01,hot,70,x\n",
        encoding="utf-8",
    )

    assert trial(COHORT, "--vital-signs", file) == 0
    faults = [row for row in rows_of(tmp_path / "results/faults.csv") if row["FILE"] == "signs.csv"]
    assert [(row["ITEM"], row["WHAT IS WRONG"]) for row in faults] == [
        (
            "DATETIME",
            "no date and time; allowed is a date and time without a zone, such as 2015-06-30T09:30",
        ),
        ("TEMPERATURE_C", "no number; allowed is a number"),
        ("DIASTOLIC_MMHG", "no number; allowed is a number"),
    ]
    rows = rows_of(tmp_path / "results/vital_signs.csv")
    # By hand from specification E2: 38.0 is grade 1, so is 120; 70 alone leaves 0 to 3.
    assert [(row["DATETIME"], row["FEVER"], row["HYPERTENSION"], row["WITHIN 3 MONTHS"]) for row in rows] == [
        ("2015-09-01T10:00", "1", "1", "open"),
        ("open", "unknown", "0 to 3", "open"),
    ]
    assert {row[f"{sign} CHANGE"] for row in rows for sign in ("TEMPERATURE_C", "SYSTOLIC_MMHG")} == {""}


def test_the_page_of_the_shipped_cohort_holds_every_table(trial: Callable[..., int], tmp_path: Path) -> None:
    assert trial() == 0

    page = (tmp_path / "results" / "report.md").read_text(encoding="utf-8")
    assert [line for line in page.splitlines() if line.startswith("## ")] == [
        "## Faults found in the data",
        "## Screening by the 15 criteria of NCT02491658",
        "## Attrition",
        "## Each patient",
        "## Scores",
        "## Missing",
        "## Answers that contradict each other",
        "## Shift between DLQI bands (Hongbo)",
        "## Summary, baseline to week 8",
        "## Doses",
        "## Target cells",
        "## Infusions against the plan",
        "## Infusions by patient",
        "## Deviations from the plan of infusions",
        "## Whether the rest was feasible",
        "## Days of the assessments, and both anchors of week 8",
        "## Vital signs",
        "## Candidates of fever and hypertension",
    ]
