"""Taking lines apart: as the standard library does where that is sound, and losing no more than a row where not."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.extracts.framing import BREAK, CELL, FEW, MANY, QUOTES, Framer
from mash.extracts.text import Notes, UnreadableFile

CELLS = st.text(st.sampled_from('ab,"|\n'), max_size=6)
TABLES = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=12)


def framed(text, *, width=3, block=1000, ends_in_newline=True):
    """Rows by number, unreadable rows by number and line, of a text taken in blocks of so many lines."""
    rows, unreadable = io.StringIO(), io.StringIO()
    framer = Framer(width, rows, unreadable, 2)
    lines = text.split("\n")
    for start in range(0, len(lines), block):
        framer.take(lines[start : start + block])
    framer.finish(Notes(ends_in_newline=ends_in_newline))
    good = [line.split(CELL) for line in rows.getvalue().split("\n")[:-1]]
    bad = [line.split(CELL) for line in unreadable.getvalue().split("\n")[:-1]]
    return (
        {int(row[0]): [cell.replace(BREAK, "\n") for cell in row[1:]] for row in good},
        {int(row[0]): (int(row[1]), row[2]) for row in bad},
    )


@settings(derandomize=True, deadline=None, max_examples=300)
@given(rows=TABLES, block=st.integers(1, 5), style=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_a_sound_file_is_taken_apart_as_the_standard_library_does(rows, block, style):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=style).writerows(rows)
    good, bad = framed(out.getvalue(), block=block)
    assert bad == {}
    assert list(good.values()) == [[cell.strip() for cell in row] for row in rows]


@settings(derandomize=True, deadline=None, max_examples=300)
@given(text=st.text(st.sampled_from('ab,,,"\n\n'), max_size=60), block=st.integers(1, 5))
def test_no_text_loses_a_row_and_blocks_make_no_difference(text, block):
    try:
        good, bad = framed(text, block=block)
    except UnreadableFile:
        with pytest.raises(UnreadableFile):
            framed(text)
        return
    assert sorted([*good, *bad]) == list(range(1, len(good) + len(bad) + 1))
    assert framed(text) == (good, bad)


BROKEN = {
    "a short row": ("a,b,c\nd,e\nf,g,h", {2: (3, FEW)}),
    "a long row": ("a,b,c\nd,e,f,g\nf,g,h", {2: (3, MANY)}),
    "text after a closing quote": ('a,b,c\n"d"d,e,f\nf,g,h', {2: (3, QUOTES)}),
    "a forgotten quote before a later one": ('a,b,c\n"d,e,f\ng,"h",i\nj,k,l', {2: (3, QUOTES)}),
    "a quoted break that makes no whole row": ('a,"b\nc",d,e\nf,g,h', {1: (2, QUOTES), 2: (3, QUOTES)}),
}


@pytest.mark.parametrize(("text", "lost"), BROKEN.values(), ids=BROKEN)
def test_a_broken_row_is_lost_alone(text, lost):
    good, bad = framed(text)
    assert bad == lost
    assert good[max(good)][-1] in "hl"


def test_a_quote_within_an_unquoted_cell_is_a_character():
    assert framed('5" nail,b,c')[0] == {1: ['5" nail', "b", "c"]}


def test_a_row_may_have_many_lines():
    assert framed('a,"b\n\nc\nd",e\nf,g,h', block=1)[0] == {1: ["a", "b\n\nc\nd", "e"], 2: ["f", "g", "h"]}


def test_blank_lines_are_no_rows():
    assert framed("a,b,c\n\n   \nd,e,f\n")[0] == {1: ["a", "b", "c"], 2: ["d", "e", "f"]}


def test_a_quote_left_open_for_a_thousand_lines_is_not_waited_for():
    with pytest.raises(UnreadableFile, match="line 3 is not closed within 1000 lines"):
        framed('a,b,c\nd,"e,f\n' + "g,h,i\n" * 1100, block=100)


def test_a_short_last_row_is_a_cut_only_without_a_line_end():
    assert framed("a,b,c\nd,e")[1] == {2: (3, FEW)}
    with pytest.raises(UnreadableFile, match="cut short: line 3"):
        framed("a,b,c\nd,e", ends_in_newline=False)
