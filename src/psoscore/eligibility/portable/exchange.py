"""Protocols as JSON, out and in: data, strictly read, from which no code ever runs.

Every fact is declared once; terms name it. What is read is not coerced (text
is no number, 1 is not true), unknown keys are refused, and every error says
where it stands, as in ``$.criteria[3].condition.at``.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from psoscore.eligibility.portable.untrusted_json import parsed
from psoscore.eligibility.protocol import Protocol, demand_protocol
from psoscore.errors import DefinitionError, MissingExtraError
from psoscore.shown import shown

if TYPE_CHECKING:
    from collections.abc import Generator

    from psoscore.eligibility.portable.document import Document

__all__ = ["from_json", "to_json"]

MOST_INDENT = 16
MOST_PROBLEMS = 20
"""How many problems a message lists."""

MOST_WORDS = 300
"""Characters of one problem."""


def to_json(protocol: Protocol, *, indent: int | None = 2) -> str:
    """A protocol as JSON text, from which ``from_json`` makes an equal one.

    Missing data: none is involved; a protocol holds rules, not records.

    Args:
        protocol: Any protocol.
        indent: Spaces a level; None writes one line.

    Returns:
        JSON in ASCII, with the fingerprint.

    Raises:
        DefinitionError: It is no protocol, or lies beyond the limits of what
            is read: numbers of more than 18 digits, say; or the indent makes no sense.
        MissingExtraError: cattrs is not installed.

    >>> from psoscore import Inclusion, Protocol, number
    >>> trial = Protocol("TRIAL-1", [Inclusion("IN01", "Adults", number("age", low=0, high=120) >= 18)])
    >>> from_json(to_json(trial)) == trial
    True
    """
    demand_protocol(protocol)
    if indent is not None and (type(indent) is not int or not 0 <= indent <= MOST_INDENT):
        message = f"indent={shown(indent)}; None, or 0 to {MOST_INDENT} blanks"
        raise DefinitionError(message)
    with _cattrs():
        from psoscore.eligibility.portable.document import Document, converter  # noqa: PLC0415  needs cattrs
    text = json.dumps(converter().unstructure(Document.of(protocol)), indent=indent)
    try:
        from_json(text)
    except DefinitionError as error:
        message = f"{protocol.id} cannot be written so that it could be read back: {error}"
        raise DefinitionError(message) from error
    return text


def from_json(text: str) -> Protocol:
    """Read a protocol from JSON text.

    Missing data: none is involved; a protocol holds rules, not records.

    Args:
        text: What ``to_json`` writes, or the same by hand; the fingerprint may
            be left out, else it must fit.

    Returns:
        The protocol.

    Raises:
        DefinitionError: The text is too long or too deep, no JSON, has unknown
            or missing keys or values of another type, or means nothing. Every
            problem is listed with its path.
        MissingExtraError: cattrs is not installed.

    >>> from_json("[]")
    Traceback (most recent call last):
        ...
    psoscore.errors.DefinitionError: no protocol can be read: an object is needed, not a list @ $
    """
    with _cattrs():
        from psoscore.eligibility.portable.document import read  # noqa: PLC0415  needs cattrs
    document = read(parsed(text), _problems)
    return _protocol(document)


def _protocol(document: Document) -> Protocol:
    try:
        protocol = Protocol(
            document.id,
            document.criteria,
            title=document.title,
            version=document.version,
            provenance=document.provenance,
        )
    except DefinitionError as error:
        _refuse(f"{error} @ $")
    unused = {cell.name for cell in document.facts}.difference(protocol.facts)
    if unused:
        _refuse(f"no criterion reads the declared {', '.join(sorted(unused))} @ $.facts")
    if document.fingerprint not in {"", protocol.fingerprint}:
        _refuse(
            f"the fingerprint does not fit: what stands here has {protocol.fingerprint}; where the criteria "
            "were changed on purpose, raise the version and leave the fingerprint out @ $.fingerprint"
        )
    return protocol


@contextmanager
def _cattrs() -> Generator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        library, extra = "cattrs", "rules"
        raise MissingExtraError(library, extra) from error


def _problems(problems: list[str]) -> NoReturn:
    shown = [one if len(one) <= MOST_WORDS else f"{one[:MOST_WORDS]}..." for one in problems[:MOST_PROBLEMS]]
    more = len(problems) - len(shown)
    _refuse("\n".join([*shown, *([f"and {more} more"] if more else [])]))


def _refuse(problem: str) -> NoReturn:
    message = f"no protocol can be read: {problem}"
    raise DefinitionError(message)
