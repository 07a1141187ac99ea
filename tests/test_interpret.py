"""What every word means for values known only to lie between two ends, drawn.

A cell of a table is a number, ``1..3`` for a value between two ends, ``?`` for
a cell never captured, ``-`` for a blank one; T, F and ? are verdicts. The
expected ends are worked by hand, from each word's function of points.
"""

from __future__ import annotations

from fractions import Fraction
from math import nextafter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import rows
from psoscore.answers import NOT_RELEVANT
from psoscore.cells import Cell
from psoscore.engine.formula import WORDS
from psoscore.engine.interpret import POINT, SETTLING, Interpreter
from psoscore.engine.readings import answers
from psoscore.engine.record.answered import Answered
from psoscore.engine.states import Gap
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
from psoscore.testing import SMALL_CELLS, terms
from psoscore.traversal import filled, walk

pytestmark = pytest.mark.requirement("PSO-ENGINE-002")

A, B, C = (Item(Cell(name, high=4)) for name in "abc")
HIGH, LOW = AtLeast(A, 3), AtLeast(B, 3)
OF_A_AND_B = ("a", "b", "low", "high")
VERDICTS = {(True, True): "T", (False, True): "?", (False, False): "F"}
STATES = {"?": Gap.UNRECORDED, "-": Gap.BLANK, "x": Gap.REFUSED, ".": Gap.ABSENT, "nr": NOT_RELEVANT}


def state(cell: str) -> Any:
    """What a drawn cell says that a record holds."""
    if cell in STATES:
        return STATES[cell]
    low, _, high = cell.partition("..")
    return (int(low), int(high)) if high else int(low)


def ends(term: Term, **drawn: str) -> tuple[Any, Any]:
    """Both ends of a term in a drawn record."""
    return Interpreter(Answered({name: state(cell) for name, cell in drawn.items()})).pair(term)


def verdict(term: Condition, **drawn: str) -> str:
    must, may = ends(term, **drawn)
    return VERDICTS[must, may]


def number(text: str) -> Fraction | None:
    return None if text == "none" else Fraction(text)


def test_every_word_has_a_meaning_and_a_printed_form() -> None:
    """
    A new word that nobody reads, or nobody prints, is found here.
    """

    def below(word: type[Term]) -> set[type[Term]]:
        kinds = word.__subclasses__()
        return {word} if not kinds else {one for kind in kinds for one in below(kind)}

    # attrs makes each slotted class anew, so a name may stand for two classes
    words = {one.__name__ for one in below(Term)}

    assert {one.__name__ for one in (*POINT, *SETTLING)} == words
    assert {one.__name__ for one in WORDS} == words
    assert not POINT.keys() & SETTLING.keys()


@pytest.mark.parametrize(
    ("a", "low", "high"),
    rows("""
        a    | low | high
        2    | 2   | 2
        1..3 | 1   | 3
        ?    | 0   | 4
        x    | 0   | 4
        -    | 0   | 4
        .    | 0   | 4
    """),
)
def test_an_item_is_what_its_cell_can_be(a: str, low: str, high: str) -> None:
    assert ends(A, a=a) == (int(low), int(high))


@pytest.mark.requirement("PSO-ENGINE-005")
@pytest.mark.parametrize(
    ("a", "low", "high"),
    rows("""
        a    | low | high
        -    | 0   | 0
        ?    | 0   | 4
        x    | 0   | 4
        2    | 2   | 2
    """),
)
def test_a_missing_rule_fills_blank_cells_and_no_others(a: str, low: str, high: str) -> None:
    assert ends(filled(A), a=a) == (int(low), int(high))


@pytest.mark.parametrize(
    ("a", "low", "high"),
    rows("""
        a    | low | high
        0    | 3   | 3
        4    | 0   | 0
        nr   | 2   | 2
        1..3 | 1   | 1
        0..1 | 1   | 3
        ?    | 0   | 3
    """),
)
def test_codes_are_read_answer_by_answer(a: str, low: str, high: str) -> None:
    """
    Readings need not rise with the answers, so every answer inside is read.
    """
    item = Item(
        Cell("a", high=4, not_relevant=True),
        codes=((NOT_RELEVANT, 2), (0, 3), (1, 1), (2, 1), (3, 1), (4, 0)),
    )

    assert ends(item, a=a) == (int(low), int(high))


