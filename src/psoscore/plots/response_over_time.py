"""Response over time by arm, with intervals."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Any

from attrs import frozen
from matplotlib.transforms import ScaledTranslation

from psoscore.errors import DefinitionError
from psoscore.given import by_name
from psoscore.plots.rate import ResponseCount, count_flags
from psoscore.plots.style import (
    FOREGROUND,
    MUTED,
    OPEN_HATCH,
    axes_or_new,
    bare,
    legend_above,
    open_key,
    style_of,
)
from psoscore.plots.visit import mark_visits, names_of, nearest, places, upright
from psoscore.summaries.interval import wilson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from matplotlib.axes import Axes

    from psoscore.plots.visit import Visit

__all__ = ["response_over_time"]

PERCENT = 100
SHIFT, SHARE = 0.018, 0.7
"""How far neighbouring arms stand apart at one visit, as a share of the time axis; all arms together
take at most this share of the distance of two visits."""
COMPLETIONS_WIDTH = 0.014
"""The width of the bar of completions, as a share of the time axis."""
SMALL, ROW, FIRST_ROW, TIP = 8, 12, 48, 3
"""In points: letters, a row of numbers, the first of them below the axis, half the cap of an interval."""
TURNED_ROW, KEY, NAME_LINE = 16, 14, 14
"""In points: a row of upright numbers, from the axis to the name of a row, a line of a long name."""
POINTS = 72
"""In an inch."""
KEY_OF_ROW = "key of a row"
HEIGHT_INCHES, ROW_INCHES = 4.3, 0.17


def response_over_time(  # noqa: PLR0913  keyword-only, and each a thing that a reader of the plot sees
    responses: Mapping[str, Mapping[Any, ResponseCount | Iterable[Any]]],
    *,
    ax: Axes | None = None,
    level: float = 0.95,
    xlabel: str = "Visit",
    ylabel: str = "Responders [%]",
    numbers: bool = True,
) -> Axes:
    """Draw the response rate of each arm at each visit, with intervals.

    A point is responders of the assessed, its error bar Wilson's score
    interval or the one that the count brings. Visits that are all numbers,
    such as weeks, stand at their distance; named ones stand evenly, in the
    order in which they first come.

    Missing data: a patient whose response is open is in no rate. The hatched
    bar behind a point runs from the rate if all of them failed to the rate if
    all of them responded, and their number stands under the axis. A visit
    where nobody is settled has no point, only the hatched bar; one that an
    arm lacks is a gap in its line.

    Args:
        responses: By arm, by visit: a ``ResponseCount``, or the flags of the
            patients, as ``count_flags`` takes them.
        ax: Axes to draw on; a new figure where None.
        level: Confidence level of the intervals that are computed.
        xlabel: What the time axis is called; give the unit in brackets.
        ylabel: What the rate is called.
        numbers: Whether the assessed and the open are counted under the axis.

    Returns:
        The axes; y runs from 0 to 100 %.

    Raises:
        InputError: A flag is none, or counts do not fit together.
        DefinitionError: There is no arm or no visit, or the level is none.

    Examples:
        >>> flags = {"dose 1": {4: [1, 0, 0, -1], 8: [1, 1, 0, -1]}, "control": {4: [0, 0], 8: [1, 0]}}
        >>> axes = response_over_time(flags, xlabel="Weeks")
        >>> [text.get_text() for text in axes.get_legend().get_texts()]
        ['dose 1', 'control', 'range once open patients are settled']

    Sources:
        Wilson EB. J Am Stat Assoc 1927;22:209-212, for the intervals.
    """
    counts = {
        arm: {visit: _counted(one) for visit, one in by_name("responses", visits, "flags by visit").items()}
        for arm, visits in by_name("responses", responses, "visits by arm").items()
    }
    at = places(visit for visits in counts.values() for visit in visits)
    if not at:
        message = "a plot of responses needs an arm with a visit"
        raise DefinitionError(message)
    rows = list(_rows(counts)) if numbers else []
    ax = axes_or_new(ax, 7, HEIGHT_INCHES + ROW_INCHES * len(rows))
    extent = mark_visits(ax, at, xlabel)
    shift = min(SHIFT * extent, SHARE * nearest(at) / len(counts))
    for position, (arm, visits) in enumerate(counts.items()):
        aside = (position - (len(counts) - 1) / 2) * shift
        _draw_arm(ax, arm, [(x + aside, visits.get(visit)) for visit, x in at.items()], position, level)
        _draw_completions(
            ax, [(at[visit] + aside, one) for visit, one in visits.items()], COMPLETIONS_WIDTH * extent
        )
    ax.set_ylim(0, PERCENT)
    ax.set_ylabel(ylabel)
    ax.margins(y=0)
    bare(ax)
    handles = ax.get_legend_handles_labels()[0]
    if any(one.unsettled for visits in counts.values() for one in visits.values()):
        handles.append(open_key("range once open patients are settled"))
    legend_above(ax, handles)
    _count_below(ax, rows, at)
    return ax


def _counted(one: ResponseCount | Iterable[Any]) -> ResponseCount:
    return one if isinstance(one, ResponseCount) else count_flags(one)


def _draw_arm(
    ax: Axes, arm: str, points: list[tuple[float, ResponseCount | None]], position: int, level: float
) -> None:
    """A line with points and error bars, NaN where there is no rate."""
    style = style_of(position)
    rates: list[float] = []
    below: list[float] = []
    above: list[float] = []
    for _, one in points:
        rate = None if one is None else one.rate
        if one is None or rate is None:
            ends, rate = (nan, nan), nan
        else:
            low, high = one.interval or wilson(one.responders, one.assessed, level=level)
            ends = float(low), float(high)
        rates.append(PERCENT * rate)
        below.append(PERCENT * (rate - ends[0]))
        above.append(PERCENT * (ends[1] - rate))
    ax.errorbar(
        [x for x, _ in points],
        rates,
        yerr=[below, above],
        label=arm,
        color=style.colour,
        marker=style.marker,
        linestyle=style.line,
        capsize=TIP,
        clip_on=False,
        zorder=3 + position,
    )


def _draw_completions(ax: Axes, points: list[tuple[float, ResponseCount]], width: float) -> None:
    """A hatched bar wherever somebody is open."""
    for x, one in points:
        ends = one.completions
        if ends is not None and one.unsettled:
            low, high = PERCENT * ends[0], PERCENT * ends[1]
            ax.bar(
                x,
                high - low,
                width,
                bottom=low,
                facecolor="white",
                edgecolor=MUTED,
                hatch=OPEN_HATCH,
                zorder=2,
            )


@frozen
class _Row:
    """Numbers of one arm under the axis, one a visit."""

    name: str
    position: int
    numbers: dict[Visit, int]


def _rows(counts: Mapping[str, Mapping[Visit, ResponseCount]]) -> Iterator[_Row]:
    """What is counted: the assessed of each arm, and the open where there are any."""
    for position, visits in enumerate(counts.values()):
        yield _Row("assessed", position, {visit: one.assessed for visit, one in visits.items()})
        if any(one.unsettled for one in visits.values()):
            yield _Row("open", position, {visit: one.unsettled for visit, one in visits.items()})


def _count_below(ax: Axes, rows: list[_Row], at: dict[Visit, float]) -> None:
    """Rows of numbers under the axis, each number under its visit; the arm is told by its marker."""
    turned = upright(at)
    row = TURNED_ROW if turned else ROW
    first = FIRST_ROW + (ROW if turned else NAME_LINE * max(name.count("\n") for name in names_of(at)))
    small: Mapping[str, Any] = {"textcoords": "offset points", "va": "center", "fontsize": SMALL}
    for place, one in enumerate(rows):
        below, style = -first - row * place, style_of(one.position)
        ax.annotate(
            one.name, (0, 0), (-KEY, below), xycoords="axes fraction", ha="right", color=FOREGROUND, **small
        )
        left = ax.transAxes + ScaledTranslation(-2 * TIP / POINTS, below / POINTS, ax.figure.dpi_scale_trans)
        look: Mapping[str, Any] = {"color": style.colour, "marker": style.marker, "ms": 5, "clip_on": False}
        ax.plot([0], [0], gid=KEY_OF_ROW, transform=left, **look)
        for visit, number in one.numbers.items():
            foot = (at[visit], 0)
            numbers = {**small, **turned}
            ax.annotate(
                str(number), foot, (0, below), xycoords=ax.get_xaxis_transform(), ha="center", **numbers
            )
