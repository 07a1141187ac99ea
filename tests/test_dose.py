"""Doses are exact: cells are whole, and every division says which way it is rounded."""

from __future__ import annotations

import pickle
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from oracle_infusion import (
    above_dmso_limit,
    dmso_g,
    dmso_g_per_kg,
    dosing_weights,
    outlasts_stability,
    overage_cells,
    rounded_to_million,
    target_cells,
    total_cells_needed,
    uncapped_and_given,
)
from oracle_infusion import (
    containers as oracle_containers,
)
from oracle_infusion import dmso_by_day as oracle_dmso_by_day
from oracle_infusion import ideal_weight_kg as oracle_ideal_weight
from psoscore.errors import DefinitionError, InputError
from psoscore.infusion import (
    DoseBand,
    DoseRule,
    Product,
    cumulative_doses,
    dmso_by_day,
    ideal_weight_kg,
    plausible_weight_kg,
)
from psoscore.infusion.dose_arrays import dose_arrays, target_cells_arrays
from psoscore.infusion.preparation import prepare, with_product
from psoscore.infusion.product import DMSO_PROVENANCE

PER_KG = 1_000_000
RULE = DoseRule(cells_per_kg=PER_KG, basis="viable")
# Specification D2: 25e6 cells in a vial of 3.8 mL.
VIAL = Product(viability=Decimal("0.93"), cells_per_container=25_000_000, fill_volume_ml=Decimal("3.8"))

weights = st.decimals(min_value=20, max_value=250, places=3)
viabilities = st.decimals(min_value=Decimal("0.01"), max_value=1, places=2)


@pytest.mark.requirement("PSO-INF-001")
def test_seventy_kilograms_take_seventy_million_cells() -> None:
    # Specification D2: 70 kg -> 7.0e7 per infusion, 4.2e8 over six.
    doses = RULE.doses_for([70] * 6)

    assert [dose.target_cells for dose in doses] == [70_000_000] * 6
    assert cumulative_doses(doses)[-1].target_cells == 420_000_000
    assert [one.infusions for one in cumulative_doses(doses)] == [1, 2, 3, 4, 5, 6]


@pytest.mark.requirement("PSO-INF-001")
@given(weights, st.integers(10_000, 10**7))
def test_target_is_cells_per_kg_times_weight(weight: Decimal, per_kg: int) -> None:
    dose = DoseRule(cells_per_kg=per_kg, basis="total").dose_for(weight_kg=weight)

    assert abs(target_cells(per_kg, Fraction(weight)) - dose.target_cells) <= Fraction(1, 2)
    assert dose.target_cells == dose.uncapped_cells


@pytest.mark.requirement("PSO-INF-001")
@given(st.decimals(min_value=20, max_value=125, places=3))
def test_dose_scales_with_weight(weight: Decimal) -> None:
    assert (
        RULE.dose_for(weight_kg=2 * weight).target_cells == 2 * RULE.dose_for(weight_kg=weight).target_cells
    )


@pytest.mark.requirement("PSO-INF-001")
def test_a_part_of_a_cell_is_rounded_half_to_even_and_reported() -> None:
    # By hand: 70.0000005 kg x 1,000,000 = 70,000,000.5, the even neighbour is 70,000,000.
    dose = RULE.dose_for(weight_kg=Decimal("70.0000005"))

    assert dose.target_cells == 70_000_000
    assert [(one.step, one.difference) for one in dose.changes] == [("whole cells", Fraction(-1, 2))]


@pytest.mark.requirement("PSO-INF-001")
@given(weights)
def test_float_and_decimal_weights_give_one_dose(weight: Decimal) -> None:
    assert RULE.dose_for(weight_kg=float(weight)) == RULE.dose_for(weight_kg=weight)


@pytest.mark.requirement("PSO-INF-002")
def test_basis_must_be_said_once() -> None:
    for stated, assumed in ((None, None), ("viable", "viable"), ("living", None)):
        with pytest.raises(DefinitionError) as caught:
            DoseRule(cells_per_kg=PER_KG, basis=stated, assumed_basis=assumed)  # type: ignore[arg-type]
        assert str(caught.value) == (
            "say what the dose counts, once: basis= or assumed_basis=, 'viable' or 'total'"
        )


@pytest.mark.requirement("PSO-INF-002")
def test_an_assumed_basis_says_so() -> None:
    rule = DoseRule(cells_per_kg=PER_KG, assumed_basis="total")

    assert (rule.basis, rule.stated_basis) == ("total", None)
    assert rule.dose_for(weight_kg=70).basis_assumed
    assert not RULE.dose_for(weight_kg=70).basis_assumed


@pytest.mark.requirement("PSO-INF-002")
def test_mixing_the_bases_at_80_percent_is_a_quarter() -> None:
    # Specification D2: mixing them at 80 % viability is a 25 % error.
    product = Product(viability=Decimal("0.8"), cells_per_container=25_000_000)
    viable = RULE.dose_for(weight_kg=70, product=product)
    total = DoseRule(cells_per_kg=PER_KG, basis="total").dose_for(weight_kg=70, product=product)

    assert (viable.needed_cells, total.needed_cells) == (87_500_000, 70_000_000)
    assert (viable.delivered_cells_per_kg, total.delivered_cells_per_kg) == (1_000_000, 800_000)


