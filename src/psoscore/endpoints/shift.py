"""Shifts between the bands of a score at two visits, as a table of counts.

Missing data:
    A result without a band counts as None, in a row and column of its own.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from psoscore.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol

    from psoscore.definitions import Score

    class Banded(Protocol):
        """The result of scoring a banding."""

        @property
        def definition(self) -> Score:
            """The banding."""
            ...

        @property
        def label(self) -> str | None:
            """The name of the band, None where there is none."""


__all__ = ["Shift", "shift_table"]

Shift: TypeAlias = tuple[str | None, str | None]
"""The band at baseline and the band at the visit; None where there is none."""


def shift_table(bands: Score, pairs: Iterable[tuple[Banded, Banded]]) -> dict[Shift, int]:
    """How many patients moved from which band to which.

    Args:
        bands: The banding, such as ``DLQI_BANDS``.
        pairs: For each patient the result at baseline and the one at the visit.

    Returns:
        A count for every pair of bands, also where nobody moved, in the order
        of the bands; None stands last, for a patient without a band.

    Raises:
        DefinitionError: A result is not one of this banding.

    >>> from psoscore import DLQI_BANDS, score
    >>> before = score(DLQI_BANDS, {f"dlqi_{number:02d}": 2 for number in range(1, 11)})
    >>> after = score(DLQI_BANDS, {f"dlqi_{number:02d}": 0 for number in range(1, 11)})
    >>> shift_table(DLQI_BANDS, [(before, after)])["very large", "none"]
    1
    """
    found: Counter[Shift] = Counter()
    for before, after in pairs:
        for result in (before, after):
            if result.definition != bands:
                message = f"a result of {result.definition.name} is none of {bands.name}"
                raise DefinitionError(message)
        found[before.label, after.label] += 1
    names = (*bands.labels, None)
    return {(before, after): found[before, after] for before in names for after in names}
