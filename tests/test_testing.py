"""The strategies draw what they promise, for every definition."""

from __future__ import annotations

import sys
from datetime import date
from functools import partial
from importlib import import_module
from itertools import product
from operator import eq
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import psoscore as ps
from psoscore.algebra import linear
from psoscore.engine.domain import open_range
from psoscore.instruments.pasi import PASI_HALF_POINTS
from psoscore.terms import Condition, Product, Ratio
from psoscore.testing import (
    SMALL_CELLS,
    answers,
    cohorts,
    conditions,
    faulty_records,
    forms,
    laws,
    people,
    plans,
    protocols,
    records,
    terms,
    unrecorded,
)

if TYPE_CHECKING:
    from psoscore.infusion import InfusionPlan

pytestmark = pytest.mark.requirement("PSO-ENGINE-008", "PSO-ENGINE-012")

SEX = ps.code("sex", ["F", "M"])
WEIGHT = ps.number("weight_kg", low=20, high=250, decimals=None)
AGE = ps.number("age", low=0, high=120, decimals=1)
FACTS = (AGE >= 18) & ps.flag("consent") & SEX.one_of("F") & (ps.day("birth") <= date(2000, 1, 1))
SUBJECTS: dict[str, Any] = {
    "pasi": ps.PASI,
    "pasi_half_points": PASI_HALF_POINTS,
    "dlqi": ps.DLQI,
    "dlqi_r": ps.DLQI_R,
    "facts": FACTS & (WEIGHT > 40),
}
SLOW_TO_DRAW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.mark.parametrize("name", SUBJECTS)
@given(data=st.data())
def test_records_have_no_fault(name: str, data: st.DataObject) -> None:
    subject = SUBJECTS[name]
    missing, not_relevant = data.draw(st.booleans()), data.draw(st.booleans())

    record = data.draw(records(subject, missing=missing, not_relevant=not_relevant))

    assert ps.check(subject, record) == ()
    assert not_relevant or ps.NOT_RELEVANT not in record.values()


@pytest.mark.parametrize("name", ["pasi", "pasi_half_points", "dlqi", "dlqi_r"])
@given(data=st.data())
def test_a_complete_record_is_known(name: str, data: st.DataObject) -> None:
    scored = ps.score(SUBJECTS[name], data.draw(records(SUBJECTS[name])))

    assert scored.known
    assert (scored.low, scored.high, scored.missing) == (scored.value, scored.value, ())


@pytest.mark.parametrize(
    "wanted",
    [
        lambda record: record.get("dlqi_07a") == 3 and record["dlqi_07b"] is None,
        lambda record: record.get("dlqi_07a") is ps.NOT_RELEVANT and record["dlqi_07b"] is None,
        lambda record: record.get("dlqi_07a") == 0 and record["dlqi_07b"] == 2,
        lambda record: record.get("dlqi_07") is ps.NOT_RELEVANT,
    ],
    ids=["yes", "not relevant", "no", "combined"],
)
def test_every_way_to_answer_question_7_is_drawn(wanted: Any) -> None:
    assert drawn(records(ps.DLQI), wanted)


@given(records(ps.DLQI))
def test_what_no_questionnaire_holds_is_not_drawn(record: dict[str, Any]) -> None:
    assert record.get("dlqi_07a") not in {1, 2}
    assert ps.NOT_RELEVANT not in {record["dlqi_01"], record["dlqi_02"], record.get("dlqi_07b")}


def test_one_gap_and_every_gap_are_drawn() -> None:
    assert drawn(records(ps.PASI, missing=True), lambda record: list(record.values()).count(None) == 1)
    assert drawn(records(ps.PASI, missing=True), lambda record: set(record.values()) == {None})


def test_percentages_are_drawn_as_the_other_form_of_an_area() -> None:
    record = drawn(records(ps.PASI), lambda record: record.get("head_area_percent", 0) > 10)

    assert "head_area" not in record
    assert drawn(records(ps.PASI), lambda record: isinstance(record.get("trunk_area_percent"), float))


