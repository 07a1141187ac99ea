"""The doses of a cohort equal the scalar form cell by cell, in arrays and in every frame."""

from __future__ import annotations

import math
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_infusion import dosing_weights
from psoscore.amount_arrays import read_units
from psoscore.errors import DefinitionError, InputError, MissingExtraError
from psoscore.infusion import DoseBand, DoseRule, Product, preparation_arrays
from psoscore.infusion.dose_arrays import DoseArrays, dose_arrays, target_cells_arrays
from psoscore.infusion.dose_frame import dose_frame
from psoscore.infusion.preparation_arrays import prepare_arrays
from psoscore.ratio_arrays import ratio, scaled

RULE = DoseRule(cells_per_kg=1_000_000, basis="viable")
DMSO = Product(viability=0.8, cells_per_ml=5_000_000, fill_volume_ml=10, dmso_fraction=0.1)
GRAMS = st.integers(20_000, 250_000)
FRAMES = (
    pd.DataFrame,
    lambda data: pd.DataFrame(data).convert_dtypes(),
    pl.DataFrame,
    pa.table,
)

rules = st.builds(
    DoseRule,
    cells_per_kg=st.sampled_from([1_000_000, 1_500_001, 10_007]),
    basis=st.sampled_from(["viable", "total"]),
    bands=st.sampled_from(
        [[], [DoseBand(from_kg=20, cells=50_500_000), DoseBand(from_kg=70.5, cells=75_000_000)]]
    ),
    round_to_cells=st.sampled_from([None, 1000, 1_000_000]),
    max_cells=st.sampled_from([None, 80_000_000]),
    whole_containers=st.booleans(),
)
products = st.builds(
    Product,
    viability=st.sampled_from([Decimal("0.93"), Decimal("0.123456789"), 1, Decimal("0.7")]),
    cells_per_ml=st.sampled_from([5_000_000, Decimal("6680000.5")]),
    fill_volume_ml=st.sampled_from([Decimal("3.8"), 10]),
    dmso_fraction=st.sampled_from([None, 0, Decimal("0.075")]),
)


def micro(value: Decimal | None) -> int | None:
    return None if value is None else int(value * 10**6)


def assert_equal_to_scalar(rule: DoseRule, product: Product, found: DoseArrays, grams: list[int]) -> None:
    for position, weight in enumerate(grams):
        dose = rule.dose_for(weight_kg=Decimal(weight) / 1000, product=product)
        assert found.uncapped_cells[position] == dose.uncapped_cells
        assert found.target_cells[position] == dose.target_cells
        assert found.needed_cells[position] == dose.needed_cells
        assert found.drawn_cells[position] == dose.drawn_cells
        assert found.containers[position] == dose.containers
        assert found.overage_cells[position] == dose.overage_cells
        assert found.delivered_cells_per_kg[position] == dose.delivered_cells_per_kg
        assert dose.overage_percent is not None
        assert found.overage_percent_hundredths[position] == int(dose.overage_percent * 100)
        assert found.volume_ul is not None
        assert dose.volume_ml is not None
        assert found.volume_ul[position] == int(dose.volume_ml * 1000)
        if dose.dmso_g is None:
            assert (found.dmso_ug, found.dmso_ug_per_kg) == (None, None)
        else:
            assert found.dmso_ug is not None
            assert found.dmso_ug_per_kg is not None
            assert found.dmso_ug[position] == micro(dose.dmso_g)
            assert found.dmso_ug_per_kg[position] == micro(dose.dmso_g_per_kg_day)


@pytest.mark.requirement("PSO-INF-014")
@given(rules, products, st.lists(GRAMS, min_size=1, max_size=5))
def test_arrays_equal_the_scalar_form_cell_by_cell(
    rule: DoseRule, product: Product, grams: list[int]
) -> None:
    weights = np.array([weight / 1000 for weight in grams])
    try:
        expected = [rule.dose_for(weight_kg=Decimal(weight) / 1000).target_cells for weight in grams]
    except InputError:  # a small dose that rounds to 0 is refused by both
        with pytest.raises(InputError):
            target_cells_arrays(rule, weights)
        return
    found = dose_arrays(rule, weights, product=product)

    assert found.target_cells.dtype == found.containers.dtype == np.int64
    assert target_cells_arrays(rule, weights).tolist() == expected
    assert_equal_to_scalar(rule, product, found, grams)


@pytest.mark.requirement("PSO-INF-014")
def test_every_gram_of_a_range_is_exact_and_blocks_join() -> None:
    # By hand: one gram is 1,000 cells; 230,001 weights fill several blocks.
    weights = np.arange(20_000, 250_001) / 1000
    cells = target_cells_arrays(RULE, weights)

    assert cells.tolist() == list(range(20_000_000, 250_000_001, 1000))
    found = dose_arrays(RULE, weights, product=DMSO)
    # By hand: 80 % viable, so one gram takes 1,250 cells; 50e6 cells a container.
    assert found.needed_cells.tolist() == list(range(25_000_000, 312_500_001, 1250))
    assert (found.containers * 50_000_000 - found.overage_cells == found.needed_cells).all()


