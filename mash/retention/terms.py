"""The terms that the landing is read under on a day: the schedule, and what people asked for; as SQL of one dataset."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from mash import ledger
from mash.contracts import Contract, Dataset, FieldType, columns
from mash.hub import Hub
from mash.ledger import Act, Deed
from mash.retention.columns import born_column, person_key, references, subject_of
from mash.retention.marks import ROW_MARK, among, by_the_way, id_mark, row_mark, salt_of
from mash.retention.schedule import BIRTH, RECEIVED, Rule, Schedule, load_schedule

CASES = "referrals"
"""The dataset, whoever sends it, whose rows open cases: none closes because something is in dispute."""
Rows = Callable[[str], str]
"""The SQL of another dataset's rows of the same agency, all that stand; an empty text when none has landed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of one dataset are read."""

    rows: str
    """SQL over what stands: with values put right and whoever is erased no longer named by the way."""
    expired: str = "false"
    """SQL, true of a row of ``rows`` whose time is up and that nobody holds; like those after it."""
    kept_out: str = "false"
    """Of somebody who was erased."""
    disputed: str = "false"
    held: str = "false"
    parameters: Mapping[str, object] = field(default_factory=dict)
    """What any of it may name."""

    @property
    def away(self) -> str:
        """SQL, true of a row that no run reads."""
        return f"({self.expired}) or ({self.kept_out}) or ({self.disputed})"

    def named_in(self, sql: str) -> dict[str, object]:
        """Of the parameters those that a statement made of it names."""
        return {name: value for name, value in self.parameters.items() if f"${name}" in sql}


@dataclass(frozen=True, slots=True)
class Dispute:
    """That a row, or all that is said of a record, is in dispute."""

    number: int
    marks: tuple[str, ...]
    reason: str
    since: dt.date


