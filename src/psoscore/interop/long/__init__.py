"""CDISC long data, one record an item: made wide and scored, totals made long again and compared.

PASI stands in RS and DLQI in QS: ``USUBJID``, ``VISITNUM``, ``--TESTCD``,
``--STRESN``. The tests are found by the published codes of the items.

>>> import polars as pl
>>> from psoscore import PASI
>>> records = pl.DataFrame([
...     {"USUBJID": "A", "VISITNUM": 1, "RSTESTCD": f"PASI03{number:02d}", "RSSTRESN": 2.0}
...     for number in range(1, 17)])
>>> score_long(records, PASI, names=LongNames.of("RS")).rows(named=True)[0]["pasi"]
12.0
"""

from psoscore.errors import MissingExtraError

try:
    import narwhals.stable.v2  # noqa: F401  # pyright: ignore[reportUnusedImport]
except ImportError as _error:
    raise MissingExtraError(library="narwhals", extra="frames") from _error

from psoscore.interop.long.check import check_long
from psoscore.interop.long.names import LongNames
from psoscore.interop.long.records import NOT_RELEVANT_CODE
from psoscore.interop.long.totals import compare_totals, derived_records
from psoscore.interop.long.wide import score_long, to_wide

__all__ = [
    "NOT_RELEVANT_CODE",
    "LongNames",
    "check_long",
    "compare_totals",
    "derived_records",
    "score_long",
    "to_wide",
]
