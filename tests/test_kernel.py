"""The array door's fast path equals the walk over the words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import psoscore as ps
from psoscore.algebra import linear
from psoscore.cells import Cell
from psoscore.engine.arrays.blocks import Faults
from psoscore.engine.arrays.intake import take_in
from psoscore.engine.arrays.kernel import kernel
from psoscore.engine.arrays.vectors import Vectors
from psoscore.engine.interpret import Interpreter
from psoscore.engine.options import Options
from psoscore.engine.questions import asked
from psoscore.terms import Greatest, Item, Product, Sum
from psoscore.testing import cohorts

pytestmark = pytest.mark.requirement("PSO-ENGINE-001")

A, B, C = (Item(Cell(name, high=4)) for name in "abc")
SMALL = Item(Cell("s", high=100))


def scored_as(term: Any) -> ps.Score:
    return ps.Score(name="own", title="Own", term=term, provenance=ps.PASI.provenance)


SIMPLE = [
    ps.PASI,
    ps.PASI_HALF_POINTS,
    *ps.PASI.parts[:3],
    *map(
        scored_as,
        [
            A,
            A + B,
            A - B + 3,
            linear([(-1, A), (-2, B), (1, 7)]),
            linear([(100, A), (1, B)]),  # wider than its items
            Product((A, B, C)),
            Product((SMALL, SMALL)),
            Product((A + B, A + B)),  # a sum used twice is never overwritten
            Sum(((1, Product((A, B))), (3, Product((A, B, C))), (-1, A)), 2),
            linear([(Decimal("0.1"), A), (Decimal("0.25"), B)]),
            Sum(((2, A),)),
            Sum(((2, Product((A, B))),)),
        ],
    ),
]


@pytest.mark.parametrize(
    "definition", SIMPLE, ids=[f"{place} {one.name}" for place, one in enumerate(SIMPLE)]
)
@given(data=st.data())
def test_the_fast_path_equals_the_walk(definition: ps.Score, data: st.DataObject) -> None:
    arrays = data.draw(cohorts(definition, rows=7))
    before = {name: np.array(column) for name, column in arrays.items()}
    intake = take_in(asked(definition), arrays, Options(contradictions="ignore"))
    vectors = Vectors(intake, 0, 7, Faults())
    fast = kernel(definition)
    assert fast is not None

    items, computed = fast
    columns = vectors.complete(items)
    if columns is None:  # an area as a percentage
        assert not intake.first_forms_only
        return
    low, high = Interpreter(vectors).pair(definition.term)

    assert low is high
    np.testing.assert_array_equal(computed(*columns), low)
    for name, column in arrays.items():
        np.testing.assert_array_equal(column, before[name])


@pytest.mark.parametrize(
    "definition",
    [
        ps.DLQI,  # it has a missing rule
        ps.DLQI_R,
        scored_as(Greatest((A, B))),
        scored_as(Item(A.cell, codes=((1, 2),)) + B),
        scored_as(linear([(1, A >= 2)])),
    ],
    ids=["dlqi", "dlqi_r", "greatest", "codes", "condition"],
)
def test_other_scores_are_left_to_the_walk(definition: ps.Score) -> None:
    assert kernel(definition) is None
