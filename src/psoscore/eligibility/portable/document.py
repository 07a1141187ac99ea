"""A protocol as it stands in a file, and the strict conversion between the two."""

from __future__ import annotations

import re
from contextvars import ContextVar
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NewType, NoReturn, get_args, get_origin

from attrs import frozen, has, resolve_types
from cattrs import Converter, transform_error
from cattrs.cols import list_structure_factory
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from psoscore import cells as cells_of_data
from psoscore import terms
from psoscore.answers import NOT_RELEVANT, NotRelevant
from psoscore.cells import Cell
from psoscore.definitions import Contradiction
from psoscore.eligibility.criterion import Criterion, Exclusion, Inclusion
from psoscore.eligibility.portable.soundness import check_cell, check_term
from psoscore.errors import DefinitionError
from psoscore.provenance import Provenance, Source
from psoscore.terms import Condition, Quantity, Reported, Term
from psoscore.traversal import filled

if TYPE_CHECKING:
    from collections.abc import Callable

    from psoscore.eligibility.protocol import Protocol

__all__ = ["WORDS", "Document", "Fact", "converter", "read"]

FRACTION = re.compile(r"-?\d{1,18}/[1-9]\d{0,17}", re.ASCII)
UNPAIRED = re.compile(r"[\ud800-\udfff]")
"""Halves of characters that JSON can spell and no file can hold."""

SHOWN_CHARACTERS = 40

WORDS: dict[str, type[Term]] = {
    "item": terms.Item,
    "blank": terms.Blank,
    "sum": terms.Sum,
    "product": terms.Product,
    "greatest": terms.Greatest,
    "between": terms.Between,
    "ratio": terms.Ratio,
    "at_least": terms.AtLeast,
    "all_of": terms.AllOf,
    "any_of": terms.AnyOf,
    "not": terms.Not,
    "given": terms.Given,
    "choice": terms.Choice,
    "one_of": terms.OneOf,
    "reported": terms.Reported,
}
"""Every word of the vocabulary, as a file has it."""

SIDES: dict[str, type[Criterion]] = {"inclusion": Inclusion, "exclusion": Exclusion}
FAMILIES: dict[Any, str] = {Term: "a term", Condition: "a condition", Quantity: "a quantity"}
PLAIN: dict[type[Any], str] = {int: "a whole number", str: "text", bool: "true or false"}

Fact = NewType("Fact", Cell)
"""A cell where it is declared; elsewhere it is called by its name."""

DECLARED: ContextVar[dict[str, Cell]] = ContextVar("DECLARED")
"""The facts of the document that is being read."""


@frozen(kw_only=True)
class Document:
    """A protocol as it stands in a file: facts first, then the criteria that name them."""

    format: Literal["psoscore.protocol"]
    format_version: Literal[1]
    id: str
    version: str
    title: str = ""
    fingerprint: str = ""
    provenance: Provenance | None = None
    facts: tuple[Fact, ...]
    criteria: tuple[Criterion, ...]

    @classmethod
    def of(cls, protocol: Protocol) -> Document:
        """The document of a protocol."""
        return cls(
            format="psoscore.protocol",
            format_version=1,
            id=protocol.id,
            version=protocol.version,
            title=protocol.title,
            fingerprint=protocol.fingerprint,
            provenance=protocol.provenance,
            facts=tuple(map(Fact, protocol.facts.values())),
            criteria=protocol.criteria,
        )


@frozen
class ReportedAs:
    """A reported score as it stands in a file: how blanks are filled follows from its term."""

    name: str
    term: Quantity
    when: Condition
    demands_not_relevant: bool = False


def read(value: Any, refuse: Callable[[list[str]], NoReturn]) -> Document:
    """The document that a JSON value describes.

    Args:
        value: What JSON gave.
        refuse: Called with all problems, each with its path.
    """
    token = DECLARED.set({})
    try:
        return converter().structure(_object(value), Document)
    except Exception as error:  # noqa: BLE001  cattrs gathers whatever its hooks raise
        return refuse(transform_error(error, format_exception=_told))
    finally:
        DECLARED.reset(token)


def _told(error: BaseException, kind: Any) -> str:
    if isinstance(error, DefinitionError):
        return str(error)
    if isinstance(error, ForbiddenExtraKeysError):
        return f"unknown key {', '.join(sorted(_shown(one) for one in error.extra_fields))}"
    if isinstance(error, KeyError):
        return f"the key {error} is missing"
    if get_origin(kind) is Literal:
        return f"{' or '.join(map(repr, get_args(kind)))} is needed"
    if any(map(has, (kind, *get_args(kind)))):
        return "an object is needed"
    return "another kind of value is needed, or a list of another length"


def _refuse(problem: str) -> NoReturn:
    raise DefinitionError(problem)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}..."


@cache
def converter() -> Converter:
    """One converter for both ways, made on first use."""
    made = Converter(forbid_extra_keys=True, omit_if_default=True)
    _name_types()
    _plain_values(made)
    _facts(made)
    _terms(made)
    _criteria(made)
    return made


def _name_types() -> None:
    """Tell attrs what the annotations mean that only type checkers import."""
    names: dict[str, Any] = {name: value for name, value in vars(terms).items() if isinstance(value, type)}
    names |= {one.__name__: one for one in (Cell, Fraction, Contradiction, Criterion, Provenance, Source)}
    names |= {"NotRelevant": NotRelevant, "Literal": Literal, "Fact": Fact}
    kinds: tuple[type[Any], ...] = (*WORDS.values(), Contradiction, Provenance, Source, Document, ReportedAs)
    for kind in kinds:
        resolve_types(kind, None, names)
    resolve_types(Cell, None, {"Kind": cells_of_data.Kind})


