"""Makes the images of the gallery before Sphinx reads the pages that show them."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

    from sphinx.application import Sphinx

__all__ = ["FOLDER", "script", "setup", "write"]

FOLDER = Path("_build", "gallery")
"""Where the pages find the images, seen from the root of the documentation."""


def script(root: Path) -> ModuleType:
    """The script beside the page, loaded from the root of the documentation."""
    spec = importlib.util.spec_from_file_location("make_images", root / "gallery" / "make_images.py")
    if spec is None or spec.loader is None:
        message = "docs/gallery/make_images.py is gone"
        raise FileNotFoundError(message)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def write(app: Sphinx) -> None:
    """Run the script."""
    root = Path(app.srcdir)
    script(root).make_images(root / FOLDER)


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx."""
    app.connect("builder-inited", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