def drawn(strategy: Any, wanted: Any) -> Any:
    """The first example that is wanted, as it came; fails if none comes."""
    return find(strategy, wanted, settings=settings(max_examples=3_000, phases=[Phase.generate]))


def is_a(kind: type, answer: object) -> bool:
    return type(answer) is kind


@pytest.mark.parametrize(
    ("cell", "kinds"),
    [
        (AGE.cell, {float}),
        (WEIGHT.cell, {int, float}),
        (SEX.cell, {str}),
        (ps.day("birth").cell, {date}),
        (ps.DLQI.cells["dlqi_03"], {int, type(ps.NOT_RELEVANT)}),
    ],
)
def test_answers_come_as_the_record_door_takes_them(cell: Any, kinds: set[type]) -> None:
    for kind in kinds:
        found = answers(cell).filter(partial(is_a, kind))
        assert isinstance(drawn(found, lambda _: True), kind)


@given(st.data())
def test_no_answer_is_of_another_kind(data: st.DataObject) -> None:
    for cell in ps.PASI.cells.values():
        assert type(data.draw(answers(cell))) in {int, float}


@given(forms(ps.DLQI), unrecorded(ps.DLQI))
def test_forms_and_gaps_are_items_of_the_definition(names: tuple[str, ...], gaps: frozenset[str]) -> None:
    assert set(names) | gaps <= ps.DLQI.cells.keys()
    assert ("dlqi_07" in names) is ("dlqi_07a" not in names)


@pytest.mark.parametrize("name", SUBJECTS)
@given(data=st.data())
def test_a_faulty_record_has_the_one_fault_that_it_names(name: str, data: st.DataObject) -> None:
    """
    check finds it, and nothing else; score raises it.
    """
    subject = SUBJECTS[name]
    record, item, kind = data.draw(faulty_records(subject))

    found = [(fault.item, fault.kind) for fault in ps.check(subject, record)]

    assert found == [(item, kind)]
    door: Any = ps.judge if isinstance(subject, Condition) else ps.score
    with pytest.raises(ps.InputError) as caught:
        door(subject, record)
    assert [(fault.item, fault.kind) for fault in caught.value.faults] == found


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(("pasi", kind) for kind in ("bool", "text", "infinite", "no_number", "out_of_range", "not_whole")),
        *(("pasi", kind) for kind in ("absent", "both_forms_answered", "not_relevant_is_no_answer_here")),
        ("pasi_half_points", "too_fine"),
        *(("facts", kind) for kind in ("no_flag", "no_such_code", "no_date", "time_zone")),
    ],
)
def test_every_kind_of_fault_is_drawn(name: str, kind: str) -> None:
    assert drawn(faulty_records(SUBJECTS[name]), lambda faulty: faulty.kind == kind)


def test_answers_between_the_allowed_ones_are_faults() -> None:
    """
    Part a of question 7 is 3 or 0; a 1 lies between them.
    """
    work_and_school = ps.DLQI.parts[3]

    assert drawn(faulty_records(work_and_school), lambda faulty: faulty.record.get("dlqi_07a") == 1)


@pytest.mark.parametrize("name", SUBJECTS)
@SLOW_TO_DRAW
@given(data=st.data())
def test_cohorts_have_no_fault_and_one_length(name: str, data: st.DataObject) -> None:
    subject = SUBJECTS[name]
    code = data.draw(st.sampled_from([None, 9, -1, 300]))

    arrays = data.draw(cohorts(subject, missing=data.draw(st.booleans()), not_relevant=code))

    assert len({len(column) for column in arrays.values()}) == 1
    assert ps.check_arrays(subject, arrays, not_relevant=code) == ()


@SLOW_TO_DRAW
@given(cohorts(ps.PASI, rows=3, dtype="uint8"))
def test_a_cohort_is_as_it_was_asked_for(arrays: dict[str, Any]) -> None:
    assert {len(column) for column in arrays.values()} == {3}
    kinds = {name: column.dtype for name, column in arrays.items() if not name.endswith("percent")}
    assert set(kinds.values()) == {np.dtype("uint8")}