@pytest.mark.requirement("PSO-INF-014")
@pytest.mark.parametrize(
    "weights",
    [
        [70.1, None, 80],
        np.array([70.1, np.nan, 80.0]),
        np.ma.masked_array([70.1, -5.0, 80.0], mask=[False, True, False]),
        np.array([Decimal("70.1"), None, 80], dtype=object),
        np.ma.masked_array(np.array([70.1, "x", 80.0], dtype=object), mask=[False, True, False]),
        pd.Series([70.1, None, 80.0]),
        pl.Series([70.1, None, 80.0]),
    ],
)
def test_a_missing_weight_is_minus_one_everywhere(weights: Any) -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable", round_to_cells=1_000_000)
    assert target_cells_arrays(RULE, weights).tolist() == [70_100_000, -1, 80_000_000]
    assert target_cells_arrays(rule, weights).tolist() == [70_000_000, -1, 80_000_000]
    found = dose_arrays(rule, weights, product=DMSO)
    for name in (
        "uncapped_cells",
        "needed_cells",
        "drawn_cells",
        "containers",
        "overage_cells",
        "overage_percent_hundredths",
        "delivered_cells_per_kg",
        "volume_ul",
        "dmso_ug",
        "dmso_ug_per_kg",
    ):
        assert getattr(found, name)[1] == -1
        assert getattr(found, name)[0] > -1


@pytest.mark.requirement("PSO-INF-014")
def test_nothing_known_and_nothing_at_all() -> None:
    assert target_cells_arrays(RULE, [np.nan, np.nan]).tolist() == [-1, -1]
    assert target_cells_arrays(RULE, np.ma.masked_array([70, 80], mask=[True, True])).tolist() == [-1, -1]
    assert target_cells_arrays(RULE, []).tolist() == []
    assert dose_arrays(RULE, np.array([]), product=DMSO).containers.tolist() == []


@pytest.mark.requirement("PSO-INF-014")
def test_integers_are_read_and_a_float32_that_is_too_fine_is_refused() -> None:
    assert target_cells_arrays(RULE, np.array([70, 80], dtype=np.uint8)).tolist() == [70_000_000, 80_000_000]
    with pytest.raises(InputError) as caught:
        target_cells_arrays(RULE, np.array([70.1234], dtype=np.float32))
    assert str(caught.value) == (
        "weight_kg: too fine; allowed is at most 3 decimals; 1 cell, at 0 "
        "(declare decimals=, up to 6, or round to what the device shows)"
    )


@pytest.mark.requirement("PSO-INF-014")
def test_a_product_without_volume_or_dmso_states_none() -> None:
    found = dose_arrays(RULE, [70], product=Product(viability=0.93, cells_per_container=25_000_000))

    assert (found.volume_ul, found.dmso_ug, found.dmso_ug_per_kg) == (None, None, None)
    # By hand: 70e6 / 0.93 = 75,268,817.2.
    assert found.needed_cells.tolist() == [75_268_818]


