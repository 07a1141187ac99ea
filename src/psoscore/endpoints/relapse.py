"""Relapse and rebound, by the definition that the caller names; there is no default.

Two definitions are in use and differ in every edge. With B the score at
baseline, V the score at the visit and M the lowest score at an earlier visit:

- National Psoriasis Foundation: half or more of an improvement of at least
  50 % is lost, ``2 M <= B`` and ``2 V >= B + M``; rebound is a score of 125 % of
  baseline or more within 3 calendar months after the last dose.
- EMEA guideline: more than half of the greatest improvement is lost,
  ``M < B`` and ``2 V > B + M``; rebound is a score above 125 % of baseline
  within 2 calendar months after the last dose.

A visit is never inside its own minimum: what is lost must have been reached
before. All is judged in whole units.

Missing data:
    A score that is not known leaves the verdict open unless what is known
    settles it: a visit that was missed could have been the lowest. From a
    baseline of 0 neither 50 % nor 125 % of it means anything, so the definition
    of the National Psoriasis Foundation is never settled there.

>>> from psoscore import judge
>>> course = relapse(definition="emea", visit="month_6", earlier=["week_4", "week_8"])
>>> judge(course, {"baseline": 20, "week_4": 12, "week_8": 4, "month_6": 12.1})
<Truth.TRUE: 1>
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from psoscore.algebra import compare, linear, some
from psoscore.endpoints.change import BASELINE, VISIT, facts
from psoscore.errors import DefinitionError
from psoscore.facts import day, flag
from psoscore.instruments.pasi import PASI
from psoscore.provenance import Provenance
from psoscore.sources import PSOSCORE, RELAPSE_TABLE
from psoscore.terms import Given

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from psoscore.definitions import Score
    from psoscore.terms import Condition

__all__ = ["RELAPSES", "RelapseDefinition", "rebound", "relapse", "relapse_definition"]


@frozen(kw_only=True)
class RelapseDefinition:
    """One published definition of relapse and rebound.

    Attributes:
        name: The name under which it is asked for.
        title: Who defined it.
        strict: Whether a loss, or a worsening, of exactly the limit is none.
        halved: Whether the score must have been halved before.
        rebound_months: Calendar months after the last dose in which a worsening is a rebound.
        provenance: Where it is printed.
    """

    name: str
    title: str
    strict: bool
    halved: bool
    rebound_months: int
    provenance: Provenance


_FROM_A_TABLE = "As a review quotes it. The limit itself is read {} the loss that makes a relapse."

NPF = RelapseDefinition(
    name="npf",
    title="US National Psoriasis Foundation",
    strict=False,
    halved=True,
    rebound_months=3,
    provenance=Provenance(
        sources=(RELAPSE_TABLE, PSOSCORE),
        requirements=("PSO-ENDP-005", "PSO-ENDP-007"),
        note=_FROM_A_TABLE.format("inside"),
    ),
)
EMEA = RelapseDefinition(
    name="emea",
    title="EMEA guideline",
    strict=True,
    halved=False,
    rebound_months=2,
    provenance=Provenance(
        sources=(RELAPSE_TABLE, PSOSCORE),
        requirements=("PSO-ENDP-006", "PSO-ENDP-007"),
        note=_FROM_A_TABLE.format("outside"),
    ),
)

RELAPSES: Mapping[str, RelapseDefinition] = MappingProxyType({one.name: one for one in (NPF, EMEA)})
"""Every definition by its name."""


def relapse_definition(definition: str | RelapseDefinition) -> RelapseDefinition:
    """A definition by its name, or one that the caller made.

    Raises:
        DefinitionError: There is none of that name.

    >>> relapse_definition("npf").rebound_months
    3
    """
    if isinstance(definition, RelapseDefinition):
        return definition
    if definition not in RELAPSES:
        message = f"no definition of relapse is called {definition!r}; choose from 'npf', 'emea'"
        raise DefinitionError(message)
    return RELAPSES[definition]


def relapse(
    *,
    definition: str | RelapseDefinition,
    visit: str,
    earlier: Iterable[str],
    of: Score = PASI,
    baseline: str = BASELINE,
) -> Condition:
    """The condition that a patient who had improved has relapsed at a visit.

    Missing data: see the module.

    Args:
        definition: ``"npf"``, ``"emea"``, or a definition of your own.
        visit: The name of the fact that holds the score at the visit.
        earlier: The names of the facts that hold it at the visits between baseline and this one.
        of: The score; its definition gives units and range.
        baseline: The name of the fact that holds it at baseline.

    Returns:
        A condition for every door; ``relapse_arrays`` judges every visit of a course at once.

    Raises:
        DefinitionError: No such definition, no earlier visit, a name that stands twice,
            or the score is a ratio.

    Examples:
        >>> from psoscore import judge
        >>> at_year = relapse(definition="npf", visit="week_52", earlier=["week_16"])
        >>> judge(at_year, {"baseline": 20, "week_16": 10, "week_52": 15})
        <Truth.TRUE: 1>
    """
    chosen = relapse_definition(definition)
    first, later = facts(of, baseline, visit)
    names = tuple(earlier)
    if not names or len({*names, baseline, visit}) != len(names) + 2:
        message = "a relapse needs earlier visits, each once and none of them the visit or the baseline"
        raise DefinitionError(message)
    ways: list[Condition] = []
    for low in (facts(of, baseline, name)[1] for name in names):
        fallen = linear([(1, first), (-2 if chosen.halved else -1, low)])
        lost = linear([(2, later), (-1, first), (-1, low)])
        ways.append(compare(fallen, 0, strict=not chosen.halved) & compare(lost, 0, strict=chosen.strict))
    found = some(*ways)
    return Given(found, first > 0) if chosen.halved else found


def rebound(  # noqa: PLR0913 - the names of the facts, keyword-only
    *,
    definition: str | RelapseDefinition,
    of: Score = PASI,
    baseline: str = BASELINE,
    visit: str = VISIT,
    on: str = "visit_day",
    last_dose: str = "last_dose_day",
    new_form: str | None = None,
) -> Condition:
    """The condition that psoriasis has come back worse soon after the treatment was stopped.

    Missing data: see the module; a partial date settles what its whole range settles.

    Args:
        definition: ``"npf"``, ``"emea"``, or a definition of your own.
        of: The score; its definition gives units and range.
        baseline: The name of the fact that holds it at baseline.
        visit: The name of the fact that holds it at the visit.
        on: The name of the fact that holds the day of the visit.
        last_dose: The name of the fact that holds the day on which therapy stopped, the last dose.
        new_form: The name of a flag for new pustular, erythrodermic or more
            inflammatory psoriasis, which is a rebound whatever the score; None leaves it out.

    Returns:
        A condition for every door. The last day of the last month is inside.

    Raises:
        DefinitionError: No such definition, a name that stands twice, or the score is a ratio.

    Examples:
        >>> from datetime import date
        >>> from psoscore import judge
        >>> days = {"last_dose_day": date(2015, 10, 31), "visit_day": date(2016, 1, 31)}
        >>> judge(rebound(definition="npf"), {"baseline": 20, "visit": 25, **days})
        <Truth.TRUE: 1>
    """
    chosen = relapse_definition(definition)
    first, later = facts(of, baseline, visit)
    given = [name for name in (baseline, visit, on, last_dose, new_form) if name is not None]
    if len(set(given)) != len(given):
        message = "the facts of a rebound need names of their own"
        raise DefinitionError(message)
    above_125_percent = linear([(4, later), (-5, first)])
    worse = compare(above_125_percent, 0, strict=chosen.strict)
    if not chosen.strict:
        worse = Given(worse, first > 0)
    changed = worse if new_form is None else worse | flag(new_form)
    when, dose = day(on), day(last_dose)
    return changed & (when > dose) & (when <= dose.plus_months(chosen.rebound_months))
