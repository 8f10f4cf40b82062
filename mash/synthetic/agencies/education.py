"""Education: pupils, where they live, their schools, their attendance, and whom the school may telephone."""

from __future__ import annotations

import numpy as np

from mash.synthetic.addresses import address_columns, held_addresses
from mash.synthetic.agencies.sheets import AgencyView
from mash.synthetic.chance import choose, happens, scattered, stream
from mash.synthetic.columns import (
    NOBODY,
    OPEN,
    Bools,
    Ints,
    Table,
    Texts,
    joined,
    kept,
    present,
    rank_within,
    rows,
    stacked,
    texts,
    year_start,
    years_of,
)
from mash.synthetic.identifiers import upns
from mash.synthetic.mistakes import wrong_identifiers
from mash.synthetic.places import load_areas
from mash.synthetic.population import Stays
from mash.synthetic.town import Town
from mash.synthetic.views import Clerk, Roll, nothing, phone_numbers, plain

YEARS_KEPT = 6
SCHOOL_DAY = 243
"""1 September, counted from 1 January."""
PUPILS_PER_SCHOOL = 60
"""One form of entry or two: how many start a school in a year."""
TERMS = (("autumn", 243, 354), ("spring", 4, 88), ("summer", 104, 202))


def education_view(town: Town) -> AgencyView:
    """All five datasets."""
    clerk, view = Clerk(town, "education"), AgencyView()
    pupils = _schooled(town)
    roll = clerk.enrol(pupils, np.maximum(_starts_school(town.people.born[pupils]), year_start(2006)), "L")
    view.holds("pupils", roll)
    view.add("pupils", _pupils(clerk, roll))
    held = held_addresses(clerk, roll)
    view.add("pupil_addresses", address_columns(held, "la_pupil_id", kind=False), ends="to_date")
    view.add("enrolments", _enrolments(clerk, roll), ends="to_date")
    _contacts(clerk, view, roll)
    view.add("attendance", _attendance(clerk, roll))
    return view


def _starts_school(born: Ints) -> Ints:
    """The September after the fourth birthday (compulsory school age and the usual reception year)."""
    year = years_of(born) + 4
    starts = np.array([year_start(y) + SCHOOL_DAY for y in range(1900, 2060)])
    this = starts[year - 1900]
    return np.where(born + 4 * 365 + 1 <= this, this, starts[year + 1 - 1900])


def _schooled(town: Town) -> Ints:
    """Whoever was at school in the years kept."""
    people, today = town.people, town.today
    begins = _starts_school(people.born)
    leaves = begins + 12 * 365
    here = town.stays.at(np.arange(people.count), np.full(people.count, today)) != NOBODY
    return np.flatnonzero((begins <= today) & (leaves > today - YEARS_KEPT * 365) & people.alive(today) & here)


