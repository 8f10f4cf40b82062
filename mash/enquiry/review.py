"""Two records side by side, and a person's word on whether they are one: taken, refused or taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import duckdb

from mash import identity, ledger
from mash.access import Asked, Door, enter
from mash.enquiry.admitting import known_case, open_cases_of
from mash.enquiry.review_queue import judged_couples, queue, stakes_of
from mash.enquiry.weak_joins import weak_joins
from mash.errors import NotFound, Refused, UsageError
from mash.hub import Hub
from mash.identity import Verdict
from mash.ledger import StoredJudgement
from mash.reports.pair import Pair, QueueRow, Side, Stake, judged_words
from mash.vocabulary import PersonId, RecordKey, RunId
from mash.warehouse import rows, sql_text


@dataclass(frozen=True, slots=True)
class Couple:
    """Two records or persons as somebody named them."""

    a: str
    b: str


def review_pair(hub: Hub, named: Couple, asked: Asked) -> Pair:
    """What is known of two records, or of the pair that stands for two persons; the audit has who was shown it.

    Raises ``NotFound`` when either is neither a record nor a person of the run in use, ``UsageError`` for one person,
    ``Refused`` as ``enquire_into`` does.
    """
    found = look_up(hub, named, asked)
    note_shown(hub, found)
    return found


def look_up(hub: Hub, named: Couple, asked: Asked) -> Pair:
    """The same before anybody has seen it: whoever shows it notes that with ``note_shown``."""
    door = _enter(hub, asked, "review", named)
    run, con = hub.read_current()
    with closing(con), door.refusing(""):
        keys = records_meant(con, hub, named)
        return pair_of(con, hub, run, keys, _to_case(door, con, keys).asked)


def note_shown(hub: Hub, pair: Pair) -> None:
    """Who was shown the two, in the audit."""
    door = enter(hub, pair.asked, "review")
    door.note(f"{pair.a.record_key} {pair.b.record_key}", run=pair.run, shown={pair.a.person_id, pair.b.person_id})


def queue_for(hub: Hub, asked: Asked, *, taken: Sequence[str] = ()) -> list[QueueRow]:
    """The queue, for somebody who needs to know of every case. Raises ``Refused``; the audit has it either way."""
    door = enter(hub, asked, "review queue")
    door.to_all("the review queue")
    found = queue(hub)
    door.note(
        "review queue",
        run=hub.current_run(),
        shown={end for row in found for end in (row.person_a, row.person_b)},
        taken=taken,
    )
    return found


def _enter(hub: Hub, asked: Asked, action: str, named: Couple) -> Door:
    return enter(hub, asked, action, sought={"a": named.a, "b": named.b})


def _to_case(door: Door, con: duckdb.DuckDBPyConnection, keys: Sequence[RecordKey]) -> Door:
    """For an open case of either of the two, else for the case that was said."""
    persons = {_person_of(con, [key]) for key in keys}
    return door.to_case(" ".join(keys), open_cases_of(persons, con), known_case(con, door.hub))


def last_reasons(hub: Hub, who: str) -> dict[str, list[str]]:
    """What this person gave as reason, by verdict, the last first and each once."""
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        said = [each for each in ledger.judgements(book) if each.judged_by == who]
    found: dict[str, list[str]] = {}
    for each in sorted(said, key=lambda each: each.judged_at, reverse=True):
        reasons = found.setdefault(each.verdict, [])
        if each.reason not in reasons:
            reasons.append(each.reason)
    return found


def judge(hub: Hub, named: Couple, verdict: Verdict, reason: str, asked: Asked) -> StoredJudgement:
    """Record a person's word; the next night obeys it.

    Raises ``Refused`` when it contradicts what people have judged of these and other records, or when the two would
    hold different official numbers; ``NotFound`` for a record that the run in use does not know.
    """
    hub.refuse_rebuilt()
    door = _enter(hub, asked, f"judge {verdict}", named)
    run, con = hub.read_current()
    with closing(con), door.refusing(""):
        a, b = records_meant(con, hub, named)
        door = _to_case(door, con, (a, b))
        said = StoredJudgement(a, b, verdict.value, reason, door.actor.name, asked.at)
        while True:  # looked into before the ledger is held, so that nobody waits for it; anew if that moved meanwhile
            with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
                standing = ledger.judgements(book)
            _refuse_contradiction(standing, said)
            if verdict is Verdict.SAME:
                _refuse_two_numbers(con, standing, said)
            with ledger.open_ledger(hub.ledger_path) as book:
                if ledger.judgements(book) == standing:
                    ledger.judge(book, said)
                    door.note(f"{a} {b}", run=run)
                    return said


def revoke(hub: Hub, named: Couple, reason: str, asked: Asked) -> ledger.Revocation:
    """Take back what was judged of two records, also of records no longer sent. Raises ``NotFound`` when nothing was.

    Two persons mean every judgement that stands between their records: when there are several, ``UsageError``.
    """
    hub.refuse_rebuilt()
    door = _enter(hub, asked, "revoke", named)
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        standing = ledger.judgements(book)
    a, b = sorted((named.a, named.b))
    if not any((each.record_key_a, each.record_key_b) == (a, b) for each in standing):
        a, b = _only_judged(hub, named, standing)
    taken_back = ledger.Revocation(RecordKey(a), RecordKey(b), reason, door.actor.name, asked.at)
    with door.refusing(f"{a} {b}"), ledger.open_ledger(hub.ledger_path) as book:
        ledger.revoke(book, taken_back)
        door.note(f"{taken_back.record_key_a} {taken_back.record_key_b}")
    return taken_back


def _only_judged(hub: Hub, named: Couple, standing: Sequence[StoredJudgement]) -> tuple[str, str]:
    """The one judged pair of records of two persons; the pair as named when nothing is judged of them."""
    _, con = hub.read_current()
    with closing(con):
        members = [set(_members(con, hub, key)) for key in (named.a, named.b)]
    one, other = members
    found = [
        (each.record_key_a, each.record_key_b)
        for each in standing
        if (each.record_key_a in one and each.record_key_b in other)
        or (each.record_key_b in one and each.record_key_a in other)
    ]
    if len(found) > 1:
        told = "; ".join(f"{a} {b}" for a, b in found)
        raise UsageError(f"several judgements stand between them: {told}", try_="name the two records")
    return found[0] if found else (named.a, named.b)


def records_meant(con: duckdb.DuckDBPyConnection, hub: Hub, named: Couple) -> tuple[RecordKey, RecordKey]:
    """The two records; of two persons the pair that the queue shows, else the heaviest."""
    one, other = (_members(con, hub, key) for key in (named.a, named.b))
    if set(one) == set(other):
        raise UsageError(
            "these are one record, or one person",
            where=f"{named.a} and {named.b}",
            try_="mash how, then two of the person's records",
        )
    if len(one) == len(other) == 1:
        return one[0], other[0]
    queued = con.execute(
        "select record_key_a, record_key_b from possible_identity where"
        " list_contains($one, record_key_a) and list_contains($other, record_key_b)"
        " or list_contains($other, record_key_a) and list_contains($one, record_key_b) order by all",
        {"one": one, "other": other},
    ).fetchall()
    if queued:
        a, b = queued[0]
        return (a, b) if a in one else (b, a)
    left, right = (key if key in keys else _person_of(con, keys) for key, keys in ((named.a, one), (named.b, other)))
    found = identity.why(con, _model(con), left, right)
    a, b = found.record_key_a, found.record_key_b
    return (a, b) if a in one else (b, a)


def _members(con: duckdb.DuckDBPyConnection, hub: Hub, key: str) -> list[RecordKey]:
    """The record of this key, or the records of the person of this id, also one merged into another since."""
    if con.execute("select 1 from membership where record_key = $key", {"key": key}).fetchall():
        return [RecordKey(key)]
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        now = ledger.followed(book, PersonId(key))
    for person in (key, now):
        found = con.execute(
            "select record_key from membership where person_id = $person order by record_key", {"person": person}
        ).fetchall()
        if found:
            return [RecordKey(record) for (record,) in found]
    raise NotFound("neither a record nor a person of the run in use", where=key, try_="mash review, mash how PERSON")


def _person_of(con: duckdb.DuckDBPyConnection, keys: Sequence[RecordKey]) -> PersonId:
    found = con.execute("select person_id from membership where record_key = $key", {"key": keys[0]}).fetchall()
    return PersonId(found[0][0])


def pair_of(
    con: duckdb.DuckDBPyConnection, hub: Hub, run: RunId, keys: tuple[RecordKey, RecordKey], asked: Asked
) -> Pair:
    """The two records in a run that is open, for whoever was let to them."""
    model = _model(con)
    sides = {
        row["record_key"]: _side(row) for row in rows(con, sql_text("enquiry", "record_to_review"), {"keys": keys})
    }
    a, b = (sides[key] for key in keys)
    persons = min(a.person_id, b.person_id), max(a.person_id, b.person_id)
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        standing, decided = ledger.judgements(book), ledger.latest_decisions(book)
    about = rows(con, "select as_of, model from run")[0]
    return Pair(
        run=run,
        as_of=about["as_of"],
        model=about["model"],
        a=a,
        b=b,
        why=identity.why(con, model, *keys),
        thresholds=model.thresholds,
        stakes=_stakes_of_join(con, persons[0], keys)
        if persons[0] == persons[1]
        else stakes_of(con, decided, only=persons).get(persons, ()),
        judgements=tuple(judged_couples(con, standing).get(persons, ())),
        asked=asked,
    )


def _stakes_of_join(
    con: duckdb.DuckDBPyConnection, person: PersonId, keys: tuple[RecordKey, RecordKey]
) -> tuple[Stake, ...]:
    """The reds that rest on these two records' being one person, where they hold weakly."""
    joins = {frozenset((each.record_key_a, each.record_key_b)): each for each in weak_joins(con, only=person)}
    return joins[frozenset(keys)].stakes if frozenset(keys) in joins else ()