@dataclass(frozen=True)
class Terms:
    """The schedule, and the marks of what people asked for, as of a day. Without any of it all is read as it landed."""

    schedule: Schedule = field(default_factory=Schedule)
    salt: str = ""
    held: frozenset[str] = frozenset()
    """Marks of ids and rows that neither expire nor are erased."""
    erased: frozenset[str] = frozenset()
    disputes: tuple[Dispute, ...] = ()
    corrected: tuple[tuple[str, str, str, str | None], ...] = ()
    """Dataset as ``agency.dataset``, mark of the row, column and the value that is right."""

    @cached_property
    def disputed(self) -> frozenset[str]:
        """Marks of rows, and of people of whom all that is said is in dispute."""
        return frozenset(mark for each in self.disputes for mark in each.marks)

    @cached_property
    def told(self) -> list[object]:
        """All of it in one order, for what a run is a function of; empty where nothing is asked for."""
        marks = [self.held, self.erased]
        return [self.schedule, *map(sorted, marks), self.disputes, self.corrected] if self.any else []

    @cached_property
    def any(self) -> bool:
        """Whether anything is read otherwise than it landed."""
        return bool(self.schedule.rules or self.erased or self.disputes or self.corrected)

    def touch(self, agency: str, dataset: str) -> bool:
        """Whether rows of the dataset may be read otherwise than they landed."""
        corrected = any(name == f"{agency}.{dataset}" for name, *_ in self.corrected)
        ruled = any(rule.agency == agency for rule in self.schedule.rules)
        return bool(ruled or self.erased or self.disputes or corrected)

    def reading(self, agency: str, contract: Contract, dataset: Dataset, as_of: dt.date, rows: Rows) -> Reading:
        """How to read a dataset on that day; ``rows`` gives the SQL of it and of the others as they landed."""
        rules = self.schedule.of(agency, dataset.name)
        held = self._held(agency, contract, dataset, rows) if self.held else "false"
        expired = f"({_expired(rules, contract, dataset, as_of)}) and not ({held})" if rules else "false"
        for key, whole in _wholes(contract, dataset):
            if self.schedule.of(agency, whole.name) and rows(whole.name):
                of = self.reading(agency, contract, whole, as_of, rows)
                gone = columns.statement(
                    "select", key, "from (", of.rows, f") where ({of.expired}) and {key} is not null"
                )
                expired = f"({expired}) or coalesce({key} in ({gone}), false)"
        read = self._put_right(agency, contract, dataset, rows(dataset.name))
        if BIRTH in {each for rule in rules for each in rule.after}:
            read = _with_birth(read, contract, dataset, rows)
        marks = {name: sorted(getattr(self, name)) for name in ("held", "erased", "disputed")}
        kept_out, disputed = (self._marked(agency, contract, dataset, name) for name in ("erased", "disputed"))
        return Reading(read, expired, kept_out, disputed, held, {"salt": self.salt, **marks})

    def _held(self, agency: str, contract: Contract, dataset: Dataset, rows: Rows) -> str:
        """Rows that are held, and rows that such a one names by their key: an occurrence of somebody held."""
        marks = [id_mark(agency, name) for name in references(contract, dataset)]
        found = [among([*marks, ROW_MARK], "held")]
        for other in contract.datasets:
            theirs = [id_mark(agency, name) for name in references(contract, other)]
            for key, whole in _wholes(contract, other):
                if whole.name == dataset.name and theirs and (landed := rows(other.name)):
                    named = columns.statement("select", key, "from (", landed, ") where", among(theirs, "held"))
                    found.append(f"{key} in ({named})")
        return " or ".join(f"coalesce({each}, false)" for each in found)

    def _marked(self, agency: str, contract: Contract, dataset: Dataset, name: str) -> str:
        """Rows of a mark. A record in dispute stays, and all that is said of it leaves but the cases it is about."""
        if not getattr(self, name):
            return "false"
        of_it = name == "erased" or (dataset is not contract.datasets[0] and dataset.name != CASES)
        ids = [id_mark(agency, column) for column in subject_of(contract, dataset)] if of_it else []
        return among([*ids, ROW_MARK], name)

    def _put_right(self, agency: str, contract: Contract, dataset: Dataset, rows: str) -> str:
        """The rows with each mark beside it, values corrected, and nobody erased named by the way."""
        if not self.salt:
            return rows
        named = by_the_way(agency, contract, dataset) if self.erased else {}
        put = {name: f"case when not {mark} then {columns.quoted(name)} end" for name, mark in named.items()}
        if self.disputes and dataset is contract.datasets[0]:
            theirs = among([id_mark(agency, name) for name in subject_of(contract, dataset)], "disputed")
            lists = (each.name for each in dataset.fields if each.type is FieldType.LIST)
            put |= {name: f"case when not {theirs} then {columns.quoted(name)} end" for name in lists}
        types = {each.name: each.type.column for each in dataset.fields}
        for where, mark, name, value in self.corrected:
            if where == f"{agency}.{dataset.name}" and name in types:
                right = "null" if value is None else f"try_cast({columns.text(value)} as {types[name]})"
                was = put.get(name, columns.quoted(name))
                put[name] = f"case when {ROW_MARK} = {columns.text(mark)} then {right} else {was} end"
        marked = columns.statement("select *,", f"{row_mark(agency, dataset)} as {ROW_MARK} from (", rows, ")")
        replaced = columns.listed(f"{sql} as {columns.quoted(name)}" for name, sql in put.items())
        return columns.statement("select * replace (", replaced, ") from (", marked, ")") if put else marked


def terms_of(hub: Hub, as_of: dt.date) -> Terms:
    """What the hub's landing is read under on that day. Raises ``UsageError`` with every fault of the schedule."""
    return terms_from(load_schedule(hub), _acts(hub), as_of)


