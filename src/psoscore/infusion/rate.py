"""The rate of one infusion: start, increments, maximum, pauses, and the table of volumes.

Times are minutes of the clock from the start. Volumes in the table are rounded
to the microlitre and add up to the volume of the infusion exactly.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Literal

from attrs import field, frozen

from psoscore.amount import Amount, amount, optional_amount, places
from psoscore.errors import DefinitionError, Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["InfusionTable", "Pause", "RateRow", "RateSteps"]

MINUTES_AN_HOUR = 60
DECIMALS = 3
"""Minutes to a thousandth, volumes to the microlitre, rates to a thousandth."""
THOUSAND = 1000
MOST_ROWS = 10_000


def _after(value: Amount) -> Decimal:
    return amount("after_minutes", value)


def _minutes(value: Amount) -> Decimal:
    return amount("minutes", value)


def _start(value: Amount) -> Decimal:
    return amount("start", value)


def _increment(value: Amount) -> Decimal:
    return amount("increment", value)


def _every(value: Amount | None) -> Decimal | None:
    return optional_amount("every_minutes", value)


def _maximum(value: Amount | None) -> Decimal | None:
    return optional_amount("maximum", value)


@frozen(kw_only=True)
class Pause:
    """The infusion stands still.

    Attributes:
        after_minutes: Minutes of running after which the pause begins; pauses do not count.
        minutes: How long it lasts [min].
    """

    after_minutes: Decimal = field(converter=_after)
    minutes: Decimal = field(converter=_minutes)


@frozen(kw_only=True)
class RateRow:
    """One stretch of an infusion at one rate.

    Attributes:
        from_minute: Begin, minutes from the start.
        to_minute: End; the last one is rounded up to a thousandth of a minute.
        ml_per_h: Rate [mL/h], 0 in a pause.
        volume_ml: Volume given in this stretch [mL].
        total_ml: Volume given by its end [mL].
    """

    from_minute: Decimal
    to_minute: Decimal
    ml_per_h: Decimal
    volume_ml: Decimal
    total_ml: Decimal


@frozen(kw_only=True)
class InfusionTable:
    """The course of one infusion.

    Attributes:
        rows: The stretches, in order.
        volume_ml: Volume of the infusion [mL].
        minutes: Length with pauses [min], rounded up to a thousandth.
        mean_ml_per_kg_h: Volume per kg of weight and hour, or None without a weight.
    """

    rows: tuple[RateRow, ...]
    volume_ml: Decimal
    minutes: Decimal
    mean_ml_per_kg_h: Decimal | None


def _pauses(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    return tuple(pauses)


@frozen(kw_only=True)
class RateSteps:
    """How fast an infusion may run. No rate has a default: no source confirms one.

    Attributes:
        start: First rate.
        increment: What is added at each step; 0 keeps the first rate.
        every_minutes: Running time between steps [min]; needed with an increment.
        maximum: Highest rate, or None.
        unit: ``"mL/h"`` or ``"mL/kg/h"``.
        pauses: Where the infusion stands still.

    Raises:
        DefinitionError: The steps cannot mean anything.

    >>> steps = RateSteps(start=20, increment=20, every_minutes=15, maximum=60, unit="mL/h")
    >>> [str(row.ml_per_h) for row in steps.table(volume_ml=20).rows]
    ['20', '40', '60']
    """

    start: Decimal = field(converter=_start)
    unit: Literal["mL/h", "mL/kg/h"]
    increment: Decimal = field(default=Decimal(0), converter=_increment)
    every_minutes: Decimal | None = field(default=None, converter=_every)
    maximum: Decimal | None = field(default=None, converter=_maximum)
    pauses: tuple[Pause, ...] = field(default=(), converter=_pauses)

    def __attrs_post_init__(self) -> None:
        """Refuse steps that lead nowhere."""
        every = self.every_minutes
        for message, holds in (
            (f"start is {self.start}; a rate is above 0", self.start > 0),
            (f"unit is {self.unit!r}; 'mL/h' or 'mL/kg/h'", self.unit in ("mL/h", "mL/kg/h")),
            (f"increment is {self.increment}; 0 or more", self.increment >= 0),
            (
                f"every_minutes is {every}; minutes above 0 between increments",
                every > 0 if every is not None else self.increment == 0,
            ),
            (
                f"maximum is {self.maximum}; at least the first rate, {self.start}",
                self.maximum is None or self.maximum >= self.start,
            ),
            (
                "a pause begins after 0 or more minutes, lasts above 0, and no two begin together",
                all(pause.after_minutes >= 0 and pause.minutes > 0 for pause in self.pauses)
                and len({pause.after_minutes for pause in self.pauses}) == len(self.pauses),
            ),
        ):
            if not holds:
                raise DefinitionError(message)

    def table(self, *, volume_ml: Amount, weight_kg: Amount | None = None) -> InfusionTable:
        """Time and volume of one infusion, stretch by stretch.

        Args:
            volume_ml: Volume to give [mL].
            weight_kg: Weight [kg]; needed where the rate is per kg.

        Returns:
            The table; pauses after the last drop are left out.

        Raises:
            InputError: Volume or weight is not above 0, the weight is missing where the
                rate is per kg, or the table would have more than 10,000 stretches.
        """
        volume = _above_zero("volume_ml", volume_ml)
        weight = None if weight_kg is None else _above_zero("weight_kg", weight_kg)
        if weight is None and self.unit == "mL/kg/h":
            raise InputError([Fault(item="weight_kg", kind="missing", allowed="a weight, for a rate per kg")])
        factor = weight if weight is not None and self.unit == "mL/kg/h" else Fraction(1)
        rows: list[RateRow] = []
        clock = running = given = Fraction(0)
        pauses = sorted(self.pauses, key=lambda pause: pause.after_minutes)
        while given < volume:
            if len(rows) >= MOST_ROWS:
                allowed = f"at most {MOST_ROWS:,} stretches"
                hint = "give a faster rate or longer steps"
                raise InputError([Fault(item="volume_ml", kind="too_long", allowed=allowed, hint=hint)])
            if pauses and pauses[0].after_minutes <= running:
                end = clock + Fraction(pauses.pop(0).minutes)
                rows.append(_row(clock, end, Fraction(0), given, given))
                clock = end
                continue
            rate = self._rate(running) * factor
            left = (volume - given) * MINUTES_AN_HOUR / rate
            stretch = min([left, *self._until_change(running, pauses)])
            after = given + rate * stretch / MINUTES_AN_HOUR
            rows.append(_row(clock, clock + stretch, rate, given, after))
            clock, running, given = clock + stretch, running + stretch, after
        mean = None if weight is None else volume * MINUTES_AN_HOUR / clock / weight
        return InfusionTable(
            rows=tuple(rows),
            volume_ml=places(_thousandths(volume), DECIMALS),
            minutes=places(ceil(clock * THOUSAND), DECIMALS),
            mean_ml_per_kg_h=None if mean is None else places(_thousandths(mean), DECIMALS),
        )

    def _rate(self, running: Fraction) -> Fraction:
        rate = Fraction(self.start)
        if self.every_minutes is not None:
            rate += running // Fraction(self.every_minutes) * Fraction(self.increment)
        return rate if self.maximum is None else min(rate, Fraction(self.maximum))

    def _until_change(self, running: Fraction, pauses: list[Pause]) -> list[Fraction]:
        """Running minutes to the next step and to the next pause, where there are any."""
        changes = [Fraction(pause.after_minutes) - running for pause in pauses[:1]]
        if self.every_minutes is not None and self._rate(running) != self.maximum and self.increment:
            every = Fraction(self.every_minutes)
            changes.append((running // every + 1) * every - running)
        return changes


def _above_zero(item: str, value: Amount) -> Fraction:
    found = amount(item, value)
    if found <= 0:
        raise InputError([Fault(item=item, kind="out_of_range", allowed="above 0", value=str(found))])
    return Fraction(found)


def _thousandths(exact: Fraction) -> int:
    return round(exact * THOUSAND)


def _row(begin: Fraction, end: Fraction, rate: Fraction, before: Fraction, after: Fraction) -> RateRow:
    given = _thousandths(after)
    return RateRow(
        from_minute=places(ceil(begin * THOUSAND), DECIMALS),
        to_minute=places(ceil(end * THOUSAND), DECIMALS),
        ml_per_h=places(_thousandths(rate), DECIMALS),
        volume_ml=places(given - _thousandths(before), DECIMALS),
        total_ml=places(given, DECIMALS),
    )
