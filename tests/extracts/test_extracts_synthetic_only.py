"""A hub not declared live takes no delivery whose people may be real; a live one says when they are made up."""

import datetime as dt
import re
import shutil

import pytest

from mash.errors import UsageError
from mash.extracts import Outcome, pull, refused
from mash.hub import open_hub
from mash.synthetic.story import write_story

REAL = {
    "postcode": "LA9 4BQ",
    "phones": "07911 123456",
    "emails": "anna.smithers@gmail.com",
    "identifiers": "nhs:943 476 5919",
}
MADE_UP = {
    "postcode": "LA9 4CQ",
    "phones": "07700 900123",
    "emails": "anna.smithers@example.org",
    "identifiers": "nhs:9994347608",
}
PERSON = {"person_ref": "P1", "forenames": "ANNA", "surname": "SMITHERS"}
EXTRACT = "2026-01-31"


def declare(place, *, live):
    path = place.hub.root / "mash.toml"
    text = path.read_text(encoding="utf-8").replace("live = true\n", "")
    path.write_text(text.replace("[hub]\n", "[hub]\nlive = true\n" if live else "[hub]\n"), encoding="utf-8")
    place.hub = open_hub(place.hub.root)


@pytest.mark.parametrize("column", REAL)
def test_one_column_of_what_somebody_may_have_refuses_the_whole_delivery(town, csv_of, column):
    place = town()
    place.drop("charity", EXTRACT, "people.csv", csv_of("people", PERSON | MADE_UP | {column: REAL[column]}))
    (delivery,) = pull(place.hub)
    assert delivery.outcome is Outcome.REFUSED
    (said,) = delivery.breaches
    assert f"people.csv, {column}: 1 of 1 " in said
    assert "somebody may have them" in said
    assert "live = true" in said
    fault = refused([delivery])
    assert fault is not None
    assert fault.exit_code == 3
    assert not any(path.endswith(".parquet") or "original" in path for path in place.landed("charity"))


@pytest.mark.parametrize("column", REAL)
def test_no_value_stands_in_what_is_said_or_kept_of_a_refusal(town, csv_of, column):
    place = town()
    place.drop("charity", EXTRACT, "people.csv", csv_of("people", PERSON | MADE_UP | {column: REAL[column]}))
    deliveries = pull(place.hub)
    kept = b"".join(place.landed("charity").values()).decode()
    told = repr(deliveries) + str(refused(deliveries)) + kept
    for word in (REAL[column], REAL[column].partition(":")[2] or REAL[column], "SMITHERS", "ANNA"):
        assert word not in told
        assert re.sub(r"\s", "", word) not in told


def test_the_same_delivery_lands_once_the_hub_is_declared_live(town, csv_of):
    place = town()
    place.drop("charity", EXTRACT, "people.csv", csv_of("people", PERSON | REAL))
    assert [each.outcome for each in pull(place.hub)] == [Outcome.REFUSED]
    declare(place, live=True)
    (delivery,) = pull(place.hub)
    assert delivery.outcome is Outcome.LANDED
    assert not delivery.warnings


def test_a_live_hub_says_that_people_are_made_up(town):
    place = town(health="health", education="education")
    declare(place, live=True)
    shutil.rmtree(place.drops)
    write_story(place.drops)
    warnings = [warning for each in pull(place.hub) for warning in each.warnings]
    assert (
        "patients.csv, nhs_number: 1,425 of 1,425 NHS numbers are never issued: made-up people in a live hub"
        in warnings
    )
    assert any("upn" in each and "made-up people in a live hub" in each for each in warnings)


def test_a_public_list_for_trying_out_linkage_loads_and_is_told_of(town, csv_of):
    """Like fake_1000: names, towns and addresses at made-up domains; like FEBRL: postcodes of another country."""
    place = town()
    rows = [
        PERSON | {"person_ref": f"P{number}", "town": "London", "postcode": "2061", "emails": f"anna{number}@smith.net"}
        for number in range(20)
    ]
    place.drop("charity", EXTRACT, "people.csv", csv_of("people", *rows))
    (delivery,) = pull(place.hub)
    assert delivery.outcome is Outcome.LANDED
    assert any("20 of 20 e-mail addresses are at domains that somebody may have" in each for each in delivery.warnings)


def test_a_hub_is_not_live_unless_it_says_so(town):
    place = town()
    assert not place.hub.config.live
    path = place.hub.root / "mash.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[hub]", '[hub]\nlive = "yes"'), encoding="utf-8")
    with pytest.raises(UsageError, match="live is true or false"):
        open_hub(place.hub.root)


@pytest.mark.parametrize("agency", ["police", "health", "education", "probation", "social_care"])
def test_every_agency_of_the_story_is_made_up(town, agency):
    place = town(**{agency: agency})
    shutil.rmtree(place.drops)
    write_story(place.drops)
    assert {each.outcome for each in pull(place.hub, as_of=dt.date(2026, 1, 31))} == {Outcome.LANDED}
