"""Random protocols that know their own answer, and random people to screen.

Every condition is drawn as a small tree whose leaves say in plain Python what
they mean; the library's own condition is made beside it. What the tree comes
to is worked out by trying every way in which what is not known may turn out.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

from attrs import frozen
from hypothesis import strategies as st

import psoscore as ps
from oracle_date import add_months
from oracle_response import KLEENE_AND, KLEENE_NOT, KLEENE_OR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import DrawFn, SearchStrategy

    from psoscore.terms import Condition

Record = dict[str, Any]

POINTS = ps.number("points", low=0, high=3)
DOSE = ps.number("dose", low=0, high=1, decimals=1, unit="mg")
SEX = ps.code("sex", ("F", "M", "X"))
VISIT, START = ps.day("visit_date"), ps.day("start_date")
FLAGS = ("ill", "well")
MIDDLE = date(2015, 6, 15)
NEAR = [MIDDLE + timedelta(days=step) for step in (-200, -31, -1, 0, 1, 30, 200)]
FACTS = ("points", "dose", "sex", "visit_date", "start_date", *FLAGS)


@frozen
class Tree:
    """A condition, the same in plain Python, and what it is made of.

    Attributes:
        condition: As the library has it.
        facts: The facts that a leaf reads.
        holds: What a leaf says on complete facts.
        join: ``"and"``, ``"or"`` or ``"not"``; empty for a leaf.
        parts: What is joined.
    """

    condition: Condition
    facts: tuple[str, ...] = ()
    holds: Callable[[Record], bool] | None = None
    join: str = ""
    parts: tuple[Tree, ...] = ()

    def truth(self, record: Record) -> bool | None:
        """Strong Kleene over leaves that are judged by brute force."""
        if self.holds is not None:
            said = {self.holds(one) for one in completions(record, self.facts)}
            return said.pop() if len(said) == 1 else None
        parts = [one.truth(record) for one in self.parts]
        if self.join == "not":
            return KLEENE_NOT[parts[0]]
        return (KLEENE_AND if self.join == "and" else KLEENE_OR)[parts[0], parts[1]]

    def on(self, facts: Record) -> bool:
        """What the tree says on complete facts."""
        if self.holds is not None:
            return self.holds(facts)
        parts = [one.on(facts) for one in self.parts]
        if self.join == "not":
            return not parts[0]
        return all(parts) if self.join == "and" else any(parts)

    def open_facts(self, record: Record) -> set[str]:
        """Facts not exactly known at the end of a path of unknown conditions."""
        if self.truth(record) is not None:
            return set()
        if self.holds is not None:
            return {name for name in self.facts if not is_exact(name, record.get(name))}
        return {name for one in self.parts for name in one.open_facts(record)}


def is_exact(name: str, value: object) -> bool:
    """Whether a fact is known exactly."""
    return value is not None and len(possible(name, value)) == 1


def possible(name: str, value: Any) -> list[Any]:
    """What a fact may turn out to be: the ends of a wide range stand for all of it."""
    if isinstance(value, ps.Interval):
        if isinstance(value.low, date):
            days = (value.high - value.low).days
            return [value.low + timedelta(days=step) for step in range(days + 1)]
        step = 1 if name == "points" else 10
        return [
            one / step if step > 1 else one
            for one in range(round(value.low * step), round(value.high * step) + 1)
        ]
    if value is not None:
        return [value]
    everything: dict[str, list[Any]] = {
        "points": [0, 1, 2, 3],
        "dose": [tenth / 10 for tenth in range(11)],
        "sex": ["F", "M", "X"],
        "visit_date": [date(1, 1, 1), *NEAR, date(9999, 12, 31)],
        "start_date": [date(1, 1, 1), *NEAR, date(9999, 12, 31)],
    }
    return everything.get(name, [False, True])


def completions(record: Record, names: tuple[str, ...]) -> list[Record]:
    """Every way in which these facts may turn out."""
    each = [possible(name, record.get(name)) for name in names]
    return [dict(zip(names, values, strict=True)) for values in product(*each)]


def thin_completions(record: Record) -> list[Record]:
    """Some of the ways in which all facts may turn out: the ends and one between."""
    names = FACTS
    each = [possible(name, record.get(name)) for name in names]
    few = [one if len(one) <= 2 else [one[0], one[len(one) // 2], one[-1]] for one in each]
    return [dict(zip(names, values, strict=True)) for values in product(*few)]


@st.composite
def leaves(draw: DrawFn) -> Tree:  # noqa: PLR0911  one for each kind of leaf
    """A comparison of facts."""
    kind = draw(st.sampled_from(("flag", "points", "dose", "sex", "days", "months", "threshold", "sum")))
    if kind == "flag":
        name = draw(st.sampled_from(FLAGS))
        return Tree(ps.flag(name), (name,), lambda facts: facts[name])
    if kind == "points":
        at = draw(st.integers(0, 4))
        return Tree(at <= POINTS, ("points",), lambda facts: facts["points"] >= at)
    if kind == "dose":
        tenths = draw(st.integers(-1, 11))
        limit = tenths / 10
        return Tree(limit >= DOSE, ("dose",), lambda facts: round(10 * facts["dose"]) <= tenths)
    if kind == "sex":
        chosen = draw(st.sets(st.sampled_from(("F", "M", "X")), min_size=1))
        return Tree(SEX.one_of(*sorted(chosen)), ("sex",), lambda facts: facts["sex"] in chosen)
    if kind == "threshold":
        day = draw(st.sampled_from(NEAR))
        return Tree(day <= VISIT, ("visit_date",), lambda facts: facts["visit_date"] >= day)
    if kind == "sum":
        at = draw(st.integers(0, 6))
        both = at <= 2 * POINTS - DOSE
        return Tree(
            both,
            ("points", "dose"),
            lambda facts: 20 * facts["points"] - round(10 * facts["dose"]) >= 10 * at,
        )
    both_days = ("start_date", "visit_date")
    if kind == "days":
        days = draw(st.integers(-2, 40))
        gap = days <= VISIT - START
        return Tree(gap, both_days, lambda facts: (facts["visit_date"] - facts["start_date"]).days >= days)
    months = draw(st.integers(1, 7))
    later = START.plus_months(months) <= VISIT
    return Tree(later, both_days, lambda facts: months_on(facts["start_date"], months) <= facts["visit_date"])


def months_on(day: date, months: int) -> date:
    """Months later, or the last day there is."""
    return add_months(day, months) if day.year < 9999 else date.max


def trees() -> SearchStrategy[Tree]:
    """Conditions of a few leaves."""

    def joined(inner: SearchStrategy[Tree]) -> SearchStrategy[Tree]:
        pairs = st.tuples(inner, inner)
        return (
            pairs.map(lambda two: Tree(two[0].condition & two[1].condition, join="and", parts=two))
            | pairs.map(lambda two: Tree(two[0].condition | two[1].condition, join="or", parts=two))
            | inner.map(lambda one: Tree(~one.condition, join="not", parts=(one,)))
        )

    return st.recursive(leaves(), joined, max_leaves=4)


@frozen
class Case:
    """A protocol and the trees of its criteria."""

    protocol: ps.Protocol
    trees: tuple[Tree, ...]

    def passes(self) -> list[tuple[bool, Tree]]:
        """For each criterion whether it includes, and its tree."""
        return [
            (one.side == "inclusion", tree)
            for one, tree in zip(self.protocol.criteria, self.trees, strict=True)
        ]

    def truths(self, record: Record) -> list[bool | None]:
        """Every criterion as worded."""
        return [tree.truth(record) for tree in self.trees]

    def eligible(self, record: Record) -> bool | None:
        """The tables of Kleene over all criteria (specification C1)."""
        verdict: bool | None = True
        for includes, tree in self.passes():
            truth = tree.truth(record)
            verdict = KLEENE_AND[verdict, truth if includes else KLEENE_NOT[truth]]
        return verdict

    def eligible_on(self, facts: Record) -> bool:
        """Two values, on complete facts."""
        return all(tree.on(facts) == includes for includes, tree in self.passes())


@st.composite
def cases(draw: DrawFn) -> Case:
    """Protocols of one to four criteria."""
    drawn = draw(st.lists(trees(), min_size=1, max_size=4))
    criteria = [
        ps.Inclusion(f"IN{place:02d}", f"Criterion {place}", tree.condition)
        if draw(st.booleans())
        else ps.Exclusion(f"EX{place:02d}", f"Criterion {place}", tree.condition)
        for place, tree in enumerate(drawn, start=1)
    ]
    version = draw(st.sampled_from(("1", "2.0")))
    return Case(
        ps.Protocol("DRAWN", criteria, title=draw(st.sampled_from(("", "Drawn"))), version=version),
        tuple(drawn),
    )


@st.composite
def people(draw: DrawFn, *, ends: bool = True) -> Record:
    """One person's facts: known, empty, absent, or known only to lie between two."""
    near = st.sampled_from(NEAR)
    spans = st.tuples(near, st.integers(0, 31)).map(
        lambda two: ps.Interval(two[0], two[0] + timedelta(days=two[1]))
    )
    points = st.integers(0, 3)
    doses = st.integers(0, 10)
    strategies: Mapping[str, SearchStrategy[Any]] = {
        "points": points | st.tuples(points, points).map(lambda two: ps.Interval(min(two), max(two))),
        "dose": doses.map(lambda one: one / 10)
        | st.tuples(doses, doses).map(lambda two: ps.Interval(min(two) / 10, max(two) / 10)),
        "sex": st.sampled_from(("F", "M", "X")),
        "visit_date": near | spans,
        "start_date": near | spans,
        "ill": st.booleans(),
        "well": st.booleans(),
    }
    if not ends:
        plain: Mapping[str, SearchStrategy[Any]] = {
            "points": points,
            "dose": doses.map(lambda one: one / 10),
            "visit_date": near,
            "start_date": near,
        }
        strategies = {**strategies, **plain}
    names = draw(st.sets(st.sampled_from(FACTS)))
    return {name: draw(strategies[name] | st.none()) for name in FACTS if name in names}


def known_to(protocol: ps.Protocol, record: Record) -> Record:
    """The facts of a person that the protocol asks for."""
    return {name: value for name, value in record.items() if name in protocol.facts}


def code_of(truth: bool | None) -> int:  # noqa: FBT001  a truth of the oracle
    """1, 0, or -1 for open."""
    return -1 if truth is None else int(truth)
