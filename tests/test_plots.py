"""What all plots have in common: axes, pyplot, greys, and how a value is read."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from itertools import count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from matplotlib import colormaps, rcParams
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

import psoscore as ps
from psoscore import plots
from psoscore.endpoints import percent_change
from psoscore.plots.body_map import COLOURS as BODY_COLOURS
from psoscore.plots.span import Span, span_of
from psoscore.plots.style import COLOURS, HATCHES, LINES, MARKERS, OPEN_HATCH, style_of
from psoscore.plots.visit import places
from psoscore.protocols.nct02491658 import PLAN

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

GREY_STEP = 0.15
"""PSO-PLOT-003: the least difference of neighbours, as a share of the grey scale."""

TRIAL = ps.Protocol("TRIAL-1", [ps.Inclusion("IN01", "Adults", ps.number("age", low=0, high=120) >= 18)])
DRAWN: dict[str, Callable[..., Axes]] = {
    "response_over_time": lambda **more: plots.response_over_time({"a": {"week 4": [1, 0]}}, **more),
    "waterfall": lambda **more: plots.waterfall({1: -80.0}, **more),
    "courses": lambda **more: plots.courses({1: {0: 12.0, 4: 6.0}}, **more),
    "body_map": lambda **more: plots.body_map(ps.score(ps.PASI, dict.fromkeys(ps.PASI.items, 2)), **more),
    "attrition_flow": lambda **more: plots.attrition_flow(
        ps.attrition(TRIAL, [ps.screen(TRIAL, {})]), **more
    ),
    "schedule_timeline": lambda **more: plots.schedule_timeline(
        PLAN.schedule(first=date(2015, 8, 31)), **more
    ),
}
"""Every plot with the least that it takes."""

each_plot = pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN.keys())


def grey(colour: Any) -> float:
    """Lightness on a printer without colour: Rec. 601 luma, 0 to 1."""
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.requirement("PSO-PLOT-001")
@each_plot
def test_without_axes_a_plot_makes_a_figure_of_its_own(draw: Callable[..., Axes]) -> None:
    ax = draw()

    assert isinstance(ax.figure, Figure)
    assert ax.figure.axes[0] is ax
    ax.figure.draw_without_rendering()  # warnings, such as of a layout that fails, are errors here


@pytest.mark.requirement("PSO-PLOT-001")
@each_plot
def test_a_plot_draws_on_the_axes_that_it_is_given(draw: Callable[..., Axes]) -> None:
    figure = Figure(layout="constrained")
    left, right = figure.subplots(1, 2)

    assert draw(ax=right) is right
    assert not left.has_data()
    figure.draw_without_rendering()


@pytest.mark.requirement("PSO-PLOT-001")
@each_plot
def test_no_setting_of_matplotlib_is_changed(draw: Callable[..., Axes]) -> None:
    before = dict(rcParams)
    draw()

    assert dict(rcParams) == before


@pytest.mark.requirement("PSO-PLOT-001")
def test_pyplot_is_never_loaded() -> None:
    program = (
        "import sys, test_plots\n"
        "for draw in test_plots.DRAWN.values(): draw().figure.draw_without_rendering()\n"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )

    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parent)  # noqa: S603  our own text


def test_every_plot_is_among_those_that_are_tested() -> None:
    # The other two public names count; they draw nothing.
    assert set(plots.__all__) - DRAWN.keys() == {"ResponseCount", "count_flags"}


def test_plots_are_reached_through_the_face() -> None:
    assert ps.plots.waterfall is plots.waterfall


@pytest.mark.requirement("PSO-PLOT-003")
def test_neighbouring_series_differ_in_grey_and_in_everything_else() -> None:
    for one, other in pairwise([*(style_of(place) for place in range(2 * len(MARKERS) * len(COLOURS)))]):
        assert abs(grey(one.colour) - grey(other.colour)) >= GREY_STEP
        assert one.marker != other.marker
        assert one.line != other.line
        assert one.hatch != other.hatch
    assert grey("white") - max(map(grey, COLOURS)) >= GREY_STEP


@pytest.mark.requirement("PSO-PLOT-003")
def test_colour_and_marker_together_tell_28_series_apart() -> None:
    styles = [style_of(place) for place in range(28)]

    assert len({(one.colour, one.marker) for one in styles}) == 28
    assert len(set(LINES)) == len(LINES)


@pytest.mark.requirement("PSO-PLOT-003")
def test_the_hatch_of_the_unknown_belongs_to_no_series() -> None:
    assert all(not set(hatch) & set(OPEN_HATCH) for hatch in HATCHES)


@pytest.mark.requirement("PSO-PLOT-003")
def test_the_shade_of_the_body_map_darkens_all_the_way() -> None:
    shades = [grey(colormaps[BODY_COLOURS](step / 72)[:3]) for step in range(73)]

    assert all(darker < lighter for lighter, darker in pairwise(shades))


@pytest.mark.requirement("PSO-PLOT-002")
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, Span(0, 0)),  # zero is a value
        (-9.3, Span(-9.3, -9.3)),
        (Decimal("12.4"), Span(12.4, 12.4)),
        (Fraction(1, 4), Span(0.25, 0.25)),
        (np.int64(7), Span(7, 7)),
        (np.float32(0.5), Span(0.5, 0.5)),
        (ps.Interval(3, 5), Span(3, 5)),
        (None, None),
        (float("nan"), None),
        (np.float32("nan"), None),
        (pd.NA, None),
        (pd.NaT, None),
        (ps.score(percent_change(), {"baseline": 2.8, "visit": 0.7}), Span(-75, -75)),
        (ps.score(percent_change(), {"baseline": 20.0, "visit": ps.Interval(5, 10)}), Span(-75, -50)),
        (ps.score(percent_change(), {"baseline": 0, "visit": 1.2}), None),  # from 0 there is no percent
    ],
    ids=repr,
)
def test_a_value_is_known_or_between_or_unknown(value: Any, expected: Span | None) -> None:
    assert span_of(value, "score") == expected


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("12.4", "'12.4'"),
        (True, "True"),
        (np.True_, "np.True_"),
        (float("inf"), "inf"),
        ([1], "[1]"),
        (10**400, f"{'1' + '0' * 36}..."),
        (1j, "1j"),
    ],
)
def test_what_is_no_number_is_refused(value: Any, shown: str) -> None:
    allowed = "a finite number, an Interval of two, a Scored, or None"
    for bad in (value, ps.Interval(value, value)) if not isinstance(value, complex) else (value,):
        with pytest.raises(ps.InputError) as caught:
            span_of(bad, "score")
        assert caught.value.faults == (ps.Fault("score", "no_number", allowed, shown),)


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        ([8, 0, 4, 8], {0: 0.0, 4: 4.0, 8: 8.0}),  # numbers stand at their distance, sorted
        ([0.5, np.int64(2)], {0.5: 0.5, 2: 2.0}),
        (["week 8", "baseline", "week 8"], {"week 8": 0.0, "baseline": 1.0}),  # names evenly, as they come
        ([0, "end"], {0: 0.0, "end": 1.0}),
        ([], {}),
    ],
)
def test_visits_have_their_places(visits: list[Any], expected: dict[Any, float]) -> None:
    found = places(visits)

    assert list(found.items()) == list(expected.items())


@pytest.mark.parametrize(
    ("absent", "error", "message"),
    [
        ("matplotlib", ps.MissingExtraError, "matplotlib is not installed; pip install 'psoscore[plots]'"),
        (
            "psoscore.plots.waterfall",
            ModuleNotFoundError,
            "import of psoscore.plots.waterfall halted; None in sys.modules",
        ),
    ],
)
def test_without_matplotlib_the_extra_is_named_and_nothing_else_is_hidden(
    absent: str, error: type[Exception], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith(("psoscore.plots", f"{absent}."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, absent, None)

    with pytest.raises(error) as caught:
        import_module("psoscore.plots")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plots.response_over_time({}), "a plot of responses needs an arm with a visit"),
        (lambda: plots.response_over_time({"a": {}}), "a plot of responses needs an arm with a visit"),
        (lambda: plots.waterfall({}), "a waterfall needs a patient"),
        (
            lambda: plots.waterfall({1: -5.0, 2: 3.0}, arms={1: "a"}),
            "every patient needs an arm where arms are given",
        ),
        (lambda: plots.courses({}), "a plot of courses needs a patient with a visit"),
        (lambda: plots.courses({1: {}}), "a plot of courses needs a patient with a visit"),
        (
            lambda: plots.courses({1: {0: 1.0}}, arms={2: "a"}),
            "every patient needs an arm where arms are given",
        ),
        (
            lambda: plots.courses({1: {0: 1.0}}, arms={1: "a"}, name_patients=True),
            "lines look alike by arm or differ by patient, not both",
        ),
        (
            lambda: plots.body_map(ps.score(ps.DLQI, {f"dlqi_{n:02d}": 1 for n in range(1, 11)})),
            "dlqi has no scores of head, upper_extremities, trunk, lower_extremities",
        ),
        (lambda: plots.schedule_timeline([]), "a timeline needs a visit"),
    ],
    ids=count(),
)
def test_nothing_to_draw_is_said_in_full(draw: Callable[[], Axes], message: str) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        draw()
    assert str(caught.value) == message
