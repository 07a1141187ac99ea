"""The array doors: what they take, what they refuse, and how it is said."""

from __future__ import annotations

import tracemalloc
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

import psoscore as ps
from psoscore.engine.arrays import sweep
from psoscore.terms import Ratio

pytestmark = pytest.mark.requirement("PSO-ENGINE-013")

TWOS: dict[str, Any] = {name: np.array([2, 4], np.int8) for name in ps.PASI.items}
ONES: dict[str, Any] = {f"dlqi_{n:02d}": np.array([1, 1], np.int8) for n in range(1, 11)}
SEX = ps.code("sex", ["F", "M"])


def faults(definition: Any, arrays: Any, **options: Any) -> list[str]:
    """The messages of ``check_arrays``, which are those that the other doors raise."""
    messages = [fault.message for fault in ps.check_arrays(definition, arrays, **options)]
    if isinstance(definition, ps.Score):
        for door in (ps.score_arrays, ps.bounds_arrays):
            if messages:
                with pytest.raises(ps.InputError) as raised:
                    door(definition, arrays, **options)
                assert raised.value.report().splitlines() == messages
            else:
                door(definition, arrays, **options)
    return messages


def test_results_have_the_shape_of_the_data() -> None:
    square = {name: np.full((2, 3), 2) for name in ps.PASI.items}

    assert ps.score_arrays(ps.PASI, square).tolist() == [[12.0] * 3] * 2
    assert [bound.shape for bound in ps.bounds_arrays(ps.PASI, square)] == [(2, 3), (2, 3)]
    assert ps.judge_arrays(ps.PASI >= 8, square).tolist() == [[1] * 3] * 2
    assert ps.score_arrays(ps.PASI, dict.fromkeys(ps.PASI.items, np.int8(2))).shape == ()
    assert ps.score_arrays(ps.PASI, {name: [2, 2] for name in ps.PASI.items}).tolist() == [12, 12]
    series = dict.fromkeys(ps.PASI.items, pd.Series([2, None], dtype="Int64"))
    np.testing.assert_array_equal(ps.score_arrays(ps.PASI, series), [12, np.nan])


@pytest.mark.requirement("PSO-ENGINE-011")
def test_names_codes_and_columns() -> None:
    coded = {f"PASI03{place:02d}": TWOS[item] for place, item in enumerate(ps.PASI.items, 1)}
    renamed = {name: column for name, column in TWOS.items() if name != "head_area"} | {
        "ha": TWOS["head_area"]
    }

    assert ps.score_arrays(ps.PASI, coded).tolist() == [12, 48]
    assert ps.score_arrays(ps.PASI, renamed, columns={"head_area": "ha"}).tolist() == [12, 48]
    assert [one.kind for one in ps.check_arrays(ps.PASI, renamed)] == ["absent"]
    assert faults(ps.PASI, TWOS, columns={"head_area": "x"})[0].startswith("head_area: x absent")
    assert faults(ps.PASI, TWOS | {"PASI0301": TWOS["head_area"]}) == [
        "head_erythema: head_erythema and PASI0301 answered twice (keep one of the names)"
    ]
    assert faults(ps.PASI, TWOS, unrecorded=["x"]) == ["x: unknown item"]


