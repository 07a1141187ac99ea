"""The oracle's courses: imputation, visit windows, baseline, sustained response, brackets (A12, A13, A9).

One patient at a time, visits in order of time, None for what was not seen.
"""

from collections.abc import Collection, Iterable, Sequence

from oracle_cells import Truth

Score = float | None


def observed_cases(flags: Sequence[Truth]) -> list[Truth]:
    """OC: missing is left missing, out of numerator and denominator (specification A12)."""
    return list(flags)


def non_responder(flags: Sequence[Truth]) -> list[Truth]:
    """NRI: missing is no response, in gaps between observed visits, too."""
    return [False if flag is None else flag for flag in flags]


def modified_non_responder(
    flags: Sequence[Truth], reason: str | None, failures: Collection[str]
) -> list[Truth]:
    """mNRI: none after a discontinuation for a named reason; what else is missing stays open.

    Who discontinues is not seen again, so a gap before a later visit is no discontinuation.
    """
    filled = list(flags)
    for visit in range(len(flags)):
        seen_later = any(flag is not None for flag in flags[visit + 1 :])
        if flags[visit] is None and not seen_later and reason in failures:
            filled[visit] = False
    return filled


def modified_non_responder_by_visit(
    flags: Sequence[Truth], reasons: Sequence[str | None], failures: Collection[str]
) -> list[Truth]:
    """mNRI with a reason for each visit: a missing one is none where its own reason counts as failure."""
    filled = list(flags)
    for visit, reason in enumerate(reasons):
        if flags[visit] is None and reason in failures:
            filled[visit] = False
    return filled


def carried_forward(scores: Sequence[Score], baseline: Score = None) -> list[Score]:
    """LOCF: the previous value stands for a missing one; the baseline only where it is given."""
    filled = []
    last = baseline
    for score in scores:
        if score is not None:
            last = score
        filled.append(last)
    return filled


def elapsed(day: int, target: int) -> int:
    """Calendar days between two study days, counted one by one: there is no Day 0 (specification A13)."""
    low, high = min(day, target), max(day, target)
    days = 0
    while low < high:
        low += 1
        if low == 0:
            low = 1
        days += 1
    return days


def window_days(week: int, days: int) -> list[int]:
    """Study days inside the window of a week: Day 7w + 1 and so many days to either side, both edges in."""
    target = 7 * week + 1
    return [
        day for day in range(target - days - 1, target + days + 1) if day and elapsed(day, target) <= days
    ]


def analysed(week: int, days: int, records: Sequence[int | None], *, later: bool = True) -> int | None:
    """Position of the record that is analysed: nearest to the target; of equally near ones the later."""
    best: int | None = None
    for position, day in enumerate(records):
        if day is None or day not in window_days(week, days):
            continue
        if best is None:
            best = position
            continue
        chosen = records[best]
        assert chosen is not None
        gap, least = elapsed(day, 7 * week + 1), elapsed(chosen, 7 * week + 1)
        wins_tie = (day >= chosen) if later else (day < chosen)
        if gap < least or (gap == least and wins_tie):
            best = position
    return best


def baseline_record(records: Sequence[int | None]) -> int | None:
    """Position of the last record on or before the first dose, which is Day 1."""
    best: int | None = None
    for position, day in enumerate(records):
        if day is None or day > 1:
            continue
        chosen = None if best is None else records[best]
        if chosen is None or day >= chosen:
            best = position
    return best


def sustained(flags: Sequence[bool]) -> list[bool]:
    """A response at the visit and at every later one."""
    return [all(flags[visit:]) for visit in range(len(flags))]


def sustained_since_first(flags: Sequence[bool]) -> bool:
    """There was a response, and from the first one on there is one at every visit."""
    reached = False
    for flag in flags:
        if reached and not flag:
            return False
        reached = reached or flag
    return reached


def completed(flags: Sequence[Truth]) -> list[list[bool]]:
    """Every way in which the open visits of a course may turn out."""
    ways: list[list[bool]] = [[]]
    for flag in flags:
        ways = [[*way, one] for way in ways for one in ((True, False) if flag is None else (flag,))]
    return ways


def agreed(verdicts: Iterable[bool]) -> Truth:
    """What all completions say, or None."""
    said = set(verdicts)
    return said.pop() if len(said) == 1 else None


def bracket(flags: Sequence[Truth], days: Sequence[int], start: int = 1) -> tuple[int, int | None]:
    """The last visit without, before the first visit with: it began in between (specification A9)."""
    after = start
    for flag, day in zip(flags, days, strict=True):
        if flag is True:
            return after, day
        if flag is False:
            after = day
    return after, None


def dlqi_0_1(total: int | None) -> Truth:
    """DLQI 0/1: a total of at most 1 (specification B6)."""
    return None if total is None else total <= 1


def at_most(tenths: int | None, limit_tenths: int) -> Truth:
    """An absolute target, edge included (specification A8)."""
    return None if tenths is None else tenths <= limit_tenths
