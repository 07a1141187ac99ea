"""Response by a drop of so many points: the DLQI's smallest difference that matters, and IGA or sPGA.

Missing data:
    A score that is not known leaves the response open unless what is known
    settles it. A patient whose DLQI at baseline lies below the difference
    cannot show it: the response is not assessed, so it is never settled.

>>> from psoscore import judge
>>> judge(DLQI_MCID_RESPONSE, {"baseline": 14, "visit": 10})
<Truth.TRUE: 1>
>>> judge(IGA_RESPONSE, {"baseline": 2, "visit": 1})
<Truth.FALSE: 0>
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from psoscore.endpoints.change import BASELINE, VISIT, facts
from psoscore.errors import DefinitionError
from psoscore.instruments.dlqi import DLQI
from psoscore.instruments.iga import IGA_MOD_2011
from psoscore.numerals import Number, written
from psoscore.provenance import Provenance
from psoscore.sources import BASRA_2015, NCT03412747, PSOSCORE
from psoscore.terms import Given

if TYPE_CHECKING:
    from psoscore.definitions import Score
    from psoscore.terms import Condition

__all__ = [
    "DLQI_MCID",
    "DLQI_MCID_RESPONSE",
    "IGA_PROVENANCE",
    "IGA_RESPONSE",
    "MCID_PROVENANCE",
    "SPGA_PROVENANCE",
    "global_response",
    "mcid_response",
]

DLQI_MCID = 4
"""The smallest difference of the DLQI that matters to patients, in inflammatory skin disease."""

ALMOST_CLEAR = 1
GLOBAL_DROP = 2

MCID_PROVENANCE = Provenance(
    sources=(BASRA_2015, PSOSCORE),
    requirements=("PSO-ENDP-003",),
    note="Other populations have other values, from 2.2 to 5. Assessed only from a baseline that allows it.",
)
IGA_PROVENANCE = Provenance(sources=(NCT03412747,), requirements=("PSO-ENDP-004",))
SPGA_PROVENANCE = Provenance(
    sources=(PSOSCORE,),
    requirements=("PSO-ENDP-028",),
    status="unconfirmed",
    note="The rule of the IGA; no text that states it for the sPGA could be read.",
)


def mcid_response(
    *, mcid: Number = DLQI_MCID, of: Score = DLQI, baseline: str = BASELINE, visit: str = VISIT
) -> Condition:
    """The condition that a score has dropped by the smallest difference that matters, or more.

    Missing data: see the module.

    Args:
        mcid: The difference in points, above 0.
        of: The score; its definition gives units and range.
        baseline: The name of the fact that holds it at baseline.
        visit: The name of the fact that holds it at the visit.

    Returns:
        A condition for every door. It is open where the baseline is less than ``mcid``.

    Raises:
        DefinitionError: The difference is not above 0, the score is a ratio, or
            both facts have one name.

    Examples:
        >>> from psoscore import judge
        >>> judge(mcid_response(mcid=5), {"baseline": 14, "visit": 10})
        <Truth.FALSE: 0>
        >>> judge(mcid_response(), {"baseline": 3, "visit": 0})
        <Truth.UNKNOWN: -1>
    """
    difference = written(mcid)
    if difference <= 0:
        message = f"mcid={mcid}; a difference above 0 is needed"
        raise DefinitionError(message)
    first, later = facts(of, baseline, visit)
    return Given(first - later >= difference, first >= difference)


def global_response(*, of: Score = IGA_MOD_2011, baseline: str = BASELINE, visit: str = VISIT) -> Condition:
    """The condition that a global assessment is 0 or 1 and has dropped by two points or more.

    Missing data: see the module. For an sPGA the rule is unconfirmed: it is that of the IGA.

    Args:
        of: The scale, with its length: ``IGA_MOD_2011``, ``SPGA_5`` or ``SPGA_6``.
        baseline: The name of the fact that holds the grade at baseline.
        visit: The name of the fact that holds it at the visit.

    Returns:
        A condition for every door.

    Raises:
        DefinitionError: Both facts have one name.

    Examples:
        >>> from psoscore import SPGA_6, judge
        >>> judge(global_response(of=SPGA_6), {"baseline": 5, "visit": 1})
        <Truth.TRUE: 1>
    """
    first, later = facts(of, baseline, visit)
    return (later <= ALMOST_CLEAR) & (first - later >= GLOBAL_DROP)


DLQI_MCID_RESPONSE = mcid_response()
"""DLQI dropped by 4 points or more between the facts ``baseline`` and ``visit``."""

IGA_RESPONSE = global_response()
"""IGA mod 2011 of 0 or 1 at ``visit``, and a drop of two points or more."""
