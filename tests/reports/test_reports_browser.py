"""The page in a real browser: nothing is fetched, everybody can use it, and it prints."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from mash.reports import Child, Network, NetworkTie
from mash.reports.chart import card_id, mark_id
from mash.reports.folding import fold_id
from mash.reports.page import write_page

ANSWERS = pytest.mark.parametrize("which", ["answer", "empty", "large", "hostile", "grown", "unborn"])
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 256}
"""320 by 256 is 1280 by 1024 at 400 % zoom."""
STEP, MUM, ISLA = mark_id("P-STEP"), mark_id("P-MUM"), mark_id("P-ISLA")
WAY_TO_STEP = {STEP, MUM, ISLA, "link-P_2d_ISLA-P_2d_MUM", "link-P_2d_MUM-P_2d_STEP"}


@pytest.fixture
def grown(answer):
    return replace(answer, child=replace(answer.child, date_of_birth=dt.date(2001, 1, 1)), referral=None)


@pytest.fixture
def unborn(answer):
    expected = answer.as_of + dt.timedelta(days=30)
    return replace(answer, child=Child("P-ISLA", ("BABY",), None, expected), chronology=(), gaps=(), stays=())


@pytest.fixture
def open_page(open_file, tmp_path):
    """Opens an answer's page, and sees to it as ``open_file`` does."""

    def opened(answer, viewport=WIDE, *, brief=False, **more):
        write_page(answer, tmp_path / "page.html", brief=brief)
        return open_file(tmp_path / "page.html", viewport, **more)

    return opened


def lit(page):
    return set(page.eval_on_selector_all("#chart .lit[id]", "all => all.map((one) => one.id)"))


def shown(page):
    return page.eval_on_selector_all(
        "#events tr[data-agencies]", "all => all.filter((row) => row.offsetParent).map((row) => row.innerText)"
    )


@ANSWERS
def test_axe_finds_nothing(request, open_page, axe_finds, which):
    page = open_page(request.getfixturevalue(which))
    page.evaluate("document.querySelectorAll('details:not(.ring-list)').forEach((one) => { one.open = true; })")
    if page.locator("a.mark").count():
        page.locator("a.mark").last.press("Enter")
    assert not axe_finds(page)


@ANSWERS
def test_at_400_per_cent_nothing_is_wider_than_the_screen_but_what_scrolls(request, open_page, sticks_out, which):
    assert sticks_out(open_page(request.getfixturevalue(which), NARROW)) == []


def test_nobody_needs_colour_or_a_mouse_to_follow_the_page(open_page, answer):
    page = open_page(answer)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    order = page.eval_on_selector_all("a.mark", "all => all.map((one) => one.getAttribute('aria-label'))")
    assert "the child" in order[0]
    steps = [re.search(r"(\d) steps? away", says)[1] for says in order[1:]]
    assert steps == sorted(steps), "by keyboard the nearest come first"


@pytest.mark.parametrize("way", ["hover", "focus", "tap"])
def test_a_path_lights_and_shows_what_it_rests_on(open_page, answer, way):
    page = open_page(answer, has_touch=way == "tap")
    mark = page.locator(f"#{STEP}")
    assert not page.locator("#detail").is_visible()
    getattr(mark if way == "focus" else mark.locator("path"), way)()
    assert lit(page) == WAY_TO_STEP
    detail = page.locator("#detail")
    for says in ("GARETH PASCOE", "partners, since 1 Sep 2024", "police nominal links 2026-01-31 row 7", "VISOR"):
        assert says in detail.inner_text()
    assert page.locator(".years.lit").all_text_contents() == ["since 2024"], (
        "the parent's tie, which it takes, has none"
    )
    assert float(page.locator(f"#{mark_id('P-DAD')}").evaluate("one => getComputedStyle(one).opacity")) < 0.5


