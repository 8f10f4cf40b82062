"""Placeholders, and judgements on nobody, from the drop folder to the run in use."""

import datetime as dt
import json

import pytest

from mash import ledger
from mash.vocabulary import RecordKey

DAY = "2026-01-31"
CONFIG = """[hub]
name = "placeholders"

[agencies.charity]
contract = "people"
drop = "../drops"
"""


@pytest.mark.parametrize("people", [30, 1000])
def test_people_who_share_one_placeholder_in_everything_stay_as_many(mash, tmp_path, people):
    """A few of them are too few for any cap to notice: there the records room has to know what says nothing."""
    drop, hub = tmp_path / "drops" / DAY, tmp_path / "hub"
    drop.mkdir(parents=True)
    row = "UNKNOWN,UNKNOWN,1900-01-01,1 NOT KNOWN,NF1 1NF,07000000000"
    (drop / "people.csv").write_text(
        "person_ref,forenames,surname,date_of_birth,address_line_1,postcode,phones\n"
        + "".join(f"A{number},{row}\n" for number in range(people))
    )
    assert mash("init", hub).code == 0
    (hub / "mash.toml").write_text(CONFIG)
    night = mash("nightly", "--hub", hub, "--as-of", DAY, "--json")
    if people >= 100:  # no date of birth among them all: the night is held back for it
        assert night.code == 7, night.err
        night = mash("nightly", "--hub", hub, "--accept-health", "a test", "--json")
    assert night.code == 0, night.err
    rows = night.json["rows"]
    assert (rows["person_record"], rows["person"], rows["identity_pair"]) == (people, people, 0)


def test_a_judgement_on_a_record_that_nobody_sends_is_passed_over_and_counted(mash, fresh_story_hub, expected):
    at = dt.datetime(2026, 2, 1, 9, 30, tzinfo=dt.UTC)
    judged = ledger.StoredJudgement(
        RecordKey("police:CU33206"), RecordKey("police:NOPE"), "same", "compared the photographs", "a.nalyst", at
    )
    with ledger.open_ledger(fresh_story_hub / "ledger.sqlite") as book:
        ledger.judge(book, judged)
    night = mash("nightly", "--hub", fresh_story_hub, "--as-of", expected["as_of"])
    assert night.code == 0, night.err
    assert "1 judgement is of a record that nobody sends now: passed over." in night.out
    run = (fresh_story_hub / "current").read_text().strip()
    assert json.loads((fresh_story_hub / "snapshots" / run / "run.json").read_text())["judgements_asleep"] == 1
