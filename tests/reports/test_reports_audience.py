"""Each audience is shown what its profile says, in every form; nothing of anybody else reaches a family."""

import csv
import io
import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum

import pytest
from lxml import etree, html
from rich.console import Console

from mash.contracts import load_contract
from mash.errors import Refused, UsageError
from mash.reports import Chronicle, NetworkPerson, NetworkTie, to_json
from mash.reports.audience import LAW_ENFORCEMENT_DATASETS, PROFILES, TOLD_TO_FAMILY, Audience
from mash.reports.chronology import print_chronicle
from mash.reports.chronology_csv import write_csv
from mash.reports.gexf import gexf
from mash.reports.graphml import graphml
from mash.reports.i2 import i2_csv
from mash.reports.notices import notices_of
from mash.reports.page import page
from mash.reports.people_csv import write_people
from mash.reports.shown_to import Reader, chronicle_shown_to, shown_to
from mash.reports.terminal import print_answer
from mash.vocabulary import Evidence

FAMILY = Reader(Audience.FAMILY)
COURT = Reader(Audience.COURT)
STRUCTURE = frozenset(
    {
        *("kind", "kinds", "tie_class", "state", "status", "dataset", "parts", "same_by", "since", "person_id", "via"),
        *("person_a", "person_b", "from_person", "to_person", "persons", "others", "run", "as_of", "policy", "model"),
        *("case_id", "by", "export", "agency", "agencies", "tie_id", "source_row", "scheme"),
    }
)
"""Fields of text that are ids, codes of ours or what a mark says: left as they are."""


def planted(value, tokens, name=""):
    """The same with a token of its own in every text that an agency or a person wrote, which ``tokens`` then holds."""
    if isinstance(value, str) and not isinstance(value, Enum):
        if name in STRUCTURE or not value:
            return value
        token = f"ZQX{len(tokens)}K"
        tokens[token] = name
        return f"{value} {token}"
    if isinstance(value, tuple):
        return tuple(planted(part, tokens, name) for part in value)
    if is_dataclass(value):
        parts = {field.name: getattr(value, field.name) for field in fields(value) if field.init}
        return replace(value, **{each: planted(part, tokens, each) for each, part in parts.items()})
    return value


def chronicle_of(answer):
    about = {
        "person_id": answer.child.person_id,
        "name": answer.name_of(answer.child.person_id),
        "born": "x",
        "subject": "the child",
    }
    told = {"chronology": answer.chronology, "gaps": answer.gaps, "day_in_life": answer.day_in_life}
    return Chronicle(run=answer.run, as_of=answer.as_of, **about, **told, asked=answer.asked)


def printed(show, *args, **more):
    console = Console(file=io.StringIO(), width=300)
    show(console, *args, **more)
    return console.file.getvalue()


def forms(answer, chronicle, folder):
    """Every form that leaves the hub, as text."""
    write_people(answer, folder / "people.csv")
    write_csv(chronicle, folder / "chronology.csv")
    return {
        "terminal": printed(lambda console: print_answer(answer, console)),
        "terminal, brief": printed(lambda console: print_answer(answer, console, brief=True)),
        "page": page(answer),
        "json": to_json(answer),
        "graphml": "".join(graphml(answer)),
        "gexf": "".join(gexf(answer)),
        "i2": "".join(i2_csv(answer)),
        "people": (folder / "people.csv").read_text(),
        "chronology": printed(print_chronicle, chronicle),
        "chronology as json": to_json(chronicle),
        "chronology as csv": (folder / "chronology.csv").read_text(),
    }


def own_tokens(answer, reader):
    """Tokens in the first name of the child, and of the parent it is for: theirs to see."""
    of_whom = {answer.child.person_id, reader}
    own = [*answer.child.names[:1], *(one.names[0] for one in answer.network.persons if one.person_id in of_whom)]
    own += [who.name for entry in answer.chronology for who in entry.who if who.person_id in of_whom]
    return {token for name in own for token in re.findall(r"ZQX\d+K", name)}


@pytest.mark.parametrize("which", ["answer", "large", "hostile", "empty"])
@pytest.mark.parametrize("reader", [None, "P-MUM", "P-DAD"])
def test_nothing_that_anybody_else_is_or_wrote_is_in_any_form_for_a_family(request, tmp_path, which, reader):
    tokens = {}
    answer = planted(request.getfixturevalue(which), tokens)
    if reader and reader not in answer.people:
        reader = None
    wanted = Reader(Audience.FAMILY, reader)
    told = forms(shown_to(answer, wanted), chronicle_shown_to(chronicle_of(answer), wanted), tmp_path)
    may = own_tokens(answer, reader)
    others = {person.person_id for person in answer.network.persons} - {answer.child.person_id, reader}
    for form, text in told.items():
        found = set(re.findall(r"ZQX\d+K", text)) - may
        assert not found, (form, {tokens[token] for token in found})
        assert not [person for person in others if re.search(rf"{person}\b", text)], form


