"""The NCI Thesaurus concepts of the test codes are those that CDISC publishes."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import psoscore as ps
from psoscore.interop.terminology import CODELISTS, NCIT_CODES

pytestmark = pytest.mark.requirement("PSO-FRAME-010")

PUBLISHED = Path(__file__).parents[2] / "shared" / "data" / "cdisc_ct_pasi_dlqi.csv"


def test_every_code_that_psoscore_knows_has_its_concept() -> None:
    known = [
        code
        for definition in (ps.PASI, ps.DLQI)
        for codes in (
            *(cell.aliases for cell in definition.cells.values()),
            *(part.codes for part in (definition, *definition.parts)),
        )
        for code in codes
    ]

    assert set(known) == set(NCIT_CODES)
    assert len(set(NCIT_CODES.values())) == len(NCIT_CODES) == 134


@pytest.mark.parametrize(
    ("code", "concept"),
    [
        # The ends of each run, read in the terminology of 2025-03-25.
        ("PASI0201", "C180218"),
        ("PASI0229", "C180246"),
        ("PASI0301", "C191066"),
        ("PASI0329", "C191094"),
        ("PASI0401", "C191095"),
        ("PASI0429", "C191123"),
        ("PASI0501", "C191124"),
        ("PASI0529", "C191152"),
        ("DLQI101", "C119163"),
        ("DLQI107", "C119169"),
        ("DLQI107A", "C119170"),
        ("DLQI108", "C119171"),
        ("DLQI111", "C119174"),
        ("DLQI112", "C187622"),
        ("DLQI117", "C187627"),
    ],
)
def test_a_concept_is_the_published_one(code: str, concept: str) -> None:
    assert NCIT_CODES[code] == concept


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the table of codes is not beside the repository")
def test_all_concepts_equal_the_published_table() -> None:
    with PUBLISHED.open(newline="") as file:
        table = list(csv.DictReader(file))

    assert {row["testcd"]: row["nci"] for row in table} == dict(NCIT_CODES)
    assert {row["codelist"] for row in table} == set(CODELISTS.values())
    lists = {row["testcd"]: row["codelist"] for row in table}
    assert all(lists[code] == CODELISTS[f"{code[:-2]}TC"] for code in lists if code.startswith("PASI"))
    assert {lists[code] for code in lists if code.startswith("DLQI")} == {CODELISTS["DLQI1TC"]}