@pytest.mark.requirement("PSO-INF-006")
@given(weights, viabilities, st.integers(1_000_000, 200_000_000), st.sampled_from(["viable", "total"]))
def test_containers_cover_the_need_and_one_fewer_does_not(
    weight: Decimal, viability: Decimal, content: int, basis: str
) -> None:
    rule = DoseRule(cells_per_kg=PER_KG, basis=basis)  # type: ignore[arg-type]
    dose = rule.dose_for(weight_kg=weight, product=Product(viability=viability, cells_per_container=content))
    assert dose.needed_cells is not None
    assert dose.containers is not None

    exact = total_cells_needed(dose.target_cells, basis, Fraction(viability))
    assert 0 <= dose.needed_cells - exact < 1
    assert dose.containers == oracle_containers(dose.needed_cells, content)
    assert dose.overage_cells == overage_cells(dose.needed_cells, content)
    assert (dose.containers - 1) * content < dose.needed_cells <= dose.containers * content
    assert dose.drawn_cells == dose.needed_cells


@pytest.mark.requirement("PSO-INF-007", "PSO-INF-009")
def test_volume_and_dmso_of_the_worked_example() -> None:
    # Specification D2: 70 kg, 5e6/mL, 80 % viable, 10 % DMSO -> 17.5 mL, 1.9 g (1.925), 0.0275 g/kg.
    product = Product(viability=0.8, cells_per_ml=5_000_000, fill_volume_ml=10, dmso_fraction=0.1)
    dose = RULE.dose_for(weight_kg=70, product=product)

    assert dose.volume_ml == Decimal("17.5")
    assert dose.dmso_g == Decimal("1.925")
    assert dose.dmso_g_per_kg_day == Decimal("0.0275")
    assert dose.dmso_limit_g_per_kg_day == 1
    assert dose.containers == 2
    assert dose.warnings == ()


@pytest.mark.requirement("PSO-INF-007", "PSO-INF-009")
@given(weights, viabilities, st.integers(10_000, 10**8), st.integers(1, 100_000))
def test_volume_is_rounded_up_to_the_microlitre(
    weight: Decimal, viability: Decimal, per_ml: int, fill_ul: int
) -> None:
    assume(per_ml * fill_ul >= 10**6)
    fill = Decimal(fill_ul) / 1000
    product = Product(viability=viability, cells_per_ml=per_ml, fill_volume_ml=fill, dmso_fraction=0.1)
    dose = RULE.dose_for(weight_kg=weight, product=product)
    assert dose.volume_ml is not None
    assert dose.needed_cells is not None
    assert dose.containers is not None
    assert dose.dmso_g is not None

    exact_ul = Fraction(dose.needed_cells * 1000, per_ml)
    assert 0 <= Fraction(dose.volume_ml) * 1000 - exact_ul < 1
    assert dose.volume_ml <= dose.containers * fill
    assert abs(Fraction(dose.dmso_g) - dmso_g(Fraction(dose.volume_ml), Fraction(1, 10))) <= Fraction(
        1, 10**6
    )


@pytest.mark.requirement("PSO-INF-007")
def test_concentration_and_fill_volume_make_whole_cells() -> None:
    # Specification D2: 3.8 mL at 6.68e6/mL = 25.4e6; by hand 25,384,000.
    product = Product(viability=1, cells_per_ml=6_680_000, fill_volume_ml=3.8)

    assert product.content_cells == 25_384_000


@pytest.mark.requirement("PSO-INF-008")
def test_whole_containers_are_given_to_the_last_cell() -> None:
    rule = DoseRule(cells_per_kg=PER_KG, basis="viable", whole_containers=True)
    dose = rule.dose_for(weight_kg=70, product=VIAL)

    # By hand: 70e6 / 0.93 = 75,268,817.2 -> 4 vials, 100e6 cells, 15.2 mL; 93e6 / 70 = 1,328,571.4.
    assert (dose.containers, dose.drawn_cells, dose.viable_cells) == (4, 100_000_000, 93_000_000)
    assert (dose.volume_ml, dose.delivered_cells_per_kg) == (Decimal("15.2"), 1_328_571)
    # By hand: 24,731,182 / 75,268,818 = 32.857 %.
    assert (dose.overage_cells, dose.overage_percent) == (24_731_182, Decimal("32.86"))


@pytest.mark.requirement("PSO-INF-003")
def test_cap_is_reported_with_what_it_took() -> None:
    rule = DoseRule(cells_per_kg=PER_KG, basis="viable", max_cells=80_000_000)
    dose = rule.dose_for(weight_kg=100)

    assert (dose.uncapped_cells, dose.target_cells) == (100_000_000, 80_000_000)
    change = dose.changes[0]
    assert (change.step, int(change.before), change.after) == ("cap", 100_000_000, 80_000_000)
    assert (int(change.difference), change.percent) == (-20_000_000, Decimal(-20))
    assert rule.dose_for(weight_kg=80).changes == ()


@pytest.mark.requirement("PSO-INF-003")
@given(weights)
def test_rounding_goes_to_the_nearest_million_and_is_reported(weight: Decimal) -> None:
    rule = DoseRule(cells_per_kg=PER_KG, basis="viable", round_to_cells=1_000_000)
    dose = rule.dose_for(weight_kg=weight)
    expected, deviation = rounded_to_million(target_cells(PER_KG, Fraction(weight)))

    assert dose.target_cells == expected
    assert sum(one.difference for one in dose.changes) == deviation * dose.uncapped_cells


