"""Random terms against every completion: bounds are sound, and exact where nothing pulls both ways."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import oracle
import psoscore as ps
from psoscore.engine.domain import pulled_both_ways
from psoscore.provenance import Provenance
from psoscore.sources import PSOSCORE
from psoscore.terms import (
    AllOf,
    AnyOf,
    AtLeast,
    Choice,
    Given,
    Greatest,
    Item,
    Not,
    Product,
    Quantity,
    Ratio,
    Sum,
    Term,
)
from psoscore.testing import SMALL_CELLS, terms
from psoscore.traversal import cells

pytestmark = pytest.mark.requirement("PSO-ENGINE-002")

UNITS: dict[str, list[Any]] = {
    cell.name: [
        *(cell.allowed or range(cell.low, cell.high + 1)),
        *([ps.NOT_RELEVANT] if cell.not_relevant else []),
    ]
    for cell in SMALL_CELLS
}
"""Every answer of every cell, in its units."""
SCALES = {cell.name: cell.scale for cell in SMALL_CELLS}
CODE = 7
"""The code of *not relevant* in arrays; no cell holds so much."""

TERMS = terms()
GAPS = st.frozensets(st.sampled_from(sorted(UNITS)))
COMPLETE = st.fixed_dictionaries({name: st.sampled_from(units) for name, units in UNITS.items()})


def worth(term: Term, units: dict[str, Any]) -> Any:
    """A term at one point, in plain Python: a number, a truth, or None where there is neither."""
    if isinstance(term, Item):
        return term.reading(units[term.cell.name])
    if isinstance(term, Given):
        return worth(term.condition, units) if worth(term.provided, units) is True else None
    values = [worth(one, units) for one in _parts(term)]
    if isinstance(term, AllOf):
        return oracle.kleene_all(values)
    if isinstance(term, AnyOf):
        return oracle.kleene_any(values)
    return None if None in values else AT_A_POINT[type(term)](term, *values)


def _parts(term: Term) -> tuple[Term, ...]:
    if isinstance(term, Sum):
        return tuple(part for _, part in term.parts)
    return (term.up, term.down) if isinstance(term, Ratio) else term.children


def _ratio(term: Ratio, up: int, down: int) -> Fraction | None:
    (a, b), (c, d) = term.top, term.bottom
    return Fraction(a * up + b * down, c * up + d * down) if c * up + d * down else None


AT_A_POINT: dict[type[Term], Any] = {
    Sum: lambda term, *values: (
        term.constant + sum(weight * value for (weight, _), value in zip(term.parts, values, strict=True))
    ),
    Product: lambda _, *values: prod(values),
    Greatest: lambda _, *values: max(values),
    Ratio: _ratio,
    AtLeast: lambda term, value: value > term.at if term.strict else value >= term.at,
    Not: lambda _, truth: not truth,
    Choice: lambda _, condition, then, otherwise: then if condition else otherwise,
}
"""What each word is, as an ordinary function; written here again, without a look at the engine."""


def score_of(term: Quantity) -> ps.Score:
    """A term as a definition, which also reads the cells that are not in it."""
    return ps.Score(
        name="random", title="Random", term=term, provenance=Provenance(sources=(PSOSCORE,), requirements=())
    )


def record_of(units: dict[str, Any], gaps: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Answers in points, with gaps."""
    return {
        name: None if name in gaps else one if one is ps.NOT_RELEVANT else Fraction(one, SCALES[name])
        for name, one in units.items()
    }


def completions(units: dict[str, Any], gaps: frozenset[str]) -> list[dict[str, Any]]:
    choices = [UNITS[name] if name in gaps else [one] for name, one in units.items()]
    return [dict(zip(units, chosen, strict=True)) for chosen in product(*choices)]