@pytest.mark.requirement("PSO-ENGINE-008")
def test_bad_cells_are_counted_with_their_first_positions() -> None:
    wrong = TWOS | {name: np.array([2] * 10) for name in TWOS}
    wrong |= {
        "head_area": np.array([2, 7, 8, 9, 7, 7, 7, 7, 2, 2]),
        "trunk_erythema": np.array([2.5, *[2] * 9]),
    }

    assert sorted(faults(ps.PASI, wrong)) == [
        "head_area: 7 out of range; allowed is 0 to 6 in steps of 1; 7 cells, at 1, 2, 3, 4, 5, ...",
        "trunk_erythema: 2.5 not whole; allowed is 0 to 4 in steps of 1; 1 cell, at 0",
    ]


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (np.array([True, False]), "head_area: bool bool; allowed is 0 to 6 in steps of 1"),
        (
            np.array(["2015-06-30", "NaT"], "datetime64[D]"),
            "head_area: datetime64[D] date; allowed is 0 to 6 in steps of 1",
        ),
        (
            np.array([1, 2], "timedelta64[D]"),
            "head_area: timedelta64[D] duration; allowed is 0 to 6 in steps of 1",
        ),
        (np.array([1j, 2]), "head_area: complex128 complex; allowed is 0 to 6 in steps of 1"),
        (np.zeros(2, "V2"), "head_area: |V2 no number; allowed is 0 to 6 in steps of 1"),
        (np.zeros(3), "head_area: (3,) wrong length; allowed is (2,), as in head_erythema"),
        (
            np.array(["2", "4"]),
            (
                "head_area: '2' text; allowed is 0 to 6 in steps of 1; 2 cells, at 0, 1 "
                "(give a number; a door that takes text='numbers' reads text as the number it spells)"
            ),
        ),
    ],
)
def test_other_types_are_refused(column: Any, message: str) -> None:
    assert message in faults(ps.PASI, TWOS | {"head_area": column})


def test_text_and_objects_are_read_value_by_value() -> None:
    objects = np.array([2, None], object)
    masked = np.ma.array(["2", "x"], mask=[False, True])

    np.testing.assert_array_equal(ps.score_arrays(ps.PASI, TWOS | {"head_area": objects}), [12, np.nan])
    values = ps.score_arrays(ps.PASI, TWOS | {"head_area": masked}, text="numbers")
    np.testing.assert_array_equal(values, [12, np.nan])
    spans = np.array([ps.Interval(1, 2), Fraction(4)], object)
    low, high = ps.bounds_arrays(ps.PASI, TWOS | {"head_area": spans})
    assert (low.tolist(), high.tolist()) == ([11.4, 48], [12, 48])  # by hand: 0.6 a grade of the head
    relevant = np.array([ps.NOT_RELEVANT, 1], object)
    assert ps.score_arrays(ps.DLQI_R, ONES | {"dlqi_03": relevant}, not_relevant=None).tolist() == [10, 10]
    bad = np.array(["x"] * 7 + [2], object)
    many = {name: np.full(8, 2) for name in ps.PASI.items} | {"head_area": bad}
    assert ps.check_arrays(ps.PASI, many)[0].rows == (0, 1, 2, 3, 4)
    assert ps.check_arrays(ps.PASI, many)[0].count == 7


@pytest.mark.requirement("PSO-ENGINE-010")
def test_invalid_cells_can_be_set_aside() -> None:
    for column in (np.array([7, 4]), np.array([7.0, 4]), np.array(["x", 4], object)):
        low, high = ps.bounds_arrays(ps.PASI, TWOS | {"head_area": column}, invalid="unknown")
        assert (low.tolist(), high.tolist()) == ([10.8, 48], [14.4, 48])  # by hand: 12 - 1.2, + 0.6 * 6
        values = ps.score_arrays(ps.PASI, TWOS | {"head_area": column}, invalid="unknown")
        np.testing.assert_array_equal(values, [np.nan, 48])


