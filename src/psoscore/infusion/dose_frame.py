"""Doses of a cohort in a data frame of any kind that narwhals reads (extra ``frames``)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from attrs import evolve

from psoscore.amount_arrays import UNKNOWN, fault_at, object_floats
from psoscore.eager_frame import column, eager
from psoscore.errors import Fault, InputError
from psoscore.infusion.dose_arrays import cells_of_units, dose_of_units, dosing_weights, read_weights
from psoscore.new_frame import with_new_columns
from psoscore.row_names import name_codes, refuse_missing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from psoscore.amount_arrays import Units
    from psoscore.infusion.product import Product
    from psoscore.infusion.rule import DoseRule

__all__ = ["dose_frame"]

Frame = TypeVar("Frame")

FIELDS = (
    "uncapped_cells",
    "target_cells",
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

    New columns: ``dosing_weight_kg``, ``uncapped_cells``, ``target_cells``; with a
    product also needed, drawn and overage cells, containers, delivered cells per kg,
    volume [uL] and DMSO [ug, ug/kg].

    Missing data:
        A missing weight gives a null (NaN in classic pandas).

    Args:
        frame: An eager frame: pandas, polars, pyarrow, ...
        rule: The rule.
        weight_kg: Column of the weight [kg].
        subject: Column that names the subject; needed with a re-weighing rule.
        visit: Column of numbers or days that orders the infusions of a subject; needed with
            a re-weighing rule.
        product: The batch, or None for target cells alone.
        decimals: Decimals that the weights have at most; 3 reads them to the gram.
        weight_confirmed: True if weights outside the plausible range are really meant.

    Returns:
        A frame of the same kind with the new columns.

    Raises:
        InputError: Weights that the scalar form refuses, a column that is not there, or is
            there already, a lazy frame, or a re-weighing rule without one subject and
            visit for every row.
        MissingExtraError: narwhals is not installed.

    >>> import polars as pl
    >>> from psoscore.infusion import DoseRule
    >>> rule = DoseRule(cells_per_kg=1_000_000, basis="viable")
    >>> dose_frame(pl.DataFrame({"weight_kg": [70, None]}), rule)["target_cells"].to_list()
    [70000000, None]
    """
    table = eager(frame)
    weights = measured = read_weights(rule, column(table, weight_kg), decimals, confirmed=weight_confirmed)
    if rule.keep_unless_change_gt is not None:
        if subject is None or visit is None:
            allowed = "the columns of subject and visit, for a re-weighing rule"
            raise InputError([Fault(item="subject", kind="missing", allowed=allowed)])
        weights = _by_subject(rule, measured, column(table, subject), column(table, visit))
    made: dict[str, NDArray[Any]] = {
        "dosing_weight_kg": np.where(weights.values == UNKNOWN, np.nan, weights.values / 10**decimals)
    }
    if product is None:
        made["uncapped_cells"], made["target_cells"] = cells_of_units(rule, weights)
    else:
        doses = dose_of_units(rule, weights, product, measured=measured)
        made |= {name: values for name in FIELDS if (values := getattr(doses, name)) is not None}
    dosed: Frame = with_new_columns(table, made, unknown=UNKNOWN)
    return dosed


def _by_subject(rule: DoseRule, weights: Units, subject: NDArray[Any], visit: NDArray[Any]) -> Units:
    """The re-weighing rule along the visits of each subject, whatever the order of the rows."""
    refuse_missing("visit", visit, "a visit in every row")
    codes = name_codes("subject", subject, "a subject in every row")
    rows = np.bincount(codes)
    moments = _in_order(visit)
    order = np.lexsort((moments, codes))
    again = (np.diff(codes[order]) == 0) & (moments[order][1:] == moments[order][:-1])
    if again.any():
        twice = np.isin(np.arange(order.size), order[1:][again])
        raise InputError([fault_at("visit", "given_twice", "one row a subject and visit", twice)])
    rank = np.empty(order.size, dtype=np.int64)
    rank[order] = np.arange(order.size) - np.repeat(np.cumsum(rows) - rows, rows)
    wide = np.full((rows.size, rows.max(initial=0)), UNKNOWN, dtype=np.int64)
    wide[codes, rank] = weights.values
    kept = dosing_weights(rule, evolve(weights, values=wide)).values[codes, rank]
    return evolve(weights, values=kept)


def _in_order(visit: NDArray[Any]) -> NDArray[Any]:
    """The visits as numbers or days; text has another order, "visit 10" before "visit 2"."""
    if visit.dtype.hasobject:
        if all(isinstance(one, date) for one in visit):
            return visit.astype("datetime64[us]")
        if all(isinstance(one, Real | Decimal) for one in visit):
            return object_floats("visit", visit)
    elif visit.dtype.kind in "iufM":
        return visit
    allowed = "numbers or days, which have an order"
    raise InputError([Fault(item="visit", kind="not_in_order", allowed=allowed, value=str(visit.dtype))])
