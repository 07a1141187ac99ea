"""The evidence says what is there: each exhaustive check names a test, each result adds up."""

from __future__ import annotations

import ast
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


def test_what_is_mutated_exists_and_each_survivor_has_its_reason() -> None:
    # Issue of the evidence: at least 95 % killed, every survivor listed with its reason.
    for one in evidence.mutations():
        assert (ROOT / one.module).exists()
        assert one.mutants - one.killed == len(one.survivors)
        assert one.killed >= 0.95 * one.mutants or one.result == "not yet run"


def test_a_module_without_a_result_says_so(tmp_path: Path) -> None:
    (tmp_path / "docs" / "evidence").mkdir(parents=True)
    (tmp_path / "docs" / "evidence" / "mutation.toml").write_text(
        '["a.py"]\nmutants = 4\nkilled = 3\nsurvivors = ["x"]\n'
    )
    (tmp_path / "noxfile.py").write_text('MUTATED = ("a.py", "b")\n')

    found = {one.module: one.result for one in evidence.mutations(tmp_path)}

    assert found == {"a.py": "3 of 4 killed (75.0 %)", "b": "not yet run"}
