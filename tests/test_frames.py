"""What frames promise besides the numbers: names, kinds, order, traps that were seen, and bad input."""

from __future__ import annotations

import math
import runpy
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import psoscore as ps
from frame_kinds import EAGER, KINDS, LAZY, frame, rows
from psoscore.cells import LAST_DAY
from psoscore.dates import add_months
from psoscore.engine.columns.carrier import divided
from psoscore.engine.columns.days import months_later, ordinal
from psoscore.engine.columns.door import frame_options
from psoscore.engine.frames.batches import Batch
from psoscore.engine.frames.opened import Wish, survey
from psoscore.engine.questions import asked
from psoscore.terms import AtLeast, Ratio

AGE = ps.number("age", low=0, high=120, unit="year")
ADULT = AGE >= 18
PASI_OF_TWOS = 12.0
"""4 regions: (2 + 2 + 2) * 2 * (0.1 + 0.2 + 0.3 + 0.4), by hand."""
DLQI_ITEMS = [f"dlqi_{question:02d}" for question in range(1, 11)]


def twos(count: int = 2, **other: Any) -> dict[str, list[Any]]:
    return {item: [2.0] * count for item in ps.PASI.items} | other


def answers(*values: float | str | None, **other: list[Any]) -> dict[str, list[Any]]:
    """The ten questions of the DLQI, each answered so in turn."""
    return {item: list(values) for item in DLQI_ITEMS} | other


def refused_by(error: type[Exception], call: Any, *args: Any, **said: Any) -> str:
    with pytest.raises(error) as refused:
        call(*args, **said)
    return str(refused.value)


# What comes back


@pytest.mark.requirement("PSO-FRAME-002")
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_kind_comes_back_with_the_other_columns_untouched(kind: str) -> None:
    given = frame(kind, twos(note=["first", None]))

    found = ps.score_frame(given, ps.PASI)

    assert type(found) is type(given)
    assert rows(found, "note", "trunk_area", "pasi") == [("first", 2, PASI_OF_TWOS), (None, 2, PASI_OF_TWOS)]


@pytest.mark.requirement("PSO-FRAME-002")
def test_a_pandas_frame_keeps_its_index_its_order_and_itself() -> None:
    given = pd.DataFrame(twos(3), index=["c", "a", "b"])
    given.loc["a", "head_erythema"] = 0.0
    before = given.copy()

    found = ps.score_frame(given, ps.PASI)

    assert list(found.index) == ["c", "a", "b"]
    assert found["pasi"].tolist() == [12.0, 11.6, 12.0]  # 0.1 * 2 * 2 less on the head, by hand
    pd.testing.assert_frame_equal(given, before)


@pytest.mark.requirement("PSO-FRAME-002")
def test_a_pandas_frame_keeps_what_it_says_about_itself() -> None:
    """
    Its attributes, the names of its axes, its own class; many columns at once are no reason for a warning.
    """

    class Visits(pd.DataFrame):
        @property
        def _constructor(self) -> type[Visits]:
            return Visits

    given = Visits({"age": [17.0, 18.0]}, index=pd.Index([7, 7], name="site"))
    given.columns.name = "fact"
    given.attrs["study"] = "invented"

    found = ps.judge_frame(given, {f"from_{age}": age <= AGE for age in range(120)})

    assert type(found) is Visits
    assert (found.index.tolist(), found.index.name, found.columns.name) == ([7, 7], "site", "fact")
    assert found.attrs == {"study": "invented"}
    assert found[["from_17", "from_18"]].to_numpy().tolist() == [[1, 0], [1, 1]]


@pytest.mark.requirement("PSO-FRAME-002")
@pytest.mark.parametrize("dtype", ["int8", "uint16", "float32", "Int8"])
def test_the_data_of_a_pandas_frame_are_never_written_to(dtype: Any) -> None:
    """
    Arrays are read where they lie, without a copy.
    """
    columns = {item: [2.0, 0.0, 3.0] for item in ps.PASI.items}
    given = pd.DataFrame(columns).astype(dtype)

    ps.score_frame(given, ps.PASI, *ps.PASI.parts[:2], bounds=True, details=True)

    pd.testing.assert_frame_equal(given, pd.DataFrame(columns).astype(dtype))


@pytest.mark.requirement("PSO-FRAME-002")
def test_a_narwhals_frame_stays_one() -> None:
    given = nw.from_native(pl.DataFrame(twos()))

    found = ps.score_frame(given, ps.PASI)

    assert isinstance(found, nw.DataFrame)
    assert found["pasi"].to_list() == [PASI_OF_TWOS] * 2


@pytest.mark.requirement("PSO-FRAME-002")
@pytest.mark.parametrize(
    ("kind", "dtype"),
    [("pandas", "float64"), ("pandas nullable", "Float64"), ("pandas arrow", "double[pyarrow]")],
)
def test_pandas_columns_are_of_the_kind_of_those_that_were_read(kind: str, dtype: str) -> None:
    found = ps.score_frame(frame(kind, twos() | {"head_area": [2.0, None]}), ps.PASI, details=True)

    assert str(found["pasi"].dtype) == dtype
    assert found["pasi"].isna().tolist() == [False, True]
    assert found["pasi_n_missing"].tolist() == [0, 1]


@pytest.mark.requirement("PSO-FRAME-002")
def test_verdicts_are_int8_in_every_frame() -> None:
    for kind in KINDS:
        judged = nw.from_native(ps.judge_frame(frame(kind, {"age": [17.0, None]}), {"adult": ADULT}))
        assert judged.collect_schema()["adult"] == nw.Int8, kind


@pytest.mark.requirement("PSO-FRAME-002")
def test_a_score_without_a_value_is_null_where_the_frame_has_null() -> None:
    found = ps.score_frame(pl.DataFrame(twos() | {"head_area": [2.0, math.nan]}), ps.PASI, bounds=True)

    assert found["pasi"].to_list() == [12.0, None]
    assert found["pasi_low"].to_list() == [12.0, 10.8]  # the head gives 0 to 0.6 * 6 instead of 1.2, by hand
    assert found["pasi_high"].to_list() == [12.0, 14.4]


@pytest.mark.requirement("PSO-FRAME-003")
def test_columns_are_named_after_the_definition_or_as_wished() -> None:
    given = pl.DataFrame(twos() | answers(1, 1))

    found = ps.score_frame(given, ps.PASI, ps.DLQI, names={ps.PASI: "week_8"}, bounds=True, details=True)

    assert found.columns[len(given.columns) :] == [
        *("week_8", "week_8_low", "week_8_high", "week_8_n_missing", "week_8_n_not_relevant"),
        *("dlqi", "dlqi_low", "dlqi_high", "dlqi_n_missing", "dlqi_n_not_relevant"),
    ]


