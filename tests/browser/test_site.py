"""Looks at every page of the built site in a browser: phone and desktop, light and dark, without a network.

Not part of the ordinary run: ``nox -s browser`` builds the site and comes here.
Pages written by hand leave their screenshots in ``docs/_build/screenshots``; of
those printed from docstrings one look is taken, at the width of a phone.
"""

from __future__ import annotations

import os
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page, Route, ViewportSize

BUILD = Path(__file__).parents[2] / "docs" / "_build"
SITE, SCREENSHOTS = BUILD / "html", BUILD / "screenshots"
PAGES = sorted(file.relative_to(SITE).as_posix() for file in SITE.rglob("*.html"))
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIETLY = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LOOKS = [
    (f"{name}-{scheme}", size, scheme)
    for name, size in (("phone", PHONE), ("desktop", DESKTOP))
    for scheme in SCHEMES
]

MOST_WORDS_A_PARAGRAPH = 110
MOST_WORDS_AT_A_STRETCH = 260
"""Words without a heading, a list, a table, a picture or code between them; more is a wall of text."""
MOST_SCREENS = 12
"""Heights of a desktop window that a page may have, unless it is an index or printed from docstrings."""
LONGER = {"explanation/choices-between-sources.html": 24}
"""A table to look things up in, which is one page so that nothing is looked for in vain."""
LEAST_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3, level AA, for text of ordinary size."""

TOO_WIDE = """
() => {
  const edge = document.documentElement.clientWidth;
  const scrolls = (one) => {
    for (let up = one; up.tagName !== "ARTICLE"; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.overflowX !== "visible" || style.visibility === "hidden") return true;
    }
    return false;
  };
  const wide = [...document.querySelectorAll("article *")]
    .filter((one) => one.getBoundingClientRect().right > edge + 1 && !scrolls(one))
    .map((one) => `${one.tagName.toLowerCase()}.${one.className}: ${one.textContent.trim().slice(0, 60)}`);
  const page = document.documentElement.scrollWidth;
  return page > edge ? [`the page is ${page} px wide`, ...wide] : wide;
}
"""
"""What reaches beyond the window, unless it lies in a part that scrolls by itself."""

FAINT = """
(least) => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const linear = (c) => (c <= 10.31475 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (one) => {
    for (let up = one; up; up = up.parentElement) {
      const colour = channels(getComputedStyle(up).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.9) return colour;
    }
    return [255, 255, 255];
  };
  const faint = new Map();
  const words = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const one = words.currentNode.parentElement;
    const seen = one.checkVisibility({opacityProperty: true, visibilityProperty: true});
    if (!seen || !words.currentNode.textContent.trim() || one.closest(".headerlink, math, svg")) continue;
    const both = [light(channels(getComputedStyle(one).color)), light(ground(one))];
    const ratio = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
    if (ratio < least) faint.set(`${one.tagName.toLowerCase()}.${one.className}`,
      `${ratio.toFixed(2)} ${one.textContent.trim().slice(0, 40)}`);
  }
  return [...faint].map(([where, what]) => `${where}: ${what}`);
}
"""
"""Words of the text that stand out too little from what is behind them."""

BROKEN_PICTURES = """
() => [...document.images].filter((one) => !one.naturalWidth || !one.alt.trim()).map((one) => one.src)
"""

WALLS = """
([paragraph, stretch]) => {
  const count = (one) => one.textContent.trim().split(/\\s+/).length;
  const named = (one, words) => `${words} words, up to "${one.textContent.trim().slice(0, 60)}"`;
  const walls = [];
  let words = 0;
  const read = "p, h1, h2, h3, h4, ul, ol, dl, table, pre, img, svg, figure";
  for (const one of document.querySelectorAll(`article :is(${read})`)) {
    if (one.tagName !== "P" || one.closest("li, dd, td, th, figure, details")) { words = 0; continue; }
    words += count(one);
    if (count(one) > paragraph) walls.push(named(one, count(one)));
    if (words > stretch) walls.push(named(one, words));
  }
  return walls;
}
"""


class Silent(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Visitor:
    """One window, which notes errors and never reaches any other machine."""

    def __init__(self, browser: Browser, address: str) -> None:
        """Open the window."""
        self.address = address
        self.noted: list[str] = []
        self.page: Page = browser.new_page()
        self.page.route("**/*", self.only_here)
        self.page.on("pageerror", lambda error: self.noted.append(str(error)))
        self.page.on("console", self.note)

    def note(self, said: ConsoleMessage) -> None:
        """Keep what the page complains of."""
        if said.type == "error":
            self.noted.append(said.text)

    def only_here(self, route: Route) -> None:
        """Let through what this machine serves."""
        if route.request.url.startswith((self.address, "data:")):
            route.continue_()
        else:
            self.noted.append(f"asks for {route.request.url}")
            route.abort()

    def open(self, name: str) -> Page:
        """Open one page of the site."""
        self.noted.clear()
        self.page.goto(self.address + name, wait_until="load")
        return self.page


@pytest.fixture(scope="session", name="visitor")
def _visitor() -> Iterator[Visitor]:
    """Serve the site on this machine, and open it in the browser that is here."""
    program = os.environ.get("BROWSER_PROGRAM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    serve = partial(Silent, directory=str(SITE))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIETLY))
        yield Visitor(browser, f"http://127.0.0.1:{server.server_port}/")
        browser.close()
        server.shutdown()


def is_printed(name: str) -> bool:
    """Whether a page is printed from docstrings, or is an index."""
    return "/api/" in name or "/" not in name.removesuffix("index.html")


def troubles(page: Page, look: str) -> dict[str, list[str]]:
    """What a reader would stumble over as the page stands now."""
    return {
        f"too wide, {look}": page.evaluate(TOO_WIDE),
        f"too faint, {look}": page.evaluate(FAINT, LEAST_CONTRAST),
    }


def test_the_site_is_there() -> None:
    assert {"index.html", "search.html", "tutorial/first-score.html"} <= set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read(visitor: Visitor, name: str) -> None:
    page = visitor.open(name)
    found: dict[str, Any] = {}
    for look, size, scheme in LOOKS[:1] if is_printed(name) and name != "index.html" else LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        found |= troubles(page, look)
        if not is_printed(name) or name == "index.html":
            picture = SCREENSHOTS / f"{name.removesuffix('.html').replace('/', '-')}-{look}.png"
            page.screenshot(path=picture, full_page=True)
    if not is_printed(name):
        screens = page.evaluate("document.body.scrollHeight / innerHeight")
        found["too long"] = [f"{screens:.0f} screens"] if screens > LONGER.get(name, MOST_SCREENS) else []
    found["walls of text"] = page.evaluate(WALLS, [MOST_WORDS_A_PARAGRAPH, MOST_WORDS_AT_A_STRETCH])
    found["broken pictures"] = page.evaluate(BROKEN_PICTURES)
    found["errors"] = visitor.noted

    assert {what: where for what, where in found.items() if where} == {}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("relapse", "how-to/sustained-response-and-relapse.html"),
        ("DuckDB", "how-to/screen-inside-duckdb.html"),
        ("unrecorded", "reference/glossary.html"),
        ("fingerprint", "explanation/one-definition-many-doors.html"),
    ],
)
def test_search_answers_without_a_network(visitor: Visitor, asked: str, expected: str) -> None:
    page = visitor.open("index.html")
    page.set_viewport_size(DESKTOP)
    page.get_by_placeholder("Search").fill(asked)
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li a")
    page.wait_for_function("() => document.querySelector('.search-summary')?.textContent.includes('found')")

    answers = [one.get_attribute("href") for one in page.locator("#search-results li a").all()]

    assert any(one and one.startswith(expected) for one in answers), answers
    assert visitor.noted == []


@pytest.mark.parametrize(
    ("broken", "kind"),
    [
        ("<p style='width: 600px; color: #000; background: #fff'>wide</p>", "too wide, now"),
        ("<p style='color: #999; background: #fff'>faint</p>", "too faint, now"),
    ],
)
def test_what_is_wrong_is_seen(visitor: Visitor, broken: str, kind: str) -> None:
    """
    A planted fault must be found, or the tests above could not fail.
    """
    page = visitor.open("index.html")
    page.set_viewport_size(PHONE)
    page.evaluate("(one) => document.querySelector('article').insertAdjacentHTML('beforeend', one)", broken)

    assert [what for what, where in troubles(page, "now").items() if where] == [kind]
