"""PASI after specification A1 to A7: weights, ranges, areas, missing items, contradictions, codes."""

from __future__ import annotations

import csv
from collections.abc import Mapping  # noqa: TC003  Hypothesis reads the annotations
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
import psoscore as ps
from drawn import rows
from psoscore.instruments.pasi import CDISC_VERSIONS, REGION_WEIGHTS, SIGNS
from psoscore.instruments.pasi_area import region_percent
from psoscore.testing import records

REGIONS = tuple(REGION_WEIGHTS)
TWOS = dict.fromkeys(ps.PASI.items, 2)
CODES = Path(__file__).parents[2] / "shared" / "data" / "cdisc_ct_pasi_dlqi.csv"


def with_head(erythema: Any, induration: Any, desquamation: Any, area: Any) -> dict[str, Any]:
    """A record in which only the head is involved."""
    names = [f"head_{item}" for item in (*SIGNS, "area")]
    clear = dict.fromkeys(ps.PASI.items, 0)
    return clear | dict(zip(names, (erythema, induration, desquamation, area), strict=True))


@pytest.mark.requirement("PSO-PASI-001")
def test_the_weights_are_those_of_fredriksson() -> None:
    # Specification A1
    assert list(REGION_WEIGHTS) == [name for name, _ in oracle.REGION_WEIGHT_TENTHS]
    assert [10 * weight for weight in REGION_WEIGHTS.values()] == [1, 2, 3, 4]


@pytest.mark.requirement("PSO-PASI-001", "PSO-PASI-002")
def test_worked_examples() -> None:
    # by hand from the formula of specification A1
    for grades, value in (
        ([(0, 0, 0, 0)] * 4, 0),
        ([(4, 4, 4, 6)] * 4, 72),
        ([(2, 2, 2, 2)] * 4, 12),
        ([(1, 0, 0, 1), *[(0, 0, 0, 0)] * 3], 0.1),
        ([(2, 2, 1, 2), (0, 0, 0, 0), (3, 2, 2, 4), (0, 0, 0, 0)], 9.4),
        ([(3, 0, 0, 6), (3, 1, 0, 6), (3, 0, 0, 6), (1, 0, 0, 4)], 13.6),
    ):
        record = {
            f"{region}_{item}": grade
            for region, row in zip(REGIONS, grades, strict=True)
            for item, grade in zip((*SIGNS, "area"), row, strict=True)
        }
        assert ps.score(ps.PASI, record).value == value


@pytest.mark.requirement("PSO-PASI-001")
@pytest.mark.parametrize("region", REGIONS)
def test_every_state_of_a_region_counts_as_the_oracle_says(region: str) -> None:
    for grades in product(range(5), range(5), range(5), range(7)):
        names = [f"{region}_{item}" for item in (*SIGNS, "area")]
        record = dict.fromkeys(ps.PASI.items, 0) | dict(zip(names, grades, strict=True))
        assert ps.score(ps.PASI, record).exact == oracle.pasi(record)


@given(records(ps.PASI), st.sampled_from(ps.PASI.items))
def test_raising_an_item_never_lowers_the_score(record: dict[str, Any], item: str) -> None:
    before = ps.score(ps.PASI, record)
    top = dict(oracle.PASI_ITEM_TOPS)[item]
    if record.get(item, top) < top:
        assert ps.score(ps.PASI, record | {item: record[item] + 1}).exact >= before.exact  # type: ignore[operator]
    assert 0 <= before.value <= 72  # type: ignore[operator]


@pytest.mark.requirement("PSO-PASI-003")
@pytest.mark.parametrize("wrong", [-1, 5, 2.5, True, "2", float("inf"), ps.NOT_RELEVANT])
def test_a_sign_is_a_whole_number_from_0_to_4(wrong: Any) -> None:
    (fault,) = ps.check(ps.PASI, TWOS | {"trunk_erythema": wrong})

    assert (fault.item, fault.allowed) == ("trunk_erythema", "0 to 4 in steps of 1")


