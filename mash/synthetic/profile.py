"""Read a profile of rates: the default, or one's own laid over it. Unknown keys and impossible rates are refused."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from mash.errors import NotFound, UsageError
from mash.synthetic.town import Rates

COUNTS = {
    ("lives", "crimes_each"), ("lives", "abuse_each"), ("lives", "missing_again"),
    ("care", "troubled_times"), ("care", "untroubled_times"),
    ("care", "longest_open_days"), ("care", "longest_episode_days"), ("care", "longest_looked_after_days"),
    ("care", "placement_moves_a_year"), ("sees", "health_attends"), ("groups", "other_names"), ("groups", "infants"),
    ("groups", "traveller"),
}  # fmt: skip
"""Figures that are counts or factors and may pass one."""
SHARES = (
    "communities", "dwellings", "group_sizes", "source_grades", "intelligence_grades", "crimes", "victims", "abuses",
    "dash_grades", "child_worries", "concerns", "referral_sources", "referral_outcomes", "first_ratings",
    "closure_reasons", "postcodes_of_nowhere", "police_outcomes", "mappa_levels", "settings", "exclusions",
    "rosh_levels",
)  # fmt: skip
"""Sections of which one key is drawn, in proportion to its figure; the figures need not add up to one."""


def default_rates() -> dict[str, dict[str, float]]:
    """``profiles/default.toml``."""
    return _floats(tomllib.loads((files("mash.synthetic") / "profiles/default.toml").read_text(encoding="utf-8")))


def load_profile(path: Path | None) -> Rates:
    """The default rates, with those of ``path`` in their place.

    Raises ``NotFound`` when there is no such file, ``UsageError`` naming every unknown key and impossible rate.
    """
    rates = default_rates()
    if path is None:
        return rates
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotFound("no such profile", where=str(path), try_="the path of a .toml file, or none") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise UsageError(f"not readable as TOML: {fault}", where=str(path), try_="mend that line") from None
    faults = _faults(own, rates)
    if faults:
        raise UsageError("; ".join(faults), where=str(path), try_="compare with mash/synthetic/profiles/default.toml")
    whole = {name: {**section, **_floats(own).get(name, {})} for name, section in rates.items()}
    empty = [name for name in SHARES if not any(whole[name].values())]
    if empty:
        told = f"nothing can be drawn: every share is 0 in [{'], ['.join(empty)}]"
        raise UsageError(told, where=str(path), try_="one share above 0 in each")
    return whole


def profile_hash(rates: Rates) -> str:
    """SHA-256 over every rate in a fixed order."""
    return hashlib.sha256(json.dumps(rates, sort_keys=True).encode()).hexdigest()


def _faults(own: Mapping[str, Any], known: Rates) -> list[str]:
    faults = []
    for name, section in own.items():
        if name not in known or not isinstance(section, Mapping):
            faults.append(f"unknown section [{name}]")
            continue
        faults += [f"[{name}] has an unknown key {key!r}" for key in section if key not in known[name]]
        faults += [
            f"[{name}] {key} = {value!r} {why}" for key, value in section.items() if (why := _wrong(name, key, value))
        ]
    return faults


def _wrong(section: str, key: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "is not a number"
    if (section, key) in COUNTS:
        return "is below 0" if not 0 <= value < float("inf") else ""
    return "is not between 0 and 1" if not 0 <= value <= 1 else ""


def _floats(raw: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    return {name: {key: float(value) for key, value in section.items()} for name, section in raw.items()}
