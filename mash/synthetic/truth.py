"""What is true, kept apart from what is sent: whose each record is, who everyone is, their ties, flags and cases."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import numpy as np

from mash import __version__
from mash.synthetic.agencies import AgencyView
from mash.synthetic.agencies.social_care import referral_ids
from mash.synthetic.columns import NOBODY, OPEN, Ints, Table, Texts, joined, kept, padded, rows, stacked
from mash.synthetic.name_pools import COMMUNITIES
from mash.synthetic.naming_keys import naming_keys
from mash.synthetic.oracle import true_proposals
from mash.synthetic.profile import profile_hash
from mash.synthetic.ties import true_ties
from mash.synthetic.town import Town
from mash.synthetic.views import true_ethnicity
from mash.synthetic.writing import write_table


def person_ids(person: Ints) -> Texts:
    """``T0000001``: the id of a true person; nothing for nobody."""
    return kept(joined("T", padded(np.maximum(person, 0), 7)), person != NOBODY)


def write_truth(folder: Path, town: Town, views: dict[str, AgencyView]) -> None:
    """All tables of ``truth/`` and its manifest."""
    folder.mkdir(parents=True)
    write_table(membership(views, town.as_of), folder / "membership.parquet", {"sealed": "boolean"})
    write_table(persons(town), folder / "persons.parquet", {"date_of_birth": "day", "died_on": "day"})
    days = {"from_date": "day", "to_date": "day"}
    write_table(_with_ids(true_ties(town)), folder / "ties.parquet", days)
    write_table(flags(town), folder / "flags.parquet", {"valid_from": "day", "valid_to": "day"})
    write_table(cases(town), folder / "cases.parquet", {"received_at": "minute", "closed_on": "day"})
    write_table(occurrences(town), folder / "occurrences.parquet", {"occurred_on": "day"})
    write_table(roles(town), folder / "roles.parquet", {})
    write_table(episodes(town), folder / "episodes.parquet", days)
    write_table(true_proposals(folder, town.as_of), folder / "proposals.parquet", {})
    manifest = {
        "seed": town.seed,
        "persons": town.people.count,
        "as_of": town.as_of.isoformat(),
        "profile": profile_hash(town.rates),
        "version": __version__,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")


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
        "person_id": person_ids(members["person"]),
        "other_person_id": person_ids(members["other"]),
        "sealed": members["sealed"],
    }
    nameless = ~numbered
    nameless[~numbered] = keys == NAMELESS
    table = rows(table, ~nameless)
    _, first = np.unique(table["record_key"].astype("U"), return_index=True)
    return rows(table, np.sort(first))


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
    return {
        "person_id": person_ids(everyone),
        "forenames": town.callings.forenames(everyone),
        "surname": town.callings.surnames(period),
        "birth_surname": town.callings.surnames(town.callings.starts[:-1]),
        "date_of_birth": people.born,
        "died_on": people.died,
        "sex": np.where(people.male, "M", "F").astype(object),
        "community": np.array(COMMUNITIES, dtype=object)[people.community],
        "ethnicity_code": true_ethnicity(town),
        "nhs_number": town.nhs["number"],
        "is_twin": people.birth_order > 0,
        "no_fixed_abode": homeless,
        "adopted": np.isin(everyone, town.adopted["person"]),
        "mother": person_ids(people.mother),
        "father": person_ids(people.father),
    }


def _with_ids(ties: Table) -> Table:
    return {**ties, **{end: person_ids(ties[end]) for end in ("person_a", "person_b", "older")}}


def flags(town: Town) -> Table:
    """person_id, kind, valid_from, valid_to, status today."""
    over = town.flags["until"] <= town.today
    status = np.where(over, np.where(town.flags["discharged"], "discharged", "expired"), "current").astype(object)
    return {
        "person_id": person_ids(town.flags["person"]),
        "kind": town.flags["kind"],
        "valid_from": town.flags["since"],
        "valid_to": town.flags["until"],
        "status": status,
    }


def cases(town: Town) -> Table:
    """One row per referral: case_id, child, received_at, concern, source_code, initial_rating, closed_on, is_open."""
    truth = town.referrals
    return {
        "case_id": referral_ids(town),
        "child_person_id": person_ids(truth["child"]),
        "received_at": truth["received"],
        "concern": truth["concern"],
        "source_code": truth["source"],
        "initial_rating": truth["initial"],
        "closed_on": truth["closed"],
        "is_open": truth["closed"] >= OPEN,
    }


def occurrences(town: Town) -> Table:
    """One row per occurrence: what it truly was, whatever the police wrote or withdrew."""
    happened = town.occurrences
    return {
        "occurrence_id": np.arange(len(happened["day"])),
        "occurred_on": happened["day"],
        "category": happened["category"],
        "concern": happened["concern"],
        "grade": happened["dash"],
    }


def roles(town: Town) -> Table:
    """One row per occurrence and person in it."""
    return {
        "occurrence_id": town.roles["occurrence"],
        "person_id": person_ids(town.roles["person"]),
        "role": town.roles["role"],
    }


def episodes(town: Town) -> Table:
    """One row per period of a child in need, on a plan, looked after or in early help."""
    return {
        "child_person_id": person_ids(town.episodes["child"]),
        "episode_type": town.episodes["kind"],
        "from_date": town.episodes["since"],
        "to_date": town.episodes["until"],
    }
