"""How the columns of a frame are read as cells: types, empty cells, bad cells.

What may stand in a column is judged by its type where the type is known, and
by expressions, kind by kind, where values decide.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
from attrs import evolve, frozen

from psoscore.engine.columns.carrier import divided, either, number
from psoscore.engine.columns.place import Place
from psoscore.engine.states import (
    CALENDAR_HINT,
    COMMA_HINT,
    MISSPELT_HINT,
    NOT_RELEVANT_HERE,
    TEXT_HINT,
    allowed_text,
    out_of_range_hint,
)
from psoscore.errors import Fault
from psoscore.numerals import NUMERAL

if TYPE_CHECKING:
    from psoscore.cells import Cell
    from psoscore.engine.options import Options

__all__ = ["TIDY", "Whole", "allowed_in_column", "fault_places", "floats", "refused_type", "take_place"]

ROUNDING = 6_755_399_441_055_744.0
"""1.5 * 2**52: adding and taking it away rounds a float to a whole number, half to even, in every engine."""

TIDY = nw.Float64()
"""Stands for the type of a column of floats that is known to hold no NaN."""


@frozen
class Whole:
    """Stands for the type of a column of integers that are computed with as integers.

    Attributes:
        kind: What they are cast to first; None if they are wide enough.
    """

    kind: Any = None


TEXT_TYPES = (nw.String, nw.Categorical, nw.Enum)
OBJECT_HINT = "give the column a type: 'boolean', 'Int8', 'Float64', 'string' or 'datetime64[s]' in pandas"
DAY_HINT = "read text as dates first; give a partial date as a pair of columns, first and last"
ZONE_HINT = "give the date at the site, without a zone"


def allowed_in_column(cell: Cell) -> str:
    """What may stand in a column, in words: as in a record, but for days, which are no text there."""
    return (
        "a column of dates, or a pair of them, first and last" if cell.kind == "day" else allowed_text(cell)
    )


def refused_type(cell: Cell, dtype: Any, options: Options) -> Fault | None:
    """What is wrong with the type of a column, whatever stands in it."""
    text = isinstance(dtype, TEXT_TYPES)
    kind = hint = ""
    if isinstance(dtype, nw.Object):
        kind, hint = "object", OBJECT_HINT
    elif cell.kind == "code":
        kind = "" if text else "no_such_code"
    elif cell.kind == "day":
        if isinstance(dtype, nw.Datetime) and dtype.time_zone is not None:
            kind, hint = "time_zone", ZONE_HINT
        elif not isinstance(dtype, nw.Date | nw.Datetime):
            kind, hint = ("text", DAY_HINT) if text else ("no_date", "")
    elif cell.kind == "flag":
        kind = "" if dtype.is_numeric() or dtype == nw.Boolean else "no_flag"
    elif text and options.text != "numbers":
        kind, hint = "text", TEXT_HINT
    elif not text and not dtype.is_numeric():
        kinds = {nw.Boolean: "bool", nw.Date: "date", nw.Datetime: "date", nw.Duration: "duration"}
        kind = next((word for one, word in kinds.items() if dtype == one), "no_number")
    return Fault(cell.name, kind, allowed_in_column(cell), str(dtype), hint) if kind else None


def take_place(cell: Cell, columns: tuple[Any, ...], dtypes: tuple[Any, ...], options: Options) -> Place:
    """A cell from its column, or from the two columns of its ends.

    Args:
        cell: What may stand there.
        columns: One name, or two.
        dtypes: Their types; None where they are not known.
        options: What the caller says about the data.
    """
    first, *others = (_end(cell, nw.col(one), *rest) for one, *rest in _ends(columns, dtypes, options))
    for last in others:
        blank = first.blank | last.blank
        held = nw.when(~blank)
        first = Place(
            held.then(first.low),
            blank,
            either([first.bad, last.bad, first.low > last.low]),
            held.then(last.low),
            plain=first.plain and last.plain,
        )
    if options.invalid == "error":
        return first
    unseen = _settled(first.bad)
    return evolve(
        first,
        low=_unless(unseen, first.low),
        high=None if first.high is None else _unless(unseen, first.high),
        blank=first.blank if first.high is None else first.blank & ~unseen,
        unseen=unseen,
        plain=False,
        as_it_stands=False,
    )


def fault_places(
    cell: Cell, columns: tuple[Any, ...], dtypes: tuple[Any, ...], options: Options
) -> dict[tuple[str, str], nw.Expr]:
    """Where a cell is bad, by the kind of fault and what to do about it; never null."""
    found: dict[tuple[str, str], Any] = {}
    ends: list[Place] = []
    for one, dtype, _ in _ends(columns, dtypes, options):
        place = _end(cell, nw.col(one), dtype, options)
        ends.append(place)
        for kind, where in _kinds(cell, nw.col(one), place, dtype, options).items():
            found[kind] = either([found.get(kind, False), where])
    if len(ends) > 1:
        found["ends_reversed", ""] = _settled(ends[0].low > ends[1].low)
    return found


def _ends(
    columns: tuple[Any, ...], dtypes: tuple[Any, ...], options: Options
) -> list[tuple[Any, Any, Options]]:
    return [(one, dtype, options) for one, dtype in zip(columns, dtypes, strict=True)]


def _settled(condition: Any) -> Any:
    return condition.fill_null(value=False) if isinstance(condition, nw.Expr) else condition


def _unless(unseen: Any, value: nw.Expr) -> nw.Expr:
    return value if unseen is False else nw.when(~unseen).then(value)


def _end(cell: Cell, column: nw.Expr, dtype: Any, options: Options) -> Place:
    """One column by itself."""
    if cell.kind == "day":
        day = column.cast(nw.Date) if dtype == nw.Unknown else column
        return Place(day, day.is_null(), _beyond_the_calendar(column, dtype), plain=True)
    if cell.kind == "code":
        text = column if dtype == nw.String else column.cast(nw.String)
        blank = _settled(text == "") | text.is_null()
        return Place(text, blank, ~blank & ~_settled(text.is_in(cell.values)))
    value, misspelt = floats(_numbers(cell, column, dtype), dtype)
    units, bad = _invalid(cell, value, dtype)
    text_code = isinstance(options.not_relevant, str)
    not_relevant = None
    if options.has_code and cell.not_relevant and text_code == (misspelt is not False):
        not_relevant = (column.cast(nw.String) if text_code else value) == (
            options.not_relevant if text_code else number(options.not_relevant)
        )
    if misspelt is False:
        as_it_stands = cell.scale == 1 and (
            dtype is TIDY or (isinstance(dtype, Whole) and dtype.kind is None)
        )
        place = Place(
            units, value.is_null(), bad, not_relevant=not_relevant, plain=True, as_it_stands=as_it_stands
        )
    else:
        place = Place(units, column.is_null(), bad | misspelt, not_relevant=not_relevant)
    return place if not_relevant is None else evolve(place, bad=place.bad & ~not_relevant)


def _beyond_the_calendar(day: nw.Expr, dtype: Any) -> Any:
    """Where a day or time lies outside the years 1 to 9999; False where the type is unknown or too short."""
    if dtype == nw.Date:
        return (day < nw.lit(date.min)) | (day > nw.lit(date.max))
    if isinstance(dtype, nw.Datetime) and dtype.time_unit != "ns":
        return (day < nw.lit(datetime.min)) | (day > nw.lit(datetime.max))  # noqa: DTZ901  nor has the column a zone
    return False


def _numbers(cell: Cell, column: nw.Expr, dtype: Any) -> nw.Expr:
    """A column where numbers belong; if its type is not known, an engine refuses to round anything else."""
    if dtype is not None or cell.kind == "flag":
        return column
    return nw.when(~column.floor().is_null()).then(column)


def floats(column: nw.Expr, dtype: Any) -> tuple[nw.Expr, Any]:
    """A column as floats, null for NaN; and where text spells no number, if it is text."""
    if isinstance(dtype, TEXT_TYPES):
        text = column.cast(nw.String)
        spelt = text.str.contains(NUMERAL)
        return nw.when(spelt).then(text.str.strip_chars()).otherwise(None).cast(nw.Float64), ~spelt
    if isinstance(dtype, Whole):
        return (column if dtype.kind is None else column.cast(dtype.kind)), False
    value = column if dtype == nw.Float64 else column.cast(nw.Float64)
    tidy = dtype is TIDY or (dtype is not None and not dtype.is_float())
    return (value if tidy else value.fill_nan(None)), False


def _is_whole(dtype: Any) -> bool:
    return isinstance(dtype, Whole) or (dtype is not None and (dtype.is_integer() or dtype == nw.Boolean))


def _invalid(cell: Cell, value: nw.Expr, dtype: Any) -> tuple[nw.Expr, nw.Expr]:
    """Numbers in units, and where they are not whole or out of range."""
    units, apart = _in_units(cell, value, dtype)
    outside = _outside(cell, units)
    return units, outside if apart is False else outside | apart


def _in_units(cell: Cell, value: nw.Expr, dtype: Any) -> tuple[nw.Expr, Any]:
    """Numbers in units, and where they are not whole ones."""
    if cell.kind == "measure":
        return value, False
    scaled = value if cell.scale == 1 else value * cell.scale
    if _is_whole(dtype):
        return scaled, False
    if cell.scale == 1:  # classic pandas has NaN here, which no number equals
        return value, value != value.floor() if dtype is TIDY else (value - value.floor()) > 0.0
    units = (scaled + ROUNDING) - ROUNDING
    return units, (value - divided(units, cell.scale)).abs() > cell.tolerance


def _outside(cell: Cell, units: nw.Expr) -> nw.Expr:
    if cell.allowed is not None:
        allowed: nw.Expr = either([units.is_null(), *(units == one for one in cell.allowed)])
        return ~allowed
    return (units < cell.low) | (units > cell.high)


def _kinds(
    cell: Cell, column: nw.Expr, place: Place, dtype: Any, options: Options
) -> dict[tuple[str, str], Any]:
    """The kinds of fault in one column, each cell under the first that fits."""
    if cell.kind == "day":
        return {} if place.bad is False else {("no_date", CALENDAR_HINT): _settled(place.bad)}
    if cell.kind == "code":
        return {("no_such_code", ""): place.bad}
    value, misspelt = floats(column, dtype)
    bad = _settled(place.bad)
    found: dict[tuple[str, str], Any] = {}
    if misspelt is not False:
        text = column.cast(nw.String)
        if isinstance(options.not_relevant, str):
            coded = _settled(text == options.not_relevant)
            found[NOT_RELEVANT_HERE, ""] = bad & misspelt & coded
            misspelt &= ~coded
        comma = _settled(text.str.replace_all(",", ".", literal=True).str.contains(NUMERAL))
        found["text", COMMA_HINT] = bad & misspelt & comma
        found["text", MISSPELT_HINT] = bad & misspelt & ~comma
    endless = _settled(value.is_in([float("inf"), -float("inf")]))
    found["infinite", ""] = bad & endless
    _, apart = _in_units(cell, value, None)
    if apart is not False:
        kind = "not_whole" if cell.scale == 1 else "too_fine"
        found[kind, ""] = bad & ~endless & _settled(apart)
    if cell.allowed is not None:  # such as 1 and 2, where 0 and 3 are answers
        between = _settled((value >= cell.low / cell.scale) & (value <= cell.high / cell.scale))
        found["out_of_range", out_of_range_hint(cell, cell.low)] = bad & ~either(found.values()) & between
    found["out_of_range", out_of_range_hint(cell, cell.high + 1)] = bad & ~either(found.values())
    return found
