"""Holds the infusions against the plan: status, deviations, what was still feasible, assessment days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import psoscore as ps
from psoscore.infusion import (
    AssessmentAnchors,
    Deviation,
    Feasibility,
    InfusionStatus,
    PlannedVisit,
    assessment_anchors,
    course_deviations,
    course_status,
    feasibility,
)
from psoscore.protocols.nct02491658 import PLAN, VISITS
from reading import Found
from scoring import wrong
from treatment import DAY, Course, named


@dataclass(frozen=True)
class Gap:
    """A course with an infusion that was not given: the first such, and what was or is feasible.

    Attributes:
        name: The infusion.
        due: Its nominal day.
        then: What was feasible when it was due, all later infusions on time or not.
        now: What is feasible on the day of the question, after what was recorded.
    """

    name: str
    due: date
    then: Feasibility
    now: Feasibility


@dataclass(frozen=True)
class Judged:
    """One course, held against the plan.

    Attributes:
        course: The infusions.
        statuses: Of every planned infusion; None where its day cannot be read.
        deviations: What departed from the plan, as far as it is known.
        gap: Set where an infusion was not given.
        anchors: Week 8 beside the last planned infusion, where that was given.
        visits: The planned assessments.
    """

    course: Course
    statuses: Mapping[str, InfusionStatus | None]
    deviations: tuple[Deviation, ...]
    gap: Gap | None
    anchors: AssessmentAnchors | None
    visits: tuple[PlannedVisit, ...]


def last_day(courses: Mapping[str, Course]) -> date:
    """The last day on which any infusion was given."""
    return max(
        (one.day for course in courses.values() for one in course.values() if one.day), default=date.min
    )


def days_of(course: Course) -> list[date | None]:
    """The days in the order of the plan, None where an infusion was not given or its row is not there."""
    return [
        course[number].day if number in course else None for number in range(1, max(course, default=0) + 1)
    ]


def faults(courses: Mapping[str, Course], today: date) -> Iterator[Found]:
    """Courses that contradict themselves, so that no plan can be held against them."""
    for subject, course in courses.items():
        try:
            course_status(PLAN, days_of(course), today=today)
        except ps.InputError as error:
            for fault in error.faults if course else ():
                one = {named(number): each for number, each in course.items()}.get(fault.item)
                line = (one or next(iter(course.values()))).line
                day = str(one.day) if one and one.day else ""
                why = "the first infusion has no day" if fault.kind == "missing" else wrong(fault)
                text = f"{why}; the course is not held against the plan"
                yield Found(line, subject, fault.item, DAY, day, text)


def judged(course: Course, today: date) -> Judged | None:
    """One course on the day of the question; None if it contradicts itself."""
    days = days_of(course)
    try:
        statuses = course_status(PLAN, days, today=today)
    except ps.InputError:
        return None
    doubtful = {named(number) for number, one in course.items() if one.doubtful}
    first = statuses[0].planned.nominal
    last = statuses[-1].given
    return Judged(
        course,
        {one.planned.name: None if one.planned.name in doubtful else one for one in statuses},
        tuple(
            one
            for one in course_deviations(PLAN, days, today=today)
            if one.name not in doubtful and not (doubtful and one.kind == "too few")
        ),
        None if doubtful else gap(days, statuses, today),
        assessment_anchors(first=first, last_infusion=last) if last else None,
        VISITS.schedule(first=first),
    )


def gap(days: list[date | None], statuses: tuple[InfusionStatus, ...], today: date) -> Gap | None:
    """The first infusion that was not given, and what was or is feasible."""
    for place, one in enumerate(statuses):
        if one.given is None:
            before = days[:place]
            then = max(one.planned.nominal, *(day for day in before if day))
            return Gap(
                one.planned.name,
                one.planned.nominal,
                feasibility(PLAN, before, today=then),
                feasibility(PLAN, days, today=today),
            )
    return None