@pytest.mark.parametrize(
    ("a", "empty"),
    rows("""
        a    | is blank
        -    | T
        .    | T
        ?    | ?
        x    | ?
        0    | F
        1..3 | F
        nr   | F
    """),
)
def test_whether_a_cell_is_blank_is_open_where_it_was_never_seen(a: str, empty: str) -> None:
    assert verdict(Blank(Cell("a", high=4, not_relevant=True)), a=a) == empty


@pytest.mark.parametrize(
    OF_A_AND_B,
    rows("""
        a    | b    | 2 a - 3 b + 1, low | high
        2    | 1    | 2                  | 2
        1..3 | 1    | 0                  | 4
        2    | 0..2 | -1                 | 5
        1..3 | 0..2 | -3                 | 7
        ?    | ?    | -11                | 9
    """),
)
def test_a_sum_takes_the_other_end_where_a_weight_is_negative(a: str, b: str, low: str, high: str) -> None:
    assert ends(Sum(((2, A), (-3, B)), 1), a=a, b=b) == (int(low), int(high))


@pytest.mark.requirement("PSO-PASI-008")
@pytest.mark.parametrize(
    OF_A_AND_B,
    rows("""
        a    | b    | a * b, low | high
        2    | 3    | 6          | 6
        0    | ?    | 0          | 0
        ?    | 0    | 0          | 0
        1..3 | 2    | 2          | 6
        1..3 | 2..4 | 2          | 12
    """),
)
def test_a_product_with_nothing_is_nothing(a: str, b: str, low: str, high: str) -> None:
    assert ends(Product((A, B)), a=a, b=b) == (int(low), int(high))


@pytest.mark.parametrize(
    OF_A_AND_B,
    rows("""
        a    | b    | greatest, low | high
        2    | 3    | 3             | 3
        4    | ?    | 4             | 4
        2    | ?    | 2             | 4
        1..3 | 2..4 | 2             | 4
        0..1 | 0..2 | 0             | 2
    """),
)
def test_the_greatest(a: str, b: str, low: str, high: str) -> None:
    assert ends(Greatest((A, B)), a=a, b=b) == (int(low), int(high))


@pytest.mark.parametrize(
    OF_A_AND_B,
    rows("""
        a    | b    | 30 a / (a + b), low | high
        2    | 1    | 20                  | 20
        1    | 2    | 10                  | 10
        1..2 | 1    | 15                  | 20
        1    | 0..2 | 10                  | 30
        0    | 0    | none                | none
        0    | 0..2 | 0                   | none
        ?    | 1    | 0                   | 24
    """),
)
def test_a_ratio_has_no_value_where_its_bottom_is_nothing(a: str, b: str, low: str, high: str) -> None:
    assert ends(Ratio(A, B, (30, 0), (1, 1)), a=a, b=b) == (number(low), number(high))


@pytest.mark.requirement("PSO-ENGINE-007")
@pytest.mark.parametrize(
    ("a", "reached"),
    rows("""
        a    | a >= 3
        3    | T
        2    | F
        2..3 | ?
        3..4 | T
        0..2 | F
        ?    | ?
    """),
)
def test_a_threshold_is_settled_as_soon_as_the_ends_agree(a: str, reached: str) -> None:
    assert verdict(HIGH, a=a) == reached


@pytest.mark.parametrize(
    ("percent", "at_least", "more"),
    [(9.6, True, False), (nextafter(9.6, 0), False, False), (nextafter(9.6, 10), True, True)],
)
def test_a_measured_real_is_compared_as_it_comes(percent: float, at_least: bool, more: bool) -> None:  # noqa: FBT001
    measured = Item(Cell("a", "measure", high=100))
    carrier = Answered({"a": percent})

    for strict, expected in ((False, at_least), (True, more)):
        assert Interpreter(carrier).pair(AtLeast(measured, Fraction("9.6"), strict)) == (expected, expected)


