"""Makes the screening facts of the invented patients: most fit, some fail, some are still open.

Who fails or stays open, and why, is said here; two more fail because their PASI is below 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

SEED = 2_491_659
YES, NO = "Y", "N"


@dataclass(frozen=True)
class Before:
    """A day before baseline, of which the first letters are known: 10 the day, 7 the month, 4 the year."""

    days: int
    letters: int = 10

    def written(self, baseline: date) -> str:
        """The day as ISO text."""
        return (baseline - timedelta(days=self.days)).isoformat()[: self.letters]


FAILED: Mapping[int, Mapping[str, str | Before]] = {
    7: {"hbv_evidence": YES},
    13: {"systemic_treatment": YES, "last_systemic_treatment": Before(28)},
    16: {"topical_treatment": YES, "last_topical_treatment": Before(5)},
    22: {"sex": "F", "pregnant": YES, "lactating": NO, "plans_pregnancy_within_year": NO},
    27: {"diagnosis_date": Before(120)},
}
OPEN: Mapping[int, Mapping[str, str | Before]] = {
    9: {"hiv_evidence": ""},
    15: {"systemic_treatment": YES, "last_systemic_treatment": Before(30, letters=7)},
    25: {"systemic_treatment": NO, "last_systemic_treatment": Before(60)},
    30: {"traceable": "perhaps"},
}
UNHARMED: Mapping[int, Mapping[str, str | Before]] = {
    3: {"systemic_treatment": YES, "last_systemic_treatment": Before(29)},
    12: {"diagnosis_date": Before(2_000, letters=4)},
    18: {"active_infection": YES, "infection_controlled": YES},
    20: {"topical_treatment": YES, "last_topical_treatment": Before(60, letters=7)},
    21: {"consent_date": Before(45, letters=7)},
}
"""What looks doubtful, or is not fully known, and settles nothing the wrong way."""

ALWAYS = ("psoriasis_vulgaris", "disease_stable", "prior_treatment", "active_or_recurrent")
AGREED = ("agrees_no_other_treatment", "willing_to_comply", "traceable")
DISEASES = (
    *("other_psoriasis_type", "other_disease", "hbv_evidence", "hcv_evidence", "hiv_evidence"),
    *("severe_systemic_disease", "malignancy", "investigator_exclusion"),
)
WOMEN = ("pregnant", "lactating", "plans_pregnancy_within_year")
COLUMNS = (
    *("USUBJID", "baseline_date", "diagnosis_date", *ALWAYS, *AGREED),
    *("consent_date", "first_procedure_date", "systemic_treatment", "last_systemic_treatment"),
    *("topical_treatment", "last_topical_treatment", "active_infection", "infection_controlled"),
    *(*DISEASES, "sex", *WOMEN),
)


def facts(baselines: Mapping[int, date]) -> list[dict[str, str]]:
    """One row a patient."""
    chance = Random(SEED)  # noqa: S311  invented patients need no secrets
    return [patient(chance, number, baseline) for number, baseline in baselines.items()]


def patient(chance: Random, number: int, baseline: date) -> dict[str, str]:
    """The facts of one patient as they were entered; what nobody asks a man stays empty."""
    consent = chance.randrange(8, 22)
    sex = chance.choice("FM")
    told: dict[str, str | Before] = {
        **dict.fromkeys((*ALWAYS, *AGREED), YES),
        **dict.fromkeys(DISEASES, NO),
        "baseline_date": Before(0),
        "diagnosis_date": Before(chance.randrange(300, 6_000)),
        "consent_date": Before(consent),
        "first_procedure_date": Before(consent - chance.randrange(3)),
        **treatment(chance, "systemic_treatment", least=35),
        **treatment(chance, "topical_treatment", least=18),
        "active_infection": NO,
        "sex": sex,
        **dict.fromkeys(WOMEN, NO if sex == "F" else ""),
    }
    for special in (FAILED, OPEN, UNHARMED):
        told |= special.get(number, {})
    row = {name: one.written(baseline) if isinstance(one, Before) else one for name, one in told.items()}
    return {"USUBJID": f"INVENTED-{number:03d}"} | row


def treatment(chance: Random, ever: str, least: int) -> dict[str, str | Before]:
    """An earlier treatment and its last day, or none."""
    if chance.random() < 0.3:  # noqa: PLR2004  invented
        return {ever: NO, f"last_{ever}": ""}
    return {ever: YES, f"last_{ever}": Before(least + chance.randrange(300))}
