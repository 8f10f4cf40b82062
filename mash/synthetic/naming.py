"""What each person is called, and since when: birth names by community, marriage, parting and deed poll."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mash.synthetic.chance import happens, pick, scattered, stream
from mash.synthetic.columns import ADULT, NOBODY, OPEN, Ints, Table, Texts, day, year_start, years_of
from mash.synthetic.name_pools import Community, Pool, load_names
from mash.synthetic.population import Couples, People

ERAS = (1955, 1985)
"""Births before the first, between, and after take their forenames from different lists."""


@dataclass(slots=True)
class Callings:
    """Forenames for life and surnames by period; ``-1`` where there is no second part."""

    given: Ints
    second: Ints
    person: Ints
    since: Ints
    surname: Ints
    surname_2: Ints
    starts: Ints
    """Where each person's periods begin; periods are sorted by person and day."""

    def period(self, person: Ints, on: Ints) -> Ints:
        """The row of the name each person bore on that day; the first name when earlier."""
        scale = 2 * OPEN
        found = np.searchsorted(self.person * scale + self.since, person * scale + on, side="right") - 1
        return np.maximum(found, self.starts[person])

    def forenames(self, person: Ints) -> Texts:
        """Given names, space between."""
        return _paired(self.given[person], self.second[person], " ")

    def surnames(self, period: Ints) -> Texts:
        """The surname of each period, a double one with its hyphen."""
        return _paired(self.surname[period], self.surname_2[period], "-")


def _paired(first: Ints, second: Ints, between: str) -> Texts:
    tokens = load_names().tokens
    out = tokens[first]
    both = second != NOBODY
    out[both] = tokens[first[both]] + between + tokens[second[both]]
    return out


