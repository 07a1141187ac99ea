"""The rest of a course fits exactly when brute force over all dates finds a way."""

from __future__ import annotations

import tracemalloc
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_infusion import feasible_dates
from psoscore.errors import DefinitionError, InputError
from psoscore.infusion import InfusionPlan, feasibility, suggest_days

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST = date(2015, 8, 31)


class Case(NamedTuple):
    plan: InfusionPlan
    given: list[date | None]
    today: date
    within_windows: bool


@st.composite
def cases(draw: st.DrawFn, *, shift: bool | None = None) -> Case:
    """Small plans with some infusions given, some of them late, early or missed."""
    gaps = draw(st.lists(st.integers(2, 4), min_size=1, max_size=3))
    days = [1]
    for gap in gaps:
        days.append(days[-1] + gap)
    plan = InfusionPlan(
        days=days,
        window_days=draw(st.one_of(st.none(), st.tuples(st.integers(0, 2), st.integers(0, 3)))),
        minimum_interval_days=draw(st.integers(1, 2)),
        maximum_span_days=days[-1] + draw(st.integers(0, 3)),
        span_edge=draw(st.sampled_from(["inclusive", "exclusive"])),
        shift=draw(st.booleans()) if shift is None else shift,
    )
    record: list[date | None] = [FIRST]
    last = FIRST
    for _ in range(draw(st.integers(0, len(gaps)))):
        if draw(st.integers(0, 3)) == 0:
            record.append(None)
        else:
            last += timedelta(days=draw(st.integers(1, 5)))
            record.append(last)
    return Case(plan, record, last + timedelta(days=draw(st.integers(0, 4))), draw(st.booleans()))


def fits(case: Case, rest: tuple[date, ...]) -> bool:
    """Every constraint, one by one, on the full list of dates."""
    plan = case.plan
    course: list[date | None] = [*case.given, *rest]
    for position in range(len(case.given), len(course)):
        day = course[position]
        assert day is not None
        sooner = [(place, one) for place, one in enumerate(course[:position]) if one is not None]
        place, previous = sooner[-1]
        if day < case.today or (day - previous).days < plan.minimum_interval_days:
            return False
        if plan.maximum_span_days is not None:
            span = (day - FIRST).days
            if span > plan.maximum_span_days or (
                span == plan.maximum_span_days and plan.span_edge == "exclusive"
            ):
                return False
        if plan.window_days is not None and case.within_windows:
            anchor, since = (previous, plan.days[place]) if plan.shift else (FIRST, 1)
            off = (day - anchor).days - (plan.days[position] - since)
            if not -plan.window_days[0] <= off <= plan.window_days[1]:
                return False
    return True


def all_ways(case: Case) -> Iterator[tuple[date, ...]]:
    count = len(case.plan.days) - len(case.given)
    choices = [FIRST + timedelta(days=off) for off in range(22)]
    return (rest for rest in product(choices, repeat=count) if fits(case, rest))


@pytest.mark.requirement("PSO-INF-030")
@given(cases())
def test_feasibility_agrees_with_brute_force_over_all_dates(case: Case) -> None:
    ways = list(all_ways(case))
    answer = feasibility(case.plan, case.given, today=case.today, within_windows=case.within_windows)

    assert answer.feasible is bool(ways)
    assert bool(answer.reason) is not answer.feasible
    if ways:
        assert [(one.earliest, one.latest) for one in answer.remaining] == [
            (min(column), max(column)) for column in zip(*ways, strict=True)
        ]


@pytest.mark.requirement("PSO-INF-030")
@given(cases(shift=False))
def test_feasibility_agrees_with_the_oracle(case: Case) -> None:
    done = [day for day in case.given if day is not None]
    if len(done) < len(case.given):
        done = done[:1]
    plan = case.plan
    windows = [(one.earliest, one.latest) for one in plan.schedule(first=FIRST)]
    ways = list(
        feasible_dates(
            done,
            len(plan.days),
            case.today,
            min_interval_days=plan.minimum_interval_days,
            max_span_days=plan.last_span_day or 0,
            windows=windows if case.within_windows and plan.window_days is not None else None,
        )
    )
    answer = feasibility(plan, done, today=case.today, within_windows=case.within_windows)

    assert answer.feasible is bool(ways)
    assert [one.latest for one in answer.remaining] == [max(column) for column in zip(*ways, strict=True)]


