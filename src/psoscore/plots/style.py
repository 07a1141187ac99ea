"""How series are told apart, in colour and in grey, and how the unknown looks."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Literal

from attrs import frozen
from matplotlib.figure import Figure
from matplotlib.patches import Patch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = [
    "FOREGROUND",
    "MOST_APART",
    "MUTED",
    "OPEN_HATCH",
    "Style",
    "axes_or_new",
    "bare",
    "legend_above",
    "open_key",
    "style_of",
]

COLOURS = ("#16163f", "#0d6f68", "#c8602b", "#dba73a")
"""From dark to light: neighbours differ by 15 % of the grey scale or more, the last and the first too."""
EDGES = ("white", "white", "0.15", "0.15")
"""For each colour one that is seen on it, for outlines and hatches."""
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
LINES: tuple[Literal["-", "--", "-.", ":"], ...] = ("-", "--", "-.", ":")
HATCHES = ("", "...", "---", "ooo", "++")

OPEN_HATCH = "////"
"""Slanting lines mean unknown, everywhere; no series has them."""
FOREGROUND = "0.15"
MUTED = "0.45"
"""The greys of lines that frame and of lines that stand back."""
LEGEND_POINTS = 8
LEGEND_COLUMNS, LEGEND_CHARACTERS = 2, 36
"""More would be wider than a plot that shares its figure; with a longer label there is one column."""
LABEL_CHARACTERS = 72
MOST_APART = 40
"""With more patients than these, outlines, hatches and markers would hide what they stand for."""
ABOVE = 1.03
"""Where the legend starts, in heights of the axes."""


@frozen(kw_only=True)
class Style:
    """How one series looks.

    Attributes:
        colour: A colour whose lightness differs from its neighbours'.
        edge: A colour that is seen on it, for the outline and the hatch of a bar.
        marker: A marker of its own among seven series.
        line: A line style of its own among four.
        hatch: A hatch of its own among five bars.
    """

    colour: str
    edge: str
    marker: str
    line: Literal["-", "--", "-.", ":"]
    hatch: str


def style_of(position: int) -> Style:
    """The style of a series by its position, counted from 0.

    Colour and marker together repeat after 28 series.
    """
    return Style(
        colour=COLOURS[position % len(COLOURS)],
        edge=EDGES[position % len(EDGES)],
        marker=MARKERS[position % len(MARKERS)],
        line=LINES[position % len(LINES)],
        hatch=HATCHES[position % len(HATCHES)],
    )


def axes_or_new(ax: Axes | None, width_inches: float, height_inches: float) -> Axes:
    """The given axes, or those of a new figure that pyplot does not know of."""
    if ax is not None:
        return ax
    return Figure(figsize=(width_inches, height_inches), layout="constrained").add_subplot()


def bare(ax: Axes) -> None:
    """Take away the upper and right frame, which say nothing."""
    ax.spines[["top", "right"]].set_visible(False)


def legend_above(ax: Axes, handles: Sequence[Artist]) -> None:
    """A legend above the axes, where no data can lie under it; none without entries."""
    labels = [str(one.get_label()) for one in handles]
    wide = any(len(label) > LEGEND_CHARACTERS for label in labels)
    if handles:
        ax.legend(
            handles,
            [fill(label, LABEL_CHARACTERS) for label in labels],
            frameon=False,
            fontsize=LEGEND_POINTS,
            loc="lower left",
            bbox_to_anchor=(0, ABOVE),
            ncols=1 if wide else LEGEND_COLUMNS,
        )


def open_key(label: str) -> Patch:
    """A legend entry for what is not known."""
    return Patch(facecolor="white", edgecolor=MUTED, hatch=OPEN_HATCH, label=label)
