"""The record of processing (UK GDPR article 30) and the tables of the impact assessment (article 35)."""

from __future__ import annotations

from mash.governance.live import Live, counted
from mash.governance.paper import Cell, Paper, Table, Words, fields, off, section, table, to_say
from mash.governance.switches import gateways, measures, switches
from mash.vocabulary import counted as number_of

SUBJECTS = "children referred to the hub; those around them: parents, carers, siblings, households, associates"
CLASSES = {
    "personal": "personal data (article 4)",
    "special-category": "special category data (article 9)",
    "criminal-offence": "criminal offence data (article 10)",
}


def record_of_processing(live: Live) -> Paper:
    """Article 30(1), (a) to (g)."""
    return Paper(
        "record-of-processing",
        "Record of processing activities",
        "UK GDPR article 30(1); for what the police send, Data Protection Act 2018 section 61",
        (
            section("(a) Who is responsible", _controllers(live)),
            section("(b) What for", _purposes(), gateways(live)),
            section(
                "(c) Whose data, and of what kinds", f"Data subjects: {SUBJECTS}.", _kinds(live), _quantities(live)
            ),
            section("(d) Who receives it", _recipients(live)),
            section(
                "(e) Transfers out of the country",
                "The engine opens no network connection: it transfers nothing by itself.",
                to_say("where the machine and its backups stand, and whether what is exported leaves the country"),
            ),
            section("(f) When it is erased", _erasure(live)),
            section("(g) How it is protected", measures(live)),
        ),
    )


def impact_assessment(live: Live) -> Paper:
    """The tables that an assessment needs; its judgements are people's."""
    return Paper(
        "impact-assessment",
        "Data protection impact assessment: tables",
        "UK GDPR article 35; the order of the Information Commissioner's template",
        (
            section(
                "1. Why an assessment is needed",
                "Special category and criminal offence data of children and adults are matched across agencies, and a"
                " colour is proposed for each open case: large scale, vulnerable people, profiling and matching.",
            ),
            section("2. What is done", _done(live), _kinds(live), _quantities(live)),
            section(
                "3. Who was asked", to_say("which children, families, agencies and experts were consulted, and how")
            ),
            section("4. Necessary and proportionate", gateways(live), _proportionate()),
            section("5 and 6. Risks, and what reduces them here", _risks(live)),
            section("Every measure", measures(live)),
            section("7. Signed", _signatures()),
        ),
    )


def _controllers(live: Live) -> Table:
    names = ", ".join(str(agency.name) for agency in live.agencies)
    return fields(
        ("The hub", live.name),
        ("Controllers that send data, by their name in mash.toml", names),
        ("Controller or joint controllers of the hub, with contact", to_say("names, and the arrangement between them")),
        ("Data protection officer", to_say("name and contact, of each controller")),
        ("Under which regime each agency processes", to_say("UK GDPR, or Data Protection Act 2018 Part 3 (police)")),
    )


def _purposes() -> Table:
    return fields(
        ("Purpose", "to find who is around a referred child, and to propose whether its rating should change"),
        ("What it is not for", "no decision is made by it: a person decides, with their role and reason"),
        ("Lawful basis", to_say("article 6 basis; article 9 and 10 conditions; the appropriate policy document")),
    )


def _kinds(live: Live) -> Table | Words:
    rows = ((CLASSES.get(kind, kind), ", ".join(agencies)) for kind, agencies in live.classifications.items())
    return table("kind of data | sent by", rows, none="no contract declares personal data")


def _quantities(live: Live) -> Table | Words:
    if live.run is None or live.figures is None:
        return off("no run has been published: nobody's data is in a run")
    rows: list[tuple[Cell, ...]] = [("run in use", f"{live.run.run}, as of {live.run.as_of}")]
    rows += [(f"records of {name}", counted(each.records)) for name, each in live.figures.agencies.items()]
    rows += [("persons", counted(live.figures.persons)), ("open cases", counted(sum(live.figures.colours.values())))]
    return Table(("what", "how many"), tuple(rows))


