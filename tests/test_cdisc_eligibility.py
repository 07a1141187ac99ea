"""TI and IE rows: every criterion once, exceptions alone, and never the unknown."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle_trial as oracle
import psoscore as ps
from psoscore.eligibility import ie_rows, ti_rows
from psoscore.protocols.nct02491658 import PROTOCOL

AGE = ps.number("age", low=0, high=120)


@pytest.mark.requirement("PSO-ELIG-015")
def test_ti_holds_every_criterion_with_its_rule() -> None:
    rows = ti_rows(PROTOCOL)

    assert [row["IETESTCD"] for row in rows] == list(PROTOCOL.ids)
    assert rows[1] == {
        "STUDYID": "NCT02491658",
        "DOMAIN": "TI",
        "IETESTCD": "IN02",
        "IETEST": "Baseline Psoriasis Area and Severity Index (PASI) score >= 8",
        "IECAT": "INCLUSION",
        "TIRL": "pasi >= 8",
        "TIVERS": "1",
    }
    assert {row["IECAT"] for row in rows} == {"INCLUSION", "EXCLUSION"}
    assert max(len(row["TIRL"]) for row in rows) <= 200  # a character variable of SDTM
    assert ti_rows(PROTOCOL, study="OTHER")[0]["STUDYID"] == "OTHER"


@pytest.mark.requirement("PSO-ELIG-016")
def test_ie_holds_exceptions_alone() -> None:
    """
    Of 15 criteria one inclusion fails and one exclusion applies; 13 are
    unknown or fine and have no row (specification C5).
    """
    verdict = ps.screen(PROTOCOL, {"pasi": 7.9, "malignancy": True, "other_disease": False})

    assert ie_rows(verdict, subject="S-1") == [
        {
            "STUDYID": "NCT02491658",
            "DOMAIN": "IE",
            "USUBJID": "S-1",
            "IESEQ": 1,
            "IETESTCD": "IN02",
            "IETEST": "Baseline Psoriasis Area and Severity Index (PASI) score >= 8",
            "IECAT": "INCLUSION",
            "IEORRES": "N",
            "IESTRESC": "N",
        },
        {
            "STUDYID": "NCT02491658",
            "DOMAIN": "IE",
            "USUBJID": "S-1",
            "IESEQ": 2,
            "IETESTCD": "EX07",
            "IETEST": "History of severe systemic disease or malignancy",
            "IECAT": "EXCLUSION",
            "IEORRES": "Y",
            "IESTRESC": "Y",
        },
    ]
    assert ie_rows(ps.screen(PROTOCOL, {}), subject="S-2") == []


FIVE = ps.Protocol(
    "TRIAL-1",
    [
        *(ps.Inclusion(f"IN0{place}", f"Inclusion {place}", ps.flag(f"in{place}")) for place in (1, 2)),
        *(ps.Exclusion(f"EX0{place}", f"Exclusion {place}", ps.flag(f"ex{place}")) for place in (1, 2, 3)),
    ],
    version="2",
)
"""Criteria of one flag each, so that every truth of every one can be had."""


def criteria_of(protocol: ps.Protocol) -> list[oracle.SdtmCriterion]:
    return [(one.id, one.text, one.side.upper()) for one in protocol.criteria]


@pytest.mark.requirement("PSO-ELIG-016")
def test_ie_rows_of_every_combination_of_truths_equal_the_oracle() -> None:
    for truths in product((True, False, None), repeat=5):
        facts = dict(zip(("in1", "in2", "ex1", "ex2", "ex3"), truths, strict=True))
        by_id = dict(zip(FIVE.ids, truths, strict=True))

        rows = ie_rows(ps.screen(FIVE, facts), subject="S-1")

        assert rows == oracle.ie_rows("TRIAL-1", "S-1", criteria_of(FIVE), by_id)


@pytest.mark.requirement("PSO-ELIG-016")
@given(st.lists(st.sampled_from([True, False, None]), min_size=15, max_size=15))
def test_ie_rows_of_the_fifteen_criteria_equal_the_oracle(truths: list[bool | None]) -> None:
    """
    Facts that give each criterion of the record a drawn truth; the facts are
    those that specification C2 names, and what is drawn as unknown stays unanswered.
    """
    facts: dict[str, object] = {"baseline_date": date(2015, 6, 30)}
    by_id = dict(zip(oracle.CRITERIA, truths, strict=True))
    for criterion_id, truth in by_id.items():
        if truth is not None:
            facts |= FACTS[criterion_id][truth]
    if by_id["EX08"] is not None:
        facts["sex"] = "F"

    rows = ie_rows(ps.screen(PROTOCOL, facts), subject="S-1")

    assert rows == oracle.ie_rows(PROTOCOL.id, "S-1", criteria_of(PROTOCOL), by_id)


def either(*names: str) -> dict[bool, dict[str, object]]:
    """Every one of the flags, or none of them."""
    return {truth: dict.fromkeys(names, truth) for truth in (True, False)}


FACTS: dict[str, dict[bool, dict[str, object]]] = {
    "IN01": {
        truth: {"psoriasis_vulgaris": True, "diagnosis_date": day, "disease_stable": True}
        for truth, day in ((True, date(2014, 12, 31)), (False, date(2015, 1, 1)))
    },
    "IN02": {True: {"pasi": 8}, False: {"pasi": 7.9}},
    "IN03": either("prior_treatment", "active_or_recurrent"),
    "IN04": either("agrees_no_other_treatment"),
    "IN05": {
        truth: {"consent_date": day, "first_procedure_date": date(2015, 6, 1), "willing_to_comply": True}
        for truth, day in ((True, date(2015, 6, 1)), (False, date(2015, 6, 2)))
    },
    "EX01": either("other_psoriasis_type"),
    "EX02": either("other_disease"),
    "EX03": {
        True: {"systemic_treatment": True, "last_systemic_treatment": date(2015, 6, 2)},
        False: {"systemic_treatment": True, "last_systemic_treatment": date(2015, 6, 1)},
    },
    "EX04": {
        True: {"topical_treatment": True, "last_topical_treatment": date(2015, 6, 16)},
        False: {"topical_treatment": True, "last_topical_treatment": date(2015, 6, 15)},
    },
    "EX05": {
        True: {"active_infection": True, "infection_controlled": False},
        False: {"active_infection": False},
    },
    "EX06": either("hbv_evidence", "hcv_evidence", "hiv_evidence"),
    "EX07": either("severe_systemic_disease", "malignancy"),
    "EX08": either("pregnant", "lactating", "plans_pregnancy_within_year"),
    "EX09": {True: {"traceable": False}, False: {"traceable": True}},
    "EX10": either("investigator_exclusion"),
}
"""By hand, from specification C2: facts on the edge of each criterion, with baseline on 30 June 2015."""


@pytest.mark.requirement("PSO-ELIG-015")
@pytest.mark.parametrize("trial", [FIVE, PROTOCOL], ids=lambda one: one.id)
def test_ti_rows_equal_the_oracle_and_carry_a_rule(trial: ps.Protocol) -> None:
    rows = ti_rows(trial)

    # Specification C5: TIRL is a rule in computer-executable form; what it says is tested with the printer.
    assert all(row.pop("TIRL").strip() for row in rows)
    assert rows == oracle.ti_rows(trial.id, trial.version, criteria_of(trial))


@pytest.mark.requirement("PSO-ELIG-015")
def test_every_code_that_sdtm_cannot_hold_is_refused() -> None:
    """
    Every code of up to three characters out of letters, digits and others, and
    of eight and nine.
    """
    short = ["".join(one) for length in (0, 1, 2, 3) for one in product("aZ_19-. é", repeat=length)]
    for code in (*short, "A" * 8, "A" * 9, "_2345678", "_23456789", "A234567-", "12345678"):

        def rows(code: str = code) -> list[dict[str, str]]:
            return ti_rows(ps.Protocol("T", [ps.Inclusion(code, "Adults", AGE >= 18)]))

        if oracle.is_test_code(code):
            assert rows()[0]["IETESTCD"] == code.upper()
        else:
            with pytest.raises(ps.DefinitionError):
                rows()


@pytest.mark.requirement("PSO-ELIG-015")
@pytest.mark.parametrize("length", [0, 1, 2, 199, 200, 201, 400])
def test_a_text_is_as_long_as_the_oracle_says(length: int) -> None:
    texts = {"IN01": "t" * length}
    trial = ps.Protocol("T", [ps.Inclusion("IN01", "Adults", AGE >= 18)])

    if oracle.is_test_text(texts["IN01"]):
        assert ti_rows(trial, texts=texts) == ti_rows(
            ps.Protocol("T", [ps.Inclusion("IN01", texts["IN01"], AGE >= 18)])
        )
    else:
        with pytest.raises(ps.DefinitionError):
            ti_rows(trial, texts=texts)


@pytest.mark.requirement("PSO-ELIG-007")
def test_a_commitment_broken_later_has_no_ie_row() -> None:
    # Specification C5: later violations go to DV.
    verdict = ps.screen(PROTOCOL, {"agrees_no_other_treatment": True}, breached=["IN04"])

    assert ie_rows(verdict, subject="S-1", study="OTHER") == []


@pytest.mark.requirement("PSO-ELIG-015")
@pytest.mark.parametrize(
    ("criterion", "message"),
    [
        (("IN0000001", "a"), "IN0000001: IETESTCD takes 8 characters, not 9"),
        (("IN01", "a" * 201), "IN01: IETEST takes 1 to 200 characters, not 201; say texts={'IN01': ...}"),
    ],
)
def test_what_sdtm_cannot_hold_is_refused(criterion: tuple[str, str], message: str) -> None:
    # Specification C5: IETESTCD has at most 8, IETEST at most 200 characters.
    trial = ps.Protocol("T", [ps.Inclusion(*criterion, AGE >= 18)])

    for write in (lambda: ti_rows(trial), lambda: ie_rows(ps.screen(trial, {"age": 3}), subject="S-1")):
        with pytest.raises(ps.DefinitionError) as caught:
            write()
        assert str(caught.value) == message


@pytest.mark.requirement("PSO-ELIG-015", "PSO-ELIG-016")
def test_rows_are_made_of_protocols_and_verdicts_alone() -> None:
    with pytest.raises(ps.DefinitionError, match=r"^a Protocol is needed, not a str$"):
        ti_rows("NCT02491658")  # type: ignore[arg-type]
    with pytest.raises(ps.DefinitionError, match=r"^a Verdict is needed, not a Protocol$"):
        ie_rows(PROTOCOL, subject="S-1")  # type: ignore[arg-type]


@pytest.mark.requirement("PSO-ELIG-015", "PSO-ELIG-016")
def test_a_long_text_is_told_shorter() -> None:
    trial = ps.Protocol("T", [ps.Inclusion("IN01", "Adults " * 40, AGE >= 18)])
    texts = {"IN01": "Adults"}

    assert ti_rows(trial, texts=texts)[0]["IETEST"] == "Adults"
    assert ie_rows(ps.screen(trial, {"age": 3}), subject="S-1", texts=texts)[0]["IETEST"] == "Adults"
    for wrong, message in (
        ({"IN1": "Adults"}, "texts: T has no criterion 'IN1'"),
        ({"IN01": " "}, "IN01: IETEST takes 1 to 200 characters, not 1; say texts={'IN01': ...}"),
    ):
        with pytest.raises(ps.DefinitionError) as caught:
            ti_rows(trial, texts=wrong)
        assert str(caught.value) == message


def test_ids_and_texts_may_be_as_long_as_sdtm_takes_them() -> None:
    # SDTM: eight characters in IETESTCD, two hundred in IETEST.
    def rows(code: int, text: int) -> int:
        return len(ti_rows(ps.Protocol("T", [ps.Inclusion("I" * code, "t" * text, ps.flag("a"))])))

    assert rows(8, 200) == 1
    for code, text in ((9, 200), (8, 201)):
        with pytest.raises(ps.DefinitionError):
            rows(code, text)
