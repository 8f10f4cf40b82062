"""A plain, slow reading of the story's files: who is tied to whom under a given identity of records, and how far."""

import csv
import functools
import itertools
import json
from collections import defaultdict, deque
from pathlib import Path
from types import SimpleNamespace

import pytest

from mash.synthetic.story import EXTRACT, tell_story
from mash.synthetic.story.book import naming_key

FIXTURE = Path(__file__).parents[2] / "fixtures" / "story"
CROWD, FURTHEST = 12, 3
"""Above so many at once a dwelling or an occurrence joins nobody; and the hops of an enquiry."""
NO_HOUSEHOLD = {"hostel", "prison", "approved premises", "refuge", "no fixed abode"}
SEXUAL = {"VISOR", "SHPO", "RSO"}
KEYS = {
    "nominals": ("police", "nominal_ref"),
    "patients": ("health", "local_patient_id"),
    "pupils": ("education", "la_pupil_id"),
    "offenders": ("probation", "crn"),
    "persons": ("social_care", "social_care_id"),
}
ADDRESSES = {
    "nominal_addresses": "nominals",
    "patient_addresses": "patients",
    "pupil_addresses": "pupils",
    "offender_addresses": "offenders",
    "person_addresses": "persons",
}


@functools.cache
def read_rows(dataset):
    [path] = FIXTURE.glob(f"*/{EXTRACT}/{dataset}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def named_records():
    """(record key, the record that names it, telephone) of people only named in another's record."""
    for row in read_rows("contacts"):
        pupil = row["la_pupil_id"]
        yield f"education:contacts:{pupil}:{row['contact_seq']}", f"education:{pupil}", row["phone"]
    for row in read_rows("related_persons"):
        if not row["related_local_patient_id"]:
            patient, name = row["local_patient_id"], f"{row['related_forenames']}|{row['related_surname']}"
            key = naming_key(name, row["related_date_of_birth"])
            yield f"health:related_persons:{patient}:{key}", f"health:{patient}", ""
    for row in read_rows("personal_contacts"):
        key = naming_key(f"{row['contact_forenames']}|{row['contact_surname']}", row["contact_date_of_birth"])
        yield f"probation:personal_contacts:{row['crn']}:{key}", f"probation:{row['crn']}", ""


def named_facts(record_key):
    """Name, date of birth, postcode and telephone of a pupil's or offender's contact."""
    for row in read_rows("contacts"):
        if record_key == f"education:contacts:{row['la_pupil_id']}:{row['contact_seq']}":
            yield f"{row['forenames']} {row['surname']}", row["date_of_birth"], row["postcode"], row["phone"]
    for row in read_rows("personal_contacts"):
        name, born = f"{row['contact_forenames']}|{row['contact_surname']}", row["contact_date_of_birth"]
        if record_key == f"probation:personal_contacts:{row['crn']}:{naming_key(name, born)}":
            yield name.replace("|", " "), born


def all_records():
    own = [f"{agency}:{row[key]}" for dataset, (agency, key) in KEYS.items() for row in read_rows(dataset)]
    return own + [key for key, _, _ in named_records()]


@functools.cache
def by_truth():
    return dict(tell_story().truth)


@functools.cache
def by_exact_identifiers():
    """Records joined where NHS number, UPN, PNC, CRO or prison number agree to the letter; nothing else."""
    group = {key: key for key in all_records()}
    holders = defaultdict(list)
    for dataset, (agency, key) in KEYS.items():
        for row in read_rows(dataset):
            for scheme in ("nhs_number", "upn", "pnc_id", "cro_number", "noms_number"):
                if row.get(scheme):
                    holders[scheme, row[scheme]].append(f"{agency}:{row[key]}")
    for keys in holders.values():
        groups = {group[key] for key in keys}
        group = {key: min(groups) if value in groups else value for key, value in group.items()}
    return group


def stays(crowds_join):
    """(dwelling, record key, from, to) wherever a household can be; also in hostels and prisons if crowds join."""
    typed = defaultdict(set)
    rows = []
    for dataset, register in ADDRESSES.items():
        agency, key = KEYS[register]
        for row in read_rows(dataset):
            place = row["uprn"] or f"{row['address_line_1']}|{row['postcode']}"
            typed[place].add(row.get("address_type"))
            rows.append((place, f"{agency}:{row[key]}", row["from_date"], row["to_date"] or "9999"))
    return [row for row in rows if crowds_join or not typed[row[0]] & NO_HOUSEHOLD]


def households(crowds_join):
    at = defaultdict(list)
    for place, record, since, until in stays(crowds_join):
        at[place].append((record, since, until))
    for present in at.values():
        if crowds_join or len(present) <= 4 * CROWD:  # records, not persons: several agencies hold each
            for (a, a_from, a_to), (b, b_from, b_to) in itertools.combinations(present, 2):
                if max(a_from, b_from) <= min(a_to, b_to):
                    yield a, b


def stated():
    for row in read_rows("relationships"):
        yield f"social_care:{row['social_care_id_a']}", f"social_care:{row['social_care_id_b']}"
    for row in read_rows("nominal_links"):
        yield f"police:{row['nominal_ref_a']}", f"police:{row['nominal_ref_b']}"
    for row in read_rows("related_persons"):
        if row["related_local_patient_id"]:
            yield f"health:{row['local_patient_id']}", f"health:{row['related_local_patient_id']}"
    for key, named_in, _ in named_records():
        yield key, named_in


def involved_together():
    at = defaultdict(set)
    for row in read_rows("occurrence_roles"):
        at[row["occurrence_ref"]].add(f"police:{row['nominal_ref']}")
    return [pair for present in at.values() if len(present) <= CROWD for pair in itertools.combinations(present, 2)]


def shared_phones():
    users = defaultdict(set)
    for dataset, (agency, key) in KEYS.items():
        for row in read_rows(dataset):
            for phone in filter(None, row.get("phones", "").split("|")):
                users[phone].add(f"{agency}:{row[key]}")
    for key, _, phone in named_records():
        if phone:
            users[phone].add(key)
    return [pair for sharing in users.values() for pair in itertools.combinations(sorted(sharing), 2)]


def flagged_records(statuses):
    for row in read_rows("markers"):
        if row["scheme"] in SEXUAL and row["status"] in statuses:
            yield f"police:{row['nominal_ref']}"
    for row in read_rows("registrations"):
        if row["register"] in SEXUAL and row["status"] in statuses:
            yield f"probation:{row['crn']}"


def hops_from(record, identity, *, crowds_join=False):
    """Every person within reach of the record's, under an identity of records, and the fewest hops to each."""
    neighbours = defaultdict(set)
    for a, b in itertools.chain(households(crowds_join), stated(), involved_together(), shared_phones()):
        neighbours[identity[a]].add(identity[b])
        neighbours[identity[b]].add(identity[a])
    hops, queue = {identity[record]: 0}, deque([identity[record]])
    while queue:
        here = queue.popleft()
        for there in neighbours[here] - hops.keys():
            hops[there] = hops[here] + 1
            queue.append(there)
    return hops


def flagged_within(record, identity, statuses=("current",), *, crowds_join=False):
    """Flagged persons within three hops, named by the truth, with their hops."""
    truth = by_truth()
    flagged = {identity[key]: truth[key] for key in flagged_records(statuses)}
    hops = hops_from(record, identity, crowds_join=crowds_join)
    return {flagged[who]: n for who, n in hops.items() if who in flagged and n <= FURTHEST}


def child_of(case):
    [row] = [row for row in read_rows("referrals") if row["referral_id"] == case]
    return f"social_care:{row['child_social_care_id']}"


@pytest.fixture(scope="session")
def expected():
    return json.loads((FIXTURE / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def oracle():
    return SimpleNamespace(
        fixture=FIXTURE,
        rows=read_rows,
        records=all_records,
        named_facts=named_facts,
        truth=by_truth,
        exact=by_exact_identifiers,
        hops_from=hops_from,
        flagged_within=flagged_within,
        child_of=child_of,
    )
