"""Attrition: the sums close, everybody counts once, and pending people stay apart."""

from __future__ import annotations

import pickle
from itertools import product
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle_trial as oracle
import psoscore as ps
from protocol_cases import Case, cases, known_to, people

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.requirement("PSO-ELIG-017")

PASI = ps.number("pasi", low=0, high=72, decimals=1)
TRIAL = ps.Protocol(
    "TRIAL-1",
    [
        ps.Inclusion("IN01", "Adults", ps.number("age", low=0, high=120) >= 18),
        ps.Inclusion("IN02", "PASI at least 8", PASI >= 8),
        ps.Exclusion("EX01", "Pregnant", ps.flag("pregnant")),
    ],
)
PEOPLE: list[dict[str, Any]] = [
    {"age": 40, "pasi": 12, "pregnant": False},
    {"age": 40, "pasi": 7.9, "pregnant": False},
    {"age": 17, "pasi": 3, "pregnant": True},
    {"age": 40, "pasi": None, "pregnant": True},
    {"age": 40, "pasi": 12, "pregnant": None},
    {"age": None, "pasi": 9, "pregnant": None},
]
VERDICTS = [ps.screen(TRIAL, one) for one in PEOPLE]


def test_the_numbers_by_hand() -> None:
    """
    Person 1 is eligible; 2 fails IN02; 3 fails all three, first IN01; 4 fails
    EX01 while IN02 is open; 5 and 6 are pending.
    """
    found = ps.attrition(TRIAL, VERDICTS)

    assert (found.assessed, found.excluded, found.pending, found.eligible) == (6, 3, 2, 1)
    assert dict(zip(found.order, found.primary, strict=True)) == {"IN01": 1, "IN02": 1, "EX01": 1}
    assert dict(zip(found.order, found.every, strict=True)) == {"IN01": 1, "IN02": 2, "EX01": 2}
    assert dict(zip(found.order, found.waiting, strict=True)) == {"IN01": 1, "IN02": 0, "EX01": 2}
    assert [row["left"] for row in found.rows()] == [5, 4, 3]


def test_the_order_decides_the_primary_reason_alone() -> None:
    found = ps.attrition(TRIAL, VERDICTS, order=["EX01", "IN02", "IN01"])

    assert dict(zip(found.order, found.primary, strict=True)) == {"EX01": 2, "IN02": 1, "IN01": 0}
    assert dict(zip(found.order, found.every, strict=True)) == {"EX01": 2, "IN02": 2, "IN01": 1}
    assert (found.excluded, found.pending, found.eligible) == (3, 2, 1)


def truth_of(code: int) -> bool | None:
    return None if code < 0 else bool(code)


@given(cases(), st.lists(people(), max_size=8), st.randoms())
def test_the_numbers_equal_the_oracle_and_close(case: Case, group: list[dict[str, Any]], chance: Any) -> None:
    """
    The oracle counts in plain loops from the truths of the criteria, whose
    ids begin with IN and EX.
    """
    order = list(case.protocol.ids)
    chance.shuffle(order)
    verdicts = [ps.screen(case.protocol, known_to(case.protocol, one)) for one in group]

    found = ps.attrition(case.protocol, verdicts, order=order)

    truths = [
        {name: truth_of(result.truth.value) for name, result in one.results.items()} for one in verdicts
    ]
    expected = oracle.attrition(truths, order)
    told = found.to_dict()
    assert {name: told[name] for name in expected} == expected
    assert found.assessed == found.excluded + found.pending + found.eligible == len(group)
    assert found.excluded == sum(found.primary)


CODES = (1, 0, -1)
PAIR = ps.Protocol("T", [ps.Inclusion("IN01", "A", ps.flag("a")), ps.Exclusion("EX01", "B", ps.flag("b"))])
COHORTS = [group for size in range(3) for group in product(product(CODES, repeat=2), repeat=size)]


@pytest.mark.parametrize("order", [("IN01", "EX01"), ("EX01", "IN01")])
def test_every_cohort_of_two_is_counted_as_the_oracle_counts(order: tuple[str, ...]) -> None:
    """
    Every way in which up to two people can come out of two criteria.
    """
    for group in COHORTS:
        people = [dict(zip(PAIR.ids, codes, strict=True)) for codes in group]
        columns = {name: np.array([one[name] for one in people], np.int8) for name in PAIR.ids}

        told = ps.attrition(PAIR, columns, order=order).to_dict()

        truths = [{name: truth_of(code) for name, code in one.items()} for one in people]
        expected = oracle.attrition(truths, list(order))
        assert {name: told[name] for name in expected} == expected, group


@pytest.mark.parametrize("door", ["arrays", "polars", "pandas", "pyarrow"])
def test_every_door_gives_the_same_numbers(door: str) -> None:
    columns = {name: [one[name] for one in PEOPLE] for name in PEOPLE[0]}
    frame = pl.DataFrame(columns, schema={"age": pl.Int64, "pasi": pl.Float64, "pregnant": pl.Boolean})
    screened: Any
    if door == "arrays":
        screened = ps.screen_arrays(TRIAL, {name: np.array(one, object) for name, one in columns.items()})
    else:
        brought: dict[str, Callable[[], Any]] = {
            "polars": lambda: frame,
            "pyarrow": frame.to_arrow,
            "pandas": lambda: frame.to_pandas().astype({"pregnant": "boolean"}),
        }
        screened = ps.screen_frame(brought[door](), TRIAL)

    assert ps.attrition(TRIAL, screened) == ps.attrition(TRIAL, VERDICTS)


