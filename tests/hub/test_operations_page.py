"""The examples of docs/operations.md are such that they could be put in place."""

from __future__ import annotations

import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
UNITS = re.findall(r"```ini\n(.*?)```", PAGE, flags=re.DOTALL)
CRON = [line for block in re.findall(r"```cron\n(.*?)```", PAGE, flags=re.DOTALL) for line in block.splitlines()]
KNOWN = {
    "Unit": {"Description", "After"},
    "Service": {"Type", "User", "UMask", "Environment", "ExecStart", "TimeoutStartSec", "Nice"},
    "Timer": {"OnCalendar", "Persistent", "RandomizedDelaySec"},
    "Install": {"WantedBy"},
}
FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


@pytest.mark.parametrize("unit", UNITS, ids=["service", "timer"])
def test_a_unit_has_sections_and_keys_that_there_are(unit):
    read = ConfigParser(delimiters=["="], strict=True, interpolation=None)
    read.optionxform = str
    read.read_string(unit)
    assert read.sections()
    for name in read.sections():
        assert set(read[name]) <= KNOWN[name]
        assert all(read[name].values())


ANALYZE = shutil.which("systemd-analyze")


@pytest.mark.skipif(not ANALYZE, reason="systemd is not on this machine")
def test_systemd_itself_reads_the_units(tmp_path):
    files = [tmp_path / "mash-nightly.service", tmp_path / "mash-nightly.timer"]
    for file, unit in zip(files, UNITS, strict=True):
        file.write_text(unit.replace("/usr/local/bin/mash", "/bin/true").replace("User=mash\n", ""))
    done = subprocess.run(
        [ANALYZE, "verify", *map(str, files)], capture_output=True, text=True, check=False, timeout=60
    )
    assert not [line for line in done.stderr.splitlines() if "mash-nightly" in line], done.stderr


@pytest.mark.parametrize("line", CRON)
def test_a_line_of_cron_has_five_fields_in_range_and_a_command_of_ours(line):
    *fields, command = line.split(maxsplit=5)
    assert len(fields) == len(FIELDS)
    for field, (least, most) in zip(fields, FIELDS, strict=True):
        assert field == "*" or least <= int(field) <= most
    assert re.fullmatch(r"MASH_HUB=/\S+ /usr/local/bin/mash (nightly|status --check)( >> \S+ 2>&1)?", command)


def test_every_kind_of_fault_a_watcher_is_told_stands_on_the_page():
    source = (Path(__file__).parents[2] / "mash" / "nightly" / "watching.py").read_text(encoding="utf-8")
    kinds = set(re.findall(r'Fault\(\s*"([a-z ]+)"', source))
    assert len(kinds) == 7
    assert not [kind for kind in kinds if kind not in PAGE]
