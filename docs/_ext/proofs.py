"""Sphinx directives ``exhaustive-checks`` and ``mutation-results``: the tables of ``docs/evidence``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from evidence import checks, rooms
from layout import table, text

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["ExhaustiveChecks", "MutationResults", "setup"]


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
    """Print the results of mutation testing, and each kind of survivor."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """One row a module or folder, and one a kind of survivor."""
        found = rooms()
        results = ([text(nodes.literal(text=one.module)), text(one.result)] for one in found)
        survivors = (
            [text(nodes.literal(text=one.module)), text(kind.change), text(str(kind.times)), text(kind.why)]
            for one in found
            for kind in one.survivors
        )
        return [
            table(("Module", "Result"), results, look="stacked proofs"),
            table(
                ("Module", "Change that survives", "Times", "Why no test notices"),
                survivors,
                look="stacked proofs",
            ),
        ]


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx."""
    app.add_directive("exhaustive-checks", ExhaustiveChecks)
    app.add_directive("mutation-results", MutationResults)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
