"""Facts about the axes of responses, waterfalls and courses: who is drawn, and how the open look."""

from __future__ import annotations

from itertools import combinations
from math import isnan
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import same_color

import psoscore as ps
from psoscore.plots import ResponseCount, courses, response_over_time, waterfall
from psoscore.plots.style import OPEN_HATCH, style_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle


def legend(ax: Axes) -> list[str]:
    found = ax.get_legend()
    return [] if found is None else [text.get_text() for text in found.get_texts()]


def bars(ax: Axes, *, hatched: bool) -> list[Rectangle]:
    """The bars of what is open, or those of what is known, from left to right."""
    found: list[Any] = [bar for bar in ax.patches if (bar.get_hatch() == OPEN_HATCH) is hatched]
    return sorted(found, key=lambda bar: float(bar.get_x()))


def ends(bar: Rectangle) -> tuple[float, float]:
    return bar.get_y(), bar.get_y() + bar.get_height()


# --- Responses ------------------------------------------------------------------------------------------


def points(ax: Axes) -> list[list[tuple[float, float]]]:
    """The points of each arm, without those that are gaps."""
    lines = [container[0] for container in ax.containers if type(container).__name__ == "ErrorbarContainer"]
    return [[(x, y) for x, y in zip(*line.get_data(), strict=True) if not isnan(y)] for line in lines]


@pytest.mark.requirement("PSO-PLOT-004")
def test_points_are_responders_of_the_settled_in_percent() -> None:
    ax = response_over_time(
        {
            "dose": {4: [1, 0, 0, 0], 8: [1, 1, 1, -1]},
            "control": {4: ResponseCount(responders=1, assessed=5), 8: [0, None]},
        }
    )

    # By hand: 1/4 and 3/3; 1/5 and 0/1.
    assert [[y for _, y in arm] for arm in points(ax)] == [[25, 100], [20, 0]]
    assert ax.get_ylim() == (0, 100)
    assert legend(ax) == ["dose", "control", "range once open patients are settled"]


@pytest.mark.requirement("PSO-PLOT-004")
def test_error_bars_are_wilson_intervals_or_those_that_came() -> None:
    count = ResponseCount(responders=15, assessed=148)
    own = ResponseCount(responders=15, assessed=148, interval=(0.05, 0.2))
    ax = response_over_time({"a": {0: count, 1: own}})
    _, _, (columns,) = ax.containers[0]
    found = [[round(float(y), 2) for _, y in segment] for segment in columns.get_segments()]

    assert found == [[6.24, 16.05], [5.0, 20.0]]  # the first of Newcombe 1998, table I


@pytest.mark.requirement("PSO-PLOT-004", "PSO-PLOT-002")
def test_open_patients_are_a_hatched_range_and_a_number_never_a_failure() -> None:
    ax = response_over_time({"a": {4: [1, 1, 0, -1], 8: [1, 0, 0, 0]}})
    (bar,) = bars(ax, hatched=True)

    assert ends(bar) == (50, 75)  # 2/4 if the open one failed, 3/4 if not
    texts = [text.get_text() for text in ax.texts]
    assert texts == ["assessed", "3", "4", "open", "1", "0"]


@pytest.mark.requirement("PSO-PLOT-002")
def test_a_visit_where_all_are_open_has_no_point_and_one_that_is_lacking_has_nothing() -> None:
    ax = response_over_time({"a": {0: [0, 0], 4: [-1, None], 8: [1, 0]}, "b": {0: [0], 8: [1]}, "c": {0: []}})

    assert [[round(x) for x, _ in arm] for arm in points(ax)] == [[0, 8], [0, 8], []]
    assert [ends(bar) for bar in bars(ax, hatched=True)] == [(0, 100)]


