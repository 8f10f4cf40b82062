"""What people and runs decided: an append-only SQLite file that every process may write to all day."""

from mash.ledger.decisions import Basis, Decision, decisions, evidence_seen, latest_decisions, newest_decisions, rate
from mash.ledger.judgements import Revocation, StoredJudgement, judge, judgements, revoke
from mash.ledger.referrals import Referral, new_case_id, refer, referrals
from mash.ledger.register import Register, followed, last_digest, last_run, load_register, merged, publish_run
from mash.ledger.store import open_ledger, record_use

__all__ = [
    "Basis",
    "Decision",
    "Referral",
    "Register",
    "Revocation",
    "StoredJudgement",
    "decisions",
    "evidence_seen",
    "followed",
    "judge",
    "judgements",
    "last_digest",
    "last_run",
    "latest_decisions",
    "load_register",
    "merged",
    "new_case_id",
    "newest_decisions",
    "open_ledger",
    "publish_run",
    "rate",
    "record_use",
    "refer",
    "referrals",
    "revoke",
]
