"""Psoriasis trials, scored exactly: PASI, DLQI, eligibility, infusions.

Importing psoscore loads the vocabulary, PASI and DLQI; everything else,
numpy included, loads when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from psoscore.answers import NOT_RELEVANT, Interval
from psoscore.definitions import Score, banding, code, day, flag, number
from psoscore.errors import DefinitionError, Fault, InputError, MissingExtraError, PsoscoreError
from psoscore.instruments.dlqi import DLQI, DLQI_BANDS, DLQI_R, DLQI_R_BANDS
from psoscore.instruments.pasi import PASI, PASI_HALF_POINTS
from psoscore.truth import Truth

if TYPE_CHECKING:
    from psoscore.eligibility.attrition import attrition
    from psoscore.eligibility.cohort import screen_arrays
    from psoscore.eligibility.criterion import Exclusion, Inclusion
    from psoscore.eligibility.frame import screen_frame
    from psoscore.eligibility.protocol import Protocol
    from psoscore.eligibility.screening import screen
    from psoscore.eligibility.verdict import Verdict
    from psoscore.engine.arrays import bounds_arrays, check_arrays, judge_arrays, score_arrays
    from psoscore.engine.frames import judge_column, judge_frame, score_column, score_frame
    from psoscore.engine.record import check, judge, score
    from psoscore.engine.scored import Scored
    from psoscore.forms import area_grade, dlqi, pasi

__all__ = [
    "DLQI",
    "DLQI_BANDS",
    "DLQI_R",
    "DLQI_R_BANDS",
    "NOT_RELEVANT",
    "PASI",
    "PASI_HALF_POINTS",
    "DefinitionError",
    "Exclusion",
    "Fault",
    "Inclusion",
    "InputError",
    "Interval",
    "MissingExtraError",
    "Protocol",
    "PsoscoreError",
    "Score",
    "Scored",
    "Truth",
    "Verdict",
    "area_grade",
    "attrition",
    "banding",
    "bounds_arrays",
    "check",
    "check_arrays",
    "code",
    "day",
    "dlqi",
    "flag",
    "judge",
    "judge_arrays",
    "judge_column",
    "judge_frame",
    "number",
    "pasi",
    "score",
    "score_arrays",
    "score_column",
    "score_frame",
    "screen",
    "screen_arrays",
    "screen_frame",
]

__version__ = "0.1.0"

_LATER = {
    "Exclusion": "eligibility.criterion",
    "Inclusion": "eligibility.criterion",
    "Protocol": "eligibility.protocol",
    "Scored": "engine.scored",
    "Verdict": "eligibility.verdict",
    "area_grade": "forms",
    "attrition": "eligibility.attrition",
    "bounds_arrays": "engine.arrays",
    "check": "engine.record",
    "check_arrays": "engine.arrays",
    "dlqi": "forms",
    "judge": "engine.record",
    "judge_arrays": "engine.arrays",
    "judge_column": "engine.frames",
    "judge_frame": "engine.frames",
    "pasi": "forms",
    "score": "engine.record",
    "score_arrays": "engine.arrays",
    "score_column": "engine.frames",
    "score_frame": "engine.frames",
    "screen": "eligibility.screening",
    "screen_arrays": "eligibility.cohort",
    "screen_frame": "eligibility.frame",
}
"""What loads on first use, and from where."""

_ROOMS = {"eligibility", "endpoints", "infusion", "instruments", "interop", "protocols", "safety", "testing"}
"""Rooms that are imported when first named, as in ``psoscore.endpoints``."""


def __getattr__(name: str) -> Any:
    """Load a name on first use."""
    if name in _LATER:
        value = getattr(import_module(f"psoscore.{_LATER[name]}"), name)
    elif name in _ROOMS:
        value = import_module(f"psoscore.{name}")
    else:
        message = f"module 'psoscore' has no attribute {name!r}"
        raise AttributeError(message)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Every public name, loaded or not."""
    return sorted({*globals(), *__all__, *_ROOMS})