@pytest.mark.requirement("PSO-INF-003")
def test_bands_hold_their_lower_edge_and_the_cap_comes_last() -> None:
    rule = DoseRule(
        cells_per_kg=PER_KG,
        basis="viable",
        bands=[DoseBand(from_kg=40, cells=50_500_000), DoseBand(from_kg=70.5, cells=75_000_000)],
        round_to_cells=1_000_000,
        max_cells=60_000_000,
    )
    # By hand: band 50.5e6 rounds up to 51e6; band 75e6 is capped at 60e6.
    assert [rule.dose_for(weight_kg=weight).target_cells for weight in (40, 70.4, 70.5)] == [
        51_000_000,
        51_000_000,
        60_000_000,
    ]
    assert [one.step for one in rule.dose_for(weight_kg=41).changes] == ["band", "rounding"]
    assert [one.step for one in rule.dose_for(weight_kg=71).changes] == ["band", "cap"]
    with pytest.raises(InputError) as caught:
        rule.dose_for(weight_kg=39)
    assert (
        str(caught.value) == "weight_kg: 39 no band; allowed is at least 40 kg, where the first band begins"
    )


@pytest.mark.requirement("PSO-INF-003")
@pytest.mark.parametrize("max_cells", [None, 60_000_000, 150_000_000])
@pytest.mark.parametrize("round_to", [None, 1_000_000, 25_000_000])
@pytest.mark.parametrize(
    "bands",
    [
        (),
        ((Fraction(40), 50_500_000), (Fraction(141, 2), 75_000_000), (Fraction(120), 187_500_000)),
        ((Fraction(0), 12_500_000), (Fraction(41, 2), 37_499_999)),
    ],
    ids=["no bands", "three", "two from 0"],
)
def test_every_half_kilogram_has_the_bands_rounding_and_cap_of_the_oracle(
    bands: Any, round_to: int | None, max_cells: int | None
) -> None:
    rule = DoseRule(
        cells_per_kg=PER_KG,
        basis="viable",
        bands=[DoseBand(from_kg=float(from_kg), cells=cells) for from_kg, cells in bands],
        round_to_cells=round_to,
        max_cells=max_cells,
    )
    for halves in range(40, 501):
        weight = Fraction(halves, 2)
        expected = uncapped_and_given(PER_KG, weight, bands=bands, round_to=round_to, max_cells=max_cells)
        if expected is None:
            with pytest.raises(InputError):
                rule.dose_for(weight_kg=float(weight))
            continue
        dose = rule.dose_for(weight_kg=float(weight))

        assert (dose.uncapped_cells, dose.target_cells) == expected
        assert sum(one.difference for one in dose.changes) == expected[1] - expected[0]


@pytest.mark.requirement("PSO-INF-003")
def test_a_dose_is_never_rounded_away() -> None:
    rule = DoseRule(cells_per_kg=10_000, basis="viable", round_to_cells=10_000_000)

    with pytest.raises(InputError) as caught:
        rule.dose_for(weight_kg=70)
    assert str(caught.value) == (
        "weight_kg: 70 no dose; allowed is a dose that does not round to 0 in steps of 10000000"
    )
    # By hand: 0.04 g at 10,000 cells/kg take 0.4 of a cell, and cells are whole.
    with pytest.raises(InputError) as caught:
        DoseRule(cells_per_kg=10_000, basis="viable").dose_for(weight_kg=0.00004, weight_confirmed=True)
    assert str(caught.value) == (
        "weight_kg: 0.00004 no dose; allowed is a dose that does not round to 0 in steps of 1"
    )


@pytest.mark.requirement("PSO-INF-004")
@given(st.lists(st.integers(50, 100), min_size=1, max_size=8), st.sampled_from([None, "0", "0.10", "0.05"]))
def test_reweighing_keeps_the_last_weight_unless_it_changed_by_more(kg: list[int], limit: str | None) -> None:
    rule = DoseRule(
        cells_per_kg=PER_KG, basis="viable", keep_unless_change_gt=None if limit is None else Decimal(limit)
    )
    doses = rule.doses_for(kg)

    expected = dosing_weights(kg, None if limit is None else Fraction(limit))
    assert [dose.dosing_weight_kg for dose in doses] == expected
    assert [dose.weight_kg for dose in doses] == kg


@pytest.mark.requirement("PSO-INF-005")
@given(st.sampled_from(["M", "F"]), st.decimals(min_value="152.4", max_value=220, places=1))
def test_ideal_weight_follows_devine(sex: str, height_cm: Decimal) -> None:
    found = ideal_weight_kg(height_cm=height_cm, sex=sex)  # type: ignore[arg-type]

    exact = oracle_ideal_weight(sex, Fraction(height_cm) / Fraction("2.54"))
    assert abs(Fraction(found) - exact) <= Fraction(1, 2000)


@pytest.mark.requirement("PSO-INF-005")
def test_ideal_weight_is_refused_below_60_inches_and_without_a_sex() -> None:
    with pytest.raises(InputError) as caught:
        ideal_weight_kg(height_cm=150, sex="X")  # type: ignore[arg-type]
    assert str(caught.value) == (
        "2 faults\nheight_cm: 150 out of range; allowed is 152.4 to 250 cm\n"
        "sex: 'X' not allowed; allowed is 'M' or 'F'"
    )
    for height, hint in (
        (Decimal("1.78"), "178 cm if it is in metres"),
        (70, "177.8 cm if it is in inches"),
        (1780, "178 cm if it is in millimetres"),
        (60, "152.4 cm if it is in inches"),
        (2500, "250 cm if it is in millimetres"),
    ):
        with pytest.raises(InputError) as caught:
            ideal_weight_kg(height_cm=height, sex="M")
        assert str(caught.value) == f"height_cm: {height} out of range; allowed is 152.4 to 250 cm ({hint})"
    assert (
        DoseRule(cells_per_kg=PER_KG, basis="viable", weight="ideal").dose_for(weight_kg=60).weight == "ideal"
    )


