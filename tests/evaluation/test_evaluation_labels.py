"""Pairs that people labelled, and the files one gives by mistake."""

from __future__ import annotations

import pytest

from mash.errors import NotFound, UsageError
from mash.evaluation.labels import measure_labels
from mash.identity import read_labels

HEAD = "record_key_a,record_key_b,verdict\n"


@pytest.fixture
def pairs(tmp_path):
    def write(text):
        path = tmp_path / "pairs.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_labels_are_counted_against_what_the_run_joined(bench, pairs):
    lines = []
    for number in range(10):
        keys = (f"a:{number}", f"b:{number}")
        other = f"P{number}" if number < 7 else f"Q{number}"
        bench.add("hub.membership", (keys[0], f"P{number}"), (keys[1], other))
        lines.append(f"{keys[1]},{keys[0]},same\n")
    bench.perhaps("P7", "Q7")
    for number in range(10, 14):
        bench.add("hub.membership", (f"a:{number}", f"P{number}"), (f"b:{number}", f"P{min(number, 12)}"))
        lines.append(f"a:{number},b:{number},different\n")
    found = measure_labels(bench.con, pairs(HEAD + "".join(lines) + "a:0,gone:1,same\n"))
    assert (found.same, found.different, found.unknown) == (10, 4, 1)
    assert (found.recall.count, found.possible_recall.count) == (7, 8)
    assert (found.precision.count, found.precision.of) == (7, 10)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("a,b\n1,2\n", "lacks a column", id="other columns"),
        pytest.param(HEAD, "holds no pair", id="none at all"),
        pytest.param(HEAD + "a:1,b:1,perhaps\n", "row 1", id="a verdict that is none"),
        pytest.param(HEAD + "a:1,a:1,same\n", "row 1", id="a record with itself"),
        pytest.param(HEAD + "a:1,b:1,same\nb:1,a:1,different\n", "row 2 contradicts", id="two verdicts on a pair"),
        pytest.param(HEAD + "a:1,\n" * 9, "and 4 more", id="many faults, some of them named"),
    ],
)
def test_a_file_that_cannot_be_used_says_where(pairs, text, says):
    with pytest.raises(UsageError, match=says):
        read_labels(pairs(text))


def test_a_file_that_is_not_there_says_what_it_should_hold(tmp_path):
    with pytest.raises(NotFound, match="record_key_a"):
        read_labels(tmp_path / "none.csv")


def test_labels_of_another_hub_are_refused(bench, pairs):
    with pytest.raises(UsageError, match="none of its 1 pairs"):
        measure_labels(bench.con, pairs(HEAD + "x:1,y:1,same\n"))


def test_a_byte_order_mark_and_padding_are_read_past(pairs):
    assert read_labels(pairs("\ufeff" + HEAD + " b:1 , a:1 ,same\n")) == {("a:1", "b:1"): "same"}
