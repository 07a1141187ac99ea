"""CDISC long data, one record an item: made wide and scored, totals made long again and compared.

PASI stands in RS and DLQI in QS: ``USUBJID``, ``VISITNUM``, ``--TESTCD``,
``--STRESN``. The tests are found by the published codes of the items.

>>> import polars as pl
>>> from psoscore import PASI
>>> records = pl.DataFrame([
...     {"USUBJID": "A", "VISITNUM": 1, "RSTESTCD": f"PASI03{number:02d}", "RSSTRESN": 2.0}
...     for number in range(1, 17)])
>>> score_long(records, PASI, names=LongNames.of("RS")).rows(named=True)[0]["pasi"]
12.0
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from attrs import frozen

from psoscore.engine.options import UNSAID, nearest
from psoscore.engine.questions import asked
from psoscore.errors import DefinitionError, Fault, InputError, MissingExtraError

try:
    import narwhals.stable.v2 as nw
except ImportError as _error:
    raise MissingExtraError(library="narwhals", extra="frames") from _error

from psoscore.engine.frames.door import score_frame
from psoscore.engine.frames.opened import open_frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from psoscore.definitions import Score

__all__ = [
    "NOT_RELEVANT_CODE",
    "LongNames",
    "check_long",
    "compare_totals",
    "derived_records",
    "score_long",
    "to_wide",
]

NOT_RELEVANT_CODE = -1
"""How *not relevant* is written in the wide frame where the records say it in words."""

CONFLICT = -99.0
"""Stands in a cell of a lazy frame whose records contradict each other; it is no valid answer."""


@frozen(kw_only=True)
class LongNames:
    """What the variables are called; the sponsor's own names may differ.

    Attributes:
        subject: Who it is.
        visit: Which visit it is.
        testcd: Which test the record holds.
        number: The result as a number.
        text: The result as text, in which *not relevant* may be said.
        derived: The flag of derived records.
    """

    subject: str = "USUBJID"
    visit: str = "VISITNUM"
    testcd: str
    number: str
    text: str
    derived: str

    @classmethod
    def of(cls, domain: str) -> LongNames:
        """The names of an SDTM domain: ``LongNames.of("RS")`` for PASI, ``"QS"`` for DLQI.

        >>> LongNames.of("QS").testcd
        'QSTESTCD'
        """
        return cls(
            testcd=f"{domain}TESTCD",
            number=f"{domain}STRESN",
            text=f"{domain}STRESC",
            derived=f"{domain}DRVFL",
        )

    @property
    def key(self) -> list[str]:
        """What tells one wide row from another."""
        return [self.subject, self.visit]


def to_wide(
    records: Any,
    *definitions: Score,
    names: LongNames,
    codes: Mapping[str, str] | None = None,
    not_relevant: str | None = None,
) -> Any:
    """One row a subject and visit, one column an item.

    Records of other tests and derived records are left out. A record that
    stands twice with one result counts once. In a frame in memory an item
    that no record names gets no column: it was never captured, which is not
    the same as left blank. Lazy frames are not looked at, so every item gets
    a column there.

    Args:
        records: A data frame, one row a record.
        definitions: The scores whose items are wanted.
        names: What the variables are called.
        codes: Items by the sponsor's own test codes, beside the published ones.
        not_relevant: The text of *not relevant*; in the wide frame it is
            ``NOT_RELEVANT_CODE``.

    Returns:
        A frame of the same kind.

    Raises:
        InputError: A variable is absent, or, in a frame in memory, records of
            one subject, visit and test contradict each other.
        DefinitionError: ``codes`` names an item that no definition has.
    """
    opened, close = open_frame(records)
    _present(opened, names, not_relevant)
    tests = _tests(definitions, codes or {})
    long = _items(opened, names, not_relevant)
    if isinstance(opened, nw.DataFrame):
        conflicts = _conflicts(long, tests, names)
        if conflicts:
            raise InputError(conflicts)
        there = set(long.get_column(names.testcd).unique().to_list())
        tests = {item: found for item, found in tests.items() if there.intersection(found)}
    return close(_spread(long, tests, names))


def score_long(  # noqa: PLR0913  the options of the frame door, and what long data need
    records: Any,
    *definitions: Score,
    names: LongNames,
    codes: Mapping[str, str] | None = None,
    bounds: bool = False,
    details: bool = False,
    unrecorded: Iterable[str] = (),
    not_relevant: Any = UNSAID,
    invalid: Literal["error", "unknown"] = "error",
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
        invalid: As for ``score_frame``.

    Returns:
        A frame of the same kind.

    Raises:
        InputError: As for ``to_wide`` and ``score_frame``.
        DefinitionError: As for ``to_wide`` and ``score_frame``.
    """
    said = isinstance(not_relevant, str)
    wide = to_wide(
        records, *definitions, names=names, codes=codes, not_relevant=not_relevant if said else None
    )
    return score_frame(
        wide,
        *definitions,
        bounds=bounds,
        details=details,
        unrecorded=unrecorded,
        not_relevant=NOT_RELEVANT_CODE if said else not_relevant,
        invalid=invalid,
    )


