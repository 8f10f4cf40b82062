"""The papers say what is switched on and nothing else, that what is off is off, and what only people can say."""

import datetime as dt
import json
import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import html
from typer.testing import CliRunner

from mash.audit import entries_of
from mash.cli.main import app
from mash.encryption import given_master, new_envelope
from mash.errors import Refused
from mash.governance import papers, write_pack
from mash.governance.live import FEW, counted
from mash.governance.paper import Kind, Table
from mash.governance.switches import switches
from mash.governance.write import PAGE, PAPERS, page
from mash.hub import open_hub
from mash.machine import account

AT = dt.datetime(2026, 1, 31, 9, 0)  # noqa: DTZ001 - a hub's moments have its own place's time
MODEL = Path(str(files("mash") / "identity" / "models" / "model-2026-11"))
RETENTION = '[[police.occurrences]]\nyears = 10\nafter = "received"\nsource = "the force\'s schedule"\n'
CONTRACT = """apiVersion: v3.1.0
kind: DataContract
name: own
version: 2.5.0
schema:
  - name: visits
    customProperties: [{property: load, value: full}]
    properties:
      - {name: visitor, logicalType: string, primaryKey: true, classification: personal, description: Who came.}
slaProperties:
  - {property: latency, value: 9, unit: d}
  - {property: retention, value: 4, unit: y}
"""


def state(hub):
    return {each.name: each for each in switches(hub.live)}


@pytest.mark.parametrize(
    ("switch", "switched_on"),
    [
        ("real people", lambda hub: hub.replace("mash.toml", "live = false", "live = true")),
        ("role: analyst", lambda hub: hub.replace("access.toml", '"operator"', '"operator", "analyst"')),
        ("need to know by case", lambda hub: hub.replace("access.toml", '"all"', '["REF-1"]')),
        ("each asks as themselves", lambda hub: hub.replace("access.toml", "acts_for = true", "acts_for = false")),
        ("legal gateways", lambda hub: hub.replace("access.toml", 'section 47"\n', 'section 47"\nfrom = 1991-10-14\n')),
        (
            "checkpoints of the audit elsewhere",
            lambda hub: hub.replace("access.toml", "[gateways.s47]", '[audit]\ncheckpoints = "/else"\n[gateways.s47]'),
        ),
        (
            "sealed identities",
            lambda hub: hub.write(
                "restrictions.toml",
                '[[sealed]]\nid = "S-1"\nwhy = "adoption"\none = ["health:H1"]\nother = ["health:H9"]\n',
            ),
        ),
        (
            "existence only",
            lambda hub: hub.write(
                "restrictions.toml", '[[existence_only]]\nscheme = "VISOR"\ncounts_as = "violence"\n'
            ),
        ),
        (
            "handling codes",
            lambda hub: hub.write("restrictions.toml", '[[handling]]\ncode = "C"\ncondition = "ring the desk"\n'),
        ),
        ("encrypted at rest", lambda hub: new_envelope(hub.root, given_master(), AT)),
        ("expiry by the owner's rule", lambda hub: hub.write("retention.toml", RETENTION)),
    ],
)
def test_what_is_switched_on_is_said_to_be_off_before_and_on_after(hub, switch, switched_on):
    before = state(hub)[switch]
    assert not before.on
    for name in ("record-of-processing", "impact-assessment"):
        assert f"| {switch} | **Off:** {before.says}" in hub.text(name)
    switched_on(hub)
    after = state(hub)[switch]
    assert after.on
    for name in ("record-of-processing", "impact-assessment"):
        assert f"| {switch} | {after.says}" in hub.text(name)
        assert f"| {switch} | **Off:**" not in hub.text(name)


@pytest.mark.parametrize(
    ("switch", "switched_off"),
    [
        ("made-up people only", lambda hub: hub.replace("mash.toml", "live = false", "live = true")),
        ("role: operator", lambda hub: hub.replace("access.toml", ', "operator"', "")),
        ("old runs removed", lambda hub: hub.replace("mash.toml", "keep_runs = 14", "")),
        ("silence is not clear", lambda hub: hub.replace("mash.toml", "required = true", "")),
    ],
)
def test_what_is_switched_off_is_on_before_and_said_to_be_off_after(hub, switch, switched_off):
    assert state(hub)[switch].on
    switched_off(hub)
    after = state(hub)[switch]
    assert not after.on
    assert f"| {switch} | **Off:** {after.says}" in hub.text("record-of-processing")


def test_nothing_that_is_off_stands_anywhere_as_a_fact(hub):
    missing = [each.says for each in switches(hub.live) if not each.on]
    assert len(missing) > 8
    for paper in papers(hub.live):
        facts = [words.text for words in paper.words if words.kind is Kind.FACT]
        assert not [says for says in missing if says in facts]


def test_every_switch_of_a_risk_is_a_switch_and_every_one_that_can_be_off_is_in_the_risks_or_the_measures(hub):
    text = hub.text("impact-assessment")
    assert all(f"| {each.name} |" in text for each in switches(hub.live))