@pytest.mark.requirement("PSO-FRAME-003")
def test_two_visits_of_one_wide_frame_are_scored_one_after_the_other() -> None:
    wide = {f"{item}_{visit}": [value] for item in ps.PASI.items for visit, value in (("bl", 2), ("w8", 1))}
    found = pl.DataFrame(wide)
    for visit in ("bl", "w8"):
        found = ps.score_frame(
            found,
            ps.PASI,
            names={ps.PASI: f"pasi_{visit}"},
            columns={item: f"{item}_{visit}" for item in ps.PASI.items},
        )

    assert found.select("pasi_bl", "pasi_w8").row(0) == (12.0, 3.0)  # 3 * 1 in every region, by hand


@pytest.mark.requirement("PSO-FRAME-003")
def test_published_codes_are_found_as_names() -> None:
    codes = {f"PASI03{number:02d}": [2] for number in range(1, 17)}

    assert ps.score_frame(pl.DataFrame(codes), ps.PASI)["pasi"].to_list() == [12.0]
    assert rows(ps.score_frame(frame("duckdb", codes), ps.PASI), "pasi") == [(12.0,)]


@pytest.mark.requirement("PSO-FRAME-003")
@pytest.mark.parametrize("kind", KINDS)
def test_a_column_that_is_there_already_is_never_overwritten(kind: str) -> None:
    said = refused_by(ps.InputError, ps.score_frame, frame(kind, twos(pasi=[1.0, 2.0])), ps.PASI)

    assert said == "pasi: column exists (choose another with names=)"


@pytest.mark.requirement("PSO-FRAME-003")
def test_two_new_columns_of_one_name_are_refused() -> None:
    given = frame("polars", twos() | answers(1.0, 1.0))

    assert refused_by(ps.InputError, ps.score_frame, given, ps.PASI, ps.DLQI, names={ps.DLQI: "pasi"}) == (
        "pasi: column exists (choose another with names=)"
    )


@pytest.mark.requirement("PSO-FRAME-003")
def test_temporary_columns_never_meet_those_of_the_frame() -> None:
    given = frame("duckdb", twos(psoscore_0=["mine", "mine"], psoscore_3=["mine", "mine"]))

    found = ps.score_frame(given, ps.PASI, bounds=True)

    assert found.columns == [*given.columns, "pasi", "pasi_low", "pasi_high"]
    assert rows(found, "psoscore_0", "psoscore_3", "pasi") == [("mine", "mine", 12.0)] * 2


@pytest.mark.requirement("PSO-FRAME-004")
def test_details_tell_a_complete_score_from_one_with_an_imputed_answer() -> None:
    given_answers = answers(1.0, 1.0, 1.0) | {"dlqi_03": [1.0, None, 9.0]}

    found = ps.score_frame(pl.DataFrame(given_answers), ps.DLQI, details=True, not_relevant=9)

    # Specification B3: the unanswered question counts as 0; not relevant is an answer
    assert found["dlqi"].to_list() == [10.0, 9.0, 9.0]
    assert found["dlqi_n_missing"].to_list() == [0, 1, 0]
    assert found["dlqi_n_not_relevant"].to_list() == [0, 0, 1]


@pytest.mark.requirement("PSO-FRAME-004")
@pytest.mark.parametrize("kind", ["polars", "duckdb"])
def test_a_form_that_is_not_used_is_not_missing(kind: str) -> None:
    """
    In the first row question 7 is answered combined, in the second not at all.
    """
    given_answers = answers(1.0, 1.0) | {
        "dlqi_07": [2.0, None],
        "dlqi_07a": [None, None],
        "dlqi_07b": [None, None],
    }

    found = ps.score_frame(frame(kind, given_answers), ps.DLQI, details=True)

    assert rows(found, "dlqi", "dlqi_n_missing") == [(11.0, 0), (9.0, 1)]


# Traps that were seen


@pytest.mark.requirement("PSO-FRAME-005")
@pytest.mark.parametrize(
    "dtype", [pl.Int8, pl.UInt8, pl.Int16, pl.UInt64, pl.Int128, pl.Float32, pl.Decimal(10, 2)]
)
def test_small_and_large_numbers_neither_wrap_nor_round(dtype: Any) -> None:
    """
    The greatest PASI, 72, is 720 tenths: more than 8 bits hold.
    """
    most = {item: [6 if item.endswith("_area") else 4, None] for item in ps.PASI.items}
    given = pl.DataFrame(most, schema=dict.fromkeys(most, dtype))

    assert ps.score_frame(given, ps.PASI)["pasi"].to_list() == [72.0, None]
    assert ps.score_frame(given.lazy(), ps.PASI).collect()["pasi"].to_list() == [72.0, None]
    if dtype != pl.Int128:
        relation = duckdb.from_arrow(given.with_row_index("id").to_arrow())
        assert rows(ps.score_frame(relation, ps.PASI), "pasi") == [(72.0,), (None,)]
    column = nw.from_native(given.lazy()).select(ps.score_column(ps.PASI)).collect()
    assert column["pasi"].to_list() == [72.0, None]


@pytest.mark.requirement("PSO-FRAME-005")
@pytest.mark.parametrize("kind", ["polars", "polars lazy", "pandas", "pyarrow", "duckdb"])
def test_every_tenth_is_the_nearest_float_though_polars_divides_through_the_reciprocal(kind: str) -> None:
    """
    All 721 tenths from 0 to 72, and every fraction of a DLQI-R.
    """
    tenths = list(range(721))
    given = nw.from_native(frame(kind, {"units": [float(one) for one in tenths]}))
    found = given.select("id", points=divided(nw.col("units"), 10)).to_native()
    assert rows(found, "points") == [(float(Decimal(one) / 10),) for one in tenths]