@pytest.mark.requirement("PSO-INF-031")
@given(cases(), st.sets(st.integers(0, 6)), st.sets(st.integers(0, 21)))
def test_a_suggestion_is_found_whenever_one_exists_and_fits(
    case: Case, weekdays: set[int], shut: set[int]
) -> None:
    closed = {FIRST + timedelta(days=off) for off in shut}
    ways = [rest for rest in all_ways(case) if not closed & set(rest)]
    answer = suggest_days(
        case.plan,
        case.given,
        today=case.today,
        within_windows=case.within_windows,
        weekdays=weekdays,
        closed=closed,
    )
    days = tuple(one.day for one in answer.days)

    assert answer.found is bool(ways)
    assert bool(answer.reason) is not answer.found
    if ways:
        assert days in ways
        off = min(sum(day.weekday() not in weekdays for day in rest) for rest in ways)
        assert sum(not one.preferred for one in answer.days) == off
        assert [one.preferred for one in answer.days] == [day.weekday() in weekdays for day in days]
        near = [
            sum(abs((day - one.nominal).days) for day, one in zip(rest, answer.days, strict=True))
            for rest in ways
            if sum(day.weekday() not in weekdays for day in rest) == off
        ]
        assert sum(abs((one.day - one.nominal).days) for one in answer.days) == min(near)


@pytest.mark.requirement("PSO-INF-030")
@pytest.mark.parametrize(
    ("fields", "today", "reason"),
    [
        (
            {"days": (1, 8, 15), "window_days": 2},
            date(2015, 9, 10),
            "infusion 2 cannot come before 2015-09-10 (today) nor after 2015-09-09 (end of its window)",
        ),
        (
            {"days": (1, 8, 15), "maximum_span_days": 14},
            date(2015, 9, 15),
            "infusion 2 cannot come before 2015-09-15 (today) nor after 2015-09-14 (end of the span)",
        ),
        (
            {"days": (1, 8, 15), "maximum_span_days": 14, "minimum_interval_days": 3},
            date(2015, 9, 12),
            (
                "infusion 3 cannot come before 2015-09-15 (3 days after infusion 2) "
                "nor after 2015-09-14 (end of the span)"
            ),
        ),
        (
            {"days": (1, 8), "window_days": 2, "shift": True},
            date(2015, 9, 10),
            (
                "infusion 2 cannot come before 2015-09-10 (today) "
                "nor after 2015-09-09 (end of its window, counted from the infusion before)"
            ),
        ),
        (
            {"days": (1, 8, 15), "maximum_span_days": 14},
            date(2015, 9, 14),
            (
                "infusion 3 cannot come before 2015-09-15 (1 day after infusion 2) "
                "nor after 2015-09-14 (end of the span)"
            ),
        ),
    ],
)
def test_the_reason_names_the_limits_that_clash(fields: dict[str, object], today: date, reason: str) -> None:
    plan = InfusionPlan(**fields)  # type: ignore[arg-type]
    answer = feasibility(plan, [FIRST], today=today)

    # By hand: Day 8 is 7 September, Day 15 is 14 September.
    assert (answer.feasible, answer.remaining, answer.reason) == (False, (), reason)
    assert suggest_days(plan, [FIRST], today=today).reason == reason


@pytest.mark.requirement("PSO-INF-030")
def test_before_the_first_infusion_its_planned_day_is_needed() -> None:
    plan = InfusionPlan(days=(1, 8), window_days=2, maximum_span_days=9)
    answer = feasibility(plan, [], today=date(2015, 8, 1), first=FIRST)

    assert [(one.earliest, one.latest) for one in answer.remaining] == [
        (FIRST, FIRST),
        (date(2015, 9, 5), date(2015, 9, 9)),
    ]
    assert feasibility(plan, [], today=date(2015, 9, 1), first=FIRST).reason == (
        "infusion 1 cannot come before 2015-09-01 (today) nor after 2015-08-31 (the planned first day)"
    )
    assert [one.day for one in suggest_days(plan, [], today=FIRST, first=FIRST).days] == [
        FIRST,
        date(2015, 9, 7),
    ]
    with pytest.raises(InputError) as caught:
        feasibility(plan, [], today=FIRST)
    assert str(caught.value) == (
        "infusion 1: missing; allowed is the planned day, in first=, where nothing has been given yet"
    )


