"""An encrypted hub without a night, and the master key of whoever runs the test."""

import datetime as dt

import pytest

from mash.encryption import new_master
from mash.hub import create_hub

AT = dt.datetime.fromisoformat("2026-01-31T06:00:00")


@pytest.fixture
def master(monkeypatch):
    """A master key in the environment, and nowhere else."""
    for name in ("MASH_KEY", "MASH_KEY_FILE", "MASH_NEW_KEY", "MASH_NEW_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    made = new_master()
    monkeypatch.setenv("MASH_KEY", made.text)
    return made


@pytest.fixture
def hub(tmp_path, master):
    assert master
    return create_hub(tmp_path / "hub", encrypted_at=AT)


@pytest.fixture
def at():
    return AT
