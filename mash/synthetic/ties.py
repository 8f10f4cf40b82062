"""True ties: who lived with whom, kin, couples, and who offended with or against whom."""

from __future__ import annotations

import numpy as np

from mash.synthetic.columns import NOBODY, OPEN, Bools, Ints, Table, offsets, rows, spread, stacked
from mash.synthetic.town import Town
from mash.vocabulary import TieKind


def true_ties(town: Town) -> Table:
    """person_a < person_b, kind, from_date, to_date; several rows where a tie broke off and began again."""
    parts = [_households(town), _parents(town), _siblings(town), _couples(town), _links(town), _roles(town)]
    return _ordered(stacked(parts))


def _rows(a: Ints, b: Ints, kind: TieKind, since: Ints | None = None, until: Ints | None = None) -> Table:
    size = len(a)
    return {
        "person_a": a,
        "person_b": b,
        "kind": np.full(size, str(kind), dtype=object),
        "from_date": np.full(size, OPEN) if since is None else since,
        "to_date": np.full(size, OPEN) if until is None else until,
    }


def _ordered(table: Table) -> Table:
    """The smaller person first; nobody is tied to themselves."""
    a, b = table["person_a"], table["person_b"]
    return rows({**table, "person_a": np.minimum(a, b), "person_b": np.maximum(a, b)}, a != b)


def _households(town: Town) -> Table:
    """Overlapping stays at one ordinary dwelling, from the records' beginning on."""
    stays = town.stays
    kept = np.flatnonzero(town.dwellings.ordinary()[stays.dwelling] & (stays.until > town.today - 20 * 365))
    kept = kept[np.argsort(stays.dwelling[kept], kind="stable")]
    dwelling = stays.dwelling[kept]
    one, two = spread(dwelling, offsets(dwelling, len(town.dwellings.area)))
    a, b = kept[one], kept[two]
    since = np.maximum(stays.since[a], stays.since[b])
    until = np.minimum(stays.until[a], stays.until[b])
    together = (stays.person[a] < stays.person[b]) & (since < until)
    return _rows(
        stays.person[a][together], stays.person[b][together], TieKind.HOUSEHOLD, since[together], until[together]
    )


def _parents(town: Town) -> Table:
    people = town.people
    parts = []
    for parent in (people.mother, people.father):
        child = np.flatnonzero(parent != NOBODY)
        parts.append(_rows(parent[child], child, TieKind.PARENT, people.born[child]))
    return stacked(parts)


def _siblings(town: Town) -> Table:
    """Sharing a mother or a father; the records do not tell half from full by kind."""
    people, parts = town.people, []
    for parent in (people.mother, people.father):
        child = np.flatnonzero(parent != NOBODY)
        child = child[np.argsort(parent[child], kind="stable")]
        one, two = spread(parent[child], offsets(parent[child], people.count))
        a, b = child[one], child[two]
        first = a < b
        parts.append(_rows(a[first], b[first], TieKind.SIBLING, np.maximum(people.born[a], people.born[b])[first]))
    both = stacked(parts)
    pair = both["person_a"] * people.count + both["person_b"]
    _, kept = np.unique(pair, return_index=True)
    return rows(both, kept)


def _couples(town: Town) -> Table:
    couples = town.couples
    now = couples.until >= OPEN
    parts = [_pairs(town, now, TieKind.PARTNER), _pairs(town, ~now, TieKind.EX_PARTNER)]
    return stacked(parts)


def _pairs(town: Town, chosen: Bools, kind: TieKind) -> Table:
    couples = town.couples
    return _rows(couples.woman[chosen], couples.man[chosen], kind, couples.since[chosen], couples.until[chosen])


def _links(town: Town) -> Table:
    links = town.links
    together = links["kind"] == "co-defendant"
    parts = []
    for chosen, kind in ((together, TieKind.CO_DEFENDANT), (~together, TieKind.POLICE_ASSOCIATE)):
        some = rows(links, chosen)
        parts.append(_rows(some["person_a"], some["person_b"], kind, some["since"], some["until"]))
    return stacked(parts)


def _roles(town: Town) -> Table:
    """Suspect with suspect and suspect with victim of one occurrence."""
    roles = town.roles
    order = np.argsort(roles["occurrence"], kind="stable")
    event, person, role = (roles[name][order] for name in ("occurrence", "person", "role"))
    one, two = spread(event, offsets(event, len(town.occurrences["day"])))
    pair = (role[one] == "suspect") & (person[one] != person[two])
    parts = []
    for other, kind in (("suspect", TieKind.CO_DEFENDANT), ("victim", TieKind.SUSPECT_VICTIM)):
        chosen = pair & (role[two] == other) & ((other == "victim") | (person[one] < person[two]))
        on = town.occurrences["day"][event[one[chosen]]]
        parts.append(_rows(person[one[chosen]], person[two[chosen]], kind, on, on))
    return stacked(parts)
