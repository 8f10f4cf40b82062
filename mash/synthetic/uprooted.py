"""Children who come to live elsewhere: adopted, looked after in foster homes, staying with the parent who left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mash.synthetic.chance import happens, scattered, stream
from mash.synthetic.columns import ADULT, NOBODY, OPEN, Bools, Ints, Table, rows, stacked
from mash.synthetic.places import Dwellings
from mash.synthetic.population import Couples, People, Stays
from mash.synthetic.town import Rates

FOSTERING_AGES = (30, 65)
TRIES = 8
"""How many homes are looked at for a child before it is left where it is."""


@dataclass(frozen=True, slots=True)
class Homes:
    """Who lives where and with whom, as far as children's moves need it."""

    seed: int
    today: int
    rates: Rates
    people: People
    dwellings: Dwellings
    stays: Stays
    couples: Couples


def adoptions(homes: Homes) -> Table:
    """person, on, mother, father (those of birth), woman, man (who adopt): few, before they are five, no twins.

    The adopters live together today and did so on the day; they are 25 to 45 years older and not the parents of birth.
    """
    rng, people, today = stream(homes.seed, "adoption"), homes.people, homes.today
    young = np.flatnonzero(
        (people.born > today - 25 * 365) & (people.born < today - 2 * 365) & (people.birth_order == 0)
    )
    child = young[happens(rng, homes.rates["families"]["adopted"], len(young)) & people.alive(today)[young]]
    on = np.minimum(people.born[child] + scattered(rng, 200, 5 * 365, len(child)), today - 60)
    couples = homes.couples
    settled = np.flatnonzero(
        (couples.until >= OPEN) & (homes.stays.home(couples.woman, _each(couples.woman, today)) >= 0)
    )
    couple = np.full(len(child), NOBODY)
    for _ in range(TRIES if len(settled) else 0):
        tried = settled[scattered(rng, 0, len(settled), len(child))]
        older = people.born[child] - people.born[couples.woman[tried]]
        fit = (couples.since[tried] < on) & (older > 25 * 365) & (older < 45 * 365)
        fit &= (couples.woman[tried] != people.mother[child]) & (couples.man[tried] != people.father[child])
        fit &= homes.stays.home(couples.woman[tried], on) != NOBODY
        couple = np.where((couple == NOBODY) & fit, tried, couple)
    found = couple != NOBODY
    child, on, couple = child[found], on[found], couple[found]
    return {
        "person": child,
        "on": on,
        "mother": people.mother[child],
        "father": people.father[child],
        "woman": couples.woman[couple],
        "man": couples.man[couple],
    }


def _each(who: Ints, on: int) -> Ints:
    return np.full(len(who), on)


def adopt(people: People, stays: Stays, adopted: Table) -> Stays:
    """Make the adopters the parents, as the law does (Adoption and Children Act 2002 s67), their home its own."""
    people.mother[adopted["person"]], people.father[adopted["person"]] = adopted["woman"], adopted["man"]
    moves = {"person": adopted["person"], "since": adopted["on"], "until": np.full(len(adopted["on"]), OPEN)}
    return _moved(stays, moves, following(stays, adopted["woman"], adopted["person"], adopted["on"]))


def following(stays: Stays, whom: Ints, who: Ints, on: Ints) -> list[tuple[int, int, int, int]]:
    """Stays of ``who`` that go along with ``whom`` from each one's day ``on``: person, dwelling, since, until."""
    starts = np.searchsorted(stays.person, whom)
    ends = np.searchsorted(stays.person, whom, side="right")
    out = []
    for person, first, last, day in zip(who.tolist(), starts.tolist(), ends.tolist(), on.tolist(), strict=True):
        for row in range(first, last):
            since, until = max(int(stays.since[row]), day), int(stays.until[row])
            if since < until:
                out.append((person, int(stays.dwelling[row]), since, until))
    return out


def _moved(stays: Stays, gone: Table, instead: list[tuple[int, int, int, int]]) -> Stays:
    """Stays with the periods of ``gone`` cut out of their persons' and those of ``instead`` put in."""
    away: dict[int, list[tuple[int, int]]] = {}
    for person, since, until in zip(*(gone[name].tolist() for name in ("person", "since", "until")), strict=True):
        away.setdefault(person, []).append((since, until))
    touched = np.isin(stays.person, gone["person"])
    kept = []
    for row in np.flatnonzero(touched).tolist():
        pieces = [(int(stays.since[row]), int(stays.until[row]))]
        for since, until in away[int(stays.person[row])]:
            pieces = [
                cut for piece in pieces for cut in ((piece[0], min(piece[1], since)), (max(piece[0], until), piece[1]))
            ]
        kept += [(int(stays.person[row]), int(stays.dwelling[row]), *piece) for piece in pieces if piece[0] < piece[1]]
    changed = np.array([*kept, *instead], dtype=np.int64).reshape(-1, 4).T
    whole = np.stack((stays.person, stays.dwelling, stays.since, stays.until))[:, ~touched]
    person, dwelling, since, until = np.concatenate((whole, changed), axis=1)
    order = np.lexsort((until, since, person))
    return Stays(person[order], dwelling[order], since[order], until[order])


