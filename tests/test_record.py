"""The record door: value and bounds apart, what is missing, verdicts, and checks that equal them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

import psoscore as ps
from drawn import rows
from psoscore.algebra import linear
from psoscore.cells import Cell
from psoscore.engine.record.door import contradicting
from psoscore.terms import Item

TWOS = dict.fromkeys(ps.PASI.items, 2)
ONES = {f"dlqi_{number:02d}": 1 for number in range(1, 11)}
PAIR = {name: 1 for name in ONES if name != "dlqi_07"}
T = {"T": ps.Truth.TRUE, "F": ps.Truth.FALSE, "?": ps.Truth.UNKNOWN}
AGE = ps.number("age", low=0, high=120)
PREGNANT = ps.flag("pregnant")
SEX = ps.code("sex", ["F", "M"])
DIAGNOSIS = ps.day("diagnosis")


@pytest.mark.requirement("PSO-ENGINE-005")
def test_value_and_bounds_are_two_things() -> None:
    """
    By hand: nine ones; the blank question counts as 0 and could be 3.
    """
    scored = ps.score(ps.DLQI, ONES | {"dlqi_03": None})

    assert (scored.value, scored.exact, scored.known) == (9.0, Fraction(9), True)
    assert (scored.low, scored.high) == (9.0, 12.0)
    assert scored.exact_bounds == (Fraction(9), Fraction(12))


@pytest.mark.requirement("PSO-ENGINE-006")
@pytest.mark.parametrize(
    ("changed", "missing", "n_missing"),
    [
        ({}, (), 0),
        ({"trunk_erythema": None}, ("trunk_erythema",), 1),
        ({"trunk_erythema": None, "trunk_area": 0}, (), 0),  # the region counts 0 either way
        ({"trunk_erythema": None, "trunk_area": None}, ("trunk_erythema", "trunk_area"), 2),
        ({"trunk_erythema": ps.Interval(1, 2)}, ("trunk_erythema",), 1),
        ({"trunk_erythema": ps.Interval(2, 2), "head_area": None}, ("head_area",), 1),
    ],
)
def test_missing_names_what_could_still_change_the_bounds(
    changed: dict[str, Any], missing: tuple[str, ...], n_missing: int
) -> None:
    scored = ps.score(ps.PASI, TWOS | changed)

    assert set(scored.missing) == set(missing)
    assert scored.n_missing == n_missing


@pytest.mark.requirement("PSO-ENGINE-006", "PSO-ENGINE-012")
def test_a_question_answered_in_one_form_is_not_missing_in_the_other() -> None:
    """A file may hold both forms of question 7; a blank elsewhere leaves only that open."""
    both = ONES | {"dlqi_07a": None, "dlqi_07b": None, "dlqi_07": 2, "dlqi_01": None}
    parts = ONES | {"dlqi_07a": 0, "dlqi_07b": 1, "dlqi_07": None, "dlqi_01": None}

    for record in (both, parts):
        assert (ps.score(ps.DLQI, record).missing, ps.score(ps.DLQI, record).n_missing) == (("dlqi_01",), 1)


@pytest.mark.requirement("PSO-ENGINE-006")
@pytest.mark.parametrize(
    ("part_a", "part_b", "missing"),
    [
        (3, None, ()),
        (0, None, ("dlqi_07b",)),
        (ps.NOT_RELEVANT, None, ()),
        (None, 2, ("dlqi_07a",)),
        (0, 1, ()),
    ],
)
def test_part_b_is_not_missing_where_part_a_needs_none(
    part_a: Any, part_b: Any, missing: tuple[str, ...]
) -> None:
    scored = ps.score(ps.DLQI, PAIR | {"dlqi_07a": part_a, "dlqi_07b": part_b})

    assert (scored.missing, scored.n_missing) == (missing, len(missing))


@pytest.mark.requirement("PSO-ENGINE-006", "PSO-DLQI-005")
def test_two_boxes_of_one_question_are_one_missing_question() -> None:
    scored = ps.score(ps.DLQI, PAIR | {"dlqi_07a": None, "dlqi_07b": None})

    assert scored.n_missing == 1
    assert set(scored.missing) == {"dlqi_07a", "dlqi_07b"}


@pytest.mark.requirement("PSO-ENGINE-007")
@pytest.mark.parametrize(
    ("age", "pregnant", "adult", "excluded"),
    rows("""
        age    | pregnant | age >= 18 & ~pregnant | ~(age >= 18) | pregnant
        18     | 0        | T                     | F
        17     | 0        | F                     | T
        30     | 1        | F                     | T
        30     | -        | ?                     | ?
        17     | -        | F                     | T
        -      | 1        | F                     | T
        -      | 0        | ?                     | ?
    """),
)
def test_a_verdict_is_settled_as_soon_as_what_is_known_settles_it(
    age: str, pregnant: str, adult: str, excluded: str
) -> None:
    record = {
        "age": None if age == "-" else int(age),
        "pregnant": None if pregnant == "-" else pregnant == "1",
    }

    assert ps.judge((AGE >= 18) & ~PREGNANT, record) is T[adult]
    assert ps.judge(~(AGE >= 18) | PREGNANT, record) is T[excluded]


@pytest.mark.requirement("PSO-ENGINE-007")
def test_a_score_in_a_condition_is_read_as_reported_or_by_completions() -> None:
    """
    By hand: nine and a blank question, so 9 is reported and 9 to 12 is possible.
    """
    record = ONES | {"dlqi_03": None}
    condition = ps.DLQI >= 10

    assert ps.judge(condition, record) is ps.Truth.FALSE
    assert ps.judge(condition, record, basis="completions") is ps.Truth.UNKNOWN
    assert ps.judge(condition, record | {"dlqi_01": 2}, basis="completions") is ps.Truth.TRUE


@pytest.mark.requirement("PSO-ENGINE-007")
def test_facts_of_every_kind_can_be_intervals() -> None:
    later = DIAGNOSIS.plus_months(6) <= date(2015, 12, 31)

    for condition, record, verdict in (
        (AGE >= 18, {"age": ps.Interval(18, 30)}, "T"),
        (AGE >= 18, {"age": ps.Interval(17, 30)}, "?"),
        (PREGNANT, {"pregnant": ps.Interval(0, 1)}, "?"),
        (later, {"diagnosis": "2015-06"}, "T"),
        (later, {"diagnosis": "2015"}, "?"),
        (later, {"diagnosis": date(2015, 7, 1)}, "F"),
        (SEX.one_of("F"), {"sex": "F"}, "T"),
        (SEX.one_of("F"), {"sex": None}, "?"),
        (SEX.one_of("F", "M"), {"sex": None}, "T"),  # the whole set
        (AGE >= 0, {"age": None}, "T"),  # every answer is at least 0
    ):
        assert ps.judge(condition, record) is T[verdict]


def test_calendar_months_stop_at_the_ends_of_the_calendar() -> None:
    forward = DIAGNOSIS.plus_months(1200) >= date(9999, 12, 31)
    back = DIAGNOSIS.plus_months(-1200) <= date(1, 1, 1)

    assert ps.judge(forward, {"diagnosis": date(9950, 1, 1)}) is ps.Truth.TRUE
    assert ps.judge(back, {"diagnosis": date(50, 1, 1)}) is ps.Truth.TRUE


@pytest.mark.requirement("PSO-ENGINE-007")
def test_a_fact_takes_a_scored_record() -> None:
    week_8 = ps.number("week_8", low=0, high=72, decimals=1)
    open_ = ps.score(ps.PASI, TWOS | {"trunk_erythema": None})  # 10.8 to 13.2

    assert ps.judge(week_8 >= 10, {"week_8": open_}) is ps.Truth.TRUE
    assert ps.judge(week_8 >= 12, {"week_8": open_}) is ps.Truth.UNKNOWN
    assert ps.judge(week_8 >= 12, {"week_8": ps.score(ps.PASI, TWOS)}) is ps.Truth.TRUE


@pytest.mark.requirement("PSO-ENGINE-008")
def test_judge_raises_what_check_returns() -> None:
    record = {"age": 130, "pregnant": "no"}
    condition = (AGE >= 18) & PREGNANT

    with pytest.raises(ps.InputError) as raised:
        ps.judge(condition, record)

    assert raised.value.faults == ps.check(condition, record)
    assert raised.value.report() == (
        "age: 130 out of range; allowed is 0 to 120 in steps of 1\n"
        "pregnant: 'no' no flag; allowed is True, False, 1 or 0"
    )
    assert ps.judge(condition, record, invalid="unknown") is ps.Truth.UNKNOWN


@pytest.mark.parametrize("stranger", [ps.PASI, True, None, AGE])
def test_judge_wants_a_condition(stranger: Any) -> None:
    with pytest.raises(ps.DefinitionError) as raised:
        ps.judge(stranger, {})

    assert str(raised.value) == (f"a condition is needed, such as PASI >= 8, not a {type(stranger).__name__}")


@pytest.mark.parametrize("basis", ["worst", []])
def test_judge_knows_two_bases(basis: Any) -> None:
    with pytest.raises(ps.DefinitionError) as raised:
        ps.judge(AGE >= 18, {"age": 18}, basis=basis)

    assert str(raised.value) == f"basis={basis!r}; choose from 'reported', 'completions'"


@pytest.mark.parametrize("stranger", [AGE >= 18, "pasi", None, AGE])
def test_score_wants_a_score(stranger: Any) -> None:
    with pytest.raises(ps.DefinitionError) as raised:
        ps.score(stranger, TWOS)

    assert str(raised.value) == f"a score is needed, such as PASI, not a {type(stranger).__name__}"


@pytest.mark.requirement("PSO-PASI-009")
def test_check_lists_contradictions_where_asked_and_where_the_record_can_be_read() -> None:
    odd = TWOS | {"head_area": 0}
    fault = ps.Fault("head_area", "sign_without_area", hint="a sign, but no area")

    assert ps.check(ps.PASI, odd) == ()
    assert ps.check(ps.PASI, odd, contradictions="error") == (fault,)
    assert ps.check(ps.PASI, odd, contradictions="warn") == (fault,)
    wrong = ps.check(ps.PASI, odd | {"trunk_area": 9}, contradictions="error")
    assert [one.kind for one in wrong] == ["out_of_range"]
    assert ps.check(ps.PASI >= 8, odd, contradictions="error") == ()
    assert contradicting(ps.PASI, dict(ps.score(ps.PASI, odd).states)) == (fault,)


def test_thresholds_are_read_as_they_print() -> None:
    for threshold in (12.1, Fraction(121, 10)):
        assert ps.judge(threshold <= ps.PASI, TWOS) is ps.Truth.FALSE
    assert ps.judge(ps.PASI >= 12.0, TWOS) is ps.Truth.TRUE


def test_a_definition_of_ones_own_scores_like_the_others() -> None:
    """
    Codes, decimals and a negative weight; by hand: 0.5 * 1.5 - 3.
    """
    half = Item(Cell("half", high=8, scale=2))
    coded = Item(Cell("coded", high=3), codes=((1, 3),))
    own = ps.Score(
        name="own", title="Own", term=linear([(0.5, half), (-1, coded)]), provenance=ps.PASI.provenance
    )

    assert ps.score(own, {"half": 1.5, "coded": 1}).value == -2.25
    assert (own.low, own.high) == (-3.0, 2.0)
