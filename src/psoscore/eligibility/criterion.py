"""A criterion: one sentence of a protocol, and the condition that it means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, NoReturn, TypeAlias, get_args

from attrs import field, frozen

from psoscore.definitions import Contradiction
from psoscore.errors import DefinitionError, UnsettledTruthError
from psoscore.terms import Condition
from psoscore.traversal import cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from attrs import Attribute

    from psoscore.cells import Cell

__all__ = ["Criterion", "Exclusion", "Inclusion", "Kind", "Side"]

Kind: TypeAlias = Literal["computed", "judgement", "attested", "prospective"]
Side: TypeAlias = Literal["inclusion", "exclusion"]

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
VERDICT = "eligible"
"""The name of the verdict's column, which no criterion may have."""

ENTERED = frozenset({"flag", "code"})
"""What a person can enter as such: a yes or no, or one of declared words."""


class Worded:
    """Something that stands for a condition as it is worded."""

    __slots__ = ()

    @property
    def worded(self) -> Condition:
        """The condition."""
        raise NotImplementedError

    def __and__(self, other: Worded | Condition) -> Condition:
        """Both hold, as worded."""
        return self.worded & _condition(other)

    def __or__(self, other: Worded | Condition) -> Condition:
        """At least one holds, as worded."""
        return self.worded | _condition(other)

    def __invert__(self) -> Condition:
        """The opposite of what is worded."""
        return ~self.worded

    def __bool__(self) -> NoReturn:
        """Refuse: ``and``, ``or`` and ``not`` would silently drop one of the two.

        Raises:
            UnsettledTruthError: Always.
        """
        message = (
            f"{type(self).__name__} is not true or false by itself; combine with &, |, ~ and use judge()"
        )
        raise UnsettledTruthError(message)


def _condition(value: Worded | Condition) -> Condition:
    return value.worded if isinstance(value, Worded) else value


def _identifier(_self: object, _attribute: Attribute[str], value: object) -> None:
    if not isinstance(value, str) or IDENTIFIER.fullmatch(value) is None or value == VERDICT:
        message = f"{value!r} is no criterion id; write letters, digits and underscores, as in IN01"
        raise DefinitionError(message)


def _words(_self: object, attribute: Attribute[str], value: object) -> None:
    if not isinstance(value, str) or (attribute.name == "text" and not value.strip()):
        message = f"{attribute.name}={value!r}; the words of the protocol are needed"
        raise DefinitionError(message)


def _is_condition(self: Criterion, _attribute: Attribute[Condition], value: object) -> None:
    if not isinstance(value, Condition):
        message = f"{self.id}: a condition is needed, such as PASI >= 8, not a {type(value).__name__}"
        raise DefinitionError(message)


def _is_kind(self: Criterion, _attribute: Attribute[Kind], value: object) -> None:
    if value not in get_args(Kind):
        message = f"{self.id}: kind={value!r}; choose from {', '.join(map(repr, get_args(Kind)))}"
        raise DefinitionError(message)


def _checks(value: Iterable[Contradiction]) -> tuple[Contradiction, ...]:
    """As a tuple, a single one too; what is no check is refused by the validator."""
    return tuple(value) if isinstance(value, Iterable) else (value,)  # pyright: ignore[reportUnnecessaryIsInstance]


def _are_checks(
    self: Criterion, attribute: Attribute[tuple[Contradiction, ...]], value: tuple[Contradiction, ...]
) -> None:
    strange = [type(one).__name__ for one in value if not isinstance(one, Contradiction)]  # pyright: ignore[reportUnnecessaryIsInstance]
    if strange:
        message = f"{self.id}: {attribute.name} takes Contradictions, not a {strange[0]}"
        raise DefinitionError(message)


