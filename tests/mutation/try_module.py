"""Tries the mutants of one module, each in a forked process, on the tests that judge it.

Started by ``mutate.py``, a process a module::

    python tests/mutation/try_module.py MODULE DATABASE SAMPLE JUDGE ...

cosmic-ray says which mutants there are, makes them and keeps the results. Its own way
to try one, a new pytest, takes seconds; here a mutant costs a fork and its tests:

1. The *scout* runs the judges unchanged and notes which functions each test calls.
2. A mutant inside a function that nothing calls before the tests begin goes into a fork
   of a process that has imported all and collected the tests: the code of the function
   is exchanged, and the tests that call it run.
3. Any other mutant, of a top level, a class body, a validator or a function whose
   results are cached, is imported afresh in a fork that has nothing of psoscore loaded;
   all judges run, and after them the tests of all public signatures.

Short tests run first, and the first failure kills; so does an end that does not come.
Nothing is written into ``src``. A mutant that is no Python, or that changes only what is
there for readers and type checkers (annotations, docstrings, ``if TYPE_CHECKING:``), is
none and is not counted. Neither is ``==`` for ``is``: what is compared by identity here,
None, truth values, members of an enumeration, types, is equal only to itself.

Results stay in the database: a second run tries only what has none yet, and again what
survived, as there may be a new test.
"""

from __future__ import annotations

import ast
import gc
import importlib
import json
import os
import random
import resource
import sys
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, TypeAlias

import hypothesis
import narwhals  # noqa: F401 - what every fork would import, imported once
import numpy as np  # noqa: F401
import pytest
import sybil  # noqa: F401
from cosmic_ray.ast import get_ast
from cosmic_ray.commands import init
from cosmic_ray.mutating import MutationVisitor
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkItem, WorkResult
from program import Function, Replacement, exchange, functions_in, program
from scout import Scout, Scouted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Inside: TypeAlias = "list[tuple[WorkItem, Function]]"  # mutants, and the functions they are in
Status: TypeAlias = int  # of a process: pytest's, or one of ours, or below zero the signal that ended it
PASSED, NO_TESTS = SURVIVED = 0, 5  # pytest's
NO_MUTANT, IMPORT_AFRESH = 77, 78  # ours

SAME_HERE = {"core/ReplaceComparisonOperator_Is_Eq", "core/ReplaceComparisonOperator_IsNot_NotEq"}
SIGNATURES = (
    "tests/test_public_api.py::test_the_public_names_and_signatures_are_those_agreed_on",
    "tests/test_public_api.py::test_what_users_write_down_takes_its_fields_by_name",
)

PYTEST = ("-x", "-q", "--assert=plain", "--tb=no", "-p", "no:cacheprovider", "-o", "addopts=")
SEED = 20261126  # the same sample in every run
LEAST_SECONDS, TIMES_LONGER = 20, 10  # of processor time, before a mutant is taken for one that never ends
MEMORY_BYTES = 16 * 2**30

hypothesis.settings.register_profile(
    "mutation",
    max_examples=int(os.environ["MUTATION_EXAMPLES"]),
    deadline=None,
    derandomize=True,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck),
)


class Module:
    """The module, its judges, and how to make a mutant of it."""

    def __init__(self, file: Path, judges: Sequence[str]) -> None:
        """Read and parse it."""
        self.path = str(file.resolve())
        self.name = ".".join(file.with_suffix("").parts[1:]).removesuffix(".__init__")
        self.source = file.read_text(encoding="utf-8")
        self.judges = judges
        self.functions = tuple(functions_in(ast.parse(self.source)))
        self.program = program(self.source)
        self.tree = get_ast(self.source)  # a fork may change it; nobody else sees that

    def function_of(self, item: WorkItem) -> Function | None:
        """The function in whose body a mutant is."""
        (mutation,) = item.mutations
        return next((one for one in self.functions if one.holds(mutation.start_pos)), None)

    def mutant(self, item: WorkItem) -> str:
        """The changed source; in a fork, and once in it. The fork ends here if there is no mutant."""
        (mutation,) = item.mutations
        if mutation.operator_name in SAME_HERE:
            os._exit(NO_MUTANT)
        operator = get_operator(mutation.operator_name)(**mutation.operator_args)
        source: str = MutationVisitor(mutation.occurrence, operator).walk(self.tree).get_code()
        try:
            if program(source) != self.program:
                return source
        except SyntaxError:
            pass
        os._exit(NO_MUTANT)


# Processes --------------------------------------------------------------------------------------


def child_of(work: Callable[[], Status]) -> int:
    """The id of a new process that does the work and says nothing."""
    child = os.fork()
    if child:
        return child
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    status = 3
    try:
        status = int(work())
    finally:
        os._exit(status)


def status_of(child: int) -> Status:
    """How a process ended, once it has."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def scout(module: Module, notes: Path) -> Status:
    """Run the judges unchanged and write down what they did."""
    plugin = Scout(module.name, module.path)
    status = pytest.main([*PYTEST, *module.judges], plugins=[plugin])
    notes.write_text(json.dumps(asdict(plugin.scouted(module.functions))), encoding="utf-8")
    return status


def limit(scouted: Scouted) -> None:
    """End this process when it takes far longer than the tests do, or more memory than they need."""
    seconds = LEAST_SECONDS + int(TIMES_LONGER * sum(scouted.seconds.values()))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


@dataclass(kw_only=True)
class Ordered:
    """The pytest plugin that runs short tests first."""

    scouted: Scouted

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Sort."""
        items.sort(key=lambda one: self.scouted.rank(one.nodeid))


