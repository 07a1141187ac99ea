"""GPPGA in each of its 216 states, known and missing."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

import oracle
import psoscore as ps

pytestmark = pytest.mark.requirement("PSO-INSTR-011")

STATES = list(product((0, 1, 2, 3, 4, None), repeat=3))


def test_every_state_equals_the_oracle_through_both_doors() -> None:
    rows = [dict(zip(ps.GPPGA.items, state, strict=True)) for state in STATES]
    expected: list[oracle.Bounds] = [oracle.gppga_bounds(*state) for state in STATES]
    arrays = {item: np.array([row[item] for row in rows], float) for item in ps.GPPGA.items}

    scored = [ps.score(ps.GPPGA, row) for row in rows]
    low, high = ps.bounds_arrays(ps.GPPGA, arrays)

    assert [one.exact_bounds for one in scored] == expected
    assert [one.value for one in scored] == [low if low == high else None for low, high in expected]
    assert list(zip(low.tolist(), high.tolist(), strict=True)) == expected


@pytest.mark.parametrize(
    ("grades", "level"),
    # By hand, from specification A14: means 1/3, 4/3, 5/3, 7/3, 8/3, 10/3, 11/3.
    [
        ((1, 0, 0), 1),
        ((2, 2, 0), 1),
        ((2, 2, 1), 2),
        ((3, 2, 2), 2),
        ((3, 3, 2), 3),
        ((4, 4, 2), 3),
        ((4, 4, 3), 4),
    ],
)
def test_it_is_no_ordinary_rounding(grades: tuple[int, int, int], level: int) -> None:
    scored = ps.score(ps.GPPGA, dict(zip(ps.GPPGA.items, grades, strict=True)))

    assert scored.value == level
    assert scored.parts["mean"].exact == Fraction(sum(grades), 3)
