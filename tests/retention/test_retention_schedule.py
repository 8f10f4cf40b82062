"""``retention.toml``: what it says, all its faults at once, and which rows a night no longer reads by it."""

import datetime as dt

import pytest

from mash.errors import UsageError
from mash.extracts import LeftOut, freshness
from mash.hub import create_hub
from mash.retention import Terms, load_schedule, terms_of

MOPI = '[[police.occurrences]]\nyears = 6\nafter = ["occurred_on", "recorded_on"]\nsource = "MoPI group 3"\n'


def occurrence(ref, occurred_on="", **more):
    return {"occurrence_ref": ref, "force_code": "43", "category": "assault", "occurred_on": occurred_on, **more}


def test_a_hub_without_the_file_or_with_the_template_untouched_reads_all_it_has(tmp_path):
    hub = create_hub(tmp_path / "hub")
    assert (hub.root / "retention.toml").read_text().count("[[") > 3
    assert load_schedule(hub).rules == ()
    (hub.root / "retention.toml").unlink()
    assert terms_of(hub, dt.date(2026, 1, 31)) == Terms()


def test_every_example_of_the_template_is_a_rule_once_its_mark_is_taken_away(tmp_path):
    hub = create_hub(tmp_path / "hub")
    template = (hub.root / "retention.toml").read_text()
    examples = template[template.index("# Child protection") :].splitlines()
    rules = [
        line.removeprefix("# ")
        for line in examples
        if line.startswith(("# [[", "# years", "# after", "# where", "# source"))
    ]
    (hub.root / "retention.toml").write_text("\n".join(rules))
    schedule = load_schedule(hub)
    assert [rule.period for rule in schedule.rules] == [
        "35 years",
        "75 years",
        "35 years",
        "35 years",
        "10 years",
        "6 years",
    ]
    assert [rule.after for rule in schedule.of("social_care", "episodes")] == [("birth",), ("to_date",)]


def test_every_fault_is_told_at_once_with_its_place(town):
    town.schedule(
        "[[polcie.occurrences]]\nyears = 1\n[[police.nothing]]\nyears = 1\n"
        '[[police.occurrences]]\nyears = 0\nmonths = 2\nafter = "summary"\nwhere = { shoe = "9" }\nuntil = 3\n'
        '[[charity.people]]\ndays = true\nafter = []\nsource = " "\n'
    )
    with pytest.raises(UsageError) as told:
        load_schedule(town.hub)
    for fault in (
        "[polcie]: mash.toml has no such agency",
        "[[police.nothing]]: its contract has no such dataset",
        "[[police.occurrences]] has an unknown key 'until'",
        "[[police.occurrences]] has one period",
        "[[police.occurrences]] years is a whole number",
        "[[police.occurrences]] says whose rule it is",
        "[[police.occurrences]] after: 'summary' is no date column of it",
        "[[police.occurrences]] where: 'shoe' is no column of it",
        "[[charity.people]] says from when the period runs",
        "[[charity.people]] days is a whole number",
        "[[charity.people]] says whose rule it is",
    ):
        assert fault in str(told.value)
    assert "fresh `mash init`" in told.value.try_


@pytest.mark.parametrize("content", [b"[[police", b"\xff\xfe"], ids=["no TOML", "no UTF-8"])
def test_what_cannot_be_read_is_told_with_its_place(town, content):
    (town.hub.root / "retention.toml").write_bytes(content)
    with pytest.raises(UsageError, match="not readable as TOML"):
        load_schedule(town.hub)


def test_a_row_expires_on_the_day_its_period_ends_and_is_counted(town):
    town.schedule(MOPI)
    rows = [occurrence("A", "2020-01-31"), occurrence("B", "2020-02-01"), occurrence("C", recorded_on="2019-05-05")]
    town.drop("police", "2026-01-01", occurrences=[*rows, occurrence("D", "2020-01-30")])
    town.pull()
    assert town.read("police", "occurrences", "2026-01-30", "occurrence_ref") == [("A",), ("B",)]
    assert town.read("police", "occurrences", "2026-01-31", "occurrence_ref") == [("B",)]
    assert town.left_out("2026-01-31") == (LeftOut("police", "occurrences", 2, 0, 0),)
    day = dt.date(2026, 1, 31)
    assert {each.dataset: each.rows_current for each in freshness(town.hub, day)}["occurrences"] == 1


