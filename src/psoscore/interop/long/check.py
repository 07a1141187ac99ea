"""Records that are duplicate, contradict each other, cannot be read or are not there, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from psoscore.engine.frames.opened import open_frame
from psoscore.engine.options import Options, Text, unknown_names
from psoscore.engine.questions import asked
from psoscore.errors import InputError
from psoscore.interop.long.records import NO_NUMBER, OUR_CODE, agree, captured, never_recorded, told_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from psoscore.definitions import Score
    from psoscore.interop.long.names import LongNames

__all__ = ["check_long"]


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
    long, tests = captured(opened, definitions, names, codes, not_relevant, text)
    questions, options = asked(*definitions), Options(unrecorded=unrecorded)
    unknown = unknown_names(options, questions)
    if unknown:
        raise InputError(unknown)
    told = told_of(long, names)
    kind = (
        nw.when(nw.col("odd") == NO_NUMBER)
        .then(nw.lit("no_number"))
        .when(nw.col("odd") == OUR_CODE)
        .then(nw.lit("out_of_range"))
        .when(agree())
        .then(nw.lit("duplicate_records"))
        .otherwise(nw.lit("conflicting_records"))
        .alias("kind")
    )
    listed = told.filter((nw.col("records") > 1) | (nw.col("odd") > 0)).with_columns(kind)
    counts = [nw.col("records", "blank").cast(nw.Int64)]
    columns = [*names.key, "item", "kind", *counts, "low", "high"]
    never = never_recorded(told, questions).unpivot(
        on=[one for one in tests if one not in options.unrecorded], variable_name="item", value_name="never"
    )
    none = nw.lit(0).cast(nw.Int64)
    absent = never.filter(nw.col("never")).select("item", kind=nw.lit("absent"), records=none, blank=none)
    return close(nw.concat([listed.select(columns), absent], how="diagonal"))
