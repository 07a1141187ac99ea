"""Sphinx directives for the tables of ``docs/evidence``: exhaustive checks, mutation, and its survivors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from evidence import checks, rooms
from layout import prose, reference_to, table, text

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from evidence import Mutation

__all__ = ["ExhaustiveChecks", "MutationResults", "SurvivingMutants", "setup"]


def label_of(room: Mutation) -> str:
    """What links to the survivors of a module or folder point at."""
    return f"mutants-of-{nodes.make_id(room.module)}"


class ExhaustiveChecks(SphinxDirective):
    """Print the exhaustive checks as a table."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """One row a check."""
        rows = (
            [text(one.what), text(f"{one.cases:,}"), text(nodes.literal(text=one.test.replace("::", " ")))]
            for one in checks()
        )
        return [table(("What", "Cases", "Test"), rows, look="stacked proofs")]


class MutationResults(SphinxDirective):
    """Print how many mutants of each module or folder were killed."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """One row a module or folder, with a link to what survived there."""
        rows = (
            [
                text(nodes.literal(text=one.module)),
                text(one.result),
                text(
                    reference_to(label_of(one), f"{len(one.survivors)} kinds", self.env.docname)
                    if one.survivors
                    else "none"
                ),
            ]
            for one in rooms()
        )
        return [table(("Module", "Result", "Survivors"), rows, look="stacked proofs")]


class SurvivingMutants(SphinxDirective):
    """Print each kind of change that no test notices, and why."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """One section a module or folder in which any survived."""
        return [self.entry(one) for one in rooms() if one.survivors]

    def entry(self, room: Mutation) -> nodes.section:
        """The survivors of one module or folder."""
        label = label_of(room)
        section = nodes.section(ids=[label])
        section += nodes.title("", "", nodes.literal(text=room.module))
        self.env.domains.standard_domain.note_hyperlink_target(label, self.env.docname, label, room.module)
        section += text(room.result)
        rows = ([prose(kind.change), text(str(kind.times)), prose(kind.why)] for kind in room.survivors)
        section += table(
            ("Change that survives", "Times", "Why no test notices"), rows, look="stacked proofs"
        )
        return section


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx."""
    app.add_directive("exhaustive-checks", ExhaustiveChecks)
    app.add_directive("mutation-results", MutationResults)
    app.add_directive("surviving-mutants", SurvivingMutants)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
