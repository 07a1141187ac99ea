"""How fast the array door is, as ratios to copying the same columns in the same run.

Run it with ``nox -s benchmarks`` or ``python tests/benchmarks/bench_arrays.py [rows]``.
Scoring and copying alternate; each figure is the median of seven rounds.
"""

from __future__ import annotations

import sys
import threading
import time
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

import psoscore as ps

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 7
SEED = 20_261_122
WEIGHTS = (0.1, 0.2, 0.3, 0.4)
TARGETS = {"uint8": 2.3, "int64": 1.2, "float64": 1.6, "float64, 1 % missing": 3.0}


def columns(rows: int, kind: str, missing: float) -> dict[str, Any]:
    """Sixteen separate contiguous columns of valid items."""
    chance = np.random.default_rng(SEED)
    made = {}
    for item in ps.PASI.items:
        greatest = 6 if item.endswith("_area") else 4
        column = chance.integers(0, greatest + 1, rows).astype(kind)
        if missing:
            column[chance.random(rows) < missing] = np.nan
        made[item] = column
    return made


def seconds(job: Callable[[], object]) -> float:
    """Wall time of one call."""
    started = time.perf_counter()
    job()
    return time.perf_counter() - started


def interleaved(jobs: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median time of every job, the jobs taking turns."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            times[name].append(seconds(job))
    return {name: median(each) for name, each in times.items()}


def unchecked(data: Any) -> Any:
    """The usual float formula on a frame's columns, which checks nothing."""
    regions = [ps.PASI.items[start : start + 4] for start in range(0, 16, 4)]
    return sum(
        weight * (data[e] + data[i] + data[d]) * data[a]
        for weight, (e, i, d, a) in zip(WEIGHTS, regions, strict=True)
    )


def peak_memory(job: Callable[[], object]) -> float:
    """The greatest growth of resident memory during a call, in MiB."""
    page = 4096 / 2**20

    def resident() -> float:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  read a thousand times a second
            return int(file.read().split()[1]) * page

    before, most, running = resident(), 0.0, True

    def watch() -> None:
        nonlocal most
        while running:
            most = max(most, resident() - before)
            time.sleep(0.001)

    watcher = threading.Thread(target=watch)
    watcher.start()
    result = job()
    running = False
    watcher.join()
    del result
    return most


def main(rows: int) -> None:
    """Print every ratio beside its target."""
    cases = {
        "uint8": ("u1", 0.0),
        "int64": ("i8", 0.0),
        "float64": ("f8", 0.0),
        "float64, 1 % missing": ("f8", 0.01),
    }
    print(f"{rows:,} rows, 16 columns, every cell checked; ratios to np.copyto of the same columns")
    for name, (kind, missing) in cases.items():
        data = columns(rows, kind, missing)
        buffers = {item: np.zeros_like(column) for item, column in data.items()}

        def copy(data: Any = data, buffers: Any = buffers) -> None:
            for item, column in data.items():
                np.copyto(buffers[item], column)

        jobs: dict[str, Callable[[], object]] = {
            "copy": copy,
            "score": lambda data=data: ps.score_arrays(ps.PASI, data),  # type: ignore[misc]
            "bounds": lambda data=data: ps.bounds_arrays(ps.PASI, data),  # type: ignore[misc]
        }
        times = interleaved(jobs)
        ratios = ", ".join(f"{job} {times[job] / times['copy']:.2f}" for job in ("score", "bounds"))
        print(f"  {name}: {ratios} (at most {TARGETS[name]}); copy {times['copy'] * 1e3:.0f} ms")
        extra = peak_memory(lambda data=data: ps.score_arrays(ps.PASI, data)) - rows * 8 / 2**20  # type: ignore[misc]
        print(f"    memory above input and output: {extra:.0f} MiB (below 64)")
        if not missing:
            beside_frames(data)
        del data, buffers, jobs, copy


def beside_frames(data: dict[str, Any]) -> None:
    """The unchecked formula in pandas and polars on the same columns, where they are installed."""
    jobs: dict[str, Callable[[], object]] = {
        "one thread": lambda: ps.score_arrays(ps.PASI, data),
        "two threads": lambda: ps.score_arrays(ps.PASI, data, threads=2),
    }
    try:
        import pandas as pd  # noqa: PLC0415  only for comparison
        import polars as pl  # noqa: PLC0415  only for comparison
    except ImportError:
        print("    pandas or polars is not installed; not compared")
        return
    frame = pd.DataFrame(data, copy=False)
    other = pl.DataFrame(data)
    expression = unchecked({item: pl.col(item) for item in ps.PASI.items}).alias("pasi")
    jobs["pandas"] = lambda: unchecked(frame)
    jobs["polars"] = lambda: other.select(expression)
    times = interleaved(jobs)
    print(
        f"    times faster than the unchecked formula: pandas {times['pandas'] / times['one thread']:.1f}, "
        f"polars {times['polars'] / times['one thread']:.1f} (one thread), "
        f"{times['polars'] / times['two threads']:.1f} (two threads)"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
