"""Hostile data at every door: a result or one of psoscore's own errors, and nothing else.

Not part of the ordinary run: ``nox -s fuzz -- 600`` spends ten minutes here.
"""

from __future__ import annotations

import json
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import assume
from hypothesis import strategies as st

import psoscore as ps
from psoscore.eligibility import from_json, screen_arrays, to_json
from psoscore.endpoints import change_arrays, change_of, percent_change_arrays, response_arrays, response_of
from psoscore.infusion import DoseRule, Product
from psoscore.infusion.dose_arrays import dose_arrays
from psoscore.protocols.nct02491658 import PROTOCOL
from psoscore.safety import fever_candidate, hypertension_candidate
from test_bad_input import ANYTHING

if TYPE_CHECKING:
    from conftest import Fuzz

CATALOGUE = st.sampled_from(ps.catalogue())
OPTIONS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "invalid": st.sampled_from(["error", "unknown", "x"]),
        "text": st.sampled_from(["refuse", "numbers", "x"]),
        "not_relevant": st.sampled_from([None, 9, 2, "9", 2.5, float("nan")]),
        "unrecorded": st.lists(st.sampled_from([*ps.PASI.cells, *ps.DLQI.cells, "x"]), max_size=3),
    },
)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
)
WRITTEN = to_json(PROTOCOL)
TRIAL = Path(__file__).parents[2] / "examples" / "nct02491658"


def refused_or(action: Any) -> Any:
    """What the action gives, or None where psoscore refused."""
    with suppress(ps.PsoscoreError):
        return action()
    return None


def record_of(data: st.DataObject, definition: Any) -> dict[Any, Any]:
    """Mostly complete records, with anything in a few cells."""
    names = [*definition.cells]
    filled = dict.fromkeys(definition.items, data.draw(st.sampled_from([0, 1, 2, None])))
    return filled | data.draw(
        st.dictionaries(st.sampled_from(names) | st.text(max_size=5), ANYTHING, max_size=6)
    )


