"""Lazy frames in stages: clean the cells, then compute, so that no engine chokes.

A cell is cleaned once and laid down in a column of its own, which is dropped
in the end: engines that do not find common subexpressions would otherwise
check it again wherever it is read.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
from attrs import evolve

from psoscore.definitions import Score
from psoscore.engine.columns_plan import Plan, masked, read_places, spoilt
from psoscore.engine.questions import asked
from psoscore.terms import Choice, Given, Ratio, Reported
from psoscore.traversal import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from psoscore.engine.columns_cells import Place
    from psoscore.engine.columns_frame import Frame, Wish
    from psoscore.engine.columns_names import Named
    from psoscore.engine.options import Options
    from psoscore.engine.questions import Questions
    from psoscore.terms import Condition, Term

__all__ = ["with_expressions"]


class Stages:
    """Columns that are laid down for a while, each on the lowest level that it can stand on.

    Args:
        frame: Whose names are taken.
        shared: Terms that are read more than once.
    """

    def __init__(self, frame: Frame, shared: frozenset[Term]) -> None:
        taken = set(map(str, frame.collect_schema()))
        self._names: Iterator[str] = (
            name for name in (f"psoscore_{number}" for number in count()) if name not in taken
        )
        self.shared = shared
        self.levels: dict[int, dict[str, nw.Expr]] = {}

    def lay(self, value: Any, level: int = 0) -> Any:
        """A column that will hold the value; a plain value stays what it is."""
        if not isinstance(value, nw.Expr):
            return value
        name = next(self._names)
        self.levels.setdefault(level, {})[name] = value
        return nw.col(name)

    def keep(self, term: Term, value: Any) -> Any:
        """A column for what is read more than once."""
        return self.lay(value, height(term)) if term in self.shared else value

    def upon(self, frame: Frame) -> Frame:
        """The frame with every level computed."""
        for _, level in sorted(self.levels.items()):
            frame = frame.with_columns(**level)
        return frame

    @property
    def names(self) -> list[str]:
        """The columns that are to be dropped in the end."""
        return [name for level in self.levels.values() for name in level]


@lru_cache(maxsize=4096)
def height(term: Term) -> int:
    """How many levels of words stand below a term, which are laid down before it."""
    return 1 + max(map(height, term.children), default=0)


def shared_terms(subjects: Iterable[Score | Condition]) -> frozenset[Term]:
    """The terms that are read more than once: by several words, or by one that repeats them."""
    terms: list[Term] = []
    for subject in subjects:
        terms += [subject.quantity, subject.term] if isinstance(subject, Score) else [subject]
    parents: Counter[Term] = Counter()
    for term in walk(*terms):
        times = 2 if isinstance(term, Ratio | Choice | Reported | Given) else 1
        for child in set(term.children):
            parents[child] += times
    return frozenset(term for term, times in parents.items() if times > 1)


def with_expressions(  # noqa: PLR0913, PLR0917  all that is known of the frame
    frame: Frame,
    wishes: list[Wish],
    questions: Questions,
    named: Named,
    dtypes: Mapping[Any, Any],
    options: Options,
) -> Frame:
    """The frame with what is wished for, computed by its own engine."""
    subjects = tuple(dict.fromkeys(wish.subject for wish in wishes))
    stages = Stages(frame, shared_terms(subjects))
    raw = read_places(questions, named, dtypes, options)
    bad: dict[Any, Any] = {}
    for subject in subjects:
        bad[subject] = stages.lay(spoilt(asked(subject), named, raw, options))
    laid = {name: _laid(place, stages) for name, place in raw.items()}
    plan = Plan(laid, named.absent, stages.keep)
    found: dict[str, Any] = {}
    for wish in wishes:
        spoils = bad[wish.subject]
        if options.contradictions == "error" and isinstance(wish.subject, Score):
            spoils = _either(spoils, plan.contradicting(wish.subject))
        found[wish.name] = masked(_wished(plan, wish), spoils)
    made = stages.upon(frame).with_columns(**found)
    return made.drop(*stages.names) if stages.levels else made


def _either(one: Any, other: Any) -> Any:
    return other if one is False else one if other is False else one.fill_null(value=False) | other


def _laid(place: Place, stages: Stages) -> Place:
    """A cell whose readings stand in columns; null says blank, or set aside."""
    low = stages.lay(place.low)
    return evolve(
        place,
        low=low,
        high=stages.lay(place.high),
        blank=low.is_null() if place.plain else stages.lay(place.blank),
        unseen=stages.lay(place.unseen),
        not_relevant=stages.lay(place.not_relevant),
        bad=False,
    )


def _wished(plan: Plan, wish: Wish) -> Any:
    if not isinstance(wish.subject, Score):
        return _int8(plan.verdict(wish.subject, completions=wish.what == "completions"))
    if wish.what == "value":
        return plan.value(wish.subject)
    return plan.bounds(wish.subject)[wish.what == "high"]


def _int8(value: Any) -> nw.Expr:
    return nw.lit(value, dtype=nw.Int8) if isinstance(value, int) else value.cast(nw.Int8)
