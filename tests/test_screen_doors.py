"""Cohorts: every door gives what screening one by one gives, exactly."""

from __future__ import annotations

import sys
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import psoscore as ps
from protocol_cases import FACTS, FLAGS, Case, cases, known_to, people
from psoscore.cells import Cell
from psoscore.definitions import Contradiction
from psoscore.facts import fact_of
from psoscore.protocols.nct02491658 import PROTOCOL, protocol
from psoscore.terms import Blank

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.requirement("PSO-ELIG-014")

DAYS = ("visit_date", "start_date")
ADULT = ps.Inclusion("IN01", "Adults", ps.number("age", low=0, high=120) >= 18)
EVER, LAST = "systemic_treatment", "last_systemic_treatment"


def one_by_one(protocol: ps.Protocol, records: list[dict[str, Any]], **options: Any) -> dict[str, list[int]]:
    """Each column, from the record door."""
    verdicts = [ps.screen(protocol, known_to(protocol, record), **options) for record in records]
    found = {name: [one.truths[place].value for one in verdicts] for place, name in enumerate(protocol.ids)}
    return found | {"eligible": [one.eligible.value for one in verdicts]}


def listed(columns: dict[str, Any]) -> dict[str, list[int]]:
    return {name: [int(value) for value in column] for name, column in columns.items()}


@given(cases(), st.lists(people(), min_size=1, max_size=6))
def test_arrays_of_python_values_equal_the_record_door(case: Case, records: list[dict[str, Any]]) -> None:
    """
    Intervals and partial knowledge included; a fact that nobody has answered
    has no array.
    """
    arrays = {}
    for name in case.protocol.facts:
        column = np.empty(len(records), object)
        column[:] = [record.get(name) for record in records]
        if any(name in record for record in records):
            arrays[name] = column

    assume(arrays)  # without an array nobody knows how many people there are
    found = ps.screen_arrays(case.protocol, arrays)

    assert listed(found) == one_by_one(case.protocol, records)
    assert {column.dtype for column in found.values()} == {np.dtype(np.int8)}


def plain_columns(records: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {name: [record.get(name) for record in records] for name in FACTS}


TYPES = {
    "points": pl.Int64,
    "dose": pl.Float64,
    "sex": pl.String,
    **dict.fromkeys(DAYS, pl.Date),
    **dict.fromkeys(FLAGS, pl.Boolean),
}


def frame_of(kind: str, records: list[dict[str, Any]]) -> Any:
    """The same people in one kind of frame, with a row number."""
    columns = plain_columns(records) | {"row": list(range(len(records)))}
    polars = pl.DataFrame(columns, schema={**TYPES, "row": pl.Int64})
    if kind == "polars":
        return polars
    if kind == "polars lazy":
        return polars.lazy()
    if kind == "pyarrow":
        return polars.to_arrow()
    if kind == "duckdb":
        return duckdb.connect().from_arrow(polars.to_arrow())
    if kind == "pandas nullable":
        frame = pd.DataFrame({name: pd.array(columns[name], dtype=dtype) for name, dtype in NULLABLE.items()})
    else:
        floats = {
            name: [np.nan if one is None else float(one) for one in columns[name]]
            for name in ("points", "dose", *FLAGS)
        }
        frame = pd.DataFrame(floats)
        frame["sex"] = pd.Series(columns["sex"], dtype=object)
    for name in DAYS:
        frame[name] = pd.to_datetime(pd.Series(columns[name], dtype=object))
    frame["row"] = columns["row"]
    return frame


NULLABLE: dict[str, Any] = {
    "points": "Int64",
    "dose": "Float64",
    "sex": "string",
    **dict.fromkeys(FLAGS, "boolean"),
}
KINDS = ("polars", "polars lazy", "pyarrow", "duckdb", "pandas", "pandas nullable")


def rows_of(frame: Any, names: tuple[str, ...]) -> dict[str, list[Any]]:
    """The columns of any frame, in the order of the row numbers."""
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, duckdb.DuckDBPyRelation):
        frame = frame.to_arrow_table()
    table = (
        frame
        if isinstance(frame, pd.DataFrame)
        else (frame if isinstance(frame, pa.Table) else frame.to_arrow()).to_pandas()
    )
    table = table.sort_values("row")
    return {name: [None if pd.isna(one) else int(one) for one in table[name]] for name in names}


