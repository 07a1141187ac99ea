"""The seed trial NCT02491658: umbilical cord cells in psoriasis vulgaris, as data.

The record states six infusions of 1,000,000 cells per kg within 8 weeks, and
assessments at baseline, week 8 and months 6, 9 and 12. It is silent on what the
dose counts, on the days and on every window; what is assumed says so by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from psoscore import sources
from psoscore.errors import DefinitionError
from psoscore.infusion.assessment import Assessment, VisitPlan
from psoscore.infusion.plan import InfusionPlan, WindowDays
from psoscore.infusion.rule import DoseRule
from psoscore.protocols.nct02491658_criteria import PROTOCOL, protocol
from psoscore.protocols.outcome import Outcome
from psoscore.provenance import Provenance

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "DOSE_RULE",
    "OUTCOMES",
    "PLAN",
    "PROTOCOL",
    "SAFETY_MONTHS",
    "VISITS",
    "infusion_plan",
    "protocol",
]

# --- Infusions, visits and outcomes ---------------------------------------------------------------------

TEMPLATE_WEEKS = (0, 1, 2, 3, 5, 7)
TEMPLATE_DAYS = InfusionPlan.in_weeks(TEMPLATE_WEEKS).days
TEMPLATE = "weeks 0, 1, 2, 3, 5, 7 after NCT03424629; the record of NCT02491658 is silent on the days"
INFUSIONS = 6
MAXIMUM_SPAN_DAYS = 56
SAFETY_MONTHS = 3
"""Body temperature and blood pressure are monitored up to 3 months."""

DOSE_RULE = DoseRule(
    cells_per_kg=1_000_000,
    assumed_basis="viable",
    provenance=Provenance(
        sources=(sources.NCT02491658, sources.PSOSCORE),
        requirements=("PSO-INF-001", "PSO-INF-002"),
        note="Each time 1 x 10^6/kg; the record does not say whether viable or total cells are counted.",
    ),
)


def infusion_plan(  # noqa: PLR0913 - each silent point of the record is a named parameter
    weeks: Iterable[int] = TEMPLATE_WEEKS,
    template: str = "",
    *,
    days: Iterable[int] | None = None,
    window_days: WindowDays = None,
    minimum_interval_days: int = 1,
    span_edge: Literal["inclusive", "exclusive"] = "inclusive",
    shift: bool = False,
) -> InfusionPlan:
    """The six infusions within 8 weeks, on other days or with windows if wanted.

    Args:
        weeks: Weeks of the infusions, the first of them 0.
        template: Where the days come from; the record gives none.
        days: Study days instead of weeks, the first of them 1.
        window_days: Days allowed around each, or None: the record states none.
        minimum_interval_days: Least difference of two infusion dates [days].
        span_edge: Whether the infusion may fall on the 56th day after the first.
        shift: True counts each nominal day from the infusion before it.

    Returns:
        The plan, with a span of at most 56 days.

    Raises:
        DefinitionError: The days are not six, or cannot be met within the span.

    Examples:
        >>> infusion_plan((0, 1, 2, 4, 6, 8), "local practice", window_days=2).days
        (1, 8, 15, 29, 43, 57)
        >>> infusion_plan(days=(1, 4, 8, 11, 15, 18)).assumed_template
        'Days 1, 4, 8, 11, 15, 18 as given; the record of NCT02491658 is silent on the days'
    """
    given = InfusionPlan.in_weeks(weeks).days if days is None else tuple(days)
    if len(given) != INFUSIONS:
        message = f"the record has {INFUSIONS} infusions, not {len(given)}; for others write an InfusionPlan"
        raise DefinitionError(message)
    of_template = given == TEMPLATE_DAYS
    as_given = f"Days {', '.join(map(str, given))} as given; the record of NCT02491658 is silent on the days"
    return InfusionPlan(
        days=given,
        window_days=window_days,
        minimum_interval_days=minimum_interval_days,
        maximum_span_days=MAXIMUM_SPAN_DAYS,
        span_edge=span_edge,
        shift=shift,
        assumed_template=template or (TEMPLATE if of_template else as_given),
        provenance=Provenance(
            sources=(
                sources.NCT02491658,
                *([sources.NCT03424629] if of_template else []),
                sources.PSOSCORE,
            ),
            requirements=("PSO-INF-020", "PSO-INF-029"),
            note="Count and span are the record's; the days follow the template.",
        ),
    )


PLAN = infusion_plan()

VISITS = VisitPlan(
    visits=(
        Assessment(name="baseline", after=0, unit="days"),
        Assessment(name="week 8", after=8, unit="weeks"),
        *(Assessment(name=f"month {month}", after=month, unit="months") for month in (6, 9, 12)),
    ),
    provenance=Provenance(
        sources=(sources.NCT02491658,),
        requirements=("PSO-INF-027", "PSO-INF-028"),
        note="Baseline is Day 1, before the first infusion. The record ties week 8 to the sixth infusion "
        "too; see assessment_anchors.",
    ),
)

OUTCOMES = (
    *(
        Outcome(
            rank="primary",
            measure=measure,
            analysis="change from baseline",
            visits=("baseline", "week 8"),
            time_frame="baseline and 8 weeks",
        )
        for measure in ("pasi", "dlqi")
    ),
    *(
        Outcome(
            rank="secondary", measure=measure, analysis="monitoring", visits=(), time_frame="up to 3 months"
        )
        for measure in ("body_temperature", "blood_pressure")
    ),
    *(
        Outcome(
            rank="secondary",
            measure=measure,
            analysis="value",
            visits=("month 6", "month 9", "month 12"),
            time_frame="month 6, 9, and 12",
        )
        for measure in ("pasi", "dlqi")
    ),
)
