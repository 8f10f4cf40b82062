"""docs/rating.md is what the engine does: written from the policy in force by the sentences that explain it."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from mash.rating import load_policy
from mash.rating.policy import built_in_policies
from mash.reports.wording import looks_for

CHECKOUT = Path(__file__).parents[2]
GUIDE = (CHECKOUT / "docs" / "rating.md").read_text(encoding="utf-8")
NEWEST = max(map(load_policy, built_in_policies()), key=lambda policy: policy.from_date)


def test_the_guide_is_as_make_docs_writes_it():
    spec = spec_from_file_location("write_rating_guide", CHECKOUT / "scripts" / "write_rating_guide.py")
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.guide() == GUIDE, "make docs"


@pytest.mark.parametrize("rule", NEWEST.rules, ids=lambda rule: rule.name)
def test_the_guide_explains_each_rule(rule):
    (told,) = [part for part in GUIDE.split("### ") if part.startswith(f"{rule.colour.name}: {rule.name}\n")]
    assert looks_for(rule) in told
    assert rule.why in told
    assert rule.source in told