@pytest.mark.parametrize("kind", KINDS)
@given(case=cases(), records=st.lists(people(ends=False), min_size=1, max_size=5))
@settings(max_examples=15)
def test_every_kind_of_frame_equals_the_record_door(
    kind: str, case: Case, records: list[dict[str, Any]]
) -> None:
    found = ps.screen_frame(frame_of(kind, records), case.protocol)

    assert rows_of(found, (*case.protocol.ids, "eligible")) == one_by_one(case.protocol, records)


SEED_PEOPLE: list[dict[str, Any]] = [
    {"baseline_date": date(2015, 3, 30), EVER: True, LAST: date(2015, 3, 2)},
    {"baseline_date": date(2015, 3, 30), EVER: None, LAST: date(2015, 3, 1)},
    {"baseline_date": date(2015, 3, 30), EVER: False, LAST: None},
    {"baseline_date": date(2015, 3, 30), EVER: True, LAST: None},
    {"baseline_date": date(2015, 3, 30), EVER: None, LAST: None},
    {"baseline_date": None, EVER: True, LAST: date(2015, 3, 1)},
    {"baseline_date": date(2015, 3, 30), EVER: True, LAST: date(2015, 4, 1)},
]


def seed_frame(people: list[dict[str, Any]], *, lazy: bool) -> Any:
    frame = pl.DataFrame(
        people, schema={"baseline_date": pl.Date, EVER: pl.Boolean, LAST: pl.Date}, orient="row"
    ).with_row_index("row")
    return frame.lazy() if lazy else frame


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize("without", [None, EVER, LAST])
def test_the_seed_trial_is_screened_alike_with_and_without_columns(lazy: bool, without: str | None) -> None:  # noqa: FBT001
    """
    An absent column is an unanswered fact: the flag alone still clears, the
    last date alone still excludes (specification C3).
    """
    records = [{name: value for name, value in one.items() if name != without} for one in SEED_PEOPLE]
    frame = seed_frame(SEED_PEOPLE, lazy=lazy)
    frame = frame if without is None else frame.drop(without)

    found = ps.screen_frame(frame, PROTOCOL)

    assert rows_of(found, (*PROTOCOL.ids, "eligible")) == one_by_one(PROTOCOL, records)


@pytest.mark.parametrize("door", ["arrays", "polars", "polars lazy", "duckdb"])
def test_partial_dates_come_as_two_columns(door: str) -> None:
    ends = [(date(2015, 3, 1), date(2015, 3, 31)), (date(2015, 2, 1), date(2015, 2, 28)), (None, None)]
    records = [
        {
            "baseline_date": date(2015, 3, 30),
            EVER: True,
            LAST: None if first is None else ps.Interval(first, last),
        }
        for first, last in ends
    ]
    frame = pl.DataFrame(
        {
            "row": [0, 1, 2],
            "baseline_date": [date(2015, 3, 30)] * 3,
            EVER: [True] * 3,
            "first": [first for first, _ in ends],
            "last": [last for _, last in ends],
        }
    )
    columns = {LAST: ("first", "last")}

    if door == "arrays":
        arrays = {name: frame[name].to_numpy() for name in ("baseline_date", EVER)}
        pair = tuple(frame[name].to_numpy() for name in ("first", "last"))
        found = listed(ps.screen_arrays(PROTOCOL, arrays | {LAST: pair}))
    else:
        given_frame = {"polars": frame, "polars lazy": frame.lazy()}.get(door)
        if given_frame is None:
            given_frame = duckdb.connect().from_arrow(frame.to_arrow())
        found = rows_of(ps.screen_frame(given_frame, PROTOCOL, columns=columns), (*PROTOCOL.ids, "eligible"))

    assert found == one_by_one(PROTOCOL, records)


CONTRADICTING = [*SEED_PEOPLE, {"baseline_date": date(2015, 3, 30), EVER: False, LAST: date(2015, 3, 9)}]
NO_AND_A_DAY = (
    "systemic_treatment: no and a day; 1 cell, at 7 "
    "(systemic treatment is no, but last systemic treatment is given)"
)


def arrays_of(people: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: np.array([one[name] for one in people], object) for name in people[0]}


