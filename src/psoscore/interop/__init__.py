"""Data in the shapes that other programs read, a module each; they load when they are first named."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_SHAPES = {"adam", "long", "xpt"}


def __getattr__(name: str) -> Any:
    """Load a shape when it is first named."""
    if name in _SHAPES:
        return import_module(f"{__name__}.{name}")
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
