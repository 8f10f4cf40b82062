"""What the commands leave is their account's alone, and none of them looks for the network."""

import os
import shutil
import socket
import stat
import subprocess
import sys

import pytest

HEARD = "REF-2026-0117"


def opened_to_others(folder):
    """Files and folders that any account but their own may use."""
    there = [folder, *folder.rglob("*")]
    return [path for path in there if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) & 0o077]


def test_all_that_a_hub_holds_after_a_night_is_its_accounts_alone(story_hub):
    assert len(list(story_hub.rglob("*"))) > 50
    assert opened_to_others(story_hub) == []


EXPORTS = {
    "page.html": ("enquire", HEARD, "--html"),
    "persons.parquet": ("export", "persons", "--out"),
}


def test_what_is_exported_is_its_accounts_alone_whatever_umask_the_shell_has(mash, story_hub, tmp_path):
    before = os.umask(0)
    try:
        for name, words in EXPORTS.items():
            done = mash(*words, tmp_path / name, "--hub", story_hub)
            assert done.code == 0, done.err
    finally:
        os.umask(before)
    assert {path.name for path in tmp_path.iterdir()} == set(EXPORTS)
    assert opened_to_others(tmp_path)[1:] == []  # the folder itself is the test's


def test_a_command_that_looked_for_the_network_would_be_seen(cut_off):
    """Each command of these tests runs so; this one shows that it would be noticed."""
    for looks in ("socket.create_connection(('127.0.0.1', 9))", "socket.getaddrinfo('example.org', 80)"):
        done = subprocess.run([sys.executable, "-c", f"import socket; {looks}"], env=cut_off, check=False, timeout=60)
        assert done.returncode == 97
    quiet = "import socket; one, other = socket.socketpair(); one.sendall(b'1'); print(other.recv(1))"
    assert subprocess.run([sys.executable, "-c", quiet], env=cut_off, check=False, timeout=60).returncode == 0


@pytest.fixture
def without_a_network():
    """The words that run a command where there is no network at all, also for what is not written in Python."""
    unshare = shutil.which("unshare")
    words = [unshare, "--map-root-user", "--net"] if unshare else []
    if not words or subprocess.run([*words, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine gives no network namespace of one's own")
    return words


@pytest.mark.slow
def test_a_night_and_an_enquiry_need_no_network(mash_path, story, tmp_path, without_a_network, cut_off, expected):
    hub = tmp_path / "hub"
    asks = {"MASH_PURPOSE": "test", "MASH_GATEWAY": "s47", "MASH_CASE": HEARD}
    names = [name for _, name in socket.if_nameindex()]
    assert names, "there is a network to be cut off from"
    for words in (
        ("init", hub, "--drops", story),
        ("nightly", "--hub", hub, "--as-of", expected["as_of"]),
        ("enquire", HEARD, "--hub", hub),
        ("status", "--hub", hub, "--as-of", expected["as_of"]),
    ):
        done = subprocess.run(
            [*without_a_network, str(mash_path), *map(str, words)],
            env={**cut_off, **asks},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
