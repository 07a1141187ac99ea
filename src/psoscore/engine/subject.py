"""What a door can be asked for: a score, a condition, on one basis or the other; the rest is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psoscore.definitions import Score
from psoscore.errors import DefinitionError
from psoscore.terms import Condition

if TYPE_CHECKING:
    from collections.abc import Sized

__all__ = ["demand_basis", "demand_condition", "demand_score", "demand_some"]


def demand_score(definition: object) -> None:
    """Refuse what is no score."""
    if not isinstance(definition, Score):
        message = f"a score is needed, such as PASI, not a {type(definition).__name__}"
        raise DefinitionError(message)


def demand_condition(condition: object) -> None:
    """Refuse what is no condition."""
    if not isinstance(condition, Condition):
        message = f"a condition is needed, such as PASI >= 8, not a {type(condition).__name__}"
        raise DefinitionError(message)


def demand_basis(basis: object) -> None:
    """Refuse a basis of verdicts that is none."""
    if basis not in ("reported", "completions"):
        message = f"basis={basis!r}; choose from 'reported', 'completions'"
        raise DefinitionError(message)


def demand_some(subjects: Sized) -> None:
    """Refuse to compute nothing."""
    if not subjects:
        message = "nothing to compute: name a definition"
        raise DefinitionError(message)
