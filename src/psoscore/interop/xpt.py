"""Analysis data sets as SAS transport files of version 5 (extra ``xpt``).

The format is old: names of at most 8 characters, labels of at most 40, texts
of at most 200 bytes, ASCII only, numbers as IBM's mainframes had them, days
from 1582 on. What does not fit is refused before anything is written. Texts are
filled up with blanks, so blanks at the end of one do not come back.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from psoscore.amount_arrays import fault_at
from psoscore.eager_frame import column, eager
from psoscore.errors import Fault, InputError, MissingExtraError
from psoscore.interop.adam_metadata import DATE_FORMAT, kinds_of, labels_of, longest, unfit
from psoscore.interop.day_column import day_column
from psoscore.missing import is_missing
from psoscore.numerals import EXACT_IN_FLOATS
from psoscore.shown import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from os import PathLike

    from numpy.typing import NDArray

__all__ = ["write_xpt"]

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,7}", re.ASCII)
LABEL_CHARACTERS = 40
TEXT_BYTES = 200
SAS_DAY_0 = np.datetime64("1960-01-01", "D")
FIRST_SAS_DAY, LAST_SAS_DAY = np.datetime64("1582-01-01", "D"), np.datetime64("9999-12-31", "D")
"""SAS counts days of the Gregorian calendar, and its format of dates writes four digits of a year."""
LEAST_FLOAT, ABOVE_FLOATS = 16.0**-65, 2.0**249
"""The least number above 0 that the format holds, and the one from which on ReadStat writes no number."""
FLOATS = "0, and from 5.4e-79 to 9.0e74 with either sign"
NUL = "\0"


def write_xpt(
    frame: Any,
    path: str | PathLike[str],
    *,
    dataset: str = "ADQS",
    label: str = "",
    labels: Mapping[str, str] | None = None,
) -> None:
    """Write a frame as a SAS transport file of version 5.

    Missing data: a missing number is the missing value of SAS, a missing text is blank, as is an empty one.

    Args:
        frame: An eager frame, such as ``adqs`` returns: pandas, polars, pyarrow, ...
        path: The file.
        dataset: The name of the data set, at most 8 characters.
        label: The label of the data set, at most 40 characters.
        labels: Labels of variables that ``adqs`` does not make, or others than
            its own, by name; at most 40 characters each.

    Raises:
        InputError: The frame is lazy, a column is neither text, finite numbers nor
            dates, or a name, label, text, number or day does not fit; all are
            listed. Or the last row is of blank texts alone, which the format does
            not tell from its own filling.
        OSError: The file cannot be written: there is no such folder, it is a folder itself, ...
        MissingExtraError: pyreadstat or narwhals is not installed.

    >>> import polars as pl
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_xpt(pl.DataFrame({"USUBJID": ["01-001"], "AVAL": [12.4]}), f"{folder}/adqs.xpt")
    """
    table = eager(frame)
    try:
        from pyreadstat import write_xport  # noqa: PLC0415 - an extra, only wanted here
    except ImportError:
        library = "pyreadstat"
        raise MissingExtraError(library, "xpt") from None
    names = tuple(table.columns)
    said, kinds = labels_of(names, labels), kinds_of(table)
    faults = [fault for name in (dataset, *names) for fault in _name(name)]
    faults += _twice(names)
    faults += [fault for name in names for fault in _label(name, said[name])]
    faults += _label(dataset, label)
    faults += unfit(table, kinds, labels)
    for name, kind in kinds.items():
        faults += CHECKS.get(kind, _nothing)(table, name)
    faults += _blank_end(table, kinds)
    if faults:
        raise InputError(faults)
    with Path(path).open("ab"):  # Python's own error where nothing can be written
        pass
    dates = {name: DATE_FORMAT for name, kind in kinds.items() if kind == "date"}
    write_xport(
        _plain(table, kinds),
        path,
        file_label=label,
        column_labels=[said[name] for name in names],
        table_name=dataset,
        file_format_version=5,
        variable_format=dates,
    )


def _name(name: str) -> list[Fault]:
    if isinstance(name, str) and NAME.fullmatch(name):  # pyright: ignore[reportUnnecessaryIsInstance]
        return []
    return [Fault(item=str(name), kind="bad_name", allowed="1 to 8 letters, digits and _, no digit first")]


def _twice(names: tuple[str, ...]) -> list[Fault]:
    """SAS does not tell capitals from small letters."""
    first = {name.upper(): name for name in reversed(names)}
    hint = "SAS does not tell capitals from small letters"
    return [
        Fault(item=name, kind="column_twice", allowed="names that differ", hint=hint)
        for name in names
        if first[name.upper()] != name
    ]


def _label(name: str, label: object) -> list[Fault]:
    allowed = f"at most {LABEL_CHARACTERS} characters, ASCII"
    if not isinstance(label, str):
        return [Fault(item=str(name), kind="bad_label", allowed=allowed, value=shown(label))]
    if len(label) <= LABEL_CHARACTERS and label.isascii() and NUL not in label:
        return []
    return [Fault(item=name, kind="bad_label", allowed=allowed, value=f"{len(label)} characters")]


def _texts(table: Any, name: str) -> list[Fault]:
    faults: list[Fault] = []
    length = longest(table, name)
    if length > TEXT_BYTES:
        allowed = f"at most {TEXT_BYTES} bytes"
        faults.append(Fault(item=name, kind="too_long", allowed=allowed, value=f"{length} bytes"))
    texts = [one for one in column(table, name).tolist() if isinstance(one, str)]
    others = [one for one in texts if not one.isascii()]
    if others:
        faults.append(Fault(item=name, kind="not_ascii", allowed="ASCII", count=len(others)))
    ended = [one for one in texts if NUL in one]
    if ended:
        allowed = "text without the character NUL, which would end it"
        faults.append(Fault(item=name, kind="has_nul", allowed=allowed, count=len(ended)))
    return faults


def _blank_end(table: Any, kinds: Mapping[str, str]) -> list[Fault]:
    """A fault for a last row of blank texts alone: those who read the file take it for filling."""
    if not len(table) or set(kinds.values()) != {"text"}:
        return []
    last = [column(table, name)[-1] for name in kinds]
    if any(isinstance(one, str) and one.strip(" ") for one in last):
        return []
    return [Fault("", "ends_in_a_blank_row", "a number or a text that is not blank in the last row")]


def _numbers(table: Any, name: str) -> list[Fault]:
    numbers = column(table, name).astype(np.float64)
    infinite, size = np.isinf(numbers), abs(numbers)
    lost = ~infinite & (size > 0) & ((size < LEAST_FLOAT) | (size >= ABOVE_FLOATS))
    return _where(name, "not_finite", "finite numbers", infinite) + _where(name, "out_of_range", FLOATS, lost)


def _integers(table: Any, name: str) -> list[Fault]:
    """Faults of whole numbers, which may stand in a column of floats, too."""
    if not table.schema[name].is_integer():
        return _numbers(table, name)
    wide = [not is_missing(one) and abs(one) > EXACT_IN_FLOATS for one in table[name].to_list()]
    return _where(name, "out_of_range", "whole numbers up to 2**53", np.array(wide, np.bool))


def _days(table: Any, name: str) -> list[Fault]:
    days = day_column(table, name)
    beyond = (days < FIRST_SAS_DAY) | (days > LAST_SAS_DAY)
    return _where(name, "out_of_range", f"days from {FIRST_SAS_DAY} to {LAST_SAS_DAY}", beyond)


def _where(name: str, kind: str, allowed: str, wrong: NDArray[np.bool]) -> list[Fault]:
    return [fault_at(name, kind, allowed, wrong)] if wrong.any() else []


def _nothing(_table: Any, _name: str) -> list[Fault]:
    return []


CHECKS: Mapping[str, Callable[[Any, str], list[Fault]]] = {
    "text": _texts,
    "float": _numbers,
    "integer": _integers,
    "date": _days,
}
"""What the format can lose, by the kind of a column."""


def _plain(table: Any, kinds: Mapping[str, str]) -> Any:
    """A native pandas or polars frame: blanks for missing text, days counted as SAS counts them."""
    import narwhals.stable.v2 as nw  # noqa: PLC0415 - an extra, only wanted here

    if table.implementation not in {nw.Implementation.PANDAS, nw.Implementation.POLARS}:
        table = nw.from_native(table.to_pandas())
    backend, changed = table.implementation, list[Any]()
    for name in table.columns:
        if kinds[name] == "date":
            elapsed = (day_column(table, name) - SAS_DAY_0).tolist()
            days = [None if one is None else one.days for one in elapsed]
            changed.append(nw.new_series(name, days, nw.Float64, backend=backend))
        elif kinds[name] == "text":
            texts = [one if isinstance(one, str) else "" for one in column(table, name).tolist()]
            changed.append(nw.new_series(name, texts, nw.String, backend=backend))
    return table.with_columns(*changed).to_native()
