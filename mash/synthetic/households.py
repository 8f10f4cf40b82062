"""The years, one after another: people come, leave home, pair, have children, part and move.

State is one array per fact; every step is over all persons at once, so the cost is years times persons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np

from mash.synthetic.chance import draw, happens, pick, scattered, stream
from mash.synthetic.columns import ADULT, NOBODY, OPEN, Bools, Floats, Ints, day, year_start, years_of
from mash.synthetic.name_pools import COMMUNITIES
from mash.synthetic.places import BOAT, SHARED, SITE, Dwellings, load_areas
from mash.synthetic.population import FIRST_YEAR, KNOWN_BEFORE_BIRTH, Couples, Families, People, Stays

FERTILE = (16, 44)
FERTILITY = np.interp(np.arange(100), [15, 19, 25, 31, 35, 40, 44, 45], [0, 0.35, 0.8, 1.0, 0.75, 0.25, 0.05, 0])
"""Relative chance of a birth by mother's age (ONS age-specific fertility rates, shape only)."""
PAIRING = np.interp(np.arange(120), [17, 18, 22, 28, 40, 60, 90], [0, 0.12, 0.25, 0.28, 0.15, 0.04, 0.0])
"""Yearly chance that a single person looks for a partner and finds one, by age."""


class Years:
    """The town as it stands, and the log of what happened."""

    def __init__(self, seed: int, people: People, dwellings: Dwellings, rates: Mapping[str, float]) -> None:
        self.people, self.dwellings, self.rates = people, dwellings, rates
        self.rng = stream(seed, "households")
        count = people.count
        self.home = np.full(count, NOBODY)
        self.since = np.zeros(count, dtype=np.int64)
        self.partner = np.full(count, NOBODY)
        self.last_partner = np.full(count, NOBODY)
        self.couple = np.full(count, NOBODY)
        self.last_birth = np.full(count, FIRST_YEAR - 10)
        self.by_area = [
            np.flatnonzero((dwellings.area == a) & dwellings.ordinary()) for a in range(len(load_areas().names))
        ]
        self.stays: list[Ints] = []
        self.couples: list[Ints] = []
        self.couple_ends: list[Ints] = []
        self.couple_count = 0

    def live(self, as_of: dt.date) -> Families:
        """Run every year up to ``as_of``; fills in parents, communities and birth orders of ``people``."""
        self._give_communities()
        for year in range(FIRST_YEAR, max(as_of.year, int(years_of(self.people.born[-1:])[0])) + 1):
            start = year_start(year)
            if year < as_of.year:
                self._arrive(year, start)
                self._leave_home(start)
                self._pair(start)
                self._part(start)
                self._move(start)
            self._bear(year, start)
        return self._families(day(as_of))

    def _give_communities(self) -> None:
        shares = np.array([self.rates[name] for name in COMMUNITIES])
        self.people.community[:] = pick(self.rng, shares, self.people.count)

    def _days(self, start: int, low: int, high: int, size: int) -> Ints:
        return start + scattered(self.rng, low, high, size)

    def _adults_here(self, start: int) -> Bools:
        here: Bools = (self.home != NOBODY) & (self.people.age(start) >= ADULT) & (self.people.died > start + 365)
        return here

    def _arrive(self, year: int, start: int) -> None:
        new = np.flatnonzero(~self.people.local & (self.people.arrived == year))
        where = pick(self.rng, load_areas().shares, len(new))
        self._settle(new, self._vacant(where), self._days(start, 0, 60, len(new)))

    def _leave_home(self, start: int) -> None:
        people = self.people
        mother_home = np.where(people.mother != NOBODY, self.home[people.mother], NOBODY)
        at_home = self._adults_here(start) & (self.home == mother_home) & (self.partner == NOBODY)
        going = np.flatnonzero(at_home & happens(self.rng, self.rates["leaves_home"], people.count))
        shared = happens(self.rng, self.rates["to_shared_house"], len(going))
        area = self._area_next(self.home[going])
        target = np.where(shared, self._crowd(area, SHARED), self._vacant(area))
        self._settle(going, target, self._days(start, 0, 60, len(going)))

    def _pair(self, start: int) -> None:
        people = self.people
        looking = self._adults_here(start) & (self.partner == NOBODY)
        looking &= happens(self.rng, PAIRING[np.clip(people.age(start), 0, 119)], people.count)
        women, men = (np.flatnonzero(looking & (people.male == male)) for male in (False, True))
        women, men = self._matched(women, men)
        self._join(women, men, self._days(start, 61, 120, len(women)))

    def _matched(self, women: Ints, men: Ints) -> tuple[Ints, Ints]:
        """Pair by community, area and age in rank order; siblings and a parent and child never."""
        people = self.people

        def ranked(who: Ints) -> tuple[Ints, Ints]:
            apart = happens(self.rng, 1 - self.rates["own_community"], len(who))
            group = np.where(apart, len(COMMUNITIES), people.community[who])
            area = self.dwellings.area[self.home[who]]
            older = people.born[who] + np.where(people.male[who], 800, 0) + self.rng.normal(0, 700, len(who))
            return who[np.lexsort((older, area, group))], group[np.lexsort((older, area, group))]

        women, women_group = ranked(women)
        men, men_group = ranked(men)
        pairs_w, pairs_m = [], []
        for group in range(len(COMMUNITIES) + 1):
            w, m = women[women_group == group], men[men_group == group]
            size = min(len(w), len(m))
            pairs_w.append(w[:size])
            pairs_m.append(m[:size])
        w, m = np.concatenate(pairs_w), np.concatenate(pairs_m)
        kin = (people.mother[w] != NOBODY) & (people.mother[w] == people.mother[m])
        kin |= (people.mother[m] == w) | (people.father[w] == m)
        near = np.abs(people.born[w] - people.born[m]) < 15 * 365
        return w[near & ~kin], m[near & ~kin]

    def _join(self, women: Ints, men: Ints, on: Ints) -> None:
        people, numbers = self.people, self.couple_count + np.arange(len(women))
        self.couple_count += len(women)
        married = happens(self.rng, self.rates["marries"], len(women)).astype(np.int64)
        self.couples.append(np.stack((women, men, on, married)))
        for one, other in ((women, men), (men, women)):
            self.partner[one], self.last_partner[one], self.couple[one] = other, other, numbers
        target = np.full(people.count, NOBODY)
        when = np.zeros(people.count, dtype=np.int64)
        new_home = self._vacant(self.dwellings.area[self.home[women]])
        for adults in (women, men):
            target[adults], when[adults] = new_home, on
        minors = np.flatnonzero((people.mother != NOBODY) & (people.age(int(on.min()) if len(on) else 0) < ADULT))
        with_her = minors[
            (self.home[minors] == self.home[people.mother[minors]]) & (target[people.mother[minors]] != NOBODY)
        ]
        target[with_her], when[with_her] = target[people.mother[with_her]], when[people.mother[with_her]]
        movers = np.flatnonzero(target != NOBODY)
        self._settle(movers, target[movers], when[movers])

    def _part(self, start: int) -> None:
        people = self.people
        women = np.flatnonzero(~people.male & (self.partner != NOBODY))
        men = self.partner[women]
        ended = happens(self.rng, self.rates["separates"], len(women))
        dead = np.minimum(people.died[women], people.died[men]) < start + 121
        on = np.where(dead, np.minimum(people.died[women], people.died[men]), self._days(start, 121, 180, len(women)))
        gone = ended | dead
        women, men, on, dead = women[gone], men[gone], on[gone], dead[gone]
        self.couple_ends.append(np.stack((self.couple[women], on)))
        for one in (women, men):
            self.partner[one] = NOBODY
        he_goes = happens(self.rng, self.rates["man_leaves"], len(women))
        leaver = np.where(he_goes, men, women)[~dead]
        area = self._area_next(self.home[leaver])
        mother = people.mother[leaver]
        back = (
            (mother != NOBODY)
            & (self.home[mother] != NOBODY)
            & happens(self.rng, self.rates["back_to_mother"], len(leaver))
        )
        shared = happens(self.rng, self.rates["to_shared_house"], len(leaver))
        target = np.where(back, self.home[mother], np.where(shared, self._crowd(area, SHARED), self._vacant(area)))
        self._settle(leaver, target, on[~dead])

    def _move(self, start: int) -> None:
        """Whole households; those on sites and boats more often (Census and moving rates of private renters)."""
        dwellings = self.dwellings
        occupied = np.unique(self.home[(self.home != NOBODY) & (self.people.died > start + 300)])
        kind = dwellings.kind[occupied]
        rate = np.where(kind == SHARED, 0.0, self.rates["household_moves"])
        rate[np.isin(kind, (SITE, BOAT))] = self.rates["site_or_boat_moves"]
        going = occupied[happens(self.rng, rate, len(occupied))]
        target, when = np.full(len(dwellings.area), NOBODY), np.zeros(len(dwellings.area), dtype=np.int64)
        target[going] = self._vacant(self._area_next(going))
        when[going] = self._days(start, 181, 300, len(going))
        movers = np.flatnonzero(
            (self.home != NOBODY) & (target[self.home] != NOBODY) & (self.people.died > start + 300)
        )
        self._settle(movers, target[self.home[movers]], when[self.home[movers]])
        sharers = np.flatnonzero((self.home != NOBODY) & (dwellings.kind[self.home] == SHARED))
        sharers = sharers[
            happens(self.rng, self.rates["sharer_moves"], len(sharers)) & (self.people.died[sharers] > start + 300)
        ]
        target_sharers = self._vacant(self._area_next(self.home[sharers]))
        self._settle(sharers, target_sharers, self._days(start, 181, 300, len(sharers)))

    def _bear(self, year: int, start: int) -> None:
        people = self.people
        low, high = np.searchsorted(people.born, (start, year_start(year + 1)))
        children = np.arange(low, high)[people.local[low:high]]
        twins = self._twin_places(children)
        mothers = self._mothers(year, start, int((twins == 0).sum()))
        if not len(mothers):
            people.local[children] = False
            people.arrived[children] = max(year + 18, FIRST_YEAR)
            return
        birth = np.cumsum(twins == 0) - 1
        children, birth, twins = (array[birth < len(mothers)] for array in (children, birth, twins))
        self._place(children, self.rng.permutation(mothers)[birth], year)
        self._mark_multiples(children, twins)

    def _twin_places(self, children: Ints) -> Ints:
        """1 where a child is a further one of the birth before it, else 0; triplets where two follow."""
        further = happens(self.rng, self.rates["twins"], len(children)).astype(np.int64)
        if len(further):
            further[0] = 0
        return further

    def _mark_multiples(self, children: Ints, further: Ints) -> None:
        people = self.people
        births = np.cumsum(further == 0) - 1
        if not len(births):
            return
        first = np.maximum.accumulate(np.where(further == 0, np.arange(len(children)), 0))
        order = np.arange(len(children)) - first + 1
        several = np.bincount(births)[births] > 1
        people.birth_order[children] = np.where(several, order, 0)
        people.born[children] = people.born[children[first]]
        people.died[children] = np.maximum(people.died[children], people.born[children] + 1)

    def _mothers(self, year: int, start: int, size: int) -> Ints:
        people = self.people
        able = ~people.male & (self.home != NOBODY) & (self.last_birth < year - 1) & (people.died > start + 366)
        weights: Floats = np.where(able, FERTILITY[np.clip(people.age(start), 0, 99)], 0.0)
        weights *= np.where(self.partner != NOBODY, 1.0, self.rates["single_mother"])
        return draw(self.rng, weights, size)

    def _place(self, children: Ints, mothers: Ints, year: int) -> None:
        people = self.people
        people.mother[children] = mothers
        father = self.partner[mothers]
        absent = (father == NOBODY) & happens(self.rng, self.rates["absent_father_known"], len(children))
        once = np.where(absent, self.last_partner[mothers], father)
        people.father[children] = once
        people.community[children] = people.community[mothers]
        self.last_birth[mothers] = year
        self.home[children] = self.home[mothers]
        self.since[children] = np.maximum(people.born[children], self.since[mothers])

    def _area_next(self, home: Ints) -> Ints:
        """The same area, or now and then another."""
        areas = load_areas()
        away = happens(self.rng, self.rates["moves_area"], len(home))
        return np.where(away, pick(self.rng, areas.shares, len(home)), self.dwellings.area[home])

    def _vacant(self, area: Ints) -> Ints:
        """An empty ordinary dwelling in each wanted area; when an area is full, one lived in is shared."""
        taken = np.bincount(self.home[self.home != NOBODY], minlength=len(self.dwellings.area)) > 0
        chosen = np.full(len(area), NOBODY)
        for which in np.unique(area):
            wanting = np.flatnonzero(area == which)
            here = self.by_area[which]
            free = self.rng.permutation(here[~taken[here]])[: len(wanting)]
            more = here[scattered(self.rng, 0, len(here), len(wanting) - len(free))]
            chosen[wanting] = np.concatenate((free, more))
        return chosen

    def _crowd(self, area: Ints, kind: int) -> Ints:
        """A dwelling of this kind in each wanted area."""
        chosen = np.full(len(area), NOBODY)
        for which in np.unique(area):
            wanting = np.flatnonzero(area == which)
            here = np.flatnonzero((self.dwellings.area == which) & (self.dwellings.kind == kind))
            chosen[wanting] = here[scattered(self.rng, 0, len(here), len(wanting))]
        return chosen

    def _settle(self, who: Ints, where: Ints, on: Ints) -> None:
        """Close each one's stay and begin the next."""
        earlier = who[self.home[who] != NOBODY]
        day_of = np.zeros(self.people.count, dtype=np.int64)
        day_of[who] = on
        self.stays.append(np.stack((earlier, self.home[earlier], self.since[earlier], day_of[earlier])))
        self.home[who], self.since[who] = where, on

    def _families(self, as_of: int) -> Families:
        here = np.flatnonzero(self.home != NOBODY)
        self.stays.append(np.stack((here, self.home[here], self.since[here], np.full(len(here), OPEN))))
        person, dwelling, since, until = np.concatenate(self.stays, axis=1)
        born = self.people.born[person]
        # the unborn are where their mothers are, as far as agencies know of them
        since = np.where(born > as_of, born - KNOWN_BEFORE_BIRTH, np.maximum(since, born))
        until = np.minimum(until, self.people.died[person])
        lived = (since < until) & (since <= as_of)
        order = np.lexsort((since, person))
        order = order[lived[order]]
        stays = Stays(person[order], dwelling[order], since[order], until[order])
        woman, man, began, married = np.concatenate(self.couples, axis=1)
        ended = np.full(len(woman), OPEN)
        which, when = np.concatenate(self.couple_ends, axis=1)
        ended[which] = when
        ended = np.minimum(ended, np.minimum(self.people.died[woman], self.people.died[man]))
        return Families(stays, Couples(woman, man, began, ended, married.astype(bool)))
