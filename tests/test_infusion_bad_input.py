"""Whatever stands where a weight, a day, a time or a reading belongs, a caller has one exception to catch."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from psoscore.errors import PsoscoreError
from psoscore.infusion import (
    Assessment,
    DoseBand,
    DoseRule,
    InfusionPlan,
    Pause,
    Product,
    RateSteps,
    assessment_anchors,
    course_deviations,
    feasibility,
    ideal_weight_kg,
    suggest_days,
)
from psoscore.infusion.dose_arrays import dose_arrays, target_cells_arrays
from psoscore.protocols.nct02491658 import DOSE_RULE, PLAN, VISITS, infusion_plan
from psoscore.safety import (
    Reading,
    change_from_before,
    fever_candidate,
    hypertension_candidate,
    is_infusion_related,
    place_readings,
    safety_period,
    time_points,
)
from psoscore.safety.time_point_arrays import (
    before_arrays,
    change_arrays,
    place_arrays,
    safety_period_arrays,
)
from psoscore.safety.vital_sign_arrays import fever_arrays, hypertension_arrays

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.requirement("PSO-INF-012", "PSO-INF-026", "PSO-SAFE-007")

DAY = date(2015, 8, 31)
NINE, TEN = datetime(2015, 8, 31, 9), datetime(2015, 8, 31, 10)  # noqa: DTZ001 - times of one site
PRODUCT = Product(viability=0.8, cells_per_ml=5_000_000, fill_volume_ml=10, dmso_fraction=0.1)
PER_KG = 1_000_000
REWEIGHING = DoseRule(cells_per_kg=PER_KG, basis="viable", keep_unless_change_gt=0.1)

STRANGE: tuple[Any, ...] = (
    *(None, True, 0, -1, 70, 70.1, 10**400, 1e300, 1e-300, float("nan"), float("inf"), 1 + 1j),
    *(Decimal("NaN"), Decimal("sNaN"), Decimal("1E+999999"), Decimal("-1E-999999"), Fraction(1, 3)),
    *("", "70", "\x00", b"70", [], {}, (), range(3), object(), timedelta(1)),
    *(date.min, date.max, DAY, NINE, NINE.replace(tzinfo=UTC)),
    *(pd.NA, pd.NaT, pd.Timestamp("2015-08-31"), np.datetime64("NaT", "D"), np.datetime64("2015-08-31")),
    *(np.float32(70.1), np.int64(70), np.array([70]), np.array([]), np.ma.masked, pd.Series([1, 2])),
)

DOORS: dict[str, Callable[[Any], object]] = {
    "weight": lambda x: DOSE_RULE.dose_for(weight_kg=x, product=PRODUCT),
    "confirmed weight": lambda x: DOSE_RULE.dose_for(weight_kg=x, product=PRODUCT, weight_confirmed=True),
    "last weight": lambda x: DoseRule(
        cells_per_kg=PER_KG, basis="viable", keep_unless_change_gt=0.1
    ).dose_for(weight_kg=70, last_dosing_weight_kg=x),
    "minutes": lambda x: DOSE_RULE.dose_for(weight_kg=70, product=PRODUCT, infusion_minutes=x),
    "earlier dmso": lambda x: DOSE_RULE.dose_for(weight_kg=70, product=PRODUCT, dmso_earlier_today_g=x),
    "weights": lambda x: DOSE_RULE.doses_for([70, x]),
    "cells": lambda x: DoseRule(cells_per_kg=x, basis="viable"),
    "cap": lambda x: DoseRule(cells_per_kg=PER_KG, basis="viable", max_cells=x),
    "step": lambda x: DoseRule(cells_per_kg=PER_KG, basis="viable", round_to_cells=x),
    "margin": lambda x: DoseRule(cells_per_kg=PER_KG, basis="viable", keep_unless_change_gt=x),
    "plausible": lambda x: DoseRule(cells_per_kg=PER_KG, basis="viable", plausible_kg=(20, x)),
    "band": lambda x: DoseRule(
        cells_per_kg=PER_KG, basis="viable", bands=[DoseBand(from_kg=x, cells=PER_KG)]
    ),
    "band cells": lambda x: DoseRule(
        cells_per_kg=PER_KG, basis="viable", bands=[DoseBand(from_kg=20, cells=x)]
    ),
    "viability": lambda x: Product(viability=x, cells_per_container=PER_KG),
    "content": lambda x: Product(viability=1, cells_per_container=x),
    "concentration": lambda x: Product(viability=1, cells_per_ml=x, fill_volume_ml=10),
    "fill": lambda x: Product(viability=1, cells_per_ml=PER_KG, fill_volume_ml=x),
    "dmso": lambda x: Product(viability=1, cells_per_container=PER_KG, dmso_fraction=x),
    "height": lambda x: ideal_weight_kg(height_cm=x, sex="M"),
    "rate": lambda x: RateSteps(start=x, unit="mL/h").table(volume_ml=20),
    "increment": lambda x: RateSteps(start=20, unit="mL/h", increment=x, every_minutes=15),
    "pause": lambda x: RateSteps(start=20, unit="mL/h", pauses=[Pause(after_minutes=x, minutes=x)]),
    "volume": lambda x: RateSteps(start=20, unit="mL/h").table(volume_ml=x, weight_kg=x),
    "plan day": lambda x: InfusionPlan(days=(1, x)),
    "week": lambda x: infusion_plan((0, 1, 2, 3, 5, x)),
    "window": lambda x: InfusionPlan(days=(1, 8), window_days=x),
    "interval": lambda x: InfusionPlan(days=(1, 8), minimum_interval_days=x),
    "span": lambda x: InfusionPlan(days=(1, 8), maximum_span_days=x),
    "first": lambda x: [PLAN.schedule(first=x), VISITS.schedule(first=x)],
    "assessment": lambda x: Assessment(name="x", after=x, unit="months").day(DAY),
    "anchors": lambda x: assessment_anchors(first=DAY, last_infusion=x),
    "anchor week": lambda x: assessment_anchors(first=DAY, last_infusion=DAY, week=x),
    "given": lambda x: course_deviations(PLAN, [DAY, x], today=date(2015, 9, 30)),
    "today": lambda x: feasibility(PLAN, [DAY], today=x),
    "planned first": lambda x: feasibility(PLAN, [], today=DAY, first=x),
    "closed": lambda x: suggest_days(PLAN, [DAY], today=DAY, closed=[x]),
    "temperature": lambda x: fever_candidate(x, unit="F", duration_hours=x, confirmed=True),
    "pressure": lambda x: hypertension_candidate(120, x, unit="kPa", before=(x, 80), confirmed=True),
    "change": lambda x: change_from_before(x, x),
    "time": lambda x: place_readings([Reading(at=x, value=37)], time_points(start=NINE, end=TEN)),
    "start": lambda x: time_points(start=x, end=TEN),
    "spacing": lambda x: time_points(start=NINE, end=TEN, every_minutes=x, after_end_minutes=(x,)),
    "onset": lambda x: is_infusion_related(x, start=NINE, end=TEN),
    "period": lambda x: safety_period(first=x, last=x),
    "months": lambda x: safety_period(first=DAY, months=x),
    "array of weights": lambda x: target_cells_arrays(DOSE_RULE, [70, x]),
    "weights as such": lambda x: target_cells_arrays(DOSE_RULE, x),
    "weights of infusions": lambda x: target_cells_arrays(REWEIGHING, x),
    "margin of arrays": lambda x: target_cells_arrays(
        DoseRule(cells_per_kg=PER_KG, basis="viable", keep_unless_change_gt=x), [[70, 80]]
    ),
    "viability of arrays": lambda x: dose_arrays(
        DOSE_RULE, [70], product=Product(viability=x, cells_per_container=PER_KG)
    ),
    "decimals": lambda x: dose_arrays(DOSE_RULE, [70], product=PRODUCT, decimals=x),
    "array of temperatures": lambda x: fever_arrays([38, x], unit="C", duration_hours=[x, x]),
    "array of pressures": lambda x: hypertension_arrays([120, x], [x, 80], unit="mmHg"),
    "array of changes": lambda x: change_arrays([x], [37]),
    "array of times": lambda x: place_arrays([x], start=NINE, end=TEN),
    "array of values before": lambda x: before_arrays([x], [NINE], start=TEN, infusion=[1]),
    "array of days": lambda x: safety_period_arrays([x], DAY),
}


@pytest.mark.filterwarnings("ignore:Warning. converting a masked element to nan")  # of numpy, on a list
@pytest.mark.parametrize("door", DOORS)
def test_a_door_raises_nothing_but_our_errors(door: str) -> None:
    for value in STRANGE:
        with suppress(PsoscoreError):
            DOORS[door](value)
