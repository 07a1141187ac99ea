"""Hostile data for what stands behind the doors: courses, windows, schedules, lazy frames, CDISC records.

As in ``fuzz_doors``: a result or one of psoscore's own errors, and nothing else.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
from fuzz_doors import CATALOGUE, column, columns_of, refused_or
from hypothesis import assume
from hypothesis import strategies as st

import psoscore as ps
from psoscore.endpoints import (
    LOCF,
    LOCF_FROM_BASELINE,
    NRI,
    OBSERVED_CASES,
    PASI_75,
    ModifiedNRI,
    VisitWindow,
    adqs,
    assign_windows,
    baseline_records,
    first_found_arrays,
    impute_flags,
    impute_scores,
    relapse_arrays,
    sustained_arrays,
)
from psoscore.infusion import course_deviations, course_status, feasibility, suggest_days
from psoscore.interop.adam import Criterion, Parameter
from psoscore.interop.long import LongNames, check_long, score_long
from psoscore.protocols.nct02491658 import PROTOCOL, infusion_plan
from psoscore.summaries import responder_summary
from test_bad_input import ANYTHING

if TYPE_CHECKING:
    from conftest import Fuzz

RULES: st.SearchStrategy[Any] = st.sampled_from(
    [OBSERVED_CASES, NRI, LOCF, LOCF_FROM_BASELINE, ModifiedNRI(failures={"lack of efficacy"})]
)
COURSES = (
    st.lists(st.lists(st.sampled_from([0, 1, -1, None, 2.5, "Y", True]), max_size=4), max_size=3) | ANYTHING
)
FIRST = date(2015, 8, 31)
DAYS: st.SearchStrategy[Any] = (
    st.integers(-400, 400).map(lambda days: FIRST + timedelta(days=days))
    | st.none()
    | st.sampled_from([date.min, date.max, datetime(2015, 9, 7, 12), "2015-09-07"])  # noqa: DTZ001 - hostile
)
PLAN = infusion_plan(window_days=3, minimum_interval_days=5)
WINDOWS = [VisitWindow.around_week(week, days=7) for week in (4, 8)]
PASI = Parameter(
    paramcd="PASI",
    param="PASI total score",
    column="pasi",
    criteria=[Criterion(label="PASI 75 response", condition=PASI_75)],
)


def test_courses(fuzz: Fuzz) -> None:
    def case(data: st.DataObject) -> None:
        course, other, rule = data.draw(COURSES), data.draw(COURSES), data.draw(RULES)
        refused_or(lambda: impute_flags(rule, course, reasons=other))
        refused_or(lambda: impute_scores(rule, course, baseline=other))
        refused_or(lambda: sustained_arrays(course))
        refused_or(lambda: first_found_arrays(course, other))
        refused_or(lambda: relapse_arrays(other, course, definition="npf"))
        subject, day = data.draw(column(3)), data.draw(column(3))
        refused_or(lambda: assign_windows(WINDOWS, subject, day, known=data.draw(column(3))))
        refused_or(lambda: baseline_records(subject, day))

    fuzz(case)


def test_schedules(fuzz: Fuzz) -> None:
    def case(data: st.DataObject) -> None:
        given = data.draw(st.lists(DAYS, max_size=7))
        today = data.draw(DAYS)
        refused_or(lambda: course_status(PLAN, given, today=today))
        refused_or(lambda: course_deviations(PLAN, given, today=today))
        refused_or(lambda: feasibility(PLAN, given, today=today))
        refused_or(
            lambda: suggest_days(PLAN, given, today=today, closed=data.draw(st.lists(DAYS, max_size=2)))
        )
        refused_or(lambda: PLAN.schedule(first=today))

    fuzz(case)


def polars_frame(columns: Any) -> pl.DataFrame:
    """The frame, unless polars itself refuses the columns."""
    try:
        return pl.DataFrame(columns)
    except BaseException:
        assume(False)  # noqa: FBT003  Hypothesis takes no keyword
        raise


def test_lazy_frames(fuzz: Fuzz) -> None:
    """
    What is lazy raises when it is asked for, or never: an invalid cell is null there.
    """

    def case(data: st.DataObject) -> None:
        definition = data.draw(CATALOGUE)
        frame = polars_frame(columns_of(data, list(definition.items)))
        scored = refused_or(lambda: ps.score_frame(frame.lazy(), definition, bounds=True))
        if scored is not None:
            refused_or(scored.collect)
        refused_or(lambda: ps.judge_frame(frame, {"enough": definition >= 1}))
        people = polars_frame(columns_of(data, sorted(PROTOCOL.facts)))
        refused_or(lambda: ps.screen_frame(people, PROTOCOL))

    fuzz(case)


def test_relations(fuzz: Fuzz) -> None:
    def case(data: st.DataObject) -> None:
        frame = polars_frame(columns_of(data, list(ps.DLQI.items)))
        try:
            relation = duckdb.from_arrow(frame.to_arrow())
        except BaseException:  # noqa: BLE001  DuckDB takes fewer types than arrow has
            assume(False)  # noqa: FBT003  Hypothesis takes no keyword
        scored = refused_or(lambda: ps.score_frame(relation, ps.DLQI, bounds=True, not_relevant=9))
        if scored is not None:
            assert len(scored.fetchall()) == len(frame)

    fuzz(case)


def test_trial_records(fuzz: Fuzz) -> None:
    names = LongNames.of("RS")

    def case(data: st.DataObject) -> None:
        rows = data.draw(st.integers(0, 4))
        long: dict[str, Any] = {
            "USUBJID": ["01"] * rows,
            "VISITNUM": [1] * rows,
            "RSTESTCD": [f"PASI03{item:02d}" for item in range(1, rows + 1)],
            "RSSTRESN": [1.0] * rows,
        }
        wide: dict[str, Any] = {
            "USUBJID": ["01"] * rows,
            "ADT": [FIRST] * rows,
            "TRTSDT": [FIRST] * rows,
            "pasi": [12.4] * rows,
        }
        records, visits = (
            polars_frame(good | {data.draw(st.sampled_from(sorted(good))): data.draw(column(rows))})
            for good in (long, wide)
        )
        refused_or(lambda: score_long(records, ps.PASI, names=names, unrecorded=ps.PASI.items[rows:]))
        refused_or(lambda: check_long(records, ps.PASI, names=names))
        analysed = refused_or(lambda: adqs(visits, PASI, windows=WINDOWS, imputation=NRI))
        if analysed is not None:
            refused_or(lambda: responder_summary(analysed, flag="CRIT1FL", by=["AVISIT"]))
        refused_or(lambda: responder_summary(visits, flag="pasi", by=["USUBJID"]))

    fuzz(case)
