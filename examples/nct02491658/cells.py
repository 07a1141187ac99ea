"""Reads single cells of the files beside the items; what cannot be read is listed and taken as unknown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import NoReturn, TypeVar

import psoscore as ps
from files import Row
from reading import Found
from scoring import wrong

T = TypeVar("T")

DAY = re.compile(r"(19|20)\d{2}-\d{2}-\d{2}", re.ASCII)
CLOCK = re.compile(r"\d{2}:\d{2}", re.ASCII)
MOMENT = re.compile(r"(19|20)\d{2}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?", re.ASCII)


def taken(row: Row, name: str, reader: Callable[[str], T], where: str, found: list[Found]) -> T | None:
    """A cell as its reader takes it; None where it is empty or cannot be read."""
    cell = row.cells.get(name)
    if cell is None:
        return None
    try:
        return reader(cell)
    except ps.InputError as error:
        found += [Found(row.line, row.subject, where, name, cell, wrong(fault)) for fault in error.faults]
    return None


def refuse(kind: str, allowed: str) -> NoReturn:
    """Say what may stand in the cell."""
    raise ps.InputError([ps.Fault("", kind, allowed)])


def day(cell: str) -> date:
    """A full date of this century or the last."""
    return _iso(cell, DAY, date.fromisoformat, "no_date", "a date such as 2015-06-30")


def clock(cell: str) -> time:
    """A time of day."""
    return _iso(cell, CLOCK, time.fromisoformat, "no_time", "a time such as 09:30")


def moment(cell: str) -> datetime:
    """A date and a time on the site's clock."""
    allowed = "a date and time without a zone, such as 2015-06-30T09:30"
    return _iso(cell, MOMENT, datetime.fromisoformat, "no_date_and_time", allowed)


def decimal(cell: str) -> Decimal:
    """A number, exactly as it is written."""
    try:
        return Decimal(cell)
    except InvalidOperation:
        refuse("text", "a number")


def _iso(cell: str, shape: re.Pattern[str], reader: Callable[[str], T], kind: str, allowed: str) -> T:
    try:
        if shape.fullmatch(cell):
            return reader(cell)
    except ValueError:
        pass
    refuse(kind, allowed)
