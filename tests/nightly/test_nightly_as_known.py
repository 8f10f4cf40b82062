"""What a hub knew once is built again aside: equal to the run of then, with nothing of later, and the hub unchanged."""

import datetime as dt
import hashlib
import json
import os
import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from mash import audit, extracts, ledger
from mash.configuration import located
from mash.enquiry import Asked, Said, Wanted, decide, enquire_into, worklist
from mash.errors import HubBusy, NotFound, Refused
from mash.hub import create_hub, open_hub
from mash.ledger import Referral, StoredJudgement
from mash.nightly import as_known, inputs, read_report, run_night, steps
from mash.nightly.held_against import IN_THE_LEDGER, because, with_rules_of

STORY = Path(__file__).parents[2] / "fixtures" / "story"
CASE, LATER_CASE = "REF-2026-0117", "H-2026-0001"
COUPLE = ("police:CU33206", "probation:C310442")
FIRST, SECOND = dt.date(2026, 1, 30), dt.date(2026, 1, 31)
EVERYTHING = ", ".join(IN_THE_LEDGER.values())
LONG_AFTER = dt.datetime.fromisoformat("2027-06-01T09:00:00")
ASKED = Asked("a.n", LONG_AFTER, "review", "s47")


def at(moment):
    return dt.datetime.fromisoformat(moment)


def night(hub, day, moment):
    return run_night(hub, as_of=day, now=lambda: at(moment), progress=lambda *_: None)


def again(hub, moment, as_of):
    wanted = as_known.Wanted(at(moment), as_of)
    folder, report = as_known.rebuild(hub, wanted, now=lambda: LONG_AFTER, progress=lambda *_: None)
    return open_hub(folder), report


def decide_something(hub):
    """At ten a judgement, at eleven a decision, at twelve a referral."""
    with ledger.open_ledger(hub.ledger_path) as book:
        said = StoredJudgement(*COUPLE, "different", "two photographs", "a.n", at("2026-01-30T10:00"))
        ledger.judge(book, said)
        received = at("2026-01-30T12:00")
        child = ("education:LA943-8812", None, None, None, None, None)
        told = ("6", "SAB", "heard at school", "GREEN", "desk", received)
        ledger.refer(book, Referral(LATER_CASE, received, *child, *told))
    decided = at("2026-01-30T11:00")
    decide(hub, Said(CASE, "RED", "sixteen offenders", "manager", None, "b.m", decided, "a review", "s47"))


def deliver_late(drops):
    """A delivery dated the 30th, noon, that is in the drop on the 31st only: one patient less."""
    folder = shutil.copytree(drops / "health" / "2026-01-30", drops / "health" / "2026-01-30T1200")
    patients = folder / "patients.csv"
    patients.write_text("".join(patients.read_text().splitlines(keepends=True)[:-1]))


def contents(folder):
    """Every file and its bytes, but for the rebuildings and the audit."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "asides" not in path.relative_to(folder).parts and not path.name.startswith("audit.")
    }


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """A hub of two nights with decisions and a late delivery between them; its two reports."""
    root = tmp_path_factory.mktemp("as-known")
    drops = shutil.copytree(STORY, root / "drops")
    hub = create_hub(root / "hub", drops=drops)
    first = night(hub, FIRST, "2026-01-30T03:00")
    decide_something(hub)
    deliver_late(drops)
    return hub, first, night(hub, SECOND, "2026-01-31T03:00")


@pytest.fixture
def hub(tmp_path, lived):
    """A copy of it, for a test that changes it."""
    return open_hub(shutil.copytree(lived[0].root, tmp_path / "hub", ignore=shutil.ignore_patterns("asides")))


@pytest.fixture(scope="module")
def before_ten(lived):
    """What was known at nine on the 30th; and the hub's files before and after it was built again."""
    hub = lived[0]
    was = contents(hub.root)
    aside, report = again(hub, "2026-01-30T09:00", FIRST)
    return aside, report, was, contents(hub.root)


