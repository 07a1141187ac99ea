"""Candidate grades of vital signs in a data frame of any kind that narwhals reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from psoscore.amount_arrays import UNKNOWN
from psoscore.eager_frame import column, eager
from psoscore.new_frame import with_new_columns
from psoscore.safety.ctcae import CTCAE_5
from psoscore.safety.vital_sign_arrays import fever_arrays, hypertension_arrays

if TYPE_CHECKING:
    from psoscore.safety.grading import Grading
    from psoscore.safety.unit import PressureUnit, TemperatureUnit

__all__ = ["fever_frame", "hypertension_frame"]

Frame = TypeVar("Frame")


def fever_frame(  # noqa: PLR0913 - which columns hold what, keyword-only
    frame: Frame,
    *,
    unit: TemperatureUnit,
    temperature: str = "temperature",
    duration_hours: str | None = None,
    grading: Grading = CTCAE_5,
    confirmed: bool = False,
) -> Frame:
    """Add ``fever_low`` and ``fever_high``, the candidate grades of a temperature column.

    Missing data:
        A missing temperature gives nulls (NaN in classic pandas).

    Args:
        frame: An eager frame: pandas, polars, pyarrow, ...
        unit: ``"C"`` or ``"F"``.
        temperature: Column of the readings.
        duration_hours: Column of the durations [h], or None.
        grading: The table of limits.
        confirmed: True if readings outside 25 to 45 degC are really meant.

    Returns:
        A frame of the same kind with the two columns.

    Raises:
        InputError: Readings that the scalar form refuses, a column that is not there
            or is there already, or a lazy frame.
        MissingExtraError: narwhals is not installed.

    >>> import polars as pl
    >>> frame = pl.DataFrame({"temperature": [37.0, 38.5, None]})
    >>> fever_frame(frame, unit="C")["fever_low"].to_list()
    [0, 1, None]
    """
    table = eager(frame)
    found = fever_arrays(
        column(table, temperature),
        unit=unit,
        duration_hours=None if duration_hours is None else column(table, duration_hours),
        grading=grading,
        confirmed=confirmed,
    )
    made = {"fever_low": found.low, "fever_high": found.high}
    added: Frame = with_new_columns(table, made, unknown=UNKNOWN)
    return added


def hypertension_frame(  # noqa: PLR0913 - which columns hold what, keyword-only
    frame: Frame,
    *,
    unit: PressureUnit,
    systolic: str = "systolic",
    diastolic: str = "diastolic",
    grading: Grading = CTCAE_5,
    confirmed: bool = False,
) -> Frame:
    """Add ``hypertension_low`` and ``hypertension_high``, the candidate grades of two columns.

    Missing data:
        With both pressures missing the grades are null (NaN in classic pandas).

    Args:
        frame: An eager frame: pandas, polars, pyarrow, ...
        unit: ``"mmHg"`` or ``"kPa"``, of both columns.
        systolic: Column of the systolic pressures.
        diastolic: Column of the diastolic pressures.
        grading: The table of limits.
        confirmed: True if readings outside 20 to 350 mmHg are really meant.

    Returns:
        A frame of the same kind with the two columns.

    Raises:
        InputError: Readings that the scalar form refuses, a column that is not there
            or is there already, or a lazy frame.
        MissingExtraError: narwhals is not installed.

    >>> import polars as pl
    >>> frame = pl.DataFrame({"systolic": [120, 145, None], "diastolic": [75, 80, None]})
    >>> hypertension_frame(frame, unit="mmHg")["hypertension_low"].to_list()
    [1, 2, None]
    """
    table = eager(frame)
    found = hypertension_arrays(
        column(table, systolic), column(table, diastolic), unit=unit, grading=grading, confirmed=confirmed
    )
    made = {"hypertension_low": found.low, "hypertension_high": found.high}
    added: Frame = with_new_columns(table, made, unknown=UNKNOWN)
    return added
