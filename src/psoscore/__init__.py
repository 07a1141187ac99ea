"""Psoriasis trials, scored exactly: PASI, DLQI, eligibility, infusions.

Importing psoscore loads the vocabulary, PASI and DLQI; everything else,
numpy included, loads when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psoscore.answers import NOT_RELEVANT, Interval
from psoscore.definitions import Score, banding
from psoscore.errors import DefinitionError, Fault, InputError, MissingExtraError, PsoscoreError
from psoscore.facts import code, day, flag, number
from psoscore.first_use import loaded
from psoscore.instruments.dlqi import DLQI, DLQI_BANDS, DLQI_R, DLQI_R_BANDS
from psoscore.instruments.pasi import PASI, PASI_HALF_POINTS
from psoscore.truth import Truth

if TYPE_CHECKING:
    from psoscore.eligibility.cohort.arrays import screen_arrays
    from psoscore.eligibility.cohort.attrition import attrition
    from psoscore.eligibility.cohort.frame import screen_frame
    from psoscore.eligibility.criterion import Exclusion, Inclusion
    from psoscore.eligibility.protocol import Protocol
    from psoscore.eligibility.screening import screen
    from psoscore.eligibility.verdict import Verdict
    from psoscore.engine.arrays.door import bounds_arrays, check_arrays, judge_arrays, score_arrays
    from psoscore.engine.columns.door import check_column, judge_column, score_column
    from psoscore.engine.frames.door import check_frame, judge_frame, score_frame
    from psoscore.engine.record.door import check, judge, score
    from psoscore.engine.record.scored import Scored
    from psoscore.forms import area_grade, dlqi, pasi
    from psoscore.instruments import catalogue
    from psoscore.instruments.bsa import BSA_FROM_GRADES, BSA_FROM_PERCENTAGES, BSA_HANDPRINTS, BSA_PALMS
    from psoscore.instruments.cdlqi import CDLQI, CDLQI_BANDS
    from psoscore.instruments.gppasi import GPPASI
    from psoscore.instruments.gppga import GPPGA
    from psoscore.instruments.iga import IGA_MOD_2011, SPGA_5, SPGA_6
    from psoscore.instruments.napsi import NAPSI_10, NAPSI_20, NAPSI_NAIL
    from psoscore.instruments.pga_x_bsa import PGA_X_BSA_5, PGA_X_BSA_6
    from psoscore.instruments.ppasi import PPASI, PPPASI
    from psoscore.instruments.pssi import PSSI
    from psoscore.instruments.spasi import SPASI
    from psoscore.severity.goals import treatment_goal
    from psoscore.severity.schemes import classify

__all__ = [
    "BSA_FROM_GRADES",
    "BSA_FROM_PERCENTAGES",
    "BSA_HANDPRINTS",
    "BSA_PALMS",
    "CDLQI",
    "CDLQI_BANDS",
    "DLQI",
    "DLQI_BANDS",
    "DLQI_R",
    "DLQI_R_BANDS",
    "GPPASI",
    "GPPGA",
    "IGA_MOD_2011",
    "NAPSI_10",
    "NAPSI_20",
    "NAPSI_NAIL",
    "NOT_RELEVANT",
    "PASI",
    "PASI_HALF_POINTS",
    "PGA_X_BSA_5",
    "PGA_X_BSA_6",
    "PPASI",
    "PPPASI",
    "PSSI",
    "SPASI",
    "SPGA_5",
    "SPGA_6",
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
    "catalogue",
    "check",
    "check_arrays",
    "check_column",
    "check_frame",
    "classify",
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
    "treatment_goal",
]

__version__ = "0.1.0"

_LATER = {
    "BSA_FROM_GRADES": "instruments.bsa",
    "BSA_FROM_PERCENTAGES": "instruments.bsa",
    "BSA_HANDPRINTS": "instruments.bsa",
    "BSA_PALMS": "instruments.bsa",
    "CDLQI": "instruments.cdlqi",
    "CDLQI_BANDS": "instruments.cdlqi",
    "Exclusion": "eligibility.criterion",
    "GPPASI": "instruments.gppasi",
    "GPPGA": "instruments.gppga",
    "IGA_MOD_2011": "instruments.iga",
    "Inclusion": "eligibility.criterion",
    "NAPSI_10": "instruments.napsi",
    "NAPSI_20": "instruments.napsi",
    "NAPSI_NAIL": "instruments.napsi",
    "PGA_X_BSA_5": "instruments.pga_x_bsa",
    "PGA_X_BSA_6": "instruments.pga_x_bsa",
    "PPASI": "instruments.ppasi",
    "PPPASI": "instruments.ppasi",
    "PSSI": "instruments.pssi",
    "Protocol": "eligibility.protocol",
    "SPASI": "instruments.spasi",
    "SPGA_5": "instruments.iga",
    "SPGA_6": "instruments.iga",
    "Scored": "engine.record.scored",
    "Verdict": "eligibility.verdict",
    "area_grade": "forms",
    "attrition": "eligibility.cohort.attrition",
    "bounds_arrays": "engine.arrays.door",
    "catalogue": "instruments",
    "check": "engine.record.door",
    "check_arrays": "engine.arrays.door",
    "check_column": "engine.columns.door",
    "check_frame": "engine.frames.door",
    "classify": "severity.schemes",
    "dlqi": "forms",
    "judge": "engine.record.door",
    "judge_arrays": "engine.arrays.door",
    "judge_column": "engine.columns.door",
    "judge_frame": "engine.frames.door",
    "pasi": "forms",
    "score": "engine.record.door",
    "score_arrays": "engine.arrays.door",
    "score_column": "engine.columns.door",
    "score_frame": "engine.frames.door",
    "screen": "eligibility.screening",
    "screen_arrays": "eligibility.cohort.arrays",
    "screen_frame": "eligibility.cohort.frame",
    "treatment_goal": "severity.goals",
}
"""What loads on first use, and from where."""

_ROOMS = {
    "eligibility",
    "endpoints",
    "infusion",
    "instruments",
    "interop",
    "plots",
    "protocols",
    "safety",
    "severity",
    "summaries",
    "testing",
}
"""Rooms that are imported when first named, as in ``psoscore.endpoints``."""


def __getattr__(name: str) -> Any:
    """Load a name on first use."""
    return loaded(__name__, name, module_of=_LATER, modules=_ROOMS)


def __dir__() -> list[str]:
    """Every public name, loaded or not."""
    return sorted({*globals(), *__all__, *_ROOMS})
