"""Criteria: what can be written, what is refused, how they combine."""

from __future__ import annotations

import pickle
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import psoscore as ps
from psoscore.definitions import Contradiction
from psoscore.eligibility import Criterion, after, no_and_a_day, treated_within, window_words, within_before

if TYPE_CHECKING:
    from collections.abc import Callable

ILL, WELL = ps.flag("ill"), ps.flag("well")
AGE = ps.number("age", low=0, high=120)
SEX = ps.code("sex", ("F", "M"))
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


@pytest.mark.requirement("PSO-ELIG-010", "PSO-ELIG-008")
@pytest.mark.parametrize("one", [IN01, EX01, ps.Protocol("T", [IN01])], ids=["in", "ex", "protocol"])
def test_and_or_and_not_of_python_are_refused(one: Any) -> None:
    """
    ``IN01 and IN02`` would be IN02 alone.
    """
    message = (
        rf"^{type(one).__name__} is not true or false by itself; combine with &, \|, ~ and use judge\(\)$"
    )
    with pytest.raises(TypeError, match=message):
        _ = one and EX02
    with pytest.raises(ps.PsoscoreError, match=message):
        _ = not one


@pytest.mark.requirement("PSO-ELIG-010")
def test_criteria_are_values() -> None:
    assert ps.Inclusion("IN01", "Adults", AGE >= 18) == IN01
    assert pickle.loads(pickle.dumps(EX01)) == EX01  # noqa: S301  our own
    other: Criterion = ps.Exclusion("IN01", "Adults", AGE >= 18)
    assert other != IN01
    with pytest.raises(AttributeError):
        IN01.text = "Children"  # type: ignore[misc]


@pytest.mark.requirement("PSO-ELIG-010")
def test_criteria_come_in_the_order_of_the_protocol_and_have_none_of_their_own() -> None:
    anything: list[Any] = [EX02, EX01]
    with pytest.raises(TypeError, match=r"^'<' not supported between instances of 'Exclusion'"):
        anything.sort()


@pytest.mark.requirement("PSO-ELIG-010", "PSO-ELIG-007")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"id": "1N"}, "'1N' is no criterion id; write letters, digits and underscores, as in IN01"),
        (
            {"id": "eligible"},
            "'eligible' is no criterion id; write letters, digits and underscores, as in IN01",
        ),
        (
            {"id": "ELIGIBLE".lower()},
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
        ({"refuses": ["odd"]}, "IN01: refuses takes Contradictions, not a str"),
        ({"refuses": ["odd", 5]}, "IN01: refuses takes Contradictions, not a str"),
        ({"warns": 5}, "IN01: warns takes Contradictions, not a int"),
        (
            {"warns": Contradiction("odd", ILL, "odd", ("ill", "pale"))},
            "IN01: the check 'odd' names pale; it has to name facts that the criterion reads",
        ),
        (
            {"refuses": [Contradiction("odd", ILL, "odd", ())]},
            "IN01: the check 'odd' names no facts; it has to name facts that the criterion reads",
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
@pytest.mark.parametrize("weeks", [4.5, "4", None, True, -1, 521_723])
def test_weeks_are_whole(weeks: Any) -> None:
    last, visit = ps.day("last"), ps.day("visit")
    makers: list[Callable[[], object]] = [
        lambda: within_before(last, visit, weeks=weeks),
        lambda: treated_within(ILL, last, visit, weeks=weeks),
        lambda: window_words(weeks, "inclusive"),
    ]
    for make in makers:
        with pytest.raises(ps.DefinitionError) as caught:
            make()
        assert str(caught.value) == f"weeks={weeks!r}; a whole number of weeks is needed, 0 to 521722"


@pytest.mark.requirement("PSO-ELIG-011")
@pytest.mark.parametrize("weeks", [0, 1, 521_722])
def test_a_window_may_be_the_day_of_the_visit_alone_or_as_long_as_the_calendar(weeks: int) -> None:
    """
    The calendar has 3,652,059 days, from 0001-01-01 to 9999-12-31: 521,722
    weeks and five days more.
    """
    within = within_before(ps.day("last"), ps.day("visit"), weeks=weeks)
    visit = date(9999, 12, 31)
    for gap in (7 * weeks, 7 * weeks + 1):
        last = date.fromordinal(visit.toordinal() - gap)
        assert ps.judge(within, {"last": last, "visit": visit}) is ps.Truth(int(gap == 7 * weeks))
    assert window_words(weeks, "inclusive").startswith(f"the window is {7 * weeks} days")


@pytest.mark.requirement("PSO-ELIG-011")
@pytest.mark.parametrize(("last_day", "warned"), [("2015-03-29", 0), ("2015-03-30", 0), ("2015-03-31", 1)])
def test_a_last_day_draws_a_warning_from_the_day_after_the_visit_on(last_day: str, warned: int) -> None:
    last, visit = ps.day("last"), ps.day("visit")
    within = within_before(last, visit, weeks=4)
    trial = ps.Protocol("T", [ps.Exclusion("EX01", "Treated", within, warns=[after(last, visit)])])

    verdict = ps.screen(trial, {"last": last_day, "visit": "2015-03-30"})

    assert [str(one) for one in verdict.warnings] == warned * [
        "last: after the anchor (last lies after visit, it may have run on since before)"
    ]


@pytest.mark.requirement("PSO-ELIG-011")
def test_windows_are_made_of_days_and_one_flag() -> None:
    last, visit = ps.day("last"), ps.day("visit")
    refused: dict[str, Callable[[], object]] = {
        "a day is needed, such as day('visit_date'), not <age>": lambda: treated_within(
            ILL, AGE, visit, weeks=4
        ),
        "a day is needed, such as day('visit_date'), not <sex>": lambda: after(SEX, visit),
        "a day is needed, such as day('visit_date'), not 'visit'": lambda: after(last, "visit"),  # type: ignore[arg-type]
        "a day is needed, such as day('visit_date'), not <ill>": lambda: no_and_a_day(ILL, ILL),  # type: ignore[arg-type]
        "only conditions combine with & and |, not str": lambda: treated_within(
            "ill",  # type: ignore[arg-type]
            last,
            visit,
            weeks=4,
        ),
        "one flag is needed, such as flag('biologic'), not <(ill) or (well)>": lambda: no_and_a_day(
            ILL | WELL, last
        ),
        "one flag is needed, such as flag('biologic'), not <age >= 18>": lambda: no_and_a_day(
            AGE >= 18, last
        ),
        "one flag is needed, such as flag('biologic'), not <sex = F>": lambda: no_and_a_day(
            SEX.one_of("F"), last
        ),
    }
    for message, make in refused.items():
        with pytest.raises(ps.DefinitionError) as caught:
            make()
        assert str(caught.value) == message


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
