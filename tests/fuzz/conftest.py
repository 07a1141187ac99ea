"""How long each case of the fuzzing session runs, and what no example may cost."""

from __future__ import annotations

import os
import resource
import signal
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Fuzz: TypeAlias = Callable[[Callable[[st.DataObject], Any]], None]

EXAMPLES_A_ROUND = 200
MOST_COMPUTING_SECONDS = 30
"""What one example may compute; time of the processor, which other programs cannot use up."""
LONGEST_WAIT_SECONDS = 300
"""What one example may take in all, however busy the machine is."""
MOST_MEMORY_BYTES = 8 << 30

QUIET = settings(
    max_examples=EXAMPLES_A_ROUND,
    deadline=None,
    database=None,
    derandomize=False,
    print_blob=True,
    phases=[Phase.generate],  # shrinking may take longer than the whole budget; the blob repeats an example
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="session", autouse=True)
def _bounded_memory() -> None:
    """Let a blow-up be a MemoryError, and not the end of the machine."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, hard))


@contextmanager
def limited() -> Iterator[None]:
    """Let a hang be a failure, be it busy or idle; no ``except Exception`` on the way can swallow it."""

    def stop(*_: object) -> None:
        pytest.fail(f"one example computed for {MOST_COMPUTING_SECONDS} s, or took {LONGEST_WAIT_SECONDS} s")

    clocks = ((signal.SIGPROF, signal.ITIMER_PROF), (signal.SIGALRM, signal.ITIMER_REAL))
    before = [signal.signal(bell, stop) for bell, _ in clocks]
    signal.setitimer(signal.ITIMER_PROF, MOST_COMPUTING_SECONDS)
    signal.setitimer(signal.ITIMER_REAL, LONGEST_WAIT_SECONDS)
    try:
        yield
    finally:
        for (bell, clock), handler in zip(clocks, before, strict=True):
            signal.setitimer(clock, 0)
            signal.signal(bell, handler)


@pytest.fixture(name="fuzz")
def _fuzz(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Fuzz:
    """Run a case on new examples again and again, until its share of the time is over."""
    share = float(os.environ.get("FUZZ_SECONDS", "60")) / len(request.session.items)

    def run(case: Callable[[st.DataObject], Any]) -> None:
        examples = 0

        @QUIET
        @given(st.data())
        def once(data: st.DataObject) -> None:
            nonlocal examples
            examples += 1
            with limited():
                case(data)

        end = time.monotonic() + share
        while time.monotonic() < end:
            once()
        record_property("examples", examples)
        print(f"{request.node.name}: {examples:,} examples")  # noqa: T201  the figure for whoever started it

    return run
