"""CDLQI: question 7 has two parts of which one is enough; subscales and bands are its own."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
import psoscore as ps
from psoscore.instruments.cdlqi import SUBSCALES

OTHERS = tuple(f"cdlqi_{question:02d}" for question in (1, 2, 3, 4, 5, 6, 8, 9, 10))
SCHOOL, HOLIDAY, COMBINED = "cdlqi_07_school", "cdlqi_07_holiday", "cdlqi_07"
ANSWERS: tuple[Any, ...] = (0, 1, 2, 3, None, oracle.UNRECORDED)


def scored(definition: ps.Score, answers: list[Any], seven: dict[str, Any]) -> ps.Scored:
    """Nine other answers in order, and question 7 in one of its forms."""
    record = dict(zip(OTHERS, answers, strict=True)) | seven
    unseen = [item for item, answer in record.items() if answer == oracle.UNRECORDED]
    return ps.score(definition, {k: v for k, v in record.items() if k not in unseen}, unrecorded=unseen)


@pytest.mark.requirement("PSO-INSTR-002", "PSO-INSTR-003")
@pytest.mark.parametrize(("school", "holiday"), list(product(ANSWERS, repeat=2)))
def test_question_7_in_every_state(school: Any, holiday: Any) -> None:
    """
    A part that was never captured may be anything, blank included. The other
    nine questions are answered with 1.
    """
    could_be = [
        oracle.cdlqi_question_7(*pair)
        for pair in product(
            *((0, 1, 2, 3, None) if one == oracle.UNRECORDED else (one,) for one in (school, holiday))
        )
    ]
    points = [point for one in could_be for point in ((0, 1, 2, 3) if one is None else (one,))]

    result = scored(ps.CDLQI, [1] * 9, {SCHOOL: school, HOLIDAY: holiday})

    bounds: oracle.Bounds = (9 + min(points), 9 + max(points))
    assert result.exact_bounds == bounds
    if school is holiday is None:
        assert (result.value, result.n_missing) == (9, 1)
        assert set(result.missing) == {SCHOOL, HOLIDAY}
    elif min(points) == max(points):
        assert (result.value, result.missing) == (9 + points[0], ())
    else:
        assert (result.value, result.n_missing) == (None, 1)
    both = {school, holiday}.isdisjoint({None, oracle.UNRECORDED})
    assert [warning.kind for warning in result.warnings] == (["school_and_holiday"] if both else [])


@pytest.mark.requirement("PSO-INSTR-001", "PSO-INSTR-003", "PSO-INSTR-004", "PSO-INSTR-005")
@given(
    answers=st.lists(st.sampled_from(ANSWERS), min_size=10, max_size=10),
    part=st.sampled_from([SCHOOL, HOLIDAY, COMBINED]),
)
def test_total_subscales_and_band_equal_the_oracle(answers: list[Any], part: str) -> None:
    *_, seven = answers[:7]
    other = {HOLIDAY: None} if part == SCHOOL else {SCHOOL: None} if part == HOLIDAY else {}
    others = answers[:6] + answers[7:]

    result = scored(ps.CDLQI, others, {part: seven, **other})

    value = oracle.cdlqi_value(answers)
    assert result.value == value
    bounds: oracle.Bounds = oracle.cdlqi_bounds(answers)
    assert result.exact_bounds == bounds
    for name in oracle.CDLQI_SUBSCALES:
        assert result.parts[name].value == oracle.cdlqi_subscale_value(answers, name)
        part_bounds: oracle.Bounds = oracle.cdlqi_subscale_bounds(answers, name)
        assert result.parts[name].exact_bounds == part_bounds
    band = scored(ps.CDLQI_BANDS, others, {part: seven, **other})
    if oracle.UNRECORDED not in answers:
        assert band.value == (None if value is None else oracle.cdlqi_band(value))
    elif band.value is not None:  # whatever was never captured cannot change the band
        assert {oracle.cdlqi_band(one) for one in map(int, oracle.cdlqi_bounds(answers))} == {band.value}


@pytest.mark.requirement("PSO-INSTR-003")
def test_every_pattern_of_blanks_through_arrays() -> None:
    """
    1,024 patterns, every answer a 2.
    """
    patterns = list(product((2, None), repeat=10))
    items = (*OTHERS[:6], COMBINED, *OTHERS[6:])
    arrays = {item: np.array([one[place] for one in patterns], float) for place, item in enumerate(items)}

    values = ps.score_arrays(ps.CDLQI, arrays)
    low, high = ps.bounds_arrays(ps.CDLQI, arrays)

    expected = [oracle.cdlqi_value(one) for one in patterns]
    assert [None if np.isnan(one) else one for one in values.tolist()] == expected
    assert list(zip(low.tolist(), high.tolist(), strict=True)) == [
        oracle.cdlqi_bounds(one) for one in patterns
    ]


@pytest.mark.requirement("PSO-INSTR-002")
def test_both_parts_in_arrays() -> None:
    """
    School or holiday as the week was: two columns with one of them empty in every row.
    """
    arrays = {item: np.zeros(4) for item in OTHERS}
    arrays |= {SCHOOL: np.array([3, np.nan, 1, np.nan]), HOLIDAY: np.array([np.nan, 2, 2, np.nan])}

    assert ps.score_arrays(ps.CDLQI, arrays).tolist() == [3, 2, 2, 0]
    low, high = ps.bounds_arrays(ps.CDLQI, arrays)
    assert (low.tolist(), high.tolist()) == ([3, 2, 2, 0], [3, 2, 2, 3])


@pytest.mark.requirement("PSO-INSTR-001")
def test_not_relevant_is_no_answer() -> None:
    record = {**dict.fromkeys(OTHERS, 0), COMBINED: ps.NOT_RELEVANT}

    assert [fault.kind for fault in ps.check(ps.CDLQI, record)] == ["not_relevant_is_no_answer_here"]


@pytest.mark.requirement("PSO-INSTR-004")
def test_subscales_are_its_own_grouping() -> None:
    # Specification B8: maxima 6, 9, 3, 6, 3, 3.
    assert dict(SUBSCALES) == oracle.CDLQI_SUBSCALES
    assert [part.high for part in ps.CDLQI.parts] == [6, 9, 3, 6, 3, 3]
    assert sorted(question for questions in SUBSCALES.values() for question in questions) == list(
        range(1, 11)
    )


@pytest.mark.requirement("PSO-INSTR-005")
@pytest.mark.parametrize(
    ("total", "label"),
    # Specification B8.
    [
        (1, "none"),
        (2, "small"),
        (6, "small"),
        (7, "moderate"),
        (12, "moderate"),
        (13, "very large"),
        (18, "very large"),
        (19, "extremely large"),
    ],
)
def test_bands_are_its_own(total: int, label: str) -> None:
    answers = [min(3, max(0, total - 3 * place)) for place in range(10)]

    result = scored(ps.CDLQI_BANDS, answers[:9], {COMBINED: answers[9]})

    assert result.label == label
    assert ps.CDLQI_BANDS.provenance.status == "unconfirmed"
