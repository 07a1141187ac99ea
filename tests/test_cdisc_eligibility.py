"""TI and IE rows: every criterion once, exceptions alone, and never the unknown."""

from __future__ import annotations

import pytest

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
