"""NAPSI: one nail in all its states, and totals over ten and twenty nails."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

import oracle
import psoscore as ps
from psoscore.instruments.napsi import FINGERS, TOES

NAIL = ps.NAPSI_NAIL.items
COUNTS = ("nail_matrix", "nail_bed")


@pytest.mark.requirement("PSO-INSTR-012")
def test_one_nail_is_scored_in_every_state_that_it_can_have() -> None:
    """
    Eight flags, each 0, 1 or missing: 6,561 states through the array door.
    """
    states = list(product((0, 1, None), repeat=8))
    arrays = {item: np.array([state[place] for state in states], float) for place, item in enumerate(NAIL)}

    low, high = ps.bounds_arrays(ps.NAPSI_NAIL, arrays)

    expected = [oracle.napsi_bounds([state]) for state in states]
    assert list(zip(low.tolist(), high.tolist(), strict=True)) == expected


@pytest.mark.requirement("PSO-INSTR-012")
def test_a_complete_nail_equals_the_oracle() -> None:
    for flags in product((0, 1), repeat=8):
        matrix, bed = flags[:4], flags[4:]
        record = dict(zip(NAIL, flags, strict=True))

        assert ps.score(ps.NAPSI_NAIL, record).value == oracle.napsi_nail(list(zip(matrix, bed, strict=True)))


@pytest.mark.requirement("PSO-INSTR-014")
@pytest.mark.parametrize(("matrix", "bed"), list(product((0, 1, 2, 3, 4, None), repeat=2)))
def test_a_nail_may_come_counted(matrix: int | None, bed: int | None) -> None:
    scored = ps.score(ps.NAPSI_NAIL, dict(zip(COUNTS, (matrix, bed), strict=True)))

    known = sum(one for one in (matrix, bed) if one is not None)
    unknown = [matrix, bed].count(None)
    bounds: oracle.Bounds = (known, known + 4 * unknown)
    assert scored.exact_bounds == bounds
    assert scored.value == (None if unknown else known)
    assert scored.n_missing == unknown


@pytest.mark.requirement("PSO-INSTR-014")
def test_matrix_by_quadrant_and_bed_counted_is_one_nail() -> None:
    record: dict[str, Any] = dict.fromkeys(NAIL[:4], 1) | {"nail_bed": 2}

    assert ps.score(ps.NAPSI_NAIL, record).value == 6


@pytest.mark.requirement("PSO-INSTR-014")
def test_both_forms_answered_is_a_fault() -> None:
    record = dict.fromkeys(NAIL, 1) | {"nail_matrix": 3}

    assert [(fault.item, fault.kind) for fault in ps.check(ps.NAPSI_NAIL, record)] == [
        ("nail_matrix_1", "both_forms_answered")
    ]


@pytest.mark.requirement("PSO-INSTR-013")
def test_there_are_ten_fingers_and_ten_toes() -> None:
    assert len(set(FINGERS)) == len(set(TOES)) == 10
    assert len(ps.NAPSI_10.items) == 80
    assert len(ps.NAPSI_20.items) == 160


@pytest.mark.requirement("PSO-INSTR-013")
def test_totals_add_up_nails() -> None:
    """
    By hand: the right thumb has 5, the left great toe 3, everything else is clear.
    """
    record = {f"{nail}_{place}": 0 for nail in (*FINGERS, *TOES) for place in ("matrix", "bed")}
    record |= {"right_thumb_matrix": 4, "right_thumb_bed": 1, "left_great_toe_bed": 3}

    scored = ps.score(ps.NAPSI_20, record)

    assert scored.value == 8
    assert ps.score(ps.NAPSI_10, record).value == 5
    assert scored.parts["fingers"].value == 5
    assert scored.parts["toes"].value == 3
    assert scored.parts["right_thumb"].value == 5
    assert scored.parts["left_thumb"].value == 0


@pytest.mark.requirement("PSO-INSTR-013")
def test_a_nail_that_was_not_looked_at_is_missing() -> None:
    record = dict.fromkeys(ps.NAPSI_10.items, 1) | {
        f"left_little_bed_{quadrant}": None for quadrant in (1, 2, 3, 4)
    }

    scored = ps.score(ps.NAPSI_10, record)

    assert (scored.value, scored.low, scored.high, scored.n_missing) == (None, 76, 80, 4)
