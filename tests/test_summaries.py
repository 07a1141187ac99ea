"""Trial tables: intervals against their defining equations, counts against plain loops."""

from __future__ import annotations

import statistics
from datetime import date
from fractions import Fraction
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle_summary as oracle
import psoscore as ps
from psoscore.summaries import (
    change_summary,
    clopper_pearson,
    observed_and_imputed,
    responder_summary,
    wilson,
)

KINDS = pytest.mark.parametrize(
    "kind", [pd.DataFrame, pl.DataFrame, pa.table], ids=["pandas", "polars", "pyarrow"]
)
COUNTS = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
INTERVALS: dict[str, tuple[Any, Any]] = {
    "clopper_pearson": (clopper_pearson, oracle.clopper_pearson),
    "wilson": (wilson, oracle.wilson),
}
BOTH = pytest.mark.parametrize("name", INTERVALS)


def assert_ends(name: str, x: int, n: int, percent: int) -> None:
    """Both ends lie where the oracle's bisection ends, to 1e-12: floats are as exact as that."""
    interval, brackets = INTERVALS[name]

    ends = interval(x, n, level=percent / 100)

    for end, (least, greatest) in zip(ends, brackets(x, n, Fraction(percent, 100)), strict=True):
        assert least - Fraction(1, 10**12) <= Fraction(float(end)) <= greatest + Fraction(1, 10**12)
        assert (float(end) == least) or least != greatest  # nobody and everybody are exact


@pytest.mark.requirement("PSO-ENDP-026")
@BOTH
@pytest.mark.parametrize("percent", [80, 90, 95, 99])
@pytest.mark.parametrize("n", range(1, 13))
def test_every_interval_of_few_patients_equals_the_oracle(name: str, percent: int, n: int) -> None:
    for x in range(n + 1):
        assert_ends(name, x, n, percent)


@pytest.mark.requirement("PSO-ENDP-026")
@BOTH
@given(counts=COUNTS, percent=st.integers(50, 99))
def test_an_interval_of_more_patients_equals_the_oracle(
    name: str, counts: tuple[int, int], percent: int
) -> None:
    assert_ends(name, *counts, percent)


@pytest.mark.requirement("PSO-ENDP-026", "PSO-PLOT-004")
@pytest.mark.parametrize(
    ("x", "n", "score", "exact"),
    [  # Newcombe RG, Stat Med 1998;17:857-872, table I: method 3 (score) and 5 (Clopper-Pearson)
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0, 0.1611), (0.0, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ],
)
def test_intervals_are_those_of_the_literature(
    x: int, n: int, score: tuple[float, float], exact: tuple[float, float]
) -> None:
    assert tuple(round(float(end), 4) for end in wilson(x, n)) == score
    assert tuple(round(float(end), 4) for end in clopper_pearson(x, n)) == exact


@pytest.mark.requirement("PSO-ENDP-026")
@given(COUNTS)
def test_failures_have_the_mirror_interval_and_more_confidence_a_wider_one(counts: tuple[int, int]) -> None:
    x, n = counts
    for interval in (clopper_pearson, wilson):
        low, high = interval(x, n)
        mirror_low, mirror_high = interval(n - x, n)
        least, greatest = interval(x, n, level=0.99)

        assert (1 - mirror_high, 1 - mirror_low) == pytest.approx((low, high), abs=1e-9)
        assert least <= low
        assert high <= greatest


@pytest.mark.requirement("PSO-ENDP-026")
@pytest.mark.parametrize("interval", [clopper_pearson, wilson])
def test_intervals_of_arrays_levels_and_of_nobody(interval: Any) -> None:
    low, high = interval(np.array([0, 3, 3]), np.array([0, 3, 10]), level=0.9)
    narrow, wide = (float(interval(3, 10, level=level)[0]) for level in (0.9, 0.99))

    assert np.isnan([low[0], high[0]]).all()
    assert high[1] == 1
    assert float(low[2]) == narrow > wide


@pytest.mark.parametrize(
    ("x", "n"), [(4, 3), (-1, 3), (1.0, 3), (1, 3.0)], ids=["many", "few", "float", "of float"]
)
def test_counts_that_are_none_are_refused(x: Any, n: Any) -> None:
    with pytest.raises(ps.InputError) as caught:
        wilson(x, n)
    assert str(caught.value) == "responders: bad count; allowed is whole numbers from 0 to n"


