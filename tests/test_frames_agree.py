"""Every kind of frame gives, exactly, what the array door and the record door give."""

from __future__ import annotations

import math
from datetime import date, timedelta
from random import Random
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import psoscore as ps
from frame_kinds import EAGER, KINDS, LAZY, frame, rows
from psoscore.engine.questions import asked

pytestmark = pytest.mark.requirement("PSO-FRAME-001")

CODE = 9
"""The code of *not relevant* in these frames."""
ROWS = 25
FEW = settings(
    max_examples=settings().max_examples // 16,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
"""An example is a table in ten kinds of frame, and planning takes longer than computing: 3 by day."""

SCORES = {
    one.name: one
    for one in (
        *(ps.PASI, ps.PASI_HALF_POINTS, ps.DLQI, ps.DLQI_BANDS, ps.DLQI_R, ps.DLQI_R_BANDS),
        *ps.DLQI.parts,
        ps.PASI.parts[2],
    )
}
ODD_VALUES = (-1.0, 0.5, 7.25, 127.0, float("inf"), 1e300)
WISHED = ("", "_low", "_high", "_n_missing", "_n_not_relevant")


def column(cell: Any, chance: Random, *, bad: bool) -> list[float | None]:
    """Answers of a cell in points, some missing, some *not relevant*, perhaps some bad."""
    answers = cell.allowed or range(cell.low, cell.high + 1)
    values: list[float | None] = []
    for _ in range(ROWS):
        draw = chance.random()
        if draw < 0.12:
            values.append(None)
        elif draw < 0.25 and cell.not_relevant:
            values.append(float(CODE))
        elif draw < 0.27 and bad:
            values.append(chance.choice(ODD_VALUES))
        elif cell.kind == "measure":
            values.append(chance.choice([0.0, 0.1, 9.99, 10.0, 29.5, 90.0, 100.0]))
        else:
            values.append(chance.choice(list(answers)) / cell.scale)
    return values


def columns_of(
    subject: Any, seed: int, *, bad: bool = False, both_forms: bool = False
) -> dict[str, list[Any]]:
    """A column for every cell of the first forms, or for every form of each question."""
    chance = Random(seed)  # noqa: S311  test data
    questions = asked(subject)
    made = {name: column(cell, chance, bad=bad) for name, cell in questions.cells.items()}
    for forms in questions.forms:
        for later in forms[1:]:
            for name in later:
                if not both_forms:
                    del made[name]
        if both_forms:
            for row in range(ROWS):
                kept = chance.choice(forms)
                for name in (name for form in forms for name in form if form != kept):
                    made[name][row] = None
    return made


def arrays_of(columns: dict[str, list[Any]]) -> dict[str, Any]:
    return {
        name: np.array([np.nan if one is None else one for one in values]) for name, values in columns.items()
    }


def none_for_nan(values: Any) -> list[Any]:
    return [None if math.isnan(value) else value for value in values.tolist()]


def expected(definition: ps.Score, columns: dict[str, list[Any]], **said: Any) -> list[tuple[Any, ...]]:
    """Value and bounds of the array door, the counts of the record door."""
    arrays = arrays_of(columns)
    value = ps.score_arrays(definition, arrays, **said)
    low, high = ps.bounds_arrays(definition, arrays, **said)
    one_by_one = [
        ps.score(definition, dict(zip(columns, row, strict=True)), contradictions="ignore", **said)
        for row in zip(*columns.values(), strict=True)
    ]
    counts = [(one.n_missing, one.n_not_relevant) for one in one_by_one]
    assert none_for_nan(value) == [one.value for one in one_by_one]  # one door's word for the other
    return [
        (*row, *counted)
        for row, counted in zip(
            zip(none_for_nan(value), none_for_nan(low), none_for_nan(high), strict=True), counts, strict=True
        )
    ]


def scored(
    kind: str, definition: ps.Score, columns: dict[str, list[Any]], **said: Any
) -> list[tuple[Any, ...]]:
    narrow = said.pop("narrow", False)
    made = ps.score_frame(frame(kind, columns, narrow=narrow), definition, bounds=True, details=True, **said)
    return rows(made, *(definition.name + suffix for suffix in WISHED))


@pytest.mark.parametrize("name", [name for name in SCORES if not name.startswith("dlqi_r")])
@FEW
@given(seed=st.integers(0, 2**32), narrow=st.booleans())
def test_every_frame_gives_what_the_other_doors_give(name: str, seed: int, *, narrow: bool) -> None:
    """
    Value, bounds and counts, with missing cells as null and as NaN.
    """
    definition = SCORES[name]
    columns = columns_of(definition, seed)
    wanted = expected(definition, columns, not_relevant=CODE)

    for kind in KINDS:
        assert scored(kind, definition, columns, not_relevant=CODE, narrow=narrow) == wanted, kind


@pytest.mark.parametrize("name", ["pasi", "dlqi", "work_and_school"])
@FEW
@given(seed=st.integers(0, 2**32))
def test_two_forms_of_a_question_are_told_apart_row_by_row(name: str, seed: int) -> None:
    definition = SCORES[name]
    columns = columns_of(definition, seed, both_forms=True)
    wanted = [row[:3] for row in expected(definition, columns, not_relevant=CODE)]

    for kind in KINDS:
        found = scored(kind, definition, columns, not_relevant=CODE)
        assert [row[:3] for row in found] == wanted, kind


@settings(FEW, max_examples=2)
@given(seed=st.integers(0, 2**32))
def test_every_frame_gives_the_dlqi_r_that_the_other_doors_give(seed: int) -> None:
    columns = columns_of(ps.DLQI_R, seed)
    both = ps.DLQI_R, ps.DLQI_R_BANDS
    wanted = {one: [row[:3] for row in expected(one, columns, not_relevant=CODE)] for one in both}

    for kind in KINDS:
        found = ps.score_frame(frame(kind, columns), *both, bounds=True, not_relevant=CODE)
        for definition in both:
            assert rows(found, *(definition.name + end for end in WISHED[:3])) == wanted[definition], kind


def test_what_is_missing_of_a_dlqi_r_is_counted_alike_in_memory_and_in_expressions() -> None:
    columns = columns_of(ps.DLQI_R, 7)
    wanted = expected(ps.DLQI_R, columns, not_relevant=CODE)

    assert scored("polars", ps.DLQI_R, columns, not_relevant=CODE) == wanted
    assert scored("duckdb", ps.DLQI_R, columns, not_relevant=CODE) == wanted


@pytest.mark.parametrize("name", ["pasi", "dlqi", "pasi_half_points", "dlqi_band"])
@FEW
@given(seed=st.integers(0, 2**32))
def test_bad_cells_set_aside_give_the_bounds_of_the_other_doors(name: str, seed: int) -> None:
    definition = SCORES[name]
    columns = columns_of(definition, seed, bad=True)
    said: dict[str, Any] = {"not_relevant": CODE, "invalid": "unknown"}
    wanted = expected(definition, columns, **said)

    for kind in KINDS:
        assert scored(kind, definition, columns, **said) == wanted, kind


@pytest.mark.parametrize("name", ["pasi", "dlqi"])
@FEW
@given(seed=st.integers(0, 2**32))
def test_a_lazy_frame_gives_null_exactly_where_a_cell_is_bad(name: str, seed: int) -> None:
    """
    Elsewhere it gives what it gives without the bad rows.
    """
    definition = SCORES[name]
    columns = columns_of(definition, seed, bad=True)
    faulty = [
        bool(ps.check(definition, dict(zip(columns, row, strict=True)), not_relevant=CODE))
        for row in zip(*columns.values(), strict=True)
    ]

    clean = expected(definition, columns, not_relevant=CODE, invalid="unknown")
    wanted = [(None,) * 5 if bad else row for bad, row in zip(faulty, clean, strict=True)]

    for kind in LAZY:
        assert scored(kind, definition, columns, not_relevant=CODE) == wanted, kind


@FEW
@given(seed=st.integers(0, 2**32))
def test_a_frame_in_memory_raises_the_faults_of_the_array_door(seed: int) -> None:
    columns = columns_of(ps.PASI, seed, bad=True)
    columns["head_area"][3] = 7.0
    faults = ps.check_arrays(ps.PASI, arrays_of(columns))

    for kind in EAGER:
        with pytest.raises(ps.InputError) as refused:
            ps.score_frame(frame(kind, columns), ps.PASI)
        assert {(one.item, one.kind, one.rows, one.count) for one in refused.value.faults} == {
            (one.item, one.kind, one.rows, one.count) for one in faults
        }, kind


FACTS: dict[str, Any] = {
    "days": ps.day("baseline") - ps.day("washout") >= 28,
    "a fixed day": ps.day("baseline") >= date(2015, 8, 31),
    "months": ps.day("diagnosis").plus_months(6) <= ps.day("baseline"),
    "months back": ps.day("diagnosis").plus_months(-6) >= ps.day("baseline"),
    "a flag": ps.flag("ever"),
    "a flag against a day": ~ps.flag("ever") | (ps.day("baseline") - ps.day("washout") > 60),
    "a code": ps.code("sex", ["F", "M", "U"]).one_of("F", "U"),
    "a measured real": ps.number("bsa", low=0, high=100, decimals=None) >= 7.3,
    "more than a measured real": ps.number("bsa", low=0, high=100, decimals=None) > 10,
    "a decimal": ps.number("pasi_before", low=0, high=72, decimals=1) >= 12,
    "a sum": 25 * ps.number("pasi_before", low=0, high=72, decimals=1)
    - 100 * ps.number("pasi_after", low=0, high=72, decimals=1)
    >= 0,
    "negative numbers": ps.number("change", low=-10, high=-1) < -5,
}
BASES = ("reported", "completions")


def facts(seed: int) -> tuple[dict[str, list[Any]], dict[str, Any]]:
    """Facts as columns of frames, and as arrays; the washout is a pair of columns."""
    chance = Random(seed)  # noqa: S311  test data

    def some(make: Any) -> list[Any]:
        return [None if chance.random() < 0.15 else make() for _ in range(ROWS)]

    def day() -> date:
        return date(2014, 6, 1) + timedelta(chance.randrange(700))

    first = some(day)
    last = [None if one is None else one + timedelta(chance.randrange(-2, 80)) for one in first]
    columns: dict[str, list[Any]] = {
        "baseline": some(day),
        "first": first,
        "last": last,
        "diagnosis": some(day),
        "ever": some(lambda: chance.random() < 0.5),
        "sex": some(lambda: chance.choice(["F", "M", "U", "", "X"])),
        "bsa": some(lambda: chance.choice([0.0, 7.3, 7.29, 10.0, 99.9, 100.5])),
        "pasi_before": some(lambda: chance.randrange(725) / 10),
        "pasi_after": some(lambda: chance.randrange(725) / 10),
        "change": some(lambda: float(-chance.randrange(12))),
    }
    days = {
        name: np.array(
            [np.datetime64("NaT", "D") if one is None else np.datetime64(one) for one in columns[name]]
        )
        for name in ("baseline", "first", "last", "diagnosis")
    }
    numbers = arrays_of({name: columns[name] for name in ("bsa", "pasi_before", "pasi_after", "change")})
    arrays = {
        **{name: array.astype("datetime64[D]") for name, array in days.items()},
        **numbers,
        "ever": np.array(columns["ever"], object),
        "sex": np.array(columns["sex"], object),
    }
    arrays["washout"] = arrays["first"], arrays["last"]
    return columns, arrays


@pytest.mark.parametrize("name", FACTS)
@FEW
@given(seed=st.integers(0, 2**32), basis=st.sampled_from(BASES))
def test_every_frame_judges_facts_as_the_array_door_does(name: str, seed: int, basis: Any) -> None:
    condition = FACTS[name]
    columns, arrays = facts(seed)
    pairs = {"washout": ("first", "last")} if "washout" in asked(condition).cells else {}

    judged = ps.judge_arrays(condition, arrays, basis=basis, invalid="unknown")

    for kind in KINDS:
        found = ps.judge_frame(
            frame(kind, columns), {"verdict": condition}, basis=basis, columns=pairs, invalid="unknown"
        )
        assert rows(found, "verdict") == [(verdict,) for verdict in judged.tolist()], kind


@pytest.mark.parametrize("basis", BASES)
@FEW
@given(seed=st.integers(0, 2**32))
def test_every_frame_judges_scores_as_the_array_door_does(basis: Any, seed: int) -> None:
    conditions = {"much": (ps.PASI >= 20) & (ps.DLQI > 10), "little": (ps.DLQI <= 4) | ~(ps.PASI >= 10)}
    columns = columns_of(ps.PASI, seed) | columns_of(ps.DLQI, seed + 1)

    judged = [
        ps.judge_arrays(one, arrays_of(columns), basis=basis, not_relevant=CODE).tolist()
        for one in conditions.values()
    ]

    for kind in KINDS:
        found = ps.judge_frame(frame(kind, columns), conditions, basis=basis, not_relevant=CODE)
        assert rows(found, *conditions) == list(zip(*judged, strict=True)), kind


@pytest.mark.requirement("PSO-ENGINE-006", "PSO-ENGINE-012")
def test_a_question_answered_in_both_forms_and_set_aside_is_counted_as_missing_once() -> None:
    """Head area 2 and 50 % at once: neither is read, so that the area of the head is not known."""
    record = dict.fromkeys(ps.PASI.items, 2) | {"head_area_percent": 50.0}

    single = ps.score(ps.PASI, record, invalid="unknown")
    together = ps.score_frame(pl.DataFrame([record]), ps.PASI, details=True, invalid="unknown")
    assert (single.missing[0], single.n_missing) == ("head_area", 1)
    assert together["pasi_n_missing"].to_list() == [1]
