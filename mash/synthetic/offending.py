"""Who offends, with whom, against whom; what is on record of it; and where it puts them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mash.synthetic.chance import choose, happens, pick, scattered, stream
from mash.synthetic.columns import ADULT, NOBODY, OPEN, Ints, Table, Texts, rows, stacked, year_start
from mash.synthetic.networks import group_links, offending_groups
from mash.synthetic.population import RECORDS_BEGIN, People
from mash.synthetic.town import Scene
from mash.synthetic.whereabouts import stays_elsewhere
from mash.vocabulary import FlagKind

WORRIES = {"child neglect": "NEG", "child cruelty": "PHY", "sexual abuse of a child": "SAB", "child at risk": None}
"""What the child abuse team writes, and the category of abuse it amounts to (D17)."""
YOUNGEST = 12
"""Whoever is younger today has no record of offending."""
RESPONSIBLE = 10
"""The age of criminal responsibility in England and Wales."""
FLAG_TERMS = {
    FlagKind.SEXUAL_OFFENDER: (5, 7, 10, 30, 60),
    FlagKind.RISK_TO_CHILDREN: (5, 10, 30),
    FlagKind.VIOLENCE: (3, 5, 10),
    FlagKind.DOMESTIC_ABUSE: (3, 5),
    FlagKind.DRUGS: (2, 5),
    FlagKind.OTHER: (2, 5),
}
"""Years a registration or marker runs (Sexual Offences Act 2003 s82 for the first: 5, 7, 10 years or for life)."""


@dataclass(slots=True)
class Record:
    """What offending left behind; columns as in ``Town``."""

    flags: Table
    elsewhere: Table
    occurrences: Table
    roles: Table
    links: Table


def live_offending(scene: Scene) -> Record:
    """Flags, networks, occurrences, links and custody of everyone."""
    rng = stream(scene.seed, "offending")
    flags = _flags(scene, rng)
    offenders = _offenders(scene, rng, flags)
    groups = offending_groups(scene, rng, offenders, flags)
    crimes = _crimes(scene, rng, offenders, groups)
    abuse = _domestic_abuse(scene, rng)
    worries = _child_worries(scene, rng)
    occurrences, roles = _numbered(scene.people, [crimes, abuse, worries])
    links = group_links(scene, rng, groups, offenders)
    return Record(flags, stays_elsewhere(scene, rng, offenders), occurrences, roles, links)


def _flags(scene: Scene, rng: np.random.Generator) -> Table:
    """Adults' markers; men are nine in ten of those flagged. Some have expired, some were discharged early."""
    adult = (scene.people.age(scene.today) >= ADULT) & scene.people.alive(scene.today)
    tables = []
    for kind, terms in FLAG_TERMS.items():
        rate = scene.rates[f"flag_{kind.replace(' ', '_')}"]
        weight = np.where(scene.people.male, 1.8 * rate, 0.2 * rate)
        who = np.flatnonzero(adult & happens(rng, weight, scene.people.count))
        earliest = np.maximum(scene.people.born[who] + 18 * 366, year_start(RECORDS_BEGIN))
        since = earliest + (rng.random(len(who)) * (scene.today - earliest)).astype(np.int64)
        until = since + 365 * np.array(terms)[rng.integers(0, len(terms), len(who))]
        discharged = happens(rng, scene.rates["flag_discharged"], len(who))
        stopped = since + ((scene.today - since) * rng.random(len(who))).astype(np.int64)
        until = np.where(discharged, np.minimum(stopped, until), np.where(until > since + 50 * 365, OPEN, until))
        kinds = np.full(len(who), str(kind), dtype=object)
        tables.append({"person": who, "kind": kinds, "since": since, "until": until, "discharged": discharged})
    return stacked(tables)


def _offenders(scene: Scene, rng: np.random.Generator, flags: Table) -> Ints:
    """Anyone suspected of a crime in the records' time, the flagged among them."""
    age = scene.people.age(scene.today)
    rate = np.where(scene.people.male, scene.rates["men_suspected"], scene.rates["women_suspected"])
    rate = rate * np.interp(age, [10, 16, 25, 45, 70, 90], [0.0, 0.5, 1.4, 1.2, 0.4, 0.05])
    chosen = happens(rng, rate, scene.people.count)
    chosen[flags["person"]] = True
    return np.flatnonzero(chosen & (age >= YOUNGEST))


