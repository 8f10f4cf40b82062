"""What protects people in this hub, each measure as switched on or as off, and the file that says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from mash.access import Gateway, Role
from mash.governance.live import Live
from mash.governance.paper import Cell, Table, Words, off, table
from mash.retention.schedule import HUB
from mash.vocabulary import counted


@dataclass(frozen=True, slots=True)
class Switch:
    """One measure."""

    name: str
    on: bool
    says: str
    """What it does here; when off, what is missing without it."""
    where: str
    """The file and entry it is read from; ``always`` for what no configuration can switch off."""

    @property
    def state(self) -> Cell:
        """In a table."""
        return self.says if self.on else off(self.says)


def switches(live: Live) -> tuple[Switch, ...]:
    """Every measure, in the order of the data's way."""
    by_room = (_people, _access, _restricted, _kept, _encrypted, _the_night)
    configured = (measure(live) for measure in by_room)
    return (*chain.from_iterable(configured), *_for_everybody())


def measures(live: Live) -> Table | Words:
    """The switches as a table of the papers."""
    rows = ((each.name, each.state, each.where) for each in switches(live))
    return table("measure | in this hub | read from", rows, none="no measure")


def gateways(live: Live) -> Table | Words:
    """The legal gateways and whether they may be relied on, on the papers' day."""
    found = sorted(live.access.gateways.values(), key=lambda each: each.name)
    return table(
        "gateway | law | state | purposes",
        ((each.name, each.law, _in_force(each, live), _purposes(each)) for each in found),
        none="no legal gateway: nothing about a person can be asked",
    )


def _in_force(gateway: Gateway, live: Live) -> Cell:
    if gateway.in_force(live.day):
        return f"in force since {gateway.from_date}"
    if gateway.from_date is None:
        return off("not commenced")
    return off(f"in force from {gateway.from_date}" + (f" to {gateway.until}" if gateway.until else ""))


def _purposes(gateway: Gateway) -> str:
    return "any" if gateway.purposes is None else ", ".join(sorted(gateway.purposes))


def _people(live: Live) -> Iterator[Switch]:
    declared, where = live.hub.config.live, "mash.toml, [hub] live"
    says = "declared live: the hub may hold real people" if declared else "not declared live: made-up people only"
    yield Switch("real people", declared, says, where)
    guard = "a delivery whose identifiers somebody may have is refused"
    yield Switch("made-up people only", not declared, "the hub is declared live" if declared else guard, where)


def _access(live: Live) -> Iterator[Switch]:
    people = live.access.people.values()
    for role in Role:
        holders = sum(role in each.roles for each in people)
        says = f"{holders} account{'s' * (holders != 1)}" if holders else "no account has this role"
        yield Switch(f"role: {role.value}", bool(holders), says, "access.toml, [people.*] roles")
    limited = sum(each.cases is not None for each in people)
    yield Switch(
        "need to know by case",
        bool(limited),
        f"{limited} of {len(people)} accounts see their own cases only" if limited else "every account sees all cases",
        "access.toml, [people.*] cases",
    )
    acting = sum(each.acts_for for each in people)
    yield Switch(
        "each asks as themselves",
        not acting,
        f"{acting} of {len(people)} accounts may say who asks" if acting else "no account may say that another asks",
        "access.toml, [people.*] acts_for",
    )
    standing = sum(each.in_force(live.day) for each in live.access.gateways.values())
    says = (
        f"{standing} in force; each question about a person names one"
        if standing
        else "none in force: nothing can be asked"
    )
    yield Switch("legal gateways", bool(standing), says, "access.toml, [gateways.*]")
    kept = live.access.checkpoints is not None
    says = (
        "signed checkpoints are kept outside the hub" if kept else "whoever can write the hub's files could rewrite it"
    )
    yield Switch("checkpoints of the audit elsewhere", kept, says, "access.toml, [audit] checkpoints")


