"""Screening one person: sound in three values, and never turned round by an answer."""

from __future__ import annotations

import json
import operator
import pickle
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import psoscore as ps
from protocol_cases import FACTS, Case, cases, code_of, known_to, people, possible, thin_completions
from psoscore.definitions import Contradiction
from psoscore.eligibility import Criterion
from psoscore.eligibility.criterion import Worded
from psoscore.eligibility.reading import Reading
from psoscore.facts import fact_of
from psoscore.terms import Blank, Given, OneOf

if TYPE_CHECKING:
    from collections.abc import Callable

PASI = ps.number("pasi", low=0, high=72, decimals=1)
SEVERE = ps.Inclusion("IN02", "PASI at least 8", PASI >= 8)
PREGNANT = ps.Exclusion("EX08", "Pregnant", ps.flag("pregnant"))
AGREES = ps.Inclusion("IN04", "No other treatment", ps.flag("agrees"), kind="prospective")
TRIAL = ps.Protocol("TRIAL-1", (SEVERE, AGREES, PREGNANT))


def screened(case: Case, record: dict[str, Any], basis: Any = "completions") -> ps.Verdict:
    return ps.screen(case.protocol, known_to(case.protocol, record), basis=basis)


@pytest.mark.requirement("PSO-ELIG-001", "PSO-ELIG-002")
@given(cases(), people())
def test_every_criterion_and_the_verdict_follow_the_tables_of_kleene(
    case: Case, record: dict[str, Any]
) -> None:
    """
    The truth of a leaf is found by brute force, all else by the tables of
    specification C1, in a program that does not know the library.
    """
    verdict = screened(case, record)

    assert [truth.value for truth in verdict.truths] == [code_of(one) for one in case.truths(record)]
    assert verdict.eligible.value == code_of(case.eligible(record))


@pytest.mark.requirement("PSO-ELIG-001")
@given(cases(), people())
def test_a_settled_verdict_holds_in_every_completion(case: Case, record: dict[str, Any]) -> None:
    verdict = screened(case, record).eligible

    said = {case.eligible_on(one) for one in thin_completions(record)}
    assert verdict is not ps.Truth.TRUE or said == {True}
    assert verdict is not ps.Truth.FALSE or said == {False}


@pytest.mark.requirement("PSO-ELIG-003")
@given(cases(), people(), st.data())
def test_answering_a_question_never_turns_a_settled_verdict_round(
    case: Case, record: dict[str, Any], data: st.DataObject
) -> None:
    before = screened(case, record)
    name = data.draw(st.sampled_from(FACTS))
    answer = data.draw(st.sampled_from(possible(name, record.get(name))))

    after = screened(case, record | {name: answer})

    pairs = [(before.eligible, after.eligible), *zip(before.truths, after.truths, strict=True)]
    assert all(one is ps.Truth.UNKNOWN or one is other for one, other in pairs)


@pytest.mark.requirement("PSO-ELIG-004")
@given(cases(), people())
def test_open_questions_are_those_that_a_path_of_unknown_conditions_reaches(
    case: Case, record: dict[str, Any]
) -> None:
    verdict = screened(case, record)

    expected: set[str] = set()
    if case.eligible(record) is None:
        expected = {name for tree in case.trees for name in tree.open_facts(record)}
    assert set(verdict.open_questions) == expected
    assert (verdict.open_questions == ()) is (verdict.eligible is not ps.Truth.UNKNOWN)


@pytest.mark.requirement("PSO-ELIG-004")
@given(cases(), people())
def test_answering_every_open_question_settles_the_verdict(case: Case, record: dict[str, Any]) -> None:
    asked = screened(case, record).open_questions
    answers = {name: possible(name, record.get(name))[0] for name in asked}

    assert screened(case, record | answers).eligible is not ps.Truth.UNKNOWN


@pytest.mark.requirement("PSO-ELIG-001")
def test_exclusion_settles_the_verdict_while_others_are_unknown() -> None:
    # Specification C1: FALSE -> screen failure, even while other items are unknown.
    verdict = ps.screen(TRIAL, {"pregnant": True})

    assert verdict.eligible is ps.Truth.FALSE
    assert verdict.results["IN02"].truth is ps.Truth.UNKNOWN
    assert (verdict.open_questions, verdict.failed) == ((), ("EX08",))


