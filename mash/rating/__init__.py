"""Facts to proposals: a dated policy of named rules, the same for the batch and for an enquiry."""

from mash.rating.chance import chance_of_at_least
from mash.rating.changes import Change, ChangeKind, Proposed, changes, proposals_of, store_changes
from mash.rating.deadlines import Profile, due_by, load_profile
from mash.rating.facts import CaseFacts
from mash.rating.firmness import DRAWS, Certainty, certainty, needs_sampling, rests_on
from mash.rating.gather import OpenCase, facts_for_case, facts_of, open_cases_of
from mash.rating.policy import Policy, Rule, load_policy
from mash.rating.propose import fingerprint, propose
from mash.rating.rate import decide_by, rate_open_cases, summary_of

__all__ = [
    "Policy",
    "Rule",
    "load_policy",
    "CaseFacts",
    "DRAWS",
    "OpenCase",
    "chance_of_at_least",
    "facts_for_case",
    "needs_sampling",
    "facts_of",
    "open_cases_of",
    "propose",
    "summary_of",
    "fingerprint",
    "Certainty",
    "certainty",
    "rests_on",
    "rate_open_cases",
    "Profile",
    "load_profile",
    "due_by",
    "decide_by",
    "Proposed",
    "Change",
    "ChangeKind",
    "changes",
    "proposals_of",
    "store_changes",
]
