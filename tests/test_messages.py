"""No message without a test that quotes it: read from the syntax trees of the library and of the tests.

What is said in an error stands in an f-string, so its fixed pieces are looked
for: each must stand in a test, or on a page whose code runs as a test.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import psoscore as ps

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.requirement("PSO-ENGINE-008")

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "psoscore"
NAMED = frozenset({"message", "problem", "allowed", "hint"})
"""Variables that hold a message, or a part of one, before it is raised."""
FAULTS = frozenset({"Fault", "fault_at"})
SAID_BY_A_FAULT = frozenset({"kind", "allowed", "hint"})
SHORTEST = 8
"""Letters of a piece that is looked for; shorter ones are little words between two values."""


def texts(node: ast.AST) -> Iterator[str]:
    """The text constants in a syntax tree; neighbours that Python joins are one."""
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def said(tree: ast.AST) -> Iterator[str]:
    """The fixed pieces of everything that a module may say in an error."""
    for node in ast.walk(tree):
        spoken: list[ast.expr] = []
        if isinstance(node, ast.Assign) and NAMED & {ast.unparse(one) for one in node.targets}:
            spoken = [node.value]
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name in FAULTS:
                spoken = [one.value for one in node.keywords if one.arg in SAID_BY_A_FAULT]
                spoken += node.args[1:3]
            elif name.endswith("Error"):
                spoken = node.args
        for one in spoken:
            yield from texts(one)


def plain(text: str) -> str:
    """Without the signs by which a pattern differs from what it matches, and with single spaces."""
    return re.sub(r"\s+", " ", text.replace("\\", "").replace("_", " ")).strip()


def quoted() -> str:
    """Everything that tests and pages quote."""
    tests = [ast.parse(file.read_text(encoding="utf-8")) for file in (ROOT / "tests").glob("test_*.py")]
    pages = [file for file in (ROOT / "docs").rglob("*.md") if "_build" not in file.parts]
    return plain(
        "\n".join(
            [*(text for tree in tests for text in texts(tree)), *(one.read_text("utf-8") for one in pages)]
        )
    )


def test_every_message_is_quoted_by_a_test() -> None:
    known = quoted()
    unquoted = [
        f"{file.relative_to(SOURCE)}: {piece!r}"
        for file in sorted(SOURCE.rglob("*.py"))
        for piece in sorted(set(said(ast.parse(file.read_text(encoding="utf-8")))))
        if len(plain(piece)) >= SHORTEST and plain(piece) not in known
    ]

    assert unquoted == []


def test_the_reader_of_messages_sees_every_form() -> None:
    program = """
message = f"{item} cannot be {other} here"
raise DefinitionError("no such thing")
faults.append(Fault("item", "too_late", allowed=f"up to {day} or so", value="x"))
"""
    # By hand: what a reader of the program would call its messages; the value is data.
    assert set(said(ast.parse(program))) == {
        *(" cannot be ", " here", "no such thing", "too_late", "up to ", " or so")
    }
    assert plain(r"too_late\, \(5 kg\)") == "too late, (5 kg)"


def test_names_that_are_not_there_are_refused() -> None:
    with pytest.raises(AttributeError, match=r"^module 'psoscore' has no attribute 'score_all'$"):
        _ = ps.score_all


def test_a_name_for_a_score_that_is_not_asked_for_is_refused() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame([dict.fromkeys(ps.PASI.items, 1)])

    with pytest.raises(ps.DefinitionError) as caught:
        ps.score_frame(frame, ps.PASI, names={ps.DLQI: "quality"})

    assert str(caught.value) == f"names= holds {ps.DLQI!r}, which is not scored"
