"""Response over time by arm, with intervals."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Any

from psoscore.errors import DefinitionError
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
from psoscore.plots.visit import mark_visits, places
from psoscore.summaries.interval import wilson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from matplotlib.axes import Axes

    from psoscore.plots.visit import Visit

__all__ = ["response_over_time"]

PERCENT = 100
SHIFT = 0.018
"""How far neighbouring arms stand apart at one visit, as a share of the time axis."""
COMPLETIONS_WIDTH = 0.014
"""The width of the bar of completions, as a share of the time axis."""
SMALL, ROW, FIRST_ROW, TIP = 8, 12, 48, 3
"""In points: letters, a row of numbers, the first of them below the axis, half the cap of an interval."""
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
        arm: {visit: _counted(one) for visit, one in visits.items()} for arm, visits in responses.items()
    }
    at = places(visit for visits in counts.values() for visit in visits)
    if not at:
        message = "a plot of responses needs an arm with a visit"
        raise DefinitionError(message)
    rows = list(_rows(counts)) if numbers else []
    ax = axes_or_new(ax, 7, HEIGHT_INCHES + ROW_INCHES * len(rows))
    extent = mark_visits(ax, at, xlabel)
    for position, (arm, visits) in enumerate(counts.items()):
        aside = (position - (len(counts) - 1) / 2) * SHIFT * extent
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


def _rows(counts: Mapping[str, Mapping[Visit, ResponseCount]]) -> Iterator[tuple[str, dict[Visit, int]]]:
    """What is counted: the assessed of each arm, and the open where there are any."""
    for arm, visits in counts.items():
        yield f"{arm}, assessed", {visit: one.assessed for visit, one in visits.items()}
        if any(one.unsettled for one in visits.values()):
            yield f"{arm}, open", {visit: one.unsettled for visit, one in visits.items()}


def _count_below(ax: Axes, rows: list[tuple[str, dict[Visit, int]]], at: dict[Visit, float]) -> None:
    """Rows of numbers under the axis, each number under its visit."""
    small: Mapping[str, Any] = {"textcoords": "offset points", "va": "center", "fontsize": SMALL}
    for place, (name, found) in enumerate(rows):
        below = -FIRST_ROW - ROW * place
        ax.annotate(
            name, (0, 0), (-TIP, below), xycoords="axes fraction", ha="right", color=FOREGROUND, **small
        )
        for visit, number in found.items():
            foot = (at[visit], 0)
            ax.annotate(
                str(number), foot, (0, below), xycoords=ax.get_xaxis_transform(), ha="center", **small
            )
