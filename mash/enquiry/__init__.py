"""One child asked about: whom it means, who is around them, what is proposed and why; and who may be one person."""

from mash.enquiry.answer import enquire_into
from mash.enquiry.deciding import Said, decide, history_of
from mash.enquiry.life import chronicle_of_child
from mash.enquiry.review import Couple, judge, review_pair, revoke
from mash.enquiry.review_queue import queue
from mash.enquiry.wanted import Found, NotClear, Wanted, find
from mash.enquiry.worklist import record_key_of, worklist
from mash.reports import Asked

__all__ = [
    "Asked",
    "Couple",
    "Found",
    "NotClear",
    "Said",
    "Wanted",
    "chronicle_of_child",
    "decide",
    "enquire_into",
    "find",
    "history_of",
    "judge",
    "queue",
    "record_key_of",
    "review_pair",
    "revoke",
    "worklist",
]
