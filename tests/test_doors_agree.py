"""The record door equals the oracle, and the array door equals the record door, to the last bit."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import oracle
import psoscore as ps
from psoscore.instruments.pasi import PASI_HALF_POINTS
from psoscore.testing import cohorts, conditions, records, unrecorded

SLOW_TO_DRAW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
CODE = 9
"""The code of *not relevant* in the arrays of these tests."""

SCORES = {
    one.name: one
    for one in (
        *(ps.PASI, PASI_HALF_POINTS, ps.DLQI, ps.DLQI_R, ps.DLQI_BANDS, ps.DLQI_R_BANDS),
        *ps.DLQI.parts,
    )
}
"""By name, because Hypothesis prints what a failing test was given."""
AGE = ps.number("age", low=0, high=120, decimals=1)
FACTS = (AGE, ps.flag("pregnant"), ps.code("sex", ["F", "M"]), ps.day("diagnosis"))


def for_the_oracle(record: dict[str, Any], unseen: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The same record as the oracle writes it; what is never captured is marked."""
    told = {name: oracle.NR if cell is ps.NOT_RELEVANT else cell for name, cell in record.items()}
    return told | dict.fromkeys(unseen & told.keys(), oracle.UNRECORDED)


def bounds_of(
    definition: ps.Score, record: dict[str, Any], unseen: frozenset[str]
) -> tuple[Fraction, Fraction]:
    """The exact bounds of a score that has some."""
    low, high = ps.score(definition, record, unrecorded=unseen).exact_bounds
    assert low is not None
    assert high is not None
    return low, high


def oracle_of(definition: ps.Score, record: dict[str, Any]) -> tuple[Fraction | None, Any, Any]:
    """Value and bounds of the oracle."""
    if definition.name in oracle.DLQI_SUBSCALES:
        value = oracle.dlqi_subscale_value(record, definition.name)
        return value, *oracle.dlqi_subscale_bounds(record, definition.name)
    value_of, bounds_of = {
        "pasi": (oracle.pasi, oracle.pasi_bounds),
        "pasi_half_points": (oracle.pasi_half_points, oracle.pasi_half_points_bounds),
        "dlqi": (oracle.dlqi_value, oracle.dlqi_bounds),
        "dlqi_r": (oracle.dlqi_r_value, oracle.dlqi_r_bounds),
        "dlqi_band": (oracle.dlqi_band_value, oracle.dlqi_band_bounds),
        "dlqi_r_band": (oracle.dlqi_r_band_value, oracle.dlqi_r_band_bounds),
    }[definition.name]
    return value_of(record), *bounds_of(record)


@pytest.mark.requirement("PSO-ENGINE-002", "PSO-ENGINE-005")
@pytest.mark.parametrize("name", SCORES)
@given(data=st.data())
def test_the_record_door_equals_the_oracle(name: str, data: st.DataObject) -> None:
    """
    Value and bounds, with blank and with unrecorded cells. The bounds of the
    oracle are the least and the greatest score over every completion.
    """
    definition = SCORES[name]
    record = data.draw(records(definition, missing=True) | records(definition))
    unseen = data.draw(st.just(frozenset()) | unrecorded(definition))

    scored = ps.score(definition, record, unrecorded=unseen)

    value, low, high = oracle_of(definition, for_the_oracle(record, unseen))
    assert (scored.exact, *scored.exact_bounds) == (value, low, high)


@pytest.mark.requirement("PSO-ENGINE-006")
@pytest.mark.parametrize(
    ("name", "missing_of"),
    [("pasi", oracle.pasi_missing), ("dlqi", oracle.dlqi_missing), ("dlqi_r", oracle.dlqi_r_missing)],
)
@given(data=st.data())
def test_missing_names_the_cells_that_matter(name: str, missing_of: Any, data: st.DataObject) -> None:
    definition = SCORES[name]
    record = data.draw(records(definition, missing=True))

    assert sorted(ps.score(definition, record).missing) == sorted(missing_of(for_the_oracle(record)))


@pytest.mark.requirement("PSO-PASI-005")
@given(records(ps.PASI, missing=True))
def test_contradictions_are_those_of_the_oracle(record: dict[str, Any]) -> None:
    warned = {(fault.item.removesuffix("_area"), fault.kind) for fault in ps.score(ps.PASI, record).warnings}

    found = oracle.pasi_contradictions(for_the_oracle(record))
    assert warned == {(region, words.replace(" ", "_")) for region, words in found.items()}


def needed(record: dict[str, Any]) -> list[str]:
    """The items that would be missing if they were blank.

    Part b of question 7 is needed beside a plain no alone; beside *not relevant* its blank is an answer.
    """
    return sorted(name for name in record if name != "dlqi_07b" or record["dlqi_07a"] == 0)


