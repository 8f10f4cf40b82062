"""Installed from its wheel, outside the checkout, the package has all it needs inside it."""

import json
import os
import subprocess
import sys
import zipfile

import pytest

CHECKOUT_ONLY = ("tests/", "docs/", "benchmarks/", "scripts/")


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder holding the unpacked wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    checkout = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))  # noqa: PTH120 - three up
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        assert not [name for name in packed.namelist() if name.startswith(CHECKOUT_ONLY)]
        packed.extractall(folder / "site")
    return folder / "site"


def run(installed, cwd, *words):
    """The wheel's own ``mash``, found before the checkout."""
    program = (
        "import sys; sys.path.insert(0, sys.argv.pop(1));"
        "import mash; assert mash.__file__.startswith(sys.path[0]), mash.__file__;"
        "from mash.cli.main import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-P", "-c", program, str(installed), *map(str, words)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )


def test_the_story_runs_from_the_wheel_alone(installed, tmp_path, expected):
    for words in (("init", "new", "--drops", installed / "mash" / "fixtures" / "story"), ("demo", "hub")):
        done = run(installed, tmp_path, *words)
        assert done.returncode == 0, done.stderr
    asked = run(installed, tmp_path, "enquire", expected["case_id"], "--hub", "hub", "--json", "--html", "page.html")
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout)["rating"]["proposed"] == "RED"
    assert (tmp_path / "page.html").stat().st_size > 10_000
