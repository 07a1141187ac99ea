"""Strong Kleene logic (Kleene, Introduction to Metamathematics, 1952), drawn; every pair is tried."""

from __future__ import annotations

import pickle
from itertools import product

import pytest

from drawn import rows
from psoscore.errors import UnsettledTruthError
from psoscore.truth import Truth

pytestmark = pytest.mark.requirement("PSO-ENGINE-007")

T = {"T": Truth.TRUE, "F": Truth.FALSE, "?": Truth.UNKNOWN}


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    rows("""
        a | b | and | or
        T | T | T   | T
        T | F | F   | T
        T | ? | ?   | T
        F | T | F   | T
        F | F | F   | F
        F | ? | F   | ?
        ? | T | ?   | T
        ? | F | F   | ?
        ? | ? | ?   | ?
    """),
)
def test_and_and_or(one: str, other: str, both: str, either: str) -> None:
    assert T[one] & T[other] is T[both]
    assert T[one] | T[other] is T[either]


@pytest.mark.parametrize(
    ("given", "opposite"),
    rows("""
        a | not a
        T | F
        F | T
        ? | ?
    """),
)
def test_not(given: str, opposite: str) -> None:
    assert ~T[given] is T[opposite]


@pytest.mark.parametrize(("one", "other"), list(product(Truth, Truth)))
def test_de_morgan(one: Truth, other: Truth) -> None:
    assert ~(one & other) is ~one | ~other
    assert ~(one | other) is ~one & ~other


@pytest.mark.parametrize(
    ("must", "may", "verdict"),
    rows("""
        must hold | may hold | verdict
        T         | T        | T
        F         | T        | ?
        F         | F        | F
    """),
)
def test_must_and_may_make_a_verdict(must: str, may: str, verdict: str) -> None:
    assert Truth.settled(must=must == "T", may=may == "T") is T[verdict]


@pytest.mark.parametrize("truth", Truth)
def test_a_truth_is_not_a_boolean(truth: Truth) -> None:
    """
    Also False and True refuse, or code would work until the first unknown.
    """
    with pytest.raises(UnsettledTruthError) as raised:
        bool(truth)

    assert str(raised.value) == "a Truth has three values; ask `verdict is Truth.TRUE`"


@pytest.mark.parametrize("stranger", [True, 1, None, "TRUE"])
def test_a_truth_joins_nothing_else(stranger: object) -> None:
    with pytest.raises(TypeError, match="unsupported operand"):
        Truth.TRUE & stranger
    with pytest.raises(TypeError, match="unsupported operand"):
        Truth.TRUE | stranger


def test_the_values_are_those_of_the_array_doors() -> None:
    # the public contract: judge_arrays gives 1, 0, -1 for unknown
    assert [one.value for one in (Truth.TRUE, Truth.FALSE, Truth.UNKNOWN)] == [1, 0, -1]


@pytest.mark.parametrize("truth", Truth)
def test_a_truth_survives_a_pickle_as_itself(truth: Truth) -> None:
    assert pickle.loads(pickle.dumps(truth)) is truth  # noqa: S301  our own bytes


def test_must_and_may_are_said_by_name() -> None:
    # Two bare truth values would be told apart by their order alone.
    with pytest.raises(TypeError, match="positional"):
        Truth.settled(True, False)  # type: ignore[call-arg]  # noqa: FBT003  the call that must fail
