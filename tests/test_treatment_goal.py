"""Treatment goals: responses and absolute targets, settled as soon as the known facts settle them."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import oracle
import psoscore as ps
from psoscore.severity import GOALS

if TYPE_CHECKING:
    from collections.abc import Sequence

TRUTHS = {True: ps.Truth.TRUE, False: ps.Truth.FALSE, None: ps.Truth.UNKNOWN}

# In tenths: on and beside 50 % and 75 % of baselines 20.0 and 2.8 (where floats fail), and a baseline of 0.
PAIRS = [(b, v) for b in (200, 28) for v in (0, b // 4, b // 4 + 1, b // 2, b // 2 + 1, b, b + 1)] + [(0, 0)]
DLQIS = (0, 5, 6, 10, 11, 15, 30, None)


@pytest.mark.requirement("PSO-SEV-010", "PSO-SEV-009")
@pytest.mark.parametrize(("baseline", "visit"), PAIRS)
@pytest.mark.parametrize("dlqi", DLQIS)
def test_the_european_goal_equals_the_oracle(baseline: int, visit: int, dlqi: int | None) -> None:
    verdict = ps.treatment_goal(
        pasi_baseline=baseline / 10, pasi=visit / 10, dlqi=dlqi, scheme="mrowietz2011"
    )

    assert verdict.label == oracle.treatment_goal(baseline, visit, dlqi)


@pytest.mark.requirement("PSO-SEV-011", "PSO-SEV-009")
@pytest.mark.parametrize(("baseline", "visit"), PAIRS)
def test_adequate_response_equals_the_oracle(baseline: int, visit: int) -> None:
    for before, after in product(DLQIS, DLQIS):
        verdict = ps.treatment_goal(
            pasi_baseline=baseline / 10,
            pasi=visit / 10,
            dlqi_baseline=before,
            dlqi=after,
            scheme="nice_ta134",
        )
        expected = oracle.with_unknowns(
            oracle.nice_ta134_adequate,
            [baseline],
            [visit],
            oracle.may_be("dlqi", before),
            oracle.may_be("dlqi", after),
        )

        assert verdict.verdict("adequate") is TRUTHS[expected]


EVERY_PASI = range(721)
"""Every PASI in tenths, where it is not known."""
WIDE_PASI = range(0, 721, 24)
"""Some of them from end to end, where neither PASI is known."""


def cell(tenths: Sequence[int]) -> Any:
    """A fact as the library takes it: a value, an interval, or None where it may be anything."""
    if tenths in {EVERY_PASI, WIDE_PASI, EVERY_BSA}:
        return None
    if len(tenths) == 1:
        return tenths[0] / 10
    return ps.Interval(Fraction(tenths[0], 10), Fraction(tenths[-1], 10))


def assert_goal(scheme: str, facts: dict[str, Any], said: set[Any], undefined: set[str]) -> None:
    """The classes that are possible are those that the oracle's completions come to.

    Where a completion leaves the response undefined, each of `undefined` may be said.
    """
    possible = (said - {None}) | (undefined if None in said else set())

    verdict = ps.treatment_goal(scheme=scheme, **facts)

    assert set(verdict.possible) == possible, facts
    assert verdict.label == (next(iter(possible)) if len(possible) == 1 else None), facts


PASI_CHOICES: list[Sequence[int]] = [
    *((one,) for one in (0, 1, 2, 7, 28, 50, 51, 100, 101, 200, 720)),
    *(range(low, high + 1) for low, high in ((0, 1), (7, 8), (28, 50), (50, 100), (99, 101), (100, 250))),
]


@pytest.mark.requirement("PSO-SEV-010", "PSO-SEV-011", "PSO-SEV-009")
@pytest.mark.parametrize("baseline", [*PASI_CHOICES, EVERY_PASI], ids=str)
def test_goals_with_a_pasi_that_is_missing_or_an_interval_equal_the_oracle(baseline: Sequence[int]) -> None:
    """
    Every tenth that the PASI may be, at baseline and at the visit, with the
    DLQI known, between two ends or missing.
    """
    for visit in [*PASI_CHOICES, WIDE_PASI if baseline is EVERY_PASI else EVERY_PASI]:
        first = WIDE_PASI if visit is WIDE_PASI else baseline
        pasi = {"pasi_baseline": cell(first), "pasi": cell(visit)}
        pairs = oracle.possible(stand_in, first, visit)
        for dlqi in (0, 5, 6, 30, (4, 5), (5, 6), (6, 30), None):
            said = {
                oracle.treatment_goal(*one, points) for one in pairs for points in oracle.may_be("dlqi", dlqi)
            }
            facts = pasi | {"dlqi": interval(dlqi)}
            assert_goal("mrowietz2011", facts, said, {"modify", "continue"})
        for before, after in product((4, 15, (4, 5), (15, 20), None), (0, 10, 11, (0, 10), (10, 11), None)):
            adequate = {
                oracle.nice_ta134_adequate(*one, *points)
                for one in pairs
                for points in product(oracle.may_be("dlqi", before), oracle.may_be("dlqi", after))
            }
            words = {None: None, True: "adequate", False: "not adequate"}
            facts = pasi | {"dlqi_baseline": interval(before), "dlqi": interval(after)}
            assert_goal("nice_ta134", facts, {words[one] for one in adequate}, {"adequate", "not adequate"})


def stand_in(baseline: int, visit: int) -> tuple[int, int]:
    """A pair of PASI that stands for all pairs on the same side of 50 % and 75 %, by the oracle."""
    for pair in ((0, 0), (4, 1), (4, 2)):
        alike = all(
            oracle.pasi_response(baseline, visit, percent) is oracle.pasi_response(*pair, percent)
            for percent in (50, 75)
        )
        if alike:
            return pair
    return (4, 4)


def interval(cell: Any) -> Any:
    return ps.Interval(*cell) if isinstance(cell, tuple) else cell


EVERY_BSA = range(0, 1001, 5)
"""Body surface from 0 to 100 % in half percents, where it is not known."""
BSA_CHOICES: list[Sequence[int]] = [
    *((one,) for one in (0, 5, 10, 15, 30, 31, 50, 120, 121, 124, 200, 1000)),
    *((low, low + 5, high) for low, high in ((0, 10), (0, 15), (10, 30), (30, 50), (50, 200), (120, 1000))),
]


@pytest.mark.requirement("PSO-SEV-012", "PSO-SEV-009")
@pytest.mark.parametrize("baseline", [*BSA_CHOICES, EVERY_BSA], ids=str)
def test_the_targets_of_the_foundation_with_unknowns_equal_the_oracle(baseline: Sequence[int]) -> None:
    """
    Body surface in tenths of a percent, known, between two ends or missing, at
    baseline and at the visit. From a baseline of 0 either class above 3 % may be said.
    """
    for visit in [*BSA_CHOICES, EVERY_BSA]:
        said = oracle.possible(in_tenths, baseline, visit)
        facts = {"bsa_baseline": cell(baseline), "bsa": cell(visit)}
        assert_goal("npf2017", facts, said, {"acceptable", "not acceptable"})


def in_tenths(baseline: int, visit: int) -> str | None:
    return oracle.npf_2017(Fraction(baseline, 10), Fraction(visit, 10))


@pytest.mark.requirement("PSO-SEV-012", "PSO-SEV-009")
@pytest.mark.parametrize(
    ("baseline", "visit", "label"),
    # By hand, from specification A11.
    [
        (20, 1, "target"),
        (None, 0.5, "target"),
        (20, 1.001, "acceptable"),
        (None, 3, "acceptable"),
        (20, 5, "acceptable"),
        (20, 5.001, "not acceptable"),
        (12, 3.001, "not acceptable"),
        (None, 26, None),  # the baseline may be 0, from which no improvement is defined
        (0.001, 26, "not acceptable"),
        (None, 5, None),
        (0, 5, None),
        (20, None, None),
    ],
)
def test_the_targets_of_the_foundation(
    baseline: float | None, visit: float | None, label: str | None
) -> None:
    assert ps.treatment_goal(bsa_baseline=baseline, bsa=visit, scheme="npf2017").label == label


@pytest.mark.requirement("PSO-SEV-012", "PSO-SEV-009")
def test_exactly_one_class_of_the_foundation_holds() -> None:
    """
    Every body surface in whole percent; and with a baseline between 1 and 100
    the possible classes are those that some completion is in.
    """
    goal = GOALS["npf2017"]
    wholes = range(1, 101)
    baseline, visit = (axis.ravel().astype(float) for axis in np.meshgrid(wholes, wholes))
    arrays = {"bsa_baseline": baseline, "bsa": visit}
    complete = {label: ps.judge_arrays(goal.condition(label), arrays) for label in goal.labels}
    said = [oracle.npf_2017(b, v) for b, v in zip(baseline.astype(int), visit.astype(int), strict=True)]
    assert all((complete[label] == [one == label for one in said]).all() for label in goal.labels)
    assert (np.sum(list(complete.values()), axis=0) == 1).all()

    for fixed in wholes:
        found = tuple(label for label in goal.labels if (complete[label][visit == fixed] == 1).any())
        some = ps.treatment_goal(bsa_baseline=ps.Interval(1, 100), bsa=fixed, scheme="npf2017")
        assert some.possible == found


@pytest.mark.requirement("PSO-SEV-013")
@pytest.mark.parametrize("name", GOALS)
def test_a_goal_is_judged_by_arrays_as_for_one(name: str) -> None:
    goal = GOALS[name]
    values = np.array([0, 1, 3, 5, 10, 20, None])
    generator = np.random.default_rng(6)
    for _ in range(20):
        facts = {fact: generator.choice(values) for fact in goal.facts}
        arrays = {fact: np.array([value], float) for fact, value in facts.items()}

        verdicts = ps.treatment_goal(scheme=name, **facts).verdicts

        assert [truth.value for _, truth in verdicts] == [
            ps.judge_arrays(goal.condition(label), arrays)[0] for label in goal.labels
        ]


@pytest.mark.requirement("PSO-SEV-010")
def test_an_unconfirmed_table_says_so() -> None:
    assert GOALS["mrowietz2011"].provenance.status == "unconfirmed"


@pytest.mark.requirement("PSO-SEV-001", "PSO-SEV-014")
def test_a_goal_must_be_named_and_takes_results_of_its_scores() -> None:
    with pytest.raises(
        ps.DefinitionError,
        match=r"^no scheme is called 'npf'; choose from 'mrowietz2011', 'nice_ta134', 'npf2017'$",
    ):
        ps.treatment_goal(scheme="npf")
    pasi = ps.score(ps.PASI, dict.fromkeys(ps.PASI.items, 0))
    with pytest.raises(
        ps.DefinitionError, match=r"^a result of pasi is no value of dlqi_baseline; that is dlqi$"
    ):
        ps.treatment_goal(dlqi_baseline=pasi, scheme="nice_ta134")
    assert ps.treatment_goal(pasi_baseline=12, pasi=pasi, scheme="nice_ta134").label == "adequate"