def terms_from(schedule: Schedule, acts: list[Act], as_of: dt.date) -> Terms:
    """The schedule, and of the acts those that stand on the day."""
    answered = {(act.deed, act.about) for act in acts}
    kept: dict[Deed, set[str]] = {Deed.HOLD: set(), Deed.APPROVE: set()}
    disputes = []
    ends = {Deed.HOLD: Deed.RELEASE, Deed.APPROVE: Deed.LIFT, Deed.DISPUTE: Deed.SETTLE}
    corrected: dict[tuple[str, str, str], str | None] = {}
    for act in acts:
        until = act.body.get("until")
        asked = act.about if act.deed is Deed.APPROVE else act.number
        stands = act.deed in ends and (ends[act.deed], asked) not in answered
        if stands and not (until and dt.date.fromisoformat(until) < as_of):
            if act.deed is Deed.DISPUTE:
                disputes.append(Dispute(act.number, tuple(act.body["marks"]), act.reason, act.at.date()))
            else:
                kept[act.deed] |= set(act.body["marks"])
        elif act.deed is Deed.CORRECT and "value" in act.body:
            corrected[act.body["dataset"], act.body["mark"], act.body["field"]] = act.body["value"]
    return Terms(
        schedule,
        salt_of(acts),
        frozenset(kept[Deed.HOLD]),
        frozenset(kept[Deed.APPROVE]),
        tuple(disputes),
        tuple((*where, value) for where, value in sorted(corrected.items())),
    )


def _acts(hub: Hub) -> list[Act]:
    if not hub.ledger_path.exists():
        return []
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        return ledger.acts(book)


def _expired(rules: tuple[Rule, ...], contract: Contract, dataset: Dataset, as_of: dt.date) -> str:
    """SQL, true of a row whose time is up on the day, by the first rule that it meets."""
    cases = " ".join(f"when {_meets(rule)} then {_ends(rule, contract, dataset)}" for rule in rules)
    return f"coalesce((case {cases} end) <= date '{as_of.isoformat()}', false)"


def _wholes(contract: Contract, dataset: Dataset) -> list[tuple[str, Dataset]]:
    """Datasets of which its rows are parts: it has their key, quoted, which is one column and no person's.

    What is said of an occurrence expires with it, and is what holds it.
    """
    named = {field.name for field in dataset.fields} - {person_key(contract)}
    return [
        (columns.quoted(each.key[0]), each)
        for each in contract.datasets
        if each.name != dataset.name and len(each.key) == 1 and each.key[0] in named
    ]


def _meets(rule: Rule) -> str:
    met = [
        f"upper(trim({columns.quoted(name)})) in ({columns.listed(columns.text(each.upper()) for each in values)})"
        for name, values in rule.where
    ]
    return " and ".join(met) or "true"


def _ends(rule: Rule, contract: Contract, dataset: Dataset) -> str:
    days = {RECEIVED: "cast(left(_extract, 10) as date)", BIRTH: "_born"}
    own = dataset is contract.datasets[0] and born_column(contract)
    if own:
        days[BIRTH] = columns.quoted(own)
    first = columns.listed(days.get(name, f"cast({columns.quoted(name)} as date)") for name in rule.after)
    return f"coalesce({first}, null) + interval '{rule.period}'"


def _with_birth(read: str, contract: Contract, dataset: Dataset, rows: Rows) -> str:
    """The rows with the day of birth of whom each is about, as the agency's own people have it."""
    born, key, people = born_column(contract), person_key(contract), rows(contract.datasets[0].name)
    if dataset is contract.datasets[0] or not born or not key:
        return read
    if not people:
        return columns.statement("select *, null::date as _born from (", read, ")")
    subject = columns.quoted(subject_of(contract, dataset)[0])
    births = f"select upper(trim({columns.quoted(key)})) as _of, max({columns.quoted(born)}) as _born"
    return columns.statement(
        "select given.*, births._born from (",
        read,
        ") as given",
        f"left join ({births} from (",
        people,
        f") group by all) as births on births._of = upper(trim(given.{subject}))",
    )
