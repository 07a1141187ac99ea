"""Whoever reads "specification A14" in a test finds on one page which requirements state its rules."""

from __future__ import annotations

import re
from pathlib import Path

import traceability

TESTS = Path(__file__).parent
PAGE = traceability.ROOT / "docs" / "reference" / "specification.md"

CITED = re.compile(
    r"\b(?:specification|domain)(?:\.md)?,?[\s#]+([A-H]\d+(?:(?:,|[\s#]+and|[\s#]+to)[\s#]+[A-H]\d+)*)",
    re.IGNORECASE,
)
"""Both words were used for the same document."""


def sections(cited: str) -> set[str]:
    """
    Ids that stand alone, and those from one to another.
    """
    found = set(re.findall(r"[A-H]\d+", cited))
    for letter, first, last in re.findall(r"([A-H])(\d+)[\s#]+to[\s#]+[A-H](\d+)", cited):
        found |= {f"{letter}{number}" for number in range(int(first), int(last) + 1)}
    return found


def rows() -> dict[str, list[str]]:
    """
    Each section of the page with its requirements.
    """
    lines = re.findall(
        r"^\| ([A-H]\d+) \| [^|]+ \| ([^|]+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(lines) == len(dict(lines)), "a section has two rows"
    return {section: re.findall(r"{ref}`([^`]+)`", linked) for section, linked in lines}


def test_ranges_and_lists_of_sections_are_read() -> None:
    (cited,) = CITED.findall("numbers after the Specification" + " C1 to C4\n# and C6: by hand, D2")

    assert sections(cited) == {"C1", "C2", "C3", "C4", "C6"}


def test_every_section_that_a_test_cites_has_its_row() -> None:
    cited = {
        section: path.name
        for path in sorted(TESTS.rglob("*.py"))
        for each in CITED.findall(path.read_text(encoding="utf-8"))
        for section in sections(each)
    }

    assert len(cited) > 30
    missing = [f"{section}, cited in {name}" for section, name in cited.items() if section not in rows()]
    assert not missing, "no row in docs/reference/specification.md:\n" + "\n".join(missing)


def test_every_row_leads_to_requirements_that_exist() -> None:
    known = traceability.requirements(traceability.ROOT / "docs" / "requirements")

    for section, linked in rows().items():
        assert linked, f"{section} leads nowhere"
        unknown = [one for one in linked if one.upper() not in known]
        assert not unknown, f"{section}: {unknown}"
