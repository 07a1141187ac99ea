"""The public names and their signatures are those that were agreed on.

They stand in ``public_api.txt``. A change of them is a change for everybody who
uses psoscore; when it is meant, write the file anew and commit it::

    .venv/bin/python -m nox -s api
"""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

import psoscore

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(psoscore.__path__[0])
SNAPSHOT = Path(__file__).with_name("public_api.txt")

ROOMS = (
    "psoscore",
    *("psoscore.eligibility", "psoscore.endpoints", "psoscore.infusion", "psoscore.plots", "psoscore.safety"),
    *("psoscore.severity", "psoscore.summaries", "psoscore.testing"),
)
"""The faces; each says in ``__all__`` what it offers."""

FURTHER = (
    *("dates", "errors", "provenance", "severity.goals", "severity.schemes", "terms", "truth", "captured"),
    *("endpoints.change", "endpoints.drop", "endpoints.relapse", "endpoints.response", "endpoints.threshold"),
    *("infusion.calendar", "infusion.dose_arrays", "infusion.dose_frame", "infusion.preparation_arrays"),
    *("instruments.pasi_words", "interop.adam", "interop.adam_metadata", "interop.xpt"),
    *("protocols.nct02491658", "protocols.nct02491658_criteria"),
    *("safety.time_point_arrays", "safety.time_point_frame"),
    *("safety.vital_sign_arrays", "safety.vital_sign_frame"),
)
"""Modules that pages and docstrings tell users to import from."""


def tree_of(module: str) -> ast.Module:
    path = SOURCE.joinpath(*module.split(".")[1:])
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return ast.parse(file.read_text(encoding="utf-8"))


def exported(tree: ast.Module) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return sorted(ast.literal_eval(node.value))
    return []


def origin(tree: ast.Module, name: str) -> tuple[str, str] | None:
    """The module that a name is imported from, and its name there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for one in node.names:
                if (one.asname or one.name) == name:
                    return node.module or "", one.name
    return None


def described(module: str, name: str) -> Iterator[str]:
    """One line a name, and one for each public method and field of a class.

    Read from the source, so that the text is the same on every version of Python.
    """
    tree = tree_of(module)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            yield f"{name}{signature(node)}"
        elif isinstance(node, ast.ClassDef) and node.name == name:
            yield f"class {name}({', '.join(map(ast.unparse, node.bases))})"
            yield from (f"    {name}.{line}" for line in members(node))
        elif isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name:
            yield f"{name}: {ast.unparse(node.annotation)}"
        elif isinstance(node, ast.Assign) and name in {ast.unparse(one) for one in node.targets}:
            yield name


def members(node: ast.ClassDef) -> Iterator[str]:
    for child in node.body:
        if isinstance(child, ast.FunctionDef) and (
            not child.name.startswith("_") or child.name == "__init__"
        ):
            decorators = {ast.unparse(one) for one in child.decorator_list}
            returned = ast.unparse(child.returns) if child.returns else ""
            yield (
                f"{child.name}: {returned}" if "property" in decorators else f"{child.name}{signature(child)}"
            )
        elif isinstance(child, ast.AnnAssign) and not ast.unparse(child.target).startswith("_"):
            default = " = ..." if child.value is not None else ""
            yield f"{ast.unparse(child.target)}: {ast.unparse(child.annotation)}{default}"
        elif isinstance(child, ast.Assign) and not ast.unparse(child.targets[0]).startswith("_"):
            yield ast.unparse(child)


def signature(node: ast.FunctionDef) -> str:
    returned = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"({ast.unparse(node.args)}){returned}"


def listing() -> str:
    """The whole surface, as text."""
    lines = ["# Written by: .venv/bin/python -m nox -s api"]
    for module in (*ROOMS, *(f"psoscore.{one}" for one in FURTHER)):
        tree = tree_of(module)
        lines += ["", f"[{module}]"]
        for name in exported(tree):
            found = [*described(module, name)]
            if found:
                lines += found
                continue
            there = origin(tree, name)
            lines.append(f"{name} from {there[0]}" if there else name)
            if there and f"psoscore.{'.'.join(there[0].split('.')[1:])}" not in shown_in_full():
                lines += [f"    {line}" for line in described(*there)]
    return "\n".join(lines) + "\n"


def shown_in_full() -> set[str]:
    return {*ROOMS[1:], *(f"psoscore.{one}" for one in FURTHER)}


def test_the_public_names_and_signatures_are_those_agreed_on() -> None:
    agreed, found = (text.splitlines() for text in (SNAPSHOT.read_text(encoding="utf-8"), listing()))

    gone = [line for line in agreed if line not in set(found)]
    new = [line for line in found if line not in set(agreed)]
    assert (gone, new) == ([], []), (
        "if this is meant: .venv/bin/python -m nox -s api, and a line in the changelog"
    )
    assert agreed == found


@pytest.mark.parametrize("module", [*ROOMS, *(f"psoscore.{one}" for one in FURTHER)])
def test_every_name_that_is_offered_is_there(module: str) -> None:
    offered = exported(tree_of(module))

    assert offered
    assert [name for name in offered if not hasattr(import_module(module), name)] == []


WORDS = {
    *("AllOf", "AnyOf", "AtLeast", "Between", "Blank", "Choice", "Given", "Greatest", "Item", "Not", "OneOf"),
    *("Product", "Ratio", "Reported", "Sum"),
}
BY_POSITION = {
    *(f"psoscore.terms.{one}" for one in WORDS),
    *(f"psoscore.eligibility.criterion.{one}" for one in ("Criterion", "Exclusion", "Inclusion")),
    *("psoscore.eligibility.protocol.Protocol", "psoscore.eligibility.verdict.Verdict"),
    *("psoscore.eligibility.verdict.Result", "psoscore.eligibility.cohort.attrition.Attrition"),
    *("psoscore.endpoints.bracket.Bracket", "psoscore.endpoints.imputation.Imputed"),
    *("psoscore.endpoints.visit_window_arrays.Windowed", "psoscore.answers.Interval"),
    *("psoscore.engine.record.scored.Scored", "psoscore.severity.classified.Classified"),
    "psoscore.interop.adam_metadata.Variable",
}
"""Words and criteria, which read like a sentence, and what only the library makes."""


def test_what_users_write_down_takes_its_fields_by_name() -> None:
    offered = {
        getattr(import_module(module), name)
        for module in (*ROOMS, *(f"psoscore.{one}" for one in FURTHER))
        for name in exported(tree_of(module))
        if isinstance(getattr(import_module(module), name), type)
    }

    by_position = {
        f"{one.__module__}.{one.__name__}"
        for one in offered
        if attrs.has(one) and any(field.init and not field.kw_only for field in attrs.fields(one))
    }
    assert by_position <= BY_POSITION


if __name__ == "__main__":
    SNAPSHOT.write_text(listing(), encoding="utf-8")
