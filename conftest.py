"""The code blocks of the README and of the documentation run as tests, each page from top to bottom."""

from __future__ import annotations

from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from typing import TYPE_CHECKING

from sybil import Sybil
from sybil.integration.pytest import SybilItem
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser

if TYPE_CHECKING:
    import pytest

# Not pages, and not modules whose docstrings are to be run.
collect_ignore_glob = ["docs/*.py", "docs/_*", ".nox", ".venv"]

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=ELLIPSIS | NORMALIZE_WHITESPACE), SkipParser()],
    patterns=["*.md"],
).pytest()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the lines of a page in order where tests are shuffled."""
    places = [place for place, item in enumerate(items) if isinstance(item, SybilItem)]
    lines = [item for item in items if isinstance(item, SybilItem)]
    lines.sort(key=lambda item: (item.path, item.example.line))
    for place, line in zip(places, lines, strict=True):
        items[place] = line