@pytest.mark.parametrize("door", ["arrays", "frame"])
def test_facts_that_contradict_each_other_are_a_fault_with_their_rows(door: str) -> None:
    jobs: dict[str, Callable[[], object]] = {
        "arrays": lambda: ps.screen_arrays(PROTOCOL, arrays_of(CONTRADICTING)),
        "frame": lambda: ps.screen_frame(seed_frame(CONTRADICTING, lazy=False), PROTOCOL),
    }
    with pytest.raises(ps.InputError) as caught:
        jobs[door]()

    assert str(caught.value) == NO_AND_A_DAY


@pytest.mark.parametrize("threads", [1, 2])
def test_a_contradiction_is_found_by_its_place_in_a_cohort_of_many_blocks(threads: int) -> None:
    """
    Words of three letters, so that no block is as long as a power of two.
    """
    places = np.full(200_000, "arm")
    contradicting = [7, 123_456, 199_999]
    places[contradicting] = "leg"
    walks = ps.code("limb", ("arm", "leg")).one_of("leg")
    odd = Contradiction("odd", walks & ps.flag("lame"), "message", ("lame", "limb"))
    trial = ps.Protocol("T", [ps.Inclusion("IN01", "A", walks | ps.flag("lame"), refuses=[odd])])

    with pytest.raises(ps.InputError) as caught:
        ps.screen_arrays(trial, {"limb": places, "lame": np.ones(len(places), bool)}, threads=threads)

    assert str(caught.value) == "lame: odd; 3 cells, at 7, 123456, 199999 (message)"


def test_set_aside_a_contradiction_is_unknown_at_every_door() -> None:
    expected = one_by_one(PROTOCOL, CONTRADICTING, invalid="unknown")
    assert expected["EX03"][-1] == -1

    assert listed(ps.screen_arrays(PROTOCOL, arrays_of(CONTRADICTING), invalid="unknown")) == expected
    for lazy in (False, True):
        found = ps.screen_frame(seed_frame(CONTRADICTING, lazy=lazy), PROTOCOL, invalid="unknown")
        assert rows_of(found, (*PROTOCOL.ids, "eligible")) == expected


def test_a_lazy_frame_cannot_raise_so_a_contradiction_is_null() -> None:
    found = rows_of(
        ps.screen_frame(seed_frame(CONTRADICTING, lazy=True), PROTOCOL), ("EX03", "EX04", "eligible")
    )

    assert (found["EX03"][-1], found["EX04"][-1], found["eligible"][-1]) == (None, -1, None)
    assert None not in found["EX03"][:-1]


def test_several_classes_of_treatment_are_checked_together() -> None:
    people = [
        {"baseline_date": date(2015, 3, 30), "phototherapy": False, "last_phototherapy": date(2015, 3, 9)}
    ]
    read = protocol(phototherapy="counts")
    frame = pl.DataFrame(people).with_row_index("row")

    found = ps.screen_frame(frame, read, invalid="unknown")

    assert rows_of(found, ("EX03", "eligible")) == {"EX03": [-1], "eligible": [-1]}


def test_blocks_and_threads_change_nothing() -> None:
    """
    More rows than a block has, in two threads.
    """
    times = 60_000
    people = {name: np.tile(column, times) for name, column in typed_arrays().items()}

    found = ps.screen_arrays(PROTOCOL, people, threads=2)

    expected = one_by_one(PROTOCOL, SEED_PEOPLE)
    for name, column in found.items():
        assert (column.reshape(times, -1) == np.array(expected[name])).all(), name


def typed_arrays() -> dict[str, Any]:
    return {
        "baseline_date": np.array([one["baseline_date"] for one in SEED_PEOPLE], "datetime64[D]"),
        EVER: np.array([np.nan if one[EVER] is None else one[EVER] for one in SEED_PEOPLE], float),
        LAST: np.array([one[LAST] for one in SEED_PEOPLE], "datetime64[D]"),
    }


def test_an_unknown_name_is_the_fault_in_arrays() -> None:
    trial = ps.Protocol("TRIAL-1", [ADULT])
    with pytest.raises(ps.InputError) as caught:
        ps.screen_arrays(trial, {"agee": np.array([3]), "age": np.array([3])})
    assert str(caught.value) == "agee: unknown fact (did you mean 'age'?)"

    with pytest.raises(ps.DefinitionError, match=r"^a mapping of facts to arrays is needed, not a list$"):
        ps.screen_arrays(trial, [])  # type: ignore[arg-type]


