"""A captured total beside the derived one (specification A5 and A6)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import oracle
import psoscore as ps
from psoscore.captured import attainable_units, compare_captured

pytestmark = pytest.mark.requirement("PSO-PASI-013")

TWOS = dict.fromkeys(ps.PASI.items, 2)
T, F, U = ps.Truth.TRUE, ps.Truth.FALSE, ps.Truth.UNKNOWN


def test_697_of_721_tenths_are_attainable() -> None:
    assert sorted(attainable_units(ps.PASI)) == oracle.attainable_pasi_tenths()
    assert len(attainable_units()) == 697  # Specification A5
    # the examples of specification A5
    assert attainable_units().isdisjoint({677, 716, 717, 718, 719})
    assert min(attainable_units() - {0}) == 1


@pytest.mark.parametrize(
    ("captured", "changed", "attainable", "agrees", "difference"),
    [
        (12.0, {}, T, T, 0),
        (12.1, {}, T, F, Fraction(1, 10)),
        (67.7, {}, F, F, Fraction("55.7")),
        (None, {}, U, U, None),
        (float("nan"), {}, U, U, None),
        # by hand: trunk erythema missing leaves 10.8 to 13.2
        (11.4, {"trunk_erythema": None}, T, U, None),
        (10.7, {"trunk_erythema": None}, T, F, None),
        (13.3, {"trunk_erythema": None}, T, F, None),
    ],
)
def test_both_are_kept_and_compared(
    captured: Any, changed: dict[str, Any], attainable: ps.Truth, agrees: ps.Truth, difference: Any
) -> None:
    derived = ps.score(ps.PASI, TWOS | changed)

    found = compare_captured(captured, derived)

    assert found.derived is derived
    assert found.captured == (None if attainable is U else captured)
    assert (found.attainable, found.agrees, found.difference) == (attainable, agrees, difference)


@pytest.mark.parametrize(
    ("captured", "message"),
    [
        (72.1, "pasi: 72.1 out of range; allowed is 0 to 72 in steps of 0.1"),
        (12.05, "pasi: 12.05 too fine; allowed is 0 to 72 in steps of 0.1"),
        (
            "12",
            (
                "pasi: '12' text; allowed is 0 to 72 in steps of 0.1 "
                "(give a number; a door that takes text='numbers' reads text as the number it spells)"
            ),
        ),
        (ps.Interval(10, 12), "pasi: Interval(low=10, high=12) interval; allowed is one number"),
    ],
)
def test_a_captured_total_is_one_valid_number(captured: Any, message: str) -> None:
    with pytest.raises(ps.InputError) as raised:
        compare_captured(captured, ps.score(ps.PASI, TWOS))

    assert str(raised.value) == message


def test_a_captured_dlqi_is_compared_where_the_manual_reports_one() -> None:
    ones = {f"dlqi_{number:02d}": 1 for number in range(1, 11)}
    derived = ps.score(ps.DLQI, ones | {"dlqi_03": None})

    agreeing, differing = compare_captured(9, derived), compare_captured(10, derived)

    # By hand: nine ones and one blank that counts as 0; every whole number from 0 to 30 is attainable.
    assert (agreeing.agrees, agreeing.attainable) == (ps.Truth.TRUE, ps.Truth.TRUE)
    assert (differing.agrees, differing.difference) == (ps.Truth.FALSE, Fraction(1))


def test_a_total_above_its_items_may_be_right_where_part_b_was_never_captured() -> None:
    """
    Real files hold part a of question 7 alone; their totals exceed the items by 1 or 2.
    """
    items = {f"dlqi_{number:02d}": 1 for number in range(1, 11) if number != 7} | {"dlqi_07a": 0}
    derived = ps.score(ps.DLQI, items, unrecorded=["dlqi_07b"])

    assert [compare_captured(total, derived).agrees for total in (9, 10, 11, 12)] == [
        ps.Truth.UNKNOWN,
        ps.Truth.UNKNOWN,
        ps.Truth.UNKNOWN,
        ps.Truth.FALSE,
    ]


def test_totals_of_other_words_are_not_enumerated() -> None:
    with pytest.raises(ps.DefinitionError) as raised:
        attainable_units(ps.DLQI_R)

    assert str(raised.value) == "the totals of a Choice are not enumerated"
