"""Social care: referred children, their families and homes, referrals and episodes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mash.synthetic.addresses import address_columns, held_addresses
from mash.synthetic.agencies.education import upn_numbers
from mash.synthetic.agencies.health import nhs_of, unnamed_infants
from mash.synthetic.agencies.sheets import AgencyView
from mash.synthetic.care import MINUTES
from mash.synthetic.chance import happens, scattered
from mash.synthetic.columns import NOBODY, OPEN, Ints, Table, joined, kept, offsets, padded, rows, spread, stacked
from mash.synthetic.corrections import known_before
from mash.synthetic.mistakes import wrong_identifiers
from mash.synthetic.town import Town
from mash.synthetic.views import Clerk, Roll, emails, plain

WORRIES = {
    "NEG": "neglect", "PHY": "physical abuse", "SAB": "sexual abuse", "EMO": "emotional abuse", "MUL": "several kinds",
    "DA": "domestic abuse at home",
}  # fmt: skip


def social_care_view(town: Town) -> AgencyView:
    """All five datasets."""
    clerk, view = Clerk(town, "social_care"), AgencyView()
    person, noted, sealed = _known(clerk)
    roll = clerk.enrol(person, noted, "SC")
    roll.sealed = sealed[roll.index]
    entry, before = (np.full(town.people.count, NOBODY) for _ in range(2))
    entry[person[~sealed]] = np.flatnonzero(~sealed)
    before[person[sealed]] = np.flatnonzero(sealed)
    view.holds("persons", roll)
    view.add("persons", _persons(clerk, roll))
    held = held_addresses(clerk, roll)
    view.add("person_addresses", address_columns(held, "social_care_id", kind=False), ends="to_date")
    files = Files(roll, entry, before)
    view.add("relationships", _relationships(clerk, files), ends="to_date")
    view.add("referrals", _referrals(clerk, files), ends="closed_on", blank=("outcome", "closure_reason"))
    view.add("episodes", _episodes(clerk, files), ends="to_date", blank=("closure_reason",))
    return view


@dataclass(frozen=True, slots=True)
class Files:
    """Which entries of the roll are whose."""

    roll: Roll
    entry: Ints
    """Each person's, or -1."""
    before: Ints
    """Of the adopted: the sealed one, under the first name; -1 for all others."""

    def of_child(self, clerk: Clerk, child: Ints, on: Ints) -> Ints:
        """A record of each child: the sealed one for what happened before an adoption."""
        sealed = on < clerk.town.reborn()[child]
        return self.roll.record_of(clerk.rng, np.where(sealed, self.before[child], self.entry[child]))


