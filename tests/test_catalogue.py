"""What holds for every instrument that is shipped: listed, bounded, monotone, alike at each door."""

from __future__ import annotations

import re
import subprocess
import sys
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import psoscore as ps
from psoscore import instruments
from psoscore.engine.domain import pulled_both_ways
from psoscore.testing import cohorts, records

if TYPE_CHECKING:
    from psoscore.cells import Cell

CATALOGUE = {one.name: one for one in ps.catalogue()}
OWN_FILES = {"pasi", "pasi_half_points", "dlqi", "dlqi_r", "dlqi_band", "dlqi_r_band"}
"""Definitions whose doors, bounds and ranges are proved in files of their own."""
FAMILY = sorted(CATALOGUE.keys() - OWN_FILES)
TWENTY_NAILS = "napsi_20"
FEW_ANSWERS = 12
SLOW_TO_DRAW = settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)

# Specification A4, A14 and B8: the range of each; bands are counted from 0.
RANGES = {
    "bsa_from_grades": (0, 100),
    "bsa_from_percentages": (0, 100),
    "bsa_handprints": (0, 100),
    "bsa_palms": (0, 100),
    "cdlqi": (0, 30),
    "cdlqi_band": (0, 4),
    "gppasi": (0, 72),
    "gppga": (0, 4),
    "iga_mod_2011": (0, 4),
    "napsi_10": (0, 80),
    "napsi_20": (0, 160),
    "napsi_nail": (0, 8),
    "pga_x_bsa_5": (0, 400),
    "pga_x_bsa_6": (0, 500),
    "ppasi": (0, 72),
    "pppasi": (0, 72),
    "pssi": (0, 72),
    "spasi": (0, 72),
    "spga_5": (0, 4),
    "spga_6": (0, 5),
}


@pytest.mark.requirement("PSO-INSTR-023")
def test_the_catalogue_lists_what_every_file_makes_public() -> None:
    names = [one.name for one in ps.catalogue()]

    assert names == sorted(set(names))
    assert set(names) == RANGES.keys() | OWN_FILES, "RANGES has the published range of each, by hand"


@pytest.mark.requirement("PSO-INSTR-023")
def test_a_file_loads_only_when_it_is_asked_for() -> None:
    program = (
        "import sys, psoscore as ps\n"
        "files = [name for name in sys.modules if name.startswith('psoscore.instruments.')]\n"
        "print(*(name.rpartition('.')[2] for name in files))\n"
        "print(ps.instruments.napsi.NAPSI_20.name, ps.PSSI.name)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603  our own text
    loaded, names = done.stdout.splitlines()

    assert {"napsi", "pssi", "cdlqi", "bsa"} & set(loaded.split()) == set()
    assert names == "napsi_20 pssi"


def test_an_instrument_that_is_not_there_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match=r"^module 'psoscore.instruments' has no attribute 'sapasi'$"):
        _ = instruments.sapasi


@pytest.mark.requirement("PSO-INSTR-022")
@pytest.mark.parametrize("name", CATALOGUE)
def test_the_file_of_every_instrument_states_its_licence(name: str) -> None:
    files = [
        module
        for module in vars(instruments).values()
        if any(one is CATALOGUE[name] for one in vars_of(module))
    ]
    texts = [str(module.__doc__) for module in files]

    assert any("Licence:" in text or "is copyright of" in text for text in texts)


REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
LICENSED_AS = {
    **dict.fromkeys(
        ("bsa_from_grades", "bsa_from_percentages", "bsa_handprints", "bsa_palms"), "Body surface area"
    ),
    "cdlqi_band": "CDLQI",
    "dlqi_band": "DLQI",
    "dlqi_r_band": "DLQI-R",
    **dict.fromkeys(("napsi_nail", "napsi_10", "napsi_20"), "NAPSI"),
    "pasi_half_points": "PASI",
    **dict.fromkeys(("pga_x_bsa_5", "pga_x_bsa_6"), "PGA x BSA"),
    **dict.fromkeys(("spga_5", "spga_6"), "sPGA"),
}
"""What the page of licences calls those that do not stand there by their titles."""


@pytest.mark.requirement("PSO-INSTR-022")
@pytest.mark.parametrize("name", CATALOGUE)
def test_every_definition_has_its_row_on_the_page_of_licences(name: str) -> None:
    page = (REFERENCE / "licences.md").read_text(encoding="utf-8")
    licences = page.partition("## Licences\n")[2].partition("\n## ")[0]
    named = {one for row in re.findall(r"^\| (.+?) \|", licences, re.MULTILINE) for one in row.split(", ")}

    asked = LICENSED_AS.get(name, CATALOGUE[name].title)
    assert asked in named, f"say in docs/reference/licences.md what is known of the licence of {asked}"


PAGES = sorted((REFERENCE / "score-cards").glob("*.md"))


@pytest.mark.requirement("PSO-INSTR-022")
def test_every_definition_has_its_score_card() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    shown = re.findall(r"{score-card} psoscore\.(\w+)$", text, re.MULTILINE)

    assert sorted(shown) == sorted(set(shown))
    assert CATALOGUE.keys() <= {getattr(ps, name).name for name in shown}


def vars_of(module: Any) -> list[Any]:
    """The public definitions of a module; nothing for whatever else is there."""
    return [getattr(module, name) for name in getattr(module, "__all__", ()) if name.isupper()]