def test_a_lit_path_says_the_years_of_the_ties_it_takes_and_else_a_line_those_it_is_drawn_for(open_page, answer):
    lived = NetworkTie("T-LIVED", "P-MUM", "P-STEP", "household", "derived", dt.date(2021, 1, 1), dt.date(2022, 1, 1))
    page = open_page(replace(answer, network=replace(answer.network, ties=(*answer.network.ties, lived))))
    of_pair = page.locator(".years[data-of='link-P_2d_MUM-P_2d_STEP']")
    assert of_pair.text_content() == "2021-2022"
    page.locator(f"#{STEP}").focus()
    assert "partners, since 1 Sep 2024" in page.locator("#detail").inner_text()
    assert of_pair.text_content() == "since 2024"
    page.locator(f"#{STEP}").blur()
    assert of_pair.text_content() == "2021-2022"


def test_a_path_chosen_by_keyboard_takes_the_reader_to_its_evidence_and_back(open_page, answer):
    page = open_page(answer)
    page.locator(f"#{STEP}").press("Enter")
    assert page.evaluate("document.activeElement.id") == "detail"
    assert "GARETH PASCOE" in page.locator("#lit").inner_text()
    page.locator(f"#{mark_id('P-DAD')}").hover()
    page.mouse.move(0, 0)
    assert lit(page) == WAY_TO_STEP, "what was chosen stays"
    page.get_by_role("button", name="Close").click()
    assert page.evaluate("document.activeElement.id") == STEP
    page.locator(f"#{STEP}").press("Enter")
    page.keyboard.press("Escape")
    assert (lit(page), page.evaluate("document.activeElement.id")) == (set(), STEP)


def test_a_mark_tapped_again_goes_dark(open_page, answer):
    page = open_page(answer, NARROW, has_touch=True)
    page.locator(f"#{STEP} path").tap()
    assert page.locator("#detail").is_visible()
    page.locator(f"#{STEP} path").tap()
    page.locator("h1").tap()
    assert (lit(page), page.locator("#detail").is_visible()) == (set(), False)


def test_a_fold_lights_its_way_and_says_who_is_in_it(open_page, large):
    page = open_page(large)
    fold = page.locator("a.mark.fold").first
    fold.focus()
    assert len([one for one in lit(page) if one.startswith("mark-")]) == 4, "the child, two between, the fold"
    assert "ACQUAINTANCE NUMBER" in page.locator("#detail").inner_text()


def test_a_fold_opens_as_many_names_as_it_says_and_the_list_says_who_of_a_branch_is_drawn(open_page, large):
    outer, *others = [one for one in large.network.persons if one.via == "P-A001"]
    home = NetworkTie("H", "P-A002", outer.person_id, "household", "derived", dt.date(2025, 1, 1))
    network = replace(large.network, ties=(*large.network.ties, home))
    page = open_page(replace(large, network=network))
    fold = page.locator(f"#{mark_id(fold_id(3, 'P-A001'))}")
    fold.focus()
    says, detail = fold.get_attribute("aria-label"), page.locator("#detail")
    assert says.startswith(f"{len(others)} more people")
    assert detail.locator("li").count() == len(others)
    assert outer.name not in detail.locator("ul").inner_text()
    assert detail.get_by_role("link").inner_text() == "All of them in the list of everybody, with 1 more who is drawn"
    heading = page.locator(f"#{card_id(fold_id(3, 'P-A001'))} h4")
    assert heading.text_content().endswith(f": {len(others) + 1}, {len(others)} of them folded in the drawing")


