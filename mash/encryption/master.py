"""The master key: 32 random bytes that a hub's data keys are wrapped under. Never in a hub or on a command line."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path

from mash.errors import Refused, UsageError

KEY, KEY_FILE = "MASH_KEY", "MASH_KEY_FILE"
NEW_KEY, NEW_KEY_FILE = "MASH_NEW_KEY", "MASH_NEW_KEY_FILE"
"""Where the next master key stands while the hub is turned over to it."""
SERVICE, ACCOUNT = "mash-engine", "master"
"""In the operating system's keyring."""
LENGTH = 32
WHERE = f"set {KEY_FILE} to a file that only you may read, or {KEY}, or keep it in the keyring (mash key new says how)"


@dataclass(frozen=True, slots=True)
class MasterKey:
    """A master key, which never shows itself."""

    secret: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """A fingerprint, which tells keys apart and gives nothing of one away."""
        return hashlib.sha256(b"mash master key" + self.secret).hexdigest()[:16]

    @property
    def text(self) -> str:
        """As it is kept outside the hub: 44 characters."""
        return base64.urlsafe_b64encode(self.secret).decode("ascii")


def new_master() -> MasterKey:
    """A master key by the operating system's own chance."""
    return MasterKey(secrets.token_bytes(LENGTH))


def given_master() -> MasterKey:
    """The master key of whoever runs this: of ``MASH_KEY``, of the file ``MASH_KEY_FILE``, or of the keyring.

    Raises ``Refused`` where there is none or it is no key, or its file may be read by others.
    """
    found = _of_environment(KEY, KEY_FILE) or _of_keyring()
    if found is None:
        raise Refused("this hub is encrypted and no key is given", where=f"{KEY}, {KEY_FILE}", try_=WHERE)
    return found


def next_master() -> MasterKey:
    """The key that is to take its place: of ``MASH_NEW_KEY`` or the file ``MASH_NEW_KEY_FILE``. Raises ``Refused``."""
    found = _of_environment(NEW_KEY, NEW_KEY_FILE)
    if found is None:
        raise Refused(
            "no new master key is given",
            where=f"{NEW_KEY}, {NEW_KEY_FILE}",
            try_=f"mash key new --file NEW; then {NEW_KEY_FILE}=NEW mash key rotate --master",
        )
    return found


def _of_environment(key: str, file: str) -> MasterKey | None:
    text, path = os.environ.get(key), os.environ.get(file)
    if text and path:
        raise UsageError(f"{key} and {file} are both set: which of the two?", where="the environment", try_="unset one")
    if path:
        return _of_file(Path(path))
    return _parsed(text, key) if text else None


def _of_file(path: Path) -> MasterKey:
    try:
        with path.open(encoding="ascii", errors="replace") as file:
            mode = os.fstat(file.fileno()).st_mode
            text = file.read(1000)
    except OSError as fault:
        raise Refused(
            f"the key file cannot be read ({fault.strerror})", where=str(path), try_="see that it is there and yours"
        ) from None
    if stat.S_IMODE(mode) & 0o077:
        raise Refused("the key file can be read or written by others", where=str(path), try_=f"chmod 600 {path}")
    return _parsed(text, str(path))


def _of_keyring() -> MasterKey | None:
    """None without the package ``keyring`` (the extra ``keyring``), and where it has no such key."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ModuleNotFoundError:
        return None
    try:
        text = keyring.get_password(SERVICE, ACCOUNT)
    except KeyringError:
        return None
    return _parsed(text, "the keyring") if text else None


def keep_in_keyring(master: MasterKey) -> None:
    """Keep a master key in the keyring. Raises ``Refused`` where there is no keyring, or one has its place in it."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ModuleNotFoundError:
        raise Refused(
            "the package `keyring` is not installed", where="--keyring", try_="pip install 'mash-engine[keyring]'"
        ) from None
    try:
        if keyring.get_password(SERVICE, ACCOUNT):
            raise Refused(
                "the keyring holds a master key already; nothing was changed",
                where="--keyring",
                try_="--file, and MASH_NEW_KEY_FILE with mash key rotate --master",
            )
        keyring.set_password(SERVICE, ACCOUNT, master.text)
    except KeyringError as fault:
        raise Refused(
            f"this machine has no keyring to use ({type(fault).__name__})", where="--keyring", try_="--file"
        ) from None


def keep_in_file(master: MasterKey, path: Path) -> None:
    """Write a master key to a new file that only this account may read. Raises ``Refused`` where one stands already."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused("there is a file already; nothing was changed", where=str(path), try_="another name") from None
    except OSError as fault:
        raise UsageError(
            f"cannot be written: {fault.strerror}", where=str(path), try_="a file in a folder that exists"
        ) from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{master.text}\n")
        file.flush()
        os.fsync(file.fileno())


def _parsed(text: str, where: str) -> MasterKey:
    try:
        secret = base64.b64decode(text.strip().encode("ascii", errors="replace"), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != LENGTH:
        raise Refused("this is no master key: it has 44 characters, as mash key new makes it", where=where, try_=WHERE)
    return MasterKey(secret)
