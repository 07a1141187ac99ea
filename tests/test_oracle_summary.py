"""The oracle's rounding and intervals, against what can be worked out by hand."""

from fractions import Fraction
from statistics import NormalDist

import pytest

import oracle_summary as oracle


def test_halves_go_away_from_zero() -> None:
    # By hand.
    half = Fraction(1, 2)
    assert [oracle.rounded_half_away(one * half, 0) for one in (-3, -1, 0, 1, 3)] == [-2, -1, 0, 1, 2]
    assert oracle.rounded_half_away(Fraction(-2675, 1000), 2) == Fraction(-268, 100)
    assert oracle.rounded_half_away(Fraction(-2674, 1000), 2) == Fraction(-267, 100)
    assert oracle.rounded_half_away(Fraction(-7496, 100), 1) == -75


def test_of_one_patient_the_chance_is_the_proportion() -> None:
    # By hand: with n of 1 the chance of a responder is p itself, so the ends are the tails.
    assert oracle.chance_of_at_least(1, 1, Fraction(1, 3)) == Fraction(1, 3)
    assert oracle.chance_of_at_least(1, 2, Fraction(1, 2)) == Fraction(3, 4)
    _, (low, high) = oracle.clopper_pearson(0, 1, Fraction(95, 100))
    assert low <= Fraction(975, 1000) <= high
    (low, high), upper = oracle.clopper_pearson(1, 1, Fraction(95, 100))
    assert low <= Fraction(25, 1000) <= high
    assert list(upper) == [1, 1]


@pytest.mark.parametrize("n", [1, 5, 20])
def test_nobody_of_n_has_the_ends_of_a_closed_form(n: int) -> None:
    # By hand: (1 - p)^n is one tail; and p is z^2 / (n + z^2).
    _, (low, high) = oracle.clopper_pearson(0, n, Fraction(95, 100))
    assert (1 - high) ** n <= Fraction(25, 1000) <= (1 - low) ** n
    z2 = Fraction(NormalDist().inv_cdf(0.975)) ** 2
    _, (low, high) = oracle.wilson(0, n, Fraction(95, 100))
    assert low <= z2 / (n + z2) <= high