@pytest.mark.parametrize(
    ("control", "value", "left"),
    [
        ("Agency", "health", ["born"]),
        ("Person", "P-DAD", ["verbal dispute", "sexual abuse alleged"]),
        ("Kind", "referral", ["referral received"]),
        ("Words", " ALLEGED", ["sexual abuse alleged"]),
        ("Words", "nowhere", []),
    ],
)
def test_the_chronology_narrows_to_what_is_asked_for_and_widens_again(open_page, answer, control, value, left):
    page = open_page(answer)
    everything = shown(page)
    field = page.locator("#chronology").get_by_label(control, exact=True)
    field.fill(value) if control == "Words" else field.select_option(value)
    assert len(shown(page)) == len(left)
    assert all(says in row for says, row in zip(left, shown(page), strict=True))
    assert page.locator("#filter-count").inner_text() == f"{len(left)} of {len(everything)} shown"
    assert page.locator("#filter-nothing").is_visible() == (not left)
    page.get_by_role("button", name="Show all").click()
    assert shown(page) == everything


def test_anybody_is_found_by_name_in_a_list_too_long_to_stand_open(open_page, large):
    page = open_page(large)
    sought = page.get_by_label("Find a name")
    somebody = page.get_by_text("ACQUAINTANCE NUMBER 77", exact=True)
    assert not somebody.is_visible()
    sought.fill("number 77")
    assert somebody.is_visible()
    assert page.locator("#find-count").inner_text().startswith("1 of ")
    sought.fill("")
    assert not somebody.is_visible()


def test_three_thousand_people_open_within_a_second_and_print_on_few_pages(open_page, sheets_of, large_of):
    page = open_page(large_of(3000))
    assert page.locator("a.mark").count() < 100, "the outer ring folds"
    spent = page.context.new_cdp_session(page)
    spent.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.reload()
    metrics = {one["name"]: one["value"] for one in spent.send("Performance.getMetrics")["metrics"]}
    assert metrics["TaskDuration"] < 1, "of processor time, whatever else the machine does"
    assert len(sheets_of(page)) < 15


def test_it_prints_on_a4_with_the_evidence_and_without_the_controls(open_page, sheets_of, answer):
    page = open_page(answer)
    sizes = sheets_of(page)
    assert 3 <= len(sizes) <= 10
    assert {tuple(round(float(side)) for side in size.split()) for size in sizes} == {(0, 0, 595, 842)}
    page.emulate_media(media="print")
    for gone in ("nav", ".filters", ".skip", "#detail", "#print"):
        assert not page.locator(gone).first.is_visible()
    assert not page.get_by_role("button").and_(page.locator(":visible")).count()
    for there in ("#chart", "#lanes", ".legend", ".marking", "#audit", f"#{card_id('P-STEP')} .row"):
        assert page.locator(there).last.is_visible()


def test_what_only_a_screen_can_do_is_not_asked_for_on_paper(open_page, large):
    page = open_page(large)
    page.emulate_media(media="print")
    told = page.locator("body").inner_text()
    assert "are folded into one mark per branch." in told
    for asked in ("Choose a fold", "Point at, tab to or tap", "Find a name", "Print this page", "On this page"):
        assert asked not in told


@ANSWERS
def test_in_short_it_is_one_or_two_sides_for_whoever_has_neither_script_nor_mouse(
    request, open_page, axe_finds, sheets_of, which
):
    page = open_page(request.getfixturevalue(which), brief=True)
    assert not axe_finds(page)
    assert page.locator("script, svg, button, details").count() == 0
    sizes = sheets_of(page)
    assert 1 <= len(sizes) <= 2
    assert {tuple(round(float(side)) for side in size.split()) for size in sizes} == {(0, 0, 595, 842)}


def test_in_short_it_fits_a_narrow_screen(open_page, answer):
    page = open_page(answer, NARROW, brief=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_what_is_closed_on_screen_and_meant_for_paper_is_open_on_it(open_page, answer):
    page = open_page(answer)
    row = page.locator(".card .path .row").first
    assert not row.is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert row.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not row.is_visible()


def test_a_network_of_one_has_no_chart_to_light(open_page, answer):
    alone = Network(tuple(one for one in answer.network.persons if one.hops == 0))
    page = open_page(replace(answer, network=alone, flagged=()))
    assert page.locator("#chart").count() == 0
    assert "Nobody found around the child" in page.locator("main").inner_text()
