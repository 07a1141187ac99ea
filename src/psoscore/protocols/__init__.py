"""Trials as data, a module each; they load when they are first named."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_TRIALS = {"nct02491658"}


def __getattr__(name: str) -> Any:
    """Load a trial when it is first named."""
    if name in _TRIALS:
        return import_module(f"{__name__}.{name}")
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
