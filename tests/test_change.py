"""Change and percent change from baseline, of one pair and of arrays."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import partial
from itertools import product
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import oracle
import psoscore as ps
from psoscore.endpoints import (
    PASI_CHANGE,
    PASI_PERCENT_CHANGE,
    change,
    change_arrays,
    change_of,
    percent_change,
    percent_change_arrays,
    percent_change_of,
    response_arrays,
)

pytestmark = pytest.mark.requirement("PSO-RESP-004")

ATTAINABLE = oracle.attainable_pasi_tenths()
COMPUTED = (change_arrays, percent_change_arrays, partial(response_arrays, percent=75))
TENTHS = st.integers(0, 720)
NARROW = st.tuples(TENTHS, st.integers(0, 20)).map(lambda pair: (pair[0], min(720, sum(pair))))


@pytest.mark.requirement("PSO-RESP-005")
def test_every_pair_of_attainable_totals_has_the_nearest_float() -> None:
    """
    697 x 697 pairs: the change and the percent change are the floats nearest to the exact ones.
    """
    totals = np.array(ATTAINABLE) / 10
    baseline, visit = (side.ravel() for side in np.meshgrid(totals, totals, indexing="ij"))

    changes = change_arrays(baseline, visit)
    percents = percent_change_arrays(baseline, visit)

    pairs = [(b, v) for b in ATTAINABLE for v in ATTAINABLE]
    tenths = [float(Fraction(one, 10)) for one in range(-720, 721)]
    np.testing.assert_array_equal(changes, [tenths[720 + v - b] for b, v in pairs])
    # An integer division of Python's is correctly rounded, as a Fraction's is, and faster.
    np.testing.assert_array_equal(percents, [100 * (v - b) / b if b else math.nan for b, v in pairs])


@given(TENTHS, TENTHS)
@pytest.mark.requirement("PSO-RESP-002", "PSO-RESP-005")
def test_one_pair_equals_the_oracle(baseline: int, visit: int) -> None:
    record = {"baseline": baseline / 10, "visit": visit / 10}
    exact = oracle.percent_change(baseline, visit)
    tenths = oracle.change(baseline, visit)
    assert tenths is not None

    assert ps.score(PASI_CHANGE, record).exact == Fraction(tenths, 10)
    assert ps.score(PASI_PERCENT_CHANGE, record).exact == exact
    assert change_of(baseline / 10, visit / 10) == float(Fraction(tenths, 10))
    assert percent_change_of(baseline / 10, visit / 10) == (None if exact is None else float(exact))


@given(NARROW, NARROW)
@pytest.mark.requirement("PSO-ENGINE-002", "PSO-RESP-006")
def test_bounds_are_those_of_every_pair_between(baseline: tuple[int, int], visit: tuple[int, int]) -> None:
    record = {
        name: ps.Interval(Fraction(low, 10), Fraction(high, 10))
        for name, (low, high) in (("baseline", baseline), ("visit", visit))
    }

    low, high = oracle.change_between(baseline, visit)
    assert ps.score(PASI_CHANGE, record).exact_bounds == (Fraction(low, 10), Fraction(high, 10))
    percents = oracle.percent_change_between(baseline, visit)
    if percents is not None:
        assert ps.score(PASI_PERCENT_CHANGE, record).exact_bounds == percents


@pytest.mark.requirement("PSO-RESP-002")
def test_a_baseline_that_may_be_0_bounds_nothing_above() -> None:
    """
    By hand: from 0 to 2 points at baseline to 1 point is at best -50 percent, and without end upwards.
    """
    scored = ps.score(PASI_PERCENT_CHANGE, {"baseline": ps.Interval(0, 2), "visit": 1})

    assert (scored.value, scored.low, scored.high) == (None, -50.0, None)


@pytest.mark.requirement("PSO-RESP-006")
@pytest.mark.parametrize("missing", [None, float("nan")])
def test_a_missing_score_leaves_the_change_unknown(missing: Any) -> None:
    assert change_of(missing, 1.0) is None
    assert percent_change_of(12.0, missing) is None
    assert np.isnan(change_arrays([missing, 12.0], [1.0, missing])).all()
    assert np.isnan(percent_change_arrays([missing, 12.0], [1.0, missing])).all()
    # By hand: from 12 the change can be anything from -12 to 60.
    scored = ps.score(PASI_CHANGE, {"baseline": 12.0, "visit": missing})
    assert (scored.low, scored.high, scored.missing) == (-12.0, 60.0, ("visit",))


def test_improvement_is_negative_and_worsening_keeps_its_sign() -> None:
    # By hand, from DLQI 14 to 4 and back.
    assert change_of(14, 4, of=ps.DLQI) == -10.0
    assert change_of(4, 14, of=ps.DLQI) == 10.0
    assert percent_change_of(4, 14, of=ps.DLQI) == 250.0
    assert change_arrays(np.array([14, 4], "uint8"), np.array([4, 14], "uint8"), of=ps.DLQI).tolist() == [
        *(-10.0, 10.0),
    ]


@pytest.mark.parametrize("kind", ["uint8", "int8", "int64", "float32", "float64", "object"])
def test_whole_numbers_do_not_wrap(kind: str) -> None:
    # By hand: the ends of the range of a DLQI, and of a PASI in whole points.
    assert change_arrays(np.array([30, 0], kind), np.array([0, 30], kind), of=ps.DLQI).tolist() == [-30, 30]
    assert change_arrays(np.array([72, 0], kind), np.array([0, 72], kind)).tolist() == [-72, 72]
    assert percent_change_arrays(np.array([1], kind), np.array([72], kind)).tolist() == [7100]


def test_a_change_of_bands_is_a_change() -> None:
    # By hand: from very large (3) to small (1).
    assert change_of(3, 1, of=ps.DLQI_BANDS) == -2.0


def test_definitions_are_named_after_their_score() -> None:
    made = change(of=ps.DLQI, baseline="dlqi_base", visit="dlqi_week_8")

    assert made is change(of=ps.DLQI, baseline="dlqi_base", visit="dlqi_week_8")
    assert (made.name, made.title, made.items) == (
        *("dlqi_change", "Change in DLQI"),
        ("dlqi_week_8", "dlqi_base"),
    )
    assert (made.low, made.high) == (-30.0, 30.0)
    assert percent_change().name == "pasi_percent_change"
    assert PASI_PERCENT_CHANGE.formula() == (
        "Percent change in PASI = (100 * visit - 100 * baseline) / (baseline)"
    )


@pytest.mark.parametrize("make", [change, percent_change])
def test_the_change_of_a_ratio_is_refused(make: Any) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        make(of=ps.DLQI_R)
    assert str(caught.value) == (
        "dlqi_r is a ratio without whole units; change and response are not defined for it"
    )


def test_the_result_of_another_score_is_refused() -> None:
    pasi = ps.score(ps.PASI, dict.fromkeys(ps.PASI.items, 1))

    for call in (change_of, percent_change_of):
        with pytest.raises(ps.DefinitionError) as caught:
            call(10, pasi, of=ps.DLQI)
        assert str(caught.value) == "a result of pasi is no value of dlqi; say of="


def test_facts_are_told_apart_by_name_in_either_order_of_the_alphabet() -> None:
    for baseline, visit in (("a", "z"), ("z", "a")):
        assert ps.score(change(baseline=baseline, visit=visit), {baseline: 7, visit: 2}).value == -5
    with pytest.raises(ps.DefinitionError):
        change(baseline="week_0", visit="WEEK_0".lower())


def test_a_result_of_an_equal_definition_is_one_of_that_score() -> None:
    signs = dict.fromkeys(ps.PASI.items, 1)
    scored = ps.score(evolve(ps.PASI), signs)

    assert change_of(scored, scored) == 0


@pytest.mark.requirement("PSO-RESP-005")
@pytest.mark.parametrize(
    "of", [ps.PASI_HALF_POINTS, ps.GPPGA.parts[0], ps.DLQI, ps.SPASI], ids=lambda of: of.name
)
def test_change_in_arrays_is_that_of_each_pair_whatever_the_units(of: ps.Score) -> None:
    """
    Steps of 0.05, of a third, of 1 and of 0.01.
    """
    scores = [unit / of.scale for unit in (0, 1, 2, 5, int(of.high * of.scale))]
    later = np.array([scores] * len(scores))

    assert change_arrays(scores, later, of=of).tolist() == [
        [change_of(one, other, of=of) for other in scores] for one in scores
    ]
    percents = percent_change_arrays(scores, later, of=of)
    assert np.isnan(percents[0]).all()
    assert percents[1:].tolist() == [
        [percent_change_of(one, other, of=of) for other in scores] for one in scores[1:]
    ]


@pytest.mark.requirement("PSO-RESP-006")
def test_one_baseline_goes_with_every_visit_of_its_patient() -> None:
    baseline, visits = [20.0, 10.0], [[5.0, math.nan, 20.0], [1.0, 2.5, 3.0]]
    masked = np.ma.MaskedArray(baseline, mask=[False, True])

    assert change_arrays(baseline, visits)[0].tolist()[::2] == [-15.0, 0.0]
    assert response_arrays(baseline, visits, percent=75).tolist() == [[1, -1, 0], [1, 1, 0]]
    assert response_arrays(masked, visits, percent=75).tolist() == [[1, -1, 0], [-1, -1, -1]]
    assert change_arrays(masked, visits)[1].tolist() == pytest.approx([math.nan] * 3, nan_ok=True)
    assert change_arrays(20.0, 5.0).tolist() == -15.0
    with pytest.raises(ps.InputError) as caught:
        change_arrays(baseline, [[1.0, 2.0]])
    assert str(caught.value) == (
        "visit: (1, 2) wrong length; allowed is (2,), as in baseline, or with an axis of visits more"
    )


SHAPES = [shape for axes in range(4) for shape in product((1, 2), repeat=axes)]
"""Every shape of up to three axes with one or two along each."""


@pytest.mark.requirement("PSO-RESP-006")
@pytest.mark.parametrize("masked", [0, 1])
@pytest.mark.parametrize("first", SHAPES, ids=str)
def test_baselines_go_with_visits_of_their_shape_or_with_one_axis_more(
    first: tuple[int, ...], masked: int
) -> None:
    """
    Nothing is stretched: one baseline is not that of two patients.
    """
    numbers = np.arange(np.prod(first, dtype=int), dtype=float).reshape(first)
    baseline: Any = np.ma.MaskedArray(numbers + 20, numbers == 0) if masked else numbers + 20
    for later in SHAPES:
        visit = np.arange(np.prod(later, dtype=int), dtype=float).reshape(later)
        if first not in {later, later[:-1]}:
            for compute in COMPUTED:
                with pytest.raises(ps.InputError):
                    compute(baseline, visit)
            continue
        found: list[Any] = [compute(baseline, visit) for compute in COMPUTED]
        for place in np.ndindex(later):
            patient = place if first == later else place[:-1]
            before = None if np.ma.is_masked(baseline[patient]) else float(baseline[patient])
            after = float(visit[place])
            changed, percent, responded = (one[place] for one in found)
            if before is None:
                assert (math.isnan(changed), math.isnan(percent), responded) == (True, True, -1)
            else:
                assert changed == after - before
                assert percent == 100 * (after - before) / before
                assert responded == (after <= before / 4)


@pytest.mark.parametrize("compute", COMPUTED)
def test_rows_of_different_lengths_are_refused(compute: Any) -> None:
    with pytest.raises(ps.InputError) as caught:
        compute([20.0, 10.0], [[1.0], [1.0, 2.0]])
    assert str(caught.value) == "visit: not an array; allowed is one number a cell, in rows of equal length"


@pytest.mark.requirement("PSO-RESP-006")
def test_scores_between_two_ends_have_a_change_where_it_is_settled() -> None:
    known, wide = np.array([20.0, 20.0]), (np.array([5.0, 5.0]), np.array([5.0, 6.0]))

    assert change_arrays(known, wide).tolist() == pytest.approx([-15.0, math.nan], nan_ok=True)
    assert percent_change_arrays(known, wide).tolist() == pytest.approx([-75.0, math.nan], nan_ok=True)
    assert response_arrays(known, wide, percent=50).tolist() == [1, 1]


@pytest.mark.requirement("PSO-RESP-007")
@pytest.mark.parametrize(
    ("of", "score", "steps"),
    [
        (ps.PASI_HALF_POINTS, 20.03, "0 to 72 in steps of 0.05"),
        (ps.GPPGA.parts[0], 1.5, "0 to 4 in steps of 0.333333"),
    ],
    ids=["twentieths", "thirds"],
)
def test_a_number_between_two_units_is_no_score(of: ps.Score, score: float, steps: str) -> None:
    with pytest.raises(ps.InputError) as caught:
        change_arrays([score], [1.0], of=of)
    assert str(caught.value) == f"baseline: too fine; allowed is {steps}; 1 cell, at 0"


MILLIONTHS = ps.Score(
    name="millionths",
    title="Six decimals",
    term=ps.number("value", low=-2, high=2, decimals=6),
    provenance=ps.PASI.provenance,
)


@pytest.mark.requirement("PSO-RESP-007")
@pytest.mark.parametrize(
    ("of", "within"),
    [
        *((of, 1e-4) for of in (ps.PASI, ps.PASI_HALF_POINTS, ps.GPPGA.parts[0], ps.SPASI)),
        (MILLIONTHS, 1e-7),  # never more than a tenth of the unit
    ],
    ids=lambda one: getattr(one, "name", None),
)
@pytest.mark.parametrize(
    "compute", [change_arrays, percent_change_arrays, partial(response_arrays, percent=75)]
)
@pytest.mark.parametrize("side", [-1, 1])
def test_a_float_is_read_within_a_ten_thousandth_of_its_unit(
    of: ps.Score, within: float, compute: Any, side: int
) -> None:
    np.testing.assert_array_equal(
        compute([2.0], [1 + side * 0.9 * within], of=of), compute([2.0], [1.0], of=of)
    )
    with pytest.raises(ps.InputError, match="too fine"):
        compute([2.0], [1 + side * 1.1 * within], of=of)


@pytest.mark.parametrize(
    "compute", [change_arrays, percent_change_arrays, partial(response_arrays, percent=75)]
)
def test_a_grade_is_whole(compute: Any) -> None:
    with pytest.raises(ps.InputError, match="0 to 30 in steps of 1; 1 cell, at 0"):
        compute([20], [5.00001], of=ps.DLQI)


@pytest.mark.parametrize(
    "of", [ps.PASI, ps.PASI_HALF_POINTS, ps.GPPGA.parts[0], ps.DLQI], ids=lambda of: of.name
)
@pytest.mark.parametrize("visit", [1e300, -1e300, 73, -1])
def test_what_lies_far_out_is_out_of_range(of: ps.Score, visit: float) -> None:
    with pytest.raises(ps.InputError) as caught:
        change_arrays([1.0, 2.0], [2.0, visit], of=of)
    steps = f"{of.low:g} to {of.high:g} in steps of {1 / of.scale:g}"
    assert str(caught.value) == f"visit: out of range; allowed is {steps}; 1 cell, at 1"


def test_more_scores_than_are_read_at_once_are_read_alike() -> None:
    tenths = np.arange(200_000) % 721
    scores = np.where(tenths == 7, np.nan, tenths / 10)

    found = change_arrays(np.zeros(200_000), scores)

    np.testing.assert_array_equal(found, scores)
    scores[[65_536, 150_000]] = 72.1
    with pytest.raises(ps.InputError, match="2 cells, at 65536, 150000"):
        change_arrays(np.zeros(200_000), scores)


def test_a_change_that_was_asked_for_once_is_the_same_definition() -> None:
    assert change(baseline="a", visit="b") is change(baseline="a", visit="b")
    assert percent_change(baseline="a", visit="b") is percent_change(baseline="a", visit="b")
