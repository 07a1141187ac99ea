"""Response counts and Wilson's interval."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import psoscore as ps
from psoscore.plots import ResponseCount, count_flags, wilson_interval

pytestmark = pytest.mark.requirement("PSO-PLOT-004")

Z_95 = 1.959963984540054
"""The normal quantile of 0.975, from any table of it."""


@pytest.mark.parametrize(
    ("responders", "assessed", "expected"),
    [  # Newcombe RG, Stat Med 1998;17:857-872, table I, method 3 (score, without continuity correction)
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_wilson_intervals_are_those_of_the_literature(
    responders: int, assessed: int, expected: tuple[float, float]
) -> None:
    low, high = wilson_interval(responders, assessed)

    assert (round(low, 4), round(high, 4)) == expected


@given(st.integers(1, 2_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_ends_are_the_proportions_that_the_score_test_just_rejects(counts: tuple[int, int]) -> None:
    """
    By Wilson's own definition: |p - q| = z sqrt(q (1 - q) / n) at both ends q.
    """
    responders, assessed = counts
    rate = responders / assessed
    low, high = wilson_interval(responders, assessed)

    assert 0 <= low <= rate <= high <= 1
    for end in (low, high):
        assert abs(rate - end) == pytest.approx(Z_95 * sqrt(end * (1 - end) / assessed), abs=1e-9)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_failures_have_the_mirror_interval_and_more_confidence_a_wider_one(counts: tuple[int, int]) -> None:
    responders, assessed = counts
    low, high = wilson_interval(responders, assessed)
    mirror = wilson_interval(assessed - responders, assessed)
    wide = wilson_interval(responders, assessed, level=0.99)

    assert (1 - mirror[1], 1 - mirror[0]) == pytest.approx((low, high), abs=1e-12)
    assert wide[0] <= low
    assert high <= wide[1]


def test_the_edges_are_exact() -> None:
    assert wilson_interval(0, 7)[0] == 0
    assert wilson_interval(7, 7)[1] == 1
    assert wilson_interval(0, 0) == (0, 1)  # nobody assessed, nothing known


@pytest.mark.parametrize("level", [0, 1, -0.5, 95])
def test_a_level_lies_between_0_and_1(level: float) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        wilson_interval(1, 2, level=level)
    assert str(caught.value) == f"level is {level}; a confidence level lies between 0 and 1, as 0.95 does"


def test_flags_of_every_kind_are_counted_and_the_unknown_are_no_failures() -> None:
    flags = [
        *(ps.Truth.TRUE, ps.Truth.FALSE, ps.Truth.UNKNOWN),
        *(True, False, np.True_, np.int8(1), np.int8(0), np.int8(-1), 1.0),
        *(None, float("nan"), pd.NA),
    ]

    # By hand: true are TRUE, True, np.True_, int8 1, 1.0; false are FALSE, False, int8 0.
    assert count_flags(flags) == ResponseCount(responders=5, assessed=8, unsettled=5)
    assert count_flags(np.array([1, -1, 0], np.int8)) == ResponseCount(responders=1, assessed=2, unsettled=1)
    assert count_flags([]) == ResponseCount(responders=0, assessed=0)


@pytest.mark.parametrize(("flag", "shown"), [(2, "2"), ("1", "'1'"), (0.5, "0.5"), ([1], "[1]")])
def test_a_flag_that_is_none_is_refused_with_its_row(flag: Any, shown: str) -> None:
    with pytest.raises(ps.InputError) as caught:
        count_flags([1, 0, flag])
    allowed = "a Truth, a bool, 1, 0, -1 or None"
    assert caught.value.faults == (ps.Fault("response", "no_flag", allowed, shown, rows=(2,)),)
    assert str(caught.value) == f"response: {shown} no flag; allowed is {allowed}; 1 cell, at 2"


def test_rates_and_what_the_open_can_still_make_of_them() -> None:
    count = ResponseCount(responders=3, assessed=6, unsettled=2)

    assert count.rate == 0.5
    assert count.completions == (0.375, 0.625)  # 3 / 8 and 5 / 8, by hand
    nobody = ResponseCount(responders=0, assessed=0)
    assert (nobody.rate, nobody.completions) == (None, None)
    all_open = ResponseCount(responders=0, assessed=0, unsettled=4)
    assert (all_open.rate, all_open.completions) == (None, (0, 1))


@pytest.mark.parametrize(
    ("numbers", "messages"),
    [
        (
            {"responders": 3, "assessed": 2},
            ["responders: 3 out of range; allowed is at most the 2 assessed"],
        ),
        (
            {"responders": -1, "assessed": 2.5, "unsettled": True},
            [
                "responders: -1 not a count; allowed is a whole number, 0 or more",
                "assessed: 2.5 not a count; allowed is a whole number, 0 or more",
                "unsettled: True not a count; allowed is a whole number, 0 or more",
            ],
        ),
        (
            {"responders": 1, "assessed": 2, "interval": (0.6, 0.4)},
            ["interval: (0.6, 0.4) out of range; allowed is two proportions from 0 to 1, the lower first"],
        ),
        (
            {"responders": 1, "assessed": 2, "interval": (30, 70)},
            ["interval: (30, 70) out of range; allowed is two proportions from 0 to 1, the lower first"],
        ),
    ],
)
def test_numbers_that_do_not_fit_together_are_refused(numbers: dict[str, Any], messages: list[str]) -> None:
    with pytest.raises(ps.InputError) as caught:
        ResponseCount(**numbers)
    assert [fault.message for fault in caught.value.faults] == messages