@pytest.mark.requirement("PSO-PASI-003")
@pytest.mark.parametrize("wrong", [-1, 7, 2.5, False, "2"])
def test_an_area_grade_is_a_whole_number_from_0_to_6(wrong: Any) -> None:
    (fault,) = ps.check(ps.PASI, TWOS | {"trunk_area": wrong})

    assert (fault.item, fault.allowed) == ("trunk_area", "0 to 6 in steps of 1")


@pytest.mark.requirement("PSO-PASI-004", "PSO-PASI-005")
@pytest.mark.parametrize(
    ("percent", "grade"),
    rows("""
        percent | grade (specification A2, half-open)
        0       | 0
        0.001   | 1
        9.5     | 1
        9.99999 | 1
        10      | 2
        29.99   | 2
        30      | 3
        49.99   | 3
        50      | 4
        69.99   | 4
        70      | 5
        89.99   | 5
        90      | 6
        99.99   | 6
        100     | 6
    """),
)
def test_an_area_percentage_has_one_grade_and_is_never_rounded_first(percent: str, grade: str) -> None:
    record = TWOS | {"trunk_area_percent": float(percent)}
    del record["trunk_area"]

    scored = ps.score(ps.PASI, record)

    assert scored.parts["trunk_sum_x_area"].value == 6 * int(grade)
    assert ps.area_grade(float(percent)) == int(grade) == oracle.area_grade(float(percent))


@pytest.mark.requirement("PSO-PASI-004")
@given(st.fractions(0, 100, max_denominator=1000) | st.floats(0, 100) | st.decimals(0, 100, places=3))
def test_any_percentage_grades_as_the_oracle_says(percent: Any) -> None:
    assert ps.area_grade(percent) == oracle.area_grade(Fraction(percent))


@pytest.mark.requirement("PSO-PASI-006", "PSO-ENGINE-012")
def test_an_area_comes_as_a_grade_or_as_a_percentage() -> None:
    both = TWOS | {"trunk_area_percent": 15}
    blank = TWOS | {"trunk_area": None, "trunk_area_percent": None}
    neither = {name: answer for name, answer in TWOS.items() if name != "trunk_area"}

    (fault,) = ps.check(ps.PASI, both)
    assert fault.message == (
        "trunk_area: trunk_area and trunk_area_percent both forms answered; "
        "allowed is one form of the question"
    )
    assert ps.score(ps.PASI, blank).value is None
    assert ps.score(ps.PASI, both | {"trunk_area": None}).value == 12
    assert [one.kind for one in ps.check(ps.PASI, neither)] == ["absent"]


@pytest.mark.requirement("PSO-PASI-007")
@pytest.mark.parametrize(
    ("region", "one", "all_of_it"),
    [
        ("head", Fraction(10), 10),  # Specification A4
        ("upper_extremities", Fraction(5), 20),
        ("trunk", Fraction(10, 3), 30),
        ("lower_extremities", Fraction(5, 2), 40),
    ],
)
def test_handprints_become_percentages_of_a_region(region: str, one: Fraction, all_of_it: int) -> None:
    assert region_percent(region, handprints=1) == one == oracle.handprints_to_percent(region, 1)
    assert region_percent(region, handprints=all_of_it) == 100
    assert region_percent(region, handprints=0) == 0
    for wrong in (all_of_it + 0.01, -1):
        with pytest.raises(ps.InputError) as raised:
            region_percent(region, handprints=wrong)
        assert str(raised.value) == (
            f"{region}_handprints: {wrong} out of range; allowed is 0 to {all_of_it} handprints"
        )


def test_handprints_need_a_region_and_a_number() -> None:
    with pytest.raises(ps.InputError) as raised:
        region_percent("arm", handprints=1)
    assert str(raised.value) == f"region: 'arm' no such region; allowed is {', '.join(REGIONS)}"
    with pytest.raises(ps.InputError) as raised:
        region_percent("head", handprints="1")  # type: ignore[arg-type]
    assert str(raised.value) == "head_handprints: '1' no number; allowed is 0 to 10 handprints"


