"""Everything a developer or CI runs, as nox sessions.

List them with ``nox -l``; what stands behind ``--`` goes to the tool itself.
On a machine without nox: ``python3 -m venv .venv && .venv/bin/python -m pip install nox``,
then ``.venv/bin/python -m nox -s tests``.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import nox

if sys.version_info < (3, 11):  # noqa: UP036 - nox, and so this file, may be started with an older Python
    sys.exit("psoscore needs Python 3.11 or newer: make the environment with such a Python")

nox.needs_version = ">=2025.2.9"  # the first with dependency groups that include others
nox.options.sessions = ["lint", "types", "tests", "docs"]
nox.options.default_venv_backend = "virtualenv"  # needs nothing of the interpreter, not even venv
nox.options.error_on_missing_interpreters = False  # a missing Python is skipped, with a line that says so
nox.options.reuse_existing_virtualenvs = True

PYPROJECT = nox.project.load_toml("pyproject.toml")
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
LOWEST = "3.11"
# The interpreter that runs nox is always among them, so at least one session runs.
PYTHONS = sorted({*nox.project.python_versions(PYPROJECT), RUNNING}, key=lambda one: int(one.split(".")[1]))
EVERY_EXTRA = ",".join(sorted(PYPROJECT["project"]["optional-dependencies"]))

EVERY_CORE = ("--numprocesses", "auto", "--dist", "worksteal", "--durations", "10")

MUTATED = (  # what the numbers and verdicts hang on; `nox -s mutation -- PATH ...` chooses others
    "src/psoscore/truth.py",
    "src/psoscore/terms.py",
    "src/psoscore/instruments",
    "src/psoscore/engine/interpret.py",
    "src/psoscore/eligibility",
    "src/psoscore/infusion",
    "src/psoscore/endpoints",
    "src/psoscore/html_table.py",
)

SPARK = ("pyspark>=4.0", "pandas>=2.2.3,<3")  # pyspark warns of pandas 3

IN_AN_EMPTY_ENVIRONMENT = """
import importlib.metadata, sys
import psoscore as ps
assert "numpy" not in sys.modules, "importing psoscore imports numpy"
signs = {f"{region}_{sign}": 2 for region in ("head", "upper_extremities", "trunk", "lower_extremities")
         for sign in ("erythema", "induration", "desquamation", "area")}
assert ps.score(ps.PASI, signs).value == 12.0  # 4 regions: (2+2+2) * 2 * (0.1+0.2+0.3+0.4), by hand
import numpy
columns = {name: numpy.array([sign, 0]) for name, sign in signs.items()}
assert ps.score_arrays(ps.PASI, columns).tolist() == [12.0, 0.0]
installed = {one.metadata["Name"].lower() for one in importlib.metadata.distributions()}
assert installed <= {"psoscore", "attrs", "numpy", "pip", "setuptools", "wheel"}, installed
print("the record door and the array door work with", *sorted(installed))
"""


def install(session: nox.Session, *groups: str, extras: str = "", pinned: tuple[str, ...] = ()) -> None:
    """Install psoscore as it stands here, with dependency groups of pyproject.toml."""
    needs = nox.project.dependency_groups(PYPROJECT, *groups) if groups else ()
    session.install("-e", f".[{extras}]" if extras else ".", *needs, *pinned)


def fresh_python(session: nox.Session, folder: Path) -> str:
    """The interpreter of a new environment that holds nothing yet."""
    session.run("python", "-m", "venv", "--clear", str(folder))
    return str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")


def run_tests(session: nox.Session, *options: str, profile: str = "") -> None:
    """Run pytest; with arguments of the caller's, those alone and without the coverage gate."""
    env = {"HYPOTHESIS_PROFILE": profile} if profile else {}
    session.run("python", "-m", "pytest", *(session.posargs or options), env=env)


