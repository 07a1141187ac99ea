"""Who of 4,118 simulated patients would an invented trial take? Screened at once, with attrition.

The patients are simulated from trials of ixekizumab (R package multinma); the
protocol is made up for this example. Run it with

    python examples/ipd_attrition.py [path to plaque_psoriasis_ipd.csv]
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import numpy as np

import psoscore as ps

DATA = Path(__file__).parents[2] / "shared" / "data" / "plaque_psoriasis_ipd.csv"
FLAGS = {"True": True, "False": False}

AGE = ps.number("age", low=0, high=120, decimals=0, unit="year")
PASI = ps.number("pasi_w0", low=0, high=72, decimals=1)
BSA = ps.number("bsa", low=0, high=100, decimals=None, unit="%")
WEIGHT = ps.number("weight", low=0, high=400, decimals=None, unit="kg")
DURATION = ps.number("durnpso", low=0, high=120, decimals=None, unit="year")

LEAST_AGE, GREATEST_AGE = 18, 75
LEAST_YEARS, LEAST_PASI, LEAST_BSA = 1, 12, 10
GREATEST_WEIGHT_KG = 130

PROTOCOL = ps.Protocol(
    "EXAMPLE-IPD",
    [
        ps.Inclusion("IN01", "Adults up to 75 years of age", (AGE >= LEAST_AGE) & (AGE <= GREATEST_AGE)),
        ps.Inclusion("IN02", "Plaque psoriasis for at least one year", DURATION >= LEAST_YEARS),
        ps.Inclusion(
            "IN03",
            "PASI at least 12 and more than 10 % of the body involved",
            (PASI >= LEAST_PASI) & (BSA > LEAST_BSA),
        ),
        ps.Inclusion("IN04", "Earlier systemic treatment", ps.flag("prevsys"), kind="attested"),
        ps.Exclusion("EX01", "Psoriatic arthritis", ps.flag("psa"), kind="attested"),
        ps.Exclusion("EX02", "Body weight above 130 kg", WEIGHT > GREATEST_WEIGHT_KG),
    ],
    title="An invented trial over simulated patients",
)


def columns(path: Path) -> dict[str, Any]:
    """The facts that the protocol asks for, as arrays; an empty cell or NA is missing."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    made: dict[str, Any] = {}
    for name, cell in PROTOCOL.facts.items():
        texts = [row[name] for row in rows]
        if cell.kind == "flag":
            made[name] = np.array([FLAGS[text] for text in texts])
        else:
            made[name] = np.array([np.nan if text in {"", "NA"} else float(text) for text in texts])
    return made


def main(path: Path) -> None:
    """Screen everybody and print where they were lost."""
    facts = columns(path)
    screened = ps.screen_arrays(PROTOCOL, facts)
    print(ps.attrition(PROTOCOL, screened))
    print()
    print("the same people, the arthritis asked about first")
    first = ("EX01", *(name for name in PROTOCOL.ids if name != "EX01"))
    by_arthritis = ps.attrition(PROTOCOL, screened, order=first)
    for row in by_arthritis.rows():
        print(f"{row['left']:5} left after {row['criterion']} {row['text']}")
    print()
    one = int(np.flatnonzero(screened["eligible"] == -1)[0])
    print(f"one of the pending, row {one}")
    print(ps.screen(PROTOCOL, {name: column[one] for name, column in facts.items()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
