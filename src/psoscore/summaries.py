"""The tables that trials print: responders with intervals, changes, observed against imputed.

Each takes a long frame, one row a patient in every group, such as the analysed
records of ``adqs``, and gives a frame of the same kind with one row a group.

Missing data:
    A flag that is not settled is in neither numerator nor denominator: that
    is what observed cases mean. Non-responder imputation settles it first.

>>> import polars as pl
>>> frame = pl.DataFrame({"arm": ["A", "A", "A", "B"], "flag": ["Y", "N", None, "N"]})
>>> responder_summary(frame, flag="flag", by=["arm"], interval="wilson")[["arm", "responders", "n"]].rows()
[('A', 1, 2), ('B', 0, 1)]
"""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

import numpy as np
from attrs import frozen

from psoscore.amount_arrays import fault_at
from psoscore.eager_frame import column, eager
from psoscore.errors import DefinitionError, Fault, InputError, MissingExtraError
from psoscore.new_frame import new_frame
from psoscore.provenance import Provenance
from psoscore.sources import BINOMIAL_INTERVALS, PSOSCORE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = [
    "Interval95",
    "change_summary",
    "clopper_pearson",
    "observed_and_imputed",
    "responder_summary",
    "wilson",
]

Frame = TypeVar("Frame")
Interval95: TypeAlias = Literal["clopper_pearson", "wilson"]
Ends: TypeAlias = "tuple[NDArray[np.float64], NDArray[np.float64]]"

INTERVAL_PROVENANCE = Provenance(
    sources=(BINOMIAL_INTERVALS, PSOSCORE),
    requirements=("PSO-ENDP-026", "PSO-ENDP-027"),
    status="unconfirmed",
)

FLAG_OF_TEXT = {"Y": 1, "N": 0}
OPEN = -1
PERCENT = 100


def clopper_pearson(responders: Any, n: Any, *, level: float = 0.95) -> Ends:
    """The exact interval of a proportion, after Clopper and Pearson (extra ``summaries``).

    Args:
        responders: How many responded: whole numbers, arrays or one number.
        n: Of how many; where it is 0 both ends are NaN.
        level: The confidence level, between 0 and 1.

    Returns:
        The lower and the upper ends, as proportions.

    Raises:
        InputError: The counts are no whole numbers, or more responded than there were.
        DefinitionError: The level is not between 0 and 1.
        MissingExtraError: scipy is not installed.

    Examples:
        >>> low, high = clopper_pearson(0, 10)
        >>> float(low), round(float(high), 4)
        (0.0, 0.3085)
    """
    x, size = _counts(responders, n)
    tail = _tail(level)
    try:
        from scipy.special import betaincinv  # noqa: PLC0415 - an extra, only wanted here
    except ImportError:
        library = "scipy"
        raise MissingExtraError(library, "summaries") from None
    low = np.where(x == 0, 0.0, betaincinv(np.maximum(x, 1), size - x + 1, tail))
    high = np.where(x == size, 1.0, betaincinv(x + 1, np.maximum(size - x, 1), 1 - tail))
    return np.where(size == 0, np.nan, low), np.where(size == 0, np.nan, high)


def wilson(responders: Any, n: Any, *, level: float = 0.95) -> Ends:
    """The score interval of a proportion, after Wilson, without correction for continuity.

    Args:
        responders: As for ``clopper_pearson``.
        n: As for ``clopper_pearson``.
        level: As for ``clopper_pearson``.

    Returns:
        The lower and the upper ends, as proportions.

    Raises:
        InputError: As for ``clopper_pearson``.
        DefinitionError: As for ``clopper_pearson``.

    Examples:
        >>> low, high = wilson(5, 10)
        >>> round(float(low), 4), round(float(high), 4)
        (0.2366, 0.7634)
    """
    x, size = _counts(responders, n)
    z2 = NormalDist().inv_cdf(1 - _tail(level)) ** 2
    known = np.where(size == 0, np.nan, size)
    half = np.sqrt(z2 * (x * (size - x) / known + z2 / 4))
    low, high = ((x + z2 / 2 + sign * half) / (known + z2) for sign in (-1, 1))
    return np.where(x == 0, 0 * low, low), np.where(x == size, 1 + 0 * high, high)


