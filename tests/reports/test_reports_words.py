"""Words that say no more than is known: dates of kin, ages, and whom the answer is about."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from mash.reports import Child, NetworkTie, to_json
from mash.reports.subject import born_words, reworded, subject_of
from mash.reports.words import aged_words, leg_words, path_age, tie_told, tie_when
from mash.vocabulary import Evidence, Exposure, Leg, oldest_leg, over_on

D = dt.date
SEEN = D(2025, 9, 3)


def tie(kind, since, until=None, *, dataset="relationships", extract="2026-01-31", tie_class="asserted"):
    row = Evidence("education", dataset, extract, 1, "says so", since, until)
    return NetworkTie("T", "P-1", "P-2", kind, tie_class, since, until, evidence=(row,))


@pytest.mark.parametrize(
    ("told", "says"),
    [
        pytest.param(tie("parent", SEEN), "recorded from 2025-09-03", id="nobody becomes a parent on a date of record"),
        pytest.param(tie("sibling", SEEN, D(2025, 12, 1)), "recorded 2025-09-03 to 2025-12-01", id="siblings from to"),
        pytest.param(tie("relative", None, SEEN), "recorded until 2025-09-03", id="relatives until"),
        pytest.param(tie("parent", None), "", id="kin without a date have none"),
        pytest.param(tie("partner", SEEN), "since 2025-09-03", id="partners begin on a day"),
        pytest.param(tie("friend", None), "dates not known", id="friends without a date"),
        pytest.param(tie("carer", SEEN, dataset="contacts"), "recorded from 2025-09-03", id="a list of contacts"),
        pytest.param(
            replace(tie("friend", None), from_date=SEEN), "recorded from 2025-09-03", id="the day it was first sent"
        ),
        pytest.param(
            tie("household", SEEN, extract="2025-09-03", tie_class="derived"), "since 2025-09-03", id="stays have dates"
        ),
        pytest.param(tie("possible identity", None, tie_class="inferred"), "", id="two who may be one have no date"),
    ],
)
def test_only_a_tie_that_begins_on_a_day_is_told_with_since(told, says):
    assert tie_when(told) == says
    assert tie_told(told).endswith(f", {says}" if says else tie_told(replace(told, from_date=None)))


def leg(kind, until):
    return Leg("P-1", "P-2", kind, "asserted", D(2010, 1, 1), until, 0.9, ())


def listed(kind, on):
    """An open link as the police list it; without a date it is known from when it was first sent."""
    row = Evidence("police", "nominal_links", "2026-01-30", 1, "says so", on)
    return Leg("P-1", "P-2", kind, "asserted", on or SEEN, None, 0.9, (row,))


def undated(kind, tie_class="asserted"):
    return Leg("P-1", "P-2", kind, tie_class, None, None, 0.4, ())


@pytest.mark.parametrize(
    ("legs", "says"),
    [
        ((leg("partner", None), leg("household", None)), ""),
        ((leg("parent", D(2012, 1, 1)), leg("sibling", D(2012, 1, 1))), ""),
        ((leg("household", D(2027, 1, 1)),), ""),
        (
            (leg("parent", None), leg("household", D(2017, 1, 31)), leg("police associate", D(2025, 12, 1))),
            "as old as its oldest step: lived in one household, ended 2017-01-31, 9 years ago",
        ),
        ((leg("suspect-victim", D(2025, 12, 1)),), "as old as its oldest step: suspect and victim, ended 2025-12-01"),
        (
            (leg("parent", None), undated("shared contact detail", "inferred")),
            "how long ago is not known: share a phone or e-mail, without a date",
        ),
        (
            (undated("shared vehicle", "inferred"), leg("household", D(2017, 1, 31)), undated("friend")),
            (
                "how long ago is not known: share a vehicle, friends, without a date;"
                " at least as old as: lived in one household, ended 2017-01-31, 9 years ago"
            ),
        ),
        (
            (leg("household", D(2017, 1, 31)), listed("co-defendant", D(2014, 5, 6))),
            "as old as its oldest step: co-defendants, on 2014-05-06, 11 years ago",
        ),
        ((listed("co-defendant", None),), "how long ago is not known: co-defendants, without a date"),
        ((listed("partner", None),), ""),
        ((undated("parent"), undated("possible identity", "inferred"), leg("household", None)), ""),
    ],
    ids=[
        "all go on",
        "kin do not end",
        "an end to come",
        "the oldest of three",
        "this year",
        "a step without a date",
        "one without and one ended",
        "an event is over on its day though it is still listed",
        "an event that no row dates",
        "what is listed without a date of its own goes on",
        "neither kin nor one person twice needs a date",
    ],
)
def test_a_way_is_as_old_as_its_oldest_step(answer, legs, says):
    day = D(2026, 1, 31)
    assert path_age(legs, day) == says
    oldest = Exposure("P-2", 1, (), legs, "confirmed").oldest_leg(day)
    assert oldest == oldest_leg(legs, day)
    written = json.loads(to_json(replace(answer, as_of=day, flagged=(replace(answer.flagged[0], path=legs),))))
    assert written["flagged"][0]["oldest_step_ended"] == (str(over_on(oldest)) if oldest else None)
    assert written["flagged"][0]["age"] == says


def test_a_leg_is_told_like_its_tie_and_its_dates_stay_as_data(answer):
    leg = Leg("P-ISLA", "P-MUM", "parent", "asserted", SEEN, None, 0.9, ())
    assert leg_words(leg) == "parent and child, recorded from 2025-09-03 (an agency says so)"
    flagged = replace(answer.flagged[0], path=(leg, answer.flagged[0].path[1]))
    written = json.loads(to_json(replace(answer, flagged=(flagged,))))
    first, second = written["flagged"][0]["path"]
    assert (first["from_date"], first["when"]) == ("2025-09-03", "recorded from 2025-09-03")
    assert (second["from_date"], second["when"]) == ("2024-09-01", "since 2024-09-01")
    assert {"from_date", "to_date", "when"} <= written["network"]["ties"][0].keys()


@pytest.mark.parametrize(
    ("born", "referred", "says"),
    [
        pytest.param(D(2022, 1, 1), False, "the child", id="a child"),
        pytest.param(D(2008, 2, 1), False, "the child", id="the day before the eighteenth birthday"),
        pytest.param(D(2008, 1, 31), True, "the person asked about", id="the eighteenth birthday, also when referred"),
        pytest.param(D(2026, 5, 1), False, "the child", id="not yet born"),
        pytest.param(None, True, "the child", id="of unknown age and referred"),
        pytest.param(None, False, "the person asked about", id="of unknown age and not referred"),
    ],
)
def test_nobody_of_age_is_called_a_child(born, referred, says):
    assert subject_of(born, D(2026, 1, 31), referred=referred) == says


@pytest.mark.parametrize(
    ("says", "said"),
    [
        ("within 1 step of the child; chance", "within 1 step of the person asked about; chance"),
        ("in the child's household", "in the household of the person asked about"),
        ("about this child is already recorded", "about this person is already recorded"),
        ("risk to children, child sexual abuse", "risk to children, child sexual abuse"),
    ],
    ids=["the child", "the child's", "this child", "words of the agencies stay"],
)
def test_what_a_rule_says_of_the_child_is_said_of_the_person(says, said):
    assert reworded(says, "the person asked about") == said
    assert reworded(says, "the child") == says


@pytest.mark.parametrize(
    ("born", "expected", "says"),
    [
        pytest.param(D(2022, 8, 3), None, "born 2022-08-03 (age 3)", id="born"),
        pytest.param(None, D(2026, 3, 1), "unborn, expected 2026-03-01", id="unborn"),
        pytest.param(D(2026, 3, 1), None, "unborn, expected 2026-03-01", id="a date of birth to come"),
        pytest.param(None, D(2025, 12, 1), "expected 2025-12-01, birth not recorded", id="overdue"),
        pytest.param(None, None, "date of birth not known", id="neither"),
    ],
)
def test_an_unborn_child_has_the_day_it_is_expected(born, expected, says):
    assert born_words(born, expected, D(2026, 1, 31)) == says


def test_an_unborn_child_is_told_in_every_form(answer, every_form):
    unborn = Child("P-ISLA", ("BABY TREGENZA",), expected_date_of_birth=D(2026, 3, 1))
    forms = every_form(replace(answer, child=unborn))
    assert "BABY TREGENZA, unborn, expected 2026-03-01" in forms["terminal"]
    assert "Unborn, expected 1 Mar 2026" in forms["page"]
    assert json.loads(forms["json"])["child"]["expected_date_of_birth"] == "2026-03-01"


def test_no_form_calls_a_grown_person_the_child(answer, every_form):
    grown = replace(answer, child=replace(answer.child, date_of_birth=D(1990, 1, 1)))
    reason = replace(
        answer.reasons[0], says="1 adult flagged within 1 step of the child, none in the child's household"
    )
    for form, text in every_form(replace(grown, reasons=(reason,))).items():
        assert "the child" not in text.lower(), form
        assert "this child" not in text.lower(), form
        if form != "graphml":
            assert "the person asked about" in text.lower(), form


def test_days_are_counted_in_english():
    assert [aged_words("fresh", days) for days in (None, 0, 1, 2)] == [
        "fresh", "fresh, 0 days old", "fresh, 1 day old", "fresh, 2 days old",
    ]  # fmt: skip
