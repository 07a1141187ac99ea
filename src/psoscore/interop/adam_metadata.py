"""What the variables of an analysis data set mean: labels, types, lengths, origins, as a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from attrs import frozen

from psoscore.eager_frame import column, eager
from psoscore.errors import Fault, InputError
from psoscore.given import by_name
from psoscore.interop.adam_parameter import short_text
from psoscore.interop.day_column import day_column
from psoscore.missing import is_missing
from psoscore.new_frame import new_frame

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Variable", "define_table", "variables"]

Frame = TypeVar("Frame")

CRITERION = re.compile(r"CRIT(\d+)(FL)?", re.ASCII)
DATE_FORMAT = "DATE9."
OTHER = "other"
WHOLE_NUMBERS = {"ADY"}
"""What is a float in a frame only because cells can be missing."""


@frozen
class Variable:
    """One variable of the data set.

    Attributes:
        label: What it is, in at most 40 characters.
        origin: ``Assigned``, ``Collected``, ``Derived`` or ``Predecessor``.
        derivation: How it comes about, in words.
    """

    label: str
    origin: str
    derivation: str


VARIABLES = {
    "USUBJID": Variable("Unique Subject Identifier", "Predecessor", "As in the source."),
    "PARAMCD": Variable("Parameter Code", "Assigned", "As named by the caller."),
    "PARAM": Variable("Parameter", "Assigned", "As named by the caller."),
    "AVISIT": Variable(
        "Analysis Visit",
        "Derived",
        "Baseline, or the name of the window that holds ADY or the planned visit.",
    ),
    "AVISITN": Variable("Analysis Visit (N)", "Derived", "0 for baseline, else the number of the window."),
    "ADT": Variable("Analysis Date", "Predecessor", "Date of the assessment; missing where imputed."),
    "ADY": Variable(
        "Analysis Relative Day", "Derived", "ADT minus the date of the first dose, plus 1 if not negative."
    ),
    "AVAL": Variable("Analysis Value", "Collected", "The score; carried where DTYPE is LOCF."),
    "AVALC": Variable("Analysis Value (C)", "Derived", "AVAL as text, or the name of its band."),
    "BASE": Variable("Baseline Value", "Derived", "AVAL of the record with ABLFL = Y."),
    "CHG": Variable("Change from Baseline", "Derived", "AVAL - BASE, after baseline only."),
    "PCHG": Variable(
        "Percent Change from Baseline",
        "Derived",
        "100 * (AVAL - BASE) / BASE, after baseline only; missing where BASE is 0.",
    ),
    "ABLFL": Variable(
        "Baseline Record Flag", "Derived", "Y for the last record with a value on or before day 1."
    ),
    "ANL01FL": Variable(
        "Analysis Flag 01",
        "Derived",
        "Y for the baseline and for the record nearest to the target in each window.",
    ),
    "DTYPE": Variable("Derivation Type", "Derived", "The rule of imputation that made the record."),
    "PARAMTYP": Variable("Parameter Type", "Assigned", "DERIVED where the parameter is computed."),
}
"""Every variable but the criteria, which are numbered."""


def variables(names: tuple[str, ...]) -> Mapping[str, Variable]:
    """The meaning of variables by name; one that the data set does not make is as in the source.

    >>> variables(("CRIT2FL",))["CRIT2FL"].label
    'Criterion 2 Evaluation Result Flag'
    """
    return {name: VARIABLES.get(name) or _numbered(name) for name in names}


def labels_of(names: tuple[str, ...], labels: Mapping[str, str] | None) -> dict[str, str]:
    """The label of every variable: the caller's, or else its own."""
    said = by_name("labels", {} if labels is None else labels, "labels by variable")
    return {name: said.get(name, one.label) for name, one in variables(names).items()}


