"""Makes the infusions and the vital signs of the invented patients who were treated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from random import Random

from make_facts import FAILED, OPEN

SEED = 2_491_660
LOW_PASI = (6, 7)
NEVER_TREATED = {*FAILED, *OPEN, *LOW_PASI}

PLANNED_DAYS = (0, 7, 14, 21, 35, 49)
SHIFTED_DAYS = {(3, 3): 2, (10, 2): -1, (14, 5): 5, (18, 4): -2, (19, 6): 8, (23, 3): 1}
"""Infusions given on another day, by patient and infusion; one ends a course after 57 days."""
MISSED = {(12, 4), (20, 2)}
STOPPED_BEFORE = {21: 5, 26: 6}
HEAVIER_KG = {(14, 4): "-6.5", (8, 3): "4.2"}
ENTERED = {(28, 2): {"WEIGHT_KG": "812"}, (29, 3): {"DATE": "2016-02-31"}, (17, 5): {"WEIGHT_KG": ""}}

INFUSION_COLUMNS = ("USUBJID", "INFUSION", "DATE", "START", "WEIGHT_KG")
SIGNS = ("TEMPERATURE_C", "SYSTOLIC_MMHG", "DIASTOLIC_MMHG")
SIGN_COLUMNS = ("USUBJID", "DATETIME", *SIGNS)
MINUTES = (-20, 30, 120)
LATER_DAYS = (75, 110)
"""Two readings after the course; the second lies beyond three months."""
NOTED: Mapping[tuple[int, int, int], Mapping[str, str]] = {
    (2, 1, 120): {"TEMPERATURE_C": "38.0"},
    (5, 2, 30): {"TEMPERATURE_C": "38.6", "SYSTOLIC_MMHG": "", "DIASTOLIC_MMHG": ""},
    (10, 1, 120): {"TEMPERATURE_C": "39.2"},
    (14, 3, 120): {"TEMPERATURE_C": "40.3", "SYSTOLIC_MMHG": "128"},
    (8, 1, 30): {"SYSTOLIC_MMHG": "142", "DIASTOLIC_MMHG": "91"},
    (11, 4, 30): {"SYSTOLIC_MMHG": "163"},
    (24, 6, -20): {"SYSTOLIC_MMHG": "126"},
    (24, 6, 30): {"SYSTOLIC_MMHG": "131"},
    (1, 2, 30): {"DIASTOLIC_MMHG": ""},
    (4, 5, 120): dict.fromkeys(SIGNS, ""),
    (18, 1, -20): {"TEMPERATURE_C": ""},
    (3, 2, 30): {"TEMPERATURE_C": "98.4"},
    (4, 0, 110): {"TEMPERATURE_C": "38.2"},
    (29, 1, 30): {"SYSTOLIC_MMHG": "72", "DIASTOLIC_MMHG": "114"},
}
"""Fevers, raised pressures, blanks and errors, by patient, infusion and minute; after the course by day."""

Rows = list[dict[str, str]]


def treatment(baselines: Mapping[int, date]) -> tuple[Rows, Rows]:
    """The rows of the infusions and those of the vital signs."""
    chance = Random(SEED)  # noqa: S311  invented patients need no secrets
    infusions: Rows = []
    signs: Rows = []
    for number, first in baselines.items():
        if number in NEVER_TREATED:
            continue
        start = time(chance.randrange(8, 12), chance.choice((0, 15, 30, 45)))
        weight = chance.randrange(520, 980)
        for infusion, days in enumerate(PLANNED_DAYS, start=1):
            if infusion >= STOPPED_BEFORE.get(number, 7):
                break
            weight += chance.randrange(-6, 7) + round(10 * float(HEAVIER_KG.get((number, infusion), 0)))
            day = first + timedelta(days=days + SHIFTED_DAYS.get((number, infusion), 0))
            who = {"USUBJID": f"INVENTED-{number:03d}"}
            given = {"DATE": day.isoformat(), "START": f"{start:%H:%M}", "WEIGHT_KG": str(weight / 10)}
            if (number, infusion) in MISSED:
                given = {}
            infusions.append(who | {"INFUSION": str(infusion)} | given | ENTERED.get((number, infusion), {}))
            if given:
                signs += around(chance, who, (number, infusion), datetime.combine(day, start))
        signs += [
            {
                **who,
                **measured(chance, datetime.combine(first + timedelta(days=days), start)),
                **NOTED.get((number, 0, days), {}),
            }
            for days in LATER_DAYS
        ]
    return infusions, signs


def around(
    chance: Random, who: Mapping[str, str], infusion: tuple[int, int], start: datetime
) -> Iterator[dict[str, str]]:
    """The readings around one infusion."""
    for minute in MINUTES:
        noted = NOTED.get((*infusion, minute), {})
        yield {**who, **measured(chance, start + timedelta(minutes=minute)), **noted}


def measured(chance: Random, at: datetime) -> dict[str, str]:
    """One ordinary reading."""
    return {
        "DATETIME": at.isoformat(timespec="minutes"),
        "TEMPERATURE_C": str(chance.randrange(362, 374) / 10),
        "SYSTOLIC_MMHG": str(chance.randrange(102, 120)),
        "DIASTOLIC_MMHG": str(chance.randrange(62, 80)),
    }
