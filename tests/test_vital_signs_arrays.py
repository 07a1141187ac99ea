"""Candidate grades of a cohort equal the scalar form reading by reading."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoscore.errors import InputError
from psoscore.safety import fever_candidate, hypertension_candidate
from psoscore.safety.vital_sign_arrays import fever_arrays, hypertension_arrays
from psoscore.safety.vital_sign_frame import fever_frame, hypertension_frame


@pytest.mark.requirement("PSO-SAFE-011")
@pytest.mark.parametrize(("unit", "low", "high"), [("C", 2500, 4500), ("F", 7700, 11300)])
@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_every_hundredth_of_a_degree_equals_the_scalar_form(
    unit: Any, low: int, high: int, kind: Any
) -> None:
    readings = (np.arange(low, high + 1) / 100).astype(kind)
    found = fever_arrays(readings, unit=unit)

    expected = [fever_candidate(Decimal(one) / 100, unit=unit) for one in range(low, high + 1)]
    assert found.low.tolist() == [one.low for one in expected]
    assert found.high.tolist() == [one.high for one in expected]
    assert found.grading == "CTCAE v5.0"
    assert found.low.dtype == np.int8


@pytest.mark.requirement("PSO-SAFE-011")
@given(st.floats(25, 45))
def test_any_float_is_read_as_it_prints(reading: float) -> None:
    assert fever_arrays([reading], unit="C").low.tolist() == [fever_candidate(reading, unit="C").low]


@pytest.mark.requirement("PSO-SAFE-011")
def test_duration_tells_the_highest_fevers_apart() -> None:
    found = fever_arrays([41, 41, 41, 39.5, np.nan], unit="C", duration_hours=[24, 24.1, np.nan, 30, 30])

    # Specification E2: up to 24 h grade 3, longer grade 4, unknown either.
    assert found.low.tolist() == [3, 4, 3, 2, -1]
    assert found.high.tolist() == [3, 4, 4, 2, -1]


@pytest.mark.requirement("PSO-SAFE-011")
@pytest.mark.parametrize(("unit", "factor"), [("mmHg", 1.0), ("kPa", 0.133322387415)])
def test_pressures_equal_the_scalar_form(unit: Any, factor: float) -> None:
    pairs = [
        (systolic * factor, diastolic * factor)
        for systolic in (100, 119.9, 120, 139.6, 140, 159.9, 160)
        for diastolic in (60, 79.9, 80, 89.9, 90, 99.9)
    ]
    systolic, diastolic = (np.array(column) for column in zip(*pairs, strict=True))
    found = hypertension_arrays(systolic, diastolic, unit=unit)

    expected = [hypertension_candidate(*pair, unit=unit) for pair in pairs]
    assert found.low.tolist() == [one.low for one in expected]
    assert found.high.tolist() == [one.high for one in expected]


@pytest.mark.requirement("PSO-SAFE-011")
def test_a_missing_pressure_leaves_the_grade_open() -> None:
    upper = np.ma.masked_array([150, 150, 170, 150], mask=[False, True, False, True])
    lower = np.array([None, 85, np.nan, None], dtype=object)
    found = hypertension_arrays(upper, lower, unit="mmHg")

    # By hand: 150 is 2 to 3; 85 alone is 1 to 3; 170 is 3 whatever the other; nothing is unknown.
    assert found.low.tolist() == [2, 1, 3, -1]
    assert found.high.tolist() == [3, 3, 3, -1]


@pytest.mark.requirement("PSO-SAFE-007")
@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: fever_arrays([37, 98.6], unit="C"),
            (
                "temperature: out of range; allowed is 25.0 to 45.0 C; 1 cell, at 1 "
                "(another unit? confirmed=True if it is meant)"
            ),
        ),
        (
            lambda: hypertension_arrays([16, 120], [80, 80], unit="mmHg"),
            (
                "systolic: out of range; allowed is 20.0 to 350.0 mmHg; 1 cell, at 0 "
                "(another unit? confirmed=True if it is meant)"
            ),
        ),
        (
            lambda: hypertension_arrays([120, -1], [80, 80], unit="mmHg", confirmed=True),
            "systolic: out of range; allowed is above 0; 1 cell, at 1",
        ),
        (
            lambda: hypertension_arrays([120, 70], [80, 80], unit="mmHg"),
            (
                "diastolic: out of range; allowed is below systolic; 1 cell, at 1 "
                "(the two may have changed places)"
            ),
        ),
        (
            lambda: hypertension_arrays([120, 70], [80], unit="mmHg"),
            "diastolic: wrong shape; allowed is the shape of systolic",
        ),
        (
            lambda: fever_arrays([41.0], unit="C", duration_hours=[-1]),
            "duration_hours: out of range; allowed is 0 or more; 1 cell, at 0",
        ),
        (
            lambda: fever_arrays([41.0], unit="C", duration_hours=[1, 2]),
            "duration_hours: wrong shape; allowed is the shape of temperature",
        ),
        (lambda: fever_arrays(["38"], unit="C"), "temperature: <U2 no number; allowed is numbers"),
        (
            lambda: fever_arrays([np.inf], unit="C"),
            "temperature: not finite; allowed is finite numbers; 1 cell, at 0",
        ),
    ],
)
def test_readings_that_cannot_be_meant_are_refused_with_their_positions(call: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        call()

    assert str(caught.value) == message


@pytest.mark.requirement("PSO-SAFE-011")
@pytest.mark.parametrize("missing", [None, float("nan"), Decimal("NaN"), pd.NA, pd.NaT])
def test_a_missing_reading_is_missing_in_every_library_s_way(missing: Any) -> None:
    assert fever_arrays([missing, 38], unit="C").low.tolist() == [-1, 1]
    assert fever_arrays([41, 38], unit="C", duration_hours=[missing, 1]).high.tolist() == [4, 1]
    assert hypertension_arrays([missing, 150], [70, missing], unit="mmHg").high.tolist() == [3, 3]


@pytest.mark.requirement("PSO-SAFE-007")
def test_confirmed_readings_are_taken() -> None:
    assert fever_arrays([24.0], unit="C", confirmed=True).low.tolist() == [0]
    assert hypertension_arrays([400], [80], unit="mmHg", confirmed=True).low.tolist() == [3]


@pytest.mark.requirement("PSO-SAFE-011")
@pytest.mark.parametrize(
    "make",
    [pd.DataFrame, lambda data: pd.DataFrame(data).convert_dtypes(), pl.DataFrame, pa.table],
    ids=["pandas", "pandas-nullable", "polars", "pyarrow"],
)
def test_every_frame_gets_the_candidates(make: Any) -> None:
    frame = make(
        {
            "temperature": [38.0, 40.5, 40.5, None],
            "hours": [1.0, 30.0, None, None],
            "systolic": [150, None, 110, None],
            "diastolic": [70, 95, 70, None],
        }
    )
    both = hypertension_frame(fever_frame(frame, unit="C", duration_hours="hours"), unit="mmHg")
    columns = nw.from_native(both, eager_only=True)
    plain = nw.from_native(fever_frame(frame, unit="C"), eager_only=True)

    def seen(table: Any, name: str) -> list[int | None]:
        return [None if one is None or one != one else int(one) for one in table[name].to_list()]  # noqa: PLR0124

    # By hand from specification E2, as above.
    assert seen(columns, "fever_low") == [1, 4, 3, None]
    assert seen(columns, "fever_high") == [1, 4, 4, None]
    assert seen(columns, "hypertension_low") == [2, 2, 0, None]
    assert seen(columns, "hypertension_high") == [2, 3, 0, None]
    assert seen(plain, "fever_low") == [1, 3, 3, None]