def responder_summary(  # noqa: PLR0913 - which columns hold what, keyword-only
    frame: Frame,
    *,
    flag: str,
    by: Sequence[str],
    where: str | None = None,
    interval: Interval95 = "clopper_pearson",
    level: float = 0.95,
) -> Frame:
    """How many responded of how many, with an interval, for every group.

    New columns beside those of ``by``: ``responders``, ``n``, ``percent``, ``low``
    and ``high`` (the ends of the interval, in percent).

    Missing data: see the module; a group of which no flag is settled has n 0
    and no percent.

    Args:
        frame: An eager frame: pandas, polars, pyarrow, ...
        flag: The column of the flags: Y and N, or 1 and 0 with -1 for open.
        by: The columns that make the groups, such as arm and visit; groups
            come in their order.
        where: A column that is Y or 1 on the rows that count, such as ANL01FL; None counts all.
        interval: ``"clopper_pearson"`` (extra ``summaries``) or ``"wilson"``.
        level: The confidence level.

    Returns:
        A frame of the same kind.

    Raises:
        InputError: A column is not there, a cell is no flag, or the frame is lazy.
        DefinitionError: There is no such interval, or the level is not between 0 and 1.
        MissingExtraError: narwhals or scipy is not installed.
    """
    ends = _interval(interval)
    table, groups = _grouped(frame, by, where)
    flags = read_texts_or_flags(flag, column(table, flag))
    x, n = groups.count(flags == 1), groups.count(flags != OPEN)
    low, high = ends(x, n, level=level)
    made = {"responders": x, "n": n, "percent": _percent(x, n), "low": PERCENT * low, "high": PERCENT * high}
    return _made(table, groups, by, made)


def change_summary(frame: Frame, *, value: str, by: Sequence[str], where: str | None = None) -> Frame:
    """How a value is distributed in every group: change or percent change by visit and arm.

    New columns beside those of ``by``: ``n``, ``n_missing``, ``mean``, ``sd``
    (n - 1), ``median``, ``least`` and ``greatest``.

    Missing data: a missing value counts in ``n_missing`` and in nothing else.

    Args:
        frame: As for ``responder_summary``.
        value: The column of the values, such as CHG.
        by: As for ``responder_summary``.
        where: As for ``responder_summary``.

    Returns:
        A frame of the same kind.

    Raises:
        InputError: A column is not there or holds no numbers, or the frame is lazy.
        MissingExtraError: narwhals is not installed.

    Examples:
        >>> import polars as pl
        >>> frame = pl.DataFrame({"arm": ["A", "A", "A"], "CHG": [-9.0, -4.0, None]})
        >>> change_summary(frame, value="CHG", by=["arm"]).row(0)
        ('A', 2, 1, -6.5, 3.5355339059327378, -6.5, -9.0, -4.0)
    """
    table, groups = _grouped(frame, by, where)
    values = _numbers(value, column(table, value))
    known = ~np.isnan(values)
    columns: dict[str, NDArray[Any]] = {"n": groups.count(known), "n_missing": groups.count(~known)}
    samples = [values[(groups.group == one) & known] for one in range(len(groups.first))]
    measures: dict[str, tuple[Any, int]] = {
        "mean": (np.mean, 1),
        "sd": (lambda sample: np.std(sample, ddof=1), 2),
        "median": (np.median, 1),
        "least": (np.min, 1),
        "greatest": (np.max, 1),
    }
    for name, (measure, least) in measures.items():
        made = [float(measure(sample)) if len(sample) >= least else np.nan for sample in samples]
        columns[name] = np.array(made, np.float64)
    return _made(table, groups, by, columns)


def observed_and_imputed(
    frame: Frame, *, flag: str, by: Sequence[str], imputed: str = "DTYPE", where: str | None = None
) -> Frame:
    """Responders among observed cases beside those after imputation, for every group.

    New columns beside those of ``by``: ``responders_observed``, ``n_observed``,
    ``percent_observed``, ``n_imputed``, ``responders``, ``n`` and ``percent``.

    Missing data: see the module.

    Args:
        frame: As for ``responder_summary``; with the imputed records in it.
        flag: As for ``responder_summary``.
        by: As for ``responder_summary``.
        imputed: The column that marks imputed records: DTYPE, or one of 1 and 0.
        where: As for ``responder_summary``.

    Returns:
        A frame of the same kind.

    Raises:
        InputError: A column is not there, a cell is no flag, or the frame is lazy.
        MissingExtraError: narwhals is not installed.

    Examples:
        >>> import polars as pl
        >>> frame = pl.DataFrame({"arm": ["A"] * 3, "CRIT1FL": ["Y", "N", "N"], "DTYPE": [None, None, "NRI"]})
        >>> observed_and_imputed(frame, flag="CRIT1FL", by=["arm"]).row(0)
        ('A', 1, 2, 50.0, 1, 1, 3, 33.333333333333336)
    """
    table, groups = _grouped(frame, by, where)
    flags = read_texts_or_flags(flag, column(table, flag))
    marks = np.array([_marked(one) for one in column(table, imputed).tolist()], np.bool_)
    settled = flags != OPEN
    x, n = groups.count((flags == 1) & ~marks), groups.count(settled & ~marks)
    every, size = groups.count(flags == 1), groups.count(settled)
    made = {
        "responders_observed": x,
        "n_observed": n,
        "percent_observed": _percent(x, n),
        "n_imputed": groups.count(settled & marks),
        "responders": every,
        "n": size,
        "percent": _percent(every, size),
    }
    return _made(table, groups, by, made)


