"""Doses of a million weights against one numpy multiplication, and one feasibility question.

Run it alone: ``python tests/benchmarks/bench_infusion.py``. Ratios are taken
within one run, the best of many repeats each.
"""

from __future__ import annotations

from datetime import date
from time import process_time
from timeit import repeat
from typing import TYPE_CHECKING

import numpy as np

from psoscore.infusion import DoseRule, InfusionPlan, Product, feasibility, suggest_days
from psoscore.infusion.dose_arrays import dose_arrays, target_cells_arrays

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENTS = 1_000_000
REPEATS = 60
RULE = DoseRule(cells_per_kg=1_000_000, basis="viable")
PRODUCT = Product(viability=0.93, cells_per_container=25_000_000, fill_volume_ml=3.8)
PLAN = InfusionPlan.in_weeks((0, 1, 2, 3, 5, 7), window_days=3, minimum_interval_days=3, maximum_span_days=56)
FIRST, TODAY = date(2015, 8, 31), date(2015, 9, 1)


def best(action: Callable[[], object], number: int = 1) -> float:
    """Processor seconds of one call, the best of many: the waits of a busy machine do not count."""
    return min(repeat(action, number=number, repeat=REPEATS, timer=process_time)) / number


def main() -> None:
    """Print the ratios and their targets."""
    weights = np.random.default_rng(1).integers(400, 1500, PATIENTS) / 10.0
    one = best(lambda: weights * 1e6)
    target = best(lambda: target_cells_arrays(RULE, weights))
    whole = best(lambda: dose_arrays(RULE, weights, product=PRODUCT))
    asked = best(lambda: feasibility(PLAN, [FIRST], today=TODAY), 20)
    suggested = best(lambda: suggest_days(PLAN, [FIRST], today=TODAY), 20)
    print(f"one multiplication        {one * 1e3:8.3f} ms")
    print(f"target cells              {target * 1e3:8.3f} ms  {target / one:6.1f} x (at most 12)")
    print(f"with containers, overage  {whole * 1e3:8.3f} ms  {whole / one:6.1f} x (at most 60)")
    print(f"feasibility of one plan   {asked * 1e3:8.3f} ms  (under 1)")
    print(f"suggested days            {suggested * 1e3:8.3f} ms")


if __name__ == "__main__":
    main()
