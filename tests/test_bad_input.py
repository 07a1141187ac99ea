"""Bad input, line by line: one error type, every fault in it, and nothing else ever leaves the library."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import psoscore as ps
from psoscore.testing import faulty_records, records

pytestmark = pytest.mark.requirement("PSO-ENGINE-008")

TWOS: dict[Any, Any] = dict.fromkeys(ps.PASI.items, 2)
ONES: dict[Any, Any] = {f"dlqi_{number:02d}": 1 for number in range(1, 11)}
TEXT = " (give a number; a door that takes text='numbers' reads text as the number it spells)"
CODE = " (a code for 'not relevant' must be declared with not_relevant=)"
SIGN = "; allowed is 0 to 4 in steps of 1"
ANSWER = "; allowed is 0 to 3 in steps of 1, or not relevant"


@pytest.mark.parametrize(
    ("definition", "changed", "message"),
    [
        (ps.PASI, {"trunk_erythema": 5}, f"trunk_erythema: 5 out of range{SIGN}"),
        (ps.PASI, {"trunk_erythema": -1}, f"trunk_erythema: -1 out of range{SIGN}"),
        (ps.PASI, {"trunk_erythema": 2.5}, f"trunk_erythema: 2.5 not whole{SIGN}"),
        (ps.PASI, {"trunk_erythema": float("inf")}, f"trunk_erythema: inf infinite{SIGN}"),
        (ps.PASI, {"trunk_erythema": True}, f"trunk_erythema: True bool{SIGN}"),
        (ps.PASI, {"trunk_erythema": "2"}, f"trunk_erythema: '2' text{SIGN}{TEXT}"),
        (ps.PASI, {"trunk_erythema": [2, 2]}, f"trunk_erythema: [2, 2] no number{SIGN}"),
        (
            ps.PASI,
            {"trunk_erythema": ps.NOT_RELEVANT},
            (
                "trunk_erythema: NOT_RELEVANT "  # forty characters of what came
                f"not relevant is no answer here{SIGN}"
            ),
        ),
        (
            ps.DLQI,
            {"dlqi_07a": 3, "dlqi_07b": None},
            "dlqi_07a: dlqi_07a and dlqi_07 both forms answered; allowed is one form of the question",
        ),
        (ps.DLQI, {"dlqi_03": 8}, f"dlqi_03: 8 out of range{ANSWER}{CODE}"),
        (ps.DLQI, {"dlqi_03": 2.5}, f"dlqi_03: 2.5 not whole{ANSWER}"),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_the_message_has_item_what_is_allowed_what_came_and_a_hint(
    definition: ps.Score, changed: dict[str, Any], message: str
) -> None:
    record = (TWOS if definition is ps.PASI else ONES) | changed

    with pytest.raises(ps.InputError) as raised:
        ps.score(definition, record)

    assert str(raised.value) == message
    assert ps.check(definition, record) == raised.value.faults
    with pytest.raises(ps.InputError) as judged:
        ps.judge(definition >= 8, record)
    assert judged.value == raised.value


def test_wrong_lengths() -> None:
    arrays = {name: np.zeros(3, np.int8) for name in ps.PASI.items} | {"head_area": np.zeros(4, np.int8)}

    with pytest.raises(ps.InputError) as raised:
        ps.score_arrays(ps.PASI, arrays)

    assert [one.kind for one in raised.value.faults] == ["wrong_length"]


def test_a_misspelt_item() -> None:
    record = {("head_erytema" if name == "head_erythema" else name): 2 for name in TWOS}

    with pytest.raises(ps.InputError) as raised:
        ps.score(ps.PASI, record)

    assert str(raised.value) == "head_erythema: absent (did you mean 'head_erytema'?)"


@pytest.mark.parametrize("definition", [ps.PASI, ps.DLQI, ps.DLQI_R, ps.DLQI_BANDS], ids=lambda one: one.name)
@given(data=st.data())
def test_the_one_fault_of_a_record_is_found(definition: ps.Score, data: st.DataObject) -> None:
    faulty = data.draw(faulty_records(definition))

    (fault,) = ps.check(definition, faulty.record)

    assert (fault.item, fault.kind) == (faulty.item, faulty.kind)


@given(records(ps.PASI, missing=True), st.text(min_size=6))
def test_a_message_does_not_hold_other_keys_and_values(record: dict[str, Any], name: str) -> None:
    """
    Nothing that identifies a patient: a name in the record stays in the record.
    """
    marked = f"<{name}>"
    told = [*ps.check(ps.PASI, record | {"trunk_erythema": 9, "USUBJID": marked})]

    assert told
    assert all(marked not in fault.message for fault in told)


class Evil:
    """Raises whatever one asks of it."""

    def _refuse(self, *_: object) -> Any:
        raise RuntimeError

    __repr__ = __str__ = __eq__ = __bool__ = __float__ = __int__ = __index__ = __hash__ = _refuse
    __lt__ = __gt__ = __le__ = __ge__ = __round__ = __iter__ = __len__ = __array__ = _refuse


class Endless(int):
    """An integer that is none when one computes with it."""

    def __mul__(self, other: object) -> Any:
        raise OverflowError

    __int__ = __repr__ = __le__ = __ge__ = __mul__  # type: ignore[assignment]


def intervals() -> st.SearchStrategy[Any]:
    odd = st.sampled_from([float("nan"), Fraction(1, 2)])
    ends: st.SearchStrategy[Any] = st.integers(-2, 8) | st.floats(0, 4) | odd
    return st.tuples(ends, ends).map(lambda pair: ps.Interval(*sorted(pair)))


ANYTHING: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(0, 6),
    st.floats(),
    st.decimals(),
    st.fractions(),
    st.complex_numbers(),
    st.text(),
    st.binary(),
    st.dates(),
    st.datetimes(),
    st.lists(st.integers()),
    st.sampled_from([0, 1, 2, 3]).map(np.int8),
    st.floats(width=32).map(np.float32),
    st.sampled_from([ps.NOT_RELEVANT, np.nan, np.ma.masked, np.datetime64("NaT", "D"), datetime, object()]),
    st.sampled_from([Decimal("sNaN"), Decimal("1E+999999"), 10**5000, np.True_, np.array([1, 2]), Evil]),
    st.builds(Evil),
    st.builds(Endless, st.integers(0, 4)),
    intervals(),
)
KEYS = st.sampled_from([*ps.PASI.cells, *ps.DLQI.cells, "DLQI107A", "PASI0301"])
OTHER_KEYS = st.text() | st.integers() | st.none() | st.booleans() | st.tuples(st.integers(), st.text())


@pytest.mark.requirement("PSO-ENGINE-009")
@pytest.mark.parametrize(
    "definition", [ps.PASI, ps.PASI_HALF_POINTS, ps.DLQI, ps.DLQI_R], ids=lambda one: one.name
)
@given(
    mapping=st.dictionaries(KEYS | OTHER_KEYS, ANYTHING),
    complete=st.booleans(),
    invalid=st.sampled_from(["error", "unknown"]),
    text=st.sampled_from(["refuse", "numbers"]),
    contradictions=st.sampled_from(["warn", "error", "ignore"]),
    not_relevant=st.sampled_from([None, 9, 2, "9", 2.5]),
)
def test_score_and_judge_raise_nothing_but_our_errors(  # noqa: PLR0913, PLR0917  the options of the door
    definition: ps.Score,
    mapping: dict[Any, Any],
    complete: bool,  # noqa: FBT001  drawn by name
    invalid: Any,
    text: Any,
    contradictions: Any,
    not_relevant: Any,
) -> None:
    """
    Whatever comes in, a caller has one exception to catch; and what is scored
    can be told, shown and kept.
    """
    record = ((ONES if definition.name.startswith("dlqi") else TWOS) if complete else {}) | mapping
    options: dict[str, Any] = {"invalid": invalid, "text": text, "not_relevant": not_relevant}

    with suppress(ps.PsoscoreError):
        scored = ps.score(definition, record, contradictions=contradictions, **options)
        assert scored.low is not None
        assert scored.high is not None
        assert definition.low <= scored.low <= scored.high <= definition.high
        assert scored.to_dict()["name"] == definition.name
        assert repr(scored)
        assert scored.explain()
    with suppress(ps.PsoscoreError):
        assert ps.judge(definition >= 8, record, **options) in ps.Truth
    for fault in ps.check(definition, record, text=text):
        assert fault.message


@pytest.mark.requirement("PSO-ENGINE-009")
@given(st.dictionaries(st.sampled_from(["age", "pregnant", "sex", "visit"]), ANYTHING))
def test_facts_of_every_kind_raise_nothing_else(record: dict[str, Any]) -> None:
    condition = (ps.number("age", low=0, high=120, decimals=1) >= 18) & ~ps.flag("pregnant")
    visited = ps.day("visit").plus_months(6) >= date(2015, 6, 30)
    condition &= ps.code("sex", ["F", "M"]).one_of("F") | visited

    with suppress(ps.PsoscoreError):
        ps.judge(condition, record)