@pytest.mark.requirement("PSO-INF-012")
@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (
            [70, 700, 0, 70_000],
            (
                "weight_kg: out of range; allowed is 20 to 250 kg; 3 cells, at 1, 2, 3 "
                "(grams, pounds, a lost decimal point? weight_confirmed=True if kg is meant)"
            ),
        ),
        (
            [[70, 70], [70, 700.0]],
            (
                "weight_kg: out of range; allowed is 20 to 250 kg; 1 cell, at 1 "
                "(grams, pounds, a lost decimal point? weight_confirmed=True if kg is meant)"
            ),
        ),
        (
            [np.nan, 1e300],
            (
                "weight_kg: out of range; allowed is 20 to 250 kg; 1 cell, at 1 "
                "(grams, pounds, a lost decimal point? weight_confirmed=True if kg is meant)"
            ),
        ),
        (
            [70, np.inf, 70.00049, np.nan],
            (
                "2 faults\nweight_kg: not finite; allowed is finite numbers; 1 cell, at 1\n"
                "weight_kg: too fine; allowed is at most 3 decimals; 1 cell, at 2 "
                "(declare decimals=, up to 6, or round to what the device shows)"
            ),
        ),
        (["70", "80"], "weight_kg: <U2 no number; allowed is numbers"),
        ([True, False], "weight_kg: bool no number; allowed is numbers"),
        (
            np.array([70, "80", True], dtype=object),
            "weight_kg: no number; allowed is numbers; 2 cells, at 1, 2",
        ),
    ],
)
def test_weights_that_cannot_be_meant_are_refused_with_their_positions(weights: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        target_cells_arrays(RULE, weights)

    assert str(caught.value) == message


@pytest.mark.requirement("PSO-INF-012")
def test_confirmed_weights_are_taken_above_zero() -> None:
    # By hand: a gram at 1e6 cells/kg takes a thousand cells.
    assert target_cells_arrays(RULE, [270, 1, 0.001], weight_confirmed=True).tolist() == [
        270_000_000,
        1_000_000,
        1000,
    ]
    with pytest.raises(InputError) as caught:
        target_cells_arrays(RULE, [70.0, -1.0, 0.0], weight_confirmed=True)
    assert str(caught.value) == "weight_kg: out of range; allowed is above 0 kg; 2 cells, at 1, 2"


@pytest.mark.requirement("PSO-INF-012")
@pytest.mark.parametrize(
    ("plausible_kg", "lightest", "heaviest"),
    [((20, 250), 20_000, 250_000), ((Decimal("20.0005"), Decimal("69.9995")), 20_001, 69_999)],
    ids=["whole", "between grams"],
)
def test_weights_are_taken_without_a_word_up_to_both_ends_of_the_plausible_range(
    plausible_kg: Any, lightest: int, heaviest: int
) -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable", plausible_kg=plausible_kg)

    # By hand: a gram is a thousand cells; one gram beyond either end is refused.
    assert target_cells_arrays(rule, [lightest / 1000, heaviest / 1000]).tolist() == [
        lightest * 1000,
        heaviest * 1000,
    ]
    for grams in (lightest - 1, heaviest + 1):
        with pytest.raises(InputError):
            target_cells_arrays(rule, [grams / 1000])


@pytest.mark.requirement("PSO-INF-003")
def test_bands_and_rounding_refuse_in_arrays_what_they_refuse_alone() -> None:
    banded = DoseRule(cells_per_kg=1_000_000, basis="viable", bands=[DoseBand(from_kg=40, cells=50_000_000)])
    with pytest.raises(InputError) as caught:
        target_cells_arrays(banded, [40, 39, np.nan])
    assert str(caught.value) == (
        "weight_kg: out of range; allowed is at least 40 kg, where the first band begins; 1 cell, at 1"
    )
    coarse = DoseRule(cells_per_kg=10_000, basis="viable", round_to_cells=10_000_000)
    with pytest.raises(InputError) as caught:
        target_cells_arrays(coarse, [np.nan, 70])
    assert str(caught.value) == (
        "weight_kg: no dose; allowed is a dose that does not round to 0 in steps of 10000000; 1 cell, at 1"
    )


@pytest.mark.requirement("PSO-INF-003")
def test_each_of_several_bands_begins_at_its_lower_edge() -> None:
    bands = [DoseBand(from_kg=kg, cells=kg * 1_000_000) for kg in (20, 40, 60, 80)]
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable", bands=bands)

    # By hand: whoever weighs less than the edge belongs to the band before.
    weights = [20, 39.999, 40, 59.999, 60, 79.999, 80, 250]
    found = target_cells_arrays(rule, weights).tolist()
    assert found == [kg * 1_000_000 for kg in (20, 20, 40, 40, 60, 60, 80, 80)]
    with pytest.raises(InputError) as caught:
        target_cells_arrays(rule, [20, 19.999], weight_confirmed=True)
    assert str(caught.value) == (
        "weight_kg: out of range; allowed is at least 20 kg, where the first band begins; 1 cell, at 1"
    )


LIMITS = (0, 0.1, 0.3, Decimal("0.15"), 1 / 3, Decimal("0.1234567890123456789"), Decimal("0.99"))
"""Also such as have too many digits for the product with a weight in grams to fit into 64 bits."""


@pytest.mark.requirement("PSO-INF-004")
@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(50, 100)), min_size=4, max_size=4), min_size=1, max_size=4
    ),
    st.sampled_from(LIMITS),
)
def test_reweighing_along_the_visits_equals_the_scalar_form(kg: list[list[int | None]], limit: Any) -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable", keep_unless_change_gt=limit)
    cells = target_cells_arrays(rule, np.array(kg, dtype=object))

    for patient, row in zip(kg, cells.tolist(), strict=True):
        known = [weight for weight in patient if weight is not None]
        used = [dose.target_cells for dose in rule.doses_for(known)]
        assert used == [kg * 1_000_000 for kg in dosing_weights(known, Fraction(str(limit)))]
        expected = iter(used)
        assert row == [-1 if weight is None else next(expected) for weight in patient]


@pytest.mark.requirement("PSO-INF-004")
@pytest.mark.parametrize(
    ("limit", "weights", "used"),
    [
        # By hand: 30 % of 70 kg are 21 kg, either way.
        (0.3, [70, None, 91, 49, 91.001, None, 91.001], [70, None, 70, 70, 91.001, None, 91.001]),
        (0.3, [70, 48.999, 49], [70, 48.999, 48.999]),
        # A third of 70 kg are 23.33 kg, and a third of 100 kg are 33.33 kg.
        (1 / 3, [70, 80, 60, 100, 50], [70, 70, 70, 100, 50]),
        (Decimal("0.3333333333333333333"), [70, 80, 60, 100, 50], [70, 70, 70, 100, 50]),
        (Decimal("0.33333333333333333333"), [70, 80, 60, 100, 50], [70, 70, 70, 100, 50]),
        (Decimal("0.33333333333333333333"), [None, None], [None, None]),
        (0, [70, 70.001, 70.001], [70, 70.001, 70.001]),
    ],
)
def test_the_weight_last_used_stays_up_to_the_very_limit(
    limit: Any, weights: list[Any], used: list[Any]
) -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable", keep_unless_change_gt=limit)

    expected = [[-1 if kg is None else round(kg * 1_000_000) for kg in used]]
    assert target_cells_arrays(rule, [weights]).tolist() == expected


@pytest.mark.requirement("PSO-INF-004")
def test_reweighing_needs_an_axis_of_infusions_and_no_third_one() -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable", keep_unless_change_gt=0.1)

    # By hand: in one dimension each is the first weight of its patient, so 70 and 71 kg both count.
    assert target_cells_arrays(rule, 70).tolist() == 70_000_000
    assert target_cells_arrays(rule, [70, 71]).tolist() == [70_000_000, 71_000_000]
    assert target_cells_arrays(rule, [[70, 71]]).tolist() == [[70_000_000, 70_000_000]]
    with pytest.raises(InputError) as caught:
        target_cells_arrays(rule, [[[70, 71]]])
    assert str(caught.value) == (
        "weight_kg: too many dimensions; allowed is one row a patient, one column an infusion"
    )
    assert target_cells_arrays(RULE, [[[70, 71]]]).tolist() == [[[70_000_000, 71_000_000]]]


