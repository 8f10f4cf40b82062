"""Probation: offenders supervised, their addresses, registrations, licence conditions and personal contacts."""

from __future__ import annotations

import numpy as np

from mash.synthetic.addresses import address_columns, held_addresses
from mash.synthetic.agencies.police import flag_status, pnc_numbers
from mash.synthetic.agencies.sheets import AgencyView
from mash.synthetic.chance import choose, happens, scattered, stream
from mash.synthetic.columns import ADULT, NOBODY, OPEN, Ints, Table, joined, present, rows, stacked
from mash.synthetic.identifiers import crns, noms_numbers
from mash.synthetic.mistakes import wrong_identifiers
from mash.synthetic.town import Town
from mash.synthetic.views import Clerk, Roll, nothing, plain

REGISTERS = {
    "sexual offender": (("RSO", "rso"), ("MAPPA", "mappa_sexual"), ("RISK_TO_CHILDREN", "risk_besides")),
    "risk to children": (("RISK_TO_CHILDREN", "risk_to_children"),),
    "violence": (("ROSH", "rosh_violence"), ("MAPPA", "mappa_violence")),
    "domestic abuse": (("DOMESTIC_ABUSE", "domestic_abuse"),),
    "drugs": (),
    "other": (("ROSH", "rosh_other"),),
}
"""Which registers carry a truth, and the rate of each. RoSH ``low`` is what probation says of the kind ``other``."""
PROGRAMME = "Building Better Relationships programme"
CONDITIONS = (
    "no contact with children under 16",
    "reside as approved",
    "exclusion zone",
    "alcohol abstinence",
    "polygraph",
)


def probation_view(town: Town) -> AgencyView:
    """All five datasets."""
    clerk, view = Clerk(town, "probation"), AgencyView()
    person, noted = _supervised(clerk)
    roll = clerk.enrol(person, noted, "")
    roll.source_id = crns(100_000 + stream(town.seed, "crn").permutation(800_000)[: len(roll.person)])
    view.holds("offenders", roll)
    view.add("offenders", _offenders(clerk, roll))
    held = held_addresses(clerk, roll)
    held["kind"] = np.where(held["kind"] == "home", "main", held["kind"])
    view.add("offender_addresses", address_columns(held, "crn", kind=True), ends="to_date")
    entry = np.full(town.people.count, NOBODY)
    entry[person] = np.arange(len(person))
    view.add("registrations", _registrations(clerk, roll, entry))
    conditions = stacked([_conditions(clerk, roll), _programmes(clerk, roll, entry)])
    view.add("licence_conditions", conditions, ends="to_date")
    _personal_contacts(clerk, view, roll)
    return view


def _supervised(clerk: Clerk) -> tuple[Ints, Ints]:
    """Most of the gravely flagged, and some of those ever suspected; adults only."""
    town = clerk.town
    suspects = np.unique(town.roles["person"][town.roles["role"] == "suspect"])
    chosen = suspects[happens(clerk.rng, town.rates["sees"]["probation_supervised"], len(suspects))]
    serious = np.isin(town.flags["kind"], ("sexual offender", "risk to children", "violence"))
    flagged = np.unique(town.flags["person"][serious])
    flagged = flagged[happens(clerk.rng, clerk.rates["flagged_supervised"], len(flagged))]
    person = np.union1d(chosen, flagged)
    person = person[(town.people.age(town.today)[person] >= ADULT) & (town.people.died[person] > town.today - 3 * 365)]
    noted = town.today - scattered(clerk.rng, 30, 10 * 365, len(person))
    return person, np.maximum(noted, town.people.born[person] + 18 * 366)


def _offenders(clerk: Clerk, roll: Roll) -> Table:
    town, count = clerk.town, len(roll.person)
    pnc, _ = pnc_numbers(town)
    noms = nothing(town.people.count)
    jailed = np.unique(town.elsewhere["person"][town.elsewhere["kind"] == "prison"])
    noms[jailed] = noms_numbers(stream(town.seed, "noms").permutation(2_000_000)[: len(jailed)])
    forenames, surname = clerk.swapped(*clerk.names(roll))
    former = clerk.former_surnames(roll.person, surname, clerk.rates["former_known"])
    known = present(former)
    aliases = nothing(count)
    first = np.array([text.split("|")[0] for text in former[known].tolist()], dtype=object)
    aliases[known] = (
        joined(first, ", ", clerk.town.callings.forenames(roll.person[known])) if len(first) else aliases[known]
    )
    relative = clerk.relative(roll.person)
    return {
        "crn": roll.source_id,
        "pnc_id": wrong_identifiers(clerk.rng, pnc[roll.person], pnc[relative], clerk.rates),
        "noms_number": noms[roll.person],
        "forenames": forenames,
        "surname": surname,
        "aliases": aliases,
        "date_of_birth": clerk.births(roll.person),
        "sex": clerk.sexes(roll.person),
        "ethnicity_code": clerk.ethnicities(roll.person),
        "phones": clerk.phones(roll.person),
        "_noted": roll.noted,
    }


