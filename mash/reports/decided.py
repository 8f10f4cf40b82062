"""What is proposed of a case, and what people decided of it, in words: from what, in what role, and over what."""

from __future__ import annotations

from collections.abc import Sequence

from mash.errors import UsageError
from mash.ledger import Decision, Sharing, SharingOutcome
from mash.rating import load_profile
from mash.reports.answer import ChangedSince, Rating
from mash.reports.words import colour_word, moment
from mash.vocabulary import Colour, Direction


def verdict(rating: Rating) -> str:
    """Which way the proposal goes from what stood before, and what that was; only a person goes there."""
    of = "the initial rating" if rating.decided is None else "the decided rating"
    return f"{_verdict(rating)} ({of if rating.stands else f'from {of}'})"


def _verdict(rating: Rating) -> str:
    before = rating.before
    if rating.direction is Direction.DOWN:
        return f"proposed: lower, {rating.at_least.name}; {colour_word(before)} stands until a person decides"
    if rating.stands:
        return "stands: no change is proposed"
    if before is None or rating.proposed is Colour.UNRATED:
        return "proposed"
    return "proposed: higher" if rating.proposed > before else "proposed: lower"


def direction_words(before: Colour | None, proposed: Colour, at_least: Colour, direction: Direction) -> str:
    """A proposal in one cell: ``GREEN -> RED, up``; ``RED stands``; ``RED -> AMBER, down: RED stands``."""
    match direction:
        case Direction.DOWN:
            return f"{colour_word(before)} -> {at_least.name}, down: {colour_word(before)} stands"
        case Direction.UP if before is not None:
            lead = f"{colour_word(before)} -> {proposed.name}, up"
            return lead if proposed is at_least else f"{lead}: at least {at_least.name}"
    return f"{proposed.name} stands" if before is proposed else f"{colour_word(before)} -> {proposed.name}"


def decision_words(decision: Decision) -> str:
    """One decision in a line, its rationale apart: ``2026-01-31 10:00 RED by A. N., manager, at final decision``."""
    basis = decision.basis
    said = f" (said: {basis.word})" if basis and basis.word != decision.colour.name else ""
    role = f", {basis.role}, at {basis.stage}" if basis else ""
    return f"{moment(decision.decided_at)} {decision.colour.name}{said} by {decision.decided_by}{role}"


def since_words(changed: ChangedSince) -> str:
    """Since when what follows is new, or that nothing is: since a person decided, or a run on which nobody did."""
    new = "New since" if changed.says else "Nothing new or gone since"
    if changed.decided_at is None:
        then = "" if changed.colour is None else f", which proposed {changed.colour.name}"
        return f"{new} run {changed.run}{then}"
    return f"{new} {changed.decided_by} decided {colour_word(changed.colour)} on {moment(changed.decided_at)}"


def proposed_words(decision: Decision) -> str:
    """What the engine proposed at that moment, and whether the person decided otherwise."""
    basis = decision.basis
    unrated = basis is not None and decision.proposed is Colour.UNRATED
    least = f", at least {basis.at_least.name}" if basis and unrated else ""
    proposed = f"proposed {decision.proposed.name}{least}"
    if basis and basis.stood is decision.proposed:
        proposed = f"proposed {decision.proposed.name}, which stood already,"
    elif basis and basis.direction is not Direction.NONE:
        proposed = f"{proposed}, {basis.direction.value} from {colour_word(basis.stood)}"
    rules = f" under {basis.policy}, identity model {basis.model}" if basis else ""
    lead = "decided otherwise than proposed: the engine" if decision.differs else "the engine"
    return f"{lead} {proposed} in run {decision.run}{rules}"


def with_words_over(made: Sequence[Decision]) -> list[tuple[Decision, str]]:
    """The decisions of one case in their order, the oldest first, each with ``over_words`` of the one before."""
    return [(decision, over_words(decision, before)) for decision, before in zip(made, (None, *made), strict=False)]


def over_words(decision: Decision, before: Decision | None) -> str:
    """That a decision supersedes one of a later stage, and what that does to the clock; else empty."""
    stage = later_stage(decision, before)
    if not (stage and before and before.basis and decision.basis):
        return ""
    return (
        f"this is over a decision of a later stage: {before.decided_by}, {before.basis.role}, had decided"
        f" {before.colour.name} at {stage}; what is said at {decision.basis.stage} stands now, and what comes after"
        " it is due again"
    )


def later_stage(decision: Decision, before: Decision | None) -> str | None:
    """The stage of the decision before, where it comes later than this one's in the profile of both; else None."""
    if not before or not before.basis or not decision.basis or before.basis.profile != decision.basis.profile:
        return None
    try:
        names = load_profile(decision.basis.profile).stage_names
    except UsageError:  # a profile that this version has no more
        return None
    this, that = decision.basis.stage, before.basis.stage
    return that if this in names and that in names and names.index(that) > names.index(this) else None


def sharing_words(made: Sharing) -> str:
    """One decision to share or not, its reason apart: ``2026-01-31 10:00 withheld from school: … by A. N.``."""
    way = "shared with" if made.outcome is SharingOutcome.SHARED else "withheld from"
    return f"{moment(made.decided_at)} {way} {made.recipient}: {made.what}, by {made.decided_by}"