def test_arrays_can_have_other_names_and_facts_never_captured() -> None:
    found = ps.screen_arrays(ps.Protocol("T", [ADULT]), {"AGE": np.array([3, 30])}, columns={"age": "AGE"})
    assert listed(found) == {"IN01": [0, 1], "eligible": [0, 1]}

    ages = {"baseline_date": np.array(["2015-03-30"], "datetime64[D]"), EVER: np.array([False])}
    assert ps.screen_arrays(PROTOCOL, ages)["EX03"].tolist() == [0]
    # never captured is not the same as not answered: there may have been a date
    assert ps.screen_arrays(PROTOCOL, ages, unrecorded=LAST)["EX03"].tolist() == [-1]
    assert ps.screen(PROTOCOL, {EVER: False}, unrecorded=LAST).truths[7].value == -1


def test_words_in_arrays_are_read_whatever_their_type() -> None:
    sex = ps.Protocol("T", [ps.Inclusion("IN01", "Women", ps.code("sex", ("F", "M")).one_of("F"))])
    for column in (
        np.array(["F", "M", ""]),
        np.array(["F", "M", None], object),
        np.array(["F", "M", np.nan], object),
        np.ma.array(["F", "M", "M"], mask=[False, False, True]),
    ):
        assert ps.screen_arrays(sex, {"sex": column})["IN01"].tolist() == [1, 0, -1]
    for odd in (np.array(["F", "X"]), np.array(["F", "X"], object), np.array(["F", ["X"]], object)):
        with pytest.raises(ps.InputError, match=r"^sex: .* no such code; allowed is 'F', 'M'; 1 cell, at 1$"):
            ps.screen_arrays(sex, {"sex": odd})


def test_frames_keep_their_other_columns_but_not_a_mistyped_fact() -> None:
    trial = ps.Protocol("T", [ADULT, ps.Exclusion("EX01", "Ill", ps.flag("ill"))])
    people = pl.DataFrame({"name": ["a"], "age": [30]})

    assert ps.screen_frame(people, trial).columns == ["name", "age", "IN01", "EX01", "eligible"]

    with pytest.raises(ps.InputError, match=r"^frame: a list not a frame; allowed is a data frame$"):
        ps.screen_frame([30], trial)

    mistyped = pl.DataFrame({"age": [30], "baseline_dat": [date(2015, 1, 1)]})
    dated = ps.Protocol("T", [ADULT, ps.Inclusion("IN02", "d", ps.day("baseline_date") >= date(2015, 1, 1))])
    with pytest.raises(ps.InputError) as caught:
        ps.screen_frame(mistyped, dated)
    assert str(caught.value) == (
        "baseline_date: absent (did you mean 'baseline_dat'? say columns={'baseline_date': 'baseline_dat'}, "
        "or rename it)"
    )
    capital = mistyped.rename({"baseline_dat": "BASELINE_DATE"})
    with pytest.raises(ps.InputError, match=r"^baseline_date: absent \(did you mean 'BASELINE_DATE'\? say "):
        ps.screen_frame(capital, dated)
    with pytest.raises(ps.InputError, match=r"^baseline: unknown item"):
        ps.screen_frame(mistyped, dated, columns={"baseline": "baseline_dat"})
    renamed = ps.screen_frame(mistyped, dated, columns={"baseline_date": "baseline_dat"})
    assert renamed["eligible"].to_list() == [1]
    assert ps.screen_frame(mistyped, dated, unrecorded="baseline_date")["eligible"].to_list() == [-1]


def test_a_frame_without_a_single_fact_leaves_everybody_open() -> None:
    found = ps.screen_frame(pl.DataFrame({"name": ["a", "b"]}), ps.Protocol("T", [ADULT]))

    assert found.rows() == [("a", -1, -1), ("b", -1, -1)]


def test_a_frame_that_has_a_verdict_already_is_refused() -> None:
    with pytest.raises(ps.InputError) as caught:
        ps.screen_frame(pl.DataFrame({"age": [3], "eligible": [1]}), ps.Protocol("T", [ADULT]))
    assert str(caught.value) == "eligible: column exists (rename or drop it first)"


def test_without_narwhals_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib  # noqa: PLC0415  only here

    module = importlib.import_module("psoscore.eligibility.cohort.frame")
    monkeypatch.setitem(sys.modules, "narwhals.stable.v2", None)

    with pytest.raises(
        ps.MissingExtraError, match=r"^narwhals is not installed; pip install 'psoscore\[frames\]'$"
    ):
        importlib.reload(module)