@pytest.mark.requirement("PSO-INF-014")
@given(
    st.lists(st.integers(0, 2**62), min_size=1, max_size=4),
    st.fractions(min_value=Fraction(1, 10**9), max_value=1, max_denominator=10**9),
    st.sampled_from(["up", "down", "nearest"]),
)
def test_a_ratio_is_exact_however_wide(values: list[int], factor: Fraction, direction: Any) -> None:
    found = scaled(np.array(values), factor, direction).tolist()

    for value, got in zip(values, found, strict=True):
        exact = value * factor
        floor = exact.numerator // exact.denominator
        expected = {"down": floor, "up": -(-exact.numerator // exact.denominator), "nearest": round(exact)}
        assert got == expected[direction]


@pytest.mark.requirement("PSO-INF-014")
@given(st.integers(0, 2**51), st.integers(1, 10**6), st.sampled_from(["up", "down", "nearest"]))
def test_a_ratio_in_floats_is_exact_up_to_its_limit(top: int, bottom: int, direction: Any) -> None:
    exact = Fraction(top, bottom)
    expected = {"down": top // bottom, "up": -(-top // bottom), "nearest": round(exact)}

    assert ratio(np.array([top]), 1, np.array([bottom]), 1, direction).tolist() == [expected[direction]]


@pytest.mark.requirement("PSO-INF-014")
def test_rows_of_different_length_are_no_array() -> None:
    with pytest.raises(InputError) as caught:
        target_cells_arrays(RULE, [[70, 71], [72]])
    assert str(caught.value) == (
        "weight_kg: not an array; allowed is one number a cell, in rows of equal length"
    )


def test_decimals_are_few() -> None:
    with pytest.raises(DefinitionError) as caught:
        read_units("weight_kg", [70], decimals=7)
    assert str(caught.value) == "decimals is 7; 0 to 6"


@pytest.mark.requirement("PSO-INF-015")
@pytest.mark.parametrize("make", FRAMES, ids=["pandas", "pandas-nullable", "polars", "pyarrow"])
def test_every_frame_gets_the_scalar_doses(make: Any) -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable", keep_unless_change_gt=0.1)
    data = {
        "subject": ["a", "b", "a", "b", "a"],
        "visit": [2, 1, 1, 2, 3],
        "weight_kg": [76.0, 80.1, 70.0, None, 78.0],
    }
    found = nw.from_native(
        dose_frame(make(data), rule, subject="subject", visit="visit", product=DMSO), eager_only=True
    )

    # By hand: a is 70, 76 (kept at 70), 78 (above 77); b is 80.1 and missing.
    expected = [70_000_000, 80_100_000, 70_000_000, None, 78_000_000]
    columns = {name: found[name].to_list() for name in found.columns}
    for row, target in enumerate(expected):
        got = columns["target_cells"][row]
        if target is None:
            assert got is None or got != got  # noqa: PLR0124 - NaN in classic pandas
            kept = columns["dosing_weight_kg"][row]
            assert kept is None or kept != kept  # noqa: PLR0124
            continue
        dose = rule.dose_for(weight_kg=Decimal(target) / 1_000_000, product=DMSO)
        assert got == target == dose.target_cells
        assert columns["containers"][row] == dose.containers
        assert columns["dosing_weight_kg"][row] == float(dose.dosing_weight_kg)
        assert columns["uncapped_cells"][row] == dose.uncapped_cells
        assert dose.volume_ml is not None
        assert columns["volume_ul"][row] == dose.volume_ml * 1000
        assert columns["dmso_ug"][row] == micro(dose.dmso_g)
    plain = Product(viability=1, cells_per_container=25_000_000)
    vials = nw.from_native(
        dose_frame(make({"kg": [70]}), RULE, weight_kg="kg", product=plain), eager_only=True
    )
    # By hand: 70e6 cells are three vials of 25e6; without a fill volume there is no volume to state.
    assert vials["containers"].to_list() == [3]
    assert not {"volume_ul", "dmso_ug", "dmso_ug_per_kg"} & set(vials.columns)
    capped = DoseRule(cells_per_kg=1_000_000, basis="viable", max_cells=75_000_000)
    bare = dose_frame(make({"kg": [70, 80]}), capped, weight_kg="kg")
    assert type(bare) is type(make({"kg": [70]}))
    table = nw.from_native(bare, eager_only=True)
    assert table["uncapped_cells"].to_list() == [70_000_000, 80_000_000]
    assert table["target_cells"].to_list() == [70_000_000, 75_000_000]
    assert table["dosing_weight_kg"].to_list() == [70.0, 80.0]


@pytest.mark.requirement("PSO-INF-015")
def test_rows_of_pandas_keep_their_labels() -> None:
    frame = pd.DataFrame({"weight_kg": [70.0, 80.0]}, index=["x", "y"])

    assert dose_frame(frame, RULE)["target_cells"].to_dict() == {"x": 70_000_000, "y": 80_000_000}


@pytest.mark.requirement("PSO-INF-015")
def test_frames_say_what_they_lack() -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable", keep_unless_change_gt=0.1)
    frame = pl.DataFrame({"kg": [70.0]})
    for call, message in (
        (lambda: dose_frame(frame, RULE), "weight_kg: not a column; allowed is one of kg"),
        (
            lambda: dose_frame(frame.lazy(), RULE),
            "frame: lazy; allowed is an eager frame (collect it first)",
        ),
        (
            lambda: dose_frame(frame, rule, weight_kg="kg"),
            "subject: missing; allowed is the columns of subject and visit, for a re-weighing rule",
        ),
        (
            lambda: dose_frame(frame, rule, weight_kg="kg", subject="kg"),
            "subject: missing; allowed is the columns of subject and visit, for a re-weighing rule",
        ),
        (
            lambda: dose_frame(frame, rule, weight_kg="kg", visit="kg"),
            "subject: missing; allowed is the columns of subject and visit, for a re-weighing rule",
        ),
        (
            lambda: dose_frame(dose_frame(frame, RULE, weight_kg="kg"), RULE, weight_kg="kg"),
            (
                "3 faults\ndosing_weight_kg: column exists (rename the column first)\n"
                "uncapped_cells: column exists (rename the column first)\n"
                "target_cells: column exists (rename the column first)"
            ),
        ),
    ):
        with pytest.raises(InputError) as caught:
            call()
        assert str(caught.value) == message


@pytest.mark.requirement("PSO-INF-015")
@pytest.mark.parametrize(
    "visits",
    [
        [2, 10, 1],
        [2.0, 10.0, 1.0],
        [date(2015, 9, 7), date(2015, 9, 14), date(2015, 8, 31)],
        pd.to_datetime(["2015-09-07", "2015-09-14", "2015-08-31"]),
        [Decimal("1.1"), Decimal(2), 1],
        [2**53 + 1, 2**53 + 2, 2**53],
    ],
)
def test_visits_have_the_order_of_their_numbers_or_days(visits: Any) -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable", keep_unless_change_gt=0.1)
    frame = pd.DataFrame({"who": "a", "visit": visits, "weight_kg": [76.0, 78.0, 70.0]})
    found = dose_frame(frame, rule, subject="who", visit="visit")

    # By hand: 70 first, 76 kept at 70, 78 above 77.
    assert found["target_cells"].tolist() == [70_000_000, 78_000_000, 70_000_000]


@pytest.mark.requirement("PSO-INF-015")
@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"visit": ["visit 2", "visit 10"]},
            "visit: object not in order; allowed is numbers or days, which have an order",
        ),
        ({"visit": [1, None]}, "visit: missing; allowed is a visit in every row; 1 cell, at 1"),
        (
            {"visit": [None, date(2015, 8, 31)]},
            "visit: missing; allowed is a visit in every row; 1 cell, at 0",
        ),
        (
            {"visit": pd.DatetimeIndex(["2015-08-31", "NaT"])},
            "visit: missing; allowed is a visit in every row; 1 cell, at 1",
        ),
        ({"visit": [1, 1]}, "visit: given twice; allowed is one row a subject and visit; 1 cell, at 1"),
        ({"who": [None, "a"]}, "subject: missing; allowed is a subject in every row; 1 cell, at 0"),
    ],
)
def test_an_order_that_is_not_known_is_refused(columns: dict[str, Any], message: str) -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable", keep_unless_change_gt=0.1)
    frame = pd.DataFrame(
        {"who": ["a", "a"], "visit": [1, 2], "weight_kg": [70.0, 71.0], **columns},
        dtype=None if isinstance(columns.get("visit"), pd.DatetimeIndex) else object,
    )
    with pytest.raises(InputError) as caught:
        dose_frame(frame, rule, subject="who", visit="visit")

    assert str(caught.value) == message


