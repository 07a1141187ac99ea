"""Individual courses: a score over time, a line a patient."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import nan
from typing import TYPE_CHECKING, Any, TypeAlias

from matplotlib.lines import Line2D

from psoscore.errors import DefinitionError
from psoscore.given import by_name
from psoscore.plots.span import span_of
from psoscore.plots.style import (
    MOST_APART,
    MUTED,
    OPEN_HATCH,
    axes_or_new,
    bare,
    legend_above,
    open_key,
    style_of,
)
from psoscore.plots.visit import mark_visits, places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from psoscore.plots.span import Drawable, Span
    from psoscore.plots.style import Style

__all__ = ["courses"]

COURSE, UNKNOWN = "course", "unknown"
"""The ``gid`` of the line of a patient, and of the crosses for what is unknown."""
MARKER, WIDTH = 4, 1.2
MARKER_OF_MANY, WIDTH_OF_MANY, PALENESS_OF_MANY = 1.5, 0.7, 0.45
"""Points of a marker and a line, and of those of so many patients that lines cover each other."""
BAR = 0.014
"""The width of the bar of an open score, as a share of the time axis."""
PALE = 0.15
UNKNOWN_ROW = 1.02
"""Where the crosses stand, in heights of the axes."""
SHIFT = 0.01
ASIDES = 5
"""How far crosses of neighbours stand apart, as a share of the time axis, and after how many they meet."""
COUNT_POINTS = 7
CROSS: Mapping[str, Any] = {"linestyle": "", "marker": "x", "markersize": 5}
Spans: TypeAlias = "list[tuple[float, Span | None]]"


def courses(  # noqa: PLR0913  keyword-only, and each a thing that a reader of the plot sees
    scores: Mapping[Any, Mapping[Any, Drawable]],
    *,
    ax: Axes | None = None,
    arms: Mapping[Any, str] | None = None,
    name_patients: bool = False,
    xlabel: str = "Visit",
    ylabel: str = "Score",
) -> Axes:
    """Draw the course of a score for each patient.

    Visits that are all numbers, such as weeks, stand at their distance; named
    ones stand evenly, in the order in which they first come.

    Missing data: a score that lies between two bounds is a vertical bar from
    one to the other. One without bounds is a cross above the axes; of more
    than 40 patients a visit has one cross, with their number beside it.
    The line of the patient has a gap at either; a pale band joins a bar to its
    neighbours. A visit that a patient lacks is unknown, too.

    Args:
        scores: By patient, by visit: a number, a ``Scored``, an ``Interval`` or None.
        ax: Axes to draw on; a new figure where None.
        arms: By patient, the arm; lines of one arm look alike.
        name_patients: Whether each patient has a look and a name in the legend, for
            a few of them; without it nobody is named. Not together with arms.
        xlabel: What the time axis is called; give the unit in brackets.
        ylabel: What the score is called.

    Returns:
        The axes, a line a patient; y starts at 0 unless a score is negative.

    Raises:
        InputError: A score is no number.
        DefinitionError: There is no patient or no visit, a patient has no arm
            though arms are given, or patients are to be named as well.

    Examples:
        >>> from psoscore import Interval
        >>> axes = courses({"A": {0: 21.4, 4: Interval(9, 12), 8: 3.2}, "B": {0: 14.0, 4: None}})
        >>> len([line for line in axes.lines if line.get_gid() == "course"])
        2
    """
    scores = {
        patient: by_name("scores", visits, "scores by visit")
        for patient, visits in by_name("scores", scores, "scores by patient").items()
    }
    arms = None if arms is None else by_name("arms", arms, "an arm by patient")
    at = places(visit for visits in scores.values() for visit in visits)
    if not at:
        message = "a plot of courses needs a patient with a visit"
        raise DefinitionError(message)
    if arms is not None and not scores.keys() <= arms.keys():
        message = "every patient needs an arm where arms are given"
        raise DefinitionError(message)
    if arms is not None and name_patients:
        message = "lines look alike by arm or differ by patient, not both"
        raise DefinitionError(message)
    names = list(dict.fromkeys(scores if arms is None else (arms[patient] for patient in scores)))
    told_apart = name_patients or arms is not None
    ax = axes_or_new(ax, 7, 4)
    extent = mark_visits(ax, at, xlabel)
    drawn: list[Span | None] = []
    many, unknown = len(scores) > MOST_APART, Counter[float]()
    for place, (patient, visits) in enumerate(scores.items()):
        series = names.index(patient if arms is None else arms[patient]) if told_apart else 0
        spans = [(x, span_of(visits.get(visit), "score")) for visit, x in at.items()]
        _draw_course(ax, spans, style_of(series), BAR * extent, many=many)
        if not many:
            aside = (place % ASIDES - ASIDES // 2) * SHIFT * extent
            _draw_unknown(ax, [x + aside for x, one in spans if one is None], style_of(series).colour)
        unknown.update(x for x, one in spans if one is None)
        drawn += [one for _, one in spans]
    if many:
        _draw_unknown(ax, list(unknown), MUTED)
        _count_unknown(ax, unknown)
    ax.set_ylim(bottom=min([0.0, *(one.low for one in drawn if one is not None)]))
    ax.set_ylabel(ylabel)
    bare(ax)
    keys: list[Artist] = (
        [_key(str(name), style_of(series)) for series, name in enumerate(names)] if told_apart else []
    )
    keys += [open_key("open: between its bounds")] if any(one and not one.known for one in drawn) else []
    keys += [_unknown_key(many=many)] if unknown else []
    legend_above(ax, keys)
    return ax


def _draw_course(ax: Axes, spans: Spans, style: Style, width: float, *, many: bool) -> None:
    """The known scores as one line, a bar for each open one, and a band to its neighbours."""
    known = [one.low if one is not None and one.known else nan for _, one in spans]
    ax.plot(
        [x for x, _ in spans],
        known,
        gid=COURSE,
        color=style.colour,
        linestyle=style.line,
        marker=style.marker,
        markersize=MARKER_OF_MANY if many else MARKER,
        linewidth=WIDTH_OF_MANY if many else WIDTH,
        alpha=PALENESS_OF_MANY if many else 1,
        clip_on=False,
        zorder=3,
    )
    for x, one in spans:
        if one is not None and not one.known:
            height = one.high - one.low
            ax.bar(x, height, width, one.low, fc="white", ec=style.colour, hatch=OPEN_HATCH, zorder=2)
    for (x, one), (next_x, other) in pairwise(spans):
        if one is not None and other is not None and not (one.known and other.known):
            lows, highs = [one.low, other.low], [one.high, other.high]
            ax.fill_between([x, next_x], lows, highs, color=style.colour, alpha=PALE, linewidth=0, zorder=1)


def _draw_unknown(ax: Axes, found: list[float], colour: str) -> None:
    """Crosses above the axes for scores of which nothing is known."""
    if found:
        row, across = [UNKNOWN_ROW] * len(found), ax.get_xaxis_transform()
        ax.plot(found, row, gid=UNKNOWN, transform=across, color=colour, clip_on=False, **CROSS)


def _count_unknown(ax: Axes, unknown: Mapping[float, int]) -> None:
    """Beside a cross, for how many patients it stands."""
    for x, number in unknown.items():
        look: Mapping[str, Any] = {"va": "center", "fontsize": COUNT_POINTS, "color": MUTED}
        foot, across = (x, UNKNOWN_ROW), ax.get_xaxis_transform()
        ax.annotate(f"{number}", foot, (5, 0), xycoords=across, textcoords="offset points", **look)


def _key(name: str, style: Style) -> Line2D:
    return Line2D(
        [], [], color=style.colour, marker=style.marker, linestyle=style.line, markersize=MARKER, label=name
    )


def _unknown_key(*, many: bool) -> Line2D:
    label = "unknown, and how many" if many else "unknown"
    return Line2D([], [], color=MUTED, label=label, **CROSS)