@pytest.mark.requirement("PSO-INF-009")
def test_dmso_is_summed_over_the_calendar_day() -> None:
    product = Product(viability=0.8, cells_per_ml=5_000_000, fill_volume_ml=10, dmso_fraction=0.1)
    dose = RULE.dose_for(weight_kg=70, product=product)
    bare = RULE.dose_for(weight_kg=70)
    one, other = date(2015, 8, 31), date(2015, 9, 1)

    # Specification D2: 0.0275 g/kg a dose; by hand twice that on one day.
    by_day = dmso_by_day([(other, dose), (one, dose), (one, dose)])
    assert by_day == {one: Decimal("0.055"), other: Decimal("0.0275")}
    assert list(by_day) == [one, other]
    assert dmso_by_day([(one, bare), (one, dose)]) == {one: None}
    # By hand: 68.1 g + 1.925 g = 70.025 g over 70 kg is above 1 g/kg.
    late = RULE.dose_for(weight_kg=70, product=product, dmso_earlier_today_g=Decimal("68.1"))
    assert [str(one) for one in late.warnings] == [
        "DMSO of the day is 1.000357 g/kg, above the limit of 1 g/kg"
    ]
    # By hand: 68.075 g + 1.925 g is exactly 1 g/kg.
    assert RULE.dose_for(weight_kg=70, product=product, dmso_earlier_today_g=68.075).warnings == ()


@pytest.mark.requirement("PSO-INF-009")
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(20, 250), st.none() | st.integers(0, 20)),
        max_size=8,
    )
)
def test_dmso_of_every_calendar_day_equals_the_oracle(infusions: list[tuple[int, int, int | None]]) -> None:
    """
    Day, weight and percent of DMSO of each infusion, or a product that does
    not say: a million cells per kg out of five million a mL are a fifth of a mL per kg.
    """
    doses, expected = [], []
    for offset, weight, percent in infusions:
        share = None if percent is None else Fraction(percent, 100)
        product = Product(
            viability=1,
            cells_per_ml=5_000_000,
            fill_volume_ml=10,
            dmso_fraction=None if percent is None else Decimal(percent) / 100,
        )
        day = date(2015, 8, 31) + timedelta(days=offset)
        doses.append((day, RULE.dose_for(weight_kg=weight, product=product)))
        expected.append((day, None if share is None else dmso_g(Fraction(weight, 5), share), weight))

    found = dmso_by_day(doses)

    by_day = oracle_dmso_by_day(expected)
    assert list(found) == list(by_day)
    for day, exact in by_day.items():
        amount = found[day]
        assert (amount is None) is (exact is None)
        if amount is not None and exact is not None:
            assert abs(Fraction(amount) - exact) <= Fraction(1, 2 * 10**6)  # printed to six decimals


@pytest.mark.requirement("PSO-INF-009")
@pytest.mark.parametrize("limit", [None, Decimal("0.5"), Decimal("0.03"), 0])
@pytest.mark.parametrize("percent", [0, 5, 10])
def test_the_warning_of_the_daily_limit_equals_the_oracle(limit: Any, percent: int) -> None:
    """
    With DMSO given earlier on the day, so that the sum is a millionth of a gram
    below, on or above the limit.
    """
    least = Fraction(1 if limit is None else limit)
    product = Product(
        viability=1,
        cells_per_ml=5_000_000,
        fill_volume_ml=10,
        dmso_fraction=Decimal(percent) / 100,
        **({} if limit is None else {"dmso_limit_g_per_kg_day": limit}),
    )
    for weight in range(20, 251, 5):
        own = dmso_g(Fraction(weight, 5), Fraction(percent, 100))
        for beside in (-1, 0, 1):
            micrograms = (least * weight - own) * 10**6 + beside
            assert micrograms.denominator == 1
            earlier = Decimal(max(0, micrograms.numerator)).scaleb(-6)

            dose = RULE.dose_for(weight_kg=weight, product=product, dmso_earlier_today_g=earlier)

            above = above_dmso_limit(dmso_g_per_kg([own, Fraction(earlier)], weight), least)
            assert ("dmso" in [one.kind for one in dose.warnings]) is above


@pytest.mark.requirement("PSO-INF-009")
def test_dmso_per_kg_rests_on_what_the_patient_weighs_now() -> None:
    product = Product(viability=0.8, cells_per_ml=5_000_000, fill_volume_ml=10, dmso_fraction=0.1)
    rule = DoseRule(cells_per_kg=PER_KG, basis="viable", keep_unless_change_gt=0.1)
    dose = rule.dose_for(weight_kg=64, last_dosing_weight_kg=70, product=product)
    found = dose_arrays(rule, [[70, 64]], product=product)

    # By hand: the dose of 70 kg stays, with its 1.925 g of DMSO; over 64 kg that is 0.030078 g/kg.
    assert (dose.dosing_weight_kg, dose.dmso_g) == (Decimal(70), Decimal("1.925"))
    assert dose.dmso_g_per_kg_day == Decimal("0.030078")
    assert dose.delivered_cells_per_kg == PER_KG
    assert dmso_by_day([(date(2015, 8, 31), dose)]) == {date(2015, 8, 31): Decimal("0.030078")}
    assert found.dmso_ug_per_kg is not None
    assert found.dmso_ug_per_kg.tolist() == [[27500, 30078]]


