"""What goes into a transport file comes back from it, and what would not is refused."""

from __future__ import annotations

from datetime import date
from math import inf, nextafter
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import psoscore as ps
from psoscore.interop.xpt import write_xpt

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.requirement("PSO-ENDP-025")

NUMBERS = "allowed is 0, and from 5.4e-79 to 9.0e74 with either sign"
WHOLE = "allowed is whole numbers up to 2**53"
DAYS = "allowed is days from 1582-01-01 to 9999-12-31"
BLANK = "record: ends in a blank row; allowed is a number or a text that is not blank in the last row"
NUL = "has nul; allowed is text without the character NUL, which would end it"

# The range of IBM's floats is from 16**-65 to below 16**63; ReadStat, which writes the file, ends at 2**249.
LEAST, MOST = 16.0**-65, nextafter(2.0**249, 0)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"A": [1.0, 1e300]}, f"A: out of range; {NUMBERS}; 1 cell, at 1"),
        ({"A": [1e75, -1e75]}, f"A: out of range; {NUMBERS}; 2 cells, at 0, 1"),
        ({"A": [nextafter(MOST, inf)]}, f"A: out of range; {NUMBERS}; 1 cell, at 0"),
        ({"A": [1e-90, None]}, f"A: out of range; {NUMBERS}; 1 cell, at 0"),
        ({"A": [nextafter(LEAST, 0)]}, f"A: out of range; {NUMBERS}; 1 cell, at 0"),
        ({"ADY": [1e-90, 1.0]}, f"ADY: out of range; {NUMBERS}; 1 cell, at 0"),
        ({"A": [2**53, 2**53 + 1]}, f"A: out of range; {WHOLE}; 1 cell, at 1"),
        ({"A": [-(2**53) - 1, None]}, f"A: out of range; {WHOLE}; 1 cell, at 0"),
        ({"A": ["a\0b", "c"]}, f"A: {NUL}"),
        ({"A": ["x", ""]}, BLANK),
        ({"A": ["x", None], "B": [" ", "  "]}, BLANK),
        ({"A": [date(1200, 1, 1), date(1581, 12, 31)]}, f"A: out of range; {DAYS}; 2 cells, at 0, 1"),
    ],
)
def test_what_would_come_back_as_something_else_is_refused(
    columns: dict[str, Any], message: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.xpt"

    with pytest.raises(ps.InputError) as caught:
        write_xpt(pl.DataFrame(columns), file)

    assert str(caught.value) == message
    assert not file.exists()


def test_days_beyond_the_years_of_four_digits_are_refused(tmp_path: Path) -> None:
    days = pl.Series("A", [2_932_896, 2_932_897], dtype=pl.Int32).cast(pl.Date)  # 9999-12-31 and the next

    with pytest.raises(ps.InputError) as caught:
        write_xpt(days.to_frame(), tmp_path / "a.xpt")

    assert str(caught.value) == f"A: out of range; {DAYS}; 1 cell, at 1"


def test_a_label_has_no_nul(tmp_path: Path) -> None:
    with pytest.raises(ps.InputError) as caught:
        write_xpt(pl.DataFrame({"A": [1]}), tmp_path / "a.xpt", label="a\0b")

    assert str(caught.value) == "ADQS: 3 characters bad label; allowed is at most 40 characters, ASCII"


def back(frame: Any, folder: Path) -> pd.DataFrame:
    pyreadstat = pytest.importorskip("pyreadstat", reason="the extra xpt is not installed")
    write_xpt(frame, folder / "a.xpt")
    read: pd.DataFrame = pyreadstat.read_xport(folder / "a.xpt")[0]
    return read


ORDINARY = st.floats(LEAST, MOST) | st.floats(-MOST, -LEAST) | st.just(0.0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("transport")


@given(st.lists(ORDINARY, min_size=1, max_size=20))
@example([LEAST, MOST, -LEAST, -MOST, 0.0, 0.1, 2.0**53 + 2])
def test_every_number_that_is_taken_comes_back(folder: Path, numbers: list[float]) -> None:
    assert back(pl.DataFrame({"A": numbers}), folder)["A"].tolist() == numbers


@given(st.lists(st.integers(-(2**53), 2**53), min_size=1, max_size=20))
def test_every_whole_number_that_is_taken_comes_back(folder: Path, numbers: list[int]) -> None:
    assert back(pl.DataFrame({"A": numbers}), folder)["A"].tolist() == numbers


@given(st.lists(st.dates(date(1582, 1, 1)), min_size=1, max_size=20))
@example([date(1582, 1, 1), date(9999, 12, 31)])
def test_every_day_that_is_taken_comes_back(folder: Path, days: list[date]) -> None:
    assert back(pl.DataFrame({"A": days}), folder)["A"].tolist() == days


ASCII = st.text(st.characters(min_codepoint=1, max_codepoint=127), max_size=12)


@given(st.lists(ASCII, min_size=1, max_size=20))
@example(["y ", "", "  ", "x"])
def test_every_text_that_is_taken_comes_back_but_for_blanks_at_its_end(
    folder: Path, texts: list[str]
) -> None:
    read = back(pl.DataFrame({"A": texts, "B": [1.0] * len(texts)}), folder)

    assert read["A"].tolist() == [text.rstrip(" ") for text in texts]


def test_blank_rows_in_the_middle_and_at_an_end_with_numbers_come_back(folder: Path) -> None:
    assert len(back(pl.DataFrame({"A": ["", "", "x"]}), folder)) == 3
    assert len(back(pd.DataFrame({"A": ["x", ""], "B": [1.0, None]}), folder)) == 2
    assert len(back(pl.DataFrame({"A": []}, schema={"A": pl.String}), folder)) == 0


def test_a_file_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    frame = pl.DataFrame({"A": [1.0]})

    with pytest.raises(FileNotFoundError):
        write_xpt(frame, tmp_path / "nowhere" / "a.xpt")
    with pytest.raises(IsADirectoryError):
        write_xpt(frame, str(tmp_path))
