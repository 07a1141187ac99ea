"""What changed between two versions of a protocol, in words, criterion by criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psoscore.eligibility.protocol import demand_protocol
from psoscore.engine.formula import Printer

if TYPE_CHECKING:
    from psoscore.definitions import Contradiction
    from psoscore.eligibility.criterion import Criterion
    from psoscore.eligibility.protocol import Protocol

__all__ = ["difference"]

SAME_RULE = "the verdicts stay the same"


def difference(old: Protocol, new: Protocol) -> tuple[str, ...]:
    r"""The changes from one version to another, a line each.

    Missing data: none is involved; a protocol holds rules, not records.

    Args:
        old: The earlier version.
        new: The later one.

    Returns:
        Lines in the order of the new version, the criteria that went last;
        none where the two are equal.

    Raises:
        DefinitionError: One of the two is no protocol.

    >>> from psoscore import Inclusion, Protocol, number
    >>> pasi = number("pasi", low=0, high=72, decimals=1)
    >>> old = Protocol("TRIAL-1", [Inclusion("IN02", "PASI >= 8", pasi >= 8)])
    >>> new = Protocol("TRIAL-1", [Inclusion("IN02", "PASI >= 10", pasi >= 10)], version="2")
    >>> print(*difference(old, new), sep="\n")
    version: '1' became '2'
    IN02: text 'PASI >= 8' became 'PASI >= 10'
    IN02: rule pasi >= 8 became pasi >= 10
    """
    demand_protocol(old)
    demand_protocol(new)
    lines = [
        f"{name}: {getattr(old, name)!r} became {getattr(new, name)!r}"
        for name in ("id", "version", "title")
        if getattr(old, name) != getattr(new, name)
    ]
    if old.provenance != new.provenance:
        lines.append(f"sources: changed; {SAME_RULE}")
    before = {criterion.id: criterion for criterion in old.criteria}
    for criterion in new.criteria:
        if criterion.id in before:
            lines += _between(before[criterion.id], criterion)
        else:
            lines.append(f"{criterion.id}: new {criterion.side}, {criterion.text!r}: {_rule(criterion)}")
    lines += [f"{name}: removed, {one.text!r}" for name, one in before.items() if name not in new.ids]
    kept = [name for name in new.ids if name in before]
    if kept != [name for name in old.ids if name in kept]:
        lines.append(f"order: now {', '.join(new.ids)}; the primary reasons of an attrition can change")
    return tuple(lines)


def _between(old: Criterion, new: Criterion) -> list[str]:
    """The changes of one criterion."""
    name = new.id
    lines = [
        f"{name}: {what} {getattr(old, what)!r} became {getattr(new, what)!r}"
        for what in ("side", "text", "kind", "reading", "note")
        if getattr(old, what) != getattr(new, what)
    ]
    if old.condition != new.condition:
        lines.append(f"{name}: rule {_rule(old)} became {_rule(new)}{_facts(old, new)}")
    lines += _checks(f"{name}: refuses what contradicts itself", old.refuses, new.refuses)
    lines += _checks(f"{name}: warns", old.warns, new.warns)
    return lines


def _checks(what: str, old: tuple[Contradiction, ...], new: tuple[Contradiction, ...]) -> list[str]:
    """The changes of checks, each known by its name and the facts that it is about."""
    if old == new:
        return []
    before, after = ({(one.name, one.items): one for one in checks} for checks in (old, new))
    said = {key: "new" for key in after if key not in before}
    said |= {key: "removed" for key in before if key not in after}
    said |= {key: "changed" for key, one in after.items() if before.get(key, one) != one}
    lines = [f"{what}: {name} of {', '.join(items)}, {how}" for (name, items), how in said.items()]
    return lines or [f"{what}: the same in another order or number"]


def _facts(old: Criterion, new: Criterion) -> str:
    """Facts that are asked for anew, no longer, or otherwise than before."""
    before, after = old.facts, new.facts
    said = [f"asks for {name}" for name in after if name not in before]
    said += [f"no longer asks for {name}" for name in before if name not in after]
    said += [f"declares {name} otherwise" for name in after if before.get(name, after[name]) != after[name]]
    return f"; {', '.join(said)}" if said else ""


def _rule(criterion: Criterion) -> str:
    return Printer("text").print(criterion.condition)