@pytest.mark.requirement("PSO-INF-015")
def test_a_visit_is_given_twice_only_within_one_subject() -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable", keep_unless_change_gt=0.1)
    frame = pl.DataFrame(
        {"who": ["a", "b", "a", "b", "b"], "visit": [1, 1, 2, 3, 3], "weight_kg": [70.0, 71, 72, 73, 74]}
    )
    with pytest.raises(InputError) as caught:
        dose_frame(frame, rule, subject="who", visit="visit")

    assert str(caught.value) == "visit: given twice; allowed is one row a subject and visit; 1 cell, at 4"
    once = dose_frame(frame.head(4), rule, subject="who", visit="visit")
    assert once["dosing_weight_kg"].to_list() == [70, 71, 70, 71]  # by hand: all within a tenth


@pytest.mark.requirement("PSO-INF-015")
def test_visits_in_decimals_are_numbers_and_durations_are_none() -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable", keep_unless_change_gt=0.1)
    frame = pl.DataFrame({"who": "a", "visit": [Decimal("1.1"), Decimal("1.0")], "weight_kg": [76.0, 70.0]})

    # By hand: 76 kg at the later visit is within a tenth of the 70 kg at the first.
    found = dose_frame(frame, rule, subject="who", visit="visit")
    assert found["dosing_weight_kg"].to_list() == [70, 70]
    lasting = frame.with_columns(visit=pl.Series([timedelta(days=7), timedelta(days=0)]))
    with pytest.raises(InputError, match=r"^visit: timedelta64\[us\] not in order"):
        dose_frame(lasting, rule, subject="who", visit="visit")


