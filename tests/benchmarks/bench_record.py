"""How fast one record is scored, beside a plain checked loop, and how fast psoscore is imported.

Run it with ``nox -s benchmarks`` or ``python tests/benchmarks/bench_record.py``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import timeit
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

import oracle
import psoscore as ps

ROUNDS = 7
CALLS = 20_000
IMPORTS = 21
AT_MOST = 15
IMPORT_AT_MOST = 2


def microseconds(statement: object) -> float:
    """The time of one call, the least of several rounds."""
    return min(timeit.repeat(statement, number=CALLS, repeat=ROUNDS)) / CALLS * 1e6  # type: ignore[arg-type]


def starting(code: str, compiled: str) -> float:
    """The wall time of an interpreter that runs one line, in milliseconds; bytecode is kept, as installed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=kept | {"PYTHONPYCACHEPREFIX": compiled})
    return (time.perf_counter() - started) * 1e3


def main() -> None:
    """Print each figure as a ratio within this run."""
    record = dict.fromkeys(ps.PASI.items, 2)
    plain = microseconds(lambda: oracle.pasi_checked(record))
    scored = microseconds(lambda: ps.score(ps.PASI, record))
    read = microseconds(lambda: ps.score(ps.PASI, record).value)
    print(f"one PASI: {scored:.1f} us, with its value {read:.1f} us; the plain checked loop {plain:.1f} us")
    print(f"  ratio {scored / plain:.1f} (at most {AT_MOST})")
    parts = timeit.timeit(lambda: ps.score(ps.PASI, record).parts, number=200) / 200 * 1e6
    print(f"  with all thirteen parts, which are made when asked for: {parts / plain:.0f}")
    missing = record | {"trunk_erythema": None}
    walked = timeit.timeit(lambda: ps.score(ps.PASI, missing), number=200) / 200 * 1e6
    print(f"  with one sign missing, by the ordinary walk: {walked / plain:.0f}")
    times: dict[str, list[float]] = {"pass": [], "import attrs": [], "import psoscore": []}
    with TemporaryDirectory() as compiled:
        for code in times:
            starting(code, compiled)  # compiles
        for _ in range(IMPORTS):
            for code, each in times.items():
                each.append(starting(code, compiled))
    bare, attrs, whole = (median(each) for each in times.values())
    print(f"importing: attrs {attrs - bare:.0f} ms, psoscore {whole - bare:.0f} ms above a bare interpreter")
    print(f"  ratio {(whole - bare) / (attrs - bare):.2f} (at most {IMPORT_AT_MOST})")


if __name__ == "__main__":
    main()
