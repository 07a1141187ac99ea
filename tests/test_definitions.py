"""Definitions: named, versioned, compared by value, printed and hashed by what they compute."""

from __future__ import annotations

import pickle
import subprocess
import sys
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

import psoscore as ps
from psoscore import definitions, facts
from psoscore.algebra import linear
from psoscore.cells import LAST_DAY, Cell
from psoscore.definitions import Contradiction, fingerprint
from psoscore.facts import fact_of
from psoscore.provenance import Provenance, Source
from psoscore.terms import AtLeast, Item, Not, Reported
from psoscore.traversal import filled

SOMEBODY = Provenance(
    sources=(Source(key="somebody-1978", text="Somebody."),), requirements=("PSO-TEST-001",)
)
A, B = Item(Cell("a", high=4)), Item(Cell("b", high=4))
SCORE = ps.Score(name="sum", title="Sum", term=A + B, provenance=SOMEBODY)
ALL = (ps.PASI, ps.PASI_HALF_POINTS, ps.DLQI, ps.DLQI_R, ps.DLQI_BANDS, ps.DLQI_R_BANDS)
names = pytest.mark.parametrize("definition", ALL, ids=lambda one: one.name)


@pytest.mark.requirement("PSO-ENGINE-014")
@names
def test_a_definition_is_a_value(definition: ps.Score) -> None:
    assert pickle.loads(pickle.dumps(definition)) == definition  # noqa: S301  our own bytes
    assert evolve(definition) == definition
    assert evolve(definition, version="2") != definition
    with pytest.raises(AttributeError):
        definition.name = "another"  # type: ignore[misc]


@pytest.mark.requirement("PSO-ENGINE-014")
def test_a_pickled_definition_is_itself_in_another_process() -> None:
    """
    Hashes of text differ from process to process, so none may travel along.
    """
    there = (
        "import pickle, sys, psoscore as ps\n"
        "found = pickle.load(sys.stdin.buffer)\n"
        "assert [found[one.name] for one in (ps.PASI, ps.DLQI_R)] == [ps.PASI, ps.DLQI_R]\n"
        "assert {ps.PASI: 1, ps.DLQI_R: 2}[found['dlqi_r']] == 2\n"
        "print(found['pasi'].fingerprint, found['dlqi_r'].fingerprint)\n"
    )
    shipped = pickle.dumps({one.name: one for one in ALL})
    hash(ps.PASI)

    done = subprocess.run(  # noqa: S603  our own text
        [sys.executable, "-c", there], input=shipped, capture_output=True, check=False
    )

    assert done.stderr.decode() == ""
    assert done.stdout.decode().split() == [ps.PASI.fingerprint, ps.DLQI_R.fingerprint]


@pytest.mark.requirement("PSO-ENGINE-014")
def test_a_fingerprint_changes_with_whatever_can_change_a_number() -> None:
    blank_rule = AtLeast(A, 1)
    part = evolve(SCORE, name="part")
    changed = [
        evolve(SCORE, term=A + B + 1),
        evolve(SCORE, term=A - B),
        evolve(SCORE, term=A + Item(Cell("b", high=5))),
        evolve(SCORE, term=A + Item(B.cell, codes=((1, 2),))),
        evolve(SCORE, term=A + evolve(B, blank=0)),
        evolve(SCORE, when=blank_rule),
        evolve(SCORE, not_relevant=A),
        evolve(SCORE, parts=(part,)),
        evolve(SCORE, parts=(evolve(part, term=A - B),)),
        evolve(SCORE, parts=(evolve(part, when=blank_rule),)),
        evolve(SCORE, parts=(evolve(part, when=Not(blank_rule)),)),
    ]

    prints = {one.fingerprint for one in (SCORE, *changed)}

    assert len(prints) == len(changed) + 1


@pytest.mark.requirement("PSO-ENGINE-014")
def test_a_fingerprint_does_not_change_with_prose() -> None:
    said = evolve(
        SCORE,
        title="Another",
        provenance=evolve(SOMEBODY, note="a note", status="unconfirmed"),
        missing_rule="words",
        contradictions=(Contradiction("odd", AtLeast(A, 1), "odd", ("a",)),),
        codes=("X1",),
        term=A + Item(Cell("b", high=4, unit="%")),
    )

    assert said.fingerprint == SCORE.fingerprint
    assert fingerprint(Contradiction("x", AtLeast(A, 1), "this", ())) == fingerprint(
        Contradiction("x", AtLeast(A, 1), "that", ())
    )


@names
def test_every_definition_has_a_fingerprint_of_its_own(definition: ps.Score) -> None:
    prints = [one.fingerprint for one in ALL]

    assert len(set(prints)) == len(ALL)
    assert len(definition.fingerprint) == 16
    int(definition.fingerprint, 16)
    assert repr(definition) == f"<Score {definition.name} version 1, {definition.fingerprint}>"


def test_scores_compare_as_reported_and_as_their_bounds_without_a_missing_rule() -> None:
    rule = AtLeast(A, 1)
    ruled = evolve(SCORE, when=rule)

    assert SCORE.quantity == SCORE.term
    assert ruled.quantity == Reported("sum", SCORE.term, filled(SCORE.term), rule)
    for score in (SCORE, ruled):
        reads = score.quantity
        assert (score >= 3, score > 3) == (AtLeast(reads, 3), AtLeast(reads, 4))
        assert (score <= 3, score < 3) == (Not(AtLeast(reads, 4)), Not(AtLeast(reads, 3)))


