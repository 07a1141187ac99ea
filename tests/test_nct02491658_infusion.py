"""The infusions of the seed trial, as its record states them and where it is silent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_infusion import follow_up, week_date
from psoscore.errors import DefinitionError
from psoscore.infusion import assessment_anchors, feasibility
from psoscore.protocols.nct02491658 import DOSE_RULE, OUTCOMES, PLAN, SAFETY_MONTHS, VISITS, infusion_plan
from psoscore.safety import safety_period
from psoscore.sources import NCT03424629

FIRST = date(2015, 8, 31)
firsts = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@pytest.mark.requirement("PSO-INF-001", "PSO-INF-002")
def test_the_dose_is_a_million_cells_per_kg_and_its_basis_an_assumption() -> None:
    assert DOSE_RULE.dose_for(weight_kg=70).target_cells == 70_000_000
    assert (DOSE_RULE.assumed_basis, DOSE_RULE.stated_basis) == ("viable", None)
    assert (DOSE_RULE.max_cells, DOSE_RULE.bands, DOSE_RULE.round_to_cells) == (None, (), None)


@pytest.mark.requirement("PSO-INF-029")
@given(firsts)
def test_the_plan_follows_its_template_without_windows(first: date) -> None:
    visits = PLAN.schedule(first=first)

    # Specification D3: weeks 0, 1, 2, 3, 5, 7 after NCT03424629; D4: week w is Day 7w + 1.
    assert [visit.nominal for visit in visits] == [week_date(first, week) for week in (0, 1, 2, 3, 5, 7)]
    assert [visit.study_day for visit in visits] == [1, 8, 15, 22, 36, 50]
    assert [visit.name for visit in visits] == [f"infusion {number}" for number in range(1, 7)]
    for visit in visits:
        assert visit.earliest == visit.nominal == visit.latest
        assert not visit.window_stated


@pytest.mark.requirement("PSO-INF-029")
def test_the_template_is_labelled_as_somebody_elses() -> None:
    assert PLAN.assumed_template == (
        "weeks 0, 1, 2, 3, 5, 7 after NCT03424629; the record of NCT02491658 is silent on the days"
    )
    assert (PLAN.maximum_span_days, PLAN.span_edge) == (56, "inclusive")


@pytest.mark.requirement("PSO-INF-029")
def test_other_days_make_another_plan_within_the_same_span() -> None:
    other = infusion_plan((0, 1, 2, 4, 6, 8), "local practice", window_days=2, minimum_interval_days=3)

    assert (other.days[-1], other.assumed_template, other.window_days) == (57, "local practice", (2, 2))
    # Specification D3: six infusions two weeks apart take 70 days and break the limit.
    with pytest.raises(DefinitionError) as caught:
        infusion_plan((0, 2, 4, 6, 8, 10), "every other week")
    assert str(caught.value) == (
        "6 infusions on these days take 70 days, at most 56 are allowed; "
        "bring the days closer, plan fewer infusions or allow a longer span"
    )


@pytest.mark.requirement("PSO-INF-029")
def test_other_days_never_carry_the_label_of_the_template() -> None:
    weekly = infusion_plan((0, 1, 2, 3, 4, 5))
    twice_a_week = infusion_plan(days=(1, 4, 8, 11, 15, 18), minimum_interval_days=3)

    assert weekly.assumed_template == (
        "Days 1, 8, 15, 22, 29, 36 as given; the record of NCT02491658 is silent on the days"
    )
    for plan in (weekly, twice_a_week):
        assert "NCT03424629" not in plan.assumed_template
        assert plan.provenance is not None
        assert NCT03424629 not in plan.provenance.sources
    assert infusion_plan(days=PLAN.days) == PLAN


@pytest.mark.requirement("PSO-INF-029")
def test_the_record_has_six_infusions() -> None:
    with pytest.raises(DefinitionError) as caught:
        infusion_plan((0, 1, 2))
    assert str(caught.value) == ("the record has 6 infusions, not 3; for others write an InfusionPlan")


@pytest.mark.requirement("PSO-INF-027")
@given(firsts)
def test_follow_up_is_in_calendar_months_from_the_first_infusion(first: date) -> None:
    visits = {visit.name: visit for visit in VISITS.schedule(first=first)}

    assert list(visits) == ["baseline", "week 8", "month 6", "month 9", "month 12"]
    assert (visits["baseline"].nominal, visits["baseline"].study_day) == (first, 1)
    assert (visits["week 8"].nominal, visits["week 8"].study_day) == (first + timedelta(days=56), 57)
    for months, (day, number) in follow_up(first).items():
        assert (visits[f"month {months}"].nominal, visits[f"month {months}"].study_day) == (day, number)
    assert not any(visit.window_stated for visit in visits.values())


@pytest.mark.requirement("PSO-INF-027")
def test_the_worked_follow_up_of_a_month_end() -> None:
    # Specification D4: from 2015-08-31: 2016-02-29 (Day 183), 2016-05-31 (Day 275), 2016-08-31 (Day 367).
    assert [(visit.nominal, visit.study_day) for visit in VISITS.schedule(first=FIRST)[2:]] == [
        (date(2016, 2, 29), 183),
        (date(2016, 5, 31), 275),
        (date(2016, 8, 31), 367),
    ]


@pytest.mark.requirement("PSO-INF-028")
def test_the_template_ties_week_8_to_two_days() -> None:
    anchors = assessment_anchors(first=FIRST, last_infusion=PLAN.schedule(first=FIRST)[-1].nominal)

    # Specification D4: the sixth is Day 50, week 8 is Day 57.
    assert (anchors.days_apart, anchors.differ) == (7, True)


@pytest.mark.requirement("PSO-INF-030")
def test_the_latest_days_of_the_seed_leave_room_for_one_day_each() -> None:
    answer = feasibility(PLAN, [FIRST], today=FIRST)

    # By hand: the last at most on day 56 after the first, each other a day earlier.
    assert [(one.latest and (one.latest - FIRST).days) for one in answer.remaining] == [52, 53, 54, 55, 56]
    assert [(one.earliest - FIRST).days for one in answer.remaining] == [1, 2, 3, 4, 5]


@pytest.mark.requirement("PSO-SAFE-010")
def test_vital_signs_are_watched_for_three_months() -> None:
    # By hand: 31 August and three calendar months is 30 November.
    assert safety_period(first=FIRST, months=SAFETY_MONTHS).last_day == date(2015, 11, 30)


@pytest.mark.requirement("PSO-INF-032")
def test_outcomes_are_those_of_the_record() -> None:
    # Registry record: two primary and four secondary outcome measures.
    assert [(one.rank, one.measure, one.analysis, one.visits) for one in OUTCOMES] == [
        ("primary", "pasi", "change from baseline", ("baseline", "week 8")),
        ("primary", "dlqi", "change from baseline", ("baseline", "week 8")),
        ("secondary", "body_temperature", "monitoring", ()),
        ("secondary", "blood_pressure", "monitoring", ()),
        ("secondary", "pasi", "value", ("month 6", "month 9", "month 12")),
        ("secondary", "dlqi", "value", ("month 6", "month 9", "month 12")),
    ]
    known = {visit.name for visit in VISITS.schedule(first=FIRST)}
    assert all(set(one.visits) <= known for one in OUTCOMES)
