"""The result of scoring one record: a value, its bounds, and what is missing."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import frozen

from psoscore.answers import NotRelevant
from psoscore.engine.states import Gap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psoscore.definitions import Score
    from psoscore.engine.states import State
    from psoscore.errors import Fault

__all__ = ["Scored"]


@frozen(order=False, repr=False)
class Scored:
    """What a record is worth.

    The reported value and the bounds are two things. The value is what the
    instrument's manual reports, which may fill a single blank answer; the
    bounds are the least and the greatest score over all completions.

    Attributes:
        definition: What was scored.
        states: What every cell held, as it was read.
        units: The reported value in whole units, None where there is none.
        low_units: The least value over all completions, in units.
        high_units: The greatest.
        missing: The cells whose filling could still change the bounds.
        warnings: Contradictions between answers.
        n_missing: How many questions these cells belong to.
        n_not_relevant: How many questions were answered *not relevant*.
    """

    definition: Score
    states: tuple[tuple[str, State], ...]
    units: Any
    low_units: Any
    high_units: Any
    missing: tuple[str, ...] = ()
    warnings: tuple[Fault, ...] = ()
    n_missing: int = 0
    n_not_relevant: int = 0

    @property
    def value(self) -> float | None:
        """The reported value: the float nearest to the exact one, or None."""
        return _points(self.units, self.definition.scale)

    @property
    def exact(self) -> Fraction | None:
        """The reported value exactly, or None."""
        return None if self.units is None else Fraction(self.units) / self.definition.scale

    @property
    def low(self) -> float | None:
        """The least value over all completions; None where there is no bound."""
        return _points(self.low_units, self.definition.scale)

    @property
    def high(self) -> float | None:
        """The greatest value over all completions; None where there is no bound."""
        return _points(self.high_units, self.definition.scale)

    @property
    def exact_bounds(self) -> tuple[Fraction | None, Fraction | None]:
        """Both bounds exactly."""
        scale = self.definition.scale
        low, high = self.low_units, self.high_units
        return (
            None if low is None else Fraction(low) / scale,
            None if high is None else Fraction(high) / scale,
        )

    @property
    def known(self) -> bool:
        """Whether there is a reported value."""
        return self.units is not None

    @property
    def label(self) -> str | None:
        """The name of the band, for a banding with a value."""
        if self.units is None or not self.definition.labels:
            return None
        return self.definition.labels[int(self.units)]

    @property
    def parts(self) -> Mapping[str, Scored]:
        """The subscores by name, each with bounds of its own."""
        from psoscore.engine.record.measure import measure_parts  # noqa: PLC0415  which makes these results

        return MappingProxyType(measure_parts(self.definition, dict(self.states)))

    def by_code(self, version: str) -> dict[str, float | None]:
        """The total and the subscores under the codes of a terminology.

        Args:
            version: How the codes begin, as in ``"PASI03"`` or ``"DLQI1"``.

        Returns:
            Values by code; None where there is none.
        """
        scored = {self.definition.codes: self.value}
        scored |= {part.definition.codes: part.value for part in self.parts.values()}
        return {code: value for codes, value in scored.items() for code in codes if code.startswith(version)}

    def explain(self) -> str:
        """The steps with the numbers in, as an auditor reads them."""
        from psoscore.engine.record.explanation import explanation  # noqa: PLC0415  only when asked

        return explanation(self)

    def to_dict(self) -> dict[str, Any]:
        """The result as plain values that JSON can carry, for an audit trail."""
        from psoscore import __version__  # noqa: PLC0415  the face of the package stands above

        return {
            "name": self.definition.name,
            "version": self.definition.version,
            "fingerprint": self.definition.fingerprint,
            "psoscore": __version__,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "label": self.label,
            "missing": list(self.missing),
            "warnings": [warning.message for warning in self.warnings],
            "n_missing": self.n_missing,
            "n_not_relevant": self.n_not_relevant,
            "parts": {name: part.value for name, part in self.parts.items()},
            "answers": {
                name: _plain(state, self.definition.cells[name].scale)
                for name, state in self.states
                if state is not Gap.ABSENT
            },
        }

    def __repr__(self) -> str:
        """One line: the value, or its bounds and what is missing."""
        name = self.definition.name
        if self.low_units is None or self.high_units is None or self.low_units == self.high_units:
            between = ""
        else:
            between = f", {self.low:g} to {self.high:g}"
        missing = f", missing {', '.join(self.missing)}" if self.missing else ""
        value = "unknown" if self.value is None else f"{self.value:g}"
        label = f" ({self.label})" if self.label else ""
        return f"Scored({name}: {value}{label}{between}{missing})"

    def _repr_html_(self) -> str:
        from psoscore.engine.record.explanation import scored_html  # noqa: PLC0415  only in a notebook

        return scored_html(self)


def _points(units: Any, scale: int) -> float | None:
    """The float nearest to a number of units."""
    return None if units is None else float(units / scale)


def _plain(state: State, scale: int) -> Any:
    """An answer in points, or in words."""
    if isinstance(state, tuple):
        return [_plain(end, scale) for end in state]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(state, Gap):
        return None if state is Gap.BLANK else state.name.lower()
    if isinstance(state, NotRelevant):
        return state.value
    if isinstance(state, Fraction) or scale != 1:
        return float(state / scale)
    return state
