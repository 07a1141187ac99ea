"""What an auditor reads: the rule, the numbers in it, the result."""

from __future__ import annotations

import pytest

import psoscore as ps
from psoscore.cells import Cell
from psoscore.terms import Item

pytestmark = pytest.mark.requirement("PSO-ENGINE-015")

TWOS = dict.fromkeys(ps.PASI.items, 2)
ONES = {f"dlqi_{number:02d}": 1 for number in range(1, 11)}


def last_step(scored: ps.Scored) -> list[str]:
    """The numbers of the score itself and its result."""
    lines = scored.explain().splitlines()
    ends = [place for place, line in enumerate(lines) if line.startswith("  = ")]
    return [lines[ends[-2]].removeprefix("  = "), lines[ends[-1]].removeprefix("  = ")]


REST = " + 0.2 * (2 + 2 + 2) * 2 + 0.3 * (2 + 2 + 2) * 2 + 0.4 * (2 + 2 + 2) * 2"


def test_the_numbers_stand_where_the_names_stood() -> None:
    # by hand: 0.1 * 6 * 2 + 0.2 * 6 * 2 + 0.3 * 6 * 2 + 0.4 * 6 * 2
    assert last_step(ps.score(ps.PASI, TWOS)) == ["0.1 * (2 + 2 + 2) * 2" + REST, "12"]


def test_what_is_not_known_is_a_question_mark_or_a_span() -> None:
    record = TWOS | {"head_erythema": None, "head_area": ps.Interval(1, 2)}

    assert last_step(ps.score(ps.PASI, record)) == [
        "0.1 * (? + 2 + 2) * 1..2" + REST,
        "unknown, between 11.2 and 12.4",  # by hand: 10.8 + 0.1 * 4 * 1 to 10.8 + 0.1 * 8 * 2
    ]


def test_an_area_in_percent_stands_as_its_grade() -> None:
    record = {name: answer for name, answer in TWOS.items() if name != "head_area"}

    known = ps.score(ps.PASI, record | {"head_area_percent": 9.6})
    open_ = ps.score(ps.PASI, record | {"head_area_percent": ps.Interval(9.6, 12)})
    assert last_step(known)[0] == "0.1 * (2 + 2 + 2) * 1" + REST
    assert last_step(open_)[0] == "0.1 * (2 + 2 + 2) * 1..2" + REST


def test_answers_of_every_kind() -> None:
    record = ONES | {"dlqi_03": None, "dlqi_04": ps.NOT_RELEVANT}
    scored = ps.score(ps.DLQI, record)

    assert last_step(scored) == ["1 + 1 + ? + not relevant + 1 + 1 + 1 + 1 + 1 + 1", "8, between 8 and 11"]
    assert scored.explain().splitlines()[-2:] == ["missing: dlqi_03", f"missing rule: {ps.DLQI.missing_rule}"]
    assert last_step(ps.score(ps.DLQI_BANDS, ONES)) == ["[1] + [1] + [0] + [0]", "2 (moderate)"]
    half = ps.score(ps.PASI_HALF_POINTS, TWOS | {"head_erythema": 2.5})
    assert last_step(half)[0].startswith("0.1 * (2.5 + 2 + 2) * 2")


def test_a_combined_question_stands_as_its_points() -> None:
    work = ps.score(ps.DLQI, ONES).parts["work_and_school"]

    assert last_step(work) == ["1", "1"]


def test_warnings_are_told() -> None:
    told = ps.score(ps.PASI, TWOS | {"head_area": 0}).explain()

    assert "\nwarning: head_area: sign without area (a sign, but no area)\n" in told


def test_a_code_stands_as_it_came_and_a_score_may_have_no_missing_rule() -> None:
    sex = Item(Cell("sex", "code", values=("F", "M")), codes=(("F", 1), ("M", 2)))
    own = ps.Score(name="own", title="Own", term=sex + 1, provenance=ps.PASI.provenance)

    assert ps.score(own, {"sex": "M"}).explain() == "Own = sex + 1\n  = M + 1\n  = 3"
