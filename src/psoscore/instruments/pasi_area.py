"""From handprints to a region's percentage, on the way to an area grade.

Missing data:
    There is no percentage of what was not counted; leave the item out instead.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.instruments.pasi import REGION_WEIGHTS
from psoscore.numerals import exact

if TYPE_CHECKING:
    from psoscore.numerals import Number

__all__ = ["region_percent"]


def region_percent(region: str, *, handprints: Number) -> Fraction:
    """The percentage of a region that a number of handprints covers.

    One handprint, the palm with its fingers, counts as 1 % of the body, so
    10, 20, 30 and 40 of them make 100 % of head, upper extremities, trunk and
    lower extremities.

    Args:
        region: ``"head"``, ``"upper_extremities"``, ``"trunk"`` or ``"lower_extremities"``.
        handprints: Handprints of the patient's own, 0 or more.

    Returns:
        Percent of the region, exact, 0 to 100; usable as ``<region>_area_percent``.

    Raises:
        InputError: No such region, no number, or more than the region holds.

    >>> region_percent("trunk", handprints=1)
    Fraction(10, 3)

    Sources: Choices between sources (whether the palm includes the fingers differs).
    """
    if region not in REGION_WEIGHTS:
        raise InputError([Fault("region", "no_such_region", ", ".join(REGION_WEIGHTS), repr(region))])
    whole = 100 * Fraction(REGION_WEIGHTS[region])
    allowed = f"0 to {whole} handprints"
    try:
        percent = exact(handprints) / whole * 100
    except DefinitionError as error:
        raise InputError([Fault(f"{region}_handprints", "no_number", allowed, repr(handprints))]) from error
    if not 0 <= percent <= 100:  # noqa: PLR2004  the whole of a region
        raise InputError([Fault(f"{region}_handprints", "out_of_range", allowed, str(handprints))])
    return percent
