"""No protected characteristic, disability or health content can reach a rule: held by what the queries may read."""

from __future__ import annotations

import dataclasses
import datetime as dt
import typing
from importlib.resources import files

import pytest

from mash.associations import network_around
from mash.rating import load_policy, load_profile, rate_open_cases
from mash.rating.facts import CaseFacts, HubCounts, Infancy
from mash.rating.gather import facts_for_case, facts_in_bulk, hub_facts, open_cases_of
from mash.rating.rules import RULES
from mash.vocabulary import FlagKind

AS_OF = dt.date(2026, 1, 31)
POLICY = load_policy("policy-2026-12")
ROW = {"agency", "dataset", "extract", "source_row"}
MAY_READ = {
    "event": {*ROW, "event_key", "kind", "concern", "about", "grade", "occurred_on", "ended_on"},
    "event_role": {"event_key", "record_key", "role"},
    "referral": {
        *(*ROW, "case_id", "child_record_key", "referrer_record_key", "received_at", "concern", "outcome", "closed_on"),
    },
    "episode": {*ROW, "child_record_key", "episode_type", "from_date", "to_date"},
    "stay": {*ROW, "record_key", "dwelling_key", "outcode", "kind", "from_date", "to_date"},
    "person": {"person_id", "is_adult", "restricted", "date_of_birth", "expected_date_of_birth"},
    "membership": {"record_key", "person_id"},
    "source_freshness": {"agency", "required", "state"},
    "person_record": {*ROW, "record_key"},
    "record_name": set(),
    "record_identifier": set(),
    "contact_detail": set(),
    "declared_relationship": set(),
    "flag": set(),
}
"""Of each table of the records and of persons, all that the rating may read. Dates of birth only to tell a baby."""


def take_away_what_may_not_be_read(con) -> None:
    con.execute("delete from event where kind not in ('occurrence', 'licence condition')")
    for table, kept in MAY_READ.items():
        columns = [name for (name,) in con.execute(f"select column_name from (describe {table})").fetchall()]
        assert kept <= set(columns), table
        if kept:
            con.execute(f"create or replace table {table} as select {', '.join(sorted(kept))} from {table}")
        else:
            con.execute(f"drop table {table}")


def test_the_rating_reads_nothing_but_what_it_may(fuller_town):
    town = fuller_town(1)
    con = town.build(POLICY.associations, hops=POLICY.hops)
    cases, hub = open_cases_of(con), hub_facts(con)
    before = facts_in_bulk(con, cases, hub, as_of=AS_OF, hops=3)
    take_away_what_may_not_be_read(con)
    assert hub_facts(con) == hub
    assert facts_in_bulk(con, cases, hub, as_of=AS_OF, hops=3) == before
    assert rate_open_cases(con, POLICY, as_of=AS_OF, profile=load_profile("oxfordshire")) == len(cases) > 0


@pytest.mark.parametrize("kind", ["attendance", "school attendance", "enrolment"])
def test_what_health_and_schools_hold_of_a_child_is_no_fact(new_town, kind):
    """Even where such a row is put as a concern, or as missing."""
    found = []
    for told in (False, True):
        town = new_town()
        town.referral("R", "C", concern="SAB", received="2026-01-20 10:00")
        town.related("C", "M", "mother")
        if told:
            for concern, about in (("SAB", None), (None, "missing"), ("DA", None)):
                town.happening(
                    dt.date(2026, 1, 9), [("C", "subject child"), ("M", "victim")], kind, agency="health",
                    concern=concern, about=about, grade="high", outcome="diagnosis", category="mental health",
                )  # fmt: skip
        con = town.build(POLICY.associations)
        found.append(facts_for_case(con, network_around(con, "C", hops=3), "R").occurrences)
    assert found == [(), ()]


ALLOWED = {
    *("case_id", "child", "as_of", "concern", "initial", "decided", "around", "referrals", "episodes", "occurrences"),
    *("hub", "missing_agencies", "infancy", "sibling_referrals", "programmes", "releases", "places"),
    *("exposures", "household", "carers", "adults_by_hop", "routes", "siblings"),
    *("person_id", "hops", "flags", "path", "identity", "kind", "scheme", "category", "level", "status"),
    *(
        "valid_from",
        "valid_to",
        "evidence",
        "from_person",
        "to_person",
        "tie_class",
        "from_date",
        "to_date",
        "strength",
    ),
    *("agency", "dataset", "extract", "source_row", "says"),
    *("received_on", "outcome", "closed_on", "informant", "episode_type", "event_key", "grade", "occurred_on", "roles"),
    *("about", "suspects", "informants", "adults", "flagged", "placed", "refused", "released_on"),
    *("with_person", "outcode", "area", "authority", "perhaps_the_child"),
    *("withheld", "colour"),  # that something restricted bears on the case, and how it is rated with it
    "exhibit",  # a number of the row, for a court
}
"""All that a rule can see, by name: whoever adds to it is stopped here, to say why it is nothing protected."""


def names_seen(of: object, seen: set[object]) -> set[str]:
    names: set[str] = set()
    if isinstance(of, type) and dataclasses.is_dataclass(of) and of not in seen:
        seen.add(of)
        for name, kind in typing.get_type_hints(of).items():
            names |= {name} | names_seen(kind, seen)
    for part in typing.get_args(of):
        names |= names_seen(part, seen)
    return names


def test_a_rule_sees_these_names_and_no_others():
    assert names_seen(CaseFacts, set()) == ALLOWED


def test_of_a_childs_age_a_rule_sees_only_that_it_is_a_baby():
    assert typing.get_type_hints(CaseFacts)["infancy"] == Infancy | None
    assert {each.value for each in Infancy} == {"unborn", "under one"}


def test_the_hub_is_counted_by_kinds_of_flag_and_by_place_and_by_nothing_else():
    assert {field.name for field in dataclasses.fields(HubCounts)} == {"adults", "flagged", "placed"}
    assert not {kind.value for kind in FlagKind} & {"disability", "mental health", "religion", "ethnicity"}


def test_a_rule_takes_facts_and_numbers_and_no_way_to_ask_for_more():
    for name, rule in RULES.items():
        first, *others = typing.get_type_hints(rule).items()
        assert first == ("facts", CaseFacts), name
        assert {str(kind) for key, kind in others if key != "return"} <= {
            "<class 'int'>", "<class 'float'>", "tuple[str, ...]", "tuple[mash.vocabulary.FlagKind, ...]",
        }, name  # fmt: skip


def test_free_text_is_read_by_the_chronology_alone():
    for file in (files("mash.rating") / "sql").iterdir():
        text = file.read_text(encoding="utf-8")
        if file.name != "chronology.sql":
            assert not any(word in text for word in ("summary", "narrative", "ethnicity", "sex ", ".sex", "religion"))