@pytest.mark.requirement("PSO-ENGINE-003")
@pytest.mark.parametrize("name", SCORES)
@given(data=st.data())
def test_an_answer_never_widens_the_bounds(name: str, data: st.DataObject) -> None:
    definition = SCORES[name]
    complete = data.draw(records(definition))
    gaps = data.draw(st.frozensets(st.sampled_from(needed(complete)), min_size=1))
    unseen = data.draw(st.frozensets(st.sampled_from(sorted(gaps))))
    record = complete | dict.fromkeys(gaps)
    item = data.draw(st.sampled_from(sorted(gaps)))

    before = bounds_of(definition, record, unseen)
    after = bounds_of(definition, record | {item: complete[item]}, unseen - {item})

    assert before[0] <= after[0]
    assert after[1] <= before[1]


@pytest.mark.requirement("PSO-ENGINE-003", "PSO-ENGINE-007")
@given(st.data())
def test_an_answer_never_turns_a_settled_verdict_round(data: st.DataObject) -> None:
    condition = data.draw(conditions(ps.PASI, ps.DLQI, ps.DLQI_R, *FACTS))
    complete = data.draw(records(condition))
    gaps = data.draw(st.frozensets(st.sampled_from(needed(complete)), min_size=1))
    name = data.draw(st.sampled_from(sorted(gaps)))

    before = ps.judge(condition, complete | dict.fromkeys(gaps), basis="completions")
    after = ps.judge(condition, complete | dict.fromkeys(gaps - {name}), basis="completions")

    assert before in {ps.Truth.UNKNOWN, after}


def row_of(arrays: dict[str, Any], row: int, code: int | None) -> dict[str, Any]:
    """One row as a record, with Python's own numbers."""
    record = {}
    for name, column in arrays.items():
        masked = np.ma.getmaskarray(column)[row]
        value = None if masked else np.ma.getdata(column)[row]
        value = value.item() if isinstance(value, np.generic) else value
        same = code is not None and value == code and name.startswith("dlqi")
        record[name] = ps.NOT_RELEVANT if same else value
    return record


def as_floats(values: list[float | None]) -> list[float]:
    return [np.nan if value is None else value for value in values]


def assert_arrays_equal_records(
    definition: ps.Score, arrays: dict[str, Any], code: int | None = None, **options: Any
) -> None:
    size = len(next(iter(arrays.values())))
    single = [ps.score(definition, row_of(arrays, row, code), **options) for row in range(size)]

    values = ps.score_arrays(definition, arrays, not_relevant=code, **options)
    lows, highs = ps.bounds_arrays(definition, arrays, not_relevant=code, **options)

    assert values.dtype == lows.dtype == highs.dtype == np.float64
    np.testing.assert_array_equal(values, as_floats([one.value for one in single]), strict=False)
    np.testing.assert_array_equal(lows, [one.low for one in single])
    np.testing.assert_array_equal(highs, [one.high for one in single])


@pytest.mark.requirement("PSO-ENGINE-001", "PSO-ENGINE-013")
@pytest.mark.parametrize("name", SCORES)
@SLOW_TO_DRAW
@given(data=st.data())
def test_the_array_door_equals_the_record_door(name: str, data: st.DataObject) -> None:
    """
    Every type of array in one call, masked, with NaN and None, with questions
    in several forms, from no row on, and with items that were never captured.
    """
    definition = SCORES[name]
    code = CODE if data.draw(st.booleans()) and "dlqi" in str(definition.items) else None
    arrays = data.draw(cohorts(definition, missing=True, not_relevant=code))
    unseen = data.draw(st.just(frozenset()) | unrecorded(definition))
    assume(not unseen.issuperset(arrays))  # without a column there is no number of rows

    assert_arrays_equal_records(definition, arrays, code, unrecorded=unseen)


@pytest.mark.requirement("PSO-ENGINE-001", "PSO-ENGINE-013")
@pytest.mark.parametrize("kind", ["uint8", "int8", "int64", "float32", "float64", "object"])
@pytest.mark.parametrize("name", ["pasi", "dlqi", "dlqi_r"])
@SLOW_TO_DRAW
@given(data=st.data())
def test_every_type_of_array_scores_alike(name: str, kind: str, data: st.DataObject) -> None:
    """
    Also as views that are not contiguous: every second row, backwards, a column of a matrix.
    """
    definition = SCORES[name]
    arrays = data.draw(cohorts(definition, rows=5, missing=True, dtype=kind))
    backwards = {name: column[::-1] for name, column in arrays.items()}
    spread = {name: np.ma.repeat(column, 3)[::3] for name, column in arrays.items()}
    columns: dict[str, Any] = {
        name: np.ma.stack([column, column], axis=1)[:, 1] for name, column in arrays.items()
    }

    assert_arrays_equal_records(definition, arrays)
    expected = ps.score_arrays(definition, arrays, not_relevant=None)
    for view in (spread, columns):
        np.testing.assert_array_equal(ps.score_arrays(definition, view, not_relevant=None), expected)
    np.testing.assert_array_equal(ps.score_arrays(definition, backwards, not_relevant=None), expected[::-1])