def unfit(table: Any, kinds: Mapping[str, str], labels: Mapping[str, str] | None) -> list[Fault]:
    """Columns that are no variables, such as truth values or times of day, and labels of no column."""
    allowed = "text, numbers or dates"
    faults = [
        Fault(item=name, kind="no_variable", allowed=allowed, value=str(table.schema[name]))
        for name, kind in kinds.items()
        if kind == OTHER
    ]
    allowed = f"one of {', '.join(kinds)}"
    strays = (name for name in labels or {} if name not in kinds)
    return faults + [Fault(item=name, kind="not_a_column", allowed=allowed) for name in strays]


def _numbered(name: str) -> Variable:
    found = CRITERION.fullmatch(name)
    if found is None:
        return Variable(name, "Predecessor", "As in the source.")
    number, flag = found.groups()
    if flag:
        text = f"Y where CRIT{number} is met, N where it is not; after baseline only."
        return Variable(f"Criterion {number} Evaluation Result Flag", "Derived", text)
    return Variable(f"Analysis Criterion {number}", "Assigned", "As named by the caller.")


def define_table(frame: Frame, *, dataset: str = "ADQS", labels: Mapping[str, str] | None = None) -> Frame:
    """One row a variable: what a define document says of the data set.

    The columns are Dataset, Order, Variable, Label, Type (text, integer,
    float or date), Length, Format, Origin and Derivation.

    Missing data: the length is that of the longest text there is, 1 where there is none.

    Args:
        frame: What ``adqs`` returned, of any eager kind.
        dataset: The name of the data set.
        labels: Labels of variables that ``adqs`` does not make, or others than its own, by name.

    Returns:
        A frame of the same kind.

    Raises:
        InputError: The frame is lazy, a column is neither text, numbers nor dates, or a
            label is for no column.
        DefinitionError: The name of the data set is no text, empty, or longer than 200 bytes.
        MissingExtraError: narwhals is not installed.

    Examples:
        >>> import polars as pl
        >>> define_table(pl.DataFrame({"AVAL": [12.4]})).row(0)[:6]
        ('ADQS', 1, 'AVAL', 'Analysis Value', 'float', 8)
    """
    short_text("dataset", dataset)
    table = eager(frame)
    names = tuple(table.columns)
    known = variables(names)
    said = labels_of(names, labels)
    kinds = kinds_of(table)
    faults = unfit(table, kinds, labels)
    if faults:
        raise InputError(faults)
    lengths = [longest(table, name) if kinds[name] == "text" else 8 for name in names]
    texts: dict[str, list[Any]] = {
        "Variable": list(names),
        "Label": [said[name] for name in names],
        "Type": [kinds[name] for name in names],
        "Format": [DATE_FORMAT if kinds[name] == "date" else None for name in names],
        "Origin": [known[name].origin for name in names],
        "Derivation": [known[name].derivation for name in names],
    }
    columns = {name: np.array(one, object) for name, one in texts.items()}
    columns |= {
        "Dataset": np.full(len(names), dataset, object),
        "Order": np.arange(1, len(names) + 1),
        "Length": np.array(lengths),
    }
    order = ("Dataset", "Order", "Variable", "Label", "Type", "Length", "Format", "Origin", "Derivation")
    made: Frame = new_frame(table, {name: columns[name] for name in order})
    return made


def kinds_of(table: Any) -> dict[str, str]:
    """For every column text, integer, float, date or ``other``; a column of nothing is text."""
    return {name: _kind(table, name) for name in table.columns}


def _kind(table: Any, name: str) -> str:
    dtype = table.schema[name]
    if dtype.is_numeric():
        return "integer" if dtype.is_integer() or name in WHOLE_NUMBERS else "float"
    cells = column(table, name).tolist()
    if not dtype.is_temporal() and all(isinstance(one, str) or is_missing(one) for one in cells):
        return "text"
    try:
        day_column(table, name)
    except InputError:
        return OTHER
    return "date"


def longest(table: Any, name: str) -> int:
    """Bytes of the longest text in a column, at least 1."""
    texts = (one for one in column(table, name).tolist() if isinstance(one, str))
    return max((len(one.encode()) for one in texts), default=0) or 1
