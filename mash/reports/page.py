"""The page: one self-contained file that opens offline, prints on A4 and asks the network for nothing; or in short.

Its style and script stand in it and are named by their hashes in the content security policy, so nothing else
can run; every string from outside passes ``legible`` and Jinja's escaping.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mash.chronology import SEEN_SAYS
from mash.reports import decided, life_words, words
from mash.reports.answer import Answer
from mash.reports.attributes import marking
from mash.reports.chart import card_id, mark_id, network_chart
from mash.reports.chronicle import by_year
from mash.reports.disclosure import age_band
from mash.reports.everybody import rings_of
from mash.reports.for_family import family_page
from mash.reports.labels import LINE
from mash.reports.lines import STYLES, middle_of
from mash.reports.notices import notices_of
from mash.reports.other_cases import other_case_words
from mash.reports.sheet import environment, source_hash, template_text, write_sheet
from mash.reports.spoken import dated, spoken
from mash.reports.subject import born_words, whose
from mash.reports.timeline import WIDTH, time_by_place
from mash.reports.watermark import mark_of
from mash.reports.ways import NAMED_FIRST, Ways, in_short, nearest_of, way_words
from mash.vocabulary import counted

if TYPE_CHECKING:
    import jinja2


def write_page(answer: Answer, path: Path, *, brief: bool = False) -> None:
    """Write the enquiry's page to ``path``, whole or not at all. Raises ``UsageError`` when it cannot be written."""
    write_sheet(page(answer, brief=brief), path)


def page(answer: Answer, *, brief: bool = False) -> str:
    """The page as HTML text; the same answer gives the same text. A family has a plain page of its own.

    ``brief``: without script and drawings, for two sides of A4; what the screen shows in short, what it rests on, what
    to confirm, and the sources that were not fresh.
    """
    from markupsafe import Markup

    if answer.disclosed and answer.disclosed.to_family:
        return family_page(answer)
    mark = mark_of(answer.asked, answer.run, answer.disclosed)
    sheets = ("page.css", "brief.css") if brief else ("page.css",)
    style = "".join(map(template_text, sheets)) + (mark.at_the_foot if mark else "")
    if brief:
        said = _vocabulary(answer) | _in_short(answer)
        template = _environment().get_template("brief.html.j2")
        return template.render(answer=answer, style=Markup(style), style_hash=source_hash(style), **said)  # noqa: S704 - our own file
    script = template_text("page.js")
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            answer=answer,
            chart=network_chart(answer),
            timeline=time_by_place(answer),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            style_hash=source_hash(style),
            script_hash=source_hash(script),
            **_vocabulary(answer),
        )
    )


@cache
def _environment() -> jinja2.Environment:
    """Where the templates are read, once."""
    with_filters = environment()
    with_filters.filters |= {"sentence": _sentence, "dated": dated, "spoken": spoken}
    return with_filters


def _vocabulary(answer: Answer) -> dict[str, Any]:
    """The words and look-ups the templates use."""
    searched = sorted(answer.searched, key=attrgetter("agency"))
    return {
        "words": words,
        "deciding": decided,
        "other_case_words": other_case_words,
        "name": answer.name_of,
        "counted": counted,
        "in_short": in_short,
        "nearest_of": nearest_of,
        "subject": answer.subject,
        "whose": whose(answer.subject),
        "born": born_words(answer.child.date_of_birth, answer.child.expected_date_of_birth, answer.as_of),
        "age_band": age_band,
        "card_id": card_id,
        "mark_id": mark_id,
        "flagged_ids": {person.person_id for person in answer.flagged},
        "marking": marking(answer),
        "link_styles": STYLES,
        "middle_of": middle_of,
        "line_height": LINE,
        "axis_width": WIDTH,
        "rings": rings_of(answer),
        "notices": notices_of(answer),
        "agencies": sorted({agency for entry in answer.chronology for agency in entry.agencies}),
        "kinds": sorted({kind for entry in answer.chronology for kind in entry.kinds}),
        "in_chronology": sorted({(who.name, who.person_id) for entry in answer.chronology for who in entry.who}),
        "years": list(by_year(answer.chronology, answer.gaps)),
        "life": life_words,
        "seen_says": SEEN_SAYS,
        "members": {member.person_id: member for member in answer.day_in_life.people} if answer.day_in_life else {},
        "by_agency": [(agency, list(sources)) for agency, sources in groupby(searched, attrgetter("agency"))],
    }


def _in_short(answer: Answer) -> dict[str, Any]:
    """What only the page in short uses: the ways in a line, and the sources that were not fresh when it was asked."""
    ways = Ways(answer)
    not_fresh: dict[tuple[str, str, bool], list[str]] = {}
    for source in answer.searched:
        says = words.searched_words(source, answer.outdated[0])
        if not says.startswith("fresh"):
            not_fresh.setdefault((source.agency, says, source.required), []).append(source.dataset)
    return {
        "way": lambda person_id: way_words(answer, ways.to(person_id)),
        "named_first": NAMED_FIRST,
        "not_fresh": not_fresh,
        "wanting": sum(map(len, not_fresh.values())),
    }


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