def test_the_first_rule_that_fits_a_row_holds(town):
    town.schedule(
        '[[police.occurrences]]\nyears = 100\nafter = "occurred_on"\nwhere = { category = ["RAPE", "assault"] }\n'
        f'source = "public protection"\n{MOPI}'
    )
    town.drop(
        "police",
        "2026-01-01",
        occurrences=[occurrence("A", "2001-01-01"), occurrence("B", "2001-01-01") | {"category": "theft"}],
    )
    town.pull()
    assert town.read("police", "occurrences", "2026-01-31", "occurrence_ref") == [("A",)]


def test_seventy_five_years_run_from_the_birth_that_the_agencys_own_people_have(town):
    town.schedule(
        '[[social_care.episodes]]\nyears = 75\nafter = "birth"\nwhere = { episode_type = "LAC" }\n'
        'source = "looked after"\n'
    )
    people = [{"social_care_id": "S1", "surname": "A", "date_of_birth": "1950-06-01"}]
    people += [{"social_care_id": "S2", "surname": "B"}]
    episodes = [
        {"child_social_care_id": child, "episode_type": kind, "from_date": "1960-01-01"}
        for child in ("S1", "S2", "nobody sent")
        for kind in ("LAC", "CP")
    ]
    town.drop("social_care", "2020-01-01", persons=people, episodes=episodes)
    town.pull()
    assert len(town.read("social_care", "episodes", "2025-05-31", "child_social_care_id")) == 6
    left = town.read("social_care", "episodes", "2025-06-01", "child_social_care_id", "episode_type")
    assert ("S1", "LAC") not in left
    assert len(left) == 5, "whose birth nobody knows does not expire by it"


def test_a_row_still_sent_is_received_again_with_each_extract(town):
    town.schedule('[[charity.people]]\nmonths = 12\nafter = "received"\nsource = "the charity"\n')
    town.drop("charity", "2024-01-31", people=[{"person_ref": "A", "surname": "OLD"}])
    town.pull()
    assert town.read("charity", "people", "2025-01-30", "person_ref") == [("A",)]
    assert town.read("charity", "people", "2025-01-31", "person_ref") == []
    town.drop("charity", "2025-01-15", people=[{"person_ref": "A", "surname": "NEW"}])
    town.pull()
    assert town.read("charity", "people", "2025-01-31", "person_ref") == [("A",)]


def test_of_changes_the_newest_version_of_a_row_says_whether_it_has_expired(town):
    town.schedule('[[police.markers]]\nyears = 1\nafter = "valid_to"\nsource = "x"\n' + MOPI)
    town.drop("police", "2020-01-01", occurrences=[occurrence("A", "2026-01-01")])
    town.drop("police", "2020-01-02", occurrences=[occurrence("A", "2010-01-01")])
    town.pull()
    assert town.read("police", "occurrences", "2026-01-31", "occurrence_ref") == []


def test_what_is_said_of_an_occurrence_expires_with_it(town):
    town.schedule(MOPI)
    roles = [{"occurrence_ref": ref, "nominal_ref": "N1", "role": "suspect"} for ref in ("A", "B", "nobody sent")]
    town.drop(
        "police",
        "2026-01-01",
        occurrences=[occurrence("A", "2001-01-01"), occurrence("B", "2025-01-01")],
        occurrence_roles=roles,
    )
    town.pull()
    assert town.read("police", "occurrence_roles", "2026-01-31", "occurrence_ref") == [("B",), ("nobody sent",)]
    assert [(each.dataset, each.expired) for each in town.left_out("2026-01-31")] == [
        ("occurrences", 1),
        ("occurrence_roles", 1),
    ]