def test_it_prints_as_text_and_as_a_table() -> None:
    found = ps.attrition(TRIAL, VERDICTS)

    assert repr(found) == "Attrition(TRIAL-1: 6 assessed, 3 excluded, 2 pending, 1 eligible)"
    assert str(found) == (
        "TRIAL-1 version 1\n"
        "reasons in the order IN01, IN02, EX01\n"
        "6 assessed for eligibility\n"
        "3 excluded, by primary reason\n"
        "  1 IN01 Adults\n"
        "  1 IN02 PASI at least 8\n"
        "  1 EX01 Pregnant\n"
        "2 pending\n"
        "1 eligible\n"
        "all reasons, several a person possible\n"
        "  1 IN01 Adults\n"
        "  2 IN02 PASI at least 8\n"
        "  2 EX01 Pregnant"
    )
    html = found._repr_html_()
    assert "<caption>TRIAL-1 version 1: attrition</caption>" in html
    assert "<td>IN02</td><td>PASI at least 8</td><td>1</td><td>2</td><td>0</td><td>4</td>" in html


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"order": ["IN01"]}, "order=['IN01']; each of IN01, IN02, EX01 is needed once"),
        (
            {"screened": {"IN01": [1]}},
            "a column for every criterion of TRIAL-1 is needed, as the doors give them",
        ),
        (
            {"screened": dict.fromkeys(("IN01", "IN02", "EX01"), np.array([2]))},
            (
                "a criterion's column holds 1, 0 and -1 alone; in a lazy frame null stands where facts "
                "cannot be read or contradict each other, and invalid='unknown' makes it -1"
            ),
        ),
        (
            {"screened": {"IN01": np.array([1, 1]), "IN02": np.array([1]), "EX01": np.array([0])}},
            "the criteria's columns are not of one length",
        ),
        ({"screened": [1]}, f"verdicts of {TRIAL!r} are needed"),
        ({"screened": None}, f"verdicts of {TRIAL!r} are needed"),
        ({"order": [1, "IN01"]}, "order=[1, 'IN01']; each of IN01, IN02, EX01 is needed once"),
        ({"protocol": "TRIAL-1"}, "a Protocol is needed, not a str"),
    ],
)
def test_what_does_not_belong_to_the_protocol_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        ps.attrition(arguments.pop("protocol", TRIAL), arguments.pop("screened", VERDICTS), **arguments)

    assert str(caught.value) == message


@pytest.mark.parametrize("kind", ["polars", "duckdb"])
def test_a_frame_that_holds_no_rows_yet_is_to_be_collected(kind: str) -> None:
    people = pl.DataFrame({"age": [30]})
    lazy = people.lazy() if kind == "polars" else duckdb.connect().from_arrow(people.to_arrow())

    with pytest.raises(ps.DefinitionError, match=r"^a lazy frame holds no rows yet; collect it first$"):
        ps.attrition(TRIAL, ps.screen_frame(lazy, TRIAL))


def test_verdicts_may_come_from_another_process() -> None:
    kept = pickle.loads(pickle.dumps(VERDICTS))  # noqa: S301 - our own
    assert kept[0].protocol is not TRIAL

    assert ps.attrition(TRIAL, kept) == ps.attrition(TRIAL, VERDICTS)


def test_the_numbers_of_screenings_have_no_order() -> None:
    several: list[Any] = [ps.attrition(TRIAL, VERDICTS), ps.attrition(TRIAL, VERDICTS[:1])]
    with pytest.raises(TypeError, match=r"^'<' not supported between instances of 'Attrition'"):
        several.sort()


def test_one_verdict_is_a_cohort_of_one() -> None:
    assert ps.attrition(TRIAL, VERDICTS[0]) == ps.attrition(TRIAL, VERDICTS[:1])


def test_nobody_screened_gives_noughts() -> None:
    found = ps.attrition(TRIAL, [])

    assert (found.assessed, found.excluded, found.pending, found.eligible) == (0, 0, 0, 0)


@pytest.mark.parametrize("order", [["IN01"], ["IN01", "EX01", "EX01"], ["IN01", "EX99"], ["AA01", "EX01"]])
def test_an_order_names_each_criterion_once(order: list[str]) -> None:
    trial = ps.Protocol(
        "T", [ps.Inclusion("IN01", "A", ps.flag("a")), ps.Exclusion("EX01", "B", ps.flag("b"))]
    )
    with pytest.raises(ps.DefinitionError) as caught:
        ps.attrition(trial, [ps.screen(trial, {})], order=order)
    assert str(caught.value) == f"order={order!r}; each of IN01, EX01 is needed once"
