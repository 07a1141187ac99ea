"""Criteria: what can be written, what is refused, how they combine."""

from __future__ import annotations

import pickle
from datetime import date
from typing import Any

import pytest

import psoscore as ps
from psoscore.eligibility import Criterion, treated_within, window_words, within_before

ILL, WELL = ps.flag("ill"), ps.flag("well")
AGE = ps.number("age", low=0, high=120)
IN01 = ps.Inclusion("IN01", "Adults", AGE >= 18)
EX01 = ps.Exclusion("EX01", "Ill", ILL)
EX02 = ps.Exclusion("EX02", "Well", WELL)


@pytest.mark.requirement("PSO-ELIG-010")
def test_criteria_combine_as_they_are_worded() -> None:
    # Specification C1: AND(all inclusion) AND NOT OR(all exclusion).
    by_hand = IN01 & ~(EX01 | EX02)

    assert by_hand == (AGE >= 18) & ~(ILL | WELL)
    assert ps.judge(by_hand, {"age": 30, "ill": False, "well": False}) is ps.Truth.TRUE
    assert (AGE >= 18) & WELL == IN01 & WELL
    assert EX01 | WELL == ILL | WELL
    assert ~EX01 == ~ILL


@pytest.mark.requirement("PSO-ELIG-010")
def test_an_inclusion_passes_where_it_holds_and_an_exclusion_where_it_does_not() -> None:
    assert (IN01.side, EX01.side) == ("inclusion", "exclusion")
    assert (IN01.passes, EX01.passes) == (AGE >= 18, ~ILL)


@pytest.mark.requirement("PSO-ELIG-010")
def test_criteria_are_values() -> None:
    assert ps.Inclusion("IN01", "Adults", AGE >= 18) == IN01
    assert pickle.loads(pickle.dumps(EX01)) == EX01  # noqa: S301  our own
    other: Criterion = ps.Exclusion("IN01", "Adults", AGE >= 18)
    assert other != IN01
    with pytest.raises(AttributeError):
        IN01.text = "Children"  # type: ignore[misc]


@pytest.mark.requirement("PSO-ELIG-010", "PSO-ELIG-007")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"id": "1N"}, "'1N' is no criterion id; write letters, digits and underscores, as in IN01"),
        (
            {"id": "eligible"},
            "'eligible' is no criterion id; write letters, digits and underscores, as in IN01",
        ),
        ({"id": 7}, "7 is no criterion id; write letters, digits and underscores, as in IN01"),
        ({"text": " "}, "text=' '; the words of the protocol are needed"),
        ({"note": None}, "note=None; the words of the protocol are needed"),
        ({"condition": True}, "IN01: a condition is needed, such as PASI >= 8, not a bool"),
        ({"condition": AGE}, "IN01: a condition is needed, such as PASI >= 8, not a Item"),
        (
            {"kind": "guessed"},
            "IN01: kind='guessed'; choose from 'computed', 'judgement', 'attested', 'prospective'",
        ),
        (
            {"kind": "judgement"},
            (
                "IN01: a criterion of kind 'judgement' is entered as yes, no or a word, never computed; "
                "age cannot be entered so"
            ),
        ),
    ],
)
def test_a_criterion_that_cannot_mean_anything_is_refused(arguments: dict[str, Any], message: str) -> None:
    make: Any = ps.Inclusion
    with pytest.raises(ps.DefinitionError) as caught:
        make(**{"id": "IN01", "text": "Adults", "condition": AGE >= 18} | arguments)

    assert str(caught.value) == message


@pytest.mark.requirement("PSO-ELIG-007")
@pytest.mark.parametrize("kind", ["judgement", "attested", "prospective"])
def test_what_a_person_says_is_unknown_until_entered(kind: Any) -> None:
    said = ps.Inclusion("IN01", "Suitable", ps.flag("suitable"), kind=kind)
    trial = ps.Protocol("TRIAL-1", [said, IN01.__class__("IN02", "Adults", AGE >= 18)])

    assert ps.screen(trial, {"age": 40}).results["IN01"].truth is ps.Truth.UNKNOWN
    assert ps.screen(trial, {"age": 40, "suitable": True}).eligible is ps.Truth.TRUE


@pytest.mark.requirement("PSO-ELIG-011")
def test_weeks_before_are_seven_days_each_and_the_far_edge_is_named() -> None:
    """
    Every gap from 40 days before to 5 days after, on both readings of the far
    edge (specification C3): inclusive excludes at 28, exclusive at 27.
    """
    last, visit = ps.day("last"), ps.day("visit")
    baseline = date(2015, 3, 30).toordinal()
    for edge, most in (("inclusive", 28), ("exclusive", 27)):
        within = within_before(last, visit, weeks=4, far_edge=edge)  # type: ignore[arg-type]
        for gap in range(-5, 41):
            said = ps.judge(within, {"last": date.fromordinal(baseline - gap), "visit": date(2015, 3, 30)})
            expected = ps.Truth.UNKNOWN if gap < 0 else ps.Truth(int(gap <= most))
            assert said is expected, (edge, gap)


@pytest.mark.requirement("PSO-ELIG-011")
def test_the_window_is_exact_for_every_pair_of_ranges() -> None:
    """
    It uses both days in both directions, so that the static check cannot clear
    it; trying every pair of ranges on a small scale shows that it is exact.
    """
    last, visit = ps.day("last"), ps.day("visit")
    within = within_before(last, visit, weeks=1)
    first = date(2015, 6, 1).toordinal()
    ranges = [(low, low + wide) for low in range(0, 20, 3) for wide in (0, 1, 4, 9)]
    for low, high in ranges:
        for other_low, other_high in ranges:
            gaps = range(low - other_high, high - other_low + 1)
            said = {None if gap < 0 else gap <= 7 for gap in gaps}
            settled = said.pop() if len(said) == 1 else None
            expected = ps.Truth.UNKNOWN if settled is None else ps.Truth(int(settled))
            ends = {
                "visit": ps.Interval(date.fromordinal(first + low), date.fromordinal(first + high)),
                "last": ps.Interval(
                    date.fromordinal(first + other_low), date.fromordinal(first + other_high)
                ),
            }
            assert ps.judge(within, ends) is expected, ends


@pytest.mark.requirement("PSO-ELIG-011")
def test_a_far_edge_that_is_neither_is_refused() -> None:
    message = "far_edge='open'; choose from 'inclusive', 'exclusive'"
    with pytest.raises(ps.DefinitionError) as caught:
        treated_within(ILL, ps.day("last"), ps.day("visit"), weeks=4, far_edge="open")  # type: ignore[arg-type]
    assert str(caught.value) == message
    with pytest.raises(ps.DefinitionError):
        window_words(4, "open")  # type: ignore[arg-type]


def test_what_is_beside_the_point_of_a_criterion_is_said_by_name() -> None:
    with pytest.raises(TypeError):
        ps.Inclusion("IN01", "Adults", AGE >= 18, "computed")  # type: ignore[call-arg]


@pytest.mark.parametrize("kind", ["judgement", "attested", "prospective"])
def test_what_a_person_says_is_never_computed_from_a_number(kind: Any) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        ps.Inclusion("IN01", "Adults", AGE >= 18, kind=kind)
    assert str(caught.value).startswith(f"IN01: a criterion of kind '{kind}' is entered as yes, no or a word")
