"""What was tried exhaustively and what mutation found, read from the files in ``docs/evidence``."""

from __future__ import annotations

import ast
import hashlib
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Check", "Mutation", "Survivor", "checks", "mutated", "mutations", "rooms", "stamp"]

ROOT = Path(__file__).parents[2]
NOT_RUN = "not yet run"
NO_MUTANT = "nothing to change"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One space that a test walks through from end to end."""

    what: str
    cases: int
    test: str


@dataclass(frozen=True, kw_only=True)
class Survivor:
    """Changes of one kind that no test can notice, and why."""

    change: str
    why: str
    times: int = 1

    def __str__(self) -> str:
        """In words.

        >>> str(Survivor(change="`is` to `==`", why="there is one None", times=2))
        '`is` to `==`, 2 times: there is one None'
        """
        return f"{self.change}{f', {self.times} times' if self.times > 1 else ''}: {self.why}"


@dataclass(frozen=True, kw_only=True)
class Mutation:
    """What became of the mutants of one module or folder; None where it was not run."""

    module: str
    mutants: int | None = None
    killed: int = 0
    survivors: tuple[Survivor, ...] = ()
    sample: str = ""
    changed: str = ""

    @property
    def result(self) -> str:
        """In words.

        >>> Mutation(module="a.py", mutants=10, killed=9).result
        '9 of 10 killed (90.0 %)'
        """
        if self.mutants is None:
            return NOT_RUN
        if not self.mutants:
            return NO_MUTANT
        share = f"{self.killed} of {self.mutants} killed ({100 * self.killed / self.mutants:.1f} %)"
        return "; ".join(filter(None, (share, self.sample, self.changed)))


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
    """What is known of each module that is to be mutated."""
    read = tomllib.loads((root / "docs" / "evidence" / "mutation.toml").read_text(encoding="utf-8"))
    return tuple(
        result(module, read[module], root) if module in read else Mutation(module=module)
        for path in mutated(root)
        for module in modules(root / path, root)
    )


def result(module: str, entered: dict[str, Any], root: Path) -> Mutation:
    """What was entered for a module, and whether the module is still the one that was run."""
    return Mutation(
        module=module,
        mutants=entered["mutants"],
        killed=entered["killed"],
        survivors=tuple(Survivor(**one) for one in entered.get("survivors", ())),
        sample=entered.get("sample", ""),
        changed="" if entered["sha256"] == stamp(root / module) else "changed since",
    )


def stamp(module: Path) -> str:
    """What tells a module from what it was: the first eight digits of its SHA-256."""
    return hashlib.sha256(module.read_bytes()).hexdigest()[:8]


def modules(path: Path, root: Path) -> tuple[str, ...]:
    """The names of a file, or of those in a folder that say anything."""
    files = [path] if path.is_file() else sorted(path.rglob("*.py"))
    return tuple(file.relative_to(root).as_posix() for file in files)


def rooms(root: Path = ROOT) -> tuple[Mutation, ...]:
    """The same, added up over folders."""
    return tuple(
        together(path, [one for one in mutations(root) if one.module.startswith(path)])
        for path in mutated(root)
    )


def together(room: str, several: list[Mutation]) -> Mutation:
    """The mutants of several modules as those of one."""
    kinds: Counter[tuple[str, str]] = Counter()
    for one in (survivor for module in several for survivor in module.survivors):
        kinds[one.change, one.why] += one.times
    drawn = sum(bool(one.sample) for one in several)
    changed = sum(bool(one.changed) for one in several)
    run = [one.mutants for one in several if one.mutants is not None]
    return Mutation(
        module=room,
        mutants=sum(run) if run else None,
        killed=sum(one.killed for one in several),
        survivors=tuple(
            Survivor(change=change, why=why, times=times) for (change, why), times in kinds.items()
        ),
        sample=f"a sample in {drawn} of {len(several)} modules" if drawn else "",
        changed=f"{changed} of {len(several)} modules changed since" if changed else "",
    )
