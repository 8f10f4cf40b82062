"""What people and runs decided: an append-only SQLite file that every process may write to all day."""

from mash.ledger.decisions import Decision, decisions, latest_decisions, rate
from mash.ledger.judgements import Revocation, StoredJudgement, judge, judgements, revoke
from mash.ledger.referrals import Referral, new_case_id, refer, referrals
from mash.ledger.register import Register, followed, last_digest, load_register, publish_run
from mash.ledger.store import open_ledger, record_use

__all__ = [
    "Decision",
    "Referral",
    "Register",
    "Revocation",
    "StoredJudgement",
    "decisions",
    "followed",
    "judge",
    "judgements",
    "last_digest",
    "latest_decisions",
    "load_register",
    "new_case_id",
    "open_ledger",
    "publish_run",
    "rate",
    "record_use",
    "refer",
    "referrals",
    "revoke",
]
