"""From what a referral form holds to the child: found, offered, or said not to be there."""

import csv
import io

import pytest

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def girl(mash, story_hub, expected):
    return mash("enquire", expected["case_id"], "--hub", story_hub, "--json").json["child"]["person_id"]


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(("--name", "birkett ottilie"), id="surname first in one box"),
        pytest.param(("--name", "Birkett, Ottilie Rose", "--age", "about 3"), id="a middle name nobody has"),
        pytest.param(("--forenames", "Penhallow", "--surname", "Ottilie", "--age", "3"), id="in each other's box"),
        pytest.param(("--name", "Ottilie Penhallow-Birkett", "--dob", "14/09/2022"), id="a hyphen, a British date"),
        pytest.param(("--name", "Öttilië Birkett", "--dob", "Sep 2022"), id="accents, the month only"),
        pytest.param(("--name", "O Birkett", "--age", "3", "--postcode", "pl25"), id="an initial, an old postcode"),
        pytest.param(("--name", "Otilly Birkit", "--age", "about 4", "--postcode", "PL25"), id="misspelt twice"),
        pytest.param(("Ottilie Birkett", "--dob", "2022"), id="a name where an id would stand"),
        pytest.param(("Ottilie", "Birkett", "--age", "3"), id="without quotes"),
    ],
)
def test_the_girl_is_found_by_what_a_form_holds(mash, story_hub, girl, form):
    asked = mash("enquire", *form, "--hub", story_hub, "--json")
    assert asked.code == 0, asked.err
    assert asked.json["child"]["person_id"] == girl
    assert asked.json["taken_because"]


def test_half_a_name_is_never_enough_to_take_somebody_unasked(mash, story_hub, girl):
    form = ("--forenames", "Ottilie", "--age", "3", "--postcode", "LA14")
    asked = mash("enquire", *form, "--hub", story_hub)
    assert (asked.code, "one person may be meant" in asked.err) == (6, True)
    assert f"mash enquire {girl}" in asked.err
    assert mash("enquire", *form, "--hub", story_hub, "--json").json[0]["person_id"] == girl


def test_twins_are_offered_as_equally_good_and_the_mother_after_them(mash, story_hub):
    asked = mash("enquire", "--surname", "Hartley", "--age", "6", "--hub", story_hub)
    assert (asked.code, "2 people fit about equally well" in asked.err) == (6, True)
    assert "a forename" in asked.err, "what of the form would tell them apart"
    found = mash("enquire", "--surname", "Hartley", "--age", "6", "--hub", story_hub, "--json").json
    assert [each["name"] for each in found[:2]] == ["EMILIA HARTLEY", "AMELIA HARTLEY"]
    assert found[0]["match_weight"] == found[1]["match_weight"] > found[2]["match_weight"]
    assert "the age fits" in found[0]["says"]
    assert "the age does not fit" in found[2]["says"]


def test_several_of_whom_only_a_surname_is_known_are_near_and_none_fits(mash, story_hub):
    asked = mash("enquire", "--name", "Birkett", "--hub", story_hub)
    assert (asked.code, "are about equally near, and none fits well" in asked.err) == (6, True)


def test_a_child_not_yet_born_whom_nobody_has_is_asked_for_by_its_mother(mash, story_hub):
    asked = mash("enquire", "--name", "Birkett", "--age", "unborn", "--hub", story_hub)
    assert (asked.code, "its mother, by her own name" in asked.err) == (6, True)


def test_of_ids_alike_the_one_with_two_neighbours_swapped_is_offered_first(mash, story_hub):
    asked = mash("enquire", "REF-2026-0171", "--hub", story_hub)
    assert (asked.code, "did you mean REF-2026-0117 or" in asked.err) == (6, True)


def test_nobody_is_said_to_be_nobody_with_the_nearest(mash, story_hub):
    near = mash("enquire", "--name", "Zebedee Penhalowe", "--hub", story_hub)
    assert (near.code, "nobody in this run fits; the nearest are listed" in near.err) == (6, True)
    assert "PENHALLOW" in near.out
    assert "PENHALLOW" not in near.err, "no name in an error"
    far = mash("enquire", "--name", "Zebedee Okonkwo", "--hub", story_hub)
    assert (far.code, "nor is anybody near" in far.err, far.out) == (6, True, "")


@pytest.mark.parametrize("columns", ["40", "80"])
def test_whom_it_may_be_fits_the_screen(mash, story_hub, columns):
    shown = mash("enquire", "--surname", "Hartley", "--age", "6", "--hub", story_hub, COLUMNS=columns)
    assert max(map(len, shown.out.splitlines())) <= int(columns)
    assert "1. EMILIA HARTLEY" in shown.out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param(("ref-2026-0118",), 6, "did you mean", id="a case misread"),
        pytest.param(("--name", "A B", "--surname", "B"), 2, "--surname: --name says whom", id="a name twice over"),
        pytest.param(("--name", "A B", "--age", "3", "--dob", "2022"), 2, "--age: the date of birth", id="age twice"),
        pytest.param(("Ada Example", "--name", "Ada"), 2, "--name: the name given", id="a name beside a name"),
        pytest.param(("--name", "Unknown", "--age", "0"), 2, "a search needs a name", id="a placeholder is no name"),
        pytest.param(("--name", "A B", "--age", "old"), 2, "--age: this is no age", id="no age"),
        pytest.param(("--name", "A B", "--postcode", "Barrow"), 2, "--postcode: this is no postcode", id="no postcode"),
        pytest.param(("--age", "3"), 2, "--name with --age", id="an age alone"),
        pytest.param(("REF-2026-0117", "--csv", "people.xlsx"), 2, ".csv", id="a table of another kind"),
    ],
)
def test_what_cannot_be_looked_for_says_what_to_try(mash, story_hub, words, code, says):
    for command in ("enquire", "chronology"):
        if command == "chronology" and "--csv" in words:
            continue
        done = mash(command, *words, "--hub", story_hub)
        assert done.code == code, done.err
        assert says in done.err
        assert "Try: " in done.err


