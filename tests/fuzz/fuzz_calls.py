"""Everything else that can be called, as it should be but for one or two arguments, which are anything.

As in ``fuzz_doors``: a result or one of psoscore's own errors, and nothing else.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
from fuzz_doors import BACKENDS, MAKERS, column, refused_or
from hypothesis import assume
from hypothesis import strategies as st

import psoscore as ps
from psoscore import dates, eligibility, endpoints, infusion, plots, safety, severity, summaries
from psoscore.captured import attainable_units, compare_captured
from psoscore.definitions import Contradiction
from psoscore.infusion.dose_arrays import dose_arrays
from psoscore.infusion.dose_frame import dose_frame
from psoscore.instruments.pasi_words import read_words
from psoscore.interop import adam
from psoscore.interop.adam_metadata import define_table
from psoscore.interop.xpt import write_xpt
from psoscore.protocols import nct02491658
from psoscore.provenance import Provenance, Source
from psoscore.safety.time_point_frame import place_frame, safety_period_frame
from psoscore.safety.vital_sign_arrays import fever_arrays, hypertension_arrays
from psoscore.safety.vital_sign_frame import fever_frame, hypertension_frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Fuzz

DAY, NOON = date(2015, 8, 31), datetime(2015, 8, 31, 12)  # noqa: DTZ001  a time at the site
WEIGHT = ps.number("weight_kg", low=0, high=300, decimals=1)
AGE, SICK, VISIT, LAST = ps.number("age", low=0, high=120), ps.flag("sick"), ps.day("visit"), ps.day("last")
SOURCES = Provenance(sources=(Source(key="invented", text="An invented source."),), requirements=())
RULE = infusion.DoseRule(cells_per_kg=1_000_000, basis="viable")
VIAL = infusion.Product(viability=0.8, cells_per_container=25_000_000)
PLAN = nct02491658.infusion_plan(window_days=3)
WINDOWS = [endpoints.VisitWindow.around_week(week, days=7) for week in (4, 8)]
TWOS = dict.fromkeys(ps.PASI.items, 2)
TWELVE = ps.score(ps.PASI, TWOS)
BANDS = ps.score(ps.DLQI_BANDS, dict.fromkeys(ps.DLQI.items, 0))
NOBODY = ps.screen(nct02491658.PROTOCOL, dict.fromkeys(nct02491658.PROTOCOL.facts))
READING = safety.Reading(at=NOON, value=36.6)

CALLS: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (ps.Interval, {"low": 1, "high": 2}),
    (ps.number, {"name": "age", "low": 0, "high": 120, "decimals": 0, "unit": "years"}),
    (ps.code, {"name": "sex", "values": ["F", "M"]}),
    (ps.day, {"name": "visit"}),
    (ps.flag, {"name": "sick"}),
    (ps.catalogue, {}),
    (
        ps.banding,
        {
            "name": "bands",
            "title": "Bands",
            "of": ps.DLQI,
            "lows": [2],
            "labels": ("a", "b"),
            "provenance": SOURCES,
            "missing_rule": "",
        },
    ),
    (ps.Score, {"name": "half", "title": "Half", "term": AGE, "provenance": SOURCES, "when": AGE >= 3}),
    (
        ps.score,
        {"definition": ps.PASI, "record": TWOS, "columns": {}, "unrecorded": (), "contradictions": "warn"},
    ),
    (ps.judge, {"condition": ps.PASI >= 3, "record": TWOS, "basis": "reported", "columns": {}}),
    (ps.score_arrays, {"definition": ps.PASI, "arrays": TWOS, "columns": {}, "unrecorded": (), "threads": 1}),
    (ps.score_column, {"definition": ps.PASI, "end": "low", "among": None, "columns": {}}),
    (ps.judge_column, {"condition": ps.PASI >= 3, "basis": "reported", "among": None}),
    (ps.check_column, {"definition": ps.PASI, "among": list(ps.PASI.items)}),
    (ps.classify, {"scheme": "rule_of_tens", "pasi": 12, "bsa": 3, "dlqi": 12}),
    (ps.treatment_goal, {"scheme": "npf2017", "bsa": 1, "bsa_baseline": 12}),
    (
        severity.Scheme,
        {"name": "one", "title": "One", "classes": (("severe", ps.PASI >= 10),), "provenance": SOURCES},
    ),
    (Provenance, {"sources": SOURCES.sources, "requirements": (), "status": "confirmed", "note": ""}),
    (Source, {"key": "one", "text": "One.", "doi": "", "url": "", "read": True}),
    (Contradiction, {"name": "odd", "condition": SICK, "message": "odd", "items": ("sick",)}),
    (compare_captured, {"captured": 12, "derived": TWELVE}),
    (attainable_units, {"definition": ps.PSSI}),
    (read_words, {"record": {"head_erythema": "marked"}, "version": "ema-2004"}),
    (dates.add_days, {"day": DAY, "days": 3}),
    (dates.add_months, {"day": DAY, "months": 3}),
    (dates.calendar_day, {"item": "day", "value": DAY}),
    (dates.partial_date, {"text": "2015-08"}),
    (dates.study_day, {"day": DAY, "reference": DAY}),
    (dates.elapsed_day_number, {"elapsed_days": 3}),
    (dates.week_day_number, {"week": 3}),
    (eligibility.Inclusion, {"id": "IN01", "text": "Adult", "condition": AGE >= 18, "kind": "computed"}),
    (eligibility.Exclusion, {"id": "EX01", "text": "Sick", "condition": SICK, "refuses": (), "note": ""}),
    (eligibility.Protocol, {"id": "A", "criteria": [eligibility.Inclusion("IN01", "Adult", AGE >= 18)]}),
    (eligibility.after, {"last": VISIT, "anchor": LAST}),
    (eligibility.no_and_a_day, {"ever": SICK, "last": VISIT}),
    (eligibility.treated_within, {"ever": SICK, "last": LAST, "anchor": VISIT, "weeks": 4}),
    (eligibility.within_before, {"last": LAST, "anchor": VISIT, "weeks": 4, "far_edge": "inclusive"}),
    (eligibility.window_words, {"weeks": 4, "far_edge": "inclusive"}),
    (eligibility.difference, {"old": nct02491658.PROTOCOL, "new": nct02491658.PROTOCOL}),
    (eligibility.ie_rows, {"verdict": NOBODY, "subject": "01", "study": "", "texts": {}}),
    (eligibility.ti_rows, {"protocol": nct02491658.PROTOCOL, "study": "", "texts": {}}),
    (eligibility.to_json, {"protocol": nct02491658.PROTOCOL, "indent": 2}),
    (eligibility.from_json, {"text": eligibility.to_json(nct02491658.PROTOCOL)}),
    (eligibility.screen, {"protocol": nct02491658.PROTOCOL, "facts": {}, "breached": (), "columns": {}}),
    (ps.attrition, {"protocol": nct02491658.PROTOCOL, "screened": [NOBODY], "order": ()}),
    (endpoints.VisitWindow, {"name": "Week 4", "number": 4, "target": 29, "low": 22, "high": 35}),
    (endpoints.VisitWindow.around_week, {"week": 4, "days": 7}),
    (endpoints.window_of, {"windows": WINDOWS, "day": 29}),
    (endpoints.analysis_record, {"window": WINDOWS[0], "days": [22, None], "tie": "later"}),
    (endpoints.assign_windows, {"windows": WINDOWS, "subject": ["a"], "day": [29], "tie": "later"}),
    (endpoints.baseline_records, {"subject": ["a"], "day": [1], "known": [True]}),
    (endpoints.change, {"of": ps.PASI, "baseline": "baseline", "visit": "visit"}),
    (endpoints.percent_change, {"of": ps.PASI, "baseline": "baseline", "visit": "visit"}),
    (endpoints.response, {"percent": 75, "of": ps.PASI, "baseline": "baseline", "visit": "visit"}),
    (endpoints.threshold, {"at_most": 3, "of": ps.PASI, "visit": "visit"}),
    (endpoints.mcid_response, {"mcid": 4, "of": ps.DLQI}),
    (endpoints.global_response, {"of": ps.IGA_MOD_2011}),
    (endpoints.relapse, {"definition": "npf", "visit": "visit", "earlier": ["week4"], "of": ps.PASI}),
    (endpoints.rebound, {"definition": "npf", "of": ps.PASI, "new_form": None}),
    (endpoints.percent_change_of, {"baseline": 12, "visit": 3, "of": ps.PASI}),
    (endpoints.change_of, {"baseline": TWELVE, "visit": TWELVE, "of": ps.PASI}),
    (endpoints.response_of, {"baseline": TWELVE, "visit": 3, "percent": 75, "of": ps.PASI}),
    (endpoints.response_arrays, {"baseline": [12], "visit": [3], "percent": 75, "of": ps.PASI, "threads": 1}),
    (endpoints.relapse_arrays, {"baseline": [12], "visits": [[3]], "definition": "npf", "of": ps.PASI}),
    (endpoints.first_found, {"verdicts": [0, 1], "days": [29, 57], "start": 1}),
    (endpoints.first_found_arrays, {"verdicts": [[0, 1]], "days": [29, 57], "start": 1}),
    (endpoints.sustained_since_first_arrays, {"responses": [[1, 0]]}),
    (endpoints.impute_flags, {"rule": endpoints.NRI, "responses": [[1, -1]], "reasons": None}),
    (endpoints.impute_scores, {"rule": endpoints.LOCF, "scores": [[1, 2]], "baseline": [3]}),
    (endpoints.ModifiedNRI, {"failures": {"lack of efficacy"}}),
    (endpoints.LastObservationCarriedForward, {"baseline": True}),
    (endpoints.round_half_away, {"number": 2.5, "decimals": 0}),
    (endpoints.shift_table, {"bands": ps.DLQI_BANDS, "pairs": [(BANDS, BANDS), (BANDS, BANDS)]}),
    (
        infusion.DoseRule,
        {"cells_per_kg": 1_000_000, "basis": "viable", "weight": "actual", "max_cells": 10**9},
    ),
    (infusion.DoseRule, {"cells_per_kg": 1_000_000, "basis": "viable", "bands": [], "round_to_cells": 10}),
    (infusion.DoseBand, {"from_kg": 40, "cells": 10**8}),
    (infusion.Product, {"viability": 1, "cells_per_ml": 10**6, "fill_volume_ml": 5, "dmso_fraction": 0.1}),
    (infusion.Product, {"viability": 1, "cells_per_container": 10**6, "minimum_viability": 0.7}),
    (RULE.dose_for, {"weight_kg": 70, "product": VIAL}),
    (dose_arrays, {"rule": RULE, "weight_kg": [70], "product": VIAL, "decimals": 3}),
    (infusion.prepare, {"product": VIAL, "target_cells": 10**8, "basis": "viable", "whole_containers": True}),
    (infusion.cumulative_doses, {"doses": [RULE.dose_for(weight_kg=70)]}),
    (infusion.dmso_by_day, {"doses": [(DAY, RULE.dose_for(weight_kg=70))]}),
    (infusion.ideal_weight_kg, {"height_cm": 170, "sex": "F"}),
    (infusion.plausible_weight_kg, {"weight_kg": 70, "confirmed": False}),
    (infusion.RateSteps, {"start": 10, "unit": "mL/h", "increment": 5, "every_minutes": 30, "maximum": 60}),
    (infusion.Pause, {"after_minutes": 10, "minutes": 5}),
    (infusion.RateSteps(start=10, unit="mL/h").table, {"volume_ml": 100, "weight_kg": 70}),
    (infusion.InfusionPlan, {"days": [1, 8], "window_days": 3, "minimum_interval_days": 5, "shift": False}),
    (infusion.InfusionPlan, {"days": [1, 8], "maximum_span_days": 20, "span_edge": "inclusive"}),
    (PLAN.schedule, {"first": DAY}),
    (infusion.Assessment, {"name": "Week 8", "after": 8, "unit": "weeks", "window_days": (3, 3)}),
    (infusion.VisitPlan, {"visits": [infusion.Assessment(name="Week 8", after=8, unit="weeks")]}),
    (infusion.assessment_anchors, {"first": DAY, "last_infusion": DAY, "week": 8, "window_days": 3}),
    (infusion.nominal_days, {"plan": PLAN, "days": [DAY], "first": DAY}),
    (infusion.course_status, {"plan": PLAN, "given": [DAY], "today": DAY}),
    (infusion.course_deviations, {"plan": PLAN, "given": [DAY], "today": DAY}),
    (
        infusion.feasibility,
        {"plan": PLAN, "given": [DAY], "today": DAY, "first": DAY, "within_windows": True},
    ),
    (
        infusion.suggest_days,
        {"plan": PLAN, "given": [DAY], "today": DAY, "first": DAY, "weekdays": (0, 1), "closed": [DAY]},
    ),
    (nct02491658.infusion_plan, {"weeks": range(6), "window_days": 3, "minimum_interval_days": 5}),
    (nct02491658.protocol, {"far_edge": "inclusive", "phototherapy": "not_asked", "stable_months": 6}),
    (safety.celsius, {"temperature": 38, "unit": "C", "confirmed": False}),
    (safety.mmhg, {"item": "systolic", "pressure": 120, "unit": "mmHg", "confirmed": False}),
    (safety.change_from_before, {"value": 38, "before": 37}),
    (safety.fever_candidate, {"temperature": 39, "unit": "C", "duration_hours": 2, "site": "ear"}),
    (safety.hypertension_candidate, {"systolic": 150, "diastolic": 90, "unit": "mmHg", "before": (120, 80)}),
    (safety.is_infusion_related, {"onset": NOON, "start": NOON, "end": NOON, "hours_after": 24}),
    (safety.Reading, {"at": NOON, "value": 37}),
    (safety.TimePoint, {"name": "start", "at": NOON}),
    (safety.time_points, {"start": NOON, "end": NOON + timedelta(hours=1), "every_minutes": 15}),
    (
        safety.place_readings,
        {"readings": [READING], "points": [safety.TimePoint(name="start", at=NOON)], "every_minutes": 15},
    ),
    (safety.pre_infusion_value, {"readings": [READING], "start": NOON}),
    (safety.require_numeric_term, {"term": "Fever"}),
    (safety.safety_period, {"first": DAY, "last": DAY, "months": 3}),
    (safety.Limit, {"grade": 1, "value": 38, "inclusive": True}),
    (safety.Limits, {"quantity": "x", "unit": "y", "limits": [safety.Limit(grade=1, value=Decimal(38))]}),
    (fever_arrays, {"temperature": [38.0], "unit": "C", "duration_hours": [2.0]}),
    (hypertension_arrays, {"systolic": [120], "diastolic": [80], "unit": "mmHg"}),
    (summaries.wilson, {"responders": 3, "n": 9, "level": 0.95}),
    (summaries.clopper_pearson, {"responders": 3, "n": 9, "level": 0.95}),
    (adam.Criterion, {"label": "PASI 75", "condition": endpoints.PASI_75}),
    (adam.Parameter, {"paramcd": "PASI", "param": "PASI", "column": "pasi", "of": ps.PASI, "criteria": ()}),
    (define_table, {"frame": pl.DataFrame({"AVAL": [1.0]}), "dataset": "ADQS", "labels": {"AVAL": "Value"}}),
    (write_xpt, {"frame": pl.DataFrame({"AVAL": [1.0]}), "path": os.devnull, "dataset": "ADQS", "label": ""}),
    (plots.count_flags, {"flags": ["Y", None]}),
    (plots.ResponseCount, {"responders": 1, "assessed": 3, "unsettled": 0, "interval": (0.1, 0.9)}),
    (plots.body_map, {"scored": TWELVE}),
    (plots.courses, {"scores": {"a": {0: 12, 8: 3}}, "arms": {"a": "one"}, "name_patients": False}),
    (plots.waterfall, {"changes": {"a": -50, "b": None}, "arms": None, "lines": {"PASI 75": -75}}),
    (plots.response_over_time, {"responses": {"one": {0: ["Y"]}}, "level": 0.95}),
    (plots.schedule_timeline, {"visits": PLAN.schedule(first=DAY), "today": DAY}),
]

GOOD: dict[str, Any] = {
    "subject": ["01", "01", "02"],
    "visit": [1, 2, 1],
    "weight_kg": [70.0, 71.0, 80.0],
    "baseline": [12.0, 12.0, 9.0],
    "week4": [3.0, 4.0, 9.0],
    "week8": [3.0, 4.0, None],
    "yes": [1, 0, -1],
    "flag": ["Y", "N", None],
    "reason": ["", "lack of efficacy", None],
    "DTYPE": ["", "NRI", None],
    "day": [DAY] * 3,
    "first": [DAY] * 3,
    "at": [NOON] * 3,
    "start": [NOON] * 3,
    "end": [NOON + timedelta(hours=1)] * 3,
    "temperature": [37.0, 39.0, None],
    "systolic": [120, 150, None],
    "diastolic": [80, 90, None],
}
FRAMES: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (dose_frame, {"rule": RULE, "subject": "subject", "visit": "visit", "product": VIAL, "decimals": 3}),
    (endpoints.first_found_frame, {"verdicts": ["yes"], "days": [29], "start": 1, "name": "found"}),
    (endpoints.impute_frame, {"rule": endpoints.NRI, "responses": ["yes"], "reasons": "reason"}),
    (endpoints.impute_frame, {"rule": endpoints.LOCF, "scores": ["week4", "week8"], "baseline": "baseline"}),
    (endpoints.relapse_frame, {"definition": "npf", "visits": ["week4", "week8"], "of": ps.PASI}),
    (endpoints.sustained_frame, {"responses": ["yes"]}),
    (summaries.responder_summary, {"flag": "flag", "by": ["visit"], "where": None, "level": 0.95}),
    (summaries.change_summary, {"value": "week4", "by": ["visit"], "where": None}),
    (summaries.observed_and_imputed, {"flag": "flag", "by": ["visit"], "imputed": "DTYPE"}),
    (fever_frame, {"unit": "C", "temperature": "temperature"}),
    (hypertension_frame, {"unit": "mmHg", "systolic": "systolic", "diastolic": "diastolic"}),
    (place_frame, {"values": "temperature", "by": "subject", "every_minutes": 15, "decimals": 1}),
    (safety_period_frame, {"day": "day", "first": "first", "months": 3}),
    (ps.judge_frame, {"conditions": {"heavy": WEIGHT >= 60}, "columns": {}, "basis": "reported"}),
]


PLAIN = (type(None), bool, int, float, str, date)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10),
    st.integers(),
    st.floats(),
    st.fractions(),
    st.text(max_size=9),
    st.binary(max_size=9),
    st.dates(),
    st.datetimes(),
    st.sampled_from([np.int8(1), np.nan, np.datetime64("NaT", "D"), DAY, NOON, "Y", "N", ""]),
)
"""What a file or a form can hold, and what a caller can say by mistake."""
WORSE = VALUES | st.decimals() | st.complex_numbers() | st.sampled_from([Decimal("sNaN"), 10**5000])
HOSTILE = st.one_of(
    WORSE,
    st.lists(WORSE, max_size=3),
    st.tuples(WORSE, WORSE),
    st.dictionaries(st.text(max_size=3), WORSE, max_size=2),
)
DATA = {
    *("record", "facts", "arrays", "captured", "percent", "text", "value", "day", "days", "reference"),
    *("pasi", "bsa", "dlqi", "bsa_baseline", "subject", "known", "baseline", "visit", "visits", "verdicts"),
    *("responses", "reasons", "scores", "weight_kg", "height_cm", "target_cells", "first", "last"),
    *("given", "today", "closed", "last_infusion", "temperature", "pressure", "before", "duration_hours"),
    *("systolic", "diastolic", "onset", "start", "end", "at", "responders", "n", "flags", "changes"),
}
"""The arguments that hold data; the others are options."""


def is_plain(value: Any) -> bool:
    """Whether data or options are meant, and no plan, rule, protocol or score of the caller's program."""
    if isinstance(value, dict):
        return all(map(is_plain, value.values()))
    return all(map(is_plain, value)) if isinstance(value, list | tuple | set) else isinstance(value, PLAIN)