def test_facts_of_every_kind() -> None:
    arrays: dict[str, Any] = {
        "flag": np.array([True, False, True]),
        "code": np.array(["F", "M", ""]),
        "day": np.array(["2015-06-30", "2016-01-01", "NaT"], "datetime64[s]"),
        "percent": np.array([9.6, np.nan, 10.0]),
    }
    masked_day = np.ma.array(arrays["day"], mask=[True, False, False])

    assert ps.judge_arrays(ps.flag("flag"), arrays).tolist() == [1, 0, 1]
    assert ps.judge_arrays(ps.code("code", ["F", "M"]).one_of("F"), arrays).tolist() == [1, 0, -1]
    day = ps.day("day") <= date(2015, 12, 31)
    assert ps.judge_arrays(day, arrays).tolist() == [1, 0, -1]
    assert ps.judge_arrays(day, arrays | {"day": masked_day}).tolist() == [-1, 0, -1]
    percent = ps.number("percent", low=0, high=100, decimals=None) >= 10
    assert ps.judge_arrays(percent, arrays).tolist() == [0, -1, 1]
    unknown = ps.check_arrays(SEX.one_of("F"), {"sex": np.array(["X", "F"])})
    assert [fault.message for fault in unknown] == [
        "sex: 'X' no such code; allowed is 'F', 'M'; 1 cell, at 0"
    ]
    assert ps.check_arrays(day, {"day": np.array([1, 2])})[0].kind == "no_number"
    open_score = np.array([ps.score(ps.DLQI, dict.fromkeys(ONES, 1))], object)
    week = ps.number("week", low=0, high=30) >= 10
    assert ps.judge_arrays(week, {"week": open_score}).tolist() == [1]


@pytest.mark.requirement("PSO-ENGINE-012", "PSO-PASI-006")
def test_rows_may_answer_different_forms_and_none_both() -> None:
    percent = {"head_area_percent": np.array([np.nan, 95.0])}
    grades = {"head_area": np.array([2.0, np.nan])}

    assert ps.score_arrays(ps.PASI, TWOS | percent | grades).tolist() == [
        12,
        50.4,
    ]  # 48 - 0.1*12*4 + 0.1*12*6
    both = TWOS | percent
    assert faults(ps.PASI, both) == [
        (
            "head_area: head_area and head_area_percent both forms answered; "
            "allowed is one form of the question; 1 cell, at 1"
        )
    ]
    low, high = ps.bounds_arrays(ps.PASI, both, invalid="unknown")
    assert (low.tolist(), high.tolist()) == ([12, 43.2], [12, 50.4])
    assert ps.score_arrays(ps.PASI, both, unrecorded=["head_area_percent"]).tolist() == [12, 48]
    only = {name: column for name, column in TWOS.items() if name != "head_area"}
    assert ps.bounds_arrays(ps.PASI, only, unrecorded=["head_area"])[1].tolist() == [14.4, 50.4]


@pytest.mark.requirement("PSO-PASI-009")
def test_contradictions_are_looked_for_where_asked() -> None:
    odd = TWOS | {"head_area": np.array([0, 4])}
    message = "head_area: sign without area; 1 cell, at 0 (a sign, but no area)"

    assert faults(ps.PASI, odd) == []
    assert faults(ps.PASI, odd, contradictions="error") == [message]
    assert [one.message for one in ps.check_arrays(ps.PASI, odd, contradictions="warn")] == [message]
    with pytest.raises(ps.DefinitionError) as raised:
        ps.score_arrays(ps.PASI, odd, contradictions="warn")
    assert str(raised.value) == "arrays cannot carry warnings; use contradictions='error', or check_arrays"


@pytest.mark.parametrize("threads", [0, -1, 1.5, True, "2"])
def test_threads_are_a_whole_number(threads: Any) -> None:
    with pytest.raises(ps.DefinitionError) as raised:
        ps.score_arrays(ps.PASI, TWOS, threads=threads)

    assert str(raised.value) == f"threads={threads!r}; a whole number from 1 on is needed"


@pytest.mark.requirement("PSO-DLQI-011")
def test_a_dlqi_r_must_be_told_how_not_relevant_is_coded() -> None:
    with pytest.raises(ps.DefinitionError, match=r"say not_relevant=code, or not_relevant=None"):
        ps.score_arrays(ps.DLQI_R, ONES)

    assert ps.score_arrays(ps.DLQI_R, ONES | {"dlqi_03": np.array([9, 1])}, not_relevant=9).tolist() == [
        10,
        10,
    ]


