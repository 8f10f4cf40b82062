"""Write docs/rating.md from the built-in policy and profiles, so that the guide and the engine cannot differ.

python scripts/write_rating_guide.py [FILE]
"""

from __future__ import annotations

import sys
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from mash.rating import load_policy

POLICY = "policy-2026-01"
HEAD = """# How a rating comes about

The engine proposes a colour; a named person decides, and says why. A colour is the worst rule that fired. It is never
below what a person decided. Where the rules alone give more, that is a proposal *up*; where they give less, a proposal
*down*, and what the person said stands until a person decides otherwise. When a required agency's extract is missing or
stale the case is **UNRATED**, with what the colour is at least: absence of data is never green.

Only flags that are current as of the run count; expired and discharged ones are shown. Only identities joined at the
model's *join* weight carry a path that drives a colour; people reached through a *possible* identity are shown as such.
A network of many adults holds some flagged ones by chance, so every number stands beside what chance alone would put
there: adults in reach times the share of flagged adults in this hub, with the probability of as many or more.

No rule sees a name, ethnicity, disability, religion or anything of a child's health; a test holds the facts handed to
the rules to that.
"""


def main(out: Path) -> None:
    """Write the guide."""
    policy = load_policy(POLICY)
    parts = [HEAD, f"## The rules of {policy.policy_id}, in force from {policy.from_date}\n"]
    parts.append(f"The network is searched {policy.hops} steps from the child.\n")
    for rule in policy.rules:
        given = "; ".join(f"{name.replace('_', ' ')}: {_words(value)}" for name, value in rule.parameters.items())
        parts.append(f"### {rule.colour.name}: {rule.name}\n\n{rule.why}\n\n- {given}\n- source: {rule.source}\n")
    parts.append("## Stages, roles and deadlines by hub profile\n")
    parts.append("A decision is taken in a role and at a stage. A case is due by the first stage, after the one it was")
    parts.append("decided at last, that has a time for its colour; every clock runs from receipt.\n")
    parts.append("| profile | stage | red | amber | green | decided by |\n|---|---|---|---|---|---|")
    profiles = tomllib.loads((files("mash") / "rating" / "profiles.toml").read_text(encoding="utf-8"))
    for name, entry in profiles.items():
        for stage in entry["stages"]:
            times = [_allowance(stage.get(colour)) for colour in ("RED", "AMBER", "GREEN")]
            says = f" ({stage['says']})" if stage.get("says", stage["name"]) != stage["name"] else ""
            who = "; ".join(_role(role, of) for role, of in entry["roles"].items() if stage["name"] in of["at"])
            parts.append(f"| {name} | {stage['name']}{says} | {' | '.join(times)} | {who} |")
    parts.append("")
    parts += [f"- {name}: {entry['source']}{_levels(entry)}" for name, entry in profiles.items()]
    out.write_text("\n".join(parts) + "\n", encoding="utf-8")


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (tuple, list)) else str(value)


def _role(name: str, of: dict[str, Any]) -> str:
    return f"{name} ({', '.join(of['decides']).lower()}{'; may lower' if of.get('lowers') else ''})"


def _levels(entry: dict[str, Any]) -> str:
    told = ", ".join(f"{level} is {colour.lower()}" for level, colour in entry.get("levels", {}).items())
    return f"; {told}" if told else ""


def _allowance(value: dict[str, Any] | None) -> str:
    if value is None:
        return "none published"
    return ", ".join(n if isinstance(n, str) else f"{n:g} {unit.replace('_', ' ')}" for unit, n in value.items())


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/rating.md"))