def _restricted(live: Live) -> Iterator[Switch]:
    """Whether, and never how many or whom: a count would be a trace."""
    held = live.restrictions
    entries = {
        "sealed identities": (
            held.sealed,
            "sealed",
            "identities that must never meet are held apart and not mentioned",
        ),
        "places that must not be found": (held.places, "places", "such places are withheld from every output"),
        "people closed to most": (held.closed, "closed", "only those named may see them"),
    }
    for name, (found, entry, says) in entries.items():
        yield Switch(name, bool(found), says if found else "none is entered", f"restrictions.toml, [[{entry}]]")
    schemes = ", ".join(sorted(each.scheme for each in held.existence_only))
    says = f"of these schemes only the existence is shown: {schemes}" if schemes else "every scheme of flags is shown"
    yield Switch("existence only", bool(schemes), says, "restrictions.toml, [[existence_only]]")
    codes = ", ".join(f"{each.code} {'withheld' if each.withheld else 'with its condition'}" for each in held.handling)
    says = f"by code: {codes}" if codes else "handling codes of intelligence ask nothing here"
    yield Switch("handling codes", bool(codes), says, "restrictions.toml, [[handling]]")


def _kept(live: Live) -> Iterator[Switch]:
    total = sum(len(contract.datasets) for contract in live.contracts.values())
    ruled = len({(rule.agency, rule.dataset) for rule in live.schedule.rules if rule.agency != HUB})
    says = f"{ruled} of {total} datasets have a rule by which their rows expire" if ruled else "no row ever expires"
    yield Switch("expiry by the owner's rule", bool(ruled), says, "retention.toml")
    config = live.hub.config
    bounds = [f"the newest {config.keep_runs}"] * (config.keep_runs is not None)
    bounds += [f"those of {counted(config.keep_days or 0, 'day')}"] * (config.keep_days is not None)
    says = f"{' and '.join(bounds)} are kept" if bounds else "every run is kept for good"
    yield Switch("old runs removed", bool(bounds), says, "mash.toml, [nightly] keep_runs, keep_days")


def _encrypted(live: Live) -> Iterator[Switch]:
    says = "every file of the hub is plain: whoever has the disk, or a backup, can read it"
    if live.keys:
        says = "snapshots, landing, ledger, audit and spill are encrypted; the key is outside the hub"
    if live.keys and live.keys.unfinished:
        says = "encrypting was begun and not ended: some files are plain, or under the key before"
    yield Switch("encrypted at rest", bool(live.keys and not live.keys.unfinished), says, "keys.json")


def _the_night(live: Live) -> Iterator[Switch]:
    needed = ", ".join(str(agency.name) for agency in live.agencies if agency.required)
    says = f"without a fresh extract of {needed} a case is UNRATED" if needed else "a case is rated whoever is silent"
    yield Switch("silence is not clear", bool(needed), says, "mash.toml, [agencies.*] required")


def _for_everybody() -> Iterator[Switch]:
    yield Switch("a person decides", True, "the night proposes a colour and can record no decision", "always")
    yield Switch("a night that moves too much waits", True, "it is built, and published on a person's word", "always")
    yield Switch(
        "audit",
        True,
        "what is asked, shown, taken out, decided and refused is noted in a chain of entries",
        "always",
    )
    yield Switch(
        "emergencies are reviewed", True, "what is asked past the checks is marked and waits for review", "always"
    )
    yield Switch("unmasking by two people", True, "what is restricted is shown on another's approval alone", "always")
    yield Switch("exports are marked", True, "who took it, when, why and from which run, in every form", "always")
    yield Switch(
        "a family's answer", True, "has nobody else in it, nor who referred, police, probation or a place", "always"
    )
    yield Switch(
        "not to share is decided", True, "with a reason, which is kept and told to all but the family", "always"
    )
    yield Switch("erasure by two people", True, "one asks, another approves; out of landing, ledger and runs", "always")
    yield Switch(
        "databases are shut in", True, "no other folder, extension or setting can be reached from SQL", "always"
    )
    yield Switch("files are the account's alone", True, "all that is written can be read by its account only", "always")
    yield Switch("every statement has its row", True, "agency, dataset, extract and row beside each", "always")
    yield Switch("no network", True, "the engine opens no connection and sends nothing anywhere", "always")
