"""The house of design: imports run downhill, and the rooms do not know the engine."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = "psoscore"
SOURCE = Path(__file__).parents[1] / "src" / PACKAGE

CLINICAL_ROOMS = frozenset({"instruments", "endpoints", "infusion", "safety", "severity"})
"""What knows medicine; the engine knows terms. They stand side by side."""

FLOORS = (  # from the ground up; a module may import what stands on a floor below its own
    {"errors", "first_use", "html_table", "integer_arrays", "missing", "month_arrays", "shown"},
    {"truth", "amount", "answers", "given", "numerals", "provenance", "row_order", "sameness"},
    {"sources", "cells", "amount_arrays", "dates"},
    {"terms", "ratio_arrays", "row_names", "eager_frame", "new_frame"},
    {"algebra"},
    {"traversal"},
    {"definitions"},
    {"facts"},
    {"engine", "instruments"},
    # of scores, so above the instruments; eligibility knows no medicine, it is a door for conditions
    {*CLINICAL_ROOMS - {"instruments", "severity"}, "eligibility"},
    {"severity"},  # classes of scores and of responses
    {"protocols", "interop", "forms", "captured", "summaries"},
    {"plots", "testing"},
    {""},  # the face, psoscore/__init__.py
)
"""A new module is given its place here, on the lowest floor that its imports allow."""

FORBIDDEN_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "base", "core", "misc"})


class Arrow(NamedTuple):
    """One import: who, whom, and whether it happens as soon as the module is imported."""

    importer: str
    imported: str
    at_once: bool
    line: int

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.imported}"


def floor(room: str) -> int:
    levels = [level for level, rooms in enumerate(FLOORS) if room in rooms]
    assert len(levels) == 1, f"give psoscore.{room} a place in FLOORS"
    return levels[0]


def room_of(module: str) -> str:
    return [*module.split("."), ""][1]


def module_of(file: Path) -> str:
    parts = [PACKAGE, *file.relative_to(SOURCE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_module(name: str) -> bool:
    return (SOURCE / name).is_dir() or (SOURCE / f"{name}.py").is_file()


def arrows(file: Path) -> Iterator[Arrow]:
    importer, tree = module_of(file), ast.parse(file.read_text(encoding="utf-8"))
    yield from _arrows(importer, tree, at_once=True)


def _arrows(importer: str, node: ast.AST, *, at_once: bool) -> Iterator[Arrow]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"{importer}:{child.lineno} has a relative import"
            names = [child.module or ""]
            if (
                child.module == PACKAGE
            ):  # `from psoscore import dates` names a module, `... import PASI` the face
                names = [f"{PACKAGE}.{one.name}" if is_module(one.name) else PACKAGE for one in child.names]
        elif isinstance(child, ast.Import):
            names = [alias.name for alias in child.names]
        else:
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _arrows(importer, child, at_once=at_once and not inside)
            continue
        for name in names:
            if name.split(".")[0] == PACKAGE:
                yield Arrow(importer, name, at_once, child.lineno)


FILES = sorted(SOURCE.rglob("*.py"))
ARROWS = [arrow for file in FILES for arrow in arrows(file)]


def test_there_is_a_house_to_walk_through() -> None:
    # The ground floor exists since the first commit; an empty list would pass everything below.
    assert Arrow("psoscore.truth", "psoscore.errors", at_once=True, line=8) in ARROWS


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_module_has_its_floor_and_a_name_that_says_something(file: Path) -> None:
    module = module_of(file)

    assert not FORBIDDEN_NAMES & set(module.split("."))
    assert floor(room_of(module)) in range(len(FLOORS))


@pytest.mark.requirement("PSO-ENGINE-016")
def test_imports_run_downhill() -> None:
    """
    Imports for the type checker count; those inside functions load later and are free,
    as long as they stay out of the feud of rooms and engine below.
    """
    uphill = [
        str(arrow)
        for arrow in ARROWS
        if arrow.at_once
        and room_of(arrow.importer) != room_of(arrow.imported)
        and floor(room_of(arrow.importer)) <= floor(room_of(arrow.imported))
    ]

    assert uphill == []


@pytest.mark.requirement("PSO-ENGINE-016")
def test_clinical_rooms_and_the_engine_do_not_know_each_other() -> None:
    """
    Neither at once, nor for the type checker, nor inside a function.
    """
    known = [
        str(arrow)
        for arrow in ARROWS
        if {room_of(arrow.importer), room_of(arrow.imported)} & CLINICAL_ROOMS
        and "engine" in {room_of(arrow.importer), room_of(arrow.imported)}
    ]

    assert known == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from psoscore.terms import Sum", [("psoscore.terms", True)]),
        ("import psoscore.terms", [("psoscore.terms", True)]),
        ("from psoscore import dates, truth", [("psoscore.dates", True), ("psoscore.truth", True)]),
        ("if TYPE_CHECKING:\n    from psoscore.terms import Sum", [("psoscore.terms", True)]),
        ("def f():\n    from psoscore.engine.arrays.door import x", [("psoscore.engine.arrays.door", False)]),
        ("class A:\n    def f(self):\n        import psoscore.dates", [("psoscore.dates", False)]),
        ("from psoscore import PASI", [("psoscore", True)]),
        ("import numpy\nfrom psoscoreless import a", []),
    ],
)
def test_the_reader_of_imports_sees_every_form(text: str, expected: list[tuple[str, bool]]) -> None:
    # By hand: what Python itself would import.
    found = _arrows("psoscore.somewhere", ast.parse(text), at_once=True)

    assert [(arrow.imported, arrow.at_once) for arrow in found] == expected
