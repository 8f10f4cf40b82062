"""What is true, kept apart from what is sent: whose each record is, who everyone is, their ties, flags and cases."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from mash import __version__
from mash.synthetic.agencies import AgencyView
from mash.synthetic.agencies.police import MISSING
from mash.synthetic.agencies.social_care import referral_ids
from mash.synthetic.columns import NOBODY, OPEN, Bools, Table, Texts, joined, kept, rows, stacked
from mash.synthetic.name_pools import COMMUNITIES
from mash.synthetic.naming_keys import naming_keys
from mash.synthetic.oracle import FLAGGED, POLICY, true_proposals
from mash.synthetic.places import KINDS
from mash.synthetic.profile import profile_hash
from mash.synthetic.ties import true_ties
from mash.synthetic.town import Town
from mash.synthetic.uprooted import with_contact
from mash.synthetic.views import nothing, plain, true_ethnicity
from mash.synthetic.writing import write_table

CASTS = {
    **dict.fromkeys(("date_of_birth", "expected_date_of_birth", "died_on", "from_date", "to_date"), "day"),
    **dict.fromkeys(("valid_from", "valid_to", "closed_on", "occurred_on"), "day"),
    **dict.fromkeys(("person_id", "other_person_id", "child_person_id", "mother", "father"), "person"),
    **dict.fromkeys(("person_a", "person_b", "older", "referrer"), "person"),
    "received_at": "minute",
    "sealed": "boolean",
    "refused": "boolean",
}
"""What a column's numbers stand for, whatever table it is in."""


