"""Protocols over given scores and facts, and the people who are screened for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from psoscore.eligibility.criterion import Exclusion, Inclusion
from psoscore.eligibility.protocol import Protocol
from psoscore.testing.condition import conditions
from psoscore.testing.record import Record, records

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from psoscore.definitions import Score
    from psoscore.terms import Condition, Item

__all__ = ["people", "protocols"]

MOST_CRITERIA = 6


@st.composite
def protocols(draw: DrawFn, *subjects: Score | Item | Condition, most: int = MOST_CRITERIA) -> Protocol:
    """Protocols of one criterion or more, inclusions and exclusions in any order.

    Args:
        draw: Hypothesis draws with it.
        subjects: What the criteria are about, as for ``conditions``.
        most: The most criteria.

    >>> from hypothesis import find
    >>> from psoscore import flag
    >>> find(protocols(flag("pregnant")), lambda one: len(one.criteria) > 1).ids
    ('IN01', 'IN02')
    """
    drawn = draw(st.lists(conditions(*subjects), min_size=1, max_size=most))
    sides = [draw(st.sampled_from((Inclusion, Exclusion))) for _ in drawn]
    return Protocol(
        "DRAWN",
        [
            side(f"{'IN' if side is Inclusion else 'EX'}{place:02d}", f"Criterion {place}", condition)
            for place, (side, condition) in enumerate(zip(sides, drawn, strict=True), start=1)
        ],
    )


@st.composite
def people(draw: DrawFn, protocol: Protocol) -> Record:
    """What is known of one person at screening: facts may be empty, or not there yet.

    Args:
        draw: Hypothesis draws with it.
        protocol: Whose facts they are; ``screen(protocol, person)`` takes them.

    >>> from hypothesis import find
    >>> from psoscore import Inclusion, number
    >>> adults = Protocol("X", [Inclusion("IN01", "Adults", number("age", low=0, high=120) >= 18)])
    >>> find(people(adults), bool), find(people(adults), lambda person: not person)
    ({'age': 0}, {})
    """
    record = draw(records(protocol.eligible, missing=draw(st.booleans())))
    absent = draw(st.sets(st.sampled_from(sorted(record)))) if draw(st.booleans()) else set[str]()
    return {name: answer for name, answer in record.items() if name not in absent}