@pytest.mark.requirement("PSO-INF-030")
def test_nothing_limits_a_plan_without_windows_and_span() -> None:
    plan = InfusionPlan(days=(1, 8, 15))
    answer = feasibility(plan, [FIRST], today=date(2016, 1, 1))

    assert [(one.earliest, one.latest) for one in answer.remaining] == [
        (date(2016, 1, 1), None),
        (date(2016, 1, 2), None),
    ]


@pytest.mark.requirement("PSO-INF-030")
def test_a_finished_course_is_feasible_and_has_nothing_left() -> None:
    plan = InfusionPlan(days=(1, 8))
    record = [FIRST, date(2015, 9, 7), date(2015, 9, 9)]

    assert feasibility(plan, record, today=date(2015, 9, 30)).feasible
    assert feasibility(plan, record, today=date(2015, 9, 30)).remaining == ()
    assert suggest_days(plan, record, today=date(2015, 9, 30)).found


@pytest.mark.requirement("PSO-INF-030")
def test_the_calendar_ends_in_the_year_9999() -> None:
    plan = InfusionPlan(days=(1, 2, 3))
    answer = feasibility(plan, [date(9999, 12, 29)], today=date(9999, 12, 31))

    assert answer.reason == (
        "infusion 3 cannot come before the end of the calendar (1 day after infusion 2) "
        "nor after 9999-12-31 (end of the span)"
    )


@pytest.mark.requirement("PSO-INF-030")
@pytest.mark.parametrize(("span", "latest"), [(4, [29, 30]), (5, [None, None]), (6, [None, None])])
def test_a_span_as_long_as_the_calendar_limits_nothing(span: int, latest: list[int | None]) -> None:
    plan = InfusionPlan(days=(1, 2, 3), maximum_span_days=span)
    answer = feasibility(plan, [date(9999, 12, 26)], today=date(9999, 12, 26))

    # By hand: 4 days after 26 December is the 30th, a day for each; 5 days after it the calendar ends.
    assert [one.latest and one.latest.day for one in answer.remaining] == latest


@pytest.mark.requirement("PSO-INF-030")
@pytest.mark.parametrize("shift", [False, True])
@pytest.mark.parametrize("before", range(4))
@pytest.mark.parametrize("after", range(4))
def test_a_window_counts_from_every_day_alike(before: int, after: int, shift: bool) -> None:  # noqa: FBT001
    plan = InfusionPlan(days=(1, 9), window_days=(before, after), shift=shift)
    for off in range(8):
        first = FIRST + timedelta(days=off)
        (second,) = feasibility(plan, [first], today=first).remaining

        # By hand: Day 9 is 8 days after Day 1.
        assert second.latest is not None
        assert ((second.earliest - first).days, (second.latest - first).days) == (8 - before, 8 + after)


@pytest.mark.requirement("PSO-INF-030")
@pytest.mark.parametrize(
    ("record", "before"),
    [([FIRST, date(2015, 9, 7), date(2015, 9, 20)], 3), ([FIRST, date(2015, 9, 20), None], 2)],
)
def test_the_reason_names_the_infusion_that_came_last(record: list[date | None], before: int) -> None:
    plan = InfusionPlan(days=(1, 8, 15, 22), minimum_interval_days=3, maximum_span_days=21)

    # By hand: 3 days after 20 September is the 23rd; 21 days after 31 August is the 21st.
    assert feasibility(plan, record, today=date(2015, 9, 20)).reason == (
        f"infusion 4 cannot come before 2015-09-23 (3 days after infusion {before}) "
        "nor after 2015-09-21 (end of the span)"
    )


@pytest.mark.requirement("PSO-INF-031")
def test_a_suggestion_without_any_limit_still_finds_an_open_monday() -> None:
    plan = InfusionPlan(days=(1, 8, 15))
    # 200 closed days from 1 September 2015; by hand, the first open day is Saturday 19 March 2016.
    closed = [date(2015, 9, 1) + timedelta(days=off) for off in range(200)]
    answer = suggest_days(plan, [FIRST], today=date(2015, 9, 1), weekdays=[0], closed=closed)

    assert [one.day for one in answer.days] == [date(2016, 3, 21), date(2016, 3, 28)]


