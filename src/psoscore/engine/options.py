"""What a caller says about the data: their names, codes and what to do with bad cells."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import field, frozen

from psoscore.errors import DefinitionError, Fault
from psoscore.numerals import spelt

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from psoscore.engine.questions import Questions

__all__ = [
    "UNSAID",
    "Basis",
    "Contradictions",
    "Invalid",
    "Options",
    "Text",
    "absence",
    "most_similar",
    "nearest",
    "stray_name",
    "unknown_names",
]

Basis: TypeAlias = Literal["reported", "completions"]
Invalid: TypeAlias = Literal["error", "unknown"]
Text: TypeAlias = Literal["refuse", "numbers"]
Contradictions: TypeAlias = Literal["warn", "error", "ignore"]


class _Unsaid(Enum):
    """What a caller did not say."""

    UNSAID = "not said"


UNSAID: Any = _Unsaid.UNSAID
"""Stands where a caller said nothing, because None says something."""


def _one_of(*words: str) -> Any:
    def check(_self: object, attribute: Any, value: object) -> None:
        if value not in words:
            message = f"{attribute.name}={value!r}; choose from {', '.join(map(repr, words))}"
            raise DefinitionError(message)

    return check


def _names(value: Any) -> frozenset[str]:
    try:
        return frozenset((value,) if isinstance(value, str) else value)
    except TypeError:
        message = f"unrecorded={value!r}; names of items are needed"
        raise DefinitionError(message) from None


def _is_name(value: object) -> bool:
    """A name, or in frames a pair of names for the two ends of a value."""
    return isinstance(value, str) or (
        isinstance(value, tuple) and len(value) == 2 and all(isinstance(end, str) for end in value)  # noqa: PLR2004  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    )


def _renaming(_self: object, _attribute: Any, value: object) -> None:
    if not isinstance(value, Mapping):
        message = f"columns={value!r}; a mapping of items to names in the data is needed"
        raise DefinitionError(message)
    for item, name in value.items():
        if not _is_name(name):
            message = (
                f"columns: {item!r} stands for {name!r}; a name, or a pair of names for two ends, is needed"
            )
            raise DefinitionError(message)


def _code(_self: object, _attribute: Any, value: object) -> None:
    if value is not UNSAID and (
        isinstance(value, bool) or not isinstance(value, Real | Decimal | str | None)
    ):
        message = f"not_relevant={value!r}; a number, text or None is needed"
        raise DefinitionError(message)


@frozen(kw_only=True)
class Options:
    """How the data are to be read.

    Attributes:
        columns: Names in the data, by item.
        unrecorded: Items that the data never captured.
        not_relevant: The code of *not relevant* in the data; UNSAID or None for none.
        invalid: ``"error"`` raises; ``"unknown"`` treats bad cells as unrecorded.
        text: ``"refuse"``, or ``"numbers"`` to read text as the number it spells.
        contradictions: ``"warn"``, ``"error"`` or ``"ignore"``.
        completions: Whether a result that stands for a fact is read by its bounds alone.
    """

    columns: Mapping[str, str] = field(factory=dict[str, str], validator=_renaming)
    unrecorded: frozenset[str] = field(default=frozenset[str](), converter=_names)
    not_relevant: Any = field(default=UNSAID, validator=_code)
    invalid: Invalid = field(default="error", validator=_one_of("error", "unknown"))
    text: Text = field(default="refuse", validator=_one_of("refuse", "numbers"))
    contradictions: Contradictions = field(default="warn", validator=_one_of("warn", "error", "ignore"))
    completions: bool = False

    @property
    def has_code(self) -> bool:
        """Whether a code for *not relevant* was given."""
        return self.not_relevant is not UNSAID and self.not_relevant is not None


LIKENESS = 0.6
"""From which likeness on a name is taken for a misspelling of another."""


def most_similar(name: str, names: Iterable[object], likeness: float = LIKENESS) -> str | None:
    """The most similar name, whatever its case; None where none is like it."""
    from difflib import get_close_matches  # noqa: PLC0415  only where something is wrong

    folded = {one.casefold(): one for one in names if isinstance(one, str)}
    close = get_close_matches(name.casefold(), folded, n=1, cutoff=likeness)
    return folded[close[0]] if close else None


def nearest(name: str, names: Iterable[object]) -> str:
    """A hint with the most similar name, or ""."""
    return _meant(most_similar(name, names))


def _meant(name: str | None) -> str:
    return "" if name is None else f"did you mean {name!r}?"


def absence(name: str, names: Collection[Any], questions: Questions, options: Options) -> Fault:
    """The fault of an item that is not among the data, with the name under which it was looked for.

    A misspelt name is one that no item has; where the caller gave the name, it
    is the caller's that is misspelt, and any name of the data may be meant.
    """
    wanted: Any = options.columns.get(name, name)
    if not isinstance(wanted, str):  # a pair of columns that hold the two ends
        wanted = next((one for one in wanted if one not in names), "")
    renamed = wanted != name
    hint = nearest(wanted, names) if renamed else _meant(stray_name(name, names, questions))
    hint = hint or "declare it with unrecorded= if it was never captured"
    return Fault(name, "absent", value=wanted if renamed else "", hint=hint)


def stray_name(
    name: str, names: Iterable[object], questions: Questions, likeness: float = LIKENESS
) -> str | None:
    """The name among the data that may be meant for an item, whatever its case; None where none is.

    Names and published codes of other items are theirs; those of the item itself
    come first, then what is like its name. One code is like every other, so no
    likeness to a code counts.
    """
    own = {one.casefold() for one in (name, *questions.cells[name].aliases)}
    every = {one.casefold() for cell in questions.cells.values() for one in (cell.name, *cell.aliases)}
    strays = [one for one in names if isinstance(one, str) and one.casefold() not in every - own]
    same = (one for one in strays if one.casefold() in own)
    return next(same, None) or most_similar(name, strays, likeness)


def unknown_names(options: Options, questions: Questions) -> list[Fault]:
    """Faults for items in the options that no definition reads, and for a code that is a score.

    A typo there would otherwise turn into a missing value.
    """
    said = [*options.columns, *sorted(options.unrecorded)]
    faults = [
        Fault(name, "unknown_item", hint=_turned(name, options, questions) or _nearest_item(name, questions))
        for name in said
        if name not in questions.cells
    ]
    code = _spelt_code(options)
    if code is not None:
        faults += [
            Fault(
                name,
                "not_relevant_code_is_a_score",
                allowed=f"a code outside {cell.low} to {cell.high}",
                value=str(options.not_relevant),
            )
            for name, cell in questions.cells.items()
            if cell.not_relevant and cell.low <= code <= cell.high
        ]
    return faults


def _nearest_item(name: str, questions: Questions) -> str:
    """A hint with the item whose published code it is, or whose name is the most similar."""
    coded = {code.casefold(): cell.name for cell in questions.cells.values() for code in cell.aliases}
    return nearest(coded.get(name.casefold(), name), questions.cells)


def _turned(name: str, options: Options, questions: Questions) -> str:
    """A hint where ``columns=`` goes from the data to the items, as a renaming of pandas does."""
    item = options.columns.get(name)
    return (
        f"columns= goes from the item to the data: {{{item!r}: {name!r}}}" if item in questions.cells else ""
    )


def _spelt_code(options: Options) -> Any:
    """The code as a number, also one that is spelt where text is read as numbers; None if it is none."""
    code = options.not_relevant if options.has_code else None
    if not isinstance(code, str):
        return code
    return spelt(code) if options.text == "numbers" else None
