"""The oracle's PASI, in plain loops: specification A1 to A7.

Fredriksson T, Pettersson U. Severe psoriasis: oral therapy with a new retinoid. Dermatologica
1978;157:238-244.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from oracle_cells import Bounds, Cell, Record, is_answer

# Specification A1: the weight of a region in tenths, in the order that CDISC uses.
REGION_WEIGHT_TENTHS = (
    ("head", 1),
    ("upper_extremities", 2),
    ("trunk", 3),
    ("lower_extremities", 4),
)
SIGNS = ("erythema", "induration", "desquamation")

# Each of the 16 items with its greatest grade: signs 0 to 4, area 0 to 6.
PASI_ITEM_TOPS = (
    ("head_erythema", 4),
    ("head_induration", 4),
    ("head_desquamation", 4),
    ("head_area", 6),
    ("upper_extremities_erythema", 4),
    ("upper_extremities_induration", 4),
    ("upper_extremities_desquamation", 4),
    ("upper_extremities_area", 6),
    ("trunk_erythema", 4),
    ("trunk_induration", 4),
    ("trunk_desquamation", 4),
    ("trunk_area", 6),
    ("lower_extremities_erythema", 4),
    ("lower_extremities_induration", 4),
    ("lower_extremities_desquamation", 4),
    ("lower_extremities_area", 6),
)

# Specification A3: the words of each version for signs 0 to 4. A word means nothing without its version.
SIGN_WORDS = {
    "fredriksson-1978": ("none", "slight", "moderate", "striking", "exceptionally striking"),
    "cdisc-fredriksson": ("NONE", "SLIGHT", "MODERATE", "SEVERE", "VERY SEVERE"),
    "feldman-2005": ("none", "slight", "mild", "moderate", "severe"),
    "ema-2004": ("no symptoms", "slight", "moderate", "marked", "very marked"),
}
# Specification A2: the texts that CDISC stores for area grades 0 to 6; the other versions have none.
AREA_WORDS = {
    "cdisc-fredriksson": (
        "No involvement",
        "<10%",
        "10-<30%",
        "30-<50%",
        "50-<70%",
        "70-<90%",
        "90-100%",
    ),
}

Grade = int | Fraction
WHOLE_GRADES: tuple[Grade, ...] = (0, 1, 2, 3, 4)
HALF_GRADES: tuple[Grade, ...] = tuple(Fraction(grade, 2) for grade in range(9))  # A5: 0, 0.5, ... 4
AREA_GRADES: tuple[Grade, ...] = (0, 1, 2, 3, 4, 5, 6)


def grade_of_word(version: str, item: str, word: str) -> int | None:
    """Number of a word in one version, letters large or small; None where the version has no such word."""
    words = AREA_WORDS.get(version, ()) if item == "area" else SIGN_WORDS[version]
    for number, known in enumerate(words):
        if known.lower() == word.lower():
            return number
    return None


# Specification A2: each grade with the percent at which the next one starts.
AREA_BANDS = ((1, 10), (2, 30), (3, 50), (4, 70), (5, 90))


def area_grade(percent: float | Fraction) -> int:
    """Percent of the region to its grade: the half-open bands of specification A2, nothing rounded."""
    if isinstance(percent, bool) or not isinstance(percent, int | float | Fraction):
        raise TypeError(percent)
    if math.isnan(percent) or percent < 0 or percent > 100:
        raise ValueError(percent)
    if percent == 0:
        return 0
    for grade, next_starts_at in AREA_BANDS:
        if percent < next_starts_at:
            return grade
    return 6


def handprints_to_percent(region: str, handprints: float | Fraction) -> Fraction:
    """Specification A4: 10, 20, 30 and 40 palms of the patient make 100 % of a region."""
    palms = {"head": 10, "upper_extremities": 20, "trunk": 30, "lower_extremities": 40}
    percent = Fraction(handprints) * 100 / palms[region]
    if percent < 0 or percent > 100:
        raise ValueError(handprints)
    return percent


def known_grade(cell: Cell, allowed: Sequence[Grade]) -> Grade | None:
    """Read one cell: a grade, or None where it is blank or unrecorded."""
    if not is_answer(cell):
        return None
    if not isinstance(cell, bool | str):
        for grade in allowed:
            if cell == grade:
                return grade
    raise ValueError(cell)


def known_area(record: Record, region: str) -> Grade | None:
    """Read the area of a region, from its grade or from its percent; never from both."""
    grade = record.get(f"{region}_area")
    percent = record.get(f"{region}_area_percent")
    if is_answer(grade) and is_answer(percent):
        raise ValueError(region)
    if is_answer(percent):
        assert isinstance(percent, int | float | Fraction)
        return area_grade(percent)
    return known_grade(grade, AREA_GRADES)


def region_completions(
    record: Record,
    region: str,
    sign_grades: Sequence[Grade] = WHOLE_GRADES,
    signs: Sequence[str] = SIGNS,
) -> Iterator[tuple[Grade, Grade, Grade, Grade]]:
    """Every (E, I, D, A) that the region may turn out to be: 5 x 5 x 5 x 7 states where all is unknown."""
    erythema, induration, desquamation = (
        known_grade(record.get(f"{region}_{sign}"), sign_grades) for sign in signs
    )
    area = known_area(record, region)
    for e in sign_grades if erythema is None else [erythema]:
        for i in sign_grades if induration is None else [induration]:
            for d in sign_grades if desquamation is None else [desquamation]:
                for a in AREA_GRADES if area is None else [area]:
                    yield e, i, d, a


def region_score(
    record: Record, region: str, weight_tenths: int, sign_grades: Sequence[Grade], signs: Sequence[str]
) -> Fraction | None:
    """One region's share of the score, or None: specification A6.

    Nothing may be missing, except that signs may be where the area is 0, and the area may be where all
    three signs are 0: the region then scores 0 either way.
    """
    grades = [known_grade(record.get(f"{region}_{sign}"), sign_grades) for sign in signs]
    area = known_area(record, region)
    if area == 0:
        return Fraction(0)
    if grades == [0, 0, 0]:
        return Fraction(0)
    if area is None:
        return None
    total = Fraction(0)
    for grade in grades:
        if grade is None:
            return None
        total += grade
    return Fraction(weight_tenths, 10) * total * area


def weighted_score(
    record: Record,
    sign_grades: Sequence[Grade] = WHOLE_GRADES,
    weights: Sequence[tuple[str, int]] = REGION_WEIGHT_TENTHS,
    signs: Sequence[str] = SIGNS,
) -> Fraction | None:
    """Sum weight x (sum of three signs) x area over the regions: the form of the PASI and its siblings."""
    total = Fraction(0)
    for region, weight_tenths in weights:
        share = region_score(record, region, weight_tenths, sign_grades, signs)
        if share is None:
            return None
        total += share
    return total


def weighted_bounds(
    record: Record,
    sign_grades: Sequence[Grade] = WHOLE_GRADES,
    weights: Sequence[tuple[str, int]] = REGION_WEIGHT_TENTHS,
    signs: Sequence[str] = SIGNS,
) -> Bounds:
    """Return the least and the greatest of `weighted_score` over all completions."""
    low = Fraction(0)
    high = Fraction(0)
    for region, weight_tenths in weights:
        products = [(e + i + d) * a for e, i, d, a in region_completions(record, region, sign_grades, signs)]
        # The regions share no item, so their extremes can occur together and add up.
        low += Fraction(weight_tenths, 10) * min(products)
        high += Fraction(weight_tenths, 10) * max(products)
    return low, high


def pasi(record: Record) -> Fraction | None:
    """PASI with whole grades, or None where specification A6 gives none."""
    return weighted_score(record, WHOLE_GRADES)


def pasi_bounds(record: Record) -> Bounds:
    """Return the least and the greatest PASI over all completions of what is not known."""
    return weighted_bounds(record, WHOLE_GRADES)


def pasi_half_points(record: Record) -> Fraction | None:
    """PASI where the signs, and only the signs, may stand in steps of 0.5: specification A5."""
    return weighted_score(record, HALF_GRADES)


def pasi_half_points_bounds(record: Record) -> Bounds:
    return weighted_bounds(record, HALF_GRADES)


def pasi_missing(record: Record) -> list[str]:
    """Name the cells of which at least one filling would move one of the bounds."""
    before = pasi_bounds(record)
    moving = []
    for region, _ in REGION_WEIGHT_TENTHS:
        for sign in SIGNS:
            name = f"{region}_{sign}"
            if is_answer(record.get(name)):
                continue
            if any(pasi_bounds({**record, name: grade}) != before for grade in WHOLE_GRADES):
                moving.append(name)
        if known_area(record, region) is None:
            percent = f"{region}_area_percent"
            grade_name = f"{region}_area"
            if any(pasi_bounds({**record, grade_name: grade}) != before for grade in AREA_GRADES):
                moving.append(percent if percent in record and grade_name not in record else grade_name)
    return moving


def pasi_checked(record: Mapping[str, Any]) -> int:
    """Score 16 whole grades with every cell checked, as one would ordinarily write it: tenths of a point.

    This is the yardstick for the speed of the record door.
    """
    faults = []
    for item, top in PASI_ITEM_TOPS:
        if item not in record:
            faults.append(f"{item} is absent")
            continue
        grade = record[item]
        if isinstance(grade, bool) or not isinstance(grade, int):
            faults.append(f"{item} must be a whole number, not {grade!r}")
        elif grade < 0 or grade > top:
            faults.append(f"{item} must be 0 to {top}, not {grade!r}")
    if faults:
        raise ValueError("; ".join(faults))
    tenths = 0
    for region, weight in REGION_WEIGHT_TENTHS:
        signs = 0
        for sign in SIGNS:
            signs += record[f"{region}_{sign}"]
        tenths += weight * signs * record[f"{region}_area"]
    return tenths


def pasi_parts(record: Record) -> dict[str, Fraction | None]:
    """Return the 13 results that CDISC codes as 17 to 29, in that order: specification A7.

    Three a region, then the total: `<region>_signs` (sum of signs), `<region>_signs_by_area`,
    `<region>_weighted`, `total`.
    """
    parts: dict[str, Fraction | None] = {}
    for name, (low, high) in pasi_parts_bounds(record).items():
        parts[name] = Fraction(low) if low == high else None
    return parts


def pasi_parts_bounds(record: Record) -> dict[str, Bounds]:
    """Return the least and the greatest of each of the 13 results of `pasi_parts` over all completions."""
    bounds: dict[str, Bounds] = {}
    for region, weight_tenths in REGION_WEIGHT_TENTHS:
        states = list(region_completions(record, region))
        sums = [e + i + d for e, i, d, _ in states]
        products = [(e + i + d) * a for e, i, d, a in states]
        weight = Fraction(weight_tenths, 10)
        bounds[f"{region}_signs"] = (min(sums), max(sums))
        bounds[f"{region}_signs_by_area"] = (min(products), max(products))
        bounds[f"{region}_weighted"] = (weight * min(products), weight * max(products))
    bounds["total"] = pasi_bounds(record)
    return bounds


def pasi_contradictions(record: Record, sign_grades: Sequence[Grade] = WHOLE_GRADES) -> dict[str, str]:
    """Regions that contradict themselves: specification A6. Only what is known can contradict."""
    found = {}
    for region, _ in REGION_WEIGHT_TENTHS:
        signs = [known_grade(record.get(f"{region}_{sign}"), sign_grades) for sign in SIGNS]
        area = known_area(record, region)
        if area == 0 and any(sign is not None and sign > 0 for sign in signs):
            found[region] = "sign without area"
        if area is not None and area > 0 and signs == [0, 0, 0]:
            found[region] = "area without sign"
    return found


def region_products() -> list[int]:
    """Every value that (E + I + D) x A can take in one region."""
    products = set()
    for signs in range(13):
        for area in range(7):
            products.add(signs * area)
    return sorted(products)


def attainable_pasi_tenths() -> list[int]:
    """Every PASI that some answers produce, in tenths: 697 of them (specification A5)."""
    reached = {0}
    for _, weight in REGION_WEIGHT_TENTHS:
        reached = {before + weight * product for before in reached for product in region_products()}
    return sorted(reached)


def pasi_product_combinations(tenths: int) -> Iterator[tuple[int, int, int, int]]:
    """Every combination of the four regional products whose exact PASI is so many tenths."""
    products = region_products()
    for h in products:
        for u in products:
            for t in products:
                for low in products:
                    if h + 2 * u + 3 * t + 4 * low == tenths:
                        yield h, u, t, low
