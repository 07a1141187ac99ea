"""Vital signs around an infusion, against a named grading scale.

The array and frame forms are in ``psoscore.safety.vital_sign_arrays``,
``psoscore.safety.time_point_arrays`` and the modules ``..._frame`` beside them;
each is imported where it is wanted.
"""

from psoscore.safety.ctcae import CTCAE_5
from psoscore.safety.grading import DurationSplit, Grading, Limit, Limits
from psoscore.safety.period import SafetyPeriod, is_infusion_related, safety_period
from psoscore.safety.time_point import (
    PlacedReading,
    Reading,
    TimePoint,
    change_from_before,
    place_readings,
    pre_infusion_value,
    time_points,
)
from psoscore.safety.unit import celsius, mmhg
from psoscore.safety.vital_sign import (
    Candidate,
    fever_candidate,
    hypertension_candidate,
    require_numeric_term,
)

__all__ = [
    "CTCAE_5",
    "Candidate",
    "DurationSplit",
    "Grading",
    "Limit",
    "Limits",
    "PlacedReading",
    "Reading",
    "SafetyPeriod",
    "TimePoint",
    "celsius",
    "change_from_before",
    "fever_candidate",
    "hypertension_candidate",
    "is_infusion_related",
    "mmhg",
    "place_readings",
    "pre_infusion_value",
    "require_numeric_term",
    "safety_period",
    "time_points",
]