def check_long(
    records: Any,
    *definitions: Score,
    names: LongNames,
    codes: Mapping[str, str] | None = None,
    not_relevant: str | None = None,
) -> Any:
    """Duplicate and conflicting records, one row each.

    Args:
        records: As for ``to_wide``.
        definitions: The scores whose items are looked at.
        names: What the variables are called.
        codes: As for ``to_wide``.
        not_relevant: As for ``to_wide``.

    Returns:
        A frame of the same kind with subject, visit, ``item``, ``kind``
        (``duplicate_records`` where the results are one, else
        ``conflicting_records``), ``records``, ``low`` and ``high``.

    Raises:
        InputError: A variable is absent.
        DefinitionError: As for ``to_wide``.
    """
    opened, close = open_frame(records)
    _present(opened, names, not_relevant)
    tests = _tests(definitions, codes or {})
    several = _counted(_items(opened, names, not_relevant), tests, names).filter(nw.col("records") > 1)
    kind = (
        nw.when(_agree())
        .then(nw.lit("duplicate_records"))
        .otherwise(nw.lit("conflicting_records"))
        .alias("kind")
    )
    return close(several.with_columns(kind).select(*names.key, "item", "kind", "records", "low", "high"))


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
        DefinitionError: A score has several test codes, or none, and none was chosen.
    """
    opened, close = open_frame(scored)
    parts: list[Any] = []
    for definition in definitions:
        code = (testcds or {}).get(definition) or _only_code(definition)
        parts.append(
            opened.filter(~nw.col(definition.name).is_null()).select(
                *names.key,
                nw.lit(code).alias(names.testcd),
                nw.col(definition.name).cast(nw.Float64).alias(names.number),
                nw.lit("Y").alias(names.derived),
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
        is 1 or 0, or -1 where items are missing and the captured total lies
        within the bounds.

    Raises:
        InputError: A variable is absent.
    """
    opened, close = open_frame(records)
    wide: Any = open_frame(scored)[0]
    _present(opened, names, None)
    wanted = list(testcds or definition.codes)
    name, unit = definition.name, float(definition.scale)
    totals: Any = opened.filter(nw.col(names.testcd).is_in(wanted), ~nw.col(names.number).is_null()).select(
        *names.key, nw.col(names.number).cast(nw.Float64).alias("captured")
    )
    beside: Any = totals.join(
        wide.select(*names.key, name, f"{name}_low", f"{name}_high"), on=names.key, how="left"
    )
    units = {one: (nw.col(one) * unit).round(0) for one in ("captured", name, f"{name}_low", f"{name}_high")}
    inside = (units["captured"] >= units[f"{name}_low"]) & (units["captured"] <= units[f"{name}_high"])
    derived = nw.col(name).is_null()
    settled = nw.when(units["captured"] == units[name]).then(nw.lit(1)).otherwise(0)
    open_or_not = nw.when(inside).then(nw.lit(-1)).otherwise(0)
    return close(
        beside.with_columns(
            agrees=nw.when(~derived).then(settled).otherwise(open_or_not).cast(nw.Int8),
            difference=(units["captured"] - units[name]) / (units["captured"] * 0.0 + unit),
        ).select(*names.key, "captured", nw.col(name).alias("derived"), "difference", "agrees")
    )


def _present(frame: Any, names: LongNames, not_relevant: str | None) -> None:
    """Refuse records without the variables that are needed."""
    there = frame.collect_schema().names()
    needed = [*names.key, names.testcd, names.number, *([names.text] if not_relevant else [])]
    faults = [Fault(one, "absent", hint=nearest(one, there)) for one in needed if one not in there]
    if faults:
        raise InputError(faults)


