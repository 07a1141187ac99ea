"""Sphinx directives ``score-card`` and ``score-overview``: definitions printed from themselves.

So the page cannot drift from the rule.

.. code-block:: rst

    .. score-card:: psoscore.PASI
"""

from __future__ import annotations

import importlib
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

import psoscore
from layout import badge, cite, fields, listed, reference_to, table, text
from traceability import ROOT, requirements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import ClassVar

    from sphinx.application import Sphinx

    from psoscore.definitions import Score
    from traceability import Requirement

__all__ = ["ScoreCard", "ScoreOverview", "aligned", "setup"]

MOST_LETTERS_A_LINE = 26
MOST_SHOWN = 24
"""Names on a card; of a longer list the first few and the last stand for all."""


class ScoreCard(SphinxDirective):
    """Print one definition, named by its dotted path."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"no-formula": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Import the definition and lay it out."""
        module, name = self.arguments[0].rsplit(".", 1)
        score: Score = getattr(importlib.import_module(module), name)
        label = label_of(score)
        section = nodes.section(ids=[label])
        section += nodes.title(text=score.title)
        self.env.domains.standard_domain.note_hyperlink_target(label, self.env.docname, label, score.title)
        if "no-formula" not in self.options:
            formula = aligned(score.formula("latex"))
            section += nodes.math_block(formula, formula, number=None, label=None, docname=self.env.docname)
        section += fields(self.rows(self.arguments[0], score))
        return [section]

    def rows(self, path: str, score: Score) -> Iterator[tuple[str, nodes.Node]]:
        """Everything that the definition says about itself."""
        yield "Definition", listed([nodes.literal(text=path)])
        yield "Name of the result", listed([nodes.literal(text=score.name)])
        yield "Range", text(f"{span(score)}, in units of {1 / score.scale:g}")
        if score.labels:
            bands = enumerate(score.labels)
            yield "Values", nodes.bullet_list("", *(item(f"{value}: {label}") for value, label in bands))
        yield "Items", items(score)
        yield "Missing data", text(score.missing_rule)
        if score.parts:
            yield "Parts", names([part.name for part in score.parts])
        if score.codes:
            yield "CDISC", names(score.codes)
        yield "Status", text(badge(score.provenance.status))
        if score.provenance.note:
            yield "Note", text(score.provenance.note)
        yield "Sources", nodes.bullet_list("", *(nodes.list_item("", cite(one)) for one in score.sources))
        yield "Requirements", listed(self.requirement(one) for one in score.provenance.requirements)
        version = nodes.literal(text=score.version), nodes.literal(text=score.fingerprint)
        yield "Version, fingerprint", listed(version)

    def requirement(self, one: str) -> nodes.inline:
        """A link to a requirement, and its status where that is not the usual one."""
        link, status = reference_to(one.lower(), one, self.env.docname), known()[one].status
        return nodes.inline(
            "", "", link, *([] if status == "confirmed" else [nodes.Text(" "), badge(status)])
        )


@cache
def known() -> dict[str, Requirement]:
    """Every requirement, by its id."""
    return requirements(ROOT / "docs" / "requirements")


class ScoreOverview(SphinxDirective):
    """Print a line for each definition of the catalogue, with a link to its card."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """A table."""
        rows = (
            [
                text(reference_to(label_of(one), one.title, self.env.docname)),
                text(nodes.literal(text=one.name)),
                text(span(one)),
                text(badge(one.provenance.status)),
            ]
            for one in sorted(psoscore.catalogue(), key=lambda one: one.title.lower())
        )
        return [table(("Score", "Name of the result", "Range", "Status"), rows, look="stacked")]


def label_of(score: Score) -> str:
    """What links to a card point at."""
    return f"score-card-{score.name.replace('_', '-')}"


def span(score: Score) -> str:
    """The range, in plain numbers."""
    return f"{score.low:g} to {score.high:g}"


def names(several: Sequence[str]) -> nodes.paragraph:
    """Names with commas between them; of very many the first and the last."""
    if len(several) <= MOST_SHOWN:
        return listed(nodes.literal(text=one) for one in several)
    first = listed(nodes.literal(text=one) for one in several[:3])
    first += [nodes.Text(", ..., "), nodes.literal(text=several[-1]), nodes.Text(f"; {len(several)} in all")]
    return first


def items(score: Score) -> nodes.paragraph:
    """The items, each with the letter that stands for it in the formula."""
    letters = dict(score.notation)
    if not letters:
        return names(score.items)
    return listed(
        nodes.inline("", "", nodes.literal(text=one), nodes.Text(" "), nodes.math(letters[one], letters[one]))
        for one in score.items
    )


def item(said: str) -> nodes.list_item:
    """One line of a list."""
    return nodes.list_item("", text(said))


def aligned(latex: str) -> str:
    r"""A formula and what its symbols stand for, one below the other, long sums on several lines.

    >>> aligned(r"s = a + \left(b + c\right) \\ a = 2 d")
    's &= a + \\left(b + c\\right) \\\\ a &= 2 d'
    """
    return r" \\ ".join(map(_broken, latex.split(r" \\ ")))


def _broken(line: str) -> str:
    """One equation, with a new line before a summand that would make one too long for a phone."""
    name, _, body = line.partition(" = ")
    rows = [""]
    for summand in _summands(body):
        if rows[-1] and _length(rows[-1]) + _length(summand) > MOST_LETTERS_A_LINE:
            rows.append("")
        rows[-1] += summand
    return f"{name} &= " + r"\\ &\quad ".join(row.strip() for row in rows)


def _summands(body: str) -> Iterator[str]:
    """The summands of the outermost sum, each with its sign."""
    depth, start = 0, 0
    for index, sign in enumerate(body):
        depth += (sign in "({[") - (sign in ")}]")
        if depth == 0 and body[index : index + 3] in {" + ", " - "}:
            yield body[start:index]
            start = index
    yield body[start:]


def _length(latex: str) -> int:
    """About how many letters are seen."""
    return len(re.sub(r"\\[a-z]+|[{}_ ]", "", latex))


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx."""
    app.add_directive("score-card", ScoreCard)
    app.add_directive("score-overview", ScoreOverview)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
