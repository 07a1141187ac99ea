"""The difference of two versions, in words, criterion by criterion."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import given

import psoscore as ps
from protocol_cases import Case, cases
from psoscore.definitions import Contradiction
from psoscore.eligibility import difference
from psoscore.protocols.nct02491658 import protocol
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
        (
            with_first(evolve(ADULT, refuses=[ODD])),
            ("IN01: refuses what contradicts itself: odd of ill, new",),
        ),
        (with_first(evolve(ADULT, warns=[ODD])), ("IN01: warns: odd of ill, new",)),
        (
            evolve(FIRST, provenance=Provenance(sources=(Source(key="a", text="A"),), requirements=())),
            ("sources: changed; the verdicts stay the same",),
        ),
    ],
    ids=lambda value: value[0].split(":")[0] if isinstance(value, tuple) else None,
)
def test_every_change_is_said(new: ps.Protocol, lines: tuple[str, ...]) -> None:
    assert difference(FIRST, new) == lines


@pytest.mark.parametrize("pair", [(FIRST, "T"), ("T", FIRST)], ids=["new", "old"])
def test_only_protocols_are_compared(pair: Any) -> None:
    with pytest.raises(ps.DefinitionError, match=r"^a Protocol is needed, not a str$"):
        difference(*pair)


def test_checks_of_one_name_are_told_apart_by_their_facts() -> None:
    lines = difference(protocol(), protocol(phototherapy="counts"))

    assert lines[-2:] == (
        "EX03: refuses what contradicts itself: no_and_a_day of phototherapy, last_phototherapy, new",
        "EX03: warns: after_the_anchor of last_phototherapy, new",
    )


def test_another_order_of_checks_is_said() -> None:
    other = evolve(ODD, name="other")
    old, new = (with_first(evolve(ADULT, warns=checks)) for checks in ([ODD, other], [other, ODD]))

    assert difference(old, new) == ("IN01: warns: the same in another order or number",)


def test_the_other_reading_of_a_silent_point_is_told_in_words() -> None:
    lines = difference(protocol(), protocol(far_edge="exclusive", version="2"))

    assert lines[:2] == (
        "version: '1' became '2'",
        (
            "EX03: reading 'the window is 28 days, far edge included' became "
            "'the window is 28 days, far edge excluded'"
        ),
    )
    assert [line.split(":")[0] for line in lines] == ["version", "EX03", "EX03", "EX04", "EX04"]


def test_checks_that_went_or_changed_are_said() -> None:
    old = with_first(evolve(ADULT, refuses=[ODD], warns=[ODD]))
    new = with_first(evolve(ADULT, warns=[evolve(ODD, message="other")]))

    assert difference(old, new) == (
        "IN01: refuses what contradicts itself: odd of ill, removed",
        "IN01: warns: odd of ill, changed",
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
