"""Referrals about children, what became of them, and the children whom the authority looks after or has placed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mash.synthetic.chance import choose, happens, pick, scattered, stream
from mash.synthetic.columns import ADULT, NOBODY, OPEN, Ints, Table, kept, rows, stacked
from mash.synthetic.population import KNOWN_BEFORE_BIRTH, People
from mash.synthetic.town import Rates

YEARS_KEPT = 6
MINUTES = 1440


@dataclass(frozen=True, slots=True)
class CareScene:
    """What the care of children needs to know of the town."""

    seed: int
    today: int
    rates: Mapping[str, float]
    shares: Rates
    """The whole profile, for its sections of shares."""
    people: People
    troubled: Ints
    """Persons whose children are likelier to be referred: suspects, victims of abuse, the flagged."""


def carers(scene: CareScene, home: Ints, share: float) -> Table:
    """Grown-ups next door who look after some of the children and whom only a school's contact list will name."""
    rng, people, today = stream(scene.seed, "carers"), scene.people, scene.today
    living = np.flatnonzero((people.age(today) >= ADULT) & people.alive(today) & (home != NOBODY))
    lives = np.full(int(home.max()) + 2, NOBODY)
    lives[home[living]] = living
    minor = (people.born > today - 17 * 365) & (people.born <= today)
    child = np.flatnonzero(minor & (home > 0) & happens(rng, share, people.count))
    carer = lives[home[child] - 1]
    kept_rows = carer != NOBODY
    child, carer = child[kept_rows], carer[kept_rows]
    since = np.maximum(people.born[child], today - scattered(rng, 100, 4 * 365, len(child)))
    return {"child": child, "carer": carer, "since": since, "until": np.full(len(child), OPEN)}


def live_care(scene: CareScene) -> tuple[Table, Table]:
    """Referrals and episodes of every child (``Town.referrals``, ``Town.episodes``)."""
    rng = stream(scene.seed, "care")
    referrals = _referrals(scene, rng)
    return referrals, _episodes(scene, rng, referrals)


def _referrals(scene: CareScene, rng: np.random.Generator) -> Table:
    people, today = scene.people, scene.today
    young = np.flatnonzero(people.born > today - (18 + YEARS_KEPT) * 365)
    low = np.maximum(people.born[young], today - YEARS_KEPT * 365)
    high = np.minimum(np.minimum(people.born[young] + 18 * 365, today), people.died[young])
    trouble = np.isin(people.mother[young], scene.troubled) | np.isin(people.father[young], scene.troubled)
    latent = rng.gamma(0.6, 1 / 0.6, people.count + 1)[people.mother[young]]  # one draw a family: NOBODY is the last
    rate = (
        scene.rates["referrals_a_year"]
        * latent
        * np.where(trouble, scene.rates["troubled_times"], scene.rates["untroubled_times"])
    )
    counts = rng.poisson(np.maximum(high - low, 0) / 365.0 * rate)
    index = np.repeat(np.arange(len(young)), counts)
    child, on = young[index], low[index] + (rng.random(len(index)) * (high - low)[index]).astype(np.int64)
    first = _referral_rows(scene, rng, child, on)
    awaited = _referral_rows(scene, rng, *_before_birth(scene, rng))
    return _in_order(stacked([first, _with_siblings(scene, rng, first), awaited]))


def _before_birth(scene: CareScene, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Children referred in the twenty weeks before they were born, or are to be, and the day."""
    people, today = scene.people, scene.today
    late = np.flatnonzero((people.born > today - YEARS_KEPT * 365) & (people.mother != NOBODY))
    child = late[happens(rng, scene.rates["referred_unborn"], len(late))]
    on = people.born[child] - scattered(rng, 7, KNOWN_BEFORE_BIRTH, len(child))
    return child[on < today], on[on < today]


def _referral_rows(scene: CareScene, rng: np.random.Generator, child: Ints, on: Ints) -> Table:
    source = choose(rng, scene.shares["referral_sources"], len(child))
    mother = scene.people.mother[child]
    family = np.isin(source, ("1A",))
    closed = np.minimum(on + scattered(rng, 1, int(scene.rates["longest_open_days"]), len(child)), OPEN)
    still = closed > scene.today
    outcome = choose(rng, scene.shares["referral_outcomes"], len(child))
    concern = choose(rng, scene.shares["concerns"], len(child))
    initial = choose(rng, scene.shares["first_ratings"], len(child))
    reason = choose(rng, scene.shares["closure_reasons"], len(child))
    return {
        "child": child,
        "received": on * MINUTES + scattered(rng, 7 * 60, 21 * 60, len(child)),
        "concern": concern,
        "source": source,
        "referrer": np.where(family, mother, NOBODY),
        "initial": kept(initial, initial != "none"),
        "outcome": kept(outcome, ~still),
        "closed": np.where(still, OPEN, closed),
        "reason": kept(reason, ~still),
    }


def _with_siblings(scene: CareScene, rng: np.random.Generator, referrals: Table) -> Table:
    """Some referrals name a sibling too: the next child of the same mother, if a child that day."""
    people = scene.people
    order = np.argsort(people.mother, kind="stable")
    following = np.full(people.count, NOBODY)
    following[order[:-1]] = np.where(people.mother[order[:-1]] == people.mother[order[1:]], order[1:], NOBODY)
    sibling = np.where(people.mother[referrals["child"]] == NOBODY, NOBODY, following[referrals["child"]])
    on = referrals["received"] // MINUTES
    minor = (sibling != NOBODY) & (people.born[sibling] < on) & (people.born[sibling] > on - 18 * 365)
    minor &= people.died[sibling] > on
    chosen = minor & happens(rng, scene.rates["sibling_too"], len(sibling))
    return {**rows(referrals, chosen), "child": sibling[chosen]}


def _in_order(referrals: Table) -> Table:
    return rows(referrals, np.lexsort((referrals["child"], referrals["received"])))


def _episodes(scene: CareScene, rng: np.random.Generator, referrals: Table) -> Table:
    """Episodes follow referrals: early help and child in need often, a plan sometimes, care rarely."""
    on = referrals["received"] // MINUTES
    kinds = np.array(["", "EHA", "CIN", "CP", "LAC"], dtype=object)
    weights = np.array([scene.rates[f"episode_{kind}"] for kind in ("none", "eha", "cin", "cp", "lac")])
    kind = kinds[pick(rng, weights, len(on))]
    closed = referrals["closed"]
    had = (kind != "") & (closed < OPEN)
    since = np.minimum(closed, scene.today)
    longest = np.where(kind == "LAC", scene.rates["longest_looked_after_days"], scene.rates["longest_episode_days"])
    until = since + 30 + (rng.random(len(on)) * (longest - 30)).astype(np.int64)
    until = np.minimum(until, scene.people.born[referrals["child"]] + 18 * 365 + 4)
    open_still = until >= scene.today
    had &= until > since
    had &= (kind != "LAC") | (since >= scene.people.born[referrals["child"]])  # nobody is looked after before birth
    reasons = np.array(["RC3", "RC4", "RC8", "RC9"], dtype=object)[rng.integers(0, 4, len(on))]
    category = np.array(["NEG", "EMO", "PHY", "SAB", "MUL"], dtype=object)[rng.integers(0, 5, len(on))]
    return rows(
        {
            "child": referrals["child"],
            "kind": kind,
            "since": since,
            "until": np.where(open_still, OPEN, until),
            "category": kept(category, kind == "CP"),
            "reason": kept(reasons, ~open_still),
        },
        had,
    )
