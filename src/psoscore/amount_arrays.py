"""Measured amounts in arrays as whole small units.

A float is read as the decimal it stands for: it is decoded to the unit within
1e-4 of it and refused otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from attrs import frozen

from psoscore.amount import amount
from psoscore.errors import SHOWN_ROWS, DefinitionError, Fault, InputError
from psoscore.missing import is_missing
from psoscore.numerals import TOLERANCE

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "BLOCK",
    "MOST_DECIMALS",
    "UNKNOWN",
    "Integers",
    "Units",
    "array_of",
    "as_printed",
    "fault_at",
    "object_floats",
    "read_floats",
    "read_units",
    "refuse_outside",
]

Integers: TypeAlias = "NDArray[np.int64]"

UNKNOWN = -1
"""Stands in integer arrays where nothing is known; amounts and cells are never negative."""
BLOCK = 65_536
MOST_DECIMALS = 6
MOST = 10**12
"""Integers beyond are cut off here, so that no unit of them leaves int64."""
WIDEST = 2**63


@frozen(eq=False)
class Units:
    """Amounts in whole small units.

    Attributes:
        values: The amounts, with UNKNOWN where they are missing.
        unknown: True where they are missing, or None where none is.
        decimals: How many decimals of the named unit one small unit is.
        least: The least known amount, 0 where there is none.
        greatest: The greatest known amount, 0 where there is none.
    """

    values: Integers
    unknown: NDArray[np.bool] | None
    decimals: int
    least: int
    greatest: int

    def only_known(self, wrong: NDArray[np.bool]) -> NDArray[np.bool]:
        """The same marks without those on missing amounts."""
        return wrong if self.unknown is None else wrong & ~self.unknown


def read_units(item: str, values: ArrayLike, *, decimals: int) -> Units:
    """Read an array of amounts.

    Missing data:
        NaN, None and masked cells are missing.

    Args:
        item: What is read, with its unit, for the message.
        values: Floats, integers, Decimals or a masked array.
        decimals: Decimals that the amounts have at most, 0 to 6.

    Returns:
        The amounts as int64.

    Raises:
        InputError: With first positions and count: cells that are no numbers, infinite,
            or have more decimals than declared.
        DefinitionError: The decimals are not 0 to 6.
    """
    if type(decimals) is not int or not 0 <= decimals <= MOST_DECIMALS:
        message = f"decimals is {decimals}; 0 to {MOST_DECIMALS}"
        raise DefinitionError(message)
    masked = _mask(values)
    given = array_of(item, values)
    kind = given.dtype.kind
    if kind in "iu":
        units = np.asarray(np.clip(given.astype(np.int64), -MOST, MOST) * 10**decimals)
        return _hide(units, masked, decimals)
    if kind == "O":
        given = object_floats(item, given, masked)
    elif kind != "f":
        raise InputError([Fault(item=item, kind="no_number", allowed="numbers", value=str(given.dtype))])
    return _decode(item, as_printed(given), masked, decimals)


def array_of(item: str, values: Any, allowed: str = "one number a cell", *, kind: Any = None) -> NDArray[Any]:
    """The values as an array of whatever type they have, or of the one that is wanted.

    Raises:
        InputError: Rows are not equally long, or a cell is a list.
    """
    try:
        return np.asarray(values, kind)
    except Exception:  # noqa: BLE001  rows of different lengths; and a stranger's object can raise anything
        fault = Fault(item=item, kind="not_an_array", allowed=f"{allowed}, in rows of equal length")
        raise InputError([fault]) from None


def as_printed(given: NDArray[Any]) -> NDArray[np.float64]:
    """Floats of any width as the float64 that prints alike: 70.1 in half the width is still 70.1.

    >>> as_printed(np.array([70.1], dtype=np.float32)).tolist()
    [70.1]
    """
    if given.dtype.itemsize >= np.dtype(np.float64).itemsize:
        return given.astype(np.float64, copy=False)
    different, places = np.unique(given, return_inverse=True)
    return different.astype(str).astype(np.float64)[places].reshape(given.shape)


def _mask(values: Any) -> NDArray[np.bool] | None:
    return np.ma.getmaskarray(values) if np.ma.isMaskedArray(values) else None


def _hide(units: Integers, unknown: NDArray[np.bool] | None, decimals: int) -> Units:
    hidden = unknown if unknown is not None and unknown.any() else None
    known = units if hidden is None else units[~hidden]
    least, greatest = (int(known.min()), int(known.max())) if known.size else (0, 0)
    if hidden is not None:
        units[hidden] = UNKNOWN
    return Units(units, hidden, decimals, least, greatest)


def object_floats(
    item: str, given: NDArray[Any], masked: NDArray[np.bool] | None = None
) -> NDArray[np.float64]:
    """Objects one by one, each as the float that prints as it is written; what is missing is NaN.

    Raises:
        InputError: With first positions and count: cells that are no numbers.
    """
    floats = np.full(given.shape, np.nan)
    bad: list[int] = []
    for position, value in enumerate(given.flat):
        if is_missing(value) or (masked is not None and masked.flat[position]):
            continue
        try:
            floats.flat[position] = float(amount(item, value))
        except InputError:
            bad.append(position)
    if bad:
        raise InputError([_fault(item, "no_number", "numbers", bad, given.shape)])
    return floats


def read_floats(item: str, values: Any, *, allowed: str = "numbers") -> NDArray[np.float64]:
    """Numbers of any kind as float64; NaN, None, NA and masked cells are NaN.

    Raises:
        InputError: Text, truth values, days, or numbers that are not finite.

    >>> read_floats("CHG", [1, None]).tolist()
    [1.0, nan]
    """
    masked = _mask(values)
    given = array_of(item, values)
    if given.dtype.kind == "O":
        given = object_floats(item, given, masked)
    if given.dtype.kind not in "iuf":
        raise InputError([Fault(item=item, kind="no_number", allowed=allowed, value=str(given.dtype))])
    floats = given.astype(np.float64)
    if masked is not None:
        floats[masked] = np.nan
    infinite = np.isinf(floats)
    if infinite.any():
        raise InputError([fault_at(item, "not_finite", "finite numbers", np.atleast_1d(infinite))])
    return floats


def _decode(item: str, given: NDArray[np.float64], masked: NDArray[np.bool] | None, decimals: int) -> Units:
    """Blocks that stay in cache; only a block with something missing or wrong is looked at cell by cell."""
    flat = np.ascontiguousarray(given).ravel()
    units = np.empty(flat.shape, dtype=np.int64)
    unknown = None if masked is None else masked.ravel().copy()
    scale = float(10**decimals)
    product, whole = np.empty(BLOCK), np.empty(BLOCK)
    wrong: list[NDArray[np.int64]] = []
    least, greatest = np.inf, -np.inf
    with np.errstate(invalid="ignore", over="ignore"):
        for begin in range(0, flat.size, BLOCK):
            block = slice(begin, min(begin + BLOCK, flat.size))
            off, rounded = product[: block.stop - begin], whole[: block.stop - begin]
            np.multiply(flat[block], scale, out=off)
            np.rint(off, out=rounded)
            units[block] = rounded
            np.subtract(off, rounded, out=off)
            if off.max() <= TOLERANCE and off.min() >= -TOLERANCE:
                least, greatest = min(least, rounded.min()), max(greatest, rounded.max())
                continue
            if unknown is None:
                unknown = np.zeros(flat.shape, dtype=np.bool)
            unknown[block] |= np.isnan(flat[block])
            far = ~(abs(off) <= TOLERANCE) & ~unknown[block]
            wrong.append(np.flatnonzero(far) + begin)
    positions: list[int] = np.concatenate(wrong).tolist() if wrong else []
    if positions:
        raise InputError(_faults(item, given, positions, decimals))
    shaped = units.reshape(given.shape)
    if unknown is None and flat.size and abs(least) < WIDEST and abs(greatest) < WIDEST:
        return Units(shaped, None, decimals, int(least), int(greatest))
    return _hide(shaped, None if unknown is None else unknown.reshape(given.shape), decimals)


def _faults(item: str, given: NDArray[np.float64], positions: list[int], decimals: int) -> list[Fault]:
    infinite = [position for position in positions if np.isinf(given.flat[position])]
    finer = [position for position in positions if not np.isinf(given.flat[position])]
    hint = f"declare decimals=, up to {MOST_DECIMALS}, or round to what the device shows"
    found = [_fault(item, "not_finite", "finite numbers", infinite, given.shape)] if infinite else []
    found += (
        [_fault(item, "too_fine", f"at most {decimals} decimals", finer, given.shape, hint)] if finer else []
    )
    return found


def _fault(  # noqa: PLR0913, PLR0917 - the fields of a fault
    item: str, kind: str, allowed: str, positions: list[int], shape: tuple[int, ...], hint: str = ""
) -> Fault:
    """A fault of an array; in two dimensions a position is that of the row."""
    width = int(np.prod(shape[1:], dtype=np.int64))
    rows = tuple(position // width for position in positions[:SHOWN_ROWS])
    return Fault(item=item, kind=kind, allowed=allowed, hint=hint, rows=rows, count=len(positions))


def refuse_outside(  # noqa: PLR0913 - the range in units and in words
    item: str, units: Units, *, low: int, high: int, allowed: str, hint: str = ""
) -> None:
    """Refuse amounts outside a range of small units, both ends allowed.

    Raises:
        InputError: With first positions and count.
    """
    nothing_known = not units.values.size or (units.unknown is not None and bool(units.unknown.all()))
    if nothing_known or (units.least >= low and units.greatest <= high):
        return
    wrong = (units.values < low) | (units.values > high)
    raise InputError([fault_at(item, "out_of_range", allowed, units.only_known(wrong), hint)])


def fault_at(item: str, kind: str, allowed: str, wrong: NDArray[np.bool], hint: str = "") -> Fault:
    """A fault with the positions at which an array is True."""
    return _fault(item, kind, allowed, np.flatnonzero(wrong).tolist(), wrong.shape, hint)