def _side(row: dict[str, Any]) -> Side:
    lists = ("names", "numbers", "contacts", "areas", "relatives", "other_records")
    hidden = ("contacts", "areas") if row["restricted"] else ()
    return Side(**{**row, **{name: () if name in hidden else tuple(row[name] or ()) for name in lists}})


def _model(con: duckdb.DuckDBPyConnection) -> identity.Model:
    return identity.load_model(con.execute("select model from run").fetchall()[0][0])


def _refuse_contradiction(standing: Sequence[StoredJudgement], said: StoredJudgement) -> None:
    against = identity.contradiction(standing, said)
    if against:
        told = "".join(f"\n    {judged_words(each, of_whom=True)}" for each in against)
        raise Refused(
            f"that they are {said.verdict} contradicts what people have judged; nothing was recorded:{told}",
            where=f"{said.record_key_a} and {said.record_key_b}",
            try_="mash review A B --revoke on the one that is wrong, after asking who judged it",
        )


def _refuse_two_numbers(
    con: duckdb.DuckDBPyConnection, standing: Sequence[StoredJudgement], said: StoredJudgement
) -> None:
    one, other = (_all_who_would_join(con, standing, key) for key in (said.record_key_a, said.record_key_b))
    if set(one) & set(other):
        return
    conflicts = identity.number_conflicts(con, one, other)
    if conflicts:
        told = "".join(f"\n    another {each.kind}: {each.record_key_a} and {each.record_key_b}" for each in conflicts)
        raise Refused(
            f"they cannot be the same while their official numbers differ; nothing was recorded:{told}",
            where=f"{said.record_key_a} and {said.record_key_b}",
            try_="have the agency whose number is wrong correct it; or judge different the record that is another's",
        )


def _all_who_would_join(
    con: duckdb.DuckDBPyConnection, standing: Iterable[StoredJudgement], key: RecordKey
) -> list[RecordKey]:
    """The record, those people said are the same, and everybody held to be one person with any of them."""
    judged = list(standing)
    same = set(identity.said_to_be(key, judged))
    left = {
        end
        for each in judged
        if each.verdict == Verdict.DIFFERENT and {each.record_key_a, each.record_key_b} & same
        for end in (each.record_key_a, each.record_key_b)
    }
    found = con.execute(
        "select distinct others.record_key from membership as mine inner join membership as others using (person_id)"
        " where list_contains($same, mine.record_key)",
        {"same": sorted(same)},
    ).fetchall()
    return sorted(({record for (record,) in found} - left) | same)