def test_without_open_patients_nothing_speaks_of_them_and_the_numbers_can_go() -> None:
    ax = response_over_time({"a": {"week 4": [1, 0]}}, numbers=False, xlabel="Time", ylabel="Rate [%]")

    assert legend(ax) == ["a"]
    assert list(ax.texts) == []
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("Time", "Rate [%]")
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["week 4"]


def test_arms_stand_beside_each_other() -> None:
    ax = response_over_time({arm: {0: [1], 10: [0]} for arm in "abc"})
    at_first = [arm[0][0] for arm in points(ax)]

    assert at_first == sorted(set(at_first))
    assert at_first[1] == 0  # the middle one stands on its visit


def boxes(ax: Axes, artists: Any) -> list[Any]:
    """What text takes up, in pixels, once it is drawn."""
    figure: Any = ax.figure
    figure.draw_without_rendering()
    return [one.get_window_extent() for one in artists]


def overlap(a: Any, b: Any) -> tuple[float, float]:
    """How far two boxes reach into each other, across and down; negative where they are apart."""
    return min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)


@pytest.mark.parametrize(
    "visits",
    [
        [0, 1, 2, 4, 8, 52],
        ["Baseline", "Week 4 of follow-up", "Early termination visit", "Week 52", "Unscheduled", "End"],
    ],
    ids=["close", "long"],
)
def test_names_and_numbers_under_the_axis_do_not_run_into_each_other(visits: list[Any]) -> None:
    counts = {visit: ResponseCount(responders=40, assessed=118, unsettled=12) for visit in visits}
    ax = response_over_time({f"arm {number}, of a long name": counts for number in range(4)})

    found = boxes(ax, [*ax.texts, ax.xaxis.label, *ax.get_xticklabels()])

    # A box has room around the letters: two pixels of it may be shared.
    assert not [(a, b) for a, b in combinations(found, 2) if min(overlap(a, b)) > 2]


def test_arms_never_reach_the_next_visit() -> None:
    count = ResponseCount(responders=1, assessed=4)
    ax = response_over_time({f"arm {number}": dict.fromkeys((0, 1, 52), count) for number in range(7)})

    for place, visit in enumerate((0, 1, 52)):
        assert all(abs(arm[place][0] - visit) < 0.5 for arm in points(ax))


def test_a_legend_with_a_long_name_stays_in_the_figure() -> None:
    count, long = (
        ResponseCount(responders=1, assessed=4, unsettled=1),
        "cells, 1.5 million per kg, given six times",
    )
    ax = response_over_time({long: {0: count}, "b": {0: count}})
    (box,), figure = boxes(ax, [ax.get_legend()]), ax.figure.bbox

    assert figure.x0 <= box.x0
    assert box.x1 <= figure.x1


# --- Waterfall ------------------------------------------------------------------------------------------

CHANGES = st.none() | st.floats(-100, 300) | st.tuples(st.floats(-100, 0), st.floats(1, 99))


@pytest.mark.requirement("PSO-PLOT-005", "PSO-PLOT-002")
@settings(max_examples=25)
@given(st.lists(CHANGES, min_size=1, max_size=12))
def test_every_patient_has_one_bar_sorted_and_hatched_where_open(found: list[Any]) -> None:
    changes = {place: ps.Interval(*one) if isinstance(one, tuple) else one for place, one in enumerate(found)}
    known = sorted((one for one in found if isinstance(one, float)), reverse=True)
    bounded = sorted((one for one in found if isinstance(one, tuple)), key=lambda one: (-one[1], -one[0]))
    ax = waterfall(changes)

    assert len(ax.patches) == len(found)
    assert [bar.get_height() for bar in bars(ax, hatched=False)] == known
    spans: list[Any] = [ends(bar) for bar in bars(ax, hatched=True)]
    assert spans[: len(bounded)] == [pytest.approx(one) for one in bounded]
    assert spans[len(bounded) :] == [pytest.approx(ax.get_ylim())] * found.count(None)
    assert ("open: anywhere in the bar" in legend(ax)) == (len(known) < len(found))