@pytest.mark.requirement("PSO-INF-010")
def test_a_sum_with_an_unknown_part_is_unknown() -> None:
    sums = cumulative_doses([RULE.dose_for(weight_kg=70, product=VIAL), RULE.dose_for(weight_kg=70)])

    assert [one.viable_cells for one in sums] == [70_000_000, None]
    assert [one.dmso_g for one in sums] == [None, None]
    dmso = Product(viability=0.8, cells_per_ml=5_000_000, fill_volume_ml=10, dmso_fraction=0.1)
    assert cumulative_doses(RULE.doses_for([70, 70], product=dmso))[-1].dmso_g == Decimal("3.85")


@pytest.mark.requirement("PSO-INF-011")
def test_warnings_say_what_to_look_at() -> None:
    product = Product(
        viability=0.65,
        cells_per_container=100_000_000,
        minimum_viability=0.7,
        stable_minutes=90,
        maximum_overage_percent=50,
    )
    dose = RULE.dose_for(weight_kg=70, product=product, infusion_minutes=91)

    # By hand: 70e6 / 0.65 = 107,692,308; 2 containers leave 92,307,692 = 85.71 %.
    assert [(one.kind, str(one)) for one in dose.warnings] == [
        ("viability", "viability 0.65 is below the specification of 0.7"),
        ("stability", "an infusion of 91 min outlasts the stability limit of 90 min"),
        ("overage", "the container size forces 85.71 % overage, more than 50 %"),
    ]


@pytest.mark.requirement("PSO-INF-011")
@pytest.mark.parametrize("stable", [None, 0, 60, Decimal("90.5"), 385])
def test_an_infusion_of_every_length_is_held_against_the_stability_limit(stable: Any) -> None:
    product = Product(viability=1, cells_per_container=25_000_000, stable_minutes=stable)
    for minutes in (None, *(Decimal(halves) / 2 for halves in range(800))):
        dose = RULE.dose_for(weight_kg=70, product=product, infusion_minutes=minutes)

        expected = outlasts_stability(*(None if one is None else Fraction(one) for one in (minutes, stable)))
        assert ("stability" in [one.kind for one in dose.warnings]) is expected


@pytest.mark.requirement("PSO-INF-011")
@pytest.mark.parametrize("viability", [Decimal("0.8"), Decimal("0.9")])
@pytest.mark.parametrize("minutes", [89, 90])
@pytest.mark.parametrize("most_overage", [Decimal(25), 26])
def test_a_limit_that_is_kept_gives_no_warning(viability: Decimal, minutes: int, most_overage: Any) -> None:
    product = Product(
        viability=viability,
        cells_per_container=100_000_000,
        minimum_viability=0.8,
        stable_minutes=90,
        maximum_overage_percent=most_overage,
    )
    # By hand: 64e6 / 0.8 and 72e6 / 0.9 are 80e6 cells, and 20e6 over are a quarter of them.
    dose = RULE.dose_for(weight_kg=80 * viability, product=product, infusion_minutes=minutes)

    assert dose.overage_percent == 25
    assert dose.warnings == ()


