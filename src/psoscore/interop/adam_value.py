"""The values of a parameter, read with their bounds; refused where records contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from psoscore.amount_arrays import fault_at
from psoscore.eager_frame import column
from psoscore.endpoints.score_course import read_course
from psoscore.endpoints.visit_window_arrays import NOWHERE
from psoscore.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from psoscore.interop.adam_parameter import Parameter
    from psoscore.interop.adam_rows import Places

__all__ = ["Values", "read_values", "refuse_conflicts"]

DAY_HINT = "keep the one that counts, or say visit= for the planned visit of each"
VISIT_HINT = "keep the one that counts; a record without a planned visit is not analysed"


@frozen(eq=False)
class Values:
    """The scores of one parameter.

    Attributes:
        value: The score of each record, NaN where there is none.
        low: The least that the score can be: the value itself, or else the bound; NaN where there is neither.
        high: The greatest.
    """

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def read_values(parameter: Parameter, table: Any) -> Values:
    """The scores of a parameter; where there is none its bounds, if it has columns of them.

    Raises:
        InputError: A column is not there, a cell is no value of the score, or bounds are reversed.
    """
    value = _scores(parameter, parameter.column, table)
    if parameter.bounds is None:
        return Values(value, value, value)
    low, high = (_scores(parameter, name, table) for name in parameter.bounds)
    if (low > high).any():
        name, other = parameter.bounds
        raise InputError([fault_at(name, "ends_reversed", f"at most {other}", low > high)])
    return Values(value, *(np.where(np.isnan(value), end, value) for end in (low, high)))


def _scores(parameter: Parameter, name: str, table: Any) -> NDArray[np.float64]:
    """The scores of a column, NaN where there is none."""
    units = read_course(parameter.of, name, column(table, name))
    value: NDArray[np.float64] = units.values / parameter.of.scale
    if units.unknown is not None:
        value[units.unknown] = np.nan
    return value


def refuse_conflicts(
    parameters: Iterable[Parameter],
    values: Iterable[Values],
    places: Places,
    planned: NDArray[np.int64] | None,
) -> None:
    """Refuse different values of one patient on one day, or at one planned visit; no rule chooses.

    Missing data: a record without a value contradicts none that has one; two
    without a value contradict each other where their bounds differ.

    Args:
        parameters: What the values are of.
        values: The values of each.
        places: Whose records they are, and of which date.
        planned: The planned visits, NOWHERE where there is none; None where days decide.

    Raises:
        InputError: With first positions and count, for every column that has some.
    """
    if planned is None:
        what, hint = "day", DAY_HINT
        when, placed = places.date.astype(np.int64), ~np.isnat(places.date)
    else:
        what, hint, when, placed = "planned visit", VISIT_HINT, planned, planned != NOWHERE
    allowed = f"one value a patient and {what}"
    given = (each for one in zip(parameters, values, strict=True) for each in _columns(*one))
    torn = ((name, _torn(places.who, when, value, placed)) for name, value in given)
    faults = [fault_at(name, "conflicting_records", allowed, one, hint) for name, one in torn if one.any()]
    if faults:
        raise InputError(faults)


def _columns(parameter: Parameter, values: Values) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """The columns of a parameter by name; a bound counts where there is no value."""
    yield parameter.column, values.value
    for name, end in zip(parameter.bounds or (), (values.low, values.high), strict=False):
        yield name, np.where(np.isnan(values.value), end, np.nan)


def _torn(
    who: NDArray[Any], when: NDArray[Any], value: NDArray[Any], placed: NDArray[np.bool]
) -> NDArray[np.bool]:
    """Which records have another of the same patient and time beside them that says something else."""
    rows = np.flatnonzero(placed & ~np.isnan(value))
    times, time = np.unique(when[rows], return_inverse=True)
    every, place = np.unique(who[rows] * len(times) + time, return_inverse=True)
    one = np.empty(len(every))
    one[place] = value[rows]
    differs = np.zeros(len(every), np.bool)
    differs[place[one[place] != value[rows]]] = True
    found = np.zeros(len(value), np.bool)
    found[rows] = differs[place]
    return found
