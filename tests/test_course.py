"""Sustained response, brackets and imputation along courses of visits, each against every completion."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle_course as oracle
import psoscore as ps
from psoscore.endpoints import (
    LOCF,
    LOCF_FROM_BASELINE,
    NRI,
    OBSERVED_CASES,
    Bracket,
    LastObservationCarriedForward,
    ModifiedNRI,
    NonResponderImputation,
    ObservedCases,
    first_found,
    first_found_arrays,
    impute_flags,
    impute_scores,
    sustained_arrays,
    sustained_since_first_arrays,
)
from psoscore.endpoints.responder_flags import read_flags

if TYPE_CHECKING:
    from oracle_cells import Truth

COURSES = np.array(list(product([1, 0, -1], repeat=5)), np.int8)
"""Every course of five visits."""
NO_FLAG = "responses: no flag; allowed is 1, 0 or Y, N, or -1, None and NaN for an open one"
NO_SCORES = "(these are responder flags, as judge_arrays gives them, no scores)"


def truths(course: list[int]) -> list[Truth]:
    return [None if one == -1 else one == 1 for one in course]


def flag_of(truth: Truth) -> int:
    return -1 if truth is None else int(truth)


@pytest.mark.requirement("PSO-ENDP-010", "PSO-ENDP-011")
def test_sustained_equals_the_definition_over_every_completion() -> None:
    found = sustained_arrays(COURSES)

    for course, flags in zip(COURSES.tolist(), found.tolist(), strict=True):
        ways = [oracle.sustained(one) for one in oracle.completed(truths(course))]
        for visit in range(5):
            assert flags[visit] == flag_of(oracle.agreed(one[visit] for one in ways))


@pytest.mark.requirement("PSO-ENDP-010", "PSO-ENDP-011")
def test_sustained_since_the_first_equals_the_definition_over_every_completion() -> None:
    found = sustained_since_first_arrays(COURSES)

    for course, flag in zip(COURSES.tolist(), found.tolist(), strict=True):
        ways = oracle.completed(truths(course))
        assert flag == flag_of(oracle.agreed(oracle.sustained_since_first(one) for one in ways))
        assert sustained_since_first_arrays(course).tolist() == flag
        assert sustained_arrays(course).shape == (5,)


@pytest.mark.parametrize(
    "responses",
    [
        [True, False, None],
        [ps.Truth.TRUE, ps.Truth.FALSE, ps.Truth.UNKNOWN],
        np.array([1.0, 0.0, np.nan]),
        np.ma.MaskedArray([1, 0, 7], mask=[False, False, True]),
        np.array([1, 0, -1], np.int8),
        pd.array([True, False, None], dtype="boolean"),
        [1, 0.0, pd.NA],
        np.array(["Y", "N", ""]),
        ["Y", "N", None],
    ],
    ids=["bool", "truth", "float", "masked", "int8", "nullable", "objects", "text", "adam"],
)
@pytest.mark.requirement("PSO-ENDP-011")
def test_flags_come_in_many_ways(responses: Any) -> None:
    assert read_flags("responses", responses).tolist() == [1, 0, -1]
    assert read_flags("responses", np.array([True, False])).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("responses", "message"),
    [
        (
            [12.4, 3.1, 1],
            f"{NO_FLAG}; 2 cells, at 0, 1 {NO_SCORES}",
        ),
        (
            [None, "yes"],
            f"{NO_FLAG}; 1 cell, at 1 {NO_SCORES}",
        ),
        (
            np.array(["2015-08-31"], "M8[D]"),
            NO_FLAG.replace("no flag", "datetime64[D] no flag"),
        ),
        (1, "responses: no visits; allowed is an array whose last axis is that of the visits"),
        ([[1, 0], [1]], "responses: not an array; allowed is one number a cell, in rows of equal length"),
    ],
    ids=["scores", "text", "days", "one", "rows of different lengths"],
)
def test_what_is_no_flag_is_refused(responses: Any, message: str) -> None:
    with pytest.raises(ps.InputError) as caught:
        sustained_arrays(responses)
    assert str(caught.value) == message


DAYS = (8, 29, 57, 113, 169)


@pytest.mark.requirement("PSO-ENDP-008", "PSO-ENDP-009")
def test_a_bracket_ends_at_the_first_finding_and_begins_at_the_last_visit_without() -> None:
    after, by = first_found_arrays(COURSES, DAYS)

    for row, course in enumerate(COURSES.tolist()):
        before, first = oracle.bracket(truths(course), DAYS)
        assert first_found(course, DAYS) == Bracket(before, first)
        assert after[row] == before
        assert np.isnan(by[row]) if first is None else by[row] == first


@pytest.mark.requirement("PSO-ENDP-009")
def test_days_of_each_patient_and_visits_that_were_not_made() -> None:
    days = [[8, 30, 58], [7.5, np.nan, 60]]

    after, by = first_found_arrays([[0, 0, 1], [0, 1, 1]], days)

    # By hand: without a day the second visit of the second patient says nothing.
    assert (after.tolist(), by.tolist()) == ([30, 7.5], [58, 60])
    bracket = first_found([0, 1], [7.5, 9.5])
    assert (bracket.after, bracket.by, bracket.found) == (7.5, 9.5, True)
    assert not first_found([0], [8]).found


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ([8, 8], "days: not rising; allowed is days that rise, the first above 1"),
        ([1, 8], "days: not rising; allowed is days that rise, the first above 1"),
        ([8], "days: (1,) wrong length; allowed is (2,) or (1, 2)"),
        (["8", "9"], "days: <U1 no number; allowed is study days as numbers"),
        ([date(2015, 8, 31)] * 2, "days: no number; allowed is numbers; 2 cells, at 0, 1"),
    ],
    ids=["twice", "start", "few", "text", "dates"],
)
def test_days_that_make_no_bracket_are_refused(days: list[Any], message: str) -> None:
    with pytest.raises(ps.InputError) as caught:
        first_found([0, 1], days)
    assert str(caught.value) == message


@pytest.mark.requirement("PSO-ENDP-012")
def test_observed_cases_are_left_as_they_are() -> None:
    found = impute_flags(OBSERVED_CASES, COURSES)

    np.testing.assert_array_equal(found.filled, COURSES)
    assert not found.imputed.any()
    assert impute_scores(OBSERVED_CASES, [[3.0, None]]).dtype.tolist() == [[None, None]]


@pytest.mark.requirement("PSO-ENDP-013", "PSO-ENDP-012")
def test_nri_makes_every_open_response_none_and_marks_it() -> None:
    found = impute_flags(NRI, COURSES)

    np.testing.assert_array_equal(found.filled, np.where(COURSES == -1, 0, COURSES))
    np.testing.assert_array_equal(found.imputed, COURSES == -1)
    np.testing.assert_array_equal(found.dtype == "NRI", COURSES == -1)


@pytest.mark.requirement("PSO-ENDP-014")
@pytest.mark.parametrize("rule", [NRI, ModifiedNRI(failures={"lack of efficacy"})], ids=["NRI", "MNRI"])
def test_a_score_has_no_nri(rule: Any) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        impute_scores(rule, [[3.0, None]])
    assert str(caught.value) == (
        f"{rule.name} of a score is undefined: it acts on responder flags, after the response is judged"
    )


@pytest.mark.requirement("PSO-ENDP-015")
@given(
    st.lists(st.none() | st.integers(0, 720), min_size=1, max_size=9),
    st.none() | st.integers(0, 720),
    st.sampled_from([LOCF, LOCF_FROM_BASELINE]),
)
def test_locf_carries_what_was_last_seen(course: list[int | None], baseline: int | None, rule: Any) -> None:
    expected = oracle.carried_forward(course, baseline if rule.baseline else None)
    marks = [one is None and then is not None for one, then in zip(course, expected, strict=True)]

    found = impute_scores(rule, [course], baseline=[baseline])

    np.testing.assert_array_equal(found.filled[0], np.array(expected, float))
    assert found.imputed[0].tolist() == marks
    alone = impute_scores(rule, np.array(course, float), baseline=np.nan if baseline is None else baseline)
    np.testing.assert_array_equal(alone.filled, found.filled[0])


@pytest.mark.requirement("PSO-ENDP-015")
def test_locf_of_flags_takes_the_baseline_for_no_response() -> None:
    course = [[-1, 1, -1, 0, -1]]

    assert impute_flags(LOCF, course).filled.tolist() == [[-1, 1, 1, 0, 0]]
    assert impute_flags(LOCF_FROM_BASELINE, course).filled.tolist() == [[0, 1, 1, 0, 0]]


@pytest.mark.requirement("PSO-ENDP-016")
def test_a_modified_nri_with_a_reason_for_every_visit_equals_the_oracle() -> None:
    """
    Every course of three visits with every combination of reasons at them.
    """
    failures = ("lack of efficacy", "adverse event")
    courses = list(product((1, 0, -1), repeat=3))
    reasons = list(product(("lack of efficacy", "adverse event", "moved away", None), repeat=3))
    cases = list(product(courses, reasons))

    found = impute_flags(
        ModifiedNRI(failures=failures),
        np.array([course for course, _ in cases], np.int8),
        reasons=np.array([why for _, why in cases], object),
    )

    for (course, why), filled in zip(cases, found.filled.tolist(), strict=True):
        expected = oracle.modified_non_responder_by_visit(truths(list(course)), why, failures)
        assert filled == [flag_of(one) for one in expected], (course, why)


@pytest.mark.requirement("PSO-ENDP-016")
def test_a_modified_nri_acts_for_the_reasons_that_it_names() -> None:
    rule = ModifiedNRI(failures=["lack of efficacy", "adverse event"])
    responses = [[1, -1, -1]] * 4
    reasons = ["lack of efficacy", "moved away", None, "adverse event"]

    found = impute_flags(rule, responses, reasons=reasons)
    by_visit = impute_flags(rule, [[-1, -1]], reasons=[[None, "adverse event"]])

    # By hand: only the first and the last patient stopped for a reason that counts.
    assert found.filled.tolist() == [[1, 0, 0], [1, -1, -1], [1, -1, -1], [1, 0, 0]]
    assert found.imputed.sum() == 4
    # Who was seen later had not discontinued before; who was never seen has done nothing else.
    gaps = impute_flags(rule, [[-1, 1, -1], [-1, -1, -1]], reasons=["adverse event"] * 2)
    assert gaps.filled.tolist() == [[-1, 1, 0], [0, 0, 0]]
    assert by_visit.filled.tolist() == [[-1, 0]]
    assert rule.provenance.status == "unconfirmed"
    assert ModifiedNRI(failures="lack of efficacy").failures == frozenset({"lack of efficacy"})


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: impute_flags(ModifiedNRI(failures={"x"}), [[1]]),
            "reasons: missing; allowed is the reasons of discontinuation, None where a patient went on",
        ),
        (
            lambda: impute_flags(ModifiedNRI(failures={"x"}), [[1]], reasons=["x", "y"]),
            "reasons: (2,) wrong length; allowed is (1,) or (1, 1)",
        ),
        (
            lambda: impute_scores(LOCF_FROM_BASELINE, [[None]]),
            "baseline: missing; allowed is the scores at baseline",
        ),
        (
            lambda: impute_scores(LOCF_FROM_BASELINE, [[None]], baseline=[1, 2]),
            "baseline: (2,) wrong length; allowed is (1,)",
        ),
        (
            lambda: impute_scores(LOCF, [[np.inf]]),
            "scores: not finite; allowed is finite numbers; 1 cell, at 0",
        ),
        (lambda: impute_scores(LOCF, np.array(["a"])), "scores: <U1 no number; allowed is numbers"),
        (
            lambda: impute_scores(LOCF, 3.0),
            "scores: no visits; allowed is an array whose last axis is that of the visits",
        ),
    ],
    ids=["no reasons", "reasons", "no baseline", "baseline", "infinite", "text", "one"],
)
def test_data_that_a_rule_cannot_read_are_refused(make: Any, message: str) -> None:
    with pytest.raises(ps.InputError) as caught:
        make()
    assert str(caught.value) == message


@pytest.mark.parametrize("impute", [impute_flags, impute_scores])
def test_a_rule_has_a_name_and_a_meaning(impute: Any) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        impute("NRI", [[1]])
    assert str(caught.value) == "'NRI' is no rule of imputation; name one, such as NRI or OBSERVED_CASES"


@pytest.mark.parametrize("failures", [(), ("",), (None,)], ids=["none", "blank", "no text"])
def test_a_modified_nri_without_reasons_is_refused(failures: Any) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        ModifiedNRI(failures=failures)
    assert str(caught.value) == "a modified NRI names the reasons of discontinuation that count as failure"


def test_masked_scores_are_missing() -> None:
    scores = np.ma.MaskedArray([[3.0, 99.9]], mask=[[False, True]])

    assert impute_scores(LOCF, scores).filled.tolist() == [[3.0, 3.0]]
    assert impute_scores(LOCF, pl.Series([3, 4]).to_numpy()).filled.tolist() == [3.0, 4.0]


def test_brackets_of_patients_on_any_number_of_axes_keep_those_axes() -> None:
    stacked = COURSES[:242].reshape(2, 11, 11, 5)

    after, by = first_found_arrays(stacked, DAYS)

    # The same courses in one row each, which is tested against every completion above.
    one_by_one = first_found_arrays(stacked.reshape(-1, 5), DAYS)
    assert after.shape == by.shape == (2, 11, 11)
    np.testing.assert_array_equal(after.ravel(), one_by_one[0])
    np.testing.assert_array_equal(by.ravel(), one_by_one[1])
    with pytest.raises(ps.InputError) as caught:
        first_found_arrays(stacked, DAYS[:3])
    assert str(caught.value) == "days: (3,) wrong length; allowed is (5,) or (2, 11, 11, 5)"


def test_without_a_visit_nothing_was_found_since_the_start() -> None:
    after, by = first_found_arrays(np.empty((2, 0)), [], start=3)

    assert after.tolist() == [3, 3]
    assert np.isnan(by).tolist() == [True, True]


@pytest.mark.parametrize("start", [np.nan, np.inf, -np.inf, None, "1", True, date(2015, 8, 31)], ids=str)
def test_a_bracket_starts_on_a_study_day(start: Any) -> None:
    with pytest.raises(ps.InputError, match=r"^start: .*no number; allowed is a study day as a number$"):
        first_found([None], [8], start=start)


def test_days_may_lie_before_the_first_and_a_whole_one_is_written_as_such() -> None:
    # By hand.
    assert repr(first_found([0, 1], [-7.5, 9], start=-10)) == "Bracket(after=-7.5, by=9)"
    with pytest.raises(ps.InputError, match=r"days that rise, the first above 1$"):
        first_found([0, 1], [9, 8])


def test_imputation_keeps_patients_on_any_number_of_axes() -> None:
    stacked = COURSES[:242].reshape(2, 11, 11, 5)
    scores = np.where(stacked < 0, np.nan, stacked)
    first = np.arange(242.0).reshape(2, 11, 11)

    # The same courses in one row each, which is tested above.
    flags, rows = impute_flags(LOCF, stacked), impute_flags(LOCF, stacked.reshape(-1, 5))
    np.testing.assert_array_equal(flags.filled.reshape(-1, 5), rows.filled)
    carried = impute_scores(LOCF_FROM_BASELINE, scores, baseline=first)
    rows = impute_scores(LOCF_FROM_BASELINE, scores.reshape(-1, 5), baseline=first.ravel())
    np.testing.assert_array_equal(carried.filled.reshape(-1, 5), rows.filled)
    np.testing.assert_array_equal(carried.imputed.reshape(-1, 5), rows.imputed)
    with pytest.raises(ps.InputError) as caught:
        impute_scores(LOCF_FROM_BASELINE, scores, baseline=first[0])
    assert str(caught.value) == "baseline: (11, 11) wrong length; allowed is (2, 11, 11)"


def test_a_baseline_that_is_missing_is_not_carried() -> None:
    found = impute_scores(LOCF_FROM_BASELINE, [[None, 4.0], [None, 4.0]], baseline=[20.0, None])

    # By hand.
    assert found.imputed.tolist() == [[True, False], [False, False]]
    np.testing.assert_array_equal(found.filled, [[20, 4], [np.nan, 4]])


@pytest.mark.parametrize("baseline", [[20.0], [20.0, 20.0, 20.0]])
def test_a_baseline_is_one_a_patient(baseline: list[float]) -> None:
    with pytest.raises(ps.InputError) as caught:
        impute_scores(LOCF_FROM_BASELINE, [[None, 4.0], [None, 4.0]], baseline=baseline)
    assert str(caught.value) == f"baseline: ({len(baseline)},) wrong length; allowed is (2,)"


@pytest.mark.parametrize(
    "rule",
    [
        *(ObservedCases, NonResponderImputation, LastObservationCarriedForward),
        lambda **more: ModifiedNRI(failures=["a"], **more),
    ],
    ids=["oc", "nri", "locf", "mnri"],
)
def test_a_rule_of_imputation_keeps_its_name_and_is_equal_to_itself(rule: Any) -> None:
    assert rule() == rule()
    for other in ({"name": "mine"}, {"provenance": None}):
        with pytest.raises(TypeError):
            rule(**other)


INTEGERS, FLOATS = np.typecodes["AllInteger"], np.typecodes["Float"]
BEYOND = [
    (kind, wrong)
    for wrong in (2, -2, 127, -128, 200, -200, 255, -257, 2**63 - 1, 2**64 - 1)
    for kind in (*INTEGERS, *FLOATS)
    if kind in FLOATS or np.iinfo(kind).min <= wrong <= np.iinfo(kind).max
]


@pytest.mark.parametrize(("kind", "wrong"), BEYOND)
def test_a_number_beyond_the_flags_is_refused_in_every_type_that_holds_it(kind: str, wrong: int) -> None:
    with np.errstate(over="ignore"):
        data = np.array([1, wrong, 0], kind)
    with pytest.raises(ps.InputError, match="1 cell, at 1 "):
        read_flags("responses", data)


@pytest.mark.parametrize("kind", FLOATS)
@pytest.mark.parametrize("wrong", [0.5, -0.5, -1.5, 1.5, 2.5, -2.5, 256.5, np.inf, -np.inf])
def test_a_fraction_is_no_flag_in_any_type(wrong: float, kind: str) -> None:
    with pytest.raises(ps.InputError, match="1 cell, at 2 "):
        read_flags("responses", np.array([np.nan, -1, wrong], kind))


NO_FLAGS = {
    "long": 10**400,
    "long below": -(10**400),
    "half": np.float16(0.5),
    "complex": 1j,
    "complex of numpy": np.complex64(1),
    "bytes": b"Y",
    "bytes of numpy": np.bytes_(b"1"),
    "void": np.void(b"1"),
    "small letter": "y",
    "day": date(2015, 8, 31),
    "day of numpy": np.datetime64("2015-08-31"),
    "span": np.timedelta64(1, "D"),
    "mapping": {},
}


@pytest.mark.parametrize("wrong", NO_FLAGS.values(), ids=NO_FLAGS)
def test_an_object_that_is_no_flag_is_refused_among_flags(wrong: object) -> None:
    data = np.array([1, None, True], object)
    data[1] = wrong

    with pytest.raises(ps.InputError, match="1 cell, at 1 "):
        read_flags("responses", data)


@pytest.mark.parametrize("kind", ["?", *INTEGERS, *FLOATS])
def test_a_flag_is_a_flag_in_every_type(kind: str) -> None:
    assert read_flags("responses", np.array([1, 0], kind)).tolist() == [1, 0]
    assert read_flags("responses", [*np.array([1, 0], kind), None]).tolist() == [1, 0, -1]
    assert read_flags("responses", np.zeros((2, 0), kind)).shape == (2, 0)
    masked = np.ma.masked_array(np.array([1, 0, 1], kind), mask=[False, True, True])
    assert read_flags("responses", masked).tolist() == [1, -1, -1]


def test_sustained_responses_keep_patients_on_any_number_of_axes() -> None:
    stacked = COURSES[:242].reshape(2, 11, 11, 5)

    # The same courses in one row each, which is tested against every completion above.
    rows = stacked.reshape(-1, 5)
    np.testing.assert_array_equal(sustained_arrays(stacked).reshape(-1, 5), sustained_arrays(rows))
    since = sustained_since_first_arrays(stacked)
    assert since.shape == (2, 11, 11)
    np.testing.assert_array_equal(since.ravel(), sustained_since_first_arrays(rows))


def test_without_a_visit_nothing_was_sustained() -> None:
    # Who never responded has not sustained anything.
    assert sustained_since_first_arrays(np.empty((2, 0))).tolist() == [0, 0]


def test_a_reason_is_a_text_or_none() -> None:
    with pytest.raises(ps.InputError) as refused:
        impute_flags(
            ModifiedNRI(failures=["death"]), [[1, -1], [-1, -1]], reasons=[["death", 3], [None, 4.5]]
        )

    assert refused.value.report() == (
        "reasons: not text; allowed is text, or None where a patient went on; 2 cells, at 0, 1"
    )


def test_reasons_are_one_a_patient_or_one_a_visit_on_any_number_of_axes() -> None:
    stacked = COURSES[:242].reshape(2, 11, 11, 5)
    reasons = np.where(np.arange(242).reshape(2, 11, 11) % 2, "a", "b")
    rule = ModifiedNRI(failures=["a"])

    found = impute_flags(rule, stacked, reasons=reasons)
    rows = impute_flags(rule, stacked.reshape(-1, 5), reasons=reasons.ravel())
    np.testing.assert_array_equal(found.filled.reshape(-1, 5), rows.filled)
    with pytest.raises(ps.InputError) as caught:
        impute_flags(rule, stacked, reasons=reasons[0])
    assert str(caught.value) == "reasons: (11, 11) wrong length; allowed is (2, 11, 11) or (2, 11, 11, 5)"


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        (OBSERVED_CASES, "ObservedCases(name='OC')"),
        (NRI, "NonResponderImputation(name='NRI')"),
        (LOCF_FROM_BASELINE, "LastObservationCarriedForward(baseline=True, name='LOCF')"),
        (ModifiedNRI(failures=["a"]), "ModifiedNRI(failures=frozenset({'a'}), name='MNRI')"),
    ],
    ids=["OC", "NRI", "LOCF", "MNRI"],
)
def test_rules_show_what_was_chosen(rule: Any, shown: str) -> None:
    assert repr(rule) == shown


def test_results_are_compared_by_their_arrays() -> None:
    found = impute_flags(NRI, COURSES)
    assert len({found, found}) == 1
    assert found != impute_flags(NRI, COURSES)