@pytest.mark.requirement("PSO-PASI-008")
@pytest.mark.parametrize(
    ("erythema", "induration", "desquamation", "area", "low", "high"),
    rows("""
        E | I | D | A | low | high (tenths, by hand)
        2 | 1 | 1 | 3 | 12  | 12
        ? | ? | ? | 0 | 0   | 0
        4 | ? | 1 | 0 | 0   | 0
        0 | 0 | 0 | ? | 0   | 0
        0 | 0 | ? | ? | 0   | 24
        2 | 1 | 1 | ? | 0   | 24
        ? | 1 | 1 | 3 | 6   | 18
        ? | ? | ? | ? | 0   | 72
    """),
)
def test_a_clear_region_needs_no_other_item(  # noqa: PLR0913, PLR0917  the columns of the table
    erythema: str, induration: str, desquamation: str, area: str, low: str, high: str
) -> None:
    cells = [None if one == "?" else int(one) for one in (erythema, induration, desquamation, area)]

    scored = ps.score(ps.PASI, with_head(*cells))

    assert (scored.low_units, scored.high_units) == (int(low), int(high))
    assert scored.known is (low == high)
    assert scored.value == (int(low) / 10 if low == high else None)


@pytest.mark.requirement("PSO-PASI-009")
@pytest.mark.parametrize(
    ("grades", "kind", "words"),
    [
        ((2, 0, 0, 0), "sign_without_area", "a sign, but no area"),
        ((0, 0, 0, 3), "area_without_sign", "an area, but no sign"),
    ],
)
def test_contradictions_are_warned_of_raised_or_ignored(
    grades: tuple[int, ...], kind: str, words: str
) -> None:
    record = with_head(*grades)
    fault = ps.Fault("head_area", kind, hint=words)

    assert ps.score(ps.PASI, record).warnings == (fault,)
    assert ps.score(ps.PASI, record, contradictions="ignore").warnings == ()
    with pytest.raises(ps.InputError) as raised:
        ps.score(ps.PASI, record, contradictions="error")
    assert raised.value.faults == (fault,)
    assert {ps.score(ps.PASI, record, contradictions=one).value for one in ("warn", "ignore")} == {0}


@pytest.mark.requirement("PSO-PASI-009")
def test_only_what_is_known_contradicts() -> None:
    for grades in ((None, None, None, 0), (0, 0, None, 3), (2, None, None, None), (0, 0, 0, 0), (2, 0, 0, 3)):
        assert ps.score(ps.PASI, with_head(*grades)).warnings == ()


PARTS = {"sum": "signs", "sum_x_area": "signs_by_area", "sum_x_area_x_weight": "weighted"}


@pytest.mark.requirement("PSO-PASI-010")
@given(records(ps.PASI, missing=True))
def test_the_parts_are_the_intermediates_of_cdisc(record: Mapping[str, Any]) -> None:
    parts = ps.score(ps.PASI, record).parts

    expected = oracle.pasi_parts(record)
    names = [f"{region}_{part}" for region in REGIONS for part in PARTS] + ["total"]
    assert list(parts) == names
    assert [part.exact for part in parts.values()] == list(expected.values())
    assert [part.exact_bounds for part in parts.values()] == list(oracle.pasi_parts_bounds(record).values())


@pytest.mark.requirement("PSO-PASI-010")
@pytest.mark.parametrize("version", CDISC_VERSIONS)
def test_parts_have_the_codes_17_to_29(version: str) -> None:
    by_code = ps.score(ps.PASI, TWOS).by_code(version)

    # Specification A7: sum, sum x area, sum x area x weight a region, then the total
    assert by_code == {
        **{f"{version}{17 + 3 * place}": 6.0 for place in range(4)},
        **{f"{version}{18 + 3 * place}": 12.0 for place in range(4)},
        **{f"{version}{19 + 3 * place}": value for place, value in enumerate((1.2, 2.4, 3.6, 4.8))},
        f"{version}29": 12.0,
    }