def spoilt(data: st.DataObject, good: dict[str, Any]) -> dict[str, Any]:
    """The arguments, one or two of the plain ones anything; options that list things are left as they are."""
    plain = [
        name
        for name, value in sorted(good.items())
        if name != "path" and is_plain(value) and (name in DATA or isinstance(value, PLAIN))
    ]
    names = data.draw(st.lists(st.sampled_from(plain), min_size=1, max_size=2)) if plain else []
    return good | {
        name: data.draw(HOSTILE if name in DATA and not isinstance(good[name], str | bool) else VALUES)
        for name in names
    }


def test_calls(fuzz: Fuzz) -> None:
    def case(data: st.DataObject) -> None:
        called, good = data.draw(st.sampled_from(CALLS))
        refused_or(lambda: called(**spoilt(data, good)))
        if "plots" in called.__module__:
            plots_closed()

    fuzz(case)


def plots_closed() -> None:
    import matplotlib.pyplot as plt  # noqa: PLC0415  after psoscore has chosen nothing of it

    plt.close("all")


def test_calls_on_frames(fuzz: Fuzz) -> None:
    def case(data: st.DataObject) -> None:
        called, good = data.draw(st.sampled_from(FRAMES))
        bad = data.draw(st.lists(st.sampled_from(sorted(GOOD)), max_size=2))
        columns = GOOD | {name: data.draw(column(3)) for name in bad}
        library, backend = data.draw(st.sampled_from(sorted(MAKERS))), data.draw(BACKENDS)
        try:
            frame = MAKERS[library](columns)
            if isinstance(frame, pd.DataFrame) and backend:
                frame = frame.convert_dtypes(dtype_backend=backend)
        except BaseException:  # noqa: BLE001  what the library itself refuses never reaches us
            assume(False)  # noqa: FBT003  Hypothesis takes no keyword
        if isinstance(frame, pl.DataFrame) and data.draw(st.booleans()):
            frame = frame.lazy()
        arguments = good if bad else spoilt(data, good)
        refused_or(lambda: called(frame, **arguments))

    fuzz(case)
