"""Every page that a command writes, of the story: nobody needs a wide screen, colour or a mouse, and it prints."""

import pytest

from mash.identity import load_model
from mash.reports.weights import write_model_page

pytestmark = pytest.mark.long

TWO = ("P-J4ERJD2Q5T", "P-KBSKZA7UTS", "--case", "REF-2026-0113")
PAGES = {
    "the enquiry": ("enquire", "REF-2026-0117", "--html"),
    "the enquiry in short": ("enquire", "REF-2026-0113", "--brief", "--html"),
    "for a family": ("enquire", "REF-2026-0117", "--audience", "family", "--html"),
    "for a court": ("enquire", "REF-2026-0117", "--audience", "court", "--html"),
    "the worklist": ("cases", "--html"),
    "a worklist of nothing": ("cases", "--unrated", "--html"),
    "the digest": ("digest", "--html"),
    "the whole digest": ("digest", "--all", "--html"),
    "the queue": ("review", "--html"),
    "a pair": ("review", *TWO, "--html"),
    "a waterfall": ("why", *TWO, "--html"),
    "the governance pack": ("governance", "--out"),
}
"""The command that writes each."""
SHEETS = {"the worklist": 1, "the digest": 1, "the queue": 5, "a pair": 2, "a waterfall": 1, "for a family": 1}
"""Of A4, at most."""
PAIRS = 9
"""In the story's queue."""


@pytest.fixture(scope="module")
def written(mash, story_hub, tmp_path_factory):
    """The page of that name, written once."""
    folder, made = tmp_path_factory.mktemp("pages"), {}

    def page(name):
        if name not in made:
            to = folder / str(len(made))
            done = mash(*PAGES[name], to, "--hub", story_hub)
            assert done.code == 0, done.err
            made[name] = to / "governance.html" if to.is_dir() else to.rename(to.with_suffix(".html"))
        return made[name]

    return page


@pytest.mark.parametrize("name", PAGES)
def test_anybody_can_use_the_page(anybody_can_use, written, name):
    anybody_can_use(written(name))


def test_anybody_can_use_the_page_of_a_models_weights(anybody_can_use, tmp_path):
    write_model_page(load_model("model-2026-11"), tmp_path / "weights.html")
    anybody_can_use(tmp_path / "weights.html")


@pytest.mark.parametrize("name", SHEETS)
def test_it_prints_on_few_sheets(open_file, sheets_of, written, name):
    assert 1 <= len(sheets_of(open_file(written(name)))) <= SHEETS[name]


def test_on_a_narrow_screen_and_on_paper_each_pair_of_the_queue_is_all_there(open_file, written):
    page = open_file(written("the queue"), {"width": 320, "height": 256})
    assert page.locator("article").count() == PAIRS
    row = page.locator("article .side-by-side tbody tr").first
    assert row.inner_text().split("\n")[0] == "record"
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        assert all(table.is_visible() for table in page.locator(".side-by-side").all())
        assert all(says.is_visible() for says in page.locator(".weights tfoot, .stakes li, .said li").all())
