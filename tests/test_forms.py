"""One form typed by hand."""

from __future__ import annotations

from typing import Any

import pytest

import oracle
import psoscore as ps

CLEAR = (0, 0, 0, 0)
REGIONS: dict[str, Any] = {
    "head": (2, 2, 1, 2),
    "upper_extremities": CLEAR,
    "trunk": (3, 2, 2, 4),
    "lower_extremities": CLEAR,
}


@pytest.mark.requirement("PSO-PASI-001")
def test_pasi_of_four_regions() -> None:
    # by hand: 0.1 * 5 * 2 + 0.3 * 7 * 4
    assert ps.pasi(**REGIONS).value == 9.4
    assert ps.pasi(**REGIONS | {"trunk": [3, 2, None, 4]}).value is None
    assert ps.pasi(**REGIONS | {"head": iter((2, 2, 1, 2))}).value == 9.4


@pytest.mark.requirement("PSO-ENGINE-008")
@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ((1, 2, 3), "(1, 2, 3)"),
        ((1, 2, 3, 4, 5), "(1, 2, 3, 4, 5)"),
        ("2212", "'2212'"),
        (5, "5"),
        (None, "None"),
    ],
)
def test_a_region_has_four_entries(head: Any, shown: str) -> None:
    with pytest.raises(ps.InputError) as raised:
        ps.pasi(**REGIONS | {"head": head})

    assert str(raised.value) == f"head: {shown} wrong length; allowed is 4 answers in order"


@pytest.mark.requirement("PSO-ENGINE-008")
def test_every_fault_is_listed() -> None:
    with pytest.raises(ps.InputError) as raised:
        ps.pasi(**REGIONS | {"head": (5, 0, 0, 7)})
    assert [one.item for one in raised.value.faults] == ["head_erythema", "head_area"]

    with pytest.raises(ps.InputError) as raised:
        ps.pasi(head=(), upper_extremities=(1,), trunk=CLEAR, lower_extremities=CLEAR)
    assert [one.item for one in raised.value.faults] == ["head", "upper_extremities"]


@pytest.mark.requirement("PSO-PASI-009")
def test_contradictions_go_through() -> None:
    record = REGIONS | {"head": (2, 0, 0, 0)}

    assert [one.kind for one in ps.pasi(**record).warnings] == ["sign_without_area"]
    assert ps.pasi(**record, contradictions="ignore").warnings == ()
    with pytest.raises(ps.InputError):
        ps.pasi(**record, contradictions="error")


@pytest.mark.requirement("PSO-DLQI-001", "PSO-DLQI-002")
@pytest.mark.parametrize(
    ("seventh", "part_b", "value"),
    [(2, "unsaid", 11), (0, 2, 11), (3, None, 12), (0, None, 9), (None, None, 9), (ps.NOT_RELEVANT, None, 9)],
)
def test_dlqi_of_ten_answers(seventh: Any, part_b: Any, value: int) -> None:
    answers = [1] * 6 + [seventh] + [1] * 3

    scored = ps.dlqi(answers) if part_b == "unsaid" else ps.dlqi(answers, part_b=part_b)

    assert scored.value == value  # nine ones, and question 7 after specification B2


@pytest.mark.requirement("PSO-ENGINE-008")
@pytest.mark.parametrize(
    ("answers", "shown"), [([1] * 11, "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"), ("1" * 10, "'1111111111'")]
)
def test_a_dlqi_has_ten_answers(answers: Any, shown: str) -> None:
    """
    Part b of question 7 is not an eleventh.
    """
    with pytest.raises(ps.InputError) as raised:
        ps.dlqi(answers)

    assert str(raised.value) == f"dlqi: {shown} wrong length; allowed is 10 answers in order"


def test_contradictions_of_a_dlqi_go_through() -> None:
    answers = [1] * 6 + [3] + [1] * 3

    assert [one.kind for one in ps.dlqi(answers, part_b=1).warnings] == ["part_b_beside_part_a"]
    assert ps.dlqi(answers, part_b=1, contradictions="ignore").warnings == ()


@pytest.mark.requirement("PSO-PASI-004")
@pytest.mark.parametrize("percent", [0, 0.5, 9.99, 10, 29.9, 30, 50, 70, 89.9, 90, 100])
def test_an_area_grade(percent: float) -> None:
    assert ps.area_grade(percent) == oracle.area_grade(percent)
    assert type(ps.area_grade(percent)) is int


@pytest.mark.requirement("PSO-PASI-005")
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (100.1, "percent: 100.1 out of range; allowed is 0 to 100 %"),
        (-1, "percent: -1 out of range; allowed is 0 to 100 %"),
        (True, "percent: True bool; allowed is 0 to 100 %"),
        (None, "percent: None missing; allowed is 0 to 100 %"),
        (float("nan"), "percent: nan missing; allowed is 0 to 100 %"),
        (float("inf"), "percent: inf infinite; allowed is 0 to 100 %"),
        (ps.Interval(1, 2), "percent: Interval(low=1, high=2) missing; allowed is 0 to 100 %"),
        (
            "10",
            (
                "percent: '10' text; allowed is 0 to 100 % "
                "(give a number; a door that takes text='numbers' reads text as the number it spells)"
            ),
        ),
    ],
)
def test_a_percentage_is_one_number(wrong: Any, message: str) -> None:
    with pytest.raises(ps.InputError) as raised:
        ps.area_grade(wrong)

    assert str(raised.value) == message
