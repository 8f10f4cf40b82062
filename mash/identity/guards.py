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
from mash.identity.twins import (
    either_twin,
    possible_twins,
    recorded_twins,
    recorded_twins_of_one_number,
    twins_apart,
    twins_of_one_first_name,
    twins_of_two_surnames,
)

YEARS_APART = 12
"""Two records of one name whose births lie further apart are parent and child, not one person with a mistyped year."""
NO_SLIP = 4
"""Keystrokes between the birthdays of two people: a slip is one, a slip in two places two, rarely three."""
YOUNGEST_PARENT = 12
"""Nobody is a parent of a child born fewer years after them, nor anybody's partner at a lesser age."""

GENERATION = 20
"""Years between partners beyond which a namesake of the next generation may be meant: judgement. Few couples are so
far apart in age, and the doubt leaves those few possible."""

AGE_OF_CONSENT = 16
"""Sexual Offences Act 2003, section 9: a parent or partner under it is rare, and to be looked at."""


def years_apart() -> str:
    """SQL: born too many years apart to be one person, unless by one digit or with a number or mailbox in common."""
    return (
        f"abs(birth_year_l - birth_year_r) > {YEARS_APART} and not {number_almost_in_common()}"
        f" and not {mailbox_in_common()} and not coalesce({one_keystroke('dob')}, false)"
    )


def mother_and_baby() -> str:
    """SQL: one is a child, the other born a generation before, whatever number they share.

    A newborn's record is made under its mother's number and name until it has its own.
    """
    return (
        f"child_l <> child_r and abs(birth_year_l - birth_year_r) > {YEARS_APART}"
        f" and not coalesce({one_keystroke('dob')}, false)"
    )


def not_born_yet() -> str:
    """SQL: one is an unborn child, the other born, or due, in a year that is not next to the year it is due."""
    left = "abs(due_year_l - coalesce(birth_year_r, due_year_r)) > 1"
    right = "abs(due_year_r - coalesce(birth_year_l, due_year_l)) > 1"
    return f"(coalesce({left}, false) or coalesce({right}, false))"


def sealed_by_adoption() -> str:
    """SQL: one was closed by an adoption and the other was not: to put the two together undoes what a court has sealed.

    Whatever number they share: a school's may have gone along.
    """
    return "sealed_l <> sealed_r"


def too_young_to_be_the_parent() -> str:
    """SQL: one is named as parent of a child that the other could not have had."""
    left = f"extract(year from eldest_child_born_l) - birth_year_r < {YOUNGEST_PARENT}"
    right = f"extract(year from eldest_child_born_r) - birth_year_l < {YOUNGEST_PARENT}"
    return f"(coalesce({left}, false) or coalesce({right}, false)) and not {number_in_common()}"


def parent_and_grandparent() -> str:
    """SQL: one is named as parent and the other as grandparent of the same child."""
    return any_shared(("parent_of", "grandparent_of"), ("grandparent_of", "parent_of"))


def a_child_is_no_partner() -> str:
    """SQL: one is named as somebody's partner or parent, the other is a child."""
    grown = "(named_as_grown_l and child_r or named_as_grown_r and child_l)"
    return f"{grown} and not {number_in_common()}"


def births_disagree() -> str:
    """SQL: both days of birth are known, more than a year apart with no part in common, and nothing official agrees."""
    parts = "right(dob_l, 5) = right(dob_r, 5) or coalesce(dob_swapped_l = dob_r, false)"
    return (
        f"abs(datediff('day', dob_l::date, dob_r::date)) > 366 and not ({parts})"
        f" and not coalesce({one_keystroke('dob')}, false) and not {number_almost_in_common()}"
        f" and not {mailbox_in_common()}"
    )


def relatives_of_two_births() -> str:
    """SQL: as above, and they share a home, a family or a circle, as relatives and namesakes in one family do.

    Without any of it a weight that joins all the same rests on the name, and a birthday may be plain wrong.
    """
    near = f"{address_in_common()} or {among_family('postcodes')}"
    return f"{births_disagree()} and ({near} or {any_shared(('kin', 'kin'), ('associates', 'associates'))})"


def births_far_apart() -> str:
    """SQL: as above and no slip of the pen: four keystrokes or more, where addresses are given to tell people by."""
    far = f"damerau_levenshtein(dob_l, dob_r) >= {NO_SLIP}"
    return f"{births_disagree()} and {far} and {both('postcodes')}"


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


def hardly_old_enough() -> str:
    """SQL: one is named as partner or parent, and the other was or is under sixteen then."""
    left = f"extract(year from eldest_child_born_l) - birth_year_r < {AGE_OF_CONSENT}"
    right = f"extract(year from eldest_child_born_r) - birth_year_l < {AGE_OF_CONSENT}"
    named = "(named_as_grown_l and under_age_r or named_as_grown_r and under_age_l)"
    young = f"({named} or coalesce({left}, false) or coalesce({right}, false))"
    return f"{young} and not coalesce(dob_l = dob_r, false) and not {number_in_common()}"


def a_generation_from_the_partner() -> str:
    """SQL: one is named as partner of somebody born a generation before or after the other."""
    left = f"abs(partner_birth_year_l - birth_year_r) > {GENERATION}"
    right = f"abs(partner_birth_year_r - birth_year_l) > {GENERATION}"
    return (
        f"(coalesce({left}, false) or coalesce({right}, false)) and not coalesce(dob_l = dob_r, false)"
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
