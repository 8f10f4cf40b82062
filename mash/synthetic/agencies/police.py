"""Police: nominals force by force, their addresses, occurrences, links and markers."""

from __future__ import annotations

import numpy as np

from mash.synthetic.addresses import address_columns, held_addresses
from mash.synthetic.agencies.sheets import AgencyView
from mash.synthetic.chance import choose, happens, scattered, stream
from mash.synthetic.columns import (
    ADULT,
    NOBODY,
    OPEN,
    Ints,
    Table,
    Texts,
    joined,
    kept,
    padded,
    present,
    rows,
    stacked,
    years_of,
)
from mash.synthetic.identifiers import cro_numbers, pnc_ids
from mash.synthetic.mistakes import otherwise_written, wrong_identifiers
from mash.synthetic.places import load_areas
from mash.synthetic.town import Town
from mash.synthetic.views import Clerk, Roll, nothing, plain

SCHEMES = {
    "sexual offender": (("VISOR", "visor"), ("SHPO", "shpo"), ("MAPPA", "mappa_sexual")),
    "risk to children": (("PPRC", "pprc"), ("CSE", "cse")),
    "violence": (("VIOLENCE", "violence_marker"), ("MAPPA", "mappa_violence")),
    "domestic abuse": (("DV", "dv_marker"),),
    "drugs": (("DRUGS", "drugs_marker"),),
    "other": (),
}
"""Which schemes of the police carry a truth, and the rate that says how often. They have no scheme for ``other``."""
MAX_AREAS = 64
MISSING = "missing person"
"""The category of a missing person's report."""


