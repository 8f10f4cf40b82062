"""Whom an enquiry is about: a case, a person, a record, or what a referral form holds of a child."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import duckdb

from mash import ledger
from mash.enquiry.described import Description
from mash.enquiry.meant import did_you_mean
from mash.errors import NotFound, UsageError
from mash.hub import Hub
from mash.rating import OpenCase, open_cases_of
from mash.vocabulary import CaseId, Colour, PersonId

if TYPE_CHECKING:
    from mash import identity

CLEARLY_BITS = 3.0
"""The best fit is taken when it outweighs the next by so many bits, eight to one; else a person chooses."""
LIKE_ENOUGH = 85.0
"""Names so alike, 0 to 100, are offered though the rest speaks against them: a misspelt name with an unsure date."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked, as given."""

    key: str | None = None
    """A case id, a person id or a record key."""
    forenames: str | None = None
    surname: str | None = None
    born: str | None = None
    """As ``Description`` has it, like the age and the postcode."""
    postcode: str | None = None
    hops: int | None = None
    """None: as many as the policy says."""
    as_of: dt.date | None = None
    """None: the day of the run."""
    name: str | None = None
    """The whole name in one box, in any order."""
    age: str | None = None

    @property
    def said(self) -> Description:
        """What was said of the child beside the key."""
        return Description(self.name, self.forenames, self.surname, self.born, self.age, self.postcode)

    @property
    def described(self) -> Description:
        """What was said of the child instead of an id; a key of several words is a name."""
        return replace(self.said, name=self.key) if self.key and " " in self.key.strip() else self.said


class NotClear(NotFound):
    """Nobody fits, or several fit equally well: ``candidates`` are for the person who asked, not for the message."""

    def __init__(self, what: str, candidates: Sequence[identity.Candidate], *, try_: str) -> None:
        super().__init__(what, try_=try_)
        self.candidates = tuple(candidates)


@dataclass(frozen=True, slots=True)
class Found:
    """The child, and the case if the enquiry is about one."""

    child: PersonId
    case: OpenCase | None
    source_code: str | None = None
    """Of a referral recorded since the last night."""
    narrative: str | None = None
    taken_because: str | None = None
    """When the child was described and not named by an id: what agrees and what does not."""


def find(con: duckdb.DuckDBPyConnection, hub: Hub, wanted: Wanted) -> Found:
    """Whom ``wanted`` means. Raises ``NotFound``, with the nearest, for nobody and for several equally good.

    Raises ``UsageError`` for a case asked about as of a day before it was received.
    """
    found = _found(con, hub, wanted)
    if wanted.as_of is None or found.case is None or not is_later(found.case, wanted.as_of):
        return found
    if (wanted.key or "").upper() != found.case.case_id.upper():
        return replace(found, case=_case_of(con, hub, found.child, wanted.as_of))
    raise UsageError(
        f"case {found.case.case_id} was received on {found.case.received_at:%Y-%m-%d}: it was not open on that day",
        where="--as-of",
        try_=f"that day or later, or the person: mash enquire {found.child} --as-of {wanted.as_of}",
    )


def is_later(case: OpenCase, day: dt.date) -> bool:
    """Whether the case was received after the day."""
    return case.received_at is not None and case.received_at.date() > day


def _found(con: duckdb.DuckDBPyConnection, hub: Hub, wanted: Wanted) -> Found:
    """Whom ``wanted`` means, as of the run's own day."""
    if wanted.key is None:
        return _described(con, hub, wanted)
    finders = (_by_amendment, _by_case, _by_person, _by_record, _by_ledger)
    for finder in finders:
        found = finder(con, hub, wanted.key.strip())
        if found is not None:
            return found
    if wanted.described.name:
        return _described(con, hub, wanted)
    raise NotFound(
        f"there is no case, person or record {wanted.key!r} in this run{did_you_mean(con, hub, wanted.key.strip())}",
        try_="mash cases, or what the referral form holds: --name 'Ada Example' --age 'about 3' --postcode",
    )


def _described(con: duckdb.DuckDBPyConnection, hub: Hub, wanted: Wanted) -> Found:
    best = _by_description(con, wanted)
    return Found(best.person_id, _case_of(con, hub, best.person_id), taken_because="; ".join(best.says))


def _by_description(con: duckdb.DuckDBPyConnection, wanted: Wanted) -> identity.Candidate:
    """The person who fits clearly best. Raises ``NotClear`` with the nearest when nobody does, or several do.

    Half a name is never enough: of made-up children asked for by forename, age and postcode one in fifteen was another.
    """
    from mash import identity  # only whoever is described is searched for

    if not wanted.described.named:
        raise UsageError("whom is it about?", try_="a case, a person id, or --name with --age or --dob")
    ((model, as_of),) = con.execute("select model, as_of from run").fetchall()
    query = wanted.described.query(wanted.as_of or as_of)
    found = identity.search(con, identity.load_model(model), query, as_of=as_of)
    fits = [each for each in found if each.outcome != "different" or each.likeness >= LIKE_ENOUGH]
    if not fits:
        nearest = "; the nearest are listed" if found else ", nor is anybody near"
        more = "its mother, by her own name and without an age" if query.unborn and not found else _more(wanted)
        raise NotClear(f"nobody in this run fits{nearest}", found, try_=f"{more}; mash refer for a new child")
    best = fits[0]
    equally = sum(best.match_weight - each.match_weight < CLEARLY_BITS for each in fits)
    if equally > 1:
        how = "are about equally near, and none fits well" if best.outcome == "different" else "fit about equally well"
        says = f"{equally} people {how}: which of them is meant is for you to say"
        raise NotClear(says, fits, try_=f"mash enquire with an id listed, or more of them: {_more(wanted)}")
    if best.outcome != "same" or wanted.described.half_a_name:
        says = "one person may be meant, but too little is known to be sure"
        raise NotClear(says, found, try_=f"mash enquire {best.person_id}, if it is they; else {_more(wanted)}")
    return best


