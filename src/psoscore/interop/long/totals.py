"""Totals as records of their own, and captured totals beside derived ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from psoscore.engine.frames.opened import open_frame
from psoscore.engine.subject import demand_some
from psoscore.errors import DefinitionError
from psoscore.interop.long.names import demand_columns, demand_names, demand_variable
from psoscore.numerals import TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from psoscore.definitions import Score
    from psoscore.interop.long.names import LongNames

__all__ = ["compare_totals", "derived_records"]


def derived_records(
    scored: Any,
    *definitions: Score,
    names: LongNames,
    testcds: Mapping[Score, str] | None = None,
) -> Any:
    """Scores as records of their own, flagged as derived (``--DRVFL`` is ``"Y"``).

    Missing data: where there is no value there is no record.

    Args:
        scored: A wide frame with a column for each score, as ``score_long`` gives it.
        definitions: The scores, or their parts.
        names: What the variables are called.
        testcds: The test codes, where a score has none or several. PASI has
            one for each of its four published versions.

    Returns:
        A frame of the same kind with subject, visit, test code, number and flag.

    Raises:
        InputError: A column is absent.
        DefinitionError: A score has several test codes, or none, and none was
            chosen; or ``names`` have no flag of derived records.
    """
    opened, close = open_frame(scored)
    demand_names(names)
    demand_some(definitions)
    flag = demand_variable(names, "derived", "the flag of derived records")
    codes = {one: (testcds or {}).get(one) or _only_code(one) for one in definitions}
    demand_columns(opened.collect_schema().names(), [*names.key, *(one.name for one in definitions)])
    parts: list[Any] = []
    for definition, code in codes.items():
        parts.append(
            opened.filter(~nw.col(definition.name).is_null()).select(
                *names.key,
                nw.lit(code).alias(names.testcd),
                nw.col(definition.name).cast(nw.Float64).alias(names.number),
                nw.lit("Y").alias(flag),
            )
        )
    return close(nw.concat(parts, how="vertical"))


def compare_totals(
    records: Any,
    scored: Any,
    definition: Score,
    *,
    names: LongNames,
    testcds: Iterable[str] | None = None,
) -> Any:
    """Captured totals beside the derived ones; neither is overwritten.

    Args:
        records: The long records, which hold the captured totals.
        scored: The wide frame with the score and its bounds, as ``score_long``
            gives it with ``bounds=True``.
        definition: The score.
        names: What the variables are called.
        testcds: The test codes of the total; else the published ones.

    Returns:
        A frame of the same kind, one row for each captured total: subject,
        visit, ``captured``, ``derived``, ``difference`` and ``agrees``, which
        is 1 or 0, or -1 where nothing was derived and the captured total lies
        within the bounds, or there are none.

    Raises:
        InputError: A variable or a column is absent.
    """
    opened, close = open_frame(records)
    wide: Any = open_frame(scored)[0]
    name, unit = definition.name, float(definition.scale)
    ends = f"{name}_low", f"{name}_high"
    demand_names(names)
    demand_columns(opened.collect_schema().names(), [*names.key, names.testcd, names.number])
    demand_columns(wide.collect_schema().names(), [*names.key, name, *ends])
    codes = list(testcds or definition.codes)
    totals: Any = opened.filter(nw.col(names.testcd).is_in(codes), ~nw.col(names.number).is_null()).select(
        *names.key, nw.col(names.number).cast(nw.Float64).alias("captured")
    )
    beside: Any = totals.join(wide.select(*names.key, name, *ends), on=names.key, how="left")
    derived, low, high = ((nw.col(one) * unit).round(0) for one in (name, *ends))
    exact = nw.col("captured") * unit
    near = (exact - exact.round(0)).abs() <= TOLERANCE * unit
    captured = nw.when(near).then(exact.round(0)).otherwise(exact)
    outside = ((captured < low) | (captured > high)).fill_null(value=False)
    settled = nw.when(captured == derived).then(nw.lit(1)).otherwise(nw.lit(0))
    open_or_not = nw.when(outside).then(nw.lit(0)).otherwise(nw.lit(-1))
    return close(
        beside.with_columns(
            agrees=nw.when(~derived.is_null()).then(settled).otherwise(open_or_not).cast(nw.Int8),
            difference=(captured - derived) / (captured * 0.0 + unit),
        ).select(*names.key, "captured", nw.col(name).alias("derived"), "difference", "agrees")
    )


def _only_code(definition: Score) -> str:
    if len(definition.codes) != 1:
        several = ", ".join(definition.codes) or "none"
        message = f"{definition.name} has the test codes {several}; choose one with testcds="
        raise DefinitionError(message)
    return definition.codes[0]
