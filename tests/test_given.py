"""Arguments that nothing can be made of are refused in words, wherever data or plans come in."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import psoscore as ps
from psoscore import endpoints, infusion, plots, safety
from psoscore.given import by_name, several
from psoscore.infusion.calendar import calendar_file
from psoscore.infusion.dose_arrays import dose_arrays
from psoscore.instruments.pasi_words import read_words
from psoscore.interop.adam import Criterion, Parameter
from psoscore.interop.adam_metadata import define_table
from psoscore.interop.xpt import write_xpt
from psoscore.protocols.nct02491658 import PROTOCOL, infusion_plan
from test_bad_input import Evil

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.requirement("PSO-ENGINE-008")

DAY, NOON = date(2015, 8, 31), datetime(2015, 8, 31, 12)  # noqa: DTZ001  a time at the site
PLAN = infusion_plan()
VIAL = infusion.Product(viability=0.5, cells_per_container=25_000_000)
RULE = infusion.DoseRule(cells_per_kg=1_000_000, basis="viable")
SEX = ps.code("sex", ("F", "M"))
VISITS = "allowed is planned visits, as the schedule of a plan gives them"
WEEKS = pl.DataFrame({"week 4": [1]})
WEEK_4 = endpoints.VisitWindow.around_week(4, days=7)
DAYS = pl.DataFrame({"USUBJID": ["1"], "ADT": [DAY], "TRTSDT": [DAY], "pasi": [20.0]})
PASI = Parameter(paramcd="PASI", param="PASI", column="pasi")
PAIRS = "allowed is a list of pairs of results, at baseline and at the visit"

REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "a list": (lambda: several("days", 3, "study days"), "days: int no list; allowed is study days"),
    "an iterator that raises": (
        lambda: several("days", Evil(), "study days"),
        "days: Evil no list; allowed is study days",
    ),
    "a mapping": (
        lambda: by_name("arms", [1], "an arm by patient"),
        "arms: list no mapping; allowed is an arm by patient",
    ),
    "words of a record": (
        lambda: read_words(None, version="ema-2004"),  # type: ignore[arg-type]
        "record: NoneType no mapping; allowed is words by item",
    ),
    "days of records": (
        lambda: endpoints.analysis_record(WEEK_4, 29),  # type: ignore[arg-type]
        "days: int no list; allowed is study days",
    ),
    "the start of a bracket": (
        lambda: endpoints.first_found([1], [29], start=None),  # type: ignore[arg-type]
        "start: NoneType no number; allowed is a study day as a number",
    ),
    "a flag beyond every float": (
        lambda: endpoints.first_found([10**400], [29]),
        (
            "verdicts: no flag; allowed is 1, 0 or Y, N, or -1, None and NaN for an open one; 1 cell, at 0 "
            "(these are responder flags, as judge_arrays gives them, no scores)"
        ),
    ),
    "days that were given": (
        lambda: infusion.course_status(PLAN, None, today=DAY),  # type: ignore[arg-type]
        "given: NoneType no list; allowed is the days in order",
    ),
    "days for nominal days": (
        lambda: infusion.nominal_days(PLAN, None, DAY),  # type: ignore[arg-type]
        "days: NoneType no list; allowed is the days in order",
    ),
    "closed days": (
        lambda: infusion.suggest_days(PLAN, [DAY], today=DAY, closed=3),  # type: ignore[arg-type]
        "closed: int no list; allowed is days",
    ),
    "weekdays": (
        lambda: infusion.suggest_days(PLAN, [DAY], today=DAY, weekdays=0),  # type: ignore[arg-type]
        "weekdays: int no list; allowed is 0, Monday, to 6, Sunday",
    ),
    "days of a plan": (
        lambda: infusion.InfusionPlan(days=None),  # type: ignore[arg-type]
        "days: NoneType no list; allowed is study days",
    ),
    "cells to prepare": (
        lambda: infusion.prepare(VIAL, 0.5, basis="viable", whole_containers=True),  # type: ignore[arg-type]
        "target_cells is 0.5; a whole number of cells",
    ),
    "cells that nobody could count": (
        lambda: infusion.prepare(VIAL, 10**5000, basis="viable", whole_containers=True),
        "target_cells is a value of type int; a whole number of cells",
    ),
    "lists of weekdays": (
        lambda: infusion.suggest_days(PLAN, [DAY], today=DAY, weekdays=[[0]]),  # type: ignore[list-item]
        "weekdays are counted from 0, Monday, to 6, Sunday",
    ),
    "a basis of cells": (
        lambda: infusion.prepare(VIAL, 10**8, basis="viabel", whole_containers=True),  # type: ignore[arg-type]
        "basis is 'viabel'; 'viable' or 'total'",
    ),
    "cells of a rule": (
        lambda: infusion.DoseRule(cells_per_kg=Evil(), basis="viable"),  # type: ignore[arg-type]
        "cells_per_kg is a value of type Evil; a whole number of cells",
    ),
    "one pressure before": (
        lambda: safety.hypertension_candidate(150, 90, unit="mmHg", before=(120,)),  # type: ignore[arg-type]
        "pressures: 1 of 2 wrong length; allowed is systolic and diastolic",
    ),
    "no pressures before": (
        lambda: safety.hypertension_candidate(150, 90, unit="mmHg", before=120),  # type: ignore[arg-type]
        "pressures: int no list; allowed is systolic and diastolic",
    ),
    "hours after": (
        lambda: safety.is_infusion_related(NOON, start=NOON, end=NOON, hours_after=None),  # type: ignore[arg-type]
        "hours_after: NoneType no number; allowed is hours",
    ),
    "hours beyond the calendar": (
        lambda: safety.is_infusion_related(NOON, start=NOON, end=NOON, hours_after=10**9),
        "hours_after: 1000000000 beyond the calendar; allowed is hours",
    ),
    "a spacing of readings": (
        lambda: safety.place_readings([], [safety.TimePoint(name="pre", at=NOON)], every_minutes=0),
        "minutes between time points and after the end are whole, 1 to 1,000,000",
    ),
    "an infusion of years": (
        lambda: safety.time_points(start=datetime(1015, 8, 31), end=NOON),  # noqa: DTZ001
        "end: too late; allowed is an infusion of at most 100,000 steps",
    ),
    "a label": (
        lambda: Criterion(label=None, condition=endpoints.PASI_75),  # type: ignore[arg-type]
        "label needs text, not None",
    ),
    "a code of a parameter": (
        lambda: Parameter(paramcd=75, param="PASI 75", column="pasi"),  # type: ignore[arg-type]
        "paramcd=75; 1 to 8 of A-Z, 0-9 and _, no digit first",
    ),
    "a condition of a criterion": (
        lambda: Criterion(label="x", condition="PASI75"),  # type: ignore[arg-type]
        "a condition is needed, such as PASI >= 8, not a str",
    ),
    "a criterion over the items": (
        lambda: Criterion(label="PASI >= 8", condition=ps.PASI >= 8),
        (
            "condition reads head_erythema and 19 more; the facts of a criterion are baseline and visit: "
            "a score at the visit is judged with threshold(...)"
        ),
    ),
    "a criterion over another fact": (
        lambda: Criterion(label="DLQI 0 or 1", condition=endpoints.threshold(at_most=1, visit="dlqi")),
        (
            "condition reads dlqi; the facts of a criterion are baseline and visit: "
            "a score at the visit is judged with threshold(...)"
        ),
    ),
    "a condition for a criterion": (
        lambda: Parameter(paramcd="P", param="P", column="pasi", criteria=[endpoints.PASI_75]),  # type: ignore[list-item]
        "criteria: Given wrong kind; allowed is a list of Criterion(label=..., condition=...)",
    ),
    "one criterion for several": (
        lambda: Parameter(
            paramcd="P",
            param="P",
            column="pasi",
            criteria=Criterion(label="x", condition=endpoints.PASI_75),  # type: ignore[arg-type]
        ),
        "criteria: Criterion no list; allowed is a list of Criterion(label=..., condition=...)",
    ),
    "the score of a parameter": (
        lambda: Parameter(paramcd="P", param="P", column="pasi", of="pasi"),  # type: ignore[arg-type]
        "a score is needed, such as PASI, not a str",
    ),
    "the columns of bounds": (
        lambda: Parameter(paramcd="P", param="P", column="pasi", bounds=3),
        "bounds: int no list; allowed is the low and the high column",
    ),
    "a list of parameters": (
        lambda: endpoints.adqs(DAYS, [PASI], windows=[WEEK_4]),
        "parameters: list wrong kind; allowed is Parameter(...), one after the other",
    ),
    "one window for several": (
        lambda: endpoints.adqs(DAYS, PASI, windows=WEEK_4),
        "windows: VisitWindow no list; allowed is a list of visit windows",
    ),
    "a week for a window": (
        lambda: endpoints.adqs(DAYS, PASI, windows=[4]),
        "windows: int wrong kind; allowed is a list of visit windows",
    ),
    "columns to keep": (
        lambda: endpoints.adqs(DAYS, PASI, windows=[WEEK_4], keep=3),
        "keep: int no list; allowed is names of columns",
    ),
    "the window of a day": (
        lambda: endpoints.window_of(WEEK_4, 29),  # type: ignore[arg-type]
        "windows: VisitWindow no list; allowed is a list of visit windows",
    ),
    "the number of a window": (
        lambda: endpoints.VisitWindow(name="Week 4", number="4", target=29, low=22, high=36),  # type: ignore[arg-type]
        "a number is needed here, not str",
    ),
    "a table of shifts without a banding": (
        lambda: endpoints.shift_table([0, 1], [1]),  # type: ignore[arg-type, list-item]
        "[0, 1] has no bands; say a banding, such as DLQI_BANDS",
    ),
    "a table of shifts of points": (
        lambda: endpoints.shift_table(ps.PASI, []),
        "pasi has no bands; say a banding, such as DLQI_BANDS",
    ),
    "one result for a pair": (
        lambda: endpoints.shift_table(ps.DLQI_BANDS, [1]),  # type: ignore[list-item]
        f"pairs: int no list; {PAIRS}",
    ),
    "three results for a pair": (
        lambda: endpoints.shift_table(ps.DLQI_BANDS, [(1, 2, 3)]),  # type: ignore[list-item]
        f"pairs: 3 of 2 wrong length; {PAIRS}",
    ),
    "a pair of one": (
        lambda: endpoints.shift_table(ps.DLQI_BANDS, [(1,)]),  # type: ignore[list-item]
        f"pairs: 1 of 2 wrong length; {PAIRS}",
    ),
    "points for a pair": (
        lambda: endpoints.shift_table(ps.DLQI_BANDS, [(1, 2)]),  # type: ignore[list-item]
        "1 is none of dlqi_band",
    ),
    "no pairs": (
        lambda: endpoints.shift_table(ps.DLQI_BANDS, None),  # type: ignore[arg-type]
        f"pairs: NoneType no list; {PAIRS}",
    ),
    "labels of a data set": (
        lambda: define_table(pl.DataFrame({"AVAL": [12.4]}), labels=["Value"]),  # type: ignore[arg-type]
        "labels: list no mapping; allowed is labels by variable",
    ),
    "the name of a data set": (
        lambda: define_table(pl.DataFrame({"AVAL": [12.4]}), dataset=3),  # type: ignore[arg-type]
        "dataset needs text, not 3",
    ),
    "names of columns": (
        lambda: endpoints.sustained_frame(WEEKS, responses=["week 4", 3, None]),  # type: ignore[list-item]
        "visits: 3 no name of a column; allowed is the columns of the visits, in order of time",
    ),
    "arrays in cells": (
        lambda: endpoints.sustained_frame(
            pl.DataFrame({"week 4": pl.Series([[1, 0]], dtype=pl.Array(pl.Int8, 2))}), responses=["week 4"]
        ),
        "week 4: not a column; allowed is one value a row, of a kind that numpy has",
    ),
    "integers of 128 bits": (
        lambda: endpoints.sustained_frame(
            pl.DataFrame({"week 4": pl.Series([2**100, 0], dtype=pl.Int128)}), responses=["week 4"]
        ),
        "week 4: not a column; allowed is one value a row, of a kind that numpy has",
    ),
    "columns of visits": (
        lambda: endpoints.sustained_frame(WEEKS, responses=3),  # type: ignore[arg-type]
        "visits: int no list; allowed is the columns of the visits, in order of time",
    ),
    "columns of a frame": (
        lambda: ps.score_column(ps.PASI, among=3),  # type: ignore[arg-type]
        "among: int no list; allowed is names of columns",
    ),
    "an indent": (
        lambda: ps.eligibility.to_json(PROTOCOL, indent=-1),
        "indent=-1; None, or 0 to 16 blanks",
    ),
    "the weights of a patient": (
        lambda: RULE.doses_for(70),  # type: ignore[arg-type]
        "weights_kg: int no list; allowed is the weight [kg] at each infusion",
    ),
    "a product": (
        lambda: RULE.dose_for(weight_kg=70, product="vial"),  # type: ignore[arg-type]
        "product: str wrong kind; allowed is a batch, as a Product",
    ),
    "a product of a cohort": (
        lambda: dose_arrays(RULE, [70], product="vial"),  # type: ignore[arg-type]
        "product: str wrong kind; allowed is a batch, as a Product",
    ),
    "a plan in the place of its visits": (
        lambda: calendar_file(PLAN),  # type: ignore[arg-type]
        f"visits: InfusionPlan no list; {VISITS}",
    ),
    "visits of a calendar": (
        lambda: calendar_file(["week 4"]),  # type: ignore[list-item]
        f"visits: str wrong kind; {VISITS}",
    ),
    "visits of a timeline": (
        lambda: plots.schedule_timeline(["x"]),  # type: ignore[list-item]
        f"visits: str wrong kind; {VISITS}, or what became of them",
    ),
    "no visits of a timeline": (
        lambda: plots.schedule_timeline(None),  # type: ignore[arg-type]
        f"visits: NoneType no list; {VISITS}, or what became of them",
    ),
    "a frame in the place of its attrition": (
        lambda: plots.attrition_flow(WEEKS),  # type: ignore[arg-type]
        "result: DataFrame wrong kind; allowed is what psoscore.attrition gives",
    ),
    "no attrition": (
        lambda: plots.attrition_flow(None),  # type: ignore[arg-type]
        "result: NoneType wrong kind; allowed is what psoscore.attrition gives",
    ),
    "a number in the place of a result": (
        lambda: plots.body_map(12),  # type: ignore[arg-type]
        "scored: int wrong kind; allowed is what psoscore.score gives",
    ),
    "a list of codes": (
        lambda: SEX.one_of(["F"]),  # type: ignore[arg-type]
        "sex: (['F'],) are not all among ('F', 'M')",
    ),
    "no condition on the left of or": (
        lambda: True | (ps.PASI >= 10),  # type: ignore[operator]
        "only conditions combine with & and |, not bool",
    ),
    "no condition on the left of and": (
        lambda: "F" & (ps.PASI >= 10),  # type: ignore[arg-type]
        "only conditions combine with & and |, not str",
    ),
    "a percentage beyond every float": (
        lambda: endpoints.response(percent=10**5000),
        "percent=a value of type int; a response needs 1 to 100 percent (75, not 0.75)",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_nothing_can_be_made_of_is_refused_in_words(case: str) -> None:
    call, message = REFUSED[case]

    with pytest.raises(ps.PsoscoreError) as caught:
        call()

    assert str(caught.value) == message


def test_names_and_labels_of_a_transport_file_are_text(tmp_path: Path) -> None:
    with pytest.raises(ps.InputError) as caught:
        write_xpt(
            pl.DataFrame({"AVAL": [12.4]}),
            tmp_path / "adqs.xpt",
            dataset=3,  # type: ignore[arg-type]
            label=None,  # type: ignore[arg-type]
        )

    assert [fault.message for fault in caught.value.faults] == [
        "3: bad name; allowed is 1 to 8 letters, digits and _, no digit first",
        "3: None bad label; allowed is at most 40 characters, ASCII",
    ]