def test_built_again_it_is_equal_to_the_run_of_then(lived, before_ten):
    _, first, second = lived
    _, report, *_ = before_ten
    assert (report.digest, report.run) == (first.digest, first.run)
    assert report.digest != second.digest
    found = report.rebuilding
    assert (found.as_known, found.run_then, found.equal, found.because, found.undated) == (
        at("2026-01-30T09:00"),
        first.run,
        True,
        (),
        0,
    )


def test_the_hub_is_unchanged_byte_for_byte(before_ten):
    _, _, was, now_is = before_ten
    assert len(was) > 100
    assert now_is == was


def test_its_report_and_log_say_what_it_is(before_ten):
    aside, report, *_ = before_ten
    folder = aside.snapshots / report.run
    assert read_report(folder) == report
    assert report.versions["mash"]
    assert report.basis["read_at"] == LONG_AFTER.isoformat()
    lines = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    assert (lines[0]["event"], lines[0]["as_known"]) == ("rebuilding", "2026-01-30T09:00:00")
    assert (lines[-1]["event"], lines[-1]["equal"]) == ("held against", True)


def test_nothing_that_came_later_is_in_it(lived, before_ten):
    hub, *_ = lived
    aside, *_ = before_ten
    with ledger.open_ledger(aside.ledger_path, to_read=True) as book:
        assert (ledger.judgements(book), ledger.decisions(book), ledger.referrals(book)) == ([], [], [])
        assert [each.as_of for each in ledger.published_runs(book)] == [FIRST]
    assert {path.name for path in aside.landing.glob("*/*/*")} == {"2026-01-30"}
    assert {path.name for path in hub.landing.glob("health/*/*")} == {"2026-01-30", "2026-01-30T1200"}
    assert [row.decided_by for row in worklist(aside, ASKED)] == [""] * len(worklist(aside, ASKED))
    assert "b.m" in {row.decided_by for row in worklist(hub, ASKED)}
    with pytest.raises(NotFound):
        enquire_into(aside, Wanted(LATER_CASE), ASKED)
    _, con = aside.read_current()
    with closing(con):
        persons = con.execute(
            "select count(distinct person_id) from membership where list_contains($keys, record_key)",
            {"keys": list(COUPLE)},
        ).fetchall()
    assert persons == [(1,)], "nobody had judged yet that they are two"


def test_an_enquiry_reads_it_and_is_noted_in_the_audit_of_the_hub_and_changes_nothing_else(lived, before_ten):
    aside, report, *_ = before_ten
    was = contents(lived[0].root)
    answer = enquire_into(aside, Wanted(CASE), ASKED)
    assert (answer.run, answer.decisions, answer.rating.proposed.name) == (report.run, (), "RED")
    noted = audit.entries_of(lived[0])[-1].entry
    assert (noted.action, noted.purpose, noted.run) == ("enquire", "review", report.run)
    assert not (aside.root / "audit.sqlite").exists()
    assert contents(lived[0].root) == was


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param(lambda aside: night(aside, SECOND, "2027-06-01T10:00"), id="a night"),
        pytest.param(
            lambda aside: decide(
                aside, Said(CASE, "RED", "why", "manager", None, "b.m", LONG_AFTER, "a review", "s47")
            ),
            id="a decision",
        ),
        pytest.param(lambda aside: again(aside, "2026-01-30T09:00", FIRST), id="a rebuilding of the rebuilding"),
    ],
)
def test_nothing_is_done_in_a_rebuilding(before_ten, deed):
    with pytest.raises(Refused, match="rebuilds what was known at 2026-01-30 09:00:00: it is read"):
        deed(before_ten[0])


