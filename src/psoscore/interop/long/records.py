"""The captured records of the items: what each says, and what those of one visit and item say together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from psoscore.cells import Cell
from psoscore.engine.columns.cells import floats, refused_type
from psoscore.engine.options import Options, Text, nearest
from psoscore.engine.questions import asked
from psoscore.engine.subject import demand_some
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.interop.long.names import demand_columns, demand_names, demand_variable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psoscore.definitions import Score
    from psoscore.engine.questions import Questions
    from psoscore.interop.long.names import LongNames

__all__ = ["NOT_RELEVANT_CODE", "NO_NUMBER", "OUR_CODE", "agree", "captured", "never_recorded", "told_of"]

NOT_RELEVANT_CODE = -1
"""How *not relevant* is written in the wide frame where the records say it in words."""

NO_NUMBER, OUR_CODE = 1, 2
"""What can be odd about a result: it spells no number, or it is the number that *not relevant* becomes."""


def captured(  # noqa: PLR0913, PLR0917  the options of to_wide
    frame: Any,
    definitions: tuple[Score, ...],
    names: LongNames,
    codes: Mapping[str, str] | None,
    not_relevant: str | None,
    text: Text,
) -> tuple[Any, dict[str, list[str]]]:
    """The captured records of the items, and the test codes of each item.

    Missing data: a record without a result has a null for its value.

    Args:
        frame: The long records, for narwhals.
        definitions: The scores whose items are wanted.
        names: What the variables are called.
        codes: Items by the sponsor's own test codes, beside the published ones.
        not_relevant: The text of *not relevant*; its value is ``NOT_RELEVANT_CODE``.
        text: ``"refuse"``, or ``"numbers"`` to read results from a variable of text.

    Returns:
        A frame of subject, visit, ``item``, ``value`` and ``odd``, which is 0,
        ``NO_NUMBER`` or ``OUR_CODE``; and the test codes by item.

    Raises:
        InputError: A variable is absent or of a wrong type.
        DefinitionError: ``codes`` names an item that no definition has, or there is no definition.

    >>> import polars as pl
    >>> from psoscore import PASI
    >>> from psoscore.interop.long import LongNames
    >>> names = LongNames(testcd="TEST", number="RESULT")
    >>> one = pl.DataFrame({"USUBJID": ["A"], "VISITNUM": [1], "TEST": ["PASI0301"], "RESULT": [2.0]})
    >>> captured(nw.from_native(one), (PASI,), names, None, None, "refuse")[0].rows()
    [('A', 1, 'head_erythema', 2.0, 0)]
    """
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


def told_of(long: Any, names: LongNames) -> Any:
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


def agree() -> nw.Expr:
    """Whether several records say the same: one result, or none at all."""
    none = nw.col("low").is_null()
    return none | ((nw.col("low") == nw.col("high")) & (nw.col("blank") == 0))


def never_recorded(told: Any, questions: Questions) -> Any:
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
