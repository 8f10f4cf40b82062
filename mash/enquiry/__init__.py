"""One child asked about: whom it means, who is around them, what is proposed and why."""

from mash.enquiry.answer import enquire_into
from mash.enquiry.wanted import Found, NotClear, Wanted, find
from mash.enquiry.worklist import proposal_of, record_key_of, worklist
from mash.reports import Asked

__all__ = [
    "Asked",
    "Found",
    "NotClear",
    "Wanted",
    "enquire_into",
    "find",
    "proposal_of",
    "record_key_of",
    "worklist",
]
