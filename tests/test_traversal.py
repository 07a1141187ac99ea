"""Every word below a term, once; its cells; its leaves changed."""

from __future__ import annotations

import pytest
from attrs import evolve

import psoscore as ps
from psoscore.cells import Cell
from psoscore.errors import DefinitionError
from psoscore.terms import AllOf, AtLeast, Blank, Greatest, Item, Sum, Term
from psoscore.traversal import blank, cells, filled, replace, walk

A, B = Item(Cell("a", high=4)), Item(Cell("b", high=4))
TERM = Greatest((A, Sum(((1, A), (2, B)), 3)))


def test_walking_meets_every_word_once_after_what_it_is_built_from() -> None:
    assert list(walk(TERM)) == [A, B, TERM.terms[1], TERM]
    assert list(walk(A, B, A)) == [A, B]


def test_walking_comes_through_every_word_of_every_definition() -> None:
    for definition in (ps.PASI, ps.DLQI, ps.DLQI_R, ps.DLQI_R_BANDS):
        met: set[Term] = set()
        for term in walk(definition.term):
            assert met.issuperset(term.children)
            assert term not in met
            met.add(term)


def test_cells_stand_in_the_order_in_which_they_appear() -> None:
    assert list(cells(TERM)) == ["a", "b"]
    assert cells(Blank(A.cell)) == {"a": A.cell}
    with pytest.raises(TypeError):
        cells(TERM)["c"] = A.cell  # type: ignore[index]


def test_two_cells_of_one_name_are_refused() -> None:
    other = Item(Cell("a", high=5))

    with pytest.raises(DefinitionError) as raised:
        cells(A, other)

    assert str(raised.value) == "two different cells are called a"


def test_replacing_changes_leaves_and_leaves_the_rest() -> None:
    changed = replace(TERM, lambda leaf: B if leaf == A else leaf)

    assert changed == Greatest((B, Sum(((1, B), (2, B)), 3)))
    assert replace(TERM, lambda leaf: leaf) == TERM


def test_filling_reads_blank_cells_as_nothing_and_keeps_questions_about_them() -> None:
    term = Sum(((1, A), (1, Blank(B.cell))))

    assert filled(term) == Sum(((1, evolve(A, blank=0)), (1, Blank(B.cell))))


def test_blank_means_that_no_cell_is_answered() -> None:
    assert blank(TERM) == AllOf((Blank(A.cell), Blank(B.cell)))
    assert blank(AtLeast(A, 1)) == Blank(A.cell)
