"""The CDISC test codes of PASI and DLQI and their NCI Thesaurus concepts, as Define-XML wants them.

>>> NCIT_CODES["PASI0301"], CODELISTS["PASI03TC"]
('C191066', 'C190934')
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CODELISTS", "NCIT_CODES"]

CODELISTS: Mapping[str, str] = MappingProxyType(
    {
        "PASI02TC": "C179936",
        "PASI03TC": "C190934",
        "PASI04TC": "C190936",
        "PASI05TC": "C190938",
        "DLQI1TC": "C119070",
    }
)
"""The concept of each code list, by its short name. Source: CDISC controlled terminology, 2025-03-25."""

PASI_TESTS = 29
"""Sixteen items, twelve intermediates and the total, in every version."""

RUNS = (
    *(
        (tuple(f"{version}{test:02d}" for test in range(1, PASI_TESTS + 1)), first)
        for version, first in (("PASI02", 180218), ("PASI03", 191066), ("PASI04", 191095), ("PASI05", 191124))
    ),
    ((*(f"DLQI1{question:02d}" for question in range(1, 8)), "DLQI107A"), 119163),
    (("DLQI108", "DLQI109", "DLQI110", "DLQI111"), 119171),
    (tuple(f"DLQI{subscale}" for subscale in range(112, 118)), 187622),
)
"""Test codes whose concepts follow one another, and the number of the first."""

NCIT_CODES: Mapping[str, str] = MappingProxyType(
    {code: f"C{number}" for codes, first in RUNS for number, code in enumerate(codes, start=first)}
)
"""The concept of each test code, 134 in all. Source: CDISC controlled terminology, 2025-03-25."""
