"""When the weight must not decide: small named predicates over two records, composed once.

Each is DuckDB SQL over columns of ``linkage_record`` with ``_l`` and ``_r``. After HMPPS's possible-twin rule, and
beyond it: the model takes its lines of evidence as independent, and families are where they are not.
"""

from __future__ import annotations

from collections.abc import Sequence

from mash.identity.agreement import (
    address_in_common,
    among_family,
    any_shared,
    both,
    closest,
    first_names_dissimilar,
    forenames_dissimilar,
    half_missing,
    mailbox_in_common,
    names_crossed,
    number_almost_in_common,
    number_in_common,
    one_is_no_name,
    one_keystroke,
    shares,
    two_parts_of_the_birthday_agree,
)
from mash.identity.births import (
    a_child_is_no_partner,
    a_generation_from_the_partner,
    births_far_apart,
    hardly_old_enough,
    mother_and_baby,
    not_born_yet,
    parent_and_grandparent,
    relatives_of_two_births,
    too_young_to_be_the_parent,
    years_apart,
)
from mash.identity.twins import (
    either_twin,
    possible_twins,
    recorded_twins,
    recorded_twins_of_one_number,
    twins_apart,
    twins_of_one_first_name,
    twins_of_two_surnames,
)


def sealed_by_adoption() -> str:
    """SQL: one was closed by an adoption and the other was not: to put the two together undoes what a court has sealed.

    Whatever number they share: a school's may have gone along.
    """
    return "sealed_l <> sealed_r"


def nothing_else_in_common() -> str:
    """SQL: no number, address, district, telephone, mailbox or relative in common."""
    reached = any_shared(("phones", "phones"), ("kin", "kin"), ("associates", "associates"), ("outcodes", "outcodes"))
    return (
        f"not ({reached} or {among_family('postcodes')}) and not {address_in_common()}"
        f" and not {number_almost_in_common()} and not {mailbox_in_common()}"
    )


def only_the_name_agrees() -> str:
    """SQL: no year of birth to compare, and nothing else in common."""
    return f"(birth_year_l is null or birth_year_r is null) and {nothing_else_in_common()}"


def half_a_name_and_a_birthday() -> str:
    """SQL: one gives no forename, or no surname; the birthday agrees, and nothing else is in common.

    A surname, a sex and a birthday are as well a twin's, or in a large hub anybody's.
    """
    return f"{half_missing()} and coalesce(dob_l = dob_r, false) and {nothing_else_in_common()}"


def another_surname() -> str:
    """SQL: the surnames differ, birthday and place are not both the same, and nothing else is in common.

    A forename and an address, without a birthday: a wife under her maiden name, or her husband's mother. A forename and
    a birthday, without a place: anybody.
    """
    alike = f"{shares('surname_sounds')} or coalesce({closest('surnames', 0.9)}, false)"
    surname = f"{alike} or {any_shared(('surname_tokens', 'surname_tokens'))} or {names_crossed()}"
    told = any_shared(("phones", "phones"), ("kin", "kin"))
    both_same = f"coalesce(dob_l = dob_r, false) and {address_in_common()}"
    return (
        f"{both('surnames')} and not ({surname}) and not ({told}) and not ({both_same})"
        f" and not {number_almost_in_common()} and not {mailbox_in_common()}"
    )


def another_forename() -> str:
    """SQL: two forenames that people bear, not alike, the birthday not known to be the same, no number in common.

    A surname and a house: husband and wife, brother and sister.
    """
    two = f"{forenames_dissimilar()} and not {one_is_no_name()} and not coalesce(dob_l = dob_r, false)"
    return f"{two} and not {number_in_common()} and not {mailbox_in_common()}"


def another_first_name_sex_and_birthday() -> str:
    """SQL: the first names are two, the sexes differ and so do the birthdays, and no number is in common.

    A brother's first name may be his sister's middle name, in one house and with a day and month of birth in common.
    Of 610,000 made-up people it holds back that one pair (decision 40).
    """
    return (
        f"{first_names_dissimilar()} and coalesce(sex_l <> sex_r, false) and coalesce(dob_l <> dob_r, false)"
        f" and not {number_in_common()}"
    )


def number_of_a_relative() -> str:
    """SQL: a number in common, but two forenames and two birthdays: a brother's number keyed for his brother's."""
    slip = f"dob_l = dob_r or coalesce({one_keystroke('dob')}, false) or {two_parts_of_the_birthday_agree()}"
    return f"{number_in_common()} and {forenames_dissimilar()} and {both('dob')} and not ({slip})"


