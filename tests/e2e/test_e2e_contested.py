"""What people judged one person, and numbers sent since deny: it stands, and is the first thing to be looked at."""

import shutil

import pytest

pytestmark = pytest.mark.long

ONE, OTHER = "health:HP11168", "health:HP11410"
"""Two patients of one surname, born in one autumn."""
NUMBER = "9990216800"
"""That of the first."""
WHO = ("--who", "a.nalyst")
WHY = ("--reason", "one woman who moved", *WHO)


@pytest.fixture(scope="module")
def contested(mash, story, expected, tmp_path_factory):
    """A hub where one of the patients had no number when they were judged the same, and has one a day later."""
    folder = tmp_path_factory.mktemp("contested")
    drops, hub = shutil.copytree(story, folder / "drops"), folder / "hub"
    first = drops / "health" / "2026-01-30"
    shutil.copytree(first, drops / "health" / "2026-01-31")
    patients = first / "patients.csv"
    rows = patients.read_text().splitlines(keepends=True)
    assert sum(row.startswith(NUMBER) for row in rows) == 1
    patients.write_text("".join(row.removeprefix(NUMBER) for row in rows))
    later = shutil.move(drops / "health" / "2026-01-31", folder / "later")
    assert mash("init", hub, "--drops", drops).code == 0

    def night():
        done = mash("nightly", "--hub", hub, "--as-of", expected["as_of"], "--json")
        assert done.code == 0, done.err

    night()
    said = mash("review", ONE, OTHER, "--same", *WHY, "--hub", hub)
    assert said.code == 0, said.err
    night()
    assert queue(mash, hub)[0]["contested"] == "", "no number denies it yet"
    shutil.move(later, drops / "health" / "2026-01-31")
    night()
    return hub


def queue(mash, hub):
    return mash("review", "--all", "--json", "--hub", hub).json


def test_it_comes_first_with_the_numbers_that_deny_it_and_who_said_so(mash, contested):
    first = queue(mash, contested)[0]
    assert {first["record_key_a"], first["record_key_b"]} == {ONE, OTHER}
    assert first["contested"] == f"another NHS number ({ONE} and {OTHER})"
    assert (first["joined"], first["judged"]["judged_by"]) == (True, "a.nalyst")
    told = " ".join(mash("review", "--hub", contested, COLUMNS="200").out.split())
    assert "judged the same, and numbers sent since differ" in told
    assert f"Next: mash review {ONE} {OTHER}" in told


def test_nothing_parts_what_a_person_put_together(mash, contested):
    assert mash("why", ONE, OTHER, "--json", "--hub", contested).json["together"]


def test_it_is_counted_among_what_waits(mash, contested, expected):
    assert mash("status", "--json", "--hub", contested, "--as-of", expected["as_of"]).json["waiting"]["contested"] == 1


def test_the_page_of_the_queue_begins_with_it(mash, contested, tmp_path):
    page = tmp_path / "queue.html"
    assert mash("review", "--html", page, "--hub", contested).code == 0
    first_line = page.read_text().split("<ol>")[1].split("</li>")[0]
    assert "another NHS number" in first_line


@pytest.mark.parametrize("word", ["--revoke", "--different", "--undecided"])
def test_it_is_gone_when_the_judgement_is_taken_back_or_is_another(mash, contested, tmp_path, expected, word):
    hub = shutil.copytree(contested, tmp_path / "hub")
    back = mash("review", ONE, OTHER, word, "--reason", "two numbers", *WHO, "--hub", hub)
    assert back.code == 0, back.err
    assert not any(row["contested"] for row in queue(mash, hub)), "nobody says so any more"
    assert mash("status", "--json", "--hub", hub, "--as-of", expected["as_of"]).json["waiting"]["contested"] == 0


def test_each_of_the_two_is_named_as_its_own_record_has_it(mash, contested):
    first = queue(mash, contested)[0]
    told = {first["record_key_a"]: first["name_a"], first["record_key_b"]: first["name_b"]}
    assert told == {ONE: "LAURA KAUR", OTHER: "BETHANY KAUR"}
    assert first["born_a"] != first["born_b"]
