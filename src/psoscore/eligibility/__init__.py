"""Eligibility: criteria as conditions, protocols as data, verdicts in three values.

Writing protocols and screening one person needs nothing but attrs; what needs
numpy, narwhals or cattrs loads on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psoscore.eligibility.criterion import Criterion, Exclusion, Inclusion
from psoscore.eligibility.protocol import Protocol
from psoscore.eligibility.screening import screen
from psoscore.eligibility.verdict import Result, Verdict
from psoscore.eligibility.window import after, no_and_a_day, treated_within, window_words, within_before
from psoscore.first_use import loaded

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
    "Attrition": "eligibility.cohort.attrition",
    "attrition": "eligibility.cohort.attrition",
    "difference": "eligibility.version_difference",
    "from_json": "eligibility.portable.exchange",
    "ie_rows": "eligibility.cdisc",
    "schema": "eligibility.portable.json_schema",
    "screen_arrays": "eligibility.cohort.arrays",
    "screen_frame": "eligibility.cohort.frame",
    "ti_rows": "eligibility.cdisc",
    "to_json": "eligibility.portable.exchange",
}
"""What loads on first use, and from where."""


def __getattr__(name: str) -> Any:
    """Load a name on first use."""
    return loaded(__name__, name, module_of=_LATER)


def __dir__() -> list[str]:
    """Every public name, loaded or not."""
    return sorted({*globals(), *__all__})
