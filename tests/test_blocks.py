"""How columns of numbers are read: the everyday case in two passes, everything else cell by cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoscore.answers import NOT_RELEVANT
from psoscore.cells import Cell
from psoscore.engine.arrays.blocks import Block, Column, Faults
from psoscore.engine.options import Options
from psoscore.engine.states import Gap, read
from psoscore.errors import Fault
from psoscore.integer_arrays import narrow_type

pytestmark = pytest.mark.requirement("PSO-ENGINE-013")

SIGN = Cell("sign", high=4)
CELLS = (
    SIGN,
    Cell("shifted", low=2, high=9),
    Cell("signed", low=-3, high=3),
    Cell("part_a", high=3, allowed=(0, 3), not_relevant=True),
    Cell("wide", high=300),
    Cell("tenths", high=720, scale=10),
    Cell("percent", "measure", high=100),
    Cell("flag", "flag"),
)
VALUES = st.one_of(
    st.integers(-5, 12),
    st.integers(-(2**31), 2**31),
    st.sampled_from(
        [0.5, 2.5, 12.4, 12.45, 99.9, 9, 255, 256, 300, -0.0, np.nan, np.inf, -np.inf, 1e30, -1e30]
    ),
)


def block_of(cell: Cell, data: Any, mask: Any = None, code: Any = None) -> tuple[Block, Faults]:
    faults = Faults()
    with np.errstate(invalid="ignore", over="ignore"):
        column = Column(cell, data, None if mask is None else np.array(mask, bool), code)
        return column.block(0, len(data), faults), faults


def state_of(block: Block, row: int) -> Any:
    """What one row of a block holds, as the record door would say."""
    for gap, state in (
        (block.blank, Gap.BLANK),
        (block.unseen, Gap.REFUSED),
        (block.not_relevant, NOT_RELEVANT),
    ):
        if gap is not None and gap[row]:
            return state
    return block.values[row]


def narrowed(values: list[Any], kind: str) -> Any:
    """The values that an array of this type can hold."""
    dtype = np.dtype(kind)
    if dtype.kind == "f":
        return np.array(values, dtype)
    limits = np.iinfo(dtype)
    whole = [int(value) for value in values if np.isfinite(value)]
    return np.array([value for value in whole if limits.min <= value <= limits.max], dtype)


@pytest.mark.parametrize("cell", CELLS, ids=lambda one: one.name)
@pytest.mark.parametrize("kind", ["uint8", "int8", "int32", "uint64", "int64", "float32", "float64"])
@given(values=st.lists(VALUES, max_size=6), code=st.sampled_from([None, 9]), masked=st.booleans())
def test_a_block_holds_what_the_record_door_reads(
    cell: Cell,
    kind: str,
    values: list[Any],
    code: int | None,
    masked: bool,  # noqa: FBT001  drawn by name
) -> None:
    """
    Cell by cell, with codes and masks; and every bad cell is counted.
    """
    data = narrowed(values, kind)
    mask = [row % 2 == 0 for row in range(len(data))] if masked else None
    code = code if cell.not_relevant else None

    block, faults = block_of(cell, data, mask, code)

    bad: dict[str, list[int]] = {}
    for row, value in enumerate(data.tolist()):
        kept = None if mask is not None and mask[row] else value
        expected = read(cell, kept, Options(not_relevant=code))
        if isinstance(expected, Fault):
            bad.setdefault({"no_flag": "out_of_range"}.get(expected.kind, expected.kind), []).append(row)
            expected = Gap.REFUSED
        assert state_of(block, row) == expected
    if cell.kind != "flag":
        assert {kind: list(fault.rows) for (_, kind), fault in faults.found.items()} == {
            kind: rows[:5] for kind, rows in bad.items()
        }
        assert {kind: fault.count for (_, kind), fault in faults.found.items()} == {
            kind: len(rows) for kind, rows in bad.items()
        }


@pytest.mark.parametrize("high", [127, 128, 200, 255, 300])
def test_a_negative_number_is_never_taken_for_a_large_one(high: int) -> None:
    """
    As unsigned bytes -1 and -100 are 255 and 156.
    """
    weight = Cell("weight", high=high)

    for value in (-1, -100):
        _, faults = block_of(weight, np.array([value], np.int8))
        assert [kind for _, kind in faults.found] == ["out_of_range"]


def test_the_smallest_type_that_holds_a_number() -> None:
    for largest, kind in (
        (127, np.int8),
        (128, np.int16),
        (32767, np.int16),
        (32768, np.int32),
        (2**31, np.int64),
    ):
        assert narrow_type(largest) is kind
    assert narrow_type(2**80) is np.int64


def test_complete_blocks_are_whole_and_keep_no_gaps() -> None:
    assert block_of(SIGN, np.array([0, 4], np.uint8))[0].whole
    assert block_of(SIGN, np.array([0.0, 4.0]))[0].whole
    assert not block_of(SIGN, np.array([0.0, np.nan]))[0].whole
    assert block_of(SIGN, np.array([], np.int64))[0].whole


def test_bytes_of_a_value_as_it_came() -> None:
    assert Column(SIGN, np.zeros(2, np.float64)).item_bytes == 8
    assert Column(SIGN, ready=Block(np.zeros(2, np.int8))).item_bytes == 1


def spanning(low: Any, high: Any, low_mask: Any = None) -> tuple[Block, Faults]:
    faults = Faults()
    mask = None if low_mask is None else np.array(low_mask)
    column = Column(SIGN, np.array(low), mask, upper=Column(SIGN, np.array(high)))
    with np.errstate(invalid="ignore"):
        return column.block(0, len(low), faults), faults


def test_two_columns_of_ends_are_one_block() -> None:
    block, faults = spanning([0, 1, 2, 3], [0.0, 3.0, np.nan, 3.0], [False, False, False, True])

    assert faults.found == {}
    assert block.values[:2].tolist() == [0, 1]
    assert block.high is not None
    assert block.high[:2].tolist() == [0, 3]
    assert block.blank is not None
    assert block.blank.tolist() == [False, False, True, True]


def test_ends_the_wrong_way_round_are_a_fault() -> None:
    block, faults = spanning([3, 1, 2, 9], [1, 3, 2, 1])

    assert {kind: fault.rows for (_, kind), fault in faults.found.items()} == {
        "out_of_range": (3,),
        "ends_reversed": (0,),
    }
    assert block.unseen is not None
    assert block.unseen.tolist() == [True, False, False, True]


def test_upper_ends_that_span_themselves_reach_as_far() -> None:
    upper = Block(np.array([2], np.int8), high=np.array([4], np.int8))
    column = Column(SIGN, np.array([1]), upper=Column(SIGN, ready=upper))

    assert column.block(0, 1, Faults()).high == [4]


def test_faults_of_one_kind_join_and_keep_the_lowest_positions() -> None:
    faults = Faults()
    faults.add(SIGN, "out_of_range", np.array([10, 11, 12]), 7)
    faults.add(SIGN, "out_of_range", np.array([1, 2, 3]), 9)
    faults.add(SIGN, "bool", np.array([5]), 1)

    assert faults.found["sign", "out_of_range"] == Fault(
        "sign", "out_of_range", "0 to 4 in steps of 1", "9", "", (1, 2, 3, 10, 11), 6
    )
    assert faults.found["sign", "bool"].count == 1


@pytest.mark.parametrize("kind", [">i2", ">u2", ">i4", ">u8", "<i2", ">f4", ">f8"])
def test_the_order_of_bytes_changes_no_number(kind: str) -> None:
    """256 in big-endian bytes reads as 1 in little-endian ones; it is out of 0 to 6 either way."""
    faults = Faults()
    cell = Cell("area", high=6)
    block = Column(cell, np.array([6, 256, 1], kind)).block(0, 3, faults)
    came = "256.0" if "f" in kind else "256"
    assert [fault.message for fault in faults.found.values()] == [
        f"area: {came} out of range; allowed is 0 to 6 in steps of 1; 1 cell, at 1"
    ]
    assert block.values[[0, 2]].tolist() == [6, 1]
    wide = Column(Cell("days", high=1000), np.array([256, 3], kind)).block(0, 2, Faults())
    assert wide.values.tolist() == [256, 3]