def reader(path: str, source: str) -> Callable[..., str]:
    """Reads files for tests that look at sources: that of the mutant for that of the module."""
    read = Path.read_text
    return lambda file, *args, **options: source if str(file) == path else read(file, *args, **options)


def imported_afresh(module: Module, item: WorkItem, scouted: Scouted) -> Status:
    """Import the mutant in the place of the module, and run all judges."""
    limit(scouted)
    source = module.mutant(item)
    sys.meta_path.insert(0, Replacement(module.name, module.path, source))
    Path.read_text = reader(module.path, source)  # type: ignore[method-assign]
    status = pytest.main([*PYTEST, *module.judges], plugins=[Ordered(scouted=scouted)])
    return pytest.main([*PYTEST, *SIGNATURES]) if status in SURVIVED else status


@dataclass(kw_only=True)
class Exchanged:
    """The pytest plugin that, when all is imported and collected, forks a process a mutant."""

    module: Module
    scouted: Scouted
    inside: Inside
    said: int

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """In a fork pytest goes on with the tests left in the session; here all is done."""
        importlib.import_module(self.module.name)
        living = defaultdict(list)
        for one in gc.get_objects():
            if isinstance(one, FunctionType) and one.__code__.co_filename == self.module.path:
                living[one.__code__.co_firstlineno].append(one)
        tests = {one.nodeid: one for one in session.items}
        gc.freeze()  # a fork need not look at what is here, which would copy it
        for item, function in self.inside:
            child = os.fork()
            if not child:
                limit(self.scouted)
                try:
                    exchange(function, living[function.line], self.module.path, self.module.mutant(item))
                except ValueError:
                    os._exit(IMPORT_AFRESH)
                session.items[:] = [tests[one] for one in self.scouted.tests_of(function)]
                return None
            os.write(self.said, f"{item.job_id} {status_of(child)}\n".encode())
        return True


def exchanged(module: Module, inside: Inside, scouted: Scouted) -> Iterator[tuple[str, Status]]:
    """Try mutants of functions that nothing has called yet, and tell of each job as it is done."""
    listening, said = os.pipe()
    plugin = Exchanged(module=module, scouted=scouted, inside=inside, said=said)
    child = child_of(lambda: pytest.main([*PYTEST, *module.judges], plugins=[plugin]))
    os.close(said)
    with os.fdopen(listening, encoding="utf-8") as lines:
        for line in lines:
            job, status = line.split()
            yield job, int(status)
    status_of(child)


# Results ----------------------------------------------------------------------------------------


def result(status: Status) -> WorkResult:
    """In the words of cosmic-ray."""
    if status == NO_MUTANT:
        return WorkResult(worker_outcome=WorkerOutcome.NO_TEST)
    return WorkResult(
        worker_outcome=WorkerOutcome.NORMAL,
        test_outcome=TestOutcome.SURVIVED if status in SURVIVED else TestOutcome.KILLED,
        output="no test calls it" if status == NO_TESTS else f"status {status}",
    )


def left_to_try(database: WorkDB, sample: int) -> list[WorkItem]:
    """What of the sample has no result yet, or survived; in an order that is always the same."""
    items = sorted(
        database.work_items, key=lambda one: (one.mutations[0].operator_name, one.mutations[0].occurrence)
    )
    random.Random(SEED).shuffle(items)  # noqa: S311 - no secret
    dead = {job for job, one in database.results if one.test_outcome != TestOutcome.SURVIVED}
    return [one for one in items[: sample or None] if one.job_id not in dead]


def try_module(module: Module, file: Path, database: WorkDB, sample: int) -> None:
    """Try what is left of the sample; zero is all."""
    if not database.num_work_items:
        init([file], database, {})
    items = {one.job_id: one for one in left_to_try(database, sample)}
    if not items:
        return
    notes = Path(database.name()).with_suffix(".json")
    if status_of(child_of(lambda: scout(module, notes))) != PASSED:
        sys.exit(f"the judges fail as they are: {' '.join(module.judges)}")
    scouted = Scouted(**json.loads(notes.read_text(encoding="utf-8")))
    inside: Inside = []
    for item in items.values():
        function = module.function_of(item)
        if function and not function.cached and function.line not in scouted.called_at_import:
            inside.append((item, function))
    afresh = items.keys() - {item.job_id for item, _ in inside}
    for job, status in exchanged(module, inside, scouted) if inside else ():
        if status == IMPORT_AFRESH:
            afresh.add(job)
        else:
            database.set_result(job, result(status))
    for job in (one for one in items if one in afresh):
        child = child_of(lambda: imported_afresh(module, items[job], scouted))  # noqa: B023 - runs at once
        database.set_result(job, result(status_of(child)))


def main(file: str, database: str, sample: str, *judges: str) -> None:
    """Read what ``mutate.py`` asks for."""
    with use_db(database) as opened:
        try_module(Module(Path(file), judges), Path(file), opened, int(sample))


if __name__ == "__main__":
    main(*sys.argv[1:])
