"""The made-up town, loaded by its path: tests are not a package."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

TOWN = Path(__file__).parent / "associations" / "town.py"


def _town():
    if "made_up_town" not in sys.modules:
        spec = spec_from_file_location("made_up_town", TOWN)
        module = module_from_spec(spec)
        sys.modules["made_up_town"] = module
        spec.loader.exec_module(module)
    return sys.modules["made_up_town"]


@pytest.fixture
def town(tmp_path):
    """An empty town, whose database may be copied to the test's folder."""
    return _town().Town(tmp_path)


@pytest.fixture(scope="session")
def new_town():
    """For tests that need several: a new town each time it is called."""
    return _town().Town


@pytest.fixture(scope="session")
def random_town():
    """A town made by chance from a seed."""
    return _town().random_town
