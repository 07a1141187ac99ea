"""The laws that every definition keeps, as ready-made property tests."""

from __future__ import annotations

# ruff: noqa: S101  the asserts are the tests
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from psoscore.engine.arrays.door import bounds_arrays, score_arrays
from psoscore.engine.frames.door import score_frame
from psoscore.engine.record.door import check, score
from psoscore.missing import is_missing
from psoscore.testing.cohort import cohorts
from psoscore.testing.fault import faulty_records
from psoscore.testing.record import Record, answers, records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from psoscore.definitions import Score

__all__ = ["laws"]

Law: TypeAlias = "Callable[[], None]"

UNHURRIED = settings(deadline=None)
"""Large definitions on a busy machine take longer than Hypothesis allows, and are no worse for it."""
ROWS = 4
FRAMES = ("polars", "pandas")
"""The libraries of which the first that is installed makes the frames."""


def laws(definition: Score, *, never_falls: bool = True) -> tuple[Law, ...]:
    """Property tests of a definition, each a function to be called without arguments.

    They say that a score lies between its bounds and within the range of its
    definition, that filling a gap never leaves the bounds, that every fault is
    found, that it does not fall when an item grows, and that arrays and frames
    give what each record gives.

    Args:
        definition: Yours or one of psoscore's.
        never_falls: Whether more of any item is never a lower score; False
            leaves that law out.

    Returns:
        The laws, named; the one on frames only where polars or pandas is installed.
        Each fails with the smallest example that breaks it.

    >>> from psoscore import PSSI
    >>> [law.__name__ for law in laws(PSSI)][:2]
    ['a_score_lies_between_its_bounds', 'a_filled_gap_stays_within_the_bounds']
    >>> for law in laws(PSSI):
    ...     law()
    """
    library = next((name for name in FRAMES if find_spec(name) is not None), None)

    @UNHURRIED
    @given(st.data())
    def a_score_lies_between_its_bounds(data: st.DataObject) -> None:
        scored = score(definition, data.draw(records(definition, missing=True)))
        _within(definition.low, scored.low, scored.high, definition.high)
        if scored.value is not None:
            _within(scored.low, scored.value, scored.high)

    @UNHURRIED
    @given(st.data())
    def a_filled_gap_stays_within_the_bounds(data: st.DataObject) -> None:
        record = data.draw(records(definition, missing=True))
        gaps = [name for name, answer in record.items() if answer is None]
        filled = record | {name: data.draw(answers(definition.cells[name])) for name in gaps}
        before, after = (score(definition, one) for one in (record, filled))
        _within(before.low, after.low, after.high, before.high)

    @UNHURRIED
    @given(faulty_records(definition))
    def a_fault_is_found(faulty: Any) -> None:
        found = {(fault.item, fault.kind) for fault in check(definition, faulty.record)}
        assert (faulty.item, faulty.kind) in found, f"check did not find {faulty.kind} in {faulty.item}"

    @UNHURRIED
    @given(st.data())
    def more_of_an_item_is_never_a_lower_score(data: st.DataObject) -> None:
        record = data.draw(records(definition, not_relevant=False))
        name = data.draw(st.sampled_from(sorted(name for name in record if record[name] is not None)))
        other = record | {name: data.draw(answers(definition.cells[name], not_relevant=False))}
        less, more = sorted((record, other), key=lambda one: one[name])
        _within(score(definition, less).low, score(definition, more).low)

    @UNHURRIED
    @given(cohorts(definition, rows=ROWS, missing=True))
    def arrays_give_what_each_record_gives(arrays: Mapping[str, Any]) -> None:
        one_by_one = [score(definition, record) for record in _rows(arrays)]
        low, high = bounds_arrays(definition, arrays, not_relevant=None)
        values = score_arrays(definition, arrays, not_relevant=None)
        assert _plain(values) == [one.value for one in one_by_one]
        assert _plain(low) == [one.low for one in one_by_one]
        assert _plain(high) == [one.high for one in one_by_one]

    @UNHURRIED
    @given(cohorts(definition, rows=ROWS, missing=True, dtype="float64"))
    def frames_give_what_each_record_gives(arrays: Mapping[str, Any]) -> None:
        frame = __import__(str(library)).DataFrame(dict(arrays))
        found = score_frame(frame, definition, not_relevant=None)[definition.name]
        assert _plain(found) == [score(definition, record).value for record in _rows(arrays)]

    return (
        a_score_lies_between_its_bounds,
        a_filled_gap_stays_within_the_bounds,
        a_fault_is_found,
        *([more_of_an_item_is_never_a_lower_score] if never_falls else []),
        arrays_give_what_each_record_gives,
        *([frames_give_what_each_record_gives] if library is not None else []),
    )


def _within(*rising: float | None) -> None:
    """None is an end that there is not, as that of a ratio whose bottom may be 0."""
    known = [one for one in rising if one is not None]
    assert known == sorted(known), f"{known} does not rise"


def _rows(arrays: Mapping[str, Any]) -> list[Record]:
    return [{name: column[row] for name, column in arrays.items()} for row in range(ROWS)]


def _plain(column: Any) -> list[float | None]:
    return [None if is_missing(one) else float(one) for one in column]
