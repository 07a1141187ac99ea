"""What was tried exhaustively and what mutation found, read from the files in ``docs/evidence``."""

from __future__ import annotations

import ast
import tomllib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Check", "Mutation", "checks", "mutated", "mutations"]

ROOT = Path(__file__).parents[2]
NOT_RUN = "not yet run"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One space that a test walks through from end to end."""

    what: str
    cases: int
    test: str


@dataclass(frozen=True, kw_only=True)
class Mutation:
    """What became of the mutants of one module or folder."""

    module: str
    mutants: int = 0
    killed: int = 0
    survivors: tuple[str, ...] = ()

    @property
    def result(self) -> str:
        """In words.

        >>> Mutation(module="a.py", mutants=10, killed=9, survivors=("b",)).result
        '9 of 10 killed (90.0 %)'
        """
        if not self.mutants:
            return NOT_RUN
        return f"{self.killed} of {self.mutants} killed ({100 * self.killed / self.mutants:.1f} %)"


def checks(root: Path = ROOT) -> tuple[Check, ...]:
    """The exhaustive checks, in the order of their file."""
    read = tomllib.loads((root / "docs" / "evidence" / "exhaustive.toml").read_text(encoding="utf-8"))
    return tuple(Check(**one) for one in read["check"])


def mutated(root: Path = ROOT) -> tuple[str, ...]:
    """What the mutation session goes through, as the noxfile says."""
    tree = ast.parse((root / "noxfile.py").read_text(encoding="utf-8"))
    (found,) = (
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "MUTATED"
    )
    return tuple(ast.literal_eval(found))


def mutations(root: Path = ROOT) -> tuple[Mutation, ...]:
    """What is known of each of them, and of single modules that were run."""
    read = tomllib.loads((root / "docs" / "evidence" / "mutation.toml").read_text(encoding="utf-8"))
    known = {
        module: Mutation(module=module, **one | {"survivors": tuple(one.get("survivors", ()))})
        for module, one in read.items()
    }
    asked = {module: Mutation(module=module) for module in mutated(root)}
    return tuple((asked | known).values())
