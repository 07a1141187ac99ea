"""Long records made wide and scored: one row a subject and visit, one column an item."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from psoscore.cells import Cell
from psoscore.engine.columns.cells import floats, refused_type
from psoscore.engine.frames.door import score_frame
from psoscore.engine.frames.opened import open_frame
from psoscore.engine.options import UNSAID, Invalid, Options, Text, nearest
from psoscore.engine.questions import asked
from psoscore.engine.subject import demand_some
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.interop.long.names import demand_columns, demand_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from psoscore.definitions import Score
    from psoscore.interop.long.names import LongNames

__all__ = ["NOT_RELEVANT_CODE", "check_long", "score_long", "to_wide"]

NOT_RELEVANT_CODE = -1
"""How *not relevant* is written in the wide frame where the records say it in words."""

UNREADABLE = -99.0
"""Stands in a wide cell whose records contradict each other or hold no number; it is no valid answer."""


def to_wide(  # noqa: PLR0913  the options of the frame door, and what long data need
    records: Any,
    *definitions: Score,
    names: LongNames,
    codes: Mapping[str, str] | None = None,
    not_relevant: str | None = None,
    invalid: Invalid = "error",
    text: Text = "refuse",
) -> Any:
    """One row a subject and visit, one column an item.

    Records of other tests and derived records are left out, and so is a visit
    that has no others. A record that stands twice with one result counts
    once. In a frame in memory an item that no record names gets no column: it
    was never captured, which is not the same as left blank. Lazy frames are
    not looked at, so every item gets a column there.

    Missing data: a record without a number and without a text is an empty
    cell; one that has a text but no number cannot be read.

    Args:
        records: A data frame, one row a record.
        definitions: The scores whose items are wanted.
        names: What the variables are called.
        codes: Items by the sponsor's own test codes, beside the published ones.
        not_relevant: The text of *not relevant*; in the wide frame it is
            ``NOT_RELEVANT_CODE``.
        invalid: ``"error"`` raises for the frames that can be looked at;
            ``"unknown"`` leaves a value in the cell that ``score_frame`` sets
            aside, as lazy frames do in any case.
        text: ``"refuse"``, or ``"numbers"`` to read the results from a variable
            of text, such as ``--ORRES``.

    Returns:
        A frame of the same kind.

    Raises:
        InputError: A variable is absent or of a wrong type; or, in a frame in
            memory, records of one subject, visit and test contradict each
            other, hold no number, or name no subject or visit.
        DefinitionError: ``codes`` names an item that no definition has, or an
            option makes no sense.
    """
    opened, close = open_frame(records)
    long, tests = _wanted(opened, definitions, names, codes, not_relevant, text)
    told = _told(long, names)
    if isinstance(opened, nw.DataFrame):
        faults = _unnamed(long, names)
        faults += _unreadable(told) if Options(invalid=invalid).invalid == "error" else []
        if faults:
            raise InputError(faults)
        there = set(long.get_column("item").unique().to_list())
        tests = {item: found for item, found in tests.items() if item in there}
    return close(_spread(told, tests, names))


def score_long(  # noqa: PLR0913  the options of the frame door, and what long data need
    records: Any,
    *definitions: Score,
    names: LongNames,
    codes: Mapping[str, str] | None = None,
    bounds: bool = False,
    details: bool = False,
    unrecorded: Iterable[str] = (),
    not_relevant: Any = UNSAID,
    invalid: Invalid = "error",
    text: Text = "refuse",
) -> Any:
    """Long records made wide and scored: one row a subject and visit.

    Missing data: an item without a record at a visit is an empty cell; an item
    without any record must be declared with ``unrecorded=``.

    Args:
        records: As for ``to_wide``.
        definitions: What to score.
        names: What the variables are called.
        codes: As for ``to_wide``.
        bounds: As for ``score_frame``.
        details: As for ``score_frame``.
        unrecorded: As for ``score_frame``.
        not_relevant: The text of *not relevant*, or the number that stands for it.
        invalid: As for ``to_wide`` and ``score_frame``.
        text: As for ``to_wide``.

    Returns:
        A frame of the same kind.

    Raises:
        InputError: As for ``to_wide`` and ``score_frame``.
        DefinitionError: As for ``to_wide`` and ``score_frame``.
    """
    said = not_relevant if isinstance(not_relevant, str) else None
    wide = to_wide(
        records, *definitions, names=names, codes=codes, not_relevant=said, invalid=invalid, text=text
    )
    return score_frame(
        wide,
        *definitions,
        bounds=bounds,
        details=details,
        unrecorded=unrecorded,
        not_relevant=not_relevant if said is None else NOT_RELEVANT_CODE,
        invalid=invalid,
    )


def check_long(
    records: Any,
    *definitions: Score,
    names: LongNames,
    codes: Mapping[str, str] | None = None,
    not_relevant: str | None = None,
    text: Text = "refuse",
) -> Any:
    """Duplicate, conflicting and unreadable records, one row a subject, visit and item.

    Args:
        records: As for ``to_wide``.
        definitions: The scores whose items are looked at.
        names: What the variables are called.
        codes: As for ``to_wide``.
        not_relevant: As for ``to_wide``.
        text: As for ``to_wide``.

    Returns:
        A frame of the same kind with subject, visit, ``item``, ``kind``
        (``no_number`` where a result is a text that spells none, else
        ``duplicate_records`` where the results are one, else
        ``conflicting_records``), ``records``, ``low`` and ``high``.

    Raises:
        InputError: A variable is absent or of a wrong type.
        DefinitionError: As for ``to_wide``.
    """
    opened, close = open_frame(records)
    told = _told(_wanted(opened, definitions, names, codes, not_relevant, text)[0], names)
    kind = (
        nw.when(nw.col("odd") > 0)
        .then(nw.lit("no_number"))
        .when(_agree())
        .then(nw.lit("duplicate_records"))
        .otherwise(nw.lit("conflicting_records"))
        .alias("kind")
    )
    listed = told.filter((nw.col("records") > 1) | (nw.col("odd") > 0)).with_columns(kind)
    return close(listed.select(*names.key, "item", "kind", "records", "low", "high"))


def _tests(definitions: tuple[Score, ...], codes: Mapping[str, str]) -> dict[str, list[str]]:
    """The test codes of every item."""
    cells = asked(*definitions).cells
    unknown = [item for item in codes.values() if item not in cells]
    if unknown:
        hint = nearest(unknown[0], cells)
        message = f"codes= names {unknown[0]!r}, which no definition reads" + (f"; {hint}" if hint else "")
        raise DefinitionError(message)
    return {
        name: [name, *cell.aliases, *(code for code, item in codes.items() if item == name)]
        for name, cell in cells.items()
    }


def _wanted(  # noqa: PLR0913, PLR0917  the options of to_wide
    frame: Any,
    definitions: tuple[Score, ...],
    names: LongNames,
    codes: Mapping[str, str] | None,
    not_relevant: str | None,
    text: Text,
) -> tuple[Any, dict[str, list[str]]]:
    """The captured records of the items: item, value, and whether it cannot be read; and the test codes."""
    demand_some(definitions)
    demand_names(names)
    needed = [*names.key, names.testcd, names.number, *([names.text] if not_relevant else [])]
    demand_columns(frame.collect_schema().names(), needed)
    tests = _tests(definitions, codes or {})
    schema = frame.collect_schema()
    coded = schema[names.testcd]
    if not isinstance(coded, nw.String | nw.Categorical | nw.Enum | nw.Unknown):
        raise InputError([Fault(names.testcd, "not_text", "test codes, such as PASI0301", str(coded))])
    if frame.implementation.is_polars():  # which cannot compare its objects
        strange = [
            Fault(one, "object", "text, numbers or days") for one in names.key if schema[one] == nw.Object
        ]
        if strange:
            raise InputError(strange)
    if names.derived in schema:
        frame = frame.filter(~(nw.col(names.derived) == "Y").fill_null(value=False))
    value, odd = _results(schema, names, not_relevant, Options(text=text))
    item: Any = nw.lit(None, dtype=nw.String)
    for name, found in tests.items():
        item = nw.when(nw.col(names.testcd).is_in(found)).then(nw.lit(name)).otherwise(item)
    long = frame.select(*names.key, item=item, value=value, odd=odd.fill_null(value=False).cast(nw.Int8))
    return long.filter(~nw.col("item").is_null()), tests


def _results(
    schema: Mapping[str, Any], names: LongNames, not_relevant: str | None, options: Options
) -> tuple[Any, Any]:
    """What each record says as a number, and where it says something that is none."""
    dtype = schema[names.number]
    fault = refused_type(Cell(names.number, high=1), dtype, options)
    if fault is not None:
        raise InputError([replace(fault, allowed="numbers")])
    value, misspelt = floats(nw.col(names.number), dtype)
    odd: Any = nw.lit(value=False) if misspelt is False else misspelt & _says_something(names.number)
    if names.text in schema and names.text != names.number:
        odd |= value.is_null() & _says_something(names.text)
    if not_relevant is not None:
        said = (nw.col(names.text) == not_relevant).fill_null(value=False)
        odd = (odd | (value == NOT_RELEVANT_CODE)) & ~said
        value = nw.when(said).then(nw.lit(float(NOT_RELEVANT_CODE))).otherwise(value)
    return value, odd


def _says_something(variable: str) -> nw.Expr:
    """Where a text is there and not empty; classic pandas takes a missing one for another than "" too."""
    text = nw.col(variable)
    return ~text.is_null() & (text != "")


def _told(long: Any, names: LongNames) -> Any:
    """What the records of each subject, visit and item say: how many, and between which results."""
    value = nw.col("value")
    return (
        long.with_columns(low=value, high=value, blank=value.is_null().cast(nw.Int8))
        .group_by(*names.key, "item")
        .agg(
            nw.col("low").min(),
            nw.col("high").max(),
            nw.col("blank").max(),
            nw.col("odd").max(),
            nw.len().alias("records"),
        )
    )


def _agree() -> nw.Expr:
    """Whether several records say the same: one result, or none at all."""
    none = nw.col("low").is_null()
    return none | ((nw.col("low") == nw.col("high")) & (nw.col("blank") == 0))


def _unnamed(long: Any, names: LongNames) -> list[Fault]:
    """Faults for records of which nobody knows whose they are."""
    blank = {one: int(long.get_column(one).is_null().sum()) for one in names.key}
    hint = "leave these records out, or name another variable"
    return [
        Fault(one, "blank", "a value in every record", f"{count} times", hint, count=count)
        for one, count in blank.items()
        if count
    ]


def _unreadable(told: Any) -> list[Fault]:
    """Faults for items whose records contradict each other or hold no number; nobody is named."""
    kinds = {
        "no_number": (nw.col("odd") > 0, "a number, or the text of not_relevant="),
        "conflicting_records": ((nw.col("odd") == 0) & ~_agree(), "one result a subject, visit and test"),
    }
    return [
        Fault(item, kind, allowed, f"{count} times", "check_long lists them", count=count)
        for kind, (where, allowed) in kinds.items()
        for item, count in sorted(Counter(told.filter(where).get_column("item").to_list()).items())
    ]


def _spread(told: Any, tests: Iterable[str], names: LongNames) -> Any:
    """One column an item; what cannot be read becomes a value that no cell allows."""
    readable = (nw.col("odd") == 0) & _agree()
    value = nw.when(readable).then(nw.col("low")).otherwise(nw.lit(UNREADABLE))
    wide = told.select(
        *names.key, *(nw.when(nw.col("item") == name).then(value).alias(name) for name in tests)
    )
    return wide.group_by(*names.key).agg(*(nw.col(name).max() for name in tests))
