"""The schedule of a data-sharing agreement, field by field, and the retention schedule."""

from __future__ import annotations

from collections.abc import Iterator

from mash.contracts import Contract, Dataset, Field
from mash.governance.live import Live
from mash.governance.paper import Cell, Paper, Section, Table, Words, fields, off, section, table, to_say
from mash.retention.schedule import HUB, OWN, Rule
from mash.vocabulary import counted

AFTER = {"received": "the day it was received", "birth": "birth"}


def sharing_schedule(live: Live) -> Paper:
    """What each agency sends, to the field."""
    parts = [part for name, contract in live.contracts.items() for part in _agency(live, name, contract)]
    return Paper(
        "sharing-schedule",
        "Data-sharing agreement: schedule of data",
        "Information Commissioner's data sharing code of practice (Data Protection Act 2018 section 121)",
        (
            section(
                "The agreement",
                fields(
                    ("Parties", to_say("each agency's full name, contact and signatory")),
                    ("Recipient", live.name),
                    (
                        "Purpose",
                        "to find who is around a referred child, and to propose whether its rating should change",
                    ),
                    ("Reviewed", to_say("when, and by whom")),
                ),
            ),
            *parts,
        ),
    )


def _agency(live: Live, name: str, contract: Contract) -> Iterator[Section]:
    (config,) = [agency for agency in live.agencies if str(agency.name) == name]
    needed = "without a fresh extract no case is rated" if config.required else off("a case is rated without it")
    yield section(
        f"{name}: contract {contract.name} {contract.version}",
        fields(
            ("Datasets", ", ".join(dataset.name for dataset in contract.datasets)),
            ("Required", needed),
            ("Legal power by which it shares", to_say("of this agency")),
        ),
    )
    for dataset in contract.datasets:
        about = f"{dataset.description} " if dataset.description else ""
        load = "all that the agency holds, each time" if dataset.load == "full" else "what has changed"
        yield section(
            f"{name}: {dataset.name}",
            f"{about}Each delivery: {load}. Fresh for {counted(dataset.fresh_within_days, 'day')}. "
            f"Key: {', '.join(dataset.key) or 'the whole row'}.",
            Table(("field", "kind", "needed", "classification", "meaning"), tuple(map(_field, dataset.fields))),
        )


def _field(field: Field) -> tuple[Cell, ...]:
    kind = f"{field.type.value}, {field.format}" if field.format else field.type.value
    needed = "yes" if field.required else "may be left out" if field.may_be_absent else "may be empty"
    return field.name, kind, needed, field.classification, field.description or to_say("meaning")


def retention_schedule(live: Live) -> Paper:
    """How long each dataset is kept: as agreed in the contract, and as the hub does it."""
    rows = [
        (name, dataset.name, dataset.retention or to_say("as agreed"), *rule)
        for name, contract in {**live.contracts, HUB: OWN}.items()
        for dataset in contract.datasets
        for rule in _rules(live, name, dataset)
    ]
    return Paper(
        "retention-schedule",
        "Retention schedule",
        "UK GDPR article 5(1)(e); each owner's own schedule",
        (
            section(
                "What agencies send",
                "The contract says what was agreed; the rule is what this hub does.",
                "A row without any of the rule's dates does not expire.",
                Table(("agency", "dataset", "agreed in the contract", "rule of this hub", "whose rule"), tuple(rows)),
            ),
            section("What the hub makes of it", _made(live)),
        ),
    )


def _rules(live: Live, agency: str, dataset: Dataset) -> list[tuple[Cell, Cell]]:
    found = live.schedule.of(agency, dataset.name)
    if not found:
        return [(off("no rule: nothing of it expires"), "")]
    return [(_rule(rule), rule.source or to_say("whose rule it is")) for rule in found]


def _rule(rule: Rule) -> Words:
    after = ", or else ".join(AFTER.get(each, each) for each in rule.after)
    only = "; ".join(f"{column} is {' or '.join(values)}" for column, values in rule.where)
    return Words(f"{rule.period} after {after}" + (f", where {only}" if only else ""))


def _made(live: Live) -> Table | Words:
    config = live.hub.config
    runs: list[str] = [f"the newest {config.keep_runs}"] * (config.keep_runs is not None)
    runs += [f"those published within {counted(config.keep_days or 0, 'day')}"] * (config.keep_days is not None)
    kept: Cell = " and ".join(runs) if runs else off("every run is kept for good")
    return table(
        "what | kept | read from",
        (
            ("runs: records, persons, networks, proposals", kept, "mash.toml, [nightly] keep_runs, keep_days"),
            (
                "ledger: decisions, judgements, what was shared or not",
                "for good, but for whom two people erased",
                "always",
            ),
            ("audit", "for good: entries can be added and not removed", "always"),
            ("files that were exported", to_say("by whoever was handed them"), "outside the hub"),
        ),
        none="nothing",
    )
