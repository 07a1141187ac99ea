"""Numeric limits of a grading scale as data, so that another version is another table.

A limit says from where on a grade can be reached by numbers alone. What a
scale says in words (treatment, symptoms, duration of treatment) stands in the
table as text and is never computed.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import field, frozen

from psoscore.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from psoscore.provenance import Provenance

__all__ = ["DurationSplit", "Grading", "Limit", "Limits"]


@frozen(kw_only=True)
class Limit:
    """The lower end of a grade.

    Attributes:
        grade: The grade that begins here.
        value: Where it begins, in the unit of the table.
        inclusive: True if the value itself belongs to the grade.
    """

    grade: int
    value: Decimal
    inclusive: bool = True

    def reached_by(self, value: Fraction) -> bool:
        """Whether an exact value lies in this grade or a higher one."""
        limit = Fraction(self.value)
        return value >= limit if self.inclusive else value > limit

    def __str__(self) -> str:
        """The limit as it is printed, such as ``">=38.0"``."""
        return f"{'>=' if self.inclusive else '>'}{self.value}"


def _limits(limits: Iterable[Limit]) -> tuple[Limit, ...]:
    return tuple(limits)


@frozen(kw_only=True)
class Limits:
    """All numeric limits of one measured quantity, ascending; a grade ends where the next begins.

    Attributes:
        quantity: What is measured.
        unit: The unit of the limits.
        limits: The lower ends.

    Raises:
        DefinitionError: Grades or values do not ascend.
    """

    quantity: str
    unit: str
    limits: tuple[Limit, ...] = field(converter=_limits)

    def __attrs_post_init__(self) -> None:
        """Refuse a table that is empty or out of order."""
        ordered = all(a.grade < b.grade and a.value < b.value for a, b in pairwise(self.limits))
        if not self.limits or not ordered:
            message = f"limits of {self.quantity} ascend in grade and value"
            raise DefinitionError(message)

    def grade(self, value: Fraction) -> int:
        """The highest grade whose limit is reached, 0 where none is."""
        return max((limit.grade for limit in self.limits if limit.reached_by(value)), default=0)

    @property
    def highest(self) -> int:
        """The highest grade that numbers alone can reach."""
        return self.limits[-1].grade

    def text(self, grade: int) -> str:
        """The band of a grade, such as ``">39.0 and <=40.0 degC"``.

        Args:
            grade: A grade of the table, or 0 for what lies below.
        """
        above = next((limit for limit in self.limits if limit.grade > grade), None)
        own = next((limit for limit in self.limits if limit.grade == grade), None)
        end = "" if above is None else f"{'<' if above.inclusive else '<='}{above.value}"
        return f"{' and '.join(part for part in (str(own or ''), end) if part)} {self.unit}"


@frozen(kw_only=True)
class DurationSplit:
    """A band that becomes a higher grade when it lasts.

    Attributes:
        grade: The grade up to the duration.
        hours: The longest duration that keeps it [h].
        beyond: The grade of anything longer.
    """

    grade: int
    hours: int
    beyond: int


@frozen(kw_only=True)
class Grading:
    """The numeric part of one version of a grading scale.

    Attributes:
        name: The scale.
        version: Its version; part of every result.
        temperature: Limits of body temperature [degC].
        fever_duration: How duration tells the highest fever grades apart.
        systolic: Limits of systolic pressure [mmHg].
        diastolic: Limits of diastolic pressure [mmHg].
        normal_before: From this hypertension grade on the numbers count only if the
            pressure was normal before.
        normal_below_mmhg: Systolic and diastolic pressure below which it was.
        not_computed: What the scale says in words and is never computed: pairs of term and text.
        without_limits: Terms for which the scale has no number at all.
        provenance: Where the limits come from.
    """

    name: str
    version: str
    temperature: Limits
    fever_duration: DurationSplit
    systolic: Limits
    diastolic: Limits
    normal_before: int
    normal_below_mmhg: tuple[int, int]
    not_computed: tuple[tuple[str, str], ...]
    without_limits: tuple[str, ...]
    provenance: Provenance = field(eq=False)

    @property
    def title(self) -> str:
        """Name and version, such as ``"CTCAE v5.0"``."""
        return f"{self.name} v{self.version}"

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms for which the table has numbers."""
        return tuple(term for term, _ in self.not_computed)
