"""Common Terminology Criteria for Adverse Events, version 5.0: the limits that are numbers."""

from __future__ import annotations

from decimal import Decimal

from psoscore import sources
from psoscore.provenance import Provenance
from psoscore.safety.grading import DurationSplit, Grading, Limit, Limits

__all__ = ["CTCAE_5"]

CTCAE_5 = Grading(
    name="CTCAE",
    version="5.0",
    temperature=Limits(
        quantity="body temperature",
        unit="degC",
        limits=(
            Limit(grade=1, value=Decimal("38.0")),
            Limit(grade=2, value=Decimal("39.0"), inclusive=False),
            Limit(grade=3, value=Decimal("40.0"), inclusive=False),
        ),
    ),
    fever_duration=DurationSplit(grade=3, hours=24, beyond=4),
    systolic=Limits(
        quantity="systolic pressure",
        unit="mmHg",
        limits=(
            Limit(grade=1, value=Decimal(120)),
            Limit(grade=2, value=Decimal(140)),
            Limit(grade=3, value=Decimal(160)),
        ),
    ),
    diastolic=Limits(
        quantity="diastolic pressure",
        unit="mmHg",
        limits=(
            Limit(grade=1, value=Decimal(80)),
            Limit(grade=2, value=Decimal(90)),
            Limit(grade=3, value=Decimal(100)),
        ),
    ),
    normal_before=2,
    normal_below_mmhg=(140, 90),
    not_computed=(
        ("Fever", "grade 5 (death)"),
        (
            "Hypertension",
            "medical intervention, number of drugs, recurrence, symptomatic increase, grades 4 and 5",
        ),
    ),
    without_limits=("Hypotension", "Infusion related reaction", "Cytokine release syndrome"),
    provenance=Provenance(
        sources=(sources.CTCAE_5, sources.CTCAE_6_LIST, sources.PSOSCORE),
        requirements=("PSO-SAFE-001", "PSO-SAFE-002", "PSO-SAFE-003", "PSO-SAFE-004"),
        note="Fever was read in a version 6.0 list that names only a navigational note as changed. "
        "Pressures are printed as whole numbers with gaps between the bands (139, 140); the bands are read "
        "as half-open. One review prints >160 and >100 for grade 3; the list says 160 and 100 or more.",
    ),
)