@pytest.mark.requirement("PSO-DLQI-011")
@pytest.mark.parametrize("door", [ps.judge_arrays, ps.check_arrays], ids=lambda one: one.__name__)
@pytest.mark.parametrize("condition", [ps.DLQI_R > 10, ~(ps.DLQI <= 5) & (Fraction(25, 2) > ps.DLQI_R)])
def test_a_condition_over_a_dlqi_r_must_be_told_so_too(door: Any, condition: Any) -> None:
    with pytest.raises(ps.DefinitionError, match=r"say not_relevant=code, or not_relevant=None"):
        door(condition, ONES)

    door(condition, ONES, not_relevant=None)
    ps.judge_arrays(ps.DLQI > 10, ONES)


@pytest.mark.requirement("PSO-ENGINE-009")
@pytest.mark.parametrize("door", [ps.score_arrays, ps.bounds_arrays], ids=lambda one: one.__name__)
def test_only_a_score_is_scored(door: Any) -> None:
    for stranger, kind in ((ps.PASI >= 8, "AtLeast"), ([], "list"), ("pasi", "str")):
        with pytest.raises(ps.DefinitionError) as raised:
            door(stranger, TWOS)
        assert str(raised.value) == f"a score is needed, such as PASI, not a {kind}"


@pytest.mark.requirement("PSO-ENGINE-009")
@pytest.mark.parametrize(("given", "kind"), [(None, "NoneType"), ([1, 2], "list"), (np.ones(3), "ndarray")])
def test_arrays_come_in_a_mapping(given: Any, kind: str) -> None:
    with pytest.raises(ps.InputError) as raised:
        ps.score_arrays(ps.PASI, given)

    assert str(raised.value) == f"record: a {kind} no arrays; allowed is a mapping of items to arrays"


@pytest.mark.requirement("PSO-ENGINE-009")
@pytest.mark.parametrize(
    ("given", "came"),
    [
        ((2, 2, 2), "a tuple of 3 wrong length"),
        ((), "a tuple of 0 wrong length"),
        ([[1], [1, 2]], "a list unreadable"),
    ],
)
def test_what_is_neither_an_array_nor_a_pair_is_a_fault(given: Any, came: str) -> None:
    """Three patients in a tuple would be read as a pair of ends, and the third dropped."""
    with pytest.raises(ps.InputError) as raised:
        ps.score_arrays(ps.PASI, TWOS | {"head_area": given})

    assert raised.value.faults[0].message == (
        f"head_area: {came}; allowed is an array, or a pair of arrays with the least and the greatest values"
    )


@pytest.mark.requirement("PSO-ENGINE-001")
@pytest.mark.parametrize("definition", [ps.PASI, ps.DLQI], ids=lambda one: one.name)
def test_blocks_and_threads_change_nothing(definition: ps.Score) -> None:
    draw = np.random.default_rng(7)  # any data will do: the two ways are compared
    arrays: dict[str, Any] = {
        name: np.where(draw.random(9) < 0.1, np.nan, draw.integers(0, 3, 9)) for name in definition.items
    }
    if "dlqi_07a" in arrays:
        arrays["dlqi_07a"] = arrays["dlqi_07a"] // 2 * 3
    whole = ps.score_arrays(definition, arrays), *ps.bounds_arrays(definition, arrays)
    condition = definition >= 8
    verdicts = ps.judge_arrays(condition, arrays)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "ROWS_A_BLOCK", 2)
        for threads in (1, 2):
            cut = (
                ps.score_arrays(definition, arrays, threads=threads),
                *ps.bounds_arrays(definition, arrays, threads=threads),
            )
            for one, other in zip(whole, cut, strict=True):
                np.testing.assert_array_equal(one, other)
            np.testing.assert_array_equal(ps.judge_arrays(condition, arrays, threads=threads), verdicts)


def test_faults_of_several_blocks_are_one_report() -> None:
    arrays = {name: np.full(9, 2) for name in ps.PASI.items} | {"head_area": np.array([2, 7] * 4 + [2])}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "ROWS_A_BLOCK", 2)
        for threads in (1, 2):
            (fault,) = ps.check_arrays(ps.PASI, arrays, threads=threads)
            assert (fault.rows, fault.count) == ((1, 3, 5, 7), 4)


