"""The door without data: ranges, how large numbers grow on the way, and what pulls both ways."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import polars as pl
import pytest
from attrs import evolve
from hypothesis import given

import oracle
import psoscore as ps
from frame_kinds import frame, rows
from psoscore.cells import Cell
from psoscore.definitions import Contradiction
from psoscore.engine.domain import bounds, magnitude, open_range, pulled_both_ways
from psoscore.engine.interpret import Interpreter
from psoscore.engine.readings import answers
from psoscore.engine.record.answered import Answered
from psoscore.terms import AtLeast, Blank, Choice, Given, Greatest, Item, OneOf, Product, Quantity, Ratio, Sum
from psoscore.testing import SMALL_CELLS, terms
from psoscore.traversal import filled

if TYPE_CHECKING:
    from collections.abc import Callable

A, B = Item(Cell("a", high=4)), Item(Cell("b", low=-2, high=1))


@pytest.mark.requirement("PSO-ENGINE-015")
@pytest.mark.parametrize(
    ("most", "where"),
    [
        (2**53, "a frame's own engine"),  # whose floats skip the next whole number
        (2**63 - 1, "an array"),  # whose integers wrap around after it
    ],
)
def test_a_door_refuses_what_its_numbers_cannot_hold(most: int, where: str) -> None:
    def doors(condition: ps.Condition, cells: int) -> dict[str, list[Callable[[], Any]]]:
        frame = pl.DataFrame({"cells": [cells]})
        return {
            "an array": [
                lambda: ps.judge_arrays(condition, {"cells": np.array([cells])}),
                lambda: ps.check_arrays(condition, {"cells": np.array([cells])}),
                lambda: ps.judge_frame(frame, {"enough": condition}),
            ],
            "a frame's own engine": [
                lambda: ps.judge_frame(duckdb.from_arrow(frame.to_arrow()), {"enough": condition}),
                lambda: ps.judge_column(condition),
                lambda: ps.check_column(condition),
                lambda: ps.check_frame(frame, condition),
            ],
        }

    held = ps.number("cells", low=0, high=most) >= most
    beyond = ps.number("cells", low=0, high=most + 1) >= most + 1

    assert ps.judge(beyond, {"cells": most + 1}) is ps.Truth.TRUE
    assert ps.judge(beyond, {"cells": most}) is ps.Truth.FALSE
    for door in doors(held, most)[where]:
        door()
    for door in doors(beyond, most)[where]:
        with pytest.raises(ps.DefinitionError) as caught:
            door()
        assert str(caught.value) == (
            f"numbers reach {most + 1} units, and {where} is exact up to {most:,}: "
            "go record by record, or in coarser steps"
        )


@pytest.mark.requirement("PSO-ENGINE-015")
def test_so_it_is_with_what_a_score_asks_beside_its_term() -> None:
    """
    Whether it is scored at all, and whether answers contradict each other.
    """
    large, small = ps.number("large", low=0, high=10**10), ps.number("small", low=0, high=10)
    beyond = large * large >= 10**19
    told: dict[str, Any] = {"name": "s", "title": "S", "term": small * 1, "provenance": ps.PASI.provenance}
    odd = Contradiction("odd", beyond, "a large number", ("large",))

    for score in (ps.Score(**told, when=beyond), ps.Score(**told, contradictions=(odd,))):
        with pytest.raises(ps.DefinitionError, match=r"^numbers reach 1(0+) units, and an array "):
            ps.score_arrays(score, {"small": [3], "large": [5 * 10**9]})


@pytest.mark.requirement("PSO-ENGINE-015")
def test_the_largest_numbers_are_compared_exactly() -> None:
    most = ps.number("cells", low=0, high=2**53) >= 2**53
    counted = {"cells": [2**53, 2**53 - 1]}

    assert ps.judge_arrays(most, counted).tolist() == [1, 0]
    assert rows(ps.judge_frame(frame("duckdb", counted), {"most": most}), "most") == [(1,), (0,)]


@pytest.mark.requirement("PSO-ENGINE-015")
def test_a_measured_real_is_never_exact_and_may_be_large() -> None:
    measured = ps.number("cells", low=0, high=1e300, decimals=None) >= 1e299

    assert ps.judge_arrays(measured, {"cells": [1e300, 1.0]}).tolist() == [1, 0]


@pytest.mark.requirement("PSO-ENGINE-015", "PSO-PASI-002", "PSO-DLQI-001", "PSO-DLQI-007")
@pytest.mark.parametrize(
    ("definition", "low", "high"),
    [
        (ps.PASI, 0, 72),  # Specification A1
        (ps.PASI_HALF_POINTS, 0, 72),
        (ps.DLQI, 0, 30),  # Specification B1
        (ps.DLQI_R, 0, 30),  # Specification B7
        (ps.DLQI_BANDS, 0, 4),  # Specification B5: five bands
        (ps.DLQI_R_BANDS, 0, 4),
        (ps.PASI.parts[0], 0, 12),  # three signs
        (ps.PASI.parts[1], 0, 72),  # times six
        (ps.PASI.parts[2], 0, Fraction("7.2")),  # Specification A1: regional maxima
        (ps.PASI.parts[5], 0, Fraction("14.4")),
        (ps.PASI.parts[8], 0, Fraction("21.6")),
        (ps.PASI.parts[11], 0, Fraction("28.8")),
        *zip(ps.DLQI.parts, [0] * 6, [6, 6, 6, 3, 6, 3], strict=True),  # Specification B4
    ],
    ids=lambda value: value.name if isinstance(value, ps.Score) else str(value),
)
def test_the_range_is_that_of_the_papers(definition: ps.Score, low: int, high: Fraction) -> None:
    assert (definition.low, definition.high) == bounds(definition) == (float(low), float(high))


@pytest.mark.parametrize(
    ("term", "low", "high"),
    [
        (A, 0, 4),
        (B, -2, 1),
        (evolve(A, blank=-1), -1, 4),
        (evolve(A, blank=5), 0, 5),
        (Blank(A.cell), 0, 1),
        (AtLeast(A, 1), False, True),
        (OneOf((A, B)), 0, 4),
        (Item(Cell("c", "code", values=("F", "M")), codes=(("F", 3), ("M", 7))), 3, 7),
        (Ratio(A, Item(Cell("b", high=4)), (1, 0), (0, 1)), 0, None),  # 4 / 0 among its answers
    ],
)
def test_a_term_ranges_over_everything_that_its_cells_can_be(term: Any, low: int, high: int) -> None:
    assert open_range(term) == (low, high)


def test_a_score_without_an_end_is_unbounded() -> None:
    up, down = A, Item(Cell("b", high=4))
    ratios = {
        Ratio(up, down, (30, 0), (1, 1)): (0.0, 30.0),  # by hand: 0 / 4 and 120 / 4
        Ratio(up, down, (1, 0), (0, 1)): (0.0, float("inf")),  # 0 / 4 and 4 / 0
        Ratio(up, down, (1, -1), (1, 0)): (-float("inf"), 1.0),  # -4 / 0 and 4 / 4
    }
    for ratio, ends in ratios.items():
        assert bounds(evolve(ps.DLQI, term=ratio)) == ends


@pytest.mark.requirement("PSO-ENGINE-013")
@pytest.mark.parametrize(
    ("term", "largest"),
    [
        (A, 4),
        (B, 2),
        (Sum(((3, A), (-5, B)), -7), 29),  # 7 + 12 + 10
        (Product((A, A, A)), 64),
        (Greatest((A, B)), 4),
        (Ratio(A, Item(Cell("b", high=4)), (30, 0), (1, 1)), 120),  # the top, though the ratio ends at 30
        (Ratio(A, Item(Cell("b", high=9)), (1, 0), (7, 9)), 109),  # the bottom
        (ps.PASI.term, 720),
    ],
)
def test_partial_sums_count_and_the_tops_of_ratios(term: Quantity, largest: int) -> None:
    """
    By hand: the least integer type must hold what is computed on the way.
    """
    assert magnitude(term) == largest


@pytest.mark.requirement("PSO-ENGINE-013")
@given(terms())
def test_no_completion_is_larger_than_the_magnitude(term: Quantity) -> None:
    for choice in product(*map(answers, SMALL_CELLS)):
        states = {cell.name: answer for cell, answer in zip(SMALL_CELLS, choice, strict=True)}
        value, _ = Interpreter(Answered(states)).pair(term)
        assert value is None or abs(value) <= magnitude(term) or isinstance(term, Ratio | Choice)


@pytest.mark.parametrize(
    ("term", "pulled"),
    [
        (A + B, ()),
        (A - B, ()),
        (Greatest((A - B, B)), ("b",)),
        (Product((A, 4 - A)), ("a",)),
        (Sum(((1, A), (1, ~AtLeast(A, 2)))), ("a",)),
        (Given(AtLeast(A, 1), AtLeast(B, 1)), ("a", "b")),
        (OneOf((A, B)), ()),
        (Choice(AtLeast(A, 1), A, B), ("a", "b")),
    ],
)
def test_what_grows_and_falls_with_a_term_is_named(term: Quantity, pulled: tuple[str, ...]) -> None:
    assert pulled_both_ways(term) == pulled


@pytest.mark.requirement("PSO-ENGINE-002")
@pytest.mark.parametrize(
    "definition",
    [
        ps.PASI,
        ps.PASI_HALF_POINTS,
        *ps.PASI.parts,
        *(one for one in ps.DLQI.parts if one.name != "work_and_school"),
    ],
    ids=lambda one: one.name,
)
def test_nothing_pulls_both_ways_so_that_bounds_are_exact(definition: ps.Score) -> None:
    assert pulled_both_ways(definition.term) == ()


SEVEN = ("dlqi_07a",)
"""Part a adds its own points, and takes those of an empty part b away. The brute force below excuses it."""


@pytest.mark.requirement("PSO-ENGINE-002")
@pytest.mark.parametrize("definition", [ps.DLQI, ps.DLQI_BANDS, ps.DLQI.parts[3]], ids=lambda one: one.name)
def test_only_part_a_of_question_7_pulls_the_dlqi_both_ways(definition: ps.Score) -> None:
    assert pulled_both_ways(definition.term) == SEVEN


@pytest.mark.requirement("PSO-ENGINE-002")
def test_the_dlqi_r_pulls_every_answer_both_ways_by_the_static_check() -> None:
    """
    It is the same answer above and below the line; as one ratio it grows with
    each. That its bounds are exact is proved below and against the oracle.
    """
    for definition in (ps.DLQI_R, ps.DLQI_R_BANDS):
        assert set(pulled_both_ways(definition.term)) == set(definition.cells)


A_STATES = (0, 3, oracle.NR, None, oracle.UNRECORDED)
B_STATES = (0, 1, 2, None, oracle.UNRECORDED)
WHOLE_STATES = (0, 1, 2, 3, oracle.NR, None, oracle.UNRECORDED)
PAIRS = [{"dlqi_07a": a, "dlqi_07b": b} for a in A_STATES for b in B_STATES]
FORMS = [*PAIRS, *({"dlqi_07": one} for one in WHOLE_STATES)]
CONTEXTS: list[dict[str, Any]] = [
    {},  # all other questions scored 1
    {"dlqi_03": None},
    {"dlqi_03": oracle.UNRECORDED, "dlqi_04": oracle.NR},
    {"dlqi_01": 0, "dlqi_02": 0, "dlqi_03": oracle.NR, "dlqi_04": None, "dlqi_05": None},
    {f"dlqi_{number:02d}": 0 for number in (1, 2, 3, 4, 5, 6, 8, 9, 10)},
    {f"dlqi_{number:02d}": 3 for number in (1, 2, 3, 4, 5, 6, 8, 9, 10)},
    {f"dlqi_{number:02d}": oracle.NR for number in (3, 4, 5, 6, 8, 9, 10)},
    {f"dlqi_{number:02d}": None for number in (1, 2, 3, 4, 5, 6, 8, 9, 10)},
]


@pytest.mark.requirement("PSO-ENGINE-002", "PSO-DLQI-003", "PSO-DLQI-006")
@pytest.mark.parametrize("place", range(len(CONTEXTS)))
@pytest.mark.parametrize(
    ("definition", "bounds_of"),
    [
        (ps.DLQI, oracle.dlqi_bounds),
        (ps.DLQI_R, oracle.dlqi_r_bounds),
        (ps.DLQI_BANDS, oracle.dlqi_band_bounds),
        (ps.DLQI_R_BANDS, oracle.dlqi_r_band_bounds),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_bounds_are_exact_in_every_state_of_question_7(
    definition: ps.Score, bounds_of: Any, place: int
) -> None:
    """
    All 25 pairs of parts and all seven states of the combined question, beside
    eight contexts of the other nine; the oracle tries every completion.
    """
    answered = {f"dlqi_{number:02d}": 1 for number in (1, 2, 3, 4, 5, 6, 8, 9, 10)} | CONTEXTS[place]
    for seven in FORMS:
        drawn = answered | seven
        record = {name: ps.NOT_RELEVANT if cell == oracle.NR else cell for name, cell in drawn.items()}
        unseen = [name for name, cell in drawn.items() if cell == oracle.UNRECORDED]

        scored = ps.score(definition, record, unrecorded=unseen)

        assert scored.exact_bounds == bounds_of(drawn), drawn


def test_filled_terms_have_the_same_range() -> None:
    assert open_range(filled(ps.DLQI.term)) == open_range(ps.DLQI.term)
