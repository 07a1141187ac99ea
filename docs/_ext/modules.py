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
from generated import rewrite
from psoscore.definitions import Score
from scorecard import label_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

__all__ = ["documented", "setup"]

FOLDER = Path("reference", "api", "generated")
MODULE = """
.. automodule:: {name}
   :members:
   :show-inheritance:

{cards}
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


def cards(name: str) -> str:
    """Where the formulas and sources of a module's definitions are printed."""
    module = import_module(name)
    public = [getattr(module, one) for one in getattr(module, "__all__", ())]
    links = ", ".join(f":ref:`{label_of(one)}`" for one in public if isinstance(one, Score))
    return f"Range, formula and sources: {links}" if links else ""


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
    """A page for each module, a folder for each package."""
    folder = Path(app.srcdir) / FOLDER
    pages: dict[Path, str] = {}
    for name, package in documented():
        rooms = list(accumulate(name.split("."), "{}.{}".format))[1:-1]
        page = f"{name}\n{'=' * len(name)}\n{PACKAGE if package else MODULE}"
        pages[folder.joinpath(*rooms, f"{name}.rst")] = page.format(
            name=name, members=own(name) if package else "", cards="" if package else cards(name)
        )
    rewrite(folder, pages)


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx."""
    app.connect("builder-inited", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
