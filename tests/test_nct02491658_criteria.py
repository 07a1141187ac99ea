"""The fifteen criteria of the seed trial, against an oracle written from the specification."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracle_trial as oracle
import psoscore as ps
from protocol_cases import code_of
from psoscore.engine.domain import pulled_both_ways
from psoscore.protocols.nct02491658 import PROTOCOL, protocol

pytestmark = pytest.mark.requirement("PSO-ELIG-020")

BASELINE = date(2015, 3, 30)
NAMES = tuple(dict.fromkeys(name for names in oracle.CRITERION_FACTS.values() for name in names))
FLAGS = tuple(name for name, cell in PROTOCOL.facts.items() if cell.kind == "flag")
LAST = oracle.LAST_DATES

ELIGIBLE: dict[str, Any] = {
    "baseline_date": BASELINE,
    "psoriasis_vulgaris": True,
    "diagnosis_date": date(2014, 1, 15),
    "disease_stable": True,
    "pasi": 12.4,
    "prior_treatment": True,
    "active_or_recurrent": True,
    "agrees_no_other_treatment": True,
    "consent_date": date(2015, 3, 20),
    "first_procedure_date": date(2015, 3, 20),
    "willing_to_comply": True,
    "other_psoriasis_type": False,
    "other_disease": False,
    "systemic_treatment": True,
    "last_systemic_treatment": date(2015, 1, 2),
    "topical_treatment": False,
    "active_infection": True,
    "infection_controlled": True,
    "hbv_evidence": False,
    "hcv_evidence": False,
    "hiv_evidence": False,
    "severe_systemic_disease": False,
    "malignancy": False,
    "sex": "F",
    "pregnant": False,
    "lactating": False,
    "plans_pregnancy_within_year": False,
    "traceable": True,
    "investigator_exclusion": False,
}
"""An invented person who meets everything."""


def truth(criterion_id: str, **facts: Any) -> ps.Truth:
    return ps.screen(PROTOCOL, ELIGIBLE | facts).results[criterion_id].truth


def test_the_protocol_has_the_fifteen_criteria_and_the_facts_of_the_specification() -> None:
    # Specification C2; nothing added: no age limits, no body surface area.
    assert PROTOCOL.ids == oracle.CRITERIA
    assert set(PROTOCOL.facts) == set(NAMES)
    assert {one.id: tuple(sorted(one.facts)) for one in PROTOCOL.criteria} == {
        name: tuple(sorted(facts)) for name, facts in oracle.CRITERION_FACTS.items()
    }
    assert [one.id for one in PROTOCOL.criteria if one.side == "inclusion"] == list(oracle.INCLUSIONS)


@pytest.mark.requirement("PSO-ELIG-007")
def test_kinds_are_those_of_the_specification() -> None:
    # Specification C2, column kind; comp+attest is computed here.
    kinds = {one.id: one.kind for one in PROTOCOL.criteria}
    named = {"IN04": "prospective", "EX02": "judgement", "EX09": "judgement", "EX10": "judgement"}
    attested = dict.fromkeys(("IN03", "EX01", "EX05", "EX07"), "attested")

    assert kinds == dict.fromkeys(oracle.CRITERIA, "computed") | named | attested


def test_the_invented_person_is_eligible_and_one_fact_less_leaves_it_open() -> None:
    assert ps.screen(PROTOCOL, ELIGIBLE).eligible is ps.Truth.TRUE
    for name in ELIGIBLE:
        left = {key: value for key, value in ELIGIBLE.items() if key != name}
        verdict = ps.screen(PROTOCOL, left)
        # the last date implies that there was a treatment; a controlled infection is none or controlled
        # and nobody but a woman could be excluded by EX08, whose other facts are no here
        if name in {"systemic_treatment", "active_infection", "sex"}:
            assert verdict.eligible is ps.Truth.TRUE
        else:
            assert verdict.open_questions[:1] == (name,), name
            assert verdict.eligible is ps.Truth.UNKNOWN


@given(st.data())
@settings(max_examples=200)
def test_every_criterion_equals_the_oracle_by_completions(data: st.DataObject) -> None:
    """
    Facts known, missing or partial dates; every way in which they may turn
    out is tried, criterion by criterion, on both readings of the silent points.
    """
    inclusive, males = data.draw(st.booleans()), data.draw(st.booleans())
    read = protocol(
        far_edge="inclusive" if inclusive else "exclusive", ex08_applies_to="everyone" if males else "females"
    )
    facts, candidates = data.draw(people())

    found = ps.screen(read, facts).results

    known = {name: value for name, value in facts.items() if not isinstance(value, ps.Interval)}
    for name in oracle.CRITERIA:
        expected = oracle.criterion_by_completions(
            name,
            known,
            candidates,
            far_edge_inclusive=inclusive,
            last_limb_covers_males=males,
        )
        assert found[name].truth.value == code_of(expected), name


@st.composite
def people(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """A consistent record, and for open days and scores what they may turn out to be."""
    facts: dict[str, Any] = {}
    candidates: dict[str, list[Any]] = {"pasi": [0, 72]}
    for name in FLAGS:
        facts[name] = draw(st.sampled_from((True, False, None)))
    facts["sex"] = draw(st.sampled_from(("F", "M", None)))
    facts["pasi"] = draw(st.sampled_from((None, 7.9, 8, 8.1)))
    for name in (*LAST, "baseline_date", "diagnosis_date", "consent_date", "first_procedure_date"):
        steps = {"baseline_date": (0,), "diagnosis_date": (180, 181, 184, 190)}.get(
            name, (-3, 0, 13, 14, 15, 28, 29)
        )
        day = BASELINE - timedelta(days=draw(st.sampled_from(steps)))
        wide = draw(st.sampled_from((None, 0, 0, 3)))
        if wide is None:
            candidates[name] = [date(1, 1, 1), day, BASELINE, date(9999, 1, 1)]
        elif wide == 0:
            facts[name] = day
        else:
            facts[name] = ps.Interval(day, day + timedelta(days=wide))
            candidates[name] = [day + timedelta(days=step) for step in range(wide + 1)]
    for ever, last, _ in oracle.TREATMENT_WINDOWS.values():
        if facts.get(last) is not None:
            facts[ever] = draw(st.sampled_from((True, None)))
            if isinstance(facts[last], ps.Interval):
                facts[ever] = True  # the oracle's open date may also be "never"
    return {name: value for name, value in facts.items() if value is not None}, candidates


@pytest.mark.requirement("PSO-ELIG-021")
@pytest.mark.parametrize(
    ("ever", "last", "expected"),
    [
        (False, None, ps.Truth.FALSE),
        (True, None, ps.Truth.UNKNOWN),
        (None, None, ps.Truth.UNKNOWN),
        (None, "2015-03-09", ps.Truth.TRUE),
        (True, "2015-03-09", ps.Truth.TRUE),
        (True, "2015-03-02", ps.Truth.TRUE),  # 28 days: the far edge counts
        (True, "2015-03-01", ps.Truth.FALSE),  # 29 days
        (True, "2015-03-30", ps.Truth.TRUE),  # the day of baseline itself
        (True, "2015-03-31", ps.Truth.UNKNOWN),  # it may have run on since before
        (True, "2015-03", ps.Truth.UNKNOWN),  # from 29 days before to one after
        (True, "2015-02", ps.Truth.FALSE),  # 30 to 58 days before
        (True, "2014", ps.Truth.FALSE),
    ],
)
def test_the_flag_and_the_last_date_work_together(ever: Any, last: Any, expected: ps.Truth) -> None:
    # Specification C3, line by line.
    assert truth("EX03", systemic_treatment=ever, last_systemic_treatment=last) is expected


@pytest.mark.requirement("PSO-ELIG-021")
def test_no_treatment_and_a_date_is_a_fault() -> None:
    facts = ELIGIBLE | {"topical_treatment": False, "last_topical_treatment": "2015-01"}

    with pytest.raises(ps.InputError) as caught:
        ps.screen(PROTOCOL, facts)

    assert str(caught.value) == (
        "topical_treatment: no and a day (topical treatment is no, but last topical treatment is given)"
    )
    verdict = ps.screen(PROTOCOL, facts, invalid="unknown")
    assert verdict.open_questions == ("topical_treatment", "last_topical_treatment")
    assert verdict.results["EX04"].reason == "topical treatment is no, but last topical treatment is given"
    assert [one.message for one in verdict.warnings] == [str(caught.value)]


@pytest.mark.requirement("PSO-ELIG-021")
def test_a_date_after_baseline_is_unknown_with_a_warning() -> None:
    verdict = ps.screen(PROTOCOL, ELIGIBLE | {"last_systemic_treatment": "2015-04-09"})

    assert verdict.eligible is ps.Truth.UNKNOWN
    assert verdict.open_questions == ("last_systemic_treatment",)
    assert [one.message for one in verdict.warnings] == [
        (
            "last_systemic_treatment: after the anchor (last systemic treatment lies after baseline, "
            "it may have run on since before)"
        )
    ]
    assert verdict.results["EX03"].reason == (
        "last systemic treatment 2015-04-09 is 10 days after baseline; last systemic treatment lies after "
        "baseline, it may have run on since before; the window is 28 days, far edge included"
    )


def test_six_calendar_months_are_added_once_and_clamped() -> None:
    # Specification C4: August 31 + 6 months = February 29 (2016).
    facts = {"diagnosis_date": "2015-08-31", "last_systemic_treatment": "2015-01-02"}

    assert truth("IN01", baseline_date="2016-02-28", **facts) is ps.Truth.FALSE
    assert truth("IN01", baseline_date="2016-02-29", **facts) is ps.Truth.TRUE


def test_reasons_have_the_numbers_in() -> None:
    verdict = ps.screen(
        PROTOCOL,
        ELIGIBLE | {"baseline_date": "2015-03-23", "last_systemic_treatment": "2015-03-02", "pasi": 7.6},
    )

    assert verdict.results["EX03"].reason == (
        "last systemic treatment 2015-03-02 is 21 days before baseline; "
        "the window is 28 days, far edge included"
    )
    assert verdict.results["IN01"].reason == (
        "psoriasis vulgaris: yes; "
        "diagnosis 2014-01-15 plus 6 months, 2014-07-15, is 251 days before baseline; "
        "disease stable: yes; at least 6 calendar months, equality qualifies"
    )
    assert verdict.results["EX04"].reason == "topical treatment: no; the window is 14 days, far edge included"
    assert verdict.results["EX08"].reason == "pregnant: no; lactating: no; plans pregnancy within year: no"
    assert ps.screen(PROTOCOL, ELIGIBLE | {"pregnant": True}).results["EX08"].reason == (
        "sex is F; pregnant: yes"
    )
    assert verdict.nearest_miss == "PASI 7.6, 0.4 below"


@pytest.mark.requirement("PSO-ELIG-022")
@pytest.mark.parametrize("choice", ["undecided", "counts"])
def test_a_class_on_which_the_record_is_silent_is_read_as_said(choice: Any) -> None:
    """
    The oracle's table: treated, or treated otherwise where that counts; as
    long as the study has not decided, whether it counts is unknown.
    """
    read = protocol(phototherapy=choice, emollients=choice)
    treated: bool | None = False
    counts = True if choice == "counts" else None
    for inside, ever in product((True, False), (True, False, None)):
        last = BASELINE - timedelta(days=20 if inside else 40)
        given_photo: dict[Any, dict[str, Any]] = {
            None: {},
            False: {"phototherapy": False},
            True: {"last_phototherapy": last},
        }
        facts = ELIGIBLE | {"emollient": False} | given_photo[ever]
        other = oracle.treated_within(1, last, BASELINE, 28, far_edge_inclusive=True) if ever else ever

        verdict = ps.screen(read, facts)

        expected = oracle.with_silent_class(treated, other, counts)
        assert verdict.results["EX03"].truth.value == code_of(expected), (inside, ever)
        assert (verdict.open_questions == ()) is (expected is not None)


@pytest.mark.requirement("PSO-ELIG-022")
def test_an_undecided_class_says_so() -> None:
    verdict = ps.screen(protocol(phototherapy="undecided"), ELIGIBLE | {"last_phototherapy": "2015-03-20"})

    assert verdict.open_questions == ("last_phototherapy",)
    assert [one.hint for one in verdict.warnings] == [
        "last phototherapy lies within the window, and whether it counts is undecided"
    ]


@pytest.mark.requirement("PSO-ELIG-022")
@pytest.mark.parametrize("choice", ["not_asked", "does_not_count"])
def test_a_class_that_is_not_asked_about_adds_no_fact(choice: Any) -> None:
    read = protocol(phototherapy=choice, emollients=choice)

    assert set(read.facts) == set(NAMES)
    assert "phototherapy" in read["EX03"].note
    assert "an emollient" in read["EX04"].note


@pytest.mark.requirement("PSO-ELIG-022")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"far_edge": "open"}, "far_edge='open'; choose from 'inclusive', 'exclusive'"),
        ({"stable_months": 6.5}, "stable_months=6.5; a whole number of calendar months is needed"),
        ({"stable_months": -6}, "stable_months=-6; a whole number of calendar months is needed"),
        ({"stable_months": True}, "stable_months=True; a whole number of calendar months is needed"),
        ({"ex08_applies_to": "males"}, "ex08_applies_to='males'; choose from 'females', 'everyone'"),
        (
            {"phototherapy": True},
            "phototherapy=True; choose from 'not_asked', 'undecided', 'counts', 'does_not_count'",
        ),
        (
            {"emollients": "no"},
            "emollients='no'; choose from 'not_asked', 'undecided', 'counts', 'does_not_count'",
        ),
    ],
)
def test_a_reading_that_does_not_exist_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        protocol(**arguments)

    assert str(caught.value) == message


@pytest.mark.requirement("PSO-ELIG-022")
def test_whom_the_last_limb_of_ex08_concerns_is_a_parameter() -> None:
    father = ELIGIBLE | {"sex": "M", "plans_pregnancy_within_year": True}

    assert ps.screen(PROTOCOL, father).results["EX08"].truth is ps.Truth.FALSE
    assert ps.screen(protocol(ex08_applies_to="everyone"), father).results["EX08"].truth is ps.Truth.TRUE


@pytest.mark.requirement("PSO-ELIG-023")
def test_only_the_windows_use_a_fact_in_both_directions() -> None:
    """
    Everything else is exact by the static check; the windows are exact by trial
    of every range, see the test of criteria.
    """
    loose = {one.id: pulled_both_ways(one.condition) for one in PROTOCOL.criteria}

    assert {name: facts for name, facts in loose.items() if facts} == {
        "EX03": ("baseline_date", "last_systemic_treatment"),
        "EX04": ("baseline_date", "last_topical_treatment"),
    }