@pytest.mark.requirement("PSO-ELIG-005")
def test_an_absent_fact_is_not_yet_answered_and_an_unknown_name_is_the_fault() -> None:
    assert ps.screen(TRIAL, {}).eligible is ps.Truth.UNKNOWN

    with pytest.raises(ps.InputError) as caught:
        ps.screen(TRIAL, {"pasii": 12, 7: 1, "pasi": 99})  # type: ignore[dict-item]

    assert str(caught.value) == (
        "3 faults\n"
        "pasii: unknown fact (did you mean 'pasi'?)\n"
        "7: unknown fact\n"
        "pasi: 99 out of range; allowed is 0 to 72 in steps of 0.1"
    )


@pytest.mark.requirement("PSO-ELIG-005")
@pytest.mark.parametrize("facts", [[1], None, pd.Series({"pasi": 12.0, "agrees": True})], ids=repr)
def test_what_is_no_mapping_is_one_fault(facts: Any) -> None:
    """
    A row of pandas has keys, but going through it gives its values.
    """
    with pytest.raises(ps.InputError) as caught:
        ps.screen(TRIAL, facts)

    hint = " (row.to_dict() makes one of a row of pandas)" if isinstance(facts, pd.Series) else ""
    assert str(caught.value) == (
        f"record: a {type(facts).__name__} is no record; allowed is a mapping of items to answers{hint}"
    )


@pytest.mark.requirement("PSO-ELIG-005")
def test_names_in_the_data_can_be_said() -> None:
    verdict = ps.screen(TRIAL, {"PASI_TOTAL": 12.4, "agrees": 1}, columns={"pasi": "PASI_TOTAL"})

    assert verdict.open_questions == ("pregnant",)
    with pytest.raises(ps.InputError) as caught:
        ps.screen(TRIAL, {"pasi": 12.4}, columns={"pasi": "PASI_TOTAL"})
    assert str(caught.value) == "pasi: unknown fact (columns= says that it is called 'PASI_TOTAL')"


@pytest.mark.requirement("PSO-ELIG-006")
def test_a_score_with_bounds_settles_a_threshold_while_signs_are_missing() -> None:
    """
    Sixteen items of 2 with one sign missing: PASI is 10.8 to 13.2, by hand
    12 - 2*2*0.3 and 12 + 2*2*0.3; the floor of 8 is reached either way.
    """
    record: dict[str, Any] = dict.fromkeys(ps.PASI.items, 2) | {"trunk_erythema": None}

    verdict = ps.screen(TRIAL, {"pasi": ps.score(ps.PASI, record)})

    assert verdict.results["IN02"].truth is ps.Truth.TRUE
    assert verdict.results["IN02"].reason == "PASI 10.8 to 13.2, 2.8 above 8"
    assert verdict.results["IN02"].facts == {"pasi": [10.8, 13.2]}


@pytest.mark.requirement("PSO-ELIG-006")
def test_a_criterion_on_items_is_settled_by_those_that_are_known() -> None:
    """
    Head alone cannot reach 8 (at most 7.2, specification A1); trunk alone can.
    """
    trial = ps.Protocol("TRIAL-2", [ps.Inclusion("IN01", "PASI at least 8", ps.PASI >= 8)])
    trunk = dict.fromkeys(("trunk_erythema", "trunk_induration", "trunk_desquamation", "trunk_area"), 4)

    verdict = ps.screen(trial, trunk)

    assert verdict.eligible is ps.Truth.TRUE  # 0.3 * 12 * 4 = 14.4, by hand
    assert "trunk_area" not in ps.screen(trial, trunk | {"trunk_area": 1}).open_questions
    assert "head_area" in ps.screen(trial, {}).open_questions