@pytest.mark.requirement("PSO-ENGINE-007")
@pytest.mark.parametrize(
    ("a", "b", "both", "either", "neither"),
    rows("""
        a >= 3 | b >= 3 | and | or | not (or)
        3      | 3      | T   | T  | F
        3      | 0      | F   | T  | F
        3      | ?      | ?   | T  | F
        0      | 3      | F   | T  | F
        0      | 0      | F   | F  | T
        0      | ?      | F   | ?  | ?
        ?      | 3      | ?   | T  | F
        ?      | 0      | F   | ?  | ?
        ?      | ?      | ?   | ?  | ?
    """),
)
def test_conditions_join_after_kleene(a: str, b: str, both: str, either: str, neither: str) -> None:
    assert verdict(AllOf((HIGH, LOW)), a=a, b=b) == both
    assert verdict(AnyOf((HIGH, LOW)), a=a, b=b) == either
    assert verdict(Not(AnyOf((HIGH, LOW))), a=a, b=b) == neither


def test_nothing_to_hold_holds_and_nothing_to_choose_from_fails() -> None:
    assert verdict(AllOf(())) == "T"
    assert verdict(AnyOf(())) == "F"


@pytest.mark.requirement("PSO-ENGINE-007")
@pytest.mark.parametrize(
    ("a", "b", "settled"),
    rows("""
        a >= 3 | where b >= 3 | verdict
        3      | 3            | T
        0      | 3            | F
        ?      | 3            | ?
        3      | 0            | ?
        0      | 0            | ?
        3      | ?            | ?
        0      | ?            | ?
    """),
)
def test_a_condition_is_open_where_what_it_needs_does_not_hold(a: str, b: str, settled: str) -> None:
    assert verdict(Given(HIGH, LOW), a=a, b=b) == settled


@pytest.mark.parametrize(
    ("c", "a", "b", "low", "high"),
    rows("""
        c >= 3 | a    | b    | a if c >= 3 else b, low | high
        3      | 1    | 4    | 1                       | 1
        0      | 1    | 4    | 4                       | 4
        3      | 1..2 | ?    | 1                       | 2
        0      | ?    | 3..4 | 3                       | 4
        ?      | 1    | 4    | 1                       | 4
        ?      | 2..3 | 0..1 | 0                       | 3
    """),
)
def test_a_choice_lies_anywhere_in_both_while_it_is_open(c: str, a: str, b: str, low: str, high: str) -> None:
    assert ends(Choice(AtLeast(C, 3), A, B), a=a, b=b, c=c) == (int(low), int(high))


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    rows("""
        a    | b    | between a and b, low | high
        1    | 4    | 1                    | 4
        4    | 1    | 1                    | 4
        2    | 2    | 2                    | 2
        1..2 | 3..4 | 1                    | 4
        ?    | 3    | 0                    | 4
    """),
)
def test_what_lies_between_two_ends_reaches_from_the_lesser_to_the_greater(
    a: str, b: str, low: str, high: str
) -> None:
    assert ends(Between((A, B)), a=a, b=b) == (int(low), int(high))


def test_an_open_choice_with_an_unbounded_branch_is_unbounded() -> None:
    ratio = Ratio(A, B, (30, 0), (1, 1))

    assert ends(Choice(AtLeast(C, 3), ratio, B), a="0", b="0", c="?") == (None, None)


@pytest.mark.requirement("PSO-ENGINE-012")
@pytest.mark.parametrize(
    OF_A_AND_B,
    rows("""
        a    | b    | low | high
        2    | -    | 2   | 2
        -    | 3    | 3   | 3
        .    | 3    | 3   | 3
        2    | .    | 2   | 2
        -    | -    | 0   | 4
        -    | .    | 0   | 4
        .    | .    | 0   | 4
        x    | x    | 0   | 4
        ?    | 3    | 3   | 3
        1..2 | -    | 1   | 2
    """),
)
def test_the_form_that_is_answered_is_read(a: str, b: str, low: str, high: str) -> None:
    assert ends(OneOf((A, B)), a=a, b=b) == (int(low), int(high))


REPORTED = Reported("score", A + B, filled(A + B), ~AtLeast(Sum(((1, Blank(A.cell)), (1, Blank(B.cell)))), 2))


