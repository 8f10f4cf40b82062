"""What several rooms' tests share: the made-up town, loaded by its path as tests are no package, and a browser."""

from __future__ import annotations

import os
import re
import shutil
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

TOWN = Path(__file__).parent / "associations" / "town.py"


def _town():
    if "made_up_town" not in sys.modules:
        spec = spec_from_file_location("made_up_town", TOWN)
        module = module_from_spec(spec)
        sys.modules["made_up_town"] = module
        spec.loader.exec_module(module)
    return sys.modules["made_up_town"]


@pytest.fixture
def town(tmp_path):
    """An empty town, whose database may be copied to the test's folder."""
    return _town().Town(tmp_path)


@pytest.fixture(scope="session")
def new_town():
    """For tests that need several: a new town each time it is called."""
    return _town().Town


@pytest.fixture(scope="session")
def random_town():
    """A town made by chance from a seed."""
    return _town().random_town


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 256}
"""320 by 256 is 1280 by 1024 at 400 % zoom."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STICKING_OUT = """all => all.filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1
    && !one.closest(".drawing, .scroll, .unseen, .skip, thead")).map((one) => one.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium without a window. Where CHROMIUM_REQUIRED is set, being without one is a failure."""
    from playwright.sync_api import sync_playwright  # not for the many tests without a page

    if CHROMIUM is None:
        missing = "no Chromium on this machine: apt-get install chromium"
        (pytest.fail if os.environ.get("CHROMIUM_REQUIRED") else pytest.skip)(missing)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def open_file(browser):
    """Opens a page; at the end, sees that it complained of nothing and asked nobody for anything."""
    contexts, faults = [], []

    def opened(path, viewport=WIDE, **more):
        contexts.append(browser.new_context(viewport=viewport, **more))
        contexts[-1].set_default_timeout(15_000)
        page = contexts[-1].new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.on("request", lambda asked: faults.append(asked.url) if not asked.url.startswith("file:") else None)
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(scope="session")
def axe_finds():
    """What axe-core finds wrong with a page, as it tells it; empty where it finds nothing."""
    from axe_playwright_python.sync_playwright import Axe

    def found(page):
        told = Axe().run(page, options={"runOnly": RULES})
        return told.generate_report() if told.violations_count else ""

    return found


@pytest.fixture(scope="session")
def sticks_out():
    """What is wider than a narrow screen and not made to be scrolled, everything opened that can be."""

    def found(page):
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        return [*(["the page"] if wider else []), *page.eval_on_selector_all("body *", STICKING_OUT)]

    return found


@pytest.fixture(scope="session")
def sheets_of():
    """The size of each sheet that a page prints on, in points, as Chromium writes them."""
    return lambda page: re.findall(
        rb"/Type /Page\n.*?/MediaBox \[([\d. ]+)\]", page.pdf(prefer_css_page_size=True), re.DOTALL
    )


@pytest.fixture
def anybody_can_use(open_file, axe_finds, sticks_out):
    """Sees that a page, wide and at 400 % zoom, is one that axe finds nothing wrong with and that fits its screen."""

    def seen(path):
        for viewport in (WIDE, NARROW):
            page = open_file(path, viewport)
            assert not axe_finds(page)
            assert sticks_out(page) == []

    return seen
