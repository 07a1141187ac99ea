"""One instrument, one file: each a definition made of terms, with its sources.

``catalogue()`` lists them all. What was left out, and why, stands in the
documentation under *Licences, and what was left out*.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from psoscore.definitions import Score

__all__ = ["catalogue"]


def catalogue() -> tuple[Score, ...]:
    """Every definition of an instrument that psoscore ships, by name.

    The files of the instruments load when this is called, not before.
    Subscores are the ``.parts`` of their score and are not listed.

    Returns:
        The definitions, sorted by ``.name``; no name stands twice.

    >>> {"dlqi", "pasi"} <= {definition.name for definition in catalogue()}
    True
    """
    from pkgutil import iter_modules  # noqa: PLC0415  only when asked

    from psoscore.definitions import Score  # noqa: PLC0415  only when asked

    modules = [import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)]
    public = (getattr(module, name) for module in modules for name in module.__all__)
    return tuple(sorted((one for one in public if isinstance(one, Score)), key=lambda one: one.name))


def __getattr__(name: str) -> ModuleType:
    """Load the file of an instrument when it is first named, as in ``psoscore.instruments.napsi``."""
    try:
        return import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message) from error