@pytest.mark.requirement("PSO-INF-012")
@pytest.mark.parametrize(
    ("weight", "hint"),
    [
        (0, ""),
        (-70, ""),
        (700, " (70 kg if it is in tenths of a kg; weight_confirmed=True if kg is meant)"),
        (70_000, " (70 kg if it is in grams; weight_confirmed=True if kg is meant)"),
        (
            350,
            (
                " (158.8 kg if it is in pounds; 35 kg if it is in tenths of a kg; "
                "weight_confirmed=True if kg is meant)"
            ),
        ),
        (Decimal("19.9"), " (weight_confirmed=True if kg is meant)"),
        (Decimal("0.4"), " (weight_confirmed=True if kg is meant)"),
        (20_000, " (20 kg if it is in grams; weight_confirmed=True if kg is meant)"),
        (2500, " (250 kg if it is in tenths of a kg; weight_confirmed=True if kg is meant)"),
    ],
)
def test_an_implausible_weight_names_the_unit_it_may_be_in(weight: int | Decimal, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        RULE.dose_for(weight_kg=weight)

    assert str(caught.value) == f"weight_kg: {weight} out of range; allowed is 20 to 250 kg{hint}"


@pytest.mark.requirement("PSO-INF-012")
def test_a_confirmed_weight_is_taken_with_a_warning() -> None:
    dose = RULE.dose_for(weight_kg=270, weight_confirmed=True)

    assert dose.target_cells == 270_000_000
    assert [str(one) for one in dose.warnings] == [
        "weight 270 kg is outside 20 to 250 kg; taken as confirmed"
    ]
    assert [str(one) for one in RULE.dose_for(weight_kg=12, weight_confirmed=True).warnings] == [
        "weight 12 kg is outside 20 to 250 kg; taken as confirmed"
    ]
    for weight in (12, Decimal("0.4")):
        assert plausible_weight_kg(weight, confirmed=True) == weight
    for weight in (0, -1):
        with pytest.raises(InputError):
            plausible_weight_kg(weight, confirmed=True)


@pytest.mark.requirement("PSO-INF-013")
@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"viability": 92, "cells_per_container": 25_000_000},
            (
                "viability: 92 out of range; allowed is a fraction above 0, at most 1 "
                "(looks like percent: write Decimal('0.92'))"
            ),
        ),
        (
            {"viability": 0, "cells_per_container": 25_000_000},
            "viability: 0 out of range; allowed is a fraction above 0, at most 1",
        ),
        (
            {"viability": Decimal("-0.5"), "cells_per_container": 25_000_000},
            "viability: -0.5 out of range; allowed is a fraction above 0, at most 1",
        ),
        (
            {"viability": 2, "cells_per_container": 25_000_000},
            (
                "viability: 2 out of range; allowed is a fraction above 0, at most 1 "
                "(looks like percent: write Decimal('0.02'))"
            ),
        ),
        (
            {"viability": 100, "cells_per_container": 25_000_000},
            (
                "viability: 100 out of range; allowed is a fraction above 0, at most 1 "
                "(looks like percent: write Decimal('1'))"
            ),
        ),
        (
            {"viability": 0.9, "cells_per_container": 25_000_000, "dmso_fraction": Decimal("-0.1")},
            "dmso_fraction: -0.1 out of range; allowed is a fraction at least 0, at most 1",
        ),
        (
            {"viability": 0.9, "cells_per_container": 25_000_000, "minimum_viability": 101},
            "minimum_viability: 101 out of range; allowed is a fraction above 0, at most 1",
        ),
        (
            {"viability": 0.9, "cells_per_container": 25_000_000, "dmso_fraction": 10},
            (
                "dmso_fraction: 10 out of range; allowed is a fraction at least 0, at most 1 "
                "(looks like percent: write Decimal('0.1'))"
            ),
        ),
        (
            {"viability": 0.9, "cells_per_ml": 6.68, "fill_volume_ml": 3.8},
            (
                "cells_per_ml: 6.68 too few; allowed is at least 10,000 "
                "(an exponent lost? 5 x 10^6 is 5_000_000; contents_confirmed=True if it is meant)"
            ),
        ),
        (
            {"viability": 0.9, "cells_per_container": 106},
            (
                "cells_per_container: 106 too few; allowed is at least 10,000 "
                "(an exponent lost? 5 x 10^6 is 5_000_000; contents_confirmed=True if it is meant)"
            ),
        ),
        (
            {"viability": 0.9, "cells_per_ml": 0.5, "fill_volume_ml": 10, "contents_confirmed": True},
            "cells_per_ml: 0.5 too few; allowed is at least 1",
        ),
        ({"viability": 0.9}, "content: missing; allowed is either cells_per_container or cells_per_ml"),
        (
            {
                "viability": 0.9,
                "cells_per_container": 25_000_000,
                "cells_per_ml": 5_000_000,
                "fill_volume_ml": 5,
            },
            "content: given twice; allowed is either cells_per_container or cells_per_ml",
        ),
        (
            {"viability": 0.9, "cells_per_ml": 5_000_000},
            "fill_volume_ml: missing; allowed is the volume of one container, beside cells_per_ml",
        ),
        (
            {"viability": 0.9, "cells_per_container": 25_000_000.5},
            "cells_per_container: 25000000.5 not whole; allowed is whole cells",
        ),
        (
            {"viability": 0.9, "cells_per_container": 25_000_000, "fill_volume_ml": Decimal("3.8001")},
            "fill_volume_ml: 3.8001 out of range; allowed is above 0, in whole microlitres",
        ),
        (
            {"viability": 0.9, "cells_per_container": 25_000_000, "fill_volume_ml": Decimal("3.8005")},
            "fill_volume_ml: 3.8005 out of range; allowed is above 0, in whole microlitres",
        ),
        (
            {"viability": 0.9, "cells_per_container": 25_000_000, "fill_volume_ml": -1},
            "fill_volume_ml: -1 out of range; allowed is above 0, in whole microlitres",
        ),
        (
            {
                "viability": 0.9,
                "cells_per_ml": 2,
                "fill_volume_ml": Decimal("0.001"),
                "contents_confirmed": True,
            },
            "content: too few; allowed is 1 to 1,000,000,000,000 cells in a container",
        ),
        (
            {"viability": 0.9, "cells_per_container": 10**13},
            "content: too many; allowed is 1 to 1,000,000,000,000 cells in a container",
        ),
        (
            {"viability": 0.9, "cells_per_container": 25_000_000, "stable_minutes": -1},
            "stable_minutes: -1 out of range; allowed is 0 or more",
        ),
    ],
)
def test_a_product_that_cannot_be_meant_is_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(InputError) as caught:
        Product(**fields)  # type: ignore[arg-type]

    assert str(caught.value) == message


@pytest.mark.requirement("PSO-INF-013")
def test_all_faults_of_a_product_come_at_once() -> None:
    with pytest.raises(InputError) as caught:
        Product(viability=92, cells_per_ml=5)

    assert [one.item for one in caught.value.faults] == ["viability", "fill_volume_ml", "cells_per_ml"]


@pytest.mark.requirement("PSO-INF-013")
def test_a_small_content_can_be_confirmed() -> None:
    for cells in (1, 2, 5000):
        product = Product(viability=1, cells_per_container=cells, contents_confirmed=True)
        assert product.content_cells == cells


