"""The oracle's other instruments and schemes, against the figures that the specification prints."""

from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

import oracle


def test_the_siblings_run_from_0_to_72() -> None:
    # Specification A14: PSSI, PPASI, PPPASI and GPPASI each range from 0 to 72.
    for name, (weights, signs) in oracle.SIBLINGS.items():
        worst = {f"{region}_{sign}": 4 for region, _ in weights for sign in signs}
        worst |= {f"{region}_area": 6 for region, _ in weights}
        assert oracle.sibling_value(name, worst) == 72
        assert oracle.sibling_bounds(name, {}) == (0, 72)
        assert oracle.sibling_value(name, {}) is None


def test_a_worked_ppasi() -> None:
    # By hand: right palm 0.2 x (1+2+3) x 2 = 2.4, left sole 0.3 x (2+2+2) x 1 = 1.8, the rest clear.
    weights, signs = oracle.SIBLINGS["ppasi"]
    record = {f"{region}_{item}": 0 for region, _ in weights for item in (*signs, "area")}
    record |= {"right_palm_erythema": 1, "right_palm_induration": 2, "right_palm_desquamation": 3}
    record |= {"right_palm_area": 2, "left_sole_area": 1}
    record |= {f"left_sole_{sign}": 2 for sign in signs}
    assert oracle.sibling_value("ppasi", record) == Fraction(42, 10)


def test_spasi_runs_from_0_to_72() -> None:
    # Specification A14.
    assert oracle.spasi(4, 4, 4, 6) == 72
    assert oracle.spasi(Fraction(3, 2), 2, 1, 3) == Fraction(27, 2)


def test_gppga_is_no_ordinary_rounding() -> None:
    # Specification A14: a mean of 1/3 is 1, means of 1.5, 2.5 and 3.5 take the upper grade.
    assert oracle.gppga(0, 0, 0) == 0
    assert oracle.gppga(1, 0, 0) == 1
    assert oracle.gppga(2, 2, 0) == 1
    assert oracle.gppga(2, 2, 1) == 2
    assert oracle.gppga(3, 2, 2) == 2
    assert oracle.gppga(3, 3, 2) == 3
    assert oracle.gppga(4, 4, 2) == 3
    assert oracle.gppga(4, 4, 3) == 4
    assert oracle.gppga_bounds(2, 2, None) == (1, 3)
    assert oracle.gppga_bounds(None, None, None) == (0, 4)


def test_napsi_of_a_nail_runs_from_0_to_8() -> None:
    # Specification A14: nail 0 to 8, ten fingers 0 to 80, twenty nails 0 to 160.
    assert oracle.napsi_nail([(1, 1)] * 4) == 8
    assert oracle.napsi_nail([(1, 0), (0, 0), (1, 1), (0, 1)]) == 4
    assert oracle.napsi_bounds([[None] * 8] * 20) == (0, 160)
    assert oracle.napsi_bounds([[1, 0, None, 0, 0, 0, 0, 1]]) == (2, 3)


def test_iga_response_needs_clear_skin_and_a_drop_of_two() -> None:
    # Specification A14.
    assert oracle.iga_response(3, 1) is True
    assert oracle.iga_response(2, 1) is False
    assert oracle.iga_response(4, 2) is False
    assert oracle.iga_response(None, 1) is None


def test_body_surface_area() -> None:
    # Specification A4: the weights of the regions; NPF bands hold 3 and 10 in the middle.
    assert oracle.bsa_percent(100, 100, 100, 100) == 100
    assert oracle.bsa_percent(10, 5, Fraction(10, 3), Fraction(5, 2)) == 4  # one handprint on each region
    assert oracle.bsa_bounds([0, 0, 0, 0]) == (0, 0)
    assert oracle.bsa_bounds([6, 6, 6, 6]) == (90, 100)
    assert oracle.bsa_bounds([2, 0, 0, None]) == (1, 43)
    assert [oracle.bsa_band(percent) for percent in (Fraction(29, 10), 3, 10, Fraction(101, 10))] == [
        "mild",
        "moderate",
        "moderate",
        "severe",
    ]


