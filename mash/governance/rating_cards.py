"""The card of the rating policy, and the algorithmic transparency record."""

from __future__ import annotations

from mash.governance.live import Live, counted
from mash.governance.paper import Cell, Paper, Table, Words, fields, off, section, table, to_say
from mash.reports.policy import explained

RECORD = "docs/sources.md names each source"


def policy_card(live: Live) -> Paper:
    """The policy that is configured: each rule in words, and who decides."""
    policy = explained(live.policy)
    in_force: Cell = "yes" if live.policy.from_date <= live.day else off(f"not before {live.policy.from_date}")
    return Paper(
        "policy-card",
        f"Policy card: {policy.policy}",
        "a card for rules that people wrote, in the order of a model card",
        (
            section(
                "The policy",
                fields(
                    ("Name", policy.policy),
                    ("Holds from", str(policy.from_date)),
                    ("In force on the day of this pack", in_force),
                    ("Fingerprint", live.policy.fingerprint),
                    ("Approved by", to_say("name, role, date")),
                ),
            ),
            section(
                "What it is for",
                "To propose whether the rating of an open case should change, with its reasons. A person decides.",
            ),
            section("How far it looks", *policy.network, *policy.ties, policy.network_because.why),
            section("Its rules", _rules(live)),
            section("What it proposed in the run in use", _colours(live)),
            section(f"Who decides: profile {live.profile.name}", _deciders(live), f"Source: {live.profile.source}."),
        ),
    )


def _rules(live: Live) -> Table:
    rows = tuple(
        (rule.name, rule.colour.name, rule.looks_for, rule.why, rule.source) for rule in explained(live.policy).rules
    )
    return Table(("rule", "colour", "looks for", "why", "source"), rows)


def _colours(live: Live) -> Table | Words:
    if live.run is None or live.figures is None:
        return off("no run has been published")
    if live.run.policy_fingerprint != live.policy.fingerprint:
        return off("the run in use was rated by another policy")
    rows = ((colour, counted(cases)) for colour, cases in live.figures.colours.items())
    return table("colour proposed | open cases", rows, none="no case is open")


def _deciders(live: Live) -> Table:
    rows = tuple(
        (
            role.name,
            ", ".join(role.at),
            ", ".join(colour.name for colour in role.decides),
            "yes" if role.lowers else "no",
        )
        for role in live.profile.roles
    )
    return Table(("role", "stages", "may decide", "may lower what stands"), rows)


def transparency_record(live: Live) -> Paper:
    """The fields of the Algorithmic Transparency Recording Standard, tiers 1 and 2."""
    return Paper(
        "transparency-record",
        "Algorithmic transparency record",
        "Algorithmic Transparency Recording Standard (gov.uk), tiers 1 and 2",
        (
            section("Tier 1: summary", _summary(live)),
            section("2.1 Owner and responsibility", _owner()),
            section("2.2 Description and rationale", _rationale(live)),
            section("2.3 Decision-making process", _process(live)),
            section("2.4 Tool specification", _specification(live)),
            section("2.5 Data", _data(live)),
            section("2.6 Risks, mitigations and impact assessments", _impact()),
        ),
    )


def _summary(live: Live) -> Table:
    return fields(
        ("Name", f"mash-engine, at {live.name}"),
        (
            "Description",
            "Puts together what agencies hold of a referred child and those around it, and proposes a new rating.",
        ),
        ("Website", to_say("address")),
        ("Contact", to_say("e-mail address")),
    )


def _owner() -> Table:
    return fields(
        ("Organisation or department", to_say("name")),
        ("Team", to_say("name")),
        ("Senior responsible owner", to_say("role")),
        ("Third party involvement", to_say("who supplied and runs it, under what contract, with what access to data")),
        ("Companies House number", to_say("of a supplier, if any")),
    )


def _rationale(live: Live) -> Table:
    return fields(
        (
            "Detailed description",
            f"Records are matched by {live.model.name}, and dated, evidenced ties join persons.",
        ),
        ("How far it looks", f"for flagged adults within {live.policy.hops} steps of the child"),
        (
            "What it proposes",
            f"a colour, by {len(live.policy.rules)} written rules; every statement names the row that it rests on",
        ),
        ("Benefits", to_say("expected, and measured")),
        ("Previous process", to_say("how it was done before")),
        ("Alternatives considered", to_say("which, and why not")),
    )


def _process(live: Live) -> Table:
    decides = ", ".join(role.name for role in live.profile.roles)
    return fields(
        ("Process integration", "an answer at the desk for one referral; overnight, for every open case"),
        ("Provided information", "a colour proposed, its reasons, the people, the ties, the rows, how sure each is"),
        ("Frequency and scale", _scale(live)),
        ("Human decisions and review", f"each rating is decided by a {decides}, with a reason; no night can decide"),
        ("Required training", to_say("what users are taught, and by whom")),
        ("Appeals and review", to_say("how a person or family can have it looked at again")),
    )


def _scale(live: Live) -> Cell:
    if live.figures is None:
        return off("no run has been published")
    return f"{counted(sum(live.figures.colours.values()))} open cases in the run in use"


def _specification(live: Live) -> Table:
    trained = live.model.trained
    data: Cell = (
        f"{live.model.records:,} records, as of {trained.as_of}" if trained else to_say("not told by the model")
    )
    return fields(
        ("System architecture", "one command on one machine: DuckDB, Splink's model, networkx; no network connection"),
        ("Phase", "live" if live.hub.config.live else off("not declared live: made-up people only")),
        ("Maintenance", to_say("who changes it, how often, and how a change is approved")),
        ("Model name and version", f"{live.model.name}, fingerprint {live.model.fingerprint}"),
        ("Model task", "whether two records are of one person"),
        ("Model input and output", "two records; a weight in bits with what agrees and what does not"),
        ("Model training data", data),
        ("Model performance", to_say("on this hub's records; docs/quality.md for made-up towns")),
        ("Rules", f"{live.policy.policy_id}, {len(live.policy.rules)} rules, fingerprint {live.policy.fingerprint}"),
    )


def _data(live: Live) -> Table:
    sources = ", ".join(f"{name} ({len(each.datasets)} datasets)" for name, each in live.contracts.items())
    sensitive = ", ".join(sorted(live.classifications.keys() - {"personal"}))
    return fields(
        ("Sources", sources),
        ("Modality", "tables of text and dates"),
        ("Sensitive attributes", sensitive or off("no contract declares any")),
        ("Completeness", "told for every agency and night; a missing or stale agency makes a case UNRATED if required"),
        ("Cleaning", "names, dates, addresses and identifiers are brought to one shape; what was sent is kept as sent"),
        ("Collected by", "the agencies, for their own work"),
        ("Access and storage", to_say("where the machine stands, and who can reach it")),
        ("Sharing agreements", to_say("names and dates; the schedule is in this pack")),
    )


def _impact() -> Table:
    return fields(
        ("Impact assessments", to_say("names, dates and links; the tables of the DPIA are in this pack")),
        ("Risks and mitigations", "see the tables of the impact assessment: what is switched on, and what is not"),
    )
