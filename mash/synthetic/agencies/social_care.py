"""Social care: referred children, their families and homes, referrals and episodes."""

from __future__ import annotations

import numpy as np

from mash.synthetic.addresses import address_columns, held_addresses
from mash.synthetic.agencies.education import upn_numbers
from mash.synthetic.agencies.health import nhs_of, unnamed_infants
from mash.synthetic.agencies.sheets import AgencyView
from mash.synthetic.care import MINUTES
from mash.synthetic.chance import happens, scattered
from mash.synthetic.columns import NOBODY, OPEN, Ints, Table, joined, kept, offsets, padded, rows, spread, stacked
from mash.synthetic.mistakes import wrong_identifiers
from mash.synthetic.town import Town
from mash.synthetic.views import Clerk, Roll, emails, plain

WORRIES = {
    "NEG": "neglect", "PHY": "physical abuse", "SAB": "sexual abuse", "EMO": "emotional abuse", "MUL": "several kinds",
    "DA": "domestic abuse at home",
}  # fmt: skip
WITHDRAWN = 0.001


def social_care_view(town: Town) -> AgencyView:
    """All five datasets."""
    clerk, view = Clerk(town, "social_care"), AgencyView()
    person, noted, sealed = _known(clerk)
    roll = clerk.enrol(person, noted, "SC")
    roll.sealed = sealed[roll.index]
    entry = np.full(town.people.count, NOBODY)
    entry[person[~sealed]] = np.flatnonzero(~sealed)
    view.holds("persons", roll)
    view.add("persons", _persons(clerk, roll))
    held = held_addresses(clerk, roll, elsewhere_known=0.3)
    view.add("person_addresses", address_columns(held, "social_care_id", kind=False), ends="to_date")
    view.add("relationships", _relationships(clerk, roll, entry), ends="to_date")
    view.add("referrals", _referrals(clerk, roll, entry), ends="closed_on", blank=("outcome", "closure_reason"))
    view.add("episodes", _episodes(clerk, roll, entry), ends="to_date", blank=("closure_reason",))
    return view


