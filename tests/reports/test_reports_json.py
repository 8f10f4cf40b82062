"""The answer as JSON is what docs/enquiry-json.md says, both ways."""

import dataclasses
import json
import re
from pathlib import Path

from mash.identity import Candidate
from mash.reports import KindByChance, to_json
from mash.reports.audience import Audience, Disclosed
from mash.reports.disputed import Disputed
from mash.vocabulary import FlagKind

PAGE = Path(__file__).parents[2] / "docs" / "enquiry-json.md"
ROW = re.compile(r"^\| (`[^|]+`) \|([^|]*)\|", re.MULTILINE)


def codes(text):
    return set(re.findall(r"`([^`]+)`", text))


def documented():
    return {key: codes(own) for keys, own in ROW.findall(PAGE.read_text()) for key in codes(keys)}


def keys_of(value):
    rows = value if isinstance(value, list) else [value]
    return {key for row in rows if isinstance(row, dict) for key in row}


def part(found, name):
    """What stands under a dotted name; of lists the parts of every row."""
    for step in name.split("."):
        rows = found if isinstance(found, list) else [found]
        under = [row[step] for row in rows]
        found = [each for one in under for each in one] if isinstance(under[0], list) else under[0]
    return found


def test_every_key_is_documented_and_every_documented_key_is_there(answer):
    kinds = (KindByChance(FlagKind.SEXUAL_OFFENDER, 1, 0.1, 0.2),)
    row = answer.chronology[0].sources[0]
    of = answer.child.person_id
    disputed = (Disputed(2, of, answer.name_of(of), False, "another child", answer.as_of, (row,)),)
    whole = dataclasses.replace(answer, chance_by_kind=kinds, disclosed=Disclosed(Audience.COURT), disputed=disputed)
    written = json.loads(to_json(whole))
    told = documented()
    assert set(written) == {name for name in told if "." not in name}
    assert next(iter(written)) == "format"
    for name, own in told.items():
        found = part(written, name)
        if own:
            assert keys_of(found) == own, name


def test_evidence_is_everywhere_as_it_is_told(answer):
    written = json.loads(to_json(answer))
    told = codes(PAGE.read_text().partition("Evidence, wherever")[2].partition("##")[0])
    for name in ("reasons.evidence", "flagged.path.evidence", "network.ties.evidence", "chronology.sources"):
        assert keys_of(part(written, name)) == told


def test_whom_it_may_be_about_is_told_in_full():
    told = codes(PAGE.read_text().partition("A list:")[2].partition(". `outcome`")[0])
    assert {field.name for field in dataclasses.fields(Candidate)} == told


def test_the_form_has_its_number_on_the_page(answer):
    assert f"`{json.loads(to_json(answer))['format']}`" in PAGE.read_text()
