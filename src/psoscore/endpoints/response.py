"""Response: an improvement by at least so many percent of the baseline score.

A PASI 75 response is ``100 * (baseline - visit) >= 75 * baseline``, judged in
whole tenths and never through a percentage in floating point. The condition
is the improvement compared with the percentage, collected to
``25 * baseline - 100 * visit >= 0``, so that every case is settled that can be.

Missing data:
    A score that is not known leaves the response open unless what is known
    settles it. From a baseline of 0 nothing can improve: the response is
    never settled.

>>> from psoscore import judge
>>> judge(PASI_75, {"baseline": 2.8, "visit": 0.7})
<Truth.TRUE: 1>
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from psoscore.algebra import compare
from psoscore.endpoints.change import BASELINE, DEFINITIONS_KEPT, HUNDRED_PERCENT, VISIT, improvement
from psoscore.errors import DefinitionError
from psoscore.instruments.pasi import PASI
from psoscore.numerals import Number, exact
from psoscore.provenance import Provenance
from psoscore.shown import shown
from psoscore.sources import NCT02474082, PSOSCORE

if TYPE_CHECKING:
    from fractions import Fraction

    from psoscore.definitions import Score
    from psoscore.terms import Condition

__all__ = ["PASI_50", "PASI_75", "PASI_90", "PASI_100", "RESPONSE_PROVENANCE", "response"]

ONE_PERCENT = 1
"""Below it a threshold is a fraction written for a percentage, or no improvement at all."""

RESPONSE_PROVENANCE = Provenance(
    sources=(NCT02474082, PSOSCORE),
    requirements=(
        "PSO-RESP-001",
        "PSO-RESP-002",
        "PSO-RESP-003",
        "PSO-RESP-006",
        "PSO-RESP-007",
        "PSO-RESP-008",
    ),
    note="From a baseline of 0 a response is undefined.",
)


def response(*, percent: Number, of: Score = PASI, baseline: str = BASELINE, visit: str = VISIT) -> Condition:
    """The condition that a score has improved by at least so many percent.

    Missing data: see the module.

    Args:
        percent: The least improvement, from 1 to 100, as it prints: 75, 37.5 or
            ``Fraction(200, 3)``; a fraction such as 0.75 is refused.
        of: The score; its definition gives units and range.
        baseline: The name of the fact that holds it at baseline.
        visit: The name of the fact that holds it at the visit.

    Returns:
        A condition for ``judge``, ``judge_arrays`` and every other door.

    Raises:
        DefinitionError: The percentage is not from 1 to 100, the score is a
            ratio, or both facts have one name.

    >>> from psoscore import DLQI, judge
    >>> judge(response(percent=50, of=DLQI), {"baseline": 13, "visit": 7})
    <Truth.FALSE: 0>
    """
    least = exact(percent)
    if not ONE_PERCENT <= least <= HUNDRED_PERCENT:
        message = f"percent={shown(percent)}; a response needs 1 to 100 percent (75, not 0.75)"
        raise DefinitionError(message)
    return _response(least, of, baseline, visit)


@lru_cache(maxsize=DEFINITIONS_KEPT)
def _response(percent: Fraction, of: Score, baseline: str, visit: str) -> Condition:
    return compare(improvement(of, baseline, visit), percent)


PASI_50 = response(percent=50)
"""PASI improved by at least 50 percent between the facts ``baseline`` and ``visit``."""
PASI_75 = response(percent=75)
"""PASI improved by at least 75 percent."""
PASI_90 = response(percent=90)
"""PASI improved by at least 90 percent."""
PASI_100 = response(percent=100)
"""PASI improved by 100 percent: it is 0."""
