"""What one cell can hold, and how every kind of Python value is read into it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import psoscore as ps
from psoscore.answers import NOT_RELEVANT, Interval
from psoscore.cells import Cell
from psoscore.engine.options import Options
from psoscore.engine.states import Gap, allowed_text, read
from psoscore.errors import Fault
from psoscore.missing import is_missing
from psoscore.shown import shown

PLAIN = Options()
NUMBERS = Options(text="numbers")
CODED = Options(not_relevant=9)
SIGN = Cell("sign", high=4)
QUESTION = Cell("question", high=3, not_relevant=True)
PART_A = Cell("part_a", high=3, allowed=(0, 3), not_relevant=True)
HALF = Cell("half", high=8, scale=2)
TENTHS = Cell("tenths", high=720, scale=10)
PERCENT = Cell("percent", "measure", high=100, unit="%")
FLAG = Cell("flag", "flag")
SEX = Cell("sex", "code", values=("F", "M"))
DAY = ps.day("day").cell
JUNE_30 = date(2015, 6, 30).toordinal()


class Evil:
    """Raises whatever one asks of it."""

    def _refuse(self, *_: object) -> Any:
        message = "nobody may look at me"
        raise RuntimeError(message)

    __repr__ = __str__ = __eq__ = __hash__ = __bool__ = __float__ = __int__ = __index__ = _refuse
    __lt__ = __gt__ = __le__ = __ge__ = __round__ = __iter__ = __len__ = __array__ = _refuse

    def __getattr__(self, name: str) -> Any:
        return self._refuse(name)


MISSING = [
    *(None, float("nan"), Decimal("NaN"), np.nan, np.float32("nan"), np.longdouble("nan")),
    *(np.datetime64("NaT", "D"), pd.NaT, pd.NA, np.ma.masked),
]
THERE = [
    0,
    0.0,
    False,
    "",
    "nan",
    np.int8(0),
    np.float32(0),
    np.longdouble(1),
    np.datetime64("2015-06-30"),
    [],
    Evil(),
]


@pytest.mark.requirement("PSO-ENGINE-013")
def test_every_library_s_missing_value_is_missing() -> None:
    for value in MISSING:
        assert is_missing(value), type(value)
        for cell in (SIGN, QUESTION, TENTHS, PERCENT, FLAG, SEX, DAY):
            assert read(cell, value, PLAIN) is Gap.BLANK


def test_nothing_else_is_missing() -> None:
    for value in THERE:
        assert not is_missing(value), type(value)


READ: list[tuple[Cell, Any, Any]] = [
    (SIGN, 3, 3),
    (SIGN, 3.0, 3),
    (SIGN, Decimal("3.0"), 3),
    (SIGN, Fraction(6, 2), 3),
    (SIGN, np.int8(3), 3),
    (SIGN, np.uint64(3), 3),
    (SIGN, np.float32(3), 3),
    (SIGN, np.longdouble(3), 3),
    (SIGN, Interval(1, 3), (1, 3)),
    (SIGN, Interval(2, 2.0), (2, 2)),
    (QUESTION, NOT_RELEVANT, NOT_RELEVANT),
    (PART_A, 3, 3),
    (HALF, 2.5, 5),
    (HALF, Fraction(1, 2), 1),
    (TENTHS, 12.4, 124),
    (TENTHS, 12, 120),
    (TENTHS, Decimal("12.4"), 124),
    (TENTHS, np.float32(12.4), 124),  # not the nearest float64 of 12.4
    (TENTHS, 0.1 + 0.2, 3),  # 0.30000000000000004: within 1e-4 of the tenth
    (PERCENT, 9.6, 9.6),
    (PERCENT, 10, 10),
    (PERCENT, Fraction(10, 3), Fraction(10, 3)),
    (PERCENT, Decimal("9.6"), Fraction(48, 5)),
    (FLAG, True, 1),
    (FLAG, np.False_, 0),
    (FLAG, 1, 1),
    (FLAG, 0.0, 0),
    (FLAG, Interval(0, 1), (0, 1)),
    (SEX, "F", "F"),
    (SEX, np.str_("M"), "M"),
    (DAY, date(2015, 6, 30), JUNE_30),
    (DAY, datetime(2015, 6, 30, 13, 5), JUNE_30),  # noqa: DTZ001  a zone would be refused
    (DAY, pd.Timestamp("2015-06-30"), JUNE_30),
    (DAY, np.datetime64("2015-06-30"), JUNE_30),
    (DAY, "2015-06-30", JUNE_30),
    (DAY, "2015-06", (date(2015, 6, 1).toordinal(), JUNE_30)),
    (DAY, Interval("2015-05", "2015-06"), (date(2015, 5, 1).toordinal(), JUNE_30)),
]


def test_valid_values_are_read_into_units() -> None:
    for cell, value, state in READ:
        found = read(cell, value, PLAIN)
        assert found == state, (cell.name, value)
        assert not isinstance(found, bool)


NOT_RELEVANT_HINT = "a code for 'not relevant' must be declared with not_relevant="
TEXT_HINT = "give a number; a door that takes text='numbers' reads text as the number it spells"
REFUSED: list[tuple[Cell, Any, str, str]] = [
    (SIGN, 5, "out_of_range", ""),
    (SIGN, -1, "out_of_range", ""),
    (SIGN, 10**5000, "out_of_range", ""),
    (SIGN, 2.5, "not_whole", ""),
    (SIGN, 2.00001, "not_whole", ""),  # a tolerance is for decimals, not for grades
    (SIGN, Fraction(5, 2), "not_whole", ""),
    (SIGN, float("inf"), "infinite", ""),
    (SIGN, np.float32("-inf"), "infinite", ""),
    (SIGN, Decimal("Infinity"), "infinite", ""),
    (SIGN, Decimal("1E+999999999"), "out_of_range", ""),
    (SIGN, Decimal("1E-999999999"), "too_fine", ""),
    (SIGN, True, "bool", ""),
    (SIGN, np.True_, "bool", ""),
    (SIGN, "2", "text", TEXT_HINT),
    (SIGN, 2 + 0j, "no_number", ""),
    (SIGN, [2], "no_number", ""),
    (SIGN, b"2", "no_number", ""),
    (SIGN, NOT_RELEVANT, "not_relevant_is_no_answer_here", ""),
    (SIGN, Interval(1, 5), "out_of_range", ""),
    (SIGN, Interval(float("nan"), 3), "interval_without_ends", ""),
    (QUESTION, 9, "out_of_range", NOT_RELEVANT_HINT),
    (PART_A, 1, "out_of_range", "an answer to the whole question stands in part_a"),
    (HALF, 2.25, "too_fine", ""),
    (TENTHS, 12.45, "too_fine", ""),
    (TENTHS, Decimal("12.40001"), "too_fine", ""),  # a decimal says what it means
    (TENTHS, 12.4002, "too_fine", ""),
    (TENTHS, 72.1, "out_of_range", ""),
    (PERCENT, 100.00000000000001, "out_of_range", ""),
    (PERCENT, -1e-300, "out_of_range", ""),
    (PERCENT, float("inf"), "infinite", ""),
    (PERCENT, "10", "text", TEXT_HINT),
    (FLAG, 2, "no_flag", ""),
    (FLAG, "yes", "no_flag", ""),
    (FLAG, 0.5, "no_flag", ""),
    (SEX, "X", "no_such_code", ""),
    (SEX, 1, "no_such_code", ""),
    (SEX, Interval("F", "M"), "interval_without_ends", ""),
    (DAY, "30/06/2015", "no_date", ""),
    (DAY, "2015-02-30", "no_date", ""),
    (DAY, 20150630, "no_date", ""),
    (DAY, np.datetime64("10000-01-01", "D"), "no_date", "years run from 1 to 9999"),
    (DAY, datetime(2015, 6, 30, tzinfo=UTC), "time_zone", "give the date at the site, without a zone"),
]


@pytest.mark.requirement("PSO-PASI-003", "PSO-PASI-005", "PSO-ENGINE-008")
def test_invalid_values_are_faults() -> None:
    for cell, value, kind, hint in REFUSED:
        assert read(cell, value, PLAIN) == Fault(cell.name, kind, allowed_text(cell), shown(value), hint)


@pytest.mark.requirement("PSO-ENGINE-009")
def test_a_value_that_raises_is_a_fault() -> None:
    for cell in (SIGN, QUESTION, TENTHS, PERCENT, FLAG, SEX, DAY):
        for options in (PLAIN, NUMBERS, CODED):
            found = read(cell, Evil(), options)
            assert isinstance(found, Fault)
            assert found.value == "a value of type Evil"


class Broken(float):
    """A number that turns out to be none when one looks."""

    def __float__(self) -> float:
        raise ZeroDivisionError

    def __abs__(self) -> float:
        raise ZeroDivisionError

    def __le__(self, other: object) -> bool:
        raise ZeroDivisionError

    __ge__ = __mul__ = __sub__ = __le__


@pytest.mark.requirement("PSO-ENGINE-009")
def test_a_number_that_raises_while_it_is_read_is_unreadable() -> None:
    assert read(SIGN, Broken(2), PLAIN) == Fault(
        "sign", "unreadable", "0 to 4 in steps of 1", "a value of type Broken"
    )


@pytest.mark.parametrize(
    ("text", "state"),
    [("2", 2), (" 2.0 ", 2), ("+3", 3), ("1e0", 1)],
)
def test_text_is_read_as_the_number_it_spells_where_that_is_wished(text: str, state: int) -> None:
    assert read(SIGN, text, NUMBERS) == state


@pytest.mark.parametrize(
    ("text", "kind", "hint"),
    [
        ("", "text", "it spells no number; an empty cell is None, not text"),
        ("two", "text", "it spells no number; an empty cell is None, not text"),
        ("NaN", "text", "it spells no number; an empty cell is None, not text"),
        ("True", "text", "it spells no number; an empty cell is None, not text"),
        ("inf", "text", "it spells no number; an empty cell is None, not text"),
        ("2.5", "not_whole", ""),
        ("7", "out_of_range", ""),
        ("1e999999999", "out_of_range", ""),
    ],
)
def test_text_that_spells_no_valid_number_is_refused(text: str, kind: str, hint: str) -> None:
    assert read(SIGN, text, NUMBERS) == Fault("sign", kind, allowed_text(SIGN), repr(text), hint)


@pytest.mark.requirement("PSO-DLQI-004")
@pytest.mark.parametrize(
    ("cell", "value", "state"),
    [
        (QUESTION, 9, NOT_RELEVANT),
        (QUESTION, 9.0, NOT_RELEVANT),
        (QUESTION, 3, 3),
        (PART_A, np.int8(9), NOT_RELEVANT),
        (QUESTION, None, Gap.BLANK),
    ],
)
def test_a_declared_code_is_not_relevant_where_that_is_an_answer(cell: Cell, value: Any, state: Any) -> None:
    assert read(cell, value, CODED) == state


@pytest.mark.requirement("PSO-DLQI-004")
def test_a_declared_code_touches_no_other_cell() -> None:
    found = read(SIGN, 9, CODED)

    assert isinstance(found, Fault)
    assert found.kind == "out_of_range"
    assert read(TENTHS, 9, CODED) == 90


def test_a_truth_value_is_no_code() -> None:
    found = read(QUESTION, True, Options(not_relevant=1))  # noqa: FBT003

    assert isinstance(found, Fault)
    assert found.kind == "bool"


def test_a_code_may_be_text() -> None:
    assert read(QUESTION, "NR", Options(not_relevant="NR")) is NOT_RELEVANT


@given(st.integers(0, 720), st.floats(-0.99e-4, 0.99e-4))
def test_a_float_stands_for_the_unit_within_a_ten_thousandth(units: int, off: float) -> None:
    """
    float32, and frames that divided by a literal, do not hold the nearest float64.
    """
    assert read(TENTHS, max(units / 10 + off, -0.00009), PLAIN) == units


@given(st.integers(0, 719), st.floats(1.01e-4, 0.1 - 1.01e-4))
def test_a_float_between_two_units_is_refused(units: int, off: float) -> None:
    found = read(TENTHS, units / 10 + off, PLAIN)

    assert isinstance(found, Fault)
    assert found.kind == "too_fine"


@pytest.mark.requirement("PSO-ENGINE-008")
def test_what_is_allowed_is_said_in_words() -> None:
    for cell, text in (
        (SIGN, "0 to 4 in steps of 1"),
        (HALF, "0 to 4 in steps of 0.5"),
        (TENTHS, "0 to 72 in steps of 0.1"),
        (PERCENT, "0 to 100 %"),
        (QUESTION, "0 to 3 in steps of 1, or not relevant"),
        (PART_A, "0 or 3, or not relevant"),
        (Cell("kg", high=300, unit="kg"), "0 to 300 in steps of 1 kg"),
        (FLAG, "True, False, 1 or 0"),
        (SEX, "'F', 'M'"),
        (DAY, "a date, or ISO text such as 2015-06-30, 2015-06 or 2015"),
    ):
        assert allowed_text(cell) == text


def test_long_values_are_cut_and_hostile_ones_named() -> None:
    assert shown("x" * 100) == "'" + "x" * 36 + "..."
    assert len(shown("x" * 100)) == 40
    assert shown(5) == "5"
    assert shown("x" * 38) == repr("x" * 38)
    assert shown(Evil()) == "a value of type Evil"
    assert shown(10**5000) == "a value of type int"  # Python refuses to print it


@pytest.mark.requirement("PSO-ENGINE-007")
def test_a_fact_takes_a_score_with_its_bounds() -> None:
    full = dict.fromkeys(ps.PASI.items, 2)
    known = ps.score(ps.PASI, full)
    open_ = ps.score(ps.PASI, full | {"trunk_erythema": None})

    assert read(TENTHS, known, PLAIN) == 120
    # by hand: 12 with trunk erythema 2; each point of it counts 0.3 * 2
    assert read(TENTHS, open_, PLAIN) == (108, 132)
    assert read(SIGN, known, PLAIN) == Fault(
        "sign",
        "another_score",
        "0 to 4 in steps of 1",
        "Scored(pasi: 12)",
        "pasi runs from 0 to 72 in steps of 0.1",
    )


def test_half_points_are_no_answer_where_whole_signs_are_asked_for() -> None:
    """
    Also where the score happens to be whole in tenths.
    """
    half = ps.score(ps.PASI_HALF_POINTS, dict.fromkeys(ps.PASI_HALF_POINTS.items, 0))

    assert read(TENTHS, half, PLAIN).hint == "pasi_half_points runs from 0 to 72 in steps of 0.05"


@pytest.mark.parametrize("text", ["9", " 9 ", "9.0"])
def test_a_declared_code_may_be_spelt_where_text_is_read_as_numbers(text: str) -> None:
    """By hand: 9 is the declared code; "4" spells neither it nor an answer of 0 to 3."""
    spelt = Options(text="numbers", not_relevant=9)
    assert read(QUESTION, text, spelt) is NOT_RELEVANT
    assert read(QUESTION, "2", spelt) == 2
    for other in ("4", "nine", "nan"):
        assert isinstance(read(QUESTION, other, spelt), Fault)
    assert isinstance(read(QUESTION, "9", CODED), Fault)


def test_ends_that_turn_round_when_they_are_read_are_refused() -> None:
    """As text "10" stands before "9"; as the numbers they spell it does not."""
    fault = read(TENTHS, Interval("10", "9"), NUMBERS)
    assert isinstance(fault, Fault)
    assert fault.message == (
        "tenths: Interval(low='10', high='9') ends reversed; allowed is 0 to 72 in steps of 0.1"
    )


@pytest.mark.parametrize("unit", ["D", "s", "us", "ns"])
def test_a_day_of_numpy_is_read_in_every_precision(unit: str) -> None:
    """What the columns of a frame give out one by one is in nanoseconds."""
    moment = np.datetime64("2015-06-30", unit)  # type: ignore[call-overload]

    assert read(DAY, moment, PLAIN) == JUNE_30


@pytest.mark.requirement("PSO-ENGINE-007")
def test_by_its_completions_a_result_is_what_its_bounds_are() -> None:
    """By hand: nine answers of 1 and a blank are reported as 9, and lie between 9 and 12."""
    answers: dict[str, Any] = {f"dlqi_{number:02d}": 1 for number in range(1, 11)}
    one_open, complete = ps.score(ps.DLQI, answers | {"dlqi_04": None}), ps.score(ps.DLQI, answers)
    fact = ps.number("visit", low=0, high=30)
    assert read(fact.cell, one_open, PLAIN) == 9
    assert read(fact.cell, one_open, Options(completions=True)) == (9, 12)
    assert read(fact.cell, complete, Options(completions=True)) == 10

    known = {"visit": one_open}
    many = {"visit": np.array([one_open, complete], object)}
    assert ps.judge(fact >= 10, known) is ps.Truth.FALSE
    assert ps.judge(fact >= 10, known, basis="completions") is ps.Truth.UNKNOWN
    assert ps.judge_arrays(fact >= 10, many).tolist() == [0, 1]
    assert ps.judge_arrays(fact >= 10, many, basis="completions").tolist() == [-1, 1]
    trial = ps.Protocol("TRIAL-1", [ps.Inclusion("IN01", "DLQI at least 10", fact >= 10)])
    assert ps.screen(trial, known).eligible is ps.Truth.FALSE
    assert ps.screen(trial, known, basis="completions").eligible is ps.Truth.UNKNOWN
    assert ps.screen_arrays(trial, many, basis="completions")["eligible"].tolist() == [-1, 1]
