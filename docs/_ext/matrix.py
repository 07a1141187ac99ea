"""Sphinx directive ``traceability-matrix``: requirement, source, definition, tests.

Every gap is a warning, so that a build with warnings as errors fails.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from layout import fields, listed, reference_to, table, text
from traceability import Requirement, Trace, collect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

__all__ = ["TraceabilityMatrix", "setup"]

LOGGER = logging.getLogger(__name__)
OVERVIEW = ("Requirement", "Status", "Sources", "Definitions", "Tests")


class TraceabilityMatrix(SphinxDirective):
    """Print the trace: for each area an overview, then each requirement in full."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Read the trace, warn of its gaps, print it."""
        trace = collect()
        for problem in trace.problems():
            LOGGER.warning("traceability: %s", problem, location=self.get_location())
        areas = groupby(trace.requirements.values(), key=lambda one: one.area)
        return [self.area(name, list(group), trace) for name, group in areas]

    def area(self, name: str, group: list[Requirement], trace: Trace) -> nodes.section:
        """One file of requirements."""
        section = nodes.section(ids=[f"requirements-{name}"])
        section += nodes.title(text=name.upper() if name in {"pasi", "dlqi"} else name.capitalize())
        section += table(OVERVIEW, (self.row(one, trace) for one in group))
        for one in group:
            section += self.detail(one, trace)
        return section

    def row(self, one: Requirement, trace: Trace) -> list[nodes.Node]:
        """One line of the overview."""
        return [
            text(reference_to(one.id.lower(), one.id, self.env.docname)),
            text(one.status),
            self.citations(one),
            text(str(len(trace.fulfilled_by(one.id)))),
            text(str(len(trace.tests.get(one.id, ())))),
        ]

    def detail(self, one: Requirement, trace: Trace) -> nodes.section:
        """One requirement, with a label to link to."""
        label = one.id.lower()
        section = nodes.section(ids=[label])
        section += nodes.title(text=one.id)
        self.env.domains.standard_domain.note_hyperlink_target(label, self.env.docname, label, one.id)
        section += text(one.text)
        section += fields(
            [
                ("Why", text(one.rationale)),
                ("Status", text(one.status)),
                ("Sources", self.citations(one)),
                ("Fulfilled by", listed(nodes.literal(text=name) for name in trace.fulfilled_by(one.id))),
                ("Proved by", listed(proofs(trace.tests.get(one.id, ())))),
            ]
        )
        return section

    def citations(self, one: Requirement) -> nodes.paragraph:
        """The keys of the sources, linked to the list of sources."""
        return listed(reference_to(f"source-{key}", key, self.env.docname) for key in one.source)


def proofs(tests: tuple[str, ...]) -> Iterator[nodes.literal]:
    """The tests, a file with more than three of them by its name and their number."""
    by_file: defaultdict[str, list[str]] = defaultdict(list)
    for name in tests:
        by_file[name.split("::")[0]].append(name)
    for file, names in by_file.items():
        shown = names if len(names) <= SHOWN_TESTS else [f"{file} ({len(names)} tests)"]
        yield from (nodes.literal(text=name) for name in shown)


SHOWN_TESTS = 3


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx."""
    app.add_directive("traceability-matrix", TraceabilityMatrix)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
