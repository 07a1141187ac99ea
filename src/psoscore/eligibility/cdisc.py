"""Criteria and exceptions as SDTM has them: the domains TI and IE.

TI lists every criterion once, with its rule; IE lists exceptions alone: an
inclusion that is not met, an exclusion that applies. What is unknown is no
exception.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psoscore import sources
from psoscore.eligibility.protocol import demand_protocol
from psoscore.eligibility.verdict import Verdict
from psoscore.engine.formula import Printer
from psoscore.errors import DefinitionError
from psoscore.provenance import Provenance
from psoscore.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psoscore.eligibility.protocol import Protocol

__all__ = ["IE_ANSWERS", "ie_rows", "ti_rows"]

LONGEST_CODE = 8
LONGEST_TEXT = 200

IE_ANSWERS = {"inclusion": "N", "exclusion": "Y"}
"""IEORRES of an exception: the inclusion is not met, the exclusion is."""

TI_RULE = Provenance(sources=(sources.SDTM_TI,), requirements=("PSO-ELIG-015",))
IE_RULE = Provenance(
    sources=(sources.SDTM_IE,),
    requirements=("PSO-ELIG-016",),
    status="unconfirmed",
    note="The answers N and Y in IEORRES are known from practice; their source could not be read.",
)


def ti_rows(
    protocol: Protocol, *, study: str = "", texts: Mapping[str, str] | None = None
) -> list[dict[str, str]]:
    """A TI row for every criterion.

    Missing data: none is involved.

    Args:
        protocol: The criteria.
        study: STUDYID; the protocol's id if not given.
        texts: IETEST by criterion id, for criteria whose own text has more
            than 200 characters; SDTM asks for a meaningful shorter one there,
            and for the full text in the study's metadata.

    Returns:
        Rows with STUDYID, DOMAIN, IETESTCD, IETEST, IECAT, TIRL (the rule,
        printed from the condition, however long) and TIVERS.

    Raises:
        DefinitionError: It is no protocol, an id has more than 8 characters, a
            text more than 200, or ``texts`` names no criterion of the protocol.

    >>> from psoscore import Inclusion, Protocol, number
    >>> adults = Inclusion("IN01", "Adults", number("age", low=0, high=120) >= 18)
    >>> ti_rows(Protocol("TRIAL-1", [adults]))[0]["TIRL"]
    'age >= 18'

    Sources:
        SDTM, trial inclusion/exclusion criteria (TI).
    """
    demand_protocol(protocol)
    names = _names(protocol, texts or {})
    return [
        {
            "STUDYID": study or protocol.id,
            "DOMAIN": "TI",
            **names[criterion.id],
            "TIRL": Printer("text").print(criterion.condition),
            "TIVERS": protocol.version,
        }
        for criterion in protocol.criteria
    ]


def ie_rows(
    verdict: Verdict, *, subject: str, study: str = "", texts: Mapping[str, str] | None = None
) -> list[dict[str, str | int]]:
    """An IE row for every criterion that stands in the way of a person.

    Missing data: a criterion that is open is no exception and has no row. A
    prospective criterion that was broken later is a deviation and has none.

    Args:
        verdict: What screening gave.
        subject: USUBJID.
        study: STUDYID; the protocol's id if not given.
        texts: As for ``ti_rows``.

    Returns:
        Rows with STUDYID, DOMAIN, USUBJID, IESEQ, IETESTCD, IETEST, IECAT,
        IEORRES and IESTRESC; none where nothing stands in the way.

    Raises:
        DefinitionError: It is no verdict; else as for ``ti_rows``.

    Sources:
        SDTM, inclusion/exclusion criteria not met (IE).
    """
    brought: Any = verdict
    if not isinstance(brought, Verdict):
        message = f"a Verdict is needed, not a {type(brought).__name__}"
        raise DefinitionError(message)
    names = _names(verdict.protocol, texts or {})
    exceptions = [one.criterion for one in verdict.results.values() if one.passed is Truth.FALSE]
    return [
        {
            "STUDYID": study or verdict.protocol.id,
            "DOMAIN": "IE",
            "USUBJID": subject,
            "IESEQ": place,
            **names[criterion.id],
            "IEORRES": IE_ANSWERS[criterion.side],
            "IESTRESC": IE_ANSWERS[criterion.side],
        }
        for place, criterion in enumerate(exceptions, start=1)
    ]


def _names(protocol: Protocol, texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What both domains call each criterion."""
    strange = [name for name in texts if name not in protocol.ids]
    if strange:
        message = f"texts: {protocol.id} has no criterion {', '.join(map(repr, strange))}"
        raise DefinitionError(message)
    found: dict[str, dict[str, str]] = {}
    for one in protocol.criteria:
        text = texts.get(one.id, one.text)
        if len(one.id) > LONGEST_CODE:
            message = f"{one.id}: IETESTCD takes {LONGEST_CODE} characters, not {len(one.id)}"
            raise DefinitionError(message)
        if not text.strip() or len(text) > LONGEST_TEXT:
            message = (
                f"{one.id}: IETEST takes 1 to {LONGEST_TEXT} characters, not {len(text)}; "
                f"say texts={{{one.id!r}: ...}}"
            )
            raise DefinitionError(message)
        found[one.id] = {"IETESTCD": one.id.upper(), "IETEST": text, "IECAT": one.side.upper()}
    return found