def test_of_what_is_restricted_no_paper_says_whom_or_how_many(hub):
    entry = '[[sealed]]\nid = "S-{0}"\nwhy = "adoption"\none = ["health:HX{0}"]\nother = ["health:HY{0}"]\n'
    hub.write("restrictions.toml", entry.format(1))
    one = hub.everything()
    hub.write("restrictions.toml", entry.format(1) + entry.format(2) + entry.format(3))
    assert hub.everything() == one
    assert not re.search(r"HX1|HY1|S-1|adoption", one)


def test_a_gateway_is_in_force_only_on_its_days(hub):
    law = "| s47 | Children Act 1989, section 47 |"
    assert f"{law} **Off:** not commenced |" in hub.text("record-of-processing")
    hub.replace("access.toml", 'section 47"\n', 'section 47"\nfrom = 1991-10-14\n')
    assert f"{law} in force since 1991-10-14 |" in hub.text("record-of-processing")
    hub.replace("access.toml", "from = 1991-10-14", "from = 1991-10-14\nuntil = 2020-01-01")
    assert f"{law} **Off:** in force from 1991-10-14 to 2020-01-01 |" in hub.text("impact-assessment")


def test_an_agency_that_is_added_or_taken_away_is_in_the_schedules_field_by_field(hub):
    assert "own: contract" not in hub.text("sharing-schedule")
    hub.write("own.odcs.yaml", CONTRACT)
    config = hub.root / "mash.toml"
    plain = config.read_text()
    config.write_text(f'{plain}\n[agencies.own]\ncontract = "own.odcs.yaml"\ndrop = "d"\n')
    schedule = hub.text("sharing-schedule")
    assert "## own: contract own 2.5.0" in schedule
    assert "| visitor | string | yes | personal | Who came. |" in schedule
    assert "Fresh for 9 days. Key: visitor." in schedule
    assert "| own | visits | 4 y | **Off:** no rule: nothing of it expires |" in hub.text("retention-schedule")
    hub.write("own.odcs.yaml", CONTRACT.replace("classification: personal", "classification: special-category"))
    assert "| visitor | string | yes | special-category | Who came. |" in hub.text("sharing-schedule")
    config.write_text(plain)
    assert "own: contract" not in hub.everything()


def test_every_field_of_every_contract_is_in_the_sharing_schedule(hub):
    (schedule,) = [paper for paper in papers(hub.live) if paper.name == "sharing-schedule"]
    listed = sum(
        len(part.rows)
        for each in schedule.sections
        for part in each.body
        if isinstance(part, Table) and part.columns[0] == "field"
    )
    assert listed == sum(len(data.fields) for contract in hub.live.contracts.values() for data in contract.datasets)
    assert listed > 150


def test_a_rule_of_expiry_stands_beside_what_was_agreed(hub):
    row = "| police | occurrences | 10 y |"
    assert f"{row} **Off:** no rule" in hub.text("retention-schedule")
    hub.write("retention.toml", RETENTION)
    assert f"{row} 10 years after the day it was received | the force's schedule |" in hub.text("retention-schedule")
    hub.replace("retention.toml", "years = 10", "years = 6")
    assert f"{row} 6 years after the day it was received |" in hub.text("retention-schedule")


def test_referrals_of_the_desk_are_in_the_schedule_with_a_rule_or_without(hub):
    row = "| hub | referrals | **For the hub to say:** as agreed |"
    assert f"{row} **Off:** no rule: nothing of it expires |" in hub.text("retention-schedule")
    hub.write("retention.toml", '[[hub.referrals]]\nyears = 35\nafter = "received_at"\nsource = "ours"\n')
    assert f"{row} 35 years after received_at | ours |" in hub.text("retention-schedule")
    assert not state(hub)["expiry by the owner's rule"].on


def test_another_policy_has_another_card_and_is_the_same_in_every_paper(hub):
    assert "# Policy card: policy-2026-12" in hub.text("policy-card")
    assert "| In force on the day of this pack | **Off:** not before 2026-12-01 |" in hub.text("policy-card")
    hub.replace("mash.toml", '"policy-2026-12"', '"policy-2026-01"')
    text = hub.everything()
    assert "# Policy card: policy-2026-01" in text
    assert "| In force on the day of this pack | yes |" in text
    assert "policy-2026-12" not in text
    for rule in hub.live.policy.rules:
        assert f"| {rule.name} | {rule.colour.name} |" in text


def test_another_model_has_another_card_and_is_the_same_in_every_paper(hub):
    shutil.copytree(MODEL, hub.root / "models" / "ours")
    raw = json.loads((hub.root / "models" / "ours" / "model.json").read_text())
    raw.update(name="ours-2027", records=777)
    (hub.root / "models" / "ours" / "model.json").write_text(json.dumps(raw))
    assert "| Built in | yes |" in hub.text("model-card")
    hub.replace("mash.toml", '"model-2026-11"', '"models/ours"')
    assert "| Built in | **Off:** no: the hub's own folder |" in hub.text("model-card")
    assert "on 777 records" in hub.text("model-card")
    text = hub.everything()
    assert "model-2026-11" not in text
    assert text.count("ours-2027") >= 4
    assert str(hub.root) not in text


