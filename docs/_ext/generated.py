"""Pages that are written from the code before Sphinx reads the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["rewrite"]


def rewrite(folder: Path, pages: Mapping[Path, str]) -> None:
    """Write the pages of a folder that changed, and take away those that are no longer among them."""
    for old in set(folder.rglob("*.rst")) - pages.keys():
        old.unlink()
    for file, text in pages.items():
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