@pytest.mark.requirement("PSO-INF-015")
@pytest.mark.parametrize(
    ("who", "second_kg"),
    [
        ([1, 1.0], 70),  # one subject, so 71 kg is within a tenth of 70
        ([Decimal(1), Decimal("1.0")], 70),
        (["A", "A\0"], 71),  # two subjects, each dosed on the own weight
        ([7, "7"], 71),
    ],
    ids=["floats", "decimals", "a zero byte", "text"],
)
def test_a_subject_is_who_is_equal(who: list[Any], second_kg: int) -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable", keep_unless_change_gt=0.1)
    subjects = pd.Series(who, dtype=object)
    frame = pd.DataFrame({"who": subjects, "visit": [1, 2], "weight_kg": [70.0, 71.0]})

    assert dose_frame(frame, rule, subject="who", visit="visit")["dosing_weight_kg"].tolist() == [
        70,
        second_kg,
    ]


@pytest.mark.requirement("PSO-INF-015")
def test_subjects_named_by_numbers_and_by_text_stand_in_one_column() -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable", keep_unless_change_gt=0.1)
    frame = pd.DataFrame(
        {"who": [7, "S-07", 7, "S-07"], "visit": [1, 1, 2, 2], "weight_kg": [70.0, 80, 72, 90]}
    )
    found = dose_frame(frame, rule, subject="who", visit="visit")

    # By hand: 72 is within a tenth of 70, and 90 is more than a tenth above 80.
    assert found["dosing_weight_kg"].tolist() == [70, 80, 70, 90]


@pytest.mark.requirement("PSO-INF-015")
@pytest.mark.parametrize("make", FRAMES, ids=["pandas", "pandas-nullable", "polars", "pyarrow"])
def test_a_frame_without_rows_stays_without_rows(make: Any) -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable", keep_unless_change_gt=0.1)
    frame = make({"who": np.array([], np.int64), "visit": np.array([], np.int64), "weight_kg": np.array([])})
    found = nw.from_native(dose_frame(frame, rule, subject="who", visit="visit"), eager_only=True)

    assert found["target_cells"].to_list() == []


@pytest.mark.requirement("PSO-INF-015")
def test_without_narwhals_the_door_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals.stable.v2", None)
    with pytest.raises(MissingExtraError) as caught:
        dose_frame(object(), RULE)
    assert str(caught.value) == "narwhals is not installed; pip install 'psoscore[frames]'"