@pytest.mark.parametrize(
    ("moment", "as_of", "says"),
    [
        ("2027-06-01T09:00:01", FIRST, "still to come"),
        ("2026-01-30T02:59:59", FIRST, "the first delivery landed at 2026-01-30 03:00:00"),
        ("2026-01-30T09:00", dt.date(2026, 1, 29), "nothing dated 2026-01-29 or before had landed"),
        ("2026-01-30T09:00", FIRST, "built before"),
    ],
)
def test_what_cannot_be_built_is_refused_and_leaves_nothing(lived, before_ten, moment, as_of, says):
    with pytest.raises(Refused, match=says):
        again(lived[0], moment, as_of)
    assert list(lived[0].asides.iterdir()) == [before_ten[0].root]


def test_while_a_night_is_at_work_it_is_put_off(lived):
    with lived[0].building(), pytest.raises(HubBusy):
        again(lived[0], "2026-01-30T09:30", FIRST)


@pytest.mark.slow
def test_the_second_night_is_equal_too_with_what_changed_against_the_first(hub, lived):
    _, first, second = lived
    aside, report = again(hub, "2026-01-31T03:00", SECOND)
    assert (report.digest, report.rebuilding.equal, report.before) == (second.digest, True, first.run)
    assert [each.told for each in report.changes] == [each.told for each in second.changes]
    with ledger.open_ledger(aside.ledger_path, to_read=True) as book:
        assert (len(ledger.judgements(book)), len(ledger.decisions(book))) == (1, 1)


@pytest.mark.slow
def test_it_needs_landing_ledger_and_configuration_alone(hub, lived):
    shutil.rmtree(hub.snapshots)
    (hub.root / "current").unlink()
    _, report = again(hub, "2026-01-31T03:00", SECOND)
    assert (report.digest, report.rebuilding.equal, report.before) == (lived[2].digest, True, None)


@pytest.mark.slow
def test_by_the_end_of_the_day_more_was_known_than_the_night_had_read(hub, lived):
    aside, report = again(hub, "2026-01-30T23:59:59", FIRST)
    found = report.rebuilding
    assert (found.run_then, found.equal) == (lived[1].run, False)
    assert found.because == (
        f"in the ledger otherwise than when that run read it, at 2026-01-30T03:00:00: {EVERYTHING}",
        "the register of person ids is that of another run: which ids were new differs",
    )
    assert {path.name for path in aside.landing.glob("*/*/*")} == {"2026-01-30"}, "dated before and landed after"
    assert LATER_CASE in {row.case_id for row in worklist(aside, ASKED)}


def lose_an_extract(hub, _patch):
    shutil.rmtree(hub.landing / "police" / "markers" / "2026-01-30")


def take_another_version(_hub, patch):
    for module in (inputs, steps):
        patch.setattr(module, "__version__", "99")


def name_another_policy(hub, _patch):
    configure(hub, "policy-2026-12", "policy-2026-01")


def require_no_agency(hub, _patch):
    configure(hub, "required = true", "required = false")


def configure(hub, old, new):
    config = hub.root / "mash.toml"
    assert old in config.read_text()
    config.write_text(config.read_text().replace(old, new))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("meanwhile", "because"),
    [
        pytest.param(
            lose_an_extract,
            [
                "no longer in landing as it was: police nominals 2026-01-30",
                "no longer in landing as it was: police markers 2026-01-30",
            ],
            id="an extract lost",
        ),
        pytest.param(take_another_version, ["other versions: mash 0.1.0 then, 99 now"], id="another version"),
        pytest.param(name_another_policy, None, id="another policy by now: that of then is still here"),
        pytest.param(require_no_agency, ["another configuration: the agencies"], id="agencies required otherwise"),
    ],
)
def test_what_differs_from_the_run_of_then_is_told(hub, monkeypatch, meanwhile, because):
    meanwhile(hub, monkeypatch)
    _, report = again(open_hub(hub.root), "2026-01-30T09:00", FIRST)
    assert report.rebuilding.equal == (because is None)
    told = "\n".join(report.rebuilding.because)
    assert all(each in told for each in because or [""]), told


