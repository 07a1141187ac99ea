"""The oracle's eligibility for NCT02491658, criterion by criterion: specification C1 to C4 and C6.

Facts are a mapping from fact name to value. Complete facts are judged in two values; `completions` runs
through every way in which open facts may turn out, so that three values can be had by brute force. A last
date is `NEVER` where there was no such treatment. `None`, or an absent name, is an open fact.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from oracle_cells import Truth
from oracle_date import add_months
from oracle_response import KLEENE_AND, KLEENE_NOT, KLEENE_OR, kleene_all, kleene_any

NEVER = "never"

Facts = Mapping[str, Any]
Candidates = Mapping[str, Sequence[Any]]

# Specification C2: the facts that each criterion reads.
CRITERION_FACTS = {
    "IN01": ("psoriasis_vulgaris", "diagnosis_date", "disease_stable", "baseline_date"),
    "IN02": ("pasi",),
    "IN03": ("prior_treatment", "active_or_recurrent"),
    "IN04": ("agrees_no_other_treatment",),
    "IN05": ("consent_date", "first_procedure_date", "willing_to_comply"),
    "EX01": ("other_psoriasis_type",),
    "EX02": ("other_disease",),
    "EX03": ("systemic_treatment", "last_systemic_treatment", "baseline_date"),
    "EX04": ("topical_treatment", "last_topical_treatment", "baseline_date"),
    "EX05": ("active_infection", "infection_controlled"),
    "EX06": ("hbv_evidence", "hcv_evidence", "hiv_evidence"),
    "EX07": ("severe_systemic_disease", "malignancy"),
    "EX08": ("sex", "pregnant", "lactating", "plans_pregnancy_within_year"),
    "EX09": ("traceable",),
    "EX10": ("investigator_exclusion",),
}
INCLUSIONS = ("IN01", "IN02", "IN03", "IN04", "IN05")
EXCLUSIONS = ("EX01", "EX02", "EX03", "EX04", "EX05", "EX06", "EX07", "EX08", "EX09", "EX10")
CRITERIA = INCLUSIONS + EXCLUSIONS

# A flag "ever", the last date that belongs to it, and the window before baseline: 4 and 2 weeks. The flag
# and the date work together: specification C3.
TREATMENT_WINDOWS = {
    "EX03": ("systemic_treatment", "last_systemic_treatment", 28),
    "EX04": ("topical_treatment", "last_topical_treatment", 14),
}
LAST_DATES = ("last_systemic_treatment", "last_topical_treatment")

# What an open fact may turn out to be, where a test names nothing else. Days and scores must be named.
CODES: Candidates = {"sex": ("F", "M")}


def treated_within(
    ever: object, last: date | str, baseline: date, window_days: int, *, far_edge_inclusive: bool
) -> Truth:
    """Specification C3: the gap from the last exposure to baseline, in days.

    None where the last date lies after baseline: the treatment may have run on since before.
    """
    if isinstance(last, str):
        if ever or last != NEVER:
            raise ValueError(last)
        return False
    if not ever:
        raise ValueError(last)
    gap = (baseline - last).days
    if gap < 0:
        return None
    return gap <= window_days if far_edge_inclusive else gap < window_days


def with_silent_class(treated: Truth, other_class: Truth, counts: Truth) -> Truth:
    """Specification C2: the record is silent on phototherapy (EX03) and emollients (EX04).

    `treated` and `other_class` say whether an exposure of either class lies in the window; `counts`
    says whether the second class counts: None as long as the study has not decided.
    """
    return KLEENE_OR[treated, KLEENE_AND[other_class, counts]]


def inclusion(criterion_id: str, facts: Facts) -> bool:
    if criterion_id == "IN01":
        long_enough = add_months(facts["diagnosis_date"], 6) <= facts["baseline_date"]
        return bool(facts["psoriasis_vulgaris"] and long_enough and facts["disease_stable"])
    if criterion_id == "IN02":
        return bool(10 * facts["pasi"] >= 80)
    if criterion_id == "IN03":
        return bool(facts["prior_treatment"] and facts["active_or_recurrent"])
    if criterion_id == "IN04":
        return bool(facts["agrees_no_other_treatment"])
    assert criterion_id == "IN05"
    return bool(facts["consent_date"] <= facts["first_procedure_date"] and facts["willing_to_comply"])


def pregnancy_exclusion(facts: Facts, *, last_limb_covers_males: bool) -> bool:
    """EX08: females who are pregnant or lactating or plan a child; the last limb may cover males."""
    female = facts["sex"] == "F"
    if last_limb_covers_males:
        limb = female and (facts["pregnant"] or facts["lactating"])
        return bool(limb or facts["plans_pregnancy_within_year"])
    return bool(female and (facts["pregnant"] or facts["lactating"] or facts["plans_pregnancy_within_year"]))


def criterion(
    criterion_id: str, facts: Facts, *, far_edge_inclusive: bool = True, last_limb_covers_males: bool = False
) -> Truth:
    """Judge one criterion as it is worded, on complete facts: an exclusion is True where it applies.

    Two values, but for EX03 and EX04 with a last date after baseline, which settle nothing.
    """
    if criterion_id in INCLUSIONS:
        return inclusion(criterion_id, facts)
    if criterion_id in TREATMENT_WINDOWS:
        ever, last, window_days = TREATMENT_WINDOWS[criterion_id]
        return treated_within(
            facts[ever],
            facts[last],
            facts["baseline_date"],
            window_days,
            far_edge_inclusive=far_edge_inclusive,
        )
    if criterion_id == "EX08":
        return pregnancy_exclusion(facts, last_limb_covers_males=last_limb_covers_males)
    if criterion_id == "EX05":
        return bool(facts["active_infection"] and not facts["infection_controlled"])
    if criterion_id == "EX09":
        return not facts["traceable"]
    # EX01, EX02, EX06, EX07 and EX10: any of the flags they read.
    return any(bool(facts[name]) for name in CRITERION_FACTS[criterion_id])


def is_open(facts: Facts, name: str) -> bool:
    return facts.get(name) is None


def is_consistent(facts: Facts) -> bool:
    """Judge whether no treatment has no last date, and a treatment has one: specification C3."""
    for ever, last, _ in TREATMENT_WINDOWS.values():
        if ever in facts and last in facts and bool(facts[ever]) == (facts[last] == NEVER):
            return False
    return True


def completions(facts: Facts, candidates: Candidates, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Every way in which the open facts among `names` may turn out, the known ones as they are.

    `candidates` gives the values an open fact may take; flags need none given, and a last date may
    always be NEVER besides. A flag "ever" and its date that cannot go together are left out.
    """
    filled = [{name: facts[name] for name in names if not is_open(facts, name)}]
    for name in names:
        if not is_open(facts, name):
            continue
        values: list[Any] = list(candidates.get(name, CODES.get(name, (True, False))))
        if name in LAST_DATES:
            values.append(NEVER)
        filled = [{**one, name: value} for one in filled for value in values]
    return (one for one in filled if is_consistent(one))


