"""A hub's profile: its stages with their clocks, and who may decide what (``profiles.toml``)."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

from mash.errors import Refused, UsageError
from mash.rating.parameters import meant
from mash.vocabulary import Colour


@dataclass(frozen=True, slots=True)
class Allowance:
    """How long a colour may take, by one of two clocks."""

    time: dt.timedelta
    working: bool
    """Whether the clock stands still while the hub is closed."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a hub's work on a referral; a colour without a published time has no deadline there."""

    name: str
    says: str
    """What its time is the time of, in words."""
    allowances: Mapping[Colour, Allowance]
    untimed: Mapping[Colour, str]
    """What was published instead of a time."""


@dataclass(frozen=True, slots=True)
class Role:
    """Who decides: at which stages, which colours, and whether below what stands."""

    name: str
    at: tuple[str, ...]
    decides: tuple[Colour, ...]
    lowers: bool = False

    def may(self, colour: Colour, stage: str, stands: Colour | None) -> bool:
        """Whether this role may decide the colour at the stage, where ``stands`` is what a person said before."""
        lower = stands is not None and colour < stands
        return colour in self.decides and stage in self.at and (self.lowers or not lower)


@dataclass(frozen=True)
class Profile:
    """One hub's stages and roles."""

    name: str
    source: str
    stages: tuple[Stage, ...]
    roles: tuple[Role, ...]
    levels: Mapping[str, Colour]
    """The hub's other words for the colours."""
    opens: dt.time = dt.time(9)
    closes: dt.time = dt.time(17)

    @property
    def clock(self) -> str:
        """What the published times are the times of, in words."""
        return "; ".join(stage.says for stage in self.stages if stage.says)

    @cached_property
    def stage_names(self) -> tuple[str, ...]:
        """In the order they come."""
        return tuple(stage.name for stage in self.stages)

    def colour(self, word: str, option: str = "the colour") -> Colour:
        """A colour by its name or the hub's own word, in any case. Raises ``UsageError`` for anything else."""
        known = {colour.name: colour for colour in Colour if colour is not Colour.UNRATED} | dict(self.levels)
        if word.strip().upper() not in known:
            own = ", ".join(f"{level} for {colour.name}" for level, colour in self.levels.items())
            raise UsageError(
                f"{word!r} is no rating",
                where=option,
                try_="RED, AMBER or GREEN" + (f"; here also {own}" if own else ""),
            )
        return known[word.strip().upper()]

    def role(self, word: str | None) -> Role:
        """A role by its name, in any case. Raises ``UsageError`` for none and for an unknown one."""
        names = [role.name for role in self.roles]
        found = [role for role in self.roles if word and role.name == " ".join(word.lower().split())]
        if not found:
            said = f"no role {word!r} in the profile {self.name}{meant(word, names)}" if word else "in what role?"
            raise UsageError(said, where="--role", try_="one of " + ", ".join(names) + "; MASH_ROLE keeps yours")
        return found[0]

    def stage_of(self, role: Role, word: str | None) -> str:
        """The stage named, or the last at which the role decides. Raises ``UsageError`` for an unknown one."""
        if word is None:
            return role.at[-1]
        found = [name for name in self.stage_names if name.lower() == " ".join(word.lower().split())]
        if not found:
            raise UsageError(
                f"no stage {word!r} in the profile {self.name}{meant(word, self.stage_names)}",
                where="--stage",
                try_="one of " + ", ".join(self.stage_names),
            )
        return found[0]


def refuse_role(profile: Profile, role: Role, stage: str, colour: Colour, stands: Colour | None) -> None:
    """Raises ``Refused``, saying who may, when the role may not decide the colour at the stage."""
    if role.may(colour, stage, stands):
        return
    lower = f", below the {stands.name} that stands," if stands is not None and colour < stands else ""
    others = ", ".join(each.name for each in profile.roles if each.may(colour, stage, stands))
    raise Refused(
        f"a {role.name} may not decide {colour.name}{lower} at {stage} in the profile {profile.name}",
        where="--role",
        try_=f"{others} may" if others else f"another stage: nobody decides {colour.name} at {stage}",
    )


def load_profile(name: str) -> Profile:
    """A profile of ``profiles.toml``. Raises ``UsageError`` for an unknown one."""
    raw = tomllib.loads((files("mash") / "rating" / "profiles.toml").read_text(encoding="utf-8"))
    if name not in raw:
        raise UsageError(f"no profile named {name!r}{meant(name, raw)}", try_="one of " + ", ".join(sorted(raw)))
    entry = raw[name]
    day = dt.datetime.combine(dt.date.min, Profile.closes) - dt.datetime.combine(dt.date.min, Profile.opens)
    return Profile(
        name=name,
        source=entry["source"],
        stages=tuple(_stage(stage, day) for stage in entry["stages"]),
        roles=tuple(
            Role(role, tuple(of["at"]), _colours(of["decides"]), of.get("lowers", False))
            for role, of in entry["roles"].items()
        ),
        levels={level: Colour[colour] for level, colour in entry.get("levels", {}).items()},
    )


def _colours(names: Iterable[str]) -> tuple[Colour, ...]:
    return tuple(Colour[name] for name in names)


def _stage(entry: Mapping[str, Any], day: dt.timedelta) -> Stage:
    given = {Colour[key]: value for key, value in entry.items() if key in Colour.__members__}
    return Stage(
        entry["name"],
        entry.get("says", ""),
        {colour: _allowance(value, day) for colour, value in given.items() if "says" not in value},
        {colour: value["says"] for colour, value in given.items() if "says" in value},
    )


def _allowance(value: Mapping[str, float], day: dt.timedelta) -> Allowance:
    ((unit, amount),) = value.items()
    match unit:
        case "hours":
            return Allowance(dt.timedelta(hours=amount), working=False)
        case "working_hours":
            return Allowance(dt.timedelta(hours=amount), working=True)
        case "working_days":
            return Allowance(amount * day, working=True)
        case _:
            raise UsageError(
                f"no clock counts in {unit!r}", where="profiles.toml", try_="hours, working_hours or working_days"
            )
