"""Rounding as SAS does it, against decimal arithmetic."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import psoscore as ps
from oracle_summary import rounded_half_away
from psoscore.endpoints import round_half_away


@pytest.mark.requirement("PSO-ENDP-021")
@given(st.decimals(-1000, 1000, places=4), st.integers(0, 5))
def test_halves_go_away_from_zero(number: Decimal, decimals: int) -> None:
    """
    ROUND_HALF_UP of the decimal module is: round away from zero in ties.
    """
    expected = float(number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))

    assert round_half_away(number, decimals) == expected
    assert round_half_away(float(number), decimals) == expected


@pytest.mark.requirement("PSO-ENDP-021")
@pytest.mark.parametrize("decimals", [0, 1, 2, 3])
def test_every_two_thousandth_below_and_above_zero_equals_the_oracle(decimals: int) -> None:
    """
    From -3 to 3, so that every half of every place is there with both signs.
    """
    for number in range(-6000, 6001):
        exact = Fraction(number, 2000)

        assert round_half_away(exact, decimals) == float(rounded_half_away(exact, decimals))


@pytest.mark.requirement("PSO-ENDP-021")
@given(st.fractions(-1000, 1000), st.integers(0, 12))
def test_a_fraction_of_either_sign_equals_the_oracle(number: Fraction, decimals: int) -> None:
    assert round_half_away(number, decimals) == float(rounded_half_away(number, decimals))


@pytest.mark.requirement("PSO-ENDP-021")
def test_it_differs_from_pythons_own_rounding() -> None:
    # By hand: Python gives 2.67, 0 and 2.
    assert [round_half_away(2.675, 2), round_half_away(0.5), round_half_away(2.5)] == [2.68, 1, 3]
    assert round_half_away(Fraction(-1, 3), 2) == -0.33


@pytest.mark.parametrize("decimals", [-1, 13, 1.0, True])
def test_decimals_that_make_no_sense_are_refused(decimals: Any) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        round_half_away(1, decimals)
    assert str(caught.value) == f"decimals={decimals!r}; a whole number from 0 to 12 is needed"


def test_twelve_decimals_are_kept() -> None:
    # The most that the message above allows; by hand.
    assert round_half_away(Fraction(2, 3), 12) == 0.666666666667
