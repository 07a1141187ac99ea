"""Published treatment goals: whether a treatment is continued, or its response adequate.

Each is a scheme like those of severity, over facts at baseline and at a visit:
``pasi_baseline`` and ``pasi``, ``dlqi_baseline`` and ``dlqi``,
``bsa_baseline`` and ``bsa``. There is no default. When to ask is for the
caller: the European consensus means the end of induction (week 16, by drug up
to week 24) and maintenance after it, the foundation 3 months.

Missing data:
    A goal is met, or missed, as soon as what is known settles it. From a
    baseline of 0 no response is defined. Nothing is imputed.

>>> treatment_goal(pasi_baseline=20, pasi=10, dlqi=6, scheme="mrowietz2011").label
'modify'
>>> treatment_goal(pasi_baseline=20, pasi=10, scheme="mrowietz2011")
Classified(mrowietz2011: open, modify or continue)
"""

from __future__ import annotations

# ruff: noqa: PLR2004  the thresholds stand where they are used, as the papers print them
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from psoscore.endpoints.response import response
from psoscore.facts import fact_of
from psoscore.instruments.bsa import BSA, BSA_FROM_PERCENTAGES
from psoscore.instruments.dlqi import DLQI
from psoscore.instruments.pasi import PASI_HALF_POINTS
from psoscore.provenance import Provenance
from psoscore.severity.classified import Classified, chosen, sorted_into
from psoscore.severity.scheme import Scheme, two_classes
from psoscore.severity.schemes import DLQI_FACT, RESULTS
from psoscore.sources import ARMSTRONG_2017, MROWIETZ_2011, NICE_TA134

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["GOALS", "treatment_goal"]

PASI_75, PASI_50 = (
    response(percent=percent, of=PASI_HALF_POINTS, baseline="pasi_baseline", visit="pasi")
    for percent in (75, 50)
)
DLQI_BASELINE = fact_of(DLQI, "dlqi_baseline")
BSA_75 = response(percent=75, of=BSA_FROM_PERCENTAGES, baseline="bsa_baseline", visit="bsa")

EUROPEAN = Scheme(
    name="mrowietz2011",
    title="European treatment goals, Mrowietz 2011",
    classes=two_classes("modify", "continue", PASI_75 | (PASI_50 & (DLQI_FACT <= 5))),
    provenance=Provenance(
        sources=(MROWIETZ_2011,),
        requirements=("PSO-SEV-010",),
        status="unconfirmed",
        note="The table is known from the literature; the abstract could be read in part.",
    ),
)

TA134 = Scheme(
    name="nice_ta134",
    title="NICE TA134, adequate response",
    classes=two_classes("not adequate", "adequate", PASI_75 | (PASI_50 & (DLQI_BASELINE - DLQI_FACT >= 5))),
    provenance=Provenance(sources=(NICE_TA134,), requirements=("PSO-SEV-011",)),
)

TARGET = BSA <= 1
ACCEPTABLE = (BSA <= 3) | BSA_75
NPF = Scheme(
    name="npf2017",
    title="National Psoriasis Foundation 2017, at 3 months",
    classes=(("not acceptable", ~ACCEPTABLE), ("acceptable", ACCEPTABLE & ~TARGET), ("target", TARGET)),
    provenance=Provenance(
        sources=(ARMSTRONG_2017,),
        requirements=("PSO-SEV-012",),
        note="A target that is reached is acceptable, too; the classes exclude each other.",
    ),
)

GOALS: Mapping[str, Scheme] = MappingProxyType({one.name: one for one in (EUROPEAN, TA134, NPF)})
"""Every treatment goal by its name."""


def treatment_goal(  # noqa: PLR0913  three measures at two times
    *,
    scheme: str | Scheme,
    pasi_baseline: Any = None,
    pasi: Any = None,
    dlqi_baseline: Any = None,
    dlqi: Any = None,
    bsa_baseline: Any = None,
    bsa: Any = None,
) -> Classified:
    """What a named treatment goal says of one patient.

    Missing data: what is not given is unknown; the verdict is settled as soon
    as what is known settles it.

    Args:
        scheme: A name in ``GOALS``, or a ``Scheme``; there is no default.
        pasi_baseline: PASI at baseline: a number, an ``Interval`` or a ``Scored``.
        pasi: PASI at the visit.
        dlqi_baseline: DLQI at baseline.
        dlqi: DLQI at the visit.
        bsa_baseline: Body surface area at baseline [%].
        bsa: Body surface area at the visit [%].

    Returns:
        The verdict, or those that are still possible.

    Raises:
        InputError: A fact cannot be read; all faults are listed.
        DefinitionError: No such goal, or the result of another score.

    >>> treatment_goal(bsa_baseline=20, bsa=0.5, scheme="npf2017").label
    'target'
    """
    facts = {
        "pasi_baseline": pasi_baseline,
        "pasi": pasi,
        "dlqi_baseline": dlqi_baseline,
        "dlqi": dlqi,
        "bsa_baseline": bsa_baseline,
        "bsa": bsa,
    }
    results = {name: RESULTS[name.removesuffix("_baseline")] for name in facts}
    return sorted_into(chosen(scheme, GOALS), facts, results)
