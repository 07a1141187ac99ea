"""Shifts between the bands of a score at two visits, as a table of counts.

Missing data:
    A result without a band counts as None, in a row and column of its own.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from psoscore.definitions import Score
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.given import several
from psoscore.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol

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

PAIRS = "a list of pairs of results, at baseline and at the visit"
TWO = 2

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
        InputError: The pairs are no list, or one of them is no pair.
        DefinitionError: It is no banding, or a result is not one of this banding.

    >>> from psoscore import DLQI_BANDS, score
    >>> before = score(DLQI_BANDS, {f"dlqi_{number:02d}": 2 for number in range(1, 11)})
    >>> after = score(DLQI_BANDS, {f"dlqi_{number:02d}": 0 for number in range(1, 11)})
    >>> shift_table(DLQI_BANDS, [(before, after)])["very large", "none"]
    1
    """
    if not isinstance(bands, Score) or not bands.labels:  # pyright: ignore[reportUnnecessaryIsInstance]
        name = getattr(bands, "name", shown(bands))
        message = f"{name} has no bands; say a banding, such as DLQI_BANDS"
        raise DefinitionError(message)
    listed = [_pair(bands, one) for one in several("pairs", pairs, PAIRS)]
    found = Counter((before.label, after.label) for before, after in listed)
    names = (*bands.labels, None)
    return {(before, after): found[before, after] for before in names for after in names}


def _pair(bands: Score, pair: object) -> tuple[Banded, Banded]:
    """The result at baseline and the one at the visit, both of this banding."""
    results = several("pairs", pair, PAIRS)
    if len(results) != TWO:
        raise InputError([Fault("pairs", "wrong_length", PAIRS, f"{len(results)} of {TWO}")])
    for one in results:
        scored = getattr(one, "definition", None)
        if scored != bands:
            what = f"a result of {scored.name}" if isinstance(scored, Score) else shown(one)
            message = f"{what} is none of {bands.name}"
            raise DefinitionError(message)
    before, after = results
    return before, after