@pytest.mark.requirement("PSO-PLOT-002")
def test_a_change_of_0_is_written_and_an_unknown_one_is_not() -> None:
    ax = waterfall({1: 0.0, 2: None})

    assert [text.get_text() for text in ax.texts] == ["0"]
    assert ax.get_ylim()[0] < 0 < ax.get_ylim()[1]


def test_open_changes_far_above_stretch_the_axis_no_further_than_100_percent() -> None:
    # 8 % room of 200, by hand: -100 - 16 and 100 + 16.
    assert waterfall({1: -100.0, 2: ps.Interval(-100, 900)}).get_ylim() == (-116, 116)
    # A known change of 300 stretches it: 8 % of 400 is 32.
    assert waterfall({1: -100.0, 2: 300.0, 3: ps.Interval(-100, 900)}).get_ylim() == (-132, 332)


def test_bars_of_one_arm_look_alike_and_the_legend_names_the_arms() -> None:
    ax = waterfall({1: -80.0, 2: -10.0, 3: -50.0}, arms={1: "a", 2: "b", 3: "a", 4: "c"})
    second, third, first = bars(ax, hatched=False)  # -10, -50, -80

    assert legend(ax) == ["a", "b"]
    for bar, position in ((first, 0), (second, 1), (third, 0)):
        assert same_color(bar.get_facecolor(), style_of(position).colour)
        assert (bar.get_hatch() or "") == style_of(position).hatch


def test_many_bars_are_told_apart_by_lightness_alone_and_the_open_ones_stay_hatched() -> None:
    changes = {number: -float(number) if number else None for number in range(41)}
    ax = waterfall(changes, arms={number: "ab"[number % 2] for number in changes})

    assert len(bars(ax, hatched=True)) == 1
    assert all(not bar.get_hatch() and bar.get_linewidth() == 0 for bar in bars(ax, hatched=False))
    found = ax.get_legend()
    assert found is not None
    assert [bool(key.get_hatch()) for key in found.get_patches()] == [False, False, True]


def test_lines_stand_where_they_are_asked_for_with_their_names() -> None:
    ax = waterfall({1: -20.0}, lines={"PASI 75": -75, "PASI 90": -90}, xlabel="Patients", ylabel="%")

    assert [line.get_ydata()[0] for line in ax.lines] == [0, -75, -90]  # type: ignore[index]
    assert [text.get_text() for text in ax.texts] == ["PASI 75", "PASI 90"]
    assert ax.get_ylim()[0] < -90
    assert (ax.get_xlabel(), ax.get_ylabel(), legend(ax)) == ("Patients", "%", [])


# --- Courses --------------------------------------------------------------------------------------------

SCORES = st.none() | st.floats(0, 72) | st.tuples(st.floats(0, 30), st.floats(31, 72))


def drawn(ax: Axes, gid: str) -> list[Any]:
    return [line for line in ax.lines if line.get_gid() == gid]


@pytest.mark.requirement("PSO-PLOT-005", "PSO-PLOT-002")
@settings(max_examples=25)
@given(st.lists(st.lists(SCORES, min_size=3, max_size=3), min_size=1, max_size=7))
def test_every_patient_has_one_line_with_a_gap_where_the_score_is_open(found: list[list[Any]]) -> None:
    scores = {
        patient: {
            week: ps.Interval(*one) if isinstance(one, tuple) else one
            for week, one in zip((0, 4, 8), course, strict=True)
        }
        for patient, course in enumerate(found)
    }
    ax = courses(scores)
    lines = drawn(ax, "course")

    assert len(lines) == len(found)
    for line, course in zip(lines, found, strict=True):
        heights = [None if isnan(y) else y for y in line.get_ydata()]
        assert heights == [one if isinstance(one, float) else None for one in course]
    between = [one for course in found for one in course if isinstance(one, tuple)]
    assert sorted(map(ends, bars(ax, hatched=True))) == [pytest.approx(one) for one in sorted(between)]
    crosses = sum(len(line.get_xdata()) for line in drawn(ax, "unknown"))
    assert crosses == sum(course.count(None) for course in found)
    assert legend(ax) == ["open: between its bounds"] * bool(between) + ["unknown"] * bool(crosses)


