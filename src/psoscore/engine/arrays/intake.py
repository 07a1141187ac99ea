"""How a mapping of arrays is taken in: one column for every cell that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from attrs import frozen

from psoscore.answers import NOT_RELEVANT
from psoscore.engine.arrays.blocks import SHOWN_POSITIONS, Block, Column, Faults, narrow_type
from psoscore.engine.options import absence, unknown_names
from psoscore.engine.states import Gap, allowed_text, read
from psoscore.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from psoscore.cells import Cell
    from psoscore.engine.options import Options
    from psoscore.engine.questions import Questions

__all__ = ["EPOCH", "Intake", "take_in"]

Array: TypeAlias = "NDArray[Any]"

EPOCH = 719_163
"""The ordinal of 1970-01-01, from which numpy counts its days."""

ARRAYS = "a mapping of items to arrays"
ENDS = "an array, or a pair of arrays with the least and the greatest values"
BOTH_ENDS = 2


@frozen
class Intake:
    """Everything that was brought.

    Attributes:
        columns: The columns by cell name.
        absent: Cells of forms that the data do not use.
        shape: The shape that all arrays have.
        faults: Faults found while single values were read.
        first_forms_only: Whether every question comes in its first form alone.
    """

    columns: Mapping[str, Column]
    absent: frozenset[str]
    shape: tuple[int, ...]
    faults: Faults
    first_forms_only: bool


def take_in(questions: Questions, arrays: Mapping[str, Any], options: Options) -> Intake:
    """Find and check a column for every cell; what is unrecorded has none.

    Raises:
        InputError: An array is absent, has another length, or cannot be read.
    """
    _refuse_no_mapping(arrays)
    problems = unknown_names(options, questions)
    found: dict[str, Any] = {}
    absent: set[str] = set()
    first_forms_only = True
    for name in questions.single:
        _find(name, questions, arrays, options, found, problems)
    for forms in questions.forms:
        present = [f for f in forms if any(_keys(n, questions, arrays, options) for n in f)]
        present = present or [f for f in forms if options.unrecorded.intersection(f)] or [forms[0]]
        first_forms_only &= present == [forms[0]]
        for form in forms:
            if form not in present:
                absent.update(form)
                continue
            for name in form:
                _find(name, questions, arrays, options, found, problems)
    faults = Faults()
    columns: dict[str, Column] = {}
    shapes: dict[tuple[int, ...], str] = {}
    for name, given in found.items():
        ends = _ends(name, given, problems)
        made = [_column(questions.cells[name], end, options, faults, shapes, problems) for end in ends]
        if not made or None in made:
            continue
        low, *upper = made
        columns[name] = Column(low.cell, low.data, low.mask, low.code, upper[0] if upper else None, low.ready)  # type: ignore[union-attr]
    if len(shapes) > 1:
        first, *others = shapes.items()
        problems += [
            Fault(name, "wrong_length", allowed=f"{first[0]}, as in {first[1]}", value=f"{shape}")
            for shape, name in others
        ]
    if problems:
        raise InputError(problems)
    return Intake(columns, frozenset(absent), next(iter(shapes), (0,)), faults, first_forms_only)


def _refuse_no_mapping(arrays: object) -> None:
    if not hasattr(arrays, "keys"):
        raise InputError([Fault("", "no_arrays", ARRAYS, f"a {type(arrays).__name__}")])


def _ends(name: str, given: Any, problems: list[Fault]) -> tuple[Any, ...]:
    """One array, or the two with the ends; nothing for a tuple that is no pair."""
    if not isinstance(given, tuple):
        return (given,)
    ends: tuple[Any, ...] = given
    if len(ends) == BOTH_ENDS:
        return ends
    problems.append(Fault(name, "wrong_length", ENDS, f"a tuple of {len(ends)}"))
    return ()


def _keys(name: str, questions: Questions, arrays: Mapping[str, Any], options: Options) -> list[str]:
    if name in options.columns:
        return [options.columns[name]] if options.columns[name] in arrays else []
    return [key for key in (name, *questions.cells[name].aliases) if key in arrays]


def _find(  # noqa: PLR0913, PLR0917  the two last are filled in
    name: str,
    questions: Questions,
    arrays: Mapping[str, Any],
    options: Options,
    found: dict[str, Any],
    problems: list[Fault],
) -> None:
    keys = _keys(name, questions, arrays, options)
    if name in options.unrecorded:
        return
    if not keys:
        problems.append(absence(name, arrays, questions, options))
    elif len(keys) > 1:
        problems.append(Fault(name, "answered_twice", value=" and ".join(keys), hint="keep one of the names"))
    else:
        found[name] = arrays[keys[0]]


def _column(  # noqa: PLR0913, PLR0917  the three last are filled in
    cell: Cell,
    given: Any,
    options: Options,
    faults: Faults,
    shapes: dict[tuple[int, ...], str],
    problems: list[Fault],
) -> Column | None:
    mask = np.ma.getmaskarray(given).ravel() if np.ma.isMaskedArray(given) else None
    data = _one_array(np.ma.getdata(given) if mask is not None else given)
    if data is None:
        problems.append(Fault(cell.name, "unreadable", ENDS, f"a {type(given).__name__}"))
        return None
    shapes.setdefault(data.shape, cell.name)
    data = data.ravel()
    kind = data.dtype.kind
    if cell.kind == "day" and kind == "M":
        return _days(cell, data, mask)
    if kind in "OUST":
        if mask is not None:
            data = data.astype(object)
            data[mask] = None
        words = _words(cell, data) if cell.kind == "code" else None
        if words is not None:
            return Column(cell, ready=words)
        return Column(cell, ready=_one_by_one(cell, data, options, faults))
    if kind == "b" and cell.kind == "flag":
        data = data.view(np.uint8)
    elif kind not in "uif" or cell.kind in {"day", "code"}:
        kinds = {"b": "bool", "M": "date", "m": "duration", "c": "complex"}
        problems.append(Fault(cell.name, kinds.get(kind, "no_number"), allowed_text(cell), str(data.dtype)))
        return None
    return Column(cell, data, mask, options.not_relevant if options.has_code and cell.not_relevant else None)


def _one_array(given: Any) -> Array | None:
    """An array of what came; None where there is none in it, as in rows of several lengths."""
    try:
        return np.asarray(given)
    except Exception:  # noqa: BLE001  a stranger's object can raise anything when it is looked at
        return None


def _words(cell: Cell, data: Array) -> Block | None:
    """The everyday case of a code: declared values and empty cells; None for anything else."""
    kind = narrow_type(len(cell.values))
    if data.dtype.kind == "U":
        read_as = np.full(len(data), -1, kind)
        for place, value in enumerate(cell.values):
            read_as[data == value] = place
        blank = read_as < 0
        if (data[blank] != "").any():
            return None
    else:
        places: dict[Any, int] = {None: -1, "": -1}
        places |= {value: place for place, value in enumerate(cell.values)}
        try:
            read_as = np.array([places[value] for value in data.tolist()], kind)
        except (KeyError, TypeError):
            return None
        blank = read_as < 0
    return Block(np.maximum(read_as, 0), blank) if blank.any() else Block(read_as)


def _days(cell: Cell, data: Array, mask: Array | None) -> Column:
    blank = np.isnat(data)
    if mask is not None:
        blank |= mask
    days = data.astype("datetime64[D]").astype(np.int64) + EPOCH
    values = np.clip(np.where(blank, cell.low, days), cell.low, cell.high).astype(np.int32)
    return Column(cell, ready=Block(values, blank if blank.any() else None))


def _one_by_one(cell: Cell, data: Array, options: Options, faults: Faults) -> Block:
    """Python objects, read as the record door reads them."""
    kind = np.float64 if cell.kind == "measure" else narrow_type(max(abs(cell.low), abs(cell.high)))
    lows, highs = np.full(len(data), cell.low, kind), np.full(len(data), cell.low, kind)
    masks = {gap: np.zeros(len(data), bool) for gap in (Gap.BLANK, Gap.REFUSED, NOT_RELEVANT)}
    places: dict[Any, int] = {value: place for place, value in enumerate(cell.values)}
    refused: dict[str, list[int]] = {}
    first: dict[str, Fault] = {}
    for row, value in enumerate(data.tolist()):
        text = isinstance(value, str) and cell.kind == "code"
        state = Gap.BLANK if text and not value else read(cell, value, options)
        if isinstance(state, Fault):
            refused.setdefault(state.kind, []).append(row)
            first.setdefault(state.kind, state)
            state = Gap.REFUSED
        if state is Gap.UNRECORDED:
            state = Gap.REFUSED
        if state in masks:
            masks[state][row] = True
        else:
            low: Any = state[0] if isinstance(state, tuple) else state
            high: Any = state[1] if isinstance(state, tuple) else state
            lows[row], highs[row] = _place(places, low), _place(places, high)
    for kind_of, rows in refused.items():
        fault = first[kind_of]
        shown = tuple(rows[:SHOWN_POSITIONS])
        faults.join(Fault(cell.name, kind_of, fault.allowed, fault.value, fault.hint, shown, len(rows)))
    blank, unseen, not_relevant = (mask if mask.any() else None for mask in masks.values())
    return Block(lows, blank, unseen, not_relevant, highs if (lows != highs).any() else None)


def _place(places: Mapping[Any, int], state: Any) -> Any:
    """Where a code stands among its values; a number is what it is."""
    return places.get(state, state)
