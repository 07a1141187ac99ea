"""The analysis data set: its columns, its rules, in frames of every kind; transport files; metadata."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve

import psoscore as ps
from psoscore.dates import study_day
from psoscore.endpoints import (
    LOCF,
    LOCF_FROM_BASELINE,
    NRI,
    OBSERVED_CASES,
    PASI_75,
    PASI_CHANGE,
    ModifiedNRI,
    VisitWindow,
    percent_change_of,
    round_half_away,
    threshold,
)
from psoscore.interop.adam import Criterion, Parameter, adqs
from psoscore.interop.adam_metadata import define_table
from psoscore.interop.xpt import write_xpt
from psoscore.summaries import change_summary
from test_bad_input import Evil

if TYPE_CHECKING:
    from pathlib import Path

KINDS = pytest.mark.parametrize(
    "kind", [pd.DataFrame, pl.DataFrame, pa.table], ids=["pandas", "polars", "pyarrow"]
)
COLUMNS = [
    *("USUBJID", "PARAMCD", "PARAM", "AVISIT", "AVISITN", "ADT", "ADY", "AVAL", "AVALC", "BASE", "CHG"),
    *("PCHG", "ABLFL", "ANL01FL", "DTYPE", "CRIT1", "CRIT1FL", "CRIT2", "CRIT2FL", "PARAMTYP"),
]
"""PSO-ENDP-022, with two criteria."""
DOSE = date(2015, 8, 31)
WINDOWS = [VisitWindow.around_week(week, days=7) for week in (4, 8)]
PASI = Parameter(
    paramcd="PASI",
    param="PASI total",
    column="pasi",
    criteria=[
        Criterion(label="PASI 75", condition=PASI_75),
        Criterion(label="PASI <= 2", condition=threshold(at_most=2)),
    ],
)
DLQI = Parameter(paramcd="DLQI", param="DLQI total", column="dlqi", paramtyp="DERIVED")

# Patient, days since the first dose, PASI, DLQI, arm. B misses week 8, C has no baseline, D starts from 0.
RECORDS = [
    ("A", -14, 14.0, 20, "x"),
    ("A", 0, 12.4, 19, "x"),
    ("A", 26, 6.2, 10, "x"),
    ("A", 30, 6.1, 9, None),
    ("A", 56, 3.1, None, "x"),
    ("A", 200, 9.0, 2, "x"),
    ("B", -1, 10.0, 8, "y"),
    ("B", 28, 9.9, 8, "y"),
    ("B", 55, None, 8, "y"),
    ("C", 28, 2.0, 4, None),
    ("D", 0, 0.0, 0, "x"),
    ("D", 57, 1.0, 0, "x"),
    ("E", None, 5.0, 5, "y"),
]
DATA: dict[str, list[Any]] = {
    "USUBJID": [one[0] for one in RECORDS],
    "ADT": [None if one[1] is None else DOSE + timedelta(days=one[1]) for one in RECORDS],
    "TRTSDT": [DOSE] * len(RECORDS),
    "pasi": [one[2] for one in RECORDS],
    "dlqi": [one[3] for one in RECORDS],
    "ARM": [one[4] for one in RECORDS],
    "WHY": ["lack of efficacy" if one[0] == "B" else None for one in RECORDS],
    "AGE": [40 + ord(one[0]) - ord("A") for one in RECORDS],
}


def rows(frame: Any) -> list[dict[str, Any]]:
    """A frame as rows, missing cells as None, days as dates."""
    table = nw.from_native(frame, eager_only=True)

    def plain(one: Any) -> Any:
        if one is None or one != one:  # noqa: PLR0124 - NaN
            return None
        return one.date() if isinstance(one, datetime) else one

    return [{name: plain(cell) for name, cell in row.items()} for row in table.iter_rows(named=True)]


def of(frame: Any, subject: str, *names: str, code: str = "PASI") -> list[tuple[Any, ...]]:
    return [
        tuple(row[name] for name in names)
        for row in rows(frame)
        if (row["USUBJID"], row["PARAMCD"]) == (subject, code)
    ]


@KINDS
@pytest.mark.requirement("PSO-ENDP-022")
def test_the_columns_are_these_in_a_frame_of_the_same_kind(kind: Any) -> None:
    frame = kind(DATA)
    found = adqs(frame, PASI, DLQI, windows=WINDOWS, keep=["ARM", "AGE"])

    assert type(found) is type(frame)
    assert nw.from_native(found, eager_only=True).columns == [*COLUMNS, "ARM", "AGE"]
    assert nw.from_native(adqs(frame, DLQI, windows=WINDOWS), eager_only=True).columns == [
        one for one in COLUMNS if not one.startswith("CRIT")
    ]
    assert rows(found) == rows(adqs(pl.DataFrame(DATA), PASI, DLQI, windows=WINDOWS, keep=["ARM", "AGE"]))
    assert [row["ARM"] for row in rows(found) if row["PARAMCD"] == "DLQI"] == [
        *["x"] * 6,
        *["y"] * 3,
        None,
        "x",
        "x",
        "y",
    ]
    assert {(row["USUBJID"], row["AGE"]) for row in rows(found)} == {
        (s, 40 + n) for n, s in enumerate("ABCDE")
    }
    assert {row["PARAMTYP"] for row in rows(found) if row["PARAMCD"] == "DLQI"} == {"DERIVED"}


@pytest.mark.requirement("PSO-ENDP-022", "PSO-ENDP-020", "PSO-ENDP-019", "PSO-ENDP-024")
def test_where_each_record_belongs() -> None:
    found = adqs(pl.DataFrame(DATA), PASI, windows=WINDOWS)

    # By hand: day 27 and day 31 tie around day 29, the later one is analysed; day 201 is in no window.
    assert of(found, "A", "AVISIT", "AVISITN", "ADY", "AVALC", "ABLFL", "ANL01FL") == [
        ("Baseline", 0, 1, "12.4", "Y", "Y"),
        ("Week 4", 4, 27, "6.2", None, None),
        ("Week 4", 4, 31, "6.1", None, "Y"),
        ("Week 8", 8, 57, "3.1", None, "Y"),
        (None, None, -14, "14.0", None, None),
        (None, None, 201, "9.0", None, None),
    ]
    assert of(found, "C", "AVISIT", "BASE", "CHG") == [("Week 4", None, None)]
    assert of(found, "E", "AVISIT", "ADT", "ADY") == [(None, None, None)]
    for row in rows(found):
        assert row["ADY"] == (None if row["ADT"] is None else study_day(row["ADT"], DOSE))


@pytest.mark.requirement("PSO-ENDP-023")
def test_changes_stand_after_baseline_only_and_never_from_a_baseline_of_0() -> None:
    found = adqs(pl.DataFrame(DATA), PASI, windows=WINDOWS)

    for row in rows(found):
        after = row["ADY"] is not None and row["ADY"] > 1
        known = after and None not in {row["BASE"], row["AVAL"]}
        assert (row["CHG"] is not None) == known
        assert (row["PCHG"] is not None) == (known and row["BASE"] != 0)
        if row["PCHG"] is not None:
            assert row["PCHG"] == percent_change_of(row["BASE"], row["AVAL"])
        assert (row["CRIT1"], row["CRIT2"]) == (("PASI 75", "PASI <= 2") if after else (None, None))
    assert of(found, "D", "CHG", "PCHG", "CRIT1FL", "CRIT2FL")[1] == (1.0, None, None, "Y")
    assert of(found, "A", "CHG", "PCHG", "CRIT1FL", "CRIT2FL")[3] == (-9.3, -75.0, "Y", "N")
    # Without a baseline a response is open, an absolute threshold is not.
    assert of(found, "C", "CRIT1FL", "CRIT2FL") == [(None, "Y")]


@pytest.mark.requirement("PSO-ENDP-021", "PSO-ENDP-023")
@pytest.mark.parametrize("decimals", [0, 1, 3])
def test_changes_are_rounded_as_sas_does_where_it_is_asked_for(decimals: int) -> None:
    plain = rows(adqs(pl.DataFrame(DATA), PASI, DLQI, windows=WINDOWS))
    rounded = rows(adqs(pl.DataFrame(DATA), PASI, DLQI, windows=WINDOWS, decimals=decimals))

    for before, after in zip(plain, rounded, strict=True):
        for name in ("CHG", "PCHG"):
            expected = None if before[name] is None else round_half_away(before[name], decimals)
            assert after[name] == expected


@KINDS
@pytest.mark.requirement("PSO-ENDP-013", "PSO-ENDP-012", "PSO-ENDP-024")
def test_nri_adds_a_record_for_everybody_without_a_response(kind: Any) -> None:
    found = adqs(kind(DATA), PASI, windows=WINDOWS, imputation=NRI, keep=["ARM"])

    names = ("AVISIT", "ADT", "ADY", "AVAL", "CHG", "ANL01FL", "DTYPE", "CRIT1FL", "CRIT2FL")
    made = {(row["USUBJID"], *(row[name] for name in names)) for row in rows(found) if row["DTYPE"]}
    gone = (None, None, None, None, "Y", "NRI")
    # By hand. C and D have records whose value settles the threshold and not the response.
    assert made == {
        ("B", "Week 8", *gone, "N", "N"),
        ("C", "Week 4", *gone, "N", None),
        ("C", "Week 8", *gone, "N", "N"),
        ("D", "Week 4", *gone, "N", "N"),
        ("D", "Week 8", *gone, "N", None),
        ("E", "Week 4", *gone, "N", "N"),
        ("E", "Week 8", *gone, "N", "N"),
    }
    settled = [row for row in rows(found) if row["ANL01FL"] and row["CRIT1FL"] and row["AVISIT"] == "Week 8"]
    assert sorted(row["USUBJID"] for row in settled) == ["A", "B", "C", "D", "E"]
    assert [row["ARM"] for row in settled] == ["x", "y", None, "x", "y"]


@pytest.mark.requirement("PSO-ENDP-014")
def test_nri_of_a_parameter_without_criteria_adds_nothing() -> None:
    plain, imputed = (
        rows(adqs(pl.DataFrame(DATA), DLQI, windows=WINDOWS, imputation=rule))
        for rule in (OBSERVED_CASES, NRI)
    )

    assert plain == imputed


@pytest.mark.requirement("PSO-ENDP-015")
def test_locf_carries_scores_and_judges_them() -> None:
    found = adqs(pl.DataFrame(DATA), PASI, windows=WINDOWS, imputation=LOCF)
    from_baseline = adqs(pl.DataFrame(DATA), PASI, windows=WINDOWS, imputation=LOCF_FROM_BASELINE)

    names = ("USUBJID", "AVISIT", "ADY", "AVAL", "CHG", "CRIT1FL", "CRIT2FL")
    made, more = (
        [tuple(row[name] for name in names) for row in rows(one) if row["DTYPE"] == "LOCF"]
        for one in (found, from_baseline)
    )
    # By hand: only D has a baseline and nothing at week 4.
    assert made == [
        ("B", "Week 8", None, 9.9, -0.1, "N", "N"),
        ("C", "Week 8", None, 2.0, None, None, "Y"),
    ]
    assert sorted(set(more) - set(made)) == [("D", "Week 4", None, 0.0, 0.0, None, "Y")]


@pytest.mark.requirement("PSO-ENDP-016")
def test_a_modified_nri_reads_the_reason() -> None:
    rule = ModifiedNRI(failures={"lack of efficacy"})
    found = adqs(pl.DataFrame(DATA), PASI, windows=WINDOWS, imputation=rule, reason="WHY")

    made = [(row["USUBJID"], row["AVISIT"], row["CRIT1FL"]) for row in rows(found) if row["DTYPE"] == "MNRI"]
    assert made == [("B", "Week 8", "N")]


@pytest.mark.requirement("PSO-ENDP-016")
def test_a_gap_before_the_discontinuation_stays_open() -> None:
    """
    Who was seen at week 8 had not discontinued at week 4, whatever the reason later on.
    """
    weeks, scores = (0, 8, 16), (20.0, 4.0, None)
    seen = pl.DataFrame(
        {
            "USUBJID": ["A"] * 3,
            "week": weeks,
            "pasi": scores,
            "WHY": ["withdrew consent", None, "lack of efficacy"],
        }
    )
    found = adqs(
        seen,
        PASI,
        windows=[VisitWindow.around_week(week, days=3) for week in (4, 8, 16, 24)],
        visit="week",
        date=None,
        first_dose=None,
        imputation=ModifiedNRI(failures={"lack of efficacy"}),
        reason="WHY",
    )

    made = [(row["AVISIT"], row["CRIT1FL"]) for row in rows(found) if row["DTYPE"] == "MNRI"]
    assert made == [("Week 16", "N"), ("Week 24", "N")]


@KINDS
def test_the_first_dose_is_one_day_a_patient_and_may_stand_on_some_rows_only(kind: Any) -> None:
    some = {**DATA, "TRTSDT": [DOSE if one[1] in {0, -1, 28, None} else None for one in RECORDS]}

    assert rows(adqs(kind(some), PASI, windows=WINDOWS)) == rows(adqs(kind(DATA), PASI, windows=WINDOWS))


@pytest.mark.requirement("PSO-ENDP-023")
def test_a_score_that_can_be_negative_is_never_taken_for_missing() -> None:
    fall = Parameter(paramcd="PASICHG", param="Change in PASI", column="fall", of=PASI_CHANGE)
    data = pl.DataFrame({"USUBJID": ["A", "B"], "week": [4, 4], "fall": [-0.1, None]})
    found = adqs(data, fall, windows=WINDOWS, visit="week", date=None, first_dose=None)

    assert [row["AVAL"] for row in rows(found)] == [-0.1, None]


@pytest.mark.parametrize("keep", ["ARM", ["ARM"]], ids=["one", "several"])
def test_one_column_is_kept_by_its_name_alone(keep: Any) -> None:
    assert adqs(pl.DataFrame(DATA), PASI, windows=WINDOWS, keep=keep).columns[-1] == "ARM"


@KINDS
@pytest.mark.requirement("PSO-ENDP-022")
def test_planned_visits_need_no_dates(kind: Any) -> None:
    data = {
        "USUBJID": ["A", "A", "A", "A", "B"],
        "visit": [0, 4, 8, None, 4],
        "pasi": [10.0, 5.0, 2.5, 1.0, 3.0],
    }
    found = adqs(kind(data), PASI, windows=WINDOWS, date=None, first_dose=None, visit="visit")

    assert of(found, "A", "AVISIT", "ADT", "ADY", "PCHG", "ABLFL", "CRIT1FL") == [
        ("Baseline", None, None, None, "Y", None),
        ("Week 4", None, None, -50.0, None, "N"),
        ("Week 8", None, None, -75.0, None, "Y"),
        (None, None, None, None, None, None),
    ]
    assert of(found, "B", "AVISIT", "BASE", "ANL01FL") == [("Week 4", None, "Y")]


def test_bands_are_written_by_name() -> None:
    bands = Parameter(paramcd="DLQIBAND", param="DLQI band", column="band", of=ps.DLQI_BANDS)
    data = {"USUBJID": ["A", "A"], "visit": [0, 4], "band": [4, 0]}

    found = adqs(pl.DataFrame(data), bands, windows=WINDOWS, date=None, first_dose=None, visit="visit")

    assert of(found, "A", "AVALC", "CHG", code="DLQIBAND") == [("extremely large", None), ("none", -4.0)]


B, W = date(2021, 3, 1), date(2021, 4, 26)
"""Day 1 and day 57."""


def twice(*pasi: float | None, **columns: Any) -> pl.DataFrame:
    """
    One patient with two records at baseline and two at week 8; the score of the other parameter comes once.
    """
    data = {"USUBJID": ["1"] * 4, "ADT": [B, W, W, B], "TRTSDT": [B] * 4, "pasi": pasi, "dlqi": [9, 3, 3, 9]}
    return pl.DataFrame({**data, **columns})


ONE_A_DAY = (
    "pasi: conflicting records; allowed is one value a patient and day; 4 cells, at 0, 1, 2, 3 "
    "(keep the one that counts, or say visit= for the planned visit of each)"
)


@KINDS
@pytest.mark.requirement("PSO-ENDP-029")
def test_records_of_one_day_that_contradict_each_other_are_refused(kind: Any) -> None:
    """
    Baseline and response hung on the order of the rows: 20 and a response, or 30 and none.
    """
    frame = twice(20.0, 4.0, 12.0, 30.0)
    for one in (frame, frame.reverse()):
        with pytest.raises(ps.InputError) as caught:
            adqs(kind(one.to_dict(as_series=False)), PASI, DLQI, windows=WINDOWS)
        assert str(caught.value) == ONE_A_DAY


@pytest.mark.requirement("PSO-ENDP-030")
def test_a_parameter_without_a_score_is_the_score_that_its_column_is_named_after() -> None:
    """
    A DLQI of 45 was a PASI: it had the units and the range of one.
    """
    for one in ps.catalogue():
        if one.name != "dlqi_r":  # a ratio, which has no whole units
            assert Parameter(paramcd="X", param="x", column=one.name).of is one
    assert Parameter(paramcd="X", param="x", column="dlqi", of=ps.CDLQI).of is ps.CDLQI

    with pytest.raises(ps.InputError) as caught:
        adqs(twice(20.0, 4.0, 4.0, 20.0, dlqi=[45] * 4), DLQI, windows=WINDOWS)
    assert str(caught.value) == (
        "dlqi: out of range; allowed is 0 to 30 in steps of 1; 4 cells, at 0, 1, 2, 3"
    )


@pytest.mark.requirement("PSO-ENDP-029")
def test_contradictions_are_listed_for_every_parameter() -> None:
    frame = twice(20.0, 4.0, 12.0, 20.0, dlqi=[9, 3, 3, 8])

    with pytest.raises(ps.InputError) as caught:
        adqs(frame, PASI, DLQI, windows=WINDOWS)
    assert [(fault.item, fault.rows, fault.count) for fault in caught.value.faults] == [
        ("pasi", (1, 2), 2),
        ("dlqi", (0, 3), 2),
    ]


@pytest.mark.requirement("PSO-ENDP-029")
@pytest.mark.parametrize("pasi", [(20.0, 4.0, 4.0, 20.0), (20.0, None, 4.0, None)], ids=["same", "none"])
def test_of_identical_records_one_counts_and_a_missing_value_contradicts_nothing(pasi: Any) -> None:
    frame = twice(*pasi)
    names = ("AVISIT", "AVAL", "BASE", "CRIT1FL")

    for one in (frame, frame.reverse()):
        found = adqs(one, PASI, windows=WINDOWS)
        assert [tuple(row[name] for name in names) for row in rows(found) if row["ANL01FL"]] == [
            ("Baseline", 20.0, 20.0, None),
            ("Week 8", 4.0, 20.0, "Y"),
        ]


@pytest.mark.requirement("PSO-ENDP-029")
def test_the_planned_visit_tells_records_of_one_day_apart_and_has_one_value_itself() -> None:
    """
    A visit that was made up for on the day of the next: both records count, each for its own.
    """
    frame = twice(20.0, 4.0, 12.0, 30.0, ADT=[B, W, W, W], week=[0, 8, 4, None])
    for one in (frame, frame.reverse()):
        found = adqs(one, PASI, windows=WINDOWS, visit="week")
        assert [row["AVAL"] for row in rows(found) if row["ANL01FL"]] == [20.0, 12.0, 4.0]

    # Days do not decide where a visit is said, so that another day is no way out.
    with pytest.raises(ps.InputError) as caught:
        adqs(frame.with_columns(week=pl.Series([0, 8, 4, 8])), PASI, windows=WINDOWS, visit="week")
    assert str(caught.value) == (
        "pasi: conflicting records; allowed is one value a patient and planned visit; 2 cells, at 1, 3 "
        "(keep the one that counts; a record without a planned visit is not analysed)"
    )


BOUNDED = Parameter(
    paramcd="PASI", param="PASI", column="pasi", bounds=("pasi_low", "pasi_high"), criteria=PASI.criteria
)
# Patient, days since the first dose, PASI, its bounds.
UNSETTLED: list[tuple[str, int, float | None, float | None, float | None]] = [
    ("A", 0, 20.0, 20.0, 20.0),
    ("A", 56, None, 0.0, 0.4),
    ("B", 0, 20.0, 20.0, 20.0),
    ("B", 28, 15.0, 15.0, 15.0),
    ("B", 56, None, 0.0, 4.0),
    ("C", 0, 20.0, 20.0, 20.0),
    ("C", 56, None, 0.0, 72.0),
    ("D", 0, 20.0, 20.0, 20.0),
    ("D", 56, None, 0.0, 0.4),
    ("D", 58, 12.0, None, None),
    ("E", 0, None, 20.0, 22.0),
    ("E", 54, None, None, 0.4),
    ("E", 56, None, 1.0, 1.4),
    ("E", 62, None, 1.1, 1.4),
    ("F", 0, 20.0, 20.0, 20.0),
    ("F", 200, None, 0.0, 0.4),
]


def bounded(records: list[Any] = UNSETTLED, **options: Any) -> list[tuple[Any, ...]]:
    """
    What is analysed at week 8: patient, value, both flags, rule.
    """
    frame = pl.DataFrame(
        {
            "USUBJID": [one[0] for one in records],
            "ADT": [DOSE + timedelta(days=one[1]) for one in records],
            "TRTSDT": [DOSE] * len(records),
            **{
                name: pl.Series([one[place] for one in records], dtype=pl.Float64)
                for place, name in enumerate(("pasi", "pasi_low", "pasi_high"), start=2)
            },
        }
    )
    found = adqs(frame, BOUNDED, windows=WINDOWS, **options)
    names = ("USUBJID", "AVAL", "CRIT1FL", "CRIT2FL", "DTYPE")
    assert {row["CHG"] for row in rows(found) if row["AVAL"] is None} == {None}
    return [
        tuple(row[name] for name in names)
        for row in rows(found)
        if row["ANL01FL"] and row["AVISIT"] == "Week 8"
    ]


@pytest.mark.requirement("PSO-ENDP-031")
def test_bounds_settle_criteria_where_there_is_no_value() -> None:
    """
    By hand, from a baseline of 20: at most 0.4 is a PASI 75 and a PASI <= 2; at most 4 is the first. 0 to 72
    settles nothing. D has a value in the window. E has no baseline, and of three records that on the target.
    """
    assert bounded() == [
        ("A", None, "Y", "Y", None),
        ("B", None, "Y", None, None),
        ("D", 12.0, "N", "N", None),
        ("E", None, None, "Y", None),
    ]


@pytest.mark.requirement("PSO-ENDP-031", "PSO-ENDP-013")
def test_a_certain_responder_is_no_non_responder() -> None:
    assert bounded(imputation=NRI) == [
        ("A", None, "Y", "Y", None),
        ("B", None, "Y", None, None),
        ("B", None, None, "N", "NRI"),
        ("C", None, "N", "N", "NRI"),
        ("D", 12.0, "N", "N", None),
        ("E", None, None, "Y", None),
        ("E", None, "N", None, "NRI"),
        ("F", None, "N", "N", "NRI"),
    ]


@pytest.mark.requirement("PSO-ENDP-031", "PSO-ENDP-015")
def test_a_score_that_is_carried_takes_the_place_of_bounds() -> None:
    """
    A patient is analysed once: B has a score to carry, and A has none, because the baseline is not carried.
    """
    assert bounded(imputation=LOCF)[:2] == [("A", None, "Y", "Y", None), ("B", 15.0, "N", "N", "LOCF")]
    assert bounded(imputation=LOCF_FROM_BASELINE)[0] == ("A", 20.0, "N", "N", "LOCF")


@pytest.mark.requirement("PSO-ENDP-031")
def test_bounds_that_are_reversed_or_contradict_each_other_are_refused() -> None:
    for records, message in (
        (
            [("A", 56, None, 0.4, 0.0)],
            "pasi_low: ends reversed; allowed is at most pasi_high; 1 cell, at 0",
        ),
        (
            [("A", 56, None, 0.0, 0.4), ("A", 56, None, 0.0, 9.9), ("A", 56, 5.0, 5.0, 5.0)],
            (
                "pasi_high: conflicting records; allowed is one value a patient and day; 2 cells, at 0, 1 "
                "(keep the one that counts, or say visit= for the planned visit of each)"
            ),
        ),
        (
            [("A", 56, None, 0.0, 72.1)],
            "pasi_high: out of range; allowed is 0 to 72 in steps of 0.1; 1 cell, at 0",
        ),
    ):
        with pytest.raises(ps.InputError) as caught:
            bounded(records)
        assert str(caught.value) == message


@pytest.mark.requirement("PSO-ENDP-031")
def test_bounds_of_a_parameter_without_criteria_change_nothing() -> None:
    plain = Parameter(paramcd="PASI", param="PASI", column="pasi")
    frame = twice(20.0, None, 4.0, 20.0, pasi_low=[0.0] * 4, pasi_high=[0.4] * 4)

    found = adqs(frame, evolve(plain, bounds=["pasi_low", "pasi_high"]), windows=WINDOWS)
    assert rows(found) == rows(adqs(frame, plain, windows=WINDOWS))


def changed(**columns: Any) -> pl.DataFrame:
    return pl.DataFrame(DATA, schema_overrides={"dlqi": pl.Float64}).with_columns(
        **{name: pl.Series(one, strict=False) for name, one in columns.items()}
    )


N = len(RECORDS)
DAYS = "allowed is dates, or times at midnight without a zone"
NAMES = "allowed is the name of a patient, text or a whole number"
NOON = datetime(2015, 8, 31, 12)  # noqa: DTZ001 - on purpose without a zone


@pytest.mark.parametrize(
    ("frame", "options", "message"),
    [
        (
            changed(USUBJID=["", *["A"] * (N - 1)]),
            {},
            f"USUBJID: missing; {NAMES}; 1 cell, at 0",
        ),
        (
            changed(pasi=[99.0] * N),
            {},
            f"pasi: out of range; allowed is 0 to 72 in steps of 0.1; {N} cells, at 0, 1, 2, 3, 4, ...",
        ),
        (
            changed(ADT=[NOON] * N),
            {},
            f"ADT: not a day; {DAYS}; {N} cells, at 0, 1, 2, 3, 4, ...",
        ),
        (
            changed(ADT=[NOON.replace(tzinfo=UTC)] * N),
            {},
            f"ADT: Datetime(time_unit='us', time_zone='UTC') not a day; {DAYS}",
        ),
        (
            changed(ADT=["2015"] * N),
            {},
            f"ADT: String not a day; {DAYS}",
        ),
        (
            pd.DataFrame({**DATA, "ADT": pd.Series(["soon"] * N, dtype=object)}),
            {},
            f"ADT: String not a day; {DAYS}",
        ),
        (
            pd.DataFrame({**DATA, "ADT": pd.Series(["2015-08"] * N, dtype=object)}),
            {},
            f"ADT: String not a day; {DAYS}",
        ),
        (
            changed(TRTSDT=[DOSE, DOSE + timedelta(days=1), *[DOSE] * (N - 2)]),
            {},
            "TRTSDT: varies; allowed is one value a patient; 1 cell, at 1",
        ),
        (
            pd.DataFrame({**DATA, "USUBJID": [1.0] * (N - 1) + [float("nan")]}),
            {},
            (
                f"2 faults\nUSUBJID: missing; {NAMES}; 1 cell, at {N - 1}\n"
                f"USUBJID: no name; {NAMES}; {N - 1} cells, at 0, 1, 2, 3, 4, ..."
            ),
        ),
        (
            pd.DataFrame({**DATA, "USUBJID": pd.Series([10**5000, Evil()] + [7] * (N - 2), dtype=object)}),
            {},
            f"USUBJID: no name; {NAMES}; 2 cells, at 0, 1",
        ),
        (
            changed(ARM=list("xyxyxyxyxyxyx")),
            {"keep": ["ARM"]},
            "ARM: varies; allowed is one value a patient",
        ),
        (
            changed(AVAL=[1] * N),
            {"keep": ["AVAL"]},
            "AVAL: column exists (the data set makes this column)",
        ),
        (
            changed(visit=[3] * N),
            {"visit": "visit"},
            f"visit: no window; allowed is 0 for baseline, 4, 8; {N} cells, at 0, 1, 2, 3, 4, ...",
        ),
        (
            changed(visit=["w"] * N),
            {"visit": "visit"},
            "visit: <U1 no number; allowed is the numbers of planned visits",
        ),
        (pl.LazyFrame(DATA), {}, "frame: lazy; allowed is an eager frame (collect it first)"),
    ],
    ids=[
        *("nameless", "range", "noon", "zone", "text", "objects", "partial", "doses", "floats", "endless"),
        *("varies", "kept", "visit", "words", "lazy"),
    ],
)
def test_data_that_cannot_be_read_are_refused(frame: Any, options: Any, message: str) -> None:
    with pytest.raises(ps.InputError) as caught:
        adqs(frame, PASI, windows=WINDOWS, **options)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: adqs(pl.DataFrame(DATA), windows=WINDOWS),
            "an analysis data set needs parameters, each with a PARAMCD of its own",
        ),
        (
            lambda: adqs(pl.DataFrame(DATA), PASI, windows=[VisitWindow.around_week(0, days=3)]),
            "Week 0: windows lie after day 1, their numbers above 0; the baseline finds itself",
        ),
        (
            lambda: adqs(pl.DataFrame(DATA), PASI, windows=WINDOWS, date=None),
            "say date= and first_dose=, or visit= for the number of the planned visit",
        ),
        (
            lambda: adqs(pl.DataFrame(DATA), PASI, windows=WINDOWS, imputation=ModifiedNRI(failures={"x"})),
            "a modified NRI reads why patients discontinued; say reason= for the column",
        ),
        (
            lambda: adqs(pl.DataFrame(DATA), PASI, windows=WINDOWS, imputation="NRI"),  # type: ignore[arg-type]
            "'NRI' is no rule of imputation; name one, such as NRI or OBSERVED_CASES",
        ),
        (
            lambda: adqs(pl.DataFrame(DATA), PASI, windows=WINDOWS, decimals=-1),
            "decimals=-1; a whole number from 0 to 12 is needed",
        ),
        (
            lambda: Parameter(paramcd="PASITOTAL", param="x", column="pasi"),
            "paramcd='PASITOTAL'; 1 to 8 of A-Z, 0-9 and _, no digit first",
        ),
        (
            lambda: Parameter(paramcd="P", param="", column="pasi"),
            "param needs 1 to 200 bytes of text, not 0",
        ),
        (
            lambda: Parameter(paramcd="P", param="x", column="x", of=ps.DLQI_R),
            "dlqi_r is a ratio without whole units; change and response are not defined for it",
        ),
        (
            lambda: Parameter(paramcd="PASI", param="PASI", column="pasi_total"),
            "column='pasi_total' names no score of the catalogue; say of=, such as of=PASI",
        ),
        (
            lambda: Parameter(paramcd="PASI", param="PASI", column=Evil()),  # type: ignore[arg-type]
            "column=a value of type Evil names no score of the catalogue; say of=, such as of=PASI",
        ),
        (
            lambda: evolve(PASI, bounds="pasi_low"),
            "bounds='pasi_low'; two columns are needed, the low one and the high one",
        ),
        (
            lambda: evolve(PASI, bounds=("pasi_low", 3)),
            "bounds=('pasi_low', 3); two columns are needed, the low one and the high one",
        ),
    ],
    ids=[
        *("none", "baseline", "dates", "reason", "rule", "decimals", "code", "text", "ratio"),
        *("column", "evil", "bound", "bounds"),
    ],
)
def test_a_data_set_that_cannot_mean_anything_is_refused(make: Any, message: str) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        make()
    assert str(caught.value) == message


@KINDS
@pytest.mark.requirement("PSO-ENDP-027")
@pytest.mark.parametrize("rule", [NRI, ModifiedNRI(failures={"lack of efficacy"})], ids=["NRI", "MNRI"])
def test_a_summary_of_changes_counts_no_patient_twice(kind: Any, rule: Any) -> None:
    """
    Without a baseline C has a score at week 4 and, because the response is open, an imputed record.
    """
    data = {**DATA, "WHY": ["lack of efficacy"] * N}
    plain, imputed = (
        adqs(kind(data), PASI, windows=WINDOWS, imputation=one, reason="WHY")
        for one in [OBSERVED_CASES, rule]
    )

    at_4 = [row for row in rows(imputed) if row["AVISIT"] == "Week 4" and row["ANL01FL"]]
    assert [(row["DTYPE"], row["CRIT1FL"], row["CRIT2FL"]) for row in at_4 if row["USUBJID"] == "C"] == [
        (None, None, "Y"),
        (rule.name, "N", None),
    ]
    found = {row["AVISIT"]: (row["n"], row["n_missing"]) for row in rows(summary_of(imputed))}
    assert found == {row["AVISIT"]: (row["n"], row["n_missing"]) for row in rows(summary_of(plain))}
    # By hand: at week 4 C has a score and no change, at week 8 A and D have a change.
    assert found == {"Baseline": (0, 3), "Week 4": (2, 1), "Week 8": (2, 0)}
    at_4 = [row for row in rows(summary_of(imputed, value="AVAL")) if row["AVISIT"] == "Week 4"]
    assert [(row["n"], row["n_missing"]) for row in at_4] == [(3, 0)]


def summary_of(frame: Any, value: str = "CHG") -> Any:
    return change_summary(frame, value=value, by=["AVISIT"], where="ANL01FL")


@KINDS
@pytest.mark.requirement("PSO-ENDP-025")
def test_the_metadata_say_what_each_variable_is(kind: Any) -> None:
    found = adqs(kind(DATA), PASI, windows=WINDOWS, imputation=NRI, keep=["AGE"])
    table = rows(define_table(found))

    assert [row["Variable"] for row in table] == [*COLUMNS, "AGE"]
    assert [row["Order"] for row in table] == list(range(1, len(COLUMNS) + 2))
    by_name = {row["Variable"]: row for row in table}
    assert {name: row["Type"] for name, row in by_name.items() if row["Type"] != "text"} == {
        "ADT": "date",
        **dict.fromkeys(("AVISITN", "AVAL", "BASE", "CHG", "PCHG"), "float"),
        **dict.fromkeys(("ADY", "AGE"), "integer"),
    }
    # By hand: the longest text of AVISIT is "Baseline"; PARAMTYP is empty.
    assert [by_name[name]["Length"] for name in ("AVISIT", "PARAMTYP", "AVAL")] == [8, 1, 8]
    assert by_name["ADT"]["Format"] == "DATE9."
    assert by_name["CRIT2FL"]["Label"] == "Criterion 2 Evaluation Result Flag"
    assert by_name["AGE"]["Origin"] == "Predecessor"
    assert all(len(row["Label"]) <= 40 and row["Derivation"] for row in table)


@KINDS
@pytest.mark.requirement("PSO-ENDP-025")
def test_a_transport_file_holds_the_same(kind: Any, tmp_path: Path) -> None:
    pyreadstat = pytest.importorskip("pyreadstat", reason="the extra xpt is not installed")
    found = adqs(kind(DATA), PASI, windows=WINDOWS, imputation=NRI)
    file = tmp_path / "adqs.xpt"

    write_xpt(found, file, label="PASI", labels={"AVAL": "PASI"})
    back, meta = pyreadstat.read_xport(file)

    assert (meta.table_name, meta.file_label) == ("ADQS", "PASI")
    assert dict(zip(meta.column_names, meta.column_labels, strict=True))["AVAL"] == "PASI"
    assert file.read_bytes().startswith(b"HEADER RECORD*******LIBRARY HEADER RECORD")  # that of version 5
    for mine, read in zip(rows(found), back.to_dict("records"), strict=True):
        for name in COLUMNS:
            cell = read[name]
            missing = cell in {"", None} or cell != cell  # noqa: PLR0124 - NaN
            assert (None if missing else cell) == mine[name]


@pytest.mark.requirement("PSO-ENDP-025")
def test_what_does_not_fit_a_transport_file_is_refused_before_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "adqs.xpt"
    frame = pl.DataFrame({"TREATMENT": [1], "A": ["x" * 201], "B": ["\xe4"], "C": [2]})

    with pytest.raises(ps.InputError) as caught:
        write_xpt(frame, file, dataset="ANALYSIS1", label="y" * 41, labels={"C": "\xe4", "D": "d"})

    assert caught.value.report() == (
        "ANALYSIS1: bad name; allowed is 1 to 8 letters, digits and _, no digit first\n"
        "TREATMENT: bad name; allowed is 1 to 8 letters, digits and _, no digit first\n"
        "C: 1 characters bad label; allowed is at most 40 characters, ASCII\n"
        "ANALYSIS1: 41 characters bad label; allowed is at most 40 characters, ASCII\n"
        "D: not a column; allowed is one of TREATMENT, A, B, C\n"
        "A: 201 bytes too long; allowed is at most 200 bytes\n"
        "B: not ascii; allowed is ASCII"
    )
    assert not file.exists()


LOST: dict[str, Any] = {
    "FLAG": pl.Series([True, None]),
    "DTM": pl.Series([NOON, None]),
    "TIME": pl.Series([NOON.time(), None]),
    "LAG": pl.Series([timedelta(days=1), None]),
    "LIST": pl.Series([[1], None]),
    "MIXED": pl.Series([1, "a"], dtype=pl.Object),
    "NUMBER": [float("inf"), 1.0],
}
"""What the format cannot hold, by the name of the column."""


@pytest.mark.requirement("PSO-ENDP-025")
def test_what_a_transport_file_would_lose_is_refused(tmp_path: Path) -> None:
    """
    A truth value would come back blank, a time of day without its hours.
    """
    frame, file = pl.DataFrame({**LOST, "aval": [1, 2], "AVAL": [3, 4]}), tmp_path / "adqs.xpt"
    kinds = {name: str(nw.from_native(frame).schema[name]) for name in LOST}

    with pytest.raises(ps.InputError) as caught:
        write_xpt(frame, file)

    assert caught.value.report().splitlines() == [
        "AVAL: column twice; allowed is names that differ (SAS does not tell capitals from small letters)",
        *(
            f"{name}: {kind} no variable; allowed is text, numbers or dates"
            for name, kind in kinds.items()
            if name != "NUMBER"
        ),
        "NUMBER: not finite; allowed is finite numbers; 1 cell, at 0",
    ]
    assert not file.exists()
    with pytest.raises(ps.InputError):
        define_table(frame)


@pytest.mark.requirement("PSO-ENDP-025")
def test_days_as_objects_are_days_and_labels_are_the_callers(tmp_path: Path) -> None:
    pyreadstat = pytest.importorskip("pyreadstat", reason="the extra xpt is not installed")
    frame = pd.DataFrame({"RFDT": pd.Series([DOSE, None], dtype=object), "NONE": [None, None]})
    file = tmp_path / "adqs.xpt"

    write_xpt(frame, file)

    assert [row["RFDT"] for row in rows(pyreadstat.read_xport(file)[0])] == [DOSE, None]
    table = rows(define_table(frame, labels={"RFDT": "Reference date"}))
    assert [(row["Label"], row["Type"]) for row in table] == [("Reference date", "date"), ("NONE", "text")]


def test_without_the_extra_its_name_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyreadstat", None)
    with pytest.raises(ps.MissingExtraError) as caught:
        write_xpt(pl.DataFrame({"A": [1]}), tmp_path / "a.xpt")
    assert str(caught.value) == "pyreadstat is not installed; pip install 'psoscore[xpt]'"


def test_the_data_set_is_reached_from_the_endpoints_too() -> None:
    import psoscore.endpoints as room  # noqa: PLC0415 - the subject

    assert room.adqs is adqs
    assert "adqs" in room.__all__
    assert {"NRI", *room.__all__} <= set(dir(room))
    with pytest.raises(AttributeError, match=r"^module 'psoscore\.endpoints' has no attribute 'adsl'$"):
        _ = room.adsl


@pytest.mark.requirement("PSO-ENDP-022")
@pytest.mark.parametrize("rule", [OBSERVED_CASES, NRI, LOCF_FROM_BASELINE], ids=["OC", "NRI", "LOCF"])
def test_a_trial_without_patients_has_an_empty_data_set(rule: Any) -> None:
    found = adqs(pl.DataFrame(DATA).head(0), PASI, windows=WINDOWS, imputation=rule)

    assert (found.columns, len(found)) == (COLUMNS, 0)