def test_a_verdict_that_no_array_decides_is_open_in_every_row() -> None:
    """
    What is never captured leaves it open, whatever stands in the other columns.
    """
    condition = (ps.number("a", low=0, high=3) >= 1) & ~Blank(Cell("b"))

    assert ps.judge_arrays(condition, {"b": np.array([0, 1])}, unrecorded=["a"]).tolist() == [-1, -1]


def test_where_all_is_known_an_exclusion_excludes() -> None:
    sick = ps.Protocol("T", [ADULT, ps.Exclusion("EX01", "Ill", ps.flag("ill"))])

    found = ps.screen_arrays(sick, {"age": np.array([20, 30, 17]), "ill": np.array([True, False, False])})

    # By hand: the first is ill, the third too young.
    assert listed(found) == {"IN01": [1, 1, 0], "EX01": [1, 0, 0], "eligible": [0, 1, 0]}


CODES = {True: 1, False: 0, None: -1}
STATES = list(product(CODES, repeat=3))


@pytest.mark.parametrize("door", ["arrays", "polars", "polars lazy"])
def test_every_state_of_three_facts_is_screened_as_the_tables_say(door: str) -> None:
    """
    All 27: a is asked for, b excludes, and c, which excludes too, cannot stand beside a.
    """
    odd = Contradiction("odd", ps.flag("a") & ps.flag("c"), "message", ("a", "c"))
    trial = ps.Protocol(
        "T",
        [
            ps.Inclusion("IN01", "A", ps.flag("a")),
            ps.Exclusion("EX01", "B", ps.flag("b")),
            ps.Exclusion("EX02", "C", ps.flag("c"), refuses=[odd]),
        ],
    )
    columns = dict(zip("abc", zip(*STATES, strict=True), strict=True))
    frame = pl.DataFrame(columns, schema=dict.fromkeys("abc", pl.Boolean)).with_row_index("row")

    if door == "arrays":
        arrays = {name: np.array(column, float) for name, column in columns.items()}  # None is nan
        found = listed(ps.screen_arrays(trial, arrays, invalid="unknown"))
    else:
        brought = frame if door == "polars" else frame.lazy()
        found = rows_of(ps.screen_frame(brought, trial, invalid="unknown"), (*trial.ids, "eligible"))

    for place, (a, b, c) in enumerate(STATES):
        settled_c = None if a and c else c
        failed = a is False or b or settled_c
        eligible = 0 if failed else CODES[None if None in {a, b, settled_c} else True]
        expected = {"IN01": CODES[a], "EX01": CODES[b], "EX02": CODES[settled_c], "eligible": eligible}
        assert {name: column[place] for name, column in found.items()} == expected, (a, b, c)


@pytest.mark.parametrize("basis", ["reported", "completions"])
def test_arrays_judge_by_the_basis_that_is_asked_for(basis: Any) -> None:
    quality = ps.Protocol("T", [ps.Inclusion("IN01", "DLQI above 10", ps.DLQI > 10)])
    record: dict[str, Any] = {f"dlqi_{n:02d}": 1 for n in range(1, 10)} | {"dlqi_10": None}

    found = ps.screen_arrays(
        quality, {name: np.array([value], float) for name, value in record.items()}, basis=basis
    )

    # Specification B3: a blank counts 0, which leaves 9 points; its completions reach 12.
    assert listed(found) == one_by_one(quality, [record], basis=basis)
    assert found["eligible"].tolist() == [{"reported": 0, "completions": -1}[basis]]


def test_a_contradiction_that_nobody_can_see_leaves_a_lazy_verdict() -> None:
    odd = Contradiction("odd", ps.flag("b"), "message", ("a", "b"))
    trial = ps.Protocol("T", [ps.Inclusion("IN01", "A", ps.flag("a") | ps.flag("b"), refuses=[odd])])
    people = pl.LazyFrame(
        {"a": [True, True, False], "b": [None, False, True]}, schema={"a": pl.Boolean, "b": pl.Boolean}
    )

    # By hand: only the last one contradicts itself for certain.
    assert ps.screen_frame(people, trial).collect()["IN01"].to_list() == [1, 1, None]


