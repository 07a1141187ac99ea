"""A page for each module, written before Sphinx reads the rest.

Of the engine only modules that hold something public get one.
"""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psoscore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

__all__ = ["documented", "setup"]

FOLDER = Path("reference", "api", "generated")
MODULE = """
.. automodule:: {name}
   :members:
   :show-inheritance:
"""
PACKAGE = """
.. automodule:: {name}
   {members}

.. toctree::
   :glob:
   :maxdepth: 1

   {name}/*
"""


def own(name: str) -> str:
    """What a package defines itself, and does not only pass on from its modules."""
    package = import_module(name)
    names = [one for one in getattr(package, "__all__", ()) if defined_in(getattr(package, one), name)]
    return f":members: {', '.join(names)}" if names else ":no-members:"


def defined_in(value: object, module: str) -> bool:
    """Whether a function or a class was written in a module."""
    return (inspect.isfunction(value) or inspect.isclass(value)) and value.__module__ == module


def documented() -> Iterator[tuple[str, bool]]:
    """The modules that have a page, and whether each is a package."""
    public = {inspect.getmodule(getattr(psoscore, name)) for name in psoscore.__all__}
    homes = {module.__name__ for module in public if module}
    for one in pkgutil.walk_packages(psoscore.__path__, "psoscore."):
        import_module(one.name)
        holds_public = any(f"{home}.".startswith(f"{one.name}.") for home in homes)
        if holds_public or not one.name.startswith("psoscore.engine."):
            yield one.name, one.ispkg


def write(app: Sphinx) -> None:
    """Write the pages that changed, and take away those whose module is gone."""
    folder = Path(app.srcdir) / FOLDER
    pages: dict[Path, str] = {}
    for name, package in documented():
        rooms = list(accumulate(name.split("."), "{}.{}".format))[1:-1]
        page = f"{name}\n{'=' * len(name)}\n{PACKAGE if package else MODULE}"
        members = own(name) if package else ""
        pages[folder.joinpath(*rooms, f"{name}.rst")] = page.format(name=name, members=members)
    for old in set(folder.rglob("*.rst")) - pages.keys():
        old.unlink()
    for file, text in pages.items():
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx."""
    app.connect("builder-inited", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
