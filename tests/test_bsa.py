"""Body surface area: exact from percentages and prints, an interval from grades."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
import psoscore as ps

REGIONS = ("head", "upper_extremities", "trunk", "lower_extremities")
PERCENTS = tuple(f"{region}_percent" for region in REGIONS)
GRADES = tuple(f"{region}_area" for region in REGIONS)
HUNDREDTHS = st.integers(0, 10_000).map(lambda units: Fraction(units, 100))


@pytest.mark.requirement("PSO-INSTR-016")
@given(st.tuples(HUNDREDTHS, HUNDREDTHS, HUNDREDTHS, HUNDREDTHS))
def test_percentages_of_regions_add_up_to_that_of_the_body(
    percents: tuple[Fraction, Fraction, Fraction, Fraction],
) -> None:
    scored = ps.score(ps.BSA_FROM_PERCENTAGES, dict(zip(PERCENTS, percents, strict=True)))

    assert scored.exact == oracle.bsa_percent(*percents)


@pytest.mark.requirement("PSO-INSTR-016")
def test_percentages_come_under_the_names_that_pasi_has_for_them() -> None:
    """
    By hand: 0.1 x 10 + 0.2 x 10 + 0.3 x 10 + 0.4 x 10 = 10; PASI (1+1+1) x 2 = 6.
    """
    record: dict[str, Any] = {f"{region}_area_percent": 10 for region in REGIONS}
    signs = {f"{region}_{sign}": 1 for region in REGIONS for sign in oracle.SIGNS}

    assert ps.score(ps.BSA_FROM_PERCENTAGES, record).value == 10
    both = (ps.BSA_FROM_PERCENTAGES >= 10) & (ps.PASI >= 6)
    assert ps.judge(both, record | signs) is ps.Truth.TRUE


@pytest.mark.requirement("PSO-INSTR-016")
def test_a_percentage_finer_than_hundredths_is_refused() -> None:
    (fault,) = ps.check(ps.BSA_FROM_PERCENTAGES, dict.fromkeys(PERCENTS, 0) | {"trunk_percent": 10 / 3})

    assert (fault.item, fault.kind) == ("trunk_percent", "too_fine")


@pytest.mark.requirement("PSO-INSTR-016")
def test_a_missing_percentage_leaves_the_share_of_its_region_open() -> None:
    """
    By hand: the trunk is 30 % of the body, the rest 7 %.
    """
    scored = ps.score(ps.BSA_FROM_PERCENTAGES, dict.fromkeys(PERCENTS, 10) | {"trunk_percent": None})

    assert (scored.value, scored.low, scored.high) == (None, 7, 37)


@pytest.mark.requirement("PSO-INSTR-017")
def test_grades_give_bounds_in_every_state() -> None:
    """
    Seven grades and a missing one in four regions: 4,096 states.
    """
    states = list(product((0, 1, 2, 3, 4, 5, 6, None), repeat=4))
    arrays = {item: np.array([state[place] for state in states], float) for place, item in enumerate(GRADES)}

    low, high = ps.bounds_arrays(ps.BSA_FROM_GRADES, arrays)
    values = ps.score_arrays(ps.BSA_FROM_GRADES, arrays)

    expected = [oracle.bsa_bounds(state) for state in states]
    assert list(zip(low.tolist(), high.tolist(), strict=True)) == expected
    assert [state for state, value in zip(states, values, strict=True) if not np.isnan(value)] == [
        (0, 0, 0, 0)
    ]


@pytest.mark.requirement("PSO-INSTR-017")
@given(st.tuples(*[st.sampled_from([0, 1, 2, 3, 4, 5, 6, None])] * 4))
def test_grades_of_one_record_give_the_same_bounds(state: tuple[int | None, ...]) -> None:
    scored = ps.score(ps.BSA_FROM_GRADES, dict(zip(GRADES, state, strict=True)))

    assert scored.exact_bounds == oracle.bsa_bounds(state)
    assert scored.value == (0 if set(state) == {0} else None)
    assert scored.missing == tuple(item for item, grade in zip(GRADES, state, strict=True) if grade is None)


@pytest.mark.requirement("PSO-INSTR-017")
@given(st.tuples(*[HUNDREDTHS] * 4))
def test_the_surface_lies_between_the_bounds_of_its_own_grades(percents: tuple[Fraction, ...]) -> None:
    grades = {item: oracle.area_grade(percent) for item, percent in zip(GRADES, percents, strict=True)}
    scored = ps.score(ps.BSA_FROM_GRADES, grades)

    assert scored.low is not None
    assert scored.high is not None
    assert scored.low <= oracle.bsa_percent(*percents) <= scored.high


@pytest.mark.requirement("PSO-INSTR-017")
def test_a_condition_on_an_interval_is_settled_on_either_side_of_it() -> None:
    """
    By hand: grade 2 everywhere is 10 to 30 %.
    """
    grades = dict.fromkeys(GRADES, 2)
    arrays = {item: np.array([2]) for item in GRADES}
    surface = ps.BSA_FROM_GRADES

    for condition, truth in ((surface >= 10, 1), (surface > 30, 0), (surface > 10, -1), (surface < 10, 0)):
        assert ps.judge(condition, grades).value == truth
        assert ps.judge_arrays(condition, arrays).tolist() == [truth]


@pytest.mark.requirement("PSO-INSTR-017")
def test_grades_are_the_very_items_of_pasi() -> None:
    assert [ps.BSA_FROM_GRADES.cells[item] for item in GRADES] == [ps.PASI.cells[item] for item in GRADES]


@pytest.mark.requirement("PSO-INSTR-018")
@pytest.mark.parametrize(
    ("definition", "prints"),
    [(ps.BSA_HANDPRINTS, "handprints"), (ps.BSA_PALMS, "palms")],
    ids=["hand", "palm"],
)
def test_a_print_is_one_percent_by_region_or_in_total(definition: ps.Score, prints: str) -> None:
    """
    By hand: 1 + 2.5 + 0 + 0.25 = 3.75.
    """
    by_region = dict(zip((f"{region}_{prints}" for region in REGIONS), (1, 2.5, 0, 0.25), strict=True))

    assert ps.score(definition, by_region).value == 3.75
    assert ps.score(definition, {prints: 3.75}).value == 3.75
    assert [fault.kind for fault in ps.check(definition, by_region | {prints: 3.75})] == [
        "both_forms_answered"
    ]


@pytest.mark.requirement("PSO-INSTR-018")
def test_a_region_holds_no_more_prints_than_its_share_of_the_body() -> None:
    # Specification A4: 10, 20, 30 and 40.
    record = dict(zip(ps.BSA_HANDPRINTS.items, (10, 20, 30, 40), strict=True))

    assert ps.score(ps.BSA_HANDPRINTS, record).value == 100
    assert len(ps.check(ps.BSA_HANDPRINTS, {item: most + 1 for item, most in record.items()})) == 4


@pytest.mark.requirement("PSO-INSTR-018")
def test_the_convention_is_part_of_the_result() -> None:
    hand, palm = ps.score(ps.BSA_HANDPRINTS, {"handprints": 5}), ps.score(ps.BSA_PALMS, {"palms": 5})

    assert (hand.definition.name, palm.definition.name) == ("bsa_handprints", "bsa_palms")
    assert "with its fingers" in hand.definition.provenance.note
    assert "without its fingers" in palm.definition.provenance.note


def test_a_product_says_how_many_levels_its_global_assessment_has() -> None:
    # Specification A14: 0 to 4 are five levels, 0 to 5 are six.
    assert (ps.PGA_X_BSA_5.name, ps.PGA_X_BSA_5.title) == ("pga_x_bsa_5", "PGA x BSA, PGA of 5 points")
    assert (ps.PGA_X_BSA_6.name, ps.PGA_X_BSA_6.title) == ("pga_x_bsa_6", "PGA x BSA, PGA of 6 points")
