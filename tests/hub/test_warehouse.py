"""Databases side by side in one process."""

from mash import warehouse


def test_a_database_beside_another_spills_without_touching_what_the_other_spilt(tmp_path):
    one = warehouse.connect(memory_limit="160MB", threads=1, temp_directory=str(tmp_path / "spill"))
    other = warehouse.connect_beside(one)
    for con, first in ((one, 0), (other, 5_000_000)):
        con.execute(
            f"create table held as select range as n, md5(range::varchar) as s from range({first}, {first} + 4000000)"
        )
    assert {path.name for path in tmp_path.iterdir()} == {"spill", "spill-beside"}
    for con, first in ((one, 0), (other, 5_000_000)):
        wrong = "select count(*) filter (s <> md5(n::varchar)), min(n), count(*) from held"
        assert con.execute(wrong).fetchall() == [(0, first, 4_000_000)]
    other.close()
    assert one.execute("select count(*) filter (s <> md5(n::varchar)) from held").fetchall() == [(0,)]
    one.close()
