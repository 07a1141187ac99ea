"""Data in the shapes that other programs read, a module each; they load when they are first named."""

from __future__ import annotations

from typing import Any

from psoscore.first_use import loaded

_SHAPES = {"adam", "long", "terminology", "xpt"}


def __getattr__(name: str) -> Any:
    """Load a shape when it is first named."""
    return loaded(__name__, name, modules=_SHAPES)


def __dir__() -> list[str]:
    """Every public name, loaded or not."""
    return sorted({*globals(), *_SHAPES})
