"""How often one person's records agree: pass by pass, none of which may spoil another."""

import math

import pytest

from mash.errors import Refused
from mash.identity import linkage, train
from mash.identity.card import Report
from mash.identity.passes import EM_RULES, Pass, astray, learn_m
from mash.identity.settings import splink_settings
from mash.identity.training import complete, complete_u, count_frequencies, estimate_prior, estimate_u


@pytest.fixture(scope="module")
def lesson(larger_town, as_of):
    """The larger town before its first pass: its connection and the settings."""
    con = larger_town.connect()
    linkage.prepare_names(con)
    linkage.build_linkage_records(con, count_frequencies(con), as_of)
    ((records,),) = con.execute("select count(*) from linkage_record").fetchall()
    report = Report(1, as_of, figures={"records": records})
    settings = complete_u(estimate_u(con, splink_settings(), 1, report), report)
    return con, estimate_prior(con, settings, report), report.figures


@pytest.fixture(scope="module")
def learnt(lesson, as_of):
    con, settings, _ = lesson
    return learn_m(con, settings, Report(1, as_of))


@pytest.fixture
def report(as_of):
    return Report(1, as_of)


def test_the_order_of_the_passes_changes_nothing(lesson, learnt, report):
    con, settings, _ = lesson
    assert rungs(learn_m(con, settings, report, EM_RULES[::-1])) == pytest.approx(rungs(learnt), abs=1e-9)


def test_a_rule_that_no_two_records_share_is_told_and_spoils_no_other(lesson, learnt, report):
    con, settings, _ = lesson
    found = learn_m(con, settings, report, (("emails",), *EM_RULES))
    assert rungs(found) == pytest.approx(rungs(learnt), abs=1e-9)
    assert report.notes == ["no two records share emails: that pass was left out"]


def test_a_pass_that_splink_cannot_take_is_told_and_spoils_no_other(lesson, learnt, report):
    """The agency is not among the columns handed to Splink: DuckDB's refusal comes in Splink's own wrapping."""
    con, settings, _ = lesson
    found = learn_m(con, settings, report, (("agency",), *EM_RULES))
    assert rungs(found) == pytest.approx(rungs(learnt), abs=1e-9)
    assert report.notes == ["the pass over agency failed (SplinkException) and taught nothing"]


def test_a_chance_that_comes_to_nought_ends_its_pass_and_no_other(lesson, learnt, report):
    """Splink raises where a chance is too small for a number: of a rung that is seen, but never of one person."""
    con, settings, _ = lesson
    patient = {**settings, "max_iterations": 400, "em_convergence": 0.0}
    with pytest.raises(Refused, match="name failed") as fault:
        learn_m(con, patient, report)
    assert "ValueError" in str(fault.value)
    assert len(report.notes) == len(EM_RULES)
    assert rungs(learn_m(con, settings, report)) == pytest.approx(rungs(learnt), abs=1e-9)


def test_a_pass_among_strangers_is_left_out_and_told(lesson, learnt, report):
    con, settings, _ = lesson
    con.execute("alter table linkage_record add column if not exists stranger varchar")
    con.execute("update linkage_record set stranger = case when record_key like 'health:%' then 'yes' end")
    found = learn_m(con, settings, report, (("stranger",), *EM_RULES))
    assert [note.split(" (")[0] for note in report.notes] == ["the pass over stranger took strangers for one person"]
    assert rungs(found) == pytest.approx(rungs(learnt), abs=1e-9)


def test_a_pass_that_takes_strangers_for_one_person_is_left_out_and_told(lesson, report):
    con, settings, _ = lesson
    credulous = {**settings, "probability_two_random_records_match": 1 - 1e-12}
    with pytest.raises(Refused, match="took strangers for one person"):
        learn_m(con, credulous, report, (("sex",),))


@pytest.mark.parametrize(
    ("m", "matches", "says"),
    [
        pytest.param(0.01, 300.0, None, id="in order"),
        pytest.param(math.nan, 300.0, "gave a chance that is none", id="no number"),
        pytest.param(1.1, 300.0, "gave a chance that is none", id="more than certain"),
        pytest.param(0.01, math.nan, "matches", id="no count of matches"),
        pytest.param(0.01, 2.0, "found 2.0 matches", id="hardly a match"),
        pytest.param(0.6, 300.0, "took strangers for one person", id="names that disagree more often than not"),
    ],
)
def test_a_pass_is_believed_only(m, matches, says):
    found = astray(Pass("dob", matches, {("name", "the names disagree"): m}), splink_settings())
    assert (found is None) is (says is None)
    assert says is None or says in found


def test_a_chance_of_nought_never_becomes_an_endless_weight(lesson, learnt, as_of):
    _, _, figures = lesson
    for comparison in learnt["comparisons"]:
        last = comparison["comparison_levels"][-1]
        last["m_probability"] = last["m_probability"] if last.get("fix_m_probability") else 0.0
    report = Report(1, as_of, figures=dict(figures))
    found = complete(learnt, report)
    for comparison in found["comparisons"]:
        for level in comparison["comparison_levels"][1:]:
            assert 0 < level["m_probability"] <= 1
            assert 0 < level["u_probability"] <= 1
    raised = [note for note in report.notes if "m raised to" in note]
    assert {note.split(",")[0] for note in raised} >= {"name", "date_of_birth", "sex", "address"}


def test_records_among_whom_hardly_two_are_strangers_are_refused(records, tmp_path, as_of):
    for number in range(210):
        records.add(f"health:{number}", "SOPHIE", "FENWICK", "1988-02-19", ids=[("nhs", "9434765919")])
    with pytest.raises(Refused, match="1 record of different people"):
        train(records.connect(), tmp_path / "model", seed=1, as_of=as_of)
    assert not (tmp_path / "model").exists()


def test_records_of_whom_too_many_agree_are_refused(larger_town, monkeypatch, tmp_path, as_of):
    monkeypatch.setattr("mash.identity.training.DETERMINISTIC_RULES", ("l.sex = r.sex",))
    with pytest.raises(Refused, match="more than 40% of all pairs"):
        train(larger_town.connect(), tmp_path / "model", seed=1, as_of=as_of)


def rungs(settings):
    """The chance of every rung that has one."""
    return {
        (comparison["output_column_name"], level["label_for_charts"]): level["m_probability"]
        for comparison in settings["comparisons"]
        for level in comparison["comparison_levels"]
        if "m_probability" in level
    }
