"""``retention.toml``: how long each owner lets the hub keep the rows of a dataset; read with every fault at once.

A row expires on the day its period ends, counted from the first of the rule's ``after`` that the row has. Of several
rules of a dataset the first whose ``where`` the row meets holds. A dataset without a rule never expires.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mash.configuration import AgencyConfig
from mash.contracts import Contract, Dataset, Field, FieldType, Load, load_contract
from mash.errors import UsageError
from mash.hub import Hub
from mash.parsing import toml_of
from mash.retention.columns import born_column, subject_of

SCHEDULE = "retention.toml"
RECEIVED = "received"
"""As a rule's ``after``: the day of the extract that says it."""
BIRTH = "birth"
"""As a rule's ``after``: the day of birth, by the same agency, of whom the row is about."""
UNITS = {"days": 365_000, "months": 12_000, "years": 1_000}
"""With the most of each: a thousand years."""
KEYS = {*UNITS, "after", "where", "source"}
TRY = f"compare with the {SCHEDULE} of a fresh `mash init`"


HUB = "hub"
"""As an agency: what is recorded at the desk and stands in the ledger."""
OWN = Contract(
    HUB,
    "1",
    (
        Dataset(
            "referrals",
            Load.CHANGES,
            (
                Field("case_id", FieldType.STRING, required=True),
                Field("received_at", FieldType.TIMESTAMP, required=True),
            ),
            ("case_id",),
            duplicate_key_share=0.0,
            fresh_within_days=1,
            retention="",
        ),
    ),
)
"""Of that so much as a rule may name."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How long some rows of a dataset may be kept."""

    agency: str
    dataset: str
    period: str
    """``35 years``."""
    after: tuple[str, ...]
    """Columns of the dataset, ``received`` or ``birth``: the first that the row has."""
    where: tuple[tuple[str, tuple[str, ...]], ...]
    """Columns and the values of which a row must have one."""
    source: str
    """Whose rule it is, in the owner's words."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every rule, in the order of the file."""

    rules: tuple[Rule, ...] = ()

    def of(self, agency: str, dataset: str) -> tuple[Rule, ...]:
        """The rules of one dataset."""
        return tuple(rule for rule in self.rules if (rule.agency, rule.dataset) == (agency, dataset))


def load_schedule(hub: Hub) -> Schedule:
    """The hub's schedule; without the file, or a rule in it, nothing expires.

    Raises ``UsageError`` with every fault of the file.
    """
    path = hub.base / SCHEDULE
    try:
        raw = toml_of(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Schedule()
    except ValueError as fault:
        raise UsageError(f"not readable as TOML: {fault}", where=str(path), try_=TRY) from None
    except OSError as fault:
        raise UsageError(f"cannot be read ({fault.strerror})", where=str(path), try_="see who may read it") from None
    faults: list[str] = []
    rules = tuple(_rules(raw, hub.config.agencies, faults))
    if faults:
        raise UsageError("; ".join(faults), where=str(path), try_=TRY)
    return Schedule(rules)


def _rules(raw: Mapping[str, Any], agencies: Iterable[AgencyConfig], faults: list[str]) -> Iterator[Rule]:
    contracts = {str(agency.name): load_contract(agency.contract) for agency in agencies} | {HUB: OWN}
    for agency, datasets in raw.items():
        if agency not in contracts:
            faults.append(f"[{agency}]: mash.toml has no such agency")
        elif not isinstance(datasets, Mapping):
            faults.append(f"{agency} is not a table")
        else:
            for name, given in datasets.items():
                yield from _rules_of(agency, name, contracts[agency], given, faults)


def _rules_of(agency: str, name: str, contract: Contract, given: object, faults: list[str]) -> Iterator[Rule]:
    where = f"[[{agency}.{name}]]"
    dataset = next((each for each in contract.datasets if each.name == name), None)
    if dataset is None:
        faults.append(f"{where}: its contract has no such dataset")
        return
    blocks: list[Any] = given if isinstance(given, list) else [given]
    if agency == HUB and (len(blocks) > 1 or any("where" in str(block) for block in blocks)):
        faults.append(f"{where} has one rule, without where")
    for block in blocks:
        found = _faults(block, contract, dataset)
        faults.extend(f"{where} {fault}" for fault in found)
        if not found and isinstance(block, Mapping):
            yield _rule(agency, name, block)


def _faults(block: object, contract: Contract, dataset: Dataset) -> list[str]:
    if not isinstance(block, Mapping):
        return ["is not a table"]
    faults = [f"has an unknown key {key!r}" for key in block if key not in KEYS]
    given = [unit for unit in UNITS if unit in block]
    if len(given) != 1:
        faults.append("has one period: years = N, months = N or days = N")
    faults.extend(
        f"{unit} is a whole number, 1 to {UNITS[unit]}"
        for unit in given
        if type(block[unit]) is not int or not 0 < block[unit] <= UNITS[unit]
    )
    if not isinstance(block.get("source"), str) or not block["source"].strip():
        faults.append('says whose rule it is: source = "…"')
    return [*faults, *_after_faults(block, contract, dataset), *_where_faults(block, dataset)]


def _after_faults(block: Mapping[str, Any], contract: Contract, dataset: Dataset) -> list[str]:
    after = _listed(block.get("after"))
    if not after:
        return ['says from when the period runs: after = "a date column", "received" or "birth"']
    dates = {field.name for field in dataset.fields if field.type in {FieldType.DATE, FieldType.TIMESTAMP}}
    faults = [f"after: {name!r} is no date column of it" for name in after if name not in {*dates, RECEIVED, BIRTH}]
    if BIRTH in after and not (born_column(contract) and subject_of(contract, dataset)):
        faults.append("after: nobody's birth is known for it")
    return faults


def _where_faults(block: Mapping[str, Any], dataset: Dataset) -> list[str]:
    where = block.get("where", {})
    if not isinstance(where, Mapping):
        return ['where is a table: where = { column = ["value"] }']
    texts = {field.name for field in dataset.fields if field.type is FieldType.STRING}
    return [
        *(f"where: {name!r} is no column of it with one text" for name in where if name not in texts),
        *(f"where: {name} is a list of texts" for name, values in where.items() if not _listed(values)),
    ]


def _rule(agency: str, dataset: str, block: Mapping[str, Any]) -> Rule:
    unit = next(unit for unit in UNITS if unit in block)
    where = tuple(sorted((name, _listed(values)) for name, values in block.get("where", {}).items()))
    return Rule(agency, dataset, f"{block[unit]} {unit}", _listed(block["after"]), where, block["source"].strip())


def _listed(given: object) -> tuple[str, ...]:
    """One text or a list of texts; empty for anything else."""
    if isinstance(given, str):
        return (given,)
    if isinstance(given, list) and all(isinstance(each, str) for each in given):
        return tuple(given)
    return ()
