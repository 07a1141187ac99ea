"""Runs the judges of a module as they are, and notes what each test calls and how long it takes."""

from __future__ import annotations

import importlib
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import coverage
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from program import Function

__all__ = ["Scout", "Scouted"]

IMPORT = "import"  # the drawer of what runs outside tests


@dataclass(kw_only=True)
class Scouted:
    """Seconds of each test, and the functions it calls, by the lines on which they begin."""

    seconds: dict[str, float] = field(default_factory=dict)
    called: dict[str, list[int]] = field(default_factory=dict)

    @property
    def called_at_import(self) -> list[int]:
        """The functions that are called before the first test, or between tests."""
        return self.called.get(IMPORT, [])

    def rank(self, test: str) -> tuple[bool, float]:
        """First what calls the module at all, and of that the shortest."""
        return not self.called.get(test), self.seconds.get(test, 0.0)

    def tests_of(self, function: Function) -> list[str]:
        """The tests that call a function, the shortest first."""
        return sorted(
            (one for one in self.seconds if function.line in self.called.get(one, ())), key=self.rank
        )


class Scout:
    """The pytest plugin that looks on."""

    def __init__(self, name: str, path: str) -> None:
        """Trace one module from now on."""
        self.name, self.path = name, path
        self.seconds: dict[str, float] = {}
        self.tracer = coverage.Coverage(data_file=None, include=[path], config_file=False)
        self.tracer.start()
        self.tracer.switch_context(IMPORT)

    @pytest.hookimpl
    def pytest_collection_finish(self) -> None:
        """Import the module now, for psoscore loads most modules on first use, which is amid a test."""
        importlib.import_module(self.name)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Put what the test does into a drawer of its own."""
        self.tracer.switch_context(item.nodeid)
        begin = time.process_time()
        done = yield
        self.seconds[item.nodeid] = time.process_time() - begin
        self.tracer.switch_context(IMPORT)
        return done

    def scouted(self, functions: Sequence[Function]) -> Scouted:
        """Stop, and say what was seen."""
        self.tracer.stop()
        called: defaultdict[str, set[int]] = defaultdict(set)
        for line, drawers in self.tracer.get_data().contexts_by_lineno(self.path).items():
            for function in functions:
                if function.body[0] <= line <= function.last_line:
                    for drawer in drawers:
                        called[drawer].add(function.line)
        return Scouted(
            seconds=self.seconds, called={drawer: sorted(lines) for drawer, lines in called.items()}
        )