@pytest.mark.requirement("PSO-INF-015")
def test_plain_doses_load_neither_numpy_nor_narwhals() -> None:
    code = (
        "import sys; import psoscore.infusion, psoscore.safety, psoscore.protocols.nct02491658 as t; "
        "t.DOSE_RULE.dose_for(weight_kg=70); "
        "sys.exit(len({'numpy', 'narwhals', 'icalendar', 'pandas'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own code


@pytest.mark.requirement("PSO-INF-014")
@pytest.mark.parametrize("kind", [np.float16, np.float32, np.longdouble])
def test_weights_of_every_width_are_read_as_they_print(kind: Any) -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable")
    weights = (np.arange(200, 2500) / 10).astype(kind)
    found = target_cells_arrays(rule, weights)

    assert found.tolist() == [rule.dose_for(weight_kg=one).target_cells for one in weights]
    assert target_cells_arrays(rule, weights[:4].reshape(2, 2)).shape == (2, 2)


@pytest.mark.requirement("PSO-INF-014")
@pytest.mark.parametrize("missing", [None, float("nan"), Decimal("NaN"), pd.NA, pd.NaT])
def test_a_missing_weight_is_missing_in_every_library_s_way(missing: Any) -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable")

    assert target_cells_arrays(rule, [missing, 70]).tolist() == [-1, 70_000_000]


@pytest.mark.requirement("PSO-INF-014")
@pytest.mark.parametrize(("weight", "cells"), [(70, 70_000_000), (70.1, 70_100_000), (None, -1)])
def test_a_single_weight_is_an_array_of_no_dimension(weight: Any, cells: int) -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable")
    found = target_cells_arrays(rule, weight)

    assert (found.shape, found.tolist()) == ((), cells)


def test_weights_are_kept_along_each_subject_whatever_the_order_of_rows() -> None:
    visits = [(subject, visit) for subject in "abcdef" for visit in range(1, 2 + "abcdef".index(subject))]
    rows = [visits[place * 8 % len(visits)] for place in range(len(visits))]  # 8 and 21 share no factor
    heavy: dict[tuple[str, int], Any] = {
        (subject, visit): 60.0 + 7 * visit + ord(subject) % 5 for subject, visit in rows
    }
    heavy["e", 2] = heavy["f", 1] = None
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable", keep_unless_change_gt=0.1)
    frame = pl.DataFrame(
        {
            "subject": [subject for subject, _ in rows],
            "visit": [visit for _, visit in rows],
            "weight_kg": [heavy[row] for row in rows],
        }
    )

    found = dose_frame(frame, rule, subject="subject", visit="visit")["target_cells"].to_list()

    # The weight last used stays in force until a known one differs by more than a tenth of it.
    expected = {}
    for subject in "abcdef":
        used: Any = None
        for row in sorted(one for one in rows if one[0] == subject):
            weight = heavy[row]
            if weight is not None and (used is None or abs(weight - used) * 10 > used):
                used = weight
            expected[row] = None if weight is None or used is None else int(used * 1_000_000)
    assert found == [expected[row] for row in rows]


@pytest.mark.parametrize(
    ("viability", "cells_per_ml", "targets"),
    [
        (Decimal("0.9999999"), 5_000_000, [9_999_999 * 10**8 + rest for rest in (-1, 0, 1, 2)]),
        (
            1,
            Decimal("6680000.5"),
            [13_360_001 * 10**7 + pow(2000, -1, 13_360_001) * rest for rest in (0, 1, 2)],
        ),
        (
            Decimal("0.001"),
            Decimal("6680000.5"),
            [13_360_001 * 1000 + pow(2_000_000, -1, 13_360_001) * rest for rest in (0, 1, 2)],
        ),
        (Decimal("0.4"), 3_000_001, [70_000_000, 70_000_001, 1]),
    ],
    ids=["cells", "volume", "drawn", "halves"],
)
def test_arrays_are_exact_where_a_float_would_round(
    viability: Decimal | int, cells_per_ml: Decimal | int, targets: list[int]
) -> None:
    """
    The first three lie above 2**53 on the way, and less than a ten-millionth
    above a whole number of cells or microlitres.
    """
    product = Product(viability=viability, cells_per_ml=cells_per_ml, fill_volume_ml=10)

    needed, drawn, containers, overage, volume = prepare_arrays(RULE, product, np.array(targets))

    # In fractions: cells are drawn up to the next whole one, containers and microlitres too.
    cells = [ceil(target / Fraction(viability)) for target in targets]
    held = product.content_cells
    assert held == int(cells_per_ml * 10)
    assert needed.tolist() == drawn.tolist() == cells
    assert containers.tolist() == [ceil(Fraction(one, held)) for one in cells]
    assert overage.tolist() == [ceil(Fraction(one, held)) * held - one for one in cells]
    assert volume.tolist() == [ceil(one / Fraction(cells_per_ml) * 1000) for one in cells]


@pytest.mark.parametrize("cells_per_kg", [729_000, 1_331_000, 1_000_000, 999_999])
def test_cells_per_kg_need_be_no_multiple_of_a_thousand(cells_per_kg: int) -> None:
    # 9, 10 and 11 to the third; a gram is a thousandth of a kilogram, and halves round to even.
    rule = DoseRule(cells_per_kg=cells_per_kg, basis="viable")

    found = target_cells_arrays(rule, [70.001, 83.2])
    assert found.tolist() == [round(Fraction(grams * cells_per_kg, 1000)) for grams in (70_001, 83_200)]


@pytest.mark.requirement("PSO-INF-014")
@pytest.mark.parametrize("decimals", range(7))
def test_a_weight_has_one_dose_however_finely_it_is_read(decimals: int) -> None:
    # By hand: a milligram at 1e6 cells/kg is one cell; each decimal less makes the last ten times as much.
    last = 10 ** (6 - decimals)

    found = target_cells_arrays(RULE, [70, 70 + last / 10**6], decimals=decimals)
    assert found.tolist() == [70_000_000, 70_000_000 + last]


@pytest.mark.requirement("PSO-INF-003")
def test_a_dose_of_nothing_is_refused() -> None:
    # By hand: a milligram at 10,007 cells/kg takes a hundredth of a cell.
    rule = DoseRule(cells_per_kg=10_007, basis="viable")
    with pytest.raises(InputError) as caught:
        target_cells_arrays(rule, [0.000001], decimals=6, weight_confirmed=True)
    assert str(caught.value) == (
        "weight_kg: no dose; allowed is a dose that does not round to 0 in steps of 1; 1 cell, at 0"
    )


@pytest.mark.requirement("PSO-INF-014")
@pytest.mark.parametrize("step", [None, 1, 10**12])
def test_doses_up_to_2_to_the_61_cells_are_exact_and_no_others_are_given(step: int | None) -> None:
    rule = DoseRule(cells_per_kg=2**20, basis="viable", round_to_cells=step)

    # By hand: 2**41 kg of 2**20 cells each, to the nearest step.
    found = target_cells_arrays(rule, [2.0**41], decimals=0, weight_confirmed=True)
    assert found.tolist() == [rule.dose_for(weight_kg=2**41, weight_confirmed=True).target_cells]
    assert found.tolist() == [round(Fraction(2**61, step or 1)) * (step or 1)]
    with pytest.raises(InputError):
        target_cells_arrays(rule, [2.0**41 + 1], decimals=0, weight_confirmed=True)
    # By hand: 2**61 is 2,305,843,009,213,693,952; a gram at 1e6 cells/kg takes a thousand cells.
    found = target_cells_arrays(RULE, [2_305_843_009_213.693], weight_confirmed=True)
    assert found.tolist() == [2_305_843_009_213_693_000]
    with pytest.raises(InputError):
        target_cells_arrays(RULE, [2_305_843_009_213.694], weight_confirmed=True)


@pytest.mark.requirement("PSO-INF-014")
def test_many_cells_a_kilogram_leave_room_for_weights_to_the_milligram() -> None:
    rule = DoseRule(cells_per_kg=10**12, basis="viable")

    assert target_cells_arrays(rule, [250, 20.000001], decimals=6).tolist() == [
        250 * 10**12,
        20_000_001 * 10**6,
    ]


@pytest.mark.requirement("PSO-INF-014")
def test_a_need_beyond_64_bits_is_refused() -> None:
    product = Product(viability=Decimal("1e-12"), cells_per_container=25_000_000)

    # By hand: 7e7 living cells are 7e19 cells, and int64 ends at 9.2e18.
    with pytest.raises(InputError) as caught:
        dose_arrays(RULE, [70], product=product)
    assert str(caught.value) == (
        "product: too many; allowed is doses below 2**63 cells and microlitres, in arrays"
    )
    assert RULE.dose_for(weight_kg=70, product=product).needed_cells == 7 * 10**19


@pytest.mark.requirement("PSO-INF-014")
def test_nothing_is_needed_of_any_product_where_no_weight_is_known() -> None:
    product = Product(viability=Decimal("1e-22"), cells_per_container=25_000_000)
    found = dose_arrays(RULE, np.array([np.nan, np.nan]), product=product)

    assert found.needed_cells.tolist() == found.containers.tolist() == [-1, -1]


@pytest.mark.requirement("PSO-INF-008")
def test_a_container_given_whole_may_hold_many_times_the_need() -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable", whole_containers=True)
    found = dose_arrays(rule, [20, 60], product=Product(viability=1, cells_per_container=50_000_000))

    # By hand: 20e6 take one container of 50e6, 60e6 take two.
    assert found.drawn_cells.tolist() == [50_000_000, 100_000_000]
    assert found.overage_cells.tolist() == [30_000_000, 40_000_000]


def test_doses_in_arrays_are_compared_as_objects() -> None:
    one, other = (dose_arrays(RULE, [70, 80], product=DMSO) for _ in range(2))

    assert one != other
    assert len({one, other}) == len([one, other])


def test_usual_doses_are_never_prepared_cell_by_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    # 250 kg and 1e6 cells/kg at 80 %: 312.5e6 cells, seven containers of 50e6 (by hand), far below 2**53.
    monkeypatch.setattr(preparation_arrays, "_cell_by_cell", None)

    found = dose_arrays(RULE, [250, 20], product=DMSO)
    assert found.needed_cells.tolist() == [312_500_000, 25_000_000]
    assert found.containers.tolist() == [7, 1]


def prepared_by_hand(rule: DoseRule, product: Product, target: int) -> list[int]:
    """Needed, drawn, containers, overage and microlitres, in whole numbers and fractions alone."""
    content = int(product.cells_per_container or 0)
    needed = ceil(target / Fraction(product.viability)) if rule.basis == "viable" else target
    containers = ceil(Fraction(needed, content))
    held = containers * content
    drawn = held if rule.whole_containers else needed
    ul_per_cell = Fraction(product.fill_volume_ml or 0) * 1000 / content
    return [needed, drawn, containers, held - needed, ceil(drawn * ul_per_cell)]


@pytest.mark.requirement("PSO-INF-014")
@given(
    st.builds(
        DoseRule,
        cells_per_kg=st.just(1_000_000),
        basis=st.sampled_from(["viable", "total"]),
        whole_containers=st.booleans(),
    ),
    st.builds(
        Product,
        viability=st.sampled_from([Decimal(1), Decimal("0.93"), Decimal("0.4"), Decimal("0.9999999")]),
        cells_per_container=st.integers(10_000, 10**12),
        fill_volume_ml=st.sampled_from([None, Decimal("3.8"), Decimal(10)]),
    ),
    st.integers(2**52, 2**54),
    st.sampled_from([1, 100, 3800, 10**6]),
)
def test_doses_on_either_side_of_what_floats_hold_are_exact(
    rule: DoseRule, product: Product, top: int, share: int
) -> None:
    targets = [top // share, top // share - 1, top // share // 3]

    found = [one.tolist() for one in prepare_arrays(rule, product, np.array(targets))]
    expected = [prepared_by_hand(rule, product, target) for target in targets]
    assert found == [list(field) for field in zip(*expected, strict=True)]


@pytest.mark.requirement("PSO-INF-014")
@pytest.mark.parametrize(
    ("rule", "drawn"),
    [
        (DoseRule(cells_per_kg=1_000_000, basis="total"), 9_007_199_254_740_991),
        (
            DoseRule(cells_per_kg=1_000_000, basis="total", whole_containers=True),
            9_008_099_100_009_009,
        ),
    ],
    ids=["needed", "whole containers"],
)
def test_opened_containers_may_hold_more_than_floats_do_where_the_need_does_not(
    rule: DoseRule, drawn: int
) -> None:
    product = Product(viability=1, cells_per_container=999_900_000_001)

    # By hand: 2**53 - 1 cells take 9,009 containers. Odd times odd is odd, which no float above 2**53 is.
    found = [one.tolist() for one in prepare_arrays(rule, product, np.array([9_007_199_254_740_991]))]
    assert found == [[9_007_199_254_740_991], [drawn], [9009], [899_845_268_018], [0]]


@pytest.mark.requirement("PSO-INF-014")
def test_a_product_without_a_fill_volume_gives_no_volume() -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable")
    product = Product(viability=1, cells_per_container=25_000_000)

    *_, volume = prepare_arrays(rule, product, np.array([70_000_000] * 3))

    assert volume.tolist() == [0, 0, 0]


@pytest.mark.requirement("PSO-INF-014")
@pytest.mark.parametrize(
    ("direction", "rounded"), [("up", math.ceil), ("down", math.floor), ("nearest", round)]
)
def test_what_floats_cannot_hold_is_divided_exactly(direction: Any, rounded: Any) -> None:
    # Python's integers and fractions; round() takes halves to even, as is promised.
    tops = [2**53 + 1, 2**60 + 3, 2**53 + 2, 5, 7, 0]

    found = ratio(np.array(tops), 1, np.int64(2), 1, direction)

    assert found.tolist() == [rounded(Fraction(top, 2)) for top in tops]
