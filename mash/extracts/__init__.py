"""Where rows come from: what the agencies drop, landed unedited, and which of it is current as of a date."""

from mash.extracts.current import ExtractInUse, LeftOut, extracts_in_use, is_by, load_current, read_row
from mash.extracts.delivery import DatasetCount, Delivery, Outcome, refused
from mash.extracts.disputed import DisputedRow, disputed_rows
from mash.extracts.freshness import DatasetFreshness, freshness
from mash.extracts.known import Known, link_known
from mash.extracts.landing import Manifest
from mash.extracts.marked import RecordRow, marks_of, marks_of_row
from mash.extracts.pull import Progress, pull
from mash.extracts.purging import Purged, due_for_purge, last_purge, purge_landing

__all__ = [
    "DatasetCount",
    "DatasetFreshness",
    "Delivery",
    "DisputedRow",
    "ExtractInUse",
    "Known",
    "LeftOut",
    "Manifest",
    "Outcome",
    "Progress",
    "Purged",
    "RecordRow",
    "disputed_rows",
    "due_for_purge",
    "extracts_in_use",
    "freshness",
    "is_by",
    "last_purge",
    "link_known",
    "load_current",
    "marks_of",
    "marks_of_row",
    "pull",
    "purge_landing",
    "read_row",
    "refused",
]
