"""Planned visits as an iCalendar file (extra ``calendar``), the same bytes every time.

Nothing of the patient is in the file unless the caller gives it.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from hashlib import sha256
from typing import TYPE_CHECKING

from psoscore.dates import add_days, elapsed_days, study_day
from psoscore.errors import Fault, InputError, MissingExtraError
from psoscore.given import several_of
from psoscore.infusion.plan import PlannedVisit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

__all__ = ["calendar_file"]

VISITS = "planned visits, as the schedule of a plan gives them"
PRODUCT_ID = "-//psoscore//infusion schedule//EN"


def calendar_file(
    visits: Iterable[PlannedVisit], *, title: str = "Study visit", patient: str = "", key: str = ""
) -> bytes:
    """Write planned visits as all-day events.

    Each event stands on its nominal day and does not block it; its description says
    the study day and the window, or that none is stated. The stamp is midnight UTC of
    the first visit and the identifiers are made from the content, so equal visits
    give equal files.

    Args:
        visits: What ``InfusionPlan.schedule`` and ``VisitPlan.schedule`` give.
        title: Stands before the name of the visit.
        patient: Stands in the description, only if given.
        key: Anything that tells patients apart, such as a random number kept beside the
            patient; it is hashed. With a key an event keeps its identifier when its day
            moves, so that a new file moves it in the calendar.

    Returns:
        The file.

    Raises:
        InputError: There are no visits, as a calendar file may not be empty, or something is none.
        MissingExtraError: icalendar is not installed.
    """
    try:
        from icalendar import Calendar, Event  # noqa: PLC0415 - an extra, only wanted here
    except ImportError:
        library = "icalendar"
        raise MissingExtraError(library, "calendar") from None
    planned = several_of("visits", visits, PlannedVisit, VISITS)
    if not planned:
        raise InputError([Fault(item="visits", kind="missing", allowed="at least one planned visit")])
    file = Calendar()
    file.add("prodid", PRODUCT_ID)
    file.add("version", "2.0")
    for visit in planned:
        event = Event()
        event.add("uid", _identifier(visit, title, patient, key))
        event.add("dtstamp", datetime.combine(planned[0].nominal, time.min, tzinfo=UTC))
        event.add("dtstart", visit.nominal)
        event.add("dtend", add_days(visit.nominal, 1))
        event.add("summary", f"{title}: {visit.name}")
        event.add("description", _description(visit, patient))
        event.add("transp", "TRANSPARENT")
        file.add_component(event)
    return bytes(file.to_ical())


def _identifier(visit: PlannedVisit, title: str, patient: str, key: str) -> str:
    content = (key, visit.name) if key else (title, patient, visit.name, str(visit.nominal))
    text = "\n".join(content)
    return f"{sha256(text.encode()).hexdigest()[:32]}@psoscore"


def _description(visit: PlannedVisit, patient: str) -> str:
    lines = [f"Patient: {patient}"] if patient else []
    lines.append(f"Day {visit.study_day}")
    if visit.window_stated:
        days = _study_window(visit)
        lines.append(f"Window: {visit.earliest} to {visit.latest} (Day {days[0]} to Day {days[1]})")
    else:
        lines.append("No window stated")
    return "\n".join(lines)


def _study_window(visit: PlannedVisit) -> tuple[int, int]:
    """Study days of the ends of a window; there is no Day 0."""
    first = _first_infusion(visit)
    return study_day(visit.earliest, first), study_day(visit.latest, first)


def _first_infusion(visit: PlannedVisit) -> date:
    return add_days(visit.nominal, -elapsed_days(visit.study_day))