def only_a_number_agrees() -> str:
    """SQL: neither half of the name is alike, and not both the birthday and an address, telephone or relative agree.

    The number may be another's: of two people of one birthday it is known to be mistaken. Or a child's that began a new
    life, its school's number with it.
    """
    crossed = any_shared(("surname_tokens", "forename_tokens"), ("forename_tokens", "surname_tokens"))
    heard = any_shared(("surname_sounds", "surname_sounds"))
    surname = f"{heard} or {crossed} or coalesce({closest('surnames', 0.8)}, false)"
    family = f"({any_shared(('phones', 'phones'), ('kin', 'kin'))}) and not (under_age_l or under_age_r)"
    both_same = f"coalesce(dob_l = dob_r, false) and ({address_in_common()} or {family})"
    return f"{forenames_dissimilar()} and {both('surnames')} and not ({surname}) and not ({both_same})"


def conflict(kind: str) -> str:
    """SQL: both have a number of this kind and none in common."""
    return f"{both(kind)} and not {shares(kind)}"


def police_conflict() -> str:
    """SQL: different PNC or CRO numbers, and the other of the two does not settle it."""
    agree = f"(coalesce({shares('pnc')}, false) or coalesce({shares('cro')}, false))"
    return f"({conflict('pnc')} or {conflict('cro')}) and not {agree}"


def another_may_be_meant() -> str:
    """SQL: one has no year of birth, and fits somebody of another age about as well (``rival.sql``)."""
    return "rivalled"


def named_beside_each_other() -> str:
    """SQL: one agency names the two as relatives, or as different people, in one record."""
    return "beside"


VETOES: tuple[tuple[str, str], ...] = (
    ("named beside each other", named_beside_each_other()),
    ("NHS numbers differ", conflict("nhs")),
    ("pupil numbers differ", conflict("upn")),
    ("police numbers differ", police_conflict()),
    ("sealed by an adoption", sealed_by_adoption()),
    ("mother and baby", mother_and_baby()),
    ("not born yet", not_born_yet()),
    ("possible twins", possible_twins()),
    ("recorded twins", recorded_twins()),
    ("born too many years apart", years_apart()),
    ("too young to be the parent", too_young_to_be_the_parent()),
    ("a child is no partner or parent", a_child_is_no_partner()),
    ("parent and grandparent of one child", parent_and_grandparent()),
    ("dates of birth far apart", births_far_apart()),
)
"""Who must not stand in one person; in the order in which a pair is said to be vetoed."""

DOUBTS: tuple[tuple[str, str], ...] = (
    ("dates of birth disagree", relatives_of_two_births()),
    ("possible twins of two surnames", f"{twins_of_two_surnames()} or {twins_of_one_first_name()}"),
    ("possible twins apart", twins_apart()),
    ("either of twins", either_twin()),
    ("recorded twins of one number", recorded_twins_of_one_number()),
    ("only a number agrees", only_a_number_agrees()),
    ("a number only, as relatives mistake them", number_of_a_relative()),
    ("hardly old enough", hardly_old_enough()),
    ("a generation from the partner", a_generation_from_the_partner()),
    ("another of the name may be meant", another_may_be_meant()),
    ("half a name and a birthday", half_a_name_and_a_birthday()),
    ("only the name agrees", only_the_name_agrees()),
    ("another first name, sex and birthday", another_first_name_sex_and_birthday()),
    ("another surname", another_surname()),
    ("another forename", another_forename()),
)
"""What a weight alone must not join: such a pair is possible at most, and may still meet through other records. Those
that yield to an overwhelming weight come last."""

YIELDING = {
    "half a name and a birthday": 12.0,
    "only the name agrees": 16.0,
    "another surname": 12.0,
    "another forename": 16.0,
}
"""Bits from which a doubt is silent; 16 are one in 65,000 by the model's own odds. On made-up towns of 20,000 people
(seeds 1 and 4242) all 337 pairs so doubted that weighed 16 were true, and at 500,000 people (seed 31337) all but one of
480 under two surnames that weighed 12. Of half a name and a birthday (500,000 people, seed 27182) all 374 that weighed
12 were true, of the 295 below it 50 were not. The other doubts, of twins and relatives, stand whatever a pair weighs,
and come first."""


def doubt(weight: str) -> str:
    """SQL: the name of the first doubt that stands at this weight (SQL), or null."""
    return guard(
        [
            (name, f"({weight}) < {YIELDING[name]} and ({predicate})" if name in YIELDING else predicate)
            for name, predicate in DOUBTS
        ]
    )


def guard(guards: Sequence[tuple[str, str]]) -> str:
    """SQL: the name of the first of the guards that holds, or null."""
    branches = " ".join(f"when {predicate} then '{name}'" for name, predicate in guards)
    return f"case {branches} end"