def write_truth(folder: Path, town: Town, views: dict[str, AgencyView]) -> None:
    """All tables of ``truth/`` and its manifest."""
    folder.mkdir(parents=True)
    _write(folder, "membership", membership(views, town.as_of))
    for name, made_of in TABLES.items():
        _write(folder, name, made_of(town))
    _write(folder, "programmes", programmes(town, views["probation"]))
    write_table(true_proposals(folder, town.as_of), folder / "proposals.parquet", {"flagged": FLAGGED})
    manifest = {
        "seed": town.seed,
        "persons": town.people.count,
        "as_of": town.as_of.isoformat(),
        "profile": profile_hash(town.rates),
        "policy": POLICY,
        "version": __version__,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _write(folder: Path, name: str, table: Table) -> None:
    write_table(table, folder / f"{name}.parquet", {column: CASTS[column] for column in table if column in CASTS})


def membership(views: dict[str, AgencyView], as_of: dt.date) -> Table:
    """agency, dataset, source_id, record_key, person_id, other_person_id (merged in), sealed; one row per record."""
    members = stacked(
        [
            {"agency": np.full(len(table["person"]), agency, dtype=object), **table}
            for agency, view in views.items()
            for table in view.members
        ]
    )
    colon = np.full(len(members["person"]), ":", dtype=object)
    numbered = ~np.isin(members["dataset"], UNNUMBERED)
    source_id = members["source_id"].copy()
    keys = naming_keys(rows(members, ~numbered), as_of)
    source_id[~numbered] = joined(source_id[~numbered], ":", keys)
    owned = ~np.isin(members["dataset"], NAMED_INSIDE)
    within = np.where(owned, "", joined(members["dataset"], ":"))
    table = {
        "agency": members["agency"],
        "dataset": members["dataset"],
        "source_id": source_id,
        "record_key": joined(members["agency"], colon, within, source_id),
        "person_id": members["person"],
        "other_person_id": members["other"],
        "sealed": members["sealed"],
    }
    nameless = ~numbered
    nameless[~numbered] = keys == NAMELESS
    return rows(table, ~nameless & ~_again(table["record_key"], ~numbered))


def _again(keys: Texts, named: Bools) -> Bools:
    """Where somebody is named once more by the same record; only who is named without a number can be."""
    which = np.flatnonzero(named)
    _, first = np.unique(keys[which].astype("U"), return_index=True)
    again = named.copy()
    again[which[first]] = False
    return again


UNNUMBERED = ("related_persons", "personal_contacts")
"""Datasets that name people without numbering them: the records make their key from name and date of birth."""
NAMED_INSIDE = (*UNNUMBERED, "contacts")
"""Datasets whose people have no record of their own: their record key names the dataset."""
NAMELESS = ""
"""The key of someone named without a usable name or date of birth, of whom no record is made."""


def persons(town: Town) -> Table:
    """One row per true person: names, dates, sex, group by which quality is measured."""
    people, count = town.people, town.people.count
    everyone = np.arange(count)
    period = town.callings.period(everyone, np.full(count, town.today))
    homeless = np.zeros(count, dtype=bool)
    away = town.elsewhere
    homeless[away["person"][np.isin(away["kind"], ("no fixed abode", "hostel"))]] = True
    unborn = people.born > town.today
    return {
        "person_id": everyone,
        "forenames": kept(town.callings.forenames(everyone), ~unborn),
        "surname": town.callings.surnames(period),
        "birth_surname": town.callings.surnames(town.callings.starts[:-1]),
        "date_of_birth": np.where(unborn, OPEN, people.born),
        "expected_date_of_birth": np.where(unborn, people.born, OPEN),
        "died_on": people.died,
        "sex": np.where(people.male, "M", "F").astype(object),
        "community": np.array(COMMUNITIES, dtype=object)[people.community],
        "ethnicity_code": true_ethnicity(town),
        "nhs_number": kept(town.nhs["number"], ~unborn),
        "is_twin": people.birth_order > 0,
        "no_fixed_abode": homeless,
        "adopted": np.isin(everyone, town.adopted["person"]),
        "mother": people.mother,
        "father": people.father,
    }


def flags(town: Town) -> Table:
    """person_id, kind, valid_from, valid_to, status today."""
    over = town.flags["until"] <= town.today
    status = np.where(over, np.where(town.flags["discharged"], "discharged", "expired"), "current").astype(object)
    return {
        "person_id": town.flags["person"],
        "kind": town.flags["kind"],
        "valid_from": town.flags["since"],
        "valid_to": town.flags["until"],
        "status": status,
    }


def cases(town: Town) -> Table:
    """One row per referral: its child, when, of what, by whom, and what became of it."""
    truth = town.referrals
    return {
        "case_id": referral_ids(town),
        "child_person_id": truth["child"],
        "received_at": truth["received"],
        "concern": truth["concern"],
        "source_code": truth["source"],
        "referrer": truth["referrer"],
        "initial_rating": truth["initial"],
        "outcome": truth["outcome"],
        "closed_on": truth["closed"],
        "is_open": truth["closed"] >= OPEN,
    }


def occurrences(town: Town) -> Table:
    """One row per occurrence: what it truly was, whatever the police wrote or withdrew; missing children last."""
    happened, missing = town.occurrences, town.missing
    blank = nothing(len(missing["day"]))
    return {
        "occurrence_id": np.arange(len(happened["day"]) + len(missing["day"])),
        "occurred_on": np.concatenate((happened["day"], missing["day"])),
        "category": np.concatenate((happened["category"], plain(MISSING, len(blank)))),
        "concern": np.concatenate((happened["concern"], blank)),
        "grade": np.concatenate((happened["dash"], blank)),
    }


def roles(town: Town) -> Table:
    """One row per occurrence and person in it."""
    gone = town.missing["child"]
    numbers = len(town.occurrences["day"]) + np.arange(len(gone))
    return {
        "occurrence_id": np.concatenate((town.roles["occurrence"], numbers)),
        "person_id": np.concatenate((town.roles["person"], gone)),
        "role": np.concatenate((town.roles["role"], plain("subject child", len(gone)))),
    }


def stays(town: Town) -> Table:
    """One row per period of a person at a place: outward code, kind, days; none from before an adoption."""
    lived = with_contact(town.stays, town.contact)
    home = {**lived, "kind": plain("home", len(lived["person"]))}
    every = stacked([home, {name: town.elsewhere[name] for name in home}])
    every = rows(every, (every["dwelling"] != NOBODY) & (every["since"] >= town.reborn()[every["person"]]))
    there = town.dwellings.postcode[every["dwelling"]]
    kinds = np.array(KINDS, dtype=object)[town.dwellings.kind[every["dwelling"]]]
    return {
        "person_id": every["person"],
        "outcode": np.array([text.split(" ")[0] for text in there.tolist()], dtype=object),
        "kind": np.where(kinds == "home", every["kind"], kinds),
        "from_date": every["since"],
        "to_date": every["until"],
    }


def programmes(town: Town, probation: AgencyView) -> Table:
    """person_id, refused, from_date, to_date: of the supervised, since nobody else is on one."""
    own = [table["person"][table["dataset"] == "offenders"].tolist() for table in probation.members]
    supervised = [person for some in own for person in some]
    offered = rows(town.programmes, np.isin(town.programmes["person"], supervised))
    return {
        "person_id": offered["person"],
        "refused": offered["refused"],
        "from_date": offered["since"],
        "to_date": offered["until"],
    }


def episodes(town: Town) -> Table:
    """One row per period of a child in need, on a plan, looked after or in early help."""
    return {
        "child_person_id": town.episodes["child"],
        "episode_type": town.episodes["kind"],
        "from_date": town.episodes["since"],
        "to_date": town.episodes["until"],
    }


TABLES: Mapping[str, Callable[[Town], Table]] = {
    "persons": persons,
    "ties": true_ties,
    "flags": flags,
    "cases": cases,
    "occurrences": occurrences,
    "roles": roles,
    "episodes": episodes,
    "stays": stays,
}
"""Each truth of the town alone, and what makes it; one at a time is held in memory."""
