"""Reasons in plain words, with the numbers in, and how near a failure was."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import pytest

import oracle_trial as oracle
import psoscore as ps
from psoscore.cells import Cell
from psoscore.eligibility.wording import day_words
from psoscore.terms import Blank, Given, Item

if TYPE_CHECKING:
    from psoscore.terms import Condition

pytestmark = pytest.mark.requirement("PSO-ELIG-009")

PASI = ps.number("pasi", low=0, high=72, decimals=1)
BMI = ps.number("bmi", low=0, high=90, decimals=None)
AGE = ps.number("age", low=0, high=120)
VISITS = ps.number("visits", low=0, high=99)
VISIT, START = ps.day("visit_date"), ps.day("start_date")
SEX = ps.code("sex", ("F", "M"))
LAST = ps.day("last_dose")
AFTER_MONTHS = (
    "visit 2015-08-31 plus 6 months, 2016-02-29, is 182 days after start 2015-05-31 plus 3 months, 2015-08-31"
)


def result(condition: Condition, facts: dict[str, Any]) -> tuple[str, str | None]:
    """The reason and the nearest miss of one inclusion."""
    verdict = ps.screen(ps.Protocol("T", [ps.Inclusion("IN01", "text", condition)]), facts)
    return verdict.results["IN01"].reason, verdict.nearest_miss


@pytest.mark.parametrize(
    ("condition", "facts", "reason", "miss"),
    [
        (PASI >= 8, {"pasi": 7.6}, "PASI 7.6, 0.4 below 8", "PASI 7.6, 0.4 below"),
        (PASI >= 8, {"pasi": 8}, "PASI 8, exactly 8", None),
        (PASI >= 8, {"pasi": 8.5}, "PASI 8.5, 0.5 above 8", None),
        (PASI >= 8, {"pasi": 20}, "PASI 20, 12 above 8", None),
        (PASI >= 8, {"pasi": ps.Interval(7, 9)}, "PASI 7 to 9, at least 8 is asked for", None),
        (PASI >= 8, {"pasi": ps.Interval(8, 9)}, "PASI 8 to 9, at least 8", None),
        (PASI >= 8, {"pasi": ps.Interval(5, 7.6)}, "PASI 5 to 7.6, 0.4 below 8", "PASI 5 to 7.6, 0.4 below"),
        (PASI <= 8, {"pasi": 8.4}, "PASI 8.4, 0.4 above 8", "PASI 8.4, 0.4 above"),
        (PASI <= 8, {"pasi": ps.Interval(7, 8)}, "PASI 7 to 8, at most 8", None),
        (PASI <= 8, {"pasi": ps.Interval(7, 9)}, "PASI 7 to 9, at most 8 is asked for", None),
        (BMI > 18.5, {"bmi": 18.1}, "BMI 18.1, 0.4 below 18.5", "BMI 18.1, 0.4 below"),
        (
            BMI > 18.5,
            {"bmi": 18.5},
            "BMI 18.5, exactly 18.5, more than 18.5 is asked for",
            "BMI 18.5, just at the limit",
        ),
        (
            AGE - 2 * PASI >= 0,
            {"age": 9, "pasi": 5},
            "age - 2 * pasi -1, 1 below 0",
            "age - 2 * pasi -1, 1 below",
        ),
        (AGE - VISITS >= 2, {"age": 9, "visits": 8}, "age - visits 1, 1 below 2", "age - visits 1, 1 below"),
        (SEX.one_of("F"), {"sex": "M"}, "sex is M", None),
        (SEX.one_of("F"), {}, "sex is not known", None),
        (
            date(2015, 6, 1) <= VISIT,
            {"visit_date": "2015-05"},
            "visit 2015-05 is 1 to 31 days before the limit 2015-06-01",
            "visit 2015-05 is 1 to 31 days before the limit 2015-06-01, 1 day too early",
        ),
        (
            date(2015, 6, 1) > VISIT,
            {"visit_date": "2015-06-03"},
            "visit 2015-06-03 is 3 days after the limit 2015-05-31",
            "visit 2015-06-03 is 3 days after the limit 2015-05-31, 3 days too late",
        ),
        (
            date(2015, 6, 1) <= VISIT,
            {"visit_date": "2015-06-01"},
            "visit 2015-06-01 is on the day of the limit 2015-06-01",
            None,
        ),
        (
            VISIT >= START,
            {"visit_date": "2015-06-01", "start_date": "2015-06-03"},
            "start 2015-06-03 is 2 days after visit",
            "start 2015-06-03 is 2 days after visit, 2 days too late",
        ),
        (
            START >= VISIT,
            {"visit_date": "2015-06-03", "start_date": "2015-06-01"},
            "visit 2015-06-03 is 2 days after start",
            "visit 2015-06-03 is 2 days after start, 2 days too late",
        ),
        (
            START.plus_months(1) >= VISIT,
            {"visit_date": "2015-06-03", "start_date": "2015-05-01"},
            "start 2015-05-01 plus 1 month, 2015-06-01, is 2 days before visit",
            "start 2015-05-01 plus 1 month, 2015-06-01, is 2 days before visit, 2 days too early",
        ),
        (
            VISIT - START >= 14,
            {"visit_date": "2015-06-15", "start_date": "2015-06-14"},
            "start 2015-06-14 is 1 day before visit",
            "start 2015-06-14 is 1 day before visit, 13 days short",
        ),
        (
            VISIT - START <= 1,
            {"visit_date": "2015-06-15", "start_date": "2015-06-13"},
            "start 2015-06-13 is 2 days before visit",
            "start 2015-06-13 is 2 days before visit, 1 day too many",
        ),
        (
            VISIT - START >= -5,
            {"visit_date": "2015-06-15", "start_date": "2015-06-23"},
            "start 2015-06-23 is 8 days after visit",
            "start 2015-06-23 is 8 days after visit, 3 days too many",
        ),
        (
            VISIT - START <= -5,
            {"visit_date": "2015-06-15", "start_date": "2015-06-17"},
            "start 2015-06-17 is 2 days after visit",
            "start 2015-06-17 is 2 days after visit, 3 days short",
        ),
        (
            VISIT < START,
            {"visit_date": "2015-06-15", "start_date": "2015-06-13"},
            "start 2015-06-13 is 2 days before visit",
            "start 2015-06-13 is 2 days before visit, 3 days too early",
        ),
        (
            VISIT - START >= 14,
            {"visit_date": "2015-06-15", "start_date": "2015-06-18"},
            "start 2015-06-18 is 3 days after visit",
            "start 2015-06-18 is 3 days after visit, 17 days too late",
        ),
        (
            VISIT < START,
            {"visit_date": "2015-06-15", "start_date": "2015-06-15"},
            "start 2015-06-15 is on the day of visit",
            "start 2015-06-15 is on the day of visit, 1 day short",
        ),
        (
            VISIT - START >= 0,
            {"visit_date": "2015-06-15", "start_date": "2015-06-15"},
            "start 2015-06-15 is on the day of visit",
            None,
        ),
        (
            VISIT - START >= 14,
            {"visit_date": "2015-06", "start_date": "2015-06-02"},
            "start 2015-06-02 is between 28 days before and 1 day after visit 2015-06",
            None,
        ),
        (
            VISIT - START >= 14,
            {"visit_date": "2015-06", "start_date": "2015-06-01"},
            "start 2015-06-01 is 0 to 29 days before visit 2015-06",
            None,
        ),
        (
            VISIT - START < 0,
            {"visit_date": "2015-06", "start_date": "2015-06-30"},
            "start 2015-06-30 is 0 to 29 days after visit 2015-06",
            None,
        ),
        (
            VISIT.plus_months(-6) <= START,
            {"visit_date": "2015-08-31", "start_date": "2015-02-10"},
            "visit 2015-08-31 minus 6 months, 2015-02-28, is 18 days after start",
            "visit 2015-08-31 minus 6 months, 2015-02-28, is 18 days after start, 18 days too late",
        ),
        (
            VISIT.plus_months(-1) >= START,
            {"visit_date": "2015-03-31", "start_date": "2015-03-01"},
            "visit 2015-03-31 minus 1 month, 2015-02-28, is 1 day before start",
            "visit 2015-03-31 minus 1 month, 2015-02-28, is 1 day before start, 1 day too early",
        ),
        (
            VISIT.plus_months(6) <= START.plus_months(3),
            {"visit_date": "2015-08-31", "start_date": "2015-05-31"},
            AFTER_MONTHS,
            f"{AFTER_MONTHS}, 182 days too late",
        ),
        (VISIT - START >= 14, {}, "start is not known", None),
        (VISIT - START >= 14, {"visit_date": "2015"}, "start is not known", None),
        (VISIT - START >= 14, {"start_date": "2015"}, "visit is not known", None),
        (
            VISIT >= START,
            {"visit_date": "2015", "start_date": ps.Interval(date(2015, 1, 2), date(2016, 3, 1))},
            "start 2015-01-02 to 2016-03-01 is between 363 days before and 425 days after visit 2015",
            None,
        ),
        (Blank(LAST.cell), {}, "last dose is not known", None),
        (ps.flag("ill") & Blank(LAST.cell), {"ill": True, "last_dose": "2015"}, "last dose is given", None),
        (ps.flag("ill") | ~Blank(LAST.cell), {"last_dose": "2015"}, "last dose is given", None),
        (
            ps.flag("ill") | ps.flag("well"),
            {"ill": False, "well": True},
            "well: yes",
            None,
        ),
        (ps.flag("ill") & ps.flag("well"), {"ill": True, "well": False}, "well: no", None),
        (ps.flag("ill") & ps.flag("well"), {"ill": True}, "well is not known", None),
        (ps.flag("ill"), {"ill": ps.Interval(0, 1)}, "ill is not known", None),
        (BMI < 25, {"bmi": 25}, "BMI 25, exactly 25, less than 25 is asked for", "BMI 25, just at the limit"),
        (BMI < 25, {"bmi": ps.Interval(20, 25)}, "BMI 20 to 25, less than 25 is asked for", None),
        (BMI <= 25, {"bmi": ps.Interval(20, 25)}, "BMI 20 to 25, at most 25", None),
    ],
)
def test_a_reason_names_the_facts_that_settle_it(
    condition: Condition, facts: dict[str, Any], reason: str, miss: str | None
) -> None:
    # By hand, from the facts.
    assert result(condition, facts) == (reason, miss)


@pytest.mark.parametrize(
    ("condition", "day", "reason"),
    [
        (date.max >= VISIT, "9999-12-30", "visit 9999-12-30 is 1 day before the limit 9999-12-31"),
        (date.max < VISIT, "9999-12-30", "visit 9999-12-30 is 2 days before a limit after 9999-12-31"),
        (date.min <= VISIT, "0001-01-02", "visit 0001-01-02 is 1 day after the limit 0001-01-01"),
        (date.min > VISIT, "0001-01-02", "visit 0001-01-02 is 2 days after a limit before 0001-01-01"),
        (date.max >= VISIT, "2015-06-01", "visit 2015-06-01 is 2916309 days before the limit 9999-12-31"),
    ],
)
def test_a_limit_beyond_the_calendar_is_told_by_the_end_of_the_calendar(
    condition: Condition, day: str, reason: str
) -> None:
    # By hand; 9999-12-31 is the day 3652059 of Python's calendar, and 2015-06-01 the day 735750.
    assert result(condition, {"visit_date": day})[0] == reason


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        (date.max < VISIT, "visit is not known"),
        (VISIT - START > 4_000_000, "start is not known"),
        (AGE >= 130, "age is not known"),
    ],
)
def test_a_rule_that_nobody_can_meet_has_no_near_miss_without_facts(
    condition: Condition, reason: str
) -> None:
    # No day lies beyond the calendar, which has fewer days than four million, and no age above 120.
    verdict = ps.screen(ps.Protocol("T", [ps.Inclusion("IN01", "text", condition)]), {})

    assert verdict.eligible is ps.Truth.FALSE
    assert (verdict.results["IN01"].reason, verdict.nearest_miss) == (reason, None)


def test_a_score_is_named_by_its_formula() -> None:
    reason, _ = result(ps.DLQI > 10, dict.fromkeys((f"dlqi_{n:02d}" for n in range(1, 11)), 1))

    assert reason == "DLQI 10, 1 below 11"  # ten questions at 1; more than 10 is at least 11


def test_the_nearest_miss_is_the_smallest_share_of_its_threshold() -> None:
    """
    0.4 of 8 is 5 %; 2 of 18 years is 11 %.
    """
    trial = ps.Protocol(
        "T", [ps.Inclusion("IN01", "Adults", AGE >= 18), ps.Inclusion("IN02", "Severe", PASI >= 8)]
    )

    assert ps.screen(trial, {"age": 16, "pasi": 7.6}).nearest_miss == "PASI 7.6, 0.4 below"
    assert ps.screen(trial, {"age": 17, "pasi": 4}).nearest_miss == "age 17, 1 below"
    assert ps.screen(trial, {"age": 18}).nearest_miss is None


def test_months_between_two_days_are_the_measure_of_a_miss() -> None:
    """
    Two of the 182 days that six months come to are 1.1 %; 0.1 of a PASI of 8 is 1.25 %, two days of
    four weeks are 7 %, all by hand.
    """
    diagnosis, last = ps.day("diagnosis_date"), ps.day("last_dose")
    trial = ps.Protocol(
        "T",
        [
            ps.Inclusion("IN01", "Six months", diagnosis.plus_months(6) <= VISIT),
            ps.Inclusion("IN02", "Four weeks", VISIT - last >= 28),
            ps.Inclusion("IN03", "Severe", PASI >= 8),
        ],
    )
    facts = {"visit_date": "2015-03-30", "diagnosis_date": "2014-10-01", "last_dose": "2015-03-04"}

    diagnosed = "diagnosis 2014-10-01 plus 6 months, 2015-04-01, is 2 days after visit, 2 days too late"
    assert ps.screen(trial, facts | {"pasi": 6}).nearest_miss == diagnosed
    assert ps.screen(trial, facts | {"pasi": 7.9, "last_dose": "2015-01"}).nearest_miss == diagnosed
    assert ps.screen(trial, facts | {"pasi": 7.9, "diagnosis_date": "2014"}).nearest_miss == (
        "PASI 7.9, 0.1 below"
    )


VISITED = {"visit_date": "2015-03-30"}
THRESHOLD = 100_000


@pytest.mark.parametrize(
    ("condition", "facts", "share"),
    [
        (START.plus_months(6) <= VISIT, {"start_date": "2014-10-01"}, Fraction(2, 182)),
        (START.plus_months(2) <= VISIT, {"start_date": "2015-02"}, Fraction(2, 59)),
        (VISIT.plus_months(-6) >= START, {"start_date": "2014-10-01"}, Fraction(1, 181)),
        (VISIT.plus_months(6) <= START.plus_months(3), {"start_date": "2015-03-30"}, Fraction(92, 184)),
        (VISIT - START >= 28, {"start_date": "2015-03-04"}, Fraction(2, 28)),
        (VISIT - START <= 28, {"start_date": "2015-02-28"}, Fraction(2, 28)),
        (START <= VISIT, {"start_date": "2015-04-02"}, Fraction(3)),
        (date(2015, 4, 2) <= VISIT, {}, Fraction(3)),
        (VISIT.plus_months(1) <= date(2015, 4, 27), {}, Fraction(3, 31)),
        (PASI <= 8, {"pasi": 8.4}, Fraction(4, 80)),
        (PASI >= 8.5, {"pasi": 8}, Fraction(5, 85)),
        (BMI > 20, {"bmi": 19}, Fraction(1, 20)),
        (ps.PASI >= 8, dict.fromkeys(ps.PASI.items, 1), Fraction(5, 8)),
        (AGE - 2 * VISITS >= 0, {"age": 4, "visits": 3}, Fraction(2)),
    ],
)
def test_a_distance_is_weighed_against_what_was_asked_for(
    condition: Condition, facts: dict[str, Any], share: Fraction
) -> None:
    """
    Another value that lies a little farther above its threshold is not the nearest miss, and one
    that lies a little less far is; the shares are by hand. Six months from 1 October are 182 days and
    from 30 March 184, two from 1 February 59, six back from 30 March 181, one from 30 March 31. All
    sixteen items at 1 are a PASI of (0.1 + 0.2 + 0.3 + 0.4) * 3 * 1 = 3.
    """
    other = ps.number("other", low=0, high=10 * THRESHOLD)
    criteria = [ps.Inclusion("IN01", "This", condition), ps.Inclusion("IN02", "Other", other <= THRESHOLD)]

    def nearest(above: int) -> bool:
        asked = {fact for one in criteria for fact in one.facts}
        known = {name: value for name, value in (VISITED | facts).items() if name in asked}
        verdict = ps.screen(ps.Protocol("T", criteria), known | {"other": THRESHOLD + above})
        miss = verdict.nearest_miss
        assert miss is not None
        return not miss.startswith("other")

    assert nearest(floor(share * THRESHOLD) + 1)
    assert not nearest(ceil(share * THRESHOLD) - 1)


def test_a_score_of_many_facts_is_named_by_their_number() -> None:
    """
    Sixteen items of 2 are 0.1, 0.2, 0.3 and 0.4 times 6 times 2 together: 12, by hand.
    """
    reason, _ = result(ps.PASI >= 8, dict.fromkeys(ps.PASI.items, 2))

    assert reason == "the score of 16 facts 12, 4 above 8"


@pytest.mark.parametrize(
    ("number", "name"), [(4, "visits_1 + visits_2 + visits_3 + visits_4"), (5, "the score of 5 facts")]
)
def test_of_up_to_four_facts_a_sum_is_written_out(number: int, name: str) -> None:
    facts = [ps.number(f"visits_{each}", low=0, high=9) for each in range(1, number + 1)]
    reason, _ = result(sum(facts[1:], facts[0]) >= 3, {f"visits_{each}": 1 for each in range(1, number + 1)})

    assert reason == f"{name} {number}, {number - 3} above 3"


def test_a_missing_fact_is_no_near_miss() -> None:
    excluded = ps.Exclusion("EX01", "Nothing known of the last dose", Blank(LAST.cell))

    verdict = ps.screen(ps.Protocol("T", [excluded]), {})

    assert verdict.eligible is ps.Truth.FALSE
    assert verdict.nearest_miss is None


ILL, WELL, UNDATED = ps.flag("ill"), ps.flag("well"), Blank(LAST.cell)


@pytest.mark.parametrize(
    ("condition", "facts", "reason"),
    [
        (ILL & UNDATED, {"ill": True}, "ill: yes"),
        (ILL | UNDATED, {"ill": False}, "last dose is not known"),
        (ILL | UNDATED, {"ill": True}, "ill: yes"),
        (ILL | UNDATED, {"ill": False, "last_dose": "2015-01-01"}, "ill: no"),
        (ILL & ~UNDATED, {"ill": True, "last_dose": "2015-01-01"}, "ill: yes"),
        (ILL | ~UNDATED, {"ill": True, "last_dose": "2015-01-01"}, "last dose is given"),
        (ILL | WELL, {"ill": False, "well": False}, "ill: no; well: no"),
        (ILL | WELL, {"ill": True, "well": True}, "ill: yes; well: yes"),
        (Given(ILL, WELL), {"ill": True, "well": True}, "ill: yes"),
        (Given(ILL, WELL), {"ill": True, "well": False}, "well: no"),
        (Given(ILL, AGE >= 18), {"ill": True, "age": 16}, "age 16, 2 below 18"),
        (~Given(ILL, AGE >= 18), {"ill": True, "age": 16}, "age 16, 2 below 18"),
        (Given(ILL, WELL), {"well": True}, "ill is not known"),
        (Given(ILL, WELL), {}, "ill is not known"),
    ],
)
def test_a_reason_leaves_out_what_settles_nothing(
    condition: Condition, facts: dict[str, Any], reason: str
) -> None:
    # By hand: what is missing speaks only where nothing else does, what is needed only where it fails;
    # that a date is given is reason enough, as of a treatment that has a date nobody asks whether it was.
    assert result(condition, facts) == (reason, None)


def test_a_fact_that_does_not_apply_is_said_not_to() -> None:
    # Pregnancy is asked of everybody, and is not relevant to men.
    pregnant = Item(Cell("pregnant", "flag", not_relevant=True))
    stage = Item(Cell("stage", "code", values=("early", "late"), not_relevant=True), (("late", 1),))
    facts = {"pregnant": ps.NOT_RELEVANT, "stage": ps.NOT_RELEVANT}

    assert result((pregnant >= 1) | (stage >= 1), facts) == (
        "pregnant is not relevant; stage is not relevant",
        None,
    )


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2015, 1, 1), date(2015, 12, 31), "2015"),
        (date(2015, 2, 1), date(2015, 2, 28), "2015-02"),
        (date(2015, 2, 1), date(2015, 5, 31), "2015-02-01 to 2015-05-31"),
        (date(2015, 1, 1), date(2015, 6, 30), "2015-01-01 to 2015-06-30"),
        (date(2015, 3, 1), date(2015, 12, 31), "2015-03-01 to 2015-12-31"),
        (date(2015, 1, 1), date(2016, 12, 31), "2015-01-01 to 2016-12-31"),
        (date(2015, 2, 1), date(2016, 2, 29), "2015-02-01 to 2016-02-29"),
        (date(2015, 2, 1), date(2015, 2, 27), "2015-02-01 to 2015-02-27"),
    ],
)
def test_only_a_whole_month_or_year_is_said_as_one(first: date, last: date, words: str) -> None:
    # By hand, from the calendar.
    reason, _ = result(date(2020, 1, 1) <= VISIT, {"visit_date": ps.Interval(first, last)})

    assert reason.startswith(f"visit {words} is ")
    assert reason.endswith(" days before the limit 2020-01-01")


def test_every_stretch_of_days_around_a_leap_year_is_said_as_short_as_iso_has_it() -> None:
    """
    Every first and last day from the end of November 2015 to the beginning of
    February 2017: a year, thirteen months, single days, and all else from one day to another.
    """
    months = [f"{year}-{month:02}" for year in (2015, 2016, 2017) for month in range(1, 13)]
    short = {(days[0], days[-1]): text for text in (*months, "2016") for days in (oracle.days_of(text),)}
    begin, end = date(2015, 11, 28).toordinal(), date(2017, 2, 3).toordinal()
    for first in range(begin, end):
        for last in range(first, end):
            one, other = date.fromordinal(first), date.fromordinal(last)
            expected = short.get((one, other), str(one) if one == other else f"{one} to {other}")
            assert day_words(first, last) == expected


@pytest.mark.parametrize("words", ["0999-06-15", "0999-06", "0999", "0001"])
def test_the_years_of_a_slip_in_typing_keep_their_four_digits(words: str) -> None:
    reason, _ = result(date(2015, 6, 1) <= VISIT, {"visit_date": words})

    assert reason.startswith(f"visit {words} is ")


def test_what_may_just_reach_the_threshold_is_asked_for() -> None:
    assert result(PASI >= 8, {"pasi": ps.Interval(7, 8)}) == ("PASI 7 to 8, at least 8 is asked for", None)
