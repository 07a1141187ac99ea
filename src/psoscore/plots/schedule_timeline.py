"""Planned infusions and visits on the calendar, with their windows and what was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num

from psoscore.dates import calendar_day
from psoscore.errors import DefinitionError
from psoscore.given import of_kind, several
from psoscore.infusion.course import InfusionStatus
from psoscore.infusion.plan import PlannedVisit
from psoscore.plots.style import FOREGROUND, axes_or_new, bare, legend_above

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

__all__ = ["schedule_timeline"]

VISITS = "planned visits, as the schedule of a plan gives them, or what became of them"
WINDOW_COLOUR = "#bcdcdc"
WINDOW = 0.55
ROW_INCHES = 0.3
MOST_TICKS = 8
FRAME_INCHES = 1.4
"""The height of a window in rows, of a row, and of what stands around the rows; dates on the axis."""

PLANNED: Mapping[str, Any] = {"marker": "|", "ms": 13, "mew": 1.8, "color": FOREGROUND, "ls": ""}
UNSTATED: Mapping[str, Any] = {"marker": "d", "ms": 9, "mec": FOREGROUND, "mfc": "white", "ls": ""}
GIVEN: Mapping[str, str] = {"on time": "o", "early": "<", "late": ">", "out of window": "X"}
NOT_GIVEN: Mapping[str, str] = {"missed": "x", "late": "4"}
"""Markers by status: of an infusion on its day, and of one that was not given on its nominal day."""
DARK: Mapping[str, Any] = {"ms": 6, "color": FOREGROUND, "ls": ""}


def schedule_timeline(
    visits: Iterable[PlannedVisit | InfusionStatus], *, ax: Axes | None = None, today: date | None = None
) -> Axes:
    """Draw a row for each planned visit: its day, its window, and when it was given.

    A window covers its first and last day in full. Statuses, as
    ``course_status`` gives them, bring a mark for the day on which an infusion
    was given, one shape for each status.

    Missing data: where the protocol states no window there is no bar, and the
    planned day is a hollow diamond. An infusion that was not given has a mark
    on its planned day that says whether it was missed or is late; one that is
    not yet due has none.

    Args:
        visits: What ``InfusionPlan.schedule``, ``VisitPlan.schedule`` or
            ``course_status`` give, or several of them joined.
        ax: Axes to draw on; a new figure of fitting height where None.
        today: Where a vertical line stands, if anywhere.

    Returns:
        The axes; the rows run downwards from 0, x counts days as matplotlib does.

    Raises:
        DefinitionError: There is no visit.
        InputError: ``today`` carries a zone or a time of day, or something is no visit.

    Examples:
        >>> from datetime import date
        >>> from psoscore.protocols.nct02491658 import PLAN
        >>> axes = schedule_timeline(PLAN.schedule(first=date(2015, 8, 31)))
        >>> axes.get_yticklabels()[5].get_text()
        'infusion 6, Day 50'
    """
    rows = [_row(one) for one in several("visits", visits, VISITS)]
    if not rows:
        message = "a timeline needs a visit"
        raise DefinitionError(message)
    ax = axes_or_new(ax, 7.5, FRAME_INCHES + ROW_INCHES * len(rows))
    keys: dict[str, Line2D | Patch] = {}
    ax.use_sticky_edges = False
    for y, row in enumerate(rows):
        _draw_planned(ax, y, row.planned, keys)
        _draw_given(ax, y, row, keys)
    if today is not None:
        day = _at(calendar_day("today", today))
        keys["today"] = ax.axvline(day, color=FOREGROUND, linestyle=":", label="today")
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_yticks(range(len(rows)), [f"{row.planned.name}, Day {row.planned.study_day}" for row in rows])
    ax.tick_params(axis="y", length=0)
    locator = AutoDateLocator(maxticks=MOST_TICKS)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    ax.grid(axis="x", color="0.9")
    ax.set_axisbelow(True)
    bare(ax)
    legend_above(ax, list(keys.values()))
    return ax


def _at(day: date) -> float:
    """A day as matplotlib counts it."""
    return float(date2num(day))  # type: ignore[no-untyped-call]


def _row(visit: PlannedVisit | InfusionStatus) -> InfusionStatus:
    """What became of a visit; of one that is only planned, nothing yet."""
    if isinstance(visit, InfusionStatus):
        return visit
    planned = of_kind("visits", visit, PlannedVisit, VISITS)
    return InfusionStatus(planned=planned, given=None, status="not yet due", days_from_nominal=None)


def _draw_planned(ax: Axes, y: int, visit: PlannedVisit, keys: dict[str, Line2D | Patch]) -> None:
    """The window as a bar of whole days, and the planned day."""
    nominal = _at(visit.nominal)
    if not visit.window_stated:
        (line,) = ax.plot(nominal, y, label="planned day, no window stated", **UNSTATED)
        keys.setdefault("unstated", line)
        return
    first, last = _at(visit.earliest), _at(visit.latest)
    bar = ax.barh(y, last - first + 1, WINDOW, first - 0.5, color=WINDOW_COLOUR, ec=FOREGROUND, lw=0.5)
    bar.patches[0].set_label("window")
    keys.setdefault("window", bar.patches[0])
    (line,) = ax.plot(nominal, y, label="planned day", **PLANNED)
    keys.setdefault("planned", line)


def _draw_given(ax: Axes, y: int, row: InfusionStatus, keys: dict[str, Line2D | Patch]) -> None:
    """A mark for what became of it, none where it is not yet due."""
    markers, day = (NOT_GIVEN, row.planned.nominal) if row.given is None else (GIVEN, row.given)
    if row.status not in markers:
        return
    label = f"given, {row.status}" if row.given is not None else f"not given, {row.status}"
    (line,) = ax.plot(_at(day), y, label=label, marker=markers[row.status], zorder=4, **DARK)
    keys.setdefault(label, line)