def test_a_ratio_without_a_bottom_is_nan() -> None:
    up, down = (ps.number(name, low=0, high=4) for name in ("up", "down"))
    own = ps.Score(
        name="own", title="Own", term=Ratio(up, down, (30, 0), (1, 1)), provenance=ps.PASI.provenance
    )
    arrays = {"up": np.array([0, 1, 4]), "down": np.array([0, 2, 0])}

    np.testing.assert_array_equal(ps.score_arrays(own, arrays), [np.nan, 10, 30])
    condition = own >= 10
    assert ps.judge_arrays(condition, arrays).tolist() == [-1, 1, 1]


def test_no_arrays_at_all() -> None:
    everything = list(ps.PASI.cells)

    assert ps.score_arrays(ps.PASI, {}, unrecorded=everything).shape == (0,)
    assert faults(ps.PASI, {})[0].startswith("head_erythema: absent")


def test_judging_wants_a_condition() -> None:
    with pytest.raises(ps.DefinitionError, match="a condition is needed"):
        ps.judge_arrays(ps.PASI, TWOS)  # type: ignore[arg-type]


@pytest.mark.requirement("PSO-DLQI-003", "PSO-ENGINE-005")
def test_question_7_in_columns() -> None:
    """
    Part b never captured, set aside, and both forms absent or unrecorded; by hand after specification B2.
    """
    others = {name: column for name, column in ONES.items() if name != "dlqi_07"}
    part_a = {"dlqi_07a": np.array([0, 3])}

    values = ps.score_arrays(ps.DLQI, others | part_a, unrecorded=["dlqi_07b"])
    np.testing.assert_array_equal(values, [np.nan, 12])
    low, high = ps.bounds_arrays(ps.DLQI, others | part_a | {"dlqi_07b": np.array([7, 7])}, invalid="unknown")
    assert (low.tolist(), high.tolist()) == ([9, 12], [11, 12])
    assert ps.score_arrays(ps.DLQI, ONES).tolist() == [10, 10]
    assert ps.bounds_arrays(ps.DLQI, others, unrecorded=["dlqi_07"])[1].tolist() == [12, 12]


def test_dates_that_are_written_otherwise() -> None:
    day = ps.day("day") <= date(2015, 12, 31)

    for column in (["2015-06", "2016"], [date(2015, 6, 30), date(2016, 1, 1)]):
        assert ps.judge_arrays(day, {"day": np.array(column, object)}).tolist() == [1, 0]
    assert ps.check_arrays(day, {"day": np.array([True])})[0].kind == "bool"


def test_codes_in_arrays_of_objects() -> None:
    women = SEX.one_of("F")

    assert ps.judge_arrays(women, {"sex": np.array(["F", "M", None, ""], object)}).tolist() == [1, 0, -1, -1]
    assert ps.judge_arrays(women, {"sex": np.array(["F", "M"], object)}).tolist() == [1, 0]
    strangers: list[Any] = ["X", [], 1]
    for stranger in strangers:
        column = np.empty(3, object)
        column[:] = ["F", stranger, ""]
        assert ps.check_arrays(women, {"sex": column})[0].rows == (1,)
        assert ps.judge_arrays(women, {"sex": column}, invalid="unknown").tolist() == [1, -1, -1]


def test_the_result_of_another_score_is_refused_in_a_column() -> None:
    up, down = (ps.number(name, low=0, high=4) for name in ("up", "down"))
    own = ps.Score(
        name="own", title="Own", term=Ratio(up, down, (1, 0), (0, 1)), provenance=ps.PASI.provenance
    )
    scored = np.array([ps.score(own, {"up": 1, "down": 0}), 3], object)
    week = ps.number("week", low=0, high=4) >= 3

    assert [fault.kind for fault in ps.check_arrays(week, {"week": scored})] == ["another_score"]
    assert ps.judge_arrays(week, {"week": scored}, invalid="unknown").tolist() == [-1, 1]


