"""The images of the gallery: one function a plot, the patients invented.

The documentation makes them whenever it is built. By hand, into a folder of
your own: ``python docs/gallery/make_images.py FOLDER``.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

import psoscore as ps
from psoscore.endpoints import percent_change
from psoscore.infusion import course_status
from psoscore.plots import (
    ResponseCount,
    attrition_flow,
    body_map,
    courses,
    response_over_time,
    schedule_timeline,
    waterfall,
)
from psoscore.protocols.nct02491658 import VISITS, infusion_plan

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["IMAGES", "make_images"]

DOTS_PER_INCH = 130


def response_image() -> Axes:
    """Response over time: counts by arm and week."""

    def count(responders: int, assessed: int, unsettled: int = 0) -> ResponseCount:
        return ResponseCount(responders=responders, assessed=assessed, unsettled=unsettled)

    return response_over_time(
        {
            "high dose": {4: count(9, 60), 8: count(27, 59, 1), 12: count(38, 57, 3), 24: count(37, 50, 10)},
            "low dose": {4: count(6, 60), 8: count(18, 60), 12: count(26, 58, 2), 24: count(27, 49, 11)},
            "placebo": {4: count(1, 60), 8: count(3, 58, 2), 12: count(4, 55, 5), 24: count(4, 44, 16)},
        },
        xlabel="Week",
        ylabel="PASI 75 responders [%]",
    )


def waterfall_image() -> Axes:
    """Waterfall: known changes, changes between bounds, and one from a baseline of 0."""
    week_8: list[tuple[float, float | ps.Interval | None]] = [
        *((12.4, 13.3), (18.0, 16.9), (10.2, 10.2), (22.1, 4.4), (15.5, 1.2), (30.6, 9.0), (11.8, 2.9)),
        *((14.0, 6.1), (25.2, 20.7), (16.3, 0.0), (19.9, 11.0), (13.7, 2.2), (21.0, 7.8), (12.9, 14.9)),
        *((17.2, ps.Interval(3.2, 5.0)), (20.0, ps.Interval(8.0, 14.0)), (0.0, 1.2), (14.4, None)),
    ]
    pairs = [{"baseline": baseline, "visit": visit} for baseline, visit in week_8]
    changes = {number: ps.score(percent_change(), pair) for number, pair in enumerate(pairs)}
    arms = {number: ("high dose", "low dose", "placebo")[number % 3] for number in changes}
    return waterfall(
        changes,
        arms=arms,
        lines={"PASI 50": -50, "PASI 75": -75, "PASI 90": -90},
        ylabel="Change in PASI at week 8 [%]",
    )


def courses_image() -> Axes:
    """Individual courses: a score between bounds, and two that are unknown."""
    return courses(
        {
            "patient 1": {0: 21.4, 4: 15.0, 8: 9.2, 12: 4.4, 24: 2.1},
            "patient 2": {0: 14.0, 4: 12.2, 8: ps.Interval(6.4, 10.8), 12: 5.0, 24: 6.6},
            "patient 3": {0: 17.8, 4: 18.6, 8: 16.0, 12: None, 24: None},
            "patient 4": {0: 11.6, 4: 6.0, 8: 1.2, 12: 0.0, 24: 0.0},
        },
        name_patients=True,
        xlabel="Week",
        ylabel="PASI",
    )


def body_image() -> Axes:
    """Body map: a visit at which one sign of the trunk was not recorded."""
    return body_map(
        ps.pasi(
            head=(2, 1, 2, 2),
            upper_extremities=(2, 2, 1, 3),
            trunk=(3, None, 2, 4),
            lower_extremities=(3, 3, 2, 5),
        )
    )


def attrition_image() -> Axes:
    """Attrition flow: twelve people, two of them still open."""
    age, least_age = ps.number("age", low=0, high=120), 18
    pasi, least_pasi = ps.number("pasi_total", low=0, high=72, decimals=1), 12
    trial = ps.Protocol(
        "EXAMPLE-1",
        [
            ps.Inclusion("IN01", "At least 18 years old", age >= least_age),
            ps.Inclusion("IN02", "Plaque psoriasis with a PASI of at least 12", pasi >= least_pasi),
            ps.Exclusion("EX01", "Pregnant or breast-feeding", ps.flag("pregnant")),
            ps.Exclusion(
                "EX02",
                "Treated with a biological agent within the last 12 weeks, or with another systemic agent "
                "within the last 4 weeks",
                ps.flag("treated"),
            ),
        ],
    )
    people = [
        {"age": years, "pasi_total": score, "pregnant": pregnant, "treated": treated}
        for years, score, pregnant, treated in (
            *((17, 14.0, False, False), (44, 8.2, False, False), (61, 11.9, False, True)),
            *((35, 20.1, True, False), (29, 15.5, False, True), (50, 24.0, False, True)),
            *((38, 12.0, False, False), (56, 31.3, False, False), (41, 18.8, False, False)),
            *((63, 13.1, False, None), (27, None, False, False), (33, 16.4, None, None)),
        )
    ]
    return attrition_flow(ps.attrition(trial, [ps.screen(trial, one) for one in people]))


def schedule_image() -> Axes:
    """Schedule: a course with windows under way, and an assessment without one."""
    first, today = date(2015, 8, 31), date(2015, 10, 9)
    given = [first, date(2015, 9, 7), date(2015, 9, 16), None, date(2015, 10, 8)]
    plan = infusion_plan(window_days=2)
    week_8 = VISITS.schedule(first=first)[1]
    return schedule_timeline([*course_status(plan, given, today=today), week_8], today=today)


IMAGES = {
    "response-over-time": response_image,
    "waterfall": waterfall_image,
    "courses": courses_image,
    "body-map": body_image,
    "attrition-flow": attrition_image,
    "schedule-timeline": schedule_image,
}
"""Each image by the name of its file."""


def make_images(folder: Path) -> None:
    """Write every image into a folder, as PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in IMAGES.items():
        figure = make().figure
        assert isinstance(figure, Figure)  # noqa: S101  axes of their own stand in no sub-figure
        figure.savefig(folder / f"{name}.png", dpi=DOTS_PER_INCH)


if __name__ == "__main__":
    make_images(Path(sys.argv[1]))
