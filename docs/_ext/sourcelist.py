"""Sphinx directive ``source-list``: every citation, and the requirements that rest on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from layout import cite, folded, listed, reference_to
from psoscore import sources
from psoscore.provenance import Source
from traceability import ROOT, requirements

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["SourceList", "setup"]

SHOWN_REQUIREMENTS = 6


class SourceList(SphinxDirective):
    """Print ``psoscore.sources``, by key."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """One section a source, with a label to link to."""
        known = [one for one in vars(sources).values() if isinstance(one, Source)]
        asked = requirements(Path(ROOT, "docs", "requirements")).values()
        return [
            self.entry(one, [each.id for each in asked if one.key in each.source])
            for one in sorted(known, key=lambda one: one.key)
        ]

    def entry(self, one: Source, ids: list[str]) -> nodes.section:
        """One source."""
        label = f"source-{one.key}"
        section = nodes.section(ids=[label], classes=["source"])
        section += nodes.title(text=one.key)
        self.env.domains.standard_domain.note_hyperlink_target(label, self.env.docname, label, one.key)
        section += cite(one)
        links = listed(reference_to(each.lower(), each, self.env.docname) for each in ids)
        section += folded(f"{len(ids)} requirements", links) if len(ids) > SHOWN_REQUIREMENTS else links
        return section


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx."""
    app.add_directive("source-list", SourceList)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
