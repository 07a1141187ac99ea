"""Not relevant, and a value between two ends."""

from __future__ import annotations

import pickle
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

import psoscore as ps
from psoscore.answers import NOT_RELEVANT, Interval


@pytest.mark.parametrize(
    ("low", "high"),
    [(7.6, 8.4), (3, 3), (Fraction(1, 3), 1), (date(2015, 6, 1), date(2015, 6, 2)), ("2015", "2016-02")],
)
def test_an_interval_holds_its_ends(low: Any, high: Any) -> None:
    assert (Interval(low, high).low, Interval(low, high).high) == (low, high)


@pytest.mark.parametrize(
    ("low", "high", "message"),
    [
        (8.4, 7.6, "an interval needs its low end first"),
        (1, "2", "the two ends of an interval must be comparable"),
        (None, None, "the two ends of an interval must be comparable"),
        (NOT_RELEVANT, 3, "the two ends of an interval must be comparable"),
    ],
)
def test_ends_that_enclose_nothing_are_refused(low: Any, high: Any, message: str) -> None:
    with pytest.raises(ps.DefinitionError) as raised:
        Interval(low, high)

    assert str(raised.value) == message


@pytest.mark.requirement("PSO-ENGINE-014")
def test_answers_are_values() -> None:
    between = Interval(1, 2)

    assert between == Interval(1, 2) != Interval(1, 3)
    assert pickle.loads(pickle.dumps(between)) == between  # noqa: S301  our own bytes
    assert pickle.loads(pickle.dumps(NOT_RELEVANT)) is NOT_RELEVANT  # noqa: S301  our own bytes
    with pytest.raises(AttributeError):
        between.low = 0  # type: ignore[misc]