def _marked(one: Any) -> bool:
    return isinstance(one, str) or one == 1


@frozen(eq=False)
class Groups:
    """The groups of a frame: for each row its group, -1 where it does not count; the first row of each."""

    group: NDArray[np.int64]
    first: NDArray[np.int64]

    def count(self, which: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many rows of each group are marked."""
        return np.bincount(self.group[which & (self.group >= 0)], minlength=len(self.first)).astype(np.int64)


def _grouped(frame: Any, by: Sequence[str], where: str | None) -> tuple[Any, Groups]:
    table = eager(frame)
    if isinstance(by, str) or not by:
        message = "by= needs a list of columns, such as arm and visit"
        raise DefinitionError(message)
    keys = list(zip(*(column(table, name).tolist() for name in by), strict=True))
    counts = np.ones(len(keys), np.bool_)
    if where is not None:
        counts = read_texts_or_flags(where, column(table, where)) == 1
    firsts: dict[tuple[Any, ...], int] = {}
    plain = [tuple(None if one != one else one for one in key) for key in keys]  # noqa: PLR0124 - NaN
    for row in np.flatnonzero(counts).tolist():
        firsts.setdefault(plain[row], row)
    order = sorted(firsts, key=lambda key: [(one is None, "" if one is None else one) for one in key])
    number = {key: place for place, key in enumerate(order)}
    group = np.array([number[key] if counts[row] else -1 for row, key in enumerate(plain)], np.int64)
    return table, Groups(group, np.array([firsts[key] for key in order], np.int64))


def _made(table: Any, groups: Groups, by: Sequence[str], columns: dict[str, NDArray[Any]]) -> Any:
    import narwhals.stable.v2 as nw  # noqa: PLC0415 - an extra, only wanted here

    made = nw.from_native(new_frame(table, columns, dict.fromkeys(by, groups.first)))
    return made.select(*by, *columns).to_native()


def read_texts_or_flags(item: str, values: NDArray[Any]) -> NDArray[np.int8]:
    """Flags of an analysis data set: Y and N, or 1, 0 and -1; what is missing is open.

    Raises:
        InputError: With first positions and count: cells that are none of these.
    """
    found = np.full(values.shape, OPEN, np.int8)
    wrong = np.zeros(values.shape, np.bool_)
    for row, one in enumerate(values.tolist()):
        if isinstance(one, str) and one in FLAG_OF_TEXT:
            found[row] = FLAG_OF_TEXT[one]
        elif isinstance(one, int | float) and one in {0, 1, OPEN}:
            found[row] = int(one)
        elif one not in {None, ""} and one == one:  # noqa: PLR0124 - NaN
            wrong[row] = True
    if wrong.any():
        raise InputError([fault_at(item, "no_flag", "Y, N, 1, 0, or -1 and nothing for open", wrong)])
    return found


def _numbers(item: str, values: NDArray[Any]) -> NDArray[np.float64]:
    try:
        return values.astype(np.float64)
    except (TypeError, ValueError):
        raise InputError([Fault(item=item, kind="not_a_number", allowed="numbers")]) from None


def _percent(x: NDArray[np.int64], n: NDArray[np.int64]) -> NDArray[np.float64]:
    percent: NDArray[np.float64] = np.divide(
        PERCENT * x, n, out=np.full(len(n), np.nan), where=n > 0, casting="unsafe"
    )
    return percent


def _interval(name: str) -> Any:
    intervals = {"clopper_pearson": clopper_pearson, "wilson": wilson}
    if name not in intervals:
        message = f"interval={name!r}; choose from 'clopper_pearson', 'wilson'"
        raise DefinitionError(message)
    return intervals[name]


def _tail(level: float) -> float:
    if not 0 < level < 1:
        message = f"level={level!r}; a number between 0 and 1 is needed"
        raise DefinitionError(message)
    return (1 - level) / 2


def _counts(responders: Any, n: Any) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    x, size = np.asarray(responders), np.asarray(n)
    if x.dtype.kind not in "iu" or size.dtype.kind not in "iu" or (x < 0).any() or (x > size).any():
        raise InputError([Fault(item="responders", kind="bad_count", allowed="whole numbers from 0 to n")])
    return x, size
