"""Every definition of the catalogue against the oracle, on complete records of every form.

A new definition fails here until the oracle knows it. Records with gaps have
their laws beside each instrument.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
import psoscore as ps
from psoscore.testing import records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REGIONS = tuple(region for region, _ in oracle.REGION_WEIGHT_TENTHS)


def exact(number: Any) -> Fraction:
    """The number that a cell prints, as 12.34 is 1234 hundredths."""
    return Fraction(str(number))


def questionnaire(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: oracle.NR if answer is ps.NOT_RELEVANT else answer for name, answer in record.items()}


def cdlqi(record: Mapping[str, Any]) -> int:
    seven = [answer for name, answer in record.items() if name.startswith("cdlqi_07")]
    combined = oracle.cdlqi_question_7(*seven) if len(seven) > 1 else seven[0]
    answers = [record.get(f"cdlqi_{number:02d}", combined) for number in range(1, 11)]
    total = oracle.cdlqi_value(answers)
    assert total is not None
    return total


def nails(record: Mapping[str, Any]) -> int:
    """A nail by its quadrants, or matrix and bed counted: each point is one quadrant with a sign."""
    return sum(record.values())


def prints(record: Mapping[str, Any]) -> Fraction:
    """A handprint is 1 % of the body: specification A4."""
    return sum((exact(count) for count in record.values()), Fraction(0))


def spasi(record: Mapping[str, Any]) -> Fraction:
    area = record.get("body_area")
    grade = oracle.area_grade(record["body_area_percent"]) if area is None else area
    redness, thickness, scaling = (
        exact(record[f"body_mean_{sign}"]) for sign in ("redness", "thickness", "scaling")
    )
    return oracle.spasi(redness, thickness, scaling, grade)


def grade(record: Mapping[str, Any]) -> int:
    (only,) = record.values()
    return int(only)


def product(record: Mapping[str, Any]) -> Fraction:
    pga, bsa = record.values()
    return oracle.pga_by_bsa(pga, exact(bsa))


def sibling(name: str) -> Callable[[Mapping[str, Any]], Fraction | None]:
    return lambda record: oracle.sibling_value(name, record)


SAID: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "bsa_from_percentages": lambda one: oracle.bsa_percent(
        *(exact(one[f"{region}_percent"]) for region in REGIONS)
    ),
    "bsa_handprints": prints,
    "bsa_palms": prints,
    "cdlqi": cdlqi,
    "cdlqi_band": lambda one: oracle.cdlqi_band(cdlqi(one)),
    "dlqi": lambda one: oracle.dlqi_value(questionnaire(one)),
    "dlqi_band": lambda one: oracle.dlqi_band_value(questionnaire(one)),
    "dlqi_r": lambda one: oracle.dlqi_r_value(questionnaire(one)),
    "dlqi_r_band": lambda one: oracle.dlqi_r_band_value(questionnaire(one)),
    "gppasi": sibling("gppasi"),
    "gppga": lambda one: oracle.gppga(*one.values()),
    "iga_mod_2011": grade,
    "napsi_10": nails,
    "napsi_20": nails,
    "napsi_nail": nails,
    "pasi": oracle.pasi,
    "pasi_half_points": oracle.pasi_half_points,
    "pga_x_bsa_5": product,
    "pga_x_bsa_6": product,
    "ppasi": sibling("ppasi"),
    "pppasi": sibling("pppasi"),
    "pssi": sibling("pssi"),
    "spasi": spasi,
    "spga_5": grade,
    "spga_6": grade,
}


def test_the_oracle_knows_every_definition() -> None:
    """
    Of bsa_from_grades there are bounds only; test_bsa holds them against the oracle.
    """
    assert SAID.keys() | {"bsa_from_grades"} == {one.name for one in ps.catalogue()}


@pytest.mark.parametrize("name", SAID)
@given(data=st.data())
def test_a_complete_record_scores_what_the_oracle_says(name: str, data: st.DataObject) -> None:
    definition = next(one for one in ps.catalogue() if one.name == name)
    record = data.draw(records(definition))

    assert ps.score(definition, record).exact == SAID[name](record)


def test_a_definition_of_many_items_is_checked_in_pandas() -> None:
    """
    Twenty nails have 160 items; a condition for each, one inside the other, was too deep for Python.
    """
    frame = pd.DataFrame([dict.fromkeys(ps.NAPSI_20.items, 1) | {"right_thumb_bed_1": 2}])

    (fault,) = ps.check_frame(frame, ps.NAPSI_20).to_dict("records")

    assert (fault["item"], fault["kind"]) == ("right_thumb_bed_1", "out_of_range")
