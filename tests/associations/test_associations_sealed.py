"""Sealed identities never appear in each other's network, whatever both are tied to (decision 32)."""

import datetime as dt

import pytest

from mash import associations


@pytest.fixture
def carers_town(town):
    """An adopted child under both names at one foster carer's, whose second name leads on to an offender."""
    for child in ("NEW", "OLD"):
        town.referral(f"R-{child}", child)
        town.related(child, "CARER", "carer")
        town.stay(child, "uprn:1", dt.date(2024, 1, 1))
    town.stay("CARER", "uprn:1", dt.date(2020, 1, 1))
    town.related("OLD", "OFFENDER", "father")
    town.flag("OFFENDER")
    return town


def reached(town, case):
    rows = town.ask(f"select person_id from met where case_id = '{case}'")
    return {person for (person,) in rows}


def test_without_the_seal_each_is_in_the_others_network(carers_town):
    carers_town.build()
    assert {"OLD", "OFFENDER"} <= reached(carers_town, "R-NEW")


def test_sealed_identities_are_neither_met_nor_passed_nor_tied(carers_town):
    carers_town.con.execute("create table sealed_pair as select 'NEW' as person_a, 'OLD' as person_b")
    con = carers_town.build()
    assert reached(carers_town, "R-NEW") == {"NEW", "CARER"}
    assert reached(carers_town, "R-OLD") == {"OLD", "CARER", "OFFENDER"}
    assert not carers_town.ask("select 1 from tie where person_a = 'NEW' and person_b = 'OLD'")
    assert not carers_town.ask("select 1 from tie_evidence where tie_id not in (select tie_id from tie)")
    assert set(associations.network_around(con, "NEW", hops=3).reached) == {"NEW", "CARER"}
    assert set(associations.network_around(con, "OLD", hops=3).reached) == {"OLD", "CARER", "OFFENDER"}


def test_on_an_earlier_day_too(carers_town):
    carers_town.con.execute("create table sealed_pair as select 'NEW' as person_a, 'OLD' as person_b")
    con = carers_town.build()
    with associations.on_day(con, "NEW", day=dt.date(2025, 1, 1), hops=3):
        assert set(associations.network_around(con, "NEW", hops=3).reached) == {"NEW", "CARER"}
        assert not con.execute("select 1 from tie where person_a = 'NEW' and person_b = 'OLD'").fetchall()
