"""Change from baseline, in points and in percent, of any score.

Both are definitions like any other: they read two facts, the score at
baseline and the score at a visit, and come through every door. Change is
visit minus baseline, so for PASI and DLQI a negative change is better.

Missing data:
    A score that is not known leaves the change unknown. Where it is known to
    lie between two values, so is the change. The percent change from a
    baseline of 0 does not exist.

>>> from psoscore import score
>>> score(PASI_CHANGE, {"baseline": 12.4, "visit": 3.1}).value
-9.3
>>> score(PASI_PERCENT_CHANGE, {"baseline": 12.4, "visit": 3.1}).value
-75.0
"""

from __future__ import annotations

from functools import lru_cache

from psoscore.definitions import Score
from psoscore.errors import DefinitionError
from psoscore.facts import fact_of
from psoscore.instruments.pasi import PASI
from psoscore.provenance import Provenance
from psoscore.sources import NCT02474082, PSOSCORE
from psoscore.terms import Choice, Item, Ratio

__all__ = [
    "BASELINE",
    "PASI_CHANGE",
    "PASI_PERCENT_CHANGE",
    "VISIT",
    "change",
    "facts",
    "improvement",
    "percent_change",
    "score_fact",
]

BASELINE = "baseline"
VISIT = "visit"
"""The names of the two facts, where nobody chose others."""

HUNDRED_PERCENT = 100

DEFINITIONS_KEPT = 1024
"""So many are the same object when they are asked for again."""

CHANGE_PROVENANCE = Provenance(
    sources=(PSOSCORE,),
    requirements=("PSO-RESP-004", "PSO-RESP-006", "PSO-RESP-007"),
    status="design",
    note="Visit minus baseline, the sign of the analysis data sets.",
)
PERCENT_PROVENANCE = Provenance(
    sources=(NCT02474082, PSOSCORE),
    requirements=("PSO-RESP-002", "PSO-RESP-005", "PSO-RESP-006", "PSO-RESP-007"),
    status="design",
    note="From a baseline of 0 there is no percent change.",
)

CHANGE_RULE = "Unknown where either score is unknown; nothing is imputed. Bounds are always given."
PERCENT_RULE = (
    "Unknown where either score is unknown or the baseline is 0; nothing is imputed. "
    "Bounds are given as far as the baseline cannot be 0."
)


def score_fact(of: Score, name: str) -> Item:
    """A fact that holds the score, with the units and range of its definition.

    Raises:
        DefinitionError: The score is a ratio, which has no whole units.
    """
    if isinstance(of.term, Ratio | Choice):
        message = f"{of.name} is a ratio without whole units; change and response are not defined for it"
        raise DefinitionError(message)
    return fact_of(of, name)


def facts(of: Score, baseline: str, visit: str) -> tuple[Item, Item]:
    """The score at baseline and at the visit.

    Raises:
        DefinitionError: The score is a ratio, or both facts have one name.
    """
    first, later = score_fact(of, baseline), score_fact(of, visit)
    if baseline == visit:
        message = f"baseline and visit are both called {visit!r}"
        raise DefinitionError(message)
    return first, later


def improvement(of: Score, baseline: str, visit: str) -> Ratio:
    """100 * (baseline - visit) / baseline."""
    first, later = facts(of, baseline, visit)
    return Ratio(first, later, (HUNDRED_PERCENT, -HUNDRED_PERCENT), (1, 0))


def change(*, of: Score = PASI, baseline: str = BASELINE, visit: str = VISIT) -> Score:
    """Change from baseline: visit minus baseline, in points.

    Missing data: see the module.

    Args:
        of: The score that changes.
        baseline: The name of the fact that holds it at baseline.
        visit: The name of the fact that holds it at the visit.

    Returns:
        A definition for every door, named ``<score>_change``.

    Raises:
        DefinitionError: The score is a ratio, or both facts have one name.

    >>> from psoscore import DLQI, Interval, score
    >>> score(change(of=DLQI), {"baseline": 14, "visit": Interval(3, 5)})
    Scored(dlqi_change: unknown, -11 to -9, missing visit)
    """
    return _change(of, baseline, visit)


@lru_cache(maxsize=DEFINITIONS_KEPT)
def _change(of: Score, baseline: str, visit: str) -> Score:
    first, later = facts(of, baseline, visit)
    return Score(
        name=f"{of.name}_change",
        title=f"Change in {of.title}",
        term=later - first,
        provenance=CHANGE_PROVENANCE,
        missing_rule=CHANGE_RULE,
    )


def percent_change(*, of: Score = PASI, baseline: str = BASELINE, visit: str = VISIT) -> Score:
    """Percent change from baseline: 100 * (visit - baseline) / baseline, exact.

    Missing data: see the module.

    Args:
        of: The score that changes.
        baseline: The name of the fact that holds it at baseline.
        visit: The name of the fact that holds it at the visit.

    Returns:
        A definition for every door, named ``<score>_percent_change``. Its
        ``.exact`` is a fraction and its ``.value`` the nearest float; never
        round it before a comparison, ask ``response`` instead.

    Raises:
        DefinitionError: The score is a ratio, or both facts have one name.

    >>> from psoscore import score
    >>> score(percent_change(), {"baseline": 0.7, "visit": 0.8}).exact
    Fraction(100, 7)
    >>> score(percent_change(), {"baseline": 0, "visit": 0}).known
    False
    """
    return _percent_change(of, baseline, visit)


@lru_cache(maxsize=DEFINITIONS_KEPT)
def _percent_change(of: Score, baseline: str, visit: str) -> Score:
    first, later = facts(of, baseline, visit)
    return Score(
        name=f"{of.name}_percent_change",
        title=f"Percent change in {of.title}",
        term=Ratio(later, first, (HUNDRED_PERCENT, -HUNDRED_PERCENT), (0, 1)),
        provenance=PERCENT_PROVENANCE,
        missing_rule=PERCENT_RULE,
    )


PASI_CHANGE = change()
"""Change in PASI between the facts ``baseline`` and ``visit``."""

PASI_PERCENT_CHANGE = percent_change()
"""Percent change in PASI between the facts ``baseline`` and ``visit``."""