def test_cdlqi() -> None:
    # Specification B8: maxima 6, 9, 3, 6, 3, 3 of the subscales, 30 of the total.
    worst = [3] * 10
    assert oracle.cdlqi_value(worst) == 30
    assert [oracle.cdlqi_subscale_value(worst, name) for name in oracle.CDLQI_SUBSCALES] == [6, 9, 3, 6, 3, 3]
    one_blank = [1, 1, 1, 1, 1, 1, 1, 1, 1, None]
    assert oracle.cdlqi_value(one_blank) == 9
    assert oracle.cdlqi_bounds(one_blank) == (9, 12)
    assert oracle.cdlqi_subscale_value(one_blank, "treatment") is None
    assert oracle.cdlqi_subscale_bounds(one_blank, "treatment") == (0, 3)
    assert oracle.cdlqi_value([None, *one_blank[1:]]) is None
    assert oracle.cdlqi_value([oracle.UNRECORDED, *worst[1:]]) is None
    with pytest.raises(ValueError, match="NR"):
        oracle.cdlqi_value([oracle.NR, *worst[1:]])


def test_cdlqi_question_7_takes_the_higher_of_two() -> None:
    # Specification B8.
    assert oracle.cdlqi_question_7(1, 3) == 3
    assert oracle.cdlqi_question_7(None, 2) == 2
    assert oracle.cdlqi_question_7(2, None) == 2
    assert oracle.cdlqi_question_7(None, None) is None


def test_cdlqi_bands_are_not_those_of_the_dlqi() -> None:
    # Specification B8: 0-1, 2-6, 7-12, 13-18, 19-30.
    edges = [0, 1, 2, 6, 7, 12, 13, 18, 19, 30]
    assert [oracle.cdlqi_band(total) for total in edges] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    with pytest.raises(ValueError, match="31"):
        oracle.cdlqi_band(31)


def test_severity_schemes_at_their_edges() -> None:
    # Specification A10.
    assert oracle.rule_of_tens(10, 10, 10) is False
    assert oracle.rule_of_tens(10, 10, 11) is True
    assert oracle.mrowietz_2011(10, 10, 10) == "mild"
    assert oracle.mrowietz_2011(8, 5, 6) == "mild"
    assert oracle.mrowietz_2011(12, 5, 11) == "moderate to severe"
    assert oracle.mrowietz_2011(12, 5, 6) == "unclassified"
    assert oracle.nice_ta134_very_severe(20, 0, 19) is True
    assert oracle.nice_ta134_very_severe(20, 0, 18) is False
    assert oracle.nice_biologics(10, 0, 11) is True
    assert oracle.nice_biologics(10, 0, 10) is False
    assert [oracle.chinese_band("pasi", score) for score in (2, 3, 8, 10, 11)] == [
        "mild",
        "moderate",
        "moderate",
        "moderate",
        "severe",
    ]
    assert oracle.chinese_band("dlqi", 5) == "mild"


def test_schemes_with_unknowns() -> None:
    # Specification A10: Rule of Tens with PASI 14 and DLQI missing is already true.
    def said(scheme: Any, pasi: Any, bsa: Any, dlqi: Any) -> Any:
        cells = {"pasi": pasi, "bsa": bsa, "dlqi": dlqi}
        return oracle.with_unknowns(scheme, *(oracle.may_be(*one) for one in cells.items()))

    assert said(oracle.rule_of_tens, 14, 5, None) is True
    assert said(oracle.rule_of_tens, 4, 5, None) is None
    assert said(oracle.rule_of_tens, (4, 10), 5, (0, 10)) is False
    assert said(oracle.rule_of_tens, (4, 11), 5, (0, 10)) is None
    assert said(oracle.mrowietz_2011, 14, None, 12) == "moderate to severe"
    assert said(oracle.mrowietz_2011, 14, None, None) is None
    assert said(oracle.nice_ta134_very_severe, None, None, 18) is False