def upn_numbers(town: Town) -> Texts:
    """The UPN of everyone who ever was at school in the years kept, and of some nursery children; else ``None``."""
    people = town.people
    begins = _starts_school(people.born)
    nursery = happens(stream(town.seed, "nursery"), town.rates["education"]["nursery_upn"], people.count)
    first = np.where(nursery, begins - 365, begins)
    leaves = begins + 12 * 365
    who = np.flatnonzero((first <= town.today) & (leaves > town.today - YEARS_KEPT * 365))
    area = np.maximum(town.stays.home(who, first[who]), 0)
    area = town.dwellings.area[area]
    year = years_of(first[who])
    order = stream(town.seed, "upn").permutation(len(who))
    cohort = area * 10_000 + year
    rank = np.empty(len(who), dtype=np.int64)
    rank[order] = rank_within(cohort[order])
    out = nothing(people.count)
    out[who] = upns(load_areas().authorities[area], rank // 900, year, 1 + rank % 900)
    return out


def _pupils(clerk: Clerk, roll: Roll) -> Table:
    town, count = clerk.town, len(roll.person)
    upn = upn_numbers(town)
    forenames, surname = clerk.swapped(*clerk.names(roll))
    held = wrong_identifiers(clerk.rng, upn[roll.person], upn[clerk.relative(roll.person)], clerk.rates)
    preferred = nothing(count)
    knows = happens(clerk.rng, clerk.rates["preferred_surname"], count)
    step = _step_parents(town)[roll.person]
    knows &= step != NOBODY
    preferred[knows] = clerk.surnames(step[knows], np.full(int(knows.sum()), town.today))
    moved = present(held) & happens(clerk.rng, clerk.rates["former_upn"], count)
    former = nothing(count)
    former[moved] = _former_upn(roll.person[moved], town)
    return {
        "upn": held,
        "former_upn": former,
        "la_pupil_id": roll.source_id,
        "forenames": forenames,
        "legal_surname": surname,
        "preferred_surname": preferred,
        "date_of_birth": clerk.births(roll.person),
        "sex": clerk.sexes(roll.person),
        "ethnicity_code": clerk.ethnicities(roll.person),
        "_noted": roll.noted,
    }


def _former_upn(person: Ints, town: Town) -> Texts:
    """A number first given elsewhere: authority 213, establishments 9500 up, distinct by serial."""
    year = years_of(town.people.born[person]) + 5
    return upns(plain("213", len(person)), 500 + person // 999 % 500, year, 1 + person % 999)


def _step_parents(town: Town) -> Ints:
    """The man a child's mother lives with now and who is not the father, or -1."""
    partner = np.full(town.people.count, NOBODY)
    now = town.couples.until >= OPEN
    partner[town.couples.woman[now]] = town.couples.man[now]
    mother = town.people.mother
    step = np.where(mother == NOBODY, NOBODY, partner[mother])
    return np.where(step == town.people.father, NOBODY, step)


def _enrolments(clerk: Clerk, roll: Roll) -> Table:
    """Primary from reception, secondary from eleven, a change of school for some who moved."""
    town = clerk.town
    begins = _starts_school(town.people.born[roll.person])
    area = town.dwellings.area[np.maximum(town.stays.home(roll.person, np.minimum(begins, town.today)), 0)]
    schools = max(2, town.people.count // 4000)
    first = area * 1000 + scattered(clerk.rng, 0, schools, len(area))
    secondary = area * 1000 + 500 + scattered(clerk.rng, 0, max(1, schools // 5), len(area))
    changes = happens(clerk.rng, clerk.rates["changes_school"], len(area))
    change_on = begins + scattered(clerk.rng, 200, 5 * 365, len(area))
    leaves = begins + 7 * 365
    tables = []
    for school, since, until, has in (
        (first, begins, np.where(changes, change_on, leaves), np.ones(len(area), bool)),
        (first + 300, change_on + 3, leaves, changes),
        (secondary, leaves + 42, begins + 12 * 365 - 40, np.ones(len(area), bool)),
    ):
        live = has & (since <= town.today) & (until > since)
        tables.append(rows({
            "la_pupil_id": roll.source_id,
            "school_urn": texts(900_000 + school % 100_000),
            "from_date": since,
            "to_date": np.where(until > town.today, OPEN, until),
            "_noted": since,
        }, live))  # fmt: skip
    return stacked(tables)


def _contacts(clerk: Clerk, view: AgencyView, roll: Roll) -> None:
    """Mother, father, the mother's partner, a grandparent, and for some a carer whom no other agency names."""
    town, people, count = clerk.town, clerk.town.people, len(roll.person)
    mother, father = people.mother[roll.person], people.father[roll.person]
    step = _step_parents(town)[roll.person]
    gran = np.where(mother == NOBODY, NOBODY, people.mother[mother])
    friend = np.full(people.count, NOBODY)
    now = town.carers["until"] >= OPEN
    friend[town.carers["child"][now]] = town.carers["carer"][now]
    plan = (
        ("mother", mother),
        ("father", father),
        ("step-parent", step),
        ("grandparent", gran),
        ("carer", friend[roll.person]),
    )
    tables = []
    for relationship, other in plan:
        share, responsible = (
            clerk.rates[f"{what}_{relationship.replace('-', '_')}"] for what in ("names", "responsible")
        )
        has = (other != NOBODY) & happens(clerk.rng, share, count)
        has &= people.alive(town.today)[np.maximum(other, 0)]
        has &= people.born[np.maximum(other, 0)] < people.born[roll.person] - 14 * 365
        tables.append(_contact(clerk, roll, np.flatnonzero(has), other[has], (relationship, responsible)))
    table = stacked(tables)
    table = rows(table, np.argsort(table["_record"], kind="stable"))
    table["contact_seq"] = 1 + rank_within(table.pop("_record"))
    key = joined(table["la_pupil_id"], ":", texts(table["contact_seq"]))
    view.names_only(
        "contacts", key, table.pop("_person"), (table["forenames"], table["surname"], table["date_of_birth"])
    )
    view.add("contacts", table, ends="to_date")


def _contact(clerk: Clerk, roll: Roll, record: Ints, other: Ints, how: tuple[str, float]) -> Table:
    town, count = clerk.town, len(record)
    today = np.full(count, town.today)
    together = _same_home(town.stays, roll.person[record], other, today)
    born = np.where(happens(clerk.rng, clerk.rates["contact_dob_missing"], count), OPEN, clerk.births(other))
    home = town.stays.home(other, today)
    postcode = kept(town.dwellings.postcode[home], home != NOBODY)
    postcode[happens(clerk.rng, clerk.rates["contact_postcode_missing"], count)] = None
    phone = phone_numbers(other)
    phone[happens(clerk.rng, clerk.rates["phone_missing"], count)] = None
    since = np.maximum(roll.noted[record], town.today - 5 * 365)
    stale = happens(clerk.rng, clerk.rates["contact_name_stale"], count)
    left = happens(clerk.rng, clerk.rates["contact_ended"], count)
    return {
        "la_pupil_id": roll.source_id[record],
        "contact_seq": np.zeros(count, dtype=np.int64),
        "forenames": clerk.forenames(other),
        "surname": clerk.surnames(other, np.where(stale, roll.noted[record], town.today)),
        "date_of_birth": born,
        "relationship": plain(how[0], count),
        "parental_responsibility": happens(clerk.rng, how[1], count),
        "lives_with_child": together ^ happens(clerk.rng, clerk.rates["lives_with_wrong"], count),
        "phone": phone,
        "postcode": postcode,
        "from_date": since,
        "to_date": np.where(left, since + 400, OPEN),
        "_noted": since,
        "_person": other,
        "_record": record,
    }


def _same_home(stays: Stays, one: Ints, other: Ints, on: Ints) -> Bools:
    home = stays.home(one, on)
    return np.asarray((home != NOBODY) & (home == stays.home(other, on)), dtype=np.bool_)


def _attendance(clerk: Clerk, roll: Roll) -> Table:
    """The last three school years, term by term; absence skewed, a few persistently away (DfE: about 20 %)."""
    town = clerk.town
    begins = _starts_school(town.people.born[roll.person])
    tables = []
    for year in range(town.as_of.year - 3, town.as_of.year + 1):
        for term, low, high in TERMS:
            first, last = year_start(year) + low, year_start(year) + high
            at_school = (begins <= first) & (begins + 12 * 365 > first) & (last <= town.today)
            record = np.flatnonzero(at_school)
            possible = np.full(len(record), 2 * (high - low) * 5 // 7 - 10)
            share = clerk.rng.beta(0.9, 11.0, len(record))
            tables.append({
                "la_pupil_id": roll.source_id[record],
                "term": plain(f"{year} {term}", len(record)),
                "sessions_possible": possible,
                "sessions_absent": (possible * share).astype(np.int64),
                "exclusions": choose(clerk.rng, town.rates["exclusions"], len(record)).astype(np.int64),
                "_noted": np.full(len(record), last),
            })  # fmt: skip
    return stacked(tables)
