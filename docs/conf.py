"""Sphinx configuration: strict, offline, and printed from the code wherever that is possible."""

from __future__ import annotations

import sys
from pathlib import Path

import psoscore

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))

import inventories  # noqa: E402 - stands on the path that was just added

project = "psoscore"
author = "The psoscore developers"
project_copyright = f"2026, {author}"
version = release = psoscore.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.intersphinx",
    "sphinx_copybutton",
    "sphinx_design",
    "annotations",
    "face",
    "gallery",
    "matrix",
    "mathml",
    "modules",
    "proofs",
    "scorecard",
    "sourcelist",
]
exclude_patterns = ["_build", "requirements"]
nitpicky = True
UNLINKED = (  # what type checkers alone see, and types of others whose address we do not know for sure
    "Banded",
    "cattrs.converters.Converter",
    "hypothesis.strategies.SearchStrategy",
    "np.bool",
    "nw.Expr",
    "narwhals.stable.v2.Expr",
)
nitpick_ignore = [(role, name) for role in ("py:class", "py:obj") for name in UNLINKED]

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True
napoleon_custom_sections = ["Missing data", "Range", "Sources", "Departures", "Licence"]

intersphinx_mapping = inventories.write(HERE / "_build" / "inventories")

copybutton_prompt_text = r">>> |\.\.\. |\$ "  # what is copied can be pasted into Python or a shell as it is
copybutton_prompt_is_regexp = True
copybutton_exclude = ".linenos, .gp, .go"

html_theme = "furo"
pygments_dark_style = "github-dark"
html_title = "psoscore"
html_logo = "_static/psoscore.svg"
html_favicon = "_static/psoscore.svg"
html_static_path = ["_static"]
html_css_files = ["psoscore.css"]
html_math_renderer = "mathml"
html_show_sphinx = False
html_copy_source = False
html_theme_options = {
    "sidebar_hide_name": False,
    "top_of_page_buttons": [],
    "light_css_variables": {"color-brand-primary": "#0b6e6e", "color-brand-content": "#0b6e6e"},
    "dark_css_variables": {"color-brand-primary": "#5cc8c2", "color-brand-content": "#5cc8c2"},
}