def _more(wanted: Wanted) -> str:
    """What of a referral form was not given."""
    given = wanted.described
    wanting = {
        "a forename": given.name or given.forenames,
        "a surname, now or before": given.name or given.surname,
        "--dob or --age": given.born or given.age,
        "--postcode, now or before": given.postcode,
    }
    return ", ".join(what for what, said in wanting.items() if not said) or "another spelling"


def _by_amendment(con: duckdb.DuckDBPyConnection, hub: Hub, key: str) -> Found | None:
    """A referral recorded here of which somebody has said more since: the run may have it otherwise."""
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        said = ledger.amendments(book).get(CaseId(key.upper()))
    if said is None:
        return None
    if said.withdraws:
        raise NotFound(
            f"case {said.case_id} was withdrawn on {said.amended_at:%Y-%m-%d} by {said.amended_by}",
            try_="the child's own id; mash decisions has what was decided of it",
        )
    return _by_ledger(con, hub, key)


def _by_case(con: duckdb.DuckDBPyConnection, hub: Hub, key: str) -> Found | None:
    for case in cases_now(con, hub):
        if case.case_id.upper() == key.upper():
            return Found(case.child, case)
    closed = con.execute(
        "select m.person_id from referral as r inner join membership as m on m.record_key = r.child_record_key"
        " where upper(r.case_id) = upper($key)",
        {"key": key},
    ).fetchall()
    if closed:
        return Found(PersonId(closed[0][0]), None)
    if con.execute("select 1 from referral where upper(case_id) = upper($key)", {"key": key}).fetchall():
        raise NotFound(
            f"no agency sent a record of the child of case {key}: nothing can be said, which is not the same as clear",
            try_="ask the agency that referred; mash status shows what was sent",
        )
    return None


def _by_person(con: duckdb.DuckDBPyConnection, hub: Hub, key: str) -> Found | None:
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        now = ledger.followed(book, PersonId(key.upper()))
    for person in (PersonId(key.upper()), now):
        if con.execute("select 1 from person where person_id = $person", {"person": person}).fetchall():
            return Found(person, _case_of(con, hub, person))
    return None


def _by_record(con: duckdb.DuckDBPyConnection, hub: Hub, key: str) -> Found | None:
    person = person_of(con, key)
    return Found(person, _case_of(con, hub, person)) if person else None


def person_of(con: duckdb.DuckDBPyConnection, record: str | None) -> PersonId | None:
    """Whose record it is in the run; None for one that it has not."""
    found = con.execute("select person_id from membership where record_key = $record", {"record": record}).fetchall()
    return PersonId(found[0][0]) if found else None


def _by_ledger(con: duckdb.DuckDBPyConnection, hub: Hub, key: str) -> Found | None:
    """A referral recorded at the desk since the last night."""
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        recorded = {referral.case_id: referral for referral in ledger.referrals(book)}
        decided = ledger.latest_decisions(book)
    referral = recorded.get(CaseId(key.upper()))
    if referral is None:
        return None
    try:
        child = child_of(con, referral)
    except NotClear as unclear:
        recorded_as = f"case {referral.case_id} is recorded, rated {referral.initial_rating}"
        says = f"{recorded_as}, but its child is not clear: {unclear.what}"
        amend = f"mash amend {referral.case_id} --child with an id listed; else " if unclear.candidates else ""
        raise NotClear(says, unclear.candidates, try_=f"{amend}the night takes it in") from None
    initial = Colour[referral.initial_rating]
    return Found(
        child,
        OpenCase(
            referral.case_id, child, referral.received_at, referral.concern, initial, decided.get(referral.case_id)
        ),
        source_code=referral.source_code,
        narrative=referral.narrative,
    )


def child_of(con: duckdb.DuckDBPyConnection, referral: ledger.Referral) -> PersonId:
    """Whom a referral recorded here is about. Raises ``NotClear``, and ``UsageError`` where nothing is said of them."""
    if person := person_of(con, referral.child_record_key):
        return person
    born = referral.child_date_of_birth or referral.child_born_between
    return _by_description(
        con,
        Wanted(
            forenames=referral.child_forenames,
            surname=referral.child_surname,
            born="/".join(map(str, born)) if isinstance(born, tuple) else born and born.isoformat(),
            postcode=referral.child_postcode,
        ),
    ).person_id


def cases_now(con: duckdb.DuckDBPyConnection, hub: Hub) -> list[OpenCase]:
    """The run's open cases with what people have said up to now: what they decided, and whom it is about."""
    with ledger.open_ledger(hub.ledger_path, to_read=True) as book:
        decided, amended = ledger.latest_decisions(book), ledger.amendments(book)
    cases = [replace(case, decided=decided.get(case.case_id, case.decided)) for case in open_cases_of(con)]
    return [about for case in cases if (about := _about(con, case, amended.get(case.case_id)))]


def _about(con: duckdb.DuckDBPyConnection, case: OpenCase, said: ledger.Amendment | None) -> OpenCase | None:
    """The case about whom was last said; None for one withdrawn, and for one whose child the run does not know."""
    if said is None:
        return case
    child = person_of(con, said.child_record_key)
    return replace(case, child=child) if child else None


def _case_of(con: duckdb.DuckDBPyConnection, hub: Hub, child: PersonId, day: dt.date | None = None) -> OpenCase | None:
    """The child's newest open case, of those received by ``day``."""
    own = [case for case in cases_now(con, hub) if case.child == child and not (day and is_later(case, day))]
    return max(own, key=lambda case: (str(case.received_at), case.case_id)) if own else None
