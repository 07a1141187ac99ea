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
from psoscore.engine.options import UNSAID, Invalid, Options, Text, nearest, unknown_names
from psoscore.engine.questions import asked
from psoscore.engine.subject import demand_some
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.interop.long.names import demand_columns, demand_names, demand_variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from psoscore.definitions import Score
    from psoscore.engine.questions import Questions
    from psoscore.interop.long.names import LongNames

__all__ = ["NOT_RELEVANT_CODE", "check_long", "score_long", "to_wide"]

NOT_RELEVANT_CODE = -1
"""How *not relevant* is written in the wide frame where the records say it in words."""

UNREADABLE = -99.0
"""Stands in a wide cell that cannot be read, or has no record in a lazy frame; it is no valid answer."""

NO_NUMBER, OUR_CODE = 1, 2
"""What can be odd about a result: it spells no number, or it is the number that *not relevant* becomes."""


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
    long, tests = _wanted(opened, definitions, names, codes, not_relevant, text)
    told = _told(long, names)
    if isinstance(opened, nw.DataFrame):
        faults = _unnamed(long, names)
        faults += _unreadable(told) if Options(invalid=invalid).invalid == "error" else []
        if faults:
            raise InputError(faults)
        there = set(long.get_column("item").unique().to_list())
        return close(_spread(told, [item for item in tests if item in there], names))
    wide = _spread(told, tests, names)
    return close(_without_record(wide, _never_recorded(told, asked(*definitions)), tests, names))


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


def check_long(  # noqa: PLR0913  the options of to_wide
    records: Any,
    *definitions: Score,
    names: LongNames,
    codes: Mapping[str, str] | None = None,
    unrecorded: Iterable[str] = (),
    not_relevant: str | None = None,
    text: Text = "refuse",
) -> Any:
    """Duplicate, conflicting, unreadable and absent records, one row a subject, visit and item.

    Args:
        records: As for ``to_wide``.
        definitions: The scores whose items are looked at.
        names: What the variables are called.
        codes: As for ``to_wide``.
        unrecorded: Items that were never captured; they are not listed as absent.
        not_relevant: As for ``to_wide``.
        text: As for ``to_wide``.

    Returns:
        A frame of the same kind with subject, visit, ``item``, ``kind``,
        ``records``, ``blank`` (how many of them hold no result), ``low`` and
        ``high``. The kind is ``no_number`` where a result is a text that spells
        none, ``out_of_range`` where it is the number that *not relevant* would
        become, ``duplicate_records`` where the results are one,
        ``conflicting_records`` where they are not, and ``absent``, without
        subject and visit, where an item has no record in all the data.

    Raises:
        InputError: A variable is absent or of a wrong type, or ``unrecorded``
            names no item.
        DefinitionError: As for ``to_wide``.
    """
    opened, close = open_frame(records)
    long, tests = _wanted(opened, definitions, names, codes, not_relevant, text)
    questions, options = asked(*definitions), Options(unrecorded=unrecorded)
    unknown = unknown_names(options, questions)
    if unknown:
        raise InputError(unknown)
    told = _told(long, names)
    kind = (
        nw.when(nw.col("odd") == NO_NUMBER)
        .then(nw.lit("no_number"))
        .when(nw.col("odd") == OUR_CODE)
        .then(nw.lit("out_of_range"))
        .when(_agree())
        .then(nw.lit("duplicate_records"))
        .otherwise(nw.lit("conflicting_records"))
        .alias("kind")
    )
    listed = told.filter((nw.col("records") > 1) | (nw.col("odd") > 0)).with_columns(kind)
    counts = [nw.col("records", "blank").cast(nw.Int64)]
    columns = [*names.key, "item", "kind", *counts, "low", "high"]
    never = _never_recorded(told, questions).unpivot(
        on=[one for one in tests if one not in options.unrecorded], variable_name="item", value_name="never"
    )
    none = nw.lit(0).cast(nw.Int64)
    absent = never.filter(nw.col("never")).select("item", kind=nw.lit("absent"), records=none, blank=none)
    return close(nw.concat([listed.select(columns), absent], how="diagonal"))


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
    said = [demand_variable(names, "text", "not_relevant=")] if not_relevant else []
    needed = [*names.key, names.testcd, names.number, *said]
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
    if names.derived is not None and names.derived in schema:
        frame = frame.filter(~(nw.col(names.derived) == "Y").fill_null(value=False))
    value, odd = _results(schema, names, not_relevant, Options(text=text))
    item: Any = nw.lit(None, dtype=nw.String)
    for name, found in tests.items():
        item = nw.when(nw.col(names.testcd).is_in(found)).then(nw.lit(name)).otherwise(item)
    long = frame.select(*names.key, item=item, value=value, odd=odd)
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
    if names.text is not None and names.text in schema and names.text != names.number:
        odd |= value.is_null() & _says_something(names.text)
    odd = nw.when(odd).then(nw.lit(NO_NUMBER)).otherwise(nw.lit(0))
    if not_relevant is not None:
        words = nw.col(demand_variable(names, "text", "not_relevant="))
        said = (words == not_relevant).fill_null(value=False)
        odd = nw.when(value == NOT_RELEVANT_CODE).then(nw.lit(OUR_CODE)).otherwise(odd)
        odd = nw.when(said).then(nw.lit(0)).otherwise(odd)
        value = nw.when(said).then(nw.lit(float(NOT_RELEVANT_CODE))).otherwise(value)
    return value, odd.cast(nw.Int8)


