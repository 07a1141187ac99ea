"""Small intersphinx inventories of Python, numpy and matplotlib, so that links to them need no network.

Only names that our pages refer to are listed; a nitpicky build complains of any
other. conf.py writes the files whenever it is read, so none can be stale.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write"]

ADDRESSES = {
    "python": "https://docs.python.org/3/",
    "numpy": "https://numpy.org/doc/stable/",
    "matplotlib": "https://matplotlib.org/stable/",
}

NAMES = {  # project: role, page, names on that page; {} is the name itself
    "python": (
        ("class", "library/functions.html", "bool float int object type"),
        ("class", "library/stdtypes.html", "bytes dict frozenset list set str tuple"),
        ("class", "library/collections.abc.html", "collections.abc.Callable collections.abc.Iterable"),
        ("class", "library/collections.abc.html", "collections.abc.Collection collections.abc.Iterator"),
        ("class", "library/collections.abc.html", "collections.abc.Mapping collections.abc.Sequence"),
        ("class", "library/datetime.html", "datetime.date datetime.datetime datetime.timedelta"),
        ("class", "library/decimal.html", "decimal.Decimal"),
        ("class", "library/enum.html", "enum.Enum enum.IntEnum enum.StrEnum"),
        ("class", "library/fractions.html", "fractions.Fraction"),
        ("class", "library/numbers.html", "numbers.Rational numbers.Real"),
        ("class", "library/os.html", "os.PathLike"),
        ("class", "library/pathlib.html", "pathlib.Path"),
        ("class", "library/typing.html", "typing.NamedTuple typing.Protocol typing.TypeVar"),
        ("data", "library/typing.html", "typing.Any typing.Literal typing.NoReturn typing.TypeAlias"),
        ("data", "library/constants.html", "None NotImplemented"),
        (
            "exception",
            "library/exceptions.html",
            "AttributeError Exception ImportError KeyError TypeError ValueError",
        ),
    ),
    "numpy": (
        (
            "class",
            "reference/generated/{}.html",
            "numpy.dtype numpy.ndarray numpy.ma.MaskedArray",
        ),
        (
            "class",
            "reference/arrays.scalars.html",
            "numpy.bool_ numpy.datetime64 numpy.float32 numpy.float64 numpy.int8 numpy.int64 numpy.uint8",
        ),
        ("class", "reference/arrays.scalars.html", "numpy.signedinteger"),
        ("data", "reference/typing.html", "numpy.typing.ArrayLike numpy.typing.NDArray"),
    ),
    "matplotlib": (
        ("class", "api/_as_gen/{}.html", "matplotlib.axes.Axes matplotlib.patches.Patch"),
        ("class", "api/artist_api.html", "matplotlib.artist.Artist"),
    ),
}


def write(folder: Path) -> dict[str, tuple[str, str]]:
    """Write an inventory for each project; return what intersphinx wants to know."""
    folder.mkdir(parents=True, exist_ok=True)
    mapping = {}
    for project, rows in NAMES.items():
        lines = [
            f"{name} py:{role} 1 {page.format(name)}#{name} -\n"
            for role, page, names in rows
            for name in names.split()
        ]
        head = f"# Sphinx inventory version 2\n# Project: {project}\n# Version:\n"
        head += "# The remainder of this file is compressed using zlib.\n"
        file = folder / f"{project}.inv"
        file.write_bytes(head.encode() + zlib.compress("".join(lines).encode()))
        mapping[project] = (ADDRESSES[project], str(file))
    return mapping
