"""The siblings of PASI: scalp, palms and soles, pustular psoriasis, and the simplified index."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
import psoscore as ps
from psoscore.instruments.regional_index import regional_index
from psoscore.testing import records

SIBLINGS = {one.name: one for one in (ps.PSSI, ps.PPASI, ps.PPPASI, ps.GPPASI)}
SCALP = ("scalp_erythema", "scalp_induration", "scalp_desquamation", "scalp_area")


@pytest.mark.requirement("PSO-INSTR-006", "PSO-INSTR-010")
def test_the_scalp_is_scored_in_every_state_that_it_can_have() -> None:
    """
    6 x 6 x 6 x 8 states, with each item missing or not, through both doors.
    """
    states = list(product(*([(0, 1, 2, 3, 4, None)] * 3), (0, 1, 2, 3, 4, 5, 6, None)))
    rows = [dict(zip(SCALP, state, strict=True)) for state in states]
    arrays = {item: np.array([row[item] for row in rows], float) for item in SCALP}

    bounds = [tuple(map(float, oracle.sibling_bounds("pssi", row))) for row in rows]
    low, high = ps.bounds_arrays(ps.PSSI, arrays)
    assert list(zip(low.tolist(), high.tolist(), strict=True)) == bounds
    values = [oracle.sibling_value("pssi", row) for row in rows]
    assert [ps.score(ps.PSSI, row).exact for row in rows] == values


@pytest.mark.requirement("PSO-INSTR-006", "PSO-INSTR-007", "PSO-INSTR-008", "PSO-INSTR-009", "PSO-INSTR-010")
@pytest.mark.parametrize("name", SIBLINGS)
@given(data=st.data())
def test_siblings_equal_the_oracle(name: str, data: st.DataObject) -> None:
    record = data.draw(records(SIBLINGS[name], missing=True))
    scored = ps.score(SIBLINGS[name], record)

    assert scored.exact == oracle.sibling_value(name, record)
    assert scored.exact_bounds == oracle.sibling_bounds(name, record)


@pytest.mark.requirement("PSO-INSTR-007")
def test_a_worked_ppasi() -> None:
    # By hand: right palm 0.2 x (1+2+3) x 2 = 2.4, left sole 0.3 x (2+2+2) x 1 = 1.8, the rest clear.
    record = dict.fromkeys(ps.PPASI.items, 0)
    record |= {"right_palm_erythema": 1, "right_palm_induration": 2, "right_palm_desquamation": 3}
    record |= {"right_palm_area": 2, "left_sole_area": 1}
    record |= {f"left_sole_{sign}": 2 for sign in oracle.PLAQUE_SIGNS}

    scored = ps.score(ps.PPASI, record)

    assert scored.value == 4.2
    assert scored.parts["right_palm_sum"].value == 6
    assert scored.parts["right_palm_sum_x_area"].value == 12
    assert scored.parts["right_palm_sum_x_area_x_weight"].value == 2.4
    assert scored.parts["total"].value == 4.2


@pytest.mark.requirement("PSO-INSTR-008", "PSO-INSTR-009")
@pytest.mark.parametrize("definition", [ps.PPPASI, ps.GPPASI], ids=["pppasi", "gppasi"])
def test_pustules_stand_where_induration_stood(definition: ps.Score) -> None:
    assert not [item for item in definition.items if "induration" in item]
    assert len([item for item in definition.items if item.endswith("_pustules")]) == 4
    assert definition.provenance.status == "unconfirmed"


@pytest.mark.requirement("PSO-INSTR-009")
def test_pasi_and_gppasi_read_one_record() -> None:
    """
    By hand: all ones and area 1 is 3 a region, with pustules 0 it is 2.
    """
    record = dict.fromkeys(ps.PASI.items, 1) | {
        f"{region}_pustules": 0 for region in ("head", "upper_extremities", "trunk", "lower_extremities")
    }

    assert ps.score(ps.PASI, record).value == 3
    assert ps.score(ps.GPPASI, record).value == 2
    assert ps.judge((ps.PASI >= 3) & (ps.GPPASI < 3), record) is ps.Truth.TRUE


@pytest.mark.requirement("PSO-INSTR-010")
@pytest.mark.parametrize(
    ("percent", "grade"), [(0, 0), (0.5, 1), (9.9, 1), (10, 2), (30, 3), (50, 4), (70, 5), (90, 6), (100, 6)]
)
def test_the_area_comes_as_a_percentage_too(percent: float, grade: int) -> None:
    # Specification A2: half-open bands.
    signs: dict[str, Any] = dict.fromkeys(SCALP[:3], 1)

    assert ps.score(ps.PSSI, signs | {"scalp_area_percent": percent}).value == 3 * grade


@pytest.mark.requirement("PSO-INSTR-010")
@pytest.mark.parametrize(
    ("signs", "area", "named"), [(1, 0, ["sign_without_area"]), (0, 1, ["area_without_sign"]), (0, 0, [])]
)
def test_contradictions_are_named(signs: int, area: int, named: list[str]) -> None:
    scored = ps.score(ps.PSSI, dict.fromkeys(SCALP[:3], signs) | {"scalp_area": area})

    assert scored.value == 0
    assert [warning.kind for warning in scored.warnings] == named


HUNDREDTHS = st.integers(0, 400).map(lambda units: Fraction(units, 100))


@pytest.mark.requirement("PSO-INSTR-015")
@given(means=st.tuples(HUNDREDTHS, HUNDREDTHS, HUNDREDTHS), area=st.integers(0, 6))
def test_spasi_equals_the_oracle(means: tuple[Fraction, Fraction, Fraction], area: int) -> None:
    record = dict(zip(ps.SPASI.items, (*means, area), strict=True))

    assert ps.score(ps.SPASI, record).exact == oracle.spasi(*means, area)


@pytest.mark.requirement("PSO-INSTR-015")
def test_a_mean_of_more_than_two_decimals_is_refused() -> None:
    record = dict(zip(ps.SPASI.items, (4 / 3, 1, 1, 1), strict=True))

    (fault,) = ps.check(ps.SPASI, record)

    assert (fault.item, fault.kind) == ("body_mean_redness", "too_fine")


@pytest.mark.parametrize("sign", SCALP[:3])
def test_a_single_slight_sign_contradicts_no_area(sign: str) -> None:
    scored = ps.score(ps.PSSI, dict.fromkeys(SCALP[:3], 0) | {sign: 1, "scalp_area": 0})

    assert [warning.kind for warning in scored.warnings] == ["sign_without_area"]


def test_what_an_index_is_made_of_is_said_by_name() -> None:
    with pytest.raises(TypeError):
        regional_index("x", "X", {"a": Decimal(1)}, signs=("s",), provenance=ps.PASI.provenance)  # type: ignore[call-arg]


def test_a_sign_has_four_points_whatever_its_scale() -> None:
    # Specification A1: 0 to 4; means of signs come in hundredths, signs in half points in halves.
    for scale in (1, 2, 100):
        index = regional_index(
            "x",
            "X",
            weights={"a": Decimal(1)},
            signs=("s",),
            provenance=ps.PASI.provenance,
            sign_scale=scale,
        )
        assert (index.low, index.high) == (0, 4 * 6)


@pytest.mark.requirement("PSO-INSTR-009")
def test_in_print_a_sign_is_its_first_letter_with_the_region_below() -> None:
    """
    Fredriksson's E, I, D and A by region, with P for pustules where there is no induration.
    """
    for index, second in ((ps.PASI_HALF_POINTS, "I"), (ps.GPPASI, "P")):
        _, printed = index.formula("latex").split(" = ")
        assert printed == " + ".join(
            rf"{weight} \cdot \left({signs}\right) \cdot A_{{{region}}}"
            for weight, region in zip((0.1, 0.2, 0.3, 0.4), "hutl", strict=True)
            for signs in [" + ".join(f"{letter}_{{{region}}}" for letter in ("E", second, "D"))]
        )
