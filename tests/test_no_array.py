"""An object that raises whatever is asked of it, for an array or in one: every door refuses it in words."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import psoscore as ps
from psoscore import endpoints, infusion, summaries
from psoscore.endpoints import ModifiedNRI, VisitWindow
from psoscore.infusion.dose_arrays import dose_arrays
from psoscore.safety import time_point_arrays, vital_sign_arrays
from test_bad_input import Evil

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.requirement("PSO-ENGINE-008")

START, END = np.datetime64("2015-06-01T09:00"), np.datetime64("2015-06-01T10:00")
DAY = np.datetime64("2015-06-01")
RULE = infusion.DoseRule(cells_per_kg=10**6, basis="viable")
VIAL = infusion.Product(viability=0.8, cells_per_container=25_000_000)
WEEK_8 = [VisitWindow.around_week(8, days=7)]

DOORS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "response_arrays": (endpoints.response_arrays, {"baseline": [12.0], "visit": [3.0]}),
    "change_arrays": (endpoints.change_arrays, {"baseline": [12.0], "visit": [3.0]}),
    "percent_change_arrays": (endpoints.percent_change_arrays, {"baseline": [12.0], "visit": [3.0]}),
    "relapse_arrays": (endpoints.relapse_arrays, {"baseline": [12.0], "visits": [[3.0]]}),
    "sustained_arrays": (endpoints.sustained_arrays, {"responses": [[1, 0]]}),
    "sustained_since_first_arrays": (endpoints.sustained_since_first_arrays, {"responses": [[1, 0]]}),
    "first_found_arrays": (endpoints.first_found_arrays, {"verdicts": [[0, 1]], "days": [29, 57]}),
    "impute_flags": (endpoints.impute_flags, {"responses": [[1, -1]], "reasons": [["x", None]]}),
    "impute_scores": (endpoints.impute_scores, {"scores": [[3.0, None]], "baseline": [12.0]}),
    "assign_windows": (endpoints.assign_windows, {"subject": ["A"], "day": [57], "known": [True]}),
    "baseline_records": (endpoints.baseline_records, {"subject": ["A"], "day": [1]}),
    "dose_arrays": (dose_arrays, {"weight_kg": [70.0]}),
    "fever_arrays": (vital_sign_arrays.fever_arrays, {"temperature": [38.0], "duration_hours": [2.0]}),
    "hypertension_arrays": (vital_sign_arrays.hypertension_arrays, {"systolic": [120], "diastolic": [80]}),
    "place_arrays": (time_point_arrays.place_arrays, {"at": [START], "start": [START], "end": [END]}),
    "before_arrays": (
        time_point_arrays.before_arrays,
        {"value": [36.6], "at": [START], "start": [START], "infusion": [1]},
    ),
    "change of readings": (time_point_arrays.change_arrays, {"value": [37.0], "before": [36.6]}),
    "safety_period_arrays": (time_point_arrays.safety_period_arrays, {"days": [DAY], "first": [DAY]}),
    "clopper_pearson": (summaries.clopper_pearson, {"responders": [3], "n": [10]}),
    "wilson": (summaries.wilson, {"responders": [3], "n": [10]}),
}
STATED: dict[str, dict[str, Any]] = {
    "relapse_arrays": {"definition": "npf"},
    "impute_flags": {"rule": ModifiedNRI(failures=["x"])},
    "impute_scores": {"rule": endpoints.LOCF_FROM_BASELINE},
    "assign_windows": {"windows": WEEK_8},
    "response_arrays": {"percent": 75},
    "dose_arrays": {"rule": RULE, "product": VIAL},
    "fever_arrays": {"unit": "C"},
    "hypertension_arrays": {"unit": "mmHg"},
    "place_arrays": {"every_minutes": 15},
}


def inside() -> Any:
    """An array of objects, which numpy does not look at, with one of them in it."""
    made = np.empty(1, object)
    made[0] = Evil()
    return made


EVIL: dict[str, Callable[[], Any]] = {
    "alone": Evil,
    "in a list": lambda: [Evil()],
    "in rows": lambda: [[Evil(), None]],
    "in an array": inside,
}


def test_every_door_opens_with_what_it_was_made_for() -> None:
    for name, (door, data) in DOORS.items():
        assert door(**STATED.get(name, {}), **data) is not None


@pytest.mark.parametrize("way", EVIL)
@pytest.mark.parametrize(
    ("name", "argument"), [(name, argument) for name, (_, data) in DOORS.items() for argument in data]
)
def test_what_cannot_be_looked_at_is_refused_in_words(name: str, argument: str, way: str) -> None:
    door, data = DOORS[name]

    with suppress(ps.PsoscoreError):
        door(**STATED.get(name, {}), **data | {argument: EVIL[way]()})
        assert (name, argument) == ("", ""), "nothing can be computed from it"
