"""What two births say: who is too old, too young or of another generation; small predicates for ``guards``."""

from __future__ import annotations

from mash.identity.agreement import (
    address_in_common,
    among_family,
    any_shared,
    both,
    mailbox_in_common,
    number_almost_in_common,
    number_in_common,
    one_keystroke,
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