def police_view(town: Town) -> AgencyView:
    """All six datasets."""
    clerk, view = Clerk(town, "police"), AgencyView()
    pairs, noted = _known_pairs(town)
    roll = clerk.enrol(pairs // MAX_AREAS, noted, "N")
    area = (pairs % MAX_AREAS)[roll.index]
    roll.source_id = joined(load_areas().forces[area], "-", roll.source_id)
    view.holds("nominals", roll)
    view.add("nominals", _nominals(clerk, roll, area))
    held = held_addresses(clerk, roll)
    view.add("nominal_addresses", address_columns(held, "nominal_ref", kind=True), ends="to_date")
    _occurrences(clerk, view, roll, pairs)
    view.add("nominal_links", _links(clerk, roll, pairs), ends="to_date")
    view.add("markers", _markers(clerk, roll, pairs))
    return view


def home_area(town: Town, person: Ints) -> Ints:
    """The area each lives in today; the first where nowhere."""
    home = town.stays.home(person, np.full(len(person), town.today))
    return np.where(home == NOBODY, 0, town.dwellings.area[home])


def pnc_numbers(town: Town) -> tuple[Texts, Texts]:
    """PNC id and CRO number of everyone who was ever suspected or is flagged; ``None`` for the others."""
    suspects = town.roles["person"][town.roles["role"] == "suspect"]
    who = np.union1d(suspects, town.flags["person"])
    rng = stream(town.seed, "pnc")
    serial = rng.permutation(1_000_000)[: len(who)]
    year = np.maximum(years_of(town.people.born[who]) + 16 + scattered(rng, 0, 10, len(who)), 1980)
    year = np.minimum(year, town.as_of.year)
    pnc, cro = nothing(town.people.count), nothing(town.people.count)
    pnc[who] = pnc_ids(year, serial)
    fingered = happens(rng, town.rates["police"]["cro_known"], len(who))
    cro[who[fingered]] = cro_numbers(year, serial)[fingered]
    return pnc, cro


def _known_pairs(town: Town) -> tuple[Ints, Ints]:
    """Every (person, force) on record as ``person * 64 + area``, and the day first on record."""
    roles, links, flags = town.roles, town.links, town.flags
    event = roles["occurrence"]
    reporters = roles["person"] * MAX_AREAS + town.occurrences["area"][event]
    link_area = home_area(town, links["person_a"])
    ends = [links[end] * MAX_AREAS + link_area for end in ("person_a", "person_b")]
    flagged = flags["person"] * MAX_AREAS + home_area(town, flags["person"])
    keys = np.concatenate((reporters, *ends, flagged))
    days = np.concatenate((town.occurrences["day"][event], links["since"], links["since"], flags["since"]))
    order = np.lexsort((days, keys))
    pairs, first = np.unique(keys[order], return_index=True)
    return pairs, np.minimum(days[order][first], town.today)


def _entry(pairs: Ints, person: Ints, area: Ints) -> Ints:
    return np.searchsorted(pairs, person * MAX_AREAS + area).astype(np.int64)


def _nominals(clerk: Clerk, roll: Roll, area: Ints) -> Table:
    pnc, cro = pnc_numbers(clerk.town)
    relative = clerk.relative(roll.person)
    rates = clerk.rates
    count = len(roll.person)
    forenames, surname = clerk.swapped(*clerk.names(roll))
    return {
        "nominal_ref": roll.source_id,
        "force_code": load_areas().forces[area],
        "pnc_id": wrong_identifiers(clerk.rng, _short_form(clerk, pnc[roll.person]), pnc[relative], rates),
        "cro_number": wrong_identifiers(clerk.rng, cro[roll.person], cro[relative], rates),
        "forenames": _shouted(forenames),
        "surname": _shouted(surname),
        "aliases": _aliases(clerk, roll, surname),
        "date_of_birth": clerk.births(roll.person),
        "sex": clerk.sexes(roll.person),
        "ethnicity_code": clerk.ethnicities(roll.person),
        "phones": clerk.phones(roll.person),
        "vehicles": _vehicles(clerk, roll.person),
        "restricted": happens(clerk.rng, rates["restricted"], count),
        "_noted": roll.noted,
    }


def _shouted(column: Texts) -> Texts:
    """In capitals, as police systems keep names."""
    out = column.copy()
    there = present(column)
    out[there] = np.char.upper(column[there].astype("U")).astype(object)
    return out


def _short_form(clerk: Clerk, pnc: Texts) -> Texts:
    """One in five without its century, as it is spoken: ``81/9000034C``."""
    out = pnc.copy()
    short = present(pnc) & happens(clerk.rng, clerk.rates["pnc_short"], len(pnc))
    out[short] = [text[2:] for text in pnc[short].tolist()]
    return out


def _aliases(clerk: Clerk, roll: Roll, surname: Texts) -> Texts:
    """``SURNAME, FORENAMES``: former names and nicknames, for those the force has dealt with more."""
    callings, count = clerk.town.callings, len(roll.person)
    former = clerk.former_surnames(roll.person, surname, clerk.rates["former_known"])
    nick = otherwise_written(clerk.rng, callings.given[roll.person], np.ones(count, dtype=bool))
    out = nothing(count)
    known = happens(clerk.rng, clerk.rates["alias_known"], count)
    out[known] = _shouted(joined(surname[known], ", ", nick[known]))
    renamed = present(former) & ~present(out)
    first = np.array([text.split("|")[0] for text in former[renamed].tolist()], dtype=object)
    out[renamed] = _shouted(joined(first, ", ", nick[renamed])) if len(first) else out[renamed]
    return out


def _vehicles(clerk: Clerk, person: Ints) -> Texts:
    """Marks with I and Q, which DVLA never issues."""
    out = nothing(len(person))
    has = happens(clerk.rng, clerk.rates["vehicle_known"], len(person)) & (
        clerk.town.people.age(clerk.town.today)[person] >= ADULT
    )
    letters = np.array(list("ABCDEFGHJK"), dtype=object)
    who = person[has]
    out[has] = joined(
        "QI", padded(who // 1000 % 100, 2), " ", letters[who // 100 % 10], letters[who // 10 % 10], letters[who % 10]
    )
    return out


def _occurrences(clerk: Clerk, view: AgencyView, roll: Roll, pairs: Ints) -> None:
    town, rng = clerk.town, clerk.rng
    happened, roles = town.occurrences, town.roles
    count = len(happened["day"])
    refs = joined(
        load_areas().forces[happened["area"]],
        "/",
        padded(1 + rng.permutation(count), 7),
        "/",
        padded(years_of(happened["day"]) % 100, 2),
    )
    entry = _entry(pairs, roles["person"], happened["area"][roles["occurrence"]])
    nominal = roll.record_of(rng, entry)
    recorded = np.minimum(happened["day"] + scattered(rng, 0, 4, count), town.today)
    withdrawn = np.where(happens(rng, clerk.rates["withdrawn"], count), town.today - scattered(rng, 0, 20, count), OPEN)
    withdrawn = np.where(withdrawn > recorded, withdrawn, OPEN)
    informants = np.flatnonzero(np.isin(roles["role"], ("informant", "victim")))
    reporter = nothing(count)
    reporter[roles["occurrence"][informants]] = roll.source_id[nominal[informants]]
    postcode = kept(town.dwellings.postcode[happened["dwelling"]], happened["dwelling"] != NOBODY)
    outcome = choose(rng, town.rates["police_outcomes"], count)
    view.add("occurrences", {
        "occurrence_ref": refs, "force_code": load_areas().forces[happened["area"]],
        "source_system": happened["system"], "category": happened["category"], "occurred_on": happened["day"],
        "recorded_on": recorded,
        "reported_by_nominal_ref": reporter, "postcode": postcode, "dash_grade": happened["dash"], "outcome": outcome,
        "summary": joined("Report of ", happened["category"], ". Outcome: ", outcome, "."),
        "_noted": recorded, "_withdrawn": withdrawn,
    })  # fmt: skip
    event = roles["occurrence"]
    view.add("occurrence_roles", {
        "occurrence_ref": refs[event], "nominal_ref": roll.source_id[nominal], "role": roles["role"],
        "_noted": recorded[event], "_withdrawn": withdrawn[event],
    })  # fmt: skip
    _missing(clerk, view, roll, pairs)


def _missing(clerk: Clerk, view: AgencyView, roll: Roll, pairs: Ints) -> None:
    """Reports of missing children under the numbers after all others, from a stream of their own."""
    town, missing, rng = clerk.town, clerk.town.missing, stream(clerk.town.seed, "missing persons reports")
    force, count = load_areas().forces[missing["area"]], len(missing["child"])
    serial = padded(1 + len(town.occurrences["day"]) + np.arange(count), 7)
    refs = joined(force, "/", serial, "/", padded(years_of(missing["day"]) % 100, 2))
    nominal = roll.record_of(rng, _entry(pairs, missing["child"], missing["area"]))
    blank, never = nothing(count), np.full(count, OPEN)
    reports = {
        "occurrence_ref": refs, "force_code": force, "source_system": plain("RMS", count),
        "category": plain(MISSING, count), "occurred_on": missing["day"], "recorded_on": missing["day"],
        "reported_by_nominal_ref": blank, "postcode": blank, "dash_grade": blank, "outcome": blank,
        "summary": plain("Report of a missing child.", count), "_noted": missing["day"], "_withdrawn": never,
    }  # fmt: skip
    parts = {
        "occurrence_ref": refs, "nominal_ref": roll.source_id[nominal], "role": plain("subject child", count),
        "_noted": missing["day"], "_withdrawn": never,
    }  # fmt: skip
    for dataset, table in (("occurrences", reports), ("occurrence_roles", parts)):
        sheet = view.sheets[dataset]
        sheet.table = stacked([sheet.table, table])


def _links(clerk: Clerk, roll: Roll, pairs: Ints) -> Table:
    town, links = clerk.town, clerk.town.links
    area = home_area(town, links["person_a"])
    a, b = (roll.record_of(clerk.rng, _entry(pairs, links[end], area)) for end in ("person_a", "person_b"))
    return {
        "nominal_ref_a": roll.source_id[a],
        "nominal_ref_b": roll.source_id[b],
        "link_type": links["kind"],
        "source_grade": links["source"],
        "intelligence_grade": links["intelligence"],
        "handling_code": links["handling"],
        "from_date": links["since"],
        "to_date": links["until"],
        "_noted": np.minimum(links["since"] + 10, town.today),
    }


def _markers(clerk: Clerk, roll: Roll, pairs: Ints) -> Table:
    town, flags = clerk.town, clerk.town.flags
    nominal = roll.record_of(clerk.rng, _entry(pairs, flags["person"], home_area(town, flags["person"])))
    tables = []
    for kind, schemes in SCHEMES.items():
        for scheme, rate in schemes:
            chosen = np.flatnonzero((flags["kind"] == kind) & happens(clerk.rng, clerk.rates[rate], len(nominal)))
            tables.append(_marker(clerk, scheme, kind, rows(flags, chosen), roll.source_id[nominal[chosen]]))
    return stacked(tables)


def _marker(clerk: Clerk, scheme: str, kind: str, flags: Table, ref: Texts) -> Table:
    count = len(ref)
    category = "1" if kind == "sexual offender" else "2"
    return {
        "nominal_ref": ref,
        "scheme": plain(scheme, count),
        "code": plain(category, count) if scheme == "MAPPA" else nothing(count),
        "level": choose(clerk.rng, clerk.town.rates["mappa_levels"], count) if scheme == "MAPPA" else nothing(count),
        "authority": plain("public protection unit" if kind == "sexual offender" else "force", count),
        "valid_from": flags["since"],
        "valid_to": flags["until"],
        "status": flag_status(clerk, flags),
        "_noted": np.minimum(flags["since"] + 5, clerk.town.today),
    }


def flag_status(clerk: Clerk, flags: Table) -> Texts:
    """current, expired or discharged as the agency says; some past their date are still sent as current."""
    over = flags["until"] <= clerk.town.today
    out = np.where(over, np.where(flags["discharged"], "discharged", "expired"), "current").astype(object)
    stale = over & ~flags["discharged"] & happens(clerk.rng, clerk.rates["stale_status"], len(out))
    out[stale] = "current"
    return out
