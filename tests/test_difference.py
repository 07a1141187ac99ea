"""The difference of two versions, in words, criterion by criterion."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from attrs import evolve
from hypothesis import given

import psoscore as ps
from protocol_cases import Case, cases
from psoscore.definitions import Contradiction
from psoscore.eligibility import difference
from psoscore.provenance import Provenance, Source
from psoscore.terms import Item

if TYPE_CHECKING:
    from psoscore.eligibility import Criterion

pytestmark = pytest.mark.requirement("PSO-ELIG-018")

ILL, AGE = ps.flag("ill"), ps.number("age", low=0, high=120)
ADULT = ps.Inclusion("IN01", "Adults", AGE >= 18)
SICK = ps.Exclusion("EX01", "Ill", ILL)
FIRST = ps.Protocol("T", [ADULT, SICK])
ODD = Contradiction("odd", ILL, "message", ("ill",))


def with_first(changed: Criterion) -> ps.Protocol:
    return ps.Protocol("T", [changed, SICK])


@given(cases())
def test_a_protocol_does_not_differ_from_itself(case: Case) -> None:
    assert difference(case.protocol, case.protocol) == ()


@given(cases(), cases())
def test_no_words_are_needed_exactly_where_two_are_equal(one: Case, other: Case) -> None:
    assert (difference(one.protocol, other.protocol) == ()) is (one.protocol == other.protocol)


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        (evolve(FIRST, version="2", title="A"), ("version: '1' became '2'", "title: '' became 'A'")),
        (with_first(evolve(ADULT, text="Grown-ups")), ("IN01: text 'Adults' became 'Grown-ups'",)),
        (
            with_first(evolve(ADULT, note="n", reading="r")),
            ("IN01: reading '' became 'r'", "IN01: note '' became 'n'"),
        ),
        (with_first(evolve(ADULT, condition=AGE >= 21)), ("IN01: rule age >= 18 became age >= 21",)),
        (
            with_first(evolve(ADULT, condition=ps.flag("adult"), kind="attested")),
            (
                "IN01: kind 'computed' became 'attested'",
                "IN01: rule age >= 18 became adult; asks for adult, no longer asks for age",
            ),
        ),
        (
            with_first(evolve(ADULT, condition=ps.number("age", low=0, high=99) >= 18)),
            ("IN01: rule age >= 18 became age >= 18; declares age otherwise",),
        ),
        (
            ps.Protocol("T", [ps.Exclusion("IN01", "Adults", AGE >= 18), SICK]),
            ("IN01: side 'inclusion' became 'exclusion'",),
        ),
        (ps.Protocol("T", [ADULT]), ("EX01: removed, 'Ill'",)),
        (
            ps.Protocol("T", [ADULT, SICK, ps.Exclusion("EX02", "Old", AGE > 80)]),
            ("EX02: new exclusion, 'Old': age >= 81",),
        ),
        (
            ps.Protocol("T", [SICK, ADULT]),
            ("order: now EX01, IN01; the primary reasons of an attrition can change",),
        ),
        (with_first(evolve(ADULT, refuses=[ODD])), ("IN01: refuses what contradicts itself: odd, new",)),
        (with_first(evolve(ADULT, warns=[ODD])), ("IN01: warns: odd, new",)),
        (
            evolve(FIRST, provenance=Provenance(sources=(Source(key="a", text="A"),), requirements=())),
            ("sources: changed; the verdicts stay the same",),
        ),
    ],
    ids=lambda value: value[0].split(":")[0] if isinstance(value, tuple) else None,
)
def test_every_change_is_said(new: ps.Protocol, lines: tuple[str, ...]) -> None:
    assert difference(FIRST, new) == lines


def test_checks_that_went_or_changed_are_said() -> None:
    old = with_first(evolve(ADULT, refuses=[ODD], warns=[ODD]))
    new = with_first(evolve(ADULT, warns=[evolve(ODD, message="other")]))

    assert difference(old, new) == (
        "IN01: refuses what contradicts itself: odd, removed",
        "IN01: warns: odd, changed",
    )


def test_what_is_equal_without_being_the_same_object_is_no_difference() -> None:
    source = Provenance(sources=(Source(key="a", text="A"),), requirements=())
    one = ps.Protocol("T 1", [ADULT, SICK], version="v 1", title="t 1", provenance=source)

    assert difference(one, pickle.loads(pickle.dumps(one))) == ()  # noqa: S301 - our own

    again = ps.number("age", low=0, high=120)
    assert difference(FIRST, with_first(evolve(ADULT, condition=again >= 21))) == (
        "IN01: rule age >= 18 became age >= 21",
    )


@pytest.mark.parametrize("turned", [False, True])
def test_words_are_said_to_change_in_either_direction_of_the_alphabet(turned: bool) -> None:  # noqa: FBT001
    a, b = (ps.Protocol("T", [ADULT, SICK], version=one, title=one) for one in "ab")
    one, other = (b, a) if turned else (a, b)

    assert difference(one, other) == (
        f"version: '{one.version}' became '{other.version}'",
        f"title: '{one.title}' became '{other.title}'",
    )


@pytest.mark.parametrize("turned", [False, True])
def test_an_order_is_said_to_change_in_either_direction(turned: bool) -> None:  # noqa: FBT001
    one, other = [ADULT, SICK], [SICK, ADULT]
    if turned:
        one, other = other, one

    (line,) = difference(ps.Protocol("T", one), ps.Protocol("T", other))
    assert line.startswith(f"order: now {other[0].id}, {other[1].id};")


def test_a_fact_that_is_declared_alike_elsewhere_is_not_declared_otherwise() -> None:
    (own,) = ADULT.facts.values()
    later = evolve(ADULT, condition=Item(evolve(own)) >= 22)
    assert later.facts["age"] is not own

    assert difference(FIRST, with_first(later)) == ("IN01: rule age >= 18 became age >= 22",)