def _says_something(variable: str) -> nw.Expr:
    """Where a text is there and not empty; classic pandas takes a missing one for another than "" too."""
    text = nw.col(variable)
    return ~text.is_null() & (text != "")


def _told(long: Any, names: LongNames) -> Any:
    """What the records of each subject, visit and item say: how many, and between which results."""
    value = nw.col("value")
    return (
        long.with_columns(low=value, high=value, blank=value.is_null().cast(nw.Int64))
        .group_by(*names.key, "item")
        .agg(
            nw.col("low").min(),
            nw.col("high").max(),
            nw.col("blank").sum(),
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
        "no_number": (nw.col("odd") == NO_NUMBER, "a number, or the text of not_relevant="),
        "out_of_range": (nw.col("odd") == OUR_CODE, f"an answer, not {NOT_RELEVANT_CODE}"),
        "conflicting_records": ((nw.col("odd") == 0) & ~_agree(), "one result a subject, visit and test"),
    }
    return [
        Fault(item, kind, allowed, f"{count} times", "check_long lists them", count=count)
        for kind, (where, allowed) in kinds.items()
        for item, count in sorted(Counter(told.filter(where).get_column("item").to_list()).items())
    ]


def _never_recorded(told: Any, questions: Questions) -> Any:
    """One row: whether an item has no record in all the data, though its question came in no other form."""
    seen = told.select(*((nw.col("item") == name).any().alias(name) for name in questions.cells))
    there = {name: nw.col(name).fill_null(value=False) for name in questions.cells}  # null in no rows at all
    never = {name: ~found for name, found in there.items()}
    for forms in questions.forms:
        used = [nw.any_horizontal(*(there[name] for name in form), ignore_nulls=True) for form in forms]
        used[0] |= ~nw.any_horizontal(*used, ignore_nulls=True)  # the first is wanted where there is none
        for form, wanted in zip(forms, used, strict=True):
            never |= {name: wanted & ~there[name] for name in form}
    return seen.select(**never)


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
    readable = (nw.col("odd") == 0) & _agree()
    value = nw.when(readable).then(nw.col("low")).otherwise(nw.lit(UNREADABLE))
    wide = told.select(
        *names.key, *(nw.when(nw.col("item") == name).then(value).alias(name) for name in tests)
    )
    return wide.group_by(*names.key).agg(*(nw.col(name).max() for name in tests))