@pytest.mark.requirement("PSO-INF-013")
@pytest.mark.parametrize(
    "fields",
    [
        {"cells_per_container": 10**12},
        {"cells_per_container": 10_000},
        {"stable_minutes": 0, "maximum_overage_percent": 0, "dmso_limit_g_per_kg_day": 0},
        {"stable_minutes": 0.5, "maximum_overage_percent": 0.5, "dmso_limit_g_per_kg_day": 0.5},
        {"dmso_fraction": 0, "fill_volume_ml": Decimal("0.001")},
        {"dmso_fraction": 1, "minimum_viability": 1},
    ],
)
def test_a_product_may_stand_at_the_very_limits(fields: dict[str, Any]) -> None:
    stated = {"cells_per_container": 25_000_000, **fields}
    product = Product(viability=1, **stated)

    assert {name: getattr(product, name) for name in stated} == {
        name: Decimal(str(value)) for name, value in stated.items()
    }


@pytest.mark.requirement("PSO-INF-013")
def test_a_product_takes_its_fields_by_name() -> None:
    # Viability and cells are both numbers; in the wrong order nobody would see it.
    with pytest.raises(TypeError):
        Product(0.9, 25_000_000)  # type: ignore[call-arg]


@pytest.mark.requirement("PSO-INF-013")
def test_a_length_below_zero_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        RULE.dose_for(weight_kg=70, product=VIAL, infusion_minutes=-1)
    assert str(caught.value) == "infusion_minutes: -1 out of range; allowed is 0 or more"


@pytest.mark.requirement("PSO-INF-013")
@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"cells_per_kg": 106},
            "cells_per_kg is 106; at least 10,000; an exponent lost? 1 x 10^6 is 1_000_000",
        ),
        ({"cells_per_kg": None}, "cells_per_kg is None; a whole number of cells"),
        ({"cells_per_kg": "1e6"}, "cells_per_kg is '1e6'; a whole number of cells"),
        ({"cells_per_kg": 1_000_000.5}, "cells_per_kg is 1000000.5; a whole number of cells"),
        ({"weight": "lean"}, "weight is 'lean'; 'actual' or 'ideal'"),
        ({"max_cells": 10**13}, "max_cells is 10000000000000; at most 1,000,000,000,000"),
        ({"max_cells": 80}, "max_cells is 80; at least 10,000; an exponent lost? 1 x 10^6 is 1_000_000"),
        ({"round_to_cells": True}, "round_to_cells is True; a whole number of cells"),
        ({"round_to_cells": 0}, "round_to_cells is 0; at least 1"),
        (
            {"bands": [DoseBand(from_kg=70, cells=75)]},
            "the dose from 70 kg is 75; at least 10,000; an exponent lost? 1 x 10^6 is 1_000_000",
        ),
        (
            {"bands": [DoseBand(from_kg=70, cells=10**7), DoseBand(from_kg=70, cells=10**8)]},
            "bands ascend by from_kg, from 0 or more",
        ),
        (
            {"bands": [DoseBand(from_kg=70, cells=10**8), DoseBand(from_kg=40, cells=10**7)]},
            "bands ascend by from_kg, from 0 or more",
        ),
        ({"bands": [DoseBand(from_kg=-1, cells=10**7)]}, "bands ascend by from_kg, from 0 or more"),
        *(
            (
                {"keep_unless_change_gt": limit},
                f"keep_unless_change_gt is {limit}; 10 % is Decimal('0.10')",
            )
            for limit in (10, 1, Decimal("1.5"), Decimal("-0.1"))
        ),
        *(
            (
                {"plausible_kg": (Decimal(least), Decimal(greatest))},
                "plausible_kg is a pair of weights, the least first, above 0",
            )
            for least, greatest in ((9, 3), (0, 3), (-1, 3))
        ),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        DoseRule(**{"cells_per_kg": PER_KG, "basis": "viable", **fields})  # type: ignore[arg-type]

    assert str(caught.value) == message


@pytest.mark.requirement("PSO-INF-013")
@pytest.mark.parametrize(
    "fields",
    [
        {"max_cells": 10**12, "round_to_cells": 1},
        {"max_cells": 10_000},
        {"bands": (DoseBand(from_kg=0, cells=10**7), DoseBand(from_kg=Decimal("0.5"), cells=10**8))},
        {"keep_unless_change_gt": 0},
        {"keep_unless_change_gt": Decimal("0.999")},
        {"plausible_kg": (Decimal("0.4"), Decimal(5))},
        {"plausible_kg": (Decimal(70), Decimal(70))},
    ],
)
def test_a_rule_may_stand_at_the_very_limits(fields: dict[str, Any]) -> None:
    rule = DoseRule(cells_per_kg=10_000, basis="viable", **fields)

    assert {name: getattr(rule, name) for name in fields} == fields


@pytest.mark.requirement("PSO-INF-001")
def test_where_a_rule_comes_from_makes_it_no_other_rule() -> None:
    sourced = DoseRule(cells_per_kg=PER_KG, basis="viable", provenance=DMSO_PROVENANCE)

    assert sourced == RULE
    assert hash(sourced) == hash(RULE)


@pytest.mark.requirement("PSO-INF-001")
@pytest.mark.parametrize("cells", [1e6, Decimal("1E+6"), Decimal(1_000_000), np.int64(1_000_000)])
def test_a_whole_number_of_cells_may_be_written_in_any_way(cells: Any) -> None:
    rule = DoseRule(cells_per_kg=cells, basis="viable", round_to_cells=cells, max_cells=cells)

    assert (rule.cells_per_kg, rule.round_to_cells, rule.max_cells) == (10**6, 10**6, 10**6)
    assert type(rule.dose_for(weight_kg=70).target_cells) is int