@pytest.mark.parametrize(
    "word", ["sexual abuse alleged", "verbal dispute", "VISOR", "occurrences", "nominals", "SAB", "1A"]
)
def test_nothing_of_police_or_of_who_referred_is_in_any_form_for_a_family(answer, tmp_path, word):
    told = forms(shown_to(answer, FAMILY), chronicle_shown_to(chronicle_of(answer), FAMILY), tmp_path)
    assert not [form for form, text in told.items() if re.search(rf"\b{word}\b", text)]


def test_a_family_reads_what_is_left_and_what_is_left_out_and_why(answer, tmp_path):
    told = forms(shown_to(answer, FAMILY), chronicle_shown_to(chronicle_of(answer), FAMILY), tmp_path)
    for each in PROFILES[Audience.FAMILY].left_out:
        for form in ("terminal", "page", "chronology", "json"):
            text = html.fromstring(told[form]).xpath("string(//body)") if form == "page" else told[form]
            assert each.what in text, form
            assert each.why in " ".join(text.split()), form
        for form in ("graphml", "people", "chronology as csv"):
            assert each.what in told[form], form
    assert "2022-08-03" in told["page"]
    assert "born (ISLA MAE TREGENZA; from health)" in " ".join(told["terminal"].split())
    assert "AMBER" in told["terminal"]


def test_an_entry_in_which_somebody_recorded_a_concern_is_not_told_to_a_family(answer):
    (born,) = shown_to(answer, FAMILY).chronology
    seen = replace(answer.chronology[0], kinds=("attendance",), says="GP, safeguarding concern")
    odd = replace(answer, chronology=(answer.chronology[0], seen, replace(seen, says="GP")))
    assert [entry.says for entry in shown_to(odd, FAMILY).chronology] == [born.says, TOLD_TO_FAMILY["attendance"]]


def test_whom_it_is_for_must_be_a_parent_or_carer(answer):
    for person in ("P-STEP", "P-NAN", "P-ISLA", "P-WHO"):
        with pytest.raises(Refused) as refused:
            shown_to(answer, Reader(Audience.FAMILY, person))
        assert refused.value.exit_code == 4
        assert person not in str(refused.value)
    with pytest.raises(Refused):
        chronicle_shown_to(chronicle_of(answer), Reader(Audience.FAMILY, "P-STEP"))


@pytest.mark.parametrize(
    "reader",
    [
        Reader(person="P-MUM"),
        Reader(Audience.COURT, "P-MUM"),
        Reader(referrer_because="x"),
        Reader(Audience.FAMILY, None, "x"),
    ],
)
def test_a_reader_that_cannot_be_meant_is_a_usage_error(answer, reader):
    with pytest.raises(UsageError):
        shown_to(answer, reader)


def test_the_professional_sees_what_there_is(answer):
    assert shown_to(answer, Reader()) is answer
    chronicle = chronicle_of(answer)
    assert chronicle_shown_to(chronicle, Reader()) is chronicle


