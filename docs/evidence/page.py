"""The evidence pack as one HTML page that needs nothing else: no script, no network."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["page"]

STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { border-bottom: 1px solid #8886; padding: .3rem .6rem; text-align: left; vertical-align: top; }
.passed { color: light-dark(#116329, #4ac26b); }
.failure, .error, .not-run { color: light-dark(#a40e26, #ff7b72); font-weight: bold; }
code { overflow-wrap: anywhere; }
"""


def page(found: dict[str, Any]) -> str:
    """Print the pack that ``write_pack.pack`` made."""
    where = found["environment"]
    facts = [(name.replace("_", " "), said) for name, said in where.items() if name != "packages"]
    verdict = (
        "Every requirement was proved in this run." if found["sound"] else "This run leaves something open."
    )
    body = (
        f"<h1>{escape(found['title'])}</h1>",
        f"<p>Written {escape(found['written'])}. {verdict}</p>",
        section("Tests", table(("Outcome", "Cases"), found["tests"].items())),
        section("Gaps in the trace", table(("Gap",), ((one,) for one in found["gaps"]))),
        section("Environment", table(("What", "Value"), facts)),
        section("Traceability", matrix(found["matrix"])),
        section("Exhaustive checks", records(found["exhaustive"], ("what", "cases", "test", "result"))),
        section("Mutation", records(found["mutation"], ("module", "result", "survivors"))),
        section("Definitions", records(found["definitions"], ("name", "version", "fingerprint", "status"))),
        section("Bill of materials", records(found["materials"], ("name", "version"))),
        section("Packages of the test environment", table(("Package", "Version"), where["packages"].items())),
    )
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(found['title'])}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def section(title: str, content: str) -> str:
    """A heading and what stands below it."""
    return f"<h2>{escape(title)}</h2>\n{content}"


def table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """A table, or the word none."""
    lines = ["".join(f"<td{marked(cell)}>{shown(cell)}</td>" for cell in row) for row in rows]
    if not lines:
        return "<p>None.</p>"
    top = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    inside = "\n".join(f"<tr>{line}</tr>" for line in lines)
    return f'<div class="wide"><table>\n<tr>{top}</tr>\n{inside}\n</table></div>'


def records(several: list[dict[str, Any]], names: tuple[str, ...]) -> str:
    """A table of dictionaries."""
    return table((one.capitalize() for one in names), ([each[one] for one in names] for each in several))


def matrix(entries: list[dict[str, Any]]) -> str:
    """The requirements; the tests of each fold away."""
    head = ("Requirement", "Status", "Sources", "Fulfilled by", "Tests", "Result")
    names = ("id", "status", "sources", "fulfilled_by", "tests", "result")
    return table(head, ([Titled(one) if name == "id" else one[name] for name in names] for one in entries))


class Titled:
    """The id of a requirement, with its text below."""

    def __init__(self, entry: dict[str, Any]) -> None:
        self.shown = f"<b id='{escape(entry['id'])}'>{escape(entry['id'])}</b><br>{escape(entry['text'])}"


def marked(cell: object) -> str:
    """The colour of a result."""
    known = {"passed", "failure", "error", "not run"}
    return f' class="{cell.replace(" ", "-")}"' if isinstance(cell, str) and cell in known else ""


def shown(cell: object) -> str:
    """A cell as HTML."""
    if isinstance(cell, Titled):
        return cell.shown
    if isinstance(cell, dict):
        inside = "<br>".join(f"<code>{escape(name)}</code> {escape(said)}" for name, said in cell.items())
        return f"<details><summary>{len(cell)}</summary>{inside}</details>"
    if isinstance(cell, list):
        return "<br>".join(f"<code>{escape(one)}</code>" for one in cell)
    return f"{cell:,}" if isinstance(cell, int) else escape(str(cell))
