"""Every public name says what it is; a door says what missing answers do, what it raises, and shows it.

Read from the syntax trees: the names in ``__all__`` of each module of the package.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import psoscore as ps

SOURCE = Path(__file__).parents[1] / "src" / "psoscore"

DATA = frozenset(
    {
        *("record", "arrays", "frame", "facts", "baseline", "visit", "readings", "weight_kg"),
        *("answers", "relation", "weights_kg", "scores", "flags"),
    }
)
"""Names of parameters that stand for data of patients."""

DOORS_OF_THE_ENGINE = frozenset(
    {"engine/record/door.py", "engine/arrays/door.py", "engine/columns/door.py", "engine/frames/door.py"}
)
INSIDE = frozenset(
    {
        *("eager_frame.py", "new_frame.py", "amount_arrays.py", "summaries/group.py"),
        *("eligibility/reading.py", "severity/classified.py"),
    }
)
"""What other modules of the package call, and no user."""

MISSING = re.compile(
    r"missing|unknown|blank|unrecorded|absent|\bnull|\bNone\b|\bNaN\b|nothing is known", re.IGNORECASE
)
SUMMARY_ENDS = (".", "?", "!", ":")


class Definition(NamedTuple):
    """A public function or class, or a public method of such a class."""

    label: str
    node: ast.FunctionDef | ast.ClassDef
    doc: str
    module_doc: str


def exported(tree: ast.Module) -> set[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def public() -> list[Definition]:
    found = []
    for file in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        module, names = file.relative_to(SOURCE).as_posix(), exported(tree)
        about = ast.get_docstring(tree) or ""
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name not in names:
                continue
            found.append(Definition(f"{module}::{node.name}", node, ast.get_docstring(node) or "", about))
            for child in node.body if isinstance(node, ast.ClassDef) else ():
                if isinstance(child, ast.FunctionDef) and not child.name.startswith("_"):
                    label = f"{module}::{node.name}.{child.name}"
                    found.append(Definition(label, child, ast.get_docstring(child) or "", about))
    return found


INSIDE_NAMES = frozenset({"endpoints/change.py::facts", "endpoints/change.py::improvement"}) | {
    "infusion/dose_arrays.py::read_weights"
}
"""Pieces that neighbouring modules share; the first two take names of items, not data."""

PUBLIC = public()
FUNCTIONS = [one for one in PUBLIC if isinstance(one.node, ast.FunctionDef)]


def parameters(one: Definition) -> list[str]:
    assert isinstance(one.node, ast.FunctionDef)
    named = one.node.args
    return [each.arg for each in (*named.posonlyargs, *named.args, *named.kwonlyargs)]


def is_overload(one: Definition) -> bool:
    return any("overload" in ast.unparse(each) for each in one.node.decorator_list)


def is_door(one: Definition) -> bool:
    """A function of a module, not a method, that takes data of patients."""
    module, _, name = one.label.partition("::")
    inside = (
        one.label in INSIDE_NAMES
        or module in INSIDE
        or (module.startswith("engine/") and module not in DOORS_OF_THE_ENGINE)
    )
    return not inside and "." not in name and bool(DATA.intersection(parameters(one)))


DOORS = [one for one in FUNCTIONS if is_door(one) and not is_overload(one)]


def gives_nothing(one: Definition) -> bool:
    assert isinstance(one.node, ast.FunctionDef)
    return one.node.returns is not None and ast.unparse(one.node.returns) == "None"


def raises_input_error(one: Definition) -> bool:
    return any(
        isinstance(node, ast.Raise) and "InputError" in ast.unparse(node) for node in ast.walk(one.node)
    )


def test_there_are_names_to_read() -> None:
    labels = {one.label for one in PUBLIC}

    assert {"truth.py::Truth", "engine/record/door.py::score", "definitions.py::Score.formula"} <= labels
    assert "engine/record/door.py::score" in {one.label for one in DOORS}


def test_every_public_name_has_a_docstring_that_begins_with_a_sentence() -> None:
    silent = [one.label for one in PUBLIC if not is_overload(one) and not one.doc]
    unfinished = [
        one.label
        for one in PUBLIC
        if one.doc and not one.doc.split("\n\n")[0].rstrip().endswith(SUMMARY_ENDS)
    ]

    assert (silent, unfinished) == ([], [])


def test_what_takes_data_says_what_a_missing_answer_does() -> None:
    assert [one.label for one in DOORS if not MISSING.search(one.doc)] == []


def test_what_takes_data_describes_its_arguments_and_its_result() -> None:
    lacking = [
        f"{one.label}: {section}"
        for one in DOORS
        for section in ("Args:", "Returns:")
        if section not in one.doc and not (section == "Returns:" and gives_nothing(one))
    ]

    assert lacking == []


def test_every_argument_that_is_described_exists_and_the_other_way_round() -> None:
    wrong = []
    for one in FUNCTIONS:
        described = re.search(r"^Args:\n(.*?)(?=^\S|\Z)", one.doc, re.MULTILINE | re.DOTALL)
        if described is None:
            continue
        node = one.node
        assert isinstance(node, ast.FunctionDef)
        stars = [each.arg for each in (node.args.vararg, node.args.kwarg) if each is not None]
        taken = [each for each in (*parameters(one), *stars) if each not in {"self", "cls"}]
        names = {
            name.strip("* `")
            for line in re.findall(r"^    ([^\s:][^:\n]*):", described[1], re.MULTILINE)
            for name in line.split(",")
        }
        wrong += [f"{one.label}: {name}" for name in sorted(names.symmetric_difference(taken) - {"draw"})]

    assert wrong == []


def test_what_raises_an_error_of_the_data_says_so() -> None:
    assert [
        one.label
        for one in FUNCTIONS
        if raises_input_error(one) and "Raises:" not in one.doc and one.label.partition("::")[0] not in INSIDE
    ] == []


def test_what_takes_data_shows_an_example() -> None:
    """
    In its own docstring, or in that of its module.
    """
    assert [one.label for one in DOORS if ">>>" not in one.doc + one.module_doc] == []


@pytest.mark.parametrize("definition", ps.catalogue(), ids=lambda one: str(one.name))
def test_the_file_of_a_definition_says_its_range_its_missing_rule_and_shows_it(definition: ps.Score) -> None:
    """
    Its sources stand on the definition itself, and are printed on its score card.
    """
    (home,) = [
        module
        for name, module in sys.modules.items()
        if name.startswith("psoscore.instruments.")
        and any(value is definition and key in module.__all__ for key, value in vars(module).items())
    ]
    said = " ".join(str(home.__doc__).split())

    assert f"{definition.low:g} to {definition.high:g}" in said
    assert "Missing data:" in said
    assert ">>>" in said
    assert definition.sources


def test_no_argument_hides_its_unit() -> None:
    """
    A plain number called weight, volume, duration or spacing would leave its unit to be guessed.
    """
    bare = {"weight", "volume", "duration", "spacing"}

    assert [one.label for one in FUNCTIONS if bare.intersection(parameters(one))] == []