def _crimes(scene: Scene, rng: np.random.Generator, offenders: Ints, groups: Ints) -> tuple[Table, Table]:
    counts = rng.poisson(scene.rates["crimes_each"], len(offenders))
    index = np.repeat(np.arange(len(offenders)), counts)
    suspect = offenders[index]
    on = _days(rng, scene, suspect, 12)
    events = _events(scene, suspect, on, choose(rng, scene.shares["crimes"], len(suspect)))
    order = np.argsort(groups, kind="stable")
    starts = np.searchsorted(groups[order], np.arange(groups.max() + 2 if len(groups) else 1))
    size = np.diff(starts)[groups[index]] if len(index) else np.empty(0, dtype=np.int64)
    partner = offenders[order[starts[groups[index]] + (rng.random(len(index)) * size).astype(np.int64)]]
    together = happens(rng, scene.rates["crimes_together"], len(index)) & (partner != suspect)
    victim = _victims(scene, rng, suspect, on)
    roles = [
        _roles(np.arange(len(index)), suspect, "suspect"),
        _roles(np.flatnonzero(together), partner[together], "suspect"),
        _roles(np.flatnonzero(victim != NOBODY), victim[victim != NOBODY], "victim"),
    ]
    witness = np.flatnonzero(happens(rng, scene.rates["witnessed"], len(index)))
    roles.append(_roles(witness, scattered(rng, 0, scene.people.count, len(witness)), "witness"))
    return events, stacked(roles)


def _victims(scene: Scene, rng: np.random.Generator, suspect: Ints, on: Ints) -> Ints:
    """A stranger, somebody of the same home, or nobody named."""
    how = pick(
        rng, np.array([scene.shares["victims"][who] for who in ("stranger", "housemate", "nobody")]), len(suspect)
    )
    home = scene.stays.home(suspect, on)
    mate = _housemate(scene, rng, home, on)
    stranger = scattered(rng, 0, scene.people.count, len(suspect))
    victim = np.choose(how, (stranger, mate, np.full(len(how), NOBODY)))
    return np.where(victim == suspect, NOBODY, victim)


def _housemate(scene: Scene, rng: np.random.Generator, home: Ints, on: Ints) -> Ints:
    """Somebody staying at each dwelling on that day, or -1."""
    order = np.argsort(scene.stays.dwelling, kind="stable")
    starts = np.searchsorted(scene.stays.dwelling[order], np.arange(len(scene.dwellings.area) + 1))
    size = starts[home + 1] - starts[home]
    row = order[np.minimum(starts[home] + (rng.random(len(home)) * size).astype(np.int64), len(order) - 1)]
    there = (home != NOBODY) & (size > 0) & (scene.stays.since[row] <= on) & (scene.stays.until[row] > on)
    return np.where(there, scene.stays.person[row], NOBODY)


def _domestic_abuse(scene: Scene, rng: np.random.Generator) -> tuple[Table, Table]:
    """Repeated occurrences within some couples, before and after they part, their children looking on."""
    couples = scene.couples
    recent = couples.until > year_start(RECORDS_BEGIN)
    abusive = np.flatnonzero(recent & happens(rng, scene.rates["abusive_couple"], len(couples.woman)))
    index = np.repeat(abusive, 1 + rng.poisson(scene.rates["abuse_each"], len(abusive)))
    low = np.maximum(couples.since[index], year_start(RECORDS_BEGIN))
    high = np.minimum(np.where(couples.until[index] >= OPEN, scene.today, couples.until[index] + 500), scene.today)
    on = low + (rng.random(len(index)) * (high - low)).astype(np.int64)
    alive = np.minimum(scene.people.died[couples.woman[index]], scene.people.died[couples.man[index]]) > on
    index, on = index[alive & (high > low)], on[alive & (high > low)]
    he = happens(rng, scene.rates["man_abuses"], len(index))
    suspect = np.where(he, couples.man[index], couples.woman[index])
    victim = np.where(he, couples.woman[index], couples.man[index])
    events = _events(scene, victim, on, choose(rng, scene.shares["abuses"], len(index)))
    events["dash"] = choose(rng, scene.shares["dash_grades"], len(index))
    events["concern"][:] = "DA"
    event, child = _children_of(scene, couples.woman[index], on)
    seen = happens(rng, scene.rates["child_present"], len(event))
    number = np.arange(len(index))
    return events, stacked(
        [
            _roles(number, suspect, "suspect"),
            _roles(number, victim, "victim"),
            _roles(event[seen], child[seen], "involved party"),
        ]
    )


