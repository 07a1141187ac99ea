"""The library holds no wording of a questionnaire, and neither does this test.

Licensed wording is known here by hashes only: of a few tell-tale runs of four
words from the questions, and of the response labels. Every text of the project
is read as runs of four words, whatever the case, the spacing and the
punctuation. To add more, from a form that you may read::

    python tests/test_wording.py "four words of text"
"""

from __future__ import annotations

import ast
import re
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.requirement("PSO-DLQI-014")

ROOT = Path(__file__).parents[1]
READ = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "pyproject.toml", "src", "tests", "docs", "examples")
TEXTS = {".py", ".md", ".toml", ".csv", ".json", ".txt", ".cff", ".svg", ".ipynb"}
RUN = 4
"""Words in a run: long enough not to occur by chance, short enough to be found in an excerpt."""

QUESTIONS = frozenset(
    {
        "0e621b21b21d1802",
        "166bb76bc5f9914c",
        "1e5ba9dd56c42cab",
        "1f357f63fd804087",
        "2d7f418dbd51bf60",
        "2d97569934db0815",
        "2de5954213528c1c",
        "306471bb96d1a6b1",
        "340e27178adb283b",
        "3fe9cfef3a5aaafd",
        "7bd75760c259c894",
        "7e29942313f60e65",
        "84ff342576c3e91a",
        "87ecd314a28be56a",
        "895343b0be1b6eeb",
        "8b13ae6aad146b6a",
        "936cb48e6bce6fe9",
        "93e4f146159d7f40",
        "969aa12400f550f8",
        "99004ccd3c18488b",
        "ac90c5028913776e",
        "b058018938f1c6ef",
        "b9bc0c9a2aa181b9",
        "cf3164a053d45333",
        "d146632746bf149a",
        "e12ca4da132e120d",
        "eaea3e6fd54f0063",
        "edd5de16f82470f6",
        "ee43fb40b0edcf7b",
        "f029d7c5dd2f1d05",
        "f4c7f9b13399ebae",
        "fbd14b6eb4353662",
    }
)
"""Runs of the adult and the children's questionnaire, three or four a question where it has as many words."""

RESPONSES = frozenset(
    {
        "f8d85e0f39b1013b",
        "5a8083a55d455985",
        "02d8c3eb54297f5b",
        "fd80b571b78b5768",
        "4d03deae86e7c833",
        "8591cc7948e0836c",
    }
)
"""The response labels of both, *not relevant* apart, which is a name in the contract."""


def words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def digest(run: str) -> str:
    return sha256(f"psoscore holds no wording: {' '.join(words(run))}".encode()).hexdigest()[:16]


def found(text: str, known: frozenset[str]) -> list[int]:
    """Where runs of known wording begin, counted in words; the wording itself is not repeated."""
    said = words(text)
    runs = (" ".join(said[start : start + RUN]) for start in range(len(said) - RUN + 1))
    return [start for start, run in enumerate(runs) if digest(run) in known]


def texts() -> Iterator[Path]:
    for place in READ:
        one = ROOT / place
        files = [one] if one.is_file() else sorted(one.rglob("*"))
        yield from (file for file in files if file.suffix in TEXTS and "_build" not in file.parts)


def constants(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("file", list(texts()), ids=lambda file: str(file.relative_to(ROOT)))
def test_no_text_holds_a_question(file: Path) -> None:
    assert found(file.read_text(encoding="utf-8"), QUESTIONS) == []


@pytest.mark.parametrize(
    "file",
    [file for file in texts() if file.suffix == ".py"],
    ids=lambda file: str(file.relative_to(ROOT)),
)
def test_no_program_holds_a_response_label(file: Path) -> None:
    labels = (one for one in constants(file) if 0 < len(words(one)) < RUN)

    assert [one for one in labels if digest(one) in RESPONSES] == []


def quoted(text: str) -> list[str]:
    """What stands between quotation marks, in code or print, or in a cell of a table."""
    return re.findall(r"(?<=['\"`*|])\s*([A-Za-z ]{2,30}?)\s*(?=['\"`*|])", text)


@pytest.mark.parametrize("file", list(texts()), ids=lambda file: str(file.relative_to(ROOT)))
def test_no_sentence_quotes_a_response_label(file: Path) -> None:
    labels = quoted(file.read_text(encoding="utf-8"))

    assert [one for one in labels if digest(one) in RESPONSES] == []


def test_labels_are_found_inside_sentences() -> None:
    # Invented: the test above could not fail if these were not seen.
    text = "both 'quick fox' and `lazy dog` are 0 | brown bear |"

    assert {"quick fox", "lazy dog", "brown bear"} <= set(quoted(text))


def test_the_module_of_the_questionnaire_asks_nothing() -> None:
    """
    Whatever its words: a question has a question mark.
    """
    modules = [file for file in (ROOT / "src").rglob("*.py") if "dlqi" in file.name]

    assert modules
    assert [(file.name, one) for file in modules for one in constants(file) if "?" in one] == []


@pytest.mark.parametrize(
    "text",
    [
        "Has the QUICK, brown\n fox jumped at all?",
        "x = 'the quick  brown-fox jumped'",
        "| quick | brown | fox | jumped |",
    ],
)
def test_wording_is_found_in_any_dress(text: str) -> None:
    # Invented words: a planted run must be seen, or the tests above could not fail.
    planted = frozenset({digest("quick brown fox jumped")})

    assert len(found(text, planted)) == 1
    assert found("quick fox brown jumped", planted) == []


if __name__ == "__main__":
    sys.stdout.write("\n".join(map(digest, sys.argv[1:])) + "\n")
