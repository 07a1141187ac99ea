"""The fifteen criteria of NCT02491658, as data.

The record says less than a screening needs. Where it is silent, ``protocol``
has a parameter with a name, and the choice follows every reason that rests on
it. Nothing is added: the record has no age limits and no body surface area.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from psoscore import sources
from psoscore.definitions import Contradiction
from psoscore.eligibility.criterion import Criterion, Exclusion, Inclusion
from psoscore.eligibility.protocol import Protocol
from psoscore.eligibility.window import after, no_and_a_day, treated_within, window_words
from psoscore.eligibility.wording import label
from psoscore.errors import DefinitionError
from psoscore.facts import code, day, fact_of, flag
from psoscore.instruments.pasi import PASI
from psoscore.provenance import Provenance
from psoscore.terms import Given

if TYPE_CHECKING:
    from psoscore.eligibility.window import FarEdge

__all__ = ["PROTOCOL", "AppliesTo", "SilentClass", "protocol"]

SilentClass: TypeAlias = Literal["not_asked", "undecided", "counts", "does_not_count"]
AppliesTo: TypeAlias = Literal["females", "everyone"]

LEAST_PASI = 8
STABLE_MONTHS = 6
SYSTEMIC_WEEKS = 4
TOPICAL_WEEKS = 2

BASELINE = day("baseline_date")

SILENT = {
    "not_asked": "{thing} is not asked about: the record does not say whether it is {treatment}; "
    "where it alone is in question, leave {fact} unanswered",
    "undecided": "the record does not say whether {thing} is {treatment}: in the window it leaves this open",
    "counts": "{thing} counts as {treatment}",
    "does_not_count": "{thing} does not count as {treatment}",
}
"""How a class of treatment that the record does not name was read."""


def protocol(  # noqa: PLR0913  each silent point of the record is a named parameter
    *,
    far_edge: FarEdge = "inclusive",
    phototherapy: SilentClass = "not_asked",
    emollients: SilentClass = "not_asked",
    ex08_applies_to: AppliesTo = "females",
    stable_months: int = STABLE_MONTHS,
    version: str = "1",
) -> Protocol:
    """The criteria of the record, its silent points read as you say.

    Missing data: every fact may be missing; see ``psoscore.screen``. Of a
    treatment that is still going on at baseline, the baseline date is the last
    day so far.

    Args:
        far_edge: Whether a treatment exactly 4 (systemic) or 2 (topical) weeks
            before baseline excludes. ``"inclusive"`` excludes it, which is the
            safer reading of "within".
        phototherapy: Whether phototherapy is "systemic treatment" (EX03), on
            which the record is silent. ``"not_asked"`` adds no fact: where
            only phototherapy is in question, ``systemic_treatment`` stays
            unanswered, and EX03 unknown. ``"undecided"`` and ``"counts"`` ask
            for ``phototherapy`` (ever) and ``last_phototherapy``: within the
            window the first leaves EX03 unknown, the second makes it true.
            ``"does_not_count"`` asks for nothing.
        emollients: The same for emollients as "topical treatment" (EX04), with
            ``emollient`` and ``last_emollient``.
        ex08_applies_to: Whom "willing to have a baby in the next year"
            concerns: ``"females"``, or ``"everyone"``. Pregnancy and lactation
            concern females either way.
        stable_months: Calendar months that lie between diagnosis and baseline
            at least (IN01); equality qualifies.
        version: The version of the protocol.

    Returns:
        The protocol of fifteen criteria, IN01 to IN05 and EX01 to EX10.

    Raises:
        DefinitionError: A parameter has no such value.

    Examples:
        >>> protocol(far_edge="exclusive")["EX03"].reading
        'the window is 28 days, far edge excluded'

    Sources:
        NCT02491658, the registry record.
    """
    months: Any = stable_months
    if not isinstance(months, int) or isinstance(months, bool) or months < 0:
        message = f"stable_months={stable_months!r}; a whole number of calendar months is needed"
        raise DefinitionError(message)
    if ex08_applies_to not in {"females", "everyone"}:
        message = f"ex08_applies_to={ex08_applies_to!r}; choose from 'females', 'everyone'"
        raise DefinitionError(message)
    return Protocol(
        "NCT02491658",
        (
            *_inclusions(stable_months),
            *_diseases(),
            _ex03(far_edge, phototherapy),
            _ex04(far_edge, emollients),
            *_infections(),
            Exclusion(
                "EX07",
                "History of severe systemic disease or malignancy",
                flag("severe_systemic_disease") | flag("malignancy"),
                kind="attested",
                note="a malignancy at any time counts, because the record names no look-back",
            ),
            _ex08(ex08_applies_to),
            Exclusion("EX09", "Cannot be traced on time", ~flag("traceable"), kind="judgement"),
            Exclusion(
                "EX10",
                "Any other situations not suitable for this study determined by the investigators",
                flag("investigator_exclusion"),
                kind="judgement",
                note="unknown until the investigator has signed, never no by default",
            ),
        ),
        title="Safety and Efficacy of UC-MSCs in Patients With Psoriasis Vulgaris",
        version=version,
        provenance=PROVENANCE,
    )


PROVENANCE = Provenance(
    sources=(sources.NCT02491658, sources.PSOSCORE),
    requirements=("PSO-ELIG-020", "PSO-ELIG-021", "PSO-ELIG-022", "PSO-ELIG-023"),
    note="The record does not define stable disease, severe systemic disease or the far edge of its windows.",
)


def _inclusions(stable_months: int) -> tuple[Criterion, ...]:
    return (
        Inclusion(
            "IN01",
            "Diagnosis of stable psoriasis vulgaris for at least 6 months",
            flag("psoriasis_vulgaris")
            & (day("diagnosis_date").plus_months(stable_months) <= BASELINE)
            & flag("disease_stable"),
            reading=f"at least {stable_months} calendar months, equality qualifies",
            note="the record does not say what stable means; disease_stable is as attested",
        ),
        Inclusion(
            "IN02",
            "Baseline Psoriasis Area and Severity Index (PASI) score >= 8",
            fact_of(PASI, "pasi") >= LEAST_PASI,
        ),
        Inclusion(
            "IN03",
            "Despite systemic or topical treatment, psoriasis is still in active or recurrent condition",
            flag("prior_treatment") & flag("active_or_recurrent"),
            kind="attested",
            note="'despite' asks for at least one earlier treatment",
        ),
        Inclusion(
            "IN04",
            "No other psoriasis management (topical or systemic) during the UC-MSCs infusions",
            flag("agrees_no_other_treatment"),
            kind="prospective",
            note="asked at screening is the intent; a later breach is a protocol deviation",
        ),
        Inclusion(
            "IN05",
            "Willing and able to comply with all study requirements and provide informed consent",
            (day("consent_date") <= day("first_procedure_date")) & flag("willing_to_comply"),
            note="consent no later than the day of the first study procedure",
        ),
    )


def _diseases() -> tuple[Criterion, ...]:
    return (
        Exclusion(
            "EX01",
            "Other types of psoriasis, such as pustular psoriasis, psoriatic arthritis",
            flag("other_psoriasis_type"),
            kind="attested",
            note="'such as' leaves the list open: any type other than psoriasis vulgaris",
        ),
        Exclusion(
            "EX02",
            "With other disease",
            flag("other_disease"),
            kind="judgement",
            note="unbounded as worded, so the investigator's to say and never computed from a history",
        ),
    )


def _ex03(far_edge: FarEdge, phototherapy: SilentClass) -> Criterion:
    return _washout(
        "EX03",
        "Systemic treatments within 4 weeks before the baseline visit",
        ("systemic_treatment", "last_systemic_treatment", "systemic treatment"),
        ("phototherapy", "last_phototherapy", "phototherapy"),
        weeks=SYSTEMIC_WEEKS,
        far_edge=far_edge,
        silent=("phototherapy", phototherapy),
    )


def _ex04(far_edge: FarEdge, emollients: SilentClass) -> Criterion:
    return _washout(
        "EX04",
        "Topical treatment within 2 weeks before the baseline visit",
        ("topical_treatment", "last_topical_treatment", "topical treatment"),
        ("emollient", "last_emollient", "an emollient"),
        weeks=TOPICAL_WEEKS,
        far_edge=far_edge,
        silent=("emollients", emollients),
    )


def _washout(  # noqa: PLR0913  a washout is these things
    criterion_id: str,
    text: str,
    named: tuple[str, str, str],
    unnamed: tuple[str, str, str],
    *,
    weeks: int,
    far_edge: FarEdge,
    silent: tuple[str, SilentClass],
) -> Criterion:
    """A class of treatment that the record names, and one on which it is silent."""
    parameter, choice = silent
    if choice not in SILENT:
        message = f"{parameter}={choice!r}; choose from {', '.join(map(repr, SILENT))}"
        raise DefinitionError(message)
    ever, last = flag(named[0]), day(named[1])
    condition = treated_within(ever, last, BASELINE, weeks=weeks, far_edge=far_edge)
    refuses, warns = [no_and_a_day(ever, last)], [after(last, BASELINE)]
    if choice in {"undecided", "counts"}:
        ever, last = flag(unnamed[0]), day(unnamed[1])
        treated = treated_within(ever, last, BASELINE, weeks=weeks, far_edge=far_edge)
        refuses.append(no_and_a_day(ever, last))
        warns.append(after(last, BASELINE))
        if choice == "undecided":
            message = f"{label(unnamed[1])} lies within the window, and whether it counts is undecided"
            warns.append(Contradiction("undecided", treated, message, (unnamed[1],)))
            treated = Given(treated, ~treated)  # never true: where it would be, it is not settled
        condition |= treated
    return Exclusion(
        criterion_id,
        text,
        condition,
        reading=window_words(weeks, far_edge),
        note=SILENT[choice].format(thing=unnamed[2], treatment=named[2], fact=named[0]),
        refuses=refuses,
        warns=warns,
    )


def _infections() -> tuple[Criterion, ...]:
    return (
        Exclusion(
            "EX05",
            "Uncontrolled active infections",
            flag("active_infection") & ~flag("infection_controlled"),
            kind="attested",
        ),
        Exclusion(
            "EX06",
            "Evidence of infection with Hepatitis B Virus (HBV), Hepatitis C Virus (HCV), or Human "
            "Immunodeficiency Virus (HIV)",
            flag("hbv_evidence") | flag("hcv_evidence") | flag("hiv_evidence"),
            note="evidence of one settles it; all three answers are needed to clear it",
        ),
    )


def _ex08(applies_to: AppliesTo) -> Criterion:
    female = code("sex", ("F", "M")).one_of("F")
    expecting = flag("pregnant") | flag("lactating")
    planning = flag("plans_pregnancy_within_year")
    everyone = applies_to == "everyone"
    return Exclusion(
        "EX08",
        "Pregnant or lactating females, or willing to have a baby in the next year",
        (female & expecting) | planning if everyone else female & (expecting | planning),
        note=f"willing to have a baby in the next year is asked of {applies_to}",
    )


PROTOCOL = protocol()
"""The protocol with every silent point read as by default."""
