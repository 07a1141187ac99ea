"""Changes the code, change by change, and counts how many changes a test notices.

Started by ``nox -s mutation``::

    python tests/mutation/mutate.py --folder FOLDER [--sample 40] [--jobs 2] src/psoscore/truth.py

FOLDER keeps the results, a cosmic-ray session a module, named after the module and what
stood in it: a run that was stopped goes on where it was, what survived is tried again,
and a changed module begins anew. ``cr-report``, ``cr-html`` and ``cr-rate`` read the
sessions, too. A place is where cosmic-ray finds something to change; a sample is drawn
from the places, and a few of them turn out to hold no mutant.
"""

from __future__ import annotations

import argparse
import difflib
import os
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import use_db
from cosmic_ray.work_item import TestOutcome, WorkerOutcome

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "docs" / "_ext"))

from evidence import stamp  # noqa: E402 - stands on the path that was just added

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path("src", "psoscore")
JUDGES: dict[str, list[str]] = tomllib.loads((HERE / "judges.toml").read_text(encoding="utf-8"))
NORMAL_95 = 1.96


@dataclass(frozen=True, kw_only=True)
class Tried:
    """How the mutants of one module fared."""

    module: Path
    places: int
    done: int
    mutants: int
    survivors: tuple[str, ...]

    @property
    def killed(self) -> int:
        """Those that a test noticed."""
        return self.mutants - len(self.survivors)

    def __str__(self) -> str:
        """One line."""
        share = self.killed / self.mutants if self.mutants else 1.0
        line = f"{self.module}: {self.killed} of {self.mutants} killed ({100 * share:.1f} %)"
        line += f", sha256 {stamp(self.module)}"
        if self.done == self.places:
            return line
        low, high = wilson(self.killed, self.mutants)
        sample = f"in a sample, {self.done} of {self.places} places"
        return f"{line} {sample}: 95 % interval {low:.1f} to {high:.1f} %"


def wilson(hits: int, tries: int) -> tuple[float, float]:
    """The 95 % interval for a share, in percent (Wilson 1927)."""
    if not tries:
        return 0.0, 100.0
    share, square = hits / tries, NORMAL_95**2
    middle = share + square / (2 * tries)
    reach = NORMAL_95 * sqrt(share * (1 - share) / tries + square / (4 * tries**2))
    return tuple(100 * one / (1 + square / tries) for one in (middle - reach, middle + reach))  # type: ignore[return-value]


def modules(paths: list[Path]) -> Iterator[Path]:
    """The files, and all in the folders; those with nothing in them to change are left out."""
    for path in paths:
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def judges(module: Path) -> list[str]:
    """The test files that judge a module: those that are listed, else the one that has its name."""
    within = module.relative_to(PACKAGE)
    for path in (within, *within.parents):
        if path.as_posix() in JUDGES:
            return [f"tests/test_{one}.py" for one in JUDGES[path.as_posix()]]
    own = Path("tests", f"test_{module.stem}.py")
    if own.is_file():
        return [str(own)]
    sys.exit(f"{module} has no judges in {HERE / 'judges.toml'}, and there is no {own}")


def session(module: Path, folder: Path) -> Path:
    """Where the results of a module as it stands are kept."""
    name = ".".join(module.relative_to(PACKAGE).with_suffix("").parts)
    return folder / f"{name}-{stamp(module)}.sqlite"


def tried(module: Path, database: Path) -> Tried:
    """Read the results."""
    source = module.read_text(encoding="utf-8")
    with use_db(str(database)) as opened:
        completed, places = opened.completed_work_items, opened.num_work_items
    counted = [(item, one) for item, one in completed if one.worker_outcome == WorkerOutcome.NORMAL]
    survivors = []
    for item, one in counted:
        (mutation,) = item.mutations
        if one.test_outcome == TestOutcome.SURVIVED:
            operator = get_operator(mutation.operator_name)(**mutation.operator_args)
            lines = source.splitlines(), mutate_code(source, operator, mutation.occurrence).splitlines()
            changed = (line for line in difflib.ndiff(*lines) if line[0] in "+-")
            survivors.append(
                f"{module}:{mutation.start_pos[0]} {mutation.operator_name}\n" + "\n".join(changed)
            )
    return Tried(
        module=module,
        places=places,
        done=len(completed),
        mutants=len(counted),
        survivors=tuple(sorted(survivors)),
    )


def main() -> None:
    """Try all that is asked for, several modules at a time, and print what became of them."""
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    reader.add_argument("--folder", type=Path, required=True, help="where results are kept")
    reader.add_argument("--sample", type=int, default=0, help="places a module, drawn at random; 0 is all")
    reader.add_argument("--examples", type=int, default=15, help="of each Hypothesis test; 15")
    reader.add_argument("--jobs", type=int, default=1, help="modules at a time")
    reader.add_argument("paths", type=Path, nargs="+", help="modules and folders")
    asked = reader.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)

    def run(module: Path) -> Tried | None:
        database = session(module, asked.folder)
        command = [sys.executable, str(HERE / "try_module.py"), str(module), str(database), str(asked.sample)]
        ended = subprocess.run([*command, *judges(module)], env=environment(asked.examples), check=False)
        found = None if ended.returncode else tried(module, database)
        print(found or f"{module}: not tried, see above", flush=True)
        return found

    with ThreadPoolExecutor(asked.jobs) as several:
        found = list(several.map(run, modules(asked.paths)))
    counted = [one for one in found if one]
    print(*(survivor for one in counted for survivor in one.survivors), sep="\n")
    print(f"in all {sum(one.killed for one in counted)} of {sum(one.mutants for one in counted)} killed")
    sys.exit(len(counted) < len(found))


def environment(examples: int) -> dict[str, str]:
    """That of a test run, with the modules found that pytest would find, and no plugin that slows it down."""
    rooms = ("src", "tests", "docs/_ext")
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(str(Path(one).resolve()) for one in rooms),
        "HYPOTHESIS_PROFILE": "mutation",
        "MUTATION_EXAMPLES": str(examples),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }


if __name__ == "__main__":
    main()
