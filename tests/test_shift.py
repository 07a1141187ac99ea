"""Shifts between bands: who moved from where to where."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import psoscore as ps
from psoscore.endpoints import shift_table

if TYPE_CHECKING:
    from psoscore import Scored

pytestmark = [pytest.mark.requirement("PSO-DLQI-010")]

# Hongbo 2005, specification B5: one total of each band, and none where two answers are missing.
TOTALS = {"none": 1, "small": 2, "moderate": 10, "very large": 11, "extremely large": 21, None: None}


@lru_cache
def banded(total: int | None) -> Scored:
    """A questionnaire with this total, or with two blanks."""
    answers: dict[str, int | None] = {}
    for number in range(1, 11):
        answers[f"dlqi_{number:02d}"] = None if total is None else min(3, max(0, total - 3 * (number - 1)))
    return ps.score(ps.DLQI_BANDS, answers)


@given(st.lists(st.tuples(st.sampled_from([*TOTALS]), st.sampled_from([*TOTALS]))))
def test_every_patient_is_counted_once(moves: list[tuple[str | None, str | None]]) -> None:
    pairs = [(banded(TOTALS[before]), banded(TOTALS[after])) for before, after in moves]

    table = shift_table(ps.DLQI_BANDS, pairs)

    assert list(table) == list(product(TOTALS, TOTALS))
    assert table == {move: moves.count(move) for move in product(TOTALS, TOTALS)}


def test_the_result_of_another_score_is_refused() -> None:
    dlqi = ps.score(ps.DLQI, {f"dlqi_{number:02d}": 1 for number in range(1, 11)})

    with pytest.raises(ps.DefinitionError) as caught:
        shift_table(ps.DLQI_BANDS, [(banded(3), dlqi)])
    assert str(caught.value) == "a result of dlqi is none of dlqi_band"


def test_an_equal_banding_is_the_same_banding() -> None:
    table = shift_table(evolve(ps.DLQI_BANDS), [(banded(2), banded(11))])

    assert table["small", "very large"] == 1
