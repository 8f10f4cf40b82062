"""The page: complete, self-contained, safe with any name, and the same every time."""

import base64
import hashlib
import re
from dataclasses import replace
from importlib.resources import files

import pytest
from lxml import html

from mash.reports.chart import card_id, mark_id, network_chart
from mash.reports.folding import FOLD_ABOVE
from mash.reports.legible import legible
from mash.reports.page import page, write_page
from mash.vocabulary import Colour

ANSWERS = pytest.mark.parametrize("which", ["answer", "empty", "large", "hostile"])


@pytest.fixture
def text(request, which):
    return page(request.getfixturevalue(which))


@ANSWERS
def test_ids_are_unique_and_every_link_and_light_leads_somewhere(text):
    tree = html.fromstring(text)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in tree.xpath("//a/@href")} <= set(ids)
    marks = {id_ for lights in tree.xpath("//@data-lights") for id_ in lights.split() if id_.startswith("mark-")}
    assert marks <= set(ids)


@ANSWERS
def test_nothing_is_fetched_and_only_our_script_and_style_may_run(text):
    tree = html.fromstring(text)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    for tag in ("script", "style"):
        (element,) = tree.xpath(f"//{tag}")
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert tree.xpath("//@src | //link | //img | //iframe | //@style | //*[starts-with(name(@*), 'on')]") == []
    assert re.findall(r"(?:https?:)?//\w", text.replace(policy, "")) == []  # a hash may have two slashes


@ANSWERS
def test_every_control_and_mark_has_a_name(text):
    tree = html.fromstring(text)
    assert all(label.strip() for label in tree.xpath("//a[contains(@class, 'mark')]/@aria-label"))
    assert set(tree.xpath("//select/@id | //input/@id")) == set(tree.xpath("//label/@for"))
    assert tree.get("lang") == "en-GB"
    assert len(tree.xpath("//h1")) == 1


def test_the_whole_answer_is_on_it(answer):
    shown = " ".join(html.fromstring(page(answer)).xpath("string(//body)").split())
    for piece in (
        "GREEN to RED proposed: higher",
        "30 Jan 2026, 13:14 (passed), final decision",
        "about GARETH PASCOE, STUART GRAHAM",
        "The mother's partner since 1 Sep 2024 is a registered sex offender",
        "KERENZA TREGENZA to GARETH PASCOE: partners, since 1 Sep 2024 (an agency says so)",
        "partner: police nominal links 2026-01-31 row 7",
        "Weakest link: possible identity, 9.1 bits",
        "43 people also at one hostel",
        "GARETH PASCOE and the child, both in CA14 Workington: since 1 Oct 2024",
        "Not clear, only not searched probation, womens aid: stale or missing",
        "sexual abuse alleged",
        "a.smith",
        "31 Jan 2026, 10:00",
        "section 47 enquiry",
        "policy-2026-01",
        "model-2026-11",
    ):
        assert piece in shown


def test_beneath_a_first_reason_stands_the_way_to_the_first_whom_it_is_about_once(answer):
    first = html.fromstring(page(answer)).xpath("//div[@class='reasons']/ol/li")
    ways = [
        [" ".join(way.text_content().split()) for way in one.xpath("./span[contains(@class, 'way')]")] for one in first
    ]
    to_step = "the child → KERENZA TREGENZA (parent and child) → GARETH PASCOE (partners)"
    assert ways == [[to_step], [], []], "the second is about nobody flagged, the third about the same"
    assert "about GARETH PASCOE" not in first[0].text_content(), "the way names him"
    assert "about GARETH PASCOE, STUART GRAHAM" in " ".join(first[2].text_content().split())


def test_what_leads_to_the_other_flagged_people_says_so_on_paper_too(answer):
    tree = html.fromstring(page(replace(answer, flagged=answer.flagged * 2)))
    (more,) = tree.xpath("//div[@class='glance']/p[a[@href='#flagged']]")
    assert more.text_content() == "and 3 more: all 8 flagged people, with how each is connected, below"