@pytest.mark.requirement("PSO-FRAME-005")
@pytest.mark.parametrize("kind", ["polars", "polars lazy", "duckdb"])
def test_every_fraction_of_a_dlqi_r_is_the_nearest_float(kind: str) -> None:
    """
    Each number of not relevant questions with each sum of the others.
    """
    columns: dict[str, list[Any]] = {item: [] for item in DLQI_ITEMS}
    exact = []
    for count in range(8):
        for total in range(3 * (10 - count) + 1):
            left = total
            for place, item in enumerate(DLQI_ITEMS):
                relevant = place < 10 - count
                columns[item].append(float(min(3, left)) if relevant else 9.0)
                left -= min(3, left) if relevant else 0
            exact.append((float(Decimal(total) * 10 / (10 - count)),))

    given = frame(kind, columns)
    expressed = nw.from_native(given).select("id", ps.score_column(ps.DLQI_R, among=columns, not_relevant=9))

    assert rows(ps.score_frame(given, ps.DLQI_R, not_relevant=9), "dlqi_r") == exact
    assert rows(expressed.to_native(), "dlqi_r") == exact


@pytest.mark.requirement("PSO-FRAME-005")
@pytest.mark.parametrize("kind", KINDS)
def test_nan_and_null_are_both_missing_and_neither_is_false(kind: str) -> None:
    """
    Classic pandas compares NaN with anything as False, and ``~`` makes that True.
    """
    given = frame(kind, {"age": [17.0, 18.0, None]})

    found = ps.judge_frame(given, {"adult": ADULT, "minor": ~ADULT})

    assert rows(found, "adult", "minor") == [(0, 1), (1, 0), (-1, -1)]


@pytest.mark.requirement("PSO-FRAME-005")
def test_a_pandas_object_column_of_booleans_is_refused() -> None:
    """
    ``~`` on it gives -1 and -2, which are both true: a pregnant subject passed.
    """
    given = pd.DataFrame({"pregnant": pd.Series([False, None, True], dtype=object)})

    assert refused_by(ps.InputError, ps.judge_frame, given, {"safe": ~ps.flag("pregnant")}) == (
        "pregnant: Object object; allowed is True, False, 1 or 0 "
        "(give the column a type: 'boolean', 'Int8', 'Float64', 'string' or 'datetime64[s]' in pandas)"
    )
    typed = given.astype({"pregnant": "boolean"})
    assert ps.judge_frame(typed, {"safe": ~ps.flag("pregnant")})["safe"].tolist() == [1, -1, 0]


@pytest.mark.requirement("PSO-FRAME-005")
def test_a_flag_may_be_numbers_and_a_code_may_be_categorical() -> None:
    """
    pyarrow gives wrong texts for a dictionary with nulls.
    """
    sex = ps.code("sex", ["F", "M"]).one_of("F")
    given = pl.DataFrame({"ever": [1, 0, None], "sex": pl.Series(["F", None, "M"], dtype=pl.Categorical)})

    for one in (given, given.to_pandas(), given.to_arrow(), given.lazy()):
        found = nw.from_native(ps.judge_frame(one, {"flag": ps.flag("ever"), "female": sex}))
        made = found.collect() if isinstance(found, nw.LazyFrame) else found
        assert made["flag"].to_list() == [1, 0, -1]
        assert made["female"].to_list() == [1, -1, 0]


@pytest.mark.requirement("PSO-FRAME-005")
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_days_are_counted_as_python_counts_them(engine: str) -> None:
    """
    Every day of four hundred years, after which the calendar repeats itself, and both ends of it.
    """
    days = [date(1900, 1, 1) + timedelta(day) for day in range(146_097)]
    days += [date(1, 1, 1), date(1, 12, 31), date(2, 1, 1), date(9999, 12, 31)]
    given = nw.from_native(_lazy(engine, {"id": range(len(days)), "day": days}))

    found = given.select("id", number=ordinal(nw.col("day"))).to_native()

    assert rows(found, "number") == [(day.toordinal(),) for day in days]


@pytest.mark.requirement("PSO-FRAME-005")
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("months", [-12, -1, 1, 6, 9])
def test_calendar_months_are_clamped_as_in_records(engine: str, months: int) -> None:
    days = [date(2014, 12, 1) + timedelta(day) for day in range(1_500)]
    given = nw.from_native(_lazy(engine, {"id": range(len(days)), "day": days}))

    found = given.select("id", number=months_later(nw.col("day"), months)).to_native()

    assert rows(found, "number") == [(add_months(day, months).toordinal(),) for day in days]


@pytest.mark.requirement("PSO-FRAME-005")
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_months_beyond_the_calendar_stop_at_its_end(engine: str) -> None:
    given = nw.from_native(_lazy(engine, {"id": [0], "day": [date(9999, 11, 30)]}))

    found = given.select("id", number=months_later(nw.col("day"), 6)).to_native()

    assert rows(found, "number") == [(LAST_DAY,)]


def _lazy(engine: str, columns: dict[str, Any]) -> Any:
    made = pl.DataFrame(columns)
    return made.lazy() if engine == "polars" else duckdb.from_arrow(made.to_arrow())


# Bad input


@pytest.mark.requirement("PSO-FRAME-006")
@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_column_names_the_nearest_one(kind: str) -> None:
    columns = twos()
    columns["trunk_erytema"] = columns.pop("trunk_erythema")

    assert refused_by(ps.InputError, ps.score_frame, frame(kind, columns), ps.PASI) == (
        "trunk_erythema: absent (did you mean 'trunk_erytema'?)"
    )


@pytest.mark.requirement("PSO-FRAME-006")
@pytest.mark.parametrize("kind", KINDS)
def test_an_item_under_two_names_is_refused(kind: str) -> None:
    assert refused_by(ps.InputError, ps.score_frame, frame(kind, twos(PASI0301=[2.0, 2.0])), ps.PASI) == (
        "head_erythema: head_erythema and PASI0301 answered twice (keep one of the names)"
    )


