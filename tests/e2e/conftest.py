"""The story's hub, built once by the installed command."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from mash import audit
from mash.hub import open_hub

CHECKOUT = Path(__file__).parents[2]
STORY = CHECKOUT / "fixtures" / "story"
MASH = Path(sys.executable).parent / "mash"


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


ASKING = {"MASH_PURPOSE": "a test", "MASH_GATEWAY": "s47", "MASH_CASE": "REF-2026-0117"}
"""Why, under which law and for which case a test asks, unless it says otherwise."""

LOOKED_FOR_THE_NETWORK = 97


def watched():
    """This process's variables without the engine's, and a process begun with them ends if it looks for the network."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MASH_")}
    paths = [str(Path(__file__).parent / "cut_off"), clean.get("PYTHONPATH", "")]
    return {**clean, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def run_mash(*words, **environment):
    """Run the installed ``mash`` as a person would, and see that no traceback reaches them."""
    done = subprocess.run(
        [str(MASH), *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**watched(), "COLUMNS": "100", "NO_COLOR": "1", **ASKING, **environment},
    )
    assert done.returncode != LOOKED_FOR_THE_NETWORK, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    assert "unexpected fault" not in done.stderr, done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session", autouse=True)
def asking():
    """Also of what a test runs by itself."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in ASKING.items():
            environment.setenv(name, value)
        yield


@pytest.fixture(scope="session")
def mash():
    return run_mash


@pytest.fixture(scope="session")
def audited():
    """What the audit of a hub has, the oldest first."""
    return lambda hub: [stored.entry for stored in audit.entries_of(open_hub(hub))]


@pytest.fixture(scope="session")
def cut_off():
    return watched()


@pytest.fixture(scope="session")
def mash_path():
    return MASH


@pytest.fixture(scope="session")
def story():
    return STORY


@pytest.fixture(scope="session")
def expected():
    return json.loads((STORY / "expected.json").read_text())


@pytest.fixture(scope="session")
def story_hub(tmp_path_factory, expected):
    """A hub of the story's extracts after one night. Read it; tests that write make their own."""
    return build_story_hub(tmp_path_factory.mktemp("story") / "hub", expected["as_of"])


def build_story_hub(hub, as_of):
    made = run_mash("init", hub, "--drops", STORY)
    assert made.code == 0, made.err
    config = hub / "mash.toml"  # so that a copy of the hub finds the drops too
    config.write_text(config.read_text().replace(os.path.relpath(STORY, hub), str(STORY)))
    night = run_mash("nightly", "--hub", hub, "--as-of", as_of)
    assert night.code == 0, night.err
    return hub


@pytest.fixture
def fresh_story_hub(tmp_path, story_hub):
    """A hub of the story's own, for a test that changes it."""
    return shutil.copytree(story_hub, tmp_path / "hub")
