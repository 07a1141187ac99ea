"""Which cells a definition reads, and which of them are forms of one question."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attrs import frozen

from psoscore.definitions import Score
from psoscore.engine.options import UNSAID
from psoscore.errors import DefinitionError
from psoscore.terms import Condition, OneOf, Term
from psoscore.traversal import cells, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from psoscore.cells import Cell
    from psoscore.engine.options import Options

__all__ = ["Questions", "asked", "demand_not_relevant", "first_forms", "terms_of"]


@frozen
class Questions:
    """What the data are asked for.

    Attributes:
        cells: Every cell by name.
        forms: For each question with several forms, the cell names of each form.
        single: The names of the cells that have no other form.
    """

    cells: dict[str, Cell]
    forms: tuple[tuple[tuple[str, ...], ...], ...]
    single: tuple[str, ...]


def asked(*subjects: Score | Condition) -> Questions:
    """The cells and forms that scores and conditions read.

    Raises:
        DefinitionError: Something is neither a score nor a condition.
    """
    for subject in subjects:
        brought: Any = subject
        if not isinstance(brought, Score | Condition):
            message = f"a score or a condition is needed, not a {type(brought).__name__}"
            raise DefinitionError(message)
    return _asked(*subjects)


@lru_cache(maxsize=1024)
def _asked(*subjects: Score | Condition) -> Questions:
    terms: list[Term] = []
    for subject in subjects:
        terms += terms_of(subject)
    found = dict(cells(*terms))
    forms: dict[tuple[tuple[str, ...], ...], None] = {}
    for term in walk(*terms):
        if isinstance(term, OneOf):
            forms[tuple(tuple(cells(form)) for form in term.forms)] = None
    alternative = {name for question in forms for form in question for name in form}
    return Questions(found, tuple(forms), tuple(name for name in found if name not in alternative))


def terms_of(subject: Score | Condition) -> list[Term]:
    """What a score or a condition is computed from: a score's own term, and when it is scored at all."""
    if isinstance(subject, Condition):
        return [subject]
    return [subject.term] if subject.when is None else [subject.term, subject.when]


def demand_not_relevant(subjects: Iterable[Score | Condition], options: Options) -> None:
    """Refuse a DLQI-R, or a condition over one, where nobody said how *not relevant* is coded.

    Raises:
        DefinitionError: It was not said.
    """
    if options.not_relevant is UNSAID and any(map(_demands, subjects)):
        message = (
            "a DLQI-R cannot be told from a DLQI where 'not relevant' and a relevant answer are both 0; "
            "say not_relevant=code, or not_relevant=None where the data have no such answer"
        )
        raise DefinitionError(message)


def _demands(subject: Score | Condition) -> bool:
    words = walk(subject) if isinstance(subject, Condition) else (subject,)
    return any(getattr(word, "demands_not_relevant", False) for word in words)


def first_forms(score: Score) -> tuple[str, ...]:
    """The item names of a score, in the first form of each question."""
    questions = asked(score)
    later = {name for question in questions.forms for form in question[1:] for name in form}
    return tuple(name for name in questions.cells if name not in later)
