"""The code blocks of the README and of the documentation run as tests, a page a test."""

from __future__ import annotations

from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from typing import TYPE_CHECKING, Any

import pytest
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sybil.example import Example

# Not pages, and not modules whose docstrings are to be run.
collect_ignore_glob = ["docs/*.py", "docs/_*", "docs/reference/*/generated", ".nox", ".venv"]

READER = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=ELLIPSIS | NORMALIZE_WHITESPACE), SkipParser()],
)


class Page(pytest.File):
    """One page: a test, if there is code in it."""

    def collect(self) -> Iterator[Code]:
        """Find the code blocks."""
        examples = list(READER.parse(self.path).examples())
        if examples:
            page: Code = Code.from_parent(self, name="code", examples=examples)
            yield page


class Code(pytest.Item):
    """The code of a page from top to bottom; each line needs those above it."""

    def __init__(self, *, examples: list[Example], **rest: Any) -> None:
        """Keep the examples as sybil found them."""
        super().__init__(**rest)
        self.examples = examples

    def runtest(self) -> None:
        """Run every line, up to the first that is wrong, and leave nothing behind."""
        try:
            for example in self.examples:
                example.evaluate()
        finally:
            self.examples[0].namespace.clear()

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], _style: object = None) -> str:
        """Page and line, what was expected and what came."""
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Head a failure with the page."""
        return self.path, 0, self.nodeid


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Page | None:
    """Take every Markdown file for a page."""
    if file_path.suffix != ".md":
        return None
    page: Page = Page.from_parent(parent, path=file_path)
    return page
