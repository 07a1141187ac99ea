"""Makes ``cohort.csv``: thirty invented patients of a trial like NCT02491658, at baseline and week 8.

Beside it go their screening facts, infusions and vital signs: ``facts.csv``, ``infusions.csv`` and
``vital_signs.csv``.

Run it with ``python examples/nct02491658/make_cohort.py``; the same seed gives the same file.
Nobody in it exists. Some items are missing and some are entered wrongly, on purpose.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

import make_facts
import make_treatment

SEED = 2_491_658
SUBJECTS = 30
FOLDER = Path(__file__).parent

REGIONS = ("head", "upper_extremities", "trunk", "lower_extremities")
SIGNS = ("erythema", "induration", "desquamation")
PASI_ITEMS = tuple(f"{region}_{item}" for region in REGIONS for item in (*SIGNS, "area"))
DLQI_ITEMS = (
    *(f"dlqi_{number:02d}" for number in range(1, 7)),
    *("dlqi_07a", "dlqi_07b"),
    *(f"dlqi_{number:02d}" for number in range(8, 11)),
)
COLUMNS = ("USUBJID", "VISIT", *PASI_ITEMS, *DLQI_ITEMS)

FIRST_DAY = date(2015, 6, 1)
NOT_RELEVANT = "NR"
OFTEN_NOT_RELEVANT = ("dlqi_06", "dlqi_07a", "dlqi_09")

MISSING = (
    (3, "WEEK 8", ("trunk_induration",)),
    (5, "BASELINE", ("head_desquamation",)),
    (8, "WEEK 8", ("dlqi_04",)),
    (11, "WEEK 8", ("lower_extremities_area",)),
    (12, "BASELINE", ("dlqi_02", "dlqi_05")),
    (17, "WEEK 8", ("upper_extremities_erythema", "upper_extremities_desquamation")),
    (20, "BASELINE", ("dlqi_09",)),
    (24, "WEEK 8", ("dlqi_01", "dlqi_08", "dlqi_10")),
    (28, "WEEK 8", PASI_ITEMS),
)
WITHOUT_WEEK_8 = (26,)
ENTRY_ERRORS = (
    (2, "BASELINE", "trunk_area", "7"),
    (7, "WEEK 8", "head_erythema", "2.5"),
    (9, "BASELINE", "dlqi_03", "4"),
    (14, "WEEK 8", "lower_extremities_induration", "33"),
    (16, "BASELINE", "dlqi_07a", "1"),
    (21, "WEEK 8", "dlqi_10", "-1"),
    (23, "BASELINE", "upper_extremities_area", "?"),
    (29, "WEEK 8", "dlqi_01", NOT_RELEVANT),
)
ODD_ANSWERS = (
    (10, "WEEK 8", {"head_area": "0", "head_erythema": "1"}),
    (19, "BASELINE", {"dlqi_07a": "3", "dlqi_07b": "2"}),
)


def main() -> None:
    """Write the cohort."""
    chance = Random(SEED)  # noqa: S311  invented patients need no secrets
    patients = {number: patient(chance, number) for number in range(1, SUBJECTS + 1)}
    baselines = {number: begin for number, (begin, _) in patients.items()}
    infusions, signs = make_treatment.treatment(baselines)
    write("cohort.csv", COLUMNS, [row for _, rows in patients.values() for row in rows])
    write("facts.csv", make_facts.COLUMNS, make_facts.facts(baselines))
    write("infusions.csv", make_treatment.INFUSION_COLUMNS, infusions)
    write("vital_signs.csv", make_treatment.SIGN_COLUMNS, signs)


def write(name: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Write one file."""
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def patient(chance: Random, number: int) -> tuple[date, list[dict[str, str]]]:
    """The day of baseline and the rows of one patient: baseline, and week 8 unless it was missed."""
    begin = FIRST_DAY + timedelta(days=chance.randrange(300))
    healed = chance.choice((0.1, 0.4, 0.6, 0.8, 0.9, 0.95, 1.0))
    severe = chance.choice((2, 3, 3, 4))
    before = pasi(chance, severe)
    burden = chance.uniform(0.3, 0.9)
    visits = [("BASELINE", before, dlqi(chance, burden))]
    chance.randrange(5)  # drawn and not used, so that every patient stays as first made
    visits.append(("WEEK 8", improved(chance, before, healed), dlqi(chance, burden * (1 - healed))))
    if number in WITHOUT_WEEK_8:
        visits.pop()
    return begin, [
        {"USUBJID": f"INVENTED-{number:03d}", "VISIT": visit} | spoilt(number, visit, scores | answers)
        for visit, scores, answers in visits
    ]


def pasi(chance: Random, severe: int) -> dict[str, str]:
    """The sixteen items of a first visit; a region without area has no signs."""
    items: dict[str, str] = {}
    for region in REGIONS:
        area = chance.randint(0 if region == "head" else 1, severe + 1)
        for sign in SIGNS:
            items[f"{region}_{sign}"] = str(chance.randint(severe - 1, severe) if area else 0)
        items[f"{region}_area"] = str(area)
    return items


def improved(chance: Random, before: dict[str, str], healed: float) -> dict[str, str]:
    """The same items after treatment, most of them smaller."""
    items: dict[str, str] = {}
    for region in REGIONS:
        left = {
            item: sum(chance.random() > healed for _ in range(int(before[f"{region}_{item}"])))
            for item in (*SIGNS, "area")
        }
        clear = left["area"] == 0 or not any(left[sign] for sign in SIGNS)
        items |= {f"{region}_{item}": "0" if clear else str(grade) for item, grade in left.items()}
    return items


def dlqi(chance: Random, burden: float) -> dict[str, str]:
    """The eleven answers; part b of question 7 stays blank unless part a is a plain no."""
    items = {item: str(sum(chance.random() < burden for _ in range(3))) for item in DLQI_ITEMS}
    items["dlqi_07a"] = "3" if chance.random() < burden / 2 else "0"
    for item in OFTEN_NOT_RELEVANT:
        if chance.random() < 0.15:  # noqa: PLR2004  invented
            items[item] = NOT_RELEVANT
    items["dlqi_07b"] = str(chance.randrange(3)) if items["dlqi_07a"] == "0" else ""
    return items


def spoilt(number: int, visit: str, items: dict[str, str]) -> dict[str, str]:
    """The items as they were entered."""
    for subject, when, names in MISSING:
        if (subject, when) == (number, visit):
            items |= dict.fromkeys(names, "")
    for subject, when, name, value in ENTRY_ERRORS:
        if (subject, when) == (number, visit):
            items[name] = value
    for subject, when, odd in ODD_ANSWERS:
        if (subject, when) == (number, visit):
            items |= odd
    return items


if __name__ == "__main__":
    main()