@pytest.mark.requirement("PSO-PLOT-002")
def test_crosses_stand_above_the_axes_where_no_score_can() -> None:
    ax = courses({1: {0: 12.0, 4: None}})
    (cross,) = drawn(ax, "unknown")

    assert cross.get_transform() == ax.get_xaxis_transform()
    assert min(cross.get_ydata()) > 1


@pytest.mark.requirement("PSO-PLOT-002")
def test_a_visit_that_a_patient_lacks_is_unknown() -> None:
    ax = courses({"A": {"baseline": 12.0, "week 8": 3.0}, "B": {"baseline": 15.0}})
    (cross,) = drawn(ax, "unknown")

    assert [round(float(x)) for x in cross.get_xdata()] == [1]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["baseline", "week 8"]


@pytest.mark.requirement("PSO-PLOT-002")
def test_a_scored_visit_is_drawn_from_bound_to_bound_with_a_band_to_its_neighbours() -> None:
    # The documentation's own example: 17.2 to 22.0 whatever the missing sign was.
    visit = ps.pasi(
        head=(2, 1, 2, 2),
        upper_extremities=(2, 2, 1, 3),
        trunk=(3, None, 2, 4),
        lower_extremities=(2, 2, 2, 3),
    )
    ax = courses({1: {0: 24.0, 4: visit, 8: 6.0, 12: 5.0, 16: None}})
    (bar,) = bars(ax, hatched=True)

    assert ends(bar) == pytest.approx((17.2, 22.0))
    assert len(ax.collections) == 2  # from week 0 to 4 and from 4 to 8; between known scores a line is enough


@pytest.mark.requirement("PSO-PLOT-005")
def test_nobody_is_named_unless_it_is_asked_for() -> None:
    scores = {"Anna": {0: 12.0}, "Bela": {0: 14.0}, "Carl": {0: 9.0}}

    assert legend(courses(scores)) == []
    assert legend(courses(scores, name_patients=True)) == ["Anna", "Bela", "Carl"]
    assert legend(courses(scores, arms={"Anna": "dose", "Bela": "control", "Carl": "dose"})) == [
        "dose",
        "control",
    ]


@pytest.mark.requirement("PSO-PLOT-005", "PSO-PLOT-002")
def test_of_many_patients_every_one_has_a_line_and_the_unknown_are_counted() -> None:
    scores: dict[int, dict[int, Any]] = {number: {0: 20.0, 4: number % 3 or None} for number in range(41)}
    ax = courses(scores)

    assert len([line for line in ax.lines if line.get_gid() == "course"]) == 41
    assert [text.get_text() for text in ax.texts] == ["14"]  # 0, 3, ..., 39
    assert legend(ax) == ["unknown, and how many"]


def test_lines_of_one_arm_look_alike() -> None:
    ax = courses({1: {0: 12.0}, 2: {0: 3.0}, 3: {0: 9.0}}, arms={1: "a", 2: "b", 3: "a"})

    assert [line.get_marker() for line in drawn(ax, "course")] == [
        style_of(place).marker for place in (0, 1, 0)
    ]


@pytest.mark.parametrize(("score", "lowest"), [(3.0, 0), (-9.3, -9.3), (ps.Interval(-4, 5), -4)])
def test_scores_stand_on_0_unless_one_is_negative(score: Any, lowest: float) -> None:
    ax = courses({1: {0: 12.0, 4: score}}, xlabel="Week", ylabel="Change")

    assert ax.get_ylim()[0] == lowest
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("Week", "Change")
