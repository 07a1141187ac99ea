"""PASI 50, 75, 90 and 100: exact over every pair of totals, open where they must be."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
import psoscore as ps
from psoscore import endpoints
from psoscore.endpoints import response, response_arrays, response_of
from psoscore.engine.domain import pulled_both_ways
from psoscore.terms import Given

pytestmark = pytest.mark.requirement("PSO-RESP-001")

PERCENTS = (50, 75, 90, 100)
NAMED = {
    50: endpoints.PASI_50,
    75: endpoints.PASI_75,
    90: endpoints.PASI_90,
    100: endpoints.PASI_100,
}
ATTAINABLE = np.array(oracle.attainable_pasi_tenths())
BASELINES, VISITS = (side.ravel() for side in np.meshgrid(ATTAINABLE, ATTAINABLE, indexing="ij"))
"""Every pair of attainable totals, in whole tenths."""

TRUTHS = {True: ps.Truth.TRUE, False: ps.Truth.FALSE, None: ps.Truth.UNKNOWN}
TENTHS = st.integers(0, 720)
"""Every total, in tenths."""
PAIRS = st.tuples(TENTHS, TENTHS).map(lambda ends: (min(ends), max(ends)))


def expected(percent: Fraction | int) -> Any:
    """100 (B - V) >= k B in whole numbers, undefined at B = 0: specification A8."""
    share = Fraction(percent)
    holds = 100 * share.denominator * (BASELINES - VISITS) >= share.numerator * BASELINES
    return np.where(BASELINES == 0, -1, holds.astype(np.int8))


@pytest.mark.requirement("PSO-RESP-002", "PSO-RESP-007")
@pytest.mark.parametrize("kind", ["float64", "float32", "divided by 10", "times 0.1"])
@pytest.mark.parametrize("percent", PERCENTS)
def test_every_pair_of_attainable_totals_is_judged_exactly(percent: int, kind: str) -> None:
    """
    697 x 697 pairs, however the tenths became floats.
    """
    assert len(ATTAINABLE) == 697  # Specification A5
    make: Any = {
        "float64": lambda tenths: np.array([float(f"{one / 10:.1f}") for one in range(721)])[tenths],
        "float32": lambda tenths: np.array([float(f"{one / 10:.1f}") for one in range(721)], "float32")[
            tenths
        ],
        "divided by 10": lambda tenths: tenths / 10,
        "times 0.1": lambda tenths: tenths * 0.1,
    }[kind]

    found = response_arrays(make(BASELINES), make(VISITS), percent=percent)

    assert found.dtype == np.int8
    np.testing.assert_array_equal(found, expected(percent))


@pytest.mark.parametrize("percent", [Fraction(200, 3), 37.5, Decimal("99.9"), 1])
def test_any_percentage_is_judged_exactly(percent: Any) -> None:
    found = response_arrays(BASELINES / 10, VISITS / 10, percent=percent)

    np.testing.assert_array_equal(found, expected(Fraction(str(percent))))


@pytest.mark.parametrize(
    ("baseline", "visit", "percent"),
    # Specification A8: pairs that lie exactly on the response and that binary floats misjudge.
    [(2.8, 0.7, 75), (5.6, 1.4, 75), (7.6, 1.9, 75), (11.2, 2.8, 75), (9.0, 0.9, 90)],
)
def test_pairs_that_floats_misjudge(baseline: float, visit: float, percent: int) -> None:
    assert (baseline - visit) / baseline * 100 < percent  # the trap
    assert response_of(baseline, visit, percent=percent) is ps.Truth.TRUE
    assert response_of(np.float32(baseline), np.float32(visit), percent=percent) is ps.Truth.TRUE


@pytest.mark.requirement("PSO-RESP-003")
def test_responses_nest_and_the_last_means_clear() -> None:
    judged = [response_arrays(BASELINES / 10, VISITS / 10, percent=percent) for percent in PERCENTS]

    for lower, higher in pairwise(judged):
        assert (lower >= higher).all()
    known = BASELINES > 0
    np.testing.assert_array_equal(judged[-1][known] == 1, VISITS[known] == 0)


@pytest.mark.requirement("PSO-RESP-002")
def test_from_a_baseline_of_0_nothing_improves() -> None:
    for percent in PERCENTS:
        for visit in (0, 0.1, 72.0):
            assert response_of(0, visit, percent=percent) is ps.Truth.UNKNOWN


@pytest.mark.requirement("PSO-RESP-006")
@pytest.mark.parametrize("missing", [None, float("nan")])
def test_a_missing_score_leaves_the_response_open(missing: Any) -> None:
    assert response_of(missing, 1.0, percent=75) is ps.Truth.UNKNOWN
    assert response_of(12.0, missing, percent=75) is ps.Truth.UNKNOWN
    # By hand: visit scores of 0 or more cannot undo a visit that is missing, but 72 bounds the worst.
    assert response_arrays([12.0, missing], [missing, 1.0], percent=75).tolist() == [-1, -1]
    masked = np.ma.MaskedArray([12.0, 99.9], mask=[False, True])
    assert response_arrays(masked, [3.0, 1.0], percent=75).tolist() == [1, -1]


@given(PAIRS, PAIRS, st.sampled_from(PERCENTS))
@pytest.mark.requirement("PSO-ENGINE-002")
def test_between_bounds_all_is_settled_that_can_be(
    baseline: tuple[int, int], visit: tuple[int, int], percent: int
) -> None:
    """
    The oracle tries every pair of totals between the bounds.
    """
    low, high = baseline
    baseline = (low, min(high, low + 25))
    visit = (visit[0], min(visit[1], visit[0] + 25))

    truth = response_of(
        ps.Interval(Decimal(baseline[0]) / 10, Decimal(baseline[1]) / 10),
        ps.Interval(Decimal(visit[0]) / 10, Decimal(visit[1]) / 10),
        percent=percent,
    )
    ends = [(np.array([one[0] / 10]), np.array([one[1] / 10])) for one in (baseline, visit)]

    assert truth is TRUTHS[oracle.pasi_response_between(baseline, visit, percent)]
    assert response_arrays(*ends, percent=percent).tolist() == [truth.value]


def test_a_scored_visit_may_stand_for_its_number() -> None:
    full = dict.fromkeys(ps.PASI.items, 4)
    baseline = ps.score(ps.PASI, full)
    # By hand: 4 x 12 x 0.1 = 4.8 of 48 is left, and an open head adds at most 7.2.
    head_open = {name: None if name.startswith("head") else 0 for name in ps.PASI.items}
    visit = ps.score(ps.PASI, head_open)

    assert response_of(baseline, visit, percent=75) is ps.Truth.TRUE
    assert response_of(baseline, visit, percent=90) is ps.Truth.UNKNOWN
    assert response_of(baseline.parts["total"].value, 12, percent=75) is ps.Truth.TRUE


@pytest.mark.parametrize("percent", PERCENTS)
def test_named_responses_are_those_of_pasi(percent: int) -> None:
    condition = NAMED[percent]

    assert condition == response(percent=percent) == response(percent=float(percent), of=ps.PASI)
    assert isinstance(condition, Given)
    assert pulled_both_ways(condition.condition) == ()


def test_two_scores_combine_under_names_of_their_own() -> None:
    """
    PASI 75, or PASI 50 with DLQI 50: each fact has its own name.
    """
    pasi: Any = {"baseline": "pasi_0", "visit": "pasi_8"}
    dlqi: Any = {"baseline": "dlqi_0", "visit": "dlqi_8"}
    condition = response(percent=75, **pasi) | (
        response(percent=50, **pasi) & response(percent=50, of=ps.DLQI, **dlqi)
    )

    assert ps.judge(condition, {"pasi_0": 20, "pasi_8": 9, "dlqi_0": 10, "dlqi_8": 5}) is ps.Truth.TRUE
    assert ps.judge(condition, {"pasi_0": 20, "pasi_8": 9, "dlqi_0": 10, "dlqi_8": 6}) is ps.Truth.FALSE


@pytest.mark.requirement("PSO-RESP-007")
def test_what_is_no_value_of_the_score_is_refused() -> None:
    with pytest.raises(ps.InputError) as caught:
        response_of(72.1, 12.34, percent=75)
    assert caught.value.report() == (
        "baseline: 72.1 out of range; allowed is 0 to 72 in steps of 0.1\n"
        "visit: 12.34 too fine; allowed is 0 to 72 in steps of 0.1"
    )
    with pytest.raises(ps.InputError) as caught:
        response_arrays([12.0, 72.1], [1.0, 1.0], percent=75)
    assert caught.value.report().startswith("baseline: 72.1 out of range; allowed is 0 to 72")
    with pytest.raises(ps.InputError, match="bool"):
        response_arrays(np.array([True]), np.array([1.0]), percent=75)


@pytest.mark.requirement("PSO-RESP-008")
@pytest.mark.parametrize("percent", [0.75, 0, -5, Fraction(3, 4), Decimal("0.99"), 101, Decimal("100.1")])
def test_a_percentage_that_is_a_fraction_or_no_improvement_is_refused(percent: Any) -> None:
    """
    0.75 for 75 made a responder of a PASI that went from 20 to 19.8.
    """
    for call in (
        lambda: response(percent=percent),
        lambda: response_of(20, 19.8, percent=percent),
        lambda: response_arrays([20.0], [19.8], percent=percent),
    ):
        with pytest.raises(ps.DefinitionError) as caught:
            call()
        assert str(caught.value) == f"percent={percent!r}; a response needs 1 to 100 percent (75, not 0.75)"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"percent": True}, "a number is needed here, not bool"),
        ({"percent": 75, "baseline": "x", "visit": "x"}, "baseline and visit are both called 'x'"),
        (
            {"percent": 75, "of": ps.DLQI_R},
            "dlqi_r is a ratio without whole units; change and response are not defined for it",
        ),
    ],
)
def test_a_response_that_cannot_mean_anything_is_refused(options: Any, message: str) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        response(**options)
    assert str(caught.value) == message


def test_the_result_of_another_score_is_refused() -> None:
    dlqi = ps.score(ps.DLQI, {f"dlqi_{number:02d}": 1 for number in range(1, 11)})

    with pytest.raises(ps.DefinitionError) as caught:
        response_of(dlqi, 5, percent=50)
    assert str(caught.value) == "a result of dlqi is no value of pasi; say of="
    assert response_of(dlqi, 5, percent=50, of=ps.DLQI) is ps.Truth.TRUE


def test_threads_change_nothing() -> None:
    found = response_arrays(BASELINES / 10, VISITS / 10, percent=75, threads=2)

    np.testing.assert_array_equal(found, expected(75))


def test_a_response_that_was_asked_for_once_is_the_same_definition() -> None:
    assert response(percent=75) is response(percent=75)