def test_the_spanish_scheme_takes_a_missing_spga() -> None:
    # Specification A10: two of three settle it; sPGA is 0 to 2 or 3 to 5, so with one of each it decides.
    every_grade = oracle.MAY_BE["spga"]
    assert oracle.possible(oracle.spanish_2021, [3], [5], every_grade) == {"mild"}
    assert oracle.possible(oracle.spanish_2021, [11], [10], every_grade) == {"severe"}
    assert oracle.possible(oracle.spanish_2021, [3], [10], every_grade) == {"mild", "severe"}
    assert oracle.possible(oracle.spanish_2021, [4], [6], every_grade) == {"moderate"}
    assert oracle.possible(oracle.spanish_2021, [4], [5], every_grade) == {"mild", "moderate"}


def test_treatment_goal() -> None:
    # Specification A11, row by row.
    assert oracle.treatment_goal(200, 50, 30) == "continue"
    assert oracle.treatment_goal(200, 50, None) == "continue"
    assert oracle.treatment_goal(200, 51, 5) == "continue"
    assert oracle.treatment_goal(200, 100, 6) == "modify"
    assert oracle.treatment_goal(200, 100, None) is None
    assert oracle.treatment_goal(200, 101, None) == "modify"
    assert oracle.treatment_goal(0, 0, 0) is None


def test_nice_adequate_response() -> None:
    # Specification A11: PASI 75, or PASI 50 and five points of the DLQI.
    assert oracle.nice_ta134_adequate(200, 50, None, None) is True
    assert oracle.nice_ta134_adequate(200, 100, 15, 10) is True
    assert oracle.nice_ta134_adequate(200, 100, 15, 11) is False
    assert oracle.nice_ta134_adequate(200, 100, 15, None) is None
    assert oracle.nice_ta134_adequate(200, 101, 15, 0) is False
    assert oracle.nice_ta134_adequate(0, 0, 15, 0) is None


def test_relapse_equals_its_second_form() -> None:
    """Specification A9 gives each rule twice; both forms must say the same."""
    for b, v1, v2 in product(range(1, 13), repeat=3):
        visits = [v1, v2]
        npf = oracle.relapse_npf(b, visits)
        emea = oracle.relapse_emea(b, visits)
        for t, visit in enumerate(visits):
            least = min(visits[: t + 1])
            assert npf[t] == (2 * (b - least) >= b and 2 * visit >= b + least)
            assert emea[t] == (b > least and 2 * visit > b + least)


def test_relapse_definitions_part_on_the_edge() -> None:
    # By hand: baseline 20.0, nadir 10.0, midpoint 15.0.
    assert oracle.relapse_npf(200, [100, 149, 150]) == [False, False, True]
    assert oracle.relapse_emea(200, [100, 150, 151]) == [False, False, True]
    assert oracle.relapse_npf(200, [101, 200]) == [False, False]


def test_rebound() -> None:
    # Specification A9: of 125 % within 3 months, above 125 % within 2.
    last = date(2015, 8, 31)
    assert oracle.rebound_npf(100, 125, last, date(2015, 11, 30)) is True
    assert oracle.rebound_npf(100, 125, last, date(2015, 12, 1)) is False
    assert oracle.rebound_emea(100, 125, last, date(2015, 10, 31)) is False
    assert oracle.rebound_emea(100, 126, last, date(2015, 10, 31)) is True
    assert oracle.rebound_emea(100, 126, last, date(2015, 11, 1)) is False
    # A new pustular or erythrodermic form is one, whatever the score, within the same months.
    for rebound in (oracle.rebound_npf, oracle.rebound_emea):
        assert rebound(100, 0, last, date(2015, 10, 31), new_form=True) is True
        assert rebound(100, 0, last, date(2015, 12, 1), new_form=True) is False
