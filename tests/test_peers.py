"""Mistakes that public implementations make, each a negative test.

They were read or run; the values here are worked by hand from the formula.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import psoscore as ps

if TYPE_CHECKING:
    from collections.abc import Mapping

TWOS = dict.fromkeys(ps.PASI.items, 2)
ONES = {f"dlqi_{number:02d}": 1 for number in range(1, 11)}
CLEAR = (0, 0, 0, 0)
BASE = {  # 0.1*6*2 + 0.2*6*2 + 0.3*6*3 + 0.4*5*3 = 1.2 + 2.4 + 5.4 + 6.0
    "head": (2, 2, 2, 2),
    "upper_extremities": (2, 2, 2, 2),
    "trunk": (2, 2, 2, 3),
    "lower_extremities": (2, 2, 1, 3),
}
TEN = {  # 0.1*2 + 0.2*5 + 0.3*24 + 0.4*4: exactly 10
    "head": (2, 0, 0, 1),
    "upper_extremities": (2, 2, 1, 1),
    "trunk": (4, 0, 0, 6),
    "lower_extremities": (4, 0, 0, 1),
}


def verdict(condition: Any, record: Any) -> ps.Truth:
    return ps.judge(condition, record)


def record_of(regions: Mapping[str, tuple[int, ...]]) -> dict[str, int]:
    items = ("erythema", "induration", "desquamation", "area")
    return {
        f"{region}_{item}": grade
        for region, row in regions.items()
        for item, grade in zip(items, row, strict=True)
    }


@pytest.mark.requirement("PSO-ENGINE-004")
def test_bands_are_not_judged_on_floats() -> None:
    """
    In binary floats the sum lies below 10: a peer prints "10.0, mild".
    """
    record = record_of(TEN)

    assert 0.1 * 2 + 0.2 * 5 + 0.3 * 24 + 0.4 * 4 < 10
    assert ps.score(ps.PASI, record).exact == 10
    assert verdict(ps.PASI >= 10, record) is ps.Truth.TRUE
    assert verdict(ps.PASI > 10, record) is ps.Truth.FALSE


@pytest.mark.requirement("PSO-ENGINE-004")
def test_a_float_sum_would_miss_the_entry_threshold() -> None:
    # Specification A5: trunk product 24, legs product 2 gives 7.999999999999999 in floats
    record = record_of(
        {"head": CLEAR, "upper_extremities": CLEAR, "trunk": (4, 0, 0, 6), "lower_extremities": (2, 0, 0, 1)}
    )

    assert 0.1 * 0 + 0.2 * 0 + 0.3 * 24 + 0.4 * 2 < 8
    assert verdict(ps.PASI >= 8, record) is ps.Truth.TRUE


@pytest.mark.requirement("PSO-PASI-008")
@pytest.mark.parametrize("gap", ["lower_extremities_area", "trunk_desquamation", "head_erythema"])
def test_what_is_missing_does_not_count_as_nothing(gap: str) -> None:
    record = record_of(BASE)
    assert ps.score(ps.PASI, record).value == 15

    missing = ps.score(ps.PASI, record | {gap: None})
    assert missing.value is None
    assert missing.low_units < 150 < missing.high_units
    del record[gap]
    with pytest.raises(ps.InputError, match=f"^{gap}: absent"):
        ps.score(ps.PASI, record)


@pytest.mark.requirement("PSO-DLQI-002")
def test_part_b_of_question_7_is_asked_for() -> None:
    """
    In a real file 167 of 876 totals do not add up, because part b is not in it.
    """
    record = {name: 1 for name in ONES if name != "dlqi_07"} | {"dlqi_07a": 0}

    with pytest.raises(ps.InputError, match=r"^dlqi_07b: absent"):
        ps.score(ps.DLQI, record)
    never = ps.score(ps.DLQI, record, unrecorded=["dlqi_07b"])
    assert (never.value, never.low, never.high) == (None, 9, 11)
    assert ps.score(ps.DLQI, record | {"dlqi_07b": 2}).value == 11


@pytest.mark.requirement("PSO-DLQI-002", "PSO-DLQI-005")
def test_part_b_is_not_an_eleventh_question() -> None:
    record = {name: 3 for name in ONES if name != "dlqi_07"} | {"dlqi_07a": 3, "dlqi_07b": 2}
    blank = {name: 1 for name in ONES if name != "dlqi_07"} | {"dlqi_07a": None, "dlqi_07b": None}

    assert ps.score(ps.DLQI, record).value == 30
    assert ps.score(ps.DLQI, blank).value == 9  # one unanswered question, not two


@pytest.mark.requirement("PSO-ENGINE-013")
@pytest.mark.parametrize("wrong", ["2", b"two", True, np.True_, 1.5, -1, 5, float("inf"), Fraction(5, 2)])
def test_text_and_bools_and_parts_of_points_do_not_slip_through(wrong: Any) -> None:
    for definition, record, item in ((ps.PASI, TWOS, "trunk_erythema"), (ps.DLQI, ONES, "dlqi_03")):
        (fault,) = ps.check(definition, record | {item: wrong})
        assert fault.item == item


def test_a_nan_that_nobody_asked_for_gives_no_band() -> None:
    scored = ps.score(ps.DLQI_BANDS, ONES | {"dlqi_03": float("nan"), "dlqi_04": None})

    assert (scored.value, scored.label) == (None, None)


@pytest.mark.requirement("PSO-PASI-001", "PSO-PASI-002")
def test_the_trunk_weighs_three_tenths() -> None:
    everything = dict.fromkeys(ps.PASI.items, 4) | {
        name: 6 for name in ps.PASI.items if name.endswith("area")
    }

    assert ps.score(ps.PASI, everything).value == 72  # 64.8 with the trunk at 0.2
    trunk = record_of(
        {"head": CLEAR, "upper_extremities": CLEAR, "trunk": (4, 4, 4, 6), "lower_extremities": CLEAR}
    )
    assert ps.score(ps.PASI, trunk).value == 21.6


@pytest.mark.requirement("PSO-PASI-005")
def test_percentages_are_not_rounded_before_grading() -> None:
    for percent, grade in ((9.6, 1), (29.5, 2), (89.99, 5), (0.4, 1)):
        assert ps.area_grade(percent) == grade


@pytest.mark.requirement("PSO-PASI-004")
def test_bands_of_whole_percents_leave_no_hole() -> None:
    assert [ps.area_grade(percent) for percent in (0.5, 9.5, 29.5, 49.5, 69.5, 89.5)] == [1, 1, 2, 3, 4, 5]
    assert ps.area_grade(10) == 2  # not 1, as right-closed bins have it


def test_itch_is_no_fourth_sign() -> None:
    assert ps.PASI.high == 72  # 96 with four signs
    assert not any("itch" in name or "prur" in name for name in ps.PASI.cells)
    assert ps.score(ps.PASI, TWOS | {"head_itch": 4}).value == 12


@pytest.mark.requirement("PSO-DLQI-010")
def test_ten_points_of_dlqi_are_not_more_than_ten() -> None:
    assert verdict(ps.DLQI > 10, ONES) is ps.Truth.FALSE
    assert ps.score(ps.DLQI_BANDS, ONES).label == "moderate"
    assert ps.score(ps.DLQI_BANDS, ONES | {"dlqi_01": 2}).label == "very large"


@pytest.mark.requirement("PSO-PASI-003")
@pytest.mark.parametrize(
    ("item", "wrong"), [("trunk_erythema", 5), ("trunk_erythema", -1), ("trunk_area", 7)]
)
def test_nothing_is_clamped_into_range(item: str, wrong: int) -> None:
    with pytest.raises(ps.InputError, match="out of range"):
        ps.score(ps.PASI, TWOS | {item: wrong})


@pytest.mark.requirement("PSO-PASI-003")
@pytest.mark.parametrize("wrong", [2.5, 2.9999, 1.5])
def test_nothing_is_truncated_to_a_whole_number(wrong: float) -> None:
    with pytest.raises(ps.InputError, match="not whole"):
        ps.score(ps.PASI, TWOS | {"trunk_erythema": wrong})


@pytest.mark.requirement("PSO-DLQI-005", "PSO-DLQI-008")
def test_a_dlqi_with_one_gap_is_scored_and_its_subscale_is_not() -> None:
    scored = ps.score(ps.DLQI, ONES | {"dlqi_10": None})

    assert scored.value == 9
    assert scored.parts["treatment"].value is None


@pytest.mark.requirement("PSO-DLQI-005")
def test_a_dlqi_with_two_gaps_is_not_a_low_dlqi() -> None:
    assert ps.score(ps.DLQI, ONES | {"dlqi_10": None, "dlqi_01": None}).value is None


@pytest.mark.requirement("PSO-DLQI-004", "PSO-DLQI-011")
def test_not_relevant_is_not_zero() -> None:
    """
    Data that write 0 for both would silently give the DLQI for the DLQI-R.
    """
    not_relevant, zero = ONES | {"dlqi_03": ps.NOT_RELEVANT}, ONES | {"dlqi_03": 0}

    assert ps.score(ps.DLQI_R, not_relevant).value == 10  # 9 * 10 / 9
    assert ps.score(ps.DLQI_R, zero).value == 9
    columns = {name: np.array([answer]) for name, answer in zero.items()}
    with pytest.raises(ps.DefinitionError, match="cannot be told from a DLQI"):
        ps.score_arrays(ps.DLQI_R, columns)


@pytest.mark.requirement("PSO-PASI-009")
def test_a_clear_area_with_signs_is_not_passed_over_in_silence() -> None:
    assert [one.kind for one in ps.score(ps.PASI, TWOS | {"head_area": 0}).warnings] == ["sign_without_area"]
