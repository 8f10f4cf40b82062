"""Which keys open a file, by where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mash.encryption.envelope import KEYS_FILE, DataKey, KeyState, Unfinished, read_envelope
from mash.encryption.master import given_master

HUB_FILE = "mash.toml"
"""What makes a folder a hub; a ``keys.json`` without it is somebody else's."""


@dataclass(frozen=True)
class HubKeys:
    """The data keys of one encrypted hub, the one in use first."""

    root: Path
    keys: tuple[DataKey, ...]
    state: KeyState

    @property
    def in_use(self) -> DataKey:
        """What is written is written with this one."""
        return self.keys[0]

    @property
    def candidates(self) -> tuple[DataKey | None, ...]:
        """What a file may be under, likeliest first: one key; more, or none (plain), until a rewriting is ended."""
        return (*self.keys, None) if self.state.unfinished is Unfinished.ENCRYPT else self.keys

    def named(self, key: str) -> DataKey | None:
        """The key of that id."""
        return next((each for each in self.keys if each.id == key), None)


_opened: dict[tuple[str, int, int, int], HubKeys] = {}
"""By the very ``keys.json`` it was read from: opening a hub's keys again costs one look at that file."""


def hub_above(path: Path) -> Path | None:
    """The encrypted hub that a file lies in; None where it lies in none."""
    whole = path.absolute()
    for folder in (whole, *whole.parents):
        if (folder / KEYS_FILE).is_file() and (folder / HUB_FILE).is_file():
            return folder
    return None


def keys_of(path: Path) -> HubKeys | None:
    """The keys of the encrypted hub that a file lies in, whether the file is there yet or not; None where it is plain.

    Raises ``Refused`` when the hub is encrypted and the master key is missing, wrong or no key.
    """
    root = hub_above(path)
    if root is None:
        return None
    stat = (root / KEYS_FILE).stat()
    which = (str(root), stat.st_ino, stat.st_mtime_ns, stat.st_size)
    master = given_master()
    found = _opened.get(which)
    if found is None or found.state.master != master.name:
        envelope = read_envelope(root)
        found = _opened[which] = HubKeys(root, envelope.opened(master), envelope.state)
    return found
