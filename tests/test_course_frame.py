"""Endpoints over visits in frames of every kind equal those of arrays."""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import psoscore as ps
from psoscore.endpoints import (
    LOCF_FROM_BASELINE,
    NRI,
    ModifiedNRI,
    first_found_arrays,
    first_found_frame,
    impute_frame,
    relapse_arrays,
    relapse_frame,
    sustained_arrays,
    sustained_frame,
    sustained_since_first_arrays,
)

KINDS = pytest.mark.parametrize(
    "kind", [pd.DataFrame, pl.DataFrame, pa.table], ids=["pandas", "polars", "pyarrow"]
)
SCORES = {"baseline": [20.0, 20.0, None], "w8": [10.0, None, 1.0], "w16": [15.0, 16.0, 9.0]}
FLAGS = {"w8": [1, 0, 0], "w16": [0, 1, -1], "why": ["failed", None, "failed"]}


def values(frame: Any, name: str) -> list[Any]:
    """A column as a list, None where it is missing."""
    found = nw.from_native(frame, eager_only=True)[name].to_list()
    return [None if one is None or one != one else one for one in found]  # noqa: PLR0124 - NaN


@KINDS
@pytest.mark.requirement("PSO-ENDP-005", "PSO-ENDP-006")
@pytest.mark.parametrize("name", ["npf", "emea"])
def test_relapse(kind: Any, name: str) -> None:
    frame = kind(SCORES)
    found = relapse_frame(frame, definition=name, visits=["w8", "w16"])

    scores = np.array([SCORES["w8"], SCORES["w16"]], float).T
    expected = relapse_arrays(np.array(SCORES["baseline"], float), scores, definition=name)
    assert type(found) is type(frame)
    assert [values(found, f"relapse_{one}") for one in ("w8", "w16")] == expected.T.tolist()


@KINDS
@pytest.mark.requirement("PSO-ENDP-010")
def test_sustained(kind: Any) -> None:
    found = sustained_frame(kind(FLAGS), responses=["w8", "w16"])

    flags = np.array([FLAGS["w8"], FLAGS["w16"]]).T
    assert [values(found, f"sustained_{one}") for one in ("w8", "w16")] == sustained_arrays(flags).T.tolist()
    assert values(found, "sustained_since_first") == sustained_since_first_arrays(flags).tolist()


@KINDS
@pytest.mark.requirement("PSO-ENDP-009")
def test_brackets(kind: Any) -> None:
    found = first_found_frame(kind(FLAGS), verdicts=["w8", "w16"], days=[57, 113], name="response")

    after, by = first_found_arrays(np.array([FLAGS["w8"], FLAGS["w16"]]).T, [57, 113])
    assert values(found, "response_after") == after.tolist()
    assert values(found, "response_by") == [None if np.isnan(one) else one for one in by]


@KINDS
@pytest.mark.requirement("PSO-ENDP-012", "PSO-ENDP-013", "PSO-ENDP-016")
def test_imputation_adds_columns_and_marks_them(kind: Any) -> None:
    nri = impute_frame(kind(FLAGS), NRI, responses=["w8", "w16"])
    modified = impute_frame(kind(FLAGS), ModifiedNRI(failures={"failed"}), responses=["w16"], reasons="why")

    # By hand: only the last flag is open, and that patient stopped for a reason that counts.
    assert values(nri, "w16") == [0, 1, -1]
    assert values(nri, "w16_nri") == values(modified, "w16_mnri") == [0, 1, 0]
    assert values(nri, "w8_imputed") == [0, 0, 0]
    assert values(nri, "w16_imputed") == values(modified, "w16_imputed") == [0, 0, 1]


@KINDS
@pytest.mark.requirement("PSO-ENDP-015")
def test_scores_are_carried_in_columns_of_their_own(kind: Any) -> None:
    scores = {"b": [20.0, 18.0], "w8": [None, 9.0], "w16": [4.0, None]}

    found = impute_frame(kind(scores), LOCF_FROM_BASELINE, scores=["w8", "w16"], baseline="b")

    assert values(found, "w8_locf") == [20.0, 9.0]
    assert values(found, "w16_locf") == [4.0, 9.0]
    assert values(found, "w8_imputed") == [1, 0]
    assert values(found, "w16_imputed") == [0, 1]


