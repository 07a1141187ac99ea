"""Eligibility: criteria as conditions, protocols as data, verdicts in three values.

Writing protocols and screening one person needs nothing but attrs; what needs
numpy, narwhals or cattrs loads on first use.
"""

from __future__ import annotations

from psoscore.eligibility.criterion import Criterion, Exclusion, Inclusion
from psoscore.eligibility.protocol import Protocol
from psoscore.eligibility.screening import screen
from psoscore.eligibility.verdict import Result, Verdict
from psoscore.eligibility.window import after, no_and_a_day, treated_within, window_words, within_before

__all__ = [
    "Criterion",
    "Exclusion",
    "Inclusion",
    "Protocol",
    "Result",
    "Verdict",
    "after",
    "no_and_a_day",
    "screen",
    "treated_within",
    "window_words",
    "within_before",
]
