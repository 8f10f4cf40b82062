"""What the hub may keep, and of whom: each owner's expiry, holds, erasures, corrections and disputes.

They are terms of reading: whatever reads the landing reads it under these. So nothing that has expired reaches a
record, a person, a network, a chronology or a report.
"""

from mash.retention.columns import references, subject_of
from mash.retention.marks import (
    ROW_MARK,
    among,
    by_the_way,
    ensure_salt,
    id_mark,
    opaque,
    rejected_marks,
    row_mark,
    salt_of,
)
from mash.retention.own import expired_cases
from mash.retention.schedule import HUB, SCHEDULE, Rule, Schedule, load_schedule
from mash.retention.terms import CASES, Dispute, Reading, Terms, terms_from, terms_of

__all__ = [
    "CASES",
    "Dispute",
    "HUB",
    "ROW_MARK",
    "SCHEDULE",
    "Reading",
    "Rule",
    "Schedule",
    "Terms",
    "among",
    "by_the_way",
    "ensure_salt",
    "expired_cases",
    "id_mark",
    "load_schedule",
    "opaque",
    "references",
    "rejected_marks",
    "row_mark",
    "salt_of",
    "subject_of",
    "terms_from",
    "terms_of",
]
