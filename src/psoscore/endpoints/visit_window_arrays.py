"""Analysis windows and the baseline record for many patients at once: one row a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from psoscore.amount_arrays import array_of, fault_at, read_floats
from psoscore.dates import elapsed_days
from psoscore.endpoints.visit_window import (
    MOST_DAYS,
    Tie,
    VisitWindow,
    checked_tie,
    checked_windows,
)
from psoscore.errors import Fault, InputError
from psoscore.provenance import Provenance
from psoscore.row_names import name_codes
from psoscore.row_order import refuse_other_orders
from psoscore.sources import PSOSCORE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = ["BASELINE_PROVENANCE", "NOWHERE", "Windowed", "assign_windows", "baseline_records"]

NOWHERE = -1
"""A record that is in no window."""

FIRST_DOSE_DAY = 1

BASELINE_PROVENANCE = Provenance(
    sources=(PSOSCORE,),
    requirements=("PSO-ENDP-020",),
    status="unconfirmed",
    note="The last record with a value on or before the day of the first dose, as analysis plans commonly "
    "have it.",
)


@frozen(eq=False)
class Windowed:
    """Where each record belongs.

    Attributes:
        windows: The windows, in order of their days.
        window: For each record the position of its window, or NOWHERE.
        analysed: Whether it is the record that is analysed for its window.
    """

    windows: tuple[VisitWindow, ...]
    window: NDArray[np.int64]
    analysed: NDArray[np.bool]


def assign_windows(
    windows: Iterable[VisitWindow], subject: Any, day: Any, *, known: Any = None, tie: Tie = "later"
) -> Windowed:
    """The window of every record, and which record of each patient and window is analysed.

    Missing data: a record without a day (None, NaN) is in no window; one without
    a value is in its window and not analysed.

    Args:
        windows: Windows that share no day.
        subject: Whose record it is.
        day: Its study day.
        known: Whether it has a value, True or False; None where all have.
        tie: As for ``analysis_record``.

    Returns:
        The windows of the records.

    Raises:
        InputError: A study day is 0, no whole number or as large as only a date is, a patient
            is missing, something known is neither True nor False, or the lengths or the indexes
            of Series differ.
        DefinitionError: Two windows share a day, or there is no such rule for ties.

    Examples:
        >>> found = assign_windows([VisitWindow.around_week(4, days=7)], ["A", "A", "B"], [27, 31, 90])
        >>> found.window.tolist(), found.analysed.tolist()
        ([0, 0, -1], [False, True, False])
    """
    ordered = checked_windows(windows)
    checked_tie(tie)
    who, days, has_day, has_value = _records(subject, day, known)
    lows, highs, targets = (
        np.array([getattr(one, what) for one in ordered]) for what in ("low", "high", "target")
    )
    place = np.searchsorted(lows, days, side="right") - 1
    inside = has_day & (place >= 0) & (days <= highs[place])
    window = np.where(inside, place, NOWHERE)
    distance = np.abs(elapsed_days(days) - elapsed_days(targets)[place])
    candidate = np.flatnonzero(inside & has_value)
    preference = np.positive if tie == "later" else np.negative  # the best of a patient's window comes last
    order = candidate[
        np.lexsort(
            (
                preference(candidate),
                preference(days[candidate]),
                np.negative(distance[candidate]),
                window[candidate],
                who[candidate],
            )
        )
    ]
    return Windowed(ordered, window, _last_of_each(order, who, window))


def baseline_records(subject: Any, day: Any, *, known: Any = None) -> NDArray[np.bool]:
    """Which record of each patient is the baseline: the last with a value on or before day 1.

    Of two on one day it is the one further down in the data. A patient without
    such a record has no baseline.

    Args:
        subject: Whose record it is.
        day: Its study day, counted from the first dose; None or NaN where missing.
        known: As for ``assign_windows``.

    Returns:
        True for the baseline record of each patient.

    Raises:
        InputError: As for ``assign_windows``.

    Examples:
        >>> baseline_records(["A", "A", "A", "B"], [-14, 1, 8, 8]).tolist()
        [False, True, False, False]
    """
    who, days, has_day, has_value = _records(subject, day, known)
    candidate = np.flatnonzero(has_day & has_value & (days <= FIRST_DOSE_DAY))
    order = candidate[np.lexsort((candidate, days[candidate], who[candidate]))]
    return _last_of_each(order, who, np.zeros_like(who))


def _last_of_each(order: NDArray[Any], who: NDArray[Any], window: NDArray[Any]) -> NDArray[np.bool]:
    chosen = np.zeros(who.shape, np.bool)
    last = np.ones(order.shape, np.bool)
    last[:-1] = (np.diff(who[order]) != 0) | (np.diff(window[order]) != 0)
    chosen[order[last]] = True
    return chosen


def _records(
    subject: Any, day: Any, known: Any
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool], NDArray[np.bool]]:
    """Patients as numbers, whole days, whether there is a day, whether there is a value."""
    refuse_other_orders(subject=subject, day=day, known=known)
    names = _one_a_record("subject", subject, "one patient")
    whole, has_day = _study_days(day)
    has_value = np.ones(names.shape, np.bool) if known is None else _truth_values("known", known)
    for item, one in (("day", whole), ("known", has_value)):
        if one.shape != names.shape:
            raise InputError(
                [Fault(item=item, kind="wrong_length", allowed=str(names.shape), value=str(one.shape))]
            )
    return _patients(names), whole, has_day, has_value


def _one_a_record(item: str, values: Any, allowed: str) -> NDArray[Any]:
    """What was given, as a column; a masked cell is None."""
    try:
        column = np.asarray(values)
    except Exception:  # noqa: BLE001  rows of different lengths; and a stranger's object can raise anything
        column = np.empty((), np.bool)
    if column.ndim != 1:
        raise InputError([Fault(item=item, kind="no_column", allowed=f"{allowed} a record")])
    if np.ma.isMaskedArray(values):
        column = column.astype(object)
        column[np.ma.getmaskarray(values)] = None
    return column


def _truth_values(item: str, values: Any) -> NDArray[np.bool]:
    """A column that says yes or no, and nothing that merely counts as one of them."""
    column = _one_a_record(item, values, "one truth value")
    if column.dtype.kind != "b":
        strange = np.array([not isinstance(one, bool | np.bool) for one in column], np.bool)
        if strange.any():
            raise InputError([fault_at(item, "no_truth_value", "True or False", strange)])
    return column.astype(np.bool)


def _study_days(day: Any) -> tuple[NDArray[np.int64], NDArray[np.bool]]:
    """Whole days, and whether one is there; any day stands where none is."""
    given = array_of("day", day)
    if given.dtype.kind == "i" and not np.ma.isMaskedArray(day):
        days, has_day = given.astype(np.int64), np.ones(given.shape, np.bool)
    else:
        floats = read_floats("day", day)
        has_day = ~np.isnan(floats)
        days = np.where(has_day, floats, FIRST_DOSE_DAY)
    whole = np.clip(days, -MOST_DAYS, MOST_DAYS).astype(np.int64)
    wrong = (whole == 0) | (whole != days)
    if wrong.any():
        allowed = "whole study days; the day before day 1 is day -1"
        raise InputError([fault_at("day", "no_study_day", allowed, wrong)])
    return whole, has_day


def _patients(names: NDArray[Any]) -> NDArray[Any]:
    """The patients as numbers; whole numbers are taken as they are."""
    return names if names.dtype.kind in "iu" else name_codes("subject", names, "the name of a patient")
