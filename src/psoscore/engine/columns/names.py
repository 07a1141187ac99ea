"""Which column of a frame holds which cell, and what is wrong with the names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from psoscore.engine.columns.cells import refused_type
from psoscore.engine.options import absence, unknown_names
from psoscore.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from psoscore.engine.options import Options
    from psoscore.engine.questions import Questions

__all__ = ["Named", "find_columns", "wrong_types"]


@frozen
class Named:
    """Where the cells stand.

    Attributes:
        columns: For each cell that the frame has, its column, or the two that hold its ends.
        absent: Cells of forms that the frame does not use.
    """

    columns: Mapping[str, tuple[Any, ...]]
    absent: frozenset[str]


def find_columns(
    questions: Questions, present: Collection[Any], options: Options
) -> tuple[Named, list[Fault]]:
    """The columns of every cell; each that is absent and not declared so is a fault."""
    faults = unknown_names(options, questions)
    found: dict[str, tuple[Any, ...]] = {}
    absent: set[str] = set()
    wanted = list(questions.single)
    for forms in questions.forms:
        used = [form for form in forms if any(_choices(name, questions, present, options) for name in form)]
        used = used or [form for form in forms if options.unrecorded.intersection(form)] or [forms[0]]
        wanted += [name for form in used for name in form]
        absent.update(name for form in forms if form not in used for name in form)
    for name in wanted:
        if name in options.unrecorded:
            continue
        columns = _choices(name, questions, present, options)
        if len(columns) == 1:
            found[name] = columns[0]
        elif columns:
            value = " and ".join(key for (key,) in columns)
            faults.append(Fault(name, "answered_twice", value=value, hint="keep one of the names"))
        else:
            faults.append(absence(name, present, questions, options))
    return Named(found, frozenset(absent)), faults


def wrong_types(
    questions: Questions, named: Named, dtypes: Mapping[Any, Any], options: Options
) -> list[tuple[Any, Fault]]:
    """Columns whose type their cell cannot have, as far as types are known, and what is wrong with them."""
    found = (
        (column, refused_type(questions.cells[name], dtypes[column], options))
        for name, columns in named.columns.items()
        for column in columns
        if column in dtypes
    )
    return [(column, fault) for column, fault in found if fault is not None]


def _choices(
    name: str, questions: Questions, present: Collection[Any], options: Options
) -> list[tuple[Any, ...]]:
    """Where a cell stands in the frame: under the name it was given, its own, or a published code."""
    if name in options.columns:
        given: Any = options.columns[name]
        named: tuple[Any, ...] = given if isinstance(given, tuple) else (given,)
        return [named] if all(one in present for one in named) else []
    return [(key,) for key in (name, *questions.cells[name].aliases) if key in present]
