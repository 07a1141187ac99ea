"""Sphinx directives for the trace: requirement, source, definition, tests.

``traceability-overview`` counts, and leads to a page for each area, which
``traceability-area`` prints. Every gap is a warning, so that a build with
warnings as errors fails.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from generated import rewrite
from layout import badge, fields, folded, listed, reference_to, table, text
from traceability import STATUSES, Requirement, Trace, collect

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["TraceabilityArea", "TraceabilityOverview", "setup"]

LOGGER = logging.getLogger(__name__)
FOLDER = Path("reference", "traceability", "generated")
MOST_SHOWN = 2
OVERVIEW = ("Requirement", "Status", "Sources", "Definitions", "Tests")


class TraceabilityOverview(SphinxDirective):
    """Print how many requirements each area has, by status, and warn of gaps."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Read the trace, warn of its gaps, count."""
        trace = trace_of_today()
        for problem in trace.problems():
            LOGGER.warning("traceability: %s", problem, location=self.get_location())
        rows = []
        for name, group in areas(trace).items():
            counted = [text(str(sum(one.status == status for one in group))) for status in STATUSES]
            tests = {test for one in group for test in trace.tests.get(one.id, ())}
            link = reference_to(f"requirements-{name}", titled(name), self.env.docname)
            rows.append([text(link), text(str(len(group))), *counted, text(str(len(tests)))])
        return [table(("Area", "Requirements", *map(str.capitalize, STATUSES), "Tests"), rows)]


class TraceabilityArea(SphinxDirective):
    """Print the trace of one area: an overview, then each requirement in full."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One file of requirements."""
        name, trace = self.arguments[0], trace_of_today()
        label = f"requirements-{name}"
        self.env.domains.standard_domain.note_hyperlink_target(label, self.env.docname, label, titled(name))
        overview = table(OVERVIEW, (self.row(one, trace) for one in areas(trace)[name]), look="requirements")
        overview["ids"].append(label)
        return [overview, *(self.detail(one, trace) for one in areas(trace)[name])]

    def row(self, one: Requirement, trace: Trace) -> list[nodes.Node]:
        """One line of the overview."""
        return [
            text(reference_to(one.id.lower(), one.id, self.env.docname)),
            text(badge(one.status)),
            self.citations(one),
            text(str(len(trace.fulfilled_by(one.id)))),
            text(str(len(trace.tests.get(one.id, ())))),
        ]

    def detail(self, one: Requirement, trace: Trace) -> nodes.section:
        """One requirement, with a label to link to."""
        label = one.id.lower()
        section = nodes.section(ids=[label], classes=["requirement"])
        section += nodes.title(text=one.id)
        self.env.domains.standard_domain.note_hyperlink_target(label, self.env.docname, label, one.id)
        section += text(one.text)
        section += fields(
            [
                ("Why", text(one.rationale)),
                ("Status", text(badge(one.status))),
                ("Sources", self.citations(one)),
                ("Fulfilled by", briefly(trace.fulfilled_by(one.id), "places")),
                ("Proved by", briefly(trace.tests.get(one.id, ()), "tests")),
            ]
        )
        return section

    def citations(self, one: Requirement) -> nodes.paragraph:
        """The keys of the sources, linked to the list of sources."""
        return listed(reference_to(f"source-{key}", key, self.env.docname) for key in one.source)


def briefly(names: tuple[str, ...], kind: str) -> nodes.Node:
    """Names with commas between them, folded away where they are many."""
    shown = listed(nodes.literal(text=name) for name in names)
    return shown if len(names) <= MOST_SHOWN else folded(f"{len(names)} {kind}", shown)


@cache
def trace_of_today() -> Trace:
    """The trace, read once a build."""
    return collect()


def areas(trace: Trace) -> dict[str, list[Requirement]]:
    """The requirements of each file."""
    by_area = groupby(trace.requirements.values(), key=lambda one: one.area)
    return {name: list(group) for name, group in by_area}


def titled(name: str) -> str:
    """The name of an area, as a heading.

    >>> titled("pasi"), titled("infusion")
    ('PASI', 'Infusion')
    """
    return name.upper() if name in {"pasi", "dlqi"} else name.capitalize()


def write(app: Sphinx) -> None:
    """A page for each area."""
    trace_of_today.cache_clear()
    folder = Path(app.srcdir) / FOLDER
    pages = {}
    for name in areas(trace_of_today()):
        title = f"Requirements: {titled(name)}"
        directive = f".. traceability-area:: {name}"
        pages[folder / f"{name}.rst"] = f"{title}\n{'=' * len(title)}\n\n{directive}\n"
    rewrite(folder, pages)


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx."""
    app.connect("builder-inited", write)
    app.add_directive("traceability-overview", TraceabilityOverview)
    app.add_directive("traceability-area", TraceabilityArea)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
