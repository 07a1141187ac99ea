"""Sums in normal form, comparisons in whole units, and both exactly what was written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from operator import ge, gt, le, lt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import psoscore as ps
from psoscore.algebra import compare, count, days_apart, every, linear, some
from psoscore.cells import Cell
from psoscore.engine.interpret import Interpreter
from psoscore.engine.record.answered import Answered
from psoscore.errors import DefinitionError
from psoscore.terms import AllOf, AnyOf, AtLeast, Choice, Given, Item, Not, Quantity, Ratio, Sum
from psoscore.truth import Truth

A, B = Item(Cell("a", high=4)), Item(Cell("b", high=4))
TENTHS = Item(Cell("t", high=100, scale=10))
PERCENT = ps.number("percent", low=0, high=100, decimals=None)
RATIO = Ratio(A, B, (30, 0), (1, 1))
HIGH, LOW = AtLeast(A, 3), AtLeast(B, 1)


@pytest.mark.parametrize(
    ("made", "normal"),
    [
        (linear([(1, A), (1, A)]), Sum(((2, A),))),
        (linear([(1, A), (-1, A)]), Sum(())),
        (linear([(1, A), (-2, B), (1, 5)]), Sum(((1, A), (-2, B)), 5)),
        (linear([(-2, B), (1, A)]), Sum(((1, A), (-2, B)))),  # positive weights first
        ((A + B) + (A - 3), Sum(((2, A), (1, B)), -3)),  # sums opened
        (linear([(1, TENTHS), (1, A)]), Sum(((1, TENTHS), (10, A)), 0, 10)),  # tenths
        (linear([(Decimal("0.1"), A)]), Sum(((1, A),), 0, 10)),
        (linear([(0.5, A), (1, B)]), Sum(((1, A), (2, B)), 0, 2)),
        (linear([(1, A)]), A),
        (linear([(1, TENTHS)]), TENTHS),
        (linear([(1, HIGH)]), Sum(((1, HIGH),))),  # a condition is counted, not taken for a number
        (linear([]), Sum(())),
    ],
)
def test_a_sum_has_one_form(made: Quantity, normal: Quantity) -> None:
    assert made == normal


def test_improvement_collects_so_that_nothing_pulls_both_ways() -> None:
    """
    100 * (b - v) >= 75 * b is 25 * b - 100 * v >= 0: by hand.
    """
    condition = 100 * (A - B) >= 75 * A

    assert condition == AtLeast(Sum(((25, A), (-100, B))), 0)


@pytest.mark.parametrize("real", [RATIO, PERCENT, Choice(HIGH, A, B)])
def test_what_is_only_compared_is_never_summed(real: Quantity) -> None:
    with pytest.raises(DefinitionError) as raised:
        linear([(1, A), (1, real)])

    assert str(raised.value) == "a ratio or a measured percentage is compared, never summed"


def test_joining_flattens_and_drops_what_stands_twice() -> None:
    assert every(HIGH, every(LOW, HIGH)) == AllOf((HIGH, LOW))
    assert some(HIGH, some(LOW, HIGH)) == AnyOf((HIGH, LOW))
    assert every(HIGH, HIGH) is HIGH
    assert some(HIGH) is HIGH
    assert every() == AllOf(())


@pytest.mark.parametrize("joined", [every, some])
@pytest.mark.parametrize("stranger", [True, A, None])
def test_only_conditions_join(joined: Any, stranger: Any) -> None:
    with pytest.raises(DefinitionError) as raised:
        joined(HIGH, stranger)

    assert str(raised.value) == (f"only conditions combine with & and |, not {type(stranger).__name__}")


def test_counting() -> None:
    assert count([HIGH, LOW]) == Sum(((1, HIGH), (1, LOW)))


@pytest.mark.requirement("PSO-ENGINE-004")
@pytest.mark.parametrize(
    ("condition", "same"),
    [
        (TENTHS >= 8, AtLeast(TENTHS, 80)),
        (TENTHS >= 7.95, AtLeast(TENTHS, 80)),  # nothing lies between 7.9 and 8.0
        (TENTHS > 7.95, AtLeast(TENTHS, 80)),
        (TENTHS > 8, AtLeast(TENTHS, 81)),
        (TENTHS >= 0.1, AtLeast(TENTHS, 1)),
        (Decimal("0.1") <= TENTHS, AtLeast(TENTHS, 1)),
        (Fraction(1, 3) <= TENTHS, AtLeast(TENTHS, 4)),
        (A + B + 2 >= 5, AtLeast(Sum(((1, A), (1, B))), 3)),  # the constant goes to the other side
        (A >= B, AtLeast(Sum(((1, A), (-1, B))), 0)),
        (A > B, AtLeast(Sum(((1, A), (-1, B))), 1)),
        (PERCENT >= 9.6, AtLeast(PERCENT, Fraction(48, 5))),
        (PERCENT > 9.6, AtLeast(PERCENT, Fraction(48, 5), strict=True)),
        (ps.day("d") >= date(2015, 8, 31), AtLeast(ps.day("d"), date(2015, 8, 31).toordinal())),
    ],
)
def test_a_threshold_becomes_whole_units(condition: AtLeast, same: AtLeast) -> None:
    assert condition == same


def test_a_threshold_on_a_ratio_becomes_a_sum_that_needs_a_bottom() -> None:
    # by hand: 30 a / (a + b) >= 10  <=>  20 a - 10 b >= 0, where a + b > 0
    assert compare(RATIO, 10) == Given(
        AtLeast(Sum(((20, A), (-10, B))), 0), AtLeast(Sum(((1, A), (1, B))), 1)
    )


def test_a_threshold_on_a_choice_is_judged_in_both_branches() -> None:
    condition = compare(Choice(HIGH, A, B), 2)

    then, otherwise = AtLeast(A, 2), AtLeast(B, 2)
    assert condition == (HIGH & then) | (Not(HIGH) & otherwise) | (then & otherwise)


@pytest.mark.parametrize("threshold", [True, "8", None, float("nan"), date(2015, 8, 31)])
def test_a_threshold_is_a_number(threshold: Any) -> None:
    with pytest.raises(DefinitionError):
        threshold <= A  # noqa: B015  the comparison itself must refuse


def test_an_integer_is_no_date_of_a_number() -> None:
    with pytest.raises(DefinitionError) as raised:
        compare(A, date(2015, 8, 31))

    assert str(raised.value) == "a number is needed here, not date"


def judged(condition: Any, **answers: Any) -> Truth:
    """The verdict on plain states, in units."""
    must, may = Interpreter(Answered(answers)).pair(condition)
    return Truth.settled(must=must, may=may)


WEIGHTS = st.fractions(-3, 3, max_denominator=6)


@pytest.mark.requirement("PSO-ENGINE-004")
@pytest.mark.parametrize("comparison", [ge, gt, le, lt])
@given(one=WEIGHTS, other=WEIGHTS, constant=WEIGHTS, threshold=WEIGHTS)
def test_a_compared_sum_means_what_was_written(
    comparison: Any, one: Fraction, other: Fraction, constant: Fraction, threshold: Fraction
) -> None:
    """
    For every pair of answers, and with fractions as the judge.
    """
    condition = comparison(linear([(one, A), (other, TENTHS), (1, constant)]), threshold)

    for a, t in product(range(5), (0, 1, 7, 50, 100)):
        written = one * a + other * Fraction(t, 10) + constant
        assert judged(condition, a=a, t=t) is (Truth.TRUE if comparison(written, threshold) else Truth.FALSE)


@pytest.mark.requirement("PSO-ENGINE-004")
@pytest.mark.parametrize("comparison", [ge, gt, le, lt])
@given(threshold=st.fractions(-1, 31, max_denominator=7))
def test_a_compared_ratio_means_what_was_written(comparison: Any, threshold: Fraction) -> None:
    """
    Where its bottom is 0 there is nothing to compare, so the verdict stays open.
    """
    condition = comparison(RATIO, threshold)

    for a, b in product(range(5), repeat=2):
        verdict = judged(condition, a=a, b=b)
        if a + b == 0:
            assert verdict is Truth.UNKNOWN
        else:
            holds = comparison(Fraction(30 * a, a + b), threshold)
            assert verdict is (Truth.TRUE if holds else Truth.FALSE)


def test_days_lie_between_two_days_alone() -> None:
    first, last, number = ps.day("first"), ps.day("last"), ps.number("n", low=0, high=4)

    assert days_apart(linear([(1, last), (-1, first)])) == (last, first)
    assert days_apart(linear([(1, number * number), (-1, number)])) is None
    assert days_apart(linear([(1, last), (-2, first)])) is None
    assert days_apart(number) is None
