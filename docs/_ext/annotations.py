"""What autodoc cannot know of our annotations and docstrings.

Names imported for the type checker alone stand in signatures without their
module; they are looked up in the imports of the source. And a colon in the
summary of a property is a colon, where napoleon reads a type before it.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.addnodes import pending_xref

import psoscore
from traceability import exists

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

__all__ = ["aliases", "imported", "setup"]

BEFORE_NAPOLEON, AFTER_NAPOLEON = 100, 900
NUMPY = ("bool_", "datetime64", "dtype", "float32", "float64", "int8", "int64", "ndarray", "uint8")
VALUES = {"attribute", "data", "property"}


@cache
def trees() -> dict[str, ast.Module]:
    """The syntax trees of our modules, by name."""
    root = Path(psoscore.__path__[0])
    return {
        ".".join(file.relative_to(root.parent).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            file.read_text(encoding="utf-8")
        )
        for file in sorted(root.rglob("*.py"))
    }


@cache
def imported(module: str) -> dict[str, str]:
    """The names that a module imports, and where from."""
    names = {
        one.name: f"{node.module}.{one.name}"
        for node in ast.walk(trees().get(module, ast.Module([], [])))
        if isinstance(node, ast.ImportFrom)
        for one in node.names
    }
    return names | {f"np.{name}": f"numpy.{name}" for name in NUMPY}


@cache
def aliases() -> frozenset[str]:
    """Names of types written out elsewhere, and of type variables: they have no page of their own."""
    nodes = [node for tree in trees().values() for node in ast.walk(tree)]
    written = {
        ast.unparse(node.target)
        for node in nodes
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias"
    }
    variables = {
        ast.unparse(node.targets[0])
        for node in nodes
        if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("TypeVar(")
    }
    return frozenset(written | variables)


def spell_out(_app: Sphinx, page: nodes.document) -> None:
    """Give each name in a signature the module that its own module imports it from."""
    for node in page.findall(pending_xref):
        full = imported(node.get("py:module") or "").get(node.get("reftarget", ""))
        if node.get("refdomain") == "py" and full:
            node["reftarget"], node["reftype"] = full, "obj"


def leave_unlinked(
    _app: Sphinx, _env: BuildEnvironment, node: pending_xref, content: nodes.TextElement
) -> nodes.TextElement | None:
    """Print a name of ours that stands on no page without a link."""
    target = node.get("reftarget", "")
    known = target.rsplit(".", 1)[-1] in aliases() or (
        target.startswith("psoscore.") and not node.get("refexplicit") and exists(target)
    )
    return content if node.get("refdomain") == "py" and known else None


class Summaries:
    """Keeps docstrings of values out of napoleon's hands, where it would see a type in a sentence."""

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self.kept: dict[str, list[str]] = {}

    def keep(self, _app: Sphinx, what: str, name: str, _object: Any, _options: Any, lines: list[str]) -> None:
        """Take the docstring away."""
        if what in VALUES and ":" in "".join(lines[:1]):
            self.kept[name] = lines[:]
            lines.clear()

    def give_back(
        self, _app: Sphinx, _what: str, name: str, _object: Any, _options: Any, lines: list[str]
    ) -> None:
        """Put it back as it was."""
        lines[:] = self.kept.pop(name, lines)


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx."""
    summaries = Summaries()
    app.connect("doctree-read", spell_out)
    app.connect("missing-reference", leave_unlinked)
    app.connect("autodoc-process-docstring", summaries.keep, priority=BEFORE_NAPOLEON)
    app.connect("autodoc-process-docstring", summaries.give_back, priority=AFTER_NAPOLEON)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