def criterion_by_completions(
    criterion_id: str, facts: Facts, candidates: Candidates, **options: bool
) -> Truth:
    """Judge one criterion in three values: settled only where every completion says the same."""
    names = CRITERION_FACTS[criterion_id]
    said = {criterion(criterion_id, one, **options) for one in completions(facts, candidates, names)}
    return said.pop() if len(said) == 1 else None


def eligible(facts: Facts, **options: bool) -> Truth:
    """Judge complete facts: all inclusions and none of the exclusions (specification C1)."""
    inclusions = kleene_all(criterion(one, facts, **options) for one in INCLUSIONS)
    exclusions = kleene_any(criterion(one, facts, **options) for one in EXCLUSIONS)
    return KLEENE_AND[inclusions, KLEENE_NOT[exclusions]]


def eligible_by_completions(facts: Facts, candidates: Candidates, **options: bool) -> Truth:
    """Judge eligibility in three values: settled only where every completion says the same.

    The criteria share one fact, the baseline date. For each day that it may be, the other facts belong to
    one criterion each; so what a person may come to is every combination of what the criteria may say.
    """
    said: set[Truth] = set()
    for start in completions(facts, candidates, ["baseline_date"]):
        reached: set[Truth] = {True}
        for criterion_id in CRITERIA:
            names = CRITERION_FACTS[criterion_id]
            truths = {
                criterion(criterion_id, one, **options)
                for one in completions({**facts, **start}, candidates, names)
            }
            passes = truths if criterion_id in INCLUSIONS else {KLEENE_NOT[truth] for truth in truths}
            reached = {KLEENE_AND[before, one] for before in reached for one in passes}
        said |= reached
    return said.pop() if len(said) == 1 else None


