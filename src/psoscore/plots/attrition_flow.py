"""Attrition as a flow of boxes, in the manner of a CONSORT diagram."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from attrs import frozen
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from psoscore.eligibility.cohort.attrition import Attrition
from psoscore.given import of_kind
from psoscore.plots.style import FOREGROUND, MUTED, OPEN_HATCH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["attrition_flow"]

# The axes count in characters across and lines down, so that every text fits its box.
MAIN, BETWEEN, ASIDE = 36, 5, 58
COLUMNS = MAIN + BETWEEN + ASIDE
STRIP, INDENT, SLACK = 1.5, 2, 2
PADDING, GAP = 0.4, 1.2
LARGEST = 9.0
CHARACTER, LINE = 0.56, 1.45
"""The largest size of letters in points; the room of a character and a line in that size."""
POINTS_AN_INCH = 72
DIGIT_WIDE = "\N{FIGURE SPACE}"
"""A space as wide as a digit, so that numbers end below each other."""


@frozen
class _Box:
    """Lines of text in a frame; the first line is the number that counts."""

    name: str
    lines: tuple[str, ...]
    left: float
    width: float

    @property
    def height(self) -> float:
        return len(self.lines) + 2 * PADDING


def attrition_flow(result: Attrition, *, ax: Axes | None = None, wording: bool = True) -> Axes:
    """Draw how many were assessed, excluded for which reason, pending and eligible.

    The excluded are listed by primary reason, so that the numbers add up; a
    criterion that excluded nobody is left out. Letters shrink with the axes.

    Missing data: people whose verdict is open stand in a hatched box of their
    own, neither excluded nor eligible, with the criteria that they wait for;
    one person can wait for several.

    Args:
        result: What ``psoscore.attrition`` gives.
        ax: Axes to draw on; a new figure of fitting height where None.
        wording: Whether criteria are written out, or named by their id alone.

    Returns:
        The axes, with one rectangle a box whose ``gid`` is ``"assessed"``,
        ``"excluded"``, ``"pending"`` or ``"eligible"``.

    Raises:
        InputError: The result is something else, such as the frame that was screened.

    Examples:
        >>> from psoscore import Exclusion, Inclusion, Protocol, attrition, flag, number, screen
        >>> adults = Inclusion("IN01", "Adults", number("age", low=0, high=120) >= 18)
        >>> trial = Protocol("TRIAL-1", [adults, Exclusion("EX01", "Pregnant", flag("pregnant"))])
        >>> people = [{"age": 12}, {"age": 40, "pregnant": False}, {"age": 40}]
        >>> axes = attrition_flow(attrition(trial, [screen(trial, one) for one in people]))
        >>> axes.texts[0].get_text()
        '3 assessed for eligibility'
    """
    of_kind("result", result, Attrition, "what psoscore.attrition gives")
    boxes = _boxes(result, wording=wording)
    height = sum(box.height + GAP for box in boxes) + GAP
    if ax is None:
        room = COLUMNS * CHARACTER * LARGEST, height * LINE * LARGEST
        ax = Figure(figsize=(room[0] / POINTS_AN_INCH, room[1] / POINTS_AN_INCH)).add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    ax.set_xlim(-1, COLUMNS + 1)
    ax.set_ylim(height, 0)
    place = ax.get_window_extent()
    points = POINTS_AN_INCH / ax.figure.dpi
    size = min(
        LARGEST,
        place.width * points / ((COLUMNS + 2) * CHARACTER),
        place.height * points / (height * LINE),
    )
    top, stem = GAP, boxes[0].height + GAP
    for box in boxes:
        _draw(ax, box, top, size)
        if box.left:
            middle = top + box.height / 2
            _arrow(ax, (MAIN / 2, middle), (box.left, middle))
        top += box.height + GAP
    _arrow(ax, (MAIN / 2, stem), (MAIN / 2, top - GAP - boxes[-1].height))
    return ax


def _boxes(result: Attrition, *, wording: bool) -> tuple[_Box, ...]:
    """The four boxes from top to bottom."""
    rows = result.rows()
    reasons = _listed([(row["primary"], row["criterion"], row["text"]) for row in rows], wording=wording)
    waiting = _listed([(row["waiting"], row["criterion"], row["text"]) for row in rows], wording=wording)
    aside = MAIN + BETWEEN
    return (
        _Box("assessed", (f"{result.assessed} assessed for eligibility",), 0, MAIN),
        _Box(
            "excluded",
            (f"{result.excluded} excluded{', by primary reason' if reasons else ''}", *reasons),
            aside,
            ASIDE,
        ),
        _Box(
            "pending",
            (f"{result.pending} pending{', waiting for' if waiting else ''}", *waiting),
            aside,
            ASIDE,
        ),
        _Box("eligible", (f"{result.eligible} eligible",), 0, MAIN),
    )


def _listed(found: list[tuple[int, str, str]], *, wording: bool) -> list[str]:
    """A number and a criterion a row, wrapped to the box; rows of 0 are left out."""
    lines: list[str] = []
    width = max((len(str(number)) for number, _, _ in found), default=0)
    for number, name, text in found:
        said = f"{name} {text}" if wording else name
        if number:
            first, *more = wrap(said, int(ASIDE - STRIP - 2 * INDENT - SLACK - width))
            said_number, below = str(number).rjust(width, DIGIT_WIDE), DIGIT_WIDE * width
            lines += [f"{said_number}  {first}", *(f"{below}    {line}" for line in more)]
    return lines


def _draw(ax: Axes, box: _Box, top: float, size: float) -> None:
    """The frame of a box and its lines; a hatched strip says that it is open."""
    is_open = box.name == "pending"
    edge, line = (MUTED, "--") if is_open else (FOREGROUND, "-")
    corner = (box.left, top)
    ax.add_patch(Rectangle(corner, box.width, box.height, gid=box.name, fc="white", ec=edge, linestyle=line))
    if is_open:
        ax.add_patch(Rectangle(corner, STRIP, box.height, gid="open", fc="white", ec=MUTED, hatch=OPEN_HATCH))
    for place, text in enumerate(box.lines):
        weight = "normal" if place else "bold"
        x, y = box.left + STRIP + 1, top + PADDING + place + 0.5
        ax.text(x, y, text, fontsize=size, va="center", color=FOREGROUND, fontweight=weight)


def _arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    look = {"arrowstyle": "-|>", "color": FOREGROUND, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", end, start, arrowprops=look)
