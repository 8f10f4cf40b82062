"""One child asked about: whom it means, who is around them, what is proposed and why; and who may be one person."""

from mash.enquiry.answer import enquire_into
from mash.enquiry.life import chronicle_of_child
from mash.enquiry.review import Couple, judge, review_pair, revoke
from mash.enquiry.review_queue import queue
from mash.enquiry.wanted import Found, NotClear, Wanted, find
from mash.enquiry.worklist import proposal_of, record_key_of, worklist
from mash.reports import Asked

__all__ = [
    "Asked",
    "Couple",
    "Found",
    "NotClear",
    "Wanted",
    "chronicle_of_child",
    "enquire_into",
    "find",
    "judge",
    "proposal_of",
    "queue",
    "record_key_of",
    "review_pair",
    "revoke",
    "worklist",
]
