"""What a night may move before it is held back, figure by figure; and which joins bring a flag into a case."""

import pytest

from mash import warehouse
from mash.configuration import HealthBounds
from mash.errors import UsageError
from mash.hub import create_hub, open_hub
from mash.nightly.health import COMPARED, Figure, HeldBack, judge
from mash.warehouse import run_sql

BOUNDS = HealthBounds()


@pytest.mark.parametrize(
    ("figure", "beyond"),
    [
        pytest.param(Figure("postcode", "health", 2000, 0.42, 0.85), True, id="half the postcodes are gone"),
        pytest.param(Figure("postcode", "health", 2000, 0.82, 0.85), False, id="three points fewer"),
        pytest.param(Figure("postcode", "health", 2000, 0.95, 0.85), False, id="more than before"),
        pytest.param(Figure("postcode", "health", 2000, 0.0, None), False, id="none, on the first night"),
        pytest.param(Figure("postcode", "charity", 99, 0.0, 1.0), False, id="of too few records"),
        pytest.param(Figure("date of birth", "all agencies", 2000, 0.3, None), True, id="few dates on the first night"),
        pytest.param(Figure("date of birth", "charity", 2000, 0.3, None), False, id="one agency without dates"),
        pytest.param(Figure("records", "police", 800, 800, 1000), True, id="a fifth of the records gone"),
        pytest.param(Figure("records", "police", 0, 0, 1000), True, id="all the records gone"),
        pytest.param(Figure("records", "police", 2000, 2000, 1000), False, id="twice the records"),
        pytest.param(Figure("pairs", "kin", 400, 400, 200), True, id="twice the pairs"),
        pytest.param(Figure("pairs", "kin", 0, 0, 200), True, id="no pairs any more"),
        pytest.param(Figure("pairs", "kin", 40, 40, 1), False, id="few pairs, forty times as many"),
        pytest.param(Figure("pairs", "kin", 10**6, 10**6, None), False, id="pairs on the first night"),
        pytest.param(
            Figure("largest person", "records", 900, 41, None), True, id="too large a person, first night too"
        ),
        pytest.param(Figure("largest person", "records", 900, 40, 12), False, id="a large person within the bound"),
        pytest.param(Figure("records to a person", "mean", 900, 2.4, 2.2), True, id="persons grow by a tenth"),
        pytest.param(Figure("records to a person", "mean", 900, 2.25, 2.2), False, id="persons grow a little"),
        pytest.param(Figure("ids", "merged", 900, 0.03, 0.0), True, id="three ids in a hundred merge"),
        pytest.param(Figure("ids", "split", 900, 0.01, None), False, id="one id in a hundred splits"),
        pytest.param(
            Figure("cases a join brought a flag into", "cases", 300, 26, 0), True, id="flags by joins in many"
        ),
        pytest.param(
            Figure("cases a join brought a flag into", "cases", 300, 25, 0), False, id="flags by joins in few"
        ),
    ],
)
def test_a_figure_is_beyond_its_bound_only_when_it_moved_too_far(figure, beyond):
    (judged,) = judge([figure], BOUNDS)
    assert bool(judged.beyond) == beyond


def test_the_message_says_what_moved_from_where_to_where_and_the_bound():
    judged = judge([Figure("postcode", "health", 2000, 0.424, 0.85), Figure("ids", "merged", 900, 0.0, 0.0)], BOUNDS)
    told = str(HeldBack("20260131-00000000", judged))
    assert "postcode (health): 85.0 % -> 42.4 %; 5 points less at most (completeness_fall)" in told
    assert "ids" not in told


def test_bounds_are_read_from_the_hubs_configuration(tmp_path):
    hub = create_hub(tmp_path / "hub")
    assert hub.config.health == HealthBounds(), "the template states the defaults"
    config = hub.root / "mash.toml"
    config.write_text(config.read_text().replace("completeness_fall = 0.05", "completeness_fall = 0.5"))
    health = open_hub(hub.root).config.health
    assert (health.completeness_fall, health.id_churn) == (0.5, HealthBounds().id_churn)
    assert judge([Figure("postcode", "health", 2000, 0.42, 0.85)], health)[0].beyond == ""


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param("id_chrn = 0.1", "unknown key 'id_chrn'", id="a mistyped name"),
        pytest.param("id_churn = true", "id_churn is a number", id="no number"),
        pytest.param("id_churn = nan", "id_churn is a number", id="not a number"),
        pytest.param("least = 1.5", "least is a whole number", id="half a record"),
        pytest.param("records_fall = -1", "0 or more", id="below nothing"),
        pytest.param("pairs_ratio = 0.5", "1 or more", id="a ratio below one"),
    ],
)
def test_bounds_that_cannot_be_meant_are_refused(tmp_path, line, says):
    (tmp_path / "mash.toml").write_text(f"[agencies.p]\ncontract = 'police'\ndrop = 'd'\n[health]\n{line}\n")
    with pytest.raises(UsageError, match=says):
        open_hub(tmp_path)


CASE_OPEN = [("C-1",)]


@pytest.mark.parametrize(
    ("before", "exposed_before", "open_before", "after", "found"),
    [
        pytest.param(
            {"x": "P-1", "f": "P-2"},
            [],
            CASE_OPEN,
            {"x": "P-1", "f": "P-1"},
            ["C-1"],
            id="two known persons are joined",
        ),
        pytest.param({"x": "P-1"}, [], CASE_OPEN, {"x": "P-1", "f": "P-1"}, ["C-1"], id="a new record joins a person"),
        pytest.param({"x": "P-1", "f": "P-1"}, [], CASE_OPEN, {"x": "P-1", "f": "P-1"}, [], id="nothing was joined"),
        pytest.param({}, [], CASE_OPEN, {"f": "P-1"}, [], id="a new person by itself"),
        pytest.param(
            {"x": "P-1", "f": "P-2"},
            [("C-1", "P-2")],
            CASE_OPEN,
            {"x": "P-1", "f": "P-1"},
            [],
            id="the flag was within reach already",
        ),
        pytest.param({"x": "P-1", "f": "P-2"}, [], [], {"x": "P-1", "f": "P-1"}, [], id="the case is new"),
    ],
)
def test_a_join_that_brings_a_flag_into_an_open_case_is_counted(before, exposed_before, open_before, after, found):
    with warehouse.connect() as con:
        con.execute("create table membership (record_key varchar, person_id varchar)")
        con.execute("create table person_flag as select 'P-1' as person_id, 'f' as record_key, 'current' as status")
        con.execute("create table exposure as select 'C-1' as case_id, 'P-1' as person_id, 'confirmed' as identity")
        for name, (_, columns) in COMPARED.items():
            con.execute(f"create temp table {name} ({columns})")
        for table, rows in (
            ("membership", list(after.items())),
            ("membership_before", list(before.items())),
            ("exposure_before", exposed_before),
            ("case_before", open_before),
        ):
            for row in rows:
                con.execute(f"insert into {table} values ({', '.join('?' * len(row))})", row)
        run_sql(con, "nightly", "flag_join")
        assert [case for (case,) in con.execute("select distinct case_id from flag_join").fetchall()] == found
