"""Tables of the screening: everybody's verdict with its reasons, and the numbers of a CONSORT diagram."""

from __future__ import annotations

from collections.abc import Mapping

import psoscore as ps
from psoscore.protocols.nct02491658 import PROTOCOL
from reading import BASELINE, Items
from report import Table, some
from scoring import scores
from screening import PASI_FACT

VERDICTS = {ps.Truth.TRUE: "eligible", ps.Truth.FALSE: "not eligible", ps.Truth.UNKNOWN: "pending"}


def screening(verdicts: Mapping[str, ps.Verdict], items: Items) -> Table:
    """Everybody's verdict, with what stands in the way and what is open."""
    rows = [
        (
            subject,
            VERDICTS[one.eligible],
            "; ".join(f"{name}: {one.results[name].reason}" for name in one.failed),
            ", ".join(_question(fact, subject, items) for fact in one.open_questions),
            one.nearest_miss or "",
        )
        for subject, one in verdicts.items()
    ]
    return Table(
        "screening",
        f"Screening by the {len(PROTOCOL.criteria)} criteria of {PROTOCOL.id}",
        ("USUBJID", "VERDICT", "FAILED", "OPEN QUESTIONS", "NEAREST MISS"),
        rows,
        "Pending: the facts so far settle nothing; an answer to the open questions does.",
    )


def _question(fact: str, subject: str, items: Items) -> str:
    visit = items.subjects.get(subject, {}).get(BASELINE)
    if fact != PASI_FACT or visit is None:
        return fact
    return f"{fact} ({some(scores(visit, items.unrecorded).pasi.missing)})"


def attrition(verdicts: Mapping[str, ps.Verdict], told: str = "") -> Table:
    """The numbers of a CONSORT diagram, and what else to know of those counted."""
    note = "Each excluded person has one primary reason, the first in this order; nobody pending is excluded."
    counted = ps.attrition(PROTOCOL, list(verdicts.values()))
    rows: list[tuple[str, ...]] = [("assessed", "", "", "", "", str(counted.assessed))]
    rows += [
        tuple(str(row[name]) for name in ("criterion", "text", "primary", "all", "waiting", "left"))
        for row in counted.rows()
    ]
    rows.append(("excluded", "", str(counted.excluded), "", "", ""))
    rows += [(name, "", "", "", "", str(getattr(counted, name))) for name in ("pending", "eligible")]
    return Table(
        "attrition",
        "Attrition",
        ("CRITERION", "TEXT", "PRIMARY REASON", "ANY REASON", "PENDING ON IT", "LEFT"),
        rows,
        f"{note} {told}.".removesuffix(" ."),
    )
