"""Two sealed identities never join and nothing says why not: for these people a match is the harm (decision 32)."""

import datetime as dt
from dataclasses import replace

import pytest

from mash.errors import NotFound
from mash.identity import Judgement, Query, Verdict, resolve_persons, score_pairs, search, why
from mash.ledger import Register
from mash.vocabulary import PersonId

AS_OF = dt.date(2026, 11, 1)
ONE, OTHER = "health:h1", "social_care:s1"
SEALED = ((ONE, OTHER),)
EMPTY = Register(person_of={}, last_known={}, used=frozenset())


@pytest.fixture
def alike(records):
    """Two records that any model would join, a third that would join them by way of it, and a stranger."""
    for key in (ONE, OTHER, "education:e1"):
        records.add(key, "ZEBEDEE", "QUUXLEY", "2019-03-04", sex="M", homes=["1 MILL LANE|PL25 9ZZ"])
    records.add("police:x", "ANNA", "OTHER", "1980-01-01", sex="F")
    return records


@pytest.fixture
def resolved(alike, model):
    """Both steps; with or without the seal."""

    def run(sealed, judgements=(), register=EMPTY):
        con = alike.connect()
        score_pairs(con, model, AS_OF, sealed)
        resolve_persons(con, model, judgements, register, AS_OF, sealed)
        return con

    return run


def person_of(con):
    return dict(con.execute("select record_key, person_id from membership").fetchall())


def test_without_the_seal_the_model_would_join_them(resolved):
    found = person_of(resolved(()))
    assert found[ONE] == found[OTHER] == found["education:e1"]


@pytest.mark.parametrize("judgements", [(), (Judgement(ONE, OTHER, Verdict.SAME),)], ids=["unjudged", "judged same"])
def test_sealed_identities_are_two_persons_also_by_way_of_others_and_whatever_people_said(resolved, judgements):
    con = resolved(SEALED, judgements)
    found = person_of(con)
    assert found[ONE] != found[OTHER]
    pair = {found[ONE], found[OTHER]}
    for table, a, b in (
        ("possible_identity", "person_a", "person_b"),
        ("person_event", "person_id", "other_person_id"),
    ):
        assert not [row for row in con.execute(f"select {a}, {b} from {table}").fetchall() if set(row) == pair]
    keys = {key for key, person in found.items() if person in pair}
    assert not con.execute(
        "select 1 from person_link where refused is not null and record_key_a in $keys and record_key_b in $keys",
        {"keys": sorted(keys)},
    ).fetchall()
    assert (ONE, OTHER) not in con.execute("select record_key_a, record_key_b from identity_pair").fetchall()


def test_a_seal_laid_on_one_person_leaves_no_word_of_a_split(resolved):
    before = person_of(resolved(()))
    register = replace(EMPTY, person_of=before, last_known={}, used=frozenset(map(PersonId, before.values())))
    con = resolved(SEALED, register=register)
    events = con.execute("select kind, cause from person_event").fetchall()
    assert events == [("minted", "new records")]


def test_why_says_of_them_what_it_says_of_two_strangers(resolved, model):
    con = resolved(SEALED)
    told = []
    for pair in ((ONE, OTHER), (ONE, "police:x"), ("police:x", OTHER), (person_of(con)[ONE], person_of(con)[OTHER])):
        with pytest.raises(NotFound) as unheard:
            why(con, model, *pair)
        told.append(str(unheard.value))
    assert len(set(told[:3])) == 1
    joined = next(key for key in (ONE, OTHER) if person_of(con)[key] == person_of(con)["education:e1"])
    assert why(con, model, joined, "education:e1").together


def test_a_search_offers_one_of_the_two(resolved, model):
    con = resolved(SEALED)
    con.execute("create or replace macro clean_forenames(x) as upper(x)")
    con.execute("create or replace macro clean_surname(x) as upper(x)")
    asked = Query(forenames="Zebedee", surname="Quuxley", date_of_birth=dt.date(2019, 3, 4))
    found = [each.person_id for each in search(con, model, asked, as_of=AS_OF)]
    assert len({person_of(con)[ONE], person_of(con)[OTHER]} & set(found)) == 1
