"""How changes are distributed, by visit and arm."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from attrs import fields

from psoscore.amount_arrays import read_floats
from psoscore.eager_frame import column
from psoscore.endpoints.imputation import ModifiedNRI, NonResponderImputation
from psoscore.summaries.group import frame_of, grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["change_summary"]

Frame = TypeVar("Frame")


IMPUTED = "DTYPE"
"""The variable of an analysis data set that names the rule of an imputed record."""
SCORELESS = {fields(rule).name.default for rule in (NonResponderImputation, ModifiedNRI)}
"""The rules whose records have no score, by name, as DTYPE has it."""


def change_summary(frame: Frame, *, value: str, by: Sequence[str], where: str | None = None) -> Frame:
    """How a value is distributed in every group: change or percent change by visit and arm.

    New columns beside those of ``by``: ``n``, ``n_missing``, ``mean``, ``sd``
    (n - 1), ``median``, ``least`` and ``greatest``.

    Missing data: a missing value counts in ``n_missing`` and in nothing else.
    A record that non-responder imputation made, NRI or MNRI in a column DTYPE,
    has flags and no value and counts in nothing, so that no patient counts
    twice: the summary is that of observed cases.

    Args:
        frame: As for ``responder_summary``.
        value: The column of the values, such as CHG.
        by: As for ``responder_summary``.
        where: As for ``responder_summary``.

    Returns:
        A frame of the same kind.

    Raises:
        InputError: A column is not there or holds no numbers, or the frame is lazy.
        MissingExtraError: narwhals is not installed.

    Examples:
        >>> import polars as pl
        >>> frame = pl.DataFrame({"arm": ["A", "A", "A"], "CHG": [-9.0, -4.0, None]})
        >>> change_summary(frame, value="CHG", by=["arm"]).row(0)
        ('A', 2, 1, -6.5, 3.5355339059327378, -6.5, -9.0, -4.0)
    """
    table, groups = grouped(frame, by, where)
    values = read_floats(value, column(table, value))
    known = ~np.isnan(values)
    missing = ~known & ~_without_scores(table)
    columns: dict[str, NDArray[Any]] = {"n": groups.count(known), "n_missing": groups.count(missing)}
    samples = [values[(groups.group == one) & known] for one in range(len(groups.first))]
    measures: dict[str, tuple[Any, int]] = {
        "mean": (np.mean, 1),
        "sd": (partial(np.std, ddof=1), 2),
        "median": (np.median, 1),
        "least": (np.min, 1),
        "greatest": (np.max, 1),
    }
    for name, (measure, least) in measures.items():
        made = [float(measure(sample)) if len(sample) >= least else np.nan for sample in samples]
        columns[name] = np.array(made, np.float64)
    summary: Frame = frame_of(table, groups, by, columns)
    return summary


def _without_scores(table: Any) -> NDArray[np.bool]:
    """Which records were made by a rule that acts on flags only; none where no column says so."""
    if IMPUTED not in table.columns:
        return np.zeros(len(table), np.bool)
    rules = column(table, IMPUTED).tolist()
    return np.array([isinstance(one, str) and one.strip() in SCORELESS for one in rules], np.bool)
