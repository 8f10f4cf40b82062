"""What people and runs decided: an append-only SQLite file that every process may write to all day.

A decision on a case is written by ``mash.ledger.deciding``, for ``mash.enquiry`` alone to import: no night can.
"""

from mash.ledger.amending import Amendment, amend, amendments, ever_about
from mash.ledger.cutting import cut_ledger
from mash.ledger.decisions import Basis, Decision, decisions, evidence_seen, latest_decisions, newest_decisions
from mash.ledger.judgements import Revocation, StoredJudgement, judge, judgements, revoke
from mash.ledger.keeping import Act, Deed, acts, note_act
from mash.ledger.redacting import ERASED, compact, forget, redact
from mash.ledger.referrals import Referral, new_case_id, recorded, refer, referrals
from mash.ledger.register import (
    PublishedRun,
    Register,
    followed,
    last_digest,
    last_run,
    load_register,
    merged,
    publish_run,
    published_runs,
    runs_otherwise_restricted,
)
from mash.ledger.sharing import Sharing, SharingOutcome, decide_sharing, sharings
from mash.ledger.store import open_ledger

__all__ = [
    "Act",
    "Amendment",
    "Basis",
    "Decision",
    "ERASED",
    "Deed",
    "PublishedRun",
    "Referral",
    "Register",
    "Revocation",
    "Sharing",
    "SharingOutcome",
    "StoredJudgement",
    "acts",
    "amend",
    "amendments",
    "compact",
    "cut_ledger",
    "decide_sharing",
    "decisions",
    "ever_about",
    "evidence_seen",
    "followed",
    "forget",
    "judge",
    "judgements",
    "last_digest",
    "last_run",
    "latest_decisions",
    "load_register",
    "merged",
    "new_case_id",
    "newest_decisions",
    "note_act",
    "open_ledger",
    "publish_run",
    "published_runs",
    "recorded",
    "redact",
    "refer",
    "referrals",
    "revoke",
    "sharings",
    "runs_otherwise_restricted",
]
