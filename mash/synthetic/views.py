"""How an agency holds people: which records, under which names, dates and codes, with its own mistakes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mash.synthetic.chance import happens, scattered, stream
from mash.synthetic.columns import (
    NOBODY,
    Bools,
    Floats,
    Ints,
    Texts,
    joined,
    kept,
    offsets,
    padded,
    present,
    texts,
)
from mash.synthetic.mistakes import misdated, mistyped, otherwise_written, repunctuated, unaccented
from mash.synthetic.name_pools import COMMUNITIES
from mash.synthetic.town import Town

ETHNICITY = {
    "british": "W1", "irish": "W2", "traveller": "W9", "caribbean": "B1", "pakistani": "A2", "bangladeshi": "A3",
    "sikh": "A1", "indian": "A1", "polish": "W9", "romanian": "W9", "somali": "B2", "chinese": "O1",
    "west_african": "B2",
}  # fmt: skip
MIXED = {"B1": "M1", "B2": "M2", "A1": "M3", "A2": "M3", "A3": "M3"}
"""16+1: White and Black Caribbean, White and Black African, White and Asian; any other mix is M9."""
FIRST_STRANGE = COMMUNITIES.index("pakistani")
"""Communities from here on bear names that English clerks misspell more."""
DRAMA_NUMBERS = 1000
"""07700 900000 to 900999."""
TELEPHONE_AGE = 16


@dataclass(slots=True)
class Roll:
    """One agency's records of people, in no telling order."""

    agency: str
    person: Ints
    source_id: Texts
    noted: Ints
    """The day the agency first wrote the person down."""
    other: Ints
    """The person whose details got merged into the record, or -1."""
    sealed: Bools
    """A pre-adoption record, which must never be joined to the later one."""
    index: Ints
    """Which of the entries enrolled each record stands for; a duplicate shares its entry's."""

    def record_of(self, rng: np.random.Generator, entry: Ints) -> Ints:
        """A record of each entry; any of them where there are several, -1 for entry -1."""
        if not len(self.index):
            return np.full(len(entry), NOBODY)
        order = np.argsort(self.index, kind="stable")
        starts = offsets(self.index, int(self.index.max()) + 1)
        safe = np.maximum(entry, 0)
        size = starts[safe + 1] - starts[safe]
        chosen = order[starts[safe] + (rng.random(len(entry)) * size).astype(np.int64)]
        return np.where(entry == NOBODY, NOBODY, chosen)