NUMBER_WANTED = "allowed is 0 to 120 in steps of 1 year"
NO_TEXT = "(give a number; a door that takes text='numbers' reads text as the number it spells)"
DAY_WANTED = "allowed is a column of dates, or a pair of them, first and last"
PAIR_HINT = "(read text as dates first; give a partial date as a pair of columns, first and last)"
ZONE_HINT = "(give the date at the site, without a zone)"
FACTS = {
    "age": ADULT,
    "ever": ps.flag("ever"),
    "sex": ps.code("sex", ["F", "M"]).one_of("F"),
    "day": ps.day("day") >= date(2015, 1, 1),
}
WRONG_TYPES: dict[str, tuple[str, list[Any], str]] = {
    "text": (
        "age",
        ["3", "4"],
        f"String text; {NUMBER_WANTED} {NO_TEXT}",
    ),
    "bool": ("age", [True, False], f"Boolean bool; {NUMBER_WANTED}"),
    "date": ("age", [date(2015, 1, 1)] * 2, f"Date date; {NUMBER_WANTED}"),
    "duration": ("age", [timedelta(1)] * 2, f"Duration(time_unit='us') duration; {NUMBER_WANTED}"),
    "list": ("age", [[1], [2]], f"List(Int64) no number; {NUMBER_WANTED}"),
    "flag in words": ("ever", ["yes", "no"], "String no flag; allowed is True, False, 1 or 0"),
    "code in numbers": ("sex", [1, 2], "Int64 no such code; allowed is 'F', 'M'"),
    "day in numbers": ("day", [20150831, 20150901], f"Int64 no date; {DAY_WANTED}"),
    "day in text": (
        "day",
        ["2015-06", "2015"],
        f"String text; {DAY_WANTED} {PAIR_HINT}",
    ),
    "day with a zone": (
        "day",
        [datetime(2015, 6, 1, tzinfo=UTC)] * 2,
        f"Datetime(time_unit='us', time_zone='UTC') time zone; {DAY_WANTED} {ZONE_HINT}",
    ),
}


@pytest.mark.requirement("PSO-FRAME-006")
@pytest.mark.parametrize("case", WRONG_TYPES)
def test_a_column_of_a_wrong_type_is_refused(case: str) -> None:
    name, values, said = WRONG_TYPES[case]
    given = pl.DataFrame({name: values})

    for one in (given, given.lazy(), given.to_arrow()):
        assert refused_by(ps.InputError, ps.judge_frame, one, {"verdict": FACTS[name]}) == f"{name}: {said}"


@pytest.mark.requirement("PSO-FRAME-006")
@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow", "polars lazy", "duckdb"])
def test_text_is_read_as_numbers_only_when_asked_for(kind: str) -> None:
    given = frame(kind, {"age": ["17", " 18 ", "1e2", None, "n/a", "17.5", "121", ""]})

    judged = ps.judge_frame(given, {"adult": ADULT}, text="numbers", invalid="unknown")
    listed = ps.check_frame(given, ADULT, key="id", text="numbers")

    assert rows(judged, "adult") == [(0,), (1,), (1,), (-1,), (-1,), (-1,), (-1,), (-1,)]
    assert rows(listed, "id", "kind", "value") == [
        (4, "text", "n/a"),
        (5, "not_whole", "17.5"),
        (6, "out_of_range", "121"),
        (7, "text", ""),
    ]


@pytest.mark.requirement("PSO-FRAME-006")
@pytest.mark.parametrize("kind", ["pandas", "polars", "polars lazy", "duckdb"])
def test_not_relevant_may_be_a_text_among_numbers_in_text(kind: str) -> None:
    given_answers = answers("1", "1") | {"dlqi_05": ["NR", None]}

    found = ps.score_frame(
        frame(kind, given_answers), ps.DLQI, ps.DLQI_R, text="numbers", not_relevant="NR", bounds=True
    )

    # nine answers of 1; nine relevant questions give 9 * 10 / 9, by hand
    assert rows(found, "dlqi", "dlqi_high", "dlqi_r") == [(9.0, 9.0, 10.0), (9.0, 12.0, 9.0)]


@pytest.mark.requirement("PSO-FRAME-006")
@pytest.mark.parametrize(
    "given",
    [
        pd.DataFrame([[1, 2, 3]], columns=["age", "x", "x"]),
        pa.Table.from_arrays([pa.array([1])] * 3, names=["age", "x", "x"]),
        duckdb.sql("select 1 as age, 2 as x, 3 as x"),
    ],
    ids=["pandas", "pyarrow", "duckdb"],
)
def test_duplicate_column_names_are_refused(given: Any) -> None:
    """
    A relation would take the first of the two without a word.
    """
    assert refused_by(ps.InputError, ps.judge_frame, given, {"adult": ADULT}) == (
        "x: column twice (keep one of the columns)"
    )


@pytest.mark.requirement("PSO-FRAME-003")
def test_sql_knows_no_capitals_so_that_names_which_differ_in_them_clash() -> None:
    given = twos(PASI=[1.0, 2.0])

    said = refused_by(ps.InputError, ps.score_frame, frame("duckdb", given), ps.PASI)

    assert said == "pasi: column exists (choose another with names=)"
    assert rows(ps.score_frame(frame("polars lazy", given), ps.PASI), "PASI", "pasi") == [(1, 12), (2, 12)]


@pytest.mark.requirement("PSO-FRAME-006")
@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_without_rows_is_scored(kind: str) -> None:
    given = frame(kind, twos())
    none = (
        given.filter("id < 0")
        if kind.startswith("duckdb")
        else given.head(0)
        if kind != "pyarrow"
        else given.slice(0, 0)
    )

    found = ps.score_frame(none, ps.PASI, bounds=True, details=True)

    assert rows(found, "pasi", "pasi_n_missing") == []
    assert rows(ps.check_frame(none, ps.PASI, key="id"), "item") == []


@pytest.mark.requirement("PSO-FRAME-006")
@pytest.mark.parametrize("given", [pd.DataFrame(), pl.DataFrame(), pa.table({}), pl.LazyFrame()])
def test_a_frame_without_columns_lacks_every_item(given: Any) -> None:
    assert refused_by(ps.InputError, ps.judge_frame, given, {"adult": ADULT}) == (
        "age: absent (declare it with unrecorded= if it was never captured)"
    )


@pytest.mark.requirement("PSO-FRAME-006")
@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_in_which_nothing_was_captured_is_open_in_every_row(kind: str) -> None:
    given = frame(kind, {"other": [1.0, 2.0]})

    found = ps.score_frame(given, ps.PASI, bounds=True, details=True, unrecorded=ps.PASI.items)
    judged = ps.judge_frame(given, {"adult": ADULT, "any": AGE >= 0}, unrecorded=["age"])

    # Specification A1: 0 to 72; all 16 items are questions of their own
    assert rows(found, "pasi", "pasi_low", "pasi_high", "pasi_n_missing") == [(None, 0.0, 72.0, 16)] * 2
    assert rows(judged, "adult", "any") == [(-1, 1)] * 2
    schema = nw.from_native(found).collect_schema()
    assert schema["pasi_n_missing"] == schema["pasi_n_not_relevant"] == nw.Int64