def _registrations(clerk: Clerk, roll: Roll, entry: Ints) -> Table:
    flags = clerk.town.flags
    record = roll.record_of(clerk.rng, entry[flags["person"]])
    tables = []
    for kind, registers in REGISTERS.items():
        for register, rate in registers:
            chosen = (flags["kind"] == kind) & (record != NOBODY) & happens(clerk.rng, clerk.rates[rate], len(record))
            flagged = {**rows(flags, chosen), "crn": roll.source_id[record[chosen]]}
            tables.append(_registration(clerk, register, kind, flagged))
    return stacked(tables)


def _registration(clerk: Clerk, register: str, kind: str, flags: Table) -> Table:
    count = len(flags["person"])
    rosh = choose(clerk.rng, clerk.town.rates["rosh_levels"], count)
    if kind == "other":
        rosh = plain("low", count)
    category = plain("1" if kind == "sexual offender" else "2", count) if register == "MAPPA" else nothing(count)
    levels = {"MAPPA": choose(clerk.rng, clerk.town.rates["mappa_levels"], count), "ROSH": rosh}
    return {
        "crn": flags["crn"],
        "register": plain(register, count),
        "category": category,
        "level": levels.get(register, nothing(count)),
        "valid_from": flags["since"],
        "valid_to": flags["until"],
        "status": flag_status(clerk, flags),
        "_noted": np.minimum(flags["since"] + 20, clerk.town.today),
    }


def _conditions(clerk: Clerk, roll: Roll) -> Table:
    town = clerk.town
    grave = np.isin(town.flags["kind"], ("sexual offender", "risk to children")) & (town.flags["until"] > town.today)
    grave = np.unique(town.flags["person"][grave])
    weight = np.where(np.isin(roll.person, grave), clerk.rates["condition_grave"], clerk.rates["condition_other"])
    record = np.flatnonzero(happens(clerk.rng, weight, len(roll.person)))
    which = np.where(np.isin(roll.person[record], grave), 0, 1 + scattered(clerk.rng, 0, 4, len(record)))
    since = np.minimum(roll.noted[record] + 30, town.today)
    until = since + scattered(clerk.rng, 180, 1800, len(record))
    return {
        "crn": roll.source_id[record],
        "condition": np.array(CONDITIONS, dtype=object)[which],
        "from_date": since,
        "to_date": np.where(until > town.today, OPEN, until),
        "_noted": since,
    }


def _programmes(clerk: Clerk, roll: Roll, entry: Ints) -> Table:
    """Conditions that name a programme for those who abuse a partner, of the supervised."""
    offered = rows(clerk.town.programmes, entry[clerk.town.programmes["person"]] != NOBODY)
    record = roll.record_of(stream(clerk.town.seed, "programmes on record"), entry[offered["person"]])
    words = np.where(offered["refused"], f"{PROGRAMME}: refused", f"attend {PROGRAMME}").astype(object)
    return {
        "crn": roll.source_id[record],
        "condition": words,
        "from_date": offered["since"],
        "to_date": offered["until"],
        "_noted": offered["since"],
    }


def _personal_contacts(clerk: Clerk, view: AgencyView, roll: Roll) -> None:
    """Partner, mother and a friend of the offender, named and not numbered."""
    town, people = clerk.town, clerk.town.people
    partner = np.full(people.count, NOBODY)
    now = town.couples.until >= OPEN
    partner[town.couples.woman[now]], partner[town.couples.man[now]] = town.couples.man[now], town.couples.woman[now]
    friend = np.full(people.count, NOBODY)
    friend[town.links["person_a"]] = town.links["person_b"]
    tables = []
    for relationship, other in (("partner", partner), ("mother", people.mother), ("friend", friend)):
        whom, share = other[roll.person], clerk.rates[f"names_{relationship}"]
        has = (whom != NOBODY) & happens(clerk.rng, share, len(whom))
        tables.append(_personal_contact(clerk, roll, np.flatnonzero(has), whom[has], relationship))
    table = stacked(tables)
    view.names_only(
        "personal_contacts", table["crn"], table.pop("_person"),
        (table["contact_forenames"], table["contact_surname"], table["contact_date_of_birth"]),
    )  # fmt: skip
    view.add("personal_contacts", table, ends="to_date")


def _personal_contact(clerk: Clerk, roll: Roll, record: Ints, other: Ints, relationship: str) -> Table:
    town, count = clerk.town, len(record)
    born = np.where(happens(clerk.rng, clerk.rates["contact_dob_missing"], count), OPEN, clerk.births(other))
    surname = clerk.surnames(other, np.full(count, town.today))
    surname[happens(clerk.rng, clerk.rates["contact_surname_missing"], count)] = None
    return {
        "crn": roll.source_id[record],
        "contact_forenames": clerk.forenames(other),
        "contact_surname": surname,
        "contact_date_of_birth": born,
        "relationship": plain(relationship, count),
        "from_date": np.where(happens(clerk.rng, clerk.rates["contact_since_known"], count), roll.noted[record], OPEN),
        "to_date": np.full(count, OPEN),
        "_noted": roll.noted[record],
        "_person": other,
    }