@pytest.mark.parametrize("interval", [clopper_pearson, wilson])
@pytest.mark.parametrize("level", [0, 1, 95, "0.95"])
def test_a_level_lies_between_0_and_1(interval: Any, level: Any) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        interval(1, 2, level=level)
    assert str(caught.value) == f"level={level!r}; a number between 0 and 1 is needed"


def test_without_the_extra_its_name_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "scipy.special", None)
    with pytest.raises(ps.MissingExtraError) as caught:
        clopper_pearson(1, 2)
    assert str(caught.value) == "scipy is not installed; pip install 'psoscore[summaries]'"


NO_FLAG = "no flag; allowed is 1, 0 or Y, N, or -1, None and NaN for an open one"
NO_SCORES = "(these are responder flags, as judge_arrays gives them, no scores)"
DATA: dict[str, list[Any]] = {
    "arm": ["b", "b", "a", "a", "a", "b", None],
    "week": [8, 8, 4, 8, 8, 8, 8],
    "flag": ["Y", "N", None, "Y", "Y", "", "N"],
    "code": [1, 0, -1, 1, 1, None, 0],
    "CHG": [-3.0, 1.0, None, -2.5, -4.0, -8.0, 0.5],
    "DTYPE": [None, "NRI", None, None, None, None, "NRI"],
    "ANL01FL": ["Y", "Y", "Y", None, "Y", "Y", "Y"],
}


def rows(frame: Any) -> list[tuple[Any, ...]]:
    found = nw.from_native(frame, eager_only=True).rows()
    return [tuple(None if one is None or one != one else one for one in row) for row in found]  # noqa: PLR0124 - NaN


@KINDS
@pytest.mark.requirement("PSO-ENDP-026", "PSO-ENDP-027")
@pytest.mark.parametrize("flag", ["flag", "code"])
def test_responders_are_counted_among_those_who_are_settled(kind: Any, flag: str) -> None:
    frame = kind(DATA)
    found = responder_summary(frame, flag=flag, by=["arm", "week"])

    assert type(found) is type(frame)
    low, high = (100 * one for one in clopper_pearson(np.array([2, 1, 0]), np.array([2, 2, 1])))
    # By hand; the group without an arm comes last.
    assert rows(found) == [
        ("a", 4, 0, 0, None, None, None),
        ("a", 8, 2, 2, 100.0, low[0], high[0]),
        ("b", 8, 1, 2, 50.0, low[1], high[1]),
        (None, 8, 0, 1, 0.0, low[2], high[2]),
    ]


@KINDS
@pytest.mark.requirement("PSO-ENDP-027")
def test_only_the_rows_that_count_are_counted(kind: Any) -> None:
    found = responder_summary(
        kind(DATA), flag="flag", by=["arm"], where="ANL01FL", interval="wilson", level=0.9
    )

    low, high = (100 * one for one in wilson(np.array([1, 1, 0]), np.array([1, 2, 1]), level=0.9))
    assert rows(found) == [
        ("a", 1, 1, 100.0, low[0], high[0]),
        ("b", 1, 2, 50.0, low[1], high[1]),
        (None, 0, 1, 0.0, low[2], high[2]),
    ]


@KINDS
@pytest.mark.requirement("PSO-ENDP-027")
def test_changes_are_summed_up_by_arm(kind: Any) -> None:
    found = change_summary(kind(DATA), value="CHG", by=["arm"])

    # By hand, with the standard library.
    a, b = [-2.5, -4.0], [-3.0, 1.0, -8.0]
    assert [row[:3] for row in rows(found)] == [("a", 2, 1), ("b", 3, 0), (None, 1, 0)]
    for row, sample in zip(rows(found), (a, b), strict=False):
        expected = [statistics.fmean(sample), statistics.stdev(sample), statistics.median(sample)]
        np.testing.assert_allclose(row[3:], [*expected, min(sample), max(sample)], rtol=1e-15)
    assert rows(found)[2][3:] == (0.5, None, 0.5, 0.5, 0.5)
    empty = change_summary(kind({"arm": ["a"], "CHG": [float("nan")]}), value="CHG", by=["arm"])
    assert rows(empty) == [("a", 0, 1, None, None, None, None, None)]


@KINDS
@pytest.mark.requirement("PSO-ENDP-027")
@pytest.mark.parametrize("marks", ["DTYPE", "imputed"])
def test_observed_stands_beside_imputed(kind: Any, marks: str) -> None:
    data = {**DATA, "imputed": [int(one is not None) for one in DATA["DTYPE"]]}
    found = observed_and_imputed(kind(data), flag="flag", by=["arm"], imputed=marks)

    # By hand.
    assert rows(found) == [
        ("a", 2, 2, 100.0, 0, 2, 2, 100.0),
        ("b", 1, 1, 100.0, 1, 1, 2, 50.0),
        (None, 0, 0, None, 1, 0, 1, 0.0),
    ]