@pytest.mark.requirement("PSO-ELIG-006")
def test_an_absent_answer_is_no_blank_on_a_form_that_somebody_filled_in() -> None:
    """
    The manual of the DLQI counts one blank as 0 (specification B3); that is a
    rule about forms, not about questions nobody has asked yet.
    """
    trial = ps.Protocol("TRIAL-3", [ps.Inclusion("IN01", "DLQI above 10", ps.DLQI > 10)])
    record: dict[str, Any] = {f"dlqi_{n:02d}": 1 for n in range(1, 10)} | {"dlqi_10": None}

    assert ps.screen(trial, record).eligible is ps.Truth.FALSE  # 9 points, blank counts 0
    assert ps.screen(trial, record, basis="completions").eligible is ps.Truth.UNKNOWN  # 9 to 12
    del record["dlqi_10"]
    assert ps.screen(trial, record).eligible is ps.Truth.UNKNOWN
    assert ps.screen(trial, record).open_questions == ("dlqi_10",)


@pytest.mark.requirement("PSO-ELIG-007")
def test_a_later_breach_of_a_commitment_is_a_deviation_and_no_screen_failure() -> None:
    # Specification C2, IN04: later breach is a protocol deviation (DV), not an IE exception.
    facts = {"pasi": 12, "agrees": True, "pregnant": False}

    verdict = ps.screen(TRIAL, facts, breached="IN04")

    assert verdict.eligible is ps.Truth.TRUE
    assert verdict.deviations == ("IN04",)
    assert ps.screen(TRIAL, facts, breached=["IN04", "IN04"]) == verdict
    with pytest.raises(ps.DefinitionError) as caught:
        ps.screen(TRIAL, facts, breached=["IN02"])
    assert str(caught.value) == (
        "IN02 is of kind 'computed', decided at screening; only a prospective one is breached later"
    )


@pytest.mark.requirement("PSO-ELIG-008")
def test_a_verdict_is_never_true_or_false() -> None:
    verdict = ps.screen(TRIAL, {})

    with pytest.raises(
        ps.PsoscoreError, match=r"^a Verdict has three values; ask `verdict.eligible is Truth.TRUE`$"
    ):
        bool(verdict)
    with pytest.raises(TypeError, match=r"^a Truth has three values; ask `verdict is Truth.TRUE`$"):
        bool(verdict.eligible)


@pytest.mark.requirement("PSO-ELIG-009")
def test_the_audit_trail_is_plain_data() -> None:
    verdict = ps.screen(TRIAL, {"pasi": 7.6, "agrees": None})

    trail = json.loads(json.dumps(verdict.to_dict()))

    assert trail["protocol"] == "TRIAL-1"
    assert (trail["version"], trail["fingerprint"]) == ("1", TRIAL.fingerprint)
    assert trail["psoscore"] == ps.__version__
    assert (trail["basis"], trail["eligible"]) == ("reported", "FALSE")
    assert trail["facts"] == {"pasi": 7.6, "agrees": None, "pregnant": None}
    assert trail["criteria"]["IN02"] == {
        "side": "inclusion",
        "kind": "computed",
        "truth": "FALSE",
        "passed": "FALSE",
        "facts": {"pasi": 7.6},
        "reason": "PASI 7.6, 0.4 below 8",
    }
    assert trail["nearest_miss"] == "PASI 7.6, 0.4 below"
    assert (trail["open_questions"], trail["warnings"], trail["deviations"]) == ([], [], [])


@pytest.mark.requirement("PSO-ELIG-009")
def test_a_verdict_is_a_value() -> None:
    """
    Equal facts give equal verdicts; it can be pickled, hashed and kept.
    """
    facts = {"pasi": 7.6, "pregnant": False}
    verdict = ps.screen(TRIAL, facts)

    assert pickle.loads(pickle.dumps(verdict)) == verdict == ps.screen(TRIAL, facts)  # noqa: S301  our own
    assert hash(verdict) == hash(ps.screen(TRIAL, facts))
    assert verdict.results["IN02"] == ps.screen(TRIAL, {"pasi": 7.6, "pregnant": False}).results["IN02"]
    assert verdict != ps.screen(TRIAL, facts | {"pasi": 7.7})


