"""A night that moves too much is built and held back, until a person accepts it; by the installed command."""

import csv
import json
import shutil

import pytest

YESTERDAY, TODAY, TOMORROW = "2026-01-29", "2026-01-30", "2026-01-31"
EXIT_HELD_BACK = 7

pytestmark = pytest.mark.slow  # four nights of a town; the bounds themselves are tested in tests/nightly


@pytest.fixture(scope="module")
def town_hub(mash, tmp_path_factory):
    """A hub of a small town after its first night; the second delivery stands ready."""
    folder = tmp_path_factory.mktemp("town")
    made = mash("synth", folder / "drops", "--persons", "500", "--seed", "29", "--nights", "2", "--as-of", TODAY)
    assert made.code == 0, made.err
    assert mash("init", folder / "hub", "--drops", folder / "drops").code == 0
    night = mash("nightly", "--hub", folder / "hub", "--as-of", YESTERDAY)
    assert night.code == 0, night.err
    return folder


def lose_postcodes(path):
    """Every second patient's postcodes."""
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            odd = int(row["local_patient_id"][-1]) % 2
            writer.writerow({**row, "postcode": ""} if odd else row)


@pytest.fixture(scope="module")
def held_town(mash, town_hub, tmp_path_factory):
    """The hub after a night over a delivery that dropped half its postcodes, and what the night said."""
    town = shutil.copytree(town_hub, tmp_path_factory.mktemp("held") / "town")
    lose_postcodes(town / "drops" / "health" / TODAY / "patient_addresses.csv")
    return town, mash("nightly", "--hub", town / "hub", "--as-of", TODAY)


@pytest.fixture
def held(held_town, town_hub, tmp_path):
    """A copy of that hub for a test that changes it, the run in use before, and what the night said."""
    town, night = held_town
    return shutil.copytree(town, tmp_path / "town"), (town_hub / "hub" / "current").read_text(), night


def test_a_delivery_that_drops_half_its_postcodes_is_built_and_not_published(mash, held):
    town, before, night = held
    hub = town / "hub"
    assert night.code == EXIT_HELD_BACK
    assert "postcode (health)" in night.err
    assert "completeness_fall" in night.err
    assert "--accept-health" in night.err
    assert (hub / "current").read_text() == before, "yesterday's run stays in use"
    assert mash("cases", "--hub", hub).code == 0

    status = mash("status", "--hub", hub, "--as-of", TODAY, "--json").json
    assert status["run"]["run"] == before.strip()
    moved = {(each["figure"], each["subject"]) for each in status["held_back"]["health"] if each["beyond"]}
    assert ("postcode", "health") in moved
    assert (hub / "snapshots" / status["held_back"]["run"] / "hub.duckdb").exists(), "it is built"
    assert "held back" in mash("status", "--hub", hub, "--as-of", TODAY).out

    again = mash("nightly", "--hub", hub, "--as-of", TODAY)
    assert (again.code, (hub / "current").read_text()) == (EXIT_HELD_BACK, before), "running it again changes nothing"


def test_a_person_accepts_what_moved_and_the_reason_is_kept(mash, audited, held):
    town, before, _ = held
    hub = town / "hub"
    assert mash("nightly", "--hub", hub, "--accept-health", " ").code == 2
    assert (hub / "current").read_text() == before
    accepted = mash("nightly", "--hub", hub, "--accept-health", "a new form, seen with health", "--who", "a.lead")
    assert accepted.code == 0, accepted.err
    run = (hub / "current").read_text().strip()
    assert run != before.strip()
    report = json.loads((hub / "snapshots" / run / "run.json").read_text())
    assert (report["accepted"]["reason"], report["accepted"]["accepted_by"]) == (
        "a new form, seen with health",
        "a.lead",
    )
    log = [json.loads(line) for line in (hub / "snapshots" / run / "log.jsonl").read_text().splitlines()]
    assert [line["event"] for line in log][-2:] == ["held back", "published"]
    kept = [(each.who, each.purpose, each.run) for each in audited(hub) if each.action == "accept health"]
    assert kept == [("a.lead", "a new form, seen with health", run)]
    assert mash("status", "--hub", hub, "--as-of", TODAY, "--json").json["held_back"] is None
    assert mash("nightly", "--hub", hub, "--accept-health", "again").code == 4, "there is nothing held back any more"
    after = mash("nightly", "--hub", hub, "--as-of", TODAY)
    assert (after.code, "Nothing has come in" in after.out) == (0, True)


def test_a_delivery_put_right_is_published_without_a_word(mash, held):
    town, before, _ = held
    health = town / "drops" / "health"
    shutil.copytree(health / YESTERDAY, health / TOMORROW)
    night = mash("nightly", "--hub", town / "hub", "--as-of", TOMORROW)
    assert night.code == 0, night.err
    assert (town / "hub" / "current").read_text() != before


def test_a_wider_bound_publishes_what_was_held_back(mash, held):
    town, _, _ = held
    hub = town / "hub"
    config = hub / "mash.toml"
    wide = "[health]\nleast = 1000000\n"
    head, rest = config.read_text().split("[health]")
    config.write_text(head + wide + "# One block" + rest.split("# One block", 1)[1])
    night = mash("nightly", "--hub", hub, "--as-of", TODAY)
    assert night.code == 0, night.err
    assert "Health of run" in mash("status", "--hub", hub, "--as-of", TODAY).out
