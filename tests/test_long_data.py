"""CDISC long data: one record an item, made wide, scored, and totals made long again."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import psoscore as ps
from psoscore.interop.long import (
    NOT_RELEVANT_CODE,
    LongNames,
    check_long,
    compare_totals,
    derived_records,
    score_long,
    to_wide,
)

pytestmark = pytest.mark.requirement("PSO-FRAME-008")

RS, QS = LongNames.of("RS"), LongNames.of("QS")
VISITS = {("A", 1): [2] * 16, ("A", 2): [1, 0, 2, 3, *[4] * 12], ("B", 1): [0] * 16}
"""The 16 items of PASI in the order of CDISC (domain A7)."""
WEIGHTS = ("0.1", "0.2", "0.3", "0.4")
DLQI_CODES = [f"DLQI1{question:02d}" for question in range(1, 11)]


def pasi_by_hand(items: list[int]) -> float:
    """Plain loops over the published formula (domain A1)."""
    total = Fraction(0)
    for region, weight in enumerate(WEIGHTS):
        first, second, third, area = items[region * 4 : region * 4 + 4]
        total += Fraction(weight) * (first + second + third) * area
    return float(total)


def pasi_records(version: str = "PASI03", **more: Any) -> list[dict[str, Any]]:
    return [
        {
            "USUBJID": who,
            "VISITNUM": visit,
            "RSTESTCD": f"{version}{place:02d}",
            "RSSTRESN": float(value),
            **more,
        }
        for (who, visit), items in VISITS.items()
        for place, value in enumerate(items, start=1)
    ]


def as_kind(kind: str, records: list[dict[str, Any]]) -> Any:
    table = pl.DataFrame(records, infer_schema_length=None)
    if kind == "pandas":
        return pd.DataFrame(records)
    if kind == "pyarrow":
        return table.to_arrow()
    if kind == "duckdb":
        return duckdb.from_arrow(table.to_arrow())
    return table.lazy() if kind == "polars lazy" else table


def dicts(frame: Any) -> list[dict[str, Any]]:
    if isinstance(frame, duckdb.DuckDBPyRelation):
        frame = frame.to_arrow_table()
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, pa.Table):
        frame = pl.from_arrow(frame)
    if isinstance(frame, pd.DataFrame):
        frame = pl.from_pandas(frame)
    return list(frame.sort(frame.columns[:3]).to_dicts())


KINDS = ("pandas", "polars", "pyarrow", "polars lazy", "duckdb")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("version", ["PASI02", "PASI03", "PASI04", "PASI05"])
def test_records_of_every_published_version_are_scored(kind: str, version: str) -> None:
    scored = dicts(score_long(as_kind(kind, pasi_records(version)), ps.PASI, names=RS))

    assert [(row["USUBJID"], row["VISITNUM"], row["pasi"]) for row in scored] == [
        (*key, pasi_by_hand(items)) for key, items in sorted(VISITS.items())
    ]


def test_sponsors_own_names_and_codes_are_followed() -> None:
    names = LongNames(subject="SUBJ", visit="VIS", testcd="TEST", number="RES", text="TXT", derived="DER")
    records = [
        {"SUBJ": "A", "VIS": "week 8", "TEST": f"MY{place}", "RES": 2} for place in range(len(ps.PASI.items))
    ]
    codes = {f"MY{place}": item for place, item in enumerate(ps.PASI.items)}

    scored = score_long(pl.DataFrame(records), ps.PASI, names=names, codes=codes)

    # 4 regions: (2 + 2 + 2) * 2 * (0.1 + 0.2 + 0.3 + 0.4), by hand
    assert dicts(scored)[0]["pasi"] == 12.0


@pytest.mark.parametrize("code", [301, 3.01, True, date(2015, 8, 31)])
def test_test_codes_that_are_no_text_are_refused(code: object) -> None:
    records = [one | {"RSTESTCD": code} for one in pasi_records()]

    with pytest.raises(ps.InputError) as caught:
        score_long(pl.DataFrame(records), ps.PASI, names=RS)

    (fault,) = caught.value.faults
    assert (fault.item, fault.kind, fault.allowed) == ("RSTESTCD", "not_text", "test codes, such as PASI0301")


def test_an_item_without_a_record_at_a_visit_is_missing() -> None:
    records = [one for one in pasi_records() if (one["USUBJID"], one["RSTESTCD"]) != ("B", "PASI0304")]

    scored = score_long(pl.DataFrame(records), ps.PASI, names=RS, details=True)

    # B has no sign on the head, so the missing area cannot matter (domain A6).
    assert [row["pasi"] for row in dicts(scored)] == [pasi_by_hand(items) for items in VISITS.values()]


LAZY = {"polars lazy", "duckdb"}


def without(code: str, seven: tuple[float, ...] = (0, 3)) -> list[dict[str, Any]]:
    """Ones but for question 7, a patient for each answer to it, and no record of one test."""
    return [
        {
            "USUBJID": f"{patient}",
            "VISITNUM": 1,
            "QSTESTCD": one,
            "QSSTRESN": {"DLQI107": float(answer), "DLQI107A": 0.0}.get(one, 1.0),
        }
        for patient, answer in enumerate(seven)
        for one in [*DLQI_CODES, "DLQI107A"]
        if one != code
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("code", "item", "bounds"),
    [
        # nine answers of 1 and question 7 between 0 and 2; nine and a yes, by hand (domain B2)
        ("DLQI107A", "dlqi_07b", [(None, 9.0, 11.0), (12.0, 12.0, 12.0)]),
        # question 10 between 0 and 3 beside eight ones, and beside eight and a yes, by hand
        ("DLQI110", "dlqi_10", [(None, 8.0, 11.0), (None, 11.0, 14.0)]),
    ],
)
def test_an_item_without_any_record_was_never_captured(
    kind: str, code: str, item: str, bounds: list[tuple[float | None, ...]]
) -> None:
    """
    No record in the file is not an answer left blank: it must be declared, and no rule for blanks fills it.
    """
    records = as_kind(kind, without(code))

    if kind in LAZY:
        lazily = dicts(score_long(records, ps.DLQI, names=QS, bounds=True))
        assert {(row["dlqi"], row["dlqi_low"], row["dlqi_high"]) for row in lazily} == {(None, None, None)}
    else:
        with pytest.raises(ps.InputError) as refused:
            score_long(records, ps.DLQI, names=QS)
        assert [(one.item, one.kind) for one in refused.value.faults] == [(item, "absent")]
    ways: list[dict[str, Any]] = [{"unrecorded": [item]}, {"invalid": "unknown"}]
    for said in ways if kind in LAZY else ways[:1]:
        scored = dicts(score_long(records, ps.DLQI, names=QS, bounds=True, **said))
        assert [(row["dlqi"], row["dlqi_low"], row["dlqi_high"]) for row in scored] == bounds
    listed = dicts(check_long(records, ps.DLQI, names=QS))
    assert [(row["item"], row["kind"], row["records"]) for row in listed] == [(item, "absent", 0)]
    assert dicts(check_long(records, ps.DLQI, names=QS, unrecorded=[item])) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_in_another_form_is_not_absent(kind: str) -> None:
    """
    Question 7 already combined, under a code of the sponsor: nine ones and 2, by hand.
    """
    records = [one for one in without("DLQI107A", (2,)) if one["QSTESTCD"] != "DLQI107"]
    records.append({**records[0], "QSTESTCD": "SEVEN", "QSSTRESN": 2.0})
    frame, codes = as_kind(kind, records), {"SEVEN": "dlqi_07"}

    assert dicts(check_long(frame, ps.DLQI, names=QS, codes=codes)) == []
    assert [row["dlqi"] for row in dicts(score_long(frame, ps.DLQI, names=QS, codes=codes))] == [11.0]


@pytest.mark.parametrize("kind", sorted(LAZY))
def test_a_question_without_a_record_in_any_form_has_no_score(kind: str) -> None:
    records = as_kind(kind, [one for one in without("DLQI107A") if one["QSTESTCD"] != "DLQI107"])

    listed = dicts(check_long(records, ps.DLQI, names=QS))

    assert sorted(row["item"] for row in listed) == ["dlqi_07a", "dlqi_07b"]
    assert {row["dlqi"] for row in dicts(score_long(records, ps.DLQI, names=QS))} == {None}


def test_an_item_to_declare_is_one_that_is_read() -> None:
    with pytest.raises(ps.InputError) as refused:
        check_long(pl.DataFrame(pasi_records()), ps.PASI, names=RS, unrecorded=["head_aera"])

    assert refused.value.report() == "head_aera: unknown item (did you mean 'head_area'?)"


@pytest.mark.parametrize("kind", KINDS)
def test_a_cell_that_could_not_be_read_is_empty_beside_its_score(kind: str) -> None:
    twice = [{**one, "VISITNUM": 1, "USUBJID": "A"} for one in pasi_records()[:16]]
    twice.append({**twice[3], "RSSTRESN": 6.0})

    (row,) = dicts(score_long(as_kind(kind, twice), ps.PASI, names=RS, invalid="unknown"))
    (wide,) = dicts(to_wide(as_kind(kind, twice), ps.PASI, names=RS, invalid="unknown"))

    assert (row["head_area"], row["head_erythema"], wide["head_area"]) == (None, 2.0, -99.0)


@pytest.mark.parametrize("kind", KINDS)
def test_data_without_texts_and_flags_are_read(kind: str) -> None:
    names = LongNames(testcd="RSTESTCD", number="RSSTRESN")

    scored = dicts(score_long(as_kind(kind, pasi_records()), ps.PASI, names=names))

    assert [row["pasi"] for row in scored] == [pasi_by_hand(items) for _, items in sorted(VISITS.items())]
    with pytest.raises(ps.DefinitionError) as refused:
        score_long(as_kind(kind, pasi_records()), ps.PASI, names=names, not_relevant="NR")
    assert str(refused.value) == "names have no text=, the variable of not_relevant="
    with pytest.raises(ps.DefinitionError) as refused:
        derived_records(pl.DataFrame(scored), ps.PASI, names=names)
    assert str(refused.value) == "names have no derived=, the variable of the flag of derived records"


@pytest.mark.parametrize("kind", KINDS)
def test_not_relevant_is_read_from_the_text(kind: str) -> None:
    """
    Two of ten questions are not relevant, the others 2 each: 16, and a DLQI-R
    of 16 * 10 / 8 = 20, by hand (domain B7).
    """
    records = [
        {
            "USUBJID": "A",
            "VISITNUM": 1,
            "QSTESTCD": code,
            "QSSTRESN": None if code in {"DLQI103", "DLQI110"} else 2.0 if code != "DLQI107" else 0.0,
            "QSSTRESC": "NOT RELEVANT" if code in {"DLQI103", "DLQI110"} else "2",
        }
        for code in [*DLQI_CODES, "DLQI107A"]
    ]

    scored = score_long(
        as_kind(kind, records),
        ps.DLQI,
        ps.DLQI_R,
        names=QS,
        not_relevant="NOT RELEVANT",
        details=kind == "polars",
    )

    (row,) = dicts(scored)
    assert (row["dlqi"], row["dlqi_r"]) == (16.0, 20.0)
    assert row["dlqi_03"] == NOT_RELEVANT_CODE


def test_a_number_for_not_relevant_is_followed_too() -> None:
    records = [
        {"USUBJID": "A", "VISITNUM": 1, "QSTESTCD": code, "QSSTRESN": 8.0 if code == "DLQI103" else 0.0}
        for code in [*DLQI_CODES, "DLQI107A"]
    ]

    (row,) = dicts(score_long(pl.DataFrame(records), ps.DLQI, names=QS, not_relevant=8, details=True))

    assert (row["dlqi"], row["dlqi_n_not_relevant"]) == (0.0, 1)


def test_derived_records_do_not_count_as_captured() -> None:
    derived = [{**one, "RSSTRESN": 1.0, "RSDRVFL": "Y"} for one in pasi_records()]
    records = [*pasi_records(RSDRVFL=None), *derived]

    scored = dicts(score_long(pl.DataFrame(records, infer_schema_length=None), ps.PASI, names=RS))

    assert [row["pasi"] for row in scored] == [pasi_by_hand(items) for items in VISITS.values()]


TWICE = [
    *pasi_records(),
    {"USUBJID": "A", "VISITNUM": 1, "RSTESTCD": "PASI0301", "RSSTRESN": 2.0},
    {"USUBJID": "B", "VISITNUM": 1, "RSTESTCD": "PASI0304", "RSSTRESN": 3.0},
    {"USUBJID": "A", "VISITNUM": 2, "RSTESTCD": "PASI0304", "RSSTRESN": None},
]


def test_conflicting_records_are_refused_and_nobody_is_named() -> None:
    with pytest.raises(ps.InputError) as refused:
        to_wide(pl.DataFrame(TWICE), ps.PASI, names=RS)

    assert refused.value.report() == (
        "head_area: 2 times conflicting records; allowed is one result a subject, visit and test "
        "(check_long lists them)"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_duplicate_and_conflicting_records_are_listed(kind: str) -> None:
    listed = dicts(check_long(as_kind(kind, TWICE), ps.PASI, names=RS))

    assert [
        (row["USUBJID"], row["VISITNUM"], row["item"], row["kind"], row["records"], row["blank"])
        for row in listed
    ] == [
        ("A", 1, "head_erythema", "duplicate_records", 2, 0),
        ("A", 2, "head_area", "conflicting_records", 2, 1),
        ("B", 1, "head_area", "conflicting_records", 2, 0),
    ]


def test_a_duplicate_counts_once() -> None:
    scored = dicts(score_long(pl.DataFrame(TWICE[:-2]), ps.PASI, names=RS))

    assert [row["pasi"] for row in scored] == [pasi_by_hand(items) for items in VISITS.values()]


@pytest.mark.parametrize("kind", ["polars lazy", "duckdb"])
def test_a_lazy_frame_gives_no_score_where_records_contradict(kind: str) -> None:
    scored = dicts(score_long(as_kind(kind, TWICE[:-1]), ps.PASI, names=RS, unrecorded=_percents()))

    assert [row["pasi"] for row in scored] == [
        pasi_by_hand(VISITS["A", 1]),
        pasi_by_hand(VISITS["A", 2]),
        None,
    ]


def _percents() -> list[str]:
    return [
        f"{region}_area_percent" for region in ("head", "upper_extremities", "trunk", "lower_extremities")
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_totals_come_back_as_derived_records(kind: str) -> None:
    scored = score_long(as_kind(kind, pasi_records()), ps.PASI, names=RS)

    back = dicts(derived_records(scored, ps.PASI, names=RS, testcds={ps.PASI: "PASI0329"}))

    assert back == [
        {
            "USUBJID": who,
            "VISITNUM": visit,
            "RSTESTCD": "PASI0329",
            "RSSTRESN": pasi_by_hand(items),
            "RSDRVFL": "Y",
        }
        for (who, visit), items in sorted(VISITS.items())
    ]


def test_a_total_with_one_code_needs_no_choice_and_one_with_four_does() -> None:
    scored = pl.DataFrame(
        {"USUBJID": ["A", "B"], "VISITNUM": [1, 1], "dlqi": [4.0, None], "pasi": [1.0, 2.0]}
    )

    # domain B9: the total is DLQI111
    assert derived_records(scored, ps.DLQI, names=QS).rows() == [("A", 1, "DLQI111", 4.0, "Y")]
    with pytest.raises(ps.DefinitionError) as refused:
        derived_records(scored, ps.PASI, names=RS)
    assert str(refused.value) == (
        "pasi has the test codes PASI0229, PASI0329, PASI0429, PASI0529; choose one with testcds="
    )
    with pytest.raises(ps.DefinitionError, match="pasi_half_points has the test codes none"):
        derived_records(scored, ps.PASI_HALF_POINTS, names=RS)


@pytest.mark.parametrize("kind", KINDS)
def test_captured_totals_are_compared_with_derived_ones(kind: str) -> None:
    """
    One right, one wrong by a tenth, one beside a missing item but within its
    bounds, one outside them.
    """
    known = pasi_records()
    gone = [
        one for one in known if (one["USUBJID"], one["VISITNUM"], one["RSTESTCD"]) != ("A", 1, "PASI0301")
    ]
    # (0 to 4) + 2 + 2 on the head instead of 6: 12 - 0.4 to 12 + 0.4, by hand
    totals = [("A", 1, 12.2), ("A", 2, round(pasi_by_hand(VISITS["A", 2]) + 0.1, 1)), ("B", 1, 0.0)]
    captured = [
        {"USUBJID": who, "VISITNUM": visit, "RSTESTCD": "PASI0329", "RSSTRESN": total}
        for who, visit, total in totals
    ]
    records = as_kind(kind, [*gone, *captured])
    scored = score_long(records, ps.PASI, names=RS, bounds=True, unrecorded=_unless_in_memory(kind))

    compared = dicts(compare_totals(records, scored, ps.PASI, names=RS))

    assert [(row["captured"], row["difference"], row["agrees"]) for row in compared] == [
        (12.2, None, -1),
        (totals[1][2], 0.1, 0),
        (0.0, 0.0, 1),
    ]


def _unless_in_memory(kind: str) -> list[str]:
    """A lazy frame has a column for every form of the area, whatever the records hold."""
    return _percents() if kind in {"polars lazy", "duckdb"} else []


def test_a_captured_total_outside_the_bounds_disagrees() -> None:
    records = [one for one in pasi_records() if one["USUBJID"] == "B" and one["RSTESTCD"] != "PASI0304"]
    total = {"USUBJID": "B", "VISITNUM": 1, "RSTESTCD": "MYTOTAL", "RSSTRESN": 1.0}
    frame = pl.DataFrame([*records[1:], total])
    scored = score_long(frame, ps.PASI, names=RS, bounds=True, unrecorded=["head_erythema", "head_area"])

    compared = compare_totals(frame, scored, ps.PASI, names=RS, testcds=["MYTOTAL"])

    # one sign of the head from 0 to 4 times an area from 0 to 6, a tenth of it: 0 to 2.4, by hand
    assert compared["agrees"].to_list() == [-1]
    beyond = frame.with_columns(
        RSSTRESN=pl.when(pl.col("RSTESTCD") == "MYTOTAL").then(2.5).otherwise("RSSTRESN")
    )
    assert compare_totals(beyond, scored, ps.PASI, names=RS, testcds=["MYTOTAL"])["agrees"].to_list() == [0]


def test_an_absent_variable_names_the_nearest() -> None:
    with pytest.raises(ps.InputError) as refused:
        to_wide(pl.DataFrame(pasi_records()).rename({"RSSTRESN": "RSSTRESM"}), ps.PASI, names=RS)

    assert refused.value.report() == "RSSTRESN: absent (did you mean 'RSSTRESM'?)"


def test_a_code_for_an_item_that_is_none_is_refused() -> None:
    with pytest.raises(ps.DefinitionError) as refused:
        to_wide(pl.DataFrame(pasi_records()), ps.PASI, names=RS, codes={"X": "head_erytema"})

    assert str(refused.value) == (
        "codes= names 'head_erytema', which no definition reads; did you mean 'head_erythema'?"
    )
    with pytest.raises(ps.DefinitionError, match=r"^codes= names 'zzz', which no definition reads$"):
        to_wide(pl.DataFrame(pasi_records()), ps.PASI, names=RS, codes={"X": "zzz"})


ORRES = LongNames(testcd="RSTESTCD", number="RSORRES", text="RSSTRESC", derived="RSDRVFL")


def in_text(answer: str | None = "2") -> list[dict[str, Any]]:
    """One visit whose results stand in a variable of text, the area of the head answered so."""
    return [
        {
            "USUBJID": "A",
            "VISITNUM": 1,
            "RSTESTCD": f"PASI03{place:02d}",
            "RSORRES": answer if place == 4 else "2",
        }
        for place in range(1, 17)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_results_in_text_are_numbers_only_where_the_user_says_so(kind: str) -> None:
    with pytest.raises(ps.InputError) as refused:
        score_long(as_kind(kind, in_text()), ps.PASI, names=ORRES)

    assert refused.value.report() == (
        "RSORRES: String text; allowed is numbers "
        "(give a number; a door that takes text='numbers' reads text as the number it spells)"
    )
    scored = score_long(as_kind(kind, in_text(" 4 ")), ps.PASI, names=ORRES, text="numbers")
    # 0.1 * 6 * 2 more than the 12 of twos, by hand
    assert [row["pasi"] for row in dicts(scored)] == [13.2]


@pytest.mark.parametrize("kind", KINDS)
def test_a_result_in_words_is_not_a_missing_one(kind: str) -> None:
    """
    A verbatim word where a grade belongs: told, never taken for an empty cell.
    """
    words = as_kind(kind, in_text("SEVERE"))

    listed = dicts(check_long(words, ps.PASI, names=ORRES, text="numbers"))

    assert [(row["item"], row["kind"]) for row in listed] == [("head_area", "no_number")]
    if kind in {"polars lazy", "duckdb"}:
        scored = dicts(score_long(words, ps.PASI, names=ORRES, text="numbers", bounds=True))
        assert [(row["pasi"], row["pasi_low"]) for row in scored] == [(None, None)]
    else:
        with pytest.raises(ps.InputError) as refused:
            score_long(words, ps.PASI, names=ORRES, text="numbers")
        assert refused.value.report() == (
            "head_area: 1 times no number; allowed is a number, or the text of not_relevant= "
            "(check_long lists them)"
        )


@pytest.mark.parametrize("answer", ["", None])
@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_text_is_a_missing_result(kind: str, answer: str | None) -> None:
    records = as_kind(kind, in_text(answer))

    scored = dicts(score_long(records, ps.PASI, names=ORRES, text="numbers", bounds=True))

    # 0 to 0.6 * 6 on the head instead of 1.2, by hand
    assert [(row["pasi"], row["pasi_low"], row["pasi_high"]) for row in scored] == [(None, 10.8, 14.4)]


def dlqi_records(third: dict[str, Any]) -> list[dict[str, Any]]:
    """Ones, a plain no to question 7, and something to question 3."""
    return [
        {
            "USUBJID": "A",
            "VISITNUM": 1,
            "QSTESTCD": code,
            "QSSTRESN": 0.0 if code.startswith("DLQI107") else 1.0,
            "QSSTRESC": "1",
        }
        | (third if code == "DLQI103" else {})
        for code in [*DLQI_CODES, "DLQI107A"]
    ]


def test_a_word_for_not_relevant_that_was_not_told_is_no_missing_answer() -> None:
    """
    Taken for missing it would count among the unanswered questions (domain B3).
    """
    records = pl.DataFrame(dlqi_records({"QSSTRESN": None, "QSSTRESC": "NOT RELEVANT"}))

    with pytest.raises(ps.InputError) as refused:
        score_long(records, ps.DLQI, names=QS)

    assert [(one.item, one.kind) for one in refused.value.faults] == [("dlqi_03", "no_number")]
    told = score_long(records, ps.DLQI, names=QS, not_relevant="NOT RELEVANT", details=True)
    assert told.select("dlqi", "dlqi_n_missing", "dlqi_n_not_relevant").rows() == [(8.0, 0, 1)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_without_number_and_text_is_a_missing_answer(kind: str) -> None:
    records = as_kind(kind, dlqi_records({"QSSTRESN": None, "QSSTRESC": None}))

    (row,) = dicts(score_long(records, ps.DLQI, names=QS, bounds=True))

    # eight ones, a plain no, one unanswered question, which counts as 0 (domain B3) and could be up to 3
    assert (row["dlqi"], row["dlqi_low"], row["dlqi_high"]) == (8.0, 8.0, 11.0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_that_looks_like_our_code_is_no_answer(kind: str) -> None:
    records = as_kind(kind, dlqi_records({"QSSTRESN": float(NOT_RELEVANT_CODE)}))

    listed = dicts(check_long(records, ps.DLQI, names=QS, not_relevant="NOT RELEVANT"))

    assert [(row["item"], row["kind"], row["low"]) for row in listed] == [("dlqi_03", "out_of_range", -1.0)]
    if kind in LAZY:
        (row,) = dicts(score_long(records, ps.DLQI, names=QS, not_relevant="NOT RELEVANT"))
        assert row["dlqi"] is None
    else:
        with pytest.raises(ps.InputError) as refused:
            score_long(records, ps.DLQI, names=QS, not_relevant="NOT RELEVANT")
        assert refused.value.report() == (
            "dlqi_03: 1 times out of range; allowed is an answer, not -1 (check_long lists them)"
        )


@pytest.mark.parametrize("kind", KINDS)
def test_what_contradicts_opens_the_bounds_where_invalid_is_unknown(kind: str) -> None:
    """
    2 and 6 for the area of the head: unknown, so 0 to 0.6 * 6 instead of 1.2, by hand.
    """
    twice = [{**one, "RSSTRESN": 2.0, "VISITNUM": 1, "USUBJID": "A"} for one in pasi_records()[:16]]
    twice.append({**twice[3], "RSSTRESN": 6.0})

    scored = dicts(score_long(as_kind(kind, twice), ps.PASI, names=RS, bounds=True, invalid="unknown"))

    assert [(row["pasi"], row["pasi_low"], row["pasi_high"]) for row in scored] == [(None, 10.8, 14.4)]


@pytest.mark.parametrize("kind", ["polars lazy", "duckdb"])
def test_an_empty_record_beside_a_full_one_contradicts_it_in_lazy_frames_too(kind: str) -> None:
    scored = dicts(score_long(as_kind(kind, TWICE), ps.PASI, names=RS))

    assert [row["pasi"] for row in scored] == [pasi_by_hand(VISITS["A", 1]), None, None]


@pytest.mark.parametrize("kind", KINDS)
def test_a_visit_that_has_records_of_other_tests_alone_is_left_out(kind: str) -> None:
    other = {"USUBJID": "A", "VISITNUM": 9, "RSTESTCD": "OTHER", "RSSTRESN": 1.0}

    wide = dicts(to_wide(as_kind(kind, [*pasi_records(), other]), ps.PASI, names=RS))

    assert [(row["USUBJID"], row["VISITNUM"]) for row in wide] == sorted(VISITS)


@pytest.mark.parametrize("gone", ["USUBJID", "VISITNUM"])
def test_records_of_which_nobody_knows_whose_they_are_are_refused(gone: str) -> None:
    """
    They would become one visit, unscheduled ones among them.
    """
    records = [{**one, gone: None} for one in pasi_records()]

    with pytest.raises(ps.InputError) as refused:
        to_wide(pl.DataFrame(records, infer_schema_length=None), ps.PASI, names=RS)

    assert (
        f"{gone}: 48 times blank; allowed is a value in every record"
        " (leave these records out, or name another variable)" in refused.value.report()
    )


def test_a_captured_total_is_compared_as_it_is_and_open_where_nothing_was_derived() -> None:
    """
    12.04 is not 12.0; the nearest float32 to 12.1 is 12.1.
    """
    records = pl.DataFrame(
        {
            "USUBJID": ["A", "B", "Z"],
            "VISITNUM": [1, 1, 1],
            "RSTESTCD": "PASI0329",
            "RSSTRESN": [12.04, 12.100000381469727, 5.0],
        }
    )
    ends = {f"pasi{end}": [12.0, 12.1] for end in ("", "_low", "_high")}
    scored = pl.DataFrame({"USUBJID": ["A", "B"], "VISITNUM": [1, 1]} | ends)

    compared = compare_totals(records, scored, ps.PASI, names=RS).sort("USUBJID")

    assert compared["agrees"].to_list() == [0, 1, -1]
    assert compared["difference"].round(6).to_list() == [0.04, 0.0, None]


def test_what_is_needed_and_not_there_is_named() -> None:
    records = pl.DataFrame(pasi_records())

    def said(error: type[Exception], call: Any, *args: Any, **more: Any) -> str:
        with pytest.raises(error) as refused:
            call(*args, **more)
        return str(refused.value)

    keys = pl.DataFrame({"USUBJID": ["A"], "VISITNUM": [1]})
    assert said(ps.InputError, derived_records, keys, ps.DLQI, names=QS) == "dlqi: absent"
    assert said(
        ps.InputError, compare_totals, records, keys.with_columns(pasi=1.0), ps.PASI, names=RS
    ).startswith("2 faults\npasi_low: absent")
    assert said(ps.DefinitionError, to_wide, records, ps.PASI, names="RS") == (
        "names='RS'; LongNames are needed, such as LongNames.of('RS')"
    )
    for call in (to_wide, check_long, derived_records):
        assert said(ps.DefinitionError, call, records, names=RS) == "nothing to compute: name a definition"
    assert said(ps.DefinitionError, to_wide, records, ps.PASI, names=RS, invalid="ignore").startswith(
        "invalid='ignore'; choose from"
    )


def test_codes_that_are_objects_are_refused_by_name() -> None:
    records = pl.DataFrame({"USUBJID": ["A"], "VISITNUM": [1], "RSSTRESN": [2.0]}).with_columns(
        pl.Series("RSTESTCD", [object()], dtype=pl.Object)
    )

    with pytest.raises(ps.InputError) as refused:
        to_wide(records, ps.PASI, names=RS)

    assert refused.value.report() == "RSTESTCD: Object not text; allowed is test codes, such as PASI0301"


def test_objects_of_polars_tell_no_records_apart() -> None:
    subjects = pl.Series("USUBJID", [object(), object()], dtype=pl.Object)
    frame = pl.DataFrame(
        {"VISITNUM": [1, 1], "RSTESTCD": ["PASI0301", "PASI0302"], "RSSTRESN": [1.0, 2.0]}
    ).with_columns(subjects)

    with pytest.raises(ps.InputError) as caught:
        score_long(frame, ps.PASI, names=LongNames.of("RS"))

    assert str(caught.value) == "USUBJID: object; allowed is text, numbers or days"