def _plain_values(made: Converter) -> None:
    for kind in PLAIN:
        made.register_structure_hook(kind, _strictly)
    made.register_structure_hook_func(lambda kind: Fraction in get_args(kind), _threshold)
    made.register_structure_hook_func(lambda kind: NotRelevant in get_args(kind), _answer)
    made.register_unstructure_hook(Fraction, lambda one: f"{one.numerator}/{one.denominator}")
    made.register_unstructure_hook(NotRelevant, lambda _: None)
    made.register_structure_hook_factory(lambda kind: Ellipsis in get_args(kind), _listed)


def _strictly(value: Any, kind: Any) -> Any:
    if type(value) is not kind:
        _refuse(f"{PLAIN[kind]} is needed, not {_shown(value)}")
    if kind is str and UNPAIRED.search(value):
        _refuse(f"{_shown(value)} holds half a character")
    return value


def _listed(kind: Any, made: Converter) -> Callable[[Any, Any], tuple[Any, ...]]:
    """Tuples are read from lists alone: a text is no list of letters."""
    (each, _) = get_args(kind)
    inner = list_structure_factory(list[each], made)  # type: ignore[valid-type]

    def read_list(value: Any, _kind: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            _refuse(f"a list is needed, not {_shown(value)}")
        return tuple(inner(value, kind))

    return read_list


def _threshold(value: Any, _kind: Any) -> int | Fraction:
    if type(value) is int:
        return value
    if isinstance(value, str) and FRACTION.fullmatch(value):
        return Fraction(value)
    _refuse(f"a whole number or a fraction such as '15/2' is needed, not {_shown(value)}")


def _answer(value: Any, _kind: Any) -> int | str | NotRelevant:
    if value is None:
        return NOT_RELEVANT
    if type(value) not in {int, str}:
        _refuse(f"an answer is a whole number, text, or null for not relevant, not {_shown(value)}")
    return value  # type: ignore[no-any-return]


def _facts(made: Converter) -> None:
    read_cell = make_dict_structure_fn(Cell, made, _cattrs_forbid_extra_keys=True)
    write_cell = make_dict_unstructure_fn(Cell, made, _cattrs_omit_if_default=True)

    def declare(value: Any, _kind: Any) -> Cell:
        cell = read_cell(_object(value), Cell)
        check_cell(cell)
        if DECLARED.get().setdefault(cell.name, cell) is not cell:
            _refuse(f"the fact {_shown(cell.name)} is declared twice")
        return cell

    made.register_structure_hook_func(lambda kind: kind is Fact, declare)
    made.register_unstructure_hook_func(lambda kind: kind is Fact, write_cell)
    made.register_structure_hook(Cell, _called)
    made.register_unstructure_hook(Cell, lambda cell: cell.name)


def _called(value: Any, _kind: Any) -> Cell:
    declared = DECLARED.get()
    if not isinstance(value, str) or value not in declared:
        _refuse(f"{_shown(value)} is not among the declared facts")
    return declared[value]


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        _refuse(f"an object is needed, not a {type(value).__name__}")
    return value  # pyright: ignore[reportUnknownVariableType]


def _terms(made: Converter) -> None:
    names = {kind: word for word, kind in WORDS.items()}
    as_read: dict[type, type] = {kind: ReportedAs if kind is Reported else kind for kind in names}
    readers: dict[type, Callable[..., Any]] = {}
    writers: dict[type, Callable[..., Any]] = {}

    def read_term(value: Any, family: Any) -> Term:
        rest = dict(_object(value))
        word = rest.pop("word", None)
        kind = WORDS.get(word) if isinstance(word, str) else None
        if kind is None:
            _refuse(f"word {_shown(word)} is unknown; there are {', '.join(WORDS)}")
        if not issubclass(kind, family):
            _refuse(f"{FAMILIES[family]} is needed here, not {word!r}")
        found = readers[kind](rest, as_read[kind])
        term = _reported(found) if kind is Reported else found
        check_term(term)
        return term

    def write_term(term: Term) -> dict[str, Any]:
        return {"word": names[type(term)], **writers[type(term)](term)}

    made.register_structure_hook_func(lambda kind: kind in FAMILIES, read_term)
    made.register_unstructure_hook_func(
        lambda kind: isinstance(kind, type) and issubclass(kind, Term), write_term
    )
    readers.update(
        {kind: make_dict_structure_fn(as_read[kind], made, _cattrs_forbid_extra_keys=True) for kind in names}
    )
    writers.update(
        {kind: make_dict_unstructure_fn(kind, made, _cattrs_omit_if_default=True) for kind in names}
    )
    writers[Reported] = make_dict_unstructure_fn(
        Reported, made, _cattrs_omit_if_default=True, filled=override(omit=True)
    )


def _reported(found: ReportedAs) -> Reported:
    return Reported(found.name, found.term, filled(found.term), found.when, found.demands_not_relevant)


def _criteria(made: Converter) -> None:
    readers = {
        name: make_dict_structure_fn(side, made, _cattrs_forbid_extra_keys=True)
        for name, side in SIDES.items()
    }
    writers = {
        side: make_dict_unstructure_fn(side, made, _cattrs_omit_if_default=True) for side in SIDES.values()
    }

    def read_criterion(value: Any, _kind: Any) -> Criterion:
        rest = dict(_object(value))
        side = rest.pop("side", None)
        if not isinstance(side, str) or side not in SIDES:
            _refuse(f"side {_shown(side)} is unknown; there are {', '.join(SIDES)}")
        return readers[side](rest, SIDES[side])

    made.register_structure_hook_func(lambda kind: kind is Criterion, read_criterion)
    made.register_unstructure_hook_func(
        lambda kind: isinstance(kind, type) and issubclass(kind, Criterion),
        lambda one: {"side": one.side, **writers[type(one)](one)},
    )
