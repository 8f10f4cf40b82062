"""Facts to proposals: a dated policy of named rules, the same for the batch and for an enquiry."""

from mash.rating.alerts import piece_of, pieces_of_cases, raise_evidence, whom_now
from mash.rating.chance import KindAgainstChance, against_chance, chance_of_at_least
from mash.rating.changes import Change, ChangeKind, Proposed, changes, proposals_of, store_changes
from mash.rating.deadlines import Done, Due, due_by, due_next
from mash.rating.facts import CaseFacts
from mash.rating.firmness import DRAWS, Certainty, certainty
from mash.rating.gather import (
    HubFacts,
    OpenCase,
    facts_for_case,
    facts_of,
    keep_hub_counts,
    kept_hub_facts,
    open_cases_of,
)
from mash.rating.pieces import News, news, piece_told, pieces_of
from mash.rating.policy import Because, Policy, Rule, load_policy
from mash.rating.profile import Profile, Role, load_profile, refuse_role
from mash.rating.propose import fingerprint, propose, standing
from mash.rating.rate import decide_by, rate_open_cases, summary_of
from mash.rating.resting import RestsOnJoin, RestsOnTie, ToConfirm, joins_it_rests_on, rests_on, to_confirm
from mash.rating.withheld import bears_on, note_withheld, told

__all__ = [
    "Policy",
    "Rule",
    "load_policy",
    "Because",
    "CaseFacts",
    "DRAWS",
    "HubFacts",
    "OpenCase",
    "KindAgainstChance",
    "against_chance",
    "chance_of_at_least",
    "facts_for_case",
    "facts_of",
    "keep_hub_counts",
    "kept_hub_facts",
    "open_cases_of",
    "propose",
    "standing",
    "summary_of",
    "fingerprint",
    "Certainty",
    "certainty",
    "RestsOnJoin",
    "RestsOnTie",
    "ToConfirm",
    "joins_it_rests_on",
    "rests_on",
    "to_confirm",
    "rate_open_cases",
    "Profile",
    "load_profile",
    "Role",
    "refuse_role",
    "Done",
    "Due",
    "due_by",
    "due_next",
    "decide_by",
    "News",
    "news",
    "piece_of",
    "piece_told",
    "pieces_of",
    "pieces_of_cases",
    "raise_evidence",
    "whom_now",
    "Proposed",
    "Change",
    "ChangeKind",
    "changes",
    "proposals_of",
    "store_changes",
    "bears_on",
    "note_withheld",
    "told",
]