def _known(clerk: Clerk) -> tuple[Ints, Ints, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Children referred, their parents, who lived with them then; the adopted also under their first name."""
    town, referrals = clerk.town, clerk.town.referrals
    child, on = referrals["child"], referrals["received"] // MINUTES
    mother, father = town.people.mother[child], town.people.father[child]
    mate, mate_on = _household(clerk, child, on)
    people = np.concatenate((child, mother, father, mate))
    days = np.concatenate((on, on, on, mate_on))
    days, people = days[people != NOBODY], people[people != NOBODY]
    order = np.lexsort((days, people))
    person, first = np.unique(people[order], return_index=True)
    noted = days[order][first]
    adopted, placed = town.adopted["person"], town.adopted["on"]
    unsealed = np.setdiff1d(adopted, person)
    everyone = np.concatenate((person, unsealed, adopted))
    when = np.full(town.people.count, NOBODY)
    when[adopted] = placed
    noted = np.concatenate((noted, when[unsealed], town.people.born[adopted] + 30))
    sealed = np.arange(len(everyone)) >= len(person) + len(unsealed)
    noted = np.where(~sealed, np.maximum(noted, when[everyone]), noted)
    return everyone, noted, sealed


def _household(clerk: Clerk, child: Ints, on: Ints) -> tuple[Ints, Ints]:
    """Who stayed at the child's dwelling on the day, as far as the social worker found out."""
    town, stays = clerk.town, clerk.town.stays
    home = stays.home(child, on)
    home, on = home[home != NOBODY], on[home != NOBODY]
    ordinary = town.dwellings.ordinary()[home]
    home, on = home[ordinary], on[ordinary]
    order = np.argsort(stays.dwelling, kind="stable")
    owner, position = spread(home, offsets(stays.dwelling, len(town.dwellings.area)))
    row = order[position]
    there = (stays.since[row] <= on[owner]) & (stays.until[row] > on[owner])
    there &= happens(clerk.rng, town.rates["sees"]["social_care_household"], len(row))
    return stays.person[row[there]], on[owner[there]]


def _persons(clerk: Clerk, roll: Roll) -> Table:
    town, count = clerk.town, len(roll.person)
    forenames, surname = clerk.swapped(*clerk.names(roll))
    minor = town.people.born[roll.person] > town.today - 18 * 365
    keeps = minor | happens(clerk.rng, 0.4, count)
    nhs = wrong_identifiers(
        clerk.rng,
        nhs_of(town, roll.person, roll.sealed),
        town.nhs["number"][clerk.relative(roll.person)],
        clerk.rates,
    )
    upn = upn_numbers(town)
    held = wrong_identifiers(clerk.rng, upn[roll.person], upn[clerk.relative(roll.person)], clerk.rates)
    mail = emails(town, roll.person)
    mail[minor | happens(clerk.rng, 0.75, count)] = None
    return {
        "social_care_id": roll.source_id,
        "nhs_number": kept(nhs, keeps),
        "upn": kept(held, ~roll.sealed),
        "forenames": unnamed_infants(clerk, roll.person, forenames),
        "surname": surname,
        "former_surnames": clerk.former_surnames(roll.person, surname, 0.35),
        "date_of_birth": clerk.births(roll.person),
        "expected_date_of_birth": np.full(count, OPEN),
        "sex": clerk.sexes(roll.person),
        "ethnicity_code": clerk.ethnicities(roll.person),
        "phones": clerk.phones(roll.person),
        "emails": mail,
        "restricted": np.isin(roll.person, town.adopted["person"]) | happens(clerk.rng, 0.003, count),
        "_noted": np.minimum(roll.noted, town.today),
    }


def _relationships(clerk: Clerk, roll: Roll, entry: Ints) -> Table:
    """``a`` is … ``b``: parents, full and half siblings, partners, as far as both are on record."""
    town, people = clerk.town, clerk.town.people
    known = np.flatnonzero(entry != NOBODY)
    adopted = np.isin(known, town.adopted["person"])
    birth_family = known[~adopted]
    parts = [
        _related(clerk, (roll, entry), people.mother[birth_family], birth_family, ("mother of", 0.9)),
        _related(clerk, (roll, entry), people.father[birth_family], birth_family, ("father of", 0.6)),
    ]
    parts[0] = _turned(clerk, parts[0])
    order = birth_family[np.argsort(people.mother[birth_family], kind="stable")]
    one, two = order[:-1], order[1:]
    same = (people.mother[one] == people.mother[two]) & (people.mother[one] != NOBODY)
    one, two = one[same], two[same]
    full = people.father[one] == people.father[two]
    parts.append(_related(clerk, (roll, entry), one[full], two[full], ("sibling of", 0.7)))
    parts.append(_related(clerk, (roll, entry), one[~full], two[~full], ("half-sibling of", 0.6)))
    couples, recent = town.couples, town.couples.until > town.today - 8 * 365
    for words, chosen in (
        ("partner of", recent & (couples.until >= OPEN)),
        ("ex-partner of", recent & (couples.until < OPEN)),
    ):
        parts.append(_related(clerk, (roll, entry), couples.man[chosen], couples.woman[chosen], (words, 0.55)))
    return stacked(parts)


def _related(clerk: Clerk, known: tuple[Roll, Ints], a: Ints, b: Ints, how: tuple[str, float]) -> Table:
    roll, entry = known
    has = (a != NOBODY) & (b != NOBODY) & happens(clerk.rng, how[1], len(a))
    has &= (entry[np.maximum(a, 0)] != NOBODY) & (entry[np.maximum(b, 0)] != NOBODY)
    one, two = (roll.record_of(clerk.rng, entry[end[has]]) for end in (a, b))
    noted = np.minimum(np.maximum(roll.noted[one], roll.noted[two]), clerk.town.today)
    return {
        "social_care_id_a": roll.source_id[one],
        "social_care_id_b": roll.source_id[two],
        "relationship": plain(how[0], len(one)),
        "from_date": np.full(len(one), OPEN),
        "to_date": np.full(len(one), OPEN),
        "_noted": noted,
    }


def _turned(clerk: Clerk, table: Table) -> Table:
    """One in four written from the child's side: ``child of``."""
    turn = happens(clerk.rng, 0.25, len(table["_noted"]))
    a, b = table["social_care_id_a"], table["social_care_id_b"]
    return {
        **table,
        "social_care_id_a": np.where(turn, b, a),
        "social_care_id_b": np.where(turn, a, b),
        "relationship": np.where(turn, "child of", table["relationship"]),
    }


def referral_ids(town: Town) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """The id of each true referral, in the order received."""
    return joined("R", padded(1 + np.arange(len(town.referrals["child"])), 7))


def _referrals(clerk: Clerk, roll: Roll, entry: Ints) -> Table:
    town, truth = clerk.town, clerk.town.referrals
    count = len(truth["child"])
    child = roll.record_of(clerk.rng, entry[truth["child"]])
    by = np.where(truth["referrer"] == NOBODY, NOBODY, entry[np.maximum(truth["referrer"], 0)])
    referrer = roll.record_of(clerk.rng, by)
    words = np.array([WORRIES.get(code, "a need for support") for code in truth["concern"].tolist()], dtype=object)
    received = truth["received"] // MINUTES
    withdrawn = np.where(happens(clerk.rng, WITHDRAWN, count), received + 30, OPEN)
    return {
        "referral_id": referral_ids(town),
        "child_social_care_id": roll.source_id[child],
        "received_at": truth["received"],
        "referrer_social_care_id": kept(roll.source_id[referrer], by != NOBODY),
        "source_code": truth["source"],
        "concern": truth["concern"],
        "narrative": joined("Referral about ", words, "."),
        "initial_rating": truth["initial"],
        "outcome": truth["outcome"],
        "closed_on": truth["closed"],
        "closure_reason": truth["reason"],
        "_noted": received,
        "_withdrawn": np.where((withdrawn < town.today) & (truth["closed"] < OPEN), withdrawn, OPEN),
    }


def _episodes(clerk: Clerk, roll: Roll, entry: Ints) -> Table:
    truth = clerk.town.episodes
    child = roll.record_of(clerk.rng, entry[truth["child"]])
    key = joined(roll.source_id[child], truth["kind"], padded(truth["since"], 7)).astype("U")
    _, first = np.unique(key, return_index=True)
    worker = joined("Worker ", padded(scattered(clerk.rng, 1, 60, len(child)), 2))
    table = {
        "child_social_care_id": roll.source_id[child],
        "episode_type": truth["kind"],
        "from_date": truth["since"],
        "to_date": truth["until"],
        "category": truth["category"],
        "closure_reason": truth["reason"],
        "allocated_worker": worker,
        "_noted": truth["since"],
    }
    return rows(table, np.sort(first))