def column(rows: int) -> st.SearchStrategy[Any]:
    """A column of any type, now and then of another length or shape."""

    def objects(cells: list[Any]) -> np.ndarray[Any, Any]:
        made = np.empty(len(cells), object)
        for place, cell in enumerate(cells):
            made[place] = cell
        return made

    def several(cells: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
        return st.lists(cells, min_size=rows, max_size=rows)

    kinds = st.sampled_from(["int8", "uint8", ">i4", "int64", "uint64", "bool"])
    return st.one_of(
        st.tuples(several(st.integers(0, 5)), kinds).map(lambda pair: np.array(pair[0]).astype(pair[1])),
        several(st.floats(width=32)).map(lambda cells: np.array(cells, "float32")),
        several(st.floats()).map(lambda cells: np.ma.masked_invalid(np.array(cells, float))),
        several(st.text(max_size=4)).map(lambda cells: np.array(cells, str)),
        several(st.integers(0, 9999)).map(lambda cells: np.array(cells, "datetime64[D]")),
        several(ANYTHING).map(objects),
        several(st.integers(0, 4) | st.none()),
        st.lists(st.integers(0, 4), max_size=3),
        st.integers(0, 4).map(lambda one: np.full((rows, 2), one)),
        ANYTHING,
    )


def columns_of(data: st.DataObject, names: list[str]) -> dict[str, Any]:
    """Good columns, and a few hostile ones."""
    rows = data.draw(st.integers(0, 4))
    columns: dict[str, Any] = {name: np.ones(rows) for name in names}
    hostile = data.draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
    return columns | {name: data.draw(column(rows)) for name in hostile}


def test_records(fuzz: Fuzz) -> None:
    def case(data: st.DataObject) -> None:
        definition, options = data.draw(CATALOGUE), data.draw(OPTIONS)
        record = record_of(data, definition)
        scored = refused_or(lambda: ps.score(definition, record, **options))
        if scored is not None:
            assert definition.low <= scored.low <= scored.high <= definition.high
            json.dumps(scored.to_dict())
            assert scored.explain()
        refused_or(lambda: ps.judge(definition >= 3, record, **options))
        refused_or(lambda: [fault.message for fault in ps.check(definition, record)])

    fuzz(case)


def test_forms(fuzz: Fuzz) -> None:
    def case(data: st.DataObject) -> None:
        grades = st.tuples(*[st.integers(0, 4) | ANYTHING] * 4) | ANYTHING
        regions = {
            name: data.draw(grades) for name in ("head", "upper_extremities", "trunk", "lower_extremities")
        }
        refused_or(lambda: ps.pasi(**regions))
        answers = data.draw(st.lists(st.integers(0, 3) | ANYTHING, min_size=9, max_size=11) | ANYTHING)
        refused_or(lambda: ps.dlqi(answers))
        percent = data.draw(ANYTHING)
        refused_or(lambda: ps.area_grade(percent))

    fuzz(case)


def test_arrays(fuzz: Fuzz) -> None:
    def case(data: st.DataObject) -> None:
        definition, options = data.draw(CATALOGUE), data.draw(OPTIONS)
        columns = columns_of(data, list(definition.items))
        refused_or(lambda: ps.score_arrays(definition, columns, **options))
        bounds = refused_or(lambda: ps.bounds_arrays(definition, columns, **options))
        if bounds is not None:
            assert (bounds[0] <= bounds[1]).all()
        refused_or(lambda: ps.judge_arrays(definition >= 3, columns, **options))
        refused_or(lambda: [fault.message for fault in ps.check_arrays(definition, columns)])

    fuzz(case)


BACKENDS: st.SearchStrategy[Any] = st.sampled_from([None, "numpy_nullable", "pyarrow"])
"""The types that a pandas frame is given; None keeps its own."""
MAKERS = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.table}


@pytest.mark.parametrize("library", MAKERS)
def test_frames(library: str, fuzz: Fuzz) -> None:
    def case(data: st.DataObject) -> None:
        definition, options = data.draw(CATALOGUE), data.draw(OPTIONS)
        columns, backend = columns_of(data, list(definition.items)), data.draw(BACKENDS)
        try:
            frame = MAKERS[library](columns)
            if isinstance(frame, pd.DataFrame) and backend:
                frame = frame.convert_dtypes(dtype_backend=backend)
        except BaseException:  # noqa: BLE001  what the library itself refuses, polars by a panic, never reaches us
            assume(False)  # noqa: FBT003  Hypothesis takes no keyword
        refused_or(lambda: ps.score_frame(frame, definition, bounds=True, **options))
        refused_or(lambda: ps.check_frame(frame, definition))

    fuzz(case)


def test_screening(fuzz: Fuzz) -> None:
    names = sorted(PROTOCOL.facts)

    def case(data: st.DataObject) -> None:
        facts = data.draw(st.dictionaries(st.sampled_from(names) | st.text(max_size=5), ANYTHING))
        facts = dict.fromkeys(names) | facts
        verdict = refused_or(
            lambda: ps.screen(PROTOCOL, facts, invalid=data.draw(st.sampled_from(["error", "unknown"])))
        )
        if verdict is not None:
            assert str(verdict)
        columns = columns_of(data, names)
        refused_or(lambda: screen_arrays(PROTOCOL, columns))

    fuzz(case)


def test_protocol_text(fuzz: Fuzz) -> None:
    def case(data: st.DataObject) -> None:
        document = json.loads(WRITTEN)
        document.pop("fingerprint", None)
        for _ in range(data.draw(st.integers(1, 3))):
            spoil(data, document)
        text = data.draw(st.just(json.dumps(document)) | JSON.map(json.dumps) | st.text() | cuts(WRITTEN))
        protocol = refused_or(lambda: from_json(text))
        if protocol is not None:
            assert from_json(to_json(protocol)) == protocol

    fuzz(case)


