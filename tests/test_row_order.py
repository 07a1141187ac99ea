"""Position counts where arrays stand side by side, so two orders of rows are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

import psoscore as ps
from psoscore import endpoints, summaries
from psoscore.row_order import order_faults
from psoscore.safety import time_point_arrays as times
from psoscore.safety import vital_sign_arrays as signs

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.requirement("PSO-ENGINE-017")

LONG = pd.DataFrame({"id": ["A", "B", "B", "A"], "week": [0, 0, 8, 8], "pasi": [20.0, 10, 9, 1]})
BASELINE, VISIT = (LONG[LONG.week == week].pasi for week in (0, 8))
BY_ID = {week: LONG[LONG.week == week].set_index("id").pasi for week in (0, 8)}
HINT = "(position counts: bring them into one order, or use .to_numpy() where position is meant)"


def refused(door: Callable[[], Any]) -> str:
    with pytest.raises(ps.InputError) as raised:
        door()
    return str(raised.value)


def test_rows_of_two_visits_in_two_orders_are_refused() -> None:
    """
    By hand: patient A falls from 20 to 1, a response; B from 10 to 9, none. By position it would be
    A from 20 to 9 and B from 10 to 1.
    """
    assert refused(lambda: endpoints.response_arrays(BASELINE, VISIT, percent=75)) == (
        f"visit: another index; allowed is the index of baseline {HINT}"
    )


def test_one_order_and_a_wish_for_positions_are_taken() -> None:
    in_order = BY_ID[8].loc[BY_ID[0].index]

    assert endpoints.response_arrays(BY_ID[0], in_order, percent=75).tolist() == [1, 0]
    assert endpoints.response_arrays(BASELINE, VISIT.to_numpy(), percent=75).tolist() == [0, 1]
    assert endpoints.response_arrays([20.0, 10.0], VISIT, percent=75).tolist() == [0, 1]


TWOS = pd.DataFrame({name: [2, 3] for name in ps.PASI.items})
SHUFFLED: dict[str, Any] = {name: TWOS[name][:: -1 if name == "trunk_area" else 1] for name in ps.PASI.items}
AGE = ps.number("age", low=0, high=120)
TRIAL = ps.Protocol("TRIAL-1", [ps.Inclusion("IN01", "Adults", (AGE >= 18) & ~ps.flag("pregnant"))])
FACTS = {"age": pd.Series([17, 40]), "pregnant": pd.Series([0, 1], index=[1, 0])}
NEXT = f"; allowed is the index of head_erythema {HINT}"


@pytest.mark.parametrize("door", [ps.score_arrays, ps.bounds_arrays])
def test_every_item_of_a_score_stands_in_one_order(door: Callable[..., Any]) -> None:
    assert refused(lambda: door(ps.PASI, SHUFFLED)) == f"trunk_area: another index{NEXT}"
    door(ps.PASI, SHUFFLED, unrecorded=["trunk_area"])
    door(ps.PASI, TWOS)


def test_every_fact_of_a_condition_stands_in_one_order() -> None:
    expected = f"pregnant: another index; allowed is the index of age {HINT}"

    assert refused(lambda: ps.judge_arrays(TRIAL["IN01"].condition, FACTS)) == expected
    assert refused(lambda: ps.screen_arrays(TRIAL, FACTS)) == expected
    assert [fault.message for fault in ps.check_arrays(TRIAL["IN01"].condition, FACTS)] == [expected]


def test_the_two_ends_of_a_value_stand_in_one_order() -> None:
    ends = pd.Series([17, 40]), pd.Series([50, 20], index=[1, 0])

    assert refused(lambda: ps.judge_arrays(AGE >= 18, {"age": ends})) == (
        f"age: another index; allowed is one index for both ends {HINT}"
    )


HERE = pd.Series([1.0, 0.0])
THERE = pd.Series([1.0, 0.0], index=[1, 0])
WIDE = pd.DataFrame({4: [1.0, 1.0], 8: [0.0, 0.0]})
TIMES = pd.Series(pd.to_datetime(["2015-06-01 09:00", "2015-06-01 10:00"]))
TURNED = TIMES.set_axis([1, 0])
MNRI = endpoints.ModifiedNRI(failures={"lack of efficacy"})

DOORS: dict[str, tuple[str, Callable[[], Any]]] = {
    "change_arrays": ("visit", lambda: endpoints.change_arrays(HERE, THERE)),
    "percent_change_arrays": ("visit", lambda: endpoints.percent_change_arrays(HERE, THERE)),
    "change_arrays between": ("baseline", lambda: endpoints.change_arrays((HERE, HERE), THERE)),
    "response_arrays over visits": (
        "visit",
        lambda: endpoints.response_arrays(THERE, WIDE, percent=75),
    ),
    "relapse_arrays": ("visits", lambda: endpoints.relapse_arrays(THERE, WIDE, definition="npf")),
    "first_found_arrays": ("days", lambda: endpoints.first_found_arrays(WIDE, WIDE.set_axis([1, 0]))),
    "impute_flags": ("reasons", lambda: endpoints.impute_flags(MNRI, WIDE, reasons=THERE.astype(object))),
    "impute_scores": (
        "baseline",
        lambda: endpoints.impute_scores(endpoints.LOCF_FROM_BASELINE, WIDE, baseline=THERE),
    ),
    "assign_windows": (
        "day",
        lambda: endpoints.assign_windows([endpoints.VisitWindow.around_week(4, days=7)], HERE, THERE),
    ),
    "baseline_records": ("known", lambda: endpoints.baseline_records(HERE, HERE + 1, known=THERE == 1)),
    "hypertension_arrays": (
        "diastolic",
        lambda: signs.hypertension_arrays(HERE + 140, THERE + 90, unit="mmHg"),
    ),
    "fever_arrays": (
        "duration_hours",
        lambda: signs.fever_arrays(HERE + 38, unit="C", duration_hours=THERE),
    ),
    "place_arrays": ("start", lambda: times.place_arrays(TIMES, start=TURNED, end=TIMES)),
    "before_arrays": (
        "infusion",
        lambda: times.before_arrays(HERE, TIMES, start=TIMES, infusion=THERE),
    ),
    "safety change_arrays": ("before", lambda: times.change_arrays(HERE, THERE)),
    "safety_period_arrays": ("first", lambda: times.safety_period_arrays(TIMES.dt.normalize(), TURNED)),
    "wilson": ("n", lambda: summaries.wilson(HERE.astype(int), THERE.astype(int))),
}


@pytest.mark.parametrize("name", DOORS)
def test_every_door_that_sets_columns_side_by_side_refuses_two_orders(name: str) -> None:
    item, door = DOORS[name]
    message = refused(door)

    assert message.startswith(f"{item}: another index; allowed is the index of ")
    assert message.endswith(HINT)


def test_days_of_visits_are_not_rows() -> None:
    """One day a visit goes with the columns of the flags, even where there are as many patients."""
    days = pd.Series([29, 57], index=[4, 8])

    after, by = endpoints.first_found_arrays(WIDE, days)
    assert (after.tolist(), by.tolist()) == ([1, 1], [29, 29])


class Strange:
    """Raises whenever it is looked at."""

    @property
    def index(self) -> Any:
        raise RuntimeError


def test_only_what_has_an_order_is_compared() -> None:
    """
    A list has a method called index; one value may stand for all rows; an equal index need not be the same.
    """
    alike: list[Any] = [HERE, [1, 0], (0, 1), "ab", np.array([0, 1]), Strange(), None, pd.Series([1.0, 2.0])]
    alike += [pd.Series([1.0, 2.0], index=[0, 1]), pd.Series([1.0]), pd.Index([1, 0])]

    assert order_faults((f"column {place}", one) for place, one in enumerate(alike)) == []