@pytest.mark.requirement("PSO-INF-012")
@pytest.mark.parametrize("kg", [20.1, Decimal("20.1")])
def test_the_plausible_range_is_read_as_it_prints(kg: Any) -> None:
    rule = DoseRule(cells_per_kg=PER_KG, basis="viable", plausible_kg=(kg, 300))

    assert rule.dose_for(weight_kg=20.1).target_cells == 20_100_000
    assert target_cells_arrays(rule, [20.1]).tolist() == [20_100_000]


def test_rules_products_and_doses_are_values() -> None:
    for value in (RULE, VIAL, RULE.dose_for(weight_kg=70, product=VIAL)):
        assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - our own bytes


def test_a_container_is_not_empty() -> None:
    with pytest.raises(InputError) as caught:
        Product(viability=1, cells_per_ml=5_000_000, fill_volume_ml=0)
    assert "fill_volume_ml" in str(caught.value)


def test_doses_of_a_long_course_add_up() -> None:
    product = Product(viability=1, cells_per_ml=5_000_000, fill_volume_ml=10, dmso_fraction=Decimal("0.1"))
    dose = DoseRule(cells_per_kg=1_000_000, basis="viable").dose_for(weight_kg=50, product=product)

    # By hand: 50e6 cells are 10 mL, 1 mL of it DMSO; 300 times the grams of one.
    last = cumulative_doses([dose] * 300)[-1]
    assert dose.dmso_g is not None
    assert (last.infusions, last.viable_cells, last.dmso_g) == (300, 300 * 50_000_000, 300 * dose.dmso_g)


def test_opened_containers_are_given_to_the_last_cell_only_where_that_is_said() -> None:
    product = Product(viability=1, cells_per_container=40_000_000)
    dose = DoseRule(cells_per_kg=1_000_000, basis="viable").dose_for(weight_kg=50)

    # By hand: 50e6 cells take two containers of 40e6.
    assert with_product(dose, product).drawn_cells == 50_000_000
    assert with_product(dose, product, whole_containers=True).drawn_cells == 80_000_000


@pytest.mark.requirement("PSO-INF-008")
def test_a_container_given_whole_may_hold_many_times_the_need() -> None:
    product = Product(viability=1, cells_per_container=100_000_000)
    rule = DoseRule(cells_per_kg=PER_KG, basis="viable", whole_containers=True)
    dose = rule.dose_for(weight_kg=25, product=product)

    # By hand: 75e6 of 100e6 cells are over, three times the 25e6 that are needed.
    assert (dose.needed_cells, dose.drawn_cells) == (25_000_000, 100_000_000)
    assert (dose.overage_cells, dose.overage_percent) == (75_000_000, Decimal(300))


@pytest.mark.requirement("PSO-INF-009")
def test_no_dmso_was_given_earlier_unless_that_is_said() -> None:
    product = Product(viability=1, cells_per_ml=5_000_000, fill_volume_ml=10, dmso_fraction=Decimal("0.1"))

    # By hand: 50e6 cells are 10 mL, 1 mL of it DMSO, 1.1 g for 50 kg.
    assert with_product(RULE.dose_for(weight_kg=50), product).dmso_g_per_kg_day == Decimal("0.022")


def test_a_weight_is_compared_with_the_one_last_used() -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable", keep_unless_change_gt=0.1)

    # By hand: 80 is more than a tenth above 70; 84 is within a tenth of 80, though not of 70.
    assert [dose.dosing_weight_kg for dose in rule.doses_for([70, 80, 84])] == [70, 80, 80]
    # By hand: exactly a tenth, 7 kg of 70, is not more than a tenth.
    assert [dose.dosing_weight_kg for dose in rule.doses_for([70, 77, 63])] == [70, 70, 70]


def test_the_ideal_weight_grows_evenly_up_to_the_greatest_height() -> None:
    # Devine: 50 kg for 60 inches and 2.3 kg an inch above; 98 inches, 248.92 cm, are 38 more.
    assert ideal_weight_kg(sex="M", height_cm=Decimal("248.92")) == Decimal("137.4")
    # By hand: 250 cm are 38.425197 inches above 60, 88.377953 kg more; 180 cm are 10.866142, 24.992126 more.
    assert ideal_weight_kg(sex="M", height_cm=250) == Decimal("138.378")
    assert ideal_weight_kg(sex="M", height_cm=180) == Decimal("74.992")
    assert ideal_weight_kg(sex="F", height_cm=Decimal("152.4")) == Decimal("45.5")


@pytest.mark.requirement("PSO-INF-012")
def test_cells_are_prepared_from_none_to_as_many_as_an_array_holds() -> None:
    vial = Product(viability=1, cells_per_container=1_000_000)

    for cells in (0, 1, 2**63 - 1):
        assert prepare(vial, cells, basis="total", whole_containers=False).drawn_cells == cells
    for strange in (-1, 2**63, True, 0.5, "7"):
        with pytest.raises(DefinitionError) as caught:
            prepare(vial, strange, basis="total", whole_containers=False)  # type: ignore[arg-type]
        assert str(caught.value) == f"target_cells is {strange!r}; a whole number of cells"
