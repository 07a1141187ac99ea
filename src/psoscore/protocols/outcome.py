"""What a registry record says will be measured, and when."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

__all__ = ["Outcome"]


@frozen(kw_only=True)
class Outcome:
    """One outcome measure of a trial.

    Attributes:
        rank: ``"primary"`` or ``"secondary"``.
        measure: What is measured, by the name psoscore gives it.
        analysis: ``"change from baseline"``, ``"value"`` or ``"monitoring"``.
        visits: Names of the visits at which it is measured; empty where the record names none.
        time_frame: The time frame as the record words it.
    """

    rank: Literal["primary", "secondary"]
    measure: str
    analysis: Literal["change from baseline", "value", "monitoring"]
    visits: tuple[str, ...]
    time_frame: str
