"""Sphinx directive ``public-names``: what ``import psoscore`` offers, by kind.

Each name can be linked to as ``psoscore.name``, wherever it is defined.
"""

from __future__ import annotations

import inspect
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

import psoscore
from layout import reference_to, table, text
from psoscore.definitions import Score

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["PublicNames", "setup"]

KINDS = ("Definitions", "Functions", "Classes", "Errors", "Constants")


class PublicNames(SphinxDirective):
    """Print ``psoscore.__all__`` as a table for each kind."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """One section a kind."""
        by_kind: defaultdict[str, list[str]] = defaultdict(list)
        for name in psoscore.__all__:
            by_kind[kind_of(getattr(psoscore, name))].append(name)
        sections: list[nodes.Node] = []
        for kind in KINDS:
            section = nodes.section(ids=[f"public-{kind.lower()}"])
            section += nodes.title(text=kind)
            section += table(("Name", "What it is"), (self.row(name) for name in by_kind[kind]))
            sections.append(section)
        return sections

    def row(self, name: str) -> list[nodes.Node]:
        """A name, a link target by itself, and the first line of what is said about it."""
        value = getattr(psoscore, name)
        label = f"psoscore.{name}"
        shown = text(self.linked(name, value))
        shown["ids"].append(label)
        kind = "function" if inspect.isfunction(value) else "class" if inspect.isclass(value) else "data"
        self.env.domains.python_domain.note_object(label, kind, label, aliased=True, location=shown)
        return [shown, text(summary(value))]

    def linked(self, name: str, value: object) -> nodes.Node:
        """The name, linked to its score card or to the page of its module."""
        if isinstance(value, Score):
            return reference_to(f"score-card-{value.name.replace('_', '-')}", name, self.env.docname)
        if not (inspect.isfunction(value) or inspect.isclass(value)):
            return nodes.literal(text=name)
        return addnodes.pending_xref(
            "",
            nodes.literal(text=name),
            refdomain="py",
            reftype="obj",
            reftarget=f"{value.__module__}.{value.__qualname__}",
            refexplicit=True,
            refwarn=True,
            refdoc=self.env.docname,
        )


def kind_of(value: object) -> str:
    """The heading under which a value stands."""
    if isinstance(value, Score):
        return "Definitions"
    if inspect.isfunction(value):
        return "Functions"
    if inspect.isclass(value):
        return "Errors" if issubclass(value, Exception) else "Classes"
    return "Constants"


def summary(value: object) -> str:
    """The first line of a docstring, or the title of a definition."""
    if isinstance(value, Score):
        return value.title
    return (inspect.getdoc(value) or "").split("\n\n")[0].replace("\n", " ").replace("``", "")


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx."""
    app.add_directive("public-names", PublicNames)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
