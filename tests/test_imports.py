"""Nobody pays for a library that they did not bring."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

pytestmark = pytest.mark.requirement("PSO-ENGINE-016")

HEAVY = {
    *("numpy", "narwhals", "pandas", "polars", "pyarrow", "duckdb", "pyspark", "dask"),
    *("cattrs", "matplotlib", "scipy", "icalendar", "pyreadstat", "hypothesis"),
    *(
        "asyncio",
        "unittest",
        "email",
        "http",
        "urllib.request",
        "logging",
        "multiprocessing",
        "sqlite3",
        "xml",
    ),
}
"""Libraries of the extras, and corners of the standard library that take long to load."""


def imported_by(statement: str) -> set[str]:
    """The modules in memory after a statement, in an interpreter of its own."""
    program = f"import sys\n{statement}\nprint(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603  our own text
    return set(done.stdout.split())


def test_importing_psoscore_imports_nothing_heavy_that_attrs_does_not() -> None:
    assert imported_by("import psoscore") & HEAVY - imported_by("import attrs") == set()


def test_importing_psoscore_loads_no_door_but_what_one_record_needs() -> None:
    loaded = {name for name in imported_by("import psoscore") if name.startswith("psoscore.")}

    assert (
        loaded
        & {"psoscore.engine.arrays.door", "psoscore.engine.columns", "psoscore.plots", "psoscore.testing"}
        == set()
    )


def test_every_public_name_is_there_when_asked_for() -> None:
    """
    What loads on first use must load: each name of the face, from a fresh interpreter.
    """
    program = "import psoscore\nfor name in psoscore.__all__: getattr(psoscore, name)"

    assert "psoscore" in imported_by(program)


def test_everything_of_the_endpoints_comes_without_a_frame_library() -> None:
    program = "from psoscore.endpoints import *\nadqs, PASI_75"

    assert "narwhals" not in imported_by(program)


def test_scoring_one_record_needs_no_numpy() -> None:
    program = "import psoscore\npsoscore.score(psoscore.DLQI, {f'dlqi_{n:02d}': 1 for n in range(1, 11)})"

    assert imported_by(program) & {"numpy", "narwhals"} == set()


def test_trials_and_shapes_of_data_load_when_they_are_first_named() -> None:
    program = (
        "import psoscore as ps\n"
        "assert ps.protocols.nct02491658.PLAN and ps.interop.adam.adqs\n"
        "assert ps.interop.long.score_long and ps.interop.xpt"
    )

    assert {"psoscore.protocols.nct02491658", "psoscore.interop.long"} <= imported_by(program)


@pytest.mark.parametrize("room", ["protocols", "interop"])
def test_what_a_room_does_not_hold_is_said_by_name(room: str) -> None:
    with pytest.raises(AttributeError, match=rf"^module 'psoscore.{room}' has no attribute 'nothing'$"):
        _ = importlib.import_module(f"psoscore.{room}").nothing


@pytest.mark.parametrize(
    ("room", "name"),
    [
        ("eligibility", "screen_frame"),
        ("endpoints", "impute_scores"),
        ("protocols", "nct02491658"),
        ("interop", "adam"),
    ],
)
def test_a_prompt_completes_what_is_not_loaded_yet(room: str, name: str) -> None:
    asked = (
        f"import psoscore as ps\nassert {name!r} not in vars(ps.{room})\nassert {name!r} in dir(ps.{room})"
    )

    assert f"psoscore.{room}" in imported_by(asked)