class Clerk:
    """An agency's hand: its seeded chance, its rates, and whose names it finds hard."""

    def __init__(self, town: Town, agency: str) -> None:
        self.town, self.agency = town, agency
        self.rates: Mapping[str, float] = town.rates[agency]
        self.rng = stream(town.seed, agency)

    def times(self, person: Ints, *, infants: bool = True) -> Floats:
        """How much likelier than the agency's rate a mistake is for each."""
        groups, people = self.town.rates["groups"], self.town.people
        strange = people.community[person] >= FIRST_STRANGE
        young = infants & (people.age(self.town.today)[person] < 1)
        return np.where(strange, groups["other_names"], 1.0) * np.where(young, groups["infants"], 1.0)

    def errs(self, rate: str, times: Floats) -> Bools:
        """One draw per row at the named rate, multiplied."""
        return happens(self.rng, np.minimum(self.rates[rate] * times, 1.0), len(times))

    def enrol(self, person: Ints, noted: Ints, prefix: str) -> Roll:
        """A record for each person, a second one for some; ids in an order that tells nothing."""
        twice = happens(self.rng, self.rates["duplicate"], len(person))
        index = np.concatenate((np.arange(len(person)), np.flatnonzero(twice)))
        person, noted = np.concatenate((person, person[twice])), np.concatenate((noted, noted[twice] + 200))
        noted = np.minimum(noted, self.town.today)
        order = self.rng.permutation(len(person))
        person, noted, index = person[order], noted[order], index[order]
        merged = happens(self.rng, self.rates["merged"], len(person))
        other = np.where(merged, scattered(self.rng, 0, self.town.people.count, len(person)), NOBODY)
        serial = joined(prefix, padded(1 + np.arange(len(person)), 7))
        return Roll(self.agency, person, serial, noted, other, np.zeros(len(person), dtype=bool), index)

    def names(self, roll: Roll) -> tuple[Texts, Texts]:
        """Forenames and surname of each record as the agency has them."""
        stale = self.errs("name_stale", np.ones(len(roll.person)))
        on = np.maximum(np.where(stale, roll.noted, self.town.today), self.town.reborn()[roll.person])
        on = np.where(roll.sealed, self.town.people.born[roll.person], on)
        return self.forenames(roll.person), self.surnames(roll.person, on)

    def forenames(self, person: Ints) -> Texts:
        """Given names with nicknames, spellings by ear, slips and dropped middle names."""
        callings, times = self.town.callings, self.times(person)
        first = otherwise_written(self.rng, callings.given[person], self.errs("forename_variant", times))
        first = mistyped(self.rng, first, self.errs("forename_typo", times))
        second = callings.second[person]
        keeps = (second != NOBODY) & ~self.errs("middle_dropped", np.ones(len(person)))
        out = first.copy()
        out[keeps] = joined(
            first[keeps], " ", otherwise_written(self.rng, second[keeps], np.zeros(int(keeps.sum()), bool))
        )
        out[self.errs("forename_missing", times)] = None
        return unaccented(out, self.errs("accents_dropped", np.ones(len(person))))

    def surnames(self, person: Ints, on: Ints) -> Texts:
        """Surnames as borne on those days, misspelt as the agency does."""
        callings, times = self.town.callings, self.times(person)
        period = callings.period(person, on)
        out = otherwise_written(self.rng, callings.surname[period], self.errs("surname_variant", times))
        two = callings.surname_2[period]
        both = two != NOBODY
        out[both] = joined(out[both], "-", otherwise_written(self.rng, two[both], np.zeros(int(both.sum()), bool)))
        out = repunctuated(self.rng, out, happens(self.rng, self.rates["punctuation"], len(person)))
        out = mistyped(self.rng, out, self.errs("surname_typo", times))
        return unaccented(out, self.errs("accents_dropped", np.ones(len(person))))

    def swapped(self, forenames: Texts, surname: Texts) -> tuple[Texts, Texts]:
        """Given and family name in each other's place in some rows that have both."""
        swap = self.errs("swapped", np.ones(len(surname))) & present(forenames)
        return np.where(swap, surname, forenames), np.where(swap, forenames, surname)

    def former_surnames(self, person: Ints, surname: Texts, known: float) -> Texts:
        """Earlier surnames the agency happens to know, ``|`` between; at most the first and the one before last."""
        callings = self.town.callings
        out = np.full(len(person), None, dtype=object)
        changed = callings.starts[person + 1] - callings.starts[person] > 1
        adopted = np.isin(person, self.town.adopted["person"])
        which = np.flatnonzero(changed & ~adopted & happens(self.rng, known, len(person)))
        first = callings.surnames(callings.starts[person[which]])
        last = callings.surnames(callings.starts[person[which] + 1] - 2)
        former = np.where(first == last, first, joined(first, "|", last))
        out[which] = kept(former, first != surname[which])
        return out

    def births(self, person: Ints) -> Ints:
        """Dates of birth as held."""
        return misdated(self.rng, self.town.people.born[person], self.rates)

    def sexes(self, person: Ints) -> Texts:
        """M or F, U when nobody asked."""
        male = self.town.people.male[person] ^ happens(self.rng, self.rates["sex_wrong"], len(person))
        out = np.where(male, "M", "F").astype(object)
        out[happens(self.rng, self.rates["sex_missing"], len(person))] = "U"
        return out

    def ethnicities(self, person: Ints) -> Texts:
        """16+1 code; NS where not stated."""
        out = true_ethnicity(self.town)[person]
        out[happens(self.rng, self.rates["ethnicity_missing"], len(person))] = "NS"
        return out

    def phones(self, person: Ints) -> Texts:
        """A mobile number of the person's, now and then a housemate's; nothing for children or where unknown."""
        adult = self.town.people.age(self.town.today)[person] >= TELEPHONE_AGE
        known = adult & ~happens(self.rng, self.rates["phone_missing"], len(person))
        partner = _any_partner(self.town)[person]
        shared = happens(self.rng, self.rates["phone_shared"], len(person)) & (partner != NOBODY)
        out = phone_numbers(np.where(shared, partner, person))
        out[~known] = None
        return out

    def relative(self, person: Ints) -> Ints:
        """Whose papers may be mixed up with each person's: the next child of the same mother, else the next in line."""
        order = np.argsort(self.town.people.mother, kind="stable")
        following = np.empty(len(order), dtype=np.int64)
        following[order] = np.roll(order, -1)
        return following[person]


def true_ethnicity(town: Town) -> Texts:
    """Each person's 16+1 code; mixed where the parents' codes differ."""
    own = np.array([ETHNICITY[name] for name in COMMUNITIES], dtype=object)[town.people.community]
    father = town.people.father.copy()
    father[town.adopted["person"]] = town.adopted["father"]
    his = own[father]
    mixed = (father != NOBODY) & (own != his)
    out = own.copy()
    pairs = zip(own[mixed].tolist(), his[mixed].tolist(), strict=True)
    out[mixed] = [_mix(one, two) for one, two in pairs]
    return out


def _mix(one: str, two: str) -> str:
    white = {one[0], two[0]} & {"W"}
    other = two if one[0] == "W" else one
    if one[0] == two[0] == "W":
        return one
    return MIXED.get(other, "M9") if white else "M9"


def phone_numbers(person: Ints) -> Texts:
    """Mobile numbers that ring nobody: Ofcom's drama range for the first thousand, then 0719, never opened for use."""
    out = joined("0719", padded(person, 7))
    drama = person < DRAMA_NUMBERS
    out[drama] = joined("07700900", padded(person[drama], 3))
    return out


def _any_partner(town: Town) -> Ints:
    partner = np.full(town.people.count, NOBODY)
    partner[town.couples.woman] = town.couples.man
    partner[town.couples.man] = town.couples.woman
    return partner


def emails(town: Town, person: Ints) -> Texts:
    """One address per person at a domain reserved for examples (RFC 2606)."""
    hosts = np.array(["example.org", "example.com", "example.net"], dtype=object)[person % 3]
    names = town.callings.forenames(person).tolist()
    first = np.array([name.lower().replace(" ", ".") for name in names], dtype=object)
    return unaccented(joined(first, texts(person), "@", hosts), np.ones(len(person), dtype=bool))


def nothing(size: int) -> Texts:
    """A column with no values."""
    return np.full(size, None, dtype=object)


def plain(value: str, size: int) -> Texts:
    """A column of one value."""
    return np.full(size, value, dtype=object)
