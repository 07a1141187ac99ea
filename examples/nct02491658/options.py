"""What may stand on the command line of ``run.py``."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

import cells
import files
import psoscore as ps
import reading
import scoring


def parser() -> argparse.ArgumentParser:
    """The files and the options."""
    taken = argparse.ArgumentParser(prog="run.py", description="Score PASI and DLQI of a trial.")
    taken.add_argument("path", nargs="?", type=Path, help="a CSV of items or of totals")
    taken.add_argument("--facts", type=Path, help="a CSV of screening facts, one row a subject")
    taken.add_argument("--infusions", type=Path, help="a CSV with one row a subject and infusion")
    taken.add_argument("--vital-signs", type=Path, help="a CSV with one row a subject and time")
    taken.add_argument("--today", type=day, help="the day of the question; else the last infusion")
    taken.add_argument("--encoding", type=encoding, default=files.UTF_8, help="of every file; else UTF-8")
    taken.add_argument(
        "--unrecorded",
        type=items,
        nargs="+",
        action="extend",
        default=[],
        metavar="ITEM",
        help="items that were never recorded; PASI or DLQI for all of its items",
    )
    taken.add_argument("--out", type=Path, default=Path("results"), help="the folder for the results")
    return taken


def day(text: str) -> date:
    """A day."""
    try:
        return cells.day(text)
    except ps.InputError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is {scoring.wrong(error.faults[0])}") from None


def encoding(text: str) -> str:
    """An encoding that this Python knows."""
    try:
        b"ab".decode(text)
    except LookupError:
        told = f"{text!r} is no encoding; there are utf-8, cp1252, latin-1"
        raise argparse.ArgumentTypeError(told) from None
    except UnicodeError:
        pass  # known, and two bytes are not enough for it
    return text


def items(text: str) -> frozenset[str]:
    """What was never recorded."""
    try:
        return reading.never_recorded(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
