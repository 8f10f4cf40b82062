"""The committed town through the installed command: a hub, a night, the measure of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mash.associations import network_around
from mash.errors import Refused
from mash.evaluation import evaluate_hub
from mash.hub import open_hub
from mash.rating import certainty, decide_by, facts_for_case, fingerprint, load_policy, load_profile, propose
from mash.reports import to_json

TOWN = Path(__file__).parents[2] / "fixtures" / "town"
TRUTH = TOWN / "truth"
MASH = Path(sys.executable).parent / "mash"
AS_OF = "2026-01-31"


def mash(*words):
    """What the installed command printed; it must succeed."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MASH_")}
    clean |= {"MASH_PURPOSE": "a test", "MASH_GATEWAY": "s47"}
    done = subprocess.run(
        [str(MASH), *map(str, words)], capture_output=True, text=True, check=False, timeout=300, env=clean
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    root = tmp_path_factory.mktemp("town") / "hub"
    mash("init", root, "--drops", TOWN)
    mash("nightly", "--hub", root, "--as-of", AS_OF)
    return root


@pytest.fixture(scope="module")
def outputs(hub):
    page, statement = hub.parent / "page.html", hub.parent / "statement.md"
    words = ["--hub", hub, "--truth", TRUTH, "--json", "--html", page, "--statement", statement]
    return json.loads(mash("evaluate", *words)), page, statement


@pytest.fixture(scope="module")
def found(outputs):
    return outputs[0]


@pytest.fixture(scope="module")
def run(hub):
    name, con = open_hub(hub).read_current()
    yield name, con
    con.close()


def test_the_command_prints_json_and_writes_its_page_and_its_statement(outputs):
    told, page, statement = outputs
    manifest = json.loads((TRUTH / "manifest.json").read_text(encoding="utf-8"))
    assert told["truth"]["seed"] == manifest["seed"]
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert statement.read_text(encoding="utf-8").startswith("# Linkage statement")


def test_every_record_of_the_town_is_scored_or_accounted_for(run, found):
    name, con = run
    ((records,),) = con.execute("select count(*) from membership").fetchall()
    covered = found["coverage"]
    assert found["run"] == name
    assert covered["scored"] + covered["merged"] + covered["hub_only"] == records
    assert covered["hub_only"] == covered["truth_only"] == 0


def test_identities_are_found_and_not_made_up(found):
    joined = found["identity"]["groups"][0]["joined"]
    assert joined["recall"]["of"] > 3000
    assert joined["recall"]["share"] > 0.85
    assert joined["precision"]["share"] > 0.97


def test_what_is_possible_is_found_at_least_as_often_as_what_is_joined(found):
    compared = [
        (group["possible"]["recall"]["share"], group["joined"]["recall"]["share"])
        for group in found["identity"]["groups"]
        if group["joined"]["recall"]["share"] is not None
    ]
    assert len(compared) > 20
    assert all(possible >= joined for possible, joined in compared)


def test_every_dimension_has_all_scored_records_between_its_groups(found):
    groups = found["identity"]["groups"]
    shown = {}
    for group in groups[1:]:
        shown.setdefault(group["dimension"], []).append(group["records"])
    assert len(shown) > 5
    ages = [group["value"] for group in groups if group["dimension"] == "age"]
    assert (ages[0], ages[-1]) == ("unborn", "65 and over")
    for sizes in shown.values():
        rest = groups[0]["records"] - sum(filter(None, sizes))
        assert 0 <= rest < 10 * (sizes.count(None) + 1)


def test_pairs_of_agencies_add_up_to_all_pairs(found):
    pairs = [pair["recall"] for pair in found["identity"]["agency_pairs"]]
    shown = sum(pair["of"] for pair in pairs if not pair["suppressed"])
    everyone = found["identity"]["groups"][0]["joined"]["recall"]["of"]
    assert shown <= everyone <= shown + 9 * len(pairs)


def test_no_more_true_pairs_are_kept_than_were_compared(found):
    blocking = found["identity"]["blocking"]
    assert 0.95 < blocking["kept"]["share"] <= blocking["compared"]["share"] <= 1
    for rule in blocking["rules"]:
        assert rule["true_kept"] <= rule["true_candidates"] <= rule["candidates"]


def test_what_of_each_group_is_compared_adds_up_to_what_is_compared_of_all(found):
    everyone, *groups = found["identity"]["groups"]
    assert everyone["compared"] == found["identity"]["blocking"]["compared"]
    told = [group["compared"] for group in groups if group["compared"]["share"] is not None]
    assert len(told) > 20
    assert all(0.9 < each["share"] <= 1 and each["of"] < everyone["compared"]["of"] for each in told)


def test_most_records_named_only_inside_another_are_with_the_right_person_and_nobody_else(found):
    joined, possible = (found["identity"]["named_inside"][name] for name in ("joined", "possible"))
    assert joined["right_alone"]["of"] == possible["right_alone"]["of"] > 100
    assert 0.7 < joined["right_alone"]["share"] <= joined["right_at_all"]["share"] <= possible["right_at_all"]["share"]
    assert joined["precision"]["share"] > 0.95


def test_the_oracle_and_the_engine_agree_on_most_colours(found):
    rating = found["rating"]
    agreed = sum(row[expected] for expected, row in rating["confusion"].items())
    assert rating["cases"] > 40
    assert rating["not_compared"] == 0
    assert rating["confusion"].keys() == {"RED", "AMBER", "GREEN"}
    assert agreed / rating["cases"] > 0.75


def test_on_true_identities_the_engine_and_a_plain_reading_agree_on_every_case(found):
    agreed = found["rating"]["agreement"]
    assert agreed["cases"] > 40
    assert (agreed["exposures"], agreed["proposals"]) == (agreed["cases"], agreed["cases"]), agreed["differing"]


def test_errors_of_ratings_add_up(found):
    rating = found["rating"]
    for name in ("colours", "missed_flags", "false_flags"):
        errors = rating[name]
        assert errors["total"] == sum(count for whose, count in errors.items() if whose != "total")
    wrong = sum(
        cases for expected, row in rating["confusion"].items() for colour, cases in row.items() if colour != expected
    )
    assert rating["colours"]["total"] == wrong


def test_few_flagged_adults_are_missed_for_not_knowing_who_is_who(found):
    rating = found["rating"]
    expected = rating["groups"][0]["expected"]
    assert expected > 40
    assert rating["missed_flags"]["identity"] < 0.1 * expected
    assert rating["false_flags"]["identity"] < 0.1 * expected


def test_many_flagged_adults_two_and_three_ties_away_are_found(found):
    shares = {}
    for each in found["rating"]["distances"]:
        if not each["found"]["suppressed"]:
            count, of = shares.get(each["hops"], (0, 0))
            shares[each["hops"]] = (count + each["found"]["count"], of + each["found"]["of"])
    assert shares.keys() >= {2, 3}
    assert shares[2][0] / shares[2][1] > 0.4
    assert shares[3][0] / shares[3][1] > 0.3


@pytest.mark.slow
def test_batch_and_enquiry_agree_on_every_case(run):
    _, con = run
    policy = load_policy("policy-2026-12")
    stored = con.execute(
        "select case_id, child_person_id, colour, at_least, certainty, fingerprint, due_by from proposal"
        " order by case_id"
    ).fetchall()
    assert len(stored) > 40
    reach = con.execute("select case_id, list(person_id order by person_id) from reach group by case_id").fetchall()
    reached = {case_id: set(persons) for case_id, persons in reach}
    received = dict(con.execute("select case_id, received_at from open_case").fetchall())
    profile = load_profile("oxfordshire")
    for case_id, child, *batch in stored:
        network = network_around(con, child, hops=policy.hops)
        assert set(network.reached) == reached[case_id], case_id
        facts = facts_for_case(con, network, case_id)
        proposal = propose(facts, policy)
        share = certainty(network, facts, policy).share
        due = decide_by(received[case_id], facts, proposal, profile)
        due_at = due.at if due else None
        assert [proposal.colour.name, proposal.at_least.name, share, fingerprint(proposal), due_at] == batch, case_id


def test_the_same_run_measures_the_same(hub, found):
    assert json.loads(to_json(evaluate_hub(open_hub(hub), TRUTH))) == found


def test_colours_made_by_another_policy_are_not_compared_and_it_says_so(hub, tmp_path):
    other = shutil.copytree(TRUTH, tmp_path / "truth")
    manifest = json.loads((other / "manifest.json").read_text(encoding="utf-8"))
    (other / "manifest.json").write_text(json.dumps(manifest | {"policy": "policy-2026-01"}), encoding="utf-8")
    measured = evaluate_hub(open_hub(hub), other)
    assert measured.identity is not None
    assert measured.rating is None
    assert "the run is rated by policy-2026-12, the town's truth by policy-2026-01" in measured.not_rated


def test_the_truth_of_another_town_is_refused(hub, tmp_path):
    other = shutil.copytree(TRUTH, tmp_path / "truth")
    import duckdb

    with duckdb.connect() as con:
        con.execute(f"create table persons as from '{other}/persons.parquet'")
        con.execute("update persons set date_of_birth = date_of_birth + interval 1000 day")
        con.execute(f"copy persons to '{other}/persons.parquet' (format parquet)")
    with pytest.raises(Refused, match="another town"):
        evaluate_hub(open_hub(hub), other)