@pytest.mark.requirement("PSO-ENGINE-013")
@pytest.mark.parametrize("rows", [0, 1])
@pytest.mark.parametrize("name", SCORES)
@SLOW_TO_DRAW
@given(data=st.data())
def test_no_row_and_one_row_are_cohorts_too(name: str, rows: int, data: st.DataObject) -> None:
    definition = SCORES[name]
    arrays = data.draw(cohorts(definition, rows=rows, missing=True))

    assert ps.score_arrays(definition, arrays, not_relevant=None).shape == (rows,)
    assert_arrays_equal_records(definition, arrays)


@pytest.mark.requirement("PSO-ENGINE-013")
@pytest.mark.parametrize("name", ["pasi", "dlqi"])
@SLOW_TO_DRAW
@given(data=st.data())
def test_truth_values_are_refused_where_a_number_is_asked_for(name: str, data: st.DataObject) -> None:
    definition = SCORES[name]
    arrays: dict[str, Any] = data.draw(cohorts(definition, rows=2))
    item = data.draw(st.sampled_from(sorted(arrays)))
    arrays[item] = np.array([True, False])

    (fault,) = ps.check_arrays(definition, arrays)

    assert (fault.item, fault.kind) == (item, "bool")


@pytest.mark.requirement("PSO-ENGINE-001", "PSO-ENGINE-007")
@pytest.mark.parametrize("basis", ["reported", "completions"])
@SLOW_TO_DRAW
@given(data=st.data())
def test_both_doors_judge_alike(basis: Any, data: st.DataObject) -> None:
    condition = data.draw(conditions(ps.PASI, ps.DLQI, ps.DLQI_R, ps.DLQI_BANDS, *FACTS))
    arrays = data.draw(cohorts(condition, missing=True, not_relevant=CODE))

    size = len(next(iter(arrays.values())))
    single = [ps.judge(condition, row_of(arrays, row, CODE), basis=basis).value for row in range(size)]
    verdicts = ps.judge_arrays(condition, arrays, basis=basis, not_relevant=CODE)

    assert verdicts.dtype == np.int8
    assert verdicts.tolist() == single


TRUTHS = {True: ps.Truth.TRUE, False: ps.Truth.FALSE, None: ps.Truth.UNKNOWN}


@pytest.mark.requirement("PSO-ENGINE-004", "PSO-ENGINE-007")
@pytest.mark.parametrize("name", SCORES)
@given(data=st.data())
def test_a_threshold_is_judged_as_the_oracle_judges_it(name: str, data: st.DataObject) -> None:
    """
    On the reported value where there is one, else on the bounds; the DLQI-R and
    its thresholds are fractions, compared as such.
    """
    definition = SCORES[name]
    record = data.draw(records(definition, missing=True))
    threshold = data.draw(st.fractions(0, int(definition.high), max_denominator=20))

    value, low, high = oracle_of(definition, for_the_oracle(record))
    between = (low, high) if value is None else (value, value)
    reaches = oracle.at_least_between(between, threshold)
    assert ps.judge(definition >= threshold, record) is TRUTHS[reaches]
    assert ps.judge(definition < threshold, record) is ~TRUTHS[reaches]
    exceeds = False if between[1] <= threshold else True if between[0] > threshold else None
    assert ps.judge(definition > threshold, record) is TRUTHS[exceeds]
    assert ps.judge(definition <= threshold, record) is ~TRUTHS[exceeds]


@pytest.mark.requirement("PSO-ENGINE-004")
def test_a_dlqi_r_above_a_threshold_is_above_it() -> None:
    """
    By hand: ten points in nine relevant questions are 100 / 9 = 11.11.
    """
    record = {f"dlqi_{number:02d}": 1 for number in range(1, 11)}
    record |= {"dlqi_01": 2, "dlqi_05": ps.NOT_RELEVANT}  # type: ignore[dict-item]

    dlqi_r, value = ps.DLQI_R, Fraction(100, 9)
    assert ps.judge(dlqi_r > 11, record) is ps.Truth.TRUE
    assert ps.judge(dlqi_r >= 11.05, record) is ps.Truth.TRUE
    assert ps.judge(dlqi_r >= value, record) is ps.Truth.TRUE
    assert ps.judge(dlqi_r > value, record) is ps.Truth.FALSE


