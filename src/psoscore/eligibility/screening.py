"""The door for one person: which criteria hold, which fail, what is still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psoscore.eligibility.protocol import demand_protocol
from psoscore.eligibility.reading import Reading, take_facts
from psoscore.eligibility.verdict import Verdict
from psoscore.engine.options import UNSAID, Basis, Invalid, Options, Text
from psoscore.engine.subject import demand_basis
from psoscore.errors import DefinitionError, Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from psoscore.definitions import Contradiction
    from psoscore.eligibility.protocol import Protocol

__all__ = ["screen"]


def screen(  # noqa: PLR0913  the options of every door
    protocol: Protocol,
    facts: Mapping[str, Any],
    *,
    basis: Basis = "reported",
    columns: Mapping[str, str] | None = None,
    unrecorded: Iterable[str] = (),
    not_relevant: Any = UNSAID,
    invalid: Invalid = "error",
    text: Text = "refuse",
    breached: Iterable[str] = (),
) -> Verdict:
    """Screen one person.

    Missing data: a fact that is absent or empty is not yet answered; the
    verdict is settled as soon as what is known settles it, else it is unknown,
    and ``.open_questions`` names what to ask. A failed criterion settles the
    verdict whatever is still unknown.

    Args:
        protocol: The criteria.
        facts: Any subset of ``protocol.facts``, by name: numbers, flags,
            codes, days, partial dates such as ``"2015-06"``, an ``Interval``,
            or a ``Scored`` with bounds.
        basis: As for ``judge``.
        columns: Names in the data, by fact.
        unrecorded: Facts that were never captured.
        not_relevant: As for ``score``.
        invalid: ``"error"``, or ``"unknown"`` to treat facts that cannot be
            read, or contradict each other, as unknown.
        text: As for ``score``.
        breached: Ids of prospective criteria that were broken later: they
            become ``.deviations`` and are no screen failure.

    Returns:
        The verdict, the truth of every criterion with its facts and its
        reason, and the open questions.

    Raises:
        InputError: A fact has a name that the protocol does not know, cannot
            be read, or contradicts another; all faults are listed.
        DefinitionError: It is no protocol, or an option makes no sense.

    >>> from psoscore import Exclusion, Inclusion, Protocol, flag, number
    >>> severe = Inclusion("IN01", "PASI at least 8", number("pasi", low=0, high=72, decimals=1) >= 8)
    >>> trial = Protocol("TRIAL-1", [severe, Exclusion("EX01", "Pregnant", flag("pregnant"))])
    >>> screen(trial, {"pasi": 12.4})
    Verdict(TRIAL-1: UNKNOWN; open pregnant)
    >>> screen(trial, {"pasi": 7.6}).nearest_miss
    'PASI 7.6, 0.4 below'
    """
    demand_protocol(protocol)
    demand_basis(basis)
    options = Options(
        columns=columns or {},
        unrecorded=unrecorded,
        not_relevant=not_relevant,
        invalid=invalid,
        text=text,
        completions=basis == "completions",
    )
    deviations = _prospective(protocol, breached)
    states = take_facts(protocol, facts, options)
    reading = Reading(states, completions=options.completions)
    faults = [_fault(check) for one in protocol.criteria for check in reading.holding(one.refuses)]
    if faults and invalid == "error":
        raise InputError(dict.fromkeys(faults))
    faults += [_fault(check) for one in protocol.criteria for check in reading.holding(one.warns)]
    truths = tuple(map(reading.judged, protocol.criteria))
    return Verdict(protocol, reading, truths, tuple(dict.fromkeys(faults)), deviations)


def _prospective(protocol: Protocol, breached: Iterable[str]) -> tuple[str, ...]:
    names = (breached,) if isinstance(breached, str) else tuple(breached)
    for name in names:
        kind = protocol[name].kind
        if kind != "prospective":
            message = (
                f"{name} is of kind {kind!r}, decided at screening; only a prospective one is breached later"
            )
            raise DefinitionError(message)
    return tuple(dict.fromkeys(names))


def _fault(check: Contradiction) -> Fault:
    return Fault(check.items[0], check.name, hint=check.message)
