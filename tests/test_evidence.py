"""The evidence says what is there: each exhaustive check names a test, each result adds up."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

import evidence

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("check", evidence.checks(), ids=lambda one: one.test)
def test_an_exhaustive_check_names_a_test_that_is_there(check: evidence.Check) -> None:
    file, _, name = check.test.partition("::")
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))

    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert check.cases > 1


def test_each_survivor_of_mutation_has_its_reason() -> None:
    # Issue of the evidence: at least 95 % killed, every survivor listed with its reason.
    for one in (*evidence.mutations(), *evidence.rooms()):
        assert (ROOT / one.module).exists()
        assert (one.mutants or 0) - one.killed == sum(kind.times for kind in one.survivors)
        assert all(kind.change and kind.why for kind in one.survivors)
    rooms = evidence.rooms()
    assert sum(room.killed for room in rooms) >= 0.95 * sum(room.mutants or 0 for room in rooms)


def test_every_instrument_has_judges_of_its_mutants_that_are_there() -> None:
    """
    By a line of its own, or by a test file of its name: a folder's line would let a new one pass unjudged.
    """
    listed = tomllib.loads((ROOT / "tests" / "mutation" / "judges.toml").read_text(encoding="utf-8"))
    files = sorted((ROOT / "src" / "psoscore" / "instruments").glob("*.py"))
    judges = {one.stem: listed.get(f"instruments/{one.name}", [one.stem]) for one in files}

    missing = [
        f"{module}: tests/test_{name}.py"
        for module, names in (*judges.items(), *listed.items())
        for name in names
        if not (ROOT / "tests" / f"test_{name}.py").is_file()
    ]
    assert "instruments" not in listed
    assert not missing, "no such file judges:\n" + "\n".join(missing)


def test_modules_add_up_to_their_folder_and_one_not_run_or_changed_since_says_so(tmp_path: Path) -> None:
    (tmp_path / "docs" / "evidence").mkdir(parents=True)
    for name in ("a.py", "b/c.py", "b/d.py", "b/f.py", "e.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    # e3b0c442... is the SHA-256 of nothing (NIST, the example vector of length 0).
    (tmp_path / "docs" / "evidence" / "mutation.toml").write_text(
        '["a.py"]\nsha256 = "e3b0c442"\nmutants = 4\nkilled = 3\nsample = "half of it"\n'
        'survivors = [{ change = "x", why = "same" }]\n'
        '["b/c.py"]\nsha256 = "00000000"\nmutants = 6\nkilled = 3\n'
        'survivors = [{ change = "x", why = "same", times = 3 }]\n'
        '["b/d.py"]\nsha256 = "00000000"\nmutants = 2\nkilled = 1\nsample = "a third"\n'
        'survivors = [{ change = "x", why = "same" }]\n'
        '["b/f.py"]\nsha256 = "e3b0c442"\nmutants = 0\nkilled = 0\n'
    )
    (tmp_path / "noxfile.py").write_text('MUTATED = ("a.py", "b", "e.py")\n')

    assert {one.module: one.result for one in evidence.mutations(tmp_path)} == {
        "a.py": "3 of 4 killed (75.0 %); half of it",
        "b/c.py": "3 of 6 killed (50.0 %); changed since",
        "b/d.py": "1 of 2 killed (50.0 %); a third; changed since",
        "b/f.py": "nothing to change",
        "e.py": "not yet run",
    }
    assert {one.module: (one.result, *map(str, one.survivors)) for one in evidence.rooms(tmp_path)} == {
        "a.py": ("3 of 4 killed (75.0 %); a sample in 1 of 1 modules", "x: same"),
        "b": (
            "4 of 8 killed (50.0 %); a sample in 1 of 3 modules; 2 of 3 modules changed since",
            "x, 4 times: same",
        ),
        "e.py": ("not yet run",),
    }
