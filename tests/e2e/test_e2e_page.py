"""The page of the story and of a town: what is drawn touches nobody it is not of, and the short form is short."""

import math
import re
from pathlib import Path

import pytest

import mash as package
from mash.reports.chart import RADII, network_chart

pytestmark = pytest.mark.long

TOWN = Path(__file__).parents[2] / "fixtures" / "town"
ASKING = {"purpose": "a test", "gateway": "s47"}
SIDES = 2
HELD_BACK = 7
MANY = 6
"""Cases of the town, the worst first."""


def drawn(link):
    """Points of a line as a browser draws it."""
    for share in (number / 300 for number in range(301)):
        first, second, third = (1 - share) ** 2, 2 * share * (1 - share), share**2
        start, end = link.start, link.end
        over = link.control or type(start)((start.x + end.x) / 2, (start.y + end.y) / 2)
        yield (first * start.x + second * over.x + third * end.x, first * start.y + second * over.y + third * end.y)


def touched(chart):
    """Whoever the line of two others runs through, and how many are of two who may be one."""
    found = [
        (link.link_id, mark.person_id)
        for link in chart.links
        for mark in chart.marks
        if mark.at not in {link.start, link.end}
        and min(math.dist(at, mark.at) for at in drawn(link)) <= RADII[mark.role]
    ]
    return found, sum(link.style == "possible" for link in chart.links)


def test_no_line_of_the_storys_page_touches_anybody_it_is_not_of(story_hub, expected):
    with package.open(story_hub, **ASKING) as hub:
        for hops in (2, 3, 4):
            found, dashed = touched(network_chart(hub.enquire(expected["case_id"], hops=hops)))
            assert found == []
        assert dashed > 0


@pytest.mark.slow
def test_no_line_of_a_towns_large_networks_touches_anybody_it_is_not_of(mash, tmp_path):
    assert mash("init", tmp_path / "hub", "--drops", TOWN).code == 0
    night = mash("nightly", "--hub", tmp_path / "hub", "--as-of", "2026-01-31")
    if night.code == HELD_BACK:
        night = mash("nightly", "--hub", tmp_path / "hub", "--accept-health", "a first night")
    assert night.code == 0, night.err
    with package.open(tmp_path / "hub", **ASKING) as hub:
        answers = [hub.enquire(case.case_id, hops=3) for case in hub.cases()[:MANY]]
    told = [touched(network_chart(answer)) for answer in answers]
    assert max(len(answer.network.persons) for answer in answers) > 400
    assert sum(dashed for _, dashed in told) > 20
    assert [found for found, _ in told if found] == []


def test_the_storys_page_in_short_is_two_sides_of_a4(mash, story_hub, expected, tmp_path, open_file, sheets_of):
    words = ("enquire", expected["case_id"], "--hub", story_hub)
    brief, whole = tmp_path / "brief.html", tmp_path / "whole.html"
    done = mash(*words, "--brief", "--html", brief)
    assert (done.code, f"The page is in {brief}" in " ".join(done.out.split())) == (0, True), done.err
    assert mash(*words, "--html", whole).code == 0
    assert len(sheets_of(open_file(brief))) <= SIDES < len(sheets_of(open_file(whole)))
    told = brief.read_text()
    answer = mash(*words, "--json").json
    for person in answer["flagged"]:
        assert person["person_id"] in told
        assert person["names"][0] in told
    assert all(word in told for word in ("What it rests on", "Sources", "sources searched", answer["asked"]["purpose"]))


def test_the_short_form_of_a_family_and_a_court_leaves_out_what_theirs_do(mash, story_hub, expected, tmp_path):
    words = ("enquire", expected["case_id"], "--hub", story_hub, "--brief", "--html")
    family, court = tmp_path / "family.html", tmp_path / "court.html"
    assert mash(*words, family, "--audience", "family").code == 0
    assert mash(*words, court, "--audience", "court").code == 0
    answer = mash(*words[:4], "--json").json
    assert not any(person["names"][0] in family.read_text() for person in answer["flagged"])
    assert re.search(r"Exhibits: \d+ rows as they were sent", court.read_text())
    assert "who referred is left out" in court.read_text()
