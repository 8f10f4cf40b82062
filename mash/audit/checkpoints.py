"""Signed checkpoints: how long the audit was and how its chain ended, by a key that is not in the hub.

Whoever rewrites the audit whole, or cuts off its end, cannot make a checkpoint agree with what is left.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mash.audit.entry import Entry
from mash.audit.store import append, open_audit
from mash.errors import MashError, NotFound, UsageError
from mash.hub import Hub
from mash.parsing import json_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY, KEY_FILE, CHECKPOINTS = "MASH_AUDIT_KEY", "MASH_AUDIT_KEY_FILE", "MASH_AUDIT_CHECKPOINTS"
"""Of the environment: the private key itself, as PEM; a file that has it; where checkpoints are kept."""
A_KEY = "openssl genpkey -algorithm ed25519 -out audit.pem, outside the hub; its public half: openssl pkey -pubout"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """That the audit had so many entries at a moment, and how its chain ended."""

    at: str
    entries: int
    head: str
    signature: str
    """Ed25519 over the rest, in Base64."""

    @property
    def message(self) -> bytes:
        """What is signed."""
        return _message(self.at, self.entries, self.head)

    def signed_by(self, key: Ed25519PublicKey) -> bool:
        """Whether the owner of the key signed it."""
        from cryptography.exceptions import InvalidSignature

        try:
            key.verify(base64.b64decode(self.signature), self.message)
        except (InvalidSignature, ValueError):
            return False
        return True


def _message(at: str, entries: int, head: str) -> bytes:
    return json.dumps(["mash-engine audit checkpoint 1", at, entries, head], separators=(",", ":")).encode()


def sign_checkpoint(hub: Hub, key: Ed25519PrivateKey, into: Path, entry: Entry) -> Checkpoint:
    """Sign how the audit ends with ``entry``, which says who signs; also a line of the file ``into``, outside the hub.

    Raises ``UsageError`` for a file within the hub: whoever rewrites the one would rewrite the other.
    """
    refuse_within(hub, into, "the file of checkpoints")
    with open_audit(hub.audit_path) as book:
        append(book, [entry])
        ((entries, head),) = book.execute("select sequence, chain from entry order by sequence desc limit 1").fetchall()
        at = entry.at.isoformat(timespec="seconds")
        signature = base64.b64encode(key.sign(_message(at, entries, head))).decode()
        made = Checkpoint(at, entries, head, signature)
        line = json.dumps(asdict(made), sort_keys=True)
        book.execute("insert into checkpoint (line) values (?)", (line,))
        with into.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
            file.flush()
            os.fsync(file.fileno())
    return made


def checkpoint_of(line: str) -> Checkpoint:
    """A checkpoint from its line. Raises ``ValueError`` for anything else."""
    found = json_of(line)
    texts = ("at", "head", "signature")
    if not isinstance(found, dict) or set(found) != {*texts, "entries"} or type(found["entries"]) is not int:
        raise ValueError(line)
    if not all(isinstance(found[name], str) for name in texts):
        raise ValueError(line)
    return Checkpoint(**found)


def read_checkpoints(path: Path) -> Iterator[Checkpoint]:
    """Those of a file, the oldest first. Raises ``NotFound`` without it, ``MashError`` for a line that is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise NotFound("there is no file of checkpoints", where=str(path), try_="mash audit checkpoint") from None
    except UnicodeDecodeError:
        raise MashError("this is no file of checkpoints", where=str(path), try_="restore the file") from None
    for number, line in enumerate(lines, start=1):
        try:
            yield checkpoint_of(line)
        except ValueError:
            raise MashError("this line is no checkpoint", where=f"{path}:{number}", try_="restore the file") from None


def private_key(hub: Hub, file: Path | None) -> Ed25519PrivateKey:
    """The key to sign with: of the file, which is outside the hub, or of the environment.

    Raises ``UsageError`` where there is none, or it is no Ed25519 key.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if file is not None:
        refuse_within(hub, file, "the key")
    try:
        key = load_pem_private_key(_pem(file, KEY), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UsageError("this is no key without a password in PEM", where=str(file or KEY), try_=A_KEY) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError("this is no Ed25519 key", where=str(file or KEY), try_=A_KEY)
    return key


def public_key(file: Path) -> Ed25519PublicKey:
    """The key to check signatures with. Raises ``UsageError`` where it is none."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(_pem(file, ""))
    except (ValueError, UnsupportedAlgorithm):
        raise UsageError("this is no public key in PEM", where=str(file), try_=A_KEY) from None
    if not isinstance(key, Ed25519PublicKey):
        raise UsageError("this is no Ed25519 key", where=str(file), try_=A_KEY)
    return key


def _pem(file: Path | None, variable: str) -> bytes:
    if file is not None:
        try:
            return file.read_bytes()
        except OSError as fault:
            raise UsageError(f"cannot be read ({fault.strerror})", where=str(file), try_=A_KEY) from None
    given = os.environ.get(variable, "")
    if not given:
        raise UsageError("there is no key to sign with", where="--key", try_=f"--key FILE, or {KEY}; {A_KEY}")
    return given.encode()


def refuse_within(hub: Hub, path: Path, what: str) -> None:
    """Raises ``UsageError`` for a file that whoever can write to the hub can write to as well."""
    if path.resolve().is_relative_to(hub.base):
        raise UsageError(f"{what} lies in the hub, which it guards", where=str(path), try_="a folder outside the hub")
