"""Public data of 900 synthetic patients: week-8 counts as described, sustained response by arm."""

from __future__ import annotations

from collections import Counter
from csv import DictReader
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import oracle_response
from psoscore.endpoints import (
    NRI,
    VisitWindow,
    adqs,
    impute_flags,
    response,
    response_arrays,
    sustained_arrays,
    sustained_since_first_arrays,
)
from psoscore.interop.adam import Criterion, Parameter
from psoscore.summaries import observed_and_imputed

FILE = Path(__file__).parents[2] / "shared" / "data" / "pasi_sustained_response.csv"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the public data set is not at hand")

WEEKS = (1, 4, 8, 16, 24, 32, 40, 52)
ARMS = ("ACTIVE TREATMENT DOSE 01", "ACTIVE TREATMENT DOSE 02", "COMPARATOR TREATMENT")
# The README of the data, week 8, observed cases, exact: PASI 75 / 90 / 100, and the number observed.
WEEK_8 = dict(zip(ARMS, [(226, 161, 49, 297), (232, 156, 52, 300), (153, 74, 16, 299)], strict=True))
RANDOMISED = 300


def tenths(cell: str) -> int | None:
    return None if cell == "NA" else int(cell.replace(".", ""))


@pytest.fixture(scope="module")
def patients() -> list[tuple[str, int, list[int | None]]]:
    """Arm, baseline and visits in tenths, as the text of the file has them."""
    with FILE.open(encoding="utf-8", newline="") as file:
        table = list(DictReader(file))
    return [
        (row["TRT"], tenths(row["BASELINE"]) or 0, [tenths(row[f"WEEK{w:02d}"]) for w in WEEKS])
        for row in table
    ]


@pytest.fixture(scope="module")
def scores(patients: Any) -> tuple[Any, Any, Any]:
    baseline = np.array([one[1] for one in patients]) / 10
    visits = np.array([[np.nan if v is None else v / 10 for v in one[2]] for one in patients])
    return np.array([one[0] for one in patients]), baseline, visits


def flags(scores: Any, percent: int) -> Any:
    _, baseline, visits = scores
    return response_arrays(np.broadcast_to(baseline[:, None], visits.shape), visits, percent=percent)


@pytest.mark.requirement("PSO-RESP-001", "PSO-ENDP-012", "PSO-ENDP-013")
@pytest.mark.parametrize("arm", ARMS)
def test_week_8_counts_are_those_of_the_description(scores: Any, arm: str) -> None:
    here = scores[0] == arm
    week_8 = [flags(scores, percent)[here, WEEKS.index(8)] for percent in (75, 90, 100)]
    imputed = [impute_flags(NRI, one[:, None]).filled for one in week_8]

    assert (*((one == 1).sum() for one in week_8), (week_8[0] != -1).sum()) == WEEK_8[arm]
    # The same responders, each of 300.
    assert [int((one == 1).sum()) for one in imputed] == list(WEEK_8[arm][:3])
    assert all((one != -1).all() and one.size == RANDOMISED for one in imputed)


@pytest.mark.requirement("PSO-ENDP-027")
def test_the_analysis_data_set_and_its_table_give_the_same_counts() -> None:
    wide = pl.read_csv(FILE, null_values="NA")
    long = wide.unpivot(index=["USUBJID", "TRT"], variable_name="visit", value_name="pasi").with_columns(
        visit=pl.col("visit").replace({"BASELINE": "WEEK00"}).str.slice(4).cast(pl.Int64)
    )
    percents = (75, 90, 100)
    pasi = Parameter(
        paramcd="PASI",
        param="PASI total",
        column="pasi",
        criteria=[Criterion(label=f"PASI {k}", condition=response(percent=k)) for k in percents],
    )
    found = adqs(
        long,
        pasi,
        windows=[VisitWindow.around_week(week, days=3) for week in WEEKS],
        visit="visit",
        date=None,
        first_dose=None,
        imputation=NRI,
        keep=["TRT"],
    )

    for number, _ in enumerate(percents):
        table = observed_and_imputed(
            found.filter(pl.col("AVISITN") == 8), flag=f"CRIT{number + 1}FL", by=["TRT"], where="ANL01FL"
        )
        for arm, x, n, _, imputed, x_all, n_all, _ in table.rows():
            assert (x, n, imputed) == (WEEK_8[arm][number], WEEK_8[arm][3], RANDOMISED - WEEK_8[arm][3])
            assert (x_all, n_all) == (x, RANDOMISED)


@pytest.mark.requirement("PSO-ENDP-010", "PSO-ENDP-011")
@pytest.mark.parametrize("percent", [75, 90, 100])
def test_sustained_response_by_arm_equals_a_plain_walk_through_the_patients(
    patients: Any, scores: Any, percent: int
) -> None:
    """
    By the definition of the data's own description, after non-responder imputation.
    """
    responses = impute_flags(NRI, flags(scores, percent)).filled
    from_week, since_first = sustained_arrays(responses), sustained_since_first_arrays(responses)

    walked: Counter[tuple[str, int]] = Counter()
    ever: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for arm, baseline, visits in patients:
        course = [oracle_response.pasi_response(baseline, one, percent) is True for one in visits]
        walked.update((arm, week) for place, week in enumerate(WEEKS) if all(course[place:]))
        ever[arm] += any(course)
        kept[arm] += any(course) and all(course[course.index(True) :])
    for arm in ARMS:
        here = scores[0] == arm
        assert from_week[here].sum(axis=0).tolist() == [walked[arm, week] for week in WEEKS]
        assert (since_first[here].sum(), (responses[here] == 1).any(axis=1).sum()) == (kept[arm], ever[arm])
        assert 0 < kept[arm] < ever[arm] <= RANDOMISED
