"""Every page says what it needs beside psoscore itself, and runs with that and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = {
    extra: [Requirement(one).name for one in needs]
    for extra, needs in PROJECT["project"]["optional-dependencies"].items()
}
BROUGHT = ("pandas", "polars", "pyarrow", "duckdb", "pyspark", "great_tables", "pytest")
OPTIONAL = {*BROUGHT, *(library for needs in EXTRAS.values() for library in needs)}
"""What a page may need and psoscore does not bring by itself; here a library is imported by its own name."""

PAGES = [
    ROOT / "README.md",
    *(page for page in sorted((ROOT / "docs").rglob("*.md")) if "_build" not in page.parts),
]
CODE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
IMPORTED = re.compile(r"^(?:>>> |\.\.\. )?(?:import|from) (\w+)", re.MULTILINE)
INSTALL = re.compile(r"`python -m pip install '\.\[([a-z,]+)\]'([a-z_ ]*)`")
RUN = """
import sys
from pathlib import Path
from unittest import SkipTest
from conftest import READER  # brings pytest, which is forgotten where a page may not have it

absent = {*sys.argv[2:]}

class Without:
    def __init__(self, finder):
        self.finder = finder

    def __getattr__(self, name):
        return getattr(self.finder, name)

    def find_spec(self, name, *rest):
        return None if name.partition(".")[0] in absent else self.finder.find_spec(name, *rest)

sys.meta_path[:] = map(Without, sys.meta_path)
for name in absent:
    sys.modules.pop(name, None)
try:
    for example in READER.parse(Path(sys.argv[1])).examples():
        example.evaluate()
except SkipTest as reason:  # a page skips what it needs and is not here
    print(reason)
    sys.exit(77)
"""
SKIPPED = 77


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def installed(text: str) -> set[str]:
    """The optional libraries that are there after the install line of a page."""
    found: set[str] = set()
    for extras, libraries in INSTALL.findall(text):
        waiting = [*libraries.split(), *(one for extra in extras.split(",") for one in EXTRAS[extra])]
        while waiting:
            library = waiting.pop()
            if library not in found:
                found.add(library)
                waiting += brought_by(library)
    return found & OPTIONAL


def brought_by(library: str) -> list[str]:
    try:
        needs = map(Requirement, requires(library) or ())
        return [one.name for one in needs if not one.marker or one.marker.evaluate({"extra": ""})]
    except PackageNotFoundError:  # pyspark and great_tables need not be here
        return []


@pytest.mark.parametrize("page", [page for page in PAGES if CODE.search(page.read_text("utf-8"))], ids=named)
def test_a_page_runs_with_what_its_install_line_brings(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    there = installed(text)
    imported = {name for block in CODE.findall(text) for name in IMPORTED.findall(block)}
    assert imported & OPTIONAL <= there, "the page imports what its install line does not bring"

    done = subprocess.run(  # noqa: S603  our own pages
        [sys.executable, "-c", RUN, str(page), *sorted(OPTIONAL - there)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if done.returncode == SKIPPED:
        pytest.skip(done.stdout.splitlines()[-1])
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("folder", ["how-to", "tutorial"])
def test_the_install_line_stands_before_the_code(folder: str) -> None:
    for page in (ROOT / "docs" / folder).glob("*.md"):
        text = page.read_text(encoding="utf-8")
        line, code = INSTALL.search(text), CODE.search(text)
        assert line is None or code is None or line.start() < code.start(), named(page)
