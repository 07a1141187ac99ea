"""Facts about the axes of the body map, the attrition flow and the schedule; the gallery runs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from matplotlib import colormaps
from matplotlib.colors import same_color
from matplotlib.dates import num2date
from matplotlib.figure import Figure

import psoscore as ps
from gallery import script
from psoscore.eligibility.cohort.attrition import Attrition
from psoscore.infusion import InfusionPlan, InfusionStatus, course_status
from psoscore.plots import attrition_flow, body_map, schedule_timeline
from psoscore.plots.style import OPEN_HATCH
from psoscore.protocols.nct02491658 import PROTOCOL, VISITS, infusion_plan

if TYPE_CHECKING:
    from matplotlib.axes import Axes

REGIONS = ("head", "upper_extremities", "trunk", "lower_extremities")


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def patches(ax: Axes) -> dict[Any, Any]:
    return {patch.get_gid(): patch for patch in ax.patches}


def legend(ax: Axes) -> list[str]:
    found = ax.get_legend()
    return [] if found is None else [text.get_text() for text in found.get_texts()]


# --- Body map -------------------------------------------------------------------------------------------


@pytest.mark.requirement("PSO-PLOT-006")
def test_four_regions_are_shaded_by_signs_times_area() -> None:
    ax = body_map(
        ps.pasi(
            head=(0, 0, 0, 0),
            upper_extremities=(4, 4, 4, 6),
            trunk=(1, 1, 1, 2),
            lower_extremities=(2, 2, 2, 6),
        )
    )
    drawn = patches(ax)

    assert tuple(drawn) == REGIONS
    for region, severity in zip(REGIONS, (0, 72, 6, 36), strict=True):  # (e + i + d) * area, by hand
        assert drawn[region].get_hatch() is None
        assert same_color(drawn[region].get_facecolor(), colormaps["Reds"](severity / 72))
    # What each adds: times 0.1, 0.2, 0.3 and 0.4 (specification A1).
    assert texts(ax) == [
        "head\n0 of 72, adds 0",
        "upper extremities\n72 of 72, adds 14.4",
        "trunk\n6 of 72, adds 1.8",
        "lower extremities\n36 of 72, adds 14.4",
    ]
    assert ax.get_title() == "PASI 30.6"
    assert legend(ax) == []


@pytest.mark.requirement("PSO-PLOT-006", "PSO-PLOT-002")
def test_an_open_region_is_hatched_and_says_between_what_it_lies() -> None:
    ax = body_map(
        ps.pasi(
            head=(2, 1, 2, 2),
            upper_extremities=(None, None, None, 0),  # without area the signs cannot matter
            trunk=(3, None, 2, 4),
            lower_extremities=(None, None, None, None),
        )
    )
    drawn = patches(ax)

    assert [region for region in REGIONS if drawn[region].get_hatch() == OPEN_HATCH] == [
        "trunk",
        "lower_extremities",
    ]
    assert all(
        same_color(drawn[region].get_facecolor(), "white") for region in ("trunk", "lower_extremities")
    )
    assert texts(ax)[1:] == [
        "upper extremities\n0 of 72, adds 0",
        "trunk\n20 to 36",  # (3 + 0 + 2) * 4 and (3 + 4 + 2) * 4
        "lower extremities\nunknown",
    ]
    assert ax.get_title() == "PASI 7 to 40.6"  # 1 + 0 + 6 + 0 and 1 + 0 + 10.8 + 28.8
    assert legend(ax) == ["open"]


@pytest.mark.requirement("PSO-PLOT-006")
def test_a_visit_of_which_nothing_is_known_says_so_and_is_hatched_all_over() -> None:
    ax = body_map(ps.score(ps.PASI, {}, unrecorded=list(ps.PASI.cells)))

    assert ax.get_title() == "PASI unknown"
    assert all(patch.get_hatch() == OPEN_HATCH for patch in ax.patches)


@pytest.mark.requirement("PSO-PLOT-006")
def test_indices_with_the_same_regions_are_drawn_on_their_own_scale() -> None:
    drawn = body_map(ps.score(ps.GPPASI, dict.fromkeys(ps.GPPASI.items, 2)))

    assert drawn.get_title().startswith(ps.GPPASI.title)
    with pytest.raises(ps.DefinitionError):
        body_map(ps.score(ps.PSSI, dict.fromkeys(ps.PSSI.items, 2)))


@pytest.mark.requirement("PSO-PLOT-006")
def test_the_silhouette_is_symmetric_and_its_regions_do_not_overlap() -> None:
    ax = body_map(ps.score(ps.PASI, dict.fromkeys(ps.PASI.items, 2)))
    paths = {name: patch.get_path() for name, patch in patches(ax).items()}
    grid = [(x, y) for x in np.arange(-5, 5.01, 0.23) for y in np.arange(-0.5, 20, 0.31)]

    for x, y in grid:
        covered = [name for name, path in paths.items() if path.contains_point((x, y))]
        assert len(covered) <= 1
        assert covered == [name for name, path in paths.items() if path.contains_point((-x, y))]


# --- Attrition flow -------------------------------------------------------------------------------------

TRIAL = ps.Protocol(
    "TRIAL-1",
    [
        ps.Inclusion("IN01", "Adults", ps.number("age", low=0, high=120) >= 18),
        ps.Exclusion("EX01", "Pregnant", ps.flag("pregnant")),
        ps.Exclusion("EX02", "Treated " + "with something long " * 6, ps.flag("treated")),
    ],
)


def flow(*people: dict[str, Any], **more: Any) -> Axes:
    return attrition_flow(ps.attrition(TRIAL, [ps.screen(TRIAL, one) for one in people]), **more)


@pytest.mark.requirement("PSO-PLOT-007", "PSO-PLOT-002")
def test_the_boxes_hold_the_numbers_and_the_pending_one_is_marked_open() -> None:
    fine = {"age": 40, "pregnant": False, "treated": False}
    ax = flow(fine, fine, {"age": 12}, {"age": 40, "pregnant": True}, {"age": 40, "pregnant": None})
    drawn = patches(ax)

    assert tuple(drawn) == ("assessed", "excluded", "pending", "open", "eligible")
    assert drawn["open"].get_hatch() == OPEN_HATCH
    assert drawn["open"].get_xy() == drawn["pending"].get_xy()
    said = [one for one in texts(ax) if one]  # an arrow is a text without words
    assert said[0] == "5 assessed for eligibility"
    assert said[1:4] == ["2 excluded, by primary reason", "1  IN01 Adults", "1  EX01 Pregnant"]
    assert said[4:6] == ["1 pending, waiting for", "1  EX01 Pregnant"]
    assert said[6].startswith("1  EX02 Treated with something")
    assert said[-1] == "2 eligible"


@pytest.mark.requirement("PSO-PLOT-007")
def test_nobody_excluded_or_pending_is_a_box_with_0_and_no_list() -> None:
    ax = flow({"age": 40, "pregnant": False, "treated": False})

    assert [one for one in texts(ax) if one] == [
        "1 assessed for eligibility",
        "0 excluded",
        "0 pending",
        "1 eligible",
    ]


@pytest.mark.requirement("PSO-PLOT-007")
def test_criteria_can_be_named_by_their_id_alone() -> None:
    said = texts(flow({"age": 40, "pregnant": False, "treated": True}, wording=False))

    assert "1  EX02" in said
    assert not any("Treated" in one for one in said)


@pytest.mark.requirement("PSO-PLOT-007")
@pytest.mark.parametrize("size", [None, (4, 3), (12, 2), (4, 9)])
def test_every_line_stays_inside_its_box_whatever_the_axes(size: tuple[float, float] | None) -> None:
    numbers = tuple(1000 + place for place in range(len(PROTOCOL.ids)))
    result = Attrition(
        PROTOCOL, PROTOCOL.ids, 123_456, 100, 200, numbers, numbers, numbers
    )  # all fifteen criteria of the seed trial, four digits each
    ax = attrition_flow(result, ax=None if size is None else Figure(figsize=size).add_subplot())
    assert isinstance(ax.figure, Figure)
    ax.figure.draw_without_rendering()
    frames = [patch.get_window_extent() for patch in ax.patches if patch.get_gid() != "open"]
    lines = [text.get_window_extent() for text in ax.texts if text.get_text()]

    for line in lines:
        assert any(
            frame.x0 <= line.x0 and line.x1 <= frame.x1 and frame.y0 <= line.y0 and line.y1 <= frame.y1
            for frame in frames
        )


# --- Schedule timeline ----------------------------------------------------------------------------------

FIRST = date(2015, 8, 31)


def day(number: float) -> date:
    return num2date(number).date()  # type: ignore[no-untyped-call,no-any-return]


@pytest.mark.requirement("PSO-PLOT-008")
def test_a_window_covers_its_first_and_last_day_in_full() -> None:
    visits = InfusionPlan(days=(1, 8), window_days=(1, 2)).schedule(first=FIRST)
    ax = schedule_timeline(visits)
    first, second = (patch for patch in ax.patches)

    # Day 8 is 7 September; 6 to 9 September are four days around noon of each.
    assert second.get_width() == 4  # type: ignore[attr-defined]
    assert day(second.get_x() + 0.5) == date(2015, 9, 6)  # type: ignore[attr-defined]
    assert first.get_width() == 1  # type: ignore[attr-defined]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["infusion 1, Day 1", "infusion 2, Day 8"]
    assert legend(ax) == ["window", "planned day"]
    bottom, top = ax.get_ylim()
    assert top < 0
    assert bottom > 1  # rows run downwards


@pytest.mark.requirement("PSO-PLOT-008", "PSO-PLOT-002")
def test_a_visit_without_a_stated_window_has_no_bar_and_says_so() -> None:
    ax = schedule_timeline(VISITS.schedule(first=FIRST))

    assert list(ax.patches) == []
    assert legend(ax) == ["planned day, no window stated"]
    assert all(same_color(line.get_markerfacecolor(), "white") for line in ax.lines)
    assert len(ax.lines) == len(VISITS.visits)


@pytest.mark.requirement("PSO-PLOT-008")
def test_every_status_has_a_mark_of_its_own_on_the_day_it_belongs_to() -> None:
    plan = infusion_plan(window_days=2)
    given = [FIRST, date(2015, 9, 6), date(2015, 9, 16), None, date(2015, 10, 8)]
    statuses = course_status(plan, given, today=date(2015, 10, 9))
    ax = schedule_timeline(statuses, today=date(2015, 10, 9))
    marks = [line for line in ax.lines if str(line.get_label()).startswith(("given", "not given"))]

    # Nominal days 31 Aug, 7, 14, 21 Sep, 5, 19 Oct (weeks 0, 1, 2, 3, 5, 7), by a calendar.
    assert [(line.get_label(), day(line.get_xdata()[0])) for line in marks] == [  # type: ignore[index,arg-type]
        ("given, on time", FIRST),
        ("given, early", date(2015, 9, 6)),
        ("given, late", date(2015, 9, 16)),
        ("not given, missed", date(2015, 9, 21)),
        ("given, out of window", date(2015, 10, 8)),
    ]
    assert len({line.get_marker() for line in marks}) == len(marks)
    assert legend(ax)[-1] == "today"


@pytest.mark.requirement("PSO-PLOT-008")
def test_an_overdue_infusion_without_a_window_is_late_and_not_given() -> None:
    statuses = course_status(infusion_plan(), [FIRST], today=FIRST + timedelta(days=8))
    assert isinstance(statuses[1], InfusionStatus)
    ax = schedule_timeline(statuses)

    assert "not given, late" in legend(ax)
    assert "today" not in legend(ax)


def test_today_is_a_day() -> None:
    with pytest.raises(ps.InputError):
        schedule_timeline(VISITS.schedule(first=FIRST), today=datetime(2015, 9, 1, 12, 30))  # noqa: DTZ001  the point


# --- Gallery --------------------------------------------------------------------------------------------


def test_the_gallery_draws_every_plot_into_a_file(tmp_path: Path) -> None:
    images = script(Path(__file__).parents[1] / "docs")
    images.make_images(tmp_path / "new")

    assert {file.name for file in (tmp_path / "new").iterdir()} == {f"{name}.png" for name in images.IMAGES}
    assert all(file.read_bytes().startswith(b"\x89PNG") for file in (tmp_path / "new").iterdir())
    assert len(images.IMAGES) == 6