def _recipients(live: Live) -> Table:
    roles = ", ".join(sorted({role.value for each in live.access.people.values() for role in each.roles}))
    return fields(
        ("Within the hub, by role", roles or off("nobody")),
        ("Outside", "whoever is handed a page, a graph or a table; each export is noted in the audit with its purpose"),
        ("To whom exports may be handed", to_say("agencies, courts, families, and under what procedure")),
        ("Processors", to_say("who runs the machine and its backups")),
    )


def _erasure(live: Live) -> Words:
    if live.schedule.rules:
        return Words("By the rules in the retention schedule of this pack; without a rule a row does not expire.")
    return off("no rule of expiry: what was sent is kept for good (retention.toml has none)")


def _done(live: Live) -> Table:
    sent = live.contracts.items()
    return fields(
        ("Collected from", ", ".join(f"{name} (contract {each.name} {each.version})" for name, each in sent)),
        ("Matched", f"by the identity model {live.model.name}; see the linkage statement and the model card"),
        ("Rated", f"by the policy {live.policy.policy_id}; see the policy card"),
        ("How often", to_say("when nights run; the engine runs when it is called")),
        ("How far around a child", number_of(live.policy.hops, "step")),
        ("Real people", "declared live" if live.hub.config.live else off("not declared live: made-up people only")),
    )


def _proportionate() -> Table:
    return fields(
        ("Does it achieve the purpose", to_say("what was measured here; docs/quality.md measures made-up people only")),
        ("Is there a way with less data", to_say("why each dataset of the sharing schedule is needed")),
        ("How people are told, and use their rights", to_say("privacy notices; who answers a request")),
        ("No decision by machine alone", "the engine proposes, and a person decides (UK GDPR articles 22A to 22D)"),
        (
            "How a person's part in it stays meaningful",
            to_say("time, training, and how often proposals are not followed"),
        ),
    )


RISKS = (
    ("strangers are taken for one person", ("a night that moves too much waits", "a person decides")),
    ("one person stays several, and a danger is not seen", ("silence is not clear", "a person decides")),
    ("an agency's silence is read as clear", ("silence is not clear",)),
    (
        "somebody looks who should not",
        ("need to know by case", "each asks as themselves", "legal gateways", "audit", "emergencies are reviewed"),
    ),
    (
        "a protected person or place is found",
        ("sealed identities", "places that must not be found", "existence only", "unmasking by two people"),
    ),
    (
        "somebody reads past the command, or takes files away",
        ("encrypted at rest", "files are the account's alone", "databases are shut in"),
    ),
    ("what left the hub is found, and nobody knows whose it was", ("exports are marked",)),
    ("a family learns of others, or of who referred", ("a family's answer",)),
    ("who looked cannot be shown later", ("audit", "checkpoints of the audit elsewhere")),
    (
        "data is kept longer than its owner lets",
        ("expiry by the owner's rule", "old runs removed", "erasure by two people"),
    ),
    ("a colour is followed without thought", ("a person decides", "every statement has its row")),
    ("real people are loaded for a trial", ("made-up people only",)),
)
"""A risk, and the switches that reduce it."""


def _risks(live: Live) -> Table:
    by_name = {each.name: each for each in switches(live)}
    rows: list[tuple[Cell, ...]] = []
    for risk, names in RISKS:
        met = [by_name[name] for name in names]
        on = "; ".join(f"{each.name}: {each.says}" for each in met if each.on)
        missing = "; ".join(f"{each.name}: {each.says}" for each in met if not each.on)
        rows.append(
            (risk, on or off("nothing"), off(missing) if missing else "nothing", to_say("likelihood, severity"))
        )
    return Table(("risk", "reduced by", "not switched on", "what is left"), tuple(rows))


def _signatures() -> Table:
    return fields(
        ("Measures approved by", to_say("name, role, date")),
        ("Residual risks accepted by", to_say("name, role, date")),
        ("Advice of the data protection officer", to_say("advice, and whether it was followed")),
        ("Kept under review by", to_say("name, role, and when next")),
    )
