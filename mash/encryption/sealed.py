"""Files that no database writes: manifests, reports, the originals as they were received.

Below an encrypted hub a file is a head (magic, key id, salt) and chunks of a mebibyte, each under AES-256-GCM with a
key of the file's own; a chunk's nonce is its number and whether it is the last: none can be moved or dropped.
"""

from __future__ import annotations

import io
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from mash.encryption.ciphers import TAG_BYTES, Cipher, derived
from mash.encryption.envelope import DataKey, Unfinished
from mash.encryption.keys import HubKeys, keys_of

MAGIC = b"MASHSEAL1\n"
ID_BYTES, SALT_BYTES = 8, 16
HEAD_BYTES = len(MAGIC) + ID_BYTES + SALT_BYTES
CHUNK_BYTES = 1 << 20


class NotOurs(ValueError):
    """A file that is not encrypted as its hub is, or was changed or cut short since."""


def is_sealed(path: Path) -> bool:
    """Whether the file has the head of a sealed one."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def plain_size(path: Path) -> int:
    """Bytes of the file's content, sealed or not."""
    size = path.stat().st_size
    if not is_sealed(path):
        return size
    rest = size - HEAD_BYTES
    chunks = max(1, -(-rest // (CHUNK_BYTES + TAG_BYTES)))
    return rest - chunks * TAG_BYTES


def open_to_read(path: Path) -> BinaryIO:
    """The file's content, sealed or plain. Raises ``NotOurs``, here or while it is read; ``OSError`` as ``open``."""
    keys = keys_of(path)
    file = path.open("rb")
    try:
        if keys is None:
            return file
        head = file.read(HEAD_BYTES)
        if head.startswith(MAGIC):
            return io.BufferedReader(_Unsealing(file, head, keys), CHUNK_BYTES)
        _refuse_plain(keys)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _refuse_plain(keys: HubKeys) -> None:
    if keys.state.unfinished is not Unfinished.ENCRYPT:
        raise NotOurs("not encrypted, in an encrypted hub")


@contextmanager
def open_to_write(path: Path) -> Iterator[BinaryIO | io.BufferedWriter]:
    """A new file at ``path``, sealed with the key in use below an encrypted hub, plain elsewhere."""
    keys = keys_of(path)
    with path.open("wb") as file:
        if keys is None:
            yield file
            return
        sealing = _Sealing(file, keys.in_use)
        buffered = io.BufferedWriter(sealing, CHUNK_BYTES)
        yield buffered
        buffered.flush()
        sealing.end()


def read_text(path: Path) -> str:
    """The whole of a file of UTF-8. Raises ``ValueError`` for one that was changed or is no text, ``OSError``."""
    with open_to_read(path) as file:
        return file.read().decode("utf-8")


def write_text(path: Path, text: str) -> None:
    """A whole file of UTF-8."""
    with open_to_write(path) as file:
        file.write(text.encode("utf-8"))


def reseal(path: Path, aside: Path) -> bool:
    """Write a file's content to ``aside`` under the key in use, unless it is under that already."""
    keys = keys_of(path)
    with path.open("rb") as file:
        if keys is None or file.read(HEAD_BYTES).startswith(MAGIC + keys.in_use.id.encode("ascii")):
            return False
    with open_to_read(path) as content, open_to_write(aside) as written:
        shutil.copyfileobj(content, written, CHUNK_BYTES)
    return True


def _cipher(key: DataKey, head: bytes) -> Cipher:
    return Cipher(derived(key.file, "one file", head[-SALT_BYTES:]))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


class _Sealing(io.RawIOBase):
    """Takes content and writes chunks; the last is held until the end, for only then is it known to be that."""

    def __init__(self, file: BinaryIO, key: DataKey) -> None:
        self._file, self._held, self._number = file, bytearray(), 0
        self._head = MAGIC + key.id.encode("ascii") + secrets.token_bytes(SALT_BYTES)
        self._cipher = _cipher(key, self._head)
        file.write(self._head)

    def writable(self) -> bool:
        return True

    def write(self, block: Any, /) -> int:  # noqa: ANN401 - whatever has bytes
        taken = bytes(memoryview(block))
        self._held += taken
        while len(self._held) > CHUNK_BYTES:
            self._put(bytes(self._held[:CHUNK_BYTES]), is_last=False)
            del self._held[:CHUNK_BYTES]
        return len(taken)

    def end(self) -> None:
        """The last chunk, which may be empty."""
        self._put(bytes(self._held), is_last=True)
        self._held.clear()

    def _put(self, chunk: bytes, *, is_last: bool) -> None:
        self._file.write(self._cipher.seal(_nonce(self._number, is_last=is_last), chunk, self._head))
        self._number += 1


class _Unsealing(io.RawIOBase):
    """Gives content chunk by chunk, each only once it has been found whole and in its place."""

    def __init__(self, file: BinaryIO, head: bytes, keys: HubKeys) -> None:
        key = keys.named(head[len(MAGIC) : len(MAGIC) + ID_BYTES].decode("ascii", errors="replace"))
        if key is None or len(head) < HEAD_BYTES:
            raise NotOurs("under no key of this hub")
        self._file, self._head, self._cipher = file, head, _cipher(key, head)
        self._number, self._rest = 0, b""
        self._next = file.read(CHUNK_BYTES + TAG_BYTES)
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - whatever has room for bytes
        view = memoryview(buffer)
        if not self._rest and not self._ended:
            self._rest = self._chunk()
        given = self._rest[: len(view)]
        view[: len(given)] = given
        self._rest = self._rest[len(given) :]
        return len(given)

    def _chunk(self) -> bytes:
        chunk, self._next = self._next, self._file.read(CHUNK_BYTES + TAG_BYTES)
        self._ended = not self._next
        content = self._cipher.unseal(_nonce(self._number, is_last=self._ended), chunk, self._head)
        if content is None:
            raise NotOurs("damaged, changed or cut short")
        self._number += 1
        return content

    def close(self) -> None:
        self._file.close()
        super().close()
