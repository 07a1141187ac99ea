"""The oracle's dose arithmetic and schedule: specification D2 and D4. Exact fractions, brute force."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from oracle_date import add_months, study_day

Exact = int | Fraction

# --------------------------------------------------------------------------------------------------
# Dose: specification D2
# --------------------------------------------------------------------------------------------------


def checked_viability(viability: Exact) -> Fraction:
    """Viability is a share above 0 and at most 1: 92 is not 92 percent."""
    if not 0 < viability <= 1:
        raise ValueError(viability)
    return Fraction(viability)


def target_cells(cells_per_kg: Exact, weight_kg: Exact, max_cells: Exact | None = None) -> Fraction:
    """Return the dose for the weight, capped only where a cap is given."""
    uncapped = Fraction(cells_per_kg) * weight_kg
    if max_cells is not None and uncapped > max_cells:
        return Fraction(max_cells)
    return uncapped


def total_cells_needed(target: Exact, basis: str, viability: Exact) -> Fraction:
    """Cells to draw up: a dose of viable cells needs more, a dose of total cells does not."""
    share = checked_viability(viability)
    return {"viable": Fraction(target) / share, "total": Fraction(target)}[basis]


def volume_ml(total_cells: Exact, cells_per_ml: Exact) -> Fraction:
    return Fraction(total_cells) / cells_per_ml


def containers(total_cells: Exact, cells_per_container: Exact) -> int:
    """Count containers one by one until they hold enough."""
    count = 0
    while count * cells_per_container < total_cells:
        count += 1
    return count


def overage_cells(total_cells: Exact, cells_per_container: Exact) -> Fraction:
    return containers(total_cells, cells_per_container) * Fraction(cells_per_container) - total_cells


def delivered_per_kg(total_cells: Exact, viability: Exact, weight_kg: Exact) -> Fraction:
    return Fraction(total_cells) * checked_viability(viability) / weight_kg


DMSO_GRAM_PER_ML = Fraction(11, 10)


def dmso_g(product_ml: Exact, fraction_by_volume: Exact) -> Fraction:
    return Fraction(product_ml) * fraction_by_volume * DMSO_GRAM_PER_ML


def dmso_g_per_kg(grams: Sequence[Exact], weight_kg: Exact) -> Fraction:
    """DMSO of one calendar day: all that was given on it, over the weight of the patient."""
    total = Fraction(0)
    for gram in grams:
        total += gram
    return total / weight_kg


def dmso_by_day(infusions: Sequence[tuple[date, Exact | None, Exact]]) -> dict[date, Fraction | None]:
    """Day by day, what each infusion gives per kg of the weight at it; None where one is not known.

    An infusion is its start date, its DMSO in gram and the weight.
    """
    days: dict[date, Fraction | None] = {}
    for day in sorted({day for day, _, _ in infusions}):
        total: Fraction | None = Fraction(0)
        for other, gram, weight in infusions:
            if other == day:
                total = None if total is None or gram is None else total + dmso_g_per_kg([gram], weight)
        days[day] = total
    return days


def above_dmso_limit(g_per_kg: Exact, limit: Exact = 1) -> bool:
    """1 g per kg and day is accepted, more is not; the limit is a parameter."""
    return g_per_kg > limit


def outlasts_stability(infusion_minutes: Exact | None, stable_minutes: Exact | None) -> bool:
    """The infusion takes longer than a limit that the caller has set; without either there is no warning."""
    if infusion_minutes is None or stable_minutes is None:
        return False
    return infusion_minutes > stable_minutes


Band = tuple[Exact, int]


def banded_cells(weight_kg: Exact, bands: Sequence[Band]) -> int | None:
    """Cells of the band that holds a weight, or None below the first band.

    A band is its least weight and its cells; half-open like every band of the specification, so that the
    weight at which one begins is in it and not in the one before.
    """
    cells = None
    for from_kg, of_band in bands:
        if weight_kg >= from_kg:
            cells = of_band
    return cells


def uncapped_and_given(
    cells_per_kg: int,
    weight_kg: Exact,
    *,
    bands: Sequence[Band] = (),
    round_to: int | None = None,
    max_cells: int | None = None,
) -> tuple[Exact, Exact] | None:
    """Both numbers that are recorded; None for a weight below the first band.

    The cap is the last word: what bands and rounding make of a dose must not break it.
    """
    uncapped = target_cells(cells_per_kg, weight_kg)
    given: Exact | None = banded_cells(weight_kg, bands) if bands else uncapped
    if given is None:
        return None
    if round_to is not None:
        given = rounded_to(given, round_to)
    if max_cells is not None and given > max_cells:
        given = max_cells
    return uncapped, given


def ml_per_kg_h(volume: Exact, weight_kg: Exact, minutes: Exact) -> Fraction:
    """Mean rate: volume over weight and hours. No greatest rate is known, so there is none here."""
    return Fraction(volume) / weight_kg / (Fraction(minutes) / 60)


def minutes_of_infusion(  # noqa: PLR0913 - each part of a rate is an argument of its own
    volume: Exact,
    *,
    start: Exact,
    increment: Exact,
    every_minutes: Exact | None,
    maximum: Exact | None,
    pauses: Sequence[tuple[int, Exact]],
) -> Fraction:
    """Walk in seconds of running time, in mL/h; a second that is not needed in full counts in part.

    A pause is the minute of running after which it begins, and its length in minutes.
    """
    given_ml, running, paused = Fraction(0), 0, Fraction(0)
    lengths = {after * 60: length for after, length in pauses}
    while True:
        if running in lengths:
            paused += lengths[running]
        rate = Fraction(start)
        if every_minutes is not None:
            rate += (running // int(every_minutes * 60)) * Fraction(increment)
        if maximum is not None:
            rate = min(rate, Fraction(maximum))
        needed = (volume - given_ml) * 3600 / rate
        if needed <= 1:
            return (running + needed) / 60 + paused
        given_ml += rate / 3600
        running += 1


def dosing_weights(weights_kg: Sequence[Exact], keep_unless_change_gt: Exact | None = None) -> list[Fraction]:
    """Weight to dose on at each infusion: the one just measured, or the last used while it is near.

    With a tolerance the weight changes only where it differs from the last used one by strictly more.
    """
    used: list[Fraction] = []
    for weight in weights_kg:
        if used and keep_unless_change_gt is not None:
            last = used[-1]
            if abs(weight - last) <= keep_unless_change_gt * last:
                used.append(last)
                continue
        used.append(Fraction(weight))
    return used


def ideal_weight_kg(sex: str, height_inches: Exact) -> Fraction:
    """Devine: 50 kg (M) or 45.5 kg (F) and 2.3 kg for each inch over 60."""
    start = {"M": Fraction(50), "F": Fraction(455, 10)}[sex]
    return start + Fraction(23, 10) * (height_inches - 60)


def rounded_to(cells: Exact, step: int) -> int:
    """Nearest multiple of the step; a half goes up."""
    multiple = 0
    while step * multiple + Fraction(step, 2) <= cells:
        multiple += 1
    return step * multiple


def rounded_to_million(cells: Exact) -> tuple[int, Fraction]:
    """Nearest million cells and the deviation as a share of the exact dose."""
    rounded = rounded_to(cells, 1_000_000)
    return rounded, Fraction(rounded - cells) / cells


# --------------------------------------------------------------------------------------------------
# Schedule: specification D4
# --------------------------------------------------------------------------------------------------


def week_date(first: date, week: int) -> date:
    """Week w counted from the first infusion, which is week 0 and Day 1."""
    return first + timedelta(days=7 * week)


def span_days(days: Sequence[date]) -> int:
    return (max(days) - min(days)).days


def within_span(days: Sequence[date], max_days: int = 56, *, strict: bool = False) -> bool:
    """Within 8 weeks: last minus first at most 56 days, so Day 57 is allowed; strictly, less, so Day 56."""
    return span_days(days) < max_days if strict else span_days(days) <= max_days


def too_close(days: Sequence[date], min_interval_days: int) -> list[tuple[int, int]]:
    """Positions of infusions, each with the next in time, that lie closer than the minimum interval."""
    order = sorted(range(len(days)), key=lambda position: days[position])
    return [
        (one, other) for one, other in pairwise(order) if (days[other] - days[one]).days < min_interval_days
    ]


Window = int | tuple[int, int] | None  # days to either side, days before and after, or not stated


def sides(window: Window) -> tuple[int, int]:
    """Days before and after the nominal day."""
    if window is None:
        return 0, 0
    return (window, window) if isinstance(window, int) else window


def nominal_dates(days: Sequence[int], given: Sequence[date | None], *, shift: bool = False) -> list[date]:
    """Nominal day of every infusion of a plan, in study days, around what was given so far.

    Each counts from the first infusion, so that a late one moves nothing; with `shift` it counts from the
    last infusion before it that was given.
    """
    nominal = []
    for position, day in enumerate(days):
        counted_from = 0
        for earlier in range(min(position, len(given))):
            if shift and given[earlier] is not None:
                counted_from = earlier
        start = given[counted_from]
        assert start is not None
        nominal.append(start + timedelta(days=day - days[counted_from]))
    return nominal


def windows_may_collide(
    days: Sequence[int], window: Window, min_interval_days: int, *, shift: bool = False
) -> list[tuple[int, int, int]]:
    """Neighbours that some choice of days inside the windows brings closer than the minimum interval.

    Their positions, and how close they may come. The first infusion is Day 1, whatever the window.
    """
    before, after = sides(window)
    room = range(-before, after + 1)
    found = []
    for position in range(len(days) - 1):
        apart = []
        for early in room if position else [0]:
            day = days[position] + early
            next_nominal = days[position + 1] + (early if shift else 0)
            apart += [next_nominal + late - day for late in room]
        if min(apart) < min_interval_days:
            found.append((position, position + 1, min(apart)))
    return found


def infusion_status(  # noqa: PLR0913 - each fact of an infusion is an argument of its own
    nominal: date,
    window: Window,
    given: date | None,
    today: date,
    span_end: date | None = None,
    *,
    skipped: bool = False,
) -> str:
    """Place one infusion against its window around the nominal day, both ends included.

    After the last day of the longest span nothing more can be given, so what is not given is missed; so is
    what is known to have been skipped. Where no window is stated nothing is outside it, and an infusion that
    is overdue is late.
    """
    before, after = sides(window)
    first_day = nominal - timedelta(days=before)
    last_day = nominal + timedelta(days=after)
    if given is None:
        if skipped or (span_end is not None and today > span_end):
            return "missed"
        if today <= last_day:
            return "not yet due"
        return "late" if window is None else "missed"
    if window is not None and (given < first_day or given > last_day):
        return "out of window"
    if given == nominal:
        return "on time"
    return "early" if given < nominal else "late"


def course_statuses(  # noqa: PLR0913 - each rule of a plan is an argument of its own
    days: Sequence[int],
    given: Sequence[date | None],
    today: date,
    *,
    window: Window,
    max_span_days: int | None = None,
    strict: bool = False,
    shift: bool = False,
) -> list[str]:
    """Status of every planned infusion.

    What is recorded as None was skipped; what is not recorded is to come.
    """
    first = given[0]
    assert first is not None
    span_end = None if max_span_days is None else first + timedelta(days=max_span_days - strict)
    statuses = []
    for position, nominal in enumerate(nominal_dates(days, given, shift=shift)):
        recorded = position < len(given)
        day = given[position] if recorded else None
        room: Window = window if position or window is None else 0  # the first is Day 1
        skipped = recorded and day is None
        statuses.append(infusion_status(nominal, room, day, today, span_end, skipped=skipped))
    return statuses


def course_deviations(  # noqa: PLR0913 - each rule of a plan is an argument of its own
    days: Sequence[int],
    given: Sequence[date | None],
    today: date,
    *,
    window: Window,
    min_interval_days: int = 1,
    max_span_days: int | None = None,
    strict: bool = False,
    shift: bool = False,
) -> list[tuple[str, int]]:
    """Every departure from the plan, with the number of its infusion; 0 is the course as a whole.

    Fewer infusions than planned, and a span that is too long, are departures of the course. That an infusion
    beyond the plan is one, too, goes without saying.
    """
    statuses = course_statuses(
        days, given, today, window=window, max_span_days=max_span_days, strict=strict, shift=shift
    )
    found = [
        (status, position + 1)
        for position, status in enumerate(statuses)
        if status in {"out of window", "missed"}
    ]
    made = [(position, day) for position, day in enumerate(given) if day is not None]
    for _, later in too_close([day for _, day in made], min_interval_days):
        found.append(("minimum interval", made[later][0] + 1))
    found += [("not planned", position + 1) for position, _ in made if position >= len(days)]
    dates = [day for _, day in made]
    if max_span_days is not None and not within_span(dates, max_span_days, strict=strict):
        found.append(("span", 0))
    if "missed" in statuses:
        found.append(("too few", 0))
    return found


def week_anchors(first: date, last_infusion: date, window: Window, week: int = 8) -> tuple[date, date, bool]:
    """The day of the week, the day of the last infusion, and whether they differ by more than the window."""
    by_week = week_date(first, week)
    before, after = sides(window)
    inside = [by_week + timedelta(days=off) for off in range(-before, after + 1)]
    return by_week, last_infusion, last_infusion not in inside


def feasible_dates(  # noqa: PLR0913 - each rule of a plan is an argument of its own
    done: Sequence[date],
    total: int,
    today: date,
    *,
    min_interval_days: int,
    max_span_days: int = 56,
    windows: Sequence[tuple[date, date]] | None = None,
) -> Iterator[tuple[date, ...]]:
    """Every choice of dates for the infusions still to come, in order. For small plans only.

    None lies before today, each at least the minimum interval after the one before it, the last at most
    the span after the first of all. `windows` gives first and last day of all infusions of the plan.
    """
    if not done:
        raise ValueError(done)
    if len(done) == total:
        yield ()
        return
    day = max(today, done[-1] + timedelta(days=min_interval_days))
    while (day - done[0]).days <= max_span_days:
        inside = windows is None or windows[len(done)][0] <= day <= windows[len(done)][1]
        if inside:
            for rest in feasible_dates(
                [*done, day],
                total,
                today,
                min_interval_days=min_interval_days,
                max_span_days=max_span_days,
                windows=windows,
            ):
                yield (day, *rest)
        day += timedelta(days=1)


def latest_dates(plans: Sequence[tuple[date, ...]]) -> list[date] | None:
    """Return the latest allowable date of each infusion to come over all plans, or None without a plan."""
    if not plans:
        return None
    return [max(plan[position] for plan in plans) for position in range(len(plans[0]))]


def follow_up(first: date) -> dict[int, tuple[date, int]]:
    """Months 6, 9 and 12 from the first infusion: date and study day (specification D4)."""
    return {
        months: (add_months(first, months), study_day(add_months(first, months), first))
        for months in (6, 9, 12)
    }
