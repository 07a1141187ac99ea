"""The oracle's other instruments and the schemes that read them: specification A4, A9 to A11, A14, B8."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any, TypeVar

from oracle_cells import UNRECORDED, Bounds, Cell, Record, Truth, is_answer
from oracle_date import add_months
from oracle_pasi import WHOLE_GRADES, weighted_bounds, weighted_score
from oracle_response import pasi_response

Exact = int | Fraction
Verdict = TypeVar("Verdict")

# --------------------------------------------------------------------------------------------------
# Siblings of the PASI: specification A14. Each table gives region and weight in tenths.
# --------------------------------------------------------------------------------------------------

PSSI_WEIGHTS = (("scalp", 10),)
PPASI_WEIGHTS = (("right_palm", 2), ("left_palm", 2), ("right_sole", 3), ("left_sole", 3))
GPPASI_WEIGHTS = (("head", 1), ("upper_extremities", 2), ("trunk", 3), ("lower_extremities", 4))
PLAQUE_SIGNS = ("erythema", "induration", "desquamation")
PUSTULAR_SIGNS = ("erythema", "pustules", "desquamation")  # P stands where the PASI has I

# Name of the index -> its regions and its three signs.
SIBLINGS = {
    "pssi": (PSSI_WEIGHTS, PLAQUE_SIGNS),
    "ppasi": (PPASI_WEIGHTS, PLAQUE_SIGNS),
    "pppasi": (PPASI_WEIGHTS, PUSTULAR_SIGNS),
    "gppasi": (GPPASI_WEIGHTS, PUSTULAR_SIGNS),
}


def sibling_value(name: str, record: Record) -> Fraction | None:
    """PSSI, PPASI, PPPASI or GPPASI of a record with items `<region>_<sign>` and `<region>_area`."""
    weights, signs = SIBLINGS[name]
    return weighted_score(record, WHOLE_GRADES, weights, signs)


def sibling_bounds(name: str, record: Record) -> Bounds:
    weights, signs = SIBLINGS[name]
    return weighted_bounds(record, WHOLE_GRADES, weights, signs)


def spasi(redness: Exact, thickness: Exact, scaling: Exact, area: int) -> Fraction:
    """SPASI: the three means over all lesions, added, times the grade of the total area. 0 to 72."""
    return Fraction(redness + thickness + scaling) * area


# GPPGA: the mean of three grades, read in bands that hold their lower edge; only 0 itself is 0.
def gppga(erythema: int, pustules: int, scaling: int) -> int:
    mean = Fraction(erythema + pustules + scaling, 3)
    if mean == 0:
        return 0
    if mean < Fraction(3, 2):
        return 1
    if mean < Fraction(5, 2):
        return 2
    if mean < Fraction(7, 2):
        return 3
    return 4


def gppga_bounds(erythema: int | None, pustules: int | None, scaling: int | None) -> tuple[int, int]:
    grades = [
        gppga(e, p, s)
        for e in range(5)
        for p in range(5)
        for s in range(5)
        if erythema in {None, e} and pustules in {None, p} and scaling in {None, s}
    ]
    return min(grades), max(grades)


def napsi_nail(quadrants: Sequence[tuple[int, int]]) -> int:
    """One nail, 0 to 8: in each of four quadrants any matrix sign (0 or 1) and any bed sign (0 or 1)."""
    assert len(quadrants) == 4
    points = 0
    for matrix, bed in quadrants:
        assert matrix in {0, 1}
        assert bed in {0, 1}
        points += matrix + bed
    return points


def napsi_bounds(nails: Sequence[Sequence[int | None]]) -> tuple[int, int]:
    """Least and greatest total of nails that are given as 8 flags each, None where unknown."""
    low = 0
    high = 0
    for nail in nails:
        assert len(nail) == 8
        for flag in nail:
            low += 0 if flag is None else flag
            high += 1 if flag is None else flag
    return low, high


def iga_response(baseline: int | None, visit: int | None) -> Truth:
    """Judge IGA mod 2011: clear or almost clear (0 or 1) and a drop of two or more."""
    if baseline is None or visit is None:
        return None
    return visit in {0, 1} and baseline - visit >= 2


def pga_by_bsa(grade: int, bsa: Exact) -> Fraction:
    """PGA x BSA, Walsh 2013: 0 to 400 with grades 0 to 4, to 500 with grades 0 to 5."""
    return Fraction(grade) * Fraction(bsa)


# --------------------------------------------------------------------------------------------------
# Body surface area: specification A4
# --------------------------------------------------------------------------------------------------

# Grade -> least percent of the region and the percent that it does not exceed (specification A2).
GRADE_PERCENTS = {0: (0, 0), 1: (0, 10), 2: (10, 30), 3: (30, 50), 4: (50, 70), 5: (70, 90), 6: (90, 100)}


def bsa_percent(head: Exact, upper: Exact, trunk: Exact, lower: Exact) -> Fraction:
    """BSA = 0.1 ph + 0.2 pu + 0.3 pt + 0.4 pl, each the percent of its region."""
    return Fraction(head + 2 * upper + 3 * trunk + 4 * lower, 10)


def bsa_bounds(grades: Sequence[int | None]) -> Bounds:
    """Ends of the interval of BSA that the grades of head, upper, trunk and lower allow.

    The upper end itself is reached only where every grade in play is 0 or 6; grade 1 starts above 0.
    """
    low = Fraction(0)
    high = Fraction(0)
    for weight, grade in zip((1, 2, 3, 4), grades, strict=True):
        least, most = (0, 100) if grade is None else GRADE_PERCENTS[grade]
        low += Fraction(weight * least, 10)
        high += Fraction(weight * most, 10)
    return low, high


def bsa_band(percent: Exact) -> str:
    """National Psoriasis Foundation: mild below 3, moderate from 3 to 10, severe above 10."""
    if percent < 3:
        return "mild"
    return "moderate" if percent <= 10 else "severe"


# --------------------------------------------------------------------------------------------------
# CDLQI: specification B8; Lewis-Jones and Finlay 1995, Br J Dermatol 132:942-949
# --------------------------------------------------------------------------------------------------

CDLQI_SUBSCALES = {
    "symptoms_and_feelings": (1, 2),
    "leisure": (4, 5, 6),
    "school_or_holidays": (7,),
    "personal_relationships": (3, 8),
    "sleep": (9,),
    "treatment": (10,),
}
# Waters 2010, as the specification has it: first and last total of bands 0 to 4.
CDLQI_BANDS = ((0, 1), (2, 6), (7, 12), (13, 18), (19, 30))


def cdlqi_question_7(school: int | None, holiday: int | None) -> int | None:
    """School or holiday: where both are answered the higher one counts."""
    if school is None:
        return holiday
    return school if holiday is None else max(school, holiday)


def cdlqi_points(answers: Sequence[Cell]) -> list[int | None]:
    points: list[int | None] = []
    for answer in answers:
        if is_answer(answer) and (isinstance(answer, bool) or answer not in {0, 1, 2, 3}):
            raise ValueError(answer)
        points.append(int(answer) if isinstance(answer, int | float | Fraction) else None)
    return points


def cdlqi_value(answers: Sequence[Cell]) -> int | None:
    """Total of ten answers: one blank counts as 0, with two or more there is none; unrecorded, none."""
    assert len(answers) == 10
    if UNRECORDED in answers or answers.count(None) >= 2:
        return None
    return sum(point for point in cdlqi_points(answers) if point is not None)


def cdlqi_bounds(answers: Sequence[Cell]) -> tuple[int, int]:
    points = cdlqi_points(answers)
    known = sum(point for point in points if point is not None)
    return known, known + 3 * points.count(None)


def cdlqi_subscale_value(answers: Sequence[Cell], name: str) -> int | None:
    total = 0
    for question in CDLQI_SUBSCALES[name]:
        point = cdlqi_points(answers)[question - 1]
        if point is None:
            return None
        total += point
    return total


def cdlqi_subscale_bounds(answers: Sequence[Cell], name: str) -> tuple[int, int]:
    return cdlqi_bounds([answers[question - 1] for question in CDLQI_SUBSCALES[name]])


def cdlqi_band(total: int) -> int:
    for number, (first, last) in enumerate(CDLQI_BANDS):
        if first <= total <= last:
            return number
    raise ValueError(total)


# --------------------------------------------------------------------------------------------------
# Severity schemes: specification A10. Complete values in, two values or a word out.
# --------------------------------------------------------------------------------------------------


def rule_of_tens(pasi: Exact, bsa: Exact, dlqi: Exact) -> bool:
    """Judge severe by Finlay 2005, Br J Dermatol 152:861-867: any of the three strictly above 10."""
    return bsa > 10 or pasi > 10 or dlqi > 10


def mrowietz_2011(pasi: Exact, bsa: Exact, dlqi: Exact) -> str:
    """European consensus, Arch Dermatol Res 303:1-10; it leaves a gap, which is said and not guessed."""
    if bsa <= 10 and pasi <= 10 and dlqi <= 10:
        return "mild"
    if (bsa > 10 or pasi > 10) and dlqi > 10:
        return "moderate to severe"
    return "unclassified"


def nice_ta134_very_severe(pasi: Exact, _bsa: Exact, dlqi: Exact) -> bool:
    return pasi >= 20 and dlqi > 18


def nice_biologics(pasi: Exact, _bsa: Exact, dlqi: Exact) -> bool:
    return pasi >= 10 and dlqi > 10


def chinese_band(measure: str, value: Exact) -> str:
    """Chinese practice, one measure at a time: PASI and BSA 3 to 10 are moderate, DLQI 6 to 10."""
    if value > 10:
        return "severe"
    moderate_from = {"pasi": 3, "bsa": 3, "dlqi": 6}[measure]
    return "moderate" if value >= moderate_from else "mild"


def chinese(pasi: Exact, bsa: Exact, dlqi: Exact) -> str:
    """All three measures: how to join them is not said, so only the class that they agree on."""
    bands = {chinese_band("pasi", pasi), chinese_band("bsa", bsa), chinese_band("dlqi", dlqi)}
    return bands.pop() if len(bands) == 1 else "unclassified"


def spanish_2021(pasi: Exact, bsa: Exact, spga: int) -> str:
    """Spanish panel: two of three; without its condition on DLQI, which was not found."""
    if (pasi <= 3) + (bsa <= 5) + (spga <= 2) >= 2:
        return "mild"
    if (pasi >= 11) + (bsa >= 10) + (spga >= 3) >= 2:
        return "severe"
    return "moderate"


# What a measure may be, where it is not known: values below, on and above every edge that a scheme has, which
# is enough to see all that it can say. DLQI and sPGA are whole numbers, so every one of them.
PROBES = tuple(
    Fraction(tenths, 10) for tenths in (0, 29, 30, 31, 50, 51, 99, 100, 101, 109, 110, 199, 200, 201, 720)
)
MAY_BE: dict[str, Sequence[Exact]] = {"pasi": PROBES, "bsa": PROBES, "dlqi": range(31), "spga": range(6)}


def may_be(measure: str, cell: Exact | tuple[Exact, Exact] | None) -> list[Exact]:
    """What a measure may turn out to be: itself, anything between two ends, or anything at all."""
    if cell is None:
        return list(MAY_BE[measure])
    if isinstance(cell, tuple):
        low, high = cell
        return [low, *(one for one in MAY_BE[measure] if low < one < high), high]
    return [cell]


def possible(rule: Callable[..., Verdict], *choices: Iterable[Any]) -> set[Verdict]:
    """All that a rule may say, where each of its inputs is one of the values that it may be."""
    return {rule(*one) for one in product(*choices)}


def with_unknowns(rule: Callable[..., Verdict], *choices: Iterable[Any]) -> Verdict | None:
    """What a rule says whatever the inputs turn out to be, or None."""
    said = possible(rule, *choices)
    return said.pop() if len(said) == 1 else None


# --------------------------------------------------------------------------------------------------
# Treatment goals: specification A11. PASI in tenths.
# --------------------------------------------------------------------------------------------------


def treatment_goal(baseline_tenths: int, visit_tenths: int, dlqi: Exact | None) -> str | None:
    """European treatment goals, Mrowietz 2011 (specification A11): "continue" or "modify"."""
    if pasi_response(baseline_tenths, visit_tenths, 75) is None:
        return None
    if pasi_response(baseline_tenths, visit_tenths, 75):
        return "continue"
    if not pasi_response(baseline_tenths, visit_tenths, 50):
        return "modify"
    if dlqi is None:
        return None
    return "continue" if dlqi <= 5 else "modify"


def nice_ta134_adequate(
    baseline_tenths: int, visit_tenths: int, dlqi_baseline: Exact | None, dlqi_visit: Exact | None
) -> Truth:
    """PASI 75, or PASI 50 and a fall of the DLQI by five points or more (specification A11)."""
    if pasi_response(baseline_tenths, visit_tenths, 75) is None:
        return None
    if pasi_response(baseline_tenths, visit_tenths, 75):
        return True
    if not pasi_response(baseline_tenths, visit_tenths, 50):
        return False
    if dlqi_baseline is None or dlqi_visit is None:
        return None
    return dlqi_baseline - dlqi_visit >= 5


def npf_2017(baseline: Exact, visit: Exact) -> str | None:
    """Targets of the National Psoriasis Foundation: body surface in percent (specification A11).

    At most 1 % is the target; at most 3 %, or an improvement by 75 % or more, is acceptable. From a
    baseline of 0 no improvement is defined, so above 3 % nothing is said.
    """
    if visit <= 1:
        return "target"
    if visit <= 3:
        return "acceptable"
    if baseline == 0:
        return None
    return "acceptable" if 4 * visit <= baseline else "not acceptable"


# --------------------------------------------------------------------------------------------------
# Relapse and rebound: specification A9. Scores in tenths, one a visit, all observed, in order of time.
# --------------------------------------------------------------------------------------------------


def relapse_npf(baseline: int, visits: Sequence[int]) -> list[bool]:
    """US National Psoriasis Foundation: half or more of an improvement of 50 % or more is lost."""
    verdicts = []
    for t, visit in enumerate(visits):
        improvement = baseline - min(visits[: t + 1])
        verdicts.append(improvement >= Fraction(baseline, 2) and baseline - visit <= Fraction(improvement, 2))
    return verdicts


def relapse_emea(baseline: int, visits: Sequence[int]) -> list[bool]:
    """EMEA guideline: more than half of the greatest improvement so far is lost."""
    verdicts = []
    for t, visit in enumerate(visits):
        improvement = baseline - min(visits[: t + 1])
        verdicts.append(improvement > 0 and baseline - visit < Fraction(improvement, 2))
    return verdicts


def rebound_npf(baseline: int, visit: int, last_dose: date, on: date, *, new_form: bool = False) -> bool:
    """PASI of 125 % of baseline, or a new form, within 3 calendar months, the last day included.

    A new form is new pustular, erythrodermic or more inflammatory psoriasis.
    """
    return (4 * visit >= 5 * baseline or new_form) and last_dose < on <= add_months(last_dose, 3)


def rebound_emea(baseline: int, visit: int, last_dose: date, on: date, *, new_form: bool = False) -> bool:
    """PASI above 125 % of baseline, or a new form, within 2 calendar months, the last day included."""
    return (4 * visit > 5 * baseline or new_form) and last_dose < on <= add_months(last_dose, 2)
