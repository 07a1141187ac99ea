"""Random conditions over scores and facts."""

from __future__ import annotations

from fractions import Fraction
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from psoscore.definitions import Score
from psoscore.engine.domain import open_range
from psoscore.terms import Condition, Item

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["conditions"]

LEAVES = 5
COMPARISONS = (ge, gt, le, lt)


def conditions(*subjects: Score | Item | Condition) -> SearchStrategy[Condition]:
    """Comparisons of scores and facts with thresholds, combined with ``&``, ``|`` and ``~``.

    Args:
        subjects: Scores, facts made with ``number``, ``code`` and ``day``, and
            conditions such as ``flag("pregnant")``.

    >>> from hypothesis import given
    >>> from psoscore import PASI, Truth, flag, judge
    >>> @given(conditions(PASI, flag("pregnant")))
    ... def test_it_is_a_condition(condition):
    ...     assert (condition | ~condition) is not condition
    >>> test_it_is_a_condition()
    """
    leaves = st.sampled_from(subjects).flatmap(_leaf)
    return st.recursive(leaves, _joined, max_leaves=LEAVES)


def _joined(inner: SearchStrategy[Condition]) -> SearchStrategy[Condition]:
    pairs = st.tuples(inner, inner)
    return (
        pairs.map(lambda pair: pair[0] & pair[1])
        | pairs.map(lambda pair: pair[0] | pair[1])
        | inner.map(lambda one: ~one)
    )


def _leaf(subject: Score | Item | Condition) -> SearchStrategy[Condition]:
    if isinstance(subject, Condition):
        return st.just(subject)
    if isinstance(subject, Item) and subject.cell.kind == "code":
        chosen = st.sets(st.sampled_from(subject.cell.values), min_size=1)
        return chosen.map(lambda values: subject.one_of(*sorted(values)))
    return _compared(subject)


@st.composite
def _compared(draw: DrawFn, subject: Score | Item) -> Condition:
    comparison = draw(st.sampled_from(COMPARISONS))
    made: Condition = comparison(subject, draw(_thresholds(subject)))
    return made


def _thresholds(subject: Score | Item) -> SearchStrategy[Any]:
    """Values of the subject, values half-way between, and values just outside."""
    if isinstance(subject, Item) and subject.cell.kind == "day":
        return st.dates()
    low, high = open_range(subject.term if isinstance(subject, Score) else subject)
    steps = st.integers(2 * (int(low) - 1), 2 * (int(high) + 1))
    return steps.map(lambda step: Fraction(step, 2 * subject.scale))
