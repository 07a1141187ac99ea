"""Cell doses and infusion schedules.

The array and frame forms are in ``psoscore.infusion.dose_arrays`` and
``psoscore.infusion.dose_frame``, the calendar file in
``psoscore.infusion.calendar``; each is imported where it is wanted.
"""

from psoscore.infusion.assessment import Assessment, AssessmentAnchors, VisitPlan, assessment_anchors
from psoscore.infusion.course import (
    Deviation,
    InfusionStatus,
    Status,
    course_deviations,
    course_status,
    nominal_days,
)
from psoscore.infusion.dose import (
    Change,
    CumulativeDose,
    Dose,
    DoseWarning,
    cumulative_doses,
    dmso_by_day,
)
from psoscore.infusion.feasibility import AllowedDays, Feasibility, feasibility
from psoscore.infusion.plan import InfusionPlan, PlannedVisit
from psoscore.infusion.preparation import Preparation, prepare
from psoscore.infusion.product import Basis, Product
from psoscore.infusion.rate import InfusionTable, Pause, RateRow, RateSteps
from psoscore.infusion.rule import DoseBand, DoseRule
from psoscore.infusion.suggestion import MONDAY_TO_FRIDAY, SuggestedDay, Suggestion, suggest_days
from psoscore.infusion.weight import ideal_weight_kg, plausible_weight_kg

__all__ = [
    "MONDAY_TO_FRIDAY",
    "AllowedDays",
    "Assessment",
    "AssessmentAnchors",
    "Basis",
    "Change",
    "CumulativeDose",
    "Deviation",
    "Dose",
    "DoseBand",
    "DoseRule",
    "DoseWarning",
    "Feasibility",
    "InfusionPlan",
    "InfusionStatus",
    "InfusionTable",
    "Pause",
    "PlannedVisit",
    "Preparation",
    "Product",
    "RateRow",
    "RateSteps",
    "Status",
    "SuggestedDay",
    "Suggestion",
    "VisitPlan",
    "assessment_anchors",
    "course_deviations",
    "course_status",
    "cumulative_doses",
    "dmso_by_day",
    "feasibility",
    "ideal_weight_kg",
    "nominal_days",
    "plausible_weight_kg",
    "prepare",
    "suggest_days",
]
