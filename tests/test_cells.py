"""A place in the data in which something can stand."""

from __future__ import annotations

import pytest

from psoscore.cells import Cell
from psoscore.errors import DefinitionError


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"name": ""}, "a cell needs a name, not ''"),
        ({"name": "a", "aliases": ("A01", "a")}, "a: an alias is another name"),
        ({"name": "a", "low": 3, "high": 2}, "a: the least value 3 lies above the greatest 2"),
    ],
)
def test_a_cell_in_which_nothing_can_stand_is_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        Cell(**arguments)  # type: ignore[arg-type]

    assert str(raised.value) == message


def test_one_value_is_enough() -> None:
    assert Cell("a", low=2, high=2).low == 2


def test_a_cell_is_asked_as_its_question() -> None:
    assert Cell("dlqi_07b", question="dlqi_07").asked_as == "dlqi_07"
    assert Cell("dlqi_01").asked_as == "dlqi_01"


@pytest.mark.requirement("PSO-ENGINE-014")
def test_a_cell_is_a_value() -> None:
    assert Cell("a", high=3) == Cell("a", high=3) != Cell("a", high=4)
    assert hash(Cell("a", high=3)) == hash(Cell("a", high=3))
    with pytest.raises(AttributeError):
        Cell("a").high = 2  # type: ignore[misc]
