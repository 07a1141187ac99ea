"""Trials as data, a module each; they load when they are first named."""

from __future__ import annotations

from typing import Any

from psoscore.first_use import loaded

_TRIALS = {"nct02491658"}


def __getattr__(name: str) -> Any:
    """Load a trial when it is first named."""
    return loaded(__name__, name, modules=_TRIALS)


def __dir__() -> list[str]:
    """Every public name, loaded or not."""
    return sorted({*globals(), *_TRIALS})
