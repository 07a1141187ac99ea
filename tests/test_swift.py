"""The fast path of the record door equals the ordinary walk, and leaves everything else to it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import psoscore as ps
from psoscore.cells import Cell
from psoscore.definitions import Contradiction
from psoscore.engine.interpret import Interpreter
from psoscore.engine.options import Options
from psoscore.engine.points import Points
from psoscore.engine.questions import asked
from psoscore.engine.record.door import contradicting
from psoscore.engine.record.intake import intake
from psoscore.engine.record.measure import measure
from psoscore.engine.record.swift import Source, swift
from psoscore.terms import AllOf, AnyOf, AtLeast, Blank, Choice, Greatest, Item, Not, Product, Ratio, Sum
from psoscore.testing import records

if TYPE_CHECKING:
    from psoscore.engine.record.scored import Scored

pytestmark = pytest.mark.requirement("PSO-ENGINE-001")

TWOS = dict.fromkeys(ps.PASI.items, 2)
ALL = (ps.PASI, ps.PASI_HALF_POINTS, ps.DLQI, ps.DLQI_R, ps.DLQI_BANDS, ps.DLQI_R_BANDS, *ps.DLQI.parts)
definitions = pytest.mark.parametrize("definition", ALL, ids=lambda one: one.name)


def walked(definition: ps.Score, record: dict[str, Any]) -> Scored:
    """The result without the fast path."""
    states, faults = intake(asked(definition), record, Options())
    assert faults == []
    return measure(definition, states, contradicting(definition, states))


@definitions
@given(data=st.data())
def test_the_fast_path_equals_the_walk(definition: ps.Score, data: st.DataObject) -> None:
    record = data.draw(records(definition) | records(definition, missing=True))

    assert ps.score(definition, record) == walked(definition, record)


PARTS = {f"dlqi_{n:02d}": 1 for n in (1, 2, 3, 4, 5, 6, 8, 9, 10)} | {"dlqi_07a": 0, "dlqi_07b": 2}


@pytest.mark.parametrize(
    ("definition", "record", "fast"),
    [
        (ps.PASI, TWOS, True),
        (ps.PASI, TWOS | {"visit": 1}, True),
        (ps.DLQI, PARTS, True),
        (ps.DLQI_R, PARTS, True),
        (ps.DLQI_R_BANDS, PARTS, False),  # two branches are judged, so the walk finds a pair of ends
        (ps.PASI, TWOS | {"PASI0301": None}, False),  # an alias
        (ps.PASI, TWOS | {"head_area_percent": None}, False),  # another form
        (ps.DLQI, PARTS | {"dlqi_07": None}, False),
        (ps.PASI, TWOS | {"head_area": 0}, False),  # a contradiction
        (ps.DLQI, PARTS | {"dlqi_07a": 3}, False),
        (ps.PASI, TWOS | {"head_area": None}, False),
        (ps.PASI, TWOS | {"head_area": 2.0}, False),
        (ps.PASI, TWOS | {"head_area": True}, False),
        (ps.PASI, TWOS | {"head_area": 7}, False),
        (ps.PASI, {}, False),
        (ps.PASI_HALF_POINTS, TWOS, False),  # its signs are no plain integers
    ],
)
def test_only_complete_plain_records_take_it(
    definition: ps.Score,
    record: dict[str, Any],
    fast: bool,  # noqa: FBT001  a column of the table
) -> None:
    found = swift(definition)(record)

    assert (found is not None) is fast
    if not ps.check(definition, record):
        assert ps.score(definition, record) == walked(definition, record)


A, B = Item(Cell("a", high=4)), Item(Cell("b", high=4))
CODED = Item(Cell("a", high=4, not_relevant=True), codes=((ps.NOT_RELEVANT, 4), (0, 3), (1, 2)))
ONLY_NOT_RELEVANT = Item(Cell("a", high=4, not_relevant=True), codes=((ps.NOT_RELEVANT, 4),))
HIGH, LOW = AtLeast(A, 3), AtLeast(B, 2)


def scored_as(term: Any) -> ps.Score:
    return ps.Score(name="own", title="Own", term=term, provenance=ps.PASI.provenance)


@pytest.mark.parametrize(
    "term",
    [
        Sum(((2, A), (-1, B)), 5),
        Sum(((1, A), (1, B))),
        Product((A, B)),
        Greatest((A, B)),
        Ratio(A, B, (30, 0), (1, 1)),
        Sum(((1, HIGH), (2, AllOf((HIGH, LOW))), (3, AnyOf((HIGH, LOW))), (4, Not(HIGH)))),
        Sum(((1, Blank(A.cell)), (1, A), (1, B))),
        Choice(HIGH, A + B, B),
        Choice(Not(LOW), Ratio(A, B, (30, 0), (1, 1)), B),
        CODED + B,
        ONLY_NOT_RELEVANT + B,
        A,
    ],
)
def test_every_word_means_in_source_text_what_it_means_in_numbers(term: Any) -> None:
    definition = scored_as(term)
    for a in range(5):
        for b in range(5):
            record = {name: value for name, value in {"a": a, "b": b}.items() if name in definition.cells}
            assert swift(definition)(record) is not None
            assert ps.score(definition, record) == walked(definition, record)


def test_strict_thresholds_and_what_stays_open() -> None:
    source = Source({"a": "a0"})
    Interpreter(source).pair(AtLeast(A, 3, strict=True))

    assert source.lines == ["    t0 = a0 > 3"]


@pytest.mark.parametrize("word", ["lesser", "greater", "same"])
@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 1), (2, 2), (Fraction(1, 2), 3)])
def test_pairs_of_ends_are_compared_alike(word: str, one: Any, other: Any) -> None:
    source = Source({})
    name = getattr(source, word)("one", "other")
    scope = {"one": one, "other": other}

    exec("\n".join(line.strip() for line in source.lines), {}, scope)  # noqa: S102  three lines of ours

    assert scope[name] == getattr(Points(), word)(one, other)


def test_an_odd_record_of_ones_own_is_left_to_the_walk() -> None:
    odd = Contradiction("odd", HIGH, "too high", ("a",))
    definition = ps.Score(
        name="own", title="Own", term=A + B, provenance=ps.PASI.provenance, contradictions=(odd,)
    )

    assert swift(definition)({"a": 3, "b": 0}) is None
    assert [one.kind for one in ps.score(definition, {"a": 3, "b": 0}).warnings] == ["odd"]
    assert ps.score(definition, {"a": 2, "b": 0}).warnings == ()
