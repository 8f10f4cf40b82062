"""Write docs/rating.md from the newest built-in policy and the profiles: guide and engine cannot differ.

python scripts/write_rating_guide.py [FILE]
"""

from __future__ import annotations

import sys
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from mash.rating import Because, load_policy
from mash.rating.policy import built_in_policies
from mash.reports.policy import PolicyExplained, RuleExplained, explained

HEAD = """# How a rating comes about

The engine proposes a colour; a named person decides, and says why. A colour is the worst rule that fired. It is never
below what a person decided. Where the rules alone give more, that is a proposal *up*; where they give less, a proposal
*down*, and what the person said stands until a person decides otherwise. When a required agency's extract is missing or
stale the case is **UNRATED**, with what the colour is at least: absence of data is never green.

Only flags that are current as of the run count; expired and discharged ones are shown. Only identities joined at the
model's *join* weight carry a path that drives a colour; people reached through a *possible* identity are shown as such.
A network of many adults holds some flagged ones by chance, so every number stands beside what chance alone would put
there: adults in reach times the share of flagged adults in this hub, with the probability of as many or more.

**How sure** is told by colour, "RED in 94 of 100": every identity that is only *possible* is taken to be true or false
by its own probability, once, whatever ways it is on; exactly where they are few, else in 200 draws. A colour is *firm*
when it holds without any of them. **What it rests on** are the single ties, and the joins of records to one person,
without which the rules would give another colour: look there for an error first. **Confirm these first** are the
possible identities that would change the colour, were they confirmed; until a person has, they drive none.

No rule sees a name, ethnicity, disability, religion or anything of a child's health: tests hold the facts handed to the
rules to that, and the text of every statement that ties people or gathers facts.
"""
CHANGING = """## Changing the policy

A policy is a dated TOML file that a hub may replace by its own. Nobody needs to read TOML to know what it says, nor to
wait for a morning to see what it does:

    mash policy explain                              # this page for the policy in use, and how often each rule fired
    mash policy check policies/policy-2027-01.toml   # every fault at once, with its line
    mash policy diff policy-2026-01 policies/policy-2027-01.toml

`diff` says what differs in the file, then names **every** open case of the last night whose proposal would change: from
which colour to which, and which rules fire now or no longer do. Where the new file changes who counts as tied to whom,
or how far is searched, it builds the ties anew, aside. Nothing is published. Run it first; once somebody has read what
it says, the new file goes into `mash.toml` (`policy = "policies/policy-2027-01.toml"`); the next night rates by it.

- `from` is the day a policy holds from. A night of an earlier day is rated by it all the same, and says so
  ([decision 18](decisions/0018-a-night-before-its-policy.md)).
- Change a policy by a new file with a new `id` and `from`, never in place: `mash policy explain` counts only for the
  file as it was that night.
- `mash policy check --schema` prints the JSON Schema of such a file, for an editor that helps to fill it in.
"""


PAGE = Path(__file__).parents[1] / "docs" / "rating.md"
BEGIN, END = "<!-- measured -->", "<!-- end of measured -->"
"""What stands between is written by benchmarks/rating_figures.py."""
MEASURED = """## What it comes to

A rating is as good as the network it sees. With everybody's true identity the engine is held against an oracle, which
finds flagged adults and applies each rule in code of its own. With the engine's own identities some are missed, and
each is told by where it was lost: most were never sent.
"""


def measured() -> str:
    """The figures as they stand in the page."""
    _, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return f"{MEASURED}\n{BEGIN}{rest.partition(END)[0]}{END}\n"


def guide() -> str:
    """The whole page."""
    found = explained(max(map(load_policy, built_in_policies()), key=lambda policy: policy.from_date))
    return "\n".join([HEAD, *_rules(found), *_network(found), measured(), CHANGING, *_deadlines()]) + "\n"


def _rules(found: PolicyExplained) -> list[str]:
    head = f"## The rules of {found.policy}, in force from {found.from_date}\n"
    return [head, *(_rule(rule) for rule in found.rules)]


def _rule(rule: RuleExplained) -> str:
    given = "; ".join(f"{name.replace('_', ' ')}: {_words(value)}" for name, value in rule.parameters.items())
    return (
        f"### {rule.colour.name}: {rule.name}\n\n{rule.looks_for}\n\n{rule.why}\n\n"
        f"- source: {rule.source}\n- in the file: `{rule.test}`; {given}\n"
    )


def _network(found: PolicyExplained) -> list[str]:
    return [
        *_part("How far is searched", found.network, found.network_because),
        *_part("Who counts as tied to whom", found.ties, found.ties_because),
    ]


def _part(title: str, says: tuple[str, ...], because: Because) -> list[str]:
    return [
        f"## {title}\n",
        *(f"- {sentence}" for sentence in says),
        f"\n{because.why}\n\n- source: {because.source}\n",
    ]


def _deadlines() -> list[str]:
    profiles = tomllib.loads((files("mash") / "rating" / "profiles.toml").read_text(encoding="utf-8"))
    rows = [
        "## Stages, roles and deadlines by hub profile\n",
        "A decision is taken in a role and at a stage. A case is due by the first stage, after the one it was decided",
        "at last, that has a time for its colour; every clock runs from receipt.\n",
        "| profile | stage | red | amber | green | decided by |\n|---|---|---|---|---|---|",
    ]
    for name, entry in profiles.items():
        for stage in entry["stages"]:
            times = [_allowance(stage.get(colour)) for colour in ("RED", "AMBER", "GREEN")]
            says = f" ({stage['says']})" if stage.get("says", stage["name"]) != stage["name"] else ""
            who = "; ".join(_role(role, of) for role, of in entry["roles"].items() if stage["name"] in of["at"])
            rows.append(f"| {name} | {stage['name']}{says} | {' | '.join(times)} | {who} |")
    return [*rows, "", *(f"- {name}: {entry['source']}{_levels(entry)}" for name, entry in profiles.items())]


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
    Path(sys.argv[1] if len(sys.argv) > 1 else "docs/rating.md").write_text(guide(), encoding="utf-8")
