"""What a message advises is what helps."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

import psoscore as ps
from frame_kinds import KINDS, LAZY, frame, rows

CODES = [f"PASI{part:02d}{number:02d}" for part in (2, 3, 4, 5) for number in range(1, 17)][16:32]
"""The sixteen answers under their published codes: PASI0301 to PASI0316."""

GIVE = "(give a number; a door that takes text='numbers' reads text as the number it spells)"
COMMA = "(write a decimal point, no comma, and no mark of thousands)"


def messages(definition: Any, record: dict[str, Any], **options: Any) -> list[str]:
    return [fault.message for fault in ps.check(definition, record, **options)]


def refused(call: Any) -> str:
    with pytest.raises(ps.InputError) as raised:
        call()
    return str(raised.value)


@pytest.mark.requirement("PSO-ENGINE-011")
def test_published_codes_in_small_letters_are_named_item_by_item() -> None:
    small = {code.lower(): 2 for code in CODES}
    pairs = {name: alias.lower() for name in ps.PASI.items for alias in aliases(name) if alias in CODES}
    expected = [f"{name}: absent (did you mean {code!r}?)" for name, code in pairs.items()]

    assert len(expected) == 16
    assert sorted(messages(ps.PASI, small)) == sorted(expected)
    with pytest.raises(ps.InputError) as raised:
        ps.score_frame(pl.DataFrame(small), ps.PASI)
    assert sorted(raised.value.report().splitlines()) == sorted(expected)


def aliases(name: str) -> tuple[str, ...]:
    from psoscore.engine.questions import asked  # noqa: PLC0415  no part of the face

    return asked(ps.PASI).cells[name].aliases


@pytest.mark.requirement("PSO-ENGINE-011")
def test_a_code_of_another_item_is_never_meant() -> None:
    small = {f"dlqi1{number:02d}": 1 for number in range(1, 11)} | {"dlqi107a": 1}
    found = dict(message.split(": ", 1) for message in messages(ps.DLQI, small))

    assert found["dlqi_07a"] == "absent (did you mean 'dlqi107'?)"
    assert found["dlqi_07b"] == "absent (did you mean 'dlqi107a'?)"
    del small["dlqi107a"]
    found = dict(message.split(": ", 1) for message in messages(ps.DLQI, small))
    assert found["dlqi_07b"] == "absent (declare it with unrecorded= if it was never captured)"


@pytest.mark.requirement("PSO-ENGINE-011")
def test_options_take_items_and_say_so_of_a_code() -> None:
    twos = dict.fromkeys(ps.PASI.items, 2)

    for name in ("PASI0301", "pasi0301"):
        assert messages(ps.PASI, twos, unrecorded=[name]) == [
            f"{name}: unknown item (did you mean 'head_erythema'?)"
        ]


@pytest.mark.requirement("PSO-ENGINE-011")
def test_a_cohort_whose_columns_are_codes_in_small_letters_is_not_pending() -> None:
    severe = ps.Protocol("TRIAL-1", [ps.Inclusion("IN01", "Severe", ps.PASI >= 10)])
    small = pl.DataFrame({code.lower(): [2] for code in CODES})

    message = refused(lambda: ps.screen_frame(small, severe))
    assert message.splitlines()[1] == (
        "head_erythema: absent (did you mean 'pasi0301'? "
        "say columns={'head_erythema': 'pasi0301'}, or rename it)"
    )


@pytest.mark.requirement("PSO-ENGINE-008")
def test_text_is_not_sent_to_an_option_that_is_not_there() -> None:
    assert refused(lambda: ps.area_grade("10")) == f"percent: '10' text; allowed is 0 to 100 % {GIVE}"
    assert refused(lambda: ps.endpoints.response_of("20", 5, percent=75)) == (
        f"baseline: '20' text; allowed is 0 to 72 in steps of 0.1 {GIVE}"
    )


@pytest.mark.requirement("PSO-ENGINE-008")
def test_a_frame_never_asks_for_the_text_that_it_refuses() -> None:
    protocol = ps.Protocol("TRIAL-1", [ps.Inclusion("IN01", "Old", ps.day("born") <= date(1990, 1, 1))])
    born = pl.DataFrame({"born": ["2015-06-30"]})

    assert refused(lambda: ps.screen_frame(born, protocol)) == (
        "born: String text; allowed is a column of dates, or a pair of them, first and last "
        "(read text as dates first; give a partial date as a pair of columns, first and last)"
    )


NR = {f"dlqi_{number:02d}": "1" for number in range(1, 11)} | {"dlqi_01": "NR", "dlqi_03": "NR"}
NO_ANSWER = "dlqi_01: 'NR' not relevant is no answer here; allowed is 0 to 3 in steps of 1"


@pytest.mark.requirement("PSO-DLQI-004")
def test_not_relevant_is_no_answer_to_the_first_question() -> None:
    for text in ("refuse", "numbers"):
        assert NO_ANSWER in messages(ps.DLQI, NR, not_relevant="NR", text=text)
    arrays = {name: np.array([value], object) for name, value in NR.items()}
    (fault,) = ps.check_arrays(ps.DLQI, arrays, not_relevant="NR", text="numbers")
    assert fault.message == f"{NO_ANSWER}; 1 cell, at 0"


COMMAS = ("20,4", "1,000", ",5", "2,0 ")
OTHERS = ("NR", "a,b", "1,2,3", "1,0.5", ",")
PASI = ps.number("pasi", low=0, high=72, decimals=1)


@pytest.mark.requirement("PSO-ENGINE-008")
@pytest.mark.parametrize("kind", KINDS)
def test_frames_give_the_hint_of_a_record(kind: str) -> None:
    texts = [*COMMAS, *OTHERS]
    options: dict[str, Any] = {"text": "numbers"}

    found = rows(
        ps.check_frame(frame(kind, {"pasi": texts}), PASI >= 10, key="id", **options), "kind", "hint"
    )
    alone = [fault for text in texts for fault in ps.check(PASI >= 10, {"pasi": text}, **options)]
    assert found == [(fault.kind, fault.hint) for fault in alone]
    assert [f"({hint})" for _, hint in found[: len(COMMAS)]] == [COMMA] * len(COMMAS)
    assert all("spells no number" in hint for _, hint in found[len(COMMAS) :])


@pytest.mark.requirement("PSO-DLQI-004")
@pytest.mark.parametrize("kind", LAZY)
def test_a_lazy_frame_says_so_of_not_relevant_too(kind: str) -> None:
    given = frame(kind, {name: [value] for name, value in NR.items()})

    found = ps.check_frame(given, ps.DLQI, key="id", not_relevant="NR", text="numbers")
    assert rows(found, "item", "kind", "hint") == [("dlqi_01", "not_relevant_is_no_answer_here", "")]


def test_a_number_that_is_another_fact_s_code_is_a_number() -> None:
    either = (PASI >= 9) | (ps.DLQI >= 1)

    record = NR | {"dlqi_01": "1", "dlqi_03": "9", "pasi": "9"}
    assert ps.judge(either, record, not_relevant="9", text="numbers") is ps.Truth.TRUE


@pytest.mark.requirement("PSO-ENGINE-008")
def test_a_decimal_comma_is_named_wherever_text_comes() -> None:
    for text in ("refuse", "numbers"):
        assert messages(PASI >= 10, {"pasi": "20,4"}, text=text) == [
            f"pasi: '20,4' text; allowed is 0 to 72 in steps of 0.1 {COMMA}"
        ]
