"""Every broken delivery of the corpus, pulled in one night: each costs what it costs, and no other agency anything."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.extracts import freshness, pull, refused
from mash.extracts.drop import extract_date
from mash.hub import open_hub


def corpus():
    """``broken.py`` beside this file: tests are not a package."""
    spec = spec_from_file_location("broken_deliveries", Path(__file__).with_name("broken.py"))
    sys.modules[spec.name] = module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


broken = corpus()
EACH = pytest.mark.parametrize("fault", broken.FAULTS, ids=lambda fault: fault.name)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("broken") / "hub"


@pytest.fixture(scope="module")
def night(root):
    """What was sent and what became of it, by agency."""
    return broken.pull_all(root)


def said(delivery):
    """Everything that a person is told of a delivery."""
    rules = [each.rule for dataset in delivery.datasets for each in dataset.breaches]
    return "\n".join([*delivery.breaches, *delivery.warnings, *rules, delivery.message])


def landed_rows(folder):
    """Rows of a landed file: loaded, and rejected, as they lie on the disk."""
    count = (
        "select (select count(*) from read_parquet($data)), (select count(distinct _row) from read_parquet($rejects)"
    )
    with duckdb.connect() as con:
        paths = {name: str(folder / f"{name}.parquet") for name in ("data", "rejects")}
        return con.execute(f"{count} where cost = 'row')", paths).fetchone()


def test_there_are_faults_enough_each_with_an_agency_and_a_name_of_its_own():
    assert len({fault.agency for fault in broken.FAULTS}) == len({fault.name for fault in broken.FAULTS}) >= 50


@EACH
def test_a_broken_delivery_becomes_what_it_must_and_says_where_and_why(night, fault):
    _, (first, second) = night[fault.agency]
    assert (first.outcome, first.extract) == ("landed", broken.FIRST)
    assert (second.outcome, second.extract) == (fault.becomes, broken.SECOND)
    assert fault.says in said(second)
    if fault.becomes == broken.REFUSED:
        assert all(": " in breach and "(try: " in breach for breach in second.breaches), "where, what, what to try"


@EACH
def test_rows_sent_are_rows_loaded_and_rejected_or_nothing_landed(root, night, fault):
    sent, (_, second) = night[fault.agency]
    landing = root / "landing" / fault.agency
    folders = [path.parent for path in landing.glob(f"*/{broken.SECOND}/manifest.json")]
    if fault.becomes != broken.LANDED:
        assert (folders, second.datasets) == ([], ())
        return
    counts = [landed_rows(folder) for folder in folders]
    loaded, rejected = (sum(each) for each in zip(*counts, strict=True))
    assert (loaded, rejected) == (sent.rows - fault.rejected, fault.rejected)
    for dataset in second.datasets:
        assert dataset.rows_in == dataset.rows_loaded + dataset.rows_rejected
    assert sum(dataset.rows_in for dataset in second.datasets) == sent.rows


@EACH
def test_nothing_that_is_said_of_a_broken_delivery_holds_personal_data(root, night, fault):
    _, deliveries = night[fault.agency]
    error = refused(deliveries)
    assert (error is not None) == (fault.becomes == broken.REFUSED)
    refusals = (root / "landing" / fault.agency / "refused").glob("*.json")
    told = "\n".join([repr(deliveries), str(error), *(path.read_text() for path in refusals)])
    assert [text for text in broken.PERSONAL if text in told] == []


def test_nothing_half_landed_is_left(root, night):
    assert night
    assert [path for path in (root / "landing").rglob("*") if path.name.startswith(".") or path.suffix == ".tmp"] == []
    folders = {path for path in (root / "landing").glob("*/*/*") if path.is_dir()}
    assert all((path / "manifest.json").exists() for path in folders)


def test_the_last_good_delivery_stays_in_use_and_the_refusal_is_remembered(root, night):
    assert night
    found = {
        row.agency: row for row in freshness(open_hub(root), extract_date(broken.SECOND)) if row.dataset == "people"
    }
    for fault in broken.FAULTS:
        if fault.contract == "people":
            row = found[fault.agency]
            landed = fault.becomes == broken.LANDED
            assert row.latest_extract == (broken.SECOND if landed else broken.FIRST)
            assert row.refused_since == (fault.becomes == broken.REFUSED)


def test_pulled_again_every_delivery_stays_what_it_was(root, night):
    before = {fault.agency: fault.becomes for fault in broken.FAULTS if not fault.grows}
    again = {each.agency: each.outcome for each in pull(open_hub(root)) if each.extract == broken.SECOND}
    assert night
    assert {agency: again[agency].replace("unchanged", "landed") for agency in before} == before


def test_formulas_and_great_cells_are_kept_as_they_were_sent(root, night):
    assert night
    (formulas,) = (root / "landing").glob(f"a_formulas/people/{broken.SECOND}/data.parquet")
    with duckdb.connect() as con:
        kept = con.execute("select forenames from read_parquet($1) order by _row limit 6", [str(formulas)]).fetchall()
        (great,) = (root / "landing").glob(f"a_a_cell_of_4_mb*/people/{broken.SECOND}/data.parquet")
        longest = con.execute("select max(len(forenames)) from read_parquet($1)", [str(great)]).fetchone()
    assert [value for (value,) in kept] == list(broken.FORMULAS)
    assert longest == (4 * broken.MIB - 200,)


def test_a_day_that_cannot_be_read_costs_the_day_alone_and_is_counted(night):
    _, (_, second) = night["a_days_of_every_kind"]
    (dataset,) = second.datasets
    counted = {each.rule: (each.cost, each.rows) for each in dataset.breaches if each.field == "date_of_birth"}
    assert counted == {
        "not an ISO date": ("value", len(broken.DAYS) - 2),
        "impossible date": ("value", 2),
    }
    assert night["a_good_days_in_other_spellings"][1][1].datasets[0].breaches == ()


@pytest.mark.slow
def test_a_bomb_of_gigabytes_is_refused_within_its_bound(tmp_path):
    sent = broken.bomb(3000)
    assert sent.rows * len(broken.ROWS[0]) > 2 << 30
    fault = broken.Fault("a great bomb", lambda: sent, broken.REFUSED)
    _, (_, second) = broken.pull_all(tmp_path / "hub", [fault])[fault.agency]
    assert second.outcome == broken.REFUSED
    assert "expands to more than 100 times its size" in str(second.breaches)


GOOD = {
    "csv": broken.sent(broken.lines(broken.ROWS[:12])),
    "csv.gz": broken.zipped(broken.lines(broken.ROWS[:12]).encode()),
    "ndjson": broken.ndjson('{"person_ref": "P2", "surname": "SMITHERS", "aliases": ["A", "B"]}'),
    "parquet": broken.parquet(broken.COLUMNS, 12),
}
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["set", "insert", "cut", "drop", "twice"]),
        st.floats(0, 1, exclude_max=True),
        st.one_of(st.binary(min_size=1, max_size=4), st.sampled_from([b'"', b"\r", b"\n", b"\0", b",", b"\xff", b"{"])),
    ),
    min_size=1,
    max_size=5,
)


def edited(content, edits):
    made = bytearray(content)
    for kind, share, text in edits:
        at = int(share * len(made))
        match kind:
            case "set":
                made[at : at + len(text)] = text
            case "insert":
                made[at:at] = text
            case "cut" if share > 0.5:
                del made[at:]
            case "twice":
                made[at:at] = made[at : at + 100]
            case _:
                del made[at : at + len(text)]
    return bytes(made)


@settings(derandomize=True, deadline=None, max_examples=25)
@given(edits=EDITS, suffix=st.sampled_from(sorted(GOOD)))
def test_whatever_its_bytes_a_file_is_landed_without_losing_a_row_or_refused_with_a_reason(
    tmp_path_factory, edits, suffix
):
    (content,) = GOOD[suffix].files.values()
    fault = broken.Fault("bytes at random", lambda: broken.sent(edited(content, edits), 0, suffix), broken.LANDED)
    root = tmp_path_factory.mktemp("edited") / "hub"
    _, (first, second) = broken.pull_all(root, [fault])[fault.agency]
    folder = root / "landing" / fault.agency / "people" / broken.SECOND
    assert first.outcome == "landed"
    assert second.outcome in {"landed", "refused"}
    assert folder.exists() == (second.outcome == "landed")
    assert bool(second.breaches) == (second.outcome == "refused")
    for dataset in second.datasets:
        assert landed_rows(folder) == (dataset.rows_loaded, dataset.rows_rejected)
        assert dataset.rows_in == dataset.rows_loaded + dataset.rows_rejected
