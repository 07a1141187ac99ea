"""The vocabulary: every word says with which arguments it grows and falls, and computes nothing."""

from __future__ import annotations

import operator
from itertools import product
from typing import Any

import pytest
from attrs import NOTHING, fields

import psoscore as ps
from psoscore.algebra import linear
from psoscore.answers import NOT_RELEVANT
from psoscore.cells import Cell
from psoscore.errors import DefinitionError, UnsettledTruthError
from psoscore.terms import (
    AllOf,
    AnyOf,
    AtLeast,
    Between,
    Blank,
    Choice,
    Condition,
    Given,
    Greatest,
    Item,
    Not,
    OneOf,
    Product,
    Quantity,
    Ratio,
    Reported,
    Sum,
    Term,
)

A, B = Item(Cell("a", high=4)), Item(Cell("b", high=4))
TENTHS = Item(Cell("t", high=100, scale=10))
HIGH, LOW = AtLeast(A, 3), AtLeast(B, 1)
SEX = ps.code("sex", ["F", "M"])
DAY = ps.day("day")


@pytest.mark.parametrize(
    ("term", "rising", "falling", "scale"),
    [
        (A, (), (), 1),
        (TENTHS, (), (), 10),
        (Blank(A.cell), (), (), 1),
        (Sum(((2, A), (-1, B)), 5, 10), (A,), (B,), 10),
        (Product((A, TENTHS)), (A, TENTHS), (), 10),
        (Greatest((TENTHS, TENTHS)), (TENTHS, TENTHS), (), 10),
        (Between((TENTHS, TENTHS)), (TENTHS, TENTHS), (), 10),
        (Ratio(A, B, (30, 0), (1, 1)), (A,), (B,), 1),
        (HIGH, (A,), (), 1),
        (AllOf((HIGH, LOW)), (HIGH, LOW), (), 1),
        (AnyOf((HIGH, LOW)), (HIGH, LOW), (), 1),
        (Not(HIGH), (), (HIGH,), 1),
    ],
)
def test_a_word_says_where_it_grows_and_where_it_falls(
    term: Term, rising: tuple[Term, ...], falling: tuple[Term, ...], scale: int
) -> None:
    assert (term.rising, term.falling, term.scale) == (rising, falling, scale)
    assert term.children == rising + falling


@pytest.mark.parametrize(
    ("term", "children", "scale"),
    [
        (Given(HIGH, LOW), (HIGH, LOW), 1),
        (Choice(HIGH, TENTHS, TENTHS), (HIGH, TENTHS, TENTHS), 10),
        (OneOf((TENTHS, TENTHS)), (TENTHS, TENTHS), 10),
        (Reported("r", TENTHS, TENTHS, HIGH), (TENTHS, TENTHS, HIGH), 10),
    ],
)
def test_words_about_what_is_known_have_no_direction(
    term: Term, children: tuple[Term, ...], scale: int
) -> None:
    assert (term.rising, term.falling) == ((), ())
    assert (term.children, term.scale) == (children, scale)


@pytest.mark.parametrize(
    ("top", "bottom", "down"),
    [
        ((0, 30), (1, 1), B),  # falls with up, grows with down
        ((1, 1), (1, 1), B),  # constant
        ((30, 0), (1, 1), TENTHS),  # two scales
    ],
)
def test_a_ratio_grows_with_up_and_falls_with_down(
    top: tuple[int, int], bottom: tuple[int, int], down: Quantity
) -> None:
    with pytest.raises(DefinitionError) as raised:
        Ratio(A, down, top, bottom)

    assert str(raised.value) == "a ratio needs a*d > b*c and one scale above and below"


@pytest.mark.requirement("PSO-ENGINE-007")
@pytest.mark.parametrize(
    "take", [bool, lambda condition: 1 <= condition.quantity <= 3], ids=["bool", "chained comparison"]
)
def test_a_condition_is_not_true_or_false_by_itself(take: Any) -> None:
    with pytest.raises(UnsettledTruthError) as raised:
        take(HIGH)

    assert str(raised.value) == (
        "a condition is not true or false by itself; combine with &, |, ~ and use judge()"
    )


def test_signs_between_quantities_make_sums_and_products() -> None:
    assert linear([(1, A), (1, B)]) == A + B
    assert linear([(1, A), (-1, B)]) == A - B
    assert A + 2 == 2 + A == Sum(((1, A),), 2)
    assert Sum(((1, A),), -2) == A - 2
    assert Sum(((-1, A),), 2) == 2 - A
    assert A * 2 == 2 * A == Sum(((2, A),))
    assert Product((A, B)) == A * B


