"""One child asked about: whom it means, who is around them, what is proposed and why; and who may be one person.

Who may be one person is asked in ``mash.enquiry.review`` and ``mash.enquiry.review_queue``, for the commands to import:
an enquiry need not.
"""

from mash.access import Asked
from mash.enquiry.answer import enquire_into
from mash.enquiry.deciding import Said, decide, history_of
from mash.enquiry.life import chronicle_of_child
from mash.enquiry.wanted import Found, NotClear, Wanted, find
from mash.enquiry.worklist import record_key_of, worklist

__all__ = [
    "Asked",
    "Found",
    "NotClear",
    "Said",
    "Wanted",
    "chronicle_of_child",
    "decide",
    "enquire_into",
    "find",
    "history_of",
    "record_key_of",
    "worklist",
]
