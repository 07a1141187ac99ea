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

from sphinx.ext.intersphinx import missing_reference

import psoscore

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

__all__ = ["full_names", "setup"]

BEFORE_NAPOLEON, AFTER_NAPOLEON = 100, 900
VALUES = {"attribute", "data", "property"}


@cache
def trees() -> list[ast.Module]:
    """The syntax trees of our sources."""
    files = sorted(Path(psoscore.__path__[0]).rglob("*.py"))
    return [ast.parse(file.read_text(encoding="utf-8")) for file in files]


@cache
def full_names() -> dict[str, str]:
    """Short names in our sources to full ones, where all modules agree."""
    found: dict[str, set[str]] = {}
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for one in node.names:
                    found.setdefault(one.name, set()).add(f"{node.module}.{one.name}")
    return {short: full.pop() for short, full in found.items() if len(full) == 1}


@cache
def aliases() -> frozenset[str]:
    """Names of types that are written out elsewhere, which have no page of their own."""
    return frozenset(
        ast.unparse(node.target)
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias"
    )


def resolve(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.TextElement
) -> nodes.Node | None:
    """Try the full name where the short one was not found."""
    target = node.get("reftarget", "")
    if node.get("refdomain") != "py":
        return None
    full = full_names().get(target, target)
    if full.startswith("np."):
        full = full.replace("np.", "numpy.", 1)
    node["reftarget"], node["reftype"] = full, "obj"
    python = env.domains.python_domain
    found = python.resolve_xref(env, node["refdoc"], app.builder, "obj", full, node, content)
    if found is None and (target in aliases() or (full != target and full.startswith("psoscore."))):
        return content  # ours, and on no page: a name without a link
    return found or missing_reference(app, env, node, content)


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
    app.connect("missing-reference", resolve)
    app.connect("autodoc-process-docstring", summaries.keep, priority=BEFORE_NAPOLEON)
    app.connect("autodoc-process-docstring", summaries.give_back, priority=AFTER_NAPOLEON)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
