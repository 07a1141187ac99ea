"""Python sources as programs: what a change of the source changes, and where functions stand in it."""

from __future__ import annotations

import ast
import importlib.machinery
import importlib.util
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.machinery import ModuleSpec
    from types import CodeType, FunctionType

__all__ = ["Function", "Replacement", "exchange", "functions_in", "program"]


@dataclass(frozen=True, kw_only=True)
class Function:
    """A function that stands in no other: where it begins, its body, and whether its results are cached."""

    name: str
    line: int
    body: tuple[int, int]
    last_line: int
    cached: bool

    def holds(self, place: tuple[int, int]) -> bool:
        """Whether a place is in the body, where nothing matters before the function is called."""
        return self.body <= place and place[0] <= self.last_line


def functions_in(tree: ast.AST, prefix: str = "") -> Iterator[Function]:
    """Functions and methods from top to bottom, without those inside functions."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield Function(
                name=prefix + node.name,
                line=min([node.lineno, *(one.lineno for one in node.decorator_list)]),
                body=(node.body[0].lineno, node.body[0].col_offset),
                last_line=node.end_lineno or node.lineno,
                cached=any("cache" in ast.unparse(one) for one in node.decorator_list),
            )
        else:
            yield from functions_in(
                node, f"{prefix}{node.name}." if isinstance(node, ast.ClassDef) else prefix
            )


class Silent(ast.NodeTransformer):
    """Takes away what is there for readers and type checkers alone."""

    def visit_arg(self, node: ast.arg) -> ast.AST:
        """No annotation."""
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """No annotation of the result."""
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """An annotation, whatever it says: attrs asks whether there is one."""
        node.annotation = ast.Constant(value=...)
        return self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST:
        """Nothing under ``TYPE_CHECKING``."""
        return ast.Pass() if "TYPE_CHECKING" in ast.unparse(node.test) else self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        """No docstring."""
        return ast.Pass() if isinstance(node.value, ast.Constant) else self.generic_visit(node)


def program(source: str) -> str:
    """What a source does, in a form that can be compared; SyntaxError if it is none."""
    return ast.dump(Silent().visit(ast.parse(source)))


class Replacement(importlib.machinery.SourceFileLoader):
    """Imports one module from a source that stands in no file; to be put into ``sys.meta_path``."""

    def __init__(self, name: str, path: str, source: str) -> None:
        """Keep the source."""
        super().__init__(name, path)
        self.source = source

    def get_code(self, fullname: str) -> CodeType:
        """Compile that source instead of the file."""
        del fullname
        code: CodeType = compile(self.source, self.path, "exec", dont_inherit=True)
        return code

    def find_spec(self, name: str, _path: object, _target: object = None) -> ModuleSpec | None:
        """Answer for the one module."""
        return (
            importlib.util.spec_from_file_location(name, self.path, loader=self)
            if name == self.name
            else None
        )


def exchange(function: Function, living: Iterable[FunctionType], path: str, source: str) -> None:
    """Give the living objects of a function the code that a source has for it.

    Raises:
        ValueError: The new code closes over other names, so it cannot stand in their place.
    """
    within = codes(compile(source, path, "exec", dont_inherit=True))
    (new,) = (
        one for one in within if (one.co_qualname, one.co_firstlineno) == (function.name, function.line)
    )
    for one in living:
        one.__code__ = new


def codes(code: CodeType) -> Iterator[CodeType]:
    """A code object and all within it."""
    yield code
    for one in code.co_consts:
        if isinstance(one, type(code)):
            yield from codes(one)