def test_missing_cells_are_drawn_in_every_dress() -> None:
    def holds(kind: str, missing: Any) -> Any:
        found = cohorts(ps.number("n", low=0, high=9) >= 1, rows=2, missing=True, dtype=kind)
        return drawn(found, lambda arrays: missing(arrays["n"]))

    assert holds("uint8", lambda column: np.ma.getmaskarray(column).any())
    assert holds("float32", lambda column: np.isnan(column).any())
    assert holds("object", lambda column: None in column.tolist())
    days = cohorts(ps.day("d") >= date(2015, 6, 1), rows=1, missing=True)
    assert drawn(days, lambda arrays: np.isnat(arrays["d"]).any())


def test_rows_may_answer_different_forms() -> None:
    def mixed(arrays: dict[str, Any]) -> bool:
        return {"dlqi_07", "dlqi_07a"} <= arrays.keys() and all(
            np.ma.getmaskarray(arrays[name]).any() and not np.ma.getmaskarray(arrays[name]).all()
            for name in ("dlqi_07", "dlqi_07a")
        )

    assert drawn(cohorts(ps.DLQI, rows=2, dtype="int8"), mixed)


@given(conditions(ps.PASI, ps.DLQI_R, AGE, WEIGHT, SEX, ps.day("birth"), ps.flag("consent")))
def test_conditions_can_be_judged_on_nothing(condition: Condition) -> None:
    """
    With every item missing the verdict is open, or settled by the range alone.
    """
    facts = ("age", "weight_kg", "sex", "birth", "consent")
    blank = dict.fromkeys([*ps.PASI.cells, *ps.DLQI_R.cells, *facts])

    assert isinstance(ps.judge(condition, blank), ps.Truth)


def test_thresholds_lie_on_between_and_outside_the_values() -> None:
    age = conditions(AGE)
    verdicts = age.map(lambda one: ps.judge(one, {"age": None}).value)
    for verdict in (1, 0, -1):
        assert drawn(verdicts, partial(eq, verdict)) == verdict
    few = conditions(ps.number("n", low=0, high=3))
    tell_apart = few.map(lambda one: [ps.judge(one, {"n": number}).value for number in (1, 2)])
    assert drawn(tell_apart, lambda both: both[0] != both[1])


def test_small_cells_can_be_tried_out() -> None:
    sizes = [len(cell.allowed or range(cell.low, cell.high + 1)) + cell.not_relevant for cell in SMALL_CELLS]

    assert sizes == [3, 3, 3, 3]
    assert len(list(product(*map(range, sizes)))) == 81


@given(terms())
def test_products_and_ratios_have_nothing_negative(term: Any) -> None:
    """
    What Product and Ratio ask of their arguments.
    """

    def below(one: Any) -> list[Any]:
        return [one, *(inner for child in one.children for inner in below(child))]

    for one in below(term):
        if isinstance(one, Product | Ratio):
            assert all(open_range(part)[0] >= 0 for part in one.children)


@given(protocols(AGE, SEX, ps.flag("consent"), most=4), st.data())
def test_people_can_be_screened_for_any_protocol(protocol: ps.Protocol, data: st.DataObject) -> None:
    person = data.draw(people(protocol))

    verdict = ps.screen(protocol, person)

    assert 1 <= len(protocol.criteria) <= 4
    assert person.keys() <= protocol.facts.keys()
    assert len(verdict.results) == len(protocol.criteria)


def test_people_with_facts_that_are_empty_and_that_are_not_there_are_drawn() -> None:
    adults = ps.Protocol("X", [ps.Inclusion("IN01", "Adults", AGE >= 18)])

    assert drawn(people(adults), lambda person: person == {"age": None}) == {"age": None}
    assert drawn(people(adults), lambda person: person == {}) == {}
    assert drawn(people(adults), lambda person: person.get("age", None) is not None)