@nox.session
def trial(session: nox.Session) -> None:
    """Score the example trial, or your own file: ``nox -s trial -- my_items.csv``."""
    install(session)
    session.run("python", "examples/nct02491658/run.py", *session.posargs)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run every test on every Python present: ``nox -s tests-3.12 -- tests/test_pasi.py -k bounds``."""
    install(session, "tests", extras=EVERY_EXTRA)
    # Coverage and the long search are for the Python that runs nox, which is always there; the
    # others are asked whether they behave the same.
    if session.python == RUNNING:
        run_tests(session, "--cov", "--cov-report=term-missing:skip-covered", *EVERY_CORE)
    else:
        run_tests(session, *EVERY_CORE, profile="brief")


@nox.session(python=LOWEST)
def tests_min(session: nox.Session) -> None:
    """Run the tests with the oldest allowed attrs and numpy: ``nox -s tests_min``."""
    oldest = [one.replace(">=", "==") for one in PYPROJECT["project"]["dependencies"]]
    install(session, "tests", extras=EVERY_EXTRA, pinned=tuple(oldest))
    run_tests(session, *EVERY_CORE)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format; mend with ``nox -s lint -- --fix``."""
    session.install(*nox.project.dependency_groups(PYPROJECT, "lint"))
    mend = "--fix" in session.posargs
    if mend:  # first, since the checks complain of long lines that the formatter wraps
        session.run("ruff", "format")
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", *(() if mend else ("--check",)))


@nox.session
def types(session: nox.Session) -> None:
    """Check types, and that no public name lacks one: ``nox -s types -- src/psoscore/terms.py``."""
    install(session, "types", extras=EVERY_EXTRA)
    session.run("mypy", *session.posargs)
    if not session.posargs:
        session.run("mypy", "conftest.py")
        session.run("mypy", *map(str, sorted(Path("tests/fuzz").glob("*.py"))))
        session.run("pyright")
        session.run("pyright", "--verifytypes", "psoscore", "--ignoreexternal")


@nox.session
def api(session: nox.Session) -> None:
    """Write the public names and signatures anew, when a change of them is meant: ``nox -s api``."""
    install(session)
    session.install("pytest")  # the list is written by the file that tests it
    session.run("python", "tests/test_public_api.py")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation, every warning an error: ``nox -s docs -- -b dirhtml``."""
    install(session, "docs", extras=EVERY_EXTRA)
    session.run(
        *("python", "-m", "sphinx", "--nitpicky", "--fail-on-warning", "--keep-going", "--fresh-env"),
        *(session.posargs or ("-b", "html")),
        *("docs", "docs/_build/html"),
    )


@nox.session
def browser(session: nox.Session) -> None:
    """Look at every page of the site, phone and desktop, light and dark: ``nox -s browser -- -k search``.

    It needs a Chromium: one on the path, or the program that BROWSER_PROGRAM
    names. Screenshots are left in docs/_build/screenshots.
    """
    programs = ("chromium", "chromium-browser", "google-chrome", "chrome")
    if not os.environ.get("BROWSER_PROGRAM") and not any(map(shutil.which, programs)):
        session.skip("there is no Chromium; on Debian: apt-get install chromium")
    install(session, "browser", "docs", extras=EVERY_EXTRA)
    for built in ("html", "screenshots"):
        shutil.rmtree(Path("docs", "_build", built), ignore_errors=True)
    session.run("python", "-m", "sphinx", "--quiet", "--fresh-env", "-b", "html", "docs", "docs/_build/html")
    session.run("python", "-m", "pytest", "tests/browser/test_site.py", *session.posargs)


@nox.session
def wheel(session: nox.Session) -> None:
    """Build what would be published, check it, and use it in an empty environment: ``nox -s wheel``."""
    session.install(*nox.project.dependency_groups(PYPROJECT, "release"))
    dist = Path(session.create_tmp()).resolve() / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    session.run("validate-pyproject", "pyproject.toml")
    session.run("python", "-m", "build", "--outdir", str(dist), *session.posargs)
    built = sorted(map(str, dist.iterdir()))
    session.run("twine", "check", "--strict", *built)
    (package,) = (one for one in built if one.endswith(".whl"))
    session.run("check-wheel-contents", package)
    python = fresh_python(session, dist.parent / "empty")
    session.run(python, "-m", "pip", "install", "--quiet", package, external=True)
    session.run(python, "-m", "pip", "check", external=True)
    session.run(python, "-I", "-c", IN_AN_EMPTY_ENVIRONMENT, external=True)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Print the speed as ratios to copying the same columns: ``nox -s benchmarks -- 1000000``."""
    install(session, "tests", extras=EVERY_EXTRA)
    for script in sorted(Path("tests/benchmarks").glob("[!_]*.py")):
        session.run("python", str(script), *session.posargs)


