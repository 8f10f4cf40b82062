"""The answer to one enquiry, put together from the run in use."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

from mash import associations, rating
from mash.access import enter
from mash.enquiry import life, surroundings
from mash.enquiry.admitting import SCREEN, find_admitted, id_of, sought_of
from mash.enquiry.changed import since_decision, since_run
from mash.enquiry.deciding import Past, past_of
from mash.enquiry.disputed import disputed_of
from mash.enquiry.looking import Run, bearing_on, counts_of, looked_at, run_of
from mash.enquiry.other_cases import other_cases
from mash.enquiry.sources import searched
from mash.enquiry.wanted import Found, Wanted
from mash.hub import AT_THE_DESK, Hub
from mash.rating import CaseFacts
from mash.reports import Answer, Asked, Rating, Referral
from mash.reports.shown_to import PROFESSIONAL, Reader, shown_to
from mash.warehouse import rows


def enquire_into(  # noqa: PLR0913 - what is asked, how it is named, in which forms it leaves, for whom
    hub: Hub,
    wanted: Wanted,
    asked: Asked,
    *,
    action: str = "enquire",
    taken: Sequence[str] = (),
    reader: Reader = PROFESSIONAL,
) -> Answer:
    """Ask the run in use about a child; the audit has who asked what and why, and whom the answer shows.

    ``taken`` are the forms in which it leaves the hub, ``reader`` for whom it is made. Raises ``NotFound`` when nobody
    fits or several fit equally well, ``Refused`` without a purpose, a gateway or a case, or the need to know of it, and
    for a reader of the family who is no parent or carer.
    """
    door = enter(hub, asked, action, sought=sought_of(wanted))
    name, con = hub.read_current(threads=AT_THE_DESK)
    with closing(con):
        run = run_of(hub, name, con)
        door, found = find_admitted(door, con, wanted)
        past = past_of(con, hub, found.case, wanted.as_of or asked.at.date())
        others = other_cases(con, door, found, wanted.as_of)
        answer = replace(_answer(run, found, past, wanted, door.asked), other_cases=others)
    with door.refusing(id_of(found)):
        answer = shown_to(answer, reader)
    shown = (each.person_id for each in answer.network.persons)
    door.note(id_of(found), run=name, shown=shown, taken=taken or SCREEN, made_for=reader.told)
    return answer


def _answer(run: Run, found: Found, past: Past, wanted: Wanted, asked: Asked) -> Answer:
    day = life.day_asked(run.as_of, wanted)
    hops = wanted.hops or run.policy.hops
    counts = counts_of(run, day)
    with bearing_on(run, found.child, day, hops):
        return _answer_now(run, found, past, asked, hops, counts)


def _answer_now(  # noqa: PLR0913, PLR0917 - what is asked about, and what is known of it
    run: Run, found: Found, past: Past, asked: Asked, hops: int, counts: rating.HubFacts | None
) -> Answer:
    con, policy = run.con, run.policy
    around, facts = looked_at(run, found, hops, counts)
    as_the_run = run.looks_as_the_night(around)
    proposal = rating.propose(facts, policy)
    told = life.chronology_shown(con, found, around.as_of)
    answer = Answer(
        run=run.name,
        as_of=around.as_of,
        policy=policy.policy_id,
        policy_from=policy.from_date,
        model=run.model,
        hops=around.hops,
        child=life.child_shown(con, around),
        referral=_referral(run, found),
        rating=_rating(run, found, around, facts, past),
        reasons=proposal.reasons,
        flagged=surroundings.flagged_people(around, facts),
        expected_by_chance=surroundings.expected_by_chance(facts, policy),
        chance_by_kind=surroundings.chance_by_kind(facts),
        rests_on=surroundings.rests_on(con, around, facts, policy),
        to_confirm=surroundings.to_confirm(around, facts, policy),
        searched=searched(con, found.child, around.reached),
        not_followed=surroundings.not_followed(around),
        chronology=told.entries,
        gaps=told.gaps,
        day_in_life=told.day,
        stays=life.stays_shown(con, {found.child, *(exposure.person_id for exposure in facts.around.exposures)}),
        network=surroundings.network_shown(around),
        decisions=past.decisions,
        sharing=past.sharing,
        asked=asked,
        taken_because=found.taken_because,
    )
    answer = replace(answer, disputed=disputed_of(con, {each: answer.name_of(each) for each in answer.people}))
    if not as_the_run:  # fewer steps, or another day, would show as evidence gone
        return answer
    pieces = rating.pieces_of(facts, proposal)
    if found.case is None or past.decisions:
        return replace(answer, changed_since=since_decision(past, pieces, answer.name_of))
    return replace(answer, changed_since=since_run(con, run.hub, found.case, pieces, answer.name_of))


def _rating(run: Run, found: Found, around: associations.Network, facts: CaseFacts, past: Past) -> Rating:
    proposal = rating.propose(facts, run.policy)
    received = found.case.received_at if found.case else None
    due = rating.decide_by(received, facts, proposal, run.profile, done=past.done)
    return Rating(
        initial=facts.initial,
        decided=facts.decided,
        proposed=proposal.colour,
        at_least=proposal.at_least,
        certainty=surroundings.certainty(around, facts, run.policy),
        due_by=due.at if due else None,
        due=due.told if due else "",
        direction=proposal.direction,
    )


def _referral(run: Run, found: Found) -> Referral | None:
    case = found.case
    if case is None or case.received_at is None:
        return None
    sent = rows(run.con, "select source_code, narrative from referral where case_id = $case", {"case": case.case_id})
    about = sent[0] if sent else {"source_code": found.source_code, "narrative": found.narrative}
    return Referral(case.case_id, case.received_at, case.concern, about["source_code"], about["narrative"])
