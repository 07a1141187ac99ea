"""Change, response, relapse, sustained response, imputation and visit windows.

Definitions and conditions stand in ``change``, ``response``, ``threshold``,
``drop`` and ``relapse``; they come through every door. What runs along a course
of visits works on arrays and frames, and numpy loads when one of those is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psoscore.endpoints.change import PASI_CHANGE, PASI_PERCENT_CHANGE, change, percent_change
from psoscore.endpoints.drop import (
    DLQI_MCID,
    DLQI_MCID_RESPONSE,
    IGA_RESPONSE,
    global_response,
    mcid_response,
)
from psoscore.endpoints.pair import change_of, percent_change_of, response_of
from psoscore.endpoints.relapse import RELAPSES, RelapseDefinition, rebound, relapse
from psoscore.endpoints.response import PASI_50, PASI_75, PASI_90, PASI_100, response
from psoscore.endpoints.shift import Shift, shift_table
from psoscore.endpoints.threshold import DLQI_0_1, threshold
from psoscore.first_use import loaded

if TYPE_CHECKING:
    from psoscore.endpoints.arrays import change_arrays, percent_change_arrays, response_arrays
    from psoscore.endpoints.bracket import Bracket, first_found, first_found_arrays
    from psoscore.endpoints.course_frame import (
        first_found_frame,
        impute_frame,
        relapse_frame,
        sustained_frame,
    )
    from psoscore.endpoints.imputation import (
        LOCF,
        LOCF_FROM_BASELINE,
        NRI,
        OBSERVED_CASES,
        Imputed,
        LastObservationCarriedForward,
        ModifiedNRI,
        NonResponderImputation,
        ObservedCases,
        impute_flags,
        impute_scores,
    )
    from psoscore.endpoints.rounding import round_half_away
    from psoscore.endpoints.score_course import relapse_arrays
    from psoscore.endpoints.sustained import sustained_arrays, sustained_since_first_arrays
    from psoscore.endpoints.visit_window import VisitWindow, analysis_record, window_of
    from psoscore.endpoints.visit_window_arrays import Windowed, assign_windows, baseline_records

__all__ = [
    "DLQI_0_1",
    "DLQI_MCID",
    "DLQI_MCID_RESPONSE",
    "IGA_RESPONSE",
    "LOCF",
    "LOCF_FROM_BASELINE",
    "NRI",
    "OBSERVED_CASES",
    "PASI_50",
    "PASI_75",
    "PASI_90",
    "PASI_100",
    "PASI_CHANGE",
    "PASI_PERCENT_CHANGE",
    "RELAPSES",
    "Bracket",
    "Imputed",
    "LastObservationCarriedForward",
    "ModifiedNRI",
    "NonResponderImputation",
    "ObservedCases",
    "RelapseDefinition",
    "Shift",
    "VisitWindow",
    "Windowed",
    "adqs",  # pyright: ignore[reportUnsupportedDunderAll]  from upstairs, so not even types import it here
    "analysis_record",
    "assign_windows",
    "baseline_records",
    "change",
    "change_arrays",
    "change_of",
    "first_found",
    "first_found_arrays",
    "first_found_frame",
    "global_response",
    "impute_flags",
    "impute_frame",
    "impute_scores",
    "mcid_response",
    "percent_change",
    "percent_change_arrays",
    "percent_change_of",
    "rebound",
    "relapse",
    "relapse_arrays",
    "relapse_frame",
    "response",
    "response_arrays",
    "response_of",
    "round_half_away",
    "shift_table",
    "sustained_arrays",
    "sustained_frame",
    "sustained_since_first_arrays",
    "threshold",
    "window_of",
]

_LATER = {
    "endpoints.arrays": ("change_arrays", "percent_change_arrays", "response_arrays"),
    "endpoints.bracket": ("Bracket", "first_found", "first_found_arrays"),
    "endpoints.course_frame": ("first_found_frame", "impute_frame", "relapse_frame", "sustained_frame"),
    "endpoints.imputation": (
        "LOCF",
        "LOCF_FROM_BASELINE",
        "NRI",
        "OBSERVED_CASES",
        "Imputed",
        "LastObservationCarriedForward",
        "ModifiedNRI",
        "NonResponderImputation",
        "ObservedCases",
        "impute_flags",
        "impute_scores",
    ),
    "endpoints.score_course": ("relapse_arrays",),
    "endpoints.rounding": ("round_half_away",),
    "endpoints.sustained": ("sustained_arrays", "sustained_since_first_arrays"),
    "endpoints.visit_window": ("VisitWindow", "analysis_record", "window_of"),
    "endpoints.visit_window_arrays": ("Windowed", "assign_windows", "baseline_records"),
}
"""What loads on first use, by its module."""

_UPSTAIRS = {"adqs": "interop.adam"}
"""What stands on a higher floor and is reachable from here, too: the analysis data set of these endpoints."""

_MODULE_OF = _UPSTAIRS | {name: module for module, names in _LATER.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a name on first use."""
    return loaded(__name__, name, module_of=_MODULE_OF)


def __dir__() -> list[str]:
    """Every public name, loaded or not."""
    return sorted({*globals(), *__all__})
