"""To whom an answer may be given: one table of what each audience is shown, and why the rest is left out (decision 33).

``shown_to`` makes the answer for an audience by this table, once, before any form of report is made of it; no form has
to remember what to leave out. D v NSPCC and the paragraph of Schedule 2 are cited from memory (``[K]`` in sources.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mash.vocabulary import PersonId


class Audience(StrEnum):
    """For whom an answer is made."""

    PROFESSIONAL = "professional"
    """Those of the agencies who work on the case: all that the hub may show."""
    FAMILY = "family"
    """The child's family: the child's own, and that of the one parent it is for."""
    COURT = "court"
    """A court: all, every row an exhibit with its number; who referred only by order."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One thing that this audience is not shown, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One row that something rests on, under its number."""

    number: int
    agency: str
    dataset: str
    extract: str
    source_row: int


@dataclass(frozen=True, slots=True)
class Disclosed:
    """For whom an answer was made, what is left out of it, and the exhibits it rests on."""

    audience: Audience
    reader: PersonId | None = None
    """Of the family the parent or carer it is for."""
    referrer_because: str = ""
    """Why a court is told who referred; empty when it is not."""
    left_out: tuple[LeftOut, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()

    @property
    def to_family(self) -> bool:
        """Whether it is told in the plain form for a family."""
        return self.audience is Audience.FAMILY

    @property
    def says(self) -> str:
        """In a line: for whom, and what is left out."""
        left = f"; left out: {', '.join(each.what for each in self.left_out)}" if self.left_out else ""
        return f"for the {self.audience.value}{left}"


REFERRER = LeftOut(
    "who referred, and what they wrote",
    "people must be able to tell of a child at risk without being named: the courts protect them (D v NSPCC [1978] AC"
    " 171), and the golden rules of information sharing ask to protect whoever might be harmed (DfE 2024)",
)
OTHERS = LeftOut(
    "other people",
    "who they are, where they live and what is recorded of them is theirs, and being known could harm them (DfE 2024,"
    " golden rules; Data Protection Act 2018, Schedule 2, paragraph 16)",
)
LAW_ENFORCEMENT = LeftOut(
    "what police and probation hold",
    "they process it under other law and disclose it themselves (Data Protection Act 2018, Part 3): ask them",
)
PLACES = LeftOut(
    "where anybody lives, stays or goes to school, the child too",
    "an address in the wrong hands is a danger that nobody can take back: ask the child's worker",
)
WORDS = LeftOut(
    "what agencies wrote in their own words",
    "free text may name or point to others; the agency that wrote it can be asked for it",
)
CONCERNS = LeftOut(
    "where somebody recorded a concern",
    "to tell of it before it is looked into could put the child at risk (Children Act 2004, section 16LA, once in"
    " force: not where it would be more detrimental to the child)",
)
PROPOSAL = LeftOut(
    "what the engine proposes, and why",
    "it is no decision and rests on what is left out here; a person decides and answers for it (UK GDPR, Articles 22A"
    " to 22D)",
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What one audience is shown."""

    others: bool
    """Anybody but the child and the reader."""
    referrer: bool
    law_enforcement: bool
    """Rows of police and probation, and flags."""
    places: bool
    free_text: bool
    concerns: bool
    """Entries in which somebody recorded a concern, and what kind of concern the case is about."""
    proposal: bool
    rows: bool
    """Which row of which delivery says so."""
    exhibits: bool
    """Whether each row has a number."""
    left_out: tuple[LeftOut, ...] = ()


PROFILES: dict[Audience, Profile] = {
    Audience.PROFESSIONAL: Profile(
        others=True,
        referrer=True,
        law_enforcement=True,
        places=True,
        free_text=True,
        concerns=True,
        proposal=True,
        rows=True,
        exhibits=False,
    ),
    Audience.COURT: Profile(
        others=True,
        referrer=False,
        law_enforcement=True,
        places=True,
        free_text=True,
        concerns=True,
        proposal=True,
        rows=True,
        exhibits=True,
        left_out=(REFERRER,),
    ),
    Audience.FAMILY: Profile(
        others=False,
        referrer=False,
        law_enforcement=False,
        places=False,
        free_text=False,
        concerns=False,
        proposal=False,
        rows=False,
        exhibits=False,
        left_out=(OTHERS, REFERRER, CONCERNS, LAW_ENFORCEMENT, PLACES, WORDS, PROPOSAL),
    ),
}

TOLD_TO_FAMILY = {
    "birth": "born",
    "attendance": "an appointment or visit of a health service",
    "school attendance": "a term at school",
    "enrolment": "enrolled at a school or nursery",
    "episode": "a time of help from children's services",
}
"""Kinds of entries of the chronology that a family is told, and in which words: none that an agency wrote."""
CONCERN_SAID = "concern"
"""In what an entry says: its sender had a concern."""
NEAR = frozenset({"parent", "carer"})
"""Ties to the child by which somebody may be the reader of what is made for the family."""
LAW_ENFORCEMENT_DATASETS = frozenset(
    {
        *("nominals", "nominal_addresses", "occurrences", "occurrence_roles", "nominal_links", "markers"),
        *("offenders", "offender_addresses", "registrations", "licence_conditions", "personal_contacts"),
    }
)
"""Of the contracts of police and probation, whatever an agency is called."""
