"""Doses of a cohort in a data frame of any kind that narwhals reads (extra ``frames``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from psoscore.amount_arrays import UNKNOWN, Units
from psoscore.eager_frame import column, eager, with_integer_columns
from psoscore.errors import Fault, InputError
from psoscore.infusion.dose_arrays import dose_of_units, dosing_weights, read_weights, target_of_units

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from psoscore.amount_arrays import Integers
    from psoscore.infusion.product import Product
    from psoscore.infusion.rule import DoseRule

__all__ = ["dose_frame"]

Frame = TypeVar("Frame")

FIELDS = (
    "needed_cells",
    "drawn_cells",
    "containers",
    "overage_cells",
    "delivered_cells_per_kg",
    "volume_ul",
    "dmso_ug",
    "dmso_ug_per_kg",
)


def dose_frame(  # noqa: PLR0913 - which columns hold what, keyword-only
    frame: Frame,
    rule: DoseRule,
    *,
    weight_kg: str = "weight_kg",
    subject: str | None = None,
    visit: str | None = None,
    product: Product | None = None,
    decimals: int = 3,
    weight_confirmed: bool = False,
) -> Frame:
    """Add doses to a frame with one row a subject and infusion.

    New columns: ``target_cells``; with a product also needed, drawn and overage
    cells, containers, delivered cells per kg, volume [uL] and DMSO [ug, ug/kg].

    Missing data:
        A missing weight gives a null (NaN in classic pandas).

    Args:
        frame: An eager frame: pandas, polars, pyarrow, ...
        rule: The rule.
        weight_kg: Column of the weight [kg].
        subject: Column that names the subject; needed with a re-weighing rule.
        visit: Column that orders the infusions of a subject; needed with a re-weighing rule.
        product: The batch, or None for target cells alone.
        decimals: Decimals that the weights have at most; 3 reads them to the gram.
        weight_confirmed: True if weights outside the plausible range are really meant.

    Returns:
        A frame of the same kind with the new columns.

    Raises:
        InputError: Weights that the scalar form refuses, a column that is not there, a
            lazy frame, or a re-weighing rule without subject and visit.
        MissingExtraError: narwhals is not installed.

    >>> import polars as pl
    >>> from psoscore.infusion import DoseRule
    >>> rule = DoseRule(cells_per_kg=1_000_000, basis="viable")
    >>> dose_frame(pl.DataFrame({"weight_kg": [70, None]}), rule)["target_cells"].to_list()
    [70000000, None]
    """
    table = eager(frame)
    weights = read_weights(rule, column(table, weight_kg), decimals, confirmed=weight_confirmed)
    if rule.keep_unless_change_gt is not None:
        if subject is None or visit is None:
            allowed = "the columns of subject and visit, for a re-weighing rule"
            raise InputError([Fault(item="subject", kind="missing", allowed=allowed)])
        weights = _by_subject(rule, weights, column(table, subject), column(table, visit))
    if product is None:
        bare: Frame = with_integer_columns(table, {"target_cells": target_of_units(rule, weights)})
        return bare
    doses = dose_of_units(rule, weights, product)
    made: dict[str, Integers] = {"target_cells": doses.target_cells}
    for name in FIELDS:
        values: Integers | None = getattr(doses, name)
        if values is not None:
            made[name] = values
    dosed: Frame = with_integer_columns(table, made)
    return dosed


def _by_subject(rule: DoseRule, weights: Units, subject: NDArray[Any], visit: NDArray[Any]) -> Units:
    """The re-weighing rule along the visits of each subject, whatever the order of the rows."""
    _, codes = np.unique(subject, return_inverse=True)
    order = np.lexsort((visit, codes))
    firsts = np.flatnonzero(np.diff(codes[order], prepend=-1))
    rank = np.empty(order.size, dtype=np.int64)
    rank[order] = np.arange(order.size) - np.repeat(firsts, np.diff(firsts, append=order.size))
    wide = np.full((firsts.size, int(rank.max(initial=0)) + 1), UNKNOWN, dtype=np.int64)
    wide[codes, rank] = weights.values
    spread = Units(wide, wide == UNKNOWN, weights.decimals, weights.least, weights.greatest)
    kept = dosing_weights(rule, spread).values[codes, rank]
    return Units(kept, weights.unknown, weights.decimals, weights.least, weights.greatest)
