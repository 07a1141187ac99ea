"""Responses by an absolute threshold and by a drop of so many points, over every pair of scores."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import polars as pl
import pytest

import oracle_index
import oracle_response
import psoscore as ps
from psoscore.endpoints import (
    DLQI_0_1,
    DLQI_MCID_RESPONSE,
    IGA_RESPONSE,
    global_response,
    mcid_response,
    threshold,
)

TRUTHS = {True: 1, False: 0, None: -1}
DLQI_PAIRS = list(product([*range(31), None], repeat=2))
DLQI_BASELINE = np.array([np.nan if b is None else b for b, _ in DLQI_PAIRS])
DLQI_VISIT = np.array([np.nan if v is None else v for _, v in DLQI_PAIRS])


@pytest.mark.requirement("PSO-ENDP-001")
@pytest.mark.parametrize("at_most", [1, 2, 3, 5])
def test_a_threshold_is_itself_a_response(at_most: int) -> None:
    tenths = np.arange(721)

    found = ps.judge_arrays(threshold(at_most=at_most), {"visit": tenths / 10})

    # By hand: whole tenths are compared.
    np.testing.assert_array_equal(found, tenths <= 10 * at_most)


@pytest.mark.requirement("PSO-ENDP-001")
def test_a_threshold_reads_what_is_known() -> None:
    condition = threshold(at_most=2)

    assert ps.judge(condition, {"visit": None}) is ps.Truth.UNKNOWN
    assert ps.judge(condition, {"visit": ps.Interval(0.4, 2.0)}) is ps.Truth.TRUE
    assert ps.judge(condition, {"visit": ps.Interval(2.1, 9.0)}) is ps.Truth.FALSE


@pytest.mark.requirement("PSO-ENDP-002")
def test_dlqi_0_1_through_every_door() -> None:
    visits = [0, 1, 2, 30, None]
    # By hand: at most 1.
    expected = [1, 1, 0, 0, -1]

    assert [ps.judge(DLQI_0_1, {"visit": one}).value for one in visits] == expected
    assert ps.judge_arrays(DLQI_0_1, {"visit": np.array(visits, float)}).tolist() == expected
    frame = ps.judge_frame(pl.DataFrame({"visit": visits}), {"clear": DLQI_0_1})
    assert frame["clear"].to_list() == expected


@pytest.mark.requirement("PSO-ENDP-003")
@pytest.mark.parametrize("mcid", [3, 4, 5])
def test_mcid_response_equals_the_oracle_for_every_pair(mcid: int) -> None:
    expected = [TRUTHS[oracle_response.dlqi_mcid_response(b, v, mcid)] for b, v in DLQI_PAIRS]
    condition = mcid_response(mcid=mcid)

    found = ps.judge_arrays(condition, {"baseline": DLQI_BASELINE, "visit": DLQI_VISIT})
    frame = ps.judge_frame(
        pl.DataFrame({"baseline": [b for b, _ in DLQI_PAIRS], "visit": [v for _, v in DLQI_PAIRS]}),
        {"mcid": condition},
    )

    assert found.tolist() == frame["mcid"].to_list() == expected
    for (b, v), one in zip(DLQI_PAIRS[::37], expected[::37], strict=True):
        assert ps.judge(condition, {"baseline": b, "visit": v}).value == one


@pytest.mark.requirement("PSO-ENDP-003")
def test_the_difference_is_4_unless_another_is_named() -> None:
    # Specification B6: 4 is recommended.
    assert mcid_response() == mcid_response(mcid=4) == DLQI_MCID_RESPONSE


@pytest.mark.requirement("PSO-ENDP-004", "PSO-ENDP-028")
@pytest.mark.parametrize(
    ("of", "levels"), [(ps.IGA_MOD_2011, 5), (ps.SPGA_5, 5), (ps.SPGA_6, 6)], ids=["iga", "spga_5", "spga_6"]
)
def test_global_response_equals_the_oracle_for_every_pair(of: ps.Score, levels: int) -> None:
    pairs = list(product([*range(levels), None], repeat=2))
    condition = global_response(of=of)

    assert global_response() == IGA_RESPONSE
    for b, v in pairs:
        found = ps.judge(condition, {"baseline": b, "visit": v}).value
        expected = TRUTHS[oracle_index.iga_response(b, v)]
        if None in {b, v} and found != expected:
            # The oracle stops at a missing grade; what is known may settle it: no completion responds.
            completions = {
                oracle_index.iga_response(one, other)
                for one in (range(levels) if b is None else [b])
                for other in (range(levels) if v is None else [v])
            }
            assert (found, completions) == (0, {False})
        else:
            assert found == expected
    data = {
        name: np.array([np.nan if pair[place] is None else pair[place] for pair in pairs], float)
        for place, name in enumerate(("baseline", "visit"))
    }
    one_by_one = [ps.judge(condition, {"baseline": b, "visit": v}).value for b, v in pairs]
    assert ps.judge_arrays(condition, data).tolist() == one_by_one


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: mcid_response(mcid=0), "mcid=0; a difference above 0 is needed"),
        (lambda: mcid_response(baseline="a", visit="a"), "baseline and visit are both called 'a'"),
        (
            lambda: threshold(at_most=1, of=ps.DLQI_R),
            "dlqi_r is a ratio without whole units; change and response are not defined for it",
        ),
        (lambda: threshold(at_most=True), "a number is needed here, not bool"),
    ],
)
def test_what_cannot_mean_anything_is_refused(make: Any, message: str) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        make()
    assert str(caught.value) == message


@pytest.mark.parametrize("mcid", [0, -4])
def test_a_smallest_difference_lies_above_nought(mcid: int) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        mcid_response(mcid=mcid)
    assert str(caught.value) == f"mcid={mcid}; a difference above 0 is needed"


def test_a_smallest_difference_may_be_a_single_point_or_less() -> None:
    # By hand: a drop of exactly the difference is a response.
    for mcid, visit in ((1, 9), (Fraction(1, 2), 9)):
        assert ps.judge(mcid_response(mcid=mcid), {"baseline": 10, "visit": visit}) is ps.Truth.TRUE