@pytest.mark.requirement("PSO-ENGINE-008", "PSO-ENGINE-009")
@pytest.mark.parametrize(("text", "kind"), [("1e999999999", "out_of_range"), ("1e-999999999", "too_fine")])
def test_a_few_characters_do_not_fill_the_memory(text: str, kind: str) -> None:
    """
    Written out, the number would have a billion digits.
    """
    record = dict.fromkeys(ps.PASI.items, "2") | {"head_area": text}

    (fault,) = ps.check(ps.PASI, record, text="numbers")

    assert (fault.item, fault.kind, fault.value) == ("head_area", kind, repr(text))
    column = {name: np.array([cell]) for name, cell in record.items()}
    assert [one.kind for one in ps.check_arrays(ps.PASI, column, text="numbers")] == [kind]


class EveryPasi:
    """All 2,560,000 combinations of what (E + I + D) x A can be in the four regions.

    Each product stands for one way to reach it; the exact tenths are summed here
    in plain integers, 1 x head + 2 x arms + 3 x trunk + 4 x legs (specification A1).
    """

    products = oracle.region_products()

    def __init__(self) -> None:
        ways = {}
        for signs in product(range(5), repeat=3):
            for area in range(7):
                ways[sum(signs) * area] = (*signs, area)
        self.arrays: dict[str, np.ndarray[Any, Any]] = {}
        self.tenths = np.zeros((len(self.products),) * 4, np.int64)
        for axis, (region, weight) in enumerate(oracle.REGION_WEIGHT_TENTHS):
            along = np.indices(self.tenths.shape, np.uint8)[axis]
            self.tenths += weight * np.array(self.products)[along]
            for place, item in enumerate((*oracle.SIGNS, "area")):
                grades = np.array([ways[one][place] for one in self.products], np.uint8)
                self.arrays[f"{region}_{item}"] = grades[along]


@pytest.fixture(scope="module", name="every")
def _every() -> EveryPasi:
    return EveryPasi()


@pytest.mark.requirement("PSO-PASI-001", "PSO-PASI-002", "PSO-ENGINE-004")
def test_every_pasi_is_the_exact_tenth(every: EveryPasi) -> None:
    # 40 products a region: the count that specification A5 and its 2,560,000 combinations rest on.
    assert every.tenths.size == 40**4 == 2_560_000

    values = ps.score_arrays(ps.PASI, every.arrays)

    exact = np.array([float(Fraction(tenths, 10)) for tenths in range(721)])
    np.testing.assert_array_equal(values, exact[every.tenths], strict=True)
    assert len(np.unique(values)) == 697  # Specification A5


@pytest.mark.requirement("PSO-PASI-001", "PSO-ENGINE-004")
@pytest.mark.parametrize("threshold", [8, 10, 12])
def test_every_pasi_lies_on_the_right_side_of_a_threshold(every: EveryPasi, threshold: int) -> None:
    pasi = ps.PASI
    for condition, expected in (
        (pasi >= threshold, every.tenths >= 10 * threshold),
        (pasi > threshold, every.tenths > 10 * threshold),
    ):
        np.testing.assert_array_equal(ps.judge_arrays(condition, every.arrays), expected.astype(np.int8))


@pytest.mark.requirement("PSO-PASI-001", "PSO-ENGINE-004")
def test_every_tenth_is_a_threshold_that_holds_at_both_doors(every: EveryPasi) -> None:
    """
    Every k / 10, written as the float that a user would type, on 2,000 combinations,
    among them the 2,484 / 142 kind that binary floats miss (specification A5).
    """
    chosen = np.random.default_rng(8).integers(0, every.tenths.size, 2000)
    arrays = {name: column.ravel()[chosen] for name, column in every.arrays.items()}
    tenths = every.tenths.ravel()[chosen]
    records_ = [{name: int(column[row]) for name, column in arrays.items()} for row in range(20)]
    pasi = ps.PASI
    for k in range(721):
        condition = pasi >= k / 10
        assert (ps.judge_arrays(condition, arrays) == (tenths >= k)).all()
        verdicts = [ps.judge(condition, record).value for record in records_[k % 4 :: 4]]
        assert verdicts == [int(one >= k) for one in tenths[k % 4 : 20 : 4]]


@pytest.mark.requirement("PSO-ENGINE-001")
def test_doors_agree_on_floats_at_the_very_edge_of_a_unit() -> None:
    """
    A float stands for a unit within 1e-4 of it. Just inside, on and just
    outside that edge the doors take and refuse the same floats.
    """
    condition = ps.number("pasi", low=0, high=72, decimals=1) >= 5
    edges = [units / 10 + side for units in range(721) for side in (1e-4, -1e-4)]
    near = [float(np.nextafter(edge, towards)) for edge in edges for towards in (-99, 99)]
    values = [value for value in (*edges, *near) if 0 <= value <= 72]

    verdicts = ps.judge_arrays(condition, {"pasi": np.array(values)}, invalid="unknown")

    assert verdicts.tolist() == [
        ps.judge(condition, {"pasi": value}, invalid="unknown").value for value in values
    ]
    assert -1 in verdicts
