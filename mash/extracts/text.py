"""From the bytes of a file to its lines, whatever their encoding, in bounded memory.

DuckDB's own reading of CSV is not used on what an agency sends: on Latin-1 with ``ignore_errors`` it returned no row
and no error, an unterminated quote swallowed its neighbour, and it has no CP1252 (measured on 2.0.0 and 1.5).
"""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from mash.encryption import open_to_read

BLOCK_BYTES = 1 << 20
LONGEST_LINE_BYTES = 4 << 20
"""No text file of rows has a longer line. As UTF-8 it may become three times as long, which DuckDB is told to bear."""
EXPANDS_AT_MOST = 100
"""Times its size that a compressed file may come to: those of fixtures/ come to between two and ten."""
SMALL_BYTES = 16 << 20
"""So much may come of any file, however small."""
SNIFFED_BYTES = 4096
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r") + b"\x7f"
"""Mean nothing in text, and are left out; so two of them are free to part rows and cells (``framing``)."""
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
"""UTF-32 first: its little-endian mark begins with that of UTF-16."""
SIGNATURES = {
    b"PAR1": "a Parquet file",
    b"PK\x03\x04": "a spreadsheet or zip archive",
    b"\x1f\x8b": "compressed with gzip",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet",
    b"%PDF": "a PDF",
}
MARK = "\ufeff"
"""A byte order mark within the text: files were joined end to end. It means nothing there, and hides in a key."""
MOSTLY, SELDOM = 0.3, 0.1
"""Shares of NUL bytes at every other place: in UTF-16 Latin text nearly all of one half, hardly any of the other."""


class UnreadableFile(Exception):
    """The file's shape is wrong; becomes a breach of its delivery."""

    def __init__(self, what: str, try_: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.try_ = try_


@dataclass(slots=True)
class Notes:
    """What was seen while reading the text of one file."""

    encoding: str = "utf-8"
    lines: int = 0
    cp1252_lines: int = 0
    """Lines that were no valid UTF-8 and were read as CP1252."""
    undecodable_lines: int = 0
    """Lines that are neither; what could not be read stands as U+FFFD."""
    control_characters: int = 0
    """Control characters and byte order marks left out."""
    ends_in_newline: bool = True

    @property
    def read_as(self) -> str:
        """The encoding, for the manifest."""
        return f"{self.encoding}, cp1252" if self.cp1252_lines else self.encoding


def read_lines(path: Path, *, compressed: bool, notes: Notes) -> Iterator[list[str]]:
    """The file's lines without their ends, some thousand at a time. Raises ``UnreadableFile``."""
    rest = b""
    for block in _utf8_blocks(_blocks(path, compressed=compressed), notes):
        whole = _with_newlines(rest + block)
        end = whole.rfind(b"\n") + 1
        if end:
            yield _decoded(whole[: end - 1], notes)
        rest = whole[end:]
        if len(rest) > LONGEST_LINE_BYTES:
            raise UnreadableFile(f"line {notes.lines + 1} has no end within 4 MiB", "send lines of text")
    rest = rest.replace(b"\r", b"")
    notes.ends_in_newline = not rest
    if rest:
        yield _decoded(rest, notes)


def most_bytes(path: Path) -> int:
    """How much may come of a compressed file before it is refused."""
    return SMALL_BYTES + EXPANDS_AT_MOST * path.stat().st_size


def expands_too_far() -> UnreadableFile:
    """What is said of a file that goes beyond ``most_bytes``: a few kilobytes can fill a disk."""
    what = f"expands to more than {EXPANDS_AT_MOST} times its size and {SMALL_BYTES >> 20} MiB"
    return UnreadableFile(what, "see what is in it; if it is meant, send it as CSV, not compressed")


def _blocks(path: Path, *, compressed: bool) -> Iterator[bytes]:
    left = most_bytes(path)
    try:
        with open_to_read(path) as file, cast(BinaryIO, gzip.open(file)) if compressed else file as stream:
            while block := stream.read(BLOCK_BYTES):
                left -= len(block)
                if left < 0:
                    raise expands_too_far()
                yield block
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise UnreadableFile("the gzip file is damaged or cut short", "send it again") from None


def _utf8_blocks(blocks: Iterator[bytes], notes: Notes) -> Iterator[bytes]:
    """The bytes as UTF-8 or CP1252, without byte order mark and control characters."""
    first = next(blocks, b"")
    mark = _begin(first, notes)
    decoder = codecs.getincrementaldecoder(notes.encoding)() if notes.encoding.startswith("utf-16") else None
    block: bytes | None = first[len(mark) :]
    while block is not None:
        if decoder:
            block = _from_utf16(decoder, block, notes)
        clean = block.translate(None, CONTROLS)
        notes.control_characters += len(block) - len(clean)
        yield clean
        block = next(blocks, None)
    if decoder:
        _from_utf16(decoder, b"", notes, final=True)


def _begin(first: bytes, notes: Notes) -> bytes:
    """The byte order mark, if any; notes the encoding. Raises ``UnreadableFile`` for what is no text."""
    for signature, what in SIGNATURES.items():
        if first.startswith(signature):
            raise UnreadableFile(f"not a text file but {what}", "name it for what it is, or export as CSV")
    mark = next((mark for mark in BYTE_ORDER_MARKS if first.startswith(mark)), b"")
    notes.encoding = BYTE_ORDER_MARKS[mark] if mark else _without_mark(first[:SNIFFED_BYTES])
    if notes.encoding == "utf-32":
        raise UnreadableFile("the encoding is UTF-32", "export as UTF-8")
    return mark


def _without_mark(sample: bytes) -> str:
    """UTF-16 shows by a NUL at every other place; all else is UTF-8 until a line proves not to be."""
    half = max(len(sample) // 2, 1)
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if odd > MOSTLY and even < SELDOM:
        return "utf-16-le"
    if even > MOSTLY and odd < SELDOM:
        return "utf-16-be"
    if even > MOSTLY and odd > MOSTLY:
        raise UnreadableFile("not a text file: it is full of NUL bytes", "export as CSV in UTF-8")
    return "utf-8"


def _from_utf16(decoder: codecs.IncrementalDecoder, block: bytes, notes: Notes, *, final: bool = False) -> bytes:
    try:
        return decoder.decode(block, final).encode()
    except UnicodeDecodeError:
        raise UnreadableFile(
            f"not valid UTF-16 after line {notes.lines}: damaged or cut short", "send it again, as UTF-8"
        ) from None


def _with_newlines(block: bytes) -> bytes:
    """CR LF and CR alone as LF; a CR at the very end waits for what follows."""
    if b"\r" not in block:
        return block
    held = b"\r" if block.endswith(b"\r") else b""
    body = block[: len(block) - len(held)]
    return body.replace(b"\r\n", b"\n").replace(b"\r", b"\n") + held


def _decoded(block: bytes, notes: Notes) -> list[str]:
    try:
        lines = block.decode().split("\n")
    except UnicodeDecodeError:
        lines = [_decoded_line(line, notes) for line in block.split(b"\n")]
    notes.lines += len(lines)
    if any(MARK in line for line in lines):
        notes.control_characters += sum(line.count(MARK) for line in lines)
        return [line.replace(MARK, "") for line in lines]
    return lines


def _decoded_line(line: bytes, notes: Notes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        notes.cp1252_lines += 1
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        notes.undecodable_lines += 1
        return line.decode("cp1252", errors="replace")