@frozen(order=False, cache_hash=True)
class Criterion(Worded):
    """What inclusions and exclusions have in common.

    Criteria combine with ``&``, ``|`` and ``~`` as they are worded, so that
    ``IN01 & IN02 & ~(EX01 | EX02)`` is a condition.

    Attributes:
        id: A short name, as in ``IN01``; also the name of a column.
        text: The sentence as the protocol has it.
        condition: What the sentence means; true where it applies as worded.
        kind: ``"computed"`` from facts; an investigator's ``"judgement"``;
            ``"attested"`` by staff; a ``"prospective"`` commitment, of which a
            later breach is no screen failure. The last three are entered,
            never computed from numbers or days.
        reading: How a point on which the text is silent was read, with its
            numbers; it follows every reason.
        note: What else a reader of the protocol should know.
        refuses: Facts that cannot stand together: a fault of the record.
        warns: Facts that leave the criterion without an answer: a warning.

    Raises:
        DefinitionError: The criterion cannot mean anything.
    """

    id: str = field(validator=_identifier)
    text: str = field(validator=_words)
    condition: Condition = field(validator=_is_condition)
    kind: Kind = field(default="computed", validator=_is_kind, kw_only=True)
    reading: str = field(default="", validator=_words, kw_only=True)
    note: str = field(default="", validator=_words, kw_only=True)
    refuses: tuple[Contradiction, ...] = field(
        default=(), converter=_checks, validator=_are_checks, kw_only=True
    )
    warns: tuple[Contradiction, ...] = field(
        default=(), converter=_checks, validator=_are_checks, kw_only=True
    )

    def __attrs_post_init__(self) -> None:
        """Refuse to compute what a person has to say, and checks of nothing."""
        for check in (*self.refuses, *self.warns):
            strange = ", ".join(name for name in check.items if name not in self.facts)
            if strange or not check.items:
                message = (
                    f"{self.id}: the check {check.name!r} names {strange or 'no facts'}; "
                    "it has to name facts that the criterion reads"
                )
                raise DefinitionError(message)
        computed = [name for name, cell in self.facts.items() if cell.kind not in ENTERED]
        if self.kind != "computed" and computed:
            message = (
                f"{self.id}: a criterion of kind {self.kind!r} is entered as yes, no or a word, "
                f"never computed; {', '.join(computed)} cannot be entered so"
            )
            raise DefinitionError(message)

    @property
    def side(self) -> Side:
        """``"inclusion"`` or ``"exclusion"``."""
        raise NotImplementedError

    @property
    def passes(self) -> Condition:
        """Where the criterion does not stand in the way."""
        raise NotImplementedError

    @property
    def facts(self) -> Mapping[str, Cell]:
        """Every fact that the criterion reads, by name."""
        checks = [one.condition for one in (*self.refuses, *self.warns)]
        return cells(self.condition, *checks)

    @property
    def worded(self) -> Condition:
        """The condition: true where the criterion applies as worded."""
        return self.condition


class Inclusion(Criterion):
    """A criterion that has to be met.

    Missing data: see ``psoscore.screen``; unknown facts leave it open unless
    the others settle it.

    >>> from psoscore import number
    >>> Inclusion("IN02", "PASI at least 8", number("pasi", low=0, high=72, decimals=1) >= 8).side
    'inclusion'
    """

    __slots__ = ()

    @property
    def side(self) -> Side:
        """``"inclusion"``."""
        return "inclusion"

    @property
    def passes(self) -> Condition:
        """Where it is met."""
        return self.condition


class Exclusion(Criterion):
    """A criterion that must not apply.

    Missing data: see ``psoscore.screen``; unknown facts leave it open unless
    the others settle it.

    >>> from psoscore import flag
    >>> Exclusion("EX02", "With other disease", flag("other_disease"), kind="judgement").side
    'exclusion'
    """

    __slots__ = ()

    @property
    def side(self) -> Side:
        """``"exclusion"``."""
        return "exclusion"

    @property
    def passes(self) -> Condition:
        """Where it does not apply."""
        return ~self.condition