@pytest.mark.requirement("PSO-INF-031")
def test_closed_days_alone_can_leave_nothing() -> None:
    plan = InfusionPlan(days=(1, 8), window_days=1)
    closed = [date(2015, 9, day) for day in (6, 7, 8)]

    answer = suggest_days(plan, [FIRST], today=FIRST, closed=closed)
    assert (answer.found, answer.days, answer.reason) == (
        False,
        (),
        "infusion 2 finds no open day between 2015-09-06 and 2015-09-08 that the plan allows",
    )


@pytest.mark.requirement("PSO-INF-031")
def test_monday_to_friday_are_preferred_unless_other_weekdays_are_named() -> None:
    # By hand: Day 8 is Monday 7 September 2015, and each plan leaves its last infusion no other day.
    for day, preferred in zip(range(8, 15), [True] * 5 + [False] * 2, strict=True):
        answer = suggest_days(InfusionPlan(days=(1, day), window_days=0), [FIRST], today=FIRST)
        assert [one.preferred for one in answer.days] == [preferred]


@pytest.mark.requirement("PSO-INF-031")
@pytest.mark.parametrize("interval", [1, 2])
@pytest.mark.parametrize("weekdays", [[], *([day] for day in range(7)), [0, 3], [5, 6], range(7)])
@pytest.mark.parametrize("shut", [[], [0, 1, 3], range(9)])
def test_where_nothing_limits_the_days_no_choice_is_better(
    interval: int, weekdays: list[int], shut: list[int]
) -> None:
    """
    Every pair of open days in six weeks, which hold each weekday more than twice.
    """
    plan = InfusionPlan(days=(1, 3, 6), minimum_interval_days=interval)
    nominal = (FIRST + timedelta(days=2), FIRST + timedelta(days=5))
    for waited in range(9):
        today = FIRST + timedelta(days=waited)
        closed = [today + timedelta(days=off) for off in shut]
        open_days = [day for off in range(42) if (day := today + timedelta(days=off)) not in closed]
        answer = suggest_days(plan, [FIRST], today=today, weekdays=weekdays, closed=closed)

        ways = [
            pair
            for pair in product(open_days, repeat=2)
            if (pair[1] - pair[0]).days >= interval and (pair[0] - FIRST).days >= interval
        ]
        best = min(
            (
                sum(day.weekday() not in weekdays for day in pair),
                sum(abs((day - planned).days) for day, planned in zip(pair, nominal, strict=True)),
            )
            for pair in ways
        )
        days = tuple(one.day for one in answer.days)
        assert days in ways
        off = sum(day.weekday() not in weekdays for day in days)
        away = sum(abs((day - planned).days) for day, planned in zip(days, nominal, strict=True))
        assert (off, away) == best


@pytest.mark.requirement("PSO-INF-031")
def test_a_preferred_day_gives_way_where_the_next_infusion_needs_it() -> None:
    plan = InfusionPlan(days=(1, 8, 15), window_days=(0, 3), shift=True)
    closed = [date(2015, 9, day) for day in range(14, 18)]

    answer = suggest_days(plan, [FIRST], today=FIRST, weekdays=[0], closed=closed)

    # By hand: 7 to 10 days after Monday 7 September all is closed; after Tuesday 8 the 18th is open.
    assert [one.day for one in answer.days] == [date(2015, 9, 8), date(2015, 9, 18)]


@pytest.mark.requirement("PSO-INF-031")
@pytest.mark.parametrize(
    ("weekdays", "days"),
    [
        ([], [date(2016, 1, 1), date(2016, 1, 2), date(2016, 1, 3), date(2016, 1, 4), date(2016, 1, 5)]),
        ([0], [date(2016, 1, 4), date(2016, 1, 11), date(2016, 1, 18), date(2016, 1, 25), date(2016, 2, 1)]),
    ],
    ids=["any day", "Mondays"],
)
def test_a_search_without_any_limit_looks_weeks_ahead_and_not_millennia(
    weekdays: list[int], days: list[date]
) -> None:
    plan = InfusionPlan(days=(1, 8, 15, 22, 29, 36))
    tracemalloc.start()
    try:
        answer = suggest_days(plan, [FIRST], today=date(2016, 1, 1), weekdays=weekdays)
        _, most_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    # By hand: all nominal days are over, so the next days are the nearest; 4 January 2016 is a Monday.
    assert [one.day for one in answer.days] == days
    # The calendar has 2.9 million days more; to keep them alone would take more than 20 MB.
    assert most_bytes < 2**20


