"""Waterfall of percent change: a bar a patient, from the worst to the best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.patches import Patch

from psoscore.errors import DefinitionError
from psoscore.given import by_name
from psoscore.plots.span import Span, span_of
from psoscore.plots.style import (
    FOREGROUND,
    MOST_APART,
    MUTED,
    OPEN_HATCH,
    axes_or_new,
    bare,
    legend_above,
    open_key,
    style_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from psoscore.plots.span import Drawable

__all__ = ["waterfall"]

BAR = 0.8
GAP = 1.0
"""Widths in bars: of a bar, and of the gap before those that are open."""
ROOM = 0.08
"""Room above and below the bars, as a share of what they span."""
SMALL = 8
THIN = 0.6
ALONE = 1
"""The style of bars where no arms are given."""
PERCENT, LEAST = 100, 1
"""How far the axis goes at most for open changes, and where it would span less than the least [%]."""
DENSE: Mapping[str, Any] = {"linewidth": 0, "antialiased": False}
"""Bars that touch: smoothed edges of hundreds of them would pale the colours."""
OPEN: Mapping[str, Any] = {
    "facecolor": "white",
    "edgecolor": MUTED,
    "hatch": OPEN_HATCH,
}
"""How a bar looks whose height is not known."""


def waterfall(  # noqa: PLR0913  keyword-only, and each a thing that a reader of the plot sees
    changes: Mapping[Any, Drawable],
    *,
    ax: Axes | None = None,
    arms: Mapping[Any, str] | None = None,
    lines: Mapping[str, float] | None = None,
    xlabel: str = "Patients, from worst to best",
    ylabel: str = "Change from baseline [%]",
) -> Axes:
    """Draw the percent change of every patient as a bar, sorted.

    Known changes come first, from the greatest to the least; a change of 0
    has no height and is written. Patients are not named in the plot.

    Missing data: open changes stand apart on the right, hatched. One with
    bounds is a bar between them; one without, such as a change from a
    baseline of 0, is as high as the axes: it could be anywhere. A bar that the
    frame cuts off goes on; open changes above 100 % do not stretch the axis.

    Args:
        changes: By patient, the percent change: a number, the result of
            scoring ``percent_change()``, an ``Interval`` or None.
        ax: Axes to draw on; a new figure where None.
        arms: By patient, the arm; bars of one arm look alike. Of more than 40
            patients lightness alone tells arms apart, for want of room for hatches.
        lines: By label, where a horizontal line stands [%], such as
            ``{"PASI 75": -75}``.
        xlabel: What the patients are called.
        ylabel: What the change is called; negative is better for scores such as PASI.

    Returns:
        The axes, a bar a patient.

    Raises:
        InputError: A change is no number.
        DefinitionError: There is no patient, or one has no arm though arms are given.

    Examples:
        >>> from psoscore import Interval
        >>> axes = waterfall({1: -80.0, 2: 12.5, 3: Interval(-60, -40), 4: None}, lines={"PASI 75": -75})
        >>> len(axes.patches)
        4
    """
    changes = by_name("changes", changes, "a change by patient")
    arms = None if arms is None else by_name("arms", arms, "an arm by patient")
    lines = by_name("lines", {} if lines is None else lines, "a height by name")
    if not changes:
        message = "a waterfall needs a patient"
        raise DefinitionError(message)
    if arms is not None and not changes.keys() <= arms.keys():
        message = "every patient needs an arm where arms are given"
        raise DefinitionError(message)
    names = list(dict.fromkeys(arms[patient] for patient in changes)) if arms is not None else []
    spans = {patient: span_of(change, "percent change") for patient, change in changes.items()}
    known = [(one.low, patient) for patient, one in spans.items() if one is not None and one.known]
    known.sort(key=lambda pair: pair[0], reverse=True)
    bounded = sorted((one for one in spans.values() if one is not None and not one.known), key=_from_worst)
    ax = axes_or_new(ax, 7, 4)
    dense = len(spans) > MOST_APART
    width, look = (1.0, DENSE) if dense else (BAR, {"linewidth": THIN})
    everywhere = _frame(ax, [one for one in spans.values() if one is not None], lines)
    for x, (height, patient) in enumerate(known):
        style = style_of(names.index(arms[patient]) if arms is not None else ALONE)
        hatch = "" if dense else style.hatch
        ax.bar(x, height, width, color=style.colour, edgecolor=style.edge, hatch=hatch, **look)
        if height == 0:
            ax.annotate("0", (x, 0), (0, 2), textcoords="offset points", ha="center", fontsize=SMALL)
    start = len(known) + (GAP if known else 0)
    unknown = [everywhere] * (len(spans) - len(known) - len(bounded))
    for place, one in enumerate([*bounded, *unknown]):
        ax.bar(start + place, one.high - one.low, width, one.low, **{**OPEN, **look})
    ax.set_xlim(-1, start + len(bounded) + len(unknown))
    ax.set_xticks([])
    ax.set_xlabel(xlabel)
    ax.set_ylabel(ylabel)
    keys: list[Artist] = [_key(name, position, dense=dense) for position, name in enumerate(names)]
    if bounded or unknown:
        keys.append(open_key("open: anywhere in the bar"))
    legend_above(ax, keys)
    return ax


def _from_worst(one: Span) -> tuple[float, float]:
    return -one.high, -one.low


def _frame(ax: Axes, spans: list[Span], lines: Mapping[str, float]) -> Span:
    """Limits, the axis at 0 and the lines asked for; returns what the limits span."""
    ends = [0.0, *lines.values(), *(one.low for one in spans)]
    most = max(PERCENT, *ends)
    low, high = min(ends), max([*ends, *(min(one.high, most) for one in spans)])
    if high - low < LEAST:
        low, high = -PERCENT, PERCENT
    room = ROOM * (high - low)
    whole = Span(low - room, high + room)
    ax.set_ylim(whole.low, whole.high)
    bare(ax)
    ax.axhline(0, color=FOREGROUND, linewidth=1)
    for label, height in lines.items():
        ax.axhline(height, color=MUTED, linewidth=1, linestyle="--", zorder=0.5)
        ax.text(
            1.01,
            height,
            label,
            transform=ax.get_yaxis_transform(),
            va="center",
            fontsize=SMALL,
            color=FOREGROUND,
        )
    return whole


def _key(name: str, position: int, *, dense: bool) -> Patch:
    style = style_of(position)
    return Patch(fc=style.colour, ec=style.edge, hatch="" if dense else style.hatch, label=name)