@pytest.mark.requirement("PSO-FRAME-006")
@pytest.mark.parametrize(
    ("given", "what"),
    [({"age": [1]}, "dict"), ([1, 2], "list"), (None, "NoneType"), (pl.Series([1]), "Series")],
)
def test_what_is_no_frame_is_refused(given: Any, what: str) -> None:
    assert refused_by(ps.InputError, ps.judge_frame, given, {"adult": ADULT}) == (
        f"frame: a {what} not a frame; allowed is a data frame"
    )


@pytest.mark.requirement("PSO-FRAME-006")
def test_columns_that_hold_nothing_are_blank_whatever_their_type() -> None:
    nothing = {"age": [None, None], "day": [None, None], "sex": [None, None]}
    conditions = {
        "adult": ADULT,
        "late": ps.day("day") >= date(2015, 1, 1),
        "female": ps.code("sex", ["F", "M"]).one_of("F"),
    }

    for given in (pd.DataFrame(nothing), pl.DataFrame(nothing), pa.table(nothing), pl.LazyFrame(nothing)):
        found = nw.from_native(ps.judge_frame(given, conditions))
        made = found.collect() if isinstance(found, nw.LazyFrame) else found
        assert {name: made[name].to_list() for name in conditions} == {name: [-1, -1] for name in conditions}


@pytest.mark.requirement("PSO-FRAME-006")
@pytest.mark.parametrize("make", [pd.Series, pl.Series], ids=["pandas", "polars"])
def test_objects_that_stand_for_nothing_are_blank_and_nobody_asks_the_others(make: Any) -> None:
    """
    pandas asks a signalling NaN what it is, which raises; polars knows no objects at all.
    """

    def frame_of(*values: Any) -> Any:
        kind = {"dtype": object} if make is pd.Series else {"dtype": pl.Object}
        return {pd.Series: pd.DataFrame, pl.Series: pl.DataFrame}[make]({"age": make(values, **kind)})

    blank, strange = frame_of(None, np.datetime64("NaT", "D")), frame_of(Decimal("sNaN"), 3)

    assert ps.judge_frame(blank, {"adult": ADULT})["adult"].to_list() == [-1, -1]
    assert len(ps.check_frame(blank, ADULT)) == 0
    with pytest.raises(ps.InputError, match=r"^age: Object object; allowed is 0 to 120 in steps of 1 "):
        ps.judge_frame(strange, {"adult": ADULT})


@pytest.mark.requirement("PSO-FRAME-006")
def test_options_that_make_no_sense_are_refused() -> None:
    given = pl.DataFrame(twos())
    r_items = pl.DataFrame(answers(1))
    unsaid = (
        "a DLQI-R cannot be told from a DLQI where 'not relevant' and a relevant answer are both 0; "
        "say not_relevant=code, or not_relevant=None where the data have no such answer"
    )

    assert refused_by(ps.DefinitionError, ps.score_frame, given, ADULT) == (
        "a score is needed, such as PASI, not a AtLeast"
    )
    assert refused_by(ps.DefinitionError, ps.score_frame, given) == "nothing to compute: name a definition"
    assert refused_by(ps.DefinitionError, ps.check_frame, given) == "nothing to compute: name a definition"
    assert refused_by(ps.DefinitionError, ps.score_frame, given, ps.PASI, contradictions="warn") == (
        "frames cannot carry warnings; use contradictions='error', or check_frame"
    )
    assert refused_by(ps.DefinitionError, ps.score_frame, given, ps.PASI, names={ps.DLQI: "x"}).startswith(
        "names= holds <Score dlqi"
    )
    assert refused_by(ps.DefinitionError, ps.score_frame, given, ps.PASI, names={ps.PASI: 3}) == (
        "3 is no name of a column"
    )
    assert refused_by(ps.DefinitionError, ps.score_frame, given, ps.PASI, names="week_8") == (
        "names by definition are needed, not a str"
    )
    assert refused_by(ps.DefinitionError, ps.judge_frame, given, ps.PASI >= 8) == (
        "conditions by the name of the new column are needed, not a AtLeast"
    )
    assert refused_by(ps.DefinitionError, ps.check_frame, given, ps.PASI, key=3) == (
        "key=3; the name of a column is needed, or several"
    )
    assert refused_by(ps.DefinitionError, ps.score_frame, r_items, ps.DLQI_R) == unsaid
    assert refused_by(ps.DefinitionError, ps.score_column, ps.DLQI_R) == unsaid
    assert refused_by(ps.DefinitionError, ps.check_column, ps.DLQI_R) == unsaid
    assert refused_by(ps.DefinitionError, ps.score_column, ps.PASI, end="middle") == (
        "end='middle'; choose from 'value', 'low', 'high'"
    )
    assert refused_by(ps.DefinitionError, ps.judge_column, ps.PASI) == (
        "a condition is needed, such as PASI >= 8, not a Score"
    )


# What is wrong, told


@pytest.mark.requirement("PSO-FRAME-007")
@pytest.mark.parametrize("kind", KINDS)
def test_every_invalid_cell_is_a_row(kind: str) -> None:
    columns = twos(3) | {"head_area": [7.0, 2.0, -1.0], "trunk_area": [2.0, None, 2.5]}

    listed = ps.check_frame(frame(kind, columns), ps.PASI, key="id")

    assert type(listed) is type(frame(kind, columns))
    assert sorted(rows(listed, "id", "item", "kind", "allowed", "hint")) == sorted(
        [
            (0, "head_area", "out_of_range", "0 to 6 in steps of 1", ""),
            (2, "head_area", "out_of_range", "0 to 6 in steps of 1", ""),
            (2, "trunk_area", "not_whole", "0 to 6 in steps of 1", ""),
        ]
    )


@pytest.mark.requirement("PSO-FRAME-007")
def test_without_a_key_a_frame_in_memory_tells_row_positions_and_a_lazy_one_nothing() -> None:
    given = pl.DataFrame(twos(3) | {"head_area": [7.0, 2.0, 8.0]})

    assert ps.check_frame(given, ps.PASI).select("row", "value").rows() == [(0, "7.0"), (2, "8.0")]
    assert ps.check_frame(given.lazy(), ps.PASI).collect().columns == [
        "item",
        "kind",
        "allowed",
        "value",
        "hint",
    ]


@pytest.mark.requirement("PSO-FRAME-007")
def test_the_key_must_be_there_and_must_not_hide_a_fault() -> None:
    given = pl.DataFrame(twos(item=["a", "b"]))

    assert refused_by(ps.InputError, ps.check_frame, given, ps.PASI, key=["idd", "item"]) == (
        "2 faults\nidd: absent\nitem: column exists (rename the key)"
    )


