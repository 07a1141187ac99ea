"""Endpoints of a million patients by nine visits, each against hand-written numpy of the same rule.

Run it alone: ``python tests/benchmarks/bench_endpoints.py``. Ratios are taken
within one run, the best of several repeats each. The numpy beside it decodes
to whole tenths and keeps missing visits apart, as the rule demands; both
results are compared first.
"""

from __future__ import annotations

from timeit import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from psoscore.endpoints import (
    LOCF,
    NRI,
    VisitWindow,
    assign_windows,
    baseline_records,
    change_arrays,
    first_found_arrays,
    impute_flags,
    impute_scores,
    percent_change_arrays,
    relapse_arrays,
    response_arrays,
    sustained_arrays,
)

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENTS, VISITS = 1_000_000, 9
REPEATS = 3
MISSING = 0.03
DAYS = np.array([8, 29, 57, 113, 169, 225, 281, 365, 400.0])
WINDOWS = [VisitWindow.around_week(week, days=5) for week in (4, 8, 16, 24, 32, 40, 52)]
TARGET = 3


def best(action: Callable[[], object]) -> float:
    """Seconds of one call, the best of several repeats."""
    return min(repeat(action, number=1, repeat=REPEATS))


def response_by_hand(baseline: Any, visits: Any) -> Any:
    """PASI 75 in whole tenths, -1 where it is open."""
    first, later = np.rint(baseline * 10)[:, None], np.rint(visits * 10)
    known = ~np.isnan(later) & (first > 0)
    return np.where(known, 100 * (first - later) >= 75 * first, -1).astype(np.int8)


def change_by_hand(baseline: Any, visits: Any) -> Any:
    """Change in whole tenths."""
    return (np.rint(visits * 10) - np.rint(baseline * 10)[:, None]) / 10


def percent_change_by_hand(baseline: Any, visits: Any) -> Any:
    """Percent change in whole tenths, NaN where there is none."""
    first, later = np.rint(baseline * 10)[:, None], np.rint(visits * 10)
    return 100 * (later - first) / np.where(first > 0, first, np.nan)


def windows_by_hand(subject: Any, day: Any, known: Any) -> Any:
    """The window of each record, and the record nearest to the target, the later of two."""
    lows, highs, targets = (
        np.array([getattr(one, what) for one in WINDOWS]) for what in ("low", "high", "target")
    )
    place = np.searchsorted(lows, day, side="right") - 1
    window = np.where((place >= 0) & (day <= highs[place]), place, -1)
    rows = np.flatnonzero((window >= 0) & known)
    far = np.abs(day - targets[place])[rows]
    order = rows[np.lexsort((rows, day[rows], -far, window[rows], subject[rows]))]
    last = np.append((np.diff(subject[order]) != 0) | (np.diff(window[order]) != 0), True)
    chosen = np.zeros(len(day), bool)
    chosen[order[last]] = True
    return window, chosen


def baseline_by_hand(subject: Any, day: Any, known: Any) -> Any:
    """The last record with a value on or before day 1."""
    rows = np.flatnonzero((day <= 1) & known)
    order = rows[np.lexsort((rows, day[rows], subject[rows]))]
    chosen = np.zeros(len(day), bool)
    chosen[order[np.append(np.diff(subject[order]) != 0, True)]] = True
    return chosen


def relapse_by_hand(baseline: Any, visits: Any) -> Any:
    """NPF relapse with a running minimum, open where a missing visit could decide."""
    first, later = np.rint(baseline * 10), np.rint(visits * 10)
    lowest, unseen = np.full(len(first), np.inf), np.zeros(len(first), bool)
    found = np.empty(visits.shape, np.int8)
    for visit in range(visits.shape[1]):
        score = later[:, visit]
        gone = np.isnan(score)
        sure = (2 * lowest <= first) & (2 * score >= first + lowest)
        possible = np.where(gone, (2 * lowest <= first) | unseen, sure | (unseen & (2 * score >= first)))
        found[:, visit] = np.where(sure, 1, np.where(possible, -1, 0))
        lowest = np.fmin(lowest, score)
        unseen |= gone
    return found