@pytest.mark.requirement("PSO-INF-031")
def test_weekdays_are_counted_from_monday() -> None:
    with pytest.raises(DefinitionError) as caught:
        suggest_days(InfusionPlan(days=(1, 8)), [FIRST], today=FIRST, weekdays=[1, 7])
    assert str(caught.value) == "weekdays are counted from 0, Monday, to 6, Sunday"


@pytest.mark.requirement("PSO-INF-031")
def test_with_a_shift_each_day_follows_the_day_before_it() -> None:
    plan = InfusionPlan(days=(1, 8, 15), window_days=1, shift=True)
    # Monday 7 and Monday 14 September are closed; Tuesdays to Thursdays are preferred.
    answer = suggest_days(
        plan,
        [FIRST],
        today=FIRST,
        weekdays=[1, 2, 3],
        closed=[date(2015, 9, 7), date(2015, 9, 14)],
    )

    # By hand: 8 September is a Tuesday, one day late; 15 September is seven days after it.
    assert [one.day for one in answer.days] == [date(2015, 9, 8), date(2015, 9, 15)]


def test_a_window_wider_after_than_before_moves_with_each_infusion() -> None:
    plan = InfusionPlan(days=(1, 8, 15), window_days=(1, 3), minimum_interval_days=3, shift=True)

    answer = feasibility(plan, [FIRST], today=FIRST)

    # By hand: 6 to 10 days after 31 August, then 6 to 10 days after that.
    assert [(one.earliest, one.latest) for one in answer.remaining] == [
        (date(2015, 9, 6), date(2015, 9, 10)),
        (date(2015, 9, 12), date(2015, 9, 20)),
    ]


def test_nothing_remains_after_more_infusions_than_were_planned() -> None:
    given = [FIRST + timedelta(days=7 * week) for week in range(4)]

    answer = feasibility(InfusionPlan(days=(1, 8, 15)), given, today=given[-1])

    assert (answer.feasible, answer.remaining) == (True, ())


def test_long_after_the_plan_the_next_open_days_are_suggested() -> None:
    closed = [date(2016, 1, 4), date(2016, 1, 11)]

    answer = suggest_days(
        InfusionPlan(days=(1, 8, 15), minimum_interval_days=3),
        [FIRST],
        today=date(2016, 1, 1),
        weekdays=[0],
        closed=closed,
    )

    # By hand: the Mondays after 1 January 2016 are 4 and 11 (closed), 18 and 25 January.
    assert [one.day for one in answer.days] == [date(2016, 1, 18), date(2016, 1, 25)]


def test_without_closed_days_the_next_preferred_weekday_is_suggested() -> None:
    answer = suggest_days(InfusionPlan(days=(1, 8, 15)), [FIRST], today=date(2016, 1, 1), weekdays=[0])

    # By hand: 1 January 2016 is a Friday; the Mondays after it are the 4th and the 11th.
    assert [one.day for one in answer.days] == [date(2016, 1, 4), date(2016, 1, 11)]


def test_a_suggested_day_is_never_further_from_the_one_before_than_the_window_allows() -> None:
    plan = InfusionPlan(days=(1, 8, 15), window_days=(3, 0), minimum_interval_days=3, shift=True)

    answer = suggest_days(plan, [FIRST], today=FIRST, weekdays=[4], closed=[date(2015, 9, 11)])

    # By hand: gaps of 4 to 7 days. Friday 4 September is preferred, and after it Friday 11 is closed;
    # of 8 to 10 September the 10th is nearest to the 14th. The 12th to 14th lie too far from the 4th.
    assert [one.day for one in answer.days] == [date(2015, 9, 4), date(2015, 9, 10)]
