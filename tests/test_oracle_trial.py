"""The oracle of the trial, against the days, doses and verdicts that the specification prints."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import product

import pytest

import oracle_trial as oracle
from oracle import KLEENE_NOT, Truth

BASELINE = date(2015, 6, 30)

# Invented: a person who meets all five inclusion criteria and none of the ten exclusion criteria.
ELIGIBLE: dict[str, object] = {
    "baseline_date": BASELINE,
    "psoriasis_vulgaris": True,
    "diagnosis_date": date(2010, 1, 1),
    "disease_stable": True,
    "pasi": Fraction(12),
    "prior_treatment": True,
    "active_or_recurrent": True,
    "agrees_no_other_treatment": True,
    "consent_date": date(2015, 6, 1),
    "first_procedure_date": date(2015, 6, 1),
    "willing_to_comply": True,
    "other_psoriasis_type": False,
    "other_disease": False,
    "systemic_treatment": False,
    "last_systemic_treatment": oracle.NEVER,
    "topical_treatment": True,
    "last_topical_treatment": date(2015, 5, 1),
    "active_infection": False,
    "infection_controlled": False,
    "hbv_evidence": False,
    "hcv_evidence": False,
    "hiv_evidence": False,
    "severe_systemic_disease": False,
    "malignancy": False,
    "sex": "F",
    "pregnant": False,
    "lactating": False,
    "plans_pregnancy_within_year": False,
    "traceable": True,
    "investigator_exclusion": False,
}


def person(**changed: object) -> dict[str, object]:
    return {**ELIGIBLE, **changed}


# Calendar -----------------------------------------------------------------------------------------


def test_months_are_added_once_and_clamped() -> None:
    # Specification C4: Aug 31 + 6 = Feb 29 (2016), + 9 = May 31, + 12 = Aug 31; chained 6 + 3 gives May 29.
    start = date(2015, 8, 31)
    assert oracle.add_months(start, 6) == date(2016, 2, 29)
    assert oracle.add_months(start, 9) == date(2016, 5, 31)
    assert oracle.add_months(start, 12) == date(2016, 8, 31)
    assert oracle.add_months(oracle.add_months(start, 6), 3) == date(2016, 5, 29)
    assert oracle.add_months(date(2016, 3, 31), -1) == date(2016, 2, 29)
    assert oracle.add_months(date(2016, 1, 31), -2) == date(2015, 11, 30)


def test_lengths_of_months() -> None:
    # The Gregorian rule: 2000 was a leap year, 1900 was none.
    assert [oracle.days_in_month(year, 2) for year in (1900, 2000, 2015, 2016)] == [28, 29, 28, 29]
    assert sum(oracle.days_in_month(2015, month) for month in range(1, 13)) == 365


def test_there_is_no_day_0() -> None:
    # Specification D4: DY = d - ref + 1 from the reference on, d - ref before it.
    reference = date(2015, 8, 31)
    for offset in range(-40, 40):
        day = reference + timedelta(days=offset)
        assert oracle.study_day(day, reference) == (offset + 1 if offset >= 0 else offset)
    assert oracle.week_study_day(8) == 57


def test_follow_up_days() -> None:
    # Specification D4: from 2015-08-31, Days 183, 275 and 367.
    assert oracle.follow_up(date(2015, 8, 31)) == {
        6: (date(2016, 2, 29), 183),
        9: (date(2016, 5, 31), 275),
        12: (date(2016, 8, 31), 367),
    }


def test_partial_dates_are_sets_of_days() -> None:
    # Specification C3: "2015-06" is 06-01 to 06-30.
    june = oracle.days_of("2015-06")
    assert (june[0], june[-1], len(june)) == (date(2015, 6, 1), date(2015, 6, 30), 30)
    assert oracle.days_of("2015-06-17") == [date(2015, 6, 17)]
    assert len(oracle.days_of("2016")) == 366


# Eligibility --------------------------------------------------------------------------------------


def test_fifteen_criteria() -> None:
    # Specification C2: 5 inclusion, 10 exclusion.
    assert len(oracle.INCLUSIONS) == 5
    assert len(oracle.EXCLUSIONS) == 10
    assert set(oracle.CRITERIA) == set(oracle.CRITERION_FACTS)
    read = {name for names in oracle.CRITERION_FACTS.values() for name in names}
    assert read == set(ELIGIBLE)


def test_an_eligible_person() -> None:
    assert [oracle.criterion(one, ELIGIBLE) for one in oracle.INCLUSIONS] == [True] * 5
    assert [oracle.criterion(one, ELIGIBLE) for one in oracle.EXCLUSIONS] == [False] * 10
    assert oracle.eligible(ELIGIBLE) is True


@pytest.mark.parametrize(
    ("criterion_id", "changed"),
    [
        ("IN01", {"psoriasis_vulgaris": False}),
        ("IN01", {"diagnosis_date": date(2015, 1, 1)}),
        ("IN01", {"disease_stable": False}),
        ("IN02", {"pasi": Fraction(79, 10)}),
        ("IN03", {"prior_treatment": False}),
        ("IN03", {"active_or_recurrent": False}),
        ("IN04", {"agrees_no_other_treatment": False}),
        ("IN05", {"consent_date": date(2015, 6, 2)}),
        ("IN05", {"willing_to_comply": False}),
        ("EX01", {"other_psoriasis_type": True}),
        ("EX02", {"other_disease": True}),
        ("EX03", {"systemic_treatment": True, "last_systemic_treatment": date(2015, 6, 2)}),
        ("EX04", {"last_topical_treatment": date(2015, 6, 16)}),
        ("EX05", {"active_infection": True}),
        ("EX06", {"hbv_evidence": True}),
        ("EX06", {"hcv_evidence": True}),
        ("EX06", {"hiv_evidence": True}),
        ("EX07", {"severe_systemic_disease": True}),
        ("EX07", {"malignancy": True}),
        ("EX08", {"pregnant": True}),
        ("EX08", {"lactating": True}),
        ("EX08", {"plans_pregnancy_within_year": True}),
        ("EX09", {"traceable": False}),
        ("EX10", {"investigator_exclusion": True}),
    ],
)
def test_one_fact_fails_one_criterion(criterion_id: str, changed: dict[str, object]) -> None:
    facts = person(**changed)
    failing = [one for one in oracle.CRITERIA if oracle.failed(one, oracle.criterion(one, facts))]
    assert failing == [criterion_id]
    assert oracle.eligible(facts) is False


def test_six_months_to_the_day_qualify() -> None:
    # Specification C2, IN01: equality qualifies; C4: 2014-12-31 + 6 months is clamped to 2015-06-30.
    for day in (date(2014, 12, 30), date(2014, 12, 31)):
        assert oracle.criterion("IN01", person(diagnosis_date=day)) is True
    assert oracle.criterion("IN01", person(diagnosis_date=date(2015, 1, 1))) is False


@pytest.mark.parametrize(
    ("criterion_id", "ever", "last", "weeks"),
    [
        ("EX03", "systemic_treatment", "last_systemic_treatment", 4),
        ("EX04", "topical_treatment", "last_topical_treatment", 2),
    ],
)
def test_the_far_edge_of_a_washout(criterion_id: str, ever: str, last: str, weeks: int) -> None:
    # Specification C3: the first acceptable gap is 29 / 15 days, or 28 / 14 with the edge excluded.
    for gap in range(weeks * 7 + 3):
        facts = person(**{ever: True, last: BASELINE - timedelta(days=gap)})
        assert oracle.criterion(criterion_id, facts) is (gap <= weeks * 7)
        assert oracle.criterion(criterion_id, facts, far_edge_inclusive=False) is (gap < weeks * 7)
    after = person(**{ever: True, last: BASELINE + timedelta(days=1)})
    assert oracle.criterion(criterion_id, after) is None
    assert oracle.eligible(after) is None


def test_a_flag_and_a_date_that_contradict_each_other() -> None:
    # Specification C3: False together with a date is a fault.
    with pytest.raises(ValueError, match="2015"):
        oracle.criterion("EX03", person(last_systemic_treatment=date(2015, 1, 1)))
    with pytest.raises(ValueError, match="never"):
        oracle.criterion("EX03", person(systemic_treatment=True))


def test_men_and_the_wish_for_a_child() -> None:
    # Specification C2, EX08: females by default, the last limb covers males as an option.
    man = person(sex="M", plans_pregnancy_within_year=True)
    assert oracle.criterion("EX08", man) is False
    assert oracle.criterion("EX08", man, last_limb_covers_males=True) is True
    pregnant = person(sex="F", pregnant=True)
    assert oracle.criterion("EX08", pregnant, last_limb_covers_males=True) is True


def test_open_facts_by_every_completion() -> None:
    days = oracle.days_of("2015-06")
    # A man settles EX08 without the rest; one positive result settles EX06 (specification C2).
    man = person(sex="M", pregnant=None, lactating=None, plans_pregnancy_within_year=None)
    assert oracle.criterion_by_completions("EX08", man, {}) is False
    assert oracle.criterion_by_completions("EX08", person(sex=None), {}) is False
    assert oracle.criterion_by_completions("EX08", person(sex=None, pregnant=True), {}) is None
    assert oracle.criterion_by_completions("EX06", person(hbv_evidence=True, hcv_evidence=None), {}) is True
    assert oracle.criterion_by_completions("EX06", person(hcv_evidence=None), {}) is None
    assert oracle.criterion_by_completions("EX05", person(active_infection=True), {}) is True
    unsure = person(active_infection=True, infection_controlled=None)
    assert oracle.criterion_by_completions("EX05", unsure, {}) is None
    # A last date implies that there was a treatment; a treatment without a date is open; so is nothing.
    recent = person(systemic_treatment=None, last_systemic_treatment=date(2015, 6, 20))
    assert oracle.criterion_by_completions("EX03", recent, {}) is True
    candidates = {"last_systemic_treatment": [date(2015, 1, 1), *days]}
    undated = person(systemic_treatment=True, last_systemic_treatment=None)
    assert oracle.criterion_by_completions("EX03", undated, candidates) is None
    silent = person(systemic_treatment=None, last_systemic_treatment=None)
    assert oracle.criterion_by_completions("EX03", silent, candidates) is None
    never = person(systemic_treatment=False, last_systemic_treatment=None)
    assert oracle.criterion_by_completions("EX03", never, candidates) is False
    # A partial date wholly inside the window settles it, wholly outside too (specification C3).
    for month, truth in (("2015-05", False), ("2015-06", None)):
        partial = {"last_topical_treatment": oracle.days_of(month)}
        facts = person(topical_treatment=True, last_topical_treatment=None)
        assert oracle.criterion_by_completions("EX04", facts, partial) is truth
    late_june = {"last_topical_treatment": [date(2015, 6, day) for day in range(20, 31)]}
    facts = person(topical_treatment=True, last_topical_treatment=None)
    assert oracle.criterion_by_completions("EX04", facts, late_june) is True


def test_a_settled_failure_beats_what_is_unknown() -> None:
    # Specification C1: screen failure even while other items are unknown; unknown alone is pending.
    open_person = person(malignancy=None, other_disease=None)
    assert oracle.eligible_by_completions(open_person, {}) is None
    assert oracle.eligible_by_kleene(open_person, {}) is None
    failing = person(malignancy=None, other_disease=None, hiv_evidence=True)
    assert oracle.eligible_by_completions(failing, {}) is False
    assert oracle.eligible_by_kleene(failing, {}) is False
    assert oracle.eligible_by_completions(ELIGIBLE, {}) is True


def test_completions_of_the_whole_person_agree_with_the_short_cut() -> None:
    """Every completion of several open facts at once, against the verdict reached criterion by criterion."""
    names = list(ELIGIBLE)
    candidates = {
        "baseline_date": [date(2015, 6, 30), date(2015, 7, 30)],
        "last_topical_treatment": [date(2015, 6, 20)],
    }
    for pregnant, malignancy, baseline in product([None, True, False], [None, False], [None, BASELINE]):
        facts = person(
            sex=None,
            pregnant=pregnant,
            malignancy=malignancy,
            baseline_date=baseline,
            topical_treatment=None,
            last_topical_treatment=None,
        )
        said = {oracle.eligible(one) for one in oracle.completions(facts, candidates, names)}
        expected = said.pop() if len(said) == 1 else None
        assert oracle.eligible_by_completions(facts, candidates) is expected


def test_classes_on_which_the_record_is_silent() -> None:
    # Specification C2: phototherapy and emollients are unknown by default.
    assert oracle.with_silent_class(treated=False, other_class=True, counts=None) is None
    assert oracle.with_silent_class(treated=False, other_class=False, counts=None) is False
    assert oracle.with_silent_class(treated=True, other_class=True, counts=None) is True
    assert oracle.with_silent_class(treated=False, other_class=True, counts=True) is True


def test_sdtm_rows_hold_every_criterion_once_and_exceptions_alone() -> None:
    # Specification C5: N for an unmet inclusion, Y for a met exclusion; what is unknown is no IE record.
    criteria = [("IN01", "One", "INCLUSION"), ("IN02", "Two", "INCLUSION"), ("EX01", "Three", "EXCLUSION")]
    assert [row["IETESTCD"] for row in oracle.ti_rows("S", "1", criteria)] == ["IN01", "IN02", "EX01"]
    rows = oracle.ie_rows("S", "S-1", criteria, {"IN01": None, "IN02": False, "EX01": True})
    assert [(row["IESEQ"], row["IETESTCD"], row["IEORRES"]) for row in rows] == [
        (1, "IN02", "N"),
        (2, "EX01", "Y"),
    ]
    assert oracle.ie_rows("S", "S-1", criteria, {"IN01": True, "IN02": None, "EX01": False}) == []
    # Specification C5: at most 8 characters, no digit first, letters, digits and underscores.
    codes = ("IN01", "EX10", "ABCDEFGH", "ABCDEFGHI", "1N01", "IN-01", "")
    assert [oracle.is_test_code(code) for code in codes] == [True, True, True, False, False, False, False]
    assert (oracle.is_test_text("a" * 200), oracle.is_test_text("a" * 201)) == (True, False)


def test_attrition_closes() -> None:
    # By hand: one eligible, one pending, three excluded; the third for two reasons, the first one counts.
    nothing: dict[str, Truth] = {one: one.startswith("IN") for one in oracle.CRITERIA}
    people = [
        nothing,
        nothing | {"EX02": None},
        nothing | {"IN02": False, "EX02": None},
        nothing | {"EX07": True, "IN02": False},
        nothing | {"EX07": True},
    ]
    counts = oracle.attrition(people, oracle.CRITERIA)
    assert counts["assessed"] == 5
    assert counts["eligible"] == 1
    assert counts["pending"] == 1
    assert counts["excluded"] == 3
    assert (counts["primary"]["IN02"], counts["primary"]["EX07"]) == (2, 1)
    assert (counts["all"]["IN02"], counts["all"]["EX07"]) == (2, 2)
    assert counts["assessed"] == counts["eligible"] + counts["pending"] + counts["excluded"]


def test_passing_an_exclusion_is_its_negation() -> None:
    for truth in (True, False, None):
        assert oracle.failed("EX01", truth) is (KLEENE_NOT[truth] is False)


# Dose ---------------------------------------------------------------------------------------------


def test_the_dose_of_70_kg() -> None:
    # Specification D2: 7.0e7 an infusion, 4.2e8 over six; 17.5 mL, 1.9 g, 0.0275 g/kg.
    target = oracle.target_cells(10**6, 70)
    assert target == 7 * 10**7
    assert 6 * target == 42 * 10**7
    needed = oracle.total_cells_needed(target, "viable", Fraction(8, 10))
    volume = oracle.volume_ml(needed, 5 * 10**6)
    dmso = oracle.dmso_g(volume, Fraction(1, 10))
    assert volume == Fraction(175, 10)
    assert dmso == Fraction(1925, 1000)
    assert dmso / 70 == Fraction(275, 10000)
    assert oracle.delivered_per_kg(needed, Fraction(8, 10), 70) == 10**6


def test_mixing_viable_and_total_at_80_percent_is_an_error_of_25_percent() -> None:
    # Specification D2.
    viable = oracle.total_cells_needed(80, "viable", Fraction(8, 10))
    total = oracle.total_cells_needed(80, "total", Fraction(8, 10))
    assert viable / total - 1 == Fraction(25, 100)


@pytest.mark.parametrize("viability", [0, 92, Fraction(-1, 2)])
def test_viability_is_a_share(viability: Fraction) -> None:
    with pytest.raises(ValueError, match=str(viability)):
        oracle.total_cells_needed(1, "viable", viability)


def test_containers_are_rounded_up() -> None:
    # Specification D2: the example product has 25e6 cells a vial, 3.8 mL at 6.68e6 per mL (25.4e6).
    assert oracle.containers(87_500_000, 25_000_000) == 4
    assert oracle.containers(75_000_000, 25_000_000) == 3
    assert oracle.containers(75_000_001, 25_000_000) == 4
    assert oracle.overage_cells(87_500_000, 25_000_000) == 12_500_000
    assert Fraction(38, 10) * 6_680_000 == 25_384_000


def test_a_cap_only_where_one_is_given() -> None:
    assert oracle.target_cells(2 * 10**6, 100) == 2 * 10**8
    assert oracle.target_cells(2 * 10**6, 100, max_cells=15 * 10**7) == 15 * 10**7
    assert oracle.target_cells(2 * 10**6, 50, max_cells=15 * 10**7) == 10**8


def test_dmso_of_the_worked_example_and_of_a_day() -> None:
    # Specification D2: 17.5 mL with 10 % DMSO is 1.9 g (1.925), 0.0275 g/kg at 70 kg.
    gram = oracle.dmso_g(Fraction(175, 10), Fraction(1, 10))
    assert (gram, oracle.dmso_g_per_kg([gram], 70)) == (Fraction(1925, 1000), Fraction(275, 10_000))
    # By hand: twice on one day is twice as much; a day with an unknown part is unknown.
    one, other = date(2015, 8, 31), date(2015, 9, 1)
    assert oracle.dmso_by_day([(other, None, 70), (one, gram, 70), (one, gram, 70), (other, gram, 70)]) == {
        one: Fraction(55, 1000),
        other: None,
    }
    # Specification D2: the limit is 1 g per kg and day.
    assert [oracle.above_dmso_limit(one) for one in (1, Fraction(1001, 1000))] == [False, True]


def test_the_length_and_the_mean_rate_of_an_infusion() -> None:
    # By hand: 15 min at 20 = 5 mL; 5 min at 40; pause 10; 10 min at 40 = 10 mL; 25 mL at 50 = 30 min.
    minutes = oracle.minutes_of_infusion(
        40, start=20, increment=20, every_minutes=15, maximum=50, pauses=[(20, 10)]
    )
    assert minutes == 70
    # Specification D2: volume / (kg h).
    assert oracle.ml_per_kg_h(40, 80, 60) == Fraction(1, 2)


def test_an_infusion_may_outlast_a_limit_that_is_set() -> None:
    # Specification D2: the slow infusion took about 385 min; at 90 min viability had fallen to 81.1 %.
    assert oracle.outlasts_stability(385, 90) is True
    assert oracle.outlasts_stability(90, 90) is False
    assert oracle.outlasts_stability(385, None) is False


def test_bands_and_a_cap_record_what_was_and_what_is_given() -> None:
    # By hand: 1e6/kg; bands from 40 and 70 kg; rounding 50.5e6 up; the product window's 150e6 (D2) as cap.
    bands = ((40, 50_500_000), (70, 160_000_000))
    million = 1_000_000
    rounded = oracle.uncapped_and_given(million, 69, bands=bands, round_to=million)
    assert oracle.uncapped_and_given(million, 39, bands=bands) is None
    assert oracle.uncapped_and_given(million, 40, bands=bands) == (40 * million, 50_500_000)
    assert rounded == (69 * million, 51 * million)
    assert oracle.uncapped_and_given(million, 70, bands=bands, max_cells=150 * million) == (
        70 * million,
        150 * million,
    )


def test_weights_are_kept_only_where_asked() -> None:
    # Specification D2: strictly more than 10 %, relative to the weight last used. By hand.
    assert oracle.dosing_weights([70, 77, 78, 71]) == [70, 77, 78, 71]
    tenth = Fraction(1, 10)
    assert oracle.dosing_weights([70, 77, 78, 71], keep_unless_change_gt=tenth) == [70, 70, 78, 78]
    assert oracle.dosing_weights([70, 63, Fraction(629, 10)], tenth) == [70, 70, Fraction(629, 10)]


def test_ideal_weight_and_rounding() -> None:
    # Specification D2: Devine; the nearest million with its deviation. By hand.
    assert oracle.ideal_weight_kg("M", 70) == 73
    assert oracle.ideal_weight_kg("F", 65) == 57
    assert oracle.rounded_to_million(70_400_000) == (70_000_000, Fraction(-4, 704))
    assert oracle.rounded_to_million(70_500_000)[0] == 71_000_000


# Schedule -----------------------------------------------------------------------------------------

FIRST = date(2015, 8, 3)


def test_the_published_template_fits_and_six_fortnights_do_not() -> None:
    # Specification D3: weeks 0, 1, 2, 3, 5, 7 span 49 days; six infusions two weeks apart take 70.
    template = [oracle.week_date(FIRST, week) for week in (0, 1, 2, 3, 5, 7)]
    fortnights = [oracle.week_date(FIRST, week) for week in range(0, 12, 2)]
    assert oracle.span_days(template) == 49
    assert oracle.study_day(template[-1], FIRST) == 50
    assert oracle.within_span(template)
    assert oracle.span_days(fortnights) == 70
    assert not oracle.within_span(fortnights)
    assert oracle.within_span([FIRST, FIRST + timedelta(days=56)])
    assert not oracle.within_span([FIRST, FIRST + timedelta(days=56)], max_days=55)
    # Specification D4: the strict option allows 55 days, Day 56.
    assert not oracle.within_span([FIRST, FIRST + timedelta(days=56)], strict=True)
    assert oracle.within_span([FIRST, FIRST + timedelta(days=55)], strict=True)


def test_a_minimum_interval_is_a_difference_of_days() -> None:
    # Specification D4: at least 3 days apart means a difference of 3 or more.
    days = [FIRST, FIRST + timedelta(days=3), FIRST + timedelta(days=5)]
    assert oracle.too_close(days, 3) == [(1, 2)]
    assert oracle.too_close(list(reversed(days)), 3) == [(1, 0)]


def test_windows_that_let_two_infusions_collide() -> None:
    # By hand: a week apart with 2 days either way leaves 3 days; with 3 it leaves 1; the first has no room.
    assert oracle.windows_may_collide((1, 8, 15, 29), 2, 3) == []
    assert oracle.windows_may_collide((1, 8, 15, 29), 3, 3) == [(1, 2, 1)]
    assert oracle.windows_may_collide((1, 8, 15, 29), (3, 1), 4) == [(1, 2, 3)]
    # By hand: counted from the infusion before it, the third comes 7 - 3 = 4 days later at the earliest.
    assert oracle.windows_may_collide((1, 8, 15), 3, 3, shift=True) == []
    assert oracle.windows_may_collide((1, 8, 15), 5, 3, shift=True) == [(0, 1, 2), (1, 2, 2)]


def test_a_late_infusion_moves_the_rest_only_where_asked() -> None:
    # By hand: planned on 31 August, 7, 14 and 21 September; the second is given three days late.
    given = [date(2015, 8, 31), date(2015, 9, 10), None]
    fixed = [date(2015, 8, 31), date(2015, 9, 7), date(2015, 9, 14), date(2015, 9, 21)]
    assert oracle.nominal_dates((1, 8, 15, 22), given) == fixed
    moved = [*fixed[:2], date(2015, 9, 17), date(2015, 9, 24)]
    assert oracle.nominal_dates((1, 8, 15, 22), given, shift=True) == moved


def test_a_course_that_departs_from_its_plan() -> None:
    # Specification D4: fewer than six, or a span above 56 days, is listed; a missed dose is never doubled.
    given = [date(2015, 8, 31), date(2015, 9, 3), None, date(2015, 9, 25), date(2015, 9, 26)]
    today = date(2015, 9, 30)
    # By hand: windows 5 to 9 September, 12 to 16 and 19 to 23; 31 August to 26 September is 26 days.
    assert oracle.course_deviations(
        (1, 8, 15, 22), given, today, window=2, min_interval_days=3, max_span_days=24
    ) == [
        ("out of window", 2),
        ("missed", 3),
        ("out of window", 4),
        ("minimum interval", 5),
        ("not planned", 5),
        ("span", 0),
        ("too few", 0),
    ]
    # By hand: without a window nothing is outside it; what is overdue is late until the span is over.
    plan = (1, 8, 15)
    late = oracle.course_statuses(plan, given[:1], date(2015, 9, 20), window=None, max_span_days=20)
    missed = oracle.course_statuses(plan, given[:1], date(2015, 9, 21), window=None, max_span_days=20)
    assert (late, missed) == (["on time", "late", "late"], ["on time", "missed", "missed"])


def test_week_8_and_the_sixth_infusion_are_two_anchors() -> None:
    # Specification D4: with weeks 0, 1, 2, 3, 5, 7 the sixth is Day 50 and week 8 is Day 57, 7 days apart.
    sixth = oracle.week_date(FIRST, 7)
    assert oracle.week_anchors(FIRST, sixth, 7) == (oracle.week_date(FIRST, 8), sixth, False)
    assert oracle.week_anchors(FIRST, sixth, (6, 7))[2] is True
    assert oracle.week_anchors(FIRST, sixth, None)[2] is True
    assert oracle.study_day(oracle.week_date(FIRST, 8), FIRST) == 57


def test_status_of_an_infusion() -> None:
    # Specification D4: both ends of a window belong to it.
    nominal = date(2015, 8, 10)
    given = {
        date(2015, 8, 7): "out of window",
        date(2015, 8, 8): "early",
        date(2015, 8, 10): "on time",
        date(2015, 8, 12): "late",
        date(2015, 8, 13): "out of window",
    }
    for day, status in given.items():
        assert oracle.infusion_status(nominal, 2, day, today=date(2015, 9, 1)) == status
    assert oracle.infusion_status(nominal, 2, None, today=date(2015, 8, 12)) == "not yet due"
    assert oracle.infusion_status(nominal, 2, None, today=date(2015, 8, 13)) == "missed"
    # By hand: an uneven window of a day before and three after.
    for off, status in ((-2, "out of window"), (-1, "early"), (3, "late"), (4, "out of window")):
        day = nominal + timedelta(days=off)
        assert oracle.infusion_status(nominal, (1, 3), day, today=date(2015, 9, 1)) == status


def test_latest_dates_are_spaced_back_from_the_end() -> None:
    # By hand: the sixth may come 56 days after the first, so the fifth 49 days after it.
    done = [FIRST + timedelta(days=offset) for offset in (0, 7, 14, 21)]
    plans = list(oracle.feasible_dates(done, 6, done[-1], min_interval_days=7))
    assert oracle.latest_dates(plans) == [FIRST + timedelta(days=49), FIRST + timedelta(days=56)]
    assert min(plans) == (FIRST + timedelta(days=28), FIRST + timedelta(days=35))
    assert all(oracle.within_span([*done, *plan]) for plan in plans)
    assert not any(oracle.too_close([*done, *plan], 7) for plan in plans)


def test_when_nothing_is_feasible_any_more() -> None:
    done = [FIRST + timedelta(days=offset) for offset in (0, 7, 14, 21)]
    today = FIRST + timedelta(days=50)
    assert oracle.latest_dates(list(oracle.feasible_dates(done, 6, today, min_interval_days=7))) is None
    assert list(oracle.feasible_dates(done, 4, today, min_interval_days=7)) == [()]
    windows = [(day, day) for day in done] + [(today, today), (today, today + timedelta(days=5))]
    plans = list(oracle.feasible_dates(done, 6, today, min_interval_days=3, windows=windows))
    assert plans == [(today, today + timedelta(days=offset)) for offset in (3, 4, 5)]
    with pytest.raises(ValueError, match=r"^\[\]$"):
        list(oracle.feasible_dates([], 6, today, min_interval_days=7))


# Safety -------------------------------------------------------------------------------------------


def test_fever_grades() -> None:
    # Specification E2: 38.0 inclusive; 39.0 grade 1, 39.1 grade 2, 40.0 grade 2; above, duration decides.
    tenths = {379: 0, 380: 1, 390: 1, 391: 2, 400: 2}
    for temperature, grade in tenths.items():
        assert oracle.fever_grades(Fraction(temperature, 10)) == (grade,)
    assert oracle.fever_grades(Fraction(401, 10)) == (3, 4)
    assert oracle.fever_grades(Fraction(401, 10), hours=24) == (3,)
    assert oracle.fever_grades(Fraction(401, 10), hours=25) == (4,)


def test_fahrenheit_is_converted_and_then_graded() -> None:
    # Specification E2: 102.25 F falls between the printed bands; it is 39.027... C, so grade 2.
    assert oracle.celsius(Fraction(1004, 10)) == 38
    assert oracle.fever_grades(oracle.celsius(Fraction(10225, 100))) == (2,)


def test_hypertension_takes_the_higher_of_two_pressures() -> None:
    # Specification E2: half-open bands; 125/70 is grade 1, 139.6 is not rounded.
    assert oracle.hypertension_grades(125, 70) == (1, 1)
    assert oracle.hypertension_grades(Fraction(1396, 10), 70) == (1, 1)
    assert oracle.hypertension_grades(119, 79) == (0, 0)
    assert oracle.hypertension_grades(140, 79) == (2, 2)
    assert oracle.hypertension_grades(159, 100) == (3, 3)
    assert oracle.hypertension_grades(160, 80) == (3, 3)
    assert oracle.hypertension_grades(None, 92) == (2, 3)
    assert oracle.hypertension_grades(None, None) == (0, 3)


def test_monitoring_ends_three_months_after_the_first_infusion() -> None:
    # Specification E1.
    assert oracle.last_monitoring_day(date(2015, 11, 30)) == date(2016, 2, 29)


def test_a_pressure_that_was_high_before_is_not_new() -> None:
    # Specification E2: baseline already at or above 140/90 and unchanged is not new.
    assert oracle.hypertension_is_new((142, 85), (140, 80)) is False
    assert oracle.hypertension_is_new((142, 85), (139, 80)) is True
    assert oracle.hypertension_is_new((142, 85), (None, None)) is None
    assert oracle.hypertension_is_new((165, None), (145, None)) is None
    assert [oracle.was_within_limits(one) for one in ((139, 89), (140, 80), (None, 90), (120, None))] == [
        True,
        False,
        False,
        None,
    ]


def test_readings_go_to_the_nearest_time_point() -> None:
    # Specification E3: pre, every 15 minutes to the end, post; half the spacing to either side, closed left.
    points = oracle.time_points(40, 15, [60])
    assert points == [
        ("pre", 0),
        ("0 min", 0),
        ("15 min", 15),
        ("30 min", 30),
        ("end", 40),
        ("end + 60 min", 100),
    ]
    assert oracle.time_points(30, 15)[-2:] == [("15 min", 15), ("end", 30)]
    where: list[tuple[int | Fraction, str]] = [
        (-10, "pre"),
        (0, "pre"),
        (1, "0 min"),
        (Fraction(74, 10), "0 min"),
        (Fraction(75, 10), "15 min"),
        (Fraction(224, 10), "15 min"),
        (Fraction(225, 10), "30 min"),
        (35, "end"),
        (Fraction(474, 10), "end"),
        (Fraction(925, 10), "end + 60 min"),
    ]
    for minute, name in where:
        found = oracle.point_of(minute, points, 15)
        assert found is not None
        assert found[0] == name
    assert oracle.point_of(Fraction(475, 10), points, 15) is None


def test_the_pre_infusion_value_is_the_last_at_or_before_the_start() -> None:
    # Specification E3; without one every change is missing.
    readings = [(15, 372), (-30, 365), (0, 366), (-5, 369)]
    assert oracle.pre_infusion_value(readings) == 366
    assert oracle.change_from_before(372, readings) == 6
    assert oracle.change_from_before(372, readings[:1]) is None


def test_candidates_for_infusion_related_events() -> None:
    # Specification E3: onset from the start to the end and 24 hours.
    start = datetime(2015, 8, 3, 23, 30)  # noqa: DTZ001 - local time of one site, as written on the form
    end = start + timedelta(hours=1)
    offsets = [timedelta(minutes=-1), timedelta(0), timedelta(hours=25), timedelta(hours=25, minutes=1)]
    related = [oracle.is_infusion_related_candidate(start, end, start + offset) for offset in offsets]
    assert related == [False, True, True, False]