def eligible_by_kleene(facts: Facts, candidates: Candidates, **options: bool) -> Truth:
    """Judge eligibility from three-valued criteria by the tables of specification C1."""
    exclusions: Truth = False
    for one in EXCLUSIONS:
        exclusions = KLEENE_OR[exclusions, criterion_by_completions(one, facts, candidates, **options)]
    inclusions = kleene_all(criterion_by_completions(one, facts, candidates, **options) for one in INCLUSIONS)
    return KLEENE_AND[inclusions, KLEENE_NOT[exclusions]]


def failed(criterion_id: str, truth: Truth) -> bool:
    """Judge whether a criterion rules the person out: an inclusion not met or an exclusion met."""
    return truth is False if criterion_id.startswith("IN") else truth is True


# --------------------------------------------------------------------------------------------------
# SDTM domains TI and IE: specification C5. A criterion is its code, its text and "INCLUSION" or "EXCLUSION".
# --------------------------------------------------------------------------------------------------

SdtmCriterion = tuple[str, str, str]


def is_test_code(code: str) -> bool:
    """IETESTCD: 1 to 8 letters, digits and underscores, the first of them no digit."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    digits = "0123456789"
    if not 1 <= len(code) <= 8 or code[0] in digits:
        return False
    return all(character in letters + letters.lower() + digits + "_" for character in code)


def is_test_text(text: str) -> bool:
    """IETEST: a text of at most 200 characters."""
    return 1 <= len(text) <= 200


def ti_rows(study: str, version: str, criteria: Sequence[SdtmCriterion]) -> list[dict[str, Any]]:
    """TI lists every criterion once. Its rule, TIRL, is the study's own and is not written here."""
    rows = []
    for code, text, category in criteria:
        rows.append(
            {
                "STUDYID": study,
                "DOMAIN": "TI",
                "IETESTCD": code,
                "IETEST": text,
                "IECAT": category,
                "TIVERS": version,
            }
        )
    return rows


def ie_rows(
    study: str, subject: str, criteria: Sequence[SdtmCriterion], truths: Mapping[str, Truth]
) -> list[dict[str, Any]]:
    """IE lists exceptions alone: "N" for an inclusion not met, "Y" for an exclusion met; unknown is none.

    `truths` holds the truth of every criterion as worded, at the time of eligibility: what is broken later is
    a deviation, for the domain DV. Rows of a person are numbered from 1.
    """
    rows: list[dict[str, Any]] = []
    for code, text, category in criteria:
        if category == "INCLUSION" and truths[code] is False:
            answer = "N"
        elif category == "EXCLUSION" and truths[code] is True:
            answer = "Y"
        else:
            continue
        rows.append(
            {
                "STUDYID": study,
                "DOMAIN": "IE",
                "USUBJID": subject,
                "IESEQ": len(rows) + 1,
                "IETESTCD": code,
                "IETEST": text,
                "IECAT": category,
                "IEORRES": answer,
                "IESTRESC": answer,
            }
        )
    return rows


def attrition(people: Sequence[Mapping[str, Truth]], order: Sequence[str]) -> dict[str, Any]:
    """CONSORT: assessed = eligible + excluded + pending, and one primary reason an excluded person.

    `people` holds the truth of every criterion as worded. Specification C6.
    """
    primary = dict.fromkeys(order, 0)
    every = dict.fromkeys(order, 0)
    eligible_people = 0
    pending = 0
    for truths in people:
        reasons = [criterion_id for criterion_id in order if failed(criterion_id, truths[criterion_id])]
        if reasons:
            primary[reasons[0]] += 1
            for criterion_id in reasons:
                every[criterion_id] += 1
        elif any(truths[criterion_id] is None for criterion_id in order):
            pending += 1
        else:
            eligible_people += 1
    return {
        "assessed": len(people),
        "eligible": eligible_people,
        "pending": pending,
        "excluded": sum(primary.values()),
        "primary": primary,
        "all": every,
    }