@pytest.mark.requirement("PSO-FRAME-007")
@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow", "polars lazy", "duckdb"])
def test_contradictions_are_told_when_asked_for(kind: str) -> None:
    """
    An area without a sign (specification A6), and question 7 in both forms.
    """
    columns = twos() | {
        item: [0.0, 2.0] for item in ("head_erythema", "head_induration", "head_desquamation")
    }
    given_answers = answers(1.0, 1.0) | {"dlqi_07a": [3.0, None], "dlqi_07b": [None, None]}
    given = frame(kind, columns | given_answers)

    listed = ps.check_frame(given, ps.PASI, ps.DLQI, key="id", contradictions="error")

    assert sorted(rows(listed, "id", "item", "kind", "value", "hint")) == [
        (0, "dlqi_07a", "both_forms_answered", "dlqi_07a and dlqi_07", ""),
        (0, "head_area", "area_without_sign", "", "an area, but no sign"),
    ]


@pytest.mark.requirement("PSO-FRAME-007")
def test_contradictions_are_refused_when_asked_for() -> None:
    columns = twos() | {
        item: [0.0, 2.0] for item in ("head_erythema", "head_induration", "head_desquamation")
    }

    said = refused_by(ps.InputError, ps.score_frame, pl.DataFrame(columns), ps.PASI, contradictions="error")
    assert said == "head_area: area without sign; 1 cell, at 0 (an area, but no sign)"
    for kind in LAZY:
        found = ps.score_frame(frame(kind, columns), ps.PASI, contradictions="error")
        assert rows(found, "pasi") == [(None,), (12.0,)], kind
        expressed = nw.from_native(frame(kind, columns)).select(
            "id", ps.score_column(ps.PASI, contradictions="error")
        )
        assert rows(expressed.to_native(), "pasi") == [(None,), (12.0,)], kind


@pytest.mark.requirement("PSO-FRAME-007")
@pytest.mark.parametrize("kind", LAZY)
def test_both_forms_of_a_question_in_one_row_give_no_score_in_a_lazy_frame(kind: str) -> None:
    given_answers = answers(1.0, 1.0) | {"dlqi_07a": [3.0, None], "dlqi_07b": [None, None]}

    assert rows(ps.score_frame(frame(kind, given_answers), ps.DLQI), "dlqi") == [(None,), (10.0,)]
    # set aside, question 7 lies between 0 and 3: nine answers of 1 beside it, by hand
    aside = ps.score_frame(frame(kind, given_answers), ps.DLQI, invalid="unknown", bounds=True)
    assert rows(aside, "dlqi", "dlqi_low", "dlqi_high") == [(None, 9.0, 12.0), (10.0, 10.0, 10.0)]


BAD_SIGN = "head_erythema: out of range; allowed is 0 to 4 in steps of 1"


@pytest.mark.requirement("PSO-FRAME-007")
@pytest.mark.parametrize("kind", KINDS)
def test_a_column_says_in_words_what_is_wrong_with_each_row(kind: str) -> None:
    columns = twos(3) | {"head_area": [7.0, 2.0, 2.5], "head_erythema": [5.0, None, 2.0]}

    told = nw.from_native(frame(kind, columns)).select("id", ps.check_column(ps.PASI))

    assert rows(told.to_native(), "faults") == [
        (f"{BAD_SIGN}; head_area: out of range; allowed is 0 to 6 in steps of 1",),
        (None,),
        ("head_area: not whole; allowed is 0 to 6 in steps of 1",),
    ]  # fmt: skip


@pytest.mark.requirement("PSO-FRAME-007")
def test_ends_the_wrong_way_round_are_told() -> None:
    given = pl.DataFrame({"low": [1.0, 5.0, None], "high": [2.0, 4.0, 3.0]})
    said: dict[str, Any] = {"columns": {"age": ("low", "high")}}

    told = given.lazy().pipe(nw.from_native).select(ps.check_column(ADULT, **said)).collect()

    assert told["faults"].to_list() == [
        None,
        "age: ends reversed; allowed is 0 to 120 in steps of 1 year",
        None,
    ]
    assert refused_by(ps.InputError, ps.judge_frame, given, {"adult": ADULT}, **said) == (
        "age: 5 ends reversed; allowed is 0 to 120 in steps of 1 year; 1 cell, at 1"
    )
    assert ps.judge_frame(given.lazy(), {"adult": ADULT}, **said).collect()["adult"].to_list() == [
        0,
        None,
        -1,
    ]


@pytest.mark.requirement("PSO-FRAME-007")
def test_where_nothing_can_be_wrong_nothing_is_told() -> None:
    given = nw.from_native(pl.DataFrame({"x": [1, 2]}))

    assert given.select("x", ps.check_column(ADULT, unrecorded=["age"]))["faults"].to_list() == [None, None]
    assert (
        rows(ps.check_frame(frame("polars", {"x": [1.0]}), ADULT, key="id", unrecorded=["age"]), "item") == []
    )


# Expressions


@pytest.mark.requirement("PSO-FRAME-001")
@pytest.mark.parametrize("kind", KINDS)
def test_a_score_is_one_expression(kind: str) -> None:
    given = nw.from_native(frame(kind, twos() | {"head_area": [2.0, None]}))

    found = given.select(
        "id",
        ps.score_column(ps.PASI),
        low=ps.score_column(ps.PASI, end="low"),
        high=ps.score_column(ps.PASI, end="high"),
        much=ps.judge_column(ps.PASI >= 12),
    )

    # the head gives 0 to 3.6 instead of 1.2, by hand
    assert rows(found.to_native(), "pasi", "low", "high", "much") == [
        (12.0, 12.0, 12.0, 1),
        (None, 10.8, 14.4, -1),
    ]


@pytest.mark.requirement("PSO-FRAME-003")
def test_an_expression_finds_its_columns_by_name_or_by_what_it_is_told() -> None:
    combined = nw.from_native(pl.DataFrame(answers(1, 2)))
    in_parts = nw.from_native(
        pl.DataFrame(answers(1, 2) | {"dlqi_07a": [0, 3], "dlqi_07b": [1, None]}).drop("dlqi_07")
    )
    renamed = combined.rename({"dlqi_07": "seven"})

    assert combined.select(ps.score_column(ps.DLQI, among=combined.columns))["dlqi"].to_list() == [10.0, 20.0]
    assert in_parts.select(ps.score_column(ps.DLQI))["dlqi"].to_list() == [10.0, 21.0]
    assert renamed.select(ps.score_column(ps.DLQI, columns={"dlqi_07": "seven"}))["dlqi"].to_list() == [
        10.0,
        20.0,
    ]
    assert refused_by(ps.InputError, ps.score_column, ps.DLQI, among=DLQI_ITEMS[:-1]) == (
        "dlqi_10: absent (declare it with unrecorded= if it was never captured)"
    )
    assert refused_by(ps.InputError, ps.score_column, ps.DLQI, columns={"dlqi_11": "x"}).startswith(
        "dlqi_11: unknown item"
    )