@pytest.mark.requirement("PSO-PASI-011")
@pytest.mark.parametrize("version", CDISC_VERSIONS)
@given(
    record=st.fixed_dictionaries(
        {item: st.none() | st.integers(0, top) for item, top in oracle.PASI_ITEM_TOPS}
    )
)
def test_items_are_accepted_under_their_codes(version: str, record: dict[str, Any]) -> None:
    coded = {
        f"{version}{place:02d}": record[item] for place, (item, _) in enumerate(oracle.PASI_ITEM_TOPS, 1)
    }

    assert ps.score(ps.PASI, coded) == ps.score(ps.PASI, record)


@pytest.mark.requirement("PSO-PASI-010", "PSO-PASI-011")
@pytest.mark.skipif(not CODES.exists(), reason="the table of codes is not beside the repository")
def test_codes_equal_the_published_table() -> None:
    """
    CDISC SDTM controlled terminology 2025-03-25: all four versions, items and parts.
    """
    layout = {"Erythema/Redness": "erythema", "Thickness/Induration": "induration"}
    layout |= {"Desquamation/Scaling": "desquamation", "Area Score": "area", "Sum of Symptom Scores": "sum"}
    layout |= {"Sum X Area": "sum_x_area", "Sum X Area X 0.": "sum_x_area_x_weight"}
    regions = {
        "Head": "head",
        "Up Extrem": "upper_extremities",
        "Trunk": "trunk",
        "Low Extrem": "lower_extremities",
    }
    ours = {code: name for name, cell in ps.PASI.cells.items() for code in cell.aliases}
    ours |= {code: part.name for part in ps.PASI.parts for code in part.codes}
    with CODES.open(newline="") as file:
        table = [row for row in csv.DictReader(file) if row["testcd"].startswith("PASI")]

    assert len(table) == 4 * 29
    assert {row["testcd"] for row in table} == set(ours)
    for row in table:
        name = row["name"].casefold()
        if "total" in name:
            assert ours[row["testcd"]] == "total"
            continue
        (region,) = (ours_ for theirs, ours_ in regions.items() if theirs.casefold() in name)
        parts = [ours_ for theirs, ours_ in layout.items() if theirs.casefold() in name]
        assert ours[row["testcd"]] == f"{region}_{max(parts, key=len)}"


@pytest.mark.requirement("PSO-PASI-014")
def test_half_points_need_their_own_definition() -> None:
    record = TWOS | {"trunk_erythema": 2.5}

    (fault,) = ps.check(ps.PASI, record)
    assert fault.message == "trunk_erythema: 2.5 not whole; allowed is 0 to 4 in steps of 1"
    # by hand: half a point of a trunk sign counts 0.3 * 0.5 * 2
    assert ps.score(ps.PASI_HALF_POINTS, record).exact == Fraction("12.3")
    assert ps.PASI_HALF_POINTS.scale == 20  # steps of 0.05
    assert ps.score(ps.PASI_HALF_POINTS, with_head(0.5, 0, 0, 1)).value == 0.05
    for wrong in ({"trunk_area": 2.5}, {"trunk_erythema": 2.25}):
        assert len(ps.check(ps.PASI_HALF_POINTS, TWOS | wrong)) == 1
    assert ps.PASI_HALF_POINTS.codes == ps.PASI_HALF_POINTS.parts[0].codes == ()


@pytest.mark.parametrize("handprints", [Decimal("-0.05"), Decimal("10.05")])
def test_handprints_fit_into_their_region(handprints: Decimal) -> None:
    with pytest.raises(ps.InputError) as raised:
        region_percent("head", handprints=handprints)
    assert str(raised.value) == f"head_handprints: {handprints} out of range; allowed is 0 to 10 handprints"
    with pytest.raises(TypeError):
        region_percent("head", 1)  # type: ignore[call-arg]


def test_half_points_are_a_requirement_of_their_own_definition_alone() -> None:
    # PSO-PASI-014: they may not slip into the published scale.
    assert "PSO-PASI-014" in ps.PASI_HALF_POINTS.provenance.requirements
    assert "PSO-PASI-014" not in ps.PASI.provenance.requirements
