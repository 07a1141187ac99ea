"""Reasons in plain words, with the numbers in, and how near a failure was."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import oracle_trial as oracle
import psoscore as ps
from psoscore.eligibility.wording import day_words
from psoscore.terms import Blank, Given

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


def test_a_score_of_many_facts_is_named_by_their_number() -> None:
    """
    Sixteen items of 2 are 0.1, 0.2, 0.3 and 0.4 times 6 times 2 together: 12, by hand.
    """
    reason, _ = result(ps.PASI >= 8, dict.fromkeys(ps.PASI.items, 2))

    assert reason == "the score of 16 facts 12, 4 above 8"


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
        (ILL | WELL, {"ill": False, "well": False}, "ill: no; well: no"),
        (ILL | WELL, {"ill": True, "well": True}, "ill: yes; well: yes"),
        (Given(ILL, WELL), {"ill": True, "well": True}, "ill: yes"),
        (Given(ILL, WELL), {"ill": True, "well": False}, "well: no"),
        (Given(ILL, WELL), {"well": True}, "ill is not known"),
        (Given(ILL, WELL), {}, "ill is not known"),
    ],
)
def test_a_reason_leaves_out_what_settles_nothing(
    condition: Condition, facts: dict[str, Any], reason: str
) -> None:
    # By hand: what is missing speaks only where nothing else does, what is needed only where it fails.
    assert result(condition, facts) == (reason, None)


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
