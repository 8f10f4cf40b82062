"""A model is adopted only after its diff; and which one it is compared with."""

import datetime as dt
import json
import shutil
from contextlib import closing
from dataclasses import replace
from importlib.resources import files

import pytest

from mash import warehouse
from mash.errors import Refused
from mash.hub import create_hub, open_hub
from mash.identity import load_model
from mash.identity.differing import PartitionDiff
from mash.nightly.adopting import DIFF_FILE, model_in_force, refuse_unseen
from mash.nightly.diff_files import write_diff
from mash.nightly.differing import ModelDiff
from mash.nightly.report import NightReport, write_report

BUILT_IN = files("mash") / "identity" / "models" / "model-2026-11"
RUN = "20260131-00000000"
NIGHT = NightReport(
    run=RUN,
    as_of=dt.date(2026, 1, 31),
    inputs="",
    digest="",
    published_at=dt.datetime(2026, 1, 31, 6, tzinfo=dt.UTC),
    versions={},
    model="model-2026-11",
    policy="",
    deliveries=(),
    seconds={},
    rows={},
    changes=(),
)


@pytest.fixture
def night():
    """The run in use: of the built-in model."""
    return replace(NIGHT, model_fingerprint=load_model("model-2026-11").fingerprint)


@pytest.fixture
def ours(tmp_path):
    """A model of the hub's own, with another threshold."""
    folder = shutil.copytree(str(BUILT_IN), tmp_path / "ours")
    set_join(folder, 5.5)
    return folder


@pytest.fixture
def hub(tmp_path, ours):
    """A hub whose configuration names that model."""
    root = create_hub(tmp_path / "hub").root
    name_model(root, f"{ours}/")
    return open_hub(root)


def set_join(folder, bits):
    lines = (folder / "thresholds.toml").read_text().splitlines()
    told = "\n".join(f"join = {bits}" if line.startswith("join = ") else line for line in lines)
    (folder / "thresholds.toml").write_text(told)


def name_model(root, name):
    lines = (root / "mash.toml").read_text().splitlines()
    told = "\n".join(f'model = "{name}"' if line.startswith("model = ") else line for line in lines)
    (root / "mash.toml").write_text(told)


def compare(hub, folder, against="model-2026-11"):
    """As ``mash diff`` leaves it, of an empty comparison."""
    model, other = load_model(str(folder)), load_model(str(against))
    found = ModelDiff(
        model=model.name,
        against=other.name,
        as_of=NIGHT.as_of,
        fingerprint=model.fingerprint,
        against_fingerprint=other.fingerprint,
        partition=PartitionDiff(0, 0, 0, (), (), 0, 0),
        possible_before=0,
        possible_after=0,
        proposals=(),
    )
    write_diff(folder, hub, found)


def test_a_model_with_its_diff_against_the_one_in_force_may_be_adopted(hub, ours, night):
    with pytest.raises(Refused, match="holds no diff") as refused:
        refuse_unseen(hub, load_model(str(ours)), night)
    assert refused.value.exit_code == 4
    assert refused.value.try_.startswith(f"mash diff {ours} --hub {hub.root}")
    compare(hub, ours)
    refuse_unseen(hub, load_model(str(ours)), night)


def test_weights_changed_after_the_diff_need_another(hub, ours, night):
    compare(hub, ours)
    set_join(ours, 2.0)
    with pytest.raises(Refused, match="of other weights"):
        refuse_unseen(hub, load_model(str(ours)), night)


def test_a_diff_of_another_hub_does_not_count(tmp_path, hub, ours, night):
    other = create_hub(tmp_path / "other")
    compare(replace(other, config=replace(other.config, name="another hub")), ours)
    with pytest.raises(Refused, match="of another hub"):
        refuse_unseen(hub, load_model(str(ours)), night)


def test_a_diff_against_a_model_no_longer_in_force_does_not_count(hub, ours, night):
    compare(hub, ours)
    with pytest.raises(Refused, match="against another model"):
        refuse_unseen(hub, load_model(str(ours)), replace(night, model_fingerprint="of the model adopted since"))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"versus": 1}', '{"versus": {"hub": "x"}}'])
def test_a_damaged_diff_counts_as_none(hub, ours, night, text):
    (ours / DIFF_FILE).write_text(text)
    with pytest.raises(Refused, match="holds no diff"):
        refuse_unseen(hub, load_model(str(ours)), night)


def test_a_first_night_a_model_in_use_and_a_built_in_one_need_no_diff(hub, ours, night):
    model = load_model(str(ours))
    refuse_unseen(hub, model, None)
    refuse_unseen(hub, model, replace(night, model_fingerprint=model.fingerprint))
    refuse_unseen(hub, model, replace(night, model_fingerprint="", model=model.name))  # a run of an older engine
    name_model(hub.root, "model-2026-11")
    refuse_unseen(open_hub(hub.root), load_model("model-2026-11"), replace(night, model_fingerprint="of another"))


def test_a_run_of_an_older_engine_tells_its_model_by_name(hub, ours, night):
    older = replace(night, model_fingerprint="", model="another")
    with pytest.raises(Refused, match="holds no diff"):
        refuse_unseen(hub, load_model(str(ours)), older)
    compare(hub, ours)
    refuse_unseen(hub, load_model(str(ours)), older)


def publish(hub, night, named):
    folder = hub.snapshots / RUN
    folder.mkdir()
    with closing(warehouse.connect(folder / "hub.duckdb")) as con:
        con.execute("create table run (model varchar)")
        con.execute("insert into run values ($named)", {"named": str(named)})
    write_report(folder, night)
    hub.publish(RUN)


def test_the_model_in_force_is_the_run_in_uses_whatever_is_configured_since(hub, ours, night):
    assert model_in_force(hub).fingerprint == load_model(str(ours)).fingerprint, "before the first night"
    publish(hub, night, "model-2026-11")
    assert model_in_force(hub).fingerprint == night.model_fingerprint


def test_the_model_in_force_may_have_moved_but_not_have_changed(hub, ours, night, tmp_path):
    used = replace(night, model_fingerprint=load_model(str(ours)).fingerprint)
    publish(hub, used, tmp_path / "where it was")
    assert model_in_force(hub).fingerprint == used.model_fingerprint
    set_join(ours, 2.0)
    with pytest.raises(Refused, match="no longer here as it was"):
        model_in_force(hub)


def test_the_files_of_a_diff_tell_the_hub_and_the_counts(hub, ours):
    compare(hub, ours)
    assert json.loads((ours / DIFF_FILE).read_text())["counts"]["proposals that change"] == 0
    told = (ours / "diff.md").read_text()
    assert f"In {hub.config.name}, on what had landed by 2026-01-31." in told
    assert told.endswith("## Proposals that change\n\nNone.\n")
