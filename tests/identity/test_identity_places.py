"""Where somebody lives, told without a postcode of ours: a town, a street, another country's code."""

from dataclasses import replace

import pytest

from mash import warehouse
from mash.identity import linkage, score_pairs
from mash.identity.training import count_frequencies
from mash.records.macros import define_macros


@pytest.mark.parametrize(
    ("town", "postcode", "told"),
    [
        ("Winston Hills", "2153", ["WINSTON HILLS", "PC 2153"]),
        ("  st. anne's ", "LA1 1AA", ["ST ANNES"]),
        (None, "LA1 1AA", None),
        ("", " ", None),
        (None, "LA1 1", ["PC LA11"]),
        ("Not known", "NF1 1NF", None),
        ("No fixed abode", "ZZ99 3VZ", None),
    ],
    ids=["another country's", "ours", "ours alone", "blanks", "cut short", "placeholders", "the NHS's placeholders"],
)
def test_what_is_told_besides_a_postcode_of_ours_is_kept(town, postcode, told):
    con = warehouse.connect()
    define_macros(con)
    assert con.execute("select localities($town, $postcode)", {"town": town, "postcode": postcode}).fetchall() == [
        (told,)
    ]


def test_one_street_and_town_are_one_home_where_nobody_gives_a_postcode(records, resolve, partition):
    for key, forename in (("health:H1", "GRACE"), ("police:P1", "GRACE")):
        records.add(key, forename, "GLADWIN", None, sex="F", towns=[("12 PINKERTON CR", "RICHLANDS")])
    records.add("police:P2", "GRACE", "GLADWIN", None, sex="F", towns=[("38 KNOX ST", "DAPTO")])
    assert frozenset({"health:H1", "police:P1"}) in partition(resolve(records))


def test_a_town_that_few_are_of_tells_more_than_one_that_most_are_of(records, resolve):
    for number in range(120):
        records.add(
            f"people:{number:03d}", f"A{number}", f"B{number}", f"19{number % 60 + 30}-03-04", towns=[(None, "LEEDS")]
        )
    for key in ("health:H1", "police:P1"):
        records.add(key, "GRACE", "GLADWIN", "1980-05-06", towns=[(None, "GRANGE OVER SANDS")])
    for key in ("health:H2", "police:P2"):
        records.add(key, "GRACE", "GLADWIN", "1990-05-06", towns=[(None, "LEEDS")])
    found = resolve(records).execute(
        "select raw_match_weight from identity_pair"
        " where replace(record_key_a, 'health:H', '') = replace(record_key_b, 'police:P', '') order by record_key_a"
    )
    ((few,), (most,)) = found.fetchall()
    assert few > most + 4


POSTCODES = {
    "where few live": (["LA1 1AA"], ["LA1 1AA"], +2),
    "as usual": (["LA2 2BB"], ["LA2 2BB"], 0),
    "where many live": (["LA3 3CC"], ["LA3 3CC"], -2),
    "where many live, and another": (["LA2 2BB", "LA3 3CC"], ["LA3 3CC", "LA2 2BB"], 0),
    "where many live, and another that they do not share": (["LA2 2BB", "LA3 3CC"], ["LA3 3CC"], -2),
}


@pytest.mark.parametrize("case", POSTCODES)
def test_a_postcode_tells_more_where_the_model_saw_few_and_less_where_it_saw_many(records, model, as_of, case):
    hers, theirs, bits = POSTCODES[case]
    seen = model.frequencies
    unusual = replace(
        seen,
        kinds=(*seen.kinds, "sparse postcode", "crowded postcode"),
        tokens=(*seen.tokens, "LA1 1AA", "LA3 3CC"),
        shares=(*seen.shares, 1e-5, 1e-2),
    )
    records.add("health:H1", "GRACE", "GLADWIN", "1980-05-06", postcodes=hers)
    records.add("police:P1", "GRACE", "GLADWIN", "1980-05-06", postcodes=theirs)
    weights = []
    for frequencies in (seen, unusual):
        con = records.connect()
        score_pairs(con, replace(model, frequencies=frequencies), as_of)
        weights += [weight for (weight,) in con.execute("select raw_match_weight from identity_pair").fetchall()]
    usual, told = weights
    assert told == pytest.approx(usual + bits, abs=0.01)


def test_training_lists_the_postcodes_where_few_or_many_live_and_no_households_own(records):
    held = {"LA9 9ZZ": 200, "LA5 5EE": 12, "TR1 1TT": 9} | {
        f"LA1 {number // 10}A{'ABCDEFGHJL'[number % 10]}": 20 for number in range(40)
    }
    for postcode, people in held.items():
        for number in range(people):
            records.add(f"people:{postcode}:{number}", "GRACE", "GLADWIN", postcodes=[postcode])
    con = records.connect()
    linkage.prepare_names(con)
    found = count_frequencies(con)
    shares = dict(zip(zip(found.kinds, found.tokens, strict=True), found.shares, strict=True))
    assert {which: share for which, share in shares.items() if which[0].endswith("postcode")} == pytest.approx(
        {("crowded postcode", "LA9 9ZZ"): 200 / 1021, ("sparse postcode", "LA5 5EE"): 12 / 1021}, rel=1e-5
    )


@pytest.mark.parametrize(
    ("hers", "theirs", "fewer"),
    [
        ((2001, 2006), (2004, None), False),
        ((2001, 2006), (2006, 2010), False),
        ((2001, 2006), (None, None), False),
        ((None, 2006), (2010, None), False),
        ((2001, 2006), (2010, None), True),
        ((2010, None), (2001, 2006), True),
    ],
    ids=["together", "in the year of moving", "undated", "since when is not said", "after her", "before her"],
)
def test_a_dwelling_lived_in_one_after_the_other_tells_less_than_at_one_time(records, resolve, hers, theirs, fewer):
    home = "4 MILL LANE|LA1 1AA"
    records.add("health:H1", "GRACE", "GLADWIN", "1980-05-06", homes=[home])
    records.add("police:P1", "GRACE", "GLADWIN", "1980-05-06", homes=[home])
    records.add("health:H2", "FREYA", "NORBURY", "1980-05-06", homes=[(home, *hers)])
    records.add("police:P2", "FREYA", "NORBURY", "1980-05-06", homes=[(home, *theirs)])
    found = resolve(records).execute(
        "select raw_match_weight from identity_pair"
        " where replace(record_key_a, 'health:H', '') = replace(record_key_b, 'police:P', '') order by record_key_a"
    )
    ((undated,), (dated,)) = found.fetchall()
    assert (dated < undated - 3) == fewer
