"""Which cell of a record is which item, and what is said where that is not clear."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pytest

import psoscore as ps
from psoscore.engine.options import Options, nearest
from psoscore.engine.questions import asked, first_forms
from psoscore.engine.record.intake import intake
from psoscore.engine.states import Gap

TWOS = dict.fromkeys(ps.PASI.items, 2)
OTHERS = {f"dlqi_{number:02d}": 1 for number in (1, 2, 3, 4, 5, 6, 8, 9, 10)}
ONES = OTHERS | {"dlqi_07": 1}


def without(record: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: answer for name, answer in record.items() if name not in names}


PAIR_NEEDED = "a name, or a pair of names for two ends, is needed"


def said(definition: ps.Score, record: Any, **options: Any) -> list[str]:
    """The messages of ``check``, which are those that ``score`` raises."""
    messages = [fault.message for fault in ps.check(definition, record, **options)]
    if messages:
        with pytest.raises(ps.InputError) as raised:
            ps.score(definition, record, **options)
        assert raised.value.report().splitlines() == messages
    else:
        ps.score(definition, record, **options)
    return messages


@pytest.mark.requirement("PSO-ENGINE-011")
def test_other_keys_are_ignored_whatever_they_are() -> None:
    record: dict[Any, Any] = TWOS | {"visit": "week 8", 7: object(), None: None, ("a", 1): []}

    assert ps.score(ps.PASI, record).value == 12


@pytest.mark.requirement("PSO-ENGINE-011")
def test_an_absent_item_names_the_nearest_key() -> None:
    record = without(TWOS, "trunk_area", "head_erythema") | {"trunk_aera": 2, 5: 1}

    assert "trunk_area: absent (did you mean 'trunk_aera'?)" in said(ps.PASI, record)
    assert said(ps.PASI, {})[0] == (
        "head_erythema: absent (declare it with unrecorded= if it was never captured)"
    )


@pytest.mark.requirement("PSO-ENGINE-011")
def test_columns_rename() -> None:
    record = without(TWOS, "trunk_area") | {"AREA (trunk)": 6}

    assert ps.score(ps.PASI, record, columns={"trunk_area": "AREA (trunk)"}).value == 12 + 4 * 6 * 0.3
    assert said(ps.PASI, record, columns={"trunk_area": "AREA trunk"}) == [
        "trunk_area: AREA trunk absent (did you mean 'AREA (trunk)'?)"
    ]
    # a renamed item is looked for under its new name alone
    assert said(ps.PASI, TWOS, columns={"head_area": "ha"})[0].startswith("head_area: ha absent")


@pytest.mark.requirement("PSO-ENGINE-011")
def test_options_that_name_no_item_are_faults() -> None:
    assert said(ps.PASI, TWOS, columns={"trunk_aera": "x"}) == [
        "trunk_aera: unknown item (did you mean 'trunk_area'?)"
    ]
    assert said(ps.PASI, TWOS, unrecorded=["trunk_aera", "zzz"]) == [
        "trunk_aera: unknown item (did you mean 'trunk_area'?)",
        "zzz: unknown item",
    ]


@pytest.mark.requirement("PSO-ENGINE-011")
def test_columns_that_go_from_the_data_to_the_items_are_told_to_turn_round() -> None:
    record = without(TWOS, "trunk_area") | {"TRAREA": 6}

    assert said(ps.PASI, record, columns={"TRAREA": "trunk_area"})[0] == (
        "TRAREA: unknown item (columns= goes from the item to the data: {'trunk_area': 'TRAREA'})"
    )


@pytest.mark.requirement("PSO-DLQI-004")
def test_a_code_of_not_relevant_may_not_be_a_score() -> None:
    messages = said(ps.DLQI, ONES, not_relevant=3)

    assert "dlqi_03: 3 not relevant code is a score; allowed is a code outside 0 to 3" in messages
    assert len(messages) == 9  # questions 3 to 10, and part a
    assert said(ps.DLQI, ONES, not_relevant="3") == []
    assert said(ps.DLQI, ONES, not_relevant=None) == []
    assert said(ps.PASI, TWOS, not_relevant=3) == []


@pytest.mark.requirement("PSO-ENGINE-005", "PSO-ENGINE-011")
def test_unrecorded_items_are_not_looked_at() -> None:
    bare = without(TWOS, "trunk_area")

    for record in (bare, bare | {"trunk_area": 6}, bare | {"trunk_area": "nonsense"}):
        scored = ps.score(ps.PASI, record, unrecorded=["trunk_area"])
        assert (scored.value, scored.low, scored.high) == (
            None,
            8.4,
            19.2,
        )  # by hand: 12 - 3.6, + 6 * 6 * 0.3
    assert ps.score(ps.PASI, bare, unrecorded="trunk_area").low == 8.4


def test_names_and_codes_may_stand_side_by_side_if_one_is_blank() -> None:
    assert ps.score(ps.PASI, TWOS | {"PASI0301": None}).value == 12
    assert ps.score(ps.PASI, TWOS | {"head_erythema": None, "PASI0301": 2}).value == 12
    assert said(ps.PASI, TWOS | {"PASI0301": 2}) == [
        "head_erythema: head_erythema and PASI0301 answered twice (keep one of the names)"
    ]
    both_blank = ps.score(ps.PASI, TWOS | {"head_erythema": None, "PASI0301": None})
    assert both_blank.missing == ("head_erythema",)


@pytest.mark.requirement("PSO-ENGINE-012", "PSO-DLQI-003")
def test_forms_are_judged_on_values() -> None:
    pair = {"dlqi_07a": 0, "dlqi_07b": 2}

    assert ps.score(ps.DLQI, OTHERS | pair | {"dlqi_07": None}).value == 11
    assert ps.score(ps.DLQI, ONES | dict.fromkeys(pair)).value == 10
    assert said(ps.DLQI, ONES | pair) == [
        "dlqi_07a: dlqi_07a and dlqi_07 both forms answered; allowed is one form of the question"
    ]
    assert said(ps.DLQI, ONES | {"dlqi_07a": None, "dlqi_07b": 2}) == [
        "dlqi_07b: dlqi_07b and dlqi_07 both forms answered; allowed is one form of the question"
    ]
    assert ps.score(ps.DLQI, OTHERS | {"dlqi_07": None, "dlqi_07a": None, "dlqi_07b": None}).value == 9


@pytest.mark.requirement("PSO-ENGINE-012")
def test_at_least_one_form_must_exist() -> None:
    assert [(one.item, one.kind) for one in ps.check(ps.DLQI, OTHERS)] == [
        ("dlqi_07a", "absent"),
        ("dlqi_07b", "absent"),
    ]
    assert [fault.item for fault in ps.check(ps.DLQI, OTHERS | {"dlqi_07a": 0})] == ["dlqi_07b"]
    assert ps.score(ps.DLQI, OTHERS, unrecorded=["dlqi_07"]).high == 12
    assert ps.score(ps.DLQI, OTHERS, unrecorded=["dlqi_07a", "dlqi_07b"]).high == 12


@pytest.mark.requirement("PSO-ENGINE-010")
def test_invalid_cells_can_be_set_aside() -> None:
    record = TWOS | {"trunk_erythema": 7, "head_area": "x"}

    scored = ps.score(ps.PASI, record, invalid="unknown")

    # by hand: 12, less trunk erythema 0 to 4 (0.6 a point) and head area 0 to 6 (0.6 a grade)
    assert (scored.value, scored.low, scored.high) == (None, 9.6, 15.6)
    assert scored.missing == ("head_area", "trunk_erythema")
    assert scored.to_dict()["answers"]["head_area"] == "refused"


@pytest.mark.requirement("PSO-ENGINE-010", "PSO-ENGINE-005")
def test_what_was_set_aside_is_never_filled() -> None:
    assert ps.score(ps.DLQI, ONES | {"dlqi_03": 7}, invalid="unknown").value is None
    assert ps.score(ps.DLQI, ONES | {"dlqi_07a": 3, "dlqi_07b": 0}, invalid="unknown").high == 12
    assert ps.score(ps.DLQI, OTHERS | {"dlqi_07a": 3, "dlqi_07b": 7}, invalid="unknown").value == 12
    assert ps.score(ps.PASI, TWOS | {"PASI0301": 2}, invalid="unknown").low == 11.6


@pytest.mark.requirement("PSO-ENGINE-010", "PSO-ENGINE-011")
def test_setting_aside_does_not_cover_a_typo() -> None:
    with pytest.raises(ps.InputError) as raised:
        ps.score(ps.PASI, without(TWOS, "head_area") | {"head_erythema": 9}, invalid="unknown")

    assert [fault.kind for fault in raised.value.faults] == ["absent"]


@pytest.mark.requirement("PSO-ENGINE-008")
def test_every_fault_is_found_at_once() -> None:
    record = without(TWOS, "head_induration") | {
        "head_erythema": 5,
        "trunk_area": "2",
        "trunk_area_percent": 3,
    }
    record |= {"lower_extremities_area": True, "upper_extremities_erythema": 1.5}

    found = {(fault.item, fault.kind) for fault in ps.check(ps.PASI, record)}

    assert found == {
        ("head_erythema", "out_of_range"),
        ("head_induration", "absent"),
        ("trunk_area", "text"),
        ("trunk_area", "both_forms_answered"),
        ("lower_extremities_area", "bool"),
        ("upper_extremities_erythema", "not_whole"),
    }


@pytest.mark.requirement("PSO-ENGINE-009")
@pytest.mark.parametrize("stranger", [None, 5, "record", [("head_area", 2)], {1, 2}])
def test_a_record_is_a_mapping(stranger: Any) -> None:
    assert said(ps.PASI, stranger) == [
        f"record: a {type(stranger).__name__} is no record; allowed is a mapping of items to answers"
    ]


def test_any_mapping_will_do() -> None:
    found = [
        ps.score(ps.PASI, record)
        for record in (TWOS, OrderedDict(TWOS), MappingProxyType(TWOS), defaultdict(int, TWOS))
    ]

    assert found == [found[0]] * 4


class Hostile(Mapping[str, Any]):
    """Raises in one of its methods."""

    def __init__(self, raising: str) -> None:
        self.raising = raising

    def _perhaps(self, method: str) -> None:
        if method == self.raising:
            raise RuntimeError

    def __getitem__(self, key: str) -> Any:
        self._perhaps("get")
        return TWOS[key]

    def __contains__(self, key: object) -> bool:
        self._perhaps("contains")
        return key in TWOS and key != "head_area"

    def __iter__(self) -> Iterator[str]:
        self._perhaps("iter")
        return iter(TWOS)

    def __len__(self) -> int:
        return len(TWOS)


class Key:
    """A key that looks like an item until it is compared."""

    def __hash__(self) -> int:
        return hash("head_area")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError


@pytest.mark.requirement("PSO-ENGINE-009")
@pytest.mark.parametrize(
    ("record", "name"),
    [
        (Hostile("get"), "Hostile"),
        (Hostile("contains"), "Hostile"),
        (Hostile("iter"), "Hostile"),
        ({Key(): 2}, "dict"),
    ],
    ids=["get", "contains", "iter", "key"],
)
def test_a_mapping_that_raises_is_unreadable(record: Any, name: str) -> None:
    assert said(ps.PASI, record) == [f"record: a {name} unreadable; allowed is a mapping of items to answers"]


@pytest.mark.requirement("PSO-DLQI-004")
def test_a_spelt_code_of_not_relevant_may_be_no_score_either() -> None:
    """Where text is read as numbers "0" is the answer 0; where it is not, it is any word."""
    answers = {f"dlqi_{number:02d}": "1" for number in range(1, 11)} | {"dlqi_03": "0"}
    with pytest.raises(ps.InputError) as raised:
        ps.score(ps.DLQI, answers, text="numbers", not_relevant="0")
    assert raised.value.faults[0].message == (
        "dlqi_03: 0 not relevant code is a score; allowed is a code outside 0 to 3"
    )
    for code in ("9", "NR", "nan"):
        coded = ps.score(ps.DLQI, answers | {"dlqi_03": code}, text="numbers", not_relevant=code)
        assert coded.n_not_relevant == 1
    plain = {f"dlqi_{number:02d}": 1 for number in range(1, 11)} | {"dlqi_03": "0"}
    assert ps.score(ps.DLQI, plain, not_relevant="0").n_not_relevant == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"invalid": "ignore"}, "invalid='ignore'; choose from 'error', 'unknown'"),
        ({"text": "yes"}, "text='yes'; choose from 'refuse', 'numbers'"),
        ({"contradictions": "eror"}, "contradictions='eror'; choose from 'warn', 'error', 'ignore'"),
        ({"text": []}, "text=[]; choose from 'refuse', 'numbers'"),
        ({"contradictions": []}, "contradictions=[]; choose from 'warn', 'error', 'ignore'"),
        ({"columns": 3}, "columns=3; a mapping of items to names in the data is needed"),
        (
            {"columns": {"a": 1}},
            f"columns: 'a' stands for 1; {PAIR_NEEDED}",
        ),
        (
            {"columns": {"a": ("low", "high", "more")}},
            f"columns: 'a' stands for {('low', 'high', 'more')}; {PAIR_NEEDED}",
        ),
        ({"unrecorded": 3}, "unrecorded=3; names of items are needed"),
        ({"not_relevant": True}, "not_relevant=True; a number, text or None is needed"),
        ({"not_relevant": []}, "not_relevant=[]; a number, text or None is needed"),
    ],
    ids=str,
)
def test_options_that_make_no_sense_are_refused_for_any_record(options: dict[str, Any], message: str) -> None:
    """
    Also for a complete record, which takes the fast path.
    """
    for record in (TWOS, TWOS | {"head_area": None}):
        with pytest.raises(ps.DefinitionError) as raised:
            ps.score(ps.PASI, record, **options)
        assert str(raised.value) == message


def test_the_questions_of_a_definition() -> None:
    questions = asked(ps.DLQI)

    assert questions.forms == ((("dlqi_07a", "dlqi_07b"), ("dlqi_07",)),)
    assert list(questions.single) == list(OTHERS)
    assert first_forms(ps.DLQI) == ps.DLQI.items
    assert asked(ps.PASI > 8).cells == asked(ps.PASI).cells
    for stranger in (3, "pasi", None):
        with pytest.raises(ps.DefinitionError) as raised:
            asked(stranger)  # type: ignore[arg-type]
        assert str(raised.value) == f"a score or a condition is needed, not a {type(stranger).__name__}"


def test_the_nearest_name() -> None:
    assert nearest("head_aera", ["head_area", 5, None]) == "did you mean 'head_area'?"
    assert nearest("head_area", ["HEAD_AREA"]) == "did you mean 'HEAD_AREA'?"
    assert nearest("zzz", ["head_area"]) == ""
    assert nearest("head_area", []) == ""


def test_a_name_that_the_caller_gave_is_said_where_it_is_not_there() -> None:
    record = TWOS | {"area of the head": 2}
    del record["head_area"]

    assert said(ps.PASI, record, columns={"head_area": "area of the hed"}) == [
        "head_area: area of the hed absent (did you mean 'area of the head'?)"
    ]
    assert said(ps.PASI, TWOS, columns={"head_area": "trunk_aera"}) == [
        "head_area: trunk_aera absent (did you mean 'trunk_area'?)"
    ]


def test_a_row_of_pandas_is_told_how_to_become_a_record() -> None:
    class Row:
        def to_dict(self) -> dict[str, int]:
            return TWOS

    (message,) = said(ps.PASI, Row())
    assert message == (
        "record: a Row is no record; allowed is a mapping of items to answers "
        "(row.to_dict() makes one of a row of pandas)"
    )


def test_the_result_of_another_score_is_no_answer() -> None:
    pasi = ps.number("pasi", low=0, high=72, decimals=1)
    dlqi = ps.score(ps.DLQI, dict.fromkeys(ps.DLQI.items, 0))

    with pytest.raises(ps.InputError) as raised:
        ps.judge(pasi >= 8, {"pasi": dlqi})

    assert str(raised.value) == (
        "pasi: Scored(dlqi: 0) another score; allowed is 0 to 72 in steps of 0.1 "
        "(dlqi runs from 0 to 30 in steps of 1)"
    )


def test_states_of_forms_that_are_not_used() -> None:
    states, faults = intake(asked(ps.DLQI), ONES, Options())

    assert faults == []
    assert {name for name, state in states.items() if state is Gap.ABSENT} == {"dlqi_07a", "dlqi_07b"}
    assert not Options().has_code
    assert not Options(not_relevant=None).has_code
    assert Options(not_relevant=0).has_code
