"""Response counts, as plots draw them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import psoscore as ps
from psoscore.plots import ResponseCount, count_flags

pytestmark = pytest.mark.requirement("PSO-PLOT-004")


def test_flags_of_every_kind_are_counted_and_the_unknown_are_no_failures() -> None:
    flags = [
        *(ps.Truth.TRUE, ps.Truth.FALSE, ps.Truth.UNKNOWN),
        *(True, False, np.True_, np.int8(1), np.int8(0), np.int8(-1), 1.0),
        *(None, float("nan"), pd.NA),
        *("Y", "N", ""),
    ]

    # By hand: true are TRUE, True, np.True_, int8 1, 1.0, Y; false are FALSE, False, int8 0, N.
    assert count_flags(flags) == ResponseCount(responders=6, assessed=10, unsettled=6)
    assert count_flags(np.array([1, -1, 0], np.int8)) == ResponseCount(responders=1, assessed=2, unsettled=1)
    assert count_flags([]) == ResponseCount(responders=0, assessed=0)


@pytest.mark.parametrize("flag", [2, "1", 0.5, [1], "y"])
def test_a_flag_that_is_none_is_refused_with_its_row(flag: Any) -> None:
    with pytest.raises(ps.InputError) as caught:
        count_flags([1, 0, flag])
    assert [(one.item, one.kind, one.rows) for one in caught.value.faults] == [("response", "no_flag", (2,))]


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


@pytest.mark.parametrize("interval", [(0.1,), ("low", "high"), 3, (0.5, 10**400)])
def test_an_interval_that_is_no_pair_of_proportions_is_refused(interval: Any) -> None:
    with pytest.raises(ps.InputError, match="two proportions from 0 to 1, the lower first"):
        ResponseCount(responders=1, assessed=2, unsettled=0, interval=interval)
