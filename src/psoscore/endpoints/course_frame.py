"""Endpoints over a course of visits in a data frame with one row a patient and one column a visit.

New columns of flags hold 1, 0 and -1 for open, as ``judge_frame`` has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from psoscore.eager_frame import column, eager
from psoscore.endpoints.bracket import first_found_arrays
from psoscore.endpoints.imputation import impute_flags, impute_scores
from psoscore.endpoints.score_course import relapse_arrays
from psoscore.endpoints.sustained import sustained_arrays, sustained_since_first_arrays
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.given import several
from psoscore.instruments.pasi import PASI
from psoscore.new_frame import with_new_columns
from psoscore.shown import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from psoscore.definitions import Score
    from psoscore.endpoints.imputation import Imputation
    from psoscore.endpoints.relapse import RelapseDefinition

__all__ = ["first_found_frame", "impute_frame", "relapse_frame", "sustained_frame"]

Frame = TypeVar("Frame")


def relapse_frame(
    frame: Frame,
    *,
    definition: str | RelapseDefinition,
    visits: Sequence[str],
    baseline: str = "baseline",
    of: Score = PASI,
) -> Frame:
    """The frame with ``relapse_<visit>`` for every visit.

    Missing data: as for ``relapse_arrays``.

    Args:
        frame: An eager frame: pandas, polars, pyarrow, ...
        definition: As for ``relapse_arrays``.
        visits: The columns of the scores at the visits, in order of time.
        baseline: The column of the scores at baseline.
        of: As for ``relapse_arrays``.

    Returns:
        A frame of the same kind.

    Raises:
        InputError: A column is not there or is there already, the frame is lazy, or as for
            ``relapse_arrays``.
        MissingExtraError: narwhals is not installed.

    Examples:
        >>> import polars as pl
        >>> frame = pl.DataFrame({"baseline": [20.0], "week_8": [4.0], "week_16": [12.0]})
        >>> relapse_frame(frame, definition="npf", visits=["week_8", "week_16"])["relapse_week_16"].to_list()
        [1]
    """
    table, names = eager(frame), column_names(visits)
    found = relapse_arrays(column(table, baseline), wide(table, names), definition=definition, of=of)
    columns = {f"relapse_{visit}": found[:, place] for place, visit in enumerate(names)}
    filled: Frame = with_new_columns(table, columns)
    return filled


def sustained_frame(frame: Frame, *, responses: Sequence[str]) -> Frame:
    """The frame with ``sustained_<response>`` for every visit, and ``sustained_since_first``.

    Missing data: as for ``sustained_arrays``.

    Args:
        frame: An eager frame: pandas, polars, pyarrow, ...
        responses: The columns of the responder flags, in order of time.

    Returns:
        A frame of the same kind.

    Raises:
        InputError: A column is not there or is there already, the frame is lazy, or a cell is no flag.
        MissingExtraError: narwhals is not installed.

    Examples:
        >>> import polars as pl
        >>> frame = pl.DataFrame({"week_8": [1, 1], "week_16": [1, 0]})
        >>> sustained_frame(frame, responses=["week_8", "week_16"])["sustained_week_8"].to_list()
        [1, 0]
    """
    table, names = eager(frame), column_names(responses)
    flags = wide(table, names)
    kept = sustained_arrays(flags)
    columns = {f"sustained_{response}": kept[:, place] for place, response in enumerate(names)}
    columns["sustained_since_first"] = sustained_since_first_arrays(flags)
    filled: Frame = with_new_columns(table, columns)
    return filled


def first_found_frame(
    frame: Frame,
    *,
    verdicts: Sequence[str],
    days: Sequence[float],
    start: float = 1,
    name: str = "first_found",
) -> Frame:
    """The frame with ``<name>_after`` and ``<name>_by``, the days that bracket the first finding.

    Missing data: as for ``first_found_arrays``; ``<name>_by`` is null, NaN in
    classic pandas, where nothing was found.

    Args:
        frame: An eager frame: pandas, polars, pyarrow, ...
        verdicts: The columns of the flags, in order of time.
        days: The days of the visits, one for each column.
        start: As for ``first_found``.
        name: What was found: the names of the new columns begin with it.

    Returns:
        A frame of the same kind.

    Raises:
        InputError: A column is not there or is there already, the frame is lazy, or as for ``first_found``.
        MissingExtraError: narwhals is not installed.

    Examples:
        >>> import polars as pl
        >>> frame = pl.DataFrame({"week_4": [0], "week_8": [1]})
        >>> first_found_frame(frame, verdicts=["week_4", "week_8"], days=[29, 57], name="response").row(0)
        (0, 1, 29.0, 57.0)
    """
    table = eager(frame)
    after, by = first_found_arrays(wide(table, column_names(verdicts)), days, start=start)
    filled: Frame = with_new_columns(table, {f"{name}_after": after, f"{name}_by": by})
    return filled


def impute_frame(  # noqa: PLR0913 - which columns hold what, keyword-only
    frame: Frame,
    rule: Imputation,
    *,
    responses: Sequence[str] | None = None,
    scores: Sequence[str] | None = None,
    baseline: str | None = None,
    reasons: str | None = None,
) -> Frame:
    """The frame with ``<column>_<rule>`` and ``<column>_imputed`` for every visit.

    Missing data: as the rule says; the columns that came are left as they are.

    Args:
        frame: An eager frame: pandas, polars, pyarrow, ...
        rule: As for ``impute_flags``, or for scores as for ``impute_scores``.
        responses: The columns of the responder flags, in order of time.
        scores: The columns of the scores instead, in order of time.
        baseline: The column of the scores at baseline, for ``LOCF_FROM_BASELINE``.
        reasons: The column of the reasons of discontinuation, for a ``ModifiedNRI``.

    Returns:
        A frame of the same kind.

    Raises:
        InputError: A column is not there or is there already, the frame is lazy, or a cell
            is no flag or no number.
        DefinitionError: It is no rule, acts on flags and not on scores, or responses and
            scores are both given, or neither.
        MissingExtraError: narwhals is not installed.

    Examples:
        >>> import polars as pl
        >>> from psoscore.endpoints import LOCF, NRI
        >>> impute_frame(pl.DataFrame({"week_8": [1, None]}), NRI, responses=["week_8"]).rows()
        [(1, 1, 0), (None, 0, 1)]
        >>> visits = pl.DataFrame([(12.4, None)], schema={"week_4": float, "week_8": float}, orient="row")
        >>> impute_frame(visits, LOCF, scores=["week_4", "week_8"])["week_8_locf"].to_list()
        [12.4]
    """
    table = eager(frame)
    if (responses is None) is (scores is None):
        message = "say responses= for the columns of flags, or scores= for those of scores"
        raise DefinitionError(message)
    names = column_names(scores if responses is None else responses)
    values = wide(table, names)
    if scores is None:
        found = impute_flags(rule, values, reasons=None if reasons is None else column(table, reasons))
    else:
        found = impute_scores(rule, values, baseline=None if baseline is None else column(table, baseline))
    columns: dict[str, NDArray[Any]] = {}
    for place, name in enumerate(names):
        columns[f"{name}_{rule.name.lower()}"] = found.filled[:, place]
        columns[f"{name}_imputed"] = found.imputed[:, place].astype(np.int8)
    filled: Frame = with_new_columns(table, columns)
    return filled


def column_names(names: object) -> tuple[str, ...]:
    """The names of the columns of the visits, gone through once.

    Raises:
        InputError: They are no list of names, there is none, or one stands twice.
    """
    allowed = "the columns of the visits, in order of time"
    listed = () if isinstance(names, str) else several("visits", names, allowed)
    if not listed:
        raise InputError([Fault(item="visits", kind="missing", allowed=allowed)])
    strange = [one for one in listed if not isinstance(one, str)]
    if strange:
        raise InputError([Fault("visits", "no_name_of_a_column", allowed, shown(strange[0]))])
    twice = [name for place, name in enumerate(listed) if name in listed[:place]]
    if twice:
        raise InputError([Fault(item=name, kind="twice", allowed=allowed) for name in twice])
    return listed


def wide(table: Any, names: Sequence[str]) -> NDArray[Any]:
    """Columns side by side, one row a patient."""
    columns = [column(table, name) for name in names]
    if any(one.dtype.kind not in "biuf" for one in columns):
        columns = [one.astype(object) for one in columns]
    return np.column_stack(columns)
