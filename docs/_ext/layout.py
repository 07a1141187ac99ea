"""Tables, field lists and links as docutils nodes, for the directives beside this file."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from psoscore.provenance import Source

__all__ = ["badge", "cite", "fields", "folded", "listed", "prose", "reference_to", "row_of", "table", "text"]


def text(*parts: str | nodes.Node) -> nodes.paragraph:
    """A paragraph of plain text and finished inline nodes."""
    return nodes.paragraph("", "", *(nodes.Text(one) if isinstance(one, str) else one for one in parts))


def prose(said: str) -> nodes.paragraph:
    """A paragraph in which what stands between backticks is code."""
    parts = said.split("`")
    return text(*(nodes.literal(text=one) if code % 2 else one for code, one in enumerate(parts)))


def badge(status: str) -> nodes.inline:
    """The status of a rule; the style sheet gives it a colour."""
    return nodes.inline(text=status, classes=["status", status])


def listed(parts: Iterable[nodes.Node]) -> nodes.paragraph:
    """Inline nodes with commas between them, or the word none."""
    inline: list[str | nodes.Node] = []
    for one in parts:
        inline += [", ", one] if inline else [one]
    return text(*inline or ["none"])


def fields(rows: Iterable[tuple[str, nodes.Node]]) -> nodes.field_list:
    """Names and their contents, one below the other."""
    return nodes.field_list(
        "",
        *(
            nodes.field("", nodes.field_name(text=name), nodes.field_body("", content))
            for name, content in rows
        ),
    )


def folded(summary: str, content: nodes.Node) -> nodes.container:
    """What is long and seldom read, behind a line that opens it."""
    opening = f'<details class="folded"><summary>{escape(summary)}</summary>'
    return nodes.container(
        "",
        nodes.raw("", opening, format="html"),
        content,
        nodes.raw("", "</details>", format="html"),
    )


def row_of(cells: Iterable[nodes.Node]) -> nodes.row:
    """One row of a table."""
    return nodes.row("", *(nodes.entry("", one) for one in cells))


def table(head: Sequence[str], rows: Iterable[Sequence[nodes.Node]], look: str = "") -> nodes.table:
    """A table with a head; the style sheet knows its look."""
    columns = [nodes.colspec(colwidth=1) for _ in head]
    group = nodes.tgroup("", *columns, cols=len(head))
    group += nodes.thead("", row_of(text(one) for one in head))
    group += nodes.tbody("", *(row_of(row) for row in rows))
    return nodes.table("", group, classes=look.split())


def reference_to(label: str, shown: str, page: str) -> addnodes.pending_xref:
    """A link to a label of ours, resolved when every page has been read."""
    return addnodes.pending_xref(
        "",
        nodes.inline(text=shown),
        refdomain="std",
        reftype="ref",
        reftarget=label,
        refexplicit=True,
        refwarn=True,
        refdoc=page,
    )


def cite(source: Source) -> nodes.paragraph:
    """A citation, linked by its DOI or address where it has one."""
    address = f"https://doi.org/{source.doi}" if source.doi else source.url
    parts: list[str | nodes.Node] = [source.text]
    if address.startswith("https:"):
        parts += [" ", nodes.reference(text=source.doi or address, refuri=address)]
    if not source.read:
        parts.append(" Known from others who quote it.")
    return text(*parts)
