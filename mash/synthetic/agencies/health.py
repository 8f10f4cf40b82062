"""Health: patients of every age, where they live, who is related to whom, and unscheduled attendances."""

from __future__ import annotations

import numpy as np

from mash.synthetic.addresses import address_columns, held_addresses
from mash.synthetic.agencies.sheets import AgencyView
from mash.synthetic.chance import choose, happens, pick, scattered
from mash.synthetic.columns import (
    NOBODY,
    OPEN,
    Bools,
    Ints,
    Table,
    Texts,
    joined,
    kept,
    padded,
    present,
    stacked,
    year_start,
)
from mash.synthetic.mistakes import wrong_identifiers
from mash.synthetic.places import load_areas
from mash.synthetic.town import Town
from mash.synthetic.views import Clerk, Roll, plain

REASONS = ("injury", "illness", "fever", "breathing difficulty", "fall", "abdominal pain", "head injury", "overdose")
UNNAMED_DAYS = 90
"""Until about this age a birth record may still say BABY."""


def health_view(town: Town) -> AgencyView:
    """All four datasets."""
    clerk, view = Clerk(town, "health"), AgencyView()
    roll = _registered(clerk)
    view.holds("patients", roll)
    view.add("patients", _patients(clerk, roll))
    held = held_addresses(clerk, roll)
    view.add("patient_addresses", address_columns(held, "local_patient_id", kind=False), ends="to_date")
    _related(clerk, view, roll)
    view.add("attendances", _attendances(clerk, roll))
    return view


def _registered(clerk: Clerk) -> Roll:
    town = clerk.town
    recent = town.people.died > town.today - 8 * 365
    in_town = town.stays.at(np.arange(town.people.count), np.full(town.people.count, town.today)) != NOBODY
    in_town &= town.people.born <= town.today
    person = np.flatnonzero(recent & in_town & happens(clerk.rng, town.rates["sees"]["health"], town.people.count))
    adopted = town.adopted["person"]
    noted = np.maximum(town.people.born[person] + 1, year_start(2006))
    roll = clerk.enrol(np.concatenate((person, adopted)), np.concatenate((noted, town.people.born[adopted] + 1)), "P")
    roll.sealed = roll.index >= len(person)
    roll.noted = np.where(roll.sealed, roll.noted, np.maximum(roll.noted, town.reborn()[roll.person]))
    return roll


def nhs_of(town: Town, person: Ints, sealed: Bools) -> Texts:
    """NHS numbers; adoption gives a new one (L9), so a sealed record bears the number nobody uses now."""
    numbers = town.nhs["number"]
    out = numbers[person]
    spare = town.nhs["first"]
    out[sealed] = spare[person[sealed]]
    return out


def _patients(clerk: Clerk, roll: Roll) -> Table:
    town, count = clerk.town, len(roll.person)
    forenames, surname = clerk.swapped(*clerk.names(roll))
    nhs = nhs_of(town, roll.person, roll.sealed)
    held = wrong_identifiers(
        clerk.rng, nhs, nhs_of(town, clerk.relative(roll.person), np.zeros(count, bool)), clerk.rates
    )
    young = town.people.born[roll.person] > town.today - 42
    status = np.where(~present(held), "07", "01").astype(object)
    told = happens(clerk.rng, clerk.rates["birth_order_known"], count)
    untraced = happens(clerk.rng, clerk.rates["untraced"], count)
    status[untraced] = np.array(["02", "03", "04", "05", "06"], dtype=object)[
        scattered(clerk.rng, 0, 5, int(untraced.sum()))
    ]
    status[young & ~present(held)] = "08"
    area = np.maximum(town.stays.home(roll.person, np.full(count, town.today)), 0)
    practice = town.dwellings.area[area] * 40 + roll.person % 40
    return {
        "nhs_number": _spaced(clerk, held),
        "local_patient_id": roll.source_id,
        "nhs_number_status": status,
        "forenames": unnamed_infants(clerk, roll.person, forenames),
        "surname": surname,
        "former_surnames": clerk.former_surnames(roll.person, surname, clerk.rates["former_known"]),
        "date_of_birth": clerk.births(roll.person),
        "sex": clerk.sexes(roll.person),
        "ethnicity_code": clerk.ethnicities(roll.person),
        "multiple_birth_order": np.where(told, town.people.birth_order[roll.person], 0),
        "gp_ods_code": joined("Z", padded(99000 + practice % 1000, 5)),
        "sensitive": happens(clerk.rng, clerk.rates["sensitive"], count),
        "_noted": roll.noted,
    }


def _spaced(clerk: Clerk, numbers: Texts) -> Texts:
    """Some written 999 123 4567, as on a card."""
    out = numbers.copy()
    chosen = present(numbers) & happens(clerk.rng, clerk.rates["number_spaced"], len(numbers))
    out[chosen] = [f"{text[:3]} {text[3:6]} {text[6:]}" for text in numbers[chosen].tolist()]
    return out


