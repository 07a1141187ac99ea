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
from psoscore.engine.columns.carrier import either
from psoscore.engine.columns.cells import TIDY, Whole
from psoscore.engine.columns.missing import (
    asked_cells,
    how_many,
    not_relevant_answers,
    touch_bounds,
    where_it_matters,
)
from psoscore.engine.columns.plan import Plan, masked, read_places, spoilt
from psoscore.engine.domain import demand_exact, magnitude
from psoscore.engine.questions import asked
from psoscore.terms import Choice, Given, Ratio, Reported
from psoscore.traversal import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from psoscore.engine.columns.names import Named
    from psoscore.engine.columns.place import Place
    from psoscore.engine.frames.opened import Frame, Wish
    from psoscore.engine.options import Options
    from psoscore.engine.questions import Questions
    from psoscore.terms import Condition, Term

__all__ = ["with_expressions"]

SIGNED_BITS: Mapping[Any, int] = {
    nw.Int8: 8,
    nw.Int16: 16,
    nw.Int32: 32,
    nw.Int64: 64,
    nw.UInt8: 16,
    nw.UInt16: 32,
    nw.UInt32: 64,
}
"""The bits of a signed integer that holds every number of a type."""

WIDTHS: Mapping[int, Any] = {16: nw.Int16, 32: nw.Int32, 64: nw.Int64}

FIRST, HIGHEST = -1, 10_000
"""Levels below and above every other."""


class Stages:
    """Columns that are laid down for a while, each on the lowest level that it can stand on.

    Args:
        names: Names that the frame does not have.
        shared: Terms that are read more than once.
    """

    def __init__(self, names: Iterator[str], shared: frozenset[Term]) -> None:
        self.free: Iterator[str] = names
        self.shared: frozenset[Term] = shared
        self.levels: dict[int, dict[str, nw.Expr]] = {}
        self.closed: bool = False
        self.dropped: list[str] = []

    def lay(self, value: Any, level: int = 0) -> Any:
        """A column that will hold the value; a plain value stays what it is."""
        if not isinstance(value, nw.Expr):
            return value
        name = next(self.free)
        self.levels.setdefault(level, {})[name] = value
        return nw.col(name)

    def keep(self, term: Term, value: Any) -> Any:
        """A column for what is read more than once."""
        return self.lay(value, height(term)) if term in self.shared and not self.closed else value

    def upon(self, frame: Frame) -> Frame:
        """The frame with every level computed; nothing is laid down after that."""
        self.closed = True
        for _, level in sorted(self.levels.items()):
            frame = frame.with_columns(**level)
        return frame

    @property
    def names(self) -> list[str]:
        """The columns that are to be dropped in the end."""
        return [*self.dropped, *(name for level in self.levels.values() for name in level)]


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
    demand_exact(subjects, "a frame's own engine")
    taken = set(map(str, frame.collect_schema()))
    names = (name for name in (f"psoscore_{number}" for number in count()) if name not in taken)
    stages = Stages(names, shared_terms(subjects))
    if frame.implementation.is_polars():  # where an integer that is out of range wraps, and does not raise
        dtypes = {**dtypes, **_whole(subjects, questions, named, dtypes)}
    frame, tidied, types = _tidied(frame, named, dtypes, stages)
    raw = read_places(questions, tidied, types, options)
    plan = Plan({name: _laid(place, stages) for name, place in raw.items()}, named.absent, keep=stages.keep)
    spoils: dict[Any, Any] = {}
    for one in subjects:
        bad = [spoilt(asked(one), tidied, raw, options)]
        if options.contradictions == "error":
            bad.append(plan.contradicting(one))
        spoils[one] = stages.lay(either(bad), HIGHEST)
    found = {
        wish.name: stages.lay(_wished(plan, wish), HIGHEST) for wish in wishes if wish.what != "n_missing"
    }
    counted = [wish for wish in wishes if wish.what == "n_missing"]
    for wish in counted:
        touch_bounds(plan, wish.subject)
    frame = stages.upon(frame)
    dropped = stages.names
    for wish in counted:
        frame, found[wish.name] = _missing(plan, wish.subject, frame, stages, dropped)
    frame = frame.with_columns(
        **{wish.name: masked(found[wish.name], spoils[wish.subject]) for wish in wishes}
    )
    return frame.drop(*dropped) if dropped else frame