def test_an_id_is_read_in_either_case_and_one_slip_is_noticed(mash, story_hub, expected, girl):
    assert mash("enquire", expected["case_id"].lower(), "--hub", story_hub).code == 0
    assert mash("enquire", girl.lower(), "--hub", story_hub).code == 0
    slip = f"{girl[:-1]}{'A' if girl[-1] != 'A' else 'B'}"
    assert f"did you mean {girl}?" in mash("enquire", slip, "--hub", story_hub).err


def test_an_unborn_child_is_not_taken_for_one_who_is_born(mash, story_hub):
    asked = mash("enquire", "--name", "Ottilie Birkett", "--age", "unborn", "--hub", story_hub)
    assert (asked.code, "nobody in this run fits" in asked.err) == (6, True)


def test_the_people_are_a_line_each_with_the_way_to_them(mash, story_hub, expected, tmp_path):
    people = tmp_path / "people.csv"
    asked = mash("enquire", expected["case_id"], "--csv", people, "--hub", story_hub, "--json").json
    rows = list(csv.DictReader(io.StringIO(people.read_text())))
    assert {row["person_id"] for row in rows} == {person["person_id"] for person in asked["network"]["persons"]}
    flagged = {row["person_id"]: row for row in rows if row["flags"]}
    assert {each["person_id"] for each in asked["flagged"]} <= set(flagged)
    for each in asked["flagged"]:
        row = flagged[each["person_id"]]
        assert row["way_person_ids"].split("|") == [leg["to"] for leg in each["path"]]
        assert row["from_dates"].split("|") == [leg["from_date"] or "" for leg in each["path"]]
        assert row["oldest_step_ended"] == (each["oldest_step_ended"] or "")
        assert all(f"row {line['source_row']}" in row["evidence"] for leg in each["path"] for line in leg["evidence"])
    assert all(row["way"] and row["evidence"] for row in rows if row["steps"] != "0")


REFERRED = ("--concern", "PHY", "--source", "2A", "--rating", "GREEN", "--received", "2026-01-31T10:00")


def test_a_referral_may_be_recorded_as_the_form_has_it(mash, fresh_story_hub, girl):
    made = mash(
        "refer", "--name", "Birkett, Ottilie", "--dob", "14/09/2022", *REFERRED, "--hub", fresh_story_hub, "--json"
    )
    assert made.code == 0, made.err
    asked = mash("enquire", made.json["case_id"], "--hub", fresh_story_hub, "--json").json
    assert (asked["child"]["person_id"], asked["referral"]["case_id"]) == (girl, made.json["case_id"])


@pytest.mark.parametrize(
    "known",
    [("--dob", "2022"), ("--dob", "Sep 2022"), ("--age", "about 3")],
    ids=["a year of birth", "a month of birth", "an age"],
)
def test_a_referral_keeps_what_is_known_of_the_childs_age_and_finds_her_by_it(mash, fresh_story_hub, girl, known):
    form = ("--name", "Birkett, Ottilie", *known, "--postcode", "PL25", *REFERRED)
    made = mash("refer", *form, "--hub", fresh_story_hub, "--json")
    assert made.code == 0, made.err
    asked = mash("enquire", made.json["case_id"], "--hub", fresh_story_hub, "--json").json
    assert (asked["child"]["person_id"], asked["referral"]["case_id"]) == (girl, made.json["case_id"])


def test_a_referral_has_no_place_for_a_day_when_a_birth_is_expected(mash, fresh_story_hub):
    unborn = mash("refer", "--surname", "Birkett", "--age", "unborn", *REFERRED, "--hub", fresh_story_hub)
    assert (unborn.code, "--narrative" in unborn.err) == (2, True)


def test_a_hub_without_a_run_says_so_to_a_description_too_and_takes_a_referral(mash, tmp_path):
    hub = tmp_path / "hub"
    assert mash("init", hub).code == 0
    for command in ("enquire", "chronology"):
        early = mash(command, "--name", "Ada Example", "--hub", hub)
        assert (early.code, "no published run yet" in early.err, "Try: mash nightly" in early.err) == (6, True, True)
    words = ("--concern", "PHY", "--source", "2A", "--rating", "GREEN")
    assert mash("refer", "--name", "Ada Example", *words, "--hub", hub).code == 0


def test_the_chronology_says_why_this_child_was_taken_and_that_the_run_is_old(mash, story_hub):
    shown = " ".join(mash("chronology", "Ottilie", "Birkett", "--since", "2026-01-01", "--hub", story_hub).out.split())
    assert "Taken for the child as described: the same forename and surname" in shown
    assert "days old: what came in since is not in it." in shown
    written = mash("chronology", "Ottilie", "Birkett", "--hub", story_hub, "--json").json
    assert written["run_age_days"] > 0
    assert "police" in written["stale_by_now"]
