"""Body map: a schematic silhouette whose four regions are shaded by their scores."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

from matplotlib import colormaps
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from psoscore.engine.record.scored import Scored
from psoscore.errors import DefinitionError
from psoscore.given import of_kind
from psoscore.plots.span import span_of
from psoscore.plots.style import FOREGROUND, MUTED, OPEN_HATCH, axes_or_new, open_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

    from psoscore.plots.span import Span

__all__ = ["body_map"]

Point = tuple[float, float]

HEAD = ((0, 19.6), (1, 19.6), (1.35, 18.3), (1.1, 16.9), (0.5, 16.5), (0.5, 15.7), (0.8, 15.3), (0, 15.3))
TRUNK = ((0, 15.2), (1.4, 15.2), (2.4, 14.9), (2.15, 13), (1.75, 11.2), (2.05, 8.9), (1.9, 8.3), (0, 8.0))
ARM = (
    *((2.5, 15), (3.2, 14.6), (3.45, 12), (4.1, 9.6), (4.5, 7.6), (4.2, 6.8), (3.7, 7.2)),
    *((3.4, 9.2), (2.8, 11.2), (2.4, 13.2)),
)
LEG = (
    *((0.2, 7.7), (2.05, 8.0), (2.15, 6.2), (1.75, 4.2), (1.7, 2.2), (1.3, 0.9), (1.9, 0.3), (1.5, 0)),
    *((0.6, 0.1), (0.6, 1.6), (0.55, 4), (0.2, 6.2)),
)
"""Outlines of a figure 20 high: the right halves of head and trunk, and the right limbs."""

OUTLINES: Mapping[str, tuple[tuple[Point, ...], ...]] = {
    "head": ((*HEAD, *((-x, y) for x, y in reversed(HEAD))),),
    "upper_extremities": (ARM, tuple((-x, y) for x, y in ARM)),
    "trunk": ((*TRUNK, *((-x, y) for x, y in reversed(TRUNK))),),
    "lower_extremities": (LEG, tuple((-x, y) for x, y in LEG)),
}
LABELS: Mapping[str, tuple[Point, Point]] = {
    "head": ((0.7, 18.2), (5.2, 18.2)),
    "upper_extremities": ((2.95, 13.2), (5.2, 13.2)),
    "trunk": ((1, 10), (5.2, 10)),
    "lower_extremities": ((1.2, 4.2), (5.2, 4.2)),
}
"""Where the line to a label starts and ends."""

COLOURS = "Reds"
"""From white to dark, one way in lightness, so that it reads in grey."""
SMALL = 9


def body_map(scored: Scored, *, ax: Axes | None = None) -> Axes:
    """Shade the four regions of a silhouette by their scores.

    The shade is signs times area, the regional score before it is weighted,
    0 to 72 for PASI, so that regions can be compared. The label has it in
    numbers, with what the region adds to the total. The silhouette is a
    scheme: it shows no lesions and no sides of the body.

    Missing data: a region whose score is open is hatched, never shaded, and
    its label gives the bounds, or says that it is unknown where every score
    is possible. A total that is open stands in the title with its bounds.

    Args:
        scored: A result of PASI, or of another index with the same regions.
        ax: Axes to draw on; a new figure where None.

    Returns:
        The axes, with one patch a region whose ``gid`` is the name of the region.

    Raises:
        InputError: It is no result of a score.
        DefinitionError: The score has no such regions.

    Examples:
        >>> import psoscore as ps
        >>> visit = ps.pasi(
        ...     head=(2, 1, 2, 2),
        ...     upper_extremities=(2, 2, 1, 3),
        ...     trunk=(3, None, 2, 4),
        ...     lower_extremities=(2, 2, 2, 3),
        ... )
        >>> axes = body_map(visit)
        >>> axes.get_title()
        'PASI 17.2 to 22'
    """
    parts = of_kind("scored", scored, Scored, "what psoscore.score gives").parts
    if any(f"{region}_sum_x_area_x_weight" not in parts for region in OUTLINES):
        message = f"{scored.definition.name} has no scores of {', '.join(OUTLINES)}"
        raise DefinitionError(message)
    ax = axes_or_new(ax, 6, 6)
    most = parts["head_sum_x_area"].definition.high
    shade = ScalarMappable(Normalize(0, most), colormaps[COLOURS])
    has_open = False
    for region in OUTLINES:
        severity = span_of(parts[f"{region}_sum_x_area"], region)
        adds = span_of(parts[f"{region}_sum_x_area_x_weight"], region)
        known = severity is not None and severity.known
        has_open |= not known
        _draw_region(ax, region, shade.cmap(severity.low / most) if severity is not None and known else None)
        text = (
            f"{_ends(severity, most)} of {most:g}, adds {_ends(adds, nan)}"
            if known
            else _ends(severity, most)
        )
        _label(ax, region, text)
    ax.set_title(f"{scored.definition.title} {_ends(span_of(scored, 'score'), scored.definition.high)}")
    ax.set_xlim(-5, 13)
    ax.set_ylim(-0.5, 20)
    ax.set_aspect("equal")
    ax.set_axis_off()
    _draw_scale(ax, shade, has_open=has_open)
    return ax


def _ends(span: Span | None, most: float) -> str:
    """A value, its bounds, or that it is unknown where they say nothing."""
    if span is None or (span.low == 0 and span.high == most):
        return "unknown"
    return f"{span.low:g}" if span.known else f"{span.low:g} to {span.high:g}"


def _draw_region(ax: Axes, region: str, colour: tuple[float, ...] | None) -> None:
    """All outlines of a region as one patch, hatched where there is no colour."""
    outline = Path.make_compound_path(*map(_smooth, OUTLINES[region]))
    if colour is None:
        ax.add_patch(PathPatch(outline, gid=region, fc="white", ec=MUTED, hatch=OPEN_HATCH, linewidth=1))
    else:
        ax.add_patch(PathPatch(outline, gid=region, fc=colour, ec=FOREGROUND, linewidth=1))


def _smooth(corners: tuple[Point, ...]) -> Path:
    """A closed curve that passes between the corners: from one middle of a side to the next."""
    following = (*corners[1:], corners[0])
    middles = [((x + u) / 2, (y + v) / 2) for (x, y), (u, v) in zip(corners, following, strict=True)]
    steps = [point for pair in zip(corners, middles, strict=True) for point in pair]
    codes = [Path.MOVETO, *[Path.CURVE3] * len(steps)]
    return Path([middles[-1], *steps], codes)


def _label(ax: Axes, region: str, text: str) -> None:
    start, end = LABELS[region]
    ax.plot(
        *zip(start, end, strict=True),
        color=FOREGROUND,
        linewidth=0.8,
        marker="o",
        markersize=3,
        markevery=[0],
        path_effects=[withStroke(linewidth=3, foreground="white")],  # seen on a dark region, too
    )
    said = f"{region.replace('_', ' ')}\n{text}"
    ax.text(end[0] + 0.2, end[1], said, ha="left", va="center", fontsize=SMALL, color=FOREGROUND)


def _draw_scale(ax: Axes, shade: ScalarMappable, *, has_open: bool) -> None:
    """The scale of the shade, and what hatching means, inside the axes."""
    scale = ax.inset_axes((0.58, 0.06, 0.38, 0.025))
    bar = ax.figure.colorbar(shade, cax=scale, orientation="horizontal")
    bar.set_label("signs x area", fontsize=SMALL)
    scale.tick_params(labelsize=SMALL)
    if has_open:
        key = [open_key("open")]
        ax.legend(handles=key, frameon=False, fontsize=SMALL, loc="lower left", bbox_to_anchor=(0.56, 0.08))