@pytest.mark.requirement("PSO-ELIG-009")
def test_a_verdict_prints_as_text_and_as_a_table() -> None:
    verdict = ps.screen(TRIAL, {"pasi": 7.6, "agrees": True}, breached=["IN04"])

    assert repr(verdict) == "Verdict(TRIAL-1: FALSE; failed IN02)"
    assert repr(ps.screen(TRIAL, {"pasi": 9})) == "Verdict(TRIAL-1: UNKNOWN; open agrees, pregnant)"
    assert str(verdict) == (
        "TRIAL-1 version 1: not eligible\n"
        "  IN02 not met: PASI 7.6, 0.4 below 8\n"
        "  IN04 met: agrees: yes\n"
        "  EX08 open: pregnant is not known\n"
        "  nearest miss: PASI 7.6, 0.4 below\n"
        "  deviations: IN04"
    )
    html = verdict._repr_html_()
    assert html.startswith("<table><caption>TRIAL-1 version 1: not eligible</caption>")
    assert "<td>PASI 7.6, 0.4 below 8</td>" in html


@pytest.mark.requirement("PSO-ELIG-009")
def test_text_in_a_table_is_escaped() -> None:
    trial = ps.Protocol("<b>", [ps.Inclusion("IN01", "PASI < 8", PASI < 8)])

    html = ps.screen(trial, {})._repr_html_()
    assert "&lt;b&gt;" in html
    assert "PASI &lt; 8" in html
    assert "&lt;b&gt;" in trial._repr_html_()


@pytest.mark.requirement("PSO-ELIG-005")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"protocol": "TRIAL-1"}, "a Protocol is needed, not a str"),
        ({"basis": "guesses"}, "basis='guesses'; choose from 'reported', 'completions'"),
        ({"invalid": "ignore"}, "invalid='ignore'; choose from 'error', 'unknown'"),
        ({"breached": ["IN99"]}, "TRIAL-1 has no criterion 'IN99'; there are IN02, IN04, EX08"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        ps.screen(arguments.pop("protocol", TRIAL), {}, **arguments)

    assert str(caught.value) == message


@pytest.mark.requirement("PSO-ELIG-005")
def test_facts_that_cannot_be_read_can_be_set_aside() -> None:
    verdict = ps.screen(TRIAL, {"pasi": 99, "agrees": True, "pregnant": "no"}, invalid="unknown")

    assert verdict.open_questions == ("pasi", "pregnant")
    assert verdict.results["IN02"].reason == "PASI is not known"
    assert verdict.to_dict()["refused"] == ["pasi", "pregnant"]


@pytest.mark.requirement("PSO-ELIG-005")
@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"unrecorded": 5}, "unrecorded=5; names of items are needed"),
        ({"columns": 5}, "columns=5; a mapping of items to names in the data is needed"),
        (
            {"columns": {"pasi": 5}},
            "columns: 'pasi' stands for 5; a name, or a pair of names for two ends, is needed",
        ),
    ],
)
def test_options_that_name_nothing_are_refused(option: dict[str, Any], message: str) -> None:
    jobs: list[Callable[[], object]] = [
        lambda: ps.screen(TRIAL, {}, **option),
        lambda: ps.screen_arrays(TRIAL, {}, **option),
        lambda: ps.screen_frame(pd.DataFrame({"pasi": [1.0]}), TRIAL, **option),
    ]
    for job in jobs:
        with pytest.raises(ps.DefinitionError) as caught:
            job()
        assert str(caught.value) == message


@pytest.mark.requirement("PSO-ELIG-005")
@pytest.mark.parametrize("unrecorded", ["pregnant", ["pregnant"]])
def test_facts_can_be_declared_never_captured(unrecorded: Any) -> None:
    assert ps.screen(TRIAL, {"pasi": 9, "agrees": True}, unrecorded=unrecorded).open_questions == (
        "pregnant",
    )


@pytest.mark.requirement("PSO-ELIG-005")
@given(
    st.dictionaries(
        st.sampled_from(sorted(TRIAL.facts)) | st.text(), st.integers() | st.text() | st.none() | st.dates()
    )
)
def test_screening_raises_nothing_but_our_errors(facts: dict[str, Any]) -> None:
    with suppress(ps.InputError):
        assert isinstance(ps.screen(TRIAL, facts), ps.Verdict)


