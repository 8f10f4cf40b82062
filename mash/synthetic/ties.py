"""True ties: who lived with whom, kin, couples, and who offended with or against whom."""

from __future__ import annotations

import numpy as np

from mash.synthetic.columns import ADULT, NOBODY, OPEN, Bools, Ints, Table, offsets, rows, spread, stacked
from mash.synthetic.town import Town
from mash.synthetic.uprooted import with_contact
from mash.vocabulary import TieKind


def true_ties(town: Town) -> Table:
    """person_a < person_b, kind, older (who of them is the parent, carer or grandparent), from_date, to_date.

    Several rows where a tie broke off and began again. Who were adopted are their adopters' children and nobody else's.
    """
    kin = [_parents(town), _step_parents(town), _grandparents(town), _siblings(town), _carers(town)]
    ties = _ordered(stacked([_households(town), *kin, _couples(town), _links(town), _roles(town)]))
    return rows(ties, ~_before_adoption(town, ties))


def _before_adoption(town: Town, ties: Table) -> Bools:
    """Whom an adopted child lived with before is sealed."""
    on = town.reborn()
    return ties["from_date"] < np.maximum(on[ties["person_a"]], on[ties["person_b"]])


def _rows(a: Ints, b: Ints, kind: TieKind, since: Ints | None = None, until: Ints | None = None) -> Table:
    size = len(a)
    elder = kind in {TieKind.PARENT, TieKind.RELATIVE, TieKind.CARER}
    return {
        "person_a": a,
        "person_b": b,
        "kind": np.full(size, str(kind), dtype=object),
        "older": a if elder else np.full(size, NOBODY),
        "from_date": np.full(size, OPEN) if since is None else since,
        "to_date": np.full(size, OPEN) if until is None else until,
    }


def _ordered(table: Table) -> Table:
    """The smaller person first; nobody is tied to themselves."""
    a, b = table["person_a"], table["person_b"]
    return rows({**table, "person_a": np.minimum(a, b), "person_b": np.maximum(a, b)}, a != b)


def _households(town: Town) -> Table:
    """Overlapping stays at one ordinary dwelling, from the records' beginning on."""
    stays = with_contact(town.stays, town.contact)
    recent = stays["until"] > town.today - 20 * 365
    stays = rows(stays, np.flatnonzero(town.dwellings.ordinary()[stays["dwelling"]] & recent))
    stays = rows(stays, np.argsort(stays["dwelling"], kind="stable"))
    dwelling = stays["dwelling"]
    a, b = spread(dwelling, offsets(dwelling, len(town.dwellings.area)))
    since = np.maximum(stays["since"][a], stays["since"][b])
    until = np.minimum(stays["until"][a], stays["until"][b])
    one, other = stays["person"][a], stays["person"][b]
    together = (one < other) & (since < until)
    return _rows(one[together], other[together], TieKind.HOUSEHOLD, since[together], until[together])


def _parents(town: Town) -> Table:
    people = town.people
    parts = []
    for parent in (people.mother, people.father):
        child = np.flatnonzero(parent != NOBODY)
        parts.append(_rows(parent[child], child, TieKind.PARENT, _own_since(town)[child]))
    return stacked(parts)


def _step_parents(town: Town) -> Table:
    """Who lived as a couple with a child's mother and is not the father: a parent's tie, as agencies record it."""
    people, couples = town.people, town.couples
    child = np.flatnonzero(people.mother != NOBODY)
    order = np.argsort(couples.woman, kind="stable")
    which, row = spread(people.mother[child], offsets(couples.woman, people.count))
    child, row = child[which], order[row]
    minor = couples.since[row] < people.born[child] + ADULT * 365
    other = (couples.man[row] != people.father[child]) & minor & (couples.until[row] > people.born[child])
    child, row = child[other], row[other]
    since = np.maximum(couples.since[row], _own_since(town)[child])
    return _rows(couples.man[row], child, TieKind.PARENT, since, couples.until[row])


def _grandparents(town: Town) -> Table:
    people, parts = town.people, []
    for parent in (people.mother, people.father):
        for grandparent in (people.mother, people.father):
            elder = np.where(parent == NOBODY, NOBODY, grandparent[parent])
            child = np.flatnonzero(elder != NOBODY)
            parts.append(_rows(elder[child], child, TieKind.RELATIVE, _own_since(town)[child]))
    return stacked(parts)


def _own_since(town: Town) -> Ints:
    """The day from which each one's kin are theirs: birth, adoption, or today for the unborn."""
    return np.maximum(town.people.begun(town.today), town.reborn())


def _carers(town: Town) -> Table:
    carers = town.carers
    return _rows(carers["carer"], carers["child"], TieKind.CARER, carers["since"], carers["until"])


def _siblings(town: Town) -> Table:
    """Sharing a mother or a father; the records do not tell half from full by kind."""
    people, parts = town.people, []
    for parent in (people.mother, people.father):
        child = np.flatnonzero(parent != NOBODY)
        child = child[np.argsort(parent[child], kind="stable")]
        one, two = spread(parent[child], offsets(parent[child], people.count))
        a, b = child[one], child[two]
        first = a < b
        begun = _own_since(town)
        parts.append(_rows(a[first], b[first], TieKind.SIBLING, np.maximum(begun[a], begun[b])[first]))
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
    # what intelligence suspects to be false (grade E) is false
    links = rows(town.links, town.links["intelligence"] != "E")
    together = links["kind"] == "co-defendant"
    parts = []
    for chosen, kind in ((together, TieKind.CO_DEFENDANT), (~together, TieKind.POLICE_ASSOCIATE)):
        some = rows(links, chosen)
        parts.append(_rows(some["person_a"], some["person_b"], kind, some["since"], some["until"]))
    return stacked(parts)


def _roles(town: Town) -> Table:
    """Whoever was in one occurrence, by the part each had in it."""
    roles = town.roles
    order = np.argsort(roles["occurrence"], kind="stable")
    event, person = roles["occurrence"][order], roles["person"][order]
    part = np.array([PARTS.get(role, 0) for role in roles["role"][order].tolist()], dtype=np.int64)
    one, two = spread(event, offsets(event, len(town.occurrences["day"])))
    first = person[one] < person[two]
    one, two = one[first], two[first]
    kind = np.array(KINDS_OF_INVOLVEMENT, dtype=object)[np.minimum(part[one] * part[two], 3)]
    on = town.occurrences["day"][event[one]]
    return {**_rows(person[one], person[two], TieKind.INVOLVED_TOGETHER, on, on), "kind": kind}


SUSPECT, VICTIM = 1, 2
PARTS = {"suspect": SUSPECT, "victim": VICTIM, "subject child": VICTIM}
KINDS_OF_INVOLVEMENT = tuple(
    str(kind)
    for kind in (TieKind.INVOLVED_TOGETHER, TieKind.CO_DEFENDANT, TieKind.SUSPECT_VICTIM, TieKind.INVOLVED_TOGETHER)
)
"""By the product of two parts: a bystander makes 0, two suspects 1, suspect and victim 2, two victims more."""