def test_signs_between_conditions_join_them() -> None:
    assert AllOf((HIGH, LOW)) == HIGH & LOW
    assert AnyOf((HIGH, LOW)) == HIGH | LOW
    assert Not(HIGH) == ~HIGH
    assert ~~HIGH == HIGH


@pytest.mark.parametrize(
    ("condition", "same"),
    [
        (A >= 3, AtLeast(A, 3)),
        (A > 3, AtLeast(A, 4)),
        (A <= 3, Not(AtLeast(A, 4))),
        (A < 3, Not(AtLeast(A, 3))),
    ],
)
def test_comparisons_are_made_of_one_word(condition: Condition, same: Condition) -> None:
    assert condition == same


@pytest.mark.parametrize(
    ("answer", "number"),
    [(0, 0), (3, 3), (NOT_RELEVANT, 0), ("F", 0), (True, 1)],
)
def test_an_answer_reads_as_its_own_number(answer: Any, number: int) -> None:
    assert A.reading(answer) == number


def test_codes_read_otherwise_and_true_is_not_the_code_one() -> None:
    item = Item(A.cell, codes=((1, 7), (NOT_RELEVANT, 3), ("M", 5)))

    assert [item.reading(one) for one in (1, NOT_RELEVANT, "M", True, 2)] == [7, 3, 5, 1, 2]


def test_a_code_is_one_of_its_values() -> None:
    assert SEX.one_of("M") == AtLeast(Item(SEX.cell, codes=(("F", 0), ("M", 1))), 1)
    for wrong in (("X",), ("M", "X"), ()):
        with pytest.raises(DefinitionError) as raised:
            SEX.one_of(*wrong)
        assert str(raised.value) == f"sex: {wrong!r} are not all among ('F', 'M')"
    with pytest.raises(DefinitionError):
        A.one_of("M")


def test_months_are_added_once_and_to_a_day() -> None:
    later = DAY.plus_months(6)

    assert later == Item(DAY.cell, months=6)
    for wrong, name in ((later, "day"), (A, "a")):
        with pytest.raises(DefinitionError) as raised:
            wrong.plus_months(3)
        assert str(raised.value) == f"{name}: calendar months are added once, to a day"


@pytest.mark.parametrize("months", [6.5, "6", True, None, 119_989, -119_989])
def test_months_are_whole_and_stay_in_the_calendar(months: Any) -> None:
    with pytest.raises(DefinitionError) as raised:
        DAY.plus_months(months)

    assert str(raised.value) == f"day: {months!r} calendar months; a whole number up to 119988"
    # The number that the message allows: twelve times 9999 years.
    assert [DAY.plus_months(most).months for most in (119_988, -119_988)] == [119_988, -119_988]


def test_a_term_shows_its_formula_cut_where_it_grows_long() -> None:
    assert repr(HIGH & LOW) == "<(a >= 3) and (b >= 1)>"
    shown = repr(ps.PASI.term)
    assert shown.startswith("<0.1 * (head_erythema + head_induration")
    assert shown.endswith("...>")
    assert len(shown) < 400


@pytest.mark.requirement("PSO-ENGINE-002")
def test_only_what_cannot_be_negative_is_multiplied() -> None:
    """Both ends of -5..5 times -5..5 would be 25, though 0 times 0 is 0."""
    change, weight = ps.number("change", low=-5, high=5), ps.number("weight", low=0, high=5)
    for one, other in ((change, weight), (weight, change)):
        with pytest.raises(ps.DefinitionError) as raised:
            _ = one * other
        assert str(raised.value) == "<change> can be negative; only what cannot be is multiplied"
    # A least value of one unit below 0 is negative, too; 0 is not.
    for low in (-5, -1):
        with pytest.raises(ps.DefinitionError):
            _ = ps.number("change", low=low, high=5) * weight
    product = ps.number("gain", low=0, high=5) * weight
    assert ps.judge(product >= 6, {"gain": 2, "weight": 3}) is ps.Truth.TRUE
    assert ps.judge(weight * weight >= 25, {"weight": None}) is ps.Truth.UNKNOWN
    assert ps.judge(-2 * change >= 10, {"change": -5}) is ps.Truth.TRUE