def _tests(definitions: tuple[Score, ...], codes: Mapping[str, str]) -> dict[str, list[str]]:
    """The test codes of every item."""
    cells = asked(*definitions).cells
    unknown = [item for item in codes.values() if item not in cells]
    if unknown:
        message = f"codes= names {unknown[0]!r}, which no definition reads; {nearest(unknown[0], cells)}"
        raise DefinitionError(message)
    return {
        name: [name, *cell.aliases, *(code for code, item in codes.items() if item == name)]
        for name, cell in cells.items()
    }


def _items(frame: Any, names: LongNames, not_relevant: str | None) -> Any:
    """The captured records, with what they say as a number."""
    schema = frame.collect_schema()
    if names.derived in schema:
        frame = frame.filter(~(nw.col(names.derived) == "Y").fill_null(value=False))
    value = nw.col(names.number).cast(nw.Float64).fill_nan(None)
    if not_relevant is not None:
        value = (
            nw.when(nw.col(names.text) == not_relevant)
            .then(nw.lit(float(NOT_RELEVANT_CODE)))
            .otherwise(value)
        )
    return frame.select(*names.key, names.testcd, value.alias("psoscore_value"))


def _counted(long: Any, tests: Mapping[str, list[str]], names: LongNames) -> Any:
    """How many records there are for each subject, visit and item, and between which results."""
    item: Any = nw.lit(None, dtype=nw.String)
    for name, found in tests.items():
        item = nw.when(nw.col(names.testcd).is_in(found)).then(nw.lit(name)).otherwise(item)
    value = nw.col("psoscore_value")
    return (
        long.with_columns(item.alias("item"))
        .filter(~nw.col("item").is_null())
        .with_columns(low=value, high=value, answered=value.is_null().cast(nw.Int8))
        .group_by(*names.key, "item")
        .agg(
            nw.col("low").min(),
            nw.col("high").max(),
            nw.col("answered").max().alias("blank"),
            nw.len().alias("records"),
        )
    )


def _agree() -> nw.Expr:
    """Whether several records say the same: one result, or none at all."""
    none = nw.col("low").is_null()
    return none | ((nw.col("low") == nw.col("high")) & (nw.col("blank") == 0))


def _conflicts(long: Any, tests: Mapping[str, list[str]], names: LongNames) -> list[Fault]:
    """Faults for items whose records contradict each other; nobody is named."""
    odd = _counted(long, tests, names).filter(~_agree())
    by_item: dict[str, int] = {}
    for item in odd.get_column("item").to_list():
        by_item[item] = by_item.get(item, 0) + 1
    return [
        Fault(
            item,
            "conflicting_records",
            allowed="one result a subject, visit and test",
            hint="check_long lists them",
            count=count,
            value=f"{count} times",
        )
        for item, count in sorted(by_item.items())
    ]


def _spread(long: Any, tests: Mapping[str, list[str]], names: LongNames) -> Any:
    """One column an item; a contradiction becomes a value that no cell allows."""
    value = nw.col("psoscore_value")
    ends: dict[str, nw.Expr] = {}
    for name, found in tests.items():
        here = nw.when(nw.col(names.testcd).is_in(found)).then(value)
        ends[f"{name}\x1flow"] = here
        ends[f"{name}\x1fhigh"] = here
    grouped = (
        long.with_columns(**ends)
        .group_by(*names.key)
        .agg(
            *(nw.col(f"{name}\x1flow").min() for name in tests),
            *(nw.col(f"{name}\x1fhigh").max() for name in tests),
        )
    )
    columns = [
        nw.when(nw.col(f"{name}\x1flow") == nw.col(f"{name}\x1fhigh"))
        .then(nw.col(f"{name}\x1flow"))
        .otherwise(nw.when(~nw.col(f"{name}\x1flow").is_null()).then(nw.lit(CONFLICT)))
        .alias(name)
        for name in tests
    ]
    return grouped.select(*names.key, *columns)


def _only_code(definition: Score) -> str:
    if len(definition.codes) != 1:
        several = ", ".join(definition.codes) or "none"
        message = f"{definition.name} has the test codes {several}; choose one with testcds="
        raise DefinitionError(message)
    return definition.codes[0]
