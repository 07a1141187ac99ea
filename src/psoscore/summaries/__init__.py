"""The tables that trials print: responders with intervals, changes, observed against imputed.

Each takes a long frame, one row a patient in every group, such as the analysed
records of ``adqs``, and gives a frame of the same kind with one row a group.

Missing data:
    A flag that is not settled is in neither numerator nor denominator: that
    is what observed cases mean. Non-responder imputation settles it first.

>>> import polars as pl
>>> frame = pl.DataFrame({"arm": ["A", "A", "A", "B"], "flag": ["Y", "N", None, "N"]})
>>> responder_summary(frame, flag="flag", by=["arm"], interval="wilson")[["arm", "responders", "n"]].rows()
[('A', 1, 2), ('B', 0, 1)]
"""

from psoscore.summaries.change import change_summary
from psoscore.summaries.interval import clopper_pearson, wilson
from psoscore.summaries.responder import observed_and_imputed, responder_summary

__all__ = ["change_summary", "clopper_pearson", "observed_and_imputed", "responder_summary", "wilson"]