@pytest.mark.requirement("PSO-ENGINE-012")
def test_a_form_of_which_a_part_was_never_captured_beside_another_form() -> None:
    arrays = ONES | {"dlqi_07a": np.array([np.nan, 0.0]), "dlqi_07": np.array([2.0, np.nan])}

    low, high = ps.bounds_arrays(ps.DLQI, arrays, unrecorded=["dlqi_07b"])
    assert (low.tolist(), high.tolist()) == ([11, 9], [11, 11])
    both = arrays | {"dlqi_07a": np.array([3.0, 0.0])}
    low, high = ps.bounds_arrays(ps.DLQI, both, unrecorded=["dlqi_07b"], invalid="unknown")
    assert (low.tolist(), high.tolist()) == ([9, 9], [12, 11])


def columns_of(kind: str, rows: int) -> dict[str, Any]:
    """The items of PASI as arrays of one kind, all of them 2."""
    if kind == "columns of a matrix":
        matrix = np.full((rows, 16), 2, np.int64)
        return {item: matrix[:, place] for place, item in enumerate(ps.PASI.items)}
    if kind == "masked columns of a matrix":
        masked = np.ma.masked_equal(np.full((rows, 16), 2, np.int64), 9)
        return {item: masked[:, place] for place, item in enumerate(ps.PASI.items)}
    made = {"objects": "O", "text": "U1", "reversed": "int64"}[kind]
    return {item: np.full(rows, 2).astype(made)[::-1] for item in ps.PASI.items}


@pytest.mark.parametrize(
    "kind", ["columns of a matrix", "masked columns of a matrix", "reversed", "objects", "text"]
)
def test_no_second_copy_of_the_data_is_made(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However the columns lie in memory and whatever they hold, a block is read at a time."""
    monkeypatch.setattr(sweep, "ROWS_A_BLOCK", 1000)
    monkeypatch.setattr(sweep, "WORKSPACE", 0)
    columns = columns_of(kind, rows=40_000)
    held = 16 * columns["head_area"].nbytes

    tracemalloc.start()
    low, high = ps.bounds_arrays(ps.PASI, columns, text="numbers")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert set(low) == set(high) == {12}
    assert peak - low.nbytes - high.nbytes < held / 4


def test_objects_are_read_as_the_record_door_reads_them() -> None:
    """In blocks of numbers, in blocks of text, and where neither is all that stands there."""
    fact = ps.number("n", low=0, high=2**60)
    columns: list[list[Any]] = [
        [1, 2.0, None, float("nan"), pd.NA, pd.NaT],
        [1, 10**400],
        [2**60 - 1, 2**60, 2**60 + 1, 2**53 + 1],
        ["1", None, "2", "1"],
        ["1", "x", "1"],
        ["1", 1, Decimal(1), Fraction(1, 2), True],
    ]

    for column in columns:
        for item in (fact, ps.number("n", low=0, high=9)):
            arrays = {"n": np.array(column, object)}
            for least in (1, 2, 2**60, 2**60 - 1):
                verdicts = ps.judge_arrays(item >= least, arrays, text="numbers", invalid="unknown")
                assert verdicts.tolist() == [
                    ps.judge(item >= least, {"n": value}, text="numbers", invalid="unknown").value
                    for value in column
                ]
            single = [ps.check(item >= 1, {"n": value}, text="numbers") for value in column]
            together = ps.check_arrays(item >= 1, arrays, text="numbers")
            assert sum(fault.count for fault in together) == sum(map(len, single))
            assert {fault.value for fault in together} <= {fault.value for one in single for fault in one}


def test_text_may_be_longer_than_a_block() -> None:
    long = np.array(["2", "2" + " " * 2**18])

    assert ps.score_arrays(ps.PASI, TWOS | {"head_area": long}, text="numbers").tolist() == [12, 45.6]
