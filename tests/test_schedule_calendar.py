"""A schedule as a calendar file: the same bytes every time, and no patient unless given."""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from psoscore.errors import MissingExtraError
from psoscore.infusion import Assessment, InfusionPlan, VisitPlan
from psoscore.infusion.calendar import calendar_file

pytestmark = pytest.mark.requirement("PSO-INF-033")

FIRST = date(2015, 8, 31)
PLAN = InfusionPlan(days=(1, 8), window_days=2)


def test_events_stand_on_their_days_with_the_window_in_words() -> None:
    events: list[Any] = Calendar.from_ical(calendar_file(PLAN.schedule(first=FIRST), title="Trial")).walk(
        "VEVENT"
    )

    assert [event["SUMMARY"] for event in events] == ["Trial: infusion 1", "Trial: infusion 2"]
    assert [event["DTSTART"].dt for event in events] == [FIRST, date(2015, 9, 7)]
    assert all(event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1) for event in events)
    # By hand: Day 8 is 7 September, two days to either side.
    assert events[1]["DESCRIPTION"] == "Day 8\nWindow: 2015-09-05 to 2015-09-09 (Day 6 to Day 10)"


def test_a_visit_without_a_window_or_before_day_1_says_so() -> None:
    plan = VisitPlan(
        visits=[
            Assessment(name="screening", after=-3, unit="days", window_days=1),
            Assessment(name="month 6", after=6, unit="months"),
        ]
    )
    events: list[Any] = Calendar.from_ical(calendar_file(plan.schedule(first=FIRST))).walk("VEVENT")

    # By hand: three days before Day 1 is Day -3, for there is no Day 0.
    assert events[0]["DESCRIPTION"] == "Day -3\nWindow: 2015-08-27 to 2015-08-29 (Day -4 to Day -2)"
    assert events[1]["DESCRIPTION"] == "Day 183\nNo window stated"


def test_equal_visits_give_equal_bytes_and_a_key_tells_them_apart() -> None:
    visits = PLAN.schedule(first=FIRST)

    assert calendar_file(visits) == calendar_file(visits)
    assert calendar_file(visits, key="1") != calendar_file(visits, key="2")
    assert b"DTSTAMP:20150831T000000Z" in calendar_file(visits)


def test_a_patient_stands_in_the_file_only_if_given() -> None:
    visits = PLAN.schedule(first=FIRST)

    assert b"Patient" not in calendar_file(visits)
    assert b"Patient: invented-07" in calendar_file(visits, patient="invented-07")


def test_without_icalendar_the_door_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtraError) as caught:
        calendar_file(PLAN.schedule(first=FIRST))
    assert str(caught.value) == "icalendar is not installed; pip install 'psoscore[calendar]'"


def test_day_1_can_have_a_window_and_every_event_a_name_of_128_bits() -> None:
    plan = VisitPlan(visits=[Assessment(name="baseline", after=0, unit="days", window_days=1)])
    (event,) = Calendar.from_ical(calendar_file(plan.schedule(first=FIRST))).walk("VEVENT")

    # By hand: the day before Day 1 is Day -1, for there is no Day 0.
    assert event["DESCRIPTION"] == "Day 1\nWindow: 2015-08-30 to 2015-09-01 (Day -1 to Day 2)"
    assert re.fullmatch(r"[0-9a-f]{32}@psoscore", str(event["UID"]))