@pytest.mark.parametrize(("basis", "verdict"), [("reported", 0), ("completions", -1)])
def test_a_result_that_stands_for_a_fact_is_read_on_the_basis_asked_for(basis: Any, verdict: int) -> None:
    trial = ps.Protocol("T", [ps.Inclusion("IN01", "DLQI above 10", fact_of(ps.DLQI, "dlqi") > 10)])
    # Specification B3: a blank counts 0, which leaves 9 points; its completions reach 12.
    scored = ps.score(ps.DLQI, {f"dlqi_{n:02d}": 1 for n in range(1, 10)} | {"dlqi_10": None})

    column = np.array([scored], object)
    assert ps.screen_arrays(trial, {"dlqi": column}, basis=basis)["eligible"].tolist() == [verdict]


CHECKED = Contradiction("odd", ps.flag("a") & ps.flag("c"), "message", ("a", "c"))


@pytest.mark.parametrize(
    "checks", [{"refuses": [CHECKED]}, {"warns": [CHECKED]}], ids=lambda one: next(iter(one))
)
@pytest.mark.parametrize("door", ["one", "arrays", "polars", "polars lazy", "duckdb"])
def test_a_fact_that_only_a_check_reads_has_to_be_readable_too(checks: Any, door: str) -> None:
    """
    Of the two people the second has a 5 where yes or no is asked for.
    """
    trial = ps.Protocol("T", [ps.Inclusion("IN01", "A", ps.flag("a") | ps.flag("b"), **checks)])
    columns = {"a": [1, 1], "b": [0, 0], "c": [0, 5]}
    frame = pl.DataFrame(columns).with_row_index("row")
    strict: dict[str, Callable[[], object]] = {
        "one": lambda: ps.screen(trial, {name: column[1] for name, column in columns.items()}),
        "arrays": lambda: ps.screen_arrays(trial, {name: np.array(one) for name, one in columns.items()}),
        "polars": lambda: ps.screen_frame(frame, trial),
    }

    if door in strict:
        with pytest.raises(ps.InputError, match=r"^c: 5 "):
            strict[door]()
    else:
        lazy = frame.lazy() if door == "polars lazy" else duckdb.connect().from_arrow(frame.to_arrow())
        found = rows_of(ps.screen_frame(lazy, trial), ("IN01", "eligible"))
        assert found == {"IN01": [1, None], "eligible": [1, None]}


def test_two_criteria_that_ask_for_the_same_have_a_column_each() -> None:
    trial = ps.Protocol("T", [ADULT, ps.Exclusion("AA01", "Grown", ADULT.condition)])

    found = ps.screen_frame(pl.DataFrame({"age": [17, 18, None]}), trial)

    assert found.columns == ["age", "IN01", "AA01", "eligible"]
    # By hand: whoever is old enough for the first is too old for the other.
    assert found.rows() == [(17, 0, 0, 0), (18, 1, 1, 0), (None, -1, -1, -1)]


@pytest.mark.parametrize("lazy", [False, True])
def test_two_contradictions_at_once_do_not_cancel_each_other(lazy: bool) -> None:  # noqa: FBT001
    ill, well = ps.flag("ill"), ps.flag("well")
    odd = Contradiction("odd", ill & well, "message", ("ill", "well"))
    trial = ps.Protocol("T", [ps.Inclusion("IN01", "A", ill, refuses=[odd, evolve(odd, name="strange")])])
    people = pl.DataFrame({"ill": [True, True], "well": [True, False]}).with_row_index("row")

    found = ps.screen_frame(people.lazy() if lazy else people, trial, invalid="unknown")

    assert rows_of(found, ("IN01", "eligible")) == {"IN01": [-1, 1], "eligible": [-1, 1]}


def test_a_frame_names_the_first_five_rows_of_a_contradiction() -> None:
    odd = Contradiction("odd", ps.flag("a") & ps.flag("b"), "message", ("a", "b"))
    trial = ps.Protocol("T", [ps.Inclusion("IN01", "A", ps.flag("a") | ps.flag("b"), refuses=[odd])])

    with pytest.raises(ps.InputError) as caught:
        ps.screen_frame(pl.DataFrame({"a": [True] * 7, "b": [True] * 7}), trial)
    assert str(caught.value) == "a: odd; 7 cells, at 0, 1, 2, 3, 4, ... (message)"
    assert caught.value.faults[0].rows == (0, 1, 2, 3, 4)