@nox.session(python=LOWEST)
def spark(session: nox.Session) -> None:
    """Score ten thousand rows in a Spark started here, which needs Java 17: ``nox -s spark``."""
    if shutil.which("java") is None:
        session.skip("there is no Java")
    install(session, "tests", extras="frames")
    session.install(*SPARK)
    run_tests(session, "tests/test_spark.py")


@nox.session
def night(session: nox.Session) -> None:
    """Let Hypothesis search for hours: ``nox -s night -- tests/test_doors_agree.py``."""
    install(session, "tests", extras=EVERY_EXTRA)
    run_tests(session, *EVERY_CORE, profile="night")


@nox.session
def fuzz(session: nox.Session) -> None:
    """Give hostile data to every door, for so many seconds in all: ``nox -s fuzz -- 600``."""
    install(session, "tests", extras=EVERY_EXTRA)
    seconds = session.posargs[0] if session.posargs else "120"
    files = sorted(map(str, Path("tests/fuzz").glob("fuzz_*.py")))
    without = ("-p", "no:randomly", "-p", "no:unraisableexception")  # it asks hostile objects who they are
    session.run("python", "-m", "pytest", *without, *files, env={"FUZZ_SECONDS": seconds})


@nox.session
def evidence(session: nox.Session) -> None:
    """Run the tests and write the evidence pack: ``nox -s evidence``; see docs/explanation.

    With arguments only those tests run, and the pack says what was left open.
    """
    session.install(*nox.project.dependency_groups(PYPROJECT, "evidence"))
    install(session, "tests", extras=EVERY_EXTRA)
    folder = Path("docs", "_build", "evidence").resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    work = Path(session.create_tmp()).resolve()
    python = fresh_python(session, work / "user")  # has what a user gets, so the bill lists that alone
    session.run(python, "-m", "pip", "install", "--quiet", ".", external=True)
    session.run(python, "-m", "pip", "uninstall", "--quiet", "--yes", "setuptools", "pip", external=True)
    bill = ("--pyproject", "pyproject.toml", "--mc-type", "library", "--output-reproducible", "--of", "JSON")
    session.run("cyclonedx-py", "environment", *bill, "-o", str(folder / "sbom.json"), python)
    session.run(
        *("python", "-m", "pytest", "--junitxml", str(folder / "junit.xml")),
        *(session.posargs or EVERY_CORE),
        env={"HYPOTHESIS_PROFILE": "ci"},
        success_codes=[0, 1],  # a failure is evidence, too; the pack says so, and the session fails below
    )
    if (
        shutil.which("java") and not session.posargs
    ):  # Spark needs an older pandas, so an environment of its own
        python = fresh_python(session, work / "spark")
        needs = nox.project.dependency_groups(PYPROJECT, "tests")
        session.run(python, "-m", "pip", "install", "--quiet", ".[frames]", *needs, *SPARK, external=True)
        session.run(
            *(python, "-m", "pytest", "tests/test_spark.py", "--junitxml", str(folder / "junit-spark.xml")),
            success_codes=[0, 1],
            external=True,
        )
    session.run("python", "docs/evidence/write_pack.py", str(folder))


@nox.session
def mutation(session: nox.Session) -> None:
    """Change the code and see whether a test notices: ``nox -s mutation -- src/psoscore/truth.py``.

    Without a path it takes all of MUTATED, hours long; ``-- --sample 40`` draws 40 places
    a module. A run that was stopped goes on where it was. See tests/mutation.
    """
    install(session, "tests", "mutation", extras=EVERY_EXTRA)
    results = session.cache_dir.resolve() / "mutation"
    paths = () if any(Path(one).exists() for one in session.posargs) else MUTATED
    asked = ("--folder", str(results), "--jobs", str(os.cpu_count()), *session.posargs, *paths)
    session.run("python", "tests/mutation/mutate.py", *asked)
