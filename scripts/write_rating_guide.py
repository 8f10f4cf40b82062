"""Write docs/rating.md from the built-in policy and profiles, so that the guide and the engine cannot differ.

python scripts/write_rating_guide.py [FILE]
"""

from __future__ import annotations

import sys
import tomllib
from importlib.resources import files
from pathlib import Path

from mash.rating import load_policy

POLICY = "policy-2026-01"
HEAD = """# How a rating comes about

The engine proposes a colour; a named person decides, and says why. A colour is the worst rule that fired. It is never
below what a person decided: where the rules alone would give less, that is said in words, and lowering it is for a
person. When a required agency's extract is missing or stale the case is **UNRATED**, with what the colour is at least:
absence of data is never green.

Only flags that are current as of the run count; expired and discharged ones are shown. Only identities joined at the
model's *join* weight carry a path that drives a colour; people reached through a *possible* identity are shown as such.
A network of many adults holds some flagged ones by chance, so every number stands beside what chance alone would put
there: adults in reach times the share of flagged adults in this hub, with the probability of as many or more.

**How sure** is told by colour, "RED in 94 of 100": every identity that is only *possible* is taken to be true or false
by its own probability, once, whatever ways it is on; exactly where they are few, else in 200 draws. A colour is *firm*
when it holds without any of them. **What it rests on** are the single ties, and the joins of records to one person,
without which the rules would give another colour: look there for an error first. **Confirm these first** are the
possible identities that would change the colour, were they confirmed; until a person has, they drive none.

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
    parts.append("## Deadlines by hub profile\n")
    parts.append("| profile | clock | red | amber | green | source |\n|---|---|---|---|---|---|")
    profiles = tomllib.loads((files("mash") / "rating" / "profiles.toml").read_text(encoding="utf-8"))
    for name, entry in profiles.items():
        times = [_allowance(entry.get(colour)) for colour in ("RED", "AMBER", "GREEN")]
        parts.append(f"| {name} | {entry['clock']} | {' | '.join(times)} | {entry['source']} |")
    out.write_text("\n".join(parts) + "\n", encoding="utf-8")


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (tuple, list)) else str(value)


def _allowance(value: dict[str, float] | None) -> str:
    return (
        "none published" if value is None else ", ".join(f"{n:g} {unit.replace('_', ' ')}" for unit, n in value.items())
    )


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/rating.md"))
