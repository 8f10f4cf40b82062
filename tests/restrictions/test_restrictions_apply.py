"""Of flags of which only the existence may be known nothing else is in the run, and they count all the same."""

import datetime as dt

import pytest

from mash import associations
from mash.reports.words import flag_words
from mash.restrictions import ExistenceOnly, Handling, Restrictions, keep_existence_only, tell_conditions
from mash.vocabulary import FlagKind

AS_OF = dt.date(2026, 1, 31)
VISOR = Restrictions(existence_only=(ExistenceOnly("VISOR", FlagKind.SEXUAL_OFFENDER),))


@pytest.fixture
def flagged(town):
    """A child whose mother has a partner with a current marker; hers is over, another's is to come."""
    town.referral("R", "CHILD")
    town.related("CHILD", "MOTHER", "mother")
    town.related("MOTHER", "MAN", "partner")
    content = {"category": "ZEBEDEE", "level": "QUUX", "authority": "ZEBEDEE FORCE"}
    town.flag("MAN", valid_from=dt.date(2019, 4, 11), **content)
    town.flag("MOTHER", "drugs", valid_from=dt.date(2011, 4, 11), valid_to=dt.date(2012, 1, 1), **content)
    town.related("MOTHER", "LATER", "associate")
    town.flag("LATER", valid_from=dt.date(2026, 6, 1), **content)
    return town


def test_the_content_is_gone_and_the_existence_counts(flagged):
    flagged.load()
    flagged.rows.clear()
    keep_existence_only(flagged.con, VISOR, AS_OF)
    con = flagged.build()
    assert con.execute("select person_id from exposure order by all").fetchall() == [("MAN",), ("MOTHER",)]
    around = associations.network_around(con, "CHILD", hops=3)
    told = {each.person_id: flag_words(each.flags[0]) for each in around.exposures()}
    assert told == {
        "MAN": "sexual offender (VISOR, contact the public protection unit; current)",
        "MOTHER": "sexual offender (VISOR, contact the public protection unit; expired)",
    }
    assert not any("ZEBEDEE" in str(row) or "QUUX" in str(row) for row in con.execute("from flag").fetchall())


def test_the_condition_of_a_handling_code_is_told_wherever_its_tie_is(town):
    town.referral("R", "CHILD")
    town.related("CHILD", "MAN", "associate", agency="police", dataset="nominal_links", handling_code="C")
    con = town.build()
    tell_conditions(con, Restrictions(handling=(Handling("C", "ring the desk first"),)))
    (tie,) = associations.network_around(con, "CHILD", hops=3).ties.values()
    assert "handling C: ring the desk first" in tie.evidence[0].says
