"""What an enquiry may import: for each library more somebody waits at the desk."""

import json
import subprocess
import sys

import pytest

OF_TYPER = {
    *("annotated_doc", "annotated_types", "pydantic", "pydantic_core", "shellingham", "typing_extensions"),
    "typing_inspection",
}
ALLOWED = {"mash", "duckdb", "_duckdb", "rich", "typer"} | OF_TYPER
BESIDE_THE_WAY = {"nightly", "identity", "records", "contracts", "extracts", "evaluation", "synthetic"}
"""Rooms an enquiry about a known child need not enter."""

SAYING_WHAT_IT_IMPORTED = """
import json, sys
before = set(sys.modules)
try:
    from mash.cli.main import main
    main()
finally:
    print(json.dumps(sorted(set(sys.modules) - before)), file=sys.stderr)
"""


@pytest.fixture
def imported(story_hub, expected, tmp_path):
    """The modules that an enquiry imports into a fresh process, by the options of the enquiry."""

    def of(*options):
        words = ("enquire", expected["case_id"], "--hub", story_hub, *options)
        command = [sys.executable, "-c", SAYING_WHAT_IT_IMPORTED, *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300, cwd=tmp_path)
        return json.loads(done.stderr.splitlines()[-1])

    return of


def third_party(modules):
    return {name.partition(".")[0] for name in modules} - set(sys.stdlib_module_names)


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--json",),
        ("--brief", "--hops", "2"),
        ("--graphml", "n.graphml"),
        ("--html", "page.html"),
        ("--csv", "people.csv"),
    ],
)
def test_an_enquiry_imports_no_library_it_need_not(imported, options):
    allowed = ALLOWED | ({"jinja2", "markupsafe"} if "--html" in options else set())
    known = {name for name in third_party(imported(*options)) if not name.startswith("_sysconfigdata")}
    assert known <= allowed


def test_an_enquiry_about_a_known_child_enters_only_the_rooms_on_its_way(imported):
    rooms = {name.split(".")[1] for name in imported() if name.startswith("mash.")}
    assert {"enquiry", "rating", "associations"} <= rooms
    assert rooms.isdisjoint(BESIDE_THE_WAY)


def test_what_is_drawn_or_written_or_reviewed_is_imported_by_who_asks_for_it(imported):
    parts = (
        "mash.reports.page",
        "mash.reports.people_csv",
        "mash.reports.candidates",
        "mash.reports.graphml",
        "mash.reports.pair",
        "mash.enquiry.review",
    )
    assert not set(parts) & set(imported())
    assert "mash.reports.graphml" in imported("--graphml", "network.graphml")