@pytest.mark.requirement("PSO-ELIG-004")
def test_a_criterion_has_open_questions_of_its_own() -> None:
    results = ps.screen(TRIAL, {"pasi": ps.Interval(7, 9), "pregnant": True}).results

    assert {name: one.open_questions for name, one in results.items()} == {
        "IN02": ("pasi",),
        "IN04": ("agrees",),
        "EX08": (),
    }


def test_criteria_are_abstract_where_they_have_no_side() -> None:
    bare = Criterion("IN01", "text", PASI >= 8)

    with pytest.raises(NotImplementedError):
        _ = bare.side
    with pytest.raises(NotImplementedError):
        _ = bare.passes
    with pytest.raises(NotImplementedError):
        _ = Worded().worded


def test_not_relevant_is_a_plain_value_too() -> None:
    trial = ps.Protocol("T", [ps.Inclusion("IN01", "a", ps.DLQI > 10)])

    assert ps.screen(trial, {"dlqi_09": ps.NOT_RELEVANT}).to_dict()["facts"]["dlqi_09"] == "not relevant"


@pytest.mark.requirement("PSO-ELIG-009")
def test_every_kind_of_fact_is_held_as_a_plain_value() -> None:
    trial = ps.Protocol(
        "TRIAL-4",
        [
            ps.Inclusion("IN01", "a", ps.number("bmi", low=0, high=90, decimals=None) >= 18.5),
            ps.Inclusion("IN02", "b", ps.code("sex", ("F", "M")).one_of("F")),
            ps.Inclusion("IN03", "c", ps.day("visit_date") >= date(2015, 1, 1)),
            ps.Inclusion("IN04", "d", ps.number("visits", low=0, high=9) >= 1),
        ],
    )

    found = ps.screen(trial, {"bmi": 20.25, "sex": "F", "visit_date": "2015", "visits": 3}).to_dict()["facts"]

    assert found == {"bmi": 20.25, "sex": "F", "visit_date": ["2015-01-01", "2015-12-31"], "visits": 3}


ILL, WELL, FINE = ps.flag("ill"), ps.flag("well"), ps.flag("fine")


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({}, ("ill", "well")),
        ({"well": True}, ("ill",)),
        ({"ill": True}, ("well",)),
        ({"ill": True, "well": False}, ("well",)),
        ({"ill": False, "well": True}, ()),
    ],
)
def test_what_a_question_needs_is_asked_for_too(facts: dict[str, Any], asked: tuple[str, ...]) -> None:
    # By hand: while what it needs fails, only that can help.
    trial = ps.Protocol("T", [ps.Inclusion("IN01", "Ill, if well", Given(ILL, WELL))])

    assert ps.screen(trial, facts).open_questions == asked


def test_of_facts_that_stand_in_the_way_the_doubtful_ones_are_asked_for() -> None:
    odd = Contradiction("odd", ~WELL, "message", ("well",))
    facts = {"ill": True, "well": False, "fine": False}
    for warns, asked in (((), ("well", "fine")), ((odd,), ("well",))):
        given = ps.Inclusion("IN01", "Ill, if well and fine", Given(ILL, WELL & FINE), warns=warns)
        assert ps.screen(ps.Protocol("T", [given]), facts).open_questions == asked


def test_after_a_criterion_that_contradicts_itself_the_others_are_asked_as_well() -> None:
    odd = Contradiction("odd", ILL & WELL, "message", ("ill", "well"))
    first = ps.Inclusion("IN01", "Ill or well", ILL | WELL, refuses=[odd])
    trial = ps.Protocol("T", [first, ps.Inclusion("IN02", "Fine", FINE)])

    verdict = ps.screen(trial, {"ill": True, "well": True}, invalid="unknown")
    assert verdict.open_questions == ("ill", "well", "fine")


def test_equal_results_print_alike() -> None:
    one, other = (ps.screen(TRIAL, {"pasi": 9}).results["IN02"] for _ in range(2))

    assert repr(one) == repr(other)


