"""The benchmark of who is who runs and sets both ways side by side."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "identity.py"


@pytest.mark.slow
def test_the_engine_and_plain_splink_are_measured_on_the_same_records():
    done = subprocess.run(
        [sys.executable, str(BENCHMARK), "500"], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    (records,) = re.findall(r"500 people, ([\d,]+) records", done.stdout)
    for way in ("this engine", "plain Splink"):
        (whole,) = re.findall(rf"^{way}\s.*$", done.stdout, flags=re.MULTILINE)
        *_, a_million, persons, peak = whole.split()
        assert float(a_million) > 0
        assert 100 < number(persons) < number(records)
        assert 0.05 < float(peak) < 4
    ours, theirs, ratio = (clock_of(done.stdout, way) for way in ("this engine", "plain Splink", ""))
    assert ratio == pytest.approx(ours / theirs, rel=0.1)


def number(text):
    return int(text.replace(",", ""))


def clock_of(text, way):
    """Seconds of a way; of no way the ratio of both."""
    pattern = rf"^{way}\s+([\d.]+)" if way else r"^([\d.]+) x plain Splink's seconds"
    (found,) = re.findall(pattern, text, flags=re.MULTILINE)
    return float(found)
