"""Text that spells a number spells it alike at every door, and nothing that merely looks like one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import psoscore as ps
from frame_kinds import KINDS, frame, rows
from psoscore.numerals import spelt

pytestmark = pytest.mark.requirement("PSO-ENGINE-008")

POINTS = ps.number("points", low=0, high=12)

SPELT = {
    **dict.fromkeys(("2", "02", "+2", " 2 ", "\t2\r\n", "2.", "2.0", "2e0", "20E-1", "0.2e1"), 2),
    **dict.fromkeys(("10", "1e1"), 10),
    **dict.fromkeys(("-0", ".0"), 0),
}
"""By hand: ordinary decimal notation, with blanks around."""

NO_NUMBER = (
    *("1_0", "0_1", "1__0", "_1", "1_", "1_0.0", "1e0_1"),  # which Python takes for 10, 1, ...
    *("\u0662", "\uff12", "\u0968", "1\u0662", "\u00b2"),  # other digits than 0 to 9
    *("\u00a02", "2\u2009", "\u30002"),  # other blanks
    *("2,0", "1,000", "inf", "-Infinity", "nan", "sNaN", "0x2", "2 0", "", " ", "e1", ".", "+", "NR", "2;"),
)

GREATER = {f"at least {least}": (least <= POINTS) for least in (1, 3)}
SETTLED = {0: [0, 0], 2: [1, 0], 10: [1, 1], None: [-1, -1]}
"""Verdicts of both conditions; what spells no number is unknown."""

ALL = [*SPELT, *NO_NUMBER]
EXPECTED = [SETTLED[SPELT.get(text)] for text in ALL]
OPTIONS: dict[str, Any] = {"text": "numbers", "invalid": "unknown"}

COLUMNS = {
    "object": np.array(ALL, object),
    "text": np.array(ALL),
    "one that is no text": np.array([*ALL, 7], object),
    "pandas object": pd.Series(ALL, dtype=object),
    "pandas string": pd.Series(ALL, dtype="string"),
    "polars": pl.Series(ALL),
    "pyarrow": pa.array(ALL),
}


def test_one_record() -> None:
    verdicts = [
        [ps.judge(one, {"points": text}, **OPTIONS).value for one in GREATER.values()] for text in ALL
    ]

    assert verdicts == EXPECTED


@pytest.mark.parametrize("kind", COLUMNS)
def test_arrays(kind: str) -> None:
    verdicts = [ps.judge_arrays(one, {"points": COLUMNS[kind]}, **OPTIONS) for one in GREATER.values()]

    assert np.transpose(verdicts).tolist()[: len(ALL)] == EXPECTED


@pytest.mark.parametrize("kind", KINDS)
def test_frames(kind: str) -> None:
    given = frame(kind, {"points": ALL})

    verdicts = rows(ps.judge_frame(given, GREATER, **OPTIONS), *GREATER)
    assert [[-1 if one is None else one for one in row] for row in verdicts] == EXPECTED


@pytest.mark.parametrize("kind", KINDS)
def test_every_door_names_the_same_fault(kind: str) -> None:
    faults = rows(ps.check_frame(frame(kind, {"points": ALL}), POINTS >= 1, key="id", text="numbers"), "kind")
    alone = [fault for text in ALL for fault in ps.check(POINTS >= 1, {"points": text}, text="numbers")]

    assert [kind for (kind,) in faults] == [fault.kind for fault in alone] == ["text"] * len(NO_NUMBER)


def test_in_full() -> None:
    (fault,) = ps.check(POINTS >= 1, {"points": "1_0"}, text="numbers")
    assert fault.message == (
        "points: '1_0' text; allowed is 0 to 12 in steps of 1 "
        "(it spells no number; an empty cell is None, not text)"
    )


@pytest.mark.parametrize("code", ["9_9", "\u0669"])
def test_a_code_of_not_relevant_is_spelt_alike(code: str) -> None:
    """
    Python would take the second for the score 9; neither spells a number, so each is a code like NR.
    """
    answers = {f"dlqi_{number:02d}": 1 for number in range(1, 11)} | {"dlqi_03": code}

    assert ps.score(ps.DLQI, answers, not_relevant=code, text="numbers").n_not_relevant == 1


def test_a_power_of_ten_that_no_decimal_holds_spells_none() -> None:
    assert spelt("1e9999999999999999999999") is None
    assert spelt("-2.5E+1") == -25
