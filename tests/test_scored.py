"""The result of one record: a value that can be told, kept, shipped and shown."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

import psoscore as ps
from psoscore.cells import Cell
from psoscore.terms import Choice, Item, Ratio
from psoscore.testing import records

TWOS = dict.fromkeys(ps.PASI.items, 2)
ONES = {f"dlqi_{number:02d}": 1 for number in range(1, 11)}
OPEN = ps.score(ps.PASI, TWOS | {"trunk_erythema": None, "head_area": 0})
UP, DOWN = Item(Cell("up", high=4)), Item(Cell("down", high=4))
ENDLESS = evolve(
    ps.PASI, name="own", title="Own", parts=(), contradictions=(), term=Ratio(UP, DOWN, (1, 0), (0, 1))
)


@pytest.mark.requirement("PSO-ENGINE-014")
@given(records(ps.DLQI, missing=True))
def test_a_result_is_a_value(record: dict[str, Any]) -> None:
    scored = ps.score(ps.DLQI, record)

    assert scored == ps.score(ps.DLQI, record)
    assert pickle.loads(pickle.dumps(scored)) == scored  # noqa: S301  our own bytes
    assert hash(scored) == hash(ps.score(ps.DLQI, dict(record)))
    assert json.loads(json.dumps(scored.to_dict())) == scored.to_dict()
    with pytest.raises(AttributeError):
        scored.units = 5  # type: ignore[misc]


@pytest.mark.requirement("PSO-ENGINE-014")
def test_a_result_tells_by_which_rule_it_came_about() -> None:
    told = OPEN.to_dict()

    # by hand: 12 less the head's 1.2, and trunk erythema 0 to 4 at 0.6 a point
    assert {name: told[name] for name in told if name not in {"parts", "answers"}} == {
        "name": "pasi",
        "version": "1",
        "fingerprint": ps.PASI.fingerprint,
        "psoscore": ps.__version__,
        "value": None,
        "low": 9.6,
        "high": 12.0,
        "label": None,
        "missing": ["trunk_erythema"],
        "warnings": ["head_area: sign without area (a sign, but no area)"],
        "n_missing": 1,
        "n_not_relevant": 0,
    }
    assert told["parts"]["head_sum_x_area"] == 0.0
    assert told["answers"]["trunk_erythema"] is None
    assert "head_area_percent" not in told["answers"]


def test_answers_are_told_as_they_were_read() -> None:
    record = ONES | {"dlqi_03": ps.NOT_RELEVANT, "dlqi_04": ps.Interval(1, 2), "dlqi_05": 9, "dlqi_06": None}
    dlqi = ps.score(ps.DLQI, record, unrecorded=["dlqi_01"], invalid="unknown").to_dict()["answers"]
    area = {name: answer for name, answer in TWOS.items() if name != "head_area"}
    pasi = ps.score(ps.PASI, area | {"head_area_percent": Fraction(19, 2)}).to_dict()["answers"]

    assert [dlqi[f"dlqi_{n:02d}"] for n in range(1, 7)] == [
        "unrecorded",
        1,
        "not relevant",
        [1, 2],
        "refused",
        None,
    ]
    assert pasi["head_area_percent"] == 9.5


def test_halves_are_told_in_points() -> None:
    told = ps.score(ps.PASI_HALF_POINTS, TWOS | {"trunk_erythema": 2.5}).to_dict()["answers"]

    assert told["trunk_erythema"] == 2.5


@pytest.mark.parametrize(
    ("scored", "line"),
    [
        (ps.score(ps.PASI, TWOS), "Scored(pasi: 12)"),
        (OPEN, "Scored(pasi: unknown, 9.6 to 12, missing trunk_erythema)"),
        (ps.score(ps.DLQI_BANDS, ONES), "Scored(dlqi_band: 2 (moderate))"),
        (ps.score(ps.DLQI, ONES | {"dlqi_03": None}), "Scored(dlqi: 9, 9 to 12, missing dlqi_03)"),
        (ps.score(ENDLESS, {"up": 1, "down": 0}), "Scored(own: unknown)"),
    ],
)
def test_a_result_in_one_line(scored: ps.Scored, line: str) -> None:
    assert repr(scored) == line


def test_a_score_that_divides_by_nothing_has_no_value_and_no_bound() -> None:
    scored = ps.score(ENDLESS, {"up": 1, "down": 0})

    assert (scored.value, scored.exact, scored.low, scored.high) == (None, None, None, None)
    assert scored.exact_bounds == (None, None)
    half = ps.score(ENDLESS, {"up": 1, "down": None})
    assert (half.low, half.high, half.exact_bounds) == (0.25, None, (Fraction(1, 4), None))
    assert scored.explain().endswith("= unknown\nmissing rule: " + ps.PASI.missing_rule)


def test_labels_belong_to_bands_with_a_value() -> None:
    assert ps.score(ps.DLQI_BANDS, ONES).label == "moderate"
    assert ps.score(ps.DLQI_BANDS, ONES | {"dlqi_01": None, "dlqi_02": None}).label is None
    assert ps.score(ps.PASI, TWOS).label is None


def test_codes_of_one_version_at_a_time() -> None:
    scored = ps.score(ps.PASI, TWOS)

    assert len(scored.by_code("PASI03")) == 13
    assert len(scored.by_code("PASI")) == 4 * 13
    assert scored.by_code("XYZ") == {}
    assert ps.score(ps.PASI, TWOS | {"head_area": None}).by_code("PASI02")["PASI0229"] is None


def test_parts_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        ps.score(ps.PASI, TWOS).parts["total"] = OPEN  # type: ignore[index]


def test_a_result_is_a_table_in_a_notebook() -> None:
    html = OPEN._repr_html_()

    assert html.startswith("<table><tr><th>PASI</th><td>unknown, between 9.6 and 12</td></tr>")
    assert "<tr><th>missing</th><td>trunk_erythema</td></tr>" in html
    assert "<tr><th>warning</th><td>head_area: sign without area (a sign, but no area)</td></tr>" in html
    assert "missing" not in ps.score(ps.PASI, TWOS)._repr_html_()
    odd = evolve(ps.PASI, title="<b>", parts=())
    assert "&lt;b&gt;" in ps.score(odd, TWOS)._repr_html_()


def test_an_open_choice_of_a_ratio_has_no_bounds() -> None:
    own = evolve(ENDLESS, term=Choice(UP >= 1, ENDLESS.term, DOWN))

    scored = ps.score(own, {"up": None, "down": 0})

    assert scored.exact_bounds == (None, None)
