"""A response rate to draw: who responded, of how many, who is open, and its interval."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from attrs import frozen

from psoscore.engine.states import shown
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.missing import is_missing
from psoscore.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["ResponseCount", "count_flags", "wilson_interval"]

LEVEL = 0.95
FLAGS: Mapping[Any, Truth] = {truth.value: truth for truth in Truth} | {truth: truth for truth in Truth}
"""What a flag can be; True and False are 1 and 0 to a mapping."""


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
            allowed = f"at most the {self.assessed} assessed"
            faults.append(Fault("responders", "out_of_range", allowed, str(self.responders)))
        if self.interval is not None and not 0 <= self.interval[0] <= self.interval[1] <= 1:
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


def _is_count(value: Any) -> bool:
    return not isinstance(value, bool) and hasattr(value, "__index__") and value >= 0


def count_flags(flags: Iterable[Any]) -> ResponseCount:
    """Count the flags of one visit in one arm.

    Missing data: ``Truth.UNKNOWN``, -1, None, NaN and NA count as unsettled,
    never as no response.

    Args:
        flags: For each patient a ``Truth``, a bool, or 1, 0 and -1 as the
            doors for arrays give them.

    Returns:
        The counts, for ``response_over_time``.

    Raises:
        InputError: A flag is something else.

    >>> count_flags([Truth.TRUE, 1, False, -1, None])
    ResponseCount(responders=2, assessed=3, unsettled=2, interval=None)
    """
    found = dict.fromkeys(Truth, 0)
    for row, flag in enumerate(flags):
        found[_settled(flag, row)] += 1
    responders = found[Truth.TRUE]
    return ResponseCount(
        responders=responders, assessed=responders + found[Truth.FALSE], unsettled=found[Truth.UNKNOWN]
    )


def _settled(flag: Any, row: int) -> Truth:
    if is_missing(flag):
        return Truth.UNKNOWN
    try:
        return FLAGS[flag]
    except (KeyError, TypeError):
        allowed = "a Truth, a bool, 1, 0, -1 or None"
        fault = Fault("response", "no_flag", allowed, shown(flag), rows=(row,))
        raise InputError([fault]) from None


def wilson_interval(responders: int, assessed: int, *, level: float = LEVEL) -> tuple[float, float]:
    """Wilson's score interval of a proportion, without continuity correction.

    With p = responders / n and z the normal quantile of (1 + level) / 2, its
    ends are (p + z^2/2n -+ z sqrt(p (1 - p)/n + z^2/4n^2)) / (1 + z^2/n).

    Missing data: leave unsettled patients out of both numbers. Where nobody
    was assessed, nothing is known of the proportion: 0 to 1.

    Args:
        responders: How many responded.
        assessed: Of how many.
        level: The confidence level, between 0 and 1.

    Returns:
        Both ends as proportions, 0 to 1.

    Raises:
        InputError: The counts do not fit together.
        DefinitionError: The level is not between 0 and 1.

    Examples:
        >>> [round(end, 4) for end in wilson_interval(15, 148)]
        [0.0624, 0.1605]

    Sources:
        Wilson EB. Probable inference, the law of succession, and statistical
        inference. J Am Stat Assoc 1927;22:209-212.
    """
    if not 0 < level < 1:
        message = f"level is {level}; a confidence level lies between 0 and 1, as 0.95 does"
        raise DefinitionError(message)
    rate = ResponseCount(responders=responders, assessed=assessed).rate
    if rate is None:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = z * z / assessed
    centre = (rate + share / 2) / (1 + share)
    half = sqrt(share * (rate * (1 - rate) + share / 4)) / (1 + share)
    # At the edges the formula gives 0 and 1 exactly, its floats nearly.
    return 0.0 if responders == 0 else centre - half, 1.0 if responders == assessed else centre + half
