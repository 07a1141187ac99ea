"""Marks on paper: what several ticks, and a mark between two boxes, stand for."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import pytest

import oracle
import psoscore as ps
from psoscore.instruments.dlqi_marks import MARKS, between_boxes, several_ticks

pytestmark = pytest.mark.requirement("PSO-DLQI-009")

BOXES = (0, 1, 2, 3)
EVERY = (*BOXES, ps.NOT_RELEVANT)


def for_the_oracle(tick: Any) -> Any:
    return oracle.NR if tick is ps.NOT_RELEVANT else tick


@pytest.mark.parametrize("ticks", [some for n in range(1, 6) for some in combinations(EVERY, n)])
def test_every_set_of_ticks_stands_for_what_the_oracle_says(ticks: tuple[Any, ...]) -> None:
    assert for_the_oracle(several_ticks(ticks)) == oracle.several_ticks(list(map(for_the_oracle, ticks)))


def test_no_tick_is_an_empty_cell() -> None:
    assert several_ticks([]) is None


@pytest.mark.parametrize(("one", "other"), list(product(BOXES, BOXES)))
def test_a_mark_between_two_boxes_is_the_lower(one: int, other: int) -> None:
    assert between_boxes(one, other) == oracle.between_boxes(one, other)


@pytest.mark.parametrize("wrong", [4, -1, True, 1.0, "1", None])
def test_what_is_no_box_is_refused(wrong: Any) -> None:
    with pytest.raises(ps.InputError) as raised:
        several_ticks([wrong])

    assert str(raised.value) == f"tick: {wrong!r} no box; allowed is 0 to 3, or not relevant"


def test_the_rules_say_that_they_are_unconfirmed() -> None:
    assert MARKS.status == "unconfirmed"