@given(plans(most=5), st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_plans_go_on_the_calendar(plan: InfusionPlan, first: date) -> None:
    """
    A plan that its own limits forbid is refused when it is made; none of these is.
    """
    visits = plan.schedule(first=first)

    assert 1 <= len(visits) == len(plan.days) <= 5
    assert plan.days[0] == 1


@pytest.mark.parametrize(
    "wanted",
    [
        lambda plan: len(plan.days) == 1,
        lambda plan: plan.window_days is None,
        lambda plan: plan.window_days is not None and plan.window_days[0] != plan.window_days[1],
        lambda plan: bool(plan.warnings),
        lambda plan: plan.shift,
        lambda plan: plan.maximum_span_days is not None and plan.last_span_day == plan.days[-1] - 1,
        lambda plan: plan.span_edge == "exclusive",
    ],
    ids=["one", "no window", "uneven", "collision", "shift", "full span", "exclusive"],
)
def test_every_kind_of_plan_is_drawn(wanted: Any) -> None:
    assert drawn(plans(), wanted)


ITCH = ps.Score(
    name="itch",
    title="Itch",
    term=linear([(1, ps.number("day", low=0, high=3)), (2, ps.number("night", low=0, high=3))]),
    provenance=ps.PSSI.provenance,
    missing_rule="No item is filled.",
)
CALM = ps.Score(
    name="calm",
    title="The opposite of itch",
    term=linear([(9, 1), (-1, ITCH.term)]),
    provenance=ps.PSSI.provenance,
    missing_rule="No item is filled.",
)


@pytest.mark.parametrize("law", laws(ITCH), ids=lambda law: law.__name__)
def test_a_definition_of_ones_own_keeps_the_laws(law: Any) -> None:
    law()


def test_the_laws_are_these_and_one_can_be_left_out() -> None:
    names = [law.__name__ for law in laws(ITCH)]

    assert names == [
        "a_score_lies_between_its_bounds",
        "a_filled_gap_stays_within_the_bounds",
        "a_fault_is_found",
        "more_of_an_item_is_never_a_lower_score",
        "arrays_give_what_each_record_gives",
        "frames_give_what_each_record_gives",
    ]
    assert [law.__name__ for law in laws(CALM, never_falls=False)] == [*names[:3], *names[4:]]
    for law in laws(CALM, never_falls=False):
        law()


def test_a_law_that_is_broken_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AssertionError, match="does not rise"):
        laws(CALM)[3]()
    nothing = ps.score(ITCH, {"day": 0, "night": 0})
    broken = {
        "score": lambda *_: nothing,
        "check": lambda *_: (),
    }
    for name, one in broken.items():
        monkeypatch.setattr(f"psoscore.testing.law.{name}", one)
    by_name = {law.__name__: law for law in laws(ITCH)}
    for name in (
        "a_fault_is_found",
        "arrays_give_what_each_record_gives",
        "frames_give_what_each_record_gives",
    ):
        with pytest.raises(AssertionError):
            by_name[name]()


def test_without_a_frame_library_the_law_on_frames_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psoscore.testing.law.find_spec", lambda _: None)

    assert "frames_give_what_each_record_gives" not in {law.__name__ for law in laws(ITCH)}


@pytest.mark.parametrize(
    ("absent", "error", "message"),
    [
        (
            "hypothesis",
            ps.MissingExtraError,
            "hypothesis is not installed; pip install 'psoscore[testing]'",
        ),
        (
            "psoscore.testing.record",
            ModuleNotFoundError,
            "import of psoscore.testing.record halted; None in sys.modules",
        ),
    ],
)
def test_without_hypothesis_the_extra_is_named_and_nothing_else_is_hidden(
    absent: str, error: type[Exception], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("psoscore.testing")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, absent, None)

    with pytest.raises(error) as caught:
        import_module("psoscore.testing")
    assert str(caught.value) == message