@given(TERMS, COMPLETE, GAPS)
def test_bounds_hold_every_completion_and_are_met_where_nothing_pulls_both_ways(
    term: Quantity, units: dict[str, Any], gaps: frozenset[str]
) -> None:
    values = [worth(term, one) for one in completions(units, gaps)]
    assume(None not in values)
    points = [Fraction(value) / term.scale for value in values]

    low, high = ps.score(score_of(term), record_of(units, gaps)).exact_bounds

    assert low is None or low <= min(points)
    assert high is None or max(points) <= high
    if not gaps.intersection(pulled_both_ways(term)):
        assert (low, high) == (min(points), max(points))


@pytest.mark.requirement("PSO-ENGINE-007")
@given(TERMS, st.integers(-4, 8), COMPLETE, GAPS)
def test_a_verdict_is_settled_only_if_every_completion_agrees(
    term: Quantity, at: int, units: dict[str, Any], gaps: frozenset[str]
) -> None:
    """
    And always if they do, where nothing pulls both ways.
    """
    condition = term >= at
    truths = {worth(condition, one) for one in completions(units, gaps)}
    assume(None not in truths)

    verdict = ps.judge(condition, record_of(units, gaps), basis="completions")

    agreed = ps.Truth(int(truths.pop())) if len(truths) == 1 else ps.Truth.UNKNOWN
    assert verdict in {agreed, ps.Truth.UNKNOWN}
    if not gaps.intersection(pulled_both_ways(condition)):
        assert verdict is agreed


@pytest.mark.requirement("PSO-ENGINE-003")
@given(TERMS, st.integers(-4, 8), COMPLETE, GAPS, st.sampled_from(sorted(UNITS)))
def test_an_answer_never_widens_and_never_turns_round(
    term: Quantity, at: int, units: dict[str, Any], gaps: frozenset[str], item: str
) -> None:
    condition = term >= at
    # A ratio has no bounds at an end at which it has no value.
    assume(None not in [worth(term, one) for one in completions(units, gaps | {item})])
    before, after = (record_of(units, one) for one in (gaps | {item}, gaps - {item}))

    wide = ps.score(score_of(term), before).exact_bounds
    narrow = ps.score(score_of(term), after).exact_bounds
    assert wide[0] is None or (narrow[0] is not None and wide[0] <= narrow[0])
    assert wide[1] is None or (narrow[1] is not None and narrow[1] <= wide[1])
    assert ps.judge(condition, before) in {ps.judge(condition, after), ps.Truth.UNKNOWN}


@pytest.mark.requirement("PSO-ENGINE-001", "PSO-ENGINE-004")
@given(TERMS, st.integers(-4, 8), st.lists(st.tuples(COMPLETE, GAPS), min_size=1, max_size=8))
def test_arrays_and_records_agree_on_every_term(
    term: Quantity, at: int, cohort: list[tuple[dict[str, Any], frozenset[str]]]
) -> None:
    """
    No narrow integer wraps, whatever partial sums and products a term has.
    """
    assume(cells(term))  # without a column there is no number of rows
    definition, condition = score_of(term), term >= at
    rows = [record_of(units, gaps) for units, gaps in cohort]
    arrays: dict[str, Any] = {name: np.array([_number(row[name]) for row in rows]) for name in UNITS}

    single = [ps.score(definition, row) for row in rows]
    verdicts = [ps.judge(condition, row).value for row in rows]

    def floats(values: list[float | None]) -> list[float]:
        return [np.nan if value is None else value for value in values]

    values = ps.score_arrays(definition, arrays, not_relevant=CODE)
    np.testing.assert_array_equal(values, floats([one.value for one in single]))
    lows, highs = ps.bounds_arrays(definition, arrays, not_relevant=CODE)
    np.testing.assert_array_equal(lows, floats([one.low for one in single]))
    np.testing.assert_array_equal(highs, floats([one.high for one in single]))
    assert ps.judge_arrays(condition, arrays, not_relevant=CODE).tolist() == verdicts


def _number(answer: Any) -> float:
    if answer is None:
        return np.nan
    return CODE if answer is ps.NOT_RELEVANT else float(answer)
