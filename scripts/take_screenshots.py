"""Take the pictures of the page in docs/images, from the story, in a real browser.

Usage: make screenshots. Needs Chromium (apt-get install chromium). The same page is always shown: it is asked for on
the morning after the referral, whatever the clock says.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from mash.enquiry import Asked, Wanted, enquire_into
from mash.hub import open_hub
from mash.reports.page import write_page

CHECKOUT = Path(__file__).parents[1]
STORY, IMAGES = CHECKOUT / "fixtures" / "story", CHECKOUT / "docs" / "images"
MOST_BYTES = 300_000
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
WIDE, PHONE = (1280, 1000), (390, 844)


def top(_page: Page) -> None:
    """The answer, as the page opens."""


def network(page: Page) -> None:
    """The chart, the way to the first flagged person three steps away lit."""
    page.locator("a.mark.flagged[aria-label*='3 steps']").first.focus()
    page.evaluate("document.getElementById('network').scrollIntoView()")


def section(name: str) -> Callable[[Page], None]:
    """One section, from its heading."""
    return lambda page: page.evaluate(f"document.getElementById('{name}').scrollIntoView()")


def chronology(page: Page) -> None:
    """What police know, of all that happened."""
    page.locator("#filter-agency").select_option("police")
    section("chronology")(page)


PICTURES: dict[str, tuple[tuple[int, int], Callable[[Page], None]]] = {
    "page": (WIDE, top),
    "page-network": ((1180, 900), network),
    "page-time-by-place": ((1280, 900), section("time-by-place")),
    "page-day-in-life": ((1280, 900), section("day-in-life")),
    "page-chronology": ((1280, 900), chronology),
    "page-phone": (PHONE, top),
}


def main() -> None:
    """Build the story's hub aside, ask about its referral, and take every picture."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("no Chromium on this machine: apt-get install chromium")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        address = story_page(Path(folder)).as_uri()
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        for name, ((width, height), pose) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="en-GB")
            page.goto(address)
            pose(page)
            path = IMAGES / f"{name}.png"
            page.screenshot(path=path)
            page.close()
            if path.stat().st_size > MOST_BYTES:
                sys.exit(
                    f"{path.name} has {path.stat().st_size:,} bytes, {MOST_BYTES:,} at most: show less of the page"
                )
            print(f"{path.relative_to(CHECKOUT)}  {path.stat().st_size // 1000} kB")
        browser.close()


def story_page(folder: Path) -> Path:
    """The page of the story's referral, asked for on the morning after it came."""
    expected = json.loads((STORY / "expected.json").read_text(encoding="utf-8"))
    hub, mash = folder / "hub", Path(sys.executable).with_name("mash")
    as_of = dt.date.fromisoformat(expected["as_of"])
    subprocess.run([mash, "init", hub, "--drops", STORY], check=True, capture_output=True)  # noqa: S603 - our own command
    night = [mash, "nightly", "--hub", hub, "--as-of", str(as_of)]
    subprocess.run(night, check=True, capture_output=True)  # noqa: S603 - our own command
    asked = Asked("a.smith", dt.datetime.combine(as_of, dt.time(9)), "section 47 enquiry", "s47")
    answer = enquire_into(open_hub(hub), Wanted(key=expected["case_id"]), asked)
    write_page(answer, folder / "page.html")
    return folder / "page.html"


if __name__ == "__main__":
    main()