def test_columns_of_nullable_pandas_are_read_with_its_own_missing_value() -> None:
    frame = pd.DataFrame({"b": [20.0], "v": [4.0], "w": [pd.NA]}).convert_dtypes()

    found = relapse_frame(frame, definition="npf", baseline="b", visits=["v", "w"])

    assert (found["relapse_v"].item(), found["relapse_w"].item()) == (0, -1)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: sustained_frame(pl.DataFrame({"a": [1]}), responses=["b"]),
            "b: not a column; allowed is one of a",
        ),
        (
            lambda: sustained_frame(pl.DataFrame({"a": [1]}), responses="a"),
            "visits: missing; allowed is the columns of the visits, in order of time",
        ),
        (
            lambda: sustained_frame(pl.DataFrame({"a": [1], "sustained_a": [1]}), responses=["a"]),
            "sustained_a: column exists (rename the column first)",
        ),
        (
            lambda: sustained_frame(pl.LazyFrame({"a": [1]}), responses=["a"]),
            "frame: lazy; allowed is an eager frame (collect it first)",
        ),
        (
            lambda: sustained_frame([1], responses=["a"]),
            "frame: a list not a frame; allowed is a data frame",
        ),
        (
            lambda: sustained_frame(pd.DataFrame([[1, 2]], columns=["a", "a"]), responses=["a"]),
            "a: column twice (keep one of the columns)",
        ),
        (
            lambda: sustained_frame(pl.DataFrame({"a": [1]}), responses=["a", "a"]),
            "a: twice; allowed is the columns of the visits, in order of time",
        ),
        (
            lambda: relapse_frame(
                pl.DataFrame({"b": [20.0], "v": ["4"], "w": [18.0]}),
                definition="npf",
                baseline="b",
                visits=["v", "w"],
            ),
            "visits: no number; allowed is numbers; 1 cell, at 0",
        ),
        (
            lambda: impute_frame(pl.DataFrame({"a": [1]}), NRI),
            "say responses= for the columns of flags, or scores= for those of scores",
        ),
        (
            lambda: impute_frame(pl.DataFrame({"a": [1]}), NRI, responses=["a"], scores=["a"]),
            "say responses= for the columns of flags, or scores= for those of scores",
        ),
    ],
    ids=["absent", "text", "there", "lazy", "list", "two", "twice", "words", "nothing", "both"],
)
def test_a_frame_that_cannot_be_used_is_refused(make: Any, message: str) -> None:
    with pytest.raises((ps.InputError, ps.DefinitionError)) as caught:
        make()
    assert str(caught.value) == message


@pytest.mark.requirement("PSO-ENDP-010", "PSO-ENDP-012")
def test_nobody_and_no_visit_are_no_error() -> None:
    assert relapse_arrays(np.zeros(2), np.zeros((2, 0)), definition="npf").shape == (2, 0)
    assert relapse_arrays(np.zeros(0), np.zeros((0, 3)), definition="npf").shape == (0, 3)
    assert sustained_arrays(np.zeros((2, 0))).shape == (2, 0)
    assert sustained_since_first_arrays(np.zeros((2, 0))).tolist() == [0, 0]
    nobody = impute_frame(pl.DataFrame({"w8": pl.Series([], dtype=pl.Int8)}), NRI, responses=["w8"])
    assert nobody.shape == (0, 3)


@pytest.mark.requirement("PSO-ENDP-005")
def test_names_of_visits_may_come_one_after_the_other() -> None:
    """
    An iterator can be gone through once, and no visit may be lost by that.
    """
    flags, scores = pl.DataFrame(FLAGS), pl.DataFrame(SCORES)
    visits = ["w8", "w16"]

    assert sustained_frame(flags, responses=iter(visits)).equals(sustained_frame(flags, responses=visits))  # type: ignore[arg-type]
    assert impute_frame(flags, NRI, responses=iter(visits)).equals(impute_frame(flags, NRI, responses=visits))  # type: ignore[arg-type]
    assert relapse_frame(scores, definition="npf", visits=iter(visits)).equals(  # type: ignore[arg-type]
        relapse_frame(scores, definition="npf", visits=visits)
    )
