"""Names that a room offers and loads when they are first used."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["loaded"]

_NONE: Mapping[str, str] = {}


def loaded(
    room: str, name: str, *, module_of: Mapping[str, str] = _NONE, modules: Collection[str] = ()
) -> Any:
    """What a room's ``__getattr__`` answers; the room keeps it, so that each name loads once.

    Args:
        room: ``__name__`` of the room.
        name: The name that was asked for.
        module_of: The module of each name, counted from ``psoscore``.
        modules: Modules in the room that are themselves offered by name.

    Raises:
        AttributeError: The room offers no such name.
    """
    if name in module_of:
        value = getattr(import_module(f"psoscore.{module_of[name]}"), name)
    elif name in modules:
        value = import_module(f"{room}.{name}")
    else:
        message = f"module {room!r} has no attribute {name!r}"
        raise AttributeError(message)
    setattr(sys.modules[room], name, value)
    return value
