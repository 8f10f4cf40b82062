"""From bytes to lines: the same lines whatever the encoding, the line ends and the size of a block."""

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.extracts import text
from mash.extracts.text import Notes, UnreadableFile, read_lines

LINES = st.lists(st.text(st.characters(codec="cp1252", categories=("L", "N", "P", "Zs")), max_size=12), max_size=8)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252"]


def lines_of(path, *, compressed=False):
    notes = Notes()
    return [line for block in read_lines(path, compressed=compressed, notes=notes) for line in block], notes


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    lines=LINES,
    encoding=st.sampled_from(ENCODINGS),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    block=st.integers(16, 40),
    last=st.booleans(),
)
def test_lines_are_read_whatever_their_encoding_and_wherever_a_block_ends(
    tmp_path_factory, lines, encoding, end, block, last
):
    whole = end.join(["person_ref", *lines]) + (end if last else "")
    path = tmp_path_factory.mktemp("text") / "f"
    path.write_bytes(whole.encode(encoding))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "BLOCK_BYTES", block)
        found, _ = lines_of(path)
    wanted = whole.replace("\r\n", "\n").replace("\r", "\n")
    assert "\n".join(found).rstrip("\n") == wanted.rstrip("\n")


def test_a_line_that_is_no_utf8_is_read_as_cp1252_and_the_others_are_not(tmp_path):
    path = tmp_path / "f"
    path.write_bytes("José\n".encode() + b"Jos\xe9\nJos\x81\n")
    found, notes = lines_of(path)
    assert found == ["José", "José", "Jos\ufffd"]
    assert (notes.cp1252_lines, notes.undecodable_lines, notes.read_as) == (2, 1, "utf-8, cp1252")


def test_control_characters_are_left_out_and_counted(tmp_path):
    path = tmp_path / "f"
    path.write_bytes(b"a\0b\x1fc\x1ed\te\n")
    found, notes = lines_of(path)
    assert (found, notes.control_characters) == (["abcd\te"], 3)


def test_the_end_of_the_last_line_is_noted(tmp_path):
    path = tmp_path / "f"
    path.write_bytes(b"a\nb")
    assert lines_of(path)[1].ends_in_newline is False
    path.write_bytes(b"a\nb\r\n")
    assert lines_of(path)[1].ends_in_newline is True


@pytest.mark.parametrize("kept", [0, 5, 20, -1])
def test_gzip_cut_short_anywhere_is_unreadable(tmp_path, kept):
    path = tmp_path / "f"
    path.write_bytes(gzip.compress(b"person_ref\n" * 50)[:kept] if kept else b"\x1f")
    with pytest.raises(UnreadableFile, match="gzip file is damaged"):
        lines_of(path, compressed=True)