def test_who_may_decide_is_as_the_profile_says(hub):
    assert "| triage worker | screening | GREEN, AMBER | no |" in hub.text("policy-card")
    hub.replace("mash.toml", '"oxfordshire"', '"surrey_police"')
    assert "triage worker" not in hub.text("policy-card")
    assert "profile surrey_police" in hub.text("policy-card")


def test_before_the_first_night_the_papers_say_that_there_is_no_run(hub):
    assert "**Off:** no run has been published" in hub.text("linkage-statement")
    assert "Joined" not in hub.text("linkage-statement")


def test_after_a_night_the_statement_has_the_runs_figures(after_a_night):
    text = after_a_night.text("linkage-statement")
    run = after_a_night.live.run
    assert f"| Run | {run.run}, as of 2026-01-31, published 2026-01-31 09:00 |" in text
    assert f"| Digest | {run.digest} |" in text
    assert "| Same model as configured now | yes |" in text
    assert f"| charity | fewer than {FEW} | fewer than {FEW} | 100 % |" in text
    assert f"| Persons | fewer than {FEW} |" in text


def test_a_run_of_before_a_change_is_said_to_be_of_before(after_a_night, tmp_path):
    shutil.copytree(after_a_night.root, tmp_path / "hub")
    later = type(after_a_night)(tmp_path / "hub")
    later.replace("mash.toml", "live = true", 'live = true\npolicy = "policy-2026-12"')
    assert "| Same policy as configured now | **Off:** no:" in later.text("linkage-statement")
    assert "**Off:** the run in use was rated by another policy" in later.text("policy-card")


def test_no_persons_data_is_in_any_file_of_the_pack(after_a_night, of_people, tmp_path):
    write_pack(after_a_night.live, tmp_path / "pack")
    written = list((tmp_path / "pack").iterdir())
    assert len(written) == len(PAPERS) + 1
    for path in written:
        text = path.read_text().casefold()
        assert not [word for word in (*of_people, account() + '"') if word.casefold() in text]


@pytest.mark.parametrize(
    ("number", "says"), [(0, "0"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "5"), (1234, "1,234")]
)
def test_a_small_count_is_not_told(number, says):
    assert counted(number) == says


def test_the_page_has_every_paper_needs_no_other_file_and_shows_text_as_text(hub):
    hub.replace("mash.toml", '"Example safeguarding hub"', "'<script>alert(1)</script>\"| **x**'")
    now = hub.live
    text = page(papers(now), now)
    made = html.fromstring(text)
    assert [each.get("id") for each in made.xpath("//article")] == [paper.name for paper in papers(now)]
    assert not made.xpath("//script | //img | //link | //iframe | //@src | //@*[starts-with(name(), 'on')]")
    assert all(link.startswith("#") for link in made.xpath("//@href"))
    (policy,) = made.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy
    marked = made.xpath("//article//strong[@class='off' or @class='to-say']")
    assert len(marked) == sum(words.kind is not Kind.FACT for paper in papers(now) for words in paper.words)
    assert "&lt;script>" in hub.text("record-of-processing")
    assert "<script" not in hub.everything()


def test_every_row_of_every_table_in_markdown_has_as_many_cells_as_its_head(hub):
    hub.replace("mash.toml", '"Example safeguarding hub"', "'a | b'")
    for block in hub.everything().split("\n\n"):
        if block.startswith("| "):
            assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1


def test_what_stands_in_the_packs_place_is_not_written_over(hub, tmp_path):
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "mine").touch()
    with pytest.raises(Refused, match="nothing was changed"):
        write_pack(hub.live, tmp_path / "pack")
    assert [path.name for path in (tmp_path / "pack").iterdir()] == ["mine"]


def test_the_command_writes_the_pack_says_how_much_is_open_and_notes_it(hub, tmp_path):
    done = CliRunner().invoke(app, ["governance", "--out", str(tmp_path / "pack"), "--hub", str(hub.root), "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert set(told["papers"]) == {path.stem for path in (tmp_path / "pack").glob("*.md")}
    assert (tmp_path / "pack" / PAGE).exists()
    assert told["to_say"] > 20
    assert [stored.entry.action for stored in entries_of(open_hub(hub.root))] == ["governance"]


def test_whoever_only_asks_about_children_is_refused(hub, tmp_path):
    hub.replace("access.toml", '"information governance lead", "operator"', '"analyst"')
    done = CliRunner().invoke(app, ["governance", "--out", str(tmp_path / "pack"), "--hub", str(hub.root)])
    assert isinstance(done.exception, Refused)
    assert not (tmp_path / "pack").exists()