def placements(homes: Homes, episodes: Table) -> tuple[Stays, Table]:
    """The stays with every looked-after child in foster homes while it lasts, and child, carer, since, until of each.

    A child moves on now and then (SSDA903: one in ten has three placements or more in a year); all placements of one
    period follow on each other.
    """
    rng = stream(homes.seed, "foster")
    spells = _apart(rows(episodes, episodes["kind"] == "LAC"))
    carers = _foster_carers(homes, rng)
    if not len(spells["child"]) or not len(carers):
        return homes.stays, {name: np.empty(0, dtype=np.int64) for name in ("child", "carer", "since", "until")}
    end = np.minimum(spells["until"], homes.today)
    moves = rng.poisson(homes.rates["care"]["placement_moves_a_year"] * (end - spells["since"]) / 365.0)
    parts = []
    for child, since, until, last, count in zip(
        *(column.tolist() for column in (spells["child"], spells["since"], spells["until"], end, moves)), strict=True
    ):
        cuts = sorted({since, *rng.integers(since, last + 1, count).tolist()})
        parts += [(child, begins, ends) for begins, ends in zip(cuts, [*cuts[1:], until], strict=True)]
    placed, begins, ends = np.array(parts, dtype=np.int64).T
    carer = carers[scattered(rng, 0, len(carers), len(placed))]
    home = homes.stays.home(carer, begins)
    cared = rows(
        {"child": placed, "carer": carer, "since": begins, "until": ends, "home": home},
        (home != NOBODY) & (begins < ends),
    )
    gone = {"person": cared["child"], "since": cared["since"], "until": cared["until"]}
    instead = zip(*(cared[name].tolist() for name in ("child", "home", "since", "until")), strict=True)
    del cared["home"]
    return _moved(homes.stays, gone, list(instead)), cared


def _apart(spells: Table) -> Table:
    """Periods of care with what an earlier one of the same child covers cut off."""
    spells = rows(spells, np.lexsort((spells["since"], spells["child"])))
    ends: dict[int, int] = {}
    for row, (child, since, until) in enumerate(
        zip(*(spells[name].tolist() for name in ("child", "since", "until")), strict=True)
    ):
        spells["since"][row] = max(since, ends.get(child, since))
        ends[child] = max(until, ends.get(child, until))
    return rows(spells, spells["since"] < np.minimum(spells["until"], OPEN))


def _foster_carers(homes: Homes, rng: np.random.Generator) -> Ints:
    """Women of 30 to 64 in homes of their own, who have had them for some years."""
    people, today = homes.people, homes.today
    age = people.age(today)
    able = ~people.male & people.alive(today) & (age >= FOSTERING_AGES[0]) & (age < FOSTERING_AGES[1])
    who = np.flatnonzero(able & happens(rng, homes.rates["care"]["fosters"], people.count))
    row = homes.stays.at(who, _each(who, today))
    home = np.where(row == NOBODY, 0, homes.stays.dwelling[row])
    settled: Bools = (row != NOBODY) & homes.dwellings.ordinary()[home] & (homes.stays.since[row] < today - 3 * 365)
    found: Ints = who[settled]
    return found


def contact_stays(homes: Homes) -> Table:
    """person, dwelling, since, until: children's nights with the father who lives apart, beside their home."""
    rng, people, today = stream(homes.seed, "contact"), homes.people, homes.today
    minor = (people.born > today - ADULT * 365) & people.alive(today) & (people.father != NOBODY)
    child = np.flatnonzero(minor & (people.mother != NOBODY))
    father = people.father[child]
    own, his, hers = (homes.stays.home(who, _each(who, today)) for who in (child, father, people.mother[child]))
    apart: Bools = (own == hers) & (own != NOBODY) & (his != NOBODY) & (his != own) & people.alive(today)[father]
    apart &= homes.dwellings.ordinary()[np.maximum(his, 0)]
    apart &= happens(rng, homes.rates["families"]["contact_stays"], len(child))
    child, father, his = child[apart], father[apart], his[apart]
    since = np.maximum(homes.stays.since[homes.stays.at(father, _each(father, today))], people.born[child])
    return {"person": child, "dwelling": his, "since": since, "until": np.full(len(child), OPEN)}


def with_contact(stays: Stays, contact: Table) -> Table:
    """Every stay that makes a household: the stays and those for contact, as columns."""
    names = ("person", "dwelling", "since", "until")
    return stacked([{name: getattr(stays, name) for name in names}, {name: contact[name] for name in names}])
