"""A response rate to draw: who responded, of how many, who is open, and its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from psoscore.endpoints.responder_flags import OPEN, read_flags
from psoscore.errors import Fault, InputError
from psoscore.given import several
from psoscore.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ResponseCount", "count_flags"]


@frozen(kw_only=True)
class ResponseCount:
    """How many responded at one visit in one arm.

    Attributes:
        responders: How many responded.
        assessed: How many have a settled answer, responders included.
        unsettled: How many have none; they are in neither number.
        interval: Ends of an interval of the rate as proportions, 0 to 1, where
            another than Wilson's is wanted.

    Raises:
        InputError: A number is negative or not whole, more responded than were
            assessed, or the interval is none within 0 to 1.

    >>> ResponseCount(responders=3, assessed=4, unsettled=1).rate
    0.75
    """

    responders: int
    assessed: int
    unsettled: int = 0
    interval: tuple[float, float] | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse numbers that do not fit together."""
        faults = [
            Fault(item=name, kind="not_a_count", allowed="a whole number, 0 or more", value=shown(value))
            for name, value in (
                ("responders", self.responders),
                ("assessed", self.assessed),
                ("unsettled", self.unsettled),
            )
            if not _is_count(value)
        ]
        if not faults and self.responders > self.assessed:
            allowed = f"at most the {shown(self.assessed)} assessed"
            faults.append(Fault("responders", "out_of_range", allowed, shown(self.responders)))
        if self.interval is not None and not _are_proportions(self.interval):
            allowed = "two proportions from 0 to 1, the lower first"
            faults.append(Fault("interval", "out_of_range", allowed, shown(self.interval)))
        if faults:
            raise InputError(faults)

    @property
    def rate(self) -> float | None:
        """The proportion of responders among the assessed, 0 to 1; None where nobody was."""
        return self.responders / self.assessed if self.assessed else None

    @property
    def completions(self) -> tuple[float, float] | None:
        """The least and greatest proportion once the unsettled are settled; None where nobody is there."""
        everyone = self.assessed + self.unsettled
        if not everyone:
            return None
        return self.responders / everyone, (self.responders + self.unsettled) / everyone


def _are_proportions(interval: Any) -> bool:
    try:
        low, high = map(float, interval)
    except (TypeError, ValueError, OverflowError):
        return False
    return 0 <= low <= high <= 1


def _is_count(value: Any) -> bool:
    return not isinstance(value, bool) and hasattr(value, "__index__") and value >= 0


def count_flags(flags: Iterable[Any]) -> ResponseCount:
    """Count the flags of one visit in one arm.

    Missing data: ``Truth.UNKNOWN``, -1, None, NaN and NA count as unsettled,
    never as no response.

    Args:
        flags: For each patient a ``Truth``, a bool, 1, 0 and -1 as the doors
            for arrays give them, or Y and N of an analysis data set.

    Returns:
        The counts, for ``response_over_time``.

    Raises:
        InputError: A flag is something else.

    >>> count_flags(["Y", 1, False, -1, None])
    ResponseCount(responders=2, assessed=3, unsettled=2, interval=None)
    """
    found = read_flags("response", np.array(several("response", flags, "a flag a patient"), object))
    responders, none, unsettled = (int((found == flag).sum()) for flag in (1, 0, OPEN))
    return ResponseCount(responders=responders, assessed=responders + none, unsettled=unsettled)
