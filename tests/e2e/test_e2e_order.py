"""The same facts give the same digest: every file's rows in another order change nothing but row numbers."""

import csv
import json
import random
import shutil
import zlib

import duckdb
import pytest

AS_OF = "2026-01-31"


def shuffle(path):
    with path.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    rows.sort(key=lambda row: zlib.crc32(repr(row).encode()))
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


@pytest.fixture(scope="module")
def shuffled_hub(mash, story, tmp_path_factory):
    """The story with the rows of all its files shuffled, after a night."""
    folder = tmp_path_factory.mktemp("shuffled")
    drops = shutil.copytree(story, folder / "drops")
    for path in drops.rglob("*.csv"):
        shuffle(path)
    assert mash("init", folder / "hub", "--drops", drops).code == 0
    night = mash("nightly", "--hub", folder / "hub", "--as-of", AS_OF)
    assert night.code == 0, night.err
    return folder / "hub"


def run_of(hub):
    return hub / "snapshots" / (hub / "current").read_text().strip()


def test_the_digest_is_the_same(story_hub, shuffled_hub):
    digests = [json.loads((run_of(hub) / "run.json").read_text())["digest"] for hub in (story_hub, shuffled_hub)]
    assert digests[0] == digests[1]


@pytest.fixture(scope="module")
def land(mash, story, tmp_path_factory):
    """Two deliveries of every agency, the second with its rows in another order, landed one by one: the digest."""
    sent = tmp_path_factory.mktemp("sent")
    deliveries = []
    for agency in (each for each in story.iterdir() if each.is_dir()):
        (first,) = (each for each in agency.iterdir() if each.is_dir())
        for extract in (first.name, AS_OF):
            delivery = shutil.copytree(first, sent / agency.name / extract)
            deliveries.append((agency.name, delivery))
    for path in sent.rglob(f"{AS_OF}/*.csv"):
        shuffle(path)

    def landed(order):
        folder = tmp_path_factory.mktemp("landed")
        assert mash("init", folder / "hub", "--drops", shutil.copytree(story, folder / "drops")).code == 0
        for agency in (folder / "drops").iterdir():
            shutil.rmtree(agency) if agency.is_dir() else agency.unlink()
        for place in order:
            agency, delivery = deliveries[place]
            shutil.copytree(delivery, folder / "drops" / agency / delivery.name)
            assert mash("pull", "--hub", folder / "hub").code == 0
        night = mash("nightly", "--hub", folder / "hub", "--as-of", AS_OF)
        assert night.code == 0, night.err
        return json.loads((run_of(folder / "hub") / "run.json").read_text())["digest"]

    return landed, len(deliveries)


@pytest.fixture(scope="module")
def landed_in_order(land):
    landed, count = land
    return landed(range(count))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_in_whatever_order_deliveries_land_the_digest_is_the_same(land, landed_in_order, seed):
    landed, count = land
    order = random.Random(seed).sample(range(count), count)  # noqa: S311 - a seeded order, not a secret
    assert landed(order) == landed_in_order


@pytest.mark.parametrize(
    "table", ["membership", "tie", "tie_evidence", "proposal", "proposal_reason", "proposal_certainty", "stay"]
)
def test_persons_ties_and_proposals_are_the_same(story_hub, shuffled_hub, table):
    there = []
    for hub in (story_hub, shuffled_hub):
        with duckdb.connect(str(run_of(hub) / "hub.duckdb"), read_only=True) as con:
            kept = "columns(lambda named : named <> 'source_row')"
            there.append(con.execute(f"select {kept} from {table} order by all").fetchall())
    assert there[0] == there[1]
    assert there[0]


def rows_led_to(hub, table):
    """What a table's rows lead back to, as the landed files have it."""
    found = []
    with duckdb.connect(str(run_of(hub) / "hub.duckdb"), read_only=True) as con:
        files = con.execute(f"select distinct agency, dataset, extract from {table} order by all").fetchall()
        for agency, dataset, extract in files:
            sent = {"agency": agency, "dataset": dataset, "extract": extract}
            path = hub / "landing" / agency / dataset / extract / "data.parquet"
            found += con.execute(
                f"select {table}.* exclude (source_row), data.* exclude (_row) from {table}"
                " inner join read_parquet($path) as data on source_row = _row"
                f" where ({table}.agency, {table}.dataset, extract) = ($agency, $dataset, $extract) order by all",
                sent | {"path": str(path)},
            ).fetchall()
    return found


@pytest.mark.parametrize("table", ["person_record", "stay", "event", "declared_relationship", "flag", "tie_evidence"])
def test_a_row_number_leads_back_to_the_row_it_led_to(story_hub, shuffled_hub, table):
    rows = rows_led_to(shuffled_hub, table)
    assert rows == rows_led_to(story_hub, table)
    assert rows