def unnamed_infants(clerk: Clerk, person: Ints, forenames: Texts) -> Texts:
    """BABY, INFANT or TWIN 1 in place of the name of some who were so registered at birth (B10)."""
    people, out = clerk.town.people, forenames.copy()
    young = people.born[person] > clerk.town.today - 3 * UNNAMED_DAYS
    newborn, later = clerk.rates["infant_unnamed"], clerk.rates["infant_unnamed_later"]
    rate = np.where(people.born[person] > clerk.town.today - UNNAMED_DAYS, newborn, later)
    chosen = young & happens(clerk.rng, rate, len(person))
    words = np.array(["BABY", "BABY GIRL", "INFANT", "BABY BOY"], dtype=object)
    out[chosen] = words[scattered(clerk.rng, 0, 2, int(chosen.sum())) + np.where(people.male[person[chosen]], 2, 0)]
    twin = chosen & (people.birth_order[person] > 0)
    out[twin] = joined("TWIN ", padded(people.birth_order[person[twin]], 1))
    return out


def _related(clerk: Clerk, view: AgencyView, roll: Roll) -> None:
    """Mothers of children by number, fathers and partners often by name alone (D17: fathers are not structured)."""
    town, people = clerk.town, clerk.town.people
    minor = (people.born[roll.person] > town.today - 18 * 365) & ~roll.sealed
    tables = []
    for relationship, other in (("mother", people.mother), ("father", people.father)):
        share, numbered = clerk.rates[f"names_{relationship}"], clerk.rates[f"{relationship}_numbered"]
        known = minor & (other[roll.person] != NOBODY) & happens(clerk.rng, share, len(roll.person))
        tables.append(
            _relation(clerk, roll, np.flatnonzero(known), other[roll.person[known]], (relationship, numbered))
        )
    kin = np.full(people.count, NOBODY)
    now = town.couples.until >= OPEN
    kin[town.couples.woman[now]], kin[town.couples.man[now]] = town.couples.man[now], town.couples.woman[now]
    share = town.rates["sees"]["health_names_next_of_kin"]
    known = ~minor & ~roll.sealed & (kin[roll.person] != NOBODY) & happens(clerk.rng, share, len(roll.person))
    tables.append(
        _relation(
            clerk, roll, np.flatnonzero(known), kin[roll.person[known]], ("partner", clerk.rates["partner_numbered"])
        )
    )
    table = stacked(tables)
    named = ~present(table["related_local_patient_id"])
    view.names_only(
        "related_persons", table["local_patient_id"][named], table.pop("_person")[named],
        (table["related_forenames"][named], table["related_surname"][named], table["related_date_of_birth"][named]),
    )  # fmt: skip
    view.add("related_persons", table, ends="to_date")


def _relation(clerk: Clerk, roll: Roll, record: Ints, other: Ints, how: tuple[str, float]) -> Table:
    town, count = clerk.town, len(record)
    entry = np.full(town.people.count, NOBODY)
    plain_rows = np.flatnonzero(~roll.sealed)
    entry[roll.person[plain_rows]] = roll.index[plain_rows]
    numbered = (entry[other] != NOBODY) & happens(clerk.rng, how[1], count)
    other_record = roll.record_of(clerk.rng, np.where(numbered, entry[other], NOBODY))
    forenames = clerk.forenames(other)
    surname = clerk.surnames(other, roll.noted[record])
    born = clerk.births(other)
    born = np.where(happens(clerk.rng, clerk.rates["related_dob_missing"], count), OPEN, born)
    return {
        "local_patient_id": roll.source_id[record],
        "related_local_patient_id": kept(roll.source_id[other_record], numbered),
        "related_forenames": kept(forenames, ~numbered),
        "related_surname": kept(surname, ~numbered),
        "related_date_of_birth": np.where(numbered, OPEN, born),
        "relationship": plain(how[0], count),
        "from_date": np.where(happens(clerk.rng, clerk.rates["related_since_known"], count), roll.noted[record], OPEN),
        "to_date": np.full(count, OPEN),
        "_noted": roll.noted[record],
        "_person": other,
    }


def _attendances(clerk: Clerk, roll: Roll) -> Table:
    town, rng = clerk.town, clerk.rng
    sees = town.rates["sees"]
    counts = rng.poisson(sees["health_attends"] * 5 * sees["health_attends_kept"], len(roll.person))
    record = np.repeat(np.arange(len(roll.person)), counts)
    on = town.today - scattered(rng, 0, 5 * 365, len(record))
    person = roll.person[record]
    there = town.people.alive(on, person) & (on >= roll.noted[record]) & ~roll.sealed[record]
    record, on, person = record[there], on[there], person[there]
    minor = town.people.born[person] > on - 18 * 365
    count = len(on)
    provider = joined("Z", padded(pick(rng, load_areas().shares, count), 2))
    return {
        "local_patient_id": roll.source_id[record],
        "attended_on": on,
        "setting": choose(rng, town.rates["settings"], count),
        "reason": np.array(REASONS, dtype=object)[scattered(rng, 0, len(REASONS), count)],
        "provider_ods_code": provider,
        "safeguarding_concern": minor & happens(rng, clerk.rates["attendance_concern"], count),
        "_noted": np.minimum(on + scattered(rng, 0, 3, count), town.today),
    }