@pytest.mark.requirement("PSO-ENDP-027")
def test_a_blank_of_sas_marks_nothing_as_imputed() -> None:
    """
    Read back from a transport file, a DTYPE that is not there is blank text.
    """
    frame = pl.DataFrame({"arm": ["a"] * 3, "flag": ["Y", "N", "N"], "DTYPE": ["", " ", "NRI"]})

    assert rows(observed_and_imputed(frame, flag="flag", by=["arm"])) == [("a", 1, 2, 50, 1, 1, 3, 100 / 3)]


@pytest.mark.parametrize(
    "arms",
    [
        lambda arms: pd.DataFrame({"arm": pd.Categorical(arms, ["placebo", "low", "high"], ordered=True)}),
        lambda arms: pl.DataFrame({"arm": pl.Series(arms, dtype=pl.Enum(["placebo", "low", "high"]))}),
    ],
    ids=["pandas", "polars"],
)
def test_arms_come_in_the_order_of_their_categories(arms: Any) -> None:
    frame = nw.from_native(arms(["high", "low", "placebo", "low"]), eager_only=True)
    flags = frame.with_columns(flag=nw.lit(1)).to_native()

    assert [arm for arm, *_ in rows(responder_summary(flags, flag="flag", by=["arm"]))] == [
        "placebo",
        "low",
        "high",
    ]


def test_groups_of_numbers_and_text_stand_beside_each_other() -> None:
    frame = pd.DataFrame({"visit": [8, "early", 4, None], "flag": ["Y"] * 4})
    found = responder_summary(frame, flag="flag", by=["visit"], interval="wilson")

    assert found["visit"].tolist()[:3] == [4, 8, "early"]
    assert found["n"].tolist() == [1] * 4


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (
            lambda: responder_summary(pl.DataFrame(DATA), flag="CHG", by=["arm"]),
            ps.InputError,
            f"CHG: {NO_FLAG}; 5 cells, at 0, 3, 4, 5, 6 {NO_SCORES}",
        ),
        (
            lambda: responder_summary(pl.DataFrame(DATA), flag="arm", by=["week"]),
            ps.InputError,
            f"arm: {NO_FLAG}; 6 cells, at 0, 1, 2, 3, 4, ... {NO_SCORES}",
        ),
        (
            lambda: change_summary(pl.DataFrame(DATA), value="arm", by=["week"]),
            ps.InputError,
            "arm: no number; allowed is numbers; 6 cells, at 0, 1, 2, 3, 4, ...",
        ),
        (
            lambda: change_summary(pl.DataFrame(DATA), value="CHG", by="arm"),
            ps.DefinitionError,
            "by= needs a list of columns, such as arm and visit",
        ),
        (
            lambda: responder_summary(pl.DataFrame(DATA), flag="flag", by=["arm"], interval="wald"),  # type: ignore[arg-type]
            ps.DefinitionError,
            "interval='wald'; choose from 'clopper_pearson', 'wilson'",
        ),
        (
            lambda: responder_summary(pl.DataFrame({"n": [1], "flag": ["Y"]}), flag="flag", by=["n"]),
            ps.InputError,
            "n: column exists (rename the column first)",
        ),
    ],
    ids=["numbers", "words", "text", "by", "interval", "name"],
)
def test_what_cannot_be_summed_up_is_refused(make: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        make()
    assert str(caught.value) == message


@pytest.mark.requirement("PSO-ENDP-026")
def test_rows_are_grouped_by_what_has_a_name() -> None:
    with pytest.raises(ps.InputError) as caught:
        responder_summary(pl.DataFrame({"arm": [["a"], ["b"]], "flag": ["Y", "N"]}), flag="flag", by=["arm"])

    assert str(caught.value) == "arm: no group; allowed is text, numbers or days"


@pytest.mark.requirement("PSO-ENDP-026")
def test_groups_have_an_order() -> None:
    arms = pd.Series([1, date(2015, 8, 31)], dtype=object)
    with pytest.raises(ps.InputError) as caught:
        responder_summary(pd.DataFrame({"arm": arms, "flag": ["Y", "N"]}), flag="flag", by=["arm"])

    assert str(caught.value) == (
        "arm: no order; allowed is text, numbers or days, and in one column not both of the last two"
    )
