"""Equality tells definitions apart; what looks like a condition on data and is none is refused."""

from __future__ import annotations

import copy
import pickle
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import psoscore as ps
from psoscore.terms import Term

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.requirement("PSO-ENGINE-018")


def definitions() -> dict[str, Any]:
    """New ones every time, so that none is equal because it is the same object."""
    sex, age = ps.code("sex", ("F", "M")), ps.number("age", low=0, high=120)
    pregnant, born = ps.flag("pregnant"), ps.day("born")
    return {
        "code": sex,
        "number": age,
        "flag": pregnant,
        "day": born,
        "later": born.plus_months(6),
        "sum": age + 1,
        "product": age * age,
        "comparison": age >= 18,
        "one of": sex.one_of("F"),
        "not": ~pregnant,
        "all": pregnant & (age >= 18),
        "any": pregnant | (age >= 18),
        "reported": ps.DLQI.quantity,
        "ratio": ps.endpoints.percent_change().term,
        "form": ps.DLQI.term,
        "score": ps.PASI,
        "change": ps.endpoints.change(),
    }


ANSWERS: tuple[Any, ...] = ("F", 8, 8.0, True, Decimal(8), Fraction(8), date(2015, 8, 31))
ANSWERS += (datetime(2015, 8, 31), np.int8(8), np.float64(8), np.str_("F"))  # noqa: DTZ001
COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "turned ==": lambda one, other: other == one,
    "turned !=": lambda one, other: other != one,
}


@pytest.mark.parametrize("name", definitions())
@pytest.mark.parametrize("comparison", COMPARISONS)
def test_a_comparison_with_an_answer_is_no_condition_and_is_refused(name: str, comparison: str) -> None:
    for answer in ANSWERS:
        with pytest.raises(ps.DefinitionError, match="== and != tell definitions apart"):
            COMPARISONS[comparison](definitions()[name], answer)


def test_the_refusal_names_the_ways_to_a_condition() -> None:
    with pytest.raises(ps.DefinitionError) as raised:
        assert ps.code("sex", ("F", "M")) == "F"  # type: ignore[comparison-overlap]

    assert str(raised.value) == (
        "== and != tell definitions apart, and 'F' is none; "
        "make a condition with >=, <=, > and <, or of a code with .one_of(...)"
    )


def test_definitions_are_equal_among_themselves_where_their_rule_is_the_same() -> None:
    first, again = definitions(), definitions()

    for name, one in first.items():
        assert one == again[name]
        assert not one != again[name]  # noqa: SIM202  the operator is the subject
        assert hash(one) == hash(again[name])
        assert [other for other, found in again.items() if one == found] == [name]


def test_definitions_are_found_in_dicts_sets_lists_and_after_a_journey() -> None:
    for one in definitions().values():
        for copied in (copy.deepcopy(one), pickle.loads(pickle.dumps(one))):  # noqa: S301  our own bytes
            assert copied == one
            assert {one: 1, "F": 2, 8: 3, date(2015, 8, 31): 4}[copied] == 1
            assert copied in {one, "F", 8}
            assert copied in [None, ps.NOT_RELEVANT, one]


@pytest.mark.parametrize(
    "other", [None, object(), [], (), {}, ps.NOT_RELEVANT, ps.Truth.TRUE, ps.Interval(1, 2)]
)
def test_what_is_neither_a_definition_nor_an_answer_is_another_thing(other: Any) -> None:
    for one in definitions().values():
        assert one != other
        assert not one == other  # noqa: SIM201  the operator is the subject


def test_every_word_is_compared_by_its_rule() -> None:
    """
    Words that nobody has made yet, too: the class is asked, not an object.
    """
    words: list[type[Term]] = [Term]
    for word in words:
        words += word.__subclasses__()
    made = [word for word in words if "__attrs_attrs__" in vars(word)]

    assert len(made) == 15
    assert {word.__eq__.__name__ for word in made} == {"compared"}
