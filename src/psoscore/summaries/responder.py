"""Responder counts with denominators and intervals, and observed cases beside imputed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

import numpy as np

from psoscore.eager_frame import column
from psoscore.endpoints.responder_flags import OPEN, read_flags
from psoscore.errors import DefinitionError
from psoscore.summaries.group import frame_of, grouped
from psoscore.summaries.interval import INTERVALS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Proportion", "observed_and_imputed", "responder_summary"]

Frame = TypeVar("Frame")
Proportion: TypeAlias = Literal["clopper_pearson", "wilson"]

PERCENT = 100


def responder_summary(  # noqa: PLR0913 - which columns hold what, keyword-only
    frame: Frame,
    *,
    flag: str,
    by: Sequence[str],
    where: str | None = None,
    interval: Proportion = "clopper_pearson",
    level: float = 0.95,
) -> Frame:
    """How many responded of how many, with an interval, for every group.

    New columns beside those of ``by``: ``responders``, ``n``, ``percent``, ``low``
    and ``high`` (the ends of the interval, in percent).

    Missing data: see the module; a group of which no flag is settled has n 0
    and no percent.

    Args:
        frame: An eager frame: pandas, polars, pyarrow, ...
        flag: The column of the flags: Y and N, or 1 and 0 with -1 for open.
        by: The columns that make the groups, such as arm and visit; groups come
            in the order of their categories (an enum, an ordered categorical),
            else of their names.
        where: A column that is Y or 1 on the rows that count, such as ANL01FL; None counts all.
        interval: ``"clopper_pearson"`` (extra ``summaries``) or ``"wilson"``.
        level: The confidence level.

    Returns:
        A frame of the same kind.

    Raises:
        InputError: A column is not there or is called like a new one, a cell is no
            flag, or the frame is lazy.
        DefinitionError: There is no such interval, or the level is not between 0 and 1.
        MissingExtraError: narwhals or scipy is not installed.

    >>> import polars as pl
    >>> flags = pl.DataFrame({"arm": ["a", "a", "a"], "pasi75": ["Y", "N", None]})
    >>> responder_summary(flags, flag="pasi75", by=["arm"], interval="wilson")["n"].to_list()
    [2]
    """
    if interval not in INTERVALS:
        message = f"interval={interval!r}; choose from 'clopper_pearson', 'wilson'"
        raise DefinitionError(message)
    table, groups = grouped(frame, by, where)
    flags = read_flags(flag, column(table, flag))
    x, n = groups.count(flags == 1), groups.count(flags != OPEN)
    low, high = INTERVALS[interval](x, n, level=level)
    made = {"responders": x, "n": n, "percent": _percent(x, n), "low": PERCENT * low, "high": PERCENT * high}
    summary: Frame = frame_of(table, groups, by, made)
    return summary


def observed_and_imputed(
    frame: Frame, *, flag: str, by: Sequence[str], imputed: str = "DTYPE", where: str | None = None
) -> Frame:
    """Responders among observed cases beside those after imputation, for every group.

    New columns beside those of ``by``: ``responders_observed``, ``n_observed``,
    ``percent_observed``, ``n_imputed``, ``responders``, ``n`` and ``percent``.

    Missing data: see the module.

    Args:
        frame: As for ``responder_summary``; with the imputed records in it.
        flag: As for ``responder_summary``.
        by: As for ``responder_summary``.
        imputed: The column that marks imputed records: DTYPE, or one of 1 and 0.
        where: As for ``responder_summary``.

    Returns:
        A frame of the same kind.

    Raises:
        InputError: A column is not there or is called like a new one, a cell is no
            flag, or the frame is lazy.
        MissingExtraError: narwhals is not installed.

    Examples:
        >>> import polars as pl
        >>> frame = pl.DataFrame({"arm": ["A"] * 3, "CRIT1FL": ["Y", "N", "N"], "DTYPE": [None, None, "NRI"]})
        >>> observed_and_imputed(frame, flag="CRIT1FL", by=["arm"]).row(0)
        ('A', 1, 2, 50.0, 1, 1, 3, 33.333333333333336)
    """
    table, groups = grouped(frame, by, where)
    flags = read_flags(flag, column(table, flag))
    marks = np.array([_marked(one) for one in column(table, imputed).tolist()], np.bool)
    settled = flags != OPEN
    x, n = groups.count((flags == 1) & ~marks), groups.count(settled & ~marks)
    every, size = groups.count(flags == 1), groups.count(settled)
    made = {
        "responders_observed": x,
        "n_observed": n,
        "percent_observed": _percent(x, n),
        "n_imputed": groups.count(settled & marks),
        "responders": every,
        "n": size,
        "percent": _percent(every, size),
    }
    summary: Frame = frame_of(table, groups, by, made)
    return summary


def _marked(one: Any) -> bool:
    """Whether a record is imputed: it names a rule; blank text, as SAS has it, names none."""
    return bool(one.strip()) if isinstance(one, str) else one == 1


def _percent(x: NDArray[np.int64], n: NDArray[np.int64]) -> NDArray[np.float64]:
    percent: NDArray[np.float64] = np.divide(
        PERCENT * x, n, out=np.full(len(n), np.nan), where=n > 0, casting="unsafe"
    )
    return percent