def _known(clerk: Clerk) -> tuple[Ints, Ints, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Children referred, their parents and carers, who lived with them; the adopted also under their first name."""
    town, referrals = clerk.town, clerk.town.referrals
    child, on = referrals["child"], referrals["received"] // MINUTES
    mother, father = _parents_then(town, child, on)
    mate, mate_on = _household(clerk, child, on)
    others = [(town.adopted[who], town.adopted["on"]) for who in ("woman", "man")]
    others += [(town.adopted["mother"], town.people.born[town.adopted["person"]] + 30)]
    others += [(town.fostered["carer"], town.fostered["since"])]
    people = np.concatenate((child, mother, father, mate, *(who for who, _ in others)))
    days = np.concatenate((on, on, on, mate_on, *(since for _, since in others)))
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


def _parents_then(town: Town, child: Ints, on: Ints) -> tuple[Ints, Ints]:
    """Mother and father on the day: those of birth before an adoption."""
    parents = []
    for now, at_birth in ((town.people.mother, "mother"), (town.people.father, "father")):
        first = now.copy()
        first[town.adopted["person"]] = town.adopted[at_birth]
        parents.append(np.where(on < town.reborn()[child], first[child], now[child]))
    return parents[0], parents[1]


def _household(clerk: Clerk, child: Ints, on: Ints) -> tuple[Ints, Ints]:
    """Who stayed at the child's dwelling on the day, as far as the social worker found out."""
    town, stays = clerk.town, clerk.town.stays
    home = stays.home(child, on)
    unborn = (home == NOBODY) & (town.people.mother[child] != NOBODY)
    home = np.where(unborn, stays.home(np.maximum(town.people.mother[child], 0), on), home)
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
    keeps = minor | happens(clerk.rng, clerk.rates["adult_number"], count)
    nhs = wrong_identifiers(
        clerk.rng,
        nhs_of(town, roll.person, roll.sealed),
        town.nhs["number"][clerk.relative(roll.person)],
        clerk.rates,
    )
    upn = upn_numbers(town)
    held = wrong_identifiers(clerk.rng, upn[roll.person], upn[clerk.relative(roll.person)], clerk.rates)
    mail = emails(town, roll.person)
    mail[minor | roll.sealed | happens(clerk.rng, clerk.rates["email_missing"], count)] = None
    table: Table = {
        "social_care_id": roll.source_id,
        "nhs_number": kept(nhs, keeps),
        "upn": kept(held, ~roll.sealed),
        "forenames": unnamed_infants(clerk, roll.person, forenames),
        "surname": surname,
        "former_surnames": clerk.former_surnames(roll.person, surname, clerk.rates["former_known"]),
        "date_of_birth": clerk.births(roll.person),
        "expected_date_of_birth": np.full(count, OPEN),
        "sex": clerk.sexes(roll.person),
        "ethnicity_code": clerk.ethnicities(roll.person),
        "phones": kept(clerk.phones(roll.person), ~roll.sealed),
        "emails": mail,
        "restricted": np.isin(roll.person, town.adopted["person"])
        | happens(clerk.rng, clerk.rates["restricted"], count),
        "_noted": np.minimum(roll.noted, town.today),
    }
    _await_birth(clerk, roll, table)
    return table


def _await_birth(clerk: Clerk, roll: Roll, table: Table) -> None:
    """Who was on record before birth: without name, number and sex until social care learns of the birth.

    Either a date of birth or an expected one, never both (children in need census, rule 8525: D18).
    """
    town, born = clerk.town, clerk.town.people.born[roll.person]
    chosen = np.flatnonzero((roll.noted < born) & ~roll.sealed)
    count, mother = len(chosen), town.people.mother[roll.person[chosen]]
    learned = born[chosen] + scattered(clerk.rng, 1, 15, count)
    words = np.array(["UNBORN", "Unborn baby", None], dtype=object)
    earlier = {
        "forenames": words[scattered(clerk.rng, 0, 3, count)],
        "surname": np.where(mother == NOBODY, "Unborn", clerk.surnames(mother, np.full(count, town.today))),
        "nhs_number": np.full(count, None, dtype=object),
        "date_of_birth": np.full(count, OPEN),
        "expected_date_of_birth": born[chosen] + scattered(clerk.rng, -14, 15, count),
        "sex": plain("U", count),
    }
    awaited = learned > town.today
    for name, column in earlier.items():
        known_before(table, name, chosen, column.astype(table[name].dtype), learned)
        table[name][chosen[awaited]] = column[awaited]


def _relationships(clerk: Clerk, files: Files) -> Table:
    """``a`` is … ``b``: parents, full and half siblings, partners, carers, as far as both are on record."""
    town, people = clerk.town, clerk.town.people
    known = np.flatnonzero(files.entry != NOBODY)
    adopted = town.adopted
    own, sealed = (files.roll, files.entry, files.entry), (files.roll, files.entry, files.before)
    parts = [
        _related(clerk, own, people.mother[known], known, ("mother of", clerk.rates["names_mother"])),
        _related(clerk, own, people.father[known], known, ("father of", clerk.rates["names_father"])),
        _related(clerk, sealed, adopted["mother"], adopted["person"], ("mother of", clerk.rates["names_mother"])),
        _fostering(clerk, files),
    ]
    parts[0] = _turned(clerk, parts[0])
    order = known[np.argsort(people.mother[known], kind="stable")]
    one, two = order[:-1], order[1:]
    same = (people.mother[one] == people.mother[two]) & (people.mother[one] != NOBODY)
    one, two = one[same], two[same]
    full = people.father[one] == people.father[two]
    parts.append(_related(clerk, own, one[full], two[full], ("sibling of", clerk.rates["names_sibling"])))
    parts.append(_related(clerk, own, one[~full], two[~full], ("half-sibling of", clerk.rates["names_half_sibling"])))
    couples, recent = town.couples, town.couples.until > town.today - 8 * 365
    for words, chosen in (
        ("partner of", recent & (couples.until >= OPEN)),
        ("ex-partner of", recent & (couples.until < OPEN)),
    ):
        parts.append(
            _related(clerk, own, couples.man[chosen], couples.woman[chosen], (words, clerk.rates["names_partner"]))
        )
    return stacked(parts)


def _related(clerk: Clerk, entries: tuple[Roll, Ints, Ints], a: Ints, b: Ints, how: tuple[str, float]) -> Table:
    """The rows for which both ends are on record, each with its share of luck."""
    roll, of_a, of_b = entries
    has = (a != NOBODY) & (b != NOBODY) & happens(clerk.rng, how[1], len(a))
    has &= (of_a[np.maximum(a, 0)] != NOBODY) & (of_b[np.maximum(b, 0)] != NOBODY)
    one, two = roll.record_of(clerk.rng, of_a[a[has]]), roll.record_of(clerk.rng, of_b[b[has]])
    noted = np.minimum(np.maximum(roll.noted[one], roll.noted[two]), clerk.town.today)
    return {
        "social_care_id_a": roll.source_id[one],
        "social_care_id_b": roll.source_id[two],
        "relationship": plain(how[0], len(one)),
        "from_date": np.full(len(one), OPEN),
        "to_date": np.full(len(one), OPEN),
        "_noted": noted,
    }


def _fostering(clerk: Clerk, files: Files) -> Table:
    """Who fosters whom, with the days of each placement."""
    whole, parts = clerk.town.fostered, []
    sealed = whole["since"] < clerk.town.reborn()[whole["child"]]
    for of_child, chosen in ((files.entry, ~sealed), (files.before, sealed)):
        some = rows(whole, chosen)
        # both ends of a placement are always on record, so that the rows are those of the placements
        part = _related(clerk, (files.roll, files.entry, of_child), some["carer"], some["child"], ("carer of", 1.0))
        noted = np.maximum(part["_noted"], some["since"])
        parts.append({**part, "from_date": some["since"], "to_date": some["until"], "_noted": noted})
    return stacked(parts)


def _turned(clerk: Clerk, table: Table) -> Table:
    """Some written from the child's side: ``child of``."""
    turn = happens(clerk.rng, clerk.rates["written_child_of"], len(table["_noted"]))
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


def _referrals(clerk: Clerk, files: Files) -> Table:
    town, truth, roll = clerk.town, clerk.town.referrals, files.roll
    count = len(truth["child"])
    child = files.of_child(clerk, truth["child"], truth["received"] // MINUTES)
    by = np.where(truth["referrer"] == NOBODY, NOBODY, files.entry[np.maximum(truth["referrer"], 0)])
    referrer = roll.record_of(clerk.rng, by)
    words = np.array([WORRIES.get(code, "a need for support") for code in truth["concern"].tolist()], dtype=object)
    received = truth["received"] // MINUTES
    withdrawn = np.where(happens(clerk.rng, clerk.rates["withdrawn"], count), received + 30, OPEN)
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


def _episodes(clerk: Clerk, files: Files) -> Table:
    truth, roll = clerk.town.episodes, files.roll
    child = files.of_child(clerk, truth["child"], truth["since"])
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
