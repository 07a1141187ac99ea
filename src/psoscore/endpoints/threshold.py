"""Response by an absolute threshold: a score at a visit of at most so many points.

A low score and a large improvement often go together, and are two different
endpoints; one never stands for the other.

Missing data:
    A score that is not known leaves the response open unless its bounds
    settle it. The baseline is not read.

>>> from psoscore import judge
>>> judge(threshold(at_most=2), {"visit": 2.0})
<Truth.TRUE: 1>
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from psoscore.endpoints.change import VISIT, score_fact
from psoscore.instruments.dlqi import DLQI
from psoscore.instruments.pasi import PASI
from psoscore.provenance import Provenance
from psoscore.sources import PSOSCORE

if TYPE_CHECKING:
    from psoscore.definitions import Score
    from psoscore.numerals import Number
    from psoscore.terms import Condition

__all__ = ["DLQI_0_1", "THRESHOLD_PROVENANCE", "threshold"]

THRESHOLD_PROVENANCE = Provenance(
    sources=(PSOSCORE,),
    requirements=("PSO-ENDP-001", "PSO-ENDP-002"),
    status="design",
    note="At most means the threshold itself, too. Which threshold is for the analysis plan to say.",
)


def threshold(*, at_most: Number, of: Score = PASI, visit: str = VISIT) -> Condition:
    """The condition that a score is at most so many points at a visit.

    Missing data: see the module.

    Args:
        at_most: The threshold, which itself is a response: 2 for "PASI <= 2".
        of: The score; its definition gives units and range.
        visit: The name of the fact that holds it at the visit.

    Returns:
        A condition for ``judge``, ``judge_arrays``, ``judge_frame`` and every other door.

    Raises:
        DefinitionError: The score is a ratio, or the threshold no number.

    Examples:
        >>> from psoscore import Interval, judge
        >>> judge(threshold(at_most=3), {"visit": Interval(2.8, 3.1)})
        <Truth.UNKNOWN: -1>
    """
    return score_fact(of, visit) <= at_most


DLQI_0_1 = threshold(at_most=1, of=DLQI)
"""DLQI of 0 or 1 at the fact ``visit``: no effect of the skin disease on the patient's life."""
