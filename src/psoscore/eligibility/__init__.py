"""Eligibility: criteria as conditions, protocols as data, verdicts in three values.

Writing protocols and screening one person needs nothing but attrs; what needs
numpy, narwhals or cattrs loads on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from psoscore.eligibility.criterion import Criterion, Exclusion, Inclusion
from psoscore.eligibility.protocol import Protocol
from psoscore.eligibility.screening import screen
from psoscore.eligibility.verdict import Result, Verdict
from psoscore.eligibility.window import after, no_and_a_day, treated_within, window_words, within_before

if TYPE_CHECKING:
    from psoscore.eligibility.cdisc import ie_rows, ti_rows
    from psoscore.eligibility.cohort.arrays import screen_arrays
    from psoscore.eligibility.cohort.attrition import Attrition, attrition
    from psoscore.eligibility.cohort.frame import screen_frame
    from psoscore.eligibility.portable.exchange import from_json, to_json
    from psoscore.eligibility.portable.json_schema import schema
    from psoscore.eligibility.version_difference import difference

__all__ = [
    "Attrition",
    "Criterion",
    "Exclusion",
    "Inclusion",
    "Protocol",
    "Result",
    "Verdict",
    "after",
    "attrition",
    "difference",
    "from_json",
    "ie_rows",
    "no_and_a_day",
    "schema",
    "screen",
    "screen_arrays",
    "screen_frame",
    "ti_rows",
    "to_json",
    "treated_within",
    "window_words",
    "within_before",
]

_LATER = {
    "Attrition": "cohort.attrition",
    "attrition": "cohort.attrition",
    "difference": "version_difference",
    "from_json": "portable.exchange",
    "ie_rows": "cdisc",
    "schema": "portable.json_schema",
    "screen_arrays": "cohort.arrays",
    "screen_frame": "cohort.frame",
    "ti_rows": "cdisc",
    "to_json": "portable.exchange",
}
"""What loads on first use, and from where."""


def __getattr__(name: str) -> Any:
    """Load a name on first use."""
    if name not in _LATER:
        message = f"module 'psoscore.eligibility' has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(f"psoscore.eligibility.{_LATER[name]}"), name)
    globals()[name] = value
    return value
