"""Long records made wide and scored: one row a subject and visit, one column an item."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from psoscore.engine.frames.door import score_frame
from psoscore.engine.frames.opened import open_frame
from psoscore.engine.options import UNSAID, Invalid, Options, Text
from psoscore.engine.questions import asked
from psoscore.errors import Fault, InputError
from psoscore.interop.long.records import (
    NO_NUMBER,
    NOT_RELEVANT_CODE,
    OUR_CODE,
    agree,
    captured,
    never_recorded,
    told_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from psoscore.definitions import Score
    from psoscore.interop.long.names import LongNames

__all__ = ["score_long", "to_wide"]

UNREADABLE = -99.0
"""Stands in a wide cell that cannot be read, or has no record in a lazy frame; it is no valid answer."""


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
    not looked at, so every item gets a column there; that of an item without
    any record holds -99 in every row, which is no answer, unless the question
    came in another form.

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
            ``"unknown"`` leaves -99 in the cell, which ``score_frame`` sets
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
    long, tests = captured(opened, definitions, names, codes, not_relevant, text)
    told = told_of(long, names)
    if isinstance(opened, nw.DataFrame):
        faults = _unnamed(long, names)
        faults += _unreadable(told) if Options(invalid=invalid).invalid == "error" else []
        if faults:
            raise InputError(faults)
        there = set(long.get_column("item").unique().to_list())
        return close(_spread(told, [item for item in tests if item in there], names))
    wide = _spread(told, tests, names)
    return close(_without_record(wide, never_recorded(told, asked(*definitions)), tests, names))


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
    without any record must be declared with ``unrecorded=``: a frame in memory
    is refused else, and a lazy one has no score. In the columns of the items a
    cell that could not be read is empty, and *not relevant* in words is
    ``NOT_RELEVANT_CODE``.

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
    scored = score_frame(
        wide,
        *definitions,
        bounds=bounds,
        details=details,
        unrecorded=unrecorded,
        not_relevant=not_relevant if said is None else NOT_RELEVANT_CODE,
        invalid=invalid,
    )
    opened, close = open_frame(scored)
    items = set(asked(*definitions).cells).intersection(opened.collect_schema().names())
    return close(opened.with_columns(*(_readable_only(nw.col(one)).alias(one) for one in sorted(items))))


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
        "no_number": (nw.col("odd") == NO_NUMBER, "a number, or the text of not_relevant="),
        "out_of_range": (nw.col("odd") == OUR_CODE, f"an answer, not {NOT_RELEVANT_CODE}"),
        "conflicting_records": ((nw.col("odd") == 0) & ~agree(), "one result a subject, visit and test"),
    }
    return [
        Fault(item, kind, allowed, f"{count} times", "check_long lists them", count=count)
        for kind, (where, allowed) in kinds.items()
        for item, count in sorted(Counter(told.filter(where).get_column("item").to_list()).items())
    ]


def _without_record(wide: Any, never: Any, tests: Iterable[str], names: LongNames) -> Any:
    """What no cell allows, in every row of an item that was never recorded."""
    marked = wide.join(never.select(nw.all().name.suffix(" never")), how="cross")
    cells = (
        nw.when(nw.col(f"{name} never")).then(nw.lit(UNREADABLE)).otherwise(nw.col(name)).alias(name)
        for name in tests
    )
    return marked.select(*names.key, *cells)


def _readable_only(value: nw.Expr) -> nw.Expr:
    """An empty cell where a wide one could not be read."""
    return nw.when(value != UNREADABLE).then(value)


def _spread(told: Any, tests: Iterable[str], names: LongNames) -> Any:
    """One column an item; what cannot be read becomes a value that no cell allows."""
    readable = (nw.col("odd") == 0) & agree()
    value = nw.when(readable).then(nw.col("low")).otherwise(nw.lit(UNREADABLE))
    wide = told.select(
        *names.key, *(nw.when(nw.col("item") == name).then(value).alias(name) for name in tests)
    )
    return wide.group_by(*names.key).agg(*(nw.col(name).max() for name in tests))