def _whole(
    subjects: Iterable[Score | Condition], questions: Questions, named: Named, dtypes: Mapping[Any, Any]
) -> dict[Any, Whole]:
    """The columns of integers that can be computed with as they are, or a little wider."""
    terms = [one.quantity if isinstance(one, Score) else one for one in subjects]
    bits = next(bits for bits in WIDTHS if max(map(magnitude, terms)) < 2 ** (bits - 1))
    found: dict[Any, Whole] = {}
    for name, columns in named.columns.items():
        if questions.cells[name].scale == 1 and questions.cells[name].kind in {"number", "flag"}:
            for column in columns:
                own = SIGNED_BITS.get(type(dtypes[column]))
                if own is not None:
                    kind = WIDTHS[max(bits, own)]
                    found[column] = Whole(None if dtypes[column] == kind else kind)
    return found


def _tidied(
    frame: Frame, named: Named, dtypes: Mapping[Any, Any], stages: Stages
) -> tuple[Frame, Named, dict[Any, Any]]:
    """Floats without NaN, in a stage of their own: null is what every engine skips cheaply."""
    types = dict(dtypes)
    tidied: dict[str, Any] = {}

    def tidy(column: Any) -> Any:
        if isinstance(dtypes[column], Whole) or not dtypes[column].is_float():
            return column
        laid = next(stages.free)
        tidied[laid] = column
        types[laid] = TIDY
        return laid

    columns = {name: tuple(map(tidy, ends)) for name, ends in named.columns.items()}
    if tidied and frame.implementation.is_polars():  # its own word for it takes half the time
        polars: Any = frame.implementation.to_native_namespace()
        own = {name: polars.col(one).cast(polars.Float64).fill_nan(None) for name, one in tidied.items()}
        native: Any = frame.to_native()
        frame = nw.from_native(native.with_columns(**own))
        stages.dropped += tidied
    elif tidied:
        stages.levels[FIRST] = {
            name: nw.col(one).cast(nw.Float64).fill_nan(None) for name, one in tidied.items()
        }
    return frame, evolve(named, columns=columns), types


def _missing(
    plan: Plan, definition: Any, frame: Frame, stages: Stages, dropped: list[str]
) -> tuple[Frame, Any]:
    """How many questions are missing.

    Each cell has stages of its own, dropped before the next, or a score with
    many shared parts would need hundreds of columns at once.
    """
    questions: list[Any] = []
    for cells in asked_cells(plan, definition):
        found: list[Any] = []
        for cell in cells:
            own = Stages(stages.free, stages.shared)
            matters = where_it_matters(plan, own.keep, definition, cell)
            if own.levels:
                name = next(stages.free)
                frame = own.upon(frame).with_columns(masked(matters, bad=False).alias(name)).drop(*own.names)
                dropped.append(name)
                matters = nw.col(name)
            found.append(matters)
        questions.append(either(found))
    return frame, _int64(how_many(questions))


def _laid(place: Place, stages: Stages) -> Place:
    """A cell whose readings stand in columns; null says blank, or set aside."""
    low = place.low if place.as_it_stands else stages.lay(place.low)
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
    if wish.what == "n_not_relevant":
        return _int64(not_relevant_answers(plan, wish.subject))
    return plan.bounds(wish.subject)[wish.what == "high"]


def _int64(value: Any) -> nw.Expr:
    return value.cast(nw.Int64) if isinstance(value, nw.Expr) else nw.lit(int(value), dtype=nw.Int64)


def _int8(value: Any) -> nw.Expr:
    return nw.lit(value, dtype=nw.Int8) if isinstance(value, int) else value.cast(nw.Int8)