@pytest.mark.requirement("PSO-ENGINE-005")
@pytest.mark.parametrize(
    ("a", "b", "reported", "completions"),
    rows("""
        a    | b | reported | completions
        2    | 1 | 3..3     | 3..3
        2    | - | 2..2     | 2..6
        -    | - | 0..8     | 0..8
        2    | ? | 2..6     | 2..6
        2    | x | 2..6     | 2..6
        1..2 | 1 | 2..3     | 2..3
        1..2 | - | 1..6     | 1..6
    """),
)
def test_a_score_is_read_as_reported_where_the_manual_reports_one(
    a: str, b: str, reported: str, completions: str
) -> None:
    """
    Here one blank cell counts as 0, two are not scored.
    """
    carrier = Answered({"a": state(a), "b": state(b)})

    assert Interpreter(carrier).pair(REPORTED) == state(reported)
    assert Interpreter(carrier, completions=True).pair(REPORTED) == state(completions)


def test_a_word_is_worked_out_once_however_often_it_stands() -> None:
    class Counting(Answered):
        asked: list[str] = []  # noqa: RUF012  this test alone looks at it

        def item(self, term: Item) -> tuple[Any, Any]:
            self.asked.append(term.cell.name)
            return super().item(term)

    Interpreter(Counting({"a": 2, "b": 1})).pair(Greatest((A + B, 2 * A - B, B)))

    assert sorted(Counting.asked) == ["a", "b"]


def simple(quantity: Term) -> Any:
    """A word's own function of points, written again without the interpreter's ends."""
    known: dict[type[Term], Any] = {
        Sum: lambda term, each: term.constant + sum(weight * each(one) for weight, one in term.parts),
        Product: lambda term, each: _product(each(one) for one in term.factors),
        Greatest: lambda term, each: max(each(one) for one in term.terms),
        AtLeast: lambda term, each: _reaches(each(term.quantity), term),
        AllOf: lambda term, each: all(each(one) is True for one in term.conditions),
        AnyOf: lambda term, each: any(each(one) is True for one in term.conditions),
        Not: lambda term, each: each(term.condition) is not True,
    }
    return known.get(type(quantity))


def _product(values: Any) -> Any:
    result = 1
    for value in values:
        result *= value
    return result


def _reaches(value: Any, term: AtLeast) -> bool:
    return bool(value > term.at if term.strict else value >= term.at)


def at(term: Term, record: dict[str, Any]) -> Any:
    """The value of a term without ratios, choices and givens at one point."""

    def each(one: Term) -> Any:
        if isinstance(one, Item):
            return one.reading(record[one.cell.name])
        return simple(one)(one, each)

    return each(term)


def plain(term: Quantity) -> bool:
    return all(isinstance(one, Item) or simple(one) is not None for one in walk(term))


@pytest.mark.requirement("PSO-ENGINE-003")
@given(terms().filter(plain), st.data())
def test_every_completion_lies_between_the_ends(term: Quantity, data: st.DataObject) -> None:
    """
    Some cells are known, some open; the word's own function at any completion
    lies inside, and where nothing is open it is the value.
    """
    complete = {cell.name: data.draw(st.sampled_from(answers(cell))) for cell in SMALL_CELLS}
    opened = data.draw(st.sets(st.sampled_from(sorted(complete))))

    low, high = Interpreter(Answered(complete | dict.fromkeys(opened, Gap.UNRECORDED))).pair(term)
    value = at(term, complete)

    assert low <= value <= high
    assert Interpreter(Answered(complete)).pair(term) == (value, value)


def test_a_form_that_a_carrier_says_nothing_about_is_passed_over() -> None:
    class Silent(Answered):
        def forms(self, term: OneOf) -> list[tuple[Term, Any]]:
            return [(form, None) for form in term.forms]

    assert Interpreter(Silent({"a": 1, "b": 2})).pair(OneOf((A, B))) == (2, 2)


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    rows("""
        a    | b    | low | high
        0..1 | 2..3 | 0   | 3
        2..3 | 0..1 | 0   | 3
        0..4 | 1..2 | 0   | 4
        1..2 | 0..4 | 0   | 4
    """),
)
def test_an_open_choice_reaches_from_the_lowest_end_to_the_highest(
    a: str, b: str, low: str, high: str
) -> None:
    assert ends(Choice(AtLeast(C, 3), A, B), a=a, b=b, c="?") == (int(low), int(high))


def test_an_interpreter_is_told_by_name_to_read_completions() -> None:
    with pytest.raises(TypeError):
        Interpreter(Answered({}), True)  # type: ignore[call-arg]  # noqa: FBT003
