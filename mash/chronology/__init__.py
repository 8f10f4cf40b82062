"""Every dated fact that any agency holds of a child and those it lives with: for people to read, never for a rule.

The room stands above the rating, which cannot import it: free text and health content are in it.
"""

from mash.chronology.build import Chronology, chronology_of
from mash.chronology.day import DayInLife
from mash.chronology.entries import Entry, Who
from mash.chronology.facts import Fact, Precision
from mash.chronology.gaps import GAP_MONTHS, SEEN_SAYS, Gap, Sighting, gaps_in
from mash.chronology.houses import House, HouseStay, InHouse, Period, periods
from mash.chronology.questions import Member, Question, Recorded, questions
from mash.chronology.sameness import Group, Sameness, merged

__all__ = [
    "Chronology",
    "chronology_of",
    "Entry",
    "Who",
    "Fact",
    "Precision",
    "Group",
    "Sameness",
    "merged",
    "Gap",
    "GAP_MONTHS",
    "SEEN_SAYS",
    "Sighting",
    "gaps_in",
    "DayInLife",
    "House",
    "HouseStay",
    "InHouse",
    "Period",
    "periods",
    "Member",
    "Question",
    "Recorded",
    "questions",
]