def sustained_by_hand(flags: Any) -> Any:
    """Kleene's "and" from the last visit backwards, as the least of 0 < open < 1."""
    rank = np.where(flags == -1, 1, 2 * flags)
    least = np.minimum.accumulate(rank[:, ::-1], axis=1)[:, ::-1]
    return np.where(least == 1, -1, least // 2).astype(np.int8)


def first_by_hand(flags: Any) -> Any:
    """Day of the first response, and of the last visit known to be without one before it."""
    hit = flags == 1
    any_hit = hit.any(axis=1)
    first = np.where(any_hit, hit.argmax(axis=1), flags.shape[1])
    before = (flags == 0) & (np.arange(flags.shape[1]) < first[:, None])
    after = np.where(before, DAYS, 1).max(axis=1)
    return after, np.where(any_hit, DAYS[np.minimum(first, flags.shape[1] - 1)], np.nan)


def nri_by_hand(flags: Any) -> Any:
    """Open is none, and where."""
    missing = flags == -1
    return np.where(missing, 0, flags).astype(np.int8), missing


def locf_by_hand(visits: Any) -> Any:
    """The last value seen, and where it was carried."""
    missing = np.isnan(visits)
    place = np.maximum.accumulate(np.where(missing, -1, np.arange(visits.shape[1])), axis=1)
    carried = np.take_along_axis(visits, np.maximum(place, 0), axis=1)
    return np.where(place < 0, np.nan, carried), missing & (place >= 0)


def main() -> None:
    """Print the ratios and the target."""
    random = np.random.default_rng(6)
    baseline = random.integers(100, 400, PATIENTS) / 10
    visits = random.integers(0, 400, (PATIENTS, VISITS)) / 10
    visits[random.random(visits.shape) < MISSING] = np.nan
    flags = response_by_hand(baseline, visits)
    rows: list[tuple[str, Callable[[], Any], Callable[[], Any]]] = [
        (
            "PASI 75",
            lambda: response_arrays(baseline, visits, percent=75),
            lambda: response_by_hand(baseline, visits),
        ),
        (
            "relapse, NPF",
            lambda: relapse_arrays(baseline, visits, definition="npf"),
            lambda: relapse_by_hand(baseline, visits),
        ),
        (
            "percent change",
            lambda: percent_change_arrays(baseline, visits),
            lambda: percent_change_by_hand(baseline, visits),
        ),
        ("change", lambda: change_arrays(baseline, visits), lambda: change_by_hand(baseline, visits)),
        ("sustained response", lambda: sustained_arrays(flags), lambda: sustained_by_hand(flags)),
        ("time to response", lambda: first_found_arrays(flags, DAYS), lambda: first_by_hand(flags)),
        ("NRI", lambda: _pair(impute_flags(NRI, flags)), lambda: nri_by_hand(flags)),
        ("LOCF", lambda: _pair(impute_scores(LOCF, visits)), lambda: locf_by_hand(visits)),
    ]
    subject = np.repeat(np.arange(PATIENTS), VISITS)
    day = (DAYS[None, :] + random.integers(-9, 9, visits.shape)).astype(np.int64).ravel()
    day[day <= 0] -= 1
    seen = ~np.isnan(visits).ravel()
    rows += [
        (
            "visit windows",
            lambda: _places(assign_windows(WINDOWS, subject, day, known=seen)),
            lambda: windows_by_hand(subject, day, seen),
        ),
        (
            "baseline record",
            lambda: baseline_records(subject, day, known=seen),
            lambda: baseline_by_hand(subject, day, seen),
        ),
    ]
    for name, ours, theirs in rows:
        np.testing.assert_array_equal(np.asarray(ours()), np.asarray(theirs()), err_msg=name)
        mine, other = best(ours), best(theirs)
        times = f"{mine * 1e3:8.1f} ms, numpy {other * 1e3:8.1f} ms"
        print(f"{name:20} {times}  {mine / other:5.2f} x (at most {TARGET})")


def _places(found: Any) -> tuple[Any, Any]:
    return found.window, found.analysed


def _pair(imputed: Any) -> tuple[Any, Any]:
    return imputed.filled, imputed.imputed


if __name__ == "__main__":
    main()
