"""Global assessments: the length of the scale is part of the definition."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import oracle
import psoscore as ps


@pytest.mark.requirement("PSO-INSTR-019")
def test_iga_mod_2011_has_five_named_levels() -> None:
    # Specification A14.
    labels = [ps.score(ps.IGA_MOD_2011, {"iga_grade": grade}).label for grade in range(5)]

    assert labels == ["clear", "almost clear", "mild", "moderate", "severe"]


@pytest.mark.requirement("PSO-INSTR-019")
def test_a_missing_grade_is_unknown() -> None:
    scored = ps.score(ps.IGA_MOD_2011, {"iga_grade": None})

    assert (scored.value, scored.label, scored.low, scored.high) == (None, None, 0, 4)


@pytest.mark.requirement("PSO-INSTR-020")
@pytest.mark.parametrize(("definition", "levels"), [(ps.SPGA_5, 5), (ps.SPGA_6, 6)], ids=["5", "6"])
def test_a_static_pga_takes_the_grades_of_its_own_scale(definition: ps.Score, levels: int) -> None:
    (item,) = definition.items
    grades = np.arange(levels)

    assert item == f"spga_{levels}_grade"
    assert ps.score_arrays(definition, {item: grades}).tolist() == grades.tolist()
    assert [fault.kind for fault in ps.check(definition, {item: levels})] == ["out_of_range"]


@pytest.mark.requirement("PSO-INSTR-020")
def test_a_grade_of_one_scale_is_not_read_as_one_of_the_other() -> None:
    (fault,) = ps.check(ps.SPGA_6, {"spga_5_grade": 3})

    assert (fault.item, fault.kind) == ("spga_6_grade", "absent")
    assert ps.SPGA_5.fingerprint != ps.SPGA_6.fingerprint


@pytest.mark.requirement("PSO-INSTR-021")
@pytest.mark.parametrize("definition", [ps.PGA_X_BSA_5, ps.PGA_X_BSA_6], ids=["5", "6"])
def test_the_product_with_body_surface_is_exact_for_every_tenth(definition: ps.Score) -> None:
    """
    Grade times percent, in whole tenths: a product of floats misses some of them.
    """
    (pga, bsa) = definition.items
    levels = definition.cells[pga].high + 1
    grades, tenths = np.meshgrid(np.arange(levels), np.arange(1001))

    products = ps.score_arrays(definition, {pga: grades, bsa: tenths / 10})

    assert products.shape == grades.shape
    exact = [
        float(oracle.pga_by_bsa(int(grade), Fraction(int(tenth), 10)))
        for grade, tenth in zip(grades.flat, tenths.flat, strict=True)
    ]
    assert products.ravel().tolist() == exact


@pytest.mark.requirement("PSO-INSTR-021")
@pytest.mark.parametrize(("pga", "bsa"), [(0, None), (None, 0)])
def test_a_zero_settles_the_product(pga: int | None, bsa: int | None) -> None:
    assert ps.score(ps.PGA_X_BSA_5, {"spga_5_grade": pga, "bsa": bsa}).value == 0


@pytest.mark.requirement("PSO-INSTR-021")
def test_the_product_takes_the_result_of_a_body_surface_score() -> None:
    """
    By hand: grades of 2 everywhere are 10 to 30 %, three times that is 30 to 90.
    """
    grades = dict.fromkeys(ps.BSA_FROM_GRADES.items, 2)
    surface = ps.score(ps.BSA_FROM_GRADES, grades)

    scored = ps.score(ps.PGA_X_BSA_5, {"spga_5_grade": 3, "bsa": surface})

    assert (scored.value, scored.low, scored.high) == (None, 30, 90)