def test_a_fact_between_two_ends_that_coincide_is_known() -> None:
    trial = ps.Protocol(
        "T",
        [
            ps.Inclusion(
                "IN01",
                "Cells",
                ps.number("first", low=0, high=5000) + ps.number("second", low=0, high=9) >= 1001,
            ),
            ps.Inclusion("IN02", "Days", ps.day("visit_date") - ps.day("start_date") >= 14),
        ],
    )
    facts = {"first": ps.Interval(1000, 1000), "visit_date": ps.Interval(date(2015, 6, 1), date(2015, 6, 1))}

    assert ps.screen(trial, facts).open_questions == ("second", "start_date")


def test_verdicts_have_no_order() -> None:
    verdict: Any = ps.screen(TRIAL, {"pasi": 9})
    result = verdict.results["IN02"]
    for compare in (operator.lt, operator.le, operator.gt, operator.ge):
        for one in (verdict, result, verdict.reading):
            with pytest.raises(TypeError):
                compare(one, one)


ODD = Contradiction("odd", ILL & WELL, "message", ("ill", "well"))
WARY = ps.Protocol("T", [ps.Inclusion("IN01", "Ill or well", ILL | WELL, refuses=[ODD])])


def test_only_a_certain_contradiction_takes_the_answer_away() -> None:
    # By hand: with well open the two facts do not contradict each other yet.
    assert ps.screen(WARY, {"ill": True}).eligible is ps.Truth.TRUE
    assert ps.screen(WARY, {"ill": True, "well": False}).eligible is ps.Truth.TRUE
    assert ps.screen(WARY, {"ill": True, "well": True}, invalid="unknown").eligible is ps.Truth.UNKNOWN
    with pytest.raises(ps.InputError, match=r"^ill: odd \(message\)$"):
        ps.screen(WARY, {"ill": True, "well": True})


@pytest.mark.parametrize(
    ("basis", "verdict"), [("reported", ps.Truth.FALSE), ("completions", ps.Truth.UNKNOWN)]
)
def test_a_result_that_stands_for_a_fact_is_read_on_the_basis(basis: Any, verdict: ps.Truth) -> None:
    trial = ps.Protocol("T", [ps.Inclusion("IN01", "DLQI above 10", fact_of(ps.DLQI, "dlqi") > 10)])
    # Specification B3: a blank counts 0, which leaves 9 points; its completions reach 12.
    scored = ps.score(ps.DLQI, {f"dlqi_{n:02d}": 1 for n in range(1, 10)} | {"dlqi_10": None})

    assert ps.screen(trial, {"dlqi": scored}, basis=basis).eligible is verdict


@pytest.mark.parametrize(("pasi", "text"), [(8, "8"), (8.0, "8"), (7.5, "7.5"), (7.6, "7.6")])
def test_numbers_stand_in_the_trail_as_people_write_them(pasi: float, text: str) -> None:
    assert json.dumps(ps.screen(TRIAL, {"pasi": pasi}).to_dict()["facts"]["pasi"]) == text


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({"a": None, "b": None}, "b"),
        ({"a": None}, "a"),
        ({"b": None}, "b"),
        ({"a": ps.Interval(1, 4), "b": None}, "a"),
        ({"a": None, "b": ps.Interval(1, 4)}, "b"),
    ],
)
def test_of_two_forms_the_one_that_is_answered_is_asked_for_else_the_last(facts: Any, asked: str) -> None:
    a, b = ps.number("a", low=0, high=4), ps.number("b", low=0, high=4)
    trial = ps.Protocol("T", [ps.Inclusion("IN01", "a or b at least 3", OneOf((a, b)) >= 3)])

    assert ps.screen(trial, facts).open_questions == (asked,)


def test_the_inside_of_a_reading_is_not_for_callers() -> None:
    reading: Any = Reading
    with pytest.raises(TypeError):
        reading({}, True)  # noqa: FBT003
    with pytest.raises(TypeError):
        reading({}, completions=True, interpreter=None)


def test_a_fact_that_was_never_captured_is_not_blank() -> None:
    # By hand: who was asked and said nothing left a blank; whom nobody asked may have an answer.
    trial = ps.Protocol("T", [ps.Inclusion("IN01", "No day is known", Blank(ps.day("day").cell))])

    assert ps.screen(trial, {}).eligible is ps.Truth.TRUE
    assert ps.screen(trial, {}, unrecorded="day").eligible is ps.Truth.UNKNOWN
