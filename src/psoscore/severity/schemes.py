"""Published schemes of severity, and the class of one patient in one of them.

Sources disagree on what mild, moderate and severe are, so there is no default:
the scheme is always named. Each is data: conditions over the facts ``pasi``,
``bsa``, ``dlqi`` and ``spga``, for every door.

Missing data:
    A class holds as soon as what is known settles it, and is open before:
    PASI 14 is severe by the Rule of Tens whatever the DLQI. Nothing is imputed.

Departures:
    International Psoriasis Council 2020 names candidates for treatment and no
    classes, so it is left out. The European consensus also upgrades patients
    in special situations (visible areas, nails and others); that is a
    physician's judgement and is not computed.

>>> classify(pasi=14, bsa=5, scheme="rule_of_tens").label
'severe'
>>> classify(pasi=12, bsa=5, dlqi=6, scheme="mrowietz2011").label
'unclassified'
>>> classify(pasi=14, bsa=5, scheme="mrowietz2011")
Classified(mrowietz2011: open, moderate to severe or unclassified)
"""

from __future__ import annotations

# ruff: noqa: PLR2004  the thresholds stand where they are used, as the papers print them
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from psoscore.algebra import count, every, some
from psoscore.facts import fact_of, number
from psoscore.instruments.bsa import BSA
from psoscore.instruments.dlqi import DLQI
from psoscore.instruments.pasi import PASI_HALF_POINTS
from psoscore.provenance import Provenance
from psoscore.severity.classified import Classified, chosen, sorted_into
from psoscore.severity.scheme import Scheme, two_classes, with_gap
from psoscore.sources import (
    CHINESE_GUIDE,
    FINLAY_2005,
    MROWIETZ_2011,
    NICE_BIOLOGICS,
    NICE_TA134,
    NPF_SEVERITY,
    PSOSCORE,
    SPANISH_2021,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psoscore.numerals import Number
    from psoscore.terms import Condition, Item

__all__ = ["RESULTS", "SCHEMES", "classify"]

PASI_FACT = fact_of(PASI_HALF_POINTS, "pasi")
"""In steps of 0.05, so that studies with half points are classified, too."""
DLQI_FACT = fact_of(DLQI, "dlqi")
SPGA_FACT = number("spga", low=0, high=5)
"""The longer of the two scales in use; the source does not say which it means."""

RESULTS: Mapping[str, tuple[str, ...]] = {
    "pasi": ("pasi", "pasi_half_points"),
    "bsa": ("bsa_from_grades", "bsa_from_percentages", "bsa_handprints", "bsa_palms"),
    "dlqi": ("dlqi",),
    "spga": ("spga_5", "spga_6"),
}
"""The scores whose results may stand for each fact."""

RULE_OF_TENS = Scheme(
    name="rule_of_tens",
    title="Rule of Tens",
    classes=two_classes("not severe", "severe", some(BSA > 10, PASI_FACT > 10, DLQI_FACT > 10)),
    provenance=Provenance(sources=(FINLAY_2005,), requirements=("PSO-SEV-001", "PSO-SEV-002", "PSO-SEV-009")),
)

MROWIETZ = Scheme(
    name="mrowietz2011",
    title="European consensus, Mrowietz 2011",
    classes=with_gap(
        ("mild", every(BSA <= 10, PASI_FACT <= 10, DLQI_FACT <= 10)),
        ("moderate to severe", some(BSA > 10, PASI_FACT > 10) & (DLQI_FACT > 10)),
    ),
    provenance=Provenance(
        sources=(MROWIETZ_2011, PSOSCORE),
        requirements=("PSO-SEV-001", "PSO-SEV-003", "PSO-SEV-009"),
        note="PASI 12 with DLQI 6 is in neither class by the letter. Special situations are not computed.",
    ),
)


def _bands(fact: Item, moderate_from: Number, moderate_to: Number) -> tuple[tuple[str, Condition], ...]:
    """Mild below, moderate from and to inclusive, severe above."""
    moderate = every(fact >= moderate_from, fact <= moderate_to)
    return ("mild", fact < moderate_from), ("moderate", moderate), ("severe", fact > moderate_to)


CHINESE_BANDS = {
    "pasi": _bands(PASI_FACT, 3, 10),
    "bsa": _bands(BSA, 3, 10),
    "dlqi": _bands(DLQI_FACT, 6, 10),
}
CHINESE_PROVENANCE = Provenance(
    sources=(CHINESE_GUIDE, PSOSCORE),
    requirements=("PSO-SEV-001", "PSO-SEV-004", "PSO-SEV-009"),
    note="The text lists bands of three measures and does not say how to join them; here a class needs "
    "all three, and a patient whose measures differ is unclassified. Ask one measure by its own scheme.",
)
CHINESE_TOGETHER = Scheme(
    name="chinese",
    title="Chinese practice, three measures that agree",
    classes=with_gap(
        *(
            (one[0][0], every(*(condition for _, condition in one)))
            for one in zip(*CHINESE_BANDS.values(), strict=True)
        )
    ),
    provenance=CHINESE_PROVENANCE,
)
CHINESE_ALONE = tuple(
    Scheme(
        name=f"chinese_{measure}",
        title=f"Chinese practice, {measure.upper()} alone",
        classes=classes,
        provenance=CHINESE_PROVENANCE,
    )
    for measure, classes in CHINESE_BANDS.items()
)


def _two_of(*conditions: Condition) -> Condition:
    return count(conditions) >= 2


MILD_PASI, MILD_BSA, MILD_SPGA = PASI_FACT <= 3, BSA <= 5, SPGA_FACT <= 2
SEVERE_PASI, SEVERE_BSA, SEVERE_SPGA = PASI_FACT >= 11, BSA >= 10, SPGA_FACT >= 3
SPANISH_REST = some(
    every(MILD_SPGA, ~MILD_PASI, ~MILD_BSA, ~(SEVERE_PASI & SEVERE_BSA)),
    every(SEVERE_SPGA, ~SEVERE_PASI, ~SEVERE_BSA, ~(MILD_PASI & MILD_BSA)),
    every(~MILD_PASI, ~SEVERE_PASI, ~MILD_BSA, ~SEVERE_BSA),
)
"""Neither mild nor severe, written out because the sPGA is one of the two, even where it is missing."""

SPANISH = Scheme(
    name="spanish2021",
    title="Spanish panel 2021, without its condition on DLQI",
    classes=(
        ("mild", _two_of(MILD_PASI, MILD_BSA, MILD_SPGA)),
        ("moderate", SPANISH_REST),
        ("severe", _two_of(SEVERE_PASI, SEVERE_BSA, SEVERE_SPGA)),
    ),
    provenance=Provenance(
        sources=(SPANISH_2021,),
        requirements=("PSO-SEV-001", "PSO-SEV-005", "PSO-SEV-009"),
        status="unconfirmed",
        note="The panel also has a condition on DLQI for mild psoriasis; its text was not found, so it is "
        "left out, and mild here may be wider than the panel's. The length of the sPGA is not stated.",
    ),
)

NPF = Scheme(
    name="npf",
    title="National Psoriasis Foundation, body surface area alone",
    classes=_bands(BSA, 3, 10),
    provenance=Provenance(
        sources=(NPF_SEVERITY,), requirements=("PSO-SEV-001", "PSO-SEV-006", "PSO-SEV-009")
    ),
)

TA134 = Scheme(
    name="nice_ta134",
    title="NICE TA134, very severe",
    classes=two_classes("not very severe", "very severe", (PASI_FACT >= 20) & (DLQI_FACT > 18)),
    provenance=Provenance(sources=(NICE_TA134,), requirements=("PSO-SEV-001", "PSO-SEV-007", "PSO-SEV-009")),
)

NICE_USUAL = Scheme(
    name="nice_biologics",
    title="NICE, usual criteria for biologics",
    classes=two_classes("not severe", "severe", (PASI_FACT >= 10) & (DLQI_FACT > 10)),
    provenance=Provenance(
        sources=(NICE_BIOLOGICS,),
        requirements=("PSO-SEV-001", "PSO-SEV-008", "PSO-SEV-009"),
        status="unconfirmed",
        note="Known from the literature; at least 10 for PASI, above 10 for DLQI.",
    ),
)

SCHEMES: Mapping[str, Scheme] = MappingProxyType(
    {
        one.name: one
        for one in (RULE_OF_TENS, MROWIETZ, CHINESE_TOGETHER, *CHINESE_ALONE, SPANISH, NPF, TA134, NICE_USUAL)
    }
)
"""Every scheme by its name."""


def classify(
    *, scheme: str | Scheme, pasi: Any = None, bsa: Any = None, dlqi: Any = None, spga: Any = None
) -> Classified:
    """The class of one patient in a named scheme.

    Missing data: what is not given is unknown; the class is settled as soon as
    what is known settles it.

    Args:
        scheme: A name in ``SCHEMES``, or a ``Scheme``; there is no default.
        pasi: PASI, 0 to 72: a number, an ``Interval`` or a ``Scored``.
        bsa: Body surface area involved [%], 0 to 100, likewise.
        dlqi: DLQI, 0 to 30, likewise.
        spga: Static PGA, likewise; only the Spanish scheme reads it.

    Returns:
        The class, or those that are still possible. A fact that the scheme
        does not read is ignored.

    Raises:
        InputError: A fact cannot be read; all faults are listed.
        DefinitionError: No such scheme, or the result of another score.

    >>> classify(pasi=8, bsa=6, dlqi=12, scheme="rule_of_tens")
    Classified(rule_of_tens: severe)
    """
    facts = {"pasi": pasi, "bsa": bsa, "dlqi": dlqi, "spga": spga}
    return sorted_into(chosen(scheme, SCHEMES), facts, RESULTS)