@pytest.mark.requirement("PSO-FRAME-003")
def test_a_pair_of_columns_must_be_there_as_a_whole() -> None:
    given = pl.DataFrame({"low": [1.0], "hihg": [2.0]})

    assert refused_by(
        ps.InputError, ps.judge_frame, given, {"adult": ADULT}, columns={"age": ("low", "high")}
    ) == ("age: high absent (did you mean 'hihg'?)")


# What is loaded


@pytest.mark.requirement("PSO-FRAME-009")
def test_nothing_is_imported_but_what_the_user_brought() -> None:
    program = (
        "import sys, pandas\n"
        "before = set(sys.modules)\n"
        "import psoscore as ps\n"
        "assert not {'narwhals', 'polars'} & set(sys.modules)\n"
        "frame = pandas.DataFrame(dict.fromkeys(ps.PASI.items, [2.0]))\n"
        "assert ps.score_frame(frame, ps.PASI)['pasi'].tolist() == [12.0]\n"
        "assert not {'polars', 'duckdb', 'pyspark', 'ibis', 'dask'} & (set(sys.modules) - before)\n"
    )

    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603  our own text


@pytest.mark.requirement("PSO-FRAME-009")
@pytest.mark.parametrize(
    "module", ["engine/columns/door.py", "engine/frames/door.py", "interop/long/__init__.py"]
)
def test_without_narwhals_the_extra_is_named(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals.stable.v2", None)
    file = Path(ps.__file__).parent / module

    with pytest.raises(ps.MissingExtraError) as refused:
        runpy.run_path(str(file))

    assert str(refused.value) == "narwhals is not installed; pip install 'psoscore[frames]'"


@pytest.mark.requirement("PSO-FRAME-001")
@pytest.mark.parametrize("kind", EAGER)
def test_facts_of_a_score_may_come_as_a_pair_of_columns(kind: str) -> None:
    """
    A PASI known only to lie between two tenths settles what both settle.
    """
    before = ps.number("before", low=0, high=72, decimals=1)
    columns = {"least": [11.9, 12.0, 11.9], "most": [11.9, 12.3, 12.3]}

    found = ps.judge_frame(
        frame(kind, columns), {"much": before >= 12}, columns={"before": ("least", "most")}
    )

    assert rows(found, "much") == [(0,), (1,), (-1,)]


@pytest.mark.requirement("PSO-FRAME-004")
@pytest.mark.parametrize("kind", ["polars", "pandas", "duckdb"])
def test_an_answer_between_two_ends_is_missing_where_it_could_still_move_the_score(kind: str) -> None:
    """
    An area between two grades, twice the same, once beside no sign at all, and blank.
    """
    columns = twos(5) | {
        "least": [1.0, 2.0, 1.0, None, 1.0],
        "most": [3.0, 2.0, 3.0, 3.0, None],
        **{
            item: [2.0, 2.0, 0.0, 2.0, 2.0]
            for item in ("head_erythema", "head_induration", "head_desquamation")
        },
    }
    said: dict[str, Any] = {"columns": {"head_area": ("least", "most")}, "bounds": True, "details": True}

    found = ps.score_frame(frame(kind, columns), ps.PASI, **said)

    # a tenth of 6 times the area: 0.6 to 1.8 or 0 to 3.6, not 1.2, by hand; specification A6 for no sign
    assert rows(found, "pasi", "pasi_low", "pasi_high", "pasi_n_missing") == [
        (None, 11.4, 12.6, 1),
        (12.0, 12.0, 12.0, 0),
        (10.8, 10.8, 10.8, 0),
        (None, 10.8, 14.4, 1),
        (None, 10.8, 14.4, 1),
    ]


@pytest.mark.requirement("PSO-FRAME-001")
@pytest.mark.parametrize("kind", ["polars", "duckdb", "polars lazy"])
@pytest.mark.parametrize("unseen", [DLQI_ITEMS, DLQI_ITEMS[:7], ["dlqi_07a", "dlqi_07b"], ["dlqi_07b"]])
def test_questions_that_were_never_captured_stay_open_alike(kind: str, unseen: list[str]) -> None:
    names = (
        [*DLQI_ITEMS[:6], "dlqi_07a", "dlqi_07b", *DLQI_ITEMS[7:]] if "dlqi_07" not in unseen else DLQI_ITEMS
    )
    record = {name: 0.0 if name == "dlqi_07a" else 1.0 for name in names if name not in unseen}
    columns = {name: [value] for name, value in record.items()} | {"other": [0.0]}
    said: dict[str, Any] = {"unrecorded": unseen, "not_relevant": None}

    found = ps.score_frame(
        frame(kind, columns), ps.DLQI, ps.DLQI_R, bounds=True, details=kind != "duckdb", **said
    )

    for definition in (ps.DLQI, ps.DLQI_R):
        one = ps.score(definition, record, **said)
        ends = [definition.name, f"{definition.name}_low", f"{definition.name}_high"]
        assert rows(found, *ends) == [(one.value, one.low, one.high)]
        if kind != "duckdb":
            assert rows(found, f"{definition.name}_n_missing") == [(one.n_missing,)]


@pytest.mark.requirement("PSO-FRAME-007")
def test_faults_of_every_kind_of_fact_are_rows() -> None:
    given = pl.LazyFrame(
        {
            "id": [0, 1, 2],
            "sex": ["F", "X", ""],
            "day": [date(2015, 1, 1)] * 3,
            "bsa": [101.0, 7.25, math.inf],
            "ever": [1.0, 2.0, None],
            "pasi_before": [12.34, 12.3, 73.0],
        }
    )
    condition = (
        FACTS["sex"]
        & FACTS["day"]
        & FACTS["ever"]
        & (ps.number("bsa", low=0, high=100, decimals=None) >= 7)
        & (ps.number("pasi_before", low=0, high=72, decimals=1) >= 12)
    )

    listed = ps.check_frame(given, condition, key="id", contradictions="error")

    assert sorted(rows(listed, "id", "item", "kind", "value")) == [
        (0, "bsa", "out_of_range", "101.0"),
        (0, "pasi_before", "too_fine", "12.34"),
        (1, "ever", "out_of_range", "2.0"),
        (1, "sex", "no_such_code", "X"),
        (2, "bsa", "infinite", "inf"),
        (2, "pasi_before", "out_of_range", "73.0"),
    ]


@pytest.mark.requirement("PSO-FRAME-007")
def test_a_contradiction_that_cannot_be_seen_is_not_told() -> None:
    given = pl.DataFrame({"trunk_area": [2.0]})
    unseen = [item for item in ps.PASI.items if item != "trunk_area"]

    listed = ps.check_frame(given, ps.PASI, unrecorded=unseen, contradictions="warn")

    assert listed.rows() == []


@pytest.mark.requirement("PSO-FRAME-005")
@pytest.mark.parametrize("kind", ["polars", "polars lazy", "duckdb", "pandas"])
def test_a_ratio_without_a_value_reaches_no_threshold(kind: str) -> None:
    """
    (b - v) / b as a bare comparison of the ratio itself, where b is 0.
    """
    before, after = (ps.number(name, low=0, high=72, decimals=1) for name in ("before", "after"))
    fall = AtLeast(Ratio(before, after, (1, -1), (1, 0)), 0)
    columns = {"before": [0.0, 10.0], "after": [0.0, 5.0]}

    assert rows(ps.judge_frame(frame(kind, columns), {"fell": fall}), "fell") == [(0,), (1,)]


@pytest.mark.requirement("PSO-FRAME-006")
@pytest.mark.parametrize("kind", ["polars", "duckdb"])
def test_text_may_spell_a_measured_real(kind: str) -> None:
    given = frame(kind, {"bsa": ["7.3", "7.29", None]})
    wide = ps.number("bsa", low=0, high=100, decimals=None) >= 7.3

    assert rows(ps.judge_frame(given, {"wide": wide}, text="numbers"), "wide") == [(1,), (0,), (-1,)]


@pytest.mark.requirement("PSO-FRAME-007")
def test_a_column_called_row_does_not_hinder_the_check() -> None:
    given = pl.DataFrame(twos(row=[8, 9]) | {"head_area": [2.0, 7.0]})

    assert ps.check_frame(given, ps.PASI).select("row", "item").rows() == [(1, "head_area")]
    assert ps.check_frame(given, ps.PASI, key="row").select("row", "item").rows() == [(9, "head_area")]


@pytest.mark.requirement("PSO-FRAME-007")
@pytest.mark.parametrize("kind", KINDS)
def test_faults_are_told_with_the_hints_of_the_record_door(kind: str) -> None:
    """
    2 is no answer to part a of question 7, but one to the whole; 4 may be a code.
    """
    columns = answers(1.0, 1.0) | {"dlqi_07a": [2.0, 4.0], "dlqi_07b": [0.0, 0.0]}
    del columns["dlqi_07"]
    records = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    told = [(one.item, one.kind, one.allowed, one.hint) for row in records for one in ps.check(ps.DLQI, row)]

    listed = ps.check_frame(frame(kind, columns), ps.DLQI, key="id")

    assert len({hint for *_, hint in told}) == len(records)
    assert rows(listed, "item", "kind", "allowed", "hint") == told


UNTRUE_NUMBERS: dict[str, Any] = {
    "text": ["2", "3"],
    "truth values": [True, False],
    "days": [date(1970, 1, 3), date(1970, 1, 4)],
}


@pytest.mark.requirement("PSO-FRAME-006")
@pytest.mark.parametrize("what", UNTRUE_NUMBERS)
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_an_expression_never_takes_anything_else_for_a_number(engine: str, what: str) -> None:
    """
    A cast would: "3" to 3, True to 1, a day to its distance from 1970. Told the
    schema, the expression is refused at once; else by the engine.
    """
    given = nw.from_native(_lazy(engine, twos(id=[0, 1]) | {"head_area": UNTRUE_NUMBERS[what]}))

    for door in (ps.score_column, ps.check_column):
        with pytest.raises((pl.exceptions.PolarsError, duckdb.Error)):
            rows(given.select("id", faults=door(ps.PASI)).to_native(), "faults")
        said = refused_by(ps.InputError, door, ps.PASI, among=given.collect_schema())
        assert said.startswith("head_area: ")


@pytest.mark.requirement("PSO-FRAME-003")
def test_an_expression_that_knows_the_schema_gives_the_same() -> None:
    given = nw.from_native(pl.LazyFrame(twos() | {"head_area": [2, None]}))

    schema = given.collect_schema()
    found = given.select(ps.score_column(ps.PASI, among=schema), ps.check_column(ps.PASI, among=schema))

    assert found.collect().rows() == [(PASI_OF_TWOS, None), (None, None)]


@pytest.mark.requirement("PSO-FRAME-007")
@pytest.mark.parametrize(("contradictions", "second"), [("error", None), ("ignore", 10.8)])
def test_a_batch_with_a_bad_row_is_scored_without_it(contradictions: Any, second: float | None) -> None:
    """
    What polars and Spark do with each batch, called here as they call it: a bad
    area, then signs on the head without an area, which give nothing (specification A6).
    """
    given = pl.DataFrame(twos() | {"head_area": [7.0, 0.0]})
    questions = asked(ps.PASI)
    options = frame_options(None, (), None, "error", "refuse", contradictions)
    named, dtypes, _ = survey(nw.from_native(given.lazy()), questions, options)
    batch = Batch((Wish(ps.PASI, "pasi", "value"),), questions, named, dtypes, options)

    assert batch(given)["pasi"].to_list() == [None, second]
    assert batch(pl.DataFrame(twos()))["pasi"].to_list() == [PASI_OF_TWOS] * 2


def test_a_frame_of_dask_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where it was tried, bounds were null beside missing answers. It is not installed here, so
    a frame of polars is passed off as one.
    """
    monkeypatch.setattr(nw.LazyFrame, "implementation", nw.Implementation.DASK)

    with pytest.raises(ps.InputError) as raised:
        ps.score_frame(pl.LazyFrame({item: [1] for item in ps.PASI.items}), ps.PASI)

    assert str(raised.value) == (
        "frame: a Dask frame not supported; allowed is a frame of pandas, polars, pyarrow, DuckDB or Spark "
        "(call its compute() first)"
    )
