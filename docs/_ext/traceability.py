"""Which requirement rests on which source, is fulfilled by which definition, proved by which test.

Requirements are read from TOML, definitions by importing the package, marks of
tests from their syntax trees, so that no test has to run.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import ModuleType

from psoscore import sources
from psoscore.provenance import REQUIREMENT_ID, Provenance, Source

__all__ = [
    "STATUSES",
    "Requirement",
    "Trace",
    "collect",
    "definitions",
    "marks",
    "modules",
    "provenances",
    "requirements",
    "source_keys",
    "withdrawn",
]

ROOT = Path(__file__).parents[2]
STATUSES = ("confirmed", "unconfirmed", "design")


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """One table of ``docs/requirements/*.toml``."""

    id: str
    area: str
    text: str = ""
    rationale: str = ""
    source: tuple[str, ...] = ()
    status: str = ""
    code: tuple[str, ...] = ()


FIELDS = frozenset(one.name for one in fields(Requirement)) - {"id", "area"}
WITHDRAWN = "withdrawn"
"""The key at the top of a requirement file that lists the ids which must never be used again."""


@dataclass(frozen=True, kw_only=True)
class Trace:
    """Everything that was found, by requirement id."""

    requirements: Mapping[str, Requirement]
    known_sources: frozenset[str]
    definitions: Mapping[str, tuple[str, ...]]
    tests: Mapping[str, tuple[str, ...]]
    unresolved: tuple[str, ...] = field(default=())
    cited: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The source keys of each definition, by its name."""
    withdrawn: tuple[str, ...] = field(default=())

    def problems(self) -> list[str]:
        """What is missing or unknown, a line each."""
        found = [f"{name}: code that does not exist" for name in self.unresolved]
        found += self._ill_numbered()
        found += self._unfounded()
        for one in self.requirements.values():
            found += [f"{one.id}: {problem}" for problem in self._problems_of(one)]
        for what, where in (("definition", self.definitions), ("test", self.tests)):
            for unknown in sorted(where.keys() - self.requirements.keys()):
                names = ", ".join(where[unknown])
                found.append(f"{unknown}: named by {what} {names}, but no requirement has this id")
        return found

    def _problems_of(self, one: Requirement) -> Iterator[str]:
        if REQUIREMENT_ID.fullmatch(one.id) is None:
            yield "not of the form PSO-AREA-001"
        if not one.text or not one.rationale:
            yield "no text or no rationale"
        if one.status not in STATUSES:
            yield f"status is one of {', '.join(STATUSES)}"
        if not one.source:
            yield "no source"
        for key in one.source:
            if key not in self.known_sources:
                yield f"source {key!r} is not in psoscore.sources"
        if not self.fulfilled_by(one.id):
            yield "no definition"
        if not self.tests.get(one.id):
            yield "no test"

    def _ill_numbered(self) -> Iterator[str]:
        """An id of another area than its file, one that was withdrawn, one that skips numbers."""
        files: defaultdict[str, list[str]] = defaultdict(list)
        for one in self.requirements.values():
            if REQUIREMENT_ID.fullmatch(one.id):
                files[one.area].append(one.id)
        for file, ids in files.items():
            area = ids[0].rpartition("-")[0]
            for each in ids:
                if each.rpartition("-")[0] != area:
                    yield f"{each}: stands in {file}.toml, where ids begin with {area}-"
                if each in self.withdrawn:
                    yield f"{each}: was withdrawn, and is never used again"
            taken = sorted(each for each in {*ids, *self.withdrawn} if each.rpartition("-")[0] == area)
            for place, each in enumerate(taken, start=1):
                if int(each.rpartition("-")[2]) != place:
                    yield f"{each}: {area}-{place:03d} was free, and is not withdrawn in {file}.toml"
                    break

    def _unfounded(self) -> Iterator[str]:
        """A source of a requirement that no definition of it has, and the other way round."""
        theirs: defaultdict[str, set[str]] = defaultdict(set)
        for one in self.requirements.values():
            carriers = [name for name in self.definitions.get(one.id, ()) if name in self.cited]
            for name in carriers:
                theirs[name].update(one.source)
            had = {key for name in carriers for key in self.cited[name] | self.cited[self._whole(name)]}
            for key in one.source if carriers else ():
                if key in self.known_sources and key not in had:
                    names = ", ".join(sorted({*map(self._whole, carriers)}))
                    yield f"{one.id}: source {key!r} is named by no definition that carries the id: {names}"
        for name in theirs:
            for key in sorted(self.cited[name] - theirs[name] - theirs.get(self._whole(name), set())):
                yield f"{name}: source {key!r} is named by none of its requirements"

    def _whole(self, name: str) -> str:
        """The definition whose part this is, else itself: what holds of the whole holds of its parts."""
        whole = name.partition("[")[0]
        return whole if whole in self.cited else name

    def fulfilled_by(self, requirement: str) -> tuple[str, ...]:
        """The definitions that carry an id and the code that the requirement names."""
        return self.definitions.get(requirement, ()) + self.requirements[requirement].code


def requirements(folder: Path) -> dict[str, Requirement]:
    """Read every table of every TOML file in a folder."""
    found: dict[str, Requirement] = {}
    for file in sorted(folder.glob("*.toml")):
        for key, table in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if key == WITHDRAWN:
                continue
            if key in found:
                message = f"{file.name}: {key} stands in {found[key].area}.toml, too"
                raise ValueError(message)
            unknown = (
                ", ".join(sorted(table.keys() - FIELDS)) if isinstance(table, dict) else "no field at all"
            )
            if unknown:
                message = f"{file.name}: {key} has {unknown}; a requirement has {', '.join(sorted(FIELDS))}"
                raise ValueError(message)
            source, code = (_tuple(table.pop(name, ())) for name in ("source", "code"))
            found[key] = Requirement(id=key, area=file.stem, source=source, code=code, **table)
    return found


def withdrawn(folder: Path) -> tuple[str, ...]:
    """The ids that every file lists as withdrawn."""
    read = (tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.toml")))
    return tuple(one for each in read for one in each.get(WITHDRAWN, ()))


def _tuple(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def source_keys() -> frozenset[str]:
    """The keys of all citations in ``psoscore.sources``."""
    return frozenset(one.key for one in vars(sources).values() if isinstance(one, Source))


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """The package and everything in it, imported."""
    yield package
    for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(one.name)


def definitions(inside: Iterable[ModuleType]) -> dict[str, tuple[str, ...]]:
    """Requirement ids to the names of whatever carries a provenance that lists them."""
    return carried(provenances(inside))


def carried(named: Iterable[tuple[str, Provenance]]) -> dict[str, tuple[str, ...]]:
    """The same, of provenances that were found."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for label, provenance in named:
        for one in provenance.requirements:
            found[one].append(label)
    return {one: tuple(names) for one, names in found.items()}


def provenances(inside: Iterable[ModuleType]) -> Iterator[tuple[str, Provenance]]:
    """The name of whatever carries a provenance, once each, and the provenance."""
    seen: set[int] = set()
    for module in inside:
        for name, value in vars(module).items():
            yield from _provenances(f"{module.__name__}.{name}", value, seen)


def _provenances(label: str, value: object, seen: set[int]) -> Iterator[tuple[str, Provenance]]:
    if isinstance(value, str | bytes | int | float | type | ModuleType) or id(value) in seen:
        return
    if isinstance(value, Provenance):
        seen.add(id(value))
        yield label, value
        return
    provenance = getattr(value, "provenance", None)
    if isinstance(provenance, Provenance):
        seen |= {id(value), id(provenance)}
        yield label, provenance
        value = getattr(value, "parts", ())
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, tuple | list):
        for one in value:
            name = getattr(one, "name", "")
            yield from _provenances(f"{label}[{name}]", one, seen)


def exists(dotted: str) -> bool:
    """Whether a dotted name leads to a module or to something inside one.

    >>> exists("psoscore.truth.Truth"), exists("psoscore.truth.Lie")
    (True, False)
    """
    parts = dotted.split(".")
    for end in range(len(parts), 0, -1):
        try:
            value: object = importlib.import_module(".".join(parts[:end]))
            for name in parts[end:]:
                value = getattr(value, name)
        except (ImportError, AttributeError):
            continue
        return True
    return False


def marks(folder: Path) -> dict[str, tuple[str, ...]]:
    """Requirement ids to the tests that are marked with them."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for file in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for one, name in _marks(tree, file.name, ()):
            found[one].append(name)
    return {one: tuple(dict.fromkeys(names)) for one, names in found.items()}


def _marks(node: ast.Module | ast.ClassDef, name: str, around: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for child in node.body:
        if isinstance(child, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in child.targets
        ):
            around += tuple(_ids(child.value))
    for child in node.body:
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            own = around + tuple(one for decorator in child.decorator_list for one in _ids(decorator))
            label = f"{name}::{child.name}"
            if isinstance(child, ast.ClassDef):
                yield from _marks(child, label, own)
            elif child.name.startswith("test"):
                yield from ((one, label) for one in own)


def _ids(expression: ast.expr) -> Iterator[str]:
    for node in ast.walk(expression):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.requirement":
            inside = (each for argument in node.args for each in ast.walk(argument))
            yield from (str(each.value) for each in inside if isinstance(each, ast.Constant))


def collect(root: Path = ROOT) -> Trace:
    """The trace of psoscore, as the files stand."""
    import psoscore  # noqa: PLC0415  the package itself, not a name in it

    folder = root / "docs" / "requirements"
    read = requirements(folder)
    found = tuple(provenances(modules(psoscore)))
    return Trace(
        requirements=read,
        known_sources=source_keys(),
        definitions=carried(found),
        cited={name: frozenset(one.key for one in each.sources) for name, each in found},
        withdrawn=withdrawn(folder),
        tests=marks(root / "tests"),
        unresolved=tuple(name for one in read.values() for name in one.code if not exists(name)),
    )