def test_every_link_is_text_that_means_something_without_it(answer):
    said = [
        " ".join(link.text_content().split()) for link in html.fromstring(page(answer)).xpath("//a[not(@data-lights)]")
    ]
    assert said
    assert not [
        text for text in said if text.lower() in {"here", "more", "all", "see"} or re.fullmatch(r"All \d+", text)
    ]


def test_unrated_names_the_needed_agencies(answer):
    stale = tuple(replace(source, state="stale") if source.required else source for source in answer.searched)
    unrated = replace(answer, searched=stale, rating=replace(answer.rating, proposed=Colour.UNRATED))
    assert "<strong>Not rated without:</strong> police (stale)." in page(unrated)
    assert "Not rated without" not in page(answer)


def test_flagged_people_are_told_by_shape_label_and_words_not_by_colour_alone(answer):
    tree = html.fromstring(page(answer))
    (mark,) = tree.xpath(f"//a[@id='{mark_id('P-STEP')}']")
    assert mark.xpath("./path")
    assert "!" in mark.text_content()
    assert "sexual offender, current" in mark.get("aria-label")
    (possible,) = tree.xpath(f"//a[@id='{mark_id('P-COUS')}']")
    assert "possible" in possible.get("class").split()
    (expired,) = tree.xpath(f"//a[@id='{mark_id('P-OLD')}']")
    assert "expired" in expired.get("class").split()


def test_hostile_names_are_shown_and_do_nothing(hostile):
    text = page(hostile)
    tree = html.fromstring(text)
    assert len(tree.xpath("//script")) == 1
    shown = tree.text_content()
    assert "<script>alert(1)</script>" in shown
    assert legible("NUL\x00 BELL\x07") in shown
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)


def test_the_place_of_a_restricted_person_is_nowhere(answer):
    assert "Secretplace" not in page(answer)


def test_a_full_ring_folds_but_nobody_flagged_or_between_does(large):
    chart = network_chart(large)
    drawn = {mark.person_id for mark in chart.marks}
    assert chart.folded + len([mark for mark in chart.marks if not mark.folded]) == len(large.network.persons)
    assert sum(mark.folded for mark in chart.marks) == chart.folded
    assert chart.folded > FOLD_ABOVE
    assert {leg.to_person for flagged in large.flagged for leg in flagged.path} <= drawn
    tree = html.fromstring(page(large))
    listed = set(tree.xpath("//li/@id")) | set(tree.xpath("//article/@id"))
    everybody = {card_id(person.person_id) for person in large.network.persons if person.hops}
    assert everybody <= listed


def test_a_flag_outside_the_exposures_still_shows_and_its_mark_leads_to_it(answer):
    text = page(replace(answer, flagged=answer.flagged[1:]))
    tree = html.fromstring(text)
    (listed,) = tree.xpath(f"//li[@id='{card_id('P-STEP')}']")
    assert "sexual offender (VISOR" in listed.text_content()
    assert {link.removeprefix("#") for link in tree.xpath("//a/@href")} <= set(tree.xpath("//@id"))


def test_ties_of_one_pair_are_one_line_that_says_them_all(answer):
    (link,) = [link for link in network_chart(answer).links if link.link_id.endswith("ISLA-P_2d_MUM")]
    assert link.style == "household"
    assert link.says == "lived in one household, since 2022-08-03; parent and child"


def test_the_same_answer_in_another_order_gives_the_same_page(answer):
    network = replace(answer.network, persons=answer.network.persons[::-1], ties=answer.network.ties[::-1])
    assert page(replace(answer, network=network)) == page(answer)


def test_it_is_written_whole(answer, tmp_path):
    write_page(answer, tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == page(answer)
    assert len(list(tmp_path.iterdir())) == 1


def test_the_templates_are_part_of_the_package():
    names = {entry.name for entry in (files("mash.reports") / "templates").iterdir()}
    assert {
        "page.html.j2",
        "parts.html.j2",
        "people.html.j2",
        "life.html.j2",
        "legend.html.j2",
        "network.svg.j2",
        "timeline.svg.j2",
        "page.css",
        "page.js",
    } <= names