def _children_of(scene: Scene, women: Ints, on: Ints) -> tuple[Ints, Ints]:
    """(row of ``women``, child) for every child under 18 of each woman on that day."""
    people = scene.people
    child = np.flatnonzero(people.mother != NOBODY)
    child = child[np.argsort(people.mother[child], kind="stable")]
    low = np.searchsorted(people.mother[child], women)
    size = np.searchsorted(people.mother[child], women, side="right") - low
    owner = np.repeat(np.arange(len(women)), size)
    which = child[low[owner] + np.arange(len(owner)) - np.repeat(np.cumsum(size) - size, size)]
    minor = (people.born[which] <= on[owner]) & (people.born[which] > on[owner] - 18 * 365)
    return owner[minor], which[minor]


def _child_worries(scene: Scene, rng: np.random.Generator) -> tuple[Table, Table]:
    """What the child abuse investigation team records: a child, an adult of the house or family, who told."""
    people = scene.people
    minors = np.flatnonzero(people.born > scene.today - 24 * 365)
    child = minors[happens(rng, scene.rates["child_worry"], len(minors))]
    on = _days(rng, scene, child, 12)
    minor = (on - people.born[child] < 18 * 365) & (on > people.born[child])
    child, on = child[minor], on[minor]
    events = _events(scene, child, on, choose(rng, scene.shares["child_worries"], len(child)))
    events["system"][:] = "CAIT"
    events["concern"] = np.array([WORRIES[word] for word in events["category"].tolist()], dtype=object)
    mate = _housemate(scene, rng, scene.stays.home(child, on), on)
    suspect = np.where(happens(rng, scene.rates["worry_about_housemate"], len(child)), mate, people.father[child])
    suspect = np.where(
        (suspect != NOBODY) & (suspect != child) & (people.born[suspect] < on - 14 * 366), suspect, NOBODY
    )
    mother = people.mother[child]
    tells = (mother != NOBODY) & (mother != suspect) & happens(rng, scene.rates["mother_tells"], len(child))
    return events, stacked(
        [
            _roles(np.arange(len(child)), child, "subject child"),
            _roles(np.flatnonzero(suspect != NOBODY), suspect[suspect != NOBODY], "suspect"),
            _roles(np.flatnonzero(tells), mother[tells], "informant"),
        ]
    )


def _days(rng: np.random.Generator, scene: Scene, person: Ints, years: int) -> Ints:
    """A day of the last ``years`` on which the person was alive."""
    low = np.maximum(scene.today - years * 365, scene.people.born[person] + 1)
    high = np.minimum(scene.people.died[person], scene.today)
    low = np.minimum(low, high - 1)
    on: Ints = low + (rng.random(len(person)) * (high - low)).astype(np.int64)
    return on


def _events(scene: Scene, where_of: Ints, on: Ints, category: Texts) -> Table:
    """Occurrences at the home of somebody; those with no home in the town that day lie in the first area."""
    home = scene.stays.home(where_of, on)
    blank = np.full(len(on), None, dtype=object)
    return {
        "day": on,
        "dwelling": home,
        "area": np.where(home == NOBODY, 0, scene.dwellings.area[home]),
        "category": category,
        "system": np.full(len(on), "RMS", dtype=object),
        "dash": blank,
        "concern": blank.copy(),
    }


def _roles(occurrence: Ints, person: Ints, role: str) -> Table:
    return {"occurrence": occurrence, "person": person, "role": np.full(len(person), role, dtype=object)}


def _numbered(people: People, parts: list[tuple[Table, Table]]) -> tuple[Table, Table]:
    """All occurrences as one table, their roles pointing at its rows, each person once in a role."""
    shift, shifted = 0, []
    for events, roles in parts:
        shifted.append({**roles, "occurrence": roles["occurrence"] + shift})
        shift += len(events["day"])
    roles, events = stacked(shifted), stacked([events for events, _ in parts])
    on, person = events["day"][roles["occurrence"]], roles["person"]
    answerable = (roles["role"] != "suspect") | (people.born[person] < on - RESPONSIBLE * 366)
    roles = rows(roles, people.alive(on, person) & answerable)
    _, first = np.unique(roles["occurrence"] * people.count + roles["person"], return_index=True)
    return events, rows(roles, np.sort(first))
