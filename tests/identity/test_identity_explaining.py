"""Why two records, how a person, and whom a search may mean."""

import datetime as dt
import subprocess
import sys

import pytest

from mash.errors import NotFound, Refused, UsageError
from mash.identity import Query, how, search, why
from mash.records.macros import define_macros

AS_OF = dt.date(2026, 11, 1)


def test_why_adds_up_for_every_pair_kept(town_run, model):
    pairs = town_run.execute(
        "select record_key_a, record_key_b, raw_match_weight, veto, outcome from identity_pair"
        " order by hash(record_key_a, record_key_b) limit 20"
    ).fetchall()
    for a, b, weight, veto, outcome in pairs:
        found = why(town_run, model, b, a)
        total = found.prior_weight + sum(each.match_weight for each in found.findings)
        assert total == pytest.approx(found.raw_match_weight) == pytest.approx(weight)
        assert (found.veto, found.outcome) == (veto, outcome)


def test_why_of_two_persons_is_that_of_their_heaviest_pair(town_run, model):
    person_a, person_b, a, b, weight = town_run.execute(
        "select x.person_id, y.person_id, record_key_a, record_key_b, raw_match_weight from identity_pair"
        " inner join membership as x on x.record_key = record_key_a"
        " inner join membership as y on y.record_key = record_key_b"
        " where x.person_id <> y.person_id and veto is null"
        " order by raw_match_weight desc, record_key_a desc, record_key_b desc limit 1"
    ).fetchall()[0]
    found = why(town_run, model, person_a, person_b)
    assert (found.record_key_a, found.record_key_b) == (a, b)
    assert found.raw_match_weight == pytest.approx(weight)
    assert not found.together


@pytest.mark.parametrize("pair", [("nobody:1", "health:h00001"), ("health:h00001", "health:h00001")])
def test_why_of_nobody_is_not_found(town_run, model, pair):
    with pytest.raises(NotFound):
        why(town_run, model, *pair)


def test_how_ends_at_source_rows_and_its_links_are_a_tree(town_run):
    for person, records in town_run.execute("select person_id, records from person order by all").fetchall():
        found = how(town_run, person)
        assert len(found.records) == records == len(found.links) + 1
        assert all(origin.source_row >= 1 and origin.extract for origin in found.records)
        weights = [link.match_weight for link in found.links]
        assert weights == sorted(weights, reverse=True)
        assert found.weakest is None or found.weakest.match_weight == min(weights)


def test_how_of_nobody_is_not_found(town_run):
    with pytest.raises(NotFound):
        how(town_run, "P-AAAAAAAAAA")


YEAR = (dt.date(2008, 1, 1), dt.date(2008, 12, 31))


@pytest.fixture
def hub(records, resolve):
    records.add("health:1", "SOPHIE ANN", "FENWICK", "2008-11-01", sex="F", homes=["4 MILL LANE|LA1 1AA"])
    records.add("health:2", "SOPHIE", "FENWICK", "1971-05-03", sex="F", homes=["9 QUAY STREET|LA1 2BB"])
    records.add("police:3", "ARTHUR", "CALDER", "1980-07-05", sex="M")
    con = resolve(records)
    define_macros(con)
    return con


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(Query("Sophie", "Fenwick", dt.date(2008, 11, 1)), id="by name and birthday"),
        pytest.param(Query("Fenwick", "Sophy", dt.date(2008, 1, 11)), id="swapped and misspelt"),
        pytest.param(
            Query(None, "sophie fenwick", born_between=(dt.date(2008, 1, 1), dt.date(2008, 12, 31))),
            id="in one field, by year",
        ),
        pytest.param(Query("Sophie", "Fenwick", postcode="LA1 1AA"), id="by postcode"),
    ],
)
def test_a_search_finds_the_one_meant_first_and_says_why(hub, model, query):
    best, *others = search(hub, model, query, as_of=AS_OF)
    assert best.record_key == "health:1"
    assert best.age_years == 18
    assert best.says
    assert not others or best.match_weight - others[0].match_weight > 3


def test_two_who_fit_equally_weigh_equally(hub, model):
    first, second = search(hub, model, Query("Sophie", "Fenwick"), as_of=AS_OF)[:2]
    assert first.match_weight == second.match_weight
    assert {first.record_key, second.record_key} == {"health:1", "health:2"}


def test_a_stranger_is_not_found(hub, model):
    assert search(hub, model, Query("Zebedee", "Okonkwo", dt.date(2001, 1, 1)), as_of=AS_OF) == []


def test_a_search_needs_a_name(hub, model):
    with pytest.raises(UsageError):
        search(hub, model, Query(postcode="LA1 1AA"), as_of=AS_OF)


def test_an_enquiry_does_not_load_splink():
    code = "import mash.identity, sys; mash.identity.load_model('model-2026-11'); sys.exit('splink' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "lacks", ["drop table linkage_wide", "alter table linkage_record drop column sparse_postcodes"]
)
def test_a_run_of_an_earlier_version_asks_for_a_night(records, resolve, model, lacks):
    records.add("health:H1", "GRACE", "FENWICK", "1990-04-30")
    records.add("police:P1", "GRACE", "FENWICK", "1990-04-30")
    con = resolve(records)
    con.execute(lacks)
    with pytest.raises(Refused, match="earlier version"):
        why(con, model, "health:H1", "police:P1")