SUM = Sum(((2, A), (-1, B)), 5)
QUANTITIES = (
    *(A, SUM, Product((A, B)), Greatest((A, B)), Between((A, B)), Choice(HIGH, A, B)),
    *(OneOf((A, B)), Reported("r", A, B, HIGH), Ratio(A, B, (30, 0), (1, 1))),
)
CONDITIONS = (Blank(A.cell), HIGH, AllOf((HIGH, LOW)), AnyOf((HIGH, LOW)), Not(HIGH), Given(HIGH, LOW))


@pytest.mark.parametrize("term", [*QUANTITIES, *CONDITIONS], ids=lambda one: type(one).__name__)
def test_every_word_shows_a_formula_between_brackets(term: Term) -> None:
    assert repr(term)[0] == "<"
    assert repr(term)[-1] == ">"
    assert type(term).__name__ + "(" not in repr(term)


@pytest.mark.parametrize("term", QUANTITIES, ids=lambda one: type(one).__name__)
def test_a_quantity_compared_with_a_number_is_a_condition(term: Quantity) -> None:
    for condition in (term >= 1, term > 1, term <= 1, term < 1):
        assert isinstance(condition, Condition)


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda one: type(one).__name__)
def test_conditions_have_no_order(condition: Any) -> None:
    for compare in (operator.lt, operator.le, operator.gt, operator.ge):
        with pytest.raises(TypeError):
            compare(condition, condition)


def test_a_formula_of_two_hundred_characters_is_shown_whole() -> None:
    # One character more is cut to 200 and three dots.
    assert repr(Item(Cell("a" * 200))) == f"<{'a' * 200}>"
    assert repr(Item(Cell("a" * 201))) == f"<{'a' * 200}...>"


def test_a_ratio_may_grow_as_little_as_products_of_whole_numbers_can() -> None:
    # 3 * 1 > 1 * 2, though not by 1 << 2; and 2 * 1 = 1 * 2 does not grow.
    assert Ratio(A, B, (3, 1), (2, 1)).top == (3, 1)
    with pytest.raises(DefinitionError):
        Ratio(A, B, (2, 1), (2, 1))


def test_a_code_is_read_by_what_it_says_not_by_which_object_it_is() -> None:
    item = Item(A.cell, codes=(("female", 5),))

    assert item.reading("Female".lower()) == 5


def test_only_a_code_is_one_of_values_and_only_a_day_takes_months() -> None:
    with pytest.raises(DefinitionError):
        Item(Cell("x", values=("F", "M"))).one_of("M")
    with pytest.raises(DefinitionError):
        SEX.plus_months(6)


def test_a_ratio_is_taken_exactly_where_it_grows() -> None:
    # (a u + b d) / (c u + d d): its slope in u has the sign of a*d - b*c.
    for a, b, c, d in product(range(4), repeat=4):
        try:
            taken = bool(Ratio(A, B, (a, b), (c, d)))
        except DefinitionError:
            taken = False
        assert taken is (a * d > b * c)
    with pytest.raises(DefinitionError):
        Ratio(TENTHS, B, (30, 0), (1, 1))
    up, down = (Item(Cell(name, high=10**6, scale=int("1000"))) for name in "xy")
    assert Ratio(up, down, (1, 0), (0, 1)).top == (1, 0)


def test_a_code_may_be_any_of_its_values_and_a_weight_above_nought_multiplies() -> None:
    assert SEX.one_of("F", "M") == AtLeast(Item(SEX.cell, codes=(("F", 1), ("M", 1))), 1)
    weight = ps.number("weight", low=2, high=5)
    assert ps.judge(weight * weight >= 25, {"weight": 5}) is ps.Truth.TRUE


@pytest.mark.parametrize("word", [type(one) for one in (*QUANTITIES[:-1], *CONDITIONS)])
def test_a_word_is_hashed_once_however_often_it_is_looked_up(word: Any) -> None:
    """
    Every door keeps what it knows by term; without this a deep formula would be
    walked at each look-up.
    """

    class Part:
        def __hash__(self) -> int:
            hashed.append(self)
            return 7

    hashed: list[Part] = []
    needed = [one for one in fields(word) if one.default is NOTHING]
    term = word(*(Part() for _ in needed))

    assert hash(term) == hash(term)
    assert len(hashed) == len(needed)


def test_a_ratio_is_hashed_once() -> None:
    class Counted(int):
        def __hash__(self) -> int:
            hashed.append(self)
            return 7

    hashed: list[int] = []
    ratio = Ratio(A, B, (Counted(30), Counted(0)), (1, 1))

    assert hash(ratio) == hash(ratio)
    assert len(hashed) == 2
