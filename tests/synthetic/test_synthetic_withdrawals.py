"""Over several nights every agency takes something back; in a town of one night nobody does."""

import csv
from itertools import pairwise

import pytest

from mash.contracts import Load, load_contract
from mash.synthetic import synthesise
from mash.synthetic.withdrawals import EVENTS, PEOPLE

NIGHTS = 3
SEEDS = (1, 2)


@pytest.fixture(scope="module", params=SEEDS, ids=[f"seed {seed}" for seed in SEEDS])
def several(request, tmp_path_factory):
    """A town of 2,000 over three nights."""
    out = tmp_path_factory.mktemp("several") / "town"
    synthesise(out, persons=2000, seed=request.param, nights=NIGHTS)
    return out


def sent(town, agency, dataset):
    """The rows of each night, the first night first."""
    found = []
    for night in sorted((town / agency).iterdir()):
        with (night / f"{dataset}.csv").open(encoding="utf-8", newline="") as opened:
            found.append(list(csv.DictReader(opened)))
    return found


def withdrawn_records(town, agency):
    """The keys of an agency's records of people that one night has and the next one lacks."""
    (key,) = load_contract(agency).dataset(PEOPLE[agency]).key
    nights = [{row[key] for row in rows} for rows in sent(town, agency, PEOPLE[agency])]
    return set().union(*(before - after for before, after in pairwise(nights)))


def test_a_record_of_a_person_is_missing_from_a_later_full_load(several):
    assert len(withdrawn_records(several, "health")) >= NIGHTS - 1


def test_a_withdrawn_record_leaves_with_every_row_of_a_full_load_that_names_it(several):
    for agency in PEOPLE:
        gone = withdrawn_records(several, agency)
        for dataset in load_contract(agency).datasets:
            if dataset.load is Load.FULL:
                last = sent(several, agency, dataset.name)[-1]
                assert not [row for row in last if gone & set(row.values())], (agency, dataset.name)


def test_nothing_ever_happened_to_a_withdrawn_record(several):
    for agency in PEOPLE:
        gone = withdrawn_records(several, agency)
        for dataset in load_contract(agency).datasets:
            if dataset.load is Load.CHANGES:
                rows = [row for night in sent(several, agency, dataset.name) for row in night]
                assert not [row for row in rows if gone & set(row.values())], (agency, dataset.name)


def test_a_deleted_event_was_sent_before_and_its_roles_are_deleted_on_the_same_night(several):
    events, roles = sent(several, "police", EVENTS["police"]), sent(several, "police", "occurrence_roles")
    known, deleted = set(), 0
    for happened, parts in zip(events, roles, strict=True):
        gone = {row["occurrence_ref"] for row in happened if row["deleted"] == "true"}
        assert gone <= known
        assert {row["occurrence_ref"] for row in parts if row["deleted"] == "true"} <= gone
        assert not [row for row in parts if row["occurrence_ref"] in gone and row["deleted"] != "true"]
        known |= {row["occurrence_ref"] for row in happened}
        deleted += len(gone)
    assert deleted > 0


def test_a_town_of_one_night_is_the_same_whatever_is_taken_back_a_night(tmp_path):
    (tmp_path / "none.toml").write_text(
        "[sees]\nrecords_withdrawn_a_night = 0\nevents_withdrawn_a_night = 0\n", encoding="utf-8"
    )
    for name, profile in (("some", None), ("none", tmp_path / "none.toml")):
        synthesise(tmp_path / name, persons=300, seed=1, profile=profile)
    drops = {
        name: {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.csv")}
        for name in ("some", "none")
    }
    assert drops["some"] == drops["none"]
