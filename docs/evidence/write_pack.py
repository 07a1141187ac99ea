"""Writes the evidence pack: matrix with results, environment, exhaustive checks, mutation, bill of materials.

Started by ``nox -s evidence`` after the tests::

    python docs/evidence/write_pack.py FOLDER

The folder holds the ``junit*.xml`` of pytest and ``sbom.json`` of cyclonedx; beside
them come ``evidence.json`` and ``evidence.html``. The exit status is 1 if the
evidence has a gap or a failure.
"""

from __future__ import annotations

import importlib.metadata
import json
import platform
import shutil
import subprocess
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "docs" / "_ext"), str(Path(__file__).parent)]

from page import page  # noqa: E402 - stands on the path that was just added

import evidence  # noqa: E402
import psoscore  # noqa: E402
import traceability  # noqa: E402

OUTCOMES = ("failure", "error", "skipped")
"""What a test case of junit may hold, worst first; one that holds none of them has passed."""
WORST_FIRST = ("failure", "error", "not run", "skipped", "passed")


def cases(folder: Path) -> dict[str, list[str]]:
    """The outcome of every case of every run, by the name that the trace gives its test."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    runs = [ET.parse(one) for one in sorted(folder.glob("junit*.xml"))]  # noqa: S314  by our own pytest, just now
    for case in (case for run in runs for case in run.iter("testcase")):
        module, *classes = case.get("classname", "").removeprefix("tests.").split(".")
        name = case.get("name", "").partition("[")[0]
        outcome = next((one for one in OUTCOMES if case.find(one) is not None), "passed")
        found["::".join((f"{module}.py", *classes, name))].append(outcome)
    return dict(found)


def outcome(found: list[str]) -> str:
    """The worst outcome of a test's cases; skipped only if all were, since a skipped one proves nothing."""
    if "passed" in found and "skipped" in found:
        found = [one for one in found if one != "skipped"]
    return min(found or ["not run"], key=WORST_FIRST.index)


def matrix(trace: traceability.Trace, ran: dict[str, list[str]]) -> list[dict[str, Any]]:
    """One entry a requirement: sources, definitions, and each test with its result."""
    entries = []
    for one in trace.requirements.values():
        tests = {name: outcome(ran.get(name, [])) for name in trace.tests.get(one.id, ())}
        entries.append(
            {
                "id": one.id,
                "text": one.text,
                "status": one.status,
                "sources": list(one.source),
                "fulfilled_by": list(trace.fulfilled_by(one.id)),
                "tests": tests,
                "cases": sum(len(ran.get(name, [])) for name in tests),
                "result": outcome([said for said in tests.values() if said != "skipped"]),
            }
        )
    return entries


def environment() -> dict[str, Any]:
    """Where the tests ran: interpreter, platform, and the version of every package."""
    packages = {one.metadata["Name"]: one.version for one in importlib.metadata.distributions()}
    return {
        "psoscore": psoscore.__version__,
        "commit": git("rev-parse", "HEAD"),
        "changed_files": len((git("status", "--porcelain") or "").splitlines()),
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "platform": platform.platform(),
        "machine": platform.machine(),
        "packages": dict(sorted(packages.items(), key=lambda one: one[0].lower())),
    }


def git(*arguments: str) -> str | None:
    """What git says of this copy, if it is one of git's."""
    program = shutil.which("git")
    if program is None:
        return None
    done = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  our own words
    return done.stdout.strip() if done.returncode == 0 else None


def definitions() -> list[dict[str, Any]]:
    """Name, version, fingerprint and status of every definition of the catalogue."""
    return [
        {
            "name": one.name,
            "version": one.version,
            "fingerprint": one.fingerprint,
            "status": one.provenance.status,
        }
        for one in psoscore.catalogue()
    ]


def materials(sbom: Path) -> list[dict[str, str]]:
    """Name and version of each component of the bill of materials."""
    read = json.loads(sbom.read_text(encoding="utf-8"))
    return [{"name": one["name"], "version": one.get("version", "")} for one in read.get("components", [])]


def pack(folder: Path) -> dict[str, Any]:
    """Everything, as plain data."""
    ran, trace = cases(folder), traceability.collect(ROOT)
    outcomes = [one for several in ran.values() for one in several]
    return {
        "title": f"Evidence for psoscore {psoscore.__version__}",
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "environment": environment(),
        "tests": {one: outcomes.count(one) for one in ("passed", *OUTCOMES)},
        "gaps": trace.problems(),
        "matrix": matrix(trace, ran),
        "definitions": definitions(),
        "exhaustive": [
            {"what": one.what, "cases": one.cases, "test": one.test, "result": outcome(ran.get(one.test, []))}
            for one in evidence.checks(ROOT)
        ],
        "mutation": [
            {"module": one.module, "result": one.result, "survivors": list(map(str, one.survivors))}
            for one in evidence.mutations(ROOT)
        ],
        "materials": materials(folder / "sbom.json"),
    }


def sound(found: dict[str, Any]) -> bool:
    """Whether nothing failed, nothing is missing, and every requirement was proved in this run."""
    proved = [one["result"] for one in (*found["matrix"], *found["exhaustive"])]
    failed = found["tests"]["failure"] + found["tests"]["error"]
    return not failed and not found["gaps"] and set(proved) == {"passed"}


def main(folder: Path) -> int:
    """Write both forms, and say how it stands."""
    found = pack(folder)
    found["sound"] = sound(found)
    (folder / "evidence.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    (folder / "evidence.html").write_text(page(found), encoding="utf-8")
    proved = sum(one["result"] == "passed" for one in found["matrix"])
    sys.stdout.write(
        f"{found['tests']}; {proved} of {len(found['matrix'])} requirements proved in this run; "
        f"{len(found['gaps'])} gaps; written to {folder}\n"
    )
    return 0 if found["sound"] else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
