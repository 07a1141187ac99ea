"""What one cell of a record can hold, and how a Python value is read into it.

A state is a number in units, the text of a code, NOT_RELEVANT, a pair of ends,
or one of the three reasons for not knowing.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from math import isfinite
from numbers import Integral, Rational, Real
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from psoscore.answers import NOT_RELEVANT, Interval
from psoscore.dates import partial_date
from psoscore.errors import Fault
from psoscore.missing import is_missing
from psoscore.numerals import spelt
from psoscore.shown import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from psoscore.cells import Cell
    from psoscore.definitions import Score
    from psoscore.engine.options import Options

__all__ = [
    "CALENDAR_HINT",
    "COMMA_HINT",
    "MISSPELT_HINT",
    "NOT_RELEVANT_HERE",
    "TEXT_HINT",
    "Gap",
    "State",
    "allowed_text",
    "out_of_range_hint",
    "read",
]

MOST_DIGITS = 1000
"""A decimal can spell a number of a billion digits in a dozen characters."""

BOOLS = frozenset({"bool", "bool_"})
YES_NO: dict[Any, int] = {0: 0, 1: 1}


class Gap(Enum):
    """Why a cell is not known; the missing rule of a manual acts on BLANK alone."""

    BLANK = "an empty cell on a captured form"
    UNRECORDED = "never captured"
    REFUSED = "an invalid cell that was set aside"
    ABSENT = "a form of the question that the data do not use"


State: TypeAlias = Any

TEXT_HINT = "give a number; a door that takes text='numbers' reads text as the number it spells"
CALENDAR_HINT = "years run from 1 to 9999"
MISSPELT_HINT = "it spells no number; an empty cell is None, not text"
COMMA_HINT = "write a decimal point, no comma, and no mark of thousands"
NOT_RELEVANT_HERE = "not_relevant_is_no_answer_here"


class Refused(Exception):  # noqa: N818  not an error that leaves this module
    """A value that cannot be read: the kind of fault and a hint."""

    def __init__(self, kind: str, hint: str = "") -> None:
        super().__init__(kind, hint)
        self.kind = kind
        self.hint = hint


def _refuse(kind: str, hint: str = "") -> NoReturn:
    raise Refused(kind, hint)


def allowed_text(cell: Cell) -> str:
    """What may stand in a cell, in words."""
    if cell.kind == "flag":
        return "True, False, 1 or 0"
    if cell.kind == "code":
        return ", ".join(map(repr, cell.values))
    if cell.kind == "day":
        return "a date, or ISO text such as 2015-06-30, 2015-06 or 2015"
    if cell.allowed is not None:
        text = " or ".join(map(str, cell.allowed))
    else:
        low, high = Fraction(cell.low, cell.scale), Fraction(cell.high, cell.scale)
        step = "" if cell.kind == "measure" else f" in steps of {float(Fraction(1, cell.scale)):g}"
        text = f"{float(low):g} to {float(high):g}{step}"
    unit = f" {cell.unit}" if cell.unit else ""
    return f"{text}{unit}, or not relevant" if cell.not_relevant else f"{text}{unit}"


def read(cell: Cell, value: object, options: Options) -> State | Fault:
    """The state of a cell that holds a value, or what is wrong with it."""
    try:
        return _read(cell, value, options)
    except Refused as refused:
        return Fault(cell.name, refused.kind, allowed_text(cell), shown(value), refused.hint)
    except Exception:  # noqa: BLE001  a stranger's object can raise anything when it is looked at
        return Fault(cell.name, "unreadable", allowed_text(cell), f"a value of type {type(value).__name__}")


def _read(cell: Cell, value: Any, options: Options) -> State:
    if is_missing(value):
        return Gap.BLANK
    if value is NOT_RELEVANT or (cell.not_relevant and options.has_code and _is_code(value, options)):
        if not cell.not_relevant:
            _refuse(NOT_RELEVANT_HERE)
        return NOT_RELEVANT
    if isinstance(value, Interval):
        low, _ = _ends(_read(cell, value.low, options))
        _, high = _ends(_read(cell, value.high, options))
        if low > high:  # text compares otherwise than what it spells
            _refuse("ends_reversed")
        return low, high
    return READERS[cell.kind](cell, value, options)


def _is_code(value: Any, options: Options) -> bool:
    code = options.not_relevant
    if options.text == "numbers" and isinstance(value, str) and not isinstance(code, str):
        value = spelt(value)
    return type(value).__name__ not in BOOLS and bool(value == code)


def _ends(state: State) -> tuple[Any, Any]:
    if isinstance(state, Gap) or state is NOT_RELEVANT or isinstance(state, str):
        _refuse("interval_without_ends")
    return (state[0], state[1]) if isinstance(state, tuple) else (state, state)


def _flag(_cell: Cell, value: Any, _options: Options) -> int:
    if type(value).__name__ in BOOLS:
        return int(bool(value))
    exact = _fraction(value) if isinstance(value, Decimal) else value
    if isinstance(exact, Real) and exact in YES_NO:
        return YES_NO[exact]
    _refuse("no_flag")


def _code(cell: Cell, value: Any, _options: Options) -> str:
    if isinstance(value, str) and str(value) in cell.values:
        return str(value)
    _refuse("no_such_code")


def _day(_cell: Cell, value: Any, _options: Options) -> State:
    if type(value).__name__ == "datetime64":
        value = value.astype("datetime64[D]").item()
        if isinstance(value, int):  # what no date can hold
            _refuse("no_date", CALENDAR_HINT)
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            _refuse("time_zone", "give the date at the site, without a zone")
        return value.toordinal()
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, str):
        found = partial_date(value)
        if found is not None:
            first, last = (one.toordinal() for one in found)
            return first if first == last else (first, last)
    _refuse("no_date")


def _number(cell: Cell, value: Any, options: Options) -> State:
    """A number, or a score with its bounds."""
    if type(value).__name__ in BOOLS:
        _refuse("bool")
    if isinstance(value, str):
        value = _spelt(value, options)
    if not hasattr(value, "exact_bounds"):
        return _within(cell, _in_units(cell, value))
    _refuse_another(cell, value.definition)
    if value.exact is not None and not options.completions:
        return _within(cell, _in_units(cell, value.exact))
    least, most = (_within(cell, _in_units(cell, end)) for end in value.exact_bounds)
    return least if least == most else (least, most)


def _spelt(text: str, options: Options) -> Decimal:
    """The number that a text spells, where text is read as numbers."""
    number = spelt(text)
    if number is None and text == options.not_relevant:
        _refuse(NOT_RELEVANT_HERE)  # where it is an answer, it was read as one
    if number is None and spelt(text.replace(",", ".")) is not None:
        _refuse("text", COMMA_HINT)
    if options.text != "numbers":
        _refuse("text", TEXT_HINT)
    if number is None:
        _refuse("text", MISSPELT_HINT)
    return number


def _refuse_another(cell: Cell, score: Score) -> None:
    """Refuse the result of a score that has another range or finer steps, and so is another score."""
    low, high = score.low * cell.scale, score.high * cell.scale
    finer = cell.kind == "number" and cell.scale % score.scale
    if low != cell.low or high != cell.high or finer:
        steps = f"{score.low:g} to {score.high:g} in steps of {1 / score.scale:g}"
        _refuse("another_score", f"{score.name} runs from {steps}")


def _in_units(cell: Cell, value: Any) -> int | float | Fraction:
    if isinstance(value, Integral):
        return int(value) * cell.scale
    if isinstance(value, Rational):
        return _units(cell, Fraction(int(value.numerator), int(value.denominator)))
    if isinstance(value, Decimal):
        return _units(cell, _fraction(value))
    if isinstance(value, Real):
        if not isfinite(value):
            _refuse("infinite")
        if cell.kind == "measure":
            return float(value)
        return _nearest(cell, float(value))
    _refuse("no_number")


def _fraction(value: Decimal) -> Fraction:
    """The exact value; what would fill the memory when written out is refused first."""
    if not value.is_finite():
        _refuse("infinite")
    if value and abs(value.adjusted()) > MOST_DIGITS:
        _refuse("out_of_range" if value.adjusted() > 0 else "too_fine")
    return Fraction(value)


def _units(cell: Cell, value: Fraction) -> int | Fraction:
    """An exact number in units."""
    units = value * cell.scale
    if cell.kind == "measure":
        return value
    if units.denominator != 1:
        _refuse("not_whole" if cell.scale == 1 else "too_fine")
    return int(units)


def _nearest(cell: Cell, value: float) -> int:
    """The unit that a float stands for; the arrays and the engines ask the same of it."""
    units = round(value * cell.scale)
    if abs(value - units / cell.scale) > cell.tolerance:
        _refuse("not_whole" if cell.scale == 1 else "too_fine")
    return units


def _within(cell: Cell, units: float | Fraction) -> int | float | Fraction:
    if not cell.low <= units <= cell.high or (cell.allowed is not None and units not in cell.allowed):
        _refuse("out_of_range", out_of_range_hint(cell, units))
    return units


def out_of_range_hint(cell: Cell, value: object) -> str:
    """What to do about a value outside the answers of a cell, or ""."""
    combined = isinstance(value, int | float | Fraction) and cell.low <= value <= cell.high
    if cell.allowed is not None and combined:
        return f"an answer to the whole question stands in {cell.asked_as}"
    if cell.not_relevant:
        return "a code for 'not relevant' must be declared with not_relevant="
    return ""


READERS: dict[str, Callable[[Cell, Any, Options], State]] = {
    "number": _number,
    "measure": _number,
    "flag": _flag,
    "code": _code,
    "day": _day,
}