@pytest.mark.parametrize(
    ("then", "told"),
    [
        pytest.param(
            {}, "what that run was a function of was not kept: an earlier version published it", id="not kept"
        ),
        pytest.param({"as_of": "2026-01-29"}, "another day: that run is as of 2026-01-29", id="another day"),
        pytest.param(
            {"policy": {"named": "own.toml", "hash": "0"}},
            "another policy: policy-2026-12; own.toml of then is no longer here as it was",
            id="a policy of its own that is gone",
        ),
        pytest.param({"refused": "0"}, "which deliveries stood refused", id="a refusal"),
        pytest.param(
            {"extracts": []},
            "in landing and not read by that run, which read at 2026-01-30T03:00:00: education attendance",
            id="an extract not read",
        ),
        pytest.param({"as_of": "2026-01-30"}, "nothing that is kept of it", id="nothing known"),
    ],
)
def test_each_thing_that_may_differ_has_its_words(lived, then, told):
    with ledger.open_ledger(lived[0].ledger_path, to_read=True) as book:
        run = ledger.published_runs(book)[0]
    known = extracts.Known(frozenset(map(tuple, run.basis["extracts"])), 0, None)
    other = replace(run, basis={**run.basis, **then} if then else {})
    assert because(other, run.basis, known)[0].startswith(told)


def test_the_policy_of_then_is_taken_while_it_is_here_as_it_was_and_else_the_hubs_own(lived):
    hub = lived[0]
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        run = ledger.published_runs(book)[0]
    other = replace(hub, config=replace(hub.config, policy="policy-2026-01"))
    assert with_rules_of(run, other).config.policy == "policy-2026-12"
    assert run.basis["policy"]["named"] == "policy-2026-12"
    for kept in ({"named": "policy-2026-12", "hash": "0"}, {"named": "gone.toml", "hash": "0"}):
        changed = replace(run, basis={**run.basis, "policy": kept})
        assert with_rules_of(changed, other).config.policy == "policy-2026-01"
    assert with_rules_of(None, other) == other


@pytest.mark.parametrize(
    ("named", "kept"),
    [("policy-2026-12", "policy-2026-12"), ("{root}/policies/own.toml", "policies/own.toml")],
    ids=["built in", "of its own"],
)
def test_rules_are_kept_by_their_names_in_the_configuration_and_found_again_in_a_hub_elsewhere(
    tmp_path, lived, named, kept
):
    hub = replace(lived[0], root=tmp_path / "one")
    given = named.format(root=hub.root)
    about = {"rules": ["m", "p", "f"], "agencies": [], "as_of": FIRST}
    own = replace(hub, config=replace(hub.config, policy=given))
    told = inputs.basis_of(about, own, register=None, read_at=LONG_AFTER)["policy"]["named"]
    assert told == kept
    assert located(told, hub.root) == given


@pytest.mark.slow
def test_a_hub_of_before_moments_were_kept_is_built_again_and_that_is_told(hub, lived):
    for manifest in hub.landing.glob("*/*/2026-01-30/manifest.json"):
        told = json.loads(manifest.read_text())
        del told["landed_at"]
        manifest.write_text(json.dumps(told))
    aside, report = again(hub, "2026-01-30T09:00", FIRST)
    assert (report.digest, report.rebuilding.equal) == (lived[1].digest, True)
    assert report.rebuilding.undated == len(list(aside.landing.glob("*/*/2026-01-30")))


@pytest.mark.slow
def test_a_hub_moved_as_a_whole_takes_its_rebuildings_along(hub, tmp_path):
    aside, report = again(hub, "2026-01-30T09:00", FIRST)
    moved = open_hub(Path(shutil.move(hub.root, tmp_path / "elsewhere")) / aside.root.relative_to(hub.root))
    with duckdb.connect() as con:
        files = [str(path) for path in moved.landing.glob("police/nominals/*/data.parquet")]
        assert con.execute("select count(*) > 10 from read_parquet($files)", {"files": files}).fetchall() == [(True,)]
    assert moved.current_run() == report.run
    assert not os.path.isabs(os.readlink(next(moved.landing.glob("police/nominals/*"))))  # noqa: PTH115, PTH117