@pytest.mark.parametrize("name", FAMILY)
def test_the_range_is_the_published_one(name: str) -> None:
    definition = CATALOGUE[name]

    assert name in RANGES, f"write the published range of {name} into RANGES, by hand"
    assert (definition.low, definition.high) == RANGES[name]


@pytest.mark.parametrize("name", FAMILY)
def test_every_definition_says_where_it_comes_from_and_what_is_missing(name: str) -> None:
    definition = CATALOGUE[name]

    assert definition.missing_rule.endswith(".")
    assert definition.provenance.requirements
    assert definition.formula().startswith(f"{definition.title} = ")
    assert definition.formula("latex")


@pytest.mark.parametrize("name", FAMILY)
def test_no_item_pulls_in_both_directions(name: str) -> None:
    """
    So bounds are exact.
    """
    assert pulled_both_ways(CATALOGUE[name].term) == ()


def filled(cell: Cell) -> list[Any]:
    """All answers where they are few; else the ends, the middle and the first above the least."""
    units = range(cell.low, cell.high + 1)
    if cell.kind == "measure" or len(units) > FEW_ANSWERS:
        units = [cell.low, cell.low + 1, (cell.low + cell.high) // 2, cell.high]  # type: ignore[assignment]
    return [Fraction(unit, cell.scale) for unit in units]


@pytest.mark.requirement("PSO-INSTR-024", "PSO-INSTR-010")
@pytest.mark.parametrize("name", sorted(set(FAMILY) - {"cdlqi", "cdlqi_band", TWENTY_NAILS}))
@SLOW_TO_DRAW
@given(data=st.data())
def test_bounds_are_the_ends_over_all_completions(name: str, data: st.DataObject) -> None:
    """
    The CDLQI, in which a blank can be a complete answer, has its own test.
    """
    definition = CATALOGUE[name]
    record = data.draw(records(definition))
    gaps = data.draw(st.lists(st.sampled_from(sorted(record)), max_size=2, unique=True))
    scored = ps.score(definition, record | dict.fromkeys(gaps))

    completions = [
        ps.score(definition, record | dict(zip(gaps, given, strict=True))).exact_bounds
        for given in product(*(filled(definition.cells[gap]) for gap in gaps))
    ]

    lows, highs = zip(*completions, strict=True)
    assert scored.exact_bounds == (min(lows), max(highs))
    assert scored.exact == (min(lows) if min(lows) == max(highs) else None)


@pytest.mark.requirement("PSO-INSTR-024")
@pytest.mark.parametrize("name", sorted(set(FAMILY) - {TWENTY_NAILS}))
@SLOW_TO_DRAW
@given(data=st.data())
def test_a_score_does_not_fall_when_an_item_grows(name: str, data: st.DataObject) -> None:
    definition = CATALOGUE[name]
    record = data.draw(records(definition))
    item = data.draw(st.sampled_from(sorted(name for name, answer in record.items() if answer is not None)))
    cell = definition.cells[item]
    more = [one for one in filled(cell) if one > Fraction(record[item])]
    grown = record | ({item: data.draw(st.sampled_from(more))} if more else {})

    before, after = ps.score(definition, record), ps.score(definition, grown)

    assert before.low is not None
    assert before.high is not None
    assert after.low is not None
    assert after.high is not None
    assert before.low <= after.low
    assert before.high <= after.high


@pytest.mark.requirement("PSO-INSTR-024")
@pytest.mark.parametrize("name", sorted(set(FAMILY) - {TWENTY_NAILS, "napsi_10"}))
@SLOW_TO_DRAW
@given(data=st.data())
def test_arrays_give_what_each_record_gives(name: str, data: st.DataObject) -> None:
    arrays = data.draw(cohorts(CATALOGUE[name], missing=True))

    assert_doors_agree(CATALOGUE[name], arrays)


@pytest.mark.requirement("PSO-INSTR-024")
@pytest.mark.parametrize("name", ["napsi_10", TWENTY_NAILS])
@pytest.mark.parametrize("form", ["quadrants", "counts"])
def test_arrays_of_many_nails_give_what_each_record_gives(name: str, form: str) -> None:
    """
    Too many items for Hypothesis to draw one by one.
    """
    definition = CATALOGUE[name]
    first = set(definition.items)
    used = [one for one in definition.cells if (one in first) == (form == "quadrants")]
    generator = np.random.default_rng(6)
    arrays = {}
    for item in used:
        column = generator.integers(0, definition.cells[item].high + 1, 8).astype(float)
        column[generator.random(8) < 0.02] = np.nan
        arrays[item] = column

    assert_doors_agree(definition, arrays)


def assert_doors_agree(definition: ps.Score, arrays: dict[str, Any]) -> None:
    """Value and bounds of every row, through arrays and as a record."""
    size = len(next(iter(arrays.values())))
    rows = [{item: plain(column, row) for item, column in arrays.items()} for row in range(size)]
    scored = [ps.score(definition, row) for row in rows]
    values = ps.score_arrays(definition, arrays)
    low, high = ps.bounds_arrays(definition, arrays)

    assert [None if np.isnan(one) else one for one in values.tolist()] == [one.value for one in scored]
    assert low.tolist() == [one.low for one in scored]
    assert high.tolist() == [one.high for one in scored]


def plain(column: Any, row: int) -> Any:
    """One cell as the record door takes it; a masked entry is missing."""
    value = column[row]
    return None if value is np.ma.masked else value