def test_what_a_definition_tells_about_itself() -> None:
    # Specification A1 and A5: tenths, 0 to 72, sixteen items
    assert (ps.PASI.scale, ps.PASI.low, ps.PASI.high, len(ps.PASI.items)) == (10, 0.0, 72.0, 16)
    assert len(ps.PASI.cells) == 20  # four regions bring their area as a percentage, too
    assert ps.PASI.sources == ps.PASI.provenance.sources
    assert ps.PASI.formula("text").startswith("PASI = ")
    assert "<table>" in ps.PASI._repr_html_()


BANDS: dict[str, Any] = {"name": "band", "title": "Band", "of": SCORE, "provenance": SOMEBODY}


def test_bands_count_the_edges_that_are_reached() -> None:
    bands = ps.banding(**BANDS, lows=[2, 5.5], labels=("few", "some", "many"))

    answers = [(0, 0), (1, 0), (2, 0), (4, 1), (4, 2), (4, 4)]
    scored = [ps.score(bands, {"a": a, "b": b}) for a, b in answers]
    assert [one.value for one in scored] == [0, 0, 1, 1, 2, 2]  # by hand
    assert [one.label for one in scored] == ["few", "few", "some", "some", "many", "many"]
    assert (bands.low, bands.high) == (0, 2)


def test_bands_inherit_the_missing_rule() -> None:
    ruled = evolve(SCORE, when=AtLeast(A, 1), missing_rule="a rule", demands_not_relevant=True)

    bands = ps.banding(**BANDS | {"of": ruled}, lows=[2], labels=("few", "many"))
    own = ps.banding(**BANDS | {"of": ruled}, lows=[2], labels=("few", "many"), missing_rule="its own")

    assert (bands.when, bands.missing_rule, bands.demands_not_relevant) == (ruled.when, "a rule", True)
    assert own.missing_rule == "its own"


@pytest.mark.parametrize(
    ("lows", "labels"),
    [([5, 2], ("a", "b", "c")), ([2, 2], ("a", "b", "c")), ([2, 5], ("a", "b")), ([2], ("a", "b", "c"))],
)
def test_bands_need_rising_edges_and_one_label_more(lows: list[int], labels: tuple[str, ...]) -> None:
    with pytest.raises(ps.DefinitionError) as raised:
        ps.banding(**BANDS, lows=lows, labels=labels)

    assert str(raised.value) == "band: rising edges and one label more than edges are needed"


@pytest.mark.parametrize(
    ("fact", "cell"),
    [
        (ps.number("n", low=0, high=120), Cell("n", low=0, high=120)),
        (
            ps.number("n", low=-1, high=7.5, decimals=1, unit="kg"),
            Cell("n", low=-10, high=75, scale=10, unit="kg"),
        ),
        (ps.number("n", low=0, high=Decimal(100), decimals=None), Cell("n", "measure", low=0, high=100)),
        (ps.code("c", ["F", "M"]), Cell("c", "code", values=("F", "M"))),
        (ps.day("d"), Cell("d", "day", low=1, high=LAST_DAY)),
    ],
)
def test_facts_are_items_on_cells_of_their_kind(fact: Item, cell: Cell) -> None:
    assert fact == Item(cell)


def test_a_flag_is_a_condition_by_itself() -> None:
    assert ps.flag("f") == AtLeast(Item(Cell("f", "flag")), 1)


def test_days_end_where_the_calendar_ends() -> None:
    assert date.max.toordinal() == LAST_DAY


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ps.number("n", low=2, high=1), "n: the least value 2 lies above the greatest 1"),
        (lambda: ps.number("n", low=0, high=0.5), "n: the range must be whole in units of 1/1"),
        (
            lambda: ps.number("n", low=0, high=0.25, decimals=1),
            "n: the range must be whole in units of 1/10",
        ),
        (lambda: ps.number("n", low=0, high=1, decimals=-1), "n: decimals must be 0 to 18"),
        (
            lambda: ps.number("half", low=0, high=1, decimals=0.5),  # type: ignore[arg-type]
            "half: decimals must be 0 to 18",
        ),
        (lambda: ps.number("n", low="0", high=1), "a number is needed here, not str"),  # type: ignore[arg-type]
        (lambda: ps.number("", low=0, high=1), "a cell needs a name, not ''"),
        (lambda: ps.code("c", []), "c: a code needs values, each once"),
        (lambda: ps.code("twice", ["F", "F"]), "twice: a code needs values, each once"),
    ],
)
def test_a_fact_that_makes_no_sense_is_refused(make: Any, message: str) -> None:
    with pytest.raises(ps.DefinitionError) as raised:
        make()

    assert str(raised.value) == message


def test_a_fact_can_hold_a_score_that_was_captured() -> None:
    # Specification A5: tenths from 0 to 72
    assert fact_of(ps.PASI, "baseline") == Item(Cell("baseline", low=0, high=720, scale=10))


def test_definitions_name_what_the_face_exports() -> None:
    for name in definitions.__all__:
        assert getattr(ps, name, None) is getattr(definitions, name) or name == "Contradiction"
    for name in facts.__all__:
        assert getattr(ps, name, None) is getattr(facts, name)


def test_sums_of_scores_of_two_scales_meet_in_the_finer_unit() -> None:
    both = linear([(1, ps.PASI.term), (1, ps.DLQI.term)])

    assert both.scale == 10
