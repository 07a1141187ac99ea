"""How a mapping of arrays is taken in: one column for every cell that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from attrs import evolve, frozen

from psoscore.engine.arrays.blocks import Column
from psoscore.engine.arrays.objects import DayColumn, ObjectColumn
from psoscore.engine.options import absence, unknown_names
from psoscore.engine.states import allowed_text
from psoscore.errors import Fault, InputError
from psoscore.row_order import order_faults

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from psoscore.cells import Cell
    from psoscore.engine.options import Options
    from psoscore.engine.questions import Questions

__all__ = ["Intake", "take_in"]

Array: TypeAlias = "NDArray[Any]"

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
        first_forms_only: Whether every question comes in its first form alone.
    """

    columns: Mapping[str, Column]
    absent: frozenset[str]
    shape: tuple[int, ...]
    first_forms_only: bool


def take_in(questions: Questions, arrays: Mapping[str, Any], options: Options) -> Intake:
    """Find and check a column for every cell; what is unrecorded has none.

    Raises:
        InputError: An array is absent, has another length or another index, or cannot be read.
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
    columns: dict[str, Column] = {}
    brought: list[tuple[str, Any]] = []
    shapes: dict[tuple[int, ...], str] = {}
    for name, given in found.items():
        ends = _ends(name, given, problems)
        brought += [(name, end) for end in ends]
        made = [_column(questions.cells[name], end, options, shapes, problems) for end in ends]
        whole = [one for one in made if one is not None]
        if not made or len(whole) < len(made):
            continue
        low, *upper = whole
        columns[name] = evolve(low, upper=upper[0]) if upper else low
    if len(shapes) > 1:
        first, *others = shapes.items()
        problems += [
            Fault(name, "wrong_length", allowed=f"{first[0]}, as in {first[1]}", value=f"{shape}")
            for shape, name in others
        ]
    problems += order_faults(brought)
    if problems:
        raise InputError(problems)
    return Intake(columns, frozenset(absent), next(iter(shapes), (0,)), first_forms_only)


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


def _column(
    cell: Cell,
    given: Any,
    options: Options,
    shapes: dict[tuple[int, ...], str],
    problems: list[Fault],
) -> Column | None:
    mask = np.ma.getmaskarray(given).reshape(-1) if np.ma.isMaskedArray(given) else None
    data = _one_array(np.ma.getdata(given) if mask is not None else given)
    if data is None:
        problems.append(Fault(cell.name, "unreadable", ENDS, f"a {type(given).__name__}"))
        return None
    shapes.setdefault(data.shape, cell.name)
    data = data.reshape(-1)  # no copy is made of one dimension, whatever its strides are
    kind = data.dtype.kind
    code = options.not_relevant if options.has_code and cell.not_relevant else None
    if cell.kind == "day" and kind == "M":
        return DayColumn(cell, data, mask)
    if kind in "OUST":
        return ObjectColumn(cell=cell, data=data, mask=mask, code=code, options=options)
    if kind == "b" and cell.kind == "flag":
        data = data.view(np.uint8)
    elif kind not in "uif" or cell.kind in {"day", "code"}:
        kinds = {"b": "bool", "M": "date", "m": "duration", "c": "complex"}
        problems.append(Fault(cell.name, kinds.get(kind, "no_number"), allowed_text(cell), str(data.dtype)))
        return None
    return Column(cell, data, mask, code)


def _one_array(given: Any) -> Array | None:
    """An array of what came; None where there is none in it, as in rows of several lengths."""
    try:
        return np.asarray(given)
    except Exception:  # noqa: BLE001  a stranger's object can raise anything when it is looked at
        return None
