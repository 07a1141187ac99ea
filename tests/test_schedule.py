"""Plans on the calendar: Day 1 first, no Day 0, weeks of seven days, months of the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from oracle_date import add_months as oracle_add_months
from oracle_date import study_day as oracle_study_day
from oracle_infusion import (
    Window,
    course_statuses,
    nominal_dates,
    week_anchors,
    windows_may_collide,
)
from oracle_infusion import course_deviations as oracle_deviations
from psoscore.dates import add_days, calendar_day
from psoscore.errors import DefinitionError, InputError
from psoscore.infusion import (
    Assessment,
    InfusionPlan,
    VisitPlan,
    assessment_anchors,
    course_deviations,
    course_status,
    feasibility,
    nominal_days,
)
from psoscore.provenance import Provenance, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST = date(2015, 8, 31)
firsts = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@st.composite
def plans(draw: st.DrawFn) -> InfusionPlan:
    gaps = draw(st.lists(st.integers(3, 9), min_size=1, max_size=5))
    days = [1]
    for gap in gaps:
        days.append(days[-1] + gap)
    return InfusionPlan(
        days=days,
        window_days=draw(st.integers(0, 4)),
        minimum_interval_days=draw(st.integers(1, 3)),
        maximum_span_days=draw(st.sampled_from([None, days[-1] - 1, days[-1] + 3])),
    )


@st.composite
def plans_of_any_shape(draw: st.DrawFn) -> tuple[InfusionPlan, Window]:
    """With uneven windows or none, with a strict span, and moved by what was given; and its window."""
    window = draw(st.none() | st.integers(0, 4) | st.tuples(st.integers(0, 4), st.integers(0, 4)))
    plan = evolve(draw(plans()), window_days=window, shift=draw(st.booleans()))
    if plan.maximum_span_days is not None and plan.maximum_span_days >= plan.days[-1]:
        plan = evolve(plan, span_edge=draw(st.sampled_from(["inclusive", "exclusive"])))
    return plan, window


@pytest.mark.requirement("PSO-INF-020")
@given(plans(), firsts)
def test_every_visit_stands_in_its_window(plan: InfusionPlan, first: date) -> None:
    before, after = plan.window_days or (0, 0)
    assert plan.names == tuple(visit.name for visit in plan.schedule(first=first))
    for number, (visit, day) in enumerate(zip(plan.schedule(first=first), plan.days, strict=True), start=1):
        assert visit.name == f"infusion {number}"
        assert visit.nominal == first + timedelta(days=day - 1)
        assert visit.study_day == day == oracle_study_day(visit.nominal, first)
        assert visit.window_stated
        room = (before, after) if number > 1 else (0, 0)
        assert ((visit.nominal - visit.earliest).days, (visit.latest - visit.nominal).days) == room


@pytest.mark.requirement("PSO-INF-020")
@given(plans(), firsts, st.integers(1, 400))
def test_shifting_the_first_date_shifts_everything(plan: InfusionPlan, first: date, by: int) -> None:
    moved = plan.schedule(first=first + timedelta(days=by))

    for one, other in zip(plan.schedule(first=first), moved, strict=True):
        assert (other.nominal - one.nominal).days == by
        assert (other.earliest - one.earliest).days == by
        assert (other.latest - one.latest).days == by
        assert other.study_day == one.study_day


@pytest.mark.requirement("PSO-INF-027")
def test_months_over_30_years_are_added_once_and_clamped() -> None:
    """
    Every day of 30 years, leap years and month ends included.
    """
    plan = VisitPlan(
        visits=[Assessment(name=f"month {months}", after=months, unit="months") for months in (6, 9, 12)]
    )
    first = date(2000, 1, 1)
    while first < date(2030, 1, 1):
        for visit, months in zip(plan.schedule(first=first), (6, 9, 12), strict=True):
            assert visit.nominal == oracle_add_months(first, months)
            assert visit.study_day == oracle_study_day(visit.nominal, first)
        first += timedelta(days=1)


@pytest.mark.requirement("PSO-INF-027")
def test_assessments_count_days_and_weeks_too() -> None:
    plan = VisitPlan(
        visits=[
            Assessment(name="day 3", after=3, unit="days"),
            Assessment(name="week 8", after=8, unit="weeks", window_days=(2, 5)),
        ]
    )
    third, eighth = plan.schedule(first=FIRST)

    # Specification D4: week w is Day 7w + 1; by hand 31 August + 56 days is 26 October.
    assert (third.study_day, third.nominal, third.window_stated) == (4, date(2015, 9, 3), False)
    assert (eighth.study_day, eighth.earliest, eighth.latest) == (57, date(2015, 10, 24), date(2015, 10, 31))
    with pytest.raises(DefinitionError) as caught:
        Assessment(name="year 1", after=1, unit="years")  # type: ignore[arg-type]
    assert str(caught.value) == "unit is 'years'; 'days', 'weeks' or 'months'"
    with pytest.raises(DefinitionError) as caught:
        Assessment(name="week 1.5", after=1.5, unit="weeks")
    assert str(caught.value) == "after is 1.5; whole weeks, negative before the first infusion"
    assert Assessment(name="screening", after=-14, unit="days").day(FIRST) == date(2015, 8, 17)


@pytest.mark.requirement("PSO-INF-020")
def test_days_and_weeks_may_be_written_as_any_whole_numbers() -> None:
    weeks: Any = np.array([0, 1, 2])
    window: Any = (np.int8(1), 2.0)
    plan = InfusionPlan.in_weeks(weeks, window_days=window, minimum_interval_days=int(weeks.sum()))

    assert plan == InfusionPlan(days=(1, 8, 15), window_days=(1, 2), minimum_interval_days=3)
    assert plan.schedule(first=FIRST)[2].nominal == date(2015, 9, 14)
    with pytest.raises(DefinitionError) as caught:
        InfusionPlan.in_weeks(weeks / 2)
    assert str(caught.value) == "weeks are whole weeks after the first infusion, from 0, not 0, 0.5, 1"
    with pytest.raises(DefinitionError) as caught:
        InfusionPlan.in_weeks((-1, 0))
    assert str(caught.value) == "weeks are whole weeks after the first infusion, from 0, not -1, 0"


@pytest.mark.requirement("PSO-INF-021")
@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"days": (1, 15, 29, 43, 57, 71), "maximum_span_days": 56},
            (
                "6 infusions on these days take 70 days, at most 56 are allowed; "
                "bring the days closer, plan fewer infusions or allow a longer span"
            ),
        ),
        (
            {"days": (1, 57), "maximum_span_days": 56, "span_edge": "exclusive"},
            (
                "2 infusions on these days take 56 days, at most 55 are allowed; "
                "bring the days closer, plan fewer infusions or allow a longer span"
            ),
        ),
        (
            {"days": (1, 3), "minimum_interval_days": 3},
            (
                "Day 1 and Day 3 are 2 days apart, closer than the minimum interval of 3; "
                "move the days or lower the interval"
            ),
        ),
        (
            {"days": (1, 2, 4), "minimum_interval_days": 3},
            (
                "Day 1 and Day 2 are 1 day apart, closer than the minimum interval of 3; "
                "move the days or lower the interval"
            ),
        ),
        (
            {"days": (1, 2), "maximum_span_days": 0},
            (
                "2 infusions on these days take 1 day, at most 0 are allowed; "
                "bring the days closer, plan fewer infusions or allow a longer span"
            ),
        ),
        ({"days": ()}, "days are study days, the first infusion on Day 1, not ()"),
        ({"days": (0, 7)}, "days are study days, the first infusion on Day 1, not (0, 7)"),
        ({"days": (2, 7)}, "days are study days, the first infusion on Day 1, not (2, 7)"),
        ({"days": (1, 0)}, "days are study days, the first infusion on Day 1, not (1, 0)"),
        ({"days": (1, 8, 8)}, "days ascend, and no two infusions share a day: (1, 8, 8)"),
        ({"days": (1, 15, 8)}, "days ascend, and no two infusions share a day: (1, 15, 8)"),
        (
            {"days": (1, 8), "minimum_interval_days": 0},
            "minimum_interval_days is 0; whole days, 1 or more",
        ),
        ({"days": (1, 8), "maximum_span_days": -1}, "maximum_span_days is -1; whole days, 0 or more"),
        ({"days": (1, 8), "span_edge": "open"}, "span_edge is 'open'; 'inclusive' or 'exclusive'"),
        (
            {"days": (1, 8), "window_days": -1},
            "a window is whole days, 0 or more, to either side or (before, after), not -1",
        ),
        (
            {"days": (1, 8), "window_days": (1,)},
            "a window is whole days, 0 or more, to either side or (before, after), not (1,)",
        ),
        (
            {"days": (1, 8), "window_days": (1, 2, 3)},
            "a window is whole days, 0 or more, to either side or (before, after), not (1, 2, 3)",
        ),
        (
            {"days": (1, 8), "window_days": 1.5},
            "a window is whole days, 0 or more, to either side or (before, after), not 1.5",
        ),
        ({"days": (1, 8.5)}, "days are study days, the first infusion on Day 1, not (1, 8.5)"),
    ],
)
def test_a_plan_that_cannot_be_met_is_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        InfusionPlan(**fields)  # type: ignore[arg-type]

    assert str(caught.value) == message


@pytest.mark.requirement("PSO-INF-021")
def test_the_span_holds_its_last_day() -> None:
    # Specification D4: last - first <= 56 days, Day 57 allowed.
    assert InfusionPlan(days=(1, 57), maximum_span_days=56).days == (1, 57)
    assert InfusionPlan(days=(1, 56), maximum_span_days=56, span_edge="exclusive").last_span_day == 55
    # A course of one infusion begins and ends on one day.
    assert InfusionPlan(days=(1,), maximum_span_days=0).last_span_day == 0


@pytest.mark.requirement("PSO-INF-022")
@pytest.mark.parametrize("shift", [False, True])
@pytest.mark.parametrize("before", range(5))
@pytest.mark.parametrize("after", range(5))
def test_windows_that_let_infusions_collide_are_named(before: int, after: int, shift: bool) -> None:  # noqa: FBT001
    """
    Three infusions, every pair of gaps up to eight days, and every interval that they keep.
    """
    for first_gap, second_gap in product(range(1, 9), repeat=2):
        days = (1, 1 + first_gap, 1 + first_gap + second_gap)
        for interval in range(1, min(first_gap, second_gap) + 1):
            plan = InfusionPlan(
                days=days, window_days=(before, after), minimum_interval_days=interval, shift=shift
            )

            assert plan.warnings == tuple(
                f"the windows of infusions {one + 1} and {other + 1} allow {counted(apart)} between them; "
                f"the minimum interval is {interval}"
                for one, other, apart in windows_may_collide(days, (before, after), interval, shift=shift)
            )


def counted(days: int) -> str:
    return f"{days} day{'s' * (days != 1)}"


@pytest.mark.requirement("PSO-INF-022")
def test_a_window_collides_only_where_there_is_one() -> None:
    assert InfusionPlan(days=(1, 8, 15), minimum_interval_days=3).warnings == ()
    # By hand: two windows of 3 days leave 1 day between Day 8 + 3 and Day 15 - 3; counted from the
    # infusion before, the third comes 7 - 3 = 4 days after it at the earliest, or with 5 days 2.
    assert len(InfusionPlan(days=(1, 8, 15), minimum_interval_days=3, window_days=3).warnings) == 1
    moving = InfusionPlan(days=(1, 8, 15), minimum_interval_days=3, window_days=3, shift=True)
    assert moving.warnings == ()
    assert InfusionPlan(days=(1, 8), minimum_interval_days=3, window_days=5, shift=True).warnings == (
        "the windows of infusions 1 and 2 allow 2 days between them; the minimum interval is 3",
    )


def assert_course(plan: InfusionPlan, window: Window, given_days: list[date | None], today: date) -> None:
    """Status and deviations of a course are those of the oracle."""
    strict = plan.span_edge == "exclusive"
    rules: Any = {
        "window": window,
        "max_span_days": plan.maximum_span_days,
        "strict": strict,
        "shift": plan.shift,
    }
    nominal = nominal_dates(plan.days, given_days, shift=plan.shift)
    interval = plan.minimum_interval_days
    expected = [
        (kind, f"infusion {number}" if number else "course")
        for kind, number in oracle_deviations(
            plan.days, given_days, today, min_interval_days=interval, **rules
        )
    ]

    statuses = course_status(plan, given_days, today=today)
    deviations = course_deviations(plan, given_days, today=today)

    assert [one.status for one in statuses] == course_statuses(plan.days, given_days, today, **rules)
    assert sorted((one.kind, one.name) for one in deviations) == sorted(expected)
    for position, one in enumerate(statuses):
        day = given_days[position] if position < len(given_days) else None
        assert (one.planned.nominal, one.given) == (nominal[position], day)
        assert one.days_from_nominal == (None if day is None else (day - nominal[position]).days)


def courses_of(gaps: tuple[int | None, ...]) -> Iterator[list[date | None]]:
    """Every course of up to four infusions with these gaps from the last one that was given."""
    for length in range(4):
        for steps in product(gaps, repeat=length):
            days: list[date | None] = [FIRST]
            last = FIRST
            for step in steps:
                if step is None:
                    days.append(None)
                else:
                    last += timedelta(days=step)
                    days.append(last)
            yield days


@pytest.mark.requirement("PSO-INF-023", "PSO-INF-024", "PSO-INF-025")
@pytest.mark.parametrize("shift", [False, True])
@pytest.mark.parametrize("window", [None, 0, 2, (1, 2), (2, 0)], ids=str)
@pytest.mark.parametrize("span", [(None, "inclusive"), (7, "inclusive"), (9, "exclusive")], ids=str)
def test_every_course_of_a_short_plan_equals_the_oracle(span: Any, window: Any, shift: bool) -> None:  # noqa: FBT001
    """
    Three infusions on Days 1, 4 and 8, three days apart at least: on time,
    early, late, skipped, to come, and one that was not planned.
    """
    plan = InfusionPlan(
        days=(1, 4, 8),
        window_days=window,
        minimum_interval_days=3,
        maximum_span_days=span[0],
        span_edge=span[1],
        shift=shift,
    )
    for given_days in courses_of((None, 1, 2, 3, 4, 6)):
        last = max(day for day in given_days if day is not None)
        for later in (0, 1, 5, 12):
            assert_course(plan, window, given_days, last + timedelta(days=later))


@st.composite
def courses(draw: st.DrawFn) -> tuple[InfusionPlan, Window, list[date | None], date]:
    """A plan of any shape, a course that follows it more or less, and a day of the question."""
    plan, window = draw(plans_of_any_shape())
    steps = draw(st.lists(st.none() | st.integers(1, 12), max_size=len(plan.days) + 1))
    days: list[date | None] = [FIRST]
    last = FIRST
    for step in steps:
        last += timedelta(days=step or 0)
        days.append(None if step is None else last)
    return plan, window, days, last + timedelta(days=draw(st.integers(0, 20)))


@pytest.mark.requirement("PSO-INF-023", "PSO-INF-024", "PSO-INF-025")
@given(courses())
def test_a_course_of_any_plan_equals_the_oracle(
    course: tuple[InfusionPlan, Window, list[date | None], date],
) -> None:
    assert_course(*course)


@pytest.mark.requirement("PSO-INF-023")
def test_without_windows_an_overdue_infusion_is_late_and_a_skipped_one_missed() -> None:
    plan = InfusionPlan(days=(1, 8, 15, 22))
    status = course_status(plan, [FIRST, None, date(2015, 9, 16)], today=date(2015, 9, 30))

    # By hand: nominal days 31 August, 7, 14 and 21 September.
    assert [one.status for one in status] == ["on time", "missed", "late", "late"]
    assert [one.given for one in status] == [FIRST, None, date(2015, 9, 16), None]


@pytest.mark.requirement("PSO-INF-025")
def test_what_was_not_given_within_the_span_is_missed() -> None:
    """A stopped course is not late for ever: specification D4 wants fewer than six told as a deviation."""
    plan = InfusionPlan.in_weeks((0, 1, 2, 3, 5, 7), maximum_span_days=56)
    given_days = [FIRST + timedelta(days=days) for days in (0, 7, 14, 21)]

    # By hand: 31 August and 56 days is 26 October, the last day on which an infusion may be given.
    last_day = course_status(plan, given_days, today=date(2015, 10, 26))
    assert [one.status for one in last_day[4:]] == ["late", "late"]
    assert course_deviations(plan, given_days, today=date(2015, 10, 26)) == ()
    after = course_status(plan, given_days, today=date(2015, 10, 27))
    assert [one.status for one in after[4:]] == ["missed", "missed"]
    assert [str(one) for one in course_deviations(plan, given_days, today=date(2015, 10, 27))] == [
        "infusion 5: not given; planned for 2015-10-05",
        "infusion 6: not given; planned for 2015-10-19",
        "course: 4 of 6 infusions given, 2 missed",
    ]


@pytest.mark.requirement("PSO-INF-024")
def test_a_late_infusion_moves_the_rest_only_where_asked() -> None:
    given_days = [FIRST, date(2015, 9, 10), None]

    fixed = nominal_days(InfusionPlan(days=(1, 8, 15, 22)), given_days, FIRST)
    moved = nominal_days(InfusionPlan(days=(1, 8, 15, 22), shift=True), given_days, FIRST)
    # By hand: nominal 7, 14, 21 September; three days late moves the rest to 17 and 24 September.
    assert fixed == (FIRST, date(2015, 9, 7), date(2015, 9, 14), date(2015, 9, 21))
    assert moved == (FIRST, date(2015, 9, 7), date(2015, 9, 17), date(2015, 9, 24))


@pytest.mark.requirement("PSO-INF-025")
def test_deviations_are_a_list_and_never_an_exception() -> None:
    plan = InfusionPlan(days=(1, 8, 15, 22), window_days=2, minimum_interval_days=3, maximum_span_days=24)
    given_days = [FIRST, date(2015, 9, 3), None, date(2015, 9, 25), date(2015, 9, 26)]
    found = course_deviations(plan, given_days, today=date(2015, 9, 30))

    # By hand: windows 5-9 September, 12-16, 19-23; 31 August to 26 September is 26 days.
    assert [str(one) for one in found] == [
        "infusion 2: given 2015-09-03, 2 days before its window (2015-09-05 to 2015-09-09)",
        "infusion 3: not given; planned for 2015-09-14",
        "infusion 4: given 2015-09-25, 2 days after its window (2015-09-19 to 2015-09-23)",
        "infusion 5: 1 day after infusion 4; the minimum interval is 3",
        "infusion 5: the plan has 4 infusions",
        "course: first to last infusion took 26 days; at most 24 are allowed",
        "course: 4 of 4 infusions given, 1 missed",
    ]
    assert [one.kind for one in found] == [
        "out of window",
        "missed",
        "out of window",
        "minimum interval",
        "not planned",
        "span",
        "too few",
    ]


@pytest.mark.requirement("PSO-INF-025")
@pytest.mark.parametrize(
    ("apart", "found"),
    [
        (
            1,
            [
                "infusion 2: given 2015-09-01, 2 days before its window (2015-09-03 to 2015-09-05)",
                "infusion 2: 1 day after infusion 1; the minimum interval is 3",
            ],
        ),
        (
            2,
            [
                "infusion 2: given 2015-09-02, 1 day before its window (2015-09-03 to 2015-09-05)",
                "infusion 2: 2 days after infusion 1; the minimum interval is 3",
            ],
        ),
        (3, []),
        (4, []),
        (5, []),
        (6, ["infusion 2: given 2015-09-06, 1 day after its window (2015-09-03 to 2015-09-05)"]),
        (
            7,
            [
                "infusion 2: given 2015-09-07, 2 days after its window (2015-09-03 to 2015-09-05)",
                "course: first to last infusion took 7 days; at most 6 are allowed",
            ],
        ),
    ],
)
def test_each_limit_is_broken_from_the_first_day_beyond_it(apart: int, found: list[str]) -> None:
    plan = InfusionPlan(days=(1, 5), window_days=1, minimum_interval_days=3, maximum_span_days=6)
    given_days = [FIRST, FIRST + timedelta(days=apart)]

    # By hand: Day 5 is 4 September, a day to either side; the interval ends on the 3rd, the span on the 6th.
    assert [str(one) for one in course_deviations(plan, given_days, today=given_days[1])] == found


@pytest.mark.requirement("PSO-INF-020")
@pytest.mark.parametrize(("window", "second"), [(None, (7, 7)), ((2, 3), (5, 10))])
def test_in_a_course_as_in_its_plan_the_first_infusion_has_no_room(
    window: tuple[int, int] | None, second: tuple[int, int]
) -> None:
    plan = InfusionPlan(days=(1, 8), window_days=window)
    planned = [one.planned for one in course_status(plan, [FIRST], today=FIRST)]

    # By hand: Day 8 is 7 days after Day 1; its window, where one is stated, is 2 days before to 3 after.
    assert [((one.earliest - FIRST).days, (one.latest - FIRST).days) for one in planned] == [(0, 0), second]
    assert [one.window_stated for one in planned] == [window is not None] * 2
    assert planned == list(plan.schedule(first=FIRST))


@pytest.mark.requirement("PSO-INF-026")
@pytest.mark.parametrize(
    ("given_days", "message"),
    [
        (
            [FIRST, date(2015, 8, 31)],
            (
                "infusion 2: same day; allowed is a day after infusion 1 "
                "(give the days in the order of the plan, None for a missed one)"
            ),
        ),
        (
            [FIRST, None, date(2015, 8, 1)],
            (
                "infusion 3: out of order; allowed is a day after infusion 1 "
                "(give the days in the order of the plan, None for a missed one)"
            ),
        ),
        (
            [None, FIRST],
            (
                "infusion 1: missing; allowed is the day that is Day 1; "
                "leave the list empty before the first infusion"
            ),
        ),
        ([FIRST, date(2016, 1, 1)], "infusion 2: after today; allowed is what was given by today"),
        ([], "infusion 1: missing; allowed is the day that is Day 1"),
        (
            [datetime(2015, 8, 31, tzinfo=UTC)],
            (
                "infusion 1: datetime not a day; allowed is a date "
                "(a day has no zone and no time: take the date on the site's clock)"
            ),
        ),
        (["2015-08-31"], "infusion 1: str not a day; allowed is a date"),
    ],
)
def test_a_record_that_contradicts_itself_is_refused(given_days: list[date | None], message: str) -> None:
    with pytest.raises(InputError) as caught:
        course_status(InfusionPlan(days=(1, 8, 15)), given_days, today=date(2015, 9, 30))

    assert str(caught.value) == message


@pytest.mark.requirement("PSO-INF-026")
@pytest.mark.parametrize("missing", [None, float("nan"), pd.NaT, pd.NA, np.datetime64("NaT", "D")])
def test_a_missed_infusion_is_missing_in_every_library_s_way(missing: Any) -> None:
    plan = InfusionPlan(days=(1, 8, 15), window_days=2)
    given, today = [date(2015, 8, 31), missing, date(2015, 9, 14)], date(2015, 9, 14)

    assert [one.status for one in course_status(plan, given, today=today)] == ["on time", "missed", "on time"]
    assert [one.kind for one in course_deviations(plan, given, today=today)] == ["missed", "too few"]
    assert feasibility(plan, given[:2], today=today).remaining[0].name == "infusion 3"
    with pytest.raises(InputError) as caught:
        plan.schedule(first=missing)
    assert str(caught.value) == "first: missing; allowed is a date"


@pytest.mark.requirement("PSO-INF-026")
@pytest.mark.parametrize(
    "day", [np.datetime64("2015-08-31"), np.datetime64("2015-08-31", "ns"), pd.Timestamp("2015-08-31")]
)
def test_a_day_of_an_array_or_a_frame_is_a_day(day: Any) -> None:
    assert InfusionPlan(days=(1, 8)).schedule(first=day)[1].nominal == date(2015, 9, 7)
    with pytest.raises(InputError, match="datetime not a day"):
        InfusionPlan(days=(1, 8)).schedule(first=day + np.timedelta64(1, "h"))


@pytest.mark.requirement("PSO-INF-026")
def test_a_day_has_no_zone_and_no_time() -> None:
    assert calendar_day("first", datetime(2015, 8, 31)) == FIRST  # noqa: DTZ001 - as frames hold days
    for wrong in (datetime(2015, 8, 31, 8, 30), datetime(2015, 8, 31, tzinfo=UTC)):  # noqa: DTZ001
        with pytest.raises(InputError) as caught:
            InfusionPlan(days=(1, 8)).schedule(first=wrong)
        assert str(caught.value) == (
            "first: datetime not a day; allowed is a date "
            "(a day has no zone and no time: take the date on the site's clock)"
        )


@pytest.mark.requirement("PSO-INF-026")
def test_the_end_of_the_calendar_is_an_error_that_says_so() -> None:
    with pytest.raises(DefinitionError) as caught:
        InfusionPlan(days=(1, 8)).schedule(first=date.max)
    assert str(caught.value) == "7 days from year 9999 leaves the calendar"
    assert add_days(date(2016, 2, 28), 2) == date(2016, 3, 1)


@pytest.mark.requirement("PSO-INF-028")
@pytest.mark.parametrize("window", [None, 0, 7, *product(range(5), range(5))], ids=str)
def test_both_anchors_of_week_8_are_kept_and_compared(window: Any) -> None:
    """
    The last infusion on every day of twelve weeks, beside the week of the record and another.
    """
    for week, day in product((8, 3), range(85)):
        last = FIRST + timedelta(days=day)
        anchors = assessment_anchors(first=FIRST, last_infusion=last, week=week, window_days=window)
        by_week, by_infusion, differ = week_anchors(FIRST, last, window, week)

        assert (anchors.by_week, anchors.by_infusion, anchors.differ) == (by_week, by_infusion, differ)
        assert anchors.days_apart == (by_week - last).days
        assert bool(anchors.note) is differ


@pytest.mark.requirement("PSO-INF-028")
def test_anchors_out_of_order_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        assessment_anchors(first=FIRST, last_infusion=date(2015, 8, 30))
    assert str(caught.value) == "last_infusion: out of order; allowed is a day on or after the first infusion"


@pytest.mark.requirement("PSO-INF-028")
@pytest.mark.parametrize(
    ("last", "window_days", "note"),
    [
        (22, (1, 2), "2015-10-22: 4 days apart, more than the window of 1 day"),
        (30, (1, 2), "2015-10-30: 4 days apart, more than the window of 2 days"),
        (27, 0, "2015-10-27: 1 day apart, more than the window of 0 days"),
        (25, None, "2015-10-25: 1 day apart, and no window is stated"),
        (28, None, "2015-10-28: 2 days apart, and no window is stated"),
    ],
)
def test_the_note_names_the_side_of_the_window_that_is_left(last: int, window_days: Any, note: str) -> None:
    # By hand: week 8 is 26 October; an infusion before it lies on the side of the days before.
    anchors = assessment_anchors(first=FIRST, last_infusion=date(2015, 10, last), window_days=window_days)

    assert anchors.note == f"week 8 is 2015-10-26, the last infusion {note}"


@pytest.mark.parametrize(("last", "differ"), [(25, True), (26, False), (27, True)])
def test_without_a_window_anchors_differ_where_they_are_not_one_day(last: int, differ: bool) -> None:  # noqa: FBT001
    anchors = assessment_anchors(first=FIRST, last_infusion=date(2015, 10, last))

    assert (anchors.differ, anchors.window_days) == (differ, None)


def test_where_a_plan_of_visits_was_read_makes_no_other_plan() -> None:
    visits = [Assessment(name="week 8", after=8, unit="weeks")]
    source = Provenance(sources=(Source(key="a", text="A"),), requirements=())

    assert VisitPlan(visits=visits, provenance=source) == VisitPlan(visits=visits)
    assert InfusionPlan(days=(1, 8), provenance=source) == InfusionPlan(days=(1, 8))


def test_days_close_together_are_refused_and_day_2_can_have_a_window() -> None:
    with pytest.raises(DefinitionError, match=r"^Day 7 and Day 8 are 1 day apart, closer than the minimum"):
        InfusionPlan(days=(1, 7, 8), minimum_interval_days=2)

    second = InfusionPlan(days=(1, 2), window_days=(0, 1)).schedule(first=FIRST)[1]
    assert (second.earliest, second.latest) == (date(2015, 9, 1), date(2015, 9, 2))  # by hand