class Registrar:
    """Names everyone in order of birth and rewrites surnames as couples form and part."""

    def __init__(self, seed: int, people: People, couples: Couples, rates: Mapping[str, float]) -> None:
        self.people, self.couples, self.rates = people, couples, rates
        self.rng = stream(seed, "names")
        self.names = load_names()
        count = people.count
        self.given, self.second = np.full(count, NOBODY), np.full(count, NOBODY)
        self.surname, self.surname_2 = np.full(count, NOBODY), np.full(count, NOBODY)
        self.events: list[Ints] = []

    def name_all(self, as_of: dt.date, adopted: Table) -> Callings:
        """Everyone's names up to ``as_of``; the adopted take their new parents' on their days."""
        born, began = years_of(self.people.born), years_of(self.couples.since)
        ended = np.where(self.couples.until < OPEN, years_of(np.minimum(self.couples.until, day(as_of))), 0)
        for year in range(int(born.min()), max(int(born.max()), as_of.year) + 1):
            self._baptise(np.flatnonzero(born == year))
            self._marry(np.flatnonzero((began == year) & self.couples.married))
            self._revert(np.flatnonzero((ended == year) & self.couples.married))
        self._by_deed(day(as_of))
        self._adopt(adopted["person"], adopted["on"], adopted["man"])
        return self._callings()

    def _baptise(self, who: Ints) -> None:
        for number, community in enumerate(self.names.communities):
            for male in (False, True):
                own = who[(self.people.community[who] == number) & (self.people.male[who] == male)]
                if len(own):
                    self._forename(own, community, male=male)
                    self._birth_surname(own, community, male=male)
        self._record(who, self.people.born[who])

    def _forename(self, who: Ints, community: Community, *, male: bool) -> None:
        pools = community.men if male else community.women
        era = 0 if len(pools) == 1 else int(np.searchsorted(ERAS, years_of(self.people.born[who[:1]])[0]))
        self.given[who] = self._from(pools[era], len(who))
        self._apart_from_siblings(who, pools[era])
        father = self.people.father[who]
        after = (father != NOBODY) & male & happens(self.rng, self.rates["named_after_father"], len(who))
        after &= self.people.birth_order[who] <= 1
        self.given[who[after]] = self.given[father[after]]
        middle = happens(self.rng, self.rates[community.name], len(who))
        self.second[who[middle]] = self._from(pools[0], int(middle.sum()))
        self._second_by_rule(who, community, male=male)
        same = self.second[who] == self.given[who]
        self.second[who[same]] = NOBODY

    def _apart_from_siblings(self, who: Ints, pool: Pool) -> None:
        """Twins never share a forename; three redraws make a clash rarer than one in ten thousand."""
        for _ in range(3):
            mother = self.people.mother[who]
            order = np.lexsort((self.given[who], mother))
            again = np.zeros(len(who), dtype=bool)
            a, b = who[order][:-1], who[order][1:]
            again[order[1:]] = (self.people.mother[a] != NOBODY) & (self.people.mother[a] == self.people.mother[b])
            again[order[1:]] &= self.given[a] == self.given[b]
            self.given[who[again]] = self._from(pool, int(again.sum()))

    def _second_by_rule(self, who: Ints, community: Community, *, male: bool) -> None:
        if community.rule == "sikh":
            self.second[who] = self.names.singh if male else self.names.kaur
        if community.rule == "patronymic":
            father = self.people.father[who]
            drawn = self._from(community.men[0], len(who))
            self.second[who] = np.where(father != NOBODY, self.given[father], drawn)
        if male and community.first_men:
            first = who[happens(self.rng, self.rates["mohammed_first"], len(who))]
            self.second[first] = self.given[first]
            self.given[first] = self._from(community.first_men, len(first))

    def _birth_surname(self, who: Ints, community: Community, *, male: bool) -> None:
        people, rng = self.people, self.rng
        father, mother = people.father[who], people.mother[who]
        his = (father != NOBODY) & happens(rng, self.rates["fathers_surname"], len(who))
        drawn = self._from(community.surnames, len(who))
        one = np.where(his, self.surname[father], np.where(mother != NOBODY, self.surname[mother], drawn))
        two = np.where(his, self.surname_2[father], np.where(mother != NOBODY, self.surname_2[mother], NOBODY))
        double = his & (mother != NOBODY) & (two == NOBODY) & happens(rng, self.rates["double_barrelled"], len(who))
        double &= self.surname[mother] != one
        two, one = np.where(double, one, two), np.where(double, self.surname[mother], one)
        if community.rule == "muslim":
            one = self._muslim(one, community, male=male)
        if community.rule == "sikh":
            bare = happens(rng, self.rates["kaur_singh_alone"], len(who))
            one = np.where(bare, self.names.singh if male else self.names.kaur, one)
            self.second[who[bare]] = NOBODY
        if community.rule == "patronymic":
            one, two = np.where(father != NOBODY, self.second[father], drawn), np.full(len(who), NOBODY)
        self.surname[who] = self._for_sex(one, male=male)
        self.surname_2[who] = two

    def _muslim(self, one: Ints, community: Community, *, male: bool) -> Ints:
        """Hereditary surnames are an English habit: many sons bear a personal name, many daughters Bibi or Begum."""
        second = community.second_women
        rate = self.rates["own_name_men"] if male or second is None else self.rates["own_name_women"]
        own = happens(self.rng, rate, len(one))
        pool = community.surnames if male or second is None else second
        return np.where(own, self._from(pool, len(one)), one)

    def _for_sex(self, surname: Ints, *, male: bool) -> Ints:
        form = self.names.masculine if male else self.names.feminine
        return np.asarray(form[surname], dtype=np.int64)

    def _marry(self, which: Ints) -> None:
        woman, man = self.couples.woman[which], self.couples.man[which]
        taking = np.array([community.takes_husbands_name for community in self.names.communities])
        takes = happens(self.rng, taking[self.people.community[woman]], len(which))
        woman, man, since = woman[takes], man[takes], self.couples.since[which][takes]
        double = happens(self.rng, self.rates["double_barrelled"], len(woman))
        double &= (self.surname_2[woman] == NOBODY) & (self.surname_2[man] == NOBODY)
        double &= self.surname[woman] != self.surname[man]
        his = self._for_sex(self.surname[man], male=False)
        self.surname_2[woman] = np.where(double, his, self.surname_2[man])
        self.surname[woman] = np.where(double, self.surname[woman], his)
        self._record(woman, since)

    def _revert(self, which: Ints) -> None:
        """Some take their own name back when a marriage ends."""
        back = which[happens(self.rng, self.rates["reverts_name"], len(which))]
        woman = np.unique(self.couples.woman[back])
        until = np.zeros(self.people.count, dtype=np.int64)
        until[self.couples.woman[back]] = self.couples.until[back]
        woman = woman[until[woman] < self.people.died[woman]]
        maiden = self._first_surname(woman)
        self.surname[woman], self.surname_2[woman] = maiden[0], maiden[1]
        self._record(woman, until[woman])

    def _first_surname(self, who: Ints) -> tuple[Ints, Ints]:
        person, _, one, two = np.concatenate(self.events, axis=1)
        order = np.argsort(person, kind="stable")
        first = order[np.searchsorted(person[order], who)]
        return one[first], two[first]

    def _by_deed(self, as_of: int) -> None:
        who = np.flatnonzero(
            (self.people.age(as_of) >= ADULT) & happens(self.rng, self.rates["deed_poll"], self.people.count)
        )
        on = self.people.born[who] + scattered(self.rng, 16 * 365, 45 * 365, len(who))
        who = who[(on < as_of) & (on >= year_start(1990))]
        on = self.people.born[who] + 365 * 18 + scattered(self.rng, 0, 200, len(who))
        self.surname[who] = self._own_pool(who)
        self.surname_2[who] = NOBODY
        self._record(who, on)

    def _adopt(self, who: Ints, on: Ints, man: Ints) -> None:
        """The adopters' surname, his."""
        his, male = self.surname[man], self.people.male[who]
        self.surname[who] = np.where(male, self.names.masculine[his], self.names.feminine[his])
        self.surname_2[who] = self.surname_2[man]
        self._record(who, on)

    def _own_pool(self, who: Ints) -> Ints:
        out = np.full(len(who), NOBODY)
        for number, community in enumerate(self.names.communities):
            own = self.people.community[who] == number
            out[own] = self._from(community.surnames, int(own.sum()))
        forms = np.where(self.people.male[who], self.names.masculine[out], self.names.feminine[out])
        return np.asarray(forms, dtype=np.int64)

    def _from(self, pool: Pool, size: int) -> Ints:
        return pool.tokens[pick(self.rng, pool.weights, size)]

    def _record(self, who: Ints, since: Ints) -> None:
        self.events.append(np.stack((who, since, self.surname[who], self.surname_2[who])))

    def _callings(self) -> Callings:
        person, since, one, two = np.concatenate(self.events, axis=1)
        order = np.lexsort((np.arange(len(person)), since, person))
        person, since, one, two = (array[order] for array in (person, since, one, two))
        starts = np.searchsorted(person, np.arange(self.people.count + 1)).astype(np.int64)
        return Callings(self.given, self.second, person, since, one, two, starts)