def rows_in(value):
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from rows_in(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from rows_in(getattr(value, field.name))


def test_every_row_that_a_court_is_shown_is_an_exhibit_with_one_number(answer):
    shown = shown_to(answer, COURT)
    numbers = {}
    for row in rows_in(shown):
        key = (row.agency, row.dataset, row.extract, row.source_row)
        assert row.exhibit
        assert numbers.setdefault(key, row.exhibit) == row.exhibit
    exhibits = shown.disclosed.exhibits
    assert [each.number for each in exhibits] == list(range(1, len(exhibits) + 1))
    assert {(each.agency, each.dataset, each.extract, each.source_row) for each in exhibits} >= numbers.keys()
    assert len(shown.flagged) == len(answer.flagged)
    assert shown.reasons


def test_exhibits_stand_in_every_form_for_a_court(answer, tmp_path):
    told = forms(shown_to(answer, COURT), chronicle_shown_to(chronicle_of(answer), COURT), tmp_path)
    body = " ".join(html.fromstring(told["page"]).xpath("string(//body)").split())
    assert "exhibit 3, police markers 2026-01-31 row 12" in body
    assert "exhibit 3, police markers 2026-01-31 row 12" in " ".join(told["terminal"].split())
    assert "exhibit" in told["graphml"]
    assert "[exhibit " in told["chronology"]
    (head, *lines) = csv.reader(io.StringIO(told["chronology as csv"]))
    assert all(line[head.index("exhibit")].isdigit() for line in lines if line[head.index("kind")] != "gap")
    assert etree.fromstring(told["graphml"].encode()) is not None


@pytest.mark.parametrize("form", ["terminal", "page", "json", "chronology", "chronology as json", "chronology as csv"])
def test_who_referred_is_told_to_a_court_only_for_a_reason(answer, tmp_path, form):
    told_by = replace(answer.chronology[2].who[1], role="informant, witness")
    only = replace(answer.chronology[2].who[1], person_id="P-NAN", name="NEIGHBOUR ONE", role="informant")
    entries = (
        *answer.chronology[:2],
        replace(
            answer.chronology[2],
            who=(answer.chronology[2].who[0], told_by, only),
            says="alleged, also in it: informant",
        ),
        replace(answer.chronology[3], says="R-1001, concern SAB, from source 1A, rated GREEN"),
    )
    told = NetworkTie("T-X", "P-ISLA", "P-X", "involved together", "asserted", a_is="subject child", b_is="informant")
    stranger = NetworkPerson("P-X", ("NEIGHBOUR ONE",), 1, via="P-ISLA")
    persons, ties = (*answer.network.persons, stranger), (*answer.network.ties, told)
    network = replace(answer.network, persons=persons, ties=ties)
    odd = replace(answer, chronology=entries, changed_since=None, network=network)
    for reader, is_told in ((COURT, False), (Reader(Audience.COURT, None, "order of 2026-02-01"), True)):
        folder = tmp_path / str(is_told)
        folder.mkdir()
        text = forms(shown_to(odd, reader), chronicle_shown_to(chronicle_of(odd), reader), folder)[form]
        words = ("source 1A", "NEIGHBOUR ONE", "informant", "Mother rang")
        assert [word for word in words if word in text] == ([*words] if is_told else []), (form, is_told)
    assert "order of 2026-02-01" in to_json(shown_to(odd, reader))


def test_police_and_probation_are_known_by_their_contracts():
    datasets = {dataset.name for name in ("police", "probation") for dataset in load_contract(name).datasets}
    assert datasets == LAW_ENFORCEMENT_DATASETS


def test_each_audience_has_a_profile_and_tells_what_it_leaves_out():
    assert set(PROFILES) == set(Audience)
    family = PROFILES[Audience.FAMILY]
    assert not any(getattr(family, field.name) for field in fields(family) if field.name != "left_out")
    assert "referral" not in TOLD_TO_FAMILY


KEPT = {
    *("run", "as_of", "policy", "policy_from", "model", "hops", "child", "referral", "chronology", "network"),
    *("decisions", "asked"),
}
"""Parts of an answer of which a family has something; whoever adds a part says here whether it is one."""
EMPTIED = {
    *(
        "other_cases",
        "rating",
        "reasons",
        "flagged",
        "expected_by_chance",
        "chance_by_kind",
        "rests_on",
        "to_confirm",
        "searched",
    ),
    *("not_followed", "gaps", "day_in_life", "stays", "sharing", "changed_since", "taken_because", "disputed"),
}


def test_every_part_of_an_answer_is_kept_for_a_family_by_name_or_is_empty(answer):
    assert {field.name for field in fields(answer)} == KEPT | EMPTIED | {"disclosed"}
    shown = shown_to(replace(answer, taken_because="x"), FAMILY)
    assert not [name for name in EMPTIED if getattr(shown, name)]


def test_why_it_was_asked_may_name_who_referred_and_is_told_to_a_court_only_with_them(answer):
    court = Reader(Audience.COURT)
    assert shown_to(answer, court).asked.purpose == ""
    assert chronicle_shown_to(chronicle_of(answer), court).asked.purpose == ""
    ordered = replace(court, referrer_because="order of the court")
    assert shown_to(answer, ordered).asked == answer.asked


def test_another_case_that_was_said_is_told_to_professionals_alone(answer):
    said = replace(answer, asked=replace(answer.asked, passed_over="H-2026-0007"))
    assert any("H-2026-0007" in notice.heading for notice in notices_of(said))
    for reader in (FAMILY, COURT):
        for told in (shown_to(said, reader), chronicle_shown_to(chronicle_of(said), reader)):
            assert "H-2026-0007" not in to_json(told)
        assert not any("H-2026-0007" in notice.heading for notice in notices_of(shown_to(said, reader)))


def test_another_open_case_of_the_child_is_told_to_professionals_alone(answer, tmp_path):
    (other,) = answer.other_cases
    assert other.case_id in to_json(shown_to(answer, Reader()))
    for reader in (FAMILY, COURT):
        shown = shown_to(answer, reader)
        assert shown.other_cases == ()
        assert [
            form for form, text in forms(shown, chronicle_of(answer), tmp_path).items() if other.case_id in text
        ] == []
