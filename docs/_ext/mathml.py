"""Formulas as MathML, which browsers draw by themselves: no script, no network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from latex2mathml.converter import convert

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

__all__ = ["mathml", "setup"]


def mathml(latex: str, *, display: bool) -> str:
    """Convert LaTeX; upright names become words, not rows of letters."""
    named = re.sub(r"\\mathrm\{([^{}]*)\}", upright, latex)
    if "&" in named:
        named = rf"\begin{{align*}}{named}\end{{align*}}"
    return convert(named, display="block" if display else "inline")


def upright(found: re.Match[str]) -> str:
    """A name as text."""
    name = found[1].replace(r"\_", "_").replace("~", " ")
    return rf"\text{{{name}}}"


def visit_inline(writer: HTML5Translator, node: nodes.math) -> None:
    """A formula in a line."""
    writer.body.append(mathml(node.astext(), display=False))
    raise nodes.SkipNode


def visit_block(writer: HTML5Translator, node: nodes.math_block) -> None:
    """A formula on lines of its own, which scroll where they are too long."""
    writer.body.append(f'<div class="formula">{mathml(node.astext(), display=True)}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