def spoil(data: st.DataObject, document: Any) -> None:
    """Replace, remove or add something somewhere."""
    place = document
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if isinstance(place[key], dict | list) and data.draw(st.booleans()):
            place = place[key]
            continue
        match data.draw(st.sampled_from(["replace", "remove", "add"])):
            case "replace":
                place[key] = data.draw(JSON)
            case "remove":
                del place[key]
            case _ if isinstance(place, dict):
                place[data.draw(st.text(max_size=5))] = data.draw(JSON)
            case _:
                place.append(place[key])
        return


def cuts(text: str) -> st.SearchStrategy[str]:
    """The text with a stretch of it taken out."""
    ends = st.integers(0, len(text))
    return st.tuples(ends, ends).map(lambda pair: text[: min(pair)] + text[max(pair) :])


def test_doses_and_vital_signs(fuzz: Fuzz) -> None:
    rule = DoseRule(cells_per_kg=1_000_000, basis="viable")
    vial = Product(viability=1, cells_per_container=25_000_000)

    def case(data: st.DataObject) -> None:
        weight, other = data.draw(ANYTHING), data.draw(ANYTHING)
        refused_or(lambda: rule.dose_for(weight_kg=weight))
        refused_or(lambda: DoseRule(cells_per_kg=weight, max_cells=other, basis="viable"))
        refused_or(lambda: Product(viability=weight, cells_per_container=other))
        refused_or(lambda: fever_candidate(weight, unit="C", duration_hours=other))
        refused_or(lambda: hypertension_candidate(weight, other, unit="mmHg"))
        weights = data.draw(column(3))
        refused_or(lambda: dose_arrays(rule, weights, product=vial))

    fuzz(case)


def test_endpoints_and_schemes(fuzz: Fuzz) -> None:
    def case(data: st.DataObject) -> None:
        before, after = data.draw(ANYTHING), data.draw(ANYTHING)
        refused_or(lambda: change_of(before, after))
        refused_or(lambda: response_of(before, after, percent=75))
        refused_or(lambda: ps.classify(pasi=before, bsa=after, scheme="rule_of_tens"))
        refused_or(lambda: ps.treatment_goal(bsa_baseline=before, bsa=after, scheme="npf2017"))
        rows = data.draw(st.integers(0, 4))
        first, second = data.draw(column(rows)), data.draw(column(rows))
        refused_or(lambda: change_arrays(first, second))
        refused_or(lambda: percent_change_arrays(first, second))
        refused_or(lambda: response_arrays(first, second, percent=75))

    fuzz(case)


def test_the_file_of_the_example(
    fuzz: Fuzz, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Whatever the file: 0 or 2, and a message; never a traceback.
    """
    monkeypatch.syspath_prepend(str(TRIAL))
    from run import main  # noqa: PLC0415  the folder has just come on the path

    folder = tmp_path_factory.mktemp("trial")
    lines = (TRIAL / "cohort.csv").read_bytes().splitlines(keepends=True)[:7]

    def case(data: st.DataObject) -> None:
        content = b"".join(lines)
        for _ in range(data.draw(st.integers(1, 4))):
            begin = data.draw(st.integers(0, len(content)))
            end = data.draw(st.integers(begin, min(begin + 40, len(content))))
            inside = st.binary(max_size=8) | st.sampled_from(
                [b",", b'"', b"\n", b"-1", b"9", b"\x00", b"\xff", b";"]
            )
            content = content[:begin] + data.draw(inside) + content[end:]
        (folder / "items.csv").write_bytes(content)
        said = StringIO()
        with redirect_stdout(StringIO()), redirect_stderr(said):
            done = main([str(folder / "items.csv"), "--out", str(folder / "out")])
        assert done == 0 or (done == 2 and said.getvalue())

    fuzz(case)
